/* Puts the page together. */

/** The zone whose first measure improves most by the main mode: what the page shows until another is chosen. */
function mostImproved() {
  const rows = data.measures.length ? access[data.main]?.[data.measures[0].id] || {} : {};
  let best = null;
  zones.forEach((zone, at) => {
    const rate = zone.core && rows[zone.id] ? Number(rows[zone.id].rate) : 0;
    if (rate > 0 && (best === null || rate > Number(rows[zones[best].id].rate))) best = at;
  });
  return best;
}

const state = { mode: data.main, measure: data.measures.length ? data.measures[0].id : BY_PLACE, side: "change", chosen: mostImproved() };

const SIDES = [
  { id: "without", words: w("without", "无项目") },
  { id: "with", words: w("with", "有项目") },
  { id: "change", words: w("change", "变化") },
  { id: "rate", words: w("improvement, %", "改善（%）") },
];

const map = new RegionMap(document.getElementById("map-box"), state, (at) => choose(at));
/* Roads would hide the rest; who studies one sees them. */
if (!data.map.lines.some((line) => line.project && line.class === "road")) map.hidden.add("road");

function controls() {
  const measures = [...data.measures.map((measure) => ({ id: measure.id, words: measure.words })), { id: BY_PLACE, words: measureOf(BY_PLACE).words }];
  const byName = zones.map((zone, at) => ({ id: String(at), words: w(zoneName(at), zoneName(at)), zone }));
  byName.sort((a, b) => b.zone.core - a.zone.core || b.zone.city - a.zone.city || a.zone.en.localeCompare(b.zone.en));
  const places = [{ id: "", words: w("choose on the map or here", "在地图或此处选择") }, ...byName];
  const box = document.getElementById("map-controls");
  const mode = choice(w("mode", "方式"), data.modes, state.mode, (value) => { state.mode = value; refresh(); });
  const measure = choice(w("coloured by", "着色指标"), measures, state.measure, (value) => { state.measure = value; refresh(); });
  const place = choice(w("place", "地点"), places, state.chosen === null ? "" : String(state.chosen), (value) => choose(value === "" ? null : Number(value)));
  controls.place = place.select;
  const radios = SIDES.map((side) => {
    const input = el("input", { type: "radio", name: "side", value: side.id, checked: state.side === side.id });
    input.addEventListener("change", () => { state.side = side.id; refresh(); });
    return el("label", {}, input, el("span", { class: "choice" }, side.words));
  });
  box.append(mode, measure, el("fieldset", {}, el("legend", {}, w("show", "显示")), el("div", { class: "switch" }, radios)), place);
}

function choose(at) {
  state.chosen = at;
  controls.place.value = at === null ? "" : String(at);
  document.getElementById("chosen").textContent = at === null ? "" : zoneName(at);
  refresh();
}

function refresh() {
  map.colour();
  legend();
  panel();
}

function legend() {
  const box = document.getElementById("map-legend");
  const measure = measureOf(state.measure);
  const side = SIDES.find((one) => one.id === state.side);
  const mode = data.modes.find((one) => one.id === state.mode);
  const unit = state.side === "rate" ? w("%", "%") : measure.unit;
  const title = w(`${measure.words.en}, ${side.words.en.replace(", %", "")}, ${unit.en}; ${mode.words.en}`, `${measure.words.zh}，${side.words.zh.replace("（%）", "")}（${unit.zh}）；${mode.words.zh}`);
  const key = (colour, words) => el("span", { class: "key" }, el("span", { class: "swatch", style: `background:${colour}` }), words);
  const nodes = [el("h3", {}, title)];
  if (map.scale) {
    nodes.push(...classesOf(map.scale).map(([colour, words]) => key(colour, words)));
    if (map.scale.beyond) nodes.push(el("p", {}, w(`Darkest: also more, up to ${reading(map.scale.beyond, measure)}.`, `最深色含更大值，最大${reading(map.scale.beyond, measure)}。`)));
    if (map.scale.isChange) nodes.push(el("p", {}, w("Blue is better, orange is worse.", "蓝色为改善，橙色为变差。")));
  } else {
    nodes.push(el("p", {}, state.measure === BY_PLACE && state.chosen === null ? w("Choose a place.", "请选择地点。") : w("No values.", "无数值。")));
  }
  const kinds = [...new Set(data.map.lines.map((line) => (line.project ? "project" : line.class)))];
  nodes.push(el("h3", {}, w("Lines", "线路")));
  for (const kind of ["project", ...Object.keys(LINES).reverse()].filter((one) => kinds.includes(one))) nodes.push(lineKey(kind));
  nodes.push(el("p", {}, w("Areas: nearest county seat or district centre (Thiessen), not boundaries.", "面域为距县城或区中心最近的范围（泰森多边形），非行政边界。"), data.map.credit ? ` ${data.map.credit}.` : ""));
  if (data.map.left_out.length) nodes.push(el("p", {}, w("Too many to draw here: ", "数量过多未绘："), data.map.left_out.map((kind) => LINES[kind].words.en).join(", ")));
  box.replaceChildren(...nodes);
}

