/* The CSV files of the folder as tables: columns of names joined, columns of a few words as choices. */

const FACETS = ["mode", "measure", "project", "side", "scenario"];

function csvTable(table, first) {
  const at = (name) => table.columns.indexOf(name);
  const facets = [];
  let left = table.rows.length;
  for (const name of FACETS.filter((one) => at(one) >= 0)) {
    const values = [...new Set(table.rows.map((row) => row[at(name)]))];
    /* A choice that leaves a row or two is better a column. */
    if (values.length < 2 || values.length > 60 || left / values.length < 3) continue;
    left /= values.length;
    const usual = [data.main, "rail"].find((value) => values.includes(value));
    facets.push({ name, at: at(name), values, value: usual || values[0] });
  }
  const meaning = (text) => table.words[text] || w(text, text);
  const unit = at("unit");
  const pick = () => table.rows.filter((row) => facets.every((facet) => row[facet.at] === facet.value));
  const columnsOf = (rows) => csvColumns(table, rows, facets.map((facet) => facet.at), meaning);
  const view = { table: null };
  const redraw = () => {
    const rows = pick();
    view.table.setRows(rows, columnsOf(rows));
    state();
  };
  const state = () => {
    const units = unit < 0 ? [] : [...new Set(pick().map((row) => row[unit]).filter((text) => text !== "-"))];
    const parts = facets.map((facet) => meaning(facet.value));
    if (units.length === 1) parts.push(meaning(units[0]));
    view.table.state.replaceChildren(both(w(parts.map((part) => part.en).join("; "), parts.map((part) => part.zh).join("；"))));
    view.unit.replaceChildren(...(units.length === 1 ? [both(w(`unit: ${meaning(units[0]).en}`, `单位：${meaning(units[0]).zh}`))] : []));
  };
  const tools = facets.map((facet) => choice(
    table.headings[facet.at],
    facet.values.map((id) => ({ id, words: meaning(id) })),
    facet.value,
    (value) => { facet.value = value; redraw(); },
  ));
  view.unit = el("span", { class: "check quiet" });
  const rows = pick();
  const columns = columnsOf(rows);
  const best = columns.findIndex((column) => column.name === "improvement_pct");
  view.table = new SortableTable(columns, rows, {
    title: table.title, file: table.file, first: first || 12, tools: facets.length || unit >= 0 ? [...tools, view.unit] : tools,
    sort: best < 0 ? null : [best, -1],
    pinned: at("zone_id") < 0 ? null : (row) => ["mean", "cv"].includes(row[at("zone_id")]),
    filter: table.rows.length > 40 ? (row) => row.join(" ") : null,
    note: table.of ? w(`first ${table.rows.length} of ${table.of} rows of the file`, `文件共${table.of}行，此处为前${table.rows.length}行`) : null,
  });
  state();
  return view.table.root;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function csvColumns(table, rows, hidden, meaning) {
  const names = table.columns;
  const has = (name) => names.includes(name);
  const isOne = (at) => new Set(rows.map((row) => row[at]).filter((text) => text !== "-")).size <= 1;
  const columns = [];
  names.forEach((name, at) => {
    if (hidden.includes(at) || (name === "unit" && isOne(at))) return;
    const stem = name.replace(/_(id|name_en|en)$/, "");
    if (rows.length && rows.every((row) => !row[at])) return;
    if (stem !== name && (has(`${stem}_name`) || (name.endsWith("_en") && has(stem)))) return;
    if (name.endsWith("_name") || has(`${name}_en`)) {
      const english = names.indexOf(name + "_en");
      const text = (row) => (english >= 0 && row[english] !== row[at] ? `${row[at]} ${row[english]}` : row[at]).trim();
      const label = name.endsWith("_name") ? name.slice(0, -5) : name;
      const known = { zone: w("zone", "小区"), from: w("from", "起点"), to: w("to", "终点") };
      columns.push({ heading: known[label] || w(label, label), cell: text, key: text });
      return;
    }
    const cells = rows.map((row) => row[at] || "").filter((text) => text !== "");
    const isNumber = cells.length > 0 && cells.every((text) => NUMBER.test(text));
    columns.push(isNumber
      ? { name, heading: table.headings[at], isNumber, cell: (row) => shown(row[at] || ""), key: (row) => (row[at] ? Number(row[at]) : null) }
      : { heading: table.headings[at], cell: (row) => (row[at] ? meaning(row[at]) : ""), key: (row) => say(meaning(row[at] || "")) });
  });
  return columns;
}

/** All pairs of a mode, the most improved first. */
function pairsTable() {
  const state = { mode: data.main, only: "changed" };
  const rowsOf = () => {
    const rows = [];
    for (const [at, [without, withIt]] of times[state.mode]) {
      const [from, to] = [Math.floor(at / zones.length), at % zones.length];
      const isChanged = without === null || withIt === null ? without !== withIt : Math.abs(withIt - without) >= 60;
      const areCities = zones[from].city && zones[to].city;
      if ((state.only !== "changed" || isChanged) && (state.only !== "cities" || areCities)) rows.push([from, to, without, withIt]);
    }
    return rows;
  };
  const minutes = (seconds) => (seconds === null ? "–" : shown(fixed(seconds / 60, 1)));
  const change = (row) => (row[2] === null || row[3] === null ? null : row[3] / 60 - row[2] / 60);
  const rate = (row) => (change(row) === null || row[2] === 0 ? null : (change(row) / (row[2] / 60)) * 100);
  const tone = (row) => (change(row) < 0 ? "better" : change(row) > 0 ? "worse" : "");
  const columns = [
    { heading: w("from", "起点"), cell: (row) => zoneName(row[0]), key: (row) => zoneName(row[0]) },
    { heading: w("to", "终点"), cell: (row) => zoneName(row[1]), key: (row) => zoneName(row[1]) },
    { heading: w("without, min", "无项目（分钟）"), isNumber: true, cell: (row) => minutes(row[2]), key: (row) => row[2] },
    { heading: w("with, min", "有项目（分钟）"), isNumber: true, cell: (row) => minutes(row[3]), key: (row) => row[3] },
    { heading: w("change, min", "变化（分钟）"), isNumber: true, tone, cell: (row) => (change(row) === null ? "–" : signed(fixed(change(row), 1))), key: change },
    { heading: w("change, %", "变化（%）"), isNumber: true, tone, cell: (row) => (rate(row) === null ? "–" : signed(fixed(rate(row), 2))), key: rate },
  ];
  const view = { table: null };
  const redraw = () => view.table.setRows(rowsOf());
  const tools = [
    choice(w("mode", "方式"), data.modes, state.mode, (mode) => { state.mode = mode; redraw(); }),
    choice(w("pairs", "点对"), [
      { id: "changed", words: w("that change by a minute or more", "变化1分钟及以上") },
      { id: "cities", words: w("between cities", "城市之间") },
      { id: "all", words: w("all", "全部") },
    ], state.only, (only) => { state.only = only; redraw(); }),
  ];
  view.table = new SortableTable(columns, rowsOf(), {
    title: w("Travel times", "旅行时间"), file: "travel_times.csv", first: 15, sort: [4, 1], tools,
    filter: (row) => `${zoneName(row[0])} ${zoneName(row[1])}`,
  });
  return view.table.root;
}
