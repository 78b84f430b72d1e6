// The views whose code is downloaded when the first of them is opened.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { VIEWS, field, openView, rowsOf, settled, start } from "./lib.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.close());

const tabs = (page) => page.locator(".tabs .tab").allTextContents();
const view = (page) => page.locator("#view");

const isViews = (name) => /^genai-footprint-split_views.*\.wasm$/.test(name);

test("the code of the views comes when the first of them is opened, once", async () => {
  const { page, faults, close } = await site.open();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.split("/").pop()));
  for (const id of VIEWS) {
    await openView(page, id);
    await view(page).locator("h2").first().waitFor();
    assert.equal(await page.locator("[aria-current=page]").count(), await page.locator(".group-views").count() + 1, id);
    if (id !== "result") assert.match(await settled(page), new RegExp(`view=${id}`));
  }
  const code = asked.filter((name) => name.endsWith(".wasm"));
  assert.ok(code.some(isViews), asked.join("\n"));
  assert.equal(new Set(code).size, code.length, "no piece is fetched twice");
  await openView(page, "result");
  assert.ok(await page.locator(".headline").isVisible());
  assert.deepEqual(faults, []);
  await close();
});

/** Code of the views that a browser must not run. */
const damaged = (bytes) => {
  const other = Buffer.from(bytes);
  other[other.length >> 1] ^= 1;
  return other;
};

for (const [what, isBroken, answer] of [
  ["code that is missing", isViews, () => 503],
  ["code that is damaged", isViews, damaged],
  ["tables that are missing", (name) => /^views-.*\.txt$/.test(name), () => 503],
]) {
  test(`a view with ${what} says so, and comes on a second try`, async () => {
    let broken = true;
    const server = await site.serve((name, bytes) => (broken && isBroken(name) ? answer(bytes) : undefined));
    const { page, close } = await site.open({ address: server.address });
    await openView(page, "checklist");
    const alert = view(page).getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.textContent(), /could not be downloaded/);
    await openView(page, "result");
    assert.ok(await page.locator(".headline").isVisible(), "the rest of the page works");
    await openView(page, "checklist");
    await alert.waitFor();
    broken = false;
    await alert.getByRole("button", { name: "Try again" }).click();
    await view(page).getByRole("heading", { name: "Checklist" }).waitFor();
    await close();
    server.close();
  });
}

test("levers: tried, switched on, shared, and added as a scenario", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=mitigate&s=Service&im=tokens" });
  assert.match(await view(page).locator(".measure-answer").textContent(), /^Largest reliable saving: .* saves .*90% interval .*Dodge/);
  assert.ok(await view(page).locator(".best tbody tr").count() > 3);
  await view(page).getByRole("checkbox", { name: /^Larger batch size/ }).check();
  await view(page).locator(".lever-sum").first().waitFor();
  assert.match(await view(page).locator(".lever-effect").allTextContents().then((all) => all.join(" ")), /saves .*%\), 90% interval /);
  assert.match(await settled(page), /levers=batch/);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await view(page).locator(".lever-sum").first().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  const sum = await view(page).locator(".lever-sum").first().textContent();
  await view(page).getByRole("button", { name: "Add as a new scenario" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".tabs .tab").length === 2);
  await openView(page, "mitigate");
  await view(page).getByText("is “Service” with these measures").waitFor();
  assert.equal(await view(page).locator(".lever-sum").first().textContent(), sum, "compared with the original");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.deepEqual(await tabs(page), ["Service"]);
  assert.deepEqual(faults, []);
  await close();
});

