//! The example that computes without a page, run as the program it is.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

fn run(input: &str) -> (Vec<Value>, bool) {
    let mut child = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--no-default-features", "--example", "evaluate"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes())
        .expect("read");
    let done = child.wait_with_output().expect("ends");
    let text = String::from_utf8(done.stdout).expect("UTF-8");
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    (lines, done.status.success())
}

/// The example of `docs/json.md`, with its answer.
fn documented() -> (String, Value) {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).expect("readable");
    let blocks: Vec<&str> = text
        .split("```json\n")
        .skip(1)
        .filter_map(|b| b.split("```").next())
        .collect();
    assert_eq!(blocks.len(), 2, "a question and an answer");
    (
        blocks[0].replace('\n', " "),
        serde_json::from_str(blocks[1]).expect("JSON"),
    )
}

#[test]
fn lines_in_lines_out() {
    let (question, answer) = documented();
    let input = format!(
        "{question}\n{{\"method\": \"ml-co2-impact\", \"inputs\": {{}}}}\nnot json\n\n\
         {{\"inputs\": {{\"pue\": 99, \"nope\": 1, \"tdp\": \"high\"}}}}\n\
         {{\"method\": \"codecarbon\", \"inputs\": {{\"kind\": \"power_time\", \"value\": 700, \"seconds\": 3600}}}}\n"
    );
    let (lines, fine) = run(&input);
    assert!(!fine, "a line that cannot be used shows in the exit code");
    assert_eq!(lines.len(), 5);
    // What the document shows is a part of what comes out.
    for (key, value) in answer.as_object().expect("an object") {
        if key == "totals" {
            for (indicator, total) in value.as_object().expect("an object") {
                assert_eq!(&lines[0]["totals"][indicator], total, "{indicator}");
            }
        } else if key == "parts" {
            for part in value.as_array().expect("a list") {
                assert!(
                    lines[0]["parts"].as_array().expect("a list").contains(part),
                    "{part}"
                );
            }
        } else {
            assert_eq!(&lines[0][key], value, "{key}");
        }
    }
    assert!(lines[1]["error"].is_string() && lines[1]["line"] == 2);
    assert!(lines[2]["error"].is_string() && lines[2]["line"] == 3);
    assert_eq!(
        lines[3]["dropped"],
        json!([
            {"code": "UnknownKey", "detail": "inputs.nope"},
            {"code": "Clamped", "detail": {"param": "pue", "asked": 99.0, "used": 3.0}},
            {"code": "NotANumber", "detail": {"param": "tdp", "text": "\"high\""}},
        ])
    );
    assert!((lines[4]["kwh"].as_f64().expect("kWh") - 0.7).abs() < 1e-12);
}

#[test]
fn only_valid_lines_succeed() {
    let (lines, fine) = run("{\"name\": \"A\"}\n");
    assert!(fine && lines.len() == 1 && lines[0]["name"] == "A");
}
