import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { EXAMPLE, settled, start } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

test("the print shows inputs, tables and the link, and no controls", async () => {
  const { page, faults, close } = await site.open({ colorScheme: "dark" });
  const fragment = await settled(page);
  await page.emulateMedia({ media: "print" });
  const inputs = page.locator("section.print-only");
  await inputs.waitFor();
  assert.match(await inputs.textContent(), /Accelerators\s*8\u00a0accelerators/);
  assert.match(await inputs.textContent(), /PUE/);
  assert.match(await inputs.textContent(), /Cloud region\s*aws\/us-west-1/, "choices as well as values");
  const tables = page.locator("figure table");
  assert.ok(await tables.count() > 0);
  for (const table of await tables.all()) assert.ok(await table.isVisible(), "the data of a figure");
  assert.ok(await page.locator(".figure-main").isVisible());
  const foot = page.locator("footer .print-only:not(.sign)");
  assert.ok(await foot.isVisible());
  assert.ok((await foot.textContent()).includes(site.address + fragment), await foot.textContent());
  assert.match(await page.locator("footer").textContent(), /Data: [A-Z][a-z]+ 20\d\d/);
  for (const control of ["input[type=range]", "button"]) {
    for (const element of await page.locator(control).all()) {
      const words = await element.evaluate((e) => (e.matches(".indicator, .tab") ? "" : e.outerHTML.slice(0, 90)));
      assert.ok(words === "" || !(await element.isVisible()), `printed: ${words}`);
    }
  }
  // Ink on paper, whatever the theme on screen.
  const [ground, ink] = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return [style.backgroundColor, style.color];
  });
  assert.deepEqual([ground, ink], ["rgb(255, 255, 255)", "rgb(20, 24, 31)"]);
  assert.deepEqual(faults, []);
  await close();
});

test("a chosen dark theme prints light", async () => {
  const { page, close } = await site.open({ query: "?theme=dark" });
  await page.emulateMedia({ media: "print" });
  const chart = await page.evaluate(() => getComputedStyle(document.querySelector("svg.chart text")).fill);
  // The light value of --chart-soft, the colour of ticks.
  assert.equal(chart, "rgb(91, 102, 112)");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
  await close();
});

test("a result with its inputs takes two pages of A4, with room to sign; a comparison one more", async (t) => {
  for (const [fragment, pages] of [[EXAMPLE, 2], ["#v=1&lang=fr&s=A&n=8", 2], ["#v=1&s=A&n=8&s=B&n=64", 3]]) {
    await t.test(fragment, async () => {
      const { page, close } = await site.open({ fragment });
      await settled(page);
      await page.emulateMedia({ media: "print" });
      await page.waitForFunction(() => document.querySelector("section.print-only")
        && [...document.querySelectorAll(".figure")].every((figure) => figure.querySelector("table")));
      const paper = await page.pdf({ format: "A4", margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" } });
      assert.equal(paper.toString("latin1").match(/\/Type\s*\/Page\b/g).length, pages);
      assert.ok(await page.locator(".sign").isVisible());
      await close();
    });
  }
});

test("the claims are a handout of two pages of A4", async (t) => {
  for (const fragment of ["#view=claims", "#v=1&lang=fr&view=claims&s=A&n=8"]) {
    await t.test(fragment, async () => {
      const { page, close } = await site.open({ fragment });
      await page.locator(".claims-table").first().waitFor();
      const paper = await page.pdf({ format: "A4", margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" } });
      assert.equal(paper.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 2);
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator("th", { hasText: "GPT-4" }).isVisible());
      assert.equal(await page.locator("section.print-only").count(), 0, "the inputs of a scenario are no part of it");
      await close();
    });
  }
});
