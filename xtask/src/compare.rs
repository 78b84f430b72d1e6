//! `cargo xtask compare`: whether two commits give the same numbers, to the bit.
//!
//! Both answer the same questions with `examples/evaluate`: every preset, every issued link, scenarios at random, the
//! same ones each time, and the rows of `tests/data/parity` for the published methods.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use genai_footprint::codec::{json, url};
use genai_footprint::data;
use genai_footprint::scenario::Scenario;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::run;
use crate::validate::parity;

#[path = "../../tests/samples/scenarios.rs"]
mod scenarios;

/// Number of scenarios at random.
const RANDOM: usize = 400;

/// Share of the inputs that a scenario at random sets.
const SHARE_SET: f64 = 0.3;

/// Fields that are not compared, each with the reason.
const IGNORED: [(&str, &str); 1] = [(
    "dropped",
    "it tells what of the question was not used, and its form has changed from sentences to codes",
)];

/// Compares two commits, or one with the files as they stand. Fails if a number differs.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (old, new) = match args {
        [old] => (worktree(old)?, run::root()),
        [old, new] => (worktree(old)?, worktree(new)?),
        _ => return Err("compare what? cargo xtask compare OLD [NEW], two commits".to_owned()),
    };
    let questions = questions()?;
    let (before, after) = (answers(&old, &questions)?, answers(&new, &questions)?);
    for (field, reason) in IGNORED {
        println!("not compared: {field}, because {reason}");
    }

    let (mut numbers, mut changed) = (0, 0);
    // Words change alike in many outcomes.
    let mut words: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (((name, _), before), after) in questions.iter().zip(&before).zip(&after) {
        let before = flatten(before);
        numbers += before.values().filter(|value| value.is_number()).count();
        for difference in differences(&before, &flatten(after)) {
            match difference {
                Difference::Number(line) => {
                    println!("{name}: {line}");
                    changed += 1;
                }
                Difference::Word(line) => words.entry(line).or_default().push(name),
            }
        }
    }
    for (line, names) in &words {
        println!("{line}; in {} outcomes, the first: {}", names.len(), names[0]);
    }
    println!(
        "{} outcomes, {numbers} numbers: {changed} differ; {} differences in words",
        questions.len(),
        words.len()
    );
    match changed {
        0 => Ok(()),
        _ => Err(format!("{changed} numbers differ")),
    }
}

/// A folder with the files of a commit. It is kept with what is compiled there, for the next comparison.
fn worktree(commit: &str) -> Result<PathBuf, String> {
    let name = run::ask(
        run::command("git")
            .args(["rev-parse", "--verify", "--short=12"])
            .arg(format!("{commit}^{{commit}}")),
    )
    .ok_or_else(|| format!("git knows no commit {commit:?}"))?;
    let folder = run::root().join("target/compare").join(name.trim());
    if !folder.is_dir() {
        // Forced: git may still know the folder from before target/ was emptied.
        run::show(
            run::command("git")
                .args(["worktree", "add", "--force", "--detach"])
                .arg(&folder)
                .arg(name.trim()),
        )?;
    }
    Ok(folder)
}

/// Every question by name, as a line of JSON.
fn questions() -> Result<Vec<(String, String)>, String> {
    let presets = scenarios::presets()
        .into_iter()
        .map(|scenario| (format!("preset {}", scenario.name), scenario));
    let issued = run::root().join("tests/golden/share_urls.txt");
    let issued = fs::read_to_string(&issued).map_err(|error| format!("{}: {error}", issued.display()))?;
    let links = issued
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| {
            let scenarios = url::decode(line, data::VERSION).0.scenarios;
            scenarios
                .into_iter()
                .map(move |scenario| (format!("link {line}"), scenario))
        });
    let mut random: Vec<(String, Scenario)> = Vec::new();
    let (mut generator, any) = (TestRunner::deterministic(), scenarios::any_scenario(SHARE_SET));
    for number in 1..=RANDOM {
        let scenario = any
            .new_tree(&mut generator)
            .map_err(|error| error.to_string())?
            .current();
        random.push((format!("random {number}"), scenario));
    }
    let scenarios = presets.chain(links).chain(random).map(|(name, scenario)| {
        let line = serde_json::to_string(&json::encode(&scenario)).map_err(|error| error.to_string())?;
        Ok((name, line))
    });
    let methods = parity::questions(&run::root().join("tests/data/parity"))?
        .into_iter()
        .map(|(name, question)| Ok((name, question.to_string())));
    scenarios.chain(methods).collect()
}

