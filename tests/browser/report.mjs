// Looks at a report.html in a real Chromium: no console error, no request, keyboard, languages, widths, numbers.
//
//   npm install puppeteer-core            (in a folder of your own, and run there)
//   CHROMIUM=/path/to/chromium node /path/to/report.mjs OUT/report.html [FOLDER for screenshots]
//
// Leaves with status 1 and a list of what is wrong.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, pictures] = process.argv.slice(2);
if (!file || !process.env.CHROMIUM) {
  console.log("skipped: needs CHROMIUM=/path/to/chromium and the path of a report.html");
  process.exit(0);
}
const require = createRequire(path.join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, headless: "shell", args: ["--no-sandbox", "--lang=en"] });
const wrong = [];
const check = (isRight, words) => {
  if (!isRight) wrong.push(words);
};

const page = await browser.newPage();
page.on("console", (message) => check(!["error", "warn"].includes(message.type()), `console: ${message.text()}`));
page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
page.on("request", (request) => check(/^(file|data):/.test(request.url()), `request: ${request.url()}`));

const pause = (ms = 120) => new Promise((resolve) => setTimeout(resolve, ms));
const picture = async (name, options = {}) => {
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), ...options });
};
const open = async (width, height = 900) => {
  await page.setViewport({ width, height });
  await page.goto(pathToFileURL(path.resolve(file)).href);
  await pause();
};

// At every width, in both languages, the page is no wider than the window and nothing outside scrolling boxes is cut.
for (const width of [1280, 768, 375]) {
  await open(width);
  for (const lang of ["en", "zh"]) {
    await page.click(`.languages button[data-lang="${lang}"]`);
    await pause();
    const found = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      wide: document.documentElement.scrollWidth - innerWidth,
      hidden: [...document.querySelectorAll(document.documentElement.dataset.lang === "zh" ? "span.en" : "span.zh")].some((span) => span.offsetWidth > 0),
    }));
    check(found.lang.startsWith(lang), `${width} ${lang}: lang is ${found.lang}`);
    check(found.wide <= 0, `${width} ${lang}: ${found.wide} px too wide`);
    check(!found.hidden, `${width} ${lang}: the other language shows`);
    await picture(`page-${width}-${lang}`);
  }
}

// Every control has a name, every id is there once, text has contrast with what is behind it.
await open(1280);
const nameless = await page.evaluate(() => [...document.querySelectorAll("button, select, input, [role=button], [role=region]")]
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.closest("label")?.textContent.trim()))
  .map((one) => one.outerHTML.slice(0, 80)));
check(nameless.length === 0, `without a name: ${nameless.join(" ")}`);
const twice = await page.evaluate(() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
});
check(twice.length === 0, `ids there twice: ${twice}`);
const pale = await page.evaluate(() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = numbers(getComputedStyle(one).backgroundColor);
      if (colour[3] === undefined || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const isText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  return [...document.querySelectorAll("body *:not(script):not(svg *):not(option):not(math *)")].filter((node) => isText(node) && node.offsetWidth > 0).filter((node) => {
    const [front, back] = [luminance(numbers(getComputedStyle(node).color)), luminance(behind(node))];
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05) < 4.5;
  }).map((node) => `${node.tagName} ${node.textContent.slice(0, 30)}`).slice(0, 5);
});
check(pale.length === 0, `contrast below 4.5: ${pale.join(" | ")}`);

// By keyboard: the first Tab is the way past the head; a place is chosen by Enter; keys zoom and move the map.
await page.keyboard.press("Tab");
check(await page.evaluate(() => document.activeElement.className === "skip"), "the first Tab does not reach the skip link");
await page.evaluate(() => document.querySelector(".map-box svg").focus());
const view = () => page.evaluate(() => document.querySelector(".map-box svg g").getAttribute("transform"));
for (const key of ["+", "-", "ArrowLeft", "ArrowDown"]) {
  const before = await view();
  await page.keyboard.press(key);
  check((await view()) !== before, `${key} does not change the map`);
}
await page.keyboard.press("0");
await page.keyboard.press("Tab");
const place = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
check(place !== null, "Tab does not reach a place of the map");
await page.keyboard.press("Enter");
await pause();
const title = await page.$eval("#panel h3", (one) => one.textContent);
check(place?.startsWith(title), `Enter on ${place} shows ${title}`);
await picture("chosen");

// Before, after and change are coloured otherwise, by every mode; no value is drawn in the colour of nothing.
const colours = () => page.evaluate(() => [...document.querySelectorAll(".map-box .area")].map((one) => one.getAttribute("fill")).join());
const seen = {};
for (const side of ["without", "with", "change", "rate"]) {
  await page.evaluate((value) => document.querySelector(`input[name=side][value=${value}]`).click(), side);
  await pause();
  seen[side] = await colours();
  await picture(`map-${side}`, { clip: await clipOf("#map") });
}
check(seen.without !== seen.change, "without and change look alike");

