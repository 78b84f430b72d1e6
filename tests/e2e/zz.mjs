import { start, settled, EXAMPLE } from "./lib.mjs";
import { writeFile } from "node:fs/promises";
const site = await start();
const { page, close } = await site.open({});
await settled(page);
const paper = await page.pdf({ format: "A4", margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" } });
console.log(paper.toString("latin1").match(/\/Type\s*\/Page\b/g).length);
await writeFile("/tmp/p.pdf", paper);
await close(); await site.close();
