//! The static site.

use std::fs;
use std::path::PathBuf;

use crate::{run, tools};

/// Where the site is left.
pub(crate) fn dist() -> PathBuf {
    run::root().join("dist")
}

/// Builds the page in release mode into `dist/`.
pub(crate) fn build() -> Result<(), String> {
    let environment = tools::ready()?;
    // A folder of its own: the page may be built by another compiler than the tests.
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| run::root().join("target"), PathBuf::from);
    println!("Building the page.");
    run::show(
        run::command("trunk")
            .args(["build", "--release", "--offline", "--skip-version-check"])
            .env("PATH", &environment.path)
            .env("CARGO_TARGET_DIR", target.join("wasm"))
            // Trunk takes any value but true and false for an error.
            .env_remove("NO_COLOR")
            // Set by the cargo that runs this program; the one on PATH is meant.
            .env_remove("CARGO")
            .envs(environment.variables),
    )?;
    keep_the_console_quiet()?;
    println!("The site is in {}.", dist().display());
    Ok(())
}

/// Browsers ignore `integrity` on the preload of a program and warn of it on every visit. The loader checks
/// the bytes itself and finds the hash under a name of its own.
fn keep_the_console_quiet() -> Result<(), String> {
    let file = dist().join("index.html");
    let page = fs::read_to_string(&file).map_err(|error| error.to_string())?;
    fs::write(&file, without_ignored_integrity(&page)).map_err(|error| error.to_string())
}

fn without_ignored_integrity(page: &str) -> String {
    page.split_inclusive('>')
        .map(|tag| {
            if tag.contains("application/wasm") {
                tag.replace(" integrity=", " data-integrity=")
            } else {
                tag.to_owned()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_preload_of_the_program_is_renamed() {
        let page = "<link href=a.css integrity=x><link type=application/wasm href=b integrity=y><p>";
        let expected = "<link href=a.css integrity=x><link type=application/wasm href=b data-integrity=y><p>";
        assert_eq!(without_ignored_integrity(page), expected);
    }
}
