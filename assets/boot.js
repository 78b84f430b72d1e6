// Loads the calculator with progress, checks what came, and puts a readable page in its place when that fails.
// Names and hashes come from the preload links that the build writes into the head.
const root = document.documentElement;
const glue = document.querySelector('link[rel="modulepreload"]');
const code = document.querySelector('link[rel="preload"][type="application/wasm"]');
const SHA = "sha384-";

const REASONS = {
  wasm: ["This browser cannot run the calculator",
    "It has no WebAssembly, or a setting forbids it. A current Firefox, Chrome, Edge or Safari runs it; some “maximum security” modes switch it off."],
  download: ["The calculator could not be downloaded",
    "The connection broke, or the site is being updated just now. Check that you are online and reload."],
  integrity: ["The download was damaged",
    "What came is not what this page was built with, so it was not run. A cache or a proxy in between may hold an old or altered copy; reloading usually fetches the right one."],
  run: ["The calculator stopped",
    "It met something its makers did not foresee and stopped rather than show wrong numbers. Your inputs are in the link below."],
};

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
  const [title, advice] = REASONS[reason];
  const heading = element("h1", { tabIndex: -1 }, title);
  const link = element("input", { className: "text", type: "text", readOnly: true, value: location.href });
  link.addEventListener("focus", () => link.select());
  const reload = element("button", { className: "button primary", type: "button" }, "Reload");
  reload.addEventListener("click", () => location.reload());
  const technical = [text, `Build: ${globalThis.genaiFootprint.version}`, navigator.userAgent].join("\n");
  document.body.replaceChildren(
    element("main", { className: "failure card" }, heading, element("p", {}, advice),
      element("div", { className: "tools" }, reload,
        element("a", { className: "button", href: location.pathname + location.search }, "Start fresh")),
      element("p", { className: "small muted" },
        "Reload tries the same scenarios again. Start fresh opens the page without them: keep the link first."),
      element("label", { className: "small" }, "Link to your scenarios", link),
      element("details", { className: "small" }, element("summary", {}, "Technical details"),
        element("pre", { tabIndex: 0 }, technical))));
  heading.focus();
}

globalThis.genaiFootprint = {
  /** Name of this build, as in the file it loads. */
  version: code?.href.match(/([^/]+)_bg\.wasm/)?.[1] ?? "unknown",
  /** Shows the failure page for an error at run time. */
  fail: (text) => show("run", String(text)),
};

addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) show("run", String(error.stack ?? error));
});

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
  const words = document.getElementById("boot-text");
  // The same mode as the preload link, or the browser would fetch twice.
  const response = await fetch(code.href, { mode: "cors", credentials: "same-origin" });
  if (!response.ok) throw new Failure("download", `${response.status} ${response.statusText} for ${code.href}`);
  // The length is that of the compressed stream where there is one, and then says nothing about what arrives.
  const size = response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length"));
  const parts = [];
  let got = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    got += value.length;
    if (size >= got) bar.value = got / size;
    words.textContent = `Loading the calculator… ${Math.round(got / 1024)} KB`;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function check(bytes) {
  // No hash in the page, or no cryptography (plain http): transport is all there is to trust.
  if (!code.integrity.startsWith(SHA) || !crypto.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  const found = SHA + btoa(String.fromCharCode(...digest));
  if (found !== code.integrity) {
    throw new Failure("integrity", `${code.href}\nexpected ${code.integrity}\nfound ${found} (${bytes.length} bytes)`);
  }
}

theme();
root.dataset.boot = "loading";
try {
  if (typeof WebAssembly !== "object") throw new Failure("wasm", "WebAssembly is missing");
  const [module, bytes] = await Promise.all([import(glue.href).catch((e) => { throw new Failure("download", String(e)); }), download()]);
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
  const started = error instanceof WebAssembly.RuntimeError;
  show(error.reason ?? (started ? "run" : "download"), String(error.stack ?? error));
}
