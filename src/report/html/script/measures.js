/* What the map is coloured by: values of zones, classes and colours. */

const BY_PLACE = "from-place";

/* access[mode][measure][zone id]: the row of accessibility.csv as written. */
const access = {};
{
  const table = data.tables.find((one) => one.file === "accessibility.csv");
  if (table) {
    const at = Object.fromEntries(table.columns.map((name, index) => [name, index]));
    for (const row of table.rows) {
      const of = ((access[row[at.mode]] ||= {})[row[at.measure]] ||= {});
      of[row[at.zone_id]] = {
        without: row[at.without], with: row[at.with], change: row[at.change], rate: row[at.improvement_pct],
        rankWithout: row[at.rank_without], rankWith: row[at.rank_with],
      };
    }
  }
}

const MINUTES = w("min", "分钟");

function measureOf(id) {
  if (id === BY_PLACE) return { id, words: w("travel time from the chosen place", "自所选地点的旅行时间"), unit: MINUTES, less_is_better: true };
  return data.measures.find((measure) => measure.id === id);
}

/** Without, with, change and rate of improvement of a zone as numbers, null where there are none. */
function valuesOf(state, at) {
  if (state.measure === BY_PLACE) {
    if (state.chosen === null || state.chosen === at) return null;
    const [without, withIt] = pairTimes(state.mode, state.chosen, at);
    const both = without !== null && withIt !== null;
    return {
      without: without === null ? null : without / 60, with: withIt === null ? null : withIt / 60,
      change: both ? (withIt - without) / 60 : null, rate: both && without > 0 ? -((withIt - without) / without) * 100 : null,
    };
  }
  const row = access[state.mode]?.[state.measure]?.[zones[at].id];
  if (!row) return null;
  const number = (text) => (text === "" ? null : Number(text));
  return { without: number(row.without), with: number(row.with), change: number(row.change), rate: number(row.rate) };
}

/** A number of a measure for a reader: minutes to a tenth, large numbers whole. */
function reading(value, measure, side) {
  if (value === null || value === undefined) return "–";
  if (side === "rate") return signed(fixed(value, 2)) + " %";
  const decimals = measure.unit.en === "min" ? 1 : Math.abs(value) < 100 ? 2 : 0;
  const text = fixed(value, decimals);
  return side === "change" ? signed(text) : shown(text);
}

/** The round step that cuts a range into about six. */
function stepFor(range) {
  const power = 10 ** Math.floor(Math.log10(range / 6));
  const off = (step) => Math.abs(Math.log(range / (6 * step)));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).reduce((best, step) => (off(step) < off(best) ? step : best));
}

function roundsBelow(value, count) {
  const rounds = [];
  let power = 10 ** Math.floor(Math.log10(value));
  while (rounds.length < count) {
    for (const step of [5, 2, 1]) {
      if (step * power < value * 0.999 && rounds.length < count) rounds.push(step * power);
    }
    power /= 10;
  }
  return rounds;
}

/** Limits of classes and their colours over all zones that the map colours. */
function scaleOf(state) {
  const all = zones.map((zone, at) => (zone.area ? valuesOf(state, at) : null)).filter((value) => value);
  const isChange = state.side === "change" || state.side === "rate";
  const values = isChange ? all.map((value) => value[state.side]) : all.flatMap((value) => [value.without, value.with]);
  const finite = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (!finite.length) return null;
  return isChange ? changeScale(finite, state) : levelScale(finite);
}

function levelScale(sorted) {
  const extreme = Math.floor(sorted.length / 40);
  const [low, high] = [sorted[extreme], sorted[sorted.length - 1 - extreme]];
  const step = stepFor(high - low || Math.abs(high) || 1);
  const limits = [];
  for (let limit = Math.floor(low / step) * step; limit < high + step; limit += step) limits.push(limit);
  const stops = data.map.colours.sequential;
  const count = limits.length - 1;
  return {
    limits, isChange: false,
    colour: (value) => along(stops, classOf(limits, value) / Math.max(1, count - 1)),
    beyond: sorted[sorted.length - 1] > limits[count] ? sorted[sorted.length - 1] : null,
  };
}

function classOf(limits, value) {
  let at = 0;
  while (at < limits.length - 2 && value >= limits[at + 1]) at += 1;
  return at;
}

/* What is less than this is no change to speak of. */
const NOISE = 0.05;

function changeScale(sorted, state) {
  const lessIsBetter = state.side === "change" && measureOf(state.measure).less_is_better;
  const most = Math.max(-sorted[0], sorted[sorted.length - 1]);
  const isSmall = state.side === "rate" || measureOf(state.measure).unit.en === "min";
  let steps = most > 0 ? roundsBelow(most, 5).reverse() : [];
  if (isSmall) steps = steps.filter((step) => step >= NOISE);
  const { better, worse } = data.map.colours;
  const colour = (value) => {
    const above = steps.filter((step) => Math.abs(value) >= step).length;
    if (above === 0) return better[0];
    return along(value < 0 === lessIsBetter ? better : worse, 0.18 + (0.82 * above) / steps.length);
  };
  return { steps, most, low: sorted[0], high: sorted[sorted.length - 1], isChange: true, colour };
}

function along(stops, place) {
  const position = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const below = Math.min(Math.floor(position), stops.length - 2);
  const [a, b] = [stops[below], stops[below + 1]].map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  return `rgb(${a.map((channel, at) => Math.round(channel + (b[at] - channel) * (position - below))).join(",")})`;
}

/** The classes for a legend: [colour, words]. */
function classesOf(scale) {
  const plain = (value) => shown(fixed(value, decimalsFor(value)));
  if (!scale.isChange) {
    return scale.limits.slice(0, -1).map((limit, at) => [scale.colour(limit), w(`${plain(limit)}–${plain(scale.limits[at + 1])}`, `${plain(limit)}–${plain(scale.limits[at + 1])}`)]);
  }
  const classes = [];
  const range = (at, sign) => {
    const [from, to] = [scale.steps[at], scale.steps[at + 1]];
    const [near, far] = [`${sign}${plain(from)}`, `${sign}${plain(to || 0)}`];
    const words = to === undefined ? w(`beyond ${near}`, `超过${near}`) : w(`${near} to ${far}`, `${near}至${far}`);
    classes.push([scale.colour((sign === "−" ? -1 : 1) * from * 1.0001), words]);
  };
  for (let at = scale.steps.length - 1; at >= 0; at -= 1) if (-scale.low >= scale.steps[at]) range(at, "−");
  const least = scale.steps.length ? plain(scale.steps[0]) : "";
  classes.push([scale.colour(0), least ? w(`less than ${least}`, `不足${least}`) : w("no change", "不变")]);
  for (let at = 0; at < scale.steps.length; at += 1) if (scale.high >= scale.steps[at]) range(at, "+");
  return classes;
}

function decimalsFor(value) {
  const size = Math.abs(value);
  if (size === 0 || size >= 10 || Number.isInteger(value)) return 0;
  return Math.min(4, Math.max(1, Math.ceil(-Math.log10(size))));
}
