// Trunk's last step: what it leaves undone for the files that index.html names.
// - It hands both programs over as wasm-bindgen leaves them. They are optimised here, for both in one place.
// - Its minifier cannot read the module that wasm-bindgen writes; terser can.
// - A browser does not check the hash on the preload of a wasm, says so in its console, and cannot know the
//   size of what arrives compressed: both go into attributes that assets/boot.js reads.
// - It knows one program: the second, and the texts that both fetch, get their hashes here.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { orders } from "./order.mjs";
import { minify } from "../.tools/node_modules/terser/main.js";

const site = process.env.TRUNK_STAGING_DIR;
const page = join(site, "index.html");
let html = readFileSync(page, "utf8");

const WASM_OPT = fileURLToPath(new URL("../.tools/node_modules/.bin/wasm-opt", import.meta.url));
/** Of a dozen orders of passes tried, the one that leaves the fewest bytes after compression. */
const PASSES = [
  "--flatten", "--rereloop", "-Oz", "-Oz", "-Oz", "--one-caller-inline-max-function-size=10", "--low-memory-unused",
  "--strip-producers", "--minify-imports-and-exports-and-modules",
];
const ORDER = ["--reorder-functions-by-name", "--strip-target-features"];

const hash = (algorithm, text, form) => createHash(algorithm).update(text).digest(form);

/**
 * Optimises a program in its place and returns its script. What a program imports from its script and exports to it
 * gets names of a letter or two in both: those that wasm-bindgen writes end in hashes, which do not compress.
 */
function optimised(program, script) {
  const told = execFileSync(WASM_OPT, [program, "-o", program, ...PASSES], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const { imports, exports } = JSON.parse(told);
  const ordered = orders(readFileSync(program)).map((named) => {
    writeFileSync(program, named);
    execFileSync(WASM_OPT, [program, "-o", program, ...ORDER]);
    const bytes = readFileSync(program);
    // Hosts send the one or the other.
    return { bytes, sent: brotliCompressSync(bytes).length + gzipSync(bytes, { level: 9 }).length };
  });
  writeFileSync(program, ordered.reduce((least, one) => (one.sent < least.sent ? one : least)).bytes);
  let text = readFileSync(script, "utf8");
  const rename = (form, short) => {
    const renamed = text.replace(form, short);
    if (renamed === text) throw new Error(`${script} has nothing like ${form}: check how it names what the program imports`);
    text = renamed;
  };
  for (const [, name, short] of imports) rename(new RegExp(`^ +${name}: `, "m"), () => `${JSON.stringify(short)}: `);
  for (const [name, short] of exports) {
    // Some exports are for nobody.
    const form = new RegExp(`\\bwasm\\.${name}\\b`, "g");
    if (form.test(text)) rename(form, () => `wasm[${JSON.stringify(short)}]`);
  }
  rename(JSON.stringify(imports[0][0]), '"a"');
  return text;
}

/** Gives a file of the site these bytes, and a name with their hash; returns name and integrity. */
function sealed(name, bytes) {
  const end = name.slice(name.lastIndexOf("."));
  // Trunk's own hash goes: the content has changed, and a cache may hold what it named.
  const stem = name.slice(0, -end.length).replace(/-[0-9a-f]{16}/, "");
  const [, base, part] = stem.match(/^(.*?)(_bg)?$/);
  const renamed = `${base}-${hash("sha256", bytes, "hex").slice(0, 16)}${part ?? ""}${end}`;
  rmSync(join(site, name), { force: true });
  writeFileSync(join(site, renamed), bytes);
  return { renamed, integrity: `sha384-${hash("sha384", bytes, "base64")}` };
}

const minified = async (text) => (await minify(text, { module: true })).code;

// The program.
const [link] = html.match(/<link[^>]*_bg\.wasm[^>]*>/) ?? [];
const [, program] = link?.match(/href="?(?:\.\/)?([^"\s>]+)/) ?? [];
if (!program || !/ integrity=/.test(link)) throw new Error("index.html has no preload of the program with a hash");
const script = program.replace("_bg.wasm", ".js");
const glue = optimised(join(site, program), join(site, script));
const code = sealed(program, readFileSync(join(site, program)));
const size = statSync(join(site, code.renamed)).size;
html = html.replace(link, link.replace(program, code.renamed)
  .replace(/ integrity="?[^"\s>]+"?/, ` data-size="${size}" data-integrity="${code.integrity}"`));

// Tables and words, which both programs read. Words of a language are fetched where it is spoken.
const texts = join(site, "texts");
mkdirSync(texts);
execFileSync("cargo", ["run", "--quiet", "--package", "tables", "--bin", "pack", "--", "assets", texts], { stdio: "inherit" });
let head = "";
/** Words of the loader by language: those that it needs when nothing else has come. */
const loader = {};
for (const name of readdirSync(texts)) {
  const bytes = readFileSync(join(texts, name));
  const { renamed, integrity } = sealed(name, bytes);
  head += `<link rel="text" data-name="${name.replace(".txt", "")}" href="${renamed}" data-integrity="${integrity}">`;
  const [, language] = name.match(/^words-(.+)\.txt$/) ?? [];
  if (language) {
    const lines = bytes.toString().split("\n").filter((line) => line.startsWith("boot."));
    loader[language] = Object.fromEntries(lines.map((line) => line.slice("boot.".length).split("\t")));
  }
}
rmSync(texts, { recursive: true });

// The scripts that index.html names.
const worded = (text) => text.replace('"$WORDS"', () => JSON.stringify(loader));
for (const [tag, name] of [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="?(?:\.\/)?([^"\s>]+\.js)[^>]*>/g)]) {
  const { renamed, integrity } = sealed(name, await minified(name === script ? glue : worded(readFileSync(join(site, name), "utf8"))));
  html = html.replace(tag, tag.replace(name, renamed).replace(/sha384-[A-Za-z0-9+/=]+/, integrity));
}

// The further views: Trunk neither hashes the files of a second program nor names them in the page.
// Both programs mark the elements they listen to, each with numbers of its own: under one name, a click in the inner
// program would run what the outer one has under that number.
const marked = optimised(join(site, "further_bg.wasm"), join(site, "further.js"));
if (!marked.includes("__yew_listener_id")) throw new Error("further.js marks its elements in another way: check how");
const further = {
  glue: sealed("further.js", await minified(marked.replaceAll("__yew_", "__further_"))),
  code: sealed("further_bg.wasm", readFileSync(join(site, "further_bg.wasm"))),
};
head += `<meta name="further" content="${further.glue.renamed}" data-code="${further.code.renamed}" data-integrity="${further.code.integrity}">`;

writeFileSync(page, html.replace("</head>", `${head}</head>`));
