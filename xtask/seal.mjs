// Trunk's last step: what it leaves undone for the files that index.html names.
// - Its minifier cannot read the module that wasm-bindgen writes; terser can.
// - A browser does not check the hash on the preload of a wasm, says so in its console, and cannot know the
//   size of what arrives compressed: both go into attributes that assets/boot.js reads.
// - It knows one program: the second, and the texts that both fetch, get their hashes here.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "../.tools/node_modules/terser/main.js";

const site = process.env.TRUNK_STAGING_DIR;
const page = join(site, "index.html");
let html = readFileSync(page, "utf8");

const hash = (algorithm, text, form) => createHash(algorithm).update(text).digest(form);

for (const [tag, name] of [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="?(?:\.\/)?([^"\s>]+\.js)[^>]*>/g)]) {
  const { code } = await minify(readFileSync(join(site, name), "utf8"), { module: true });
  // The content has changed, and so must the name: a cache may hold what another minifier made of it.
  const renamed = name.replace(/[0-9a-f]{16}/, hash("sha256", code, "hex").slice(0, 16));
  rmSync(join(site, name));
  writeFileSync(join(site, renamed), code);
  const sealed = tag.replace(name, renamed).replace(/sha384-[A-Za-z0-9+/=]+/, `sha384-${hash("sha384", code, "base64")}`);
  html = html.replace(tag, sealed);
}

const [link] = html.match(/<link[^>]*_bg\.wasm[^>]*>/) ?? [];
const [, program] = link?.match(/href="?(?:\.\/)?([^"\s>]+)/) ?? [];
if (!program || !/ integrity=/.test(link)) throw new Error("index.html has no preload of the program with a hash");
const size = statSync(join(site, program)).size;
html = html.replace(link, link.replace(" integrity=", ` data-size="${size}" data-integrity=`));

/** Gives a file a name with its hash; returns name and integrity. */
function sealed(name, bytes) {
  const [stem, end] = name.split(".");
  const renamed = `${stem}-${hash("sha256", bytes, "hex").slice(0, 16)}.${end}`;
  rmSync(join(site, name));
  writeFileSync(join(site, renamed), bytes);
  return { renamed, integrity: `sha384-${hash("sha384", bytes, "base64")}` };
}

// The further views: Trunk neither hashes the files of a second program nor names them in the page.
// Both programs mark the elements they listen to, each with numbers of its own: under one name, a click in the inner
// program would run what the outer one has under that number.
const marked = readFileSync(join(site, "further.js"), "utf8");
if (!marked.includes("__yew_listener_id")) throw new Error("further.js marks its elements in another way: check how");
const { code: glue } = await minify(marked.replaceAll("__yew_", "__further_"), { module: true });
const further = {
  glue: sealed("further.js", glue),
  code: sealed("further_bg.wasm", readFileSync(join(site, "further_bg.wasm"))),
};
let head = `<meta name="further" content="${further.glue.renamed}" data-code="${further.code.renamed}" data-integrity="${further.code.integrity}">`;

// Tables and words, which both programs read. Words of a language are fetched where it is spoken.
const texts = join(site, "texts");
mkdirSync(texts);
execFileSync("cargo", ["run", "--quiet", "--package", "tables", "--bin", "pack", "--", "assets", texts], { stdio: "inherit" });
for (const name of readdirSync(texts)) {
  const bytes = readFileSync(join(texts, name));
  writeFileSync(join(site, name), bytes);
  const { renamed, integrity } = sealed(name, bytes);
  head += `<link rel="text" data-name="${name.replace(".txt", "")}" href="${renamed}" data-integrity="${integrity}">`;
}
rmSync(texts, { recursive: true });

writeFileSync(page, html.replace("</head>", `${head}</head>`));
