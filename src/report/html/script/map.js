/* The map: ground, areas, lines and places; pan and zoom by pointer, wheel, pinch and keys. */

const LINES = {
  road: { colour: "#b4afa6", width: 1, words: w("road", "普通公路") },
  expressway: { colour: "#009e73", width: 1.7, words: w("expressway", "高速公路") },
  waterway: { colour: "#56b4e9", width: 2, words: w("waterway", "航道") },
  conventional_rail: { colour: "#555555", width: 1.7, dash: "6 3", words: w("railway", "普速铁路") },
  metro: { colour: "#cc79a7", width: 2, words: w("metro", "城市轨道") },
  high_speed_rail: { colour: "#0072b2", width: 2.6, words: w("high-speed railway", "高速铁路") },
};
const PROJECT = { colour: "#d55e00", width: 4.4, words: w("the project", "本项目") };
const DEEPEST = 30;

class RegionMap {
  constructor(box, state, onChoose) {
    Object.assign(this, { box, state, onChoose, pointers: new Map(), hidden: new Set() });
    this.root = svg("svg", { tabindex: "0", role: "group" });
    this.world = svg("g");
    this.marks = svg("g");
    this.root.append(this.world, this.marks);
    this.tip = el("div", { class: "tip", hidden: true });
    this.hint = el("div", { class: "hint" }, w("Click the map first, then the wheel zooms", "先点击地图，再用滚轮缩放"));
    box.append(this.root, this.zoomButtons(), this.tip, this.hint);
    this.drawGround();
    this.drawLines();
    this.drawPlaces();
    this.listen();
    new ResizeObserver(() => this.resize()).observe(box);
    this.resize();
  }

  drawGround() {
    const [width, height] = data.map.size;
    this.world.append(svg("rect", { width, height, fill: "#f7f6f2" }));
    this.areas = [];
    zones.forEach((zone, at) => {
      if (!zone.area) return;
      const area = svg("path", { d: zone.area, class: "area zone", "data-zone": at, tabindex: "0", role: "button" });
      this.areas[at] = area;
      this.world.append(area);
    });
    for (const water of data.map.water) {
      const isRiver = water.kind === "river";
      const fill = isRiver ? "none" : water.kind === "island" ? "#f7f6f2" : "#cfe3ef";
      this.world.append(svg("path", { d: water.path, fill, stroke: isRiver ? "#a9cbdf" : "none", "stroke-width": isRiver ? 1.6 : 0, "pointer-events": "none" }));
    }
    this.chosenArea = svg("path", { class: "chosen", d: "" });
  }

  drawLines() {
    this.lines = [];
    const order = Object.keys(LINES);
    const sorted = [...data.map.lines].sort((a, b) => Boolean(a.project) - Boolean(b.project) || order.indexOf(a.class) - order.indexOf(b.class));
    for (const line of sorted) {
      const style = line.project ? PROJECT : LINES[line.class];
      const kind = line.project ? "project" : line.class;
      const parts = [
        svg("path", { d: line.path, class: "line casing", "stroke-width": style.width + 1.8 }),
        svg("path", { d: line.path, class: "line", stroke: style.colour, "stroke-width": style.width, "stroke-dasharray": line.project ? null : style.dash }),
      ];
      parts[1].dataset.line = `${line.zh} ${line.en}`.trim();
      for (const part of parts) {
        this.world.append(part);
        this.lines.push([kind, part]);
      }
    }
    this.world.append(this.chosenArea);
  }

  drawPlaces() {
    this.places = [];
    const add = (place, node, label) => {
      this.marks.append(node);
      this.places.push({ ...place, node, label });
    };
    for (const station of data.map.stations) {
      const isNew = station.kind === "new";
      const node = svg("circle", { r: isNew ? 5.5 : station.kind === "fast" ? 3 : 2.2, fill: "#fff", stroke: isNew ? "#d55e00" : station.kind === "fast" ? "#0072b2" : "#555", "stroke-width": isNew ? 2.4 : 1.2 });
      node.dataset.line = `${station.zh} ${station.en}`.trim() + (isNew ? "" : "");
      add(station, node, isNew ? { text: station.zh, class: "new", rank: 1 } : { text: station.zh, class: "station", rank: 4 });
    }
    const [width, height] = data.map.size;
    zones.forEach((zone, at) => {
      if (zone.x < 0 || zone.y < 0 || zone.x > width || zone.y > height) return;
      const node = svg("circle", { r: zone.city ? 4.5 : 2.8, fill: zone.city ? "#222" : "#5a5a5a", stroke: "#fff", "stroke-width": 1 });
      if (!zone.area) {
        node.setAttribute("class", "zone");
        node.setAttribute("tabindex", "0");
        node.setAttribute("role", "button");
        node.dataset.zone = at;
        this.areas[at] = node;
      } else {
        node.setAttribute("pointer-events", "none");
      }
      add({ ...zone, at }, node, { text: zone.zh, english: zone.en, class: zone.city ? "city" : "county", rank: zone.city ? 0 : 2 });
    });
    this.places.sort((a, b) => a.label.rank - b.label.rank);
    for (const place of this.places) {
      place.text = svg("text", { class: place.label.class });
      this.marks.append(place.text);
    }
  }

