import { readFileSync } from "node:fs";
import { start } from "./lib.mjs";
const site = await start();
const server = await site.serve((name, bytes) => {
  if (name === "index.html") return Buffer.from(bytes.toString().replace(/ (data-)?integrity="?sha384-[^ ">]+"?/g, ""));
  if (/^genai-footprint.*\.js$/.test(name)) return readFileSync("/tmp/loop/d.js");
  if (/_bg\.wasm$/.test(name) && name.startsWith("genai")) return readFileSync("/tmp/loop/named.wasm");
});
const { page, close } = await site.open({ width: 1280, address: server.address });
for (let more = 0; more < 3; more += 1) await page.getByRole("button", { name: "Duplicate", exact: true }).click();
const session = await page.context().newCDPSession(page);
const handle = page.locator('input[type=range][aria-label="Queries a day"]');
await handle.scrollIntoViewIfNeeded();
const box = await handle.boundingBox();
const y = box.y + box.height / 2;
await page.waitForTimeout(500);
await session.send("Profiler.enable");
await session.send("Profiler.setSamplingInterval", { interval: 100 });
await session.send("Profiler.start");
await page.mouse.move(box.x + box.width * 0.1, y);
await page.mouse.down();
const N = 300;
for (let step = 0; step <= N; step += 1) await page.mouse.move(box.x + box.width * (0.1 + 0.8 * (0.5 - 0.5 * Math.cos(step / 20))), y);
await page.mouse.up();
const { profile } = await session.send("Profiler.stop");
const self = new Map(), nodes = new Map(profile.nodes.map((n) => [n.id, n]));
const parent = new Map(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
const total = new Map();
profile.samples.forEach((id, i) => {
  const dt = profile.timeDeltas[i] / 1000; const name = nodes.get(id).callFrame.functionName;
  self.set(name, (self.get(name) ?? 0) + dt);
  const seen = new Set(); for (let at = id; at; at = parent.get(at)) { const f = nodes.get(at).callFrame.functionName; if (!seen.has(f)) { seen.add(f); total.set(f, (total.get(f) ?? 0) + dt); } }
});
const show = (map) => [...map].sort((a, b) => b[1] - a[1]).slice(0, 45).forEach(([n, t]) => console.log((t / N).toFixed(3), n.slice(0, 120)));
console.log("SELF"); show(self); console.log("TOTAL"); show(total);
await close(); server.close(); await site.close();
