//! Comparisons with measurements, read from `../shared`; skipped, and said so, where it is absent.

mod architectures;
mod fit;
mod generation;
mod report;
mod serving;
mod table;

use std::path::{Path, PathBuf};

/// Runs `cargo xtask validate <what> [--write]`.
///
/// # Errors
/// Says what could not be read, or which check failed.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let write = arguments.iter().any(|argument| argument == "--write");
    match arguments.first().map(String::as_str) {
        Some("serving") => {
            let Some(folder) = shared("validation") else {
                println!("validate serving: skipped: shared/ is absent");
                return Ok(());
            };
            let text = serving::run(&folder, write);
            let pictures = generation::run(&folder, write);
            text.and(pictures)
        }
        other => Err(format!(
            "validate {}: unknown; known is: serving [--write]",
            other.unwrap_or("")
        )),
    }
}

/// A folder of the material beside the project, if it is there.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let folder = root().parent()?.join("shared").join(name);
    folder.is_dir().then_some(folder)
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}
