//! Published figures that follow by arithmetic from inputs their authors print: set as scenarios, the model gives
//! them back. `tests/data/published_cases.csv` holds every such figure, and says why one is not expressed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use genai_footprint::data::Catalog;
use genai_footprint::model::{Indicator, Leaf, Leaves, evaluate, timeline};
use genai_footprint::quantity::DAYS_PER_YEAR;
use genai_footprint::scenario::{Choice, Inputs, Param, Scenario, resolve};
use tables::{Errors, Table};

/// What a figure may be off, relative, where its authors' rounding is finer.
const TOLERANCE: f64 = 0.02;

fn cases() -> Table {
    let mut errors = Errors::new();
    let table = Table::read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/published_cases.csv"),
        &mut errors,
    );
    assert!(errors.is_empty(), "the table of cases is damaged");
    table
}

fn amount(leaves: &Leaves, indicator: &str, leaf: Option<&str>) -> f64 {
    let one = |indicator: Indicator| match leaf {
        None => leaves.total(indicator),
        Some(id) => {
            let leaf = Leaf::ALL.iter().find(|leaf| leaf.id() == id).expect(id);
            leaves.get(*leaf, indicator)
        }
    };
    if indicator == "water_l" {
        return one(Indicator::WaterOnSite) + one(Indicator::WaterOffSite);
    }
    one(Indicator::ALL
        .into_iter()
        .find(|known| known.id() == indicator)
        .expect(indicator))
}

fn computed(inputs: &Inputs, indicator: &str, part: &str) -> f64 {
    let leaves = evaluate(&inputs.values, &inputs.picks);
    match part {
        "total" => amount(&leaves, indicator, None),
        "query" => amount(&leaves, indicator, None) / DAYS_PER_YEAR,
        "crossover" => {
            let day =
                timeline::crossover_day(inputs, Indicator::Energy).expect("inference overtakes training");
            day * inputs.values[Param::QueriesPerDay]
        }
        _ => amount(&leaves, indicator, part.strip_prefix("leaf:")),
    }
}

#[test]
fn published_figures_come_out_of_their_inputs() {
    let table = cases();
    let (mut reproduced, mut off) = (0, Vec::new());
    for row in table.rows().filter(|row| !row.text("settings").is_empty()) {
        let id = row.text("id");
        let settings: Vec<(&str, &str)> = row
            .text("settings")
            .split(';')
            .map(|pair| pair.split_once('=').expect(id))
            .collect();
        let scenario = Scenario::from_settings(id, &settings);
        // Nothing is dropped or clamped on the way.
        for (name, text) in &settings {
            if let Some(param) = Param::ALL.into_iter().find(|param| param.spec().id == *name) {
                assert_eq!(
                    scenario.get(param).map(|e| e.value),
                    text.parse().ok(),
                    "{id}: {name}"
                );
            } else {
                let choice = Choice::ALL.into_iter().find(|choice| choice.spec().id == *name);
                assert_eq!(
                    choice.map(|choice| scenario.chosen(choice)),
                    Some(*text),
                    "{id}: {name}"
                );
            }
        }
        let inputs = resolve(&scenario, Catalog::built_in());
        let found = computed(&inputs, row.text("indicator"), row.text("part"));
        let expected: f64 = row.text("expected").parse().expect(id);
        let rounding: f64 = row.text("rounding").parse().expect(id);
        let error = (found - expected).abs();
        if error <= rounding * (1.0 + 1e-9) || error <= TOLERANCE * expected {
            reproduced += 1;
        } else {
            off.push(format!(
                "{id}: {found} for {expected} ({:+.1} %)",
                (found / expected - 1.0) * 100.0
            ));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
    assert!(reproduced >= 122, "only {reproduced} figures are reproduced");
}

#[test]
fn every_case_is_reproduced_or_says_why_not() {
    let table = cases();
    for row in table.rows() {
        assert_ne!(
            row.text("settings").is_empty(),
            row.text("reason").is_empty(),
            "{}",
            row.text("id")
        );
    }
    let ids: BTreeSet<&str> = table.rows().map(|row| row.text("id")).collect();
    assert_eq!(ids.len(), table.rows().count(), "an id stands twice");
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/validation/published_figures.csv");
    if !shared.exists() {
        println!("skipped: shared/ is absent, the list of ids is not compared");
        return;
    }
    let text = fs::read_to_string(shared).expect("readable");
    let mut errors = Errors::new();
    let all = Table::parse("published_figures.csv", &text, &mut errors);
    let missing: Vec<String> = all
        .rows()
        .filter(|row| row.text("check_class") == "arithmetic" && !ids.contains(row.text("id")))
        .map(|row| row.text("id").to_owned())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
