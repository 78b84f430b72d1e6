// The page without a mouse: every step is Tab, arrows, Space or Enter, and every stop shows that it has the focus.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { headline, rowsOf, settled, start } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Most stops of a view, with room. */
const STOPS = 300;

/** What has the focus: its name as the reader is told it, and whether the place is seen. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const label = element.getAttribute("aria-label")
    ?? document.getElementById(element.getAttribute("aria-labelledby"))?.textContent
    ?? element.labels?.[0]?.textContent ?? element.textContent;
  const style = getComputedStyle(element);
  const shown = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
  return {
    name: label.trim(),
    kind: element.type || element.getAttribute("role") || element.localName,
    seen: element === document.body || (element.checkVisibility() && (shown(style)
      || shown(getComputedStyle(element.closest("label") ?? element)))),
  };
});

/** Goes on with Tab until something of this kind and name has the focus. */
async function reach(page, kind, name) {
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    assert.ok(at.seen, `the focus on ${at.kind} “${at.name}” is not seen`);
    if (at.kind === kind && (name instanceof RegExp ? name.test(at.name) : at.name === name)) return;
  }
  assert.fail(`${kind} “${name}” is not reached with the Tab key`);
}

test("a service is opened, changed, compared, improved and cited without a mouse", async () => {
  const { page, faults, close } = await site.open();
  const opening = await headline(page);

  await reach(page, "summary", "A service");
  await page.keyboard.press("Enter");
  await reach(page, "button", /^Chat with a 70B model/);
  await page.keyboard.press("Enter");
  await settled(page);
  const chat = await headline(page);
  assert.notEqual(chat, opening);

  await reach(page, "range", "Queries per day");
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("PageUp");
  await settled(page);
  assert.notEqual(await headline(page), chat);
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.equal(await headline(page), chat, "a run of keys is one step to undo");

  await reach(page, "button", "Duplicate");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".tabs .tab").count(), 2);

  await reach(page, "button", "Compare");
  await page.keyboard.press("Enter");
  await reach(page, "group", /^Scenarios side by side: /);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await page.locator(".tip").first().textContent(), "");

  await reach(page, "button", "Reduce");
  await page.keyboard.press("Enter");
  await page.locator("#view h2").first().waitFor();
  await reach(page, "checkbox", /^Larger batch size/);
  await page.keyboard.press("Space");
  await page.getByText(/^With these measures/).first().waitFor();

  await reach(page, "button", "Checklist");
  await page.keyboard.press("Enter");
  await reach(page, "checkbox", /^Meter the energy/);
  await page.keyboard.press("Space");
  const checks = await rowsOf("checklist.csv");
  await page.getByText(`1 of ${checks} done`).waitFor();

  await reach(page, "button", "Report");
  await page.keyboard.press("Enter");
  await reach(page, "button", "Show: Markdown");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#format-markdown").isVisible());
  assert.match(await page.locator("#format-latex").textContent(), /\\cite/);
  assert.deepEqual(faults, []);
  await close();
});

test("a list lets Tab go on, and Enter picks what was typed even before the list shows it", async () => {
  const { page, faults, close } = await site.open();
  const place = page.getByRole("combobox", { name: "Location", exact: true });
  await place.focus();
  await page.keyboard.press("Tab");
  const next = await page.evaluate(() => [document.activeElement.localName, document.activeElement.getAttribute("role")]);
  assert.ok(next[0] !== "body" && next[1] !== "listbox", next.join(" "));
  // Both events in one task: nothing is rendered in between.
  await place.focus();
  await place.evaluate((field) => {
    field.value = "france";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  });
  await page.waitForFunction(() => document.getElementById("pick-place").value === "France (FR)");
  assert.deepEqual(faults, []);
  await close();
});
