//! 10,000 draws for four scenarios, natively and in WebAssembly: `cargo xtask bench`.

use std::cell::RefCell;
use std::time::Instant;

use genai_footprint::data::Catalog;
use genai_footprint::model::{Indicator, apply_calibration_error};
use genai_footprint::scenario::{Inputs, Param, Scenario, preset, resolve};
use genai_footprint::uncertainty::{Sample, monte_carlo};
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws of a result, five times those of the page.
const DRAWS: u32 = 10_000;

/// Presets that compute by different routes.
const SCENARIOS: [&str; 4] = [
    "train_and_deploy",
    "chat_70b",
    "reasoning_service",
    "llama_405b_training",
];

/// Runs of which the middle one is told.
const RUNS: usize = 9;

thread_local! {
    static SAMPLE: RefCell<Sample> = RefCell::new(Sample::new(monte_carlo::SEED, DRAWS));
}

fn inputs(moved: f64) -> Vec<Inputs> {
    SCENARIOS
        .iter()
        .map(|id| {
            let scenario = preset(id).map_or_else(Scenario::default, |row| row.scenario(""));
            let mut inputs = resolve(
                &scenario.with(Param::ElectricityPrice, moved),
                Catalog::built_in(),
            );
            apply_calibration_error(&mut inputs);
            inputs
        })
        .collect()
}

/// Totals of every indicator at every draw, as one number that tells two results apart.
fn totals(sample: &mut Sample, inputs: &[Inputs]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for one in inputs {
        let run = monte_carlo::totals(sample, one);
        for indicator in Indicator::ALL {
            for value in run.column(indicator as usize) {
                hash = (hash ^ value.to_bits()).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}

/// From an empty sample: what the first result costs.
#[wasm_bindgen]
pub fn first() -> u64 {
    totals(&mut Sample::new(monte_carlo::SEED, DRAWS), &inputs(0.1))
}

/// With the draws of before: what the next position of a slider costs.
#[wasm_bindgen]
pub fn next(moved: f64) -> u64 {
    SAMPLE.with_borrow_mut(|sample| totals(sample, &inputs(moved)))
}

/// Milliseconds of the middle one of some runs.
fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn main() {
    // In WebAssembly the exported functions are called, and there is no clock here.
    if cfg!(target_arch = "wasm32") {
        return;
    }
    let hash = first();
    next(0.1);
    let (mut price, mut last) = (0.1, 0);
    let fresh = median(|| last = first());
    let again = median(|| {
        price += 0.001;
        next(price);
    });
    assert_eq!(hash, last, "the same draws give the same result");
    println!("{fresh} {again} {hash}");
}
