// Time to the first picture and to the first view opened later, on a slow phone: a quarter of this machine's speed,
// 1.6 Mbit/s with 150 ms of latency. A measurement to read, not a test: compare two builds on the same machine in turn
// (DIST names another one).
import { start } from "../lib.mjs";

const RUNS = 5;
const CPU_SLOWDOWN = 4;
const LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

const site = await start();
const first = [];
const later = [];
for (let run = 0; run < RUNS; run += 1) {
  const { page, close } = await site.open({
    width: 390,
    height: 844,
    wait: false,
    prepare: async (page, context) => {
      const session = await context.newCDPSession(page);
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", LINE);
      await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
    },
  });
  await page.waitForSelector(".figure-main", { timeout: 60_000 });
  first.push(await page.evaluate(() => performance.now()));
  await page.waitForTimeout(3_000);
  const before = await page.evaluate(() => performance.now());
  await page.getByRole("navigation").getByRole("button", { name: /^(Uncertainty|Confidence)$/ }).click();
  await page.waitForSelector("#view h2, #further h2", { timeout: 60_000 });
  later.push(await page.evaluate(() => performance.now()) - before);
  await close();
}
console.log(`first picture: median of ${RUNS} ${Math.round(median(first))} ms (${first.map(Math.round).join(", ")})`);
console.log(`first view opened later: ${Math.round(median(later))} ms (${later.map(Math.round).join(", ")})`);
await site.close();
