import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { EXAMPLE, OPENING, VIEWS, field, headline, openMenu, start, waitForValue } from "./lib.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let site;
before(async () => { site = await start(); });
after(() => site.close());

/** What axe finds: rule and place. It is put there by the debugger, so the policy of the page stays as it is. */
async function violations(page) {
  // As tall as the page: what the bar at the bottom covers is a matter of scrolling.
  const { width } = page.viewportSize();
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), RULES);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary.split("\n")[1] ?? ""}`).join(" | ")}`);
}

const FOUR = "#v=1&s=First&n=8&s=Second&n=64&s=Third&z=FR&s=Fourth&tm=compute";
const STATES = [
  ["result", OPENING, async () => {}],
  ["a menu open", OPENING, (page) => openMenu(page, "share")],
  ["everything unfolded", EXAMPLE, (page) => page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }))],
  ["four scenarios", FOUR, async () => {}],
  ["compare", `${FOUR.replace("v=1", "v=1&view=compare")}`, async () => {}],
  ["mitigate", "#v=1&view=mitigate&levers=batch:64,keep_hardware:7&s=A&im=tokens", async (page) => {
    await page.getByRole("textbox", { name: "Limit" }).fill("2000");
    await page.evaluate(() => document.querySelectorAll(".lazy-view details").forEach((d) => { d.open = true; }));
  }],
  ["uncertainty", `${FOUR.replace("v=1", "v=1&view=uncertainty")}`, async () => {}],
  ["methods", "#v=1&view=methods&s=A&n=8", (page) => page.locator(".methods button").first().click()],
  ["leaderboard", "#v=1&view=leaderboard&s=A", async () => {}],
  ["checklist", "#v=1&view=checklist&done=meter_energy&s=A", async () => {}],
  ["sources", "#v=1&view=sources&s=A", (page) => page.locator(".formula-part summary").first().click()],
  ["take away", "#v=1&view=takeaway&s=A", async (page) => {
    await page.locator(".formats button[aria-expanded]").first().click();
    await page.getByText("Paste text instead").click();
    await page.locator("textarea").fill("hardware,hours\nA100,24\n");
    await page.getByRole("button", { name: "Read the text" }).click();
    await page.locator(".import-result").waitFor();
  }],
  ["picker open", EXAMPLE, async (page) => {
    await page.getByRole("combobox", { name: "Accelerator", exact: true }).focus();
    await page.locator(".options [role=option]").first().waitFor();
  }],
  ["picker without a match", EXAMPLE, (page) => page.getByRole("combobox", { name: "Accelerator", exact: true }).fill("qqqqqq")],
  ["tables open", OPENING, async (page) => {
    const closed = page.locator(".chart-tools button[aria-expanded=false]:visible");
    while (await closed.count() > 0) await closed.first().click();
  }],
  ["notes and an error shown", "#v=9&d=2020.01&s=A&n=-1&t=abc&r=moon/base-1&zz9=1", async (page) => {
    await field(page, "Accelerators").fill("abc");
    await field(page, "Accelerators").press("Enter");
  }],
  // Words of another length and their marks; what differs between views does not differ between languages.
  ...VIEWS.map((view) => [`French ${view}`, `#v=1&lang=fr&view=${view}&s=A&n=8&s=B&n=64`, async () => {}]),
  ["failure page", EXAMPLE, (page) => page.evaluate(() => globalThis.genaiFootprint.fail("text"))],
];

