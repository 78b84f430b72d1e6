import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { OPENING, field, headline, openMenu, ready, start, waitForValue } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const choose = async (page, name) => {
  await openMenu(page, "settings");
  await Promise.all([page.waitForEvent("load"), page.locator("select.language").selectOption({ label: name })]);
  await ready(page);
};

test("another language keeps scenarios and view, is remembered, and goes into the link", async () => {
  const { page, context, faults, close } = await site.open({ fragment: "#v=1&view=compare&s=Mine&n=64&s=Yours&n=8" });
  await choose(page, "Français");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
  assert.equal(await page.locator(".views [aria-current=page]").textContent(), "Comparer");
  assert.deepEqual(await page.locator(".tabs .tab").allTextContents(), ["Mine", "Yours"]);
  assert.match(page.url(), /[#&]lang=fr/);
  const again = await context.newPage();
  await again.goto(page.url().split("#")[0]);
  await ready(again);
  assert.equal(await again.locator(".views [aria-current=page]").textContent(), "Résultat");
  await choose(again, "English");
  assert.equal(await again.locator(".views [aria-current=page]").textContent(), "Result");
  assert.deepEqual(faults, []);
  await close();
});

test("the browser's language is spoken where nobody has chosen one", async () => {
  for (const [locale, word] of [["fr-CA", "Résultat"], ["de-DE", "Result"]]) {
    const { page, close } = await site.open({ locale, fragment: OPENING });
    assert.equal(await page.locator(".views [aria-current=page]").textContent(), word, locale);
    await close();
  }
});

test("numbers are written and read as the language does", async () => {
  const { page, close } = await site.open({ fragment: "#v=1&lang=fr&s=A&n=8" });
  const pue = field(page, "Énergie par requête");
  await pue.fill("1 234,5");
  await pue.press("Enter");
  assert.match(await pue.inputValue(), /^1\s234,5$/);
  assert.match(await headline(page), /^\d{1,3}(\s\d{3})*(,\d+)?\s/);
  await close();
});

test("views that are downloaded later are in that language too, down to the sentences of its charts", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&lang=fr&view=uncertainty&s=A&n=8" });
  const view = page.locator("#view");
  await view.locator("figure").first().waitFor();
  assert.match(await view.locator("figcaption").first().textContent(), /la moitié des simulations/);
  assert.deepEqual(faults, []);
  await close();
});

test("words that cannot be fetched end on the failure page, not on an empty one", async () => {
  const server = await site.serve((name) => (name.includes("words-") ? 503 : undefined));
  const { page, close } = await site.open({ address: server.address, wait: false });
  await page.locator(".failure h1").waitFor();
  assert.equal(await page.locator(".failure h1").textContent(), "The calculator could not be downloaded");
  await close();
  server.close();
});

test("countries have their names in the reader's language and are found by both", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&lang=fr&s=A&n=8" });
  const where = page.getByRole("combobox", { name: "Lieu", exact: true });
  for (const [typed, found] of [["Suède", "Suède (SE)"], ["Monde", "Monde (WORLD)"], ["Virginie", "Virginie (US-VA)"], ["stockholm aws", "Stockholm · eu-north-1 (aws)"]]) {
    await where.fill(typed);
    await page.keyboard.press("Enter");
    await waitForValue(where, found);
  }
  await where.fill("sweden");
  assert.ok((await page.getByRole("option").allTextContents()).some((option) => option.startsWith("Suède (SE)")));
  // One place, whatever was fetched for it.
  await where.fill("suède");
  const named = (await page.getByRole("option").allTextContents()).filter((option) => option.startsWith("Suède ("));
  assert.equal(named.length, 1);
  // A town without a figure of its own: what stands for it is said.
  await where.fill("Cambridge, MA, USA");
  await page.locator("#list-place").getByText("Cambridge").waitFor();
  await page.keyboard.press("Enter");
  await waitForValue(where, "Massachusetts (US-MA)");
  assert.deepEqual(faults, []);
  await close();
});
