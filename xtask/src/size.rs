//! What the first view transfers.

use std::fs;

use crate::{run, site};

/// Budgets in bytes after compression: end of the file's name, gzip, brotli.
const BUDGETS: [(&str, u64, Option<u64>); 3] = [
    ("wasm", 160_000, Some(135_000)),
    ("js", 10_000, None),
    ("css", 10_000, None),
];

/// Compressed sizes come from node, which is needed anyway.
const MEASURE: &str = "const z=require('zlib'),f=require('fs');for(const p of process.argv.slice(1)){const b=f.readFileSync(p);\
console.log(b.length,z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b).length,p)}";

/// Prints the table and fails over budget.
pub(crate) fn run() -> Result<(), String> {
    let entries = fs::read_dir(site::dist()).map_err(|_| "dist/ is missing; run cargo xtask build first")?;
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let printed = run::ask(run::command("node").args(["-e", MEASURE, "--"]).args(&files))
        .ok_or("node is needed to measure")?;
    let mut sums = BUDGETS.map(|_| (0u64, 0u64));
    println!("{:>9} {:>9} {:>9}  file", "bytes", "gzip", "brotli");
    for line in printed.lines() {
        let mut words = line.splitn(4, ' ');
        let mut number = || {
            words
                .next()
                .and_then(|word| word.parse::<u64>().ok())
                .unwrap_or(0)
        };
        let (plain, gzip, brotli) = (number(), number(), number());
        let name = words
            .next()
            .unwrap_or_default()
            .rsplit('/')
            .next()
            .unwrap_or_default();
        println!("{plain:>9} {gzip:>9} {brotli:>9}  {name}");
        for (sum, (end, ..)) in sums.iter_mut().zip(BUDGETS) {
            if name.ends_with(&format!(".{end}")) {
                *sum = (sum.0 + gzip, sum.1 + brotli);
            }
        }
    }
    let mut over = Vec::new();
    for ((gzip, brotli), (end, limit, brotli_limit)) in sums.into_iter().zip(BUDGETS) {
        println!("all .{end}: {gzip} bytes of gzip, budget {limit}");
        if gzip > limit {
            over.push(format!(
                ".{end} is {} bytes of gzip over its budget",
                gzip - limit
            ));
        }
        if let Some(limit) = brotli_limit {
            println!("all .{end}: {brotli} bytes of brotli, budget {limit}");
            if brotli > limit {
                over.push(format!(
                    ".{end} is {} bytes of brotli over its budget",
                    brotli - limit
                ));
            }
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(over.join("; "))
    }
}