for (const width of [1280, 375]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${colorScheme}`, async (t) => {
      for (const [name, fragment, arrange] of STATES) {
        await t.test(name, async () => {
          const { page, close } = await site.open({ fragment, width, colorScheme, reducedMotion: "reduce" });
          await arrange(page);
          const found = await violations(page);
          await close();
          assert.deepEqual(found, []);
        });
      }
    });
  }
}

test("axe finds nothing on the skeleton", async () => {
  const server = await site.serve((name) => (name.endsWith(".wasm") ? new Promise(() => {}) : undefined));
  const { page, close } = await site.open({ address: server.address, wait: false });
  assert.deepEqual(await violations(page), []);
  await close();
  server.close();
});

test("the chosen theme holds against the system's", async (t) => {
  for (const [theme, colorScheme] of [["dark", "light"], ["light", "dark"]]) {
    await t.test(`${theme} on a ${colorScheme} system`, async () => {
      const { page, close } = await site.open({ query: `?theme=${theme}`, colorScheme });
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      const found = await violations(page);
      await close();
      assert.deepEqual(found, []);
    });
  }
});

test("targets are at least 24 px", async (t) => {
  for (const width of [1280, 375]) {
    for (const [name, fragment, arrange] of STATES.slice(0, 6)) {
      await t.test(`${name}, ${width} px`, async () => {
        const { page, close } = await site.open({ fragment, width });
        await arrange(page);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("button, summary, select, input:not([type=radio]), a.button, .segments label, [role=option]")]
            .filter((element) => element.checkVisibility() && !element.closest(".skip"))
            .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
            // Half a pixel of rounding is not what the rule is about.
            .filter(([, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
            .map(([html, box]) => `${box.width.toFixed(1)} x ${box.height.toFixed(1)} ${html}`));
        await close();
        assert.deepEqual(small, []);
      });
    }
  }
});

test("nothing runs over the edge", async (t) => {
  for (const [name, fragment, arrange] of STATES) {
    await t.test(name, async () => {
      const { page, close } = await site.open({ fragment, width: 320 });
      await arrange(page);
      for (const width of [320, 375, 768, 1280, 3840]) {
        await page.setViewportSize({ width, height: 900 });
        // Two frames: figures are drawn again for the new width.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const over = await page.evaluate(() => {
          const limit = document.documentElement.clientWidth;
          const scrolls = (element) => element.closest(".scroll, .visually-hidden, .skip, .options, .views, .group-views, .tabs, .indicators, pre, svg");
          const wide = [...document.body.querySelectorAll("*")]
            .filter((element) => element.checkVisibility() && !scrolls(element))
            .filter((element) => element.getBoundingClientRect().right > limit + 1)
            .map((element) => `${element.tagName}.${element.className} ends at ${element.getBoundingClientRect().right.toFixed(0)}`);
          const page = document.documentElement.scrollWidth;
          return page > limit ? [`the page is ${page} px wide`, ...wide] : wide;
        });
        assert.deepEqual(over.slice(0, 5), [], `at ${width} px`);
      }
      await close();
    });
  }
});

test("the picker by keyboard", async () => {
  const { page, faults, close } = await site.open();
  const picker = page.getByRole("combobox", { name: "Accelerator", exact: true });
  const list = page.locator("#list-accelerator");
  await picker.focus();
  const all = await list.getByRole("option").count();
  await page.keyboard.type("h100");
  const some = await list.getByRole("option").count();
  assert.ok(some > 1 && some < all, `${some} of ${all}`);
  const active = () => picker.getAttribute("aria-activedescendant");
  const first = await active();
  await page.keyboard.press("ArrowDown");
  const second = await active();
  assert.notEqual(second, first);
  assert.ok(await page.locator(`#${second}`).isVisible(), "the marked row exists and is in sight");
  const name = await page.locator(`#${second} span`).first().textContent();
  const before = await headline(page);
  await page.keyboard.press("Enter");
  await waitForValue(picker, name);
  assert.equal(await list.isVisible(), false);
  assert.notEqual(await headline(page), before);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("zzzz");
  await page.keyboard.press("Escape");
  assert.equal(await list.isVisible(), false);
  await waitForValue(picker, name);
  assert.deepEqual(faults, []);
  await close();
});

test("a figure by arrow keys", async () => {
  const { page, faults, close } = await site.open();
  const figure = page.locator("figure").first();
  const tip = figure.locator(".tip");
  await figure.locator(".plot").focus();
  assert.equal(await tip.textContent(), "");
  await page.keyboard.press("ArrowRight");
  const first = await tip.textContent();
  assert.match(first, /: .*\d/);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await tip.textContent(), first);
  assert.equal(await figure.locator("svg .mark.current").count(), 1, "the mark in hand is marked");
  await page.keyboard.press("Home");
  assert.equal(await tip.textContent(), first);
  await page.keyboard.press("Escape");
  assert.equal(await tip.textContent(), "");
  assert.deepEqual(faults, []);
  await close();
});

test("the first stop of the keyboard leads to the result", async () => {
  const { page, close } = await site.open();
  const hash = await page.evaluate(() => location.hash);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the result");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "result");
  assert.notEqual(await page.evaluate(() => location.hash), "#result", hash);
  await close();
});
