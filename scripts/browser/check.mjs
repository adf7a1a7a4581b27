// Looks at generated documents in Chromium: on a phone and on a desk, and printed on A4.
//
//   node check.mjs --out FOLDER FILE.html …     checks the files; screenshots and PDFs go to the folder
//   node check.mjs --self-test --out FOLDER FILE.html
//                                              plants a mistake of each kind, each of which must be found
//
// A document fails if it scrolls sideways, if an element reaches over the edge, if the console tells an error, if anything is loaded
// besides the file itself, if headings skip a level, or if a row of a table is split between two printed pages.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

// Only the text of PDFs is read, for which these need not do anything; without them, and without a canvas, pdfjs warns that it cannot draw.
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globalThis[name] ??= class {};
const { warn, log } = console;
console.warn = console.log = () => {};
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
Object.assign(console, { warn, log });

const WIDTHS = [360, 1280];
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page on which console errors and requests are noted. */
async function open(browser, file, width, found) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const own = pathToFileURL(resolve(file)).href;
  page.on("console", (message) => {
    if (message.type() === "error") found.push(`console error: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`script error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== own) found.push(`request: ${request.url()}`);
  });
  await page.goto(own, { waitUntil: "load" });
  return page;
}

/** What is wrong with how a document lies on a screen. */
function layout() {
  const wrong = [];
  const scrolling = document.scrollingElement;
  if (scrolling.scrollWidth > innerWidth) wrong.push(`sideways scroll: ${scrolling.scrollWidth} > ${innerWidth}`);
  const name = (element) => {
    const id = element.closest("[id]")?.id;
    return `<${element.tagName.toLowerCase()}>${id ? ` in #${id}` : ""} “${(element.textContent ?? "").trim().slice(0, 40)}”`;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.height > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5)) {
      wrong.push(`over the edge: ${name(element)} from ${box.left.toFixed(1)} to ${box.right.toFixed(1)}`);
      if (wrong.length > 5) break;
    }
  }
  let before = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (level > before + 1) wrong.push(`a heading skips a level: ${name(heading)}`);
    before = level;
  }
  for (const cell of document.querySelectorAll("th:not([scope])")) wrong.push(`a heading of a table without scope: ${name(cell)}`);
  if (!document.documentElement.lang) wrong.push("the document does not say its language");
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(link.getAttribute("href").slice(1))) wrong.push(`a link leads nowhere: ${name(link)}`);
  }
  return wrong;
}

/** Marks where each row starts and ends, without moving anything. */
function markRows() {
  const style = document.createElement("style");
  style.textContent = "td, th { position: relative } .row-mark { position: absolute; left: 0; font: 2px monospace; color: #eee }";
  document.head.append(style);
  let count = 0;
  for (const row of document.querySelectorAll("tbody tr")) {
    for (const cell of row.cells) {
      if (getComputedStyle(cell).display === "none") continue;
      for (const [side, at] of [["top", "a"], ["bottom", "z"]]) {
        const mark = document.createElement("span");
        mark.className = "row-mark";
        mark.style[side] = "1px";
        mark.textContent = `[[${count}${at}]]`;
        cell.append(mark);
      }
    }
    count += 1;
  }
  return count;
}

/** Rows whose marks lie on several pages, and how many rows and pages there are. */
async function splitRows(pdf) {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, useSystemFonts: false, isEvalSupported: false });
  const text = await task.promise;
  const pages = new Map();
  for (let number = 1; number <= text.numPages; number += 1) {
    const content = await (await text.getPage(number)).getTextContent();
    const words = content.items.map((item) => item.str ?? "").join("");
    for (const [, row] of words.matchAll(/\[\[(\d+)[az]\]\]/g)) {
      if (!pages.has(row)) pages.set(row, new Set());
      pages.get(row).add(number);
    }
  }
  const split = [...pages].filter(([, on]) => on.size > 1).map(([row, on]) => `row ${row} on pages ${[...on].join(" and ")}`);
  const result = { split, rows: pages.size, pages: text.numPages };
  await task.destroy();
  return result;
}

