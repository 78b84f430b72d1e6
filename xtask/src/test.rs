//! The whole test suite: runs all steps in order and reports their durations and what was skipped.

use std::process::Command;
use std::time::Instant;

use crate::browser::{self, Count};
use crate::{run, site, size};

/// Runs the suite and returns whether all of it passed.
pub(crate) fn run(args: &[String]) -> Result<bool, String> {
    run::options(args, &["--fast", "--ci"])?;
    let given = |name: &str| args.iter().any(|arg| arg == name);
    let ci = given("--ci") || std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    let mut suite = Suite::new(ci);
    native(&mut suite);
    if given("--fast") {
        suite.skip("the site, its size and the browser tests", "--fast was given");
    } else {
        page(&mut suite);
    }
    Ok(suite.close())
}

fn cargo(words: &[&str]) -> Command {
    let mut command = run::command("cargo");
    command.args(words);
    command
}

/// The steps that need no browser. They compile two sets of features: none, and those of the page.
fn native(suite: &mut Suite) {
    suite.step("format", || run::show(&mut cargo(&["fmt", "--all", "--check"])));
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
    suite.step("the core stands alone", || {
        run::show(&mut cargo(&["check", "--no-default-features", "--all-targets"]))
    });
    suite.step("core and architecture", || {
        run::show(&mut cargo(&["test", "--workspace", "--no-default-features"]))
    });
    suite.step("figures, components, examples in the documentation", || {
        run::show(&mut cargo(&["test", "--package", "genai-footprint"]))
    });
    suite.step("documentation", || {
        run::show(cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
}

/// The steps that need the built site and a browser.
fn page(suite: &mut Suite) {
    if !suite.step("the site builds", site::build) {
        suite.leave_out("size budgets and browser tests", "there is no site");
        return;
    }
    let enforced = suite.ci;
    suite.step("size budgets", || size::run(enforced));
    match browser::chromium() {
        Ok(chromium) => suite.checks("browser tests", || {
            let panicking = site::build_with("panic_test")?;
            browser::tests(&chromium, &panicking)
        }),
        Err(reason) => suite.skip("browser tests", &reason),
    }
}

struct Suite {
    ci: bool,
    start: Instant,
    count: Count,
    failed: Vec<String>,
    skipped: Vec<String>,
}

impl Suite {
    fn new(ci: bool) -> Self {
        Self {
            ci,
            start: Instant::now(),
            count: Count::default(),
            failed: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Runs a step that counts as one check, and returns whether it passed.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<(), String>) -> bool {
        let before = self.count.failed;
        self.checks(name, || work().map(|()| Count { passed: 1, failed: 0 }));
        self.count.failed == before
    }

    /// Runs a step that counts its own checks.
    fn checks(&mut self, name: &str, work: impl FnOnce() -> Result<Count, String>) {
        println!("\n== {name}");
        let start = Instant::now();
        let result = work();
        let seconds = start.elapsed().as_secs_f32();
        let (count, reason) = match result {
            Ok(count) => (count, format!("{} of its checks failed", count.failed)),
            Err(message) => (Count { passed: 0, failed: 1 }, message),
        };
        self.count.passed += count.passed;
        self.count.failed += count.failed;
        if count.failed == 0 {
            println!("== {name}: passed in {seconds:.0} s");
        } else {
            println!("== {name}: FAILED after {seconds:.0} s: {reason}");
            self.failed.push(format!("{name}: {reason}"));
        }
    }

    /// Records a step that was skipped by choice or because something is missing. In CI this is a failure, because
    /// nobody would notice.
    fn skip(&mut self, name: &str, reason: &str) {
        self.leave_out(name, reason);
        if self.ci {
            self.count.failed += 1;
            self.failed
                .push(format!("{name}: skipped, which CI does not accept"));
        }
    }

    /// Records a step that could not run because of an earlier failure.
    fn leave_out(&mut self, name: &str, reason: &str) {
        self.skipped.push(format!("{name}: {reason}"));
    }

    /// Prints the summary, whose last line has the number of checks, and returns whether all passed.
    fn close(self) -> bool {
        println!("\nThe suite took {:.0} s.", self.start.elapsed().as_secs_f32());
        for line in &self.skipped {
            println!("skipped: {line}");
        }
        for line in &self.failed {
            println!("failed: {line}");
        }
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        self.failed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_steps_fail_in_ci_only() {
        for (ci, passes) in [(false, true), (true, false)] {
            let mut suite = Suite::new(ci);
            suite.step("a", || Ok(()));
            suite.skip("browser tests", "no browser");
            assert_eq!(suite.close(), passes);
        }
    }

    #[test]
    fn checks_are_counted_and_any_failure_fails() {
        let mut suite = Suite::new(false);
        assert!(suite.step("a", || Ok(())));
        assert!(!suite.step("b", || Err("reason".to_owned())));
        suite.checks("c", || Ok(Count { passed: 5, failed: 2 }));
        assert_eq!(suite.count, Count { passed: 6, failed: 3 });
        assert!(!suite.close());
    }
}
