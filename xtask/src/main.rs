//! Developer commands: `cargo xtask help`.
//!
//! A command is a module with a `run` function and an arm of the `match` below.

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
cargo xtask serve [--watch] [--port N]  build the page and serve it on http://127.0.0.1:8080;
                                        --watch serves a development build, made again on every change
cargo xtask build                       leave the static site in dist/, for any sub-path
cargo xtask test [--fast] [--ci]        format, lints, core, architecture, components, browser;
                                        --fast leaves out what needs a browser;
                                        --ci (or CI in the environment) makes leaving out a failure
cargo xtask size [--enforce]            what is fetched before the first picture and for a view opened later;
                                        --enforce fails over budget, as CI does
cargo xtask screens                     pictures of every view of dist/ into docs/screens/, to be looked at
cargo xtask bench                       10,000 draws for four scenarios, natively and in WebAssembly
cargo xtask drag                        time from input to paint over 300 steps of a slider in dist/
cargo xtask lighthouse                  Lighthouse on dist/, phone and desktop, the median of five runs
cargo xtask validate [parity|serving]   our figures against measurements and real programs (needs shared/
                                        beside the repository)
cargo xtask compare OLD [NEW]           whether two commits give the same numbers, to the bit; without NEW, whether
                                        the files as they stand give those of OLD
cargo xtask data [--report]             brings the tables that come from packages up to date and prints what
                                        changed; --report writes the tables of docs/data.md

Tools are compiled once into .tools/, a folder of this project. Nothing of yours is changed, except that rustup's
toolchain gets its wasm target, and that a system without Chromium gets Debian's package, which is said first.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let result = match args.first().map(String::as_str) {
        Some("serve") => serve::run(rest),
        Some("build") => run::options(rest, &[]).and_then(|()| site::build()),
        Some("test") => match test::run(rest) {
            // The suite has said what failed, and its last line is its count.
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
