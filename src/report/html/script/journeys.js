/* Journeys leg by leg, without and with, and why they differ. */

const MEANS = { taxi: w("taxi", "出租车"), local: w("bus, metro or walk", "公交、地铁或步行") };
const TIMING = {
  timetabled: null,
  retimed: w("times partly assumed", "时刻部分为推定"),
  estimated: w("assumed service", "假定班次"),
  synthetic: w("assumed timetable", "合成时刻"),
};

function stopName([zh, en]) {
  return en ? `${zh} ${en}` : zh;
}

function legNode(leg) {
  switch (leg.kind) {
    case "drive":
      return el("li", {}, w("drive ", "自驾"), leg.text);
    case "local":
      return el("li", {}, w("bus, metro or walk all the way", "全程公交、地铁或步行"));
    case "access":
      return el("li", {}, MEANS[leg.by], w(` ${leg.ride} min, station entry ${leg.walk} min: `, `${leg.ride}分，进站${leg.walk}分：`), el("b", {}, stopName(leg.at)));
    case "egress":
      return el("li", {}, w(`station exit ${leg.walk} min, `, `出站${leg.walk}分，`), MEANS[leg.by], w(` ${leg.ride} min`, `${leg.ride}分`));
    case "change":
      return el("li", { class: "change" }, w(`change ${leg.ride} min: `, `换乘${leg.ride}分：`), stopName(leg.at));
    default:
      return rideNode(leg);
  }
}

function rideNode(leg) {
  const calls = leg.calls === 0 ? w("non-stop", "直达") : leg.calls === 1 ? w("1 stop", "停1站") : w(`${leg.calls} stops`, `停${leg.calls}站`);
  const timing = TIMING[leg.timing] === undefined ? w(leg.timing, leg.timing) : TIMING[leg.timing];
  const notes = [calls, timing, leg.project ? w("of the project", "属本项目") : null].filter((note) => note);
  return el("li", { class: leg.project ? "ride own" : "ride" },
    el("b", {}, leg.train), ` ${leg.leave}–${leg.arrive} → `, el("b", {}, stopName(leg.at)),
    w(` (${notes.map((note) => note.en).join(", ")})`, `（${notes.map((note) => note.zh).join("，")}）`));
}

function sideNode(words, journey) {
  const head = el("p", { class: "why" }, el("b", {}, words), " ");
  if (!journey) return el("div", {}, head, el("p", {}, w("no journey", "无行程")));
  head.append(both(duration(journey.seconds)));
  if (journey.leave) head.append(both(w(`, leave ${journey.leave}`, `，${journey.leave}出发`)));
  return el("div", {}, head, el("ol", { class: "legs" }, journey.legs.map(legNode)));
}

/** Ids of projects in a sentence are replaced by their names. */
function named(text) {
  let out = text;
  for (const [id, name] of Object.entries(data.projects)) out = out.split(id).join(name);
  return out;
}

function journeyCard(change, level) {
  const ways = [change.without, change.with].map((journey) => (journey ? journey.seconds : null));
  const minutes = ways.includes(null) ? null : Math.round(ways[1] / 60 - ways[0] / 60);
  const mode = data.modes.find((one) => one.id === change.mode);
  return el("article", { class: "journey" },
    el(level, {}, `${zoneName(change.from)} → ${zoneName(change.to)} `,
      minutes === null ? "" : el("span", { class: minutes < 0 ? "better" : "worse" }, w(`${signed(String(minutes))} min`, `${signed(String(minutes))}分钟`)),
      " ", el("span", { class: "quiet" }, mode.words)),
    el("div", { class: "sides" }, sideNode(w("Without", "无项目"), change.without), sideNode(w("With", "有项目"), change.with)),
    el("p", { class: "why" }, el("b", {}, w("Why: ", "原因：")), w(named(change.why.en), named(change.why.zh))));
}
