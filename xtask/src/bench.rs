//! Compares the speed of the core natively and in WebAssembly. A measurement to read, not a test.

use crate::{run, tools};

/// Calls the exported functions in the same way as the native program, and prints the same three numbers.
const NODE: &str = "const w=require(process.argv[1]);const m=f=>{const t=[];for(let i=0;i<9;i++){const s=performance.now();f();\
t.push(performance.now()-s)}return t.sort((a,b)=>a-b)[4]};const h=w.first();w.next(0.1);let p=0.1;const a=m(()=>w.first());\
const b=m(()=>w.next(p+=0.001));console.log(a,b,String(BigInt.asUintN(64,h)))";

/// Milliseconds from an empty sample, milliseconds with cached draws, and the hash of all results.
fn figures(printed: &str) -> Option<(f64, f64, String)> {
    let mut words = printed.split_whitespace();
    Some((
        words.next()?.parse().ok()?,
        words.next()?.parse().ok()?,
        words.next()?.to_owned(),
    ))
}

/// Builds both programs in the release profile, runs them and prints the ratio.
pub(crate) fn run() -> Result<(), String> {
    let path = tools::ready()?;
    let build = [
        "build",
        "--release",
        "--no-default-features",
        "--features",
        "bench",
        "--bin",
        "bench",
    ];
    let target = run::root().join("target/bench");
    let native = target.join("release/bench");
    run::show(run::command("cargo").args(build).env("CARGO_TARGET_DIR", &target))?;
    let wasm = target.join("wasm32-unknown-unknown/release/bench.wasm");
    run::show(
        run::command("cargo")
            .args(build)
            .args(["--target", "wasm32-unknown-unknown"])
            .env("PATH", &path)
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("CARGO"),
    )?;
    let out = target.join("node");
    run::show(
        run::command("wasm-bindgen")
            .args(["--target", "nodejs", "--no-typescript", "--out-dir"])
            .arg(&out)
            .arg(&wasm)
            .env("PATH", &path),
    )?;
    let small = out.join("bench_bg.wasm");
    run::show(
        run::command("wasm-opt")
            .args(["-all", "-Oz", "-o"])
            .arg(&small)
            .arg(&small)
            .env("PATH", &path),
    )?;
    let here = run::ask(&mut run::command(&native));
    let there = run::ask(
        run::command("node")
            .args(["-e", NODE, "--"])
            .arg(out.join("bench.js")),
    );
    let (here, there) = here
        .as_deref()
        .and_then(figures)
        .zip(there.as_deref().and_then(figures))
        .ok_or("the measurement printed something other than three numbers")?;
    println!("10,000 draws of ten indicators for four scenarios, median of nine runs:");
    for (what, native, wasm) in [
        ("from an empty sample", here.0, there.0),
        ("with the draws kept", here.1, there.1),
    ] {
        println!(
            "{what}: {native:.1} ms natively, {wasm:.1} ms in WebAssembly, ratio {:.2}",
            wasm / native
        );
    }
    if here.2 == there.2 {
        println!("All results agree to the bit.");
        Ok(())
    } else {
        Err(format!(
            "natively {} and in WebAssembly {}: results differ",
            here.2, there.2
        ))
    }
}
