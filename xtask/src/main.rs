//! Developer commands: `cargo xtask help`.

mod validate;

use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND
  validate parity   the published methods against outputs of the real programs (needs shared/ beside the repository)
  help              this text";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    match words[..] {
        ["validate", "parity"] => validate::parity(&shared),
        [] | ["help"] => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("unknown command: {}\n{HELP}", words.join(" "));
            ExitCode::FAILURE
        }
    }
}
