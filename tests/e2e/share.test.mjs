import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { field, headline, numbers, openMenu, openView, ready, settled, start, waitForValue } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const notes = (page) => page.locator(".notes .note").allTextContents();
const add = (page) => page.getByRole("button", { name: "Add scenario" });

async function type(page, label, text) {
  const input = field(page, label);
  await input.fill(text);
  await input.press("Enter");
}

/** Four scenarios that differ, the third one in hand. */
async function four(page) {
  for (const text of ["16", "512", "1e4"]) {
    await add(page).click();
    await type(page, "Accelerators", text);
  }
  await page.locator(".tab").nth(2).click();
  await type(page, "Hours", "720");
}

test("a reload shows identical numbers", async () => {
  const { page, faults, close } = await site.open();
  await type(page, "Accelerators", "1234");
  await type(page, "Energy per query", "0.37");
  const [before, said] = [await numbers(page), await notes(page)];
  assert.ok(before.length > 20, `${before.length} numbers`);
  await settled(page);
  await page.reload();
  await ready(page);
  assert.deepEqual(await numbers(page), before);
  assert.deepEqual(await notes(page), said, "an own link raises no note");
  assert.deepEqual(faults, []);
  await close();
});

test("a copied link opens four scenarios elsewhere", async () => {
  const first = await site.open({ permissions: ["clipboard-read", "clipboard-write"] });
  await four(first.page);
  assert.ok(await add(first.page).isDisabled(), "four are the most");
  const before = await numbers(first.page);
  await openMenu(first.page, "share");
  await first.page.getByRole("button", { name: "Copy link" }).click();
  await first.page.getByRole("button", { name: "Link copied" }).waitFor();
  const link = await first.page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(site.address), link);
  assert.ok(link.length < 2000, `${link.length} characters`);
  const second = await site.open({ fragment: new URL(link).hash });
  assert.equal(await second.page.locator(".tab").count(), 4);
  assert.equal(await second.page.locator(".tab[aria-pressed=true]").textContent(), await first.page.locator(".tab[aria-pressed=true]").textContent());
  assert.deepEqual(await numbers(second.page), before);
  assert.equal(await settled(second.page), new URL(link).hash);
  assert.deepEqual([...first.faults, ...second.faults], []);
  await first.close();
  await second.close();
});

test("every link ever issued opens without a complaint", async (t) => {
  const golden = (await readFile(new URL("../golden/share_urls.txt", import.meta.url), "utf8"))
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  assert.ok(golden.length > 0);
  const { page, faults, close } = await site.open();
  for (const link of golden) {
    await t.test(link, async () => {
      await page.goto("about:blank");
      await page.goto(`${site.address}#${link}`);
      await ready(page);
      const said = (await notes(page)).filter((text) => /link|holds/i.test(text));
      // Data of another version are the one thing that may be said.
      assert.deepEqual(said.filter((text) => !/made with data version/.test(text)), []);
      assert.equal(await page.locator(".tab").count(), link.split("&").filter((pair) => pair.startsWith("s=")).length);
      assert.deepEqual(faults, []);
    });
  }
  await close();
});

test("a damaged link gives a working page and says what was dropped", async (t) => {
  const long = `v=1&s=Long&n=16&${"junk=1&".repeat(14_300)}`;
  assert.ok(long.length > 100_000);
  const cases = [
    ["100 kB", long, [/too long/], "16"],
    ["unknown region", "v=1&s=A&n=16&r=moon/base-1", [/moon\/base-1.*not in our tables/], "16"],
    ["later version", "v=9&s=A&n=16", [/version 9/], "16"],
    ["other data", "v=1&d=2020.01&s=A&n=16", [/data version 2020\.01/], "16"],
    ["no link at all", "hello%20world", [/not a valid scenario link/], "64"],
    ["broken escapes", "%E0%A4%A&&&==%", [], "64"],
    ["numbers that are none", "v=1&s=A&n=abc&t=NaN&pue=1e999&q=-1", [/“abc”/, /“NaN”/, /∞/, /-1|−1/], "8"],
    ["unknown key", "v=1&s=A&n=16&zz9=later", [/zz9/], "16"],
    ["too many scenarios", "v=1&s=A&n=16&s=B&s=C&s=D&s=E&s=F", [/2 more scenarios/], "16"],
    ["markup", "v=1&s=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&n=16", [], "16"],
  ];
  for (const [name, fragment, said, accelerators] of cases) {
    await t.test(name, async () => {
      const { page, faults, close } = await site.open({ fragment: `#${fragment}` });
      const found = (await notes(page)).join("\n");
      for (const expected of said) assert.match(found, expected);
      assert.equal(await field(page, "Accelerators").inputValue(), accelerators);
      assert.doesNotMatch(await headline(page), /NaN|inf|∞/i);
      const before = await headline(page);
      await type(page, "Accelerators", "4096");
      assert.notEqual(await headline(page), before, "the page works");
      assert.deepEqual(faults, []);
      await close();
    });
  }
});