test("measures: mixed precision applies once the run is said to be in 32 bits, a smaller model can be chosen", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=mitigate&s=Service&im=tokens&m=meta/llama-3.3-70b-instruct" });
  const measure = (name) => view(page).locator(".levers > li").filter({ has: page.getByRole("checkbox", { name: new RegExp(`^${name}`) }) });
  await view(page).getByText(/measures do not apply here/).click();
  await measure("Mixed precision").getByRole("combobox").selectOption("fp32");
  assert.match(await settled(page), /levers=mixed_precision(:|%3A)fp32/i);
  await measure("Mixed precision").getByText(/^saves .*90% interval/).waitFor();
  await measure("Smaller model").getByRole("combobox").selectOption({ label: "Llama-3.2-3B" });
  await measure("Smaller model").getByText(/^saves .*90% interval/).waitFor();
  await measure("Smaller model").locator("summary").click();
  await measure("Smaller model").getByText(/Llama-3.3-70B-Instruct → Llama-3.2-3B/).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("a limit: what fits is taken over, and then keeps to it", async () => {
  const { page, close } = await site.open({ fragment: "#v=1&view=mitigate&s=A" });
  await view(page).getByRole("textbox", { name: "Limit" }).fill("2000");
  await view(page).getByRole("button", { name: "Apply: Queries per day" }).click();
  await page.waitForFunction(() => /^[12][.,]?\d*\s*t/.test(document.querySelector(".summary-bar b").textContent));
  assert.match(await page.locator(".summary-bar b").textContent(), /^2\s*t|^2[.,]0+\s*t/u);
  await view(page).getByRole("textbox", { name: "Limit" }).fill("abc");
  assert.match(await view(page).getByRole("alert").textContent(), /not a number/);
  await close();
});

test("an own range travels in the link", async () => {
  const { page, close } = await site.open({ fragment: "#v=1&view=uncertainty&s=A" });
  const low = view(page).getByLabel("Energy per query: Low (5th percentile)");
  await low.fill("0.25");
  await low.press("Tab");
  assert.match(await settled(page), /wq=0\.3~0\.25~0\.9/);
  await close();
});

test("six methods, each with its figure or its reason, and a way to ours", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=methods" });
  const rows = view(page).locator(".methods > li");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 6);
  for (const text of await rows.allTextContents()) assert.match(text, /Ratio to our estimate|method covers|method needs|method works|not in the/);
  await rows.first().getByRole("button").click();
  await rows.first().locator("svg.chart").waitFor();
  assert.ok(await rows.first().locator("tbody tr").count() > 2, "what the method was given");
  assert.deepEqual(faults, []);
  await close();
});

test("tables of the methods that do not come: a message and another try", async () => {
  let broken = true;
  const server = await site.serve((name) => (broken && name.startsWith("data/methods/") ? 404 : undefined));
  const { page, close } = await site.open({ address: server.address, fragment: "#v=1&view=methods" });
  await view(page).getByRole("alert").waitFor();
  broken = false;
  await view(page).getByRole("button", { name: "Try again" }).click();
  await view(page).locator(".methods > li").first().waitFor();
  await close();
  server.close();
});

test("the leaderboard sorts, searches and opens a figure as a scenario", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=leaderboard&s=A" });
  const names = () => view(page).locator(".board tbody tr:not(.own) th[scope=row]").allTextContents();
  const before = await names();
  await view(page).getByRole("button", { name: "System" }).click();
  await view(page).locator("th[aria-sort=ascending]", { hasText: "System" }).waitFor();
  const sorted = await names();
  assert.notDeepEqual(sorted.slice(0, 8), before.slice(0, 8));
  assert.deepEqual(sorted.slice().sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)), sorted);
  await view(page).getByLabel("Search").fill("meena");
  await view(page).getByText("1 published figures").waitFor();
  await view(page).getByRole("button", { name: /^Open as scenario/ }).click();
  await page.waitForFunction(() => document.querySelectorAll(".tabs .tab").length === 2);
  assert.match((await tabs(page))[1], /Meena/);
  // What was added is looked at.
  assert.match(await page.locator(".figure-main").textContent(), /96\.\d\s*t/u);
  await openView(page, "leaderboard");
  await view(page).getByLabel("Search").fill("zzzzqq");
  await view(page).getByText("Nothing matches").waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("ticks of the checklist are in the link and in the browser's memory", async () => {
  const checks = await rowsOf("checklist.csv");
  const { page, context, close } = await site.open({ fragment: "#v=1&view=checklist" });
  await view(page).getByLabel("Meter the energy").check();
  await view(page).getByText(`1 of ${checks} done`).waitFor();
  assert.match(await settled(page), /done=meter_energy/);
  const again = await context.newPage();
  await again.goto(`${site.address}#v=1&view=checklist`);
  await again.getByText(`1 of ${checks} done`).waitFor();
  await close();
});