  zoomButtons() {
    const button = (sign, words, action) => {
      const node = el("button", { type: "button", onclick: action }, sign);
      const name = () => node.setAttribute("aria-label", say(words));
      page.onLanguage.push(name);
      name();
      return node;
    };
    return el("div", { class: "zoom" },
      button("+", w("Zoom in", "放大"), () => this.zoom(1.5)),
      button("−", w("Zoom out", "缩小"), () => this.zoom(1 / 1.5)),
      button("⌂", w("Show all", "显示全部"), () => this.home()));
  }

  resize() {
    const width = Math.max(240, Math.round(this.box.clientWidth));
    const [, , viewWidth, viewHeight] = data.map.view;
    const height = Math.round(Math.min(Math.max(340, (width * viewHeight) / viewWidth), 820));
    if (width === this.width && height === this.height) return;
    Object.assign(this, { width, height });
    this.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.home();
  }

  home() {
    const [x, y, width, height] = data.map.view;
    this.least = Math.min(this.width / width, this.height / height);
    this.k = this.least;
    this.x = this.width / 2 - (x + width / 2) * this.k;
    this.y = this.height / 2 - (y + height / 2) * this.k;
    this.place();
  }

  zoom(factor, cx = this.width / 2, cy = this.height / 2) {
    const k = Math.min(this.least * DEEPEST, Math.max(this.least * 0.6, this.k * factor));
    this.x = cx - ((cx - this.x) * k) / this.k;
    this.y = cy - ((cy - this.y) * k) / this.k;
    this.k = k;
    this.place();
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.place();
  }

