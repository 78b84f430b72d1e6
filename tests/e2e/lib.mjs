// A static server under a nested path, a browser, and a page that writes down everything that should not happen.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const HERE = fileURLToPath(new URL(".", import.meta.url));
export const DIST = resolve(process.env.DIST ?? join(HERE, "../../dist"));

const ASSETS = join(HERE, "../../assets");
const VIEW_ROWS = (await readFile(join(ASSETS, "data/views.csv"), "utf8"))
  .split("\n").filter((line) => line && !line.startsWith("#")).slice(1).map((line) => line.split(","));
/** Ids of the views, in the order of the navigation. */
export const VIEWS = VIEW_ROWS.map(([id]) => id);
/** Ids of the entries of the navigation. */
export const VIEW_GROUPS = [...new Set(VIEW_ROWS.map(([, group]) => group))];

/** A training and a service in one scenario, in California: what most tests start from. */
export const EXAMPLE = "#v=1&s=Example&z=US-CA&r=aws/us-west-1&n=8&t=24&q=1e6&y=1";
/** The address without scenarios, which opens the page's own example. */
export const OPENING = "#";

/** Any sub-path must do; the root of a host would hide a wrong absolute address. */
const BASE = "/docs/tool/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".csv": "text/csv; charset=utf-8",
  ".json": "application/json",
};

/** Serves the built site, compressed as hosts do; `change(name, bytes)` may return other bytes, or a status to answer with. */
export async function serve(change = () => undefined, folder = DIST) {
  const server = createServer(async (request, answer) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const name = path === BASE ? "index.html" : path.slice(BASE.length);
    const file = normalize(join(folder, name));
    try {
      if (!path.startsWith(BASE) || !file.startsWith(folder)) throw new Error("outside");
      const bytes = await readFile(file);
      const changed = (await change(name, bytes)) ?? bytes;
      if (typeof changed === "number") {
        answer.writeHead(changed).end();
        return;
      }
      const head = { "content-type": TYPES[extname(name)] ?? "application/octet-stream", "cache-control": "no-store" };
      const zip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      answer.writeHead(200, zip ? { ...head, "content-encoding": "gzip" } : head);
      answer.end(zip ? gzipSync(changed) : changed);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  // A test that fails before it closes its server must not keep the suite from ending.
  server.unref();
  return { address: `http://127.0.0.1:${server.address().port}${BASE}`, close: () => server.close() };
}

/** The browser to drive: CHROMIUM, or the first one found. */
export function executable() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error("No Chromium found: install it, or name it in the environment variable CHROMIUM.");
  return found;
}

/** What Chromium is started with: quiet, and without a sandbox, which the administrator's account does not get. */
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** How many rows a table of the repository has, which may be more tomorrow. */
export async function rowsOf(name) {
  const text = await readFile(join(HERE, "../../assets/data", name), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.length - 1;
}

/** Starts server and browser for a test file; `close` ends both. */
export async function start() {
  if (!existsSync(join(DIST, "index.html"))) throw new Error(`No built site in ${DIST}: build it first.`);
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: executable(),
    args: [
      ...FLAGS,
      // A name that is not this machine's own: over plain http, a page there gets no cryptography.
      "--host-resolver-rules=MAP insecure.test 127.0.0.1",
    ],
  });
  return {
    browser,
    address: server.address,
    /** Another server whose answers are changed. */
    serve,
    /** Opens the page in a new context, with the example unless told otherwise. `fragment` starts with `#`, `query` with `?`. */
    open: (options = {}) => open(browser, options.address ?? server.address, options),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function open(browser, address, options) {
  const { fragment = EXAMPLE, query = "", width = 1280, height = 900, wait = true, prepare, ...context } = options;
  const own = await browser.newContext({ viewport: { width, height }, ...context });
  const page = await own.newPage();
  // Everything that must not happen on a healthy page.
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(new URL(address).origin)) {
      faults.push(`request to another host: ${request.url()}`);
    }
  });
  await page.exposeFunction("reportViolation", (text) => faults.push(`policy violation: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  await prepare?.(page, own);
  await page.goto(address + query + fragment);
  if (wait) await ready(page);
  return { page, context: own, faults, close: () => own.close() };
}

/** Waits for the calculator, and for the last of the tasks in which it draws the page: what is closed at first. */
export async function ready(page) {
  await page.waitForSelector("html[data-boot=ready] .headline, html[data-boot=ready] .indicators, html[data-boot=ready] .lazy-view .card h2", { timeout: 20_000 });
  await page.waitForFunction(
    () => document.querySelector(".inputs .more .group-body, .layout-wide") && !document.querySelector("#view > [role=status]"),
    null, { timeout: 20_000 });
}

/** Opens a view as a reader does: its entry of the navigation, then its name where there are several. */
export async function openView(page, id) {
  const [, group] = VIEW_ROWS.find(([view]) => view === id);
  await page.locator(".views button").nth(VIEW_GROUPS.indexOf(group)).click();
  const siblings = VIEW_ROWS.filter((row) => row[1] === group).map(([view]) => view);
  if (siblings.length > 1) await page.locator(".group-views button").nth(siblings.indexOf(id)).click();
}

/** Opens a menu by the class of its element. */
export const openMenu = (page, name) => page.locator(`.menu.${name}:not([open]) > summary`).click();

/** Waits until a field has this value: the page renders after the event, and may yield to the browser before. */
export async function waitForValue(locator, expected) {
  await locator.page().waitForFunction(([field, value]) => field.value === value, [await locator.elementHandle(), expected], { timeout: 5_000 })
    .catch(async () => { throw new Error(`${JSON.stringify(await locator.inputValue())} instead of ${JSON.stringify(expected)}`); });
}

/** Every number the page tells for the active scenario, once what follows the headline has followed. */
export const numbers = (page) =>
  page.evaluate(async () => {
    // Timers of the same delay run in their order: what was due when asked is drawn after two.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((done) => { setTimeout(done); });
    return [...document.querySelectorAll(".figure-main, .indicator .value, .results td.num, .inputs .amount input")].map(
      (element) => element.value ?? element.textContent,
    );
  });

/** The headline number. */
export const headline = (page) => page.locator(".figure-main").textContent();

/** Waits until the address has caught up with the state: the page writes it every 250 ms. */
export async function settled(page) {
  let before = await page.evaluate(() => location.hash);
  for (;;) {
    await page.waitForTimeout(320);
    const now = await page.evaluate(() => location.hash);
    if (now === before && now !== "") return now;
    before = now;
  }
}

/** The slider and the number field of a parameter, by its label. */
export const slider = (page, label) => page.getByRole("slider", { name: label, exact: true });
export const field = (page, label) => page.getByRole("textbox", { name: label, exact: true });
