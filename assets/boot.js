// Loads the calculator, shows the progress, verifies what it downloads, and shows a readable page if anything fails.
// The build writes the names and hashes of the code into the preload links of the head, and those of tables and words
// into a module (xtask/src/texts.rs), together with the words of the loader itself.
import { texts, words as allWords } from "./manifest.js";

const root = document.documentElement;
const glue = document.querySelector('link[rel="modulepreload"]');
const code = document.querySelector('link[rel="preload"][type="application/wasm"]');
const SHA = "sha384-";
// Browsers that do not check this kind of preload warn about an `integrity` attribute on it: a release build writes
// `data-integrity` instead.
const expected = code?.dataset.integrity ?? code?.integrity ?? "";

root.lang = chooseLanguage(Object.keys(allWords));

/** The words of the loader itself, which are needed before any file of words has been downloaded. */
const words = allWords[root.lang];

class Failure extends Error {
  constructor(reason, text) {
    super(text);
    this.reason = reason;
  }
}

function element(tag, properties, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

/** Replaces the page by the failure page. */
function showFailure(reason, text) {
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

/** Saves a file on the reader's device. */
function save(name, content) {
  const address = URL.createObjectURL(content);
  element("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** Pixels of a PNG per pixel of its chart: sharp on high-resolution screens and on slides. */
const PIXEL_RATIO = 2;

/** Saves an SVG as a PNG. */
async function picture(name, svg) {
  const image = element("img", { src: `data:image/svg+xml,${encodeURIComponent(svg)}` });
  await image.decode();
  const canvas = element("canvas", { width: PIXEL_RATIO * image.width, height: PIXEL_RATIO * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  save(name, await new Promise((done) => { canvas.toBlob(done); }));
}

globalThis.genaiFootprint = {
  /** Saves a text as a file. */
  save: (name, type, text) => save(name, new Blob([text], { type })),
  picture,
  /** Name of this build, from the name of the file with the code. */
  version: code?.href.match(/([^/]+)_bg\.wasm/)?.[1] ?? "unknown",
  /** Grid zones under a licence of their own, never compiled in; null if they are not available. */
  odbl: null,
  /** Shows the failure page for an error at run time. */
  fail: (text) => showFailure("run", String(text)),
};

/** Whether the program has crashed: a trap or a stack overflow. Compared by name, for browsers without WebAssembly. */
const isCrash = (error) => error?.name === "RuntimeError" || error?.name === "RangeError";

const reportCrash = (error) => {
  if (isCrash(error)) showFailure("run", String(error.stack ?? error));
};
addEventListener("error", ({ error }) => reportCrash(error));
addEventListener("unhandledrejection", ({ reason }) => reportCrash(reason));

/** Applies the reader's theme before the first paint, also for the failure page; the program takes over later. */
function applyTheme() {
  let preference = new URLSearchParams(location.search).get("theme");
  try {
    preference ??= localStorage.getItem("genai-footprint.theme");
  } catch {
    // Storage is denied: the system's theme applies.
  }
  if (preference === "light" || preference === "dark") root.dataset.theme = preference;
}

/** Downloads the code and shows the progress. */
async function downloadCode() {
  const bar = document.getElementById("boot-progress");
  const progressText = document.getElementById("boot-text");
  // The same mode as the preload link, or the browser would fetch the code twice. Where no digest can be computed
  // (plain http), the browser checks the hash, and delivers nothing before the whole file has arrived.
  const checked = expected && !crypto.subtle ? { integrity: expected } : {};
  const response = await fetch(code.href, { mode: "cors", credentials: "same-origin", ...checked });
  if (!response.ok) throw new Failure("download", `${response.status} ${response.statusText} for ${code.href}`);
  // The response states the length of the compressed stream, but the reader below receives decompressed data.
  const size = Number(code.dataset.size);
  const parts = [];
  let received = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    received += value.length;
    if (size >= received) bar.value = received / size;
    progressText.textContent = `${words.loading} ${words.size.replace("{n}", Math.round(received / 1024))}`;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Fetches tables or words and keeps them for the program under this name. */
async function fetchText(name, { href, integrity }) {
  const response = await fetch(href, { integrity });
  if (!response.ok) throw new Failure("download", `${response.status} ${response.statusText} for ${href}`);
  globalThis.genaiFootprint[name] = await response.text();
}

/** The language of the page: the first available one that the link, the reader's choice or the browser asks for. */
function chooseLanguage(available) {
  const preferences = [new URLSearchParams(location.hash.slice(1)).get("lang")];
  try {
    preferences.push(localStorage.getItem("genai-footprint.lang"));
  } catch {
    // Storage is denied: the browser's languages apply.
  }
  preferences.push(...navigator.languages);
  return preferences.map((code) => code?.slice(0, 2)).find((code) => code && available.includes(code)) ?? "en";
}

/** Fetches what the first picture needs: tables, and words in the language of the page. */
function fetchFirstTexts() {
  return Promise.all([
    fetchText("tables", texts.tables), fetchText("share_alike", texts.share_alike), fetchText("words", texts[`words-${root.lang}`]),
  ]);
}

/** Fetches what the views that are opened later need: once, and again after a failure. */
let viewTexts;
function fetchViewTexts() {
  viewTexts ??= Promise.all([fetchText("views", texts.views), fetchText("view-words", texts[`view-words-${root.lang}`])]);
  return viewTexts.catch((error) => { viewTexts = undefined; throw error; });
}
globalThis.genaiFootprint.fetchViewTexts = fetchViewTexts;

/** Fetches the optional table of grid zones. The calculator starts without it. */
async function fetchZones() {
  const path = document.querySelector("script[data-odbl]")?.dataset.odbl;
  if (!path) return;
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(5_000) });
    if (response.ok) globalThis.genaiFootprint.odbl = await response.text();
  } catch {
    // Offline, blocked or too slow: the other zones are enough.
  }
}

/** Verifies the hash of the code. */
async function verify(bytes) {
  // The page has no hash, or there is no cryptography (plain http) and the browser has checked the download.
  if (!expected.startsWith(SHA) || !crypto.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  const found = SHA + btoa(String.fromCharCode(...digest));
  if (found !== expected) {
    throw new Failure("integrity", `${code.href}\nexpected ${expected}\nfound ${found} (${bytes.length} bytes)`);
  }
}

applyTheme();
root.dataset.boot = "loading";
try {
  if (typeof WebAssembly !== "object") throw new Failure("wasm", "WebAssembly is missing");
  const [module, bytes] = await Promise.all([import(glue.href).catch((e) => { throw new Failure("download", String(e)); }), downloadCode(), fetchFirstTexts(), fetchZones()]);
  await verify(bytes);
  let compiled;
  try {
    compiled = await WebAssembly.compile(bytes);
  } catch (error) {
    throw new Failure("wasm", String(error));
  }
  await module.default({ module_or_path: compiled });
  if (root.dataset.boot === "loading") root.dataset.boot = "ready";
} catch (error) {
  showFailure(error.reason ?? (isCrash(error) ? "run" : "download"), String(error.stack ?? error));
}
