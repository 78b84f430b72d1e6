// Loads the calculator with progress, checks what came, and puts a readable page in its place when that fails.
// Names and hashes of the code come from the preload links that the build writes into the head; those of tables and
// words, and the loader's own words, from a module that the build writes (xtask/src/texts.rs).
import { texts, words as allWords } from "./manifest.js";

const root = document.documentElement;
const glue = document.querySelector('link[rel="modulepreload"]');
const code = document.querySelector('link[rel="preload"][type="application/wasm"]');
const SHA = "sha384-";
// Browsers that do not check this kind of preload complain about `integrity` on it: the build may say `data-integrity`.
const expected = code?.dataset.integrity ?? code?.integrity ?? "";

/** The loader's own words: no word file has come when these are needed. */
const words = allWords[language(Object.keys(allWords))];

class Failure extends Error {
  constructor(reason, text) {
    super(text);
    this.reason = reason;
  }
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function show(reason, text) {
  // The first failure is the cause; later ones follow from it.
  if (root.dataset.boot === "failed") return;
  root.dataset.boot = "failed";
  const heading = element("h1", { tabIndex: -1 }, words[reason]);
  const link = element("input", { className: "text", type: "text", readOnly: true, value: location.href });
  link.addEventListener("focus", () => link.select());
  const reload = element("button", { className: "button primary", type: "button" }, words.reload);
  reload.addEventListener("click", () => location.reload());
  const technical = [text, `Build: ${globalThis.genaiFootprint.version}`, navigator.userAgent].join("\n");
  document.body.replaceChildren(
    element("main", { className: "failure card" }, heading, element("p", {}, words[`${reason}.advice`]),
      element("div", { className: "tools" }, reload,
        element("a", { className: "button", href: location.pathname + location.search }, words.fresh)),
      element("p", { className: "small muted" }, words.hint),
      element("label", { className: "small" }, words.link, link),
      element("details", { className: "small" }, element("summary", {}, words.details),
        element("pre", { tabIndex: 0 }, technical))));
  heading.focus();
}

/** Hands the reader a file. */
function save(name, content) {
  const address = URL.createObjectURL(content);
  element("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** Pixels of a picture for one of its chart: sharp on fine screens and on slides. */
const FINE = 2;

/** Hands the reader an SVG as a PNG. */
async function picture(name, svg) {
  const image = element("img", { src: `data:image/svg+xml,${encodeURIComponent(svg)}` });
  await image.decode();
  const canvas = element("canvas", { width: FINE * image.width, height: FINE * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  save(name, await new Promise((done) => { canvas.toBlob(done); }));
}

globalThis.genaiFootprint = {
  /** Hands the reader a text as a file. */
  save: (name, type, text) => save(name, new Blob([text], { type })),
  picture,
  /** Name of this build, as in the file it loads. */
  version: code?.href.match(/([^/]+)_bg\.wasm/)?.[1] ?? "unknown",
  /** Grid zones under a licence of their own, never compiled in; null where they are missing. */
  odbl: null,
  /** Shows the failure page for an error at run time. */
  fail: (text) => show("run", String(text)),
};

/** Whether the program itself stopped: a trap, or a stack that ran out. By name, for browsers without WebAssembly. */
const stopped = (error) => error?.name === "RuntimeError" || error?.name === "RangeError";

const stop = (error) => {
  if (stopped(error)) show("run", String(error.stack ?? error));
};
addEventListener("error", ({ error }) => stop(error));
addEventListener("unhandledrejection", ({ reason }) => stop(reason));

/** The reader's theme from the first paint on, and on the failure page; the calculator keeps it later. */
function theme() {
  let wish = new URLSearchParams(location.search).get("theme");
  try {
    wish ??= localStorage.getItem("genai-footprint.theme");
  } catch {
    // Storage is denied: the system's theme it is.
  }
  if (wish === "light" || wish === "dark") root.dataset.theme = wish;
}

async function download() {
  const bar = document.getElementById("boot-progress");
  const told = document.getElementById("boot-text");
  // The same mode as the preload link, or the browser would fetch twice. Where no digest can be computed
  // (plain http), the browser checks the hash, at the price of progress.
  const checked = expected && !crypto.subtle ? { integrity: expected } : {};
  const response = await fetch(code.href, { mode: "cors", credentials: "same-origin", ...checked });
  if (!response.ok) throw new Failure("download", `${response.status} ${response.statusText} for ${code.href}`);
  // The response tells the length of the compressed stream, which says nothing about what arrives.
  const size = Number(code.dataset.size);
  const parts = [];
  let got = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    got += value.length;
    if (size >= got) bar.value = got / size;
    told.textContent = `${words.loading} ${words.size.replace("{n}", Math.round(got / 1024))}`;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Fetches tables or words, and leaves them for the program under this name. */
async function leave(name, { href, integrity }) {
  const response = await fetch(href, { integrity });
  if (!response.ok) throw new Failure("download", `${response.status} ${response.statusText} for ${href}`);
  globalThis.genaiFootprint[name] = await response.text();
}

/** Languages with words: the first that the link, the reader's choice or the browser asks for. */
function language(known) {
  const asked = [new URLSearchParams(location.hash.slice(1)).get("lang")];
  try {
    asked.push(localStorage.getItem("genai-footprint.lang"));
  } catch {
    // Storage is denied: the browser's language it is.
  }
  asked.push(...navigator.languages);
  return asked.map((code) => code?.slice(0, 2)).find((code) => code && known.includes(code)) ?? "en";
}

/** What the first picture needs: tables, and words of the reader's language. */
function firstTexts() {
  root.lang = language(Object.keys(allWords));
  return Promise.all([
    leave("tables", texts.tables), leave("share_alike", texts.share_alike), leave("words", texts[`words-${root.lang}`]),
  ]);
}

/** What views need that are opened later. Fetched once; after a failure, again. */
let viewTexts;
function fetchViewTexts() {
  viewTexts ??= Promise.all([leave("views", texts.views), leave("view-words", texts[`view-words-${root.lang}`])]);
  return viewTexts.catch((error) => { viewTexts = undefined; throw error; });
}
globalThis.genaiFootprint.fetchViewTexts = fetchViewTexts;

/** The optional table; whatever happens to it, the calculator starts. */
async function zones() {
  const path = document.querySelector("script[data-odbl]")?.dataset.odbl;
  if (!path) return;
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(5_000) });
    if (response.ok) globalThis.genaiFootprint.odbl = await response.text();
  } catch {
    // Offline, blocked or too slow: the zones compiled in are enough.
  }
}

async function check(bytes) {
  // No hash in the page, or no cryptography (plain http), where the download was checked already.
  if (!expected.startsWith(SHA) || !crypto.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  const found = SHA + btoa(String.fromCharCode(...digest));
  if (found !== expected) {
    throw new Failure("integrity", `${code.href}\nexpected ${expected}\nfound ${found} (${bytes.length} bytes)`);
  }
}

theme();
root.dataset.boot = "loading";
try {
  if (typeof WebAssembly !== "object") throw new Failure("wasm", "WebAssembly is missing");
  const [module, bytes] = await Promise.all([import(glue.href).catch((e) => { throw new Failure("download", String(e)); }), download(), firstTexts(), zones()]);
  await check(bytes);
  let compiled;
  try {
    compiled = await WebAssembly.compile(bytes);
  } catch (error) {
    throw new Failure("wasm", String(error));
  }
  await module.default({ module_or_path: compiled });
  if (root.dataset.boot === "loading") root.dataset.boot = "ready";
} catch (error) {
  show(error.reason ?? (stopped(error) ? "run" : "download"), String(error.stack ?? error));
}
