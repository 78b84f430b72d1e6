//! What people really write in files, case by case: `tests/data/imports`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use delimited::records;
use genai_footprint::data::Catalog;
use genai_footprint::import::{Imported, ImportedRun, Note, Part, Problem, read};
use genai_footprint::model::{Indicator, evaluate};
use genai_footprint::scenario::{Choice, Param, Scenario, resolve};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports")
}

fn text(file: &str) -> String {
    std::fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The rows of a table of cases.
fn cases(file: &str) -> Vec<Vec<String>> {
    let text = text(file);
    let rows = records(&text, b',').skip_comments().skip(1);
    let rows: Vec<Vec<String>> = rows
        .map(|row| {
            row.unwrap()
                .cells
                .into_iter()
                .map(|cell| cell.text.into_owned())
                .collect()
        })
        .collect();
    assert!(rows.len() > 5, "{file}");
    rows
}

/// A usage table of one row.
fn usage(columns: &[(&str, &str)]) -> Result<Imported<Vec<ImportedRun>>, Vec<Problem>> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    let header = line(columns.iter().map(|(name, _)| (*name).to_owned()).collect());
    let row = line(columns.iter().map(|(_, value)| quoted(value)).collect());
    read("usage.csv", &(header + &row)).map_err(|error| error.problems)
}

fn notes(run: &ImportedRun) -> String {
    run.notes
        .iter()
        .map(|remark| remark.note.id())
        .collect::<Vec<_>>()
        .join(" ")
}

fn ids(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.reason.note.id()).collect()
}

fn set(scenario: &Scenario, param: Param) -> f64 {
    scenario.get(param).map_or(f64::NAN, |entry| entry.value)
}

