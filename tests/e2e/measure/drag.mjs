// Time from an input to the end of the paint that shows its number, over a drag of 300 steps with four scenarios: from
// when the page hears of it, and from when the pointer moved, which counts the wait for other work. The figures follow
// in a task of their own; how often they did is told.
// A measurement to read, not a test: times depend on the machine. `node measure/drag.mjs`.
import { start } from "../lib.mjs";

const STEPS = 300;
const site = await start();
for (const [view, selector] of [["result", ".headline"], ["compare", ".indicators, .figure"]]) {
  for (const slowdown of [1, 4]) {
    const { page, close } = await site.open({ width: 1280 });
    for (let more = 0; more < 3; more += 1) await page.getByRole("button", { name: "Duplicate", exact: true }).click();
    if (view === "compare") await page.getByRole("navigation").getByRole("button", { name: "Compare", exact: true }).click();
    await page.locator(selector).first().waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const handle = page.locator('input[type=range][aria-label="Queries per day"]');
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    await page.evaluate(() => {
      globalThis.times = [];
      globalThis.sinceMove = [];
      globalThis.drawn = 0;
      new MutationObserver(() => { globalThis.drawn += 1; })
        .observe(document.querySelector(".figure svg"), { subtree: true, childList: true, attributes: true, characterData: true });
      let moved;
      addEventListener("pointermove", (event) => { moved = event.timeStamp; }, true);
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        // As browsers count it: what follows a press within half a second is expected by the reader.
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: false });
      const after = new MessageChannel();
      let from;
      let since;
      // A message posted within a frame is delivered once that frame has been laid out and painted.
      after.port1.onmessage = () => {
        globalThis.times.push(performance.now() - from);
        globalThis.sinceMove.push(performance.now() - since);
        from = undefined;
      };
      document.addEventListener("input", () => {
        if (from !== undefined) return;
        from = performance.now();
        since = moved;
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
    const { times, sinceMove, drawn, shift } = await page.evaluate(() => ({
      times: globalThis.times, sinceMove: globalThis.sinceMove, drawn: globalThis.drawn, shift: globalThis.shift,
    }));
    const at = (values, share) => {
      values.sort((a, b) => a - b);
      return values[Math.min(values.length - 1, Math.floor(share * values.length))].toFixed(1);
    };
    console.log(`${view}, ${slowdown}x slowdown: ${times.length} inputs, median ${at(times, 0.5)} ms, 95th percentile ${at(times, 0.95)} ms`
      + ` (from the pointer: ${at(sinceMove, 0.5)} and ${at(sinceMove, 0.95)} ms), figures drawn ${drawn} times, layout shift ${shift.toFixed(4)}`);
    await close();
  }
}
await site.close();
