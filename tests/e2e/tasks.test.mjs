// What first-time visitors come for, in as few steps as the page promises.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { field, headline, numbers, settled, start } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Opens a question of the start card and takes one of its answers. */
async function begin(page, question, answer) {
  await page.locator(".presets summary", { hasText: question }).click();
  await page.locator(".presets").getByRole("button", { name: answer, exact: true }).click();
}

async function pick(page, label, text) {
  await page.getByRole("combobox", { name: label, exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

const view = (page, name) => page.getByRole("navigation").getByRole("button", { name, exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.id);

test("a training of one's own: type, tab, type, place, cite", async () => {
  const { page, faults, close } = await site.open();
  await begin(page, "A training run", "My training run");
  assert.equal(await page.locator(".tab[aria-pressed=true]").textContent(), "My training run");
  await page.waitForFunction(() => document.activeElement.id === "field-accelerators");
  // What stood in the field is marked: typing takes its place.
  await page.keyboard.type("512");
  await page.keyboard.press("Enter");
  await field(page, "Hours").fill("30 d");
  await page.keyboard.press("Enter");
  await pick(page, "Location", "us-east-1 aws");
  const told = await headline(page);
  assert.equal(await page.getByRole("radio", { name: "No inference" }).isChecked(), true, "no service is counted");
  await page.locator(".headline").getByRole("button", { name: "Cite", exact: true }).click();
  // The sentence is there without a further click.
  const latex = page.locator("pre", { hasText: "\\cite" });
  await latex.waitFor();
  const [amount] = told.split("\u00a0");
  const text = await latex.textContent();
  assert.ok(text.includes(amount), `${amount} in ${text}`);
  assert.ok(text.includes("512"), text);
  assert.deepEqual(faults, []);
  await close();
});

test("three places for a service: the answer comes first, and how sure it is", async () => {
  const { page, faults, close } = await site.open();
  await begin(page, "A service", "My service");
  await page.waitForFunction(() => document.activeElement.id === "field-queries_per_day");
  await page.keyboard.type("10M");
  await page.keyboard.press("Enter");
  await view(page, "Compare").click();
  // Nowhere yet: the first place is its own.
  await pick(page, "Compare another region", "france");
  await pick(page, "Compare another region", "sweden");
  await pick(page, "Compare another region", "us-east-1 aws");
  // A zone names no data centre: beside it, a cloud region gives its grid.
  assert.deepEqual(await page.locator(".tab").allTextContents(), ["France (FR)", "Sweden (SE)", "Virginia (US-VA)"]);
  const answer = page.locator(".answer");
  await answer.getByText("Sweden (SE) is lowest").first().waitFor();
  // The grids of France and Sweden are close and change from year to year: neither certain nor even.
  const [, chance] = (await answer.locator(".verdict").textContent()).match(/lowest in (\d+)% of simulations/);
  assert.ok(chance > 50 && chance < 99, `${chance}%`);
  assert.doesNotMatch(await answer.textContent(), /PUE/, "the grids alone differ");
  assert.equal(await page.locator("tr", { hasText: "location-based" }).locator(".lowest").count(), 1);
  assert.equal(await page.locator(".notes .note").count(), 0, "all on one basis");
  assert.deepEqual(faults, []);
  await close();
});

test("two cloud regions keep their own data centres, and the answer says so", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=compare&s=A&r=aws%2Fus-east-1&n=8" });
  await pick(page, "Compare another region", "stockholm aws");
  await page.locator(".answer").getByText(/PUE: A: 1\.15 · Stockholm/).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("a basis that not all places have is told, and one click puts all on the life cycle", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=compare&s=A&z=US-VA&gb=combustion&s=B&z=SE&gb=combustion" });
  const note = page.locator(".notes").getByText("different emission-factor bases");
  await note.waitFor();
  const before = await page.locator("tr", { hasText: "location-based" }).textContent();
  await page.getByRole("button", { name: "Use life-cycle values in all scenarios" }).first().click();
  await page.waitForFunction(() => !document.querySelector(".notes .note"));
  assert.notEqual(await page.locator("tr", { hasText: "location-based" }).textContent(), before);
  await page.getByRole("button", { name: "Undo" }).click();
  await note.waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("a link with a place of an earlier version opens with the same figure", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&s=A&z=SE.c&n=8" });
  await page.waitForFunction(() => document.getElementById("pick-place").value === "Sweden (SE)");
  assert.match(await page.locator(".place-note").first().textContent(), /21\s?g/);
  assert.deepEqual(faults, []);
  await close();
});

test("one piece of work elsewhere fills the row and then says no more", async () => {
  const { page, faults, close } = await site.open();
  await begin(page, "Compare and decide", "Same workload in up to four places");
  const places = page.getByRole("combobox", { name: "Compare another region" });
  for (const place of ["france", "sweden", "norway"]) {
    await pick(page, "Compare another region", place);
    await page.locator(".tab", { hasText: new RegExp(place, "i") }).waitFor();
  }
  assert.equal(await places.count(), 0, "four are the most");
  assert.equal(await page.locator(".tab").count(), 4);
  await page.getByRole("button", { name: "Undo" }).click();
  await places.waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("on a phone the bar of the result leads to it", async () => {
  const { page, faults, close } = await site.open({ width: 375, height: 700 });
  const result = page.locator("#result");
  const top = () => result.evaluate((element) => element.getBoundingClientRect().top);
  assert.ok(await top() > 700, "below what is seen at first");
  await page.locator(".pin").click();
  await page.waitForFunction(() => document.querySelector("#result").getBoundingClientRect().top < 200);
  assert.deepEqual(faults, []);
  await close();
});

test("what is typed after a pick begins a new search", async () => {
  const { page, faults, close } = await site.open();
  await pick(page, "Location", "france");
  const where = page.getByRole("combobox", { name: "Location", exact: true });
  assert.equal(await where.inputValue(), "France (FR)");
  await page.keyboard.press("End");
  await page.keyboard.type("swed");
  assert.equal(await where.inputValue(), "swed");
  await page.keyboard.press("Enter");
  assert.equal(await where.inputValue(), "Sweden (SE)");
  assert.equal((await numbers(page)).length > 20, true);
  assert.equal(await focused(page), "pick-place");
  assert.deepEqual(faults, []);
  await close();
});

test("a tap on a number marks it, so that what is typed takes its place", async () => {
  const { page, faults, close } = await site.open({ width: 375, hasTouch: true, isMobile: true });
  const hours = field(page, "Hours");
  await hours.tap();
  await page.waitForFunction(() => getSelection().toString() === document.activeElement.value);
  await page.keyboard.type("720");
  await page.keyboard.press("Enter");
  assert.equal(await hours.inputValue(), "720");
  assert.deepEqual(faults, []);
  await close();
});

test("every place of the list beside the answer can be seen and taken", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=compare" });
  await page.getByRole("combobox", { name: "Compare another region", exact: true }).fill("norway");
  const option = page.getByRole("option", { name: /Norway/ }).first();
  // Not cut off by the card it hangs out of: it is what lies under the pointer.
  const box = await option.boundingBox();
  const hit = await page.evaluate(([x, y]) => document.elementFromPoint(x, y).closest("[role=option]")?.textContent, [box.x + 20, box.y + box.height / 2]);
  assert.match(hit, /Norway/);
  await option.click();
  assert.equal(await page.locator(".tab").count(), 2);
  assert.deepEqual(faults, []);
  await close();
});