test("a key of a later version survives in the link", async () => {
  const { page, close } = await site.open({ fragment: "#v=1&s=A&n=16&zz9=later" });
  await type(page, "Accelerators", "32");
  assert.match(await settled(page), /n=32.*zz9=later/);
  await close();
});

test("a link put into the address bar of an open page is followed", async () => {
  const { page, faults, close } = await site.open();
  await page.evaluate(() => { location.hash = "#v=1&s=Typed&n=77"; });
  await page.locator(".tab:has-text('Typed')").waitFor();
  await waitForValue(field(page, "Accelerators"), "77");
  await page.getByRole("button", { name: "Undo" }).click();
  // What was there before is one step back.
  await waitForValue(field(page, "Accelerators"), "8");
  assert.deepEqual(faults, []);
  await close();
});

test("where the clipboard is denied the link can be copied by hand", async () => {
  const { page, faults, close } = await site.open({
    prepare: (page) => page.addInitScript(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
    }),
  });
  await openMenu(page, "share");
  await page.getByRole("button", { name: "Copy link" }).click();
  const input = page.getByLabel("Copy this link:");
  await input.waitFor();
  assert.equal(await input.inputValue(), site.address + (await settled(page)));
  const selected = await input.evaluate((element) => element.selectionEnd - element.selectionStart === element.value.length);
  assert.ok(selected, "the whole link is selected");
  assert.deepEqual(faults, []);
  await close();
});

test("where storage is denied the page and its theme work", async () => {
  const { page, faults, close } = await site.open({
    prepare: (page) => page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
    }),
  });
  const theme = page.getByRole("button", { name: /^Theme/ });
  // From the system's choice to the other one first: every press shows.
  for (const next of ["dark", "light", undefined]) {
    await openMenu(page, "settings");
    await theme.click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), next);
  }
  assert.deepEqual(faults, []);
  await close();
});

test("the theme is remembered, and there from the first paint", async () => {
  const { page, close } = await site.open({ colorScheme: "light" });
  await openMenu(page, "settings");
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.reload({ waitUntil: "domcontentloaded" });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await close();
});

test("Back and Forward go from view to view and leave the scenarios as they are", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&s=Mine&n=16" });
  const view = () => page.locator(".views [aria-current=page]").textContent();
  const start = await view();
  assert.equal(await page.title(), "Mine · GenAI Footprint");
  await openView(page, "compare");
  await page.locator("#view h2").first().waitFor();
  await field(page, "Accelerators").fill("64");
  await field(page, "Accelerators").press("Enter");
  await page.getByRole("button", { name: "Reduce", exact: true }).click();
  await page.locator("#view h2").first().waitFor();
  await page.goBack();
  await page.waitForFunction(() => document.querySelector(".views [aria-current=page]").textContent === "Compare");
  await page.goBack();
  await page.locator(".headline").waitFor();
  assert.equal(await view(), start);
  assert.equal(await field(page, "Accelerators").inputValue(), "64");
  assert.match(await settled(page), /n=64/);
  await page.goForward();
  await page.locator("#view h2").first().waitFor();
  assert.equal(await view(), "Compare");
  assert.match(await settled(page), /view=compare/);
  assert.deepEqual(faults, []);
  await close();
});