/** A line of the legend, which also shows or hides its kind. */
function lineKey(kind) {
  const style = kind === "project" ? PROJECT : LINES[kind];
  const picture = svg("svg", { viewBox: "0 0 28 12", "aria-hidden": "true" });
  picture.append(svg("line", { x1: 1, x2: 27, y1: 6, y2: 6, stroke: style.colour, "stroke-width": style.width + 0.6, "stroke-dasharray": style.dash }));
  const box = el("input", { type: "checkbox", checked: !map.hidden.has(kind), class: "no-print" });
  box.addEventListener("change", () => {
    map.hidden[box.checked ? "delete" : "add"](kind);
    map.colour();
  });
  return el("label", { class: "key" }, box, picture, style.words);
}

function panel() {
  const box = document.getElementById("panel");
  if (state.chosen === null) {
    box.replaceChildren(el("h3", {}, w("No place chosen", "未选择地点")), el("p", {}, w("Choose a county or city on the map or from the list: its accessibility, its times to the cities, and the journey behind its largest change come here.", "在地图或列表中选择区县或城市，此处显示其可达性、到各城市的旅行时间及变化最大的行程。")));
    return;
  }
  const at = state.chosen;
  const mode = data.modes.find((one) => one.id === state.mode);
  const nodes = [el("h3", {}, zoneName(at)), el("p", { class: "quiet" }, mode.words), measuresTable(at), citiesTable(at)];
  const journeys = data.journeys_of_zones.filter((journey) => journey.from === at && journey.mode === state.mode);
  if (journeys.length) nodes.push(el("h4", {}, w("The journey behind its largest change", "变化最大的行程")), ...journeys.map((journey) => journeyCard(journey, "h5")));
  else nodes.push(el("p", {}, w("No time from here to a city changes by a minute or more.", "自此到各城市的旅行时间变化均不足1分钟。")));
  box.replaceChildren(...nodes.filter((node) => node));
}

function measuresTable(at) {
  const rows = data.measures.map((measure) => [measure, access[state.mode]?.[measure.id]?.[zones[at].id]]).filter(([, row]) => row);
  if (!rows.length) return null;
  const head = [w("measure", "指标"), w("without", "无项目"), w("with", "有项目"), w("better, %", "改善（%）"), w("rank", "排名")];
  const scaled = (measure) => (measure.unit.en === "min" ? [1, 1, measure.unit]
    : measure.unit.en === "people" ? [1e-4, 1, w("10,000 people", "万人")]
      : [1e-3, 0, w(`1000 ${measure.unit.en}`, `千${measure.unit.zh}`)]);
  const value = (text, [scale, decimals]) => (text === "" ? "–" : shown(fixed(Number(text) * scale, decimals)));
  const rank = (row) => (row.rankWithout ? `${row.rankWithout} → ${row.rankWith}` : "–");
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say(w("Measures", "指标")) }, el("table", { class: "numbers" },
    el("thead", {}, el("tr", {}, head.map((words) => el("th", { scope: "col" }, words)))),
    el("tbody", {}, rows.map(([measure, row]) => el("tr", {},
      el("th", { scope: "row" }, w(measure.words.en.split(" (")[0], measure.words.zh), ", ", el("span", { class: "quiet" }, scaled(measure)[2])),
      el("td", {}, value(row.without, scaled(measure))), el("td", {}, value(row.with, scaled(measure))),
      el("td", {}, row.rate === "" ? "–" : signed(fixed(Number(row.rate), 2))), el("td", {}, rank(row)))))));
}

