// Time from an input to the end of the paint that shows it, over a drag of 300 steps with four scenarios.
// A measurement to read, not a test: times depend on the machine. `node measure/drag.mjs`.
import { start } from "./lib.mjs";

const STEPS = 300;
const site = await start(); const server = await site.serve((name, bytes) => name === "index.html" ? Buffer.from(bytes.toString().replace(/ integrity="?sha384-[^ ">]+"?(?= rel=stylesheet)/g, "")) : name.startsWith("style-") ? Buffer.from(bytes + (process.env.CSS ?? "")) : undefined);
for (const [view, selector] of [["result", ".headline"], ]) {
  for (const slowdown of [4, 4]) {
    const { page, close } = await site.open({ width: 1280, address: server.address });
    for (let more = 0; more < 3; more += 1) await page.getByRole("button", { name: "Duplicate", exact: true }).click();
    if (view === "compare") await page.getByRole("navigation").getByRole("button", { name: "Compare", exact: true }).click();
    await page.locator(selector).first().waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const handle = page.locator('input[type=range][aria-label="Queries a day"]');
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    await page.evaluate(() => {
      globalThis.times = [];
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        // As browsers count it: what follows a press within half a second is expected by the reader.
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: false });
      const after = new MessageChannel();
      let from;
      // A message posted within a frame is delivered once that frame has been laid out and painted.
      after.port1.onmessage = () => {
        if (from !== undefined) globalThis.times.push(performance.now() - from);
        from = undefined;
      };
      document.addEventListener("input", () => {
        if (from !== undefined) return;
        from = performance.now();
        requestAnimationFrame(() => after.port2.postMessage(0));
      }, true);
    });
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.1, y);
    await page.mouse.down();
    for (let step = 0; step <= STEPS; step += 1) {
      await page.mouse.move(box.x + box.width * (0.1 + 0.8 * (0.5 - 0.5 * Math.cos(step / 20))), y);
    }
    await page.mouse.up();
    await page.waitForTimeout(300);
    const { times, shift } = await page.evaluate(() => ({ times: globalThis.times, shift: globalThis.shift }));
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))]?.toFixed(1);
    console.log(`${view}, ${slowdown}x slowdown: ${times.length} inputs, median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, layout shift ${shift.toFixed(4)}`);
    await close();
  }
}
server.close(); await site.close();
