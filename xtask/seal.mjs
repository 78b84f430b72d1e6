// Trunk's last step. A browser does not check the hash on the preload of a wasm, says so in its console, and
// cannot know the size of what arrives compressed: both go into attributes that assets/boot.js reads.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const site = process.env.TRUNK_STAGING_DIR;
const page = join(site, "index.html");
const html = readFileSync(page, "utf8");

const [link] = html.match(/<link[^>]*_bg\.wasm[^>]*>/) ?? [];
const [, name] = link?.match(/href="?\.?\/?([^"\s>]+)/) ?? [];
if (!name || !/ integrity=/.test(link)) throw new Error("index.html has no preload of the program with a hash");
const size = statSync(join(site, name)).size;
const sealed = link.replace(" integrity=", ` data-size="${size}" data-integrity=`);
writeFileSync(page, html.replace(link, sealed));
