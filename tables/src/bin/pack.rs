//! Writes the texts that the page fetches into a folder: `pack ASSETS FOLDER`.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use tables::Errors;
use tables::built::built;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [assets, folder] = arguments.as_slice() else {
        eprintln!("usage: pack ASSETS FOLDER");
        return ExitCode::FAILURE;
    };
    let mut errors = Errors::new();
    let built = built(Path::new(assets), &mut errors);
    for error in &errors {
        eprintln!("{error}");
    }
    if !errors.is_empty() {
        return ExitCode::FAILURE;
    }
    for (name, text) in &built.texts {
        if let Err(error) = fs::write(Path::new(folder).join(name), text) {
            eprintln!("{folder}/{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
