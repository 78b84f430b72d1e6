//! `cargo xtask validate`: compares the project with data from outside the repository.

mod architectures;
mod devices;
mod fit;
mod generation;
pub(crate) mod parity;
mod report;
mod serving;

use std::path::Path;

use tables::{Errors, Table};

use crate::run;

/// Runs one validation by name, or all.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let shared = run::root().join("../shared");
    match args.first().map(String::as_str) {
        None => {
            let methods = parity(&shared);
            let measured = serving(&shared, false);
            methods.and(measured)
        }
        Some("parity") => parity(&shared),
        Some("serving") => serving(&shared, args[1..].iter().any(|argument| argument == "--write")),
        Some(other) => Err(format!("there is no validation {other:?}")),
    }
}

/// Compares the serving and generation models with measurements, whole models left out in turn, and the
/// committed constants with a fresh calibration; with `write`, the calibration replaces them.
fn serving(shared: &Path, write: bool) -> Result<(), String> {
    let folder = shared.join("validation");
    if !folder.is_dir() {
        println!("serving: skipped: shared/ is absent");
        return Ok(());
    }
    let text = serving::run(&folder, write);
    let pictures = generation::run(&folder, write);
    text.and(pictures)
}

/// A table of measurements.
fn measurements(path: &Path) -> Result<Table, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut errors = Errors::new();
    let table = Table::without_keys(&path.display().to_string(), &text, &mut errors);
    match errors.into_iter().next() {
        None => Ok(table),
        Some(error) => Err(error.into()),
    }
}

/// Compares the methods with the outputs of the real programs in `shared/validation/parity` beside the
/// repository, and prints every mismatch.
fn parity(shared: &Path) -> Result<(), String> {
    let folder = shared.join("validation/parity");
    if !folder.is_dir() {
        println!("parity: skipped: shared/ is absent");
        return Ok(());
    }
    let reports = parity::check_folder(&folder)?;
    let (mut rows, mut matched) = (0, 0);
    println!(
        "{:<32} {:<30} {:>6} {:>8} {:>10}",
        "file", "method", "rows", "matched", "worst"
    );
    for report in &reports {
        println!(
            "{:<32} {:<30} {:>6} {:>8} {:>10.1e}",
            report.file, report.method, report.rows, report.matched, report.worst
        );
        for miss in &report.misses {
            println!("    {miss}");
        }
        rows += report.rows;
        matched += report.matched;
    }
    println!(
        "parity: {matched} of {rows} rows match (tolerance {:e} relative)",
        parity::TOLERANCE
    );
    if rows > 0 && matched == rows {
        Ok(())
    } else {
        Err("rows differ from the real programs".to_owned())
    }
}
