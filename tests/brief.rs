//! The brief's own calculators, through presets, scenario and model.

use genai_footprint::data::{Catalog, equivalences};
use genai_footprint::model::{Indicator, Leaves, evaluate};
use genai_footprint::scenario::{preset, resolve};

fn leaves(id: &str) -> Leaves {
    let inputs = resolve(&preset(id).expect(id).scenario(""), Catalog::built_in());
    assert_eq!(inputs.warnings, [], "{id}");
    evaluate(&inputs.values, &inputs.choices)
}

/// Kilograms of one of these.
fn likeness(id: &str) -> f64 {
    equivalences()
        .iter()
        .find(|row| row.id == id)
        .expect(id)
        .value
        .central
}

#[track_caller]
fn close(value: f64, expected: f64, digits: f64) {
    assert!(
        (value / expected - 1.0).abs() < digits,
        "{value} is not {expected}"
    );
}

#[test]
fn power_times_hours_times_intensity() {
    let result = leaves("brief_training");
    close(result.total(Indicator::Energy), 76.8, 1e-12);
    let kg = result.total(Indicator::GhgLocation);
    close(kg, 15.36, 1e-12);
    close(kg / likeness("brief_miles"), 38.4, 1e-12);
    close(kg / likeness("brief_tree_years"), 0.768, 1e-12);
}

#[test]
fn a_hundred_million_queries_a_day() {
    let result = leaves("brief_inference");
    close(result.total(Indicator::Energy), 36.5e6, 1e-12);
    close(result.total(Indicator::GhgLocation), 17_994.5e3, 1e-12);
}
