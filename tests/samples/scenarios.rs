//! Scenarios to test with: every preset, and scenarios at random over values, routes and tables.
#![allow(dead_code, reason = "a test takes what it needs")]

use genai_footprint::data;
use genai_footprint::scenario::{Choice, Entry, Options, POSITIONS, Param, Scenario};
use proptest::prelude::*;

/// Every preset under its id.
pub(crate) fn presets() -> Vec<Scenario> {
    genai_footprint::scenario::presets()
        .iter()
        .map(|preset| preset.scenario(preset.id))
        .collect()
}

/// This share of the inputs anywhere in their range, some of them with an interval, the others by default; any route,
/// any row, any name.
pub(crate) fn any_scenario(share: f64) -> impl Strategy<Value = Scenario> {
    let position = prop_oneof![4 => 0.0..=POSITIONS, 1 => Just(0.0), 1 => Just(POSITIONS)];
    let spread = prop::option::weighted(0.2, 0.0..=POSITIONS);
    let values = prop::collection::vec(prop::option::weighted(share, (position, spread)), Param::COUNT);
    let choices = prop::collection::vec(any::<prop::sample::Index>(), Choice::COUNT);
    (".{0,20}", values, choices).prop_map(|(name, values, choices)| {
        let mut scenario = Scenario::new(&name);
        for (param, value) in Param::ALL.into_iter().zip(values) {
            if let Some((position, spread)) = value {
                let range = spread.map(|spread| (param.at(position - spread), param.at(position + spread)));
                let value = param.at(position);
                scenario.set(param, Entry { value, range });
            }
        }
        for (choice, pick) in Choice::ALL.into_iter().zip(choices) {
            let ids = options(choice);
            scenario.choose(choice, ids[pick.index(ids.len())]);
        }
        scenario
    })
}

fn options(choice: Choice) -> Vec<&'static str> {
    let default = [choice.spec().default];
    let rows: Vec<&'static str> = match choice.spec().options {
        Options::List(list) => list.to_vec(),
        Options::Table("accelerators") => data::accelerators().iter().map(|row| row.id).collect(),
        Options::Table("models") => data::models().iter().map(|row| row.id).collect(),
        Options::Table("regions") => data::cloud_regions().iter().map(|row| row.id).collect(),
        Options::Table(_) => data::Catalog::built_in().zones().map(|row| row.code).collect(),
    };
    default.into_iter().chain(rows).collect()
}
