//! Transfer sizes: before the first picture, and for the first view opened later.

use std::fs;

use crate::{run, site};

/// Budget, in bytes after brotli, for everything that is fetched before the first picture.
const FIRST_PICTURE: u64 = 250_000;

/// Budget, in bytes after brotli, for everything that is fetched for the first view opened later.
const LATER_VIEW: u64 = 230_000;

/// Percentage of a budget that should stay free for the next change; a smaller reserve is reported but does not fail.
const HEADROOM: u64 = 3;

/// Measures compressed sizes in Node, which is required anyway.
const MEASURE: &str = "const z=require('zlib'),f=require('fs');for(const p of process.argv.slice(1)){const b=f.readFileSync(p);\
console.log(b.length,z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b).length,p)}";

/// A measured file.
struct File {
    name: String,
    plain: u64,
    gzip: u64,
    brotli: u64,
}

/// When a file of the site is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    FirstPicture,
    LaterView,
    /// Other pieces of the program, words of other languages, tables of single views, images.
    OnDemand,
}

/// Prints the size of every file. Fails if `enforced` and a budget is exceeded; CI enforces the budgets.
pub(crate) fn run(enforced: bool) -> Result<(), String> {
    let dist = site::dist();
    let page = fs::read_to_string(dist.join("index.html"))
        .map_err(|_| "dist/ is missing; run cargo xtask build first")?;
    let entries = fs::read_dir(&dist).map_err(|error| error.to_string())?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .chain(referenced(&page).filter(|name| name.contains('/')))
        .collect();
    names.sort();
    let pick = |when: When| -> Vec<String> {
        names
            .iter()
            .filter(|name| fetched(name, &page) == when)
            .cloned()
            .collect()
    };
    let mut over = Vec::new();
    for (title, when, budget) in [
        ("before the first picture", When::FirstPicture, FIRST_PICTURE),
        ("for the first view opened later", When::LaterView, LATER_VIEW),
    ] {
        let files = measure(&pick(when))?;
        println!("{:>9} {:>9} {:>9}  {title}", "bytes", "gzip", "brotli");
        files.iter().for_each(show);
        let sum = |of: fn(&File) -> u64| files.iter().map(of).sum::<u64>();
        let (plain, gzip, brotli) = (sum(|f| f.plain), sum(|f| f.gzip), sum(|f| f.brotli));
        println!("{plain:>9} {gzip:>9} {brotli:>9}  together");
        if brotli > budget {
            println!("OVER the budget of {budget} by {}\n", brotli - budget);
            over.push(format!(
                "{title}: {} bytes of brotli over the budget",
                brotli - budget
            ));
        } else {
            let free = budget - brotli;
            let hint = if free * 100 < budget * HEADROOM {
                format!(", less than the {HEADROOM} % that the next change should find")
            } else {
                String::new()
            };
            println!("within the budget of {budget}: {free} free{hint}\n");
        }
    }
    if over.is_empty() || !enforced {
        Ok(())
    } else {
        Err(over.join("; "))
    }
}

/// When the page fetches a file. English represents all languages, and the largest piece, with all code shared between
/// pieces, represents all views.
fn fetched(name: &str, page: &str) -> When {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    if name == "index.html" || page.contains(name) || starts(&["tables-", "share_alike-", "words-en-"]) {
        When::FirstPicture
    } else if name.contains("-split_views-")
        || name.contains("-chunk_")
        || starts(&["views-", "view-words-en-"])
    {
        When::LaterView
    } else {
        When::OnDemand
    }
}

fn show(file: &File) {
    println!(
        "{:>9} {:>9} {:>9}  {}",
        file.plain, file.gzip, file.brotli, file.name
    );
}

/// Files of the site that the page refers to.
fn referenced(page: &str) -> impl Iterator<Item = String> {
    page.split(|c: char| c.is_whitespace() || c == '>')
        .filter_map(|word| {
            let value = ["href=", "src=", "data-odbl="]
                .iter()
                .find_map(|key| word.strip_prefix(key))?;
            let name = value.trim_matches(['"', '\'']).trim_start_matches("./");
            (!name.contains(':') && !name.starts_with('#')).then(|| name.to_owned())
        })
}

fn measure(names: &[String]) -> Result<Vec<File>, String> {
    let printed = run::ask(
        run::command("node")
            .args(["-e", MEASURE, "--"])
            .args(names)
            .current_dir(site::dist()),
    )
    .ok_or("node could not measure the files of dist/")?;
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
        .ok_or_else(|| format!("node printed something other than sizes: {printed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<link href=./a-1.css rel=stylesheet><script src=\"./b-1.js\" data-odbl=\"data/c.csv\"></script>\
        <link rel=preload as=fetch href='./d-1_bg.wasm'><a href=#top>x</a><a href=https://example.org/e.js>y</a>";

    #[test]
    fn files_that_the_page_refers_to() {
        let names: Vec<String> = referenced(PAGE).collect();
        assert_eq!(names, ["a-1.css", "b-1.js", "data/c.csv", "d-1_bg.wasm"]);
    }

    #[test]
    fn when_files_are_fetched() {
        for (name, when) in [
            ("index.html", When::FirstPicture),
            ("d-1_bg.wasm", When::FirstPicture),
            ("data/c.csv", When::FirstPicture),
            ("words-en-1.txt", When::FirstPicture),
            ("words-fr-1.txt", When::OnDemand),
            ("d-split_views-1.wasm", When::LaterView),
            ("d-chunk_5-1.wasm", When::LaterView),
            ("d-split_import-1.wasm", When::OnDemand),
            ("view-words-en-1.txt", When::LaterView),
            ("view-words-fr-1.txt", When::OnDemand),
        ] {
            assert_eq!(fetched(name, PAGE), when, "{name}");
        }
    }
}
