/* Tables that sort by a click or a key on their headings, filter, and show a part of many rows. */

/**
 * columns: [{ heading: {en, zh}, isNumber, cell(row) → text or node, key(row) → what is sorted by }];
 * options: { title, file, filter: row → text, first: rows shown at first, sort: [column, 1 or -1], pinned: row → whether it stays on top, tools: [nodes],
 * isFleeting: made anew when the language changes }.
 */
class SortableTable {
  constructor(columns, rows, options) {
    Object.assign(this, { columns, rows, options, limit: options.first || 15, needle: "" });
    this.sorting = options.sort || null;
    this.root = el("div", { class: "table" });
    if (options.title) this.root.append(el("h3", {}, options.title, options.file ? el("code", {}, " " + options.file) : null));
    this.tools = el("div", { class: "controls" }, options.tools || []);
    if (options.filter) this.tools.append(this.searchBox());
    if (this.tools.childNodes.length) this.root.append(this.tools);
    this.state = el("p", { class: "print-state" });
    this.body = el("tbody");
    this.head = el("tr");
    this.scroller = el("div", { class: "scroll", tabindex: "0", role: "region" }, el("table", {}, el("thead", {}, this.head), this.body));
    this.foot = el("div", { class: "more" });
    this.root.append(this.state, this.scroller, this.foot);
    this.name();
    if (!options.isFleeting) page.onLanguage.push(() => this.name());
    this.draw();
  }

  /** What assistive software calls the box that scrolls. */
  name() {
    this.scroller.setAttribute("aria-label", this.options.title ? say(this.options.title) : say(w("Table", "表")));
    if (this.search) this.search.placeholder = say(w("part of a name", "名称的一部分"));
  }

  searchBox() {
    this.search = el("input", { type: "search", autocomplete: "off" });
    this.search.addEventListener("input", () => {
      this.needle = this.search.value.trim().toLowerCase();
      this.limit = this.options.first || 15;
      this.draw();
    });
    return el("label", {}, w("Filter", "筛选"), this.search);
  }

  setRows(rows, columns) {
    this.rows = rows;
    if (columns) this.columns = columns;
    if (this.sorting && this.sorting[0] >= this.columns.length) this.sorting = null;
    this.draw();
  }

  chosen() {
    let rows = this.rows;
    if (this.needle) rows = rows.filter((row) => this.options.filter(row).toLowerCase().includes(this.needle));
    if (!this.sorting) return rows;
    const [column, way] = this.sorting;
    const key = this.columns[column].key;
    const compare = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === y) return 0;
      if (x === null || x === "") return 1;
      if (y === null || y === "") return -1;
      return (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "zh-CN")) * way;
    };
    const isPinned = this.options.pinned || (() => false);
    const order = (a, b) => isPinned(b[0]) - isPinned(a[0]) || compare(a[0], b[0]) || a[1] - b[1];
    return rows.map((row, at) => [row, at]).sort(order).map((pair) => pair[0]);
  }

  sortBy(column) {
    const first = this.columns[column].isNumber ? -1 : 1;
    const same = this.sorting && this.sorting[0] === column;
    this.sorting = [column, same ? -this.sorting[1] : first];
    this.draw();
    this.head.children[column].querySelector("button").focus();
  }

  draw() {
    const rows = this.chosen();
    this.head.replaceChildren(...this.columns.map((column, at) => {
      const sort = this.sorting && this.sorting[0] === at ? (this.sorting[1] > 0 ? "ascending" : "descending") : "none";
      return el("th", { scope: "col", class: column.isNumber ? "number" : null, "aria-sort": sort },
        el("button", { type: "button", onclick: () => this.sortBy(at) }, column.heading));
    }));
    const isPinned = this.options.pinned || (() => false);
    this.body.replaceChildren(...rows.slice(0, this.limit).map((row) => el("tr", { class: isPinned(row) ? "pinned" : null }, this.columns.map((column, at) => {
      const cell = column.cell(row);
      return at === 0 && !column.isNumber
        ? el("th", { scope: "row" }, cell)
        : el("td", { class: [column.isNumber ? "number" : "", column.tone ? column.tone(row) : ""].join(" ").trim() || null }, cell);
    }))));
    this.drawFoot(rows.length);
  }

  drawFoot(count) {
    const visible = Math.min(count, this.limit);
    const status = w(`${visible} of ${count} rows`, `共${count}行，显示${visible}行`);
    this.foot.replaceChildren(el("span", { role: "status" }, count > visible || this.needle ? status : count ? "" : w("no rows", "无")));
    const more = (by, words) => el("button", { type: "button", onclick: () => { this.limit += by; this.draw(); } }, words);
    if (count > visible) {
      const next = Math.min(50, count - visible);
      this.foot.append(more(next, w(`Show ${next} more`, `再显示${next}行`)));
      if (count - visible > next && count <= 2000) this.foot.append(more(count, w("Show all", "全部显示")));
    }
    if (this.options.note) this.foot.append(el("span", { class: "quiet" }, this.options.note));
  }
}

/** A select with options in the page's language. */
function choice(label, options, value, onChange) {
  const select = el("select", {}, options.map((option) => el("option", { value: option.id })));
  const write = () => options.forEach((option, at) => { select.options[at].textContent = say(option.words); });
  page.onLanguage.push(write);
  write();
  select.value = value;
  select.addEventListener("change", () => onChange(select.value));
  const node = el("label", {}, label, select);
  node.select = select;
  return node;
}
