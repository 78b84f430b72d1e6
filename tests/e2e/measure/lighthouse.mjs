// Lighthouse on the built site, phone and desktop: the median of some runs, for its performance differs from run to
// run. A measurement to read, not a test. `cargo xtask lighthouse`.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { FLAGS, executable, serve } from "../lib.mjs";

const RUNS = 5;
/** Newer ones want a newer Node. */
const PACKAGE = "lighthouse@12.8.2";
const run = promisify(execFile);

const server = await serve();
for (const [name, options] of [["phone", []], ["desktop", ["--preset=desktop"]]]) {
  const runs = [];
  for (let count = 0; count < RUNS; count += 1) {
    const { stdout } = await run("npx", [
      "--yes", PACKAGE, server.address, "--quiet", "--output=json", ...options,
      "--only-categories=performance,accessibility,best-practices", `--chrome-flags=--headless ${FLAGS.join(" ")}`,
    ], { env: { ...process.env, CHROME_PATH: executable() }, maxBuffer: 2 ** 28 });
    const { categories, audits } = JSON.parse(stdout);
    runs.push([...Object.values(categories).map(({ id, score }) => `${id} ${score.toFixed(2)}`),
      ...["largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((id) => `${id} ${audits[id].displayValue}`)]);
  }
  // Performance comes first in a line.
  runs.sort();
  const [worst, median, best] = [runs[0], runs[RUNS >> 1], runs.at(-1)];
  console.log(`${name}: ${median.join(", ")} (performance of ${RUNS} runs: ${worst[0].split(" ")[1]} to ${best[0].split(" ")[1]})`);
}
server.close();
