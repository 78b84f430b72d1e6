//! What the first view transfers.

use std::fs;
use std::path::Path;

use crate::{run, site, wasm};

/// Bytes after compression that all files of a kind may have together.
struct Budget {
    kind: &'static str,
    gzip: u64,
    brotli: Option<u64>,
}

/// The one place where budgets are set.
const BUDGETS: [Budget; 3] = [
    Budget {
        kind: "wasm",
        gzip: 160_000,
        brotli: Some(135_000),
    },
    Budget {
        kind: "js",
        gzip: 10_000,
        brotli: None,
    },
    Budget {
        kind: "css",
        gzip: 10_000,
        brotli: None,
    },
];

/// Compressed sizes come from node, which is needed anyway.
const MEASURE: &str = "const z=require('zlib'),f=require('fs');for(const p of process.argv.slice(1)){const b=f.readFileSync(p);\
console.log(b.length,z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b).length,p)}";

/// A measured file.
struct File {
    name: String,
    plain: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table and fails over budget.
pub(crate) fn run() -> Result<(), String> {
    let page = fs::read_to_string(site::dist().join("index.html"))
        .map_err(|_| "dist/ is missing; run cargo xtask build first")?;
    let mut names = vec!["index.html".to_owned()];
    names.extend(referenced(&page));
    // One language is spoken at a time: its words stand for all.
    names.retain(|name| !name.contains("words-") || name.contains("words-en"));
    let files = measure(&names)?;
    println!("{:>9} {:>9} {:>9}  first view", "bytes", "gzip", "brotli");
    files.iter().for_each(show);
    let sum = |of: fn(&File) -> u64| files.iter().map(of).sum::<u64>();
    println!(
        "{:>9} {:>9} {:>9}  together",
        sum(|f| f.plain),
        sum(|f| f.gzip),
        sum(|f| f.brotli)
    );
    println!("fetched when the first of the further views is opened:");
    measure(&later(&site::dist())?)?.iter().for_each(show);
    let over: Vec<String> = BUDGETS.iter().flat_map(|budget| budget.check(&files)).collect();
    if over.is_empty() {
        Ok(())
    } else if wasm::is_prebuilt() {
        // 12 kB of the wasm are then the standard library's own.
        println!(
            "Budgets are for a standard library built for size, whose source was out of reach here: not enforced."
        );
        Ok(())
    } else {
        Err(over.join("; "))
    }
}

fn show(file: &File) {
    println!(
        "{:>9} {:>9} {:>9}  {}",
        file.plain, file.gzip, file.brotli, file.name
    );
}

/// The program of the further views.
fn later(dist: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(dist).map_err(|error| error.to_string())?;
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let program = |name: &String| name.starts_with("further") && !name.contains(".css");
    Ok(names.filter(program).collect())
}

impl Budget {
    /// Prints how the kind stands and returns what is over.
    fn check(&self, files: &[File]) -> Vec<String> {
        let end = format!(".{}", self.kind);
        let ours = || files.iter().filter(|file| file.name.ends_with(&end));
        let sums = [
            ("gzip", ours().map(|file| file.gzip).sum::<u64>(), Some(self.gzip)),
            ("brotli", ours().map(|file| file.brotli).sum(), self.brotli),
        ];
        let mut over = Vec::new();
        for (how, sum, limit) in sums {
            let Some(limit) = limit else { continue };
            let state = if sum <= limit {
                "within the budget"
            } else {
                "OVER THE BUDGET"
            };
            println!("{end:<5} {how:<6} {sum:>7} of {limit}: {state}");
            if sum > limit {
                over.push(format!("{end} is {} bytes of {how} over its budget", sum - limit));
            }
        }
        over
    }
}

/// Files of the site that the page loads before anything is asked of it.
fn referenced(page: &str) -> Vec<String> {
    let mut names: Vec<String> = page
        .split(|c: char| c.is_whitespace() || c == '>')
        .filter_map(|word| {
            let value = ["href=", "src=", "data-odbl="]
                .iter()
                .find_map(|key| word.strip_prefix(key))?;
            let name = value.trim_matches(['"', '\'']).trim_start_matches("./");
            (!name.contains(':') && !name.starts_with('#')).then(|| name.to_owned())
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn measure(names: &[String]) -> Result<Vec<File>, String> {
    let printed = run::ask(
        run::command("node")
            .args(["-e", MEASURE, "--"])
            .args(names)
            .current_dir(site::dist()),
    )
    .ok_or("node could not measure the files that dist/index.html names")?;
    printed
        .lines()
        .map(|line| {
            let mut words = line.splitn(4, ' ');
            let mut number = || words.next()?.parse().ok();
            let (plain, gzip, brotli) = (number()?, number()?, number()?);
            let name = words.next()?.to_owned();
            Some(File {
                name,
                plain,
                gzip,
                brotli,
            })
        })
        .collect::<Option<_>>()
        .ok_or_else(|| format!("node printed something else than sizes: {printed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_first_view() {
        let page = "<link href=./a.css rel=stylesheet><script src=\"./b.js\" data-odbl=\"data/c.csv\"></script>\
            <link rel=preload as=fetch href='./d.wasm'><a href=#top>x</a><a href=https://example.org/e.js>y</a>";
        assert_eq!(referenced(page), ["a.css", "b.js", "d.wasm", "data/c.csv"]);
    }

    #[test]
    fn over_budget_is_named() {
        let file = |name: &str, gzip, brotli| File {
            name: name.to_owned(),
            plain: 0,
            gzip,
            brotli,
        };
        let budget = Budget {
            kind: "js",
            gzip: 10,
            brotli: Some(5),
        };
        assert!(
            budget
                .check(&[file("a.js", 10, 5), file("a.css", 99, 99)])
                .is_empty()
        );
        assert_eq!(
            budget.check(&[file("a.js", 6, 5), file("b.js", 6, 0)]),
            [".js is 2 bytes of gzip over its budget"]
        );
        assert_eq!(
            budget.check(&[file("a.js", 1, 7)]),
            [".js is 2 bytes of brotli over its budget"]
        );
    }
}
