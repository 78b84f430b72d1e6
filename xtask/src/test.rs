//! The whole suite, one step after another, with the time each took and what was left out.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::{run, site, size};

/// Runs the suite.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let fast = args.iter().any(|arg| arg == "--fast");
    let mut suite = Suite::default();
    let cargo = |words: &[&str]| {
        let mut command = run::command("cargo");
        command.args(words);
        command
    };
    suite.step("format", || run::show(&mut cargo(&["fmt", "--all", "--check"])));
    suite.step("the core stands alone", || {
        run::show(&mut cargo(&["check", "--no-default-features", "--all-targets"]))
    });
    suite.step("lints", || {
        run::show(&mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    });
    suite.step("core, architecture, figures, components", || {
        run::show(&mut cargo(&["test", "--workspace"]))
    });
    suite.step("documentation", || {
        run::show(cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    if fast {
        suite.skip("browser tests and size budgets", "--fast was given");
    } else {
        browser(&mut suite);
    }
    suite.close()
}

fn browser(suite: &mut Suite) {
    let built = suite.step("the site builds", site::build);
    suite.step("size budgets", size::run);
    let chromium = suite.step("a browser is there", || chromium().map(drop));
    if !(built && chromium) {
        suite.fail("browser tests", "there is no site or no browser to test with");
        return;
    }
    suite.step("browser tests", || {
        let folder = run::root().join("tests/e2e");
        run::show(
            run::command("npm")
                .args(["ci", "--no-audit", "--no-fund"])
                .current_dir(&folder),
        )?;
        run::show(
            run::command("node")
                .args(["--test", "--test-concurrency=1"])
                .current_dir(&folder)
                .env("CHROMIUM", self::chromium()?),
        )
    });
}

/// A Chromium on this machine; Debian's is installed where that is allowed.
fn chromium() -> Result<PathBuf, String> {
    let found = || {
        ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| {
                let path = run::ask(Command::new("sh").args(["-c", &format!("command -v {name}")]))?;
                Some(PathBuf::from(path.trim()))
            })
    };
    if let Some(path) = found() {
        return Ok(path);
    }
    run::install(&["chromium"], "The browser tests need Chromium.")?;
    found().ok_or_else(|| "Chromium is still missing after its installation".to_owned())
}

#[derive(Default)]
struct Suite {
    passed: usize,
    failed: Vec<String>,
    skipped: Vec<String>,
}

impl Suite {
    /// Runs a step and tells whether it passed.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<(), String>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let result = work();
        let seconds = start.elapsed().as_secs_f32();
        match &result {
            Ok(()) => {
                self.passed += 1;
                println!("== {name}: passed in {seconds:.0} s");
            }
            Err(message) => {
                println!("== {name}: FAILED after {seconds:.0} s: {message}");
                self.failed.push(name.to_owned());
            }
        }
        result.is_ok()
    }

    fn fail(&mut self, name: &str, reason: &str) {
        println!("\n== {name}: FAILED: {reason}");
        self.failed.push(name.to_owned());
    }

    fn skip(&mut self, name: &str, reason: &str) {
        // Where nobody watches, a suite that did not run must not look like one that passed.
        if std::env::var_os("CI").is_some() {
            self.fail(name, &format!("left out ({reason}), which CI does not accept"));
        } else {
            self.skipped.push(format!("{name}: {reason}"));
        }
    }

    fn close(self) -> Result<(), String> {
        println!();
        for line in &self.skipped {
            println!("skipped: {line}");
        }
        for line in &self.failed {
            println!("failed: {line}");
        }
        println!(
            "{} passed, {} failed, {} skipped",
            self.passed,
            self.failed.len(),
            self.skipped.len()
        );
        if self.failed.is_empty() {
            Ok(())
        } else {
            Err("the suite failed".to_owned())
        }
    }
}
