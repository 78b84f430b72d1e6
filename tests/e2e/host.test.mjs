// What static hosts do: tables that come or do not, slow lines, plain http.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { start } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const isCode = (name) => name.endsWith(".wasm");
const isTable = (name) => name === "data/zones-odbl.csv";
const odbl = (page) => page.evaluate(() => globalThis.genaiFootprint.odbl);

test("the zone table under its own licence is handed to the calculator", async () => {
  const { page, faults, close } = await site.open();
  assert.match(await odbl(page), /^code,/m);
  assert.deepEqual(faults, []);
  await close();
});

test("the calculator starts without the zone table", async () => {
  const server = await site.serve((name) => (isTable(name) ? 404 : undefined));
  const { page, close } = await site.open({ address: server.address });
  assert.equal(await odbl(page), null);
  assert.ok(await page.locator(".figure-main").isVisible());
  await close();
  server.close();
});

test("progress is shown while the code arrives", async () => {
  // Half of the code, then a wait, then the rest.
  const { port } = new URL(site.address);
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const slow = createServer((asked, answer) => {
    const onward = request({ port, path: asked.url, headers: { host: asked.headers.host } }, async (got) => {
      answer.writeHead(got.statusCode, got.headers);
      const parts = [];
      for await (const part of got) parts.push(part);
      const bytes = Buffer.concat(parts);
      if (!isCode(asked.url)) return answer.end(bytes);
      answer.write(bytes.subarray(0, bytes.length >> 1));
      await held;
      return answer.end(bytes.subarray(bytes.length >> 1));
    });
    onward.end();
  });
  await new Promise((ready) => slow.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${slow.address().port}${new URL(site.address).pathname}`;
  const { page, close } = await site.open({ address, wait: false });
  await page.waitForFunction(() => document.getElementById("boot-progress")?.value > 0);
  const value = await page.locator("#boot-progress").evaluate((bar) => bar.value);
  assert.ok(value > 0.2 && value < 0.8, `half way: ${value}`);
  release();
  await page.waitForSelector(".figure-main");
  await close();
  slow.close();
});

test("over plain http the browser checks the code", async () => {
  const elsewhere = (address) => address.replace("127.0.0.1", "insecure.test");
  const { page, close } = await site.open({ address: elsewhere(site.address) });
  assert.equal(await page.evaluate(() => globalThis.isSecureContext), false);
  assert.ok(await page.locator(".figure-main").isVisible());
  await close();

  const server = await site.serve((name, bytes) => {
    if (!isCode(name)) return undefined;
    const damaged = Buffer.from(bytes);
    damaged[damaged.length >> 1] ^= 1;
    return damaged;
  });
  const opened = await site.open({ address: elsewhere(server.address), wait: false });
  await opened.page.waitForSelector("html[data-boot=failed]");
  await opened.close();
  server.close();
});

test("every table of the site is there for the asking", async () => {
  const names = ["zones-odbl.csv", "methods/ml_co2_impact_regions.csv"];
  for (const name of names) {
    const answer = await fetch(new URL(`data/${name}`, site.address));
    assert.equal(answer.status, 200, name);
    assert.match(await answer.text(), /^(#.*\n)*[a-z_]+,/, name);
  }
});
