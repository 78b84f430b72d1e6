//! The WebAssembly target of the compiler.

use std::fs;
use std::path::Path;

use crate::run;

/// The target that the page is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the compiler on PATH has the standard library for the target; if not, asks rustup to install it.
/// Compilers packaged by distributions work as well.
pub(crate) fn ready() -> Result<(), String> {
    if has_std() {
        return Ok(());
    }
    println!("Asking rustup for {TARGET}.");
    let asked = run::show(run::command("rustup").args(["target", "add", TARGET]));
    if has_std() {
        return Ok(());
    }
    let reason = asked
        .err()
        .unwrap_or_else(|| "rustup has not installed it".to_owned());
    Err(format!(
        "{reason}\nThe page needs the standard library for {TARGET}. Run `rustup target add {TARGET}` where rustup \
         reaches its server, or put a rustc on PATH that has it (Debian's package of it is libstd-rust-dev-wasm32, \
         Fedora's rust-std-static-wasm32-unknown-unknown)."
    ))
}

fn has_std() -> bool {
    let is_std = |entry: fs::DirEntry| entry.file_name().to_string_lossy().starts_with("libstd-");
    run::ask(run::command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .and_then(|folder| fs::read_dir(Path::new(folder.trim())).ok())
        .is_some_and(|entries| entries.flatten().any(is_std))
}