function citiesTable(at) {
  const hasCities = zones.some((zone) => zone.city);
  const rows = zones.map((zone, to) => [to, ...pairTimes(state.mode, at, to)])
    .filter(([to, without, withIt]) => to !== at && (zones[to].city || !hasCities) && (without !== null || withIt !== null));
  const change = (row) => (row[1] === null || row[2] === null ? null : (row[2] - row[1]) / 60);
  const tone = (row) => (change(row) <= -1 ? "better" : change(row) >= 1 ? "worse" : "");
  const table = new SortableTable([
    { heading: w("to", "终点"), cell: (row) => zoneName(row[0]), key: (row) => zoneName(row[0]) },
    { heading: w("without", "无项目"), isNumber: true, cell: (row) => duration(row[1]), key: (row) => row[1] },
    { heading: w("with", "有项目"), isNumber: true, cell: (row) => duration(row[2]), key: (row) => row[2] },
    { heading: w("change, min", "变化（分钟）"), isNumber: true, tone, cell: (row) => (change(row) === null ? "–" : signed(fixed(change(row), 1))), key: change },
  ], rows, { title: hasCities ? w("To the cities", "到各城市") : w("To the others", "到其他各地"), first: 12, sort: [3, 1], isFleeting: true });
  return table.root;
}

function journeyCards() {
  const box = document.getElementById("journey-cards");
  if (!data.journeys.length) {
    box.append(el("p", {}, w("No travel time between two cities or two counties changes by a minute or more.", "城市之间或区县之间的旅行时间变化均不足1分钟。")));
    return;
  }
  const [first, rest] = [data.journeys.slice(0, 3), data.journeys.slice(3)];
  box.append(...first.map((change) => journeyCard(change, "h3")));
  if (rest.length) box.append(el("details", {}, el("summary", {}, w(`${rest.length} more`, `另${rest.length}个`)), ...rest.map((change) => journeyCard(change, "h3"))));
}

function sourcesTable() {
  const cell = (at) => (row) => row[at];
  const link = (row) => (row[4] ? el("a", { href: row[4], rel: "noreferrer" }, row[1] || row[0]) : row[1] || row[0]);
  return new SortableTable([
    { heading: w("source", "来源"), cell: (row) => el("code", {}, row[0]), key: cell(0) },
    { heading: w("title", "标题"), cell: link, key: cell(1) },
    { heading: w("publisher", "出版者"), cell: cell(2), key: cell(2) },
    { heading: w("date", "日期"), cell: (row) => el("span", { class: "nowrap" }, row[3]), key: cell(3) },
    { heading: w("licence", "许可"), cell: cell(5), key: cell(5) },
    { heading: w("rows", "行数"), isNumber: true, cell: (row) => String(row[6]), key: cell(6) },
    { heading: w("of the project", "本项目"), cell: (row) => (row[7] ? w("yes", "是") : ""), key: (row) => (row[7] ? 0 : 1) },
  ], data.sources, { title: w("Sources", "来源"), file: "source.csv", first: 12, filter: (row) => row.slice(0, 6).join(" ") }).root;
}

for (const button of document.querySelectorAll(".languages button")) button.addEventListener("click", () => speak(button.dataset.lang));
controls();
document.getElementById("pairs-table").append(pairsTable());
for (const table of data.tables) document.getElementById("csv-tables").append(csvTable(table));
if (data.parameters.rows.length) document.getElementById("parameters").append(csvTable(data.parameters));
document.getElementById("sources-table").append(sourcesTable());
journeyCards();
page.onLanguage.push(refresh);
/* What is folded away is no part of a printed report, but the assumptions are. */
addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("#summary details")) one.open = true; });
speak((navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en");
