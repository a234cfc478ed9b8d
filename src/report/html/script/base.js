"use strict";
/* The data of the page, its language, and small helpers that everything else uses. */
const data = JSON.parse(document.getElementById("data").textContent);
const page = { lang: "en", onLanguage: [] };

/** What stands between the two languages of a text that cannot hold both: options, labels, drawn text. */
function say(words) {
  return page.lang === "zh" ? words.zh : words.en;
}

function w(en, zh) {
  return { en, zh };
}

/** An element with attributes and children; a child that is {en, zh} becomes a text in both languages. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== "").map(asNode));
  return node;
}

function asNode(child) {
  if (child instanceof Node) return child;
  if (typeof child === "object") return both(child);
  return document.createTextNode(String(child));
}

function both(words) {
  const fragment = document.createDocumentFragment();
  if (words.en === words.zh) {
    fragment.append(words.en);
  } else {
    fragment.append(el("span", { class: "en", lang: "en" }, words.en), el("span", { class: "zh", lang: "zh-CN" }, words.zh));
  }
  return fragment;
}

function svg(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  if (text) node.textContent = text;
  return node;
}

/** A number with fixed decimals, halves to even as the tables of the folder have them. */
function fixed(value, decimals) {
  const size = Math.abs(value);
  const half = size * 2 ** (decimals + 1);
  let text = size.toFixed(decimals);
  if (Number.isInteger(half)) {
    const scaled = size * 10 ** decimals;
    if (Math.abs(scaled % 1) === 0.5) {
      const down = Math.floor(scaled);
      text = ((down % 2 === 0 ? down : down + 1) / 10 ** decimals).toFixed(decimals);
    }
  }
  return (value < 0 && /[1-9]/.test(text) ? "-" : "") + text;
}

/** As a reader likes it: a true minus, thin spaces between thousands. */
function shown(text) {
  /* Counts that a table of mixed units writes with decimals are whole. */
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text.replace(/\.0{4,}$/, ""));
  if (!match) return text;
  const whole = match[2].length > 4 ? match[2].replace(/\B(?=(\d{3})+$)/g, "\u202f") : match[2];
  return (match[1] ? "−" : "") + whole + (match[3] || "");
}

function signed(text) {
  return /^[^-−]*[1-9]/.test(text) ? "+" + shown(text) : shown(text);
}

/** `3 h 45 min`, rounded to the minute. */
function duration(seconds) {
  if (seconds === null || seconds === undefined) return w("–", "–");
  const minutes = Math.floor((seconds + 30) / 60);
  if (minutes < 60) return w(`${minutes} min`, `${minutes}分`);
  const [hours, rest] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, "0")];
  return w(`${hours} h ${rest} min`, `${hours}小时${rest}分`);
}

const zones = data.map.zones;

function zoneName(at) {
  return `${zones[at].zh} ${zones[at].en}`.trim();
}

/* Times: of each mode a lookup of [without, with] in seconds, null where there is no journey. */
const times = {};
for (const mode of data.modes) {
  const given = data.times[mode.id];
  const lookup = new Map();
  if (given.pairs) {
    for (const [from, to, without, withIt] of given.pairs) lookup.set(from * zones.length + to, [without, withIt]);
  } else {
    given.without.forEach((without, at) => {
      if (Math.floor(at / zones.length) !== at % zones.length) lookup.set(at, [without, without]);
    });
    for (const [at, withIt] of given.with) lookup.get(at)[1] = withIt;
  }
  times[mode.id] = lookup;
}

function pairTimes(mode, from, to) {
  return times[mode].get(from * zones.length + to) || [null, null];
}

/** Turns the page to a language. */
function speak(lang) {
  page.lang = lang;
  document.documentElement.dataset.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const button of document.querySelectorAll(".languages button")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  }
  for (const turn of page.onLanguage) turn();
}
