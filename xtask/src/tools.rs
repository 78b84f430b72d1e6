//! The programs that build the page, of pinned versions, in the project's own `.tools/`.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::run;
use crate::wasm;

const TRUNK: &str = "0.21.14";
/// Takes the program apart along its split points; of one release with `wasm_split_helpers` in Cargo.toml.
const WASM_SPLIT: &str = "0.2.4";
/// What npm brings: wasm-opt, and what makes one script of several.
const PACKAGES: [(&str, &str); 2] = [("binaryen", "132.0.0"), ("esbuild", "0.28.2")];

/// Makes sure that all tools are there and returns PATH with them in front. The first time takes some minutes, with
/// progress shown.
pub(crate) fn ready() -> Result<OsString, String> {
    wasm::ready()?;
    // Trunk is told to fetch nothing, so it needs no TLS. Its lock file is kept: 0.22 needs a newer compiler,
    // and so do some crates that came out after it.
    cargo_tool("trunk", TRUNK, "trunk", &["--locked", "--no-default-features"])?;
    // Not --locked: its lock file names a crate version that is not always to be had.
    cargo_tool("wasm-bindgen-cli", &pinned_bindgen()?, "wasm-bindgen", &[])?;
    cargo_tool(
        "wasm_split_cli_support",
        WASM_SPLIT,
        "wasm-split-cli",
        &["--features", "build-binary"],
    )?;
    // More than a gigabyte of what only compiling needed.
    let leftovers = build_folder();
    if leftovers.exists() {
        fs::remove_dir_all(&leftovers)
            .map_err(|error| format!("{} cannot be removed: {error}", leftovers.display()))?;
    }
    packages()?;
    let own = [run::tools().join("bin"), run::tools().join("node_modules/.bin")];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&inherited)))
        .map_err(|error| error.to_string())
}

/// The version the crate pins; the command-line tool must be the same.
fn pinned_bindgen() -> Result<String, String> {
    let manifest = fs::read_to_string(run::root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    manifest
        .lines()
        .find(|line| line.starts_with("wasm-bindgen = "))
        .and_then(|line| line.split("\"=").nth(1)?.split('"').next())
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.toml pins no exact wasm-bindgen".to_owned())
}

/// One folder for all, so that crates that two tools share are compiled once.
fn build_folder() -> PathBuf {
    run::tools().join("target")
}

fn cargo_tool(package: &str, version: &str, program: &str, options: &[&str]) -> Result<(), String> {
    if installed(package, version) && run::tools().join("bin").join(program).exists() {
        return Ok(());
    }
    println!("Compiling {package} {version} into .tools/ (once, a few minutes).");
    run::show(
        run::command("cargo")
            .args(["install", package, "--version", version, "--force", "--root"])
            .arg(run::tools())
            .args(options)
            .env("CARGO_TARGET_DIR", build_folder())
            // Used for seconds a day: the minutes that full optimisation takes would never come back.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    )
}

/// Whether cargo has noted this version of a package in its list of what it installed.
fn installed(package: &str, version: &str) -> bool {
    fs::read_to_string(run::tools().join(".crates.toml"))
        .is_ok_and(|list| list.contains(&format!("\"{package} {version} (")))
}

/// The programs that npm brings.
fn packages() -> Result<(), String> {
    let there = |(name, version): &(&str, &str)| {
        let manifest = run::tools().join("node_modules").join(name).join("package.json");
        fs::read_to_string(manifest).is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")))
    };
    if PACKAGES.iter().all(there) {
        return Ok(());
    }
    let wanted = PACKAGES.map(|(name, version)| format!("{name}@{version}"));
    println!("Installing {} into .tools/.", wanted.join(" and "));
    run::show(
        run::command("npm")
            .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
            .arg(run::tools())
            .args(wanted),
    )
    .map_err(|message| format!("{message}; Node 20 or later, with npm, is needed"))
}
