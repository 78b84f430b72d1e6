//! Checks the tables under `assets/` and compiles them in. A bad row stops the build and is named with file,
//! line, column and reason.

use std::path::{Path, PathBuf};
use std::{env, fs};

use tables::Errors;
use tables::built::built;

fn main() {
    println!("cargo::rerun-if-changed=assets/data");
    println!("cargo::rerun-if-changed=assets/text");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let mut errors = Errors::new();
    let built = built(Path::new("assets"), &mut errors);
    for (name, text) in &built.code {
        fs::write(out.join(name), text).expect("OUT_DIR is writable");
    }
    for (name, text) in &built.texts {
        fs::write(out.join(name), text).expect("OUT_DIR is writable");
    }
    if !errors.is_empty() {
        for error in &errors {
            println!("cargo::error={error}");
        }
        std::process::exit(1);
    }
}