/// What the files in a folder answer to each question.
fn answers(folder: &Path, questions: &[(String, String)]) -> Result<Vec<Value>, String> {
    let input = run::root().join("target/compare/questions.jsonl");
    let lines: Vec<&str> = questions.iter().map(|(_, line)| line.as_str()).collect();
    fs::write(&input, lines.join("\n")).map_err(|error| format!("{}: {error}", input.display()))?;
    let file = File::open(&input).map_err(|error| format!("{}: {error}", input.display()))?;
    let output = run::command("cargo")
        .args(["run", "--quiet", "--no-default-features", "--example", "evaluate"])
        .current_dir(folder)
        // A target folder for each: cargo takes two folders with one package for the same, and would run the
        // program of one of them twice.
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .stdin(file)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let answers: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| error.to_string()))
        .collect::<Result<_, _>>()?;
    if output.status.success() && answers.len() == questions.len() {
        Ok(answers)
    } else {
        Err(format!(
            "{}: {} answers to {} questions, {}",
            folder.display(),
            answers.len(),
            questions.len(),
            output.status
        ))
    }
}

/// Numbers and words by their place, such as `totals.energy_kwh.value`.
type Flat = BTreeMap<String, Value>;

fn flatten(answer: &Value) -> Flat {
    fn visit(place: String, value: &Value, flat: &mut Flat) {
        let inside = |name: &str| match place.as_str() {
            "" => name.to_owned(),
            _ => format!("{place}.{name}"),
        };
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    visit(inside(name), value, flat);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    // By its own name where it has one, so that one part more does not move the others.
                    match item.get("part").unwrap_or(item) {
                        Value::String(name) => visit(inside(name), item, flat),
                        _ => visit(inside(&index.to_string()), item, flat),
                    }
                }
            }
            value => {
                flat.insert(place, value.clone());
            }
        }
    }
    let mut flat = Flat::new();
    for (name, value) in answer.as_object().into_iter().flatten() {
        if IGNORED.iter().all(|(ignored, _)| ignored != name) {
            visit(name.clone(), value, &mut flat);
        }
    }
    flat
}

/// A difference, as a sentence.
#[derive(Debug, PartialEq)]
enum Difference {
    /// One of the two is a number.
    Number(String),
    Word(String),
}

fn differences(before: &Flat, after: &Flat) -> Vec<Difference> {
    let places: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    places
        .into_iter()
        .filter_map(|place| {
            let pair = [before.get(place), after.get(place)];
            let [old, new] = pair.map(|value| value.map_or_else(|| "nothing".to_owned(), Value::to_string));
            match pair.map(|value| value.and_then(Value::as_f64)) {
                // Zero and minus zero differ, too.
                [Some(from), Some(to)] if from.to_bits() == to.to_bits() => None,
                [Some(from), Some(to)] => {
                    let relative = (to - from) / from;
                    Some(Difference::Number(format!(
                        "{place}: {old} -> {new} ({relative:+.1e})"
                    )))
                }
                [None, None] if pair[0] == pair[1] => None,
                [None, None] => Some(Difference::Word(format!("{place}: {old} -> {new}"))),
                _ => Some(Difference::Number(format!("{place}: {old} -> {new}"))),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn compared(before: &Value, after: &Value) -> Vec<Difference> {
        differences(&flatten(before), &flatten(after))
    }

    fn number(line: &str) -> Difference {
        Difference::Number(line.to_owned())
    }

    #[test]
    fn the_last_bit_of_a_number_counts() {
        let answer = |value: f64| json!({"totals": {"energy_kwh": {"value": value}}});
        assert_eq!(compared(&answer(76.8), &answer(76.8)), []);
        assert_eq!(
            compared(&answer(76.8), &answer(76.8_f64.next_up())),
            [number(
                "totals.energy_kwh.value: 76.8 -> 76.80000000000001 (+1.9e-16)"
            )]
        );
        assert_eq!(compared(&answer(0.0), &answer(-0.0)).len(), 1);
    }

    #[test]
    fn a_part_more_is_one_difference() {
        let part = |name: &str, kg: f64| json!({"part": name, "amounts": {"kg": kg}});
        let before = json!({"parts": [part("b", 2.0)]});
        let after = json!({"parts": [part("a", 1.0), part("b", 2.0)]});
        assert_eq!(
            compared(&before, &after),
            [
                number("parts.a.amounts.kg: nothing -> 1.0"),
                Difference::Word("parts.a.part: nothing -> \"a\"".to_owned()),
            ]
        );
        assert_eq!(
            compared(&json!({"value": 1.0}), &json!({"value": null})),
            [number("value: 1.0 -> null")]
        );
    }

    #[test]
    fn words_are_told_apart_from_numbers_and_ignored_fields_left_out() {
        let before = json!({"not_counted": ["idle", "people"], "dropped": ["a sentence", 1]});
        let after = json!({"not_counted": ["people"], "dropped": []});
        assert_eq!(
            compared(&before, &after),
            [Difference::Word(
                "not_counted.idle: \"idle\" -> nothing".to_owned()
            )]
        );
    }

    #[test]
    fn questions_are_the_same_each_time() {
        let questions = questions().expect("readable");
        assert_eq!(questions, super::questions().expect("readable"));
        for kind in ["preset ", "link ", "random ", "ecologits"] {
            assert!(questions.iter().any(|(name, _)| name.starts_with(kind)), "{kind}");
        }
    }
}
