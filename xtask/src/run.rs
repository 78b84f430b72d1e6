//! Runs other programs from the project's root.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// Folder of the project's own tools; git ignores it.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

/// A command that runs in the project's root.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Rejects unknown options, so that a typing error is never silently ignored.
pub(crate) fn options(args: &[String], known: &[&str]) -> Result<(), String> {
    match args.iter().find(|arg| !known.contains(&arg.as_str())) {
        Some(arg) => Err(format!(
            "there is no option {arg:?} here; cargo xtask help lists them"
        )),
        None => Ok(()),
    }
}

/// Runs a command and shows its output.
pub(crate) fn show(command: &mut Command) -> Result<(), String> {
    let name = name(command);
    let status = command
        .status()
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} ended with {status}"))
    }
}

/// Runs a command silently and returns its output; `None` if it is missing or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command line of a command.
pub(crate) fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The command that installs packages: as root, or through sudo without a password; `None` if neither is possible.
fn administrator() -> Option<Vec<&'static str>> {
    ask(Command::new("apt-get").arg("--version"))?;
    if ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        return Some(vec!["apt-get"]);
    }
    ask(Command::new("sudo").args(["-n", "true"])).map(|_| vec!["sudo", "-n", "apt-get"])
}

/// Installs Debian packages if that is permitted; otherwise the error names the command that does.
pub(crate) fn install(packages: &[&str], reason: &str) -> Result<(), String> {
    let Some(apt) = administrator() else {
        return Err(format!(
            "{reason} Run this once: sudo apt-get install {}",
            packages.join(" ")
        ));
    };
    println!("{reason} Installing {} with apt-get.", packages.join(", "));
    let start = |arguments: &[&str]| {
        let mut command = command(apt[0]);
        command
            .args(&apt[1..])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    show(&mut start(&["update", "-qq"]))?;
    show(start(&["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}
