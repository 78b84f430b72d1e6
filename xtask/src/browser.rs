//! Browser tests and measurements.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run;

/// Number of checks that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

/// Finds a Chromium, or installs Debian's if that is permitted; otherwise the error names the command that installs it.
pub(crate) fn chromium() -> Result<PathBuf, String> {
    if let Some(path) = found() {
        return Ok(path);
    }
    // Without a font there is no text to measure.
    run::install(
        &["chromium", "fonts-liberation"],
        "The browser tests need Chromium.",
    )?;
    found().ok_or_else(|| {
        "Chromium is still missing after its installation; CHROMIUM in the environment may name one"
            .to_owned()
    })
}

fn found() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| {
            let path = run::ask(Command::new("sh").args(["-c", &format!("command -v {name}")]))?;
            Some(PathBuf::from(path.trim()))
        })
}

/// Installs the npm packages of the browser tests.
fn npm_packages(folder: &Path) -> Result<(), String> {
    run::show(
        run::command("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(folder),
    )
}

/// Runs a script of `tests/e2e/measure` against `dist/`.
pub(crate) fn script(name: &str) -> Result<(), String> {
    let folder = run::root().join("tests/e2e");
    npm_packages(&folder)?;
    run::show(
        run::command("node")
            .arg(format!("measure/{name}.mjs"))
            .env("CHROMIUM", chromium()?)
            .current_dir(&folder),
    )
}

/// Runs every `tests/e2e/*.test.mjs` against `dist/`; the test of the failure page after a panic uses the site in
/// `panicking`.
pub(crate) fn tests(chromium: &Path, panicking: &Path) -> Result<Count, String> {
    let folder = run::root().join("tests/e2e");
    let results = folder.join("out/results.tap");
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder.join("out")).map_err(text)?;
    npm_packages(&folder)?;
    let outcome = run::show(
        run::command("node")
            .args(["--test", "--test-concurrency=1"])
            // One report for the terminal, one to count the checks.
            .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
            .args([
                "--test-reporter=tap",
                "--test-reporter-destination=out/results.tap",
            ])
            .current_dir(&folder)
            .env("CHROMIUM", chromium)
            .env("PANICKING_DIST", panicking),
    );
    let count = count(&fs::read_to_string(results).map_err(text)?);
    match outcome {
        Err(message) if count.failed == 0 => Err(message),
        _ if count == Count::default() => Err("no browser test ran".to_owned()),
        _ => Ok(count),
    }
}

/// Reads the summary of Node's test runner: `# pass 12`, `# fail 0`, `# cancelled 0`.
fn count(tap: &str) -> Count {
    let number = |key: &str| -> usize {
        tap.lines()
            .filter_map(|line| line.strip_prefix(key)?.trim().parse::<usize>().ok())
            .next_back()
            .unwrap_or(0)
    };
    Count {
        passed: number("# pass "),
        failed: number("# fail ") + number("# cancelled "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_the_runner() {
        let tap =
            "TAP version 13\nok 1 - x\n1..3\n# tests 4\n# pass 1\n# fail 1\n# cancelled 2\n# skipped 0\n";
        assert_eq!(count(tap), Count { passed: 1, failed: 3 });
        assert_eq!(count("TAP version 13\n"), Count::default());
    }
}
