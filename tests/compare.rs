//! Keeps `docs/compare.md` honest: its boundaries and figures are those of the code, its claims have sources.

use genai_footprint::data::Catalog;
use genai_footprint::method::common::{Coverage, Range};
use genai_footprint::method::library::{built_in, built_in_text};
use genai_footprint::method::ml_co2_impact_2026_03 as mlco2;
use genai_footprint::method::side_by_side::{Answer, Part, Row, side_by_side};
use genai_footprint::method::text::{python_fixed, python_scientific};
use genai_footprint::method::{METHODS, method, summary};
use genai_footprint::method::{
    cloud_carbon_footprint_1_0 as ccf, codecarbon_3_3 as codecarbon, ecologits_0_8, ecologits_0_11,
};
use genai_footprint::model::evaluate;
use genai_footprint::scenario::{Choice, Scenario, preset, resolve};

const TEXT: &str = include_str!("../docs/compare.md");

/// Rows of the tables in which the first cell is an id in backticks, as cells without backticks.
fn rows_by_id() -> Vec<Vec<String>> {
    let rows = TEXT
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains("` |"));
    let cells = |line: &str| {
        let inner = line.trim().trim_matches('|');
        inner
            .split(" | ")
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect::<Vec<_>>()
    };
    rows.map(cells)
        .filter(|cells| METHODS.iter().any(|method| method.id == cells[0]))
        .collect()
}

/// Four digits, the form of the document's figures.
fn figure(range: Range) -> String {
    let one = |value: f64| {
        if value < 0.01 {
            python_scientific(value, 3)
        } else {
            python_fixed(value, 2)
        }
    };
    if range.min.to_bits() == range.max.to_bits() {
        one(range.min)
    } else {
        format!("{} to {}", one(range.min), one(range.max))
    }
}

#[test]
fn boundaries_are_the_code_s() {
    let rows: Vec<_> = rows_by_id()
        .into_iter()
        .filter(|cells| cells.len() == 9)
        .collect();
    let ids: Vec<_> = rows.iter().map(|cells| cells[0].as_str()).collect();
    assert_eq!(ids, METHODS.map(|method| method.id));
    for cells in rows {
        let word = |coverage| match coverage {
            Coverage::Counted => "yes",
            Coverage::IfGiven => "given",
            Coverage::LeftOut => "no",
        };
        let boundary = method(&cells[0]).unwrap().boundary;
        let expected: Vec<_> = boundary
            .parts()
            .iter()
            .map(|(_, coverage)| word(*coverage))
            .collect();
        assert_eq!(cells[1..], expected, "{}", cells[0]);
        let header = format!("| id | {} |", boundary.parts().map(|(name, _)| name).join(" | "));
        assert!(TEXT.contains(&header), "{header}");
    }
}

#[test]
fn figures_are_the_code_s() {
    let rows: Vec<_> = rows_by_id()
        .into_iter()
        .filter(|cells| cells.len() == 4)
        .collect();
    assert!(
        METHODS
            .iter()
            .all(|method| rows.iter().any(|cells| cells[0] == method.id))
    );
    for cells in rows {
        let inputs = serde_json::from_str(&cells[1]).unwrap_or_else(|error| panic!("{}: {error}", cells[1]));
        let summary = summary(&cells[0], &inputs, built_in().unwrap()).unwrap();
        let got = [figure(summary.kwh), figure(summary.kg)];
        assert_eq!(cells[2..], got, "{} {}", cells[0], cells[1]);
    }
}

