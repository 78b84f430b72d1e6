import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serve, start } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const isCode = (name) => name.endsWith(".wasm");

/** Opens the page from a server whose answers are changed, and waits for the failure page. */
async function failing(change) {
  const server = await site.serve(change);
  const opened = await site.open({ address: server.address, fragment: "#v=1&s=Mine&n=16", wait: false });
  await opened.page.waitForSelector("html[data-boot=failed]");
  return { ...opened, async close() { await opened.close(); server.close(); } };
}

/** What every failure page offers, whatever the cause. */
async function offers(page, title) {
  assert.equal(await page.locator("h1").textContent(), title);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the heading takes the focus");
  assert.ok(await page.getByRole("button", { name: "Reload" }).isVisible());
  const fresh = await page.getByRole("link", { name: "Start fresh" }).getAttribute("href");
  assert.ok(fresh.endsWith("/docs/tool/"), fresh);
  const link = await page.getByLabel("Link to your scenarios").inputValue();
  assert.ok(link.includes("#v=1") && link.includes("s=Mine"), link);
  assert.ok((await page.locator("details pre").textContent()).includes("genai-footprint-"), "the build is named");
}

test("opens under a sub-path with nothing to complain about", async () => {
  const { page, faults, close } = await site.open();
  assert.ok(await page.locator(".figure-main").isVisible());
  assert.equal(await page.locator(".boot").count(), 0, "the skeleton is gone");
  await page.waitForTimeout(500);
  assert.deepEqual(faults, []);
  await close();
});

test("the code is downloaded once", async () => {
  const asked = [];
  const { close } = await site.open({ prepare: (page) => page.on("request", (r) => {
    // The browser asks for the icon when and as often as it likes.
    if (!r.url().endsWith(".svg")) asked.push(r.url());
  }) });
  assert.equal(asked.filter((name) => name.endsWith("_bg.wasm")).length, 1, asked.join("\n"));
  // A browser looks at the icon again whenever the address changes.
  const files = asked.filter((name) => !name.endsWith(".svg"));
  assert.equal(new Set(files).size, files.length, asked.join("\n"));
  await close();
});

test("nothing moves when the calculator takes the skeleton's place", async () => {
  for (const width of [1280, 375]) {
    const { page, close } = await site.open({
      width,
      prepare: (page) => page.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
      }),
    });
    await page.waitForTimeout(700);
    const shift = await page.evaluate(() => globalThis.shift);
    assert.ok(shift < 0.02, `cumulative layout shift at ${width} px: ${shift}`);
    await close();
  }
});

test("the shell says something before the code arrives", async () => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const server = await site.serve(async (name) => { if (isCode(name)) await held; });
  const { page, close } = await site.open({ address: server.address, wait: false });
  assert.ok(await page.getByRole("heading", { name: "GenAI Footprint" }).isVisible());
  assert.ok(await page.getByRole("progressbar", { name: "Download of the calculator" }).isVisible());
  assert.match(await page.getByRole("status").textContent(), /Loading/);
  release();
  await page.waitForSelector(".figure-main");
  await close();
  server.close();
});

test("a missing file is explained", async () => {
  const { page, close } = await failing((name) => (isCode(name) ? 404 : undefined));
  await offers(page, "The calculator could not be downloaded");
  await close();
});

test("the loader speaks the reader's language, also when nothing comes", async () => {
  const server = await site.serve((name) => (isCode(name) ? 404 : undefined));
  const { page, close } = await site.open({ address: server.address, locale: "fr-FR", wait: false });
  await page.waitForSelector("html[data-boot=failed]");
  assert.equal(await page.locator("h1").textContent(), "Le calculateur n’a pas pu être téléchargé");
  assert.ok(await page.getByRole("button", { name: "Recharger" }).isVisible());
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
  await close();
  server.close();
});

test("a missing script is explained", async () => {
  const { page, close } = await failing((name) => (/^genai-footprint-.*\.js$/.test(name) ? 404 : undefined));
  await offers(page, "The calculator could not be downloaded");
  await close();
});

test("damaged code is not run", async () => {
  const { page, close } = await failing((name, bytes) => {
    if (!isCode(name)) return undefined;
    const damaged = Buffer.from(bytes);
    damaged[damaged.length >> 1] ^= 1;
    return damaged;
  });
  await offers(page, "The download was damaged");
  await close();
});

test("a build without hashes runs", async () => {
  const server = await site.serve((name, bytes) =>
    name === "index.html" ? Buffer.from(bytes.toString().replace(/ (?:data-)?integrity="?sha384-[A-Za-z0-9+/=]+"?/g, "")) : undefined);
  const { page, faults, close } = await site.open({ address: server.address });
  assert.equal(await page.locator("[integrity], [data-integrity]").count(), 0);
  assert.deepEqual(faults, []);
  await close();
  server.close();
});

test("a browser without WebAssembly is told so", async () => {
  const { page, close } = await site.open({
    fragment: "#v=1&s=Mine",
    wait: false,
    prepare: (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }),
  });
  await page.waitForSelector("html[data-boot=failed]");
  await offers(page, "This browser cannot run the calculator");
  await close();
});

/** A page that panics when it hears of an event; releases have no such thing. */
const PANICKING = process.env.PANICKING_DIST;

test("a panic tells its message and place, keeps the link, and both ways on work", { skip: !PANICKING && "needs PANICKING_DIST" }, async () => {
  const server = await serve(undefined, PANICKING);
  const { page, close } = await site.open({ address: server.address, fragment: "#v=1&s=Mine&n=16" });
  const panic = async () => {
    await page.evaluate(() => { dispatchEvent(new Event("panic-test")); });
    await page.waitForSelector("html[data-boot=failed]");
  };
  await panic();
  await offers(page, "The calculator stopped");
  assert.match(await page.locator("details pre").textContent(), /^panicked at src\/main\.rs:\d+:\d+:\na test asked for it/);
  await page.getByRole("button", { name: "Reload" }).click();
  await page.waitForSelector(".tab:has-text('Mine')");
  await panic();
  await page.getByRole("link", { name: "Start fresh" }).click();
  await page.waitForSelector(".figure-main");
  assert.equal(await page.locator(".tab:has-text('Mine')").count(), 0);
  await close();
  server.close();
});

for (const name of ["a call", "a promise"]) {
  test(`a trap of WebAssembly in ${name} is explained`, async () => {
    const { page, close } = await site.open({ fragment: "#v=1&s=Mine" });
    // The smallest module that traps: one exported function, `unreachable`.
    await page.evaluate((name) => {
      const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
      const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
      if (name === "a call") setTimeout(f); else Promise.resolve().then(f);
    }, name);
    await page.waitForSelector("html[data-boot=failed]");
    await offers(page, "The calculator stopped");
    assert.match(await page.locator("details pre").textContent(), /unreachable[^]*wasm/);
    await close();
  });
}

test("without JavaScript the page says what is missing and gives the formula", async () => {
  const { page, close } = await site.open({ javaScriptEnabled: false, wait: false });
  const words = page.locator("noscript");
  assert.ok(await page.getByRole("heading", { name: "The calculator needs JavaScript and WebAssembly" }).isVisible());
  assert.match(await words.textContent(), /kWh = kW × h/);
  assert.match(await words.textContent(), /kg = kWh × g \/ 1000/);
  assert.equal(await page.locator("#boot-text").isVisible(), false, "nothing promises to load");
  await close();
});
