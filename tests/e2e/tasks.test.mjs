// What first-time visitors come for, in as few steps as the page promises.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { OPENING, field, headline, numbers, openMenu, openView, settled, start, waitForValue } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** Opens a question and takes one of its answers. */
async function begin(page, question, answer) {
  await page.locator(".question summary", { hasText: question }).click();
  await page.locator(".questions").getByRole("button", { name: answer, exact: true }).click();
}

async function pick(page, label, text) {
  await page.getByRole("combobox", { name: label, exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

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
  assert.match(await page.locator(".group summary", { hasText: "Inference" }).textContent(), /No inference/, "no service is counted");
  await openMenu(page, "share");
  await page.getByRole("button", { name: "Cite and export…" }).click();
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
  await openView(page, "compare");
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

test("on a phone a slider and the number it changes are seen together, and a tap shows the chart", async () => {
  for (const [width, height] of [[390, 844], [360, 640]]) {
    const { page, faults, close } = await site.open({ fragment: OPENING, width, height });
    const bar = page.locator(".pin");
    const said = () => bar.locator("b").textContent();
    const before = await said();
    const queries = field(page, "Queries per day");
    await queries.fill("100,000,000");
    await queries.press("Enter");
    await page.waitForFunction((before) => document.querySelector(".pin b").textContent !== before, before);
    // Nothing of a long number is cut off.
    assert.ok(await queries.evaluate((element) => element.scrollWidth <= element.clientWidth), "100,000,000 fits");
    for (const element of [queries, bar]) {
      const box = await element.boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= height + 1, `${box.y} to ${box.y + box.height} of ${height}`);
    }
    const open = bar.getByRole("button");
    await open.click();
    await bar.locator("svg[role=img]").waitFor();
    await open.click();
    await bar.locator("svg[role=img]").waitFor({ state: "detached" });
    assert.deepEqual(faults, []);
    await close();
  }
});

test("the first screen has the sliders, the number and the chart, and no warning", async () => {
  for (const [width, height] of [[1366, 768], [1440, 900]]) {
    const { page, faults, close } = await site.open({ fragment: OPENING, width, height });
    const seen = [
      ...["Accelerators", "Hours", "Queries per day", "Energy per query"].map((name) => field(page, name)),
      page.getByRole("combobox", { name: "Location", exact: true }),
      page.locator(".figure-main"), page.locator(".figure-range"), page.locator(".headline figure svg"), page.locator(".crossover"),
    ];
    for (const element of seen) {
      const box = await element.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= height, `${element}: ${JSON.stringify(box)}`);
    }
    assert.equal(await page.locator(".notes .note").count(), 0);
    assert.match(await page.locator(".crossover").textContent(), /Inference overtakes training after \d+\sdays \(90% interval/);
    assert.equal(await page.locator(".tab").count(), 2);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("when does inference overtake training: the answer with its picture", async () => {
  const { page, faults, close } = await site.open({ fragment: OPENING });
  const [, days] = (await page.locator(".crossover").textContent()).match(/after ([\d.]+)\sdays/);
  const figure = page.locator("figure", { has: page.getByRole("heading", { name: /^Training and inference over time/ }) });
  assert.ok((await figure.locator("svg.chart").textContent()).includes(`${days}\u00a0days`));
  const ticks = await figure.locator("svg .c-tick").allTextContents();
  const months = ticks.filter((tick) => tick.endsWith("months"));
  assert.ok(months.length >= 3 && months.every((tick) => /^\d+\smonths$/.test(tick)), ticks.join(", "));
  const units = new Set(ticks.filter((tick) => !tick.endsWith("months")).map((tick) => tick.replace(/^[\d.,]+\s/, "")));
  assert.equal(units.size, 1, `one unit: ${[...units]}`);
  const [download] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "SVG", exact: true }).click()]);
  assert.match(download.suggestedFilename(), /^genai-footprint-timeline-ghg_location_kg-frankfurt-stockholm-20\d\d-\d\d-\d\d\.svg$/);
  const picture = (await readFile(await download.path(), "utf8")).replaceAll("\u00a0", " ");
  for (const part of ["Training and inference over time", "Inference overtakes training", "Frankfurt: ", "Accelerators 64", "90% interval: from", "GenAI Footprint 0.", site.address]) {
    assert.ok(picture.includes(part), part);
  }
  assert.deepEqual(faults, []);
  await close();
});

test("what is typed after a pick begins a new search", async () => {
  const { page, faults, close } = await site.open();
  await pick(page, "Location", "france");
  const where = page.getByRole("combobox", { name: "Location", exact: true });
  await waitForValue(where, "France (FR)");
  await page.keyboard.press("End");
  await page.keyboard.type("swed");
  await waitForValue(where, "swed");
  await page.keyboard.press("Enter");
  await waitForValue(where, "Sweden (SE)");
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
  await waitForValue(hours, "720");
  assert.deepEqual(faults, []);
  await close();
});

test("every place of the list beside the answer can be seen and taken", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=compare&s=Mine" });
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

test("an example that replaced a scenario can be added instead", async () => {
  const { page, faults, close } = await site.open();
  const [first] = await page.locator(".tab").allTextContents();
  assert.equal(first, "Example");
  await begin(page, "A training run", "GPT-3 training");
  const note = page.locator(".notes .note", { hasText: `“${first}” was replaced by “GPT-3 training”.` });
  await note.getByRole("button", { name: "Add it instead" }).click();
  await note.waitFor({ state: "detached" });
  assert.deepEqual(await page.locator(".tab").allTextContents(), [first, "GPT-3 training"]);
  // What an example sets names the example and its source, also for whoever opens its link.
  const origin = page.locator(".field", { has: page.locator("#field-training_hours") }).locator(".source summary");
  assert.match(await origin.textContent(), /As in “GPT-3 training” · Patterson/);
  assert.deepEqual(faults, []);
  await close();
});

test("three questions about claims, each answered where it is asked", async () => {
  const { page, faults, close } = await site.open();
  await openView(page, "claims");
  const row = (text) => page.locator(".claims-table tr", { hasText: text });
  await row("GPT-4 (about 1.7T)").waitFor();
  // Is it true that GPT-4's training emitted 1,000 tons?
  assert.match(await row("GPT-4 (about 1.7T)").textContent(), /1,000–22,000\st\sCO₂e.*speculative.*OpenAI has published nothing/);
  // What do Google's 100 % renewables change in my result?
  const google = row("Google: 100% renewable");
  assert.match(await google.textContent(), /Market-based: .* → .*location-based: unchanged/);
  await google.getByRole("button").click();
  await google.getByRole("button", { name: /Applied/ }).waitFor();
  const link = await settled(page);
  assert.match(link, /cs=1/);
  assert.match(link, /cg=0/);
  // Does quantisation save 75 %?
  const quantisation = row("Quantisation: 2 to 4 times faster");
  assert.match(await quantisation.textContent(), /energy −32% to \+58%.*rough/);
  await quantisation.getByRole("button").click();
  await page.locator(".levers").first().waitFor();
  assert.match(await settled(page), /view=mitigate.*levers=quantise/);
  assert.ok(await page.locator(".levers input:checked").count() > 0);
  assert.deepEqual(faults, []);
  await close();
});

test("two scenarios of one claim are compared", async () => {
  const { page, close } = await site.open();
  await openView(page, "claims");
  await page.locator(".claims-table tr", { hasText: "BLOOM on French" }).getByRole("button").click();
  assert.match(await settled(page), /view=compare/);
  await page.locator(".tab", { hasText: "GPT-3, same boundary" }).waitFor();
  // There is no room for two more: the next pair opens elsewhere.
  await openView(page, "claims");
  await page.locator(".claims-table tr", { hasText: "Fine-tuning instead of training" }).getByRole("link", { name: /Open as scenario/ }).waitFor();
  await close();
});