async function clipOf(selector) {
  return page.$eval(selector, (one) => {
    const box = one.getBoundingClientRect();
    return { x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height };
  });
}

// A click with the mouse chooses, dragging does not.
const area = await page.evaluate(() => {
  const svg = document.querySelector(".map-box svg");
  svg.scrollIntoView({ block: "center", behavior: "instant" });
  const box = svg.getBoundingClientRect();
  for (let y = box.top + 40; y < box.bottom - 40; y += 25) {
    for (let x = box.left + 40; x < box.right - 80; x += 25) {
      const zone = document.elementFromPoint(x, y)?.dataset?.zone;
      if (zone !== undefined) return { x, y, zone: Number(zone) };
    }
  }
  return null;
});
if (area) {
  await page.mouse.move(area.x, area.y);
  await pause();
  check(await page.evaluate(() => !document.querySelector(".tip").hidden), "hovering tells nothing");
  await page.mouse.click(area.x, area.y);
  await pause();
  const shownName = await page.$eval("#panel h3", (one) => one.textContent);
  check(shownName === await page.evaluate((at) => zoneName(at), area.zone), `a click shows ${shownName}`);
  const before = await view();
  await page.mouse.down();
  await page.mouse.move(area.x + 60, area.y + 30, { steps: 4 });
  await page.mouse.up();
  check((await view()) !== before, "dragging does not move the map");
}

// Headings sort, by click and by key, and say so.
const sortable = await page.evaluate(() => {
  const table = document.querySelector("#pairs-table table");
  const button = table.querySelectorAll("thead button")[2];
  const column = () => [...table.querySelectorAll("tbody tr")].map((row) => Number(row.children[2].textContent.replace(/\u202f/g, "")));
  const isSorted = (list, way) => list.every((value, at) => at === 0 || (value - list[at - 1]) * way >= 0);
  button.click();
  const down = [isSorted(column(), -1), table.querySelectorAll("thead th")[2].getAttribute("aria-sort")];
  table.querySelectorAll("thead button")[2].click();
  return [...down, isSorted(column(), 1), table.querySelectorAll("thead th")[2].getAttribute("aria-sort")];
});
check(JSON.stringify(sortable) === JSON.stringify([true, "descending", true, "ascending"]), `sorting: ${sortable}`);

// The numbers of the page, written as it writes them, are those of travel_times.csv.
const csv = path.join(path.dirname(file), "travel_times.csv");
if (fs.existsSync(csv)) {
  const [head, ...lines] = fs.readFileSync(csv, "utf8").trim().split("\n").map((line) => line.split(","));
  const columns = ["from_id", "to_id", "mode", "without_min", "with_min", "change_min", "change_pct"].map((name) => head.indexOf(name));
  const written = lines.map((line) => columns.map((at) => line[at]));
  const differing = await page.evaluate((rows) => {
    const at = Object.fromEntries(data.map.zones.map((zone, index) => [zone.id, index]));
    return rows.filter(([from, to, mode, ...cells]) => {
      const [without, withIt] = pairTimes(mode, at[from], at[to]);
      const isBoth = without !== null && withIt !== null;
      const change = isBoth ? withIt / 60 - without / 60 : null;
      const page = [without === null ? "" : fixed(without / 60, 1), withIt === null ? "" : fixed(withIt / 60, 1), isBoth ? fixed(change, 1) : "", isBoth && without > 0 ? fixed((change / (without / 60)) * 100, 2) : ""];
      return page.join() !== cells.join();
    }).slice(0, 3);
  }, written);
  check(differing.length === 0, `other numbers than in travel_times.csv: ${JSON.stringify(differing)}`);
}

// Printed: A4, more than a page, nothing wider than the paper.
await page.emulateMediaType("print");
await page.setViewport({ width: 680, height: 960 });
await pause();
const overflow = await page.evaluate(() => [...document.querySelectorAll("main table, main svg, main figure")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 60)));
check(overflow.length === 0, `wider than A4: ${overflow.slice(0, 3).join(" ")}`);
await page.emulateMediaType(null);
const printed = await page.pdf({ preferCSSPageSize: true, printBackground: true });
if (pictures) fs.writeFileSync(path.join(pictures, "report.pdf"), printed);
check(printed.length > 20000, "the printed report is empty");

await browser.close();
for (const words of wrong) console.log(`wrong: ${words}`);
console.log(wrong.length ? `${wrong.length} things are wrong` : "all right");
process.exit(wrong.length ? 1 : 0);
