//! The wasm target, by three routes: rustup's source of the standard library, rustup's prebuilt one, and Debian's
//! compiler with its source where rustup does not reach its server.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
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

/// Makes sure that the target is there, with a standard library built for size: that of rustup or Debian is
/// built for speed, which every reader would download (9 kB of compressed wasm).
pub(crate) fn ready() -> Result<Toolchain, String> {
    let stamp = fs::read_to_string(stamp()).unwrap_or_default();
    // Once another route was taken, asking rustup for the source again would only cost its time-out.
    let asked = stamp.starts_with(DEBIAN) || stamp == PREBUILT;
    if has_source("rustc") || (!asked && rustup("component", "rust-src") && has_source("rustc")) {
        build_std(&Compiler::RUSTUP)?;
        return Ok(Toolchain {
            programs: None,
            variables: vec![own_sysroot()],
        });
    }
    if has_std() || (!asked && rustup("target", TARGET) && has_std()) {
        println!("The source of the standard library is out of reach: the wasm will be larger.");
        return leave_stamp(PREBUILT).map(|()| Toolchain::default());
    }
    println!("rustup cannot bring the wasm target; using Debian's compiler.");
    debian()
}

/// Whether the standard library is rustup's own, built for speed.
pub(crate) fn is_prebuilt() -> bool {
    fs::read_to_string(stamp()).is_ok_and(|stamp| stamp == PREBUILT)
}

/// Stamps of the routes that do not ask rustup again.
const DEBIAN: &str = "/usr/bin/rustc ";
const PREBUILT: &str = "prebuilt";

/// Asks rustup for a part of the toolchain in use.
fn rustup(kind: &str, name: &str) -> bool {
    println!("Asking rustup for {name}.");
    run::show(run::command("rustup").args([kind, "add", name])).is_ok()
}

/// A compiler with the source of its standard library.
struct Compiler {
    cargo: &'static str,
    rustc: &'static str,
}

impl Compiler {
    const RUSTUP: Self = Self {
        cargo: "cargo",
        rustc: "rustc",
    };
    const DEBIAN: Self = Self {
        cargo: "/usr/bin/cargo",
        rustc: "/usr/bin/rustc",
    };
}

fn own_sysroot() -> (&'static str, String) {
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        format!("--sysroot={}", sysroot().display()),
    )
}

fn stamp() -> PathBuf {
    sysroot().join("version")
}

fn leave_stamp(text: &str) -> Result<(), String> {
    fs::create_dir_all(sysroot())
        .and_then(|()| fs::write(stamp(), text))
        .map_err(|error| error.to_string())
}

/// Our own copy of the standard library for the target.
fn libraries() -> PathBuf {
    sysroot().join("lib/rustlib").join(TARGET).join("lib")
}

/// A folder for each set of flags: Cargo would not notice another library at the same path, and link what was
/// compiled against the old one.
fn sysroot() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    STD_FLAGS.hash(&mut hasher);
    run::tools().join(format!("sysroot-{:08x}", hasher.finish() >> 32))
}

fn has_std() -> bool {
    run::ask(run::command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| has_rlibs(Path::new(folder.trim())))
}

/// Whether the source of the standard library stands beside a compiler.
fn has_source(rustc: &str) -> bool {
    run::ask(run::command(rustc).args(["--print", "sysroot"])).is_some_and(|root| {
        Path::new(root.trim())
            .join("lib/rustlib/src/rust/library/std")
            .exists()
    })
}

fn has_rlibs(folder: &Path) -> bool {
    let std = |entry: fs::DirEntry| entry.file_name().to_string_lossy().starts_with("libstd-");
    fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(std))
}

/// Debian's compiler for the web with a standard library of our own under `.tools/`.
fn debian() -> Result<Toolchain, String> {
    let compiler = &Compiler::DEBIAN;
    let linker = || {
        let linkers = fs::read_dir("/usr/bin").into_iter().flatten().flatten();
        linkers
            .map(|e| e.path())
            .filter(|p| p.to_string_lossy().contains("/wasm-ld-"))
            .max()
    };
    if linker().is_none() || !has_source(compiler.rustc) {
        run::install(
            &["rustc-web", "cargo-web", "rust-web-src", "lld-22"],
            "The page needs a Rust compiler with a wasm target.",
        )?;
    }
    let linker = linker().ok_or("no wasm-ld was found after the installation")?;
    build_std(compiler)?;
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
            own_sysroot(),
        ],
    })
}

/// Without embedded bitcode the size profile's link-time optimisation would fail. A panic traps at once: its texts
/// and their formatting would be 12 kB of compressed wasm, and the failure page shows the trap's stack. By the
/// condition alone rather than `-Cpanic=immediate-abort`, which the page's crates would then have to be built with.
const STD_FLAGS: &str =
    "-Cembed-bitcode=yes --cfg panic=\"immediate-abort\" -Aexplicit_builtin_cfgs_in_flags";

/// Compiles the standard library for the target and for size (about half a minute), once for each compiler.
fn build_std(compiler: &Compiler) -> Result<(), String> {
    let version = run::ask(run::command(compiler.rustc).arg("--version")).unwrap_or_default();
    let version = format!("{} {version}", compiler.rustc);
    let libraries = libraries();
    if fs::read_to_string(stamp()).ok().as_deref() == Some(version.as_str()) && has_rlibs(&libraries) {
        return Ok(());
    }
    println!("Compiling the standard library for size.");
    let maker = run::tools().join("std");
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(maker.join("src")).map_err(text)?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
                    [profile.release]\nopt-level = \"z\"\n";
    fs::write(maker.join("Cargo.toml"), manifest).map_err(text)?;
    fs::write(maker.join("src/lib.rs"), "").map_err(text)?;
    run::show(
        Command::new(compiler.cargo)
            .args([
                "build",
                "--release",
                "-Zbuild-std=std,panic_abort",
                "-Zbuild-std-features=optimize_for_size",
                "--target",
                TARGET,
            ])
            .current_dir(&maker)
            .env("RUSTC", compiler.rustc)
            // The flags above are not stable, which is why they stand here and nowhere in the page's own build.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", STD_FLAGS)
            .env("CARGO_TARGET_DIR", maker.join("target")),
    )?;
    // Those of an earlier compiler would stand beside the new ones.
    if libraries.exists() {
        fs::remove_dir_all(&libraries).map_err(text)?;
    }
    fs::create_dir_all(&libraries).map_err(text)?;
    let built = maker.join("target").join(TARGET).join("release/deps");
    for entry in fs::read_dir(built).map_err(text)?.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let library = path.extension().is_some_and(|end| end == "rlib");
        if library && !name.to_string_lossy().starts_with("libempty-") {
            fs::copy(path, libraries.join(name)).map_err(text)?;
        }
    }
    leave_stamp(&version)?;
    fs::remove_dir_all(&maker).map_err(text)
}