test("a part of the result opens into its formula with figures and sources", async () => {
  const { page, close } = await site.open({ fragment: "#v=1&s=A" });
  await page.getByRole("button", { name: "How each component is calculated" }).click();
  const part = view(page).locator('.formula-part:has(> summary:has-text("Decoding (output tokens), accelerators"))');
  await part.locator("summary").first().click();
  assert.match(await part.locator(".formula-line", { hasText: "kg CO₂e" }).first().textContent(), /=.*=.*kg/);
  assert.match(await part.locator("tbody").first().textContent(), /Ember/);
  await close();
});

test("texts to take away name version, link and sources", async () => {
  const { page, close } = await site.open({ fragment: "#v=1&view=takeaway&s=Run&n=512&t=720&im=none" });
  const shown = async (id) => {
    await view(page).locator(`button[aria-controls=format-${id}]`).click();
    return view(page).locator(`#format-${id}`).textContent();
  };
  const latex = await shown("latex");
  assert.match(latex, /\\cite\{genai_footprint\}/);
  assert.match(latex, /n=512/);
  assert.match(await shown("bibtex"), /@\w+\{genai_footprint,/);
  assert.match(await shown("modelcard"), /co2_eq_emissions:\s+emissions: \d+/);
  assert.match(await shown("markdown"), /\| /);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    view(page).getByRole("button", { name: "Download: CSV" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "footprint.csv");
  assert.match(await readFile(await download.path(), "utf8"), /Run,/);
  await close();
});

test("runs of other tools stand beside our figure; a broken file names its line", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=takeaway&s=A" });
  const read = async (text) => {
    await view(page).locator("textarea").fill(text);
    await view(page).getByRole("button", { name: "Read the text" }).click();
    await view(page).locator(".import-result").waitFor();
  };
  await view(page).getByText("Paste text instead").click();
  await read("hardware,hours,provider,region\nA100 SXM4 80 GB,24,gcp,us-west1\n");
  assert.equal(await view(page).locator(".import-result tbody tr").count(), 1);
  await view(page).getByRole("button", { name: /^Add as scenario/ }).click();
  await page.waitForFunction(() => document.querySelectorAll(".tabs .tab").length === 2);
  assert.ok(await page.locator(".headline").isVisible(), "what was added is looked at");
  await openView(page, "takeaway");
  // What was pasted is still there.
  assert.match(await view(page).locator("textarea").inputValue(), /us-west1/);
  await read("hardware,hours\nA100,minus two\n");
  assert.match(await view(page).locator(".import-result").textContent(), /Line 2/);
  assert.match(await view(page).locator("textarea").inputValue(), /minus two/, "what was pasted is kept");
  assert.deepEqual(faults, []);
  await close();
});

test("good rows of a file are offered, bad ones are listed with the reason, in both languages", async () => {
  const file = "hardware,hours,region,carbon_kg\nGPU T4 x2,\"1,200\",FR,1\nT4,soon,FR,1\n";
  for (const [lang, reason, doubt] of [
    ["en", /Line 3, column 4: “soon” is not a number/, /stated emissions are/],
    ["fr", /Ligne 3, colonne 4\s: «\s?soon\s?» n’est pas un nombre/, /émissions indiquées sont/],
  ]) {
    const { page, faults, close } = await site.open({ fragment: `#v=1&lang=${lang}&view=takeaway&s=A` });
    await view(page).locator("details:has(textarea.paste) > summary").click();
    await view(page).locator("textarea.paste").fill(file);
    await view(page).locator("details:has(textarea.paste) button").click();
    const result = view(page).locator(".import-result");
    await result.waitFor();
    assert.equal(await result.locator("tbody tr").count(), 1);
    assert.match(await result.textContent(), reason);
    assert.match(await result.textContent(), doubt);
    await result.locator("tbody button").click();
    await page.waitForFunction(() => document.querySelectorAll(".tabs .tab").length === 2);
    await settled(page);
    assert.match(page.url(), /t=1200/);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("what is saved as JSON comes back as the same scenario", async () => {
  const { page, faults, close } = await site.open({ fragment: "#v=1&view=takeaway&s=Mine&n=64&wq=0.3~0.1~0.9&z=FR" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    view(page).getByRole("button", { name: "Download: JSON" }).click(),
  ]);
  const saved = await readFile(await download.path(), "utf8");
  const line = JSON.parse(saved);
  assert.equal(line.name, "Mine");
  assert.ok(line.result.totals.ghg_location_kg.value > 0);
  await view(page).getByText("Paste text instead").click();
  await view(page).locator("textarea").fill(`${saved}{"inputs": {"pue": 9, "nope": 1}}\n`);
  await view(page).getByRole("button", { name: "Read the text" }).click();
  const result = view(page).locator(".import-result");
  await result.waitFor();
  assert.equal(await result.locator("tbody tr").count(), 2);
  assert.match(await result.textContent(), /Line 2, column 1: .*outside the range 1 to 3/);
  assert.match(await result.textContent(), /“inputs.nope” is not recognised/);
  await result.getByRole("button", { name: /^Add as scenario/ }).first().click();
  await page.waitForFunction(() => document.querySelectorAll(".tabs .tab").length === 2);
  await settled(page);
  const [own, back] = page.url().split("s=Mine").slice(1);
  assert.equal(back.split("&s=")[0].replace(/^[^&]*/, ""), own.split("&s=")[0].replace(/&$/, "").replace(/^[^&]*/, ""));
  assert.deepEqual(faults, []);
  await close();
});

test("a chart is saved as a picture", async () => {
  const { page, faults, close } = await site.open();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "PNG", exact: true }).first().click(),
  ]);
  assert.equal(download.suggestedFilename(), `genai-footprint-stages-ghg_location_kg-example-${new Date().toISOString().slice(0, 10)}.png`);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  // Twice the size of the drawing, and not one plain colour.
  assert.ok(bytes.readUInt32BE(16) > 1200 && bytes.length > 10_000, `${bytes.readUInt32BE(16)} px, ${bytes.length} bytes`);
  assert.deepEqual(faults, []);
  await close();
});