/// The document with line breaks undone, for sentences that run over them.
fn flowing() -> String {
    TEXT.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(sentence: &str) {
    assert!(
        flowing().contains(sentence),
        "docs/compare.md does not say {sentence:?}"
    );
}

#[test]
fn figures_in_the_notes_are_the_code_s() {
    let rounded = mlco2::Inputs::Page {
        hardware: None,
        watt: Some(1000.0),
        hours: 1000.0,
        place: mlco2::Place::Table {
            g_per_kwh: 16.0,
            offset_pct: 0.0,
        },
    };
    let counted = rounded.evaluate(None, None).unwrap().intensity_kg_per_kwh * 1000.0;
    says(&format!("16 g/kWh counts as {counted}"));
    let excess = codecarbon::KWH_PER_JOULE * 3.6e6 - 1.0;
    says(&format!("its constant for joules is {excess:.0e} too high"));
    let rows: Vec<&str> = built_in_text("codecarbon_3_3_cpu_power.csv")
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .collect();
    let without = rows.iter().filter(|row| row.ends_with(',')).count();
    assert_eq!(without, 4);
    let count = format!("{},{:03}", rows.len() / 1000, rows.len() % 1000);
    says(&format!(
        "four of its {count} processors have a power that is no number"
    ));
    let bits = ecologits_0_8::QUANTIZATION_BITS;
    says(&format!(
        "0.8 assumed {bits}-bit weights and one request at a time"
    ));
    let constants = ecologits_0_11::Constants::default();
    says(&format!(
        "version 0.11 assumes {}-bit weights and {} requests at once",
        constants.quantization_bits, constants.batch_size
    ));
    says(&format!(
        "multiplies energy with a PUE of {} unless one is set",
        codecarbon_pue()
    ));
    let empty = |average_w, t_per_kwh| ccf::Inputs::Compute {
        vcpu_hours: 10.0,
        cpu_util_pct: 50.0,
        min_w: 1.0,
        max_w: 3.0,
        average_w,
        pue: 1.0,
        replication: None,
        factor: ccf::Factor::Given {
            t_per_kwh,
            unknown_t_per_kwh: Some(0.5),
        },
    };
    let result = |inputs: ccf::Inputs| inputs.evaluate(None, None).unwrap();
    assert_eq!(result(empty(Some(0.0), 0.0)), result(empty(None, 0.5)));
    says("takes an average power of 0 W and a factor of 0 as not given");
}

/// PUE of a run of which only the powers are given.
fn codecarbon_pue() -> f64 {
    let run = r#"{"duration_s": 1, "cpu_power_w": 1, "gpu_power_w": 1, "ram_power_w": 1}"#;
    serde_json::from_str::<codecarbon::Run>(run).unwrap().pue
}

#[test]
fn versions_are_the_code_s() {
    for method in &METHODS {
        let row = TEXT
            .lines()
            .find(|line| line.starts_with(&format!("| {} | ", method.name)))
            .unwrap_or_else(|| panic!("{} has no row", method.name));
        let cells: Vec<_> = row.split(" | ").collect();
        assert!(
            cells[1].split(", ").any(|version| version == method.version),
            "{row}"
        );
        assert!(row.ends_with(&format!("[{}] |", method.citation)), "{row}");
    }
}

/// Rows of a table of the document for one scenario: each method, ours for the same part, the largest step between.
fn lines_of(scenario: &Scenario) -> Vec<String> {
    let catalog = Catalog::built_in();
    let inputs = resolve(scenario, catalog);
    let leaves = evaluate(&inputs.values, &inputs.choices);
    let line = |row: &Row| {
        let name = row.method.name;
        match &row.answer {
            Answer::NotApplicable(reason) => {
                format!("| {name} | {} | | | | |", reason.id().replace('_', " "))
            }
            Answer::Figures(found) => {
                let part = match found.part {
                    Part::Training => "training",
                    Part::Inference => "inference",
                    Part::Both => "both",
                };
                let cause = found.largest_cause.map_or(String::new(), |cause| {
                    let id = cause.assumption.id().replace('_', " ");
                    let (from, to) = (python_fixed(cause.from, 2), python_fixed(cause.to, 2));
                    format!("{id} {from} -> {to} {}", cause.assumption.unit())
                        .trim_end()
                        .to_owned()
                });
                format!(
                    "| {name} | {part} | {} | {} | {} | {cause} |",
                    figure(found.kwh),
                    figure(found.kg),
                    python_fixed(found.ours.kg, 2)
                )
            }
        }
    };
    side_by_side(&inputs, &leaves, catalog, built_in().unwrap())
        .iter()
        .map(line)
        .collect()
}

#[test]
fn scenarios_beside_ours_are_the_code_s() {
    let opening = preset("train_and_deploy").unwrap().scenario("");
    let tokens = opening
        .clone()
        .choosing(Choice::TrainingRoute, "none")
        .choosing(Choice::InferenceRoute, "tokens")
        .choosing(Choice::Model, "meta/meta-llama-3.1-70b-instruct")
        .choosing(Choice::ServingAccelerator, "h100-sxm");
    for (heading, scenario) in [
        ("The opening scenario", opening),
        ("The same service by tokens", tokens),
    ] {
        let (_, section) = TEXT
            .split_once(heading)
            .unwrap_or_else(|| panic!("no {heading:?}"));
        let rows: Vec<&str> = section
            .lines()
            .skip_while(|line| !line.starts_with("| ---"))
            .skip(1)
            .take_while(|line| line.starts_with('|'))
            .collect();
        assert_eq!(rows, lines_of(&scenario), "{heading}");
    }
}

#[test]
fn every_source_named_is_listed() {
    let (text, sources) = TEXT.split_once("## Sources").unwrap();
    let mut named = 0;
    for part in text.split('[').skip(1) {
        let Some((name, rest)) = part.split_once(']') else {
            continue;
        };
        if rest.starts_with('(') {
            continue;
        }
        assert!(
            sources.contains(&format!("- [{name}]: ")),
            "no source for [{name}]"
        );
        named += 1;
    }
    assert!(named >= METHODS.len());
    for method in &METHODS {
        assert!(
            sources.contains(&format!("- [{}]: ", method.citation)),
            "{}",
            method.id
        );
    }
}
