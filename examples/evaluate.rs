//! Scenarios in, results out, one JSON object a line: see `docs/json.md`.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use genai_footprint::codec::{DecodeWarning, json};
use genai_footprint::data::Catalog;
use genai_footprint::method;
use genai_footprint::model::{apply_calibration_error, evaluate};
use genai_footprint::report;
use genai_footprint::report::document::{Document, Subject};
use genai_footprint::scenario::resolve;
use genai_footprint::uncertainty::{Sample, monte_carlo};
use serde::Serialize;
use serde_json::{Value, json};

const HELP: &str = "\
Reads one JSON object a line from standard input and writes one a line to standard output.

  a scenario  {\"name\": \"A\", \"inputs\": {\"accelerators\": 512}, \"choices\": {\"zone\": \"FR\"}}
  a method    {\"method\": \"ecologits\", \"inputs\": {...}}   the inputs of that published method

A line that cannot be used gives {\"error\": \"...\", \"line\": n}; the exit code is then 1.
docs/json.md documents both shapes.

  cargo run --no-default-features --example evaluate < scenarios.jsonl
";

/// The result of a scenario, and what of its line was not used as it stands.
#[derive(Serialize)]
struct Answer<'a> {
    dropped: Vec<DecodeWarning>,
    #[serde(flatten)]
    outcome: report::json::Outcome<'a>,
}

fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let mut sample = Sample::new(monte_carlo::SEED, monte_carlo::DRAWS);
    let mut failed = false;
    let mut out = io::stdout().lock();
    for (index, line) in io::stdin().lock().lines().enumerate() {
        let answer = match line {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => answer(&line, &mut sample),
            Err(error) => Err(error.to_string()),
        };
        let answer = answer.unwrap_or_else(|error| {
            failed = true;
            json!({"error": error, "line": index + 1})
        });
        if writeln!(out, "{answer}").is_err() {
            // Whoever read this has gone.
            return ExitCode::FAILURE;
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn answer(line: &str, sample: &mut Sample) -> Result<Value, String> {
    let asked: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if let Some(name) = asked.get("method") {
        let name = name.as_str().ok_or("method is not a text")?;
        let inputs = asked.get("inputs").ok_or("inputs are missing")?;
        let library = method::library::built_in().map_err(|error| error.to_string())?;
        return method::evaluate(name, inputs, library).map_err(|error| error.to_string());
    }
    let (scenario, dropped) = json::decode(&asked);
    let scenario = scenario.ok_or("a scenario is an object with name, inputs and choices")?;
    let mut inputs = resolve(&scenario, Catalog::built_in());
    apply_calibration_error(&mut inputs);
    let leaves = evaluate(&inputs.values, &inputs.choices);
    let summaries = monte_carlo::summaries(&monte_carlo::totals(sample, &inputs));
    let name = scenario.name.clone();
    let subject = Subject::new(&name, scenario, inputs, leaves, &summaries);
    let document = Document::new(vec![subject], "", "");
    let outcome = report::json::outcome(&document, &document.subjects[0]);
    serde_json::to_value(Answer { dropped, outcome }).map_err(|error| error.to_string())
}