/// The differences from what is expected, all at once.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn hardware() {
    let mut wrong = Vec::new();
    for case in cases("hardware.csv") {
        let [text, expected, said] = &case[..] else {
            panic!("{case:?}")
        };
        let found = usage(&[("hardware", text), ("hours", "1"), ("region", "FR")])
            .unwrap()
            .value;
        // Counts in device-hours of one hour: a part of a device is a fraction of it.
        let devices: Vec<String> = found
            .iter()
            .filter_map(|run| run.scenario.as_ref())
            .map(|scenario| {
                let hours = set(scenario, Param::Accelerators) * set(scenario, Param::TrainingHours);
                let count = if hours < 1.0 {
                    format!("1/{}", (1.0 / hours).round())
                } else {
                    format!("{hours}")
                };
                format!("{count} {}", scenario.chosen(Choice::Accelerator))
            })
            .collect();
        let notes: Vec<String> = found.iter().map(notes).collect();
        if devices.join("|") != *expected || notes[0] != *said {
            wrong.push(format!("{text:?}: {devices:?}, {notes:?}"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn hours() {
    let mut wrong = Vec::new();
    for case in cases("hours.csv") {
        let [text, expected, said] = &case[..] else {
            panic!("{case:?}")
        };
        let (hours, warnings) = match usage(&[("hardware", "T4"), ("hours", text), ("region", "FR")]) {
            Ok(found) => {
                let scenario = found.value[0].scenario.clone().unwrap();
                let hours = set(&scenario, Param::Accelerators) * set(&scenario, Param::TrainingHours);
                (Some(hours), ids(&found.warnings))
            }
            Err(problems) => (None, ids(&problems)),
        };
        let close = match (hours, expected.parse::<f64>().ok()) {
            (Some(found), Some(expected)) => (found / expected - 1.0).abs() < 1e-9,
            (found, expected) => found.is_none() && expected.is_none(),
        };
        if !close || warnings.join(" ") != *said {
            wrong.push(format!("{text:?}: {hours:?}, {warnings:?}"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn carbon() {
    let mut wrong = Vec::new();
    for case in cases("carbon.csv") {
        let [text, expected, said] = &case[..] else {
            panic!("{case:?}")
        };
        let card = format!("- **Hardware Type:** T4\n- **Hours used:** 10\n- **Carbon Emitted:** {text}\n");
        let found = read("card.md", &card).unwrap_or_else(|error| panic!("{text}: {error}"));
        let run = &found.value[0];
        assert!(run.scenario.is_some(), "{text}");
        let close = match (run.ghg_kg, expected.parse::<f64>().ok()) {
            (Some(found), Some(expected)) => (found / expected - 1.0).abs() < 1e-9,
            (found, expected) => found.is_none() && expected.is_none(),
        };
        let warnings = ids(&found.warnings);
        if !close || warnings.join(" ") != *said {
            wrong.push(format!("{text:?}: {:?}, {warnings:?}", run.ghg_kg));
        }
    }
    assert_none(&wrong);
}

#[test]
fn places() {
    let mut wrong = Vec::new();
    for case in cases("places.csv") {
        let [provider, text, expected, said] = &case[..] else {
            panic!("{case:?}")
        };
        let columns = [
            ("hardware", "T4"),
            ("hours", "1"),
            ("provider", provider.as_str()),
            ("region", text),
        ];
        let run = usage(&columns).unwrap().value.remove(0);
        let scenario = run.scenario.as_ref().unwrap();
        let region = scenario.chosen(Choice::Region);
        let place = if region == "none" {
            scenario.chosen(Choice::Zone)
        } else {
            region
        };
        if place != expected || notes(&run) != *said {
            wrong.push(format!("{provider:?} {text:?}: {place}, {}", notes(&run)));
        }
    }
    assert_none(&wrong);
}

/// What is asked of a file, as the table writes it.
fn found(file: &str, entry: usize, what: &str) -> String {
    let lines = |problems: &[Problem]| {
        let each = problems
            .iter()
            .map(|one| format!("{}:{}", one.line, one.reason.note.id()));
        each.collect::<Vec<_>>().join(" ")
    };
    let imported = match read(file, &text(file)) {
        Ok(imported) => imported,
        Err(error) => return ids(&error.problems).join(" "),
    };
    let Some(run) = entry.checked_sub(1).map(|index| &imported.value[index]) else {
        return lines(if what == "warnings" {
            &imported.warnings
        } else {
            &imported.left_out
        });
    };
    let scenario = || {
        run.scenario
            .as_ref()
            .unwrap_or_else(|| panic!("{file} {entry}: no scenario"))
    };
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    match what {
        "notes" => notes(run),
        "runs" => run.runs.to_string(),
        "stated_kg" => number(run.ghg_kg),
        "kwh" => {
            let inputs = resolve(scenario(), Catalog::built_in());
            number(Some(
                evaluate(&inputs.values, &inputs.choices).total(Indicator::Energy),
            ))
        }
        "missing_kwh" => {
            let mut parts = run.notes.iter().flat_map(|remark| &remark.parts);
            number(parts.find_map(|(_, part)| match part {
                Part::Amount(kwh, "kWh") => Some(*kwh),
                _ => None,
            }))
        }
        _ => match (Choice::find(what), Param::find(what)) {
            (Some(choice), _) => scenario().chosen(choice).to_owned(),
            (_, Some(param)) => number(scenario().get(param).map(|entry| entry.value)),
            _ => panic!("{what:?} is not known"),
        },
    }
}

#[test]
fn files() {
    let mut wrong = Vec::new();
    let cases = cases("files.csv");
    for case in &cases {
        let [file, entry, what, expected] = &case[..] else {
            panic!("{case:?}")
        };
        let found = found(file, entry.parse().unwrap(), what);
        let close = match (found.parse::<f64>(), expected.parse::<f64>()) {
            (Ok(found), Ok(expected)) => (found - expected).abs() <= 1e-4 * expected.abs(),
            _ => found == *expected,
        };
        if !close {
            wrong.push(format!("{file} {entry} {what}: {found}, expected {expected}"));
        }
    }
    assert_none(&wrong);
    let named: BTreeSet<&str> = cases.iter().map(|case| case[0].as_str()).collect();
    let tables = [
        "hardware.csv",
        "hours.csv",
        "carbon.csv",
        "places.csv",
        "files.csv",
    ];
    for file in std::fs::read_dir(folder()).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        assert!(
            named.contains(name.as_str()) || tables.contains(&name.as_str()),
            "{name} has no case"
        );
    }
}

/// Each energy at its own grid: two halves of a project in two places give what they give apart.
#[test]
fn two_places_give_the_sum_of_both() {
    let file = text("codecarbon_388_colab_two_countries.csv");
    let lines: Vec<&str> = file.lines().collect();
    let gas = |text: &str| {
        let runs = read("emissions.csv", text).unwrap().value;
        let scenario = runs[0].scenario.clone().unwrap();
        let inputs = resolve(&scenario, Catalog::built_in());
        let leaves = evaluate(&inputs.values, &inputs.choices);
        leaves.total(Indicator::GhgLocation)
    };
    let apart: f64 = lines[1..]
        .iter()
        .map(|line| gas(&format!("{}\n{line}\n", lines[0])))
        .sum();
    let together = gas(&file);
    // Manufacture follows from the energy of the accelerator, whose share differs a little between the two.
    assert!(
        (together / apart - 1.0).abs() < 1e-3,
        "{together} kg, apart {apart} kg"
    );
    assert!((0.120..0.130).contains(&together), "{together}");
}

/// A limit is named with the value beyond it.
#[test]
fn clamped_values_are_named() {
    let run = usage(&[("hardware", "T4"), ("hours", "1e15"), ("region", "FR")])
        .unwrap()
        .value
        .remove(0);
    let remark = run
        .notes
        .iter()
        .find(|remark| remark.note == Note::Clamped)
        .unwrap();
    let amounts: Vec<f64> = remark
        .parts
        .iter()
        .filter_map(|(_, part)| match part {
            Part::Amount(value, _) => Some(*value),
            _ => None,
        })
        .collect();
    assert_eq!(amounts, [1e15, 1e11]);
    assert!(remark.to_string().contains("1000000000000000 h"), "{remark}");
}
