//! The programs that build the page, of pinned versions, in the project's own `.tools/`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::run;
use crate::wasm;

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132";

/// PATH and variables with which the page is built.
pub(crate) struct Environment {
    /// PATH with the project's tools in front.
    pub(crate) path: OsString,
    /// Further variables.
    pub(crate) variables: Vec<(&'static str, String)>,
}

/// Makes sure that all tools are there; the first time takes some minutes, with progress shown.
pub(crate) fn ready() -> Result<Environment, String> {
    let toolchain = wasm::ready()?;
    let programs = run::tools().join("bin");
    cargo_tool("trunk", TRUNK, "trunk", true)?;
    // Its lock file names a crate version that is not always to be had.
    cargo_tool("wasm-bindgen-cli", &pinned_bindgen()?, "wasm-bindgen", false)?;
    let node = run::tools().join("node_modules/.bin");
    if !node.join("wasm-opt").exists() {
        println!("Installing wasm-opt (binaryen {BINARYEN}) into .tools/.");
        run::show(
            run::command("npm")
                .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
                .arg(run::tools())
                .arg(format!("binaryen@{BINARYEN}")),
        )?;
    }
    let own: Vec<PathBuf> = toolchain.programs.into_iter().chain([programs, node]).collect();
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(own.into_iter().chain(std::env::split_paths(&inherited)))
        .map_err(|error| error.to_string())?;
    Ok(Environment {
        path,
        variables: toolchain.variables,
    })
}

/// The version the crate pins; the command-line tool must be the same.
fn pinned_bindgen() -> Result<String, String> {
    let manifest =
        std::fs::read_to_string(run::root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    manifest
        .lines()
        .find(|line| line.starts_with("wasm-bindgen = "))
        .and_then(|line| line.split("\"=").nth(1)?.split('"').next())
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.toml pins no exact wasm-bindgen".to_owned())
}

fn cargo_tool(package: &str, version: &str, program: &str, locked: bool) -> Result<(), String> {
    let file = run::tools().join("bin").join(program);
    let installed = run::ask(run::command(&file).arg("--version"));
    if installed.is_some_and(|text| text.split_whitespace().any(|word| word == version)) {
        return Ok(());
    }
    println!("Compiling {package} {version} into .tools/ (once, a few minutes).");
    let mut command = run::command("cargo");
    command
        .args(["install", package, "--version", version, "--force", "--root"])
        .arg(run::tools());
    if locked {
        command.arg("--locked");
    }
    run::show(command.env("CARGO_TARGET_DIR", run::tools().join("target")))
}