test("a chart is saved as SVG and CSV as it stands, without the network", async () => {
  const { page, context, close } = await site.open();
  await context.setOffline(true);
  const figure = page.locator("figure").first();
  await field(page, "Accelerators").fill("64");
  await field(page, "Accelerators").press("Enter");
  for (const [name, expected] of [["SVG", /<svg[^>]*>[\s\S]*Breakdown by life-cycle stage: GHG emissions, location-based/], ["CSV", /,unit\r\nTotal,.*,kg CO₂e\r\n/]]) {
    const button = figure.getByRole("button", { name, exact: true });
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    assert.match(download.suggestedFilename(), new RegExp(`^genai-footprint-stages-.*\\.${name.toLowerCase()}$`));
    const text = await readFile(await download.path(), "utf8");
    assert.match(text, expected);
    if (name === "SVG") assert.ok(text.includes(await figure.locator("figcaption p").textContent()), text.slice(0, 600));
  }
  assert.equal(await figure.locator(".tip").textContent(), "");
  await close();
});

test("a preset shows its published figure beside ours until it is changed", async () => {
  const { page, close } = await site.open();
  await page.locator(".question summary", { hasText: "A training run" }).click();
  await page.getByRole("button", { name: /GPT-3/ }).click();
  assert.match(await page.locator(".published-comparison").textContent(), /Published: 552\st\sCO₂e\. Same boundary: 553\st\sCO₂e \(1 ×\)/);
  const pue = field(page, "Hours");
  await pue.fill("100");
  await pue.press("Enter");
  assert.equal(await page.locator(".published-comparison").count(), 0);
  await close();
});
