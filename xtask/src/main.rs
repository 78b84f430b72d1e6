//! Developer commands: `cargo xtask help`.
//!
//! A command is a module with a `run` function and an arm of the `match` below.
#![forbid(unsafe_code)]

mod bench;
mod browser;
mod compare;
mod data;
mod hashed;
mod run;
mod serve;
mod site;
mod size;
mod test;
mod texts;
mod tools;
mod validate;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--watch] [--port N]  build the site and serve it on http://127.0.0.1:8080;
                                        --watch serves a development build and rebuilds it on every change
cargo xtask build                       build the static site in dist/; it works under any sub-path
cargo xtask test [--fast] [--ci]        format, lints, core, architecture, figures, components, documentation,
                                        site, size budgets, browser tests;
                                        --fast skips the site and the browser tests;
                                        --ci (or CI in the environment) makes skipping and excess size failures
cargo xtask size [--enforce]            size of what dist/ sends before the first picture and for a view opened
                                        later; --enforce fails if a budget is exceeded
cargo xtask screens                     screenshots of every view of dist/ in docs/screens/, for review
cargo xtask bench                       10,000 draws for four scenarios, natively and in WebAssembly
cargo xtask drag                        time from input to paint over 300 steps of a slider in dist/
cargo xtask slow-phone                  time to the first picture of dist/ and to a view opened later, on a slow phone
cargo xtask lighthouse                  Lighthouse on dist/, phone and desktop, median of five runs
cargo xtask validate [parity|serving [--write]]
                                        compare our figures with measurements and with real programs (needs
                                        shared/ beside the repository); --write saves the calibrated constants
cargo xtask compare OLD [NEW]           whether two commits give the same numbers, to the bit; without NEW, OLD and
                                        the files as they stand
cargo xtask data [--report]             update the tables that come from packages and print what changed;
                                        --report writes the tables of docs/data.md
cargo xtask texts                       write tables and words for the page; Trunk runs this during a build

Tools are compiled once into .tools/, a folder of this project. Outside the project, rustup's toolchain gets the
WebAssembly target, and a Debian-like system without Chromium gets its package; both are announced first.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let result = match args.first().map(String::as_str) {
        Some("serve") => serve::run(rest),
        Some("build") => run::options(rest, &[]).and_then(|()| site::build()),
        Some("test") => match test::run(rest) {
            // The suite has printed its failures; its last line is the number of checks.
            Ok(passed) => {
                return if passed {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::FAILURE
                };
            }
            Err(message) => Err(message),
        },
        Some("texts") => run::options(rest, &[]).and_then(|()| texts::run()),
        Some("size") => run::options(rest, &["--enforce"]).and_then(|()| size::run(!rest.is_empty())),
        Some("bench") => run::options(rest, &[]).and_then(|()| bench::run()),
        Some("screens") => run::options(rest, &[]).and_then(|()| browser::script("screens")),
        Some("lighthouse") => run::options(rest, &[]).and_then(|()| browser::script("lighthouse")),
        Some("drag") => run::options(rest, &[]).and_then(|()| browser::script("drag")),
        Some("slow-phone") => run::options(rest, &[]).and_then(|()| browser::script("slow_phone")),
        Some("validate") => validate::run(rest),
        Some("compare") => compare::run(rest),
        Some("data") => data::run(rest),
        None | Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no command {other:?}\n\n{HELP}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
