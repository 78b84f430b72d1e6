//! Installs pinned versions of the tools that build the page, in the project's own folder `.tools/`.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::run;
use crate::wasm;

const TRUNK: &str = "0.21.14";
/// Splits the program at its split points. Has to fit `wasm_split_helpers` in Cargo.toml: both derive the same names of
/// functions.
const WASM_SPLIT: &str = "0.2.4";
/// npm packages: wasm-opt, and the bundler for scripts.
const PACKAGES: [(&str, &str); 2] = [("binaryen", "132.0.0"), ("esbuild", "0.28.2")];

/// Installs missing tools and returns PATH with the tools in front. The first run takes some minutes and shows its
/// progress.
pub(crate) fn ready() -> Result<OsString, String> {
    wasm::ready()?;
    // Trunk runs offline, so it needs no TLS. Its lock file is used because newer versions of some dependencies, like
    // Trunk 0.22, need a newer compiler.
    cargo_tool("trunk", TRUNK, "trunk", &["--locked", "--no-default-features"])?;
    // Without --locked, because its lock file names a crate version that is not always available.
    cargo_tool("wasm-bindgen-cli", &pinned_bindgen()?, "wasm-bindgen", &[])?;
    cargo_tool(
        "wasm_split_cli_support",
        WASM_SPLIT,
        "wasm-split-cli",
        &["--features", "build-binary"],
    )?;
    // Intermediate files of compilation, more than a gigabyte.
    let leftovers = build_folder();
    if leftovers.exists() {
        fs::remove_dir_all(&leftovers)
            .map_err(|error| format!("{} cannot be removed: {error}", leftovers.display()))?;
    }
    npm_packages()?;
    let own = [run::tools().join("bin"), run::tools().join("node_modules/.bin")];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&inherited)))
        .map_err(|error| error.to_string())
}

/// The version that Cargo.toml pins; the command-line tool has to be of the same version.
fn pinned_bindgen() -> Result<String, String> {
    let manifest = fs::read_to_string(run::root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    manifest
        .lines()
        .find(|line| line.starts_with("wasm-bindgen = "))
        .and_then(|line| line.split("\"=").nth(1)?.split('"').next())
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.toml pins no exact wasm-bindgen".to_owned())
}

/// One target folder for all tools, so that shared dependencies are compiled once.
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
            // The tools run for seconds: full optimisation would take minutes and never pay off.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    )
}

/// Whether cargo's list of installed packages has this version of a package.
fn installed(package: &str, version: &str) -> bool {
    fs::read_to_string(run::tools().join(".crates.toml"))
        .is_ok_and(|list| list.contains(&format!("\"{package} {version} (")))
}

/// Installs the npm packages.
fn npm_packages() -> Result<(), String> {
    let is_installed = |(name, version): &(&str, &str)| {
        let manifest = run::tools().join("node_modules").join(name).join("package.json");
        fs::read_to_string(manifest).is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")))
    };
    if PACKAGES.iter().all(is_installed) {
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