/** Everything that is wrong with a document. */
async function check(browser, file, out) {
  const found = [];
  const stem = `${basename(dirname(resolve(file)))}-${basename(file, ".html")}`;
  for (const width of WIDTHS) {
    const page = await open(browser, file, width, found);
    found.push(...(await page.evaluate(layout)).map((wrong) => `${width} px: ${wrong}`));
    // Folded parts must not be too wide either.
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
    found.push(...(await page.evaluate(layout)).map((wrong) => `${width} px, unfolded: ${wrong}`));
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = false; }));
    await page.screenshot({ path: join(out, `${stem}-${width}.png`), clip: { x: 0, y: 0, width, height: 4000 }, fullPage: true });
    await page.close();
  }
  const page = await open(browser, file, 1280, found);
  const print = { format: "A4", preferCSSPageSize: true, printBackground: true };
  writeFileSync(join(out, `${stem}.pdf`), await page.pdf(print));
  const marked = await page.evaluate(markRows);
  const printed = await splitRows(await page.pdf(print));
  await page.close();
  if (printed.rows !== marked) found.push(`of ${marked} rows ${printed.rows} were found in the print`);
  found.push(...printed.split.map((row) => `split between pages: ${row}`));
  return { found, rows: printed.rows, pages: printed.pages };
}

/** Mistakes to plant, each with what must be said of it. */
const PLANTED = [
  ["a wide table", /sideways scroll/, '<table style="width: 1600px; min-width: 1600px"><tbody><tr><td>x</td></tr></tbody></table>'],
  ["a long word that does not wrap", /sideways scroll/, `<p style="white-space: nowrap">${"W".repeat(400)}</p>`],
  ["a wide box that is cut off", /over the edge/, '<div style="overflow: hidden"><div style="width: 1600px">x</div></div>'],
  ["a split row", /split between pages/,
    `<style>tr { break-inside: auto !important }</style><table>${`<tbody><tr><td>${"x<br>".repeat(37)}</td></tr></tbody>`.repeat(4)}</table>`],
  ["an error on the console", /console error/, "<script>console.error('planted')</script>"],
  ["a picture from elsewhere", /request/, '<img src="http://127.0.0.1:9/planted.png" alt="">'],
  ["a heading too deep", /skips a level/, "<h2>x</h2><h5>y</h5>"],
  ["a link that leads nowhere", /leads nowhere/, '<a href="#nowhere-at-all">x</a>'],
];

async function selfTest(browser, file, out) {
  const text = readFileSync(file, "utf8");
  let missed = 0;
  for (const [name, expected, planted] of PLANTED) {
    const copy = join(out, "planted.html");
    writeFileSync(copy, text.replace("</main>", `${planted}</main>`));
    const { found } = await check(browser, copy, out);
    if (found.some((wrong) => expected.test(wrong))) {
      console.log(`found: ${name}`);
    } else {
      console.error(`NOT FOUND: ${name}; found instead: ${found.join("; ") || "nothing"}`);
      missed += 1;
    }
  }
  return missed;
}

const flags = process.argv.slice(2);
const option = (name) => {
  const at = flags.indexOf(name);
  return at < 0 ? undefined : flags.splice(at, 2)[1];
};
const out = option("--out");
const testing = flags.includes("--self-test");
const files = flags.filter((flag) => !flag.startsWith("--"));
if (!out || files.length === 0) {
  console.error("usage: node check.mjs [--self-test] --out FOLDER FILE.html …");
  process.exit(64);
}
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
let failures = 0;
try {
  for (const file of files) {
    if (testing) {
      failures += await selfTest(browser, file, out);
      continue;
    }
    const { found, rows, pages } = await check(browser, file, out);
    console.log(`${found.length === 0 ? "ok" : "WRONG"}  ${file}: ${rows} rows on ${pages} pages`);
    for (const wrong of found) console.error(`  ${wrong}`);
    failures += found.length;
  }
} finally {
  await browser.close();
}
process.exit(failures === 0 ? 0 : 1);
