//! The static site.

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
    println!("The site is in {}.", dist().display());
    Ok(())
}
