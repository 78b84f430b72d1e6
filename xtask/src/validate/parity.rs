//! Compares the methods with outputs of the real programs, row by row.
//!
//! Where a program prints full precision the tolerance is 1e-9 relative; where it prints rounded numbers or
//! texts they must be the same to the last digit. `tests/parity.rs` uses this module too, on rows in the
//! repository.

#[path = "parity_rows.rs"]
mod rows;

use delimited::records;
use genai_footprint::method::evaluate_json;
use rows::{Case, Expected, Row};
use serde_json::{Value, json};
use std::path::Path;

/// Relative tolerance where a program prints full precision.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// Result of one file.
pub(crate) struct Report {
    /// File name.
    pub(crate) file: &'static str,
    /// Method.
    pub(crate) method: &'static str,
    /// Rows read.
    pub(crate) rows: usize,
    /// Rows of which every figure and text matched.
    pub(crate) matched: usize,
    /// Largest relative error of a number at full precision.
    pub(crate) worst: f64,
    /// Every difference, with the row's name.
    pub(crate) misses: Vec<String>,
}

type MakeCases = fn(&Row) -> Vec<Case>;

/// The files, the method of each, and how a row becomes inputs.
const FILES: [(&str, &str, MakeCases); 14] = [
    ("ecologits.csv", "ecologits-0.11.3", rows::ecologits),
    ("ecologits_llm.csv", "ecologits-0.11.3", rows::ecologits_llm),
    ("ecologits_models.csv", "ecologits-0.11.3", rows::ecologits_models),
    ("ecologits_video.csv", "ecologits-0.11.3", rows::ecologits_video),
    ("ecologits_0_8.csv", "ecologits-0.8.2", rows::ecologits_0_8),
    ("codecarbon.csv", "codecarbon-3.3.2", rows::codecarbon),
    (
        "codecarbon_emissions.csv",
        "codecarbon-3.3.2",
        rows::codecarbon_emissions,
    ),
    (
        "codecarbon_emissions_sample.csv",
        "codecarbon-3.3.2",
        rows::codecarbon_sample,
    ),
    (
        "codecarbon_hardware.csv",
        "codecarbon-3.3.2",
        rows::codecarbon_hardware,
    ),
    ("codecarbon_units.csv", "codecarbon-3.3.2", rows::codecarbon_units),
    (
        "green_algorithms.csv",
        "green-algorithms-3.0",
        rows::green_algorithms,
    ),
    (
        "green_algorithms_ai.csv",
        "green-algorithms-3.0",
        rows::green_algorithms_ai,
    ),
    ("ml_co2_impact.csv", "ml-co2-impact-2026-03", rows::ml_co2_impact),
    (
        "cloud_carbon_footprint.csv",
        "cloud-carbon-footprint-1.0.0",
        rows::cloud_carbon_footprint,
    ),
];

/// Checks every file of the list that is in `folder`.
pub(crate) fn check_folder(folder: &Path) -> Result<Vec<Report>, String> {
    let mut reports = Vec::new();
    for (file, method, cases) in FILES {
        let path = folder.join(file);
        if !path.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        reports.push(check_text(file, method, cases, &text)?);
    }
    Ok(reports)
}

/// The questions of every row that is in `folder`, by name, as `examples/evaluate` reads them.
#[allow(dead_code, reason = "the test that uses this module asks the methods itself")]
pub(crate) fn questions(folder: &Path) -> Result<Vec<(String, Value)>, String> {
    let mut questions = Vec::new();
    for (file, method, cases) in FILES {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
            continue;
        };
        for (line, cases) in read_rows(file, cases, &text)? {
            questions.extend(cases.into_iter().map(|case| {
                (
                    format!("{file}:{line}"),
                    json!({"method": method, "inputs": case.inputs}),
                )
            }));
        }
    }
    Ok(questions)
}

/// The cases of each row, with its line.
fn read_rows(file: &str, cases: MakeCases, text: &str) -> Result<Vec<(usize, Vec<Case>)>, String> {
    let mut rows = Vec::new();
    let mut header: Option<Vec<String>> = None;
    for record in records(text, b',').skip_comments() {
        let record = record.map_err(|problem| format!("{file}: {problem}"))?;
        let cells: Vec<String> = record.cells.iter().map(|cell| cell.text.to_string()).collect();
        let Some(names) = &header else {
            header = Some(cells);
            continue;
        };
        if cells.len() != names.len() {
            return Err(format!(
                "{file}:{}: {} cells for {} columns",
                record.line,
                cells.len(),
                names.len()
            ));
        }
        rows.push((record.line, cases(&Row::new(names, &cells))));
    }
    Ok(rows)
}

fn check_text(
    file: &'static str,
    method: &'static str,
    cases: MakeCases,
    text: &str,
) -> Result<Report, String> {
    let mut report = Report {
        file,
        method,
        rows: 0,
        matched: 0,
        worst: 0.0,
        misses: Vec::new(),
    };
    for (line, cases) in read_rows(file, cases, text)? {
        let before = report.misses.len();
        for case in cases {
            check_case(&case, method, &format!("{file}:{line}"), &mut report);
        }
        report.rows += 1;
        report.matched += usize::from(report.misses.len() == before);
    }
    Ok(report)
}

fn check_case(case: &Case, method: &str, place: &str, report: &mut Report) {
    let outcome = evaluate_json(method, &case.inputs.to_string())
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            report.misses.push(format!("{place}: {error}"));
            return;
        }
    };
    for (pointer, expected) in &case.expected {
        let got = outcome.pointer(pointer).unwrap_or(&Value::Null);
        let (same, wanted) = match expected {
            Expected::Number(text) => {
                let (error, text) = (relative_error(got, text), text.clone());
                report.worst = report.worst.max(error);
                (error <= TOLERANCE, text)
            }
            Expected::Printed(text) => (
                text.parse().is_ok_and(|number: f64| got.as_f64() == Some(number)),
                text.clone(),
            ),
            Expected::Text(text) if text.is_empty() => (got.is_null() || got == "", "nothing".to_owned()),
            Expected::Text(text) => (got == text.as_str(), text.clone()),
            Expected::Flag(flag) => (got == *flag, flag.to_string()),
        };
        if !same {
            report
                .misses
                .push(format!("{place}: {pointer} is {got}, the program has {wanted}"));
        }
    }
}

fn relative_error(got: &Value, text: &str) -> f64 {
    match (got.as_f64(), text.parse::<f64>()) {
        (Some(got), Ok(wanted)) if (got - wanted).abs() <= 0.0 => 0.0,
        (Some(got), Ok(wanted)) => ((got - wanted) / wanted).abs(),
        _ => f64::INFINITY,
    }
}
