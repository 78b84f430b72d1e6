//! The wasm target, by two routes: rustup where it reaches its server, Debian's compiler where it does not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the build of the page needs in its environment.
#[derive(Default)]
pub(crate) struct Toolchain {
    /// Folder with the `cargo` and `rustc` to use, if not those on PATH.
    pub(crate) programs: Option<PathBuf>,
    /// Further variables.
    pub(crate) variables: Vec<(&'static str, String)>,
}

/// Makes sure that the target is there.
pub(crate) fn ready() -> Result<Toolchain, String> {
    if has_std(Path::new("rustc")) {
        return Ok(Toolchain::default());
    }
    // Once Debian's route was taken, asking rustup again would only cost its time-out.
    if !has_rlibs(&libraries()) {
        println!("The wasm target is missing; asking rustup for it.");
        if run::show(run::command("rustup").args(["target", "add", TARGET])).is_ok()
            && has_std(Path::new("rustc"))
        {
            return Ok(Toolchain::default());
        }
        println!("rustup cannot bring it; using Debian's compiler, with a standard library built here.");
    }
    debian()
}

/// Our own copy of the standard library for the target.
fn libraries() -> PathBuf {
    sysroot().join("lib/rustlib").join(TARGET).join("lib")
}

fn sysroot() -> PathBuf {
    run::tools().join("sysroot")
}

fn has_std(rustc: &Path) -> bool {
    run::ask(run::command(rustc).args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| has_rlibs(Path::new(folder.trim())))
}

fn has_rlibs(folder: &Path) -> bool {
    let std = |entry: fs::DirEntry| entry.file_name().to_string_lossy().starts_with("libstd-");
    fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(std))
}

/// Debian's compiler for the web with a standard library of our own under `.tools/`.
fn debian() -> Result<Toolchain, String> {
    let rustc = Path::new("/usr/bin/rustc");
    let linker = || {
        let linkers = fs::read_dir("/usr/bin").into_iter().flatten().flatten();
        linkers
            .map(|e| e.path())
            .filter(|p| p.to_string_lossy().contains("/wasm-ld-"))
            .max()
    };
    if !rustc.exists() || linker().is_none() || library_source().is_none() {
        run::install(
            &["rustc-web", "cargo-web", "rust-web-src", "lld-22"],
            "The page needs a Rust compiler with a wasm target.",
        )?;
    }
    let linker = linker().ok_or("no wasm-ld was found after the installation")?;
    let version = run::ask(Command::new(rustc).arg("--version")).unwrap_or_default();
    let libraries = libraries();
    let stamp = sysroot().join("version");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(version.as_str()) || !has_rlibs(&libraries) {
        build_std(&libraries)?;
        fs::write(&stamp, &version).map_err(|error| error.to_string())?;
    }
    let programs = run::tools().join("debian");
    fs::create_dir_all(&programs).map_err(|error| error.to_string())?;
    for program in ["cargo", "rustc"] {
        let link = programs.join(program);
        if !link.exists() {
            std::os::unix::fs::symlink(Path::new("/usr/bin").join(program), &link)
                .map_err(|e| e.to_string())?;
        }
    }
    Ok(Toolchain {
        programs: Some(programs),
        variables: vec![
            (
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
                linker.display().to_string(),
            ),
            (
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                format!("--sysroot={}", sysroot().display()),
            ),
        ],
    })
}

/// Where Debian's compiler keeps the sources of the standard library.
fn library_source() -> Option<PathBuf> {
    let sysroot = run::ask(Command::new("/usr/bin/rustc").args(["--print", "sysroot"]))?;
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std");
    source.exists().then_some(source)
}

/// Compiles the standard library for the target (about half a minute). Without embedded bitcode the size
/// profile's link-time optimisation would fail.
fn build_std(libraries: &Path) -> Result<(), String> {
    let maker = run::tools().join("std");
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(maker.join("src")).map_err(text)?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(maker.join("Cargo.toml"), manifest).map_err(text)?;
    fs::write(maker.join("src/lib.rs"), "").map_err(text)?;
    run::show(
        Command::new("/usr/bin/cargo")
            .args([
                "build",
                "--release",
                "-Zbuild-std=std,panic_abort",
                "--target",
                TARGET,
            ])
            .current_dir(&maker)
            .env("RUSTC", "/usr/bin/rustc")
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env("CARGO_TARGET_DIR", maker.join("target"))
            .env_remove("RUSTUP_TOOLCHAIN"),
    )?;
    // Those of an earlier compiler would stand beside the new ones.
    if libraries.exists() {
        fs::remove_dir_all(libraries).map_err(text)?;
    }
    fs::create_dir_all(libraries).map_err(text)?;
    let built = maker.join("target").join(TARGET).join("release/deps");
    for entry in fs::read_dir(built).map_err(text)?.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let library = path.extension().is_some_and(|end| end == "rlib");
        if library && !name.to_string_lossy().starts_with("libempty-") {
            fs::copy(path, libraries.join(name)).map_err(text)?;
        }
    }
    fs::remove_dir_all(&maker).map_err(text)
}
