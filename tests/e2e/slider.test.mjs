import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { field, headline, slider, start, waitForValue } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

test("dragging changes the number in the same frame and the chart in that or the next", async () => {
  const { page, faults, close } = await site.open();
  const handle = slider(page, "Queries per day");
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  await page.evaluate(() => {
    globalThis.samples = [];
    const range = document.querySelector('input[type=range][aria-label="Queries per day"]');
    const sample = () => {
      globalThis.samples.push([
        range.value,
        document.querySelector(".figure-main").textContent,
        document.querySelector("svg.chart").innerHTML,
      ]);
    };
    // A task queued within a frame runs after that frame was laid out and painted, before the next input.
    const frame = () => {
      setTimeout(sample);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  for (let step = 0; step <= 20; step += 1) await page.mouse.move(box.x + box.width * (0.5 + step * 0.02), y);
  await page.mouse.up();
  await page.waitForTimeout(100);
  const frames = await page.evaluate(() => globalThis.samples);
  const changes = { position: 0, number: 0, chart: 0, late: 0 };
  const changed = frames.slice(1).map((frame, i) => [0, 1, 2].map((k) => frame[k] !== frames[i][k]));
  changed.forEach(([position, number, chart], i) => {
    const [before, after] = [changed[i - 1] ?? [], changed[i + 1] ?? []];
    changes.position += position;
    changes.number += number;
    changes.chart += chart;
    // Small steps may leave the rounded number as it is; but it may not follow in a later frame, and the chart, drawn in
    // a task of its own, no later than the next.
    if (number && !position) changes.late += 1;
    if (chart && !position && !before[0]) changes.late += 1;
    if (number && !chart && !after[2]) changes.late += 1;
  });
  assert.deepEqual(faults, []);
  assert.ok(changes.position >= 5 && changes.number >= 5 && changes.chart >= 5, JSON.stringify(changes));
  assert.equal(changes.late, 0, JSON.stringify(changes));
  assert.deepEqual(faults, []);
  await close();
});

test("a drag is one step to undo", async () => {
  const { page, close } = await site.open();
  const before = await field(page, "Queries per day").inputValue();
  const handle = slider(page, "Queries per day");
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  for (let step = 0; step <= 10; step += 1) await page.mouse.move(box.x + box.width * (0.5 + step * 0.02), y);
  await page.mouse.up();
  assert.notEqual(await field(page, "Queries per day").inputValue(), before);
  await page.getByRole("button", { name: "Undo" }).click();
  await waitForValue(field(page, "Queries per day"), before);
  await close();
});

test("keys move a slider and what it says", async () => {
  const { page, faults, close } = await site.open();
  const handle = slider(page, "Accelerators");
  const value = async () => Number((await field(page, "Accelerators").inputValue()).replaceAll(",", ""));
  await handle.focus();
  const seen = [await value()];
  for (const [key, up] of [["ArrowRight", true], ["ArrowUp", true], ["PageUp", true], ["ArrowLeft", false], ["PageDown", false], ["ArrowDown", false]]) {
    await page.keyboard.press(key);
    seen.push(await value());
    const [last, now] = seen.slice(-2);
    assert.ok(up ? now > last : now < last, `${key}: ${last} -> ${now}`);
  }
  await page.keyboard.press("Home");
  assert.equal(await value(), 1);
  assert.equal(await handle.getAttribute("aria-valuetext"), "1\u00a0accelerator");
  await page.keyboard.press("End");
  assert.equal(await value(), 1_000_000);
  assert.deepEqual(faults, []);
  await close();
});

test("what is typed is understood, or answered and kept", async (t) => {
  const { page, faults, close } = await site.open();
  const input = field(page, "Accelerators");
  const error = page.locator("#error-accelerators");
  const type = async (text) => {
    await input.fill(text);
    await input.press("Enter");
  };
  const clear = async () => {
    await input.press("Escape");
    for (const close of await page.getByRole("button", { name: "Close" }).all()) await close.click();
    await type("8");
    assert.equal(await error.count(), 0);
  };
  for (const [typed, shown] of [["1e6", "1,000,000"], ["2.5k", "2,500"], ["1,000", "1,000"], [" 16 ", "16"]]) {
    await t.test(`understood: ${typed}`, async () => {
      await type(typed);
      await waitForValue(input, shown);
      assert.equal(await error.count(), 0);
      await clear();
    });
  }
  for (const [typed, shown, message] of [["-1", "1", /-1|−1/], ["1e7", "1,000,000", /10,000,000/]]) {
    await t.test(`clamped: ${typed}`, async () => {
      await type(typed);
      await waitForValue(input, shown);
      const said = await error.textContent();
      assert.match(said, /Accelerators/);
      assert.match(said, message);
      await clear();
    });
  }
  await t.test("undo takes along what was said of a value", async () => {
    await type("-1");
    assert.equal(await error.count(), 1);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await error.waitFor({ state: "detached" });
    await waitForValue(input, "8");
  });
  for (const typed of ["1e999", "NaN", "", "abc", "5 kg", "1e"]) {
    await t.test(`refused and kept: "${typed}"`, async () => {
      const before = await headline(page);
      await type(typed);
      assert.equal(await input.inputValue(), typed, "the typed text stays");
      assert.equal(await input.getAttribute("aria-invalid"), "true");
      const message = await error.textContent();
      assert.match(message, /8\u00a0accelerators/, "it says which value stays in use");
      assert.equal(await headline(page), before);
      await clear();
    });
  }
  await t.test("the page still works", async () => {
    const before = await headline(page);
    await type("512");
    assert.notEqual(await headline(page), before);
    assert.deepEqual(faults, []);
  });
  await close();
});

test("undo, redo and reset", async () => {
  const { page, faults, close } = await site.open();
  const input = field(page, "Hours");
  const undo = page.getByRole("button", { name: "Undo" });
  const redo = page.getByRole("button", { name: "Redo" });
  assert.ok(await undo.isDisabled());
  for (const text of ["48", "96"]) {
    await input.fill(text);
    await input.press("Enter");
  }
  await undo.click();
  await waitForValue(input, "48");
  await redo.click();
  await waitForValue(input, "96");
  assert.ok(await redo.isDisabled());
  await slider(page, "Hours").focus();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await waitForValue(input, "24");
  await page.keyboard.press("Control+Shift+z");
  await waitForValue(input, "48");
  await page.keyboard.press("Control+y");
  await waitForValue(input, "96");
  await page.getByRole("button", { name: "Reset to default: Hours" }).click();
  await waitForValue(input, "24");
  assert.equal(await page.getByRole("button", { name: "Reset to default: Hours" }).count(), 0);
  assert.deepEqual(faults, []);
  await close();
});
