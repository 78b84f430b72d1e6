// Pictures of every view into docs/screens: 1280 px light and dark, 375 px light, and the first page on paper.
// `cargo xtask screens`. To be looked at: nothing compares them.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { VIEWS, settled, start } from "../lib.mjs";

const FOLDER = fileURLToPath(new URL("../../../docs/screens/", import.meta.url));
const FORMS = [
  ["1280-light", { width: 1280, height: 1100, colorScheme: "light" }],
  ["1280-dark", { width: 1280, height: 1100, colorScheme: "dark" }],
  ["375-light", { width: 375, height: 1100, colorScheme: "light" }],
];
/** Two services that differ, so that every view has something to show. */
const FRAGMENT = "s=Chat%20in%20Virginia&tm=none&im=tokens&m=meta%2Fllama-3.3-70b-instruct&gs=h100-sxm&dr=4&b=32&z=US-VA"
  + "&s=The%20same%20in%20Sweden&tm=none&im=tokens&m=meta%2Fllama-3.3-70b-instruct&gs=h100-sxm&dr=4&b=32&z=SE";

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const site = await start();
for (const view of VIEWS) {
  const fragment = `#v=1&view=${view}&levers=batch:64,keep_hardware:7&done=meter_energy&${FRAGMENT}`;
  for (const [form, options] of FORMS) {
    const { page, close } = await site.open({ fragment, reducedMotion: "reduce", ...options });
    await settled(page);
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${FOLDER}${view}-${form}.png` });
    if (form === "1280-light") {
      await page.emulateMedia({ media: "print", colorScheme: "light" });
      await page.setViewportSize({ width: 794, height: 1123 });
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${FOLDER}${view}-print.png` });
    }
    await close();
  }
}
await site.close();
console.log(`${VIEWS.length * (FORMS.length + 1)} pictures in docs/screens`);
