//! `cargo xtask validate`: holds the project against data from outside the repository.

mod parity;

use std::path::Path;
use std::process::ExitCode;

/// Compares the methods with the outputs of the real programs in `shared/validation/parity` beside the
/// repository, and prints every miss.
pub(crate) fn parity(shared: &Path) -> ExitCode {
    let folder = shared.join("validation/parity");
    if !folder.is_dir() {
        println!("parity: skipped: shared/ is absent");
        return ExitCode::SUCCESS;
    }
    let reports = match parity::check_folder(&folder) {
        Ok(reports) => reports,
        Err(error) => {
            eprintln!("parity: {error}");
            return ExitCode::FAILURE;
        }
    };
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
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