  /** Keeps the middle of the view on the sheet, and everything where the view says. */
  place() {
    const [width, height] = data.map.size;
    const keep = (offset, view, size) => Math.min(view / 2, Math.max(view / 2 - size * this.k, offset));
    this.x = keep(this.x, this.width, width);
    this.y = keep(this.y, this.height, height);
    this.world.setAttribute("transform", `matrix(${this.k} 0 0 ${this.k} ${this.x} ${this.y})`);
    if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = null; this.placeMarks(); });
  }

  placeMarks() {
    const zoomed = this.k / this.least;
    const taken = [[this.width - 56, 0, this.width, 136]];
    for (const place of this.places) {
      const [x, y] = [place.x * this.k + this.x, place.y * this.k + this.y];
      const isSeen = x > -20 && y > -20 && x < this.width + 20 && y < this.height + 20 && (place.label.rank < 4 || zoomed > 1.6 || place.kind === "fast");
      place.node.style.display = isSeen ? "" : "none";
      if (isSeen) place.node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      this.placeLabel(place, isSeen && (place.label.rank < 4 || zoomed > 3), x, y, zoomed, taken);
    }
  }

  /** Writes a name beside its place where no name stands yet. */
  placeLabel(place, isWanted, x, y, zoomed, taken) {
    place.text.style.display = "none";
    if (!isWanted) return;
    const { text, english } = place.label;
    const size = place.label.class === "city" ? 13 : 11.5;
    const full = english && (place.label.class === "city" || zoomed > 2.5) ? `${text} ${english.split(" (")[0]}` : text;
    for (const written of new Set([full, text])) {
      const width = [...written].reduce((sum, letter) => sum + (letter > "⺀" ? 1.02 : 0.58), 0) * size;
      for (const [dx, dy] of [[7, 4], [-7 - width, 4], [-width / 2, -8], [-width / 2, 17]]) {
        const at = [x + dx, y + dy - size, x + dx + width, y + dy + 3];
        const isInside = at[0] > 2 && at[2] < this.width - 2 && at[1] > 2 && at[3] < this.height - 2;
        const isFree = taken.every((other) => at[0] > other[2] || at[2] < other[0] || at[1] > other[3] || at[3] < other[1]);
        if (isInside && isFree) {
          taken.push(at);
          place.text.textContent = written;
          place.text.setAttribute("x", (x + dx).toFixed(1));
          place.text.setAttribute("y", (y + dy).toFixed(1));
          place.text.style.display = "";
          return;
        }
      }
    }
  }

  listen() {
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.root.addEventListener("pointerdown", (event) => this.onDown(event));
    this.root.addEventListener("pointermove", (event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) this.root.addEventListener(name, (event) => this.onUp(event));
    this.root.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    this.root.addEventListener("click", (event) => this.onClick(event));
    this.root.addEventListener("focusin", (event) => this.onFocus(event));
    this.root.addEventListener("focusout", () => { this.tip.hidden = true; });
    this.root.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
  }

  onKey(event) {
    const at = event.target.dataset?.zone;
    if ((event.key === "Enter" || event.key === " ") && at !== undefined) {
      event.preventDefault();
      this.onChoose(Number(at));
      return;
    }
    const step = 60;
    const actions = {
      "+": () => this.zoom(1.4), "=": () => this.zoom(1.4), "-": () => this.zoom(1 / 1.4), "_": () => this.zoom(1 / 1.4), 0: () => this.home(), Home: () => this.home(),
      ArrowLeft: () => this.pan(step, 0), ArrowRight: () => this.pan(-step, 0), ArrowUp: () => this.pan(0, step), ArrowDown: () => this.pan(0, -step),
    };
    if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  at(event) {
    const box = this.root.getBoundingClientRect();
    return [((event.clientX - box.left) * this.width) / box.width, ((event.clientY - box.top) * this.height) / box.height];
  }

  onDown(event) {
    if (event.button > 0) return;
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, this.at(event));
  }

  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      this.showTip(event);
      return;
    }
    const now = this.at(event);
    this.travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (this.travelled > 4) {
      this.root.classList.add("moving");
      if (!this.root.hasPointerCapture(event.pointerId)) this.root.setPointerCapture(event.pointerId);
    }
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    if (others.length === 0) {
      this.pan(now[0] - before[0], now[1] - before[1]);
    } else {
      const [ox, oy] = others[0];
      const apart = (place) => Math.hypot(place[0] - ox, place[1] - oy) || 1;
      this.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      this.zoom(apart(now) / apart(before), (now[0] + ox) / 2, (now[1] + oy) / 2);
    }
    this.pointers.set(event.pointerId, now);
  }

  onUp(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size === 0) this.root.classList.remove("moving");
  }

  onClick(event) {
    const at = event.target.dataset?.zone;
    if (at !== undefined && !(this.travelled > 4)) this.onChoose(Number(at));
  }

  onWheel(event) {
    if (!event.ctrlKey && !this.root.contains(document.activeElement)) {
      this.hint.classList.add("on");
      clearTimeout(this.hintTimer);
      this.hintTimer = setTimeout(() => this.hint.classList.remove("on"), 1500);
      return;
    }
    event.preventDefault();
    const [x, y] = this.at(event);
    this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), x, y);
  }

  onFocus(event) {
    const at = event.target.dataset?.zone;
    if (at === undefined || !event.target.matches(":focus-visible")) return;
    const zone = zones[at];
    const [x, y] = [zone.x * this.k + this.x, zone.y * this.k + this.y];
    if (x < 0 || y < 0 || x > this.width || y > this.height) this.pan(this.width / 2 - x, this.height / 2 - y);
    this.tell(Number(at), zone.x * this.k + this.x, zone.y * this.k + this.y);
  }

  showTip(event) {
    const target = event.target;
    const [x, y] = this.at(event);
    if (target.dataset?.zone !== undefined) this.tell(Number(target.dataset.zone), x, y);
    else if (target.dataset?.line) this.tellText([el("b", {}, target.dataset.line)], x, y);
    else this.tip.hidden = true;
  }

  tell(at, x, y) {
    this.tellText([el("b", {}, zoneName(at)), ...this.describe(at).map((words) => el("div", {}, words))], x, y);
  }

  tellText(nodes, x, y) {
    this.tip.replaceChildren(...nodes);
    this.tip.hidden = false;
    const box = this.root.getBoundingClientRect();
    const scale = box.width / this.width;
    const [left, top] = [x * scale + 14, y * scale + 14];
    this.tip.style.left = `${Math.max(0, left + this.tip.offsetWidth > box.width ? x * scale - 14 - this.tip.offsetWidth : left)}px`;
    this.tip.style.top = `${Math.max(0, top + this.tip.offsetHeight > box.height ? y * scale - 14 - this.tip.offsetHeight : top)}px`;
  }

  /** Lines of text on a zone under the present choice. */
  describe(at) {
    const { measure: id, side } = this.state;
    const [measure, values] = [measureOf(id), valuesOf(this.state, at)];
    if (!values) return [w("no value", "无数值")];
    const unit = side === "rate" ? w("", "") : measure.unit;
    const line = (name, key) => w(`${name.en}: ${reading(values[key], measure, key)} ${key === "rate" ? "" : unit.en}`, `${name.zh}：${reading(values[key], measure, key)} ${key === "rate" ? "" : unit.zh}`);
    return [line(w("without", "无项目"), "without"), line(w("with", "有项目"), "with"), line(w("change", "变化"), "change"), line(w("improvement", "改善"), "rate")];
  }

  /** Colours everything by the state. */
  colour() {
    this.scale = scaleOf(this.state);
    zones.forEach((zone, at) => {
      const node = this.areas[at];
      if (!node) return;
      const value = valuesOf(this.state, at)?.[this.state.side];
      if (zone.area) node.setAttribute("fill", value === null || value === undefined || !this.scale ? "#f7f6f2" : this.scale.colour(value));
      const words = this.describe(at);
      node.setAttribute("aria-label", `${zoneName(at)}; ${words.map(say).join("; ")}`);
      node.setAttribute("aria-pressed", String(this.state.chosen === at));
    });
    this.root.setAttribute("aria-label", say(w("Map of the counties; arrows move, plus and minus zoom", "区县地图；方向键平移，加减键缩放")));
    this.chosenArea.setAttribute("d", this.state.chosen === null ? "" : zones[this.state.chosen].area || "");
    for (const [kind, node] of this.lines) node.style.display = this.hidden.has(kind) ? "none" : "";
  }
}
