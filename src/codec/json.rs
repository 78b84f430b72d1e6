//! Scenarios as JSON: `{"name": "...", "inputs": {"<parameter>": 8 or {"value": 8, "low": 6, "high": 9}},
//! "choices": {"<choice>": "<option>"}}`, by the ids of the tables. Documented in `docs/json.md`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{DecodeWarning, named};
use crate::scenario::{Choice, Entry, Param, Scenario};

/// One scenario as written to a file: only what was set. Fields are in alphabetical order here and below, which is
/// the order of the keys in every file written so far.
#[derive(Clone, Debug, Serialize)]
pub struct Written<'a> {
    choices: BTreeMap<&'static str, &'a str>,
    inputs: BTreeMap<&'static str, Number>,
    name: &'a str,
}

/// An input: a plain number where it is certain, else with its interval.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Number {
    Certain(f64),
    Uncertain {
        #[serde(skip_serializing_if = "Option::is_none")]
        high: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        low: Option<f64>,
        value: f64,
    },
}

impl From<Entry> for Number {
    fn from(entry: Entry) -> Self {
        match entry.range {
            None => Self::Certain(entry.value),
            Some((low, high)) => Self::Uncertain {
                high: Some(high),
                low: Some(low),
                value: entry.value,
            },
        }
    }
}

impl Number {
    /// `None` where only one end of the interval is given.
    fn entry(self) -> Option<Entry> {
        let (value, range) = match self {
            Self::Certain(value) => (value, None),
            Self::Uncertain { high, low, value } => match (low, high) {
                (None, None) => (value, None),
                (low, high) => (value, Some((low?, high?))),
            },
        };
        Some(Entry { value, range })
    }
}

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.spec().id)
    }
}

/// A scenario, to be written by serde.
pub fn encode(scenario: &Scenario) -> Written<'_> {
    Written {
        choices: scenario
            .choices()
            .map(|(choice, option)| (choice.spec().id, option))
            .collect(),
        inputs: scenario
            .values()
            .map(|(param, entry)| (param.spec().id, Number::from(entry)))
            .collect(),
        name: &scenario.name,
    }
}

/// Whether a text looks like scenarios: an object or a list of objects with inputs or choices.
pub fn looks_like_scenarios(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && ["\"inputs\"", "\"choices\""].iter().any(|key| text.contains(key))
}

/// The contents of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Every scenario with the line on which it starts and what was wrong with it.
    pub scenarios: Vec<(usize, Scenario, Vec<DecodeWarning>)>,
    /// Lines on which something else starts.
    pub others: Vec<usize>,
}

/// Why and where a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// 1-based line.
    pub line: usize,
    /// 1-based column.
    pub column: usize,
    /// What is wrong, as a sentence without a full stop.
    pub reason: String,
}

/// Reads every scenario of a text: one object per line, objects over several lines, or a list of them.
///
/// # Errors
/// The position where the text is not JSON.
pub fn decode_all(text: &str) -> Result<Found, Fault> {
    let fault = |error: serde_json::Error| {
        let sentence = error.to_string();
        // The message ends with the position, which is reported separately.
        let reason = sentence
            .rsplit_once(" at line ")
            .map_or(sentence.as_str(), |(reason, _)| reason);
        Fault {
            line: error.line(),
            column: error.column(),
            reason: reason.to_owned(),
        }
    };
    let mut found = Found::default();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    loop {
        let rest = text[values.byte_offset()..].trim_start();
        let line = text[..text.len() - rest.len()].matches('\n').count() + 1;
        let Some(value) = values.next() else {
            return Ok(found);
        };
        let each = match value.map_err(fault)? {
            Value::Array(list) => list,
            one => vec![one],
        };
        for value in &each {
            match decode(value) {
                (Some(scenario), warnings) => found.scenarios.push((line, scenario, warnings)),
                (None, _) => found.others.push(line),
            }
        }
    }
}

/// Reads one scenario. Unknown keys are skipped and values out of range are clamped, each with a warning; only a
/// value that is not an object gives `None`.
///
/// The keys are read one by one: a derived deserializer stops at the first error, this one reports all of them.
pub fn decode(value: &Value) -> (Option<Scenario>, Vec<DecodeWarning>) {
    let mut warnings = Vec::new();
    let Some(object) = value.as_object() else {
        return (None, vec![DecodeWarning::NotALink]);
    };
    let name = object.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut scenario = named(name, &mut warnings);
    for (key, value) in object {
        match (key.as_str(), value) {
            // Files saved by the page hold results beside their scenarios; results are computed again.
            ("name", Value::String(_)) | ("result", _) => {}
            ("inputs", Value::Object(inputs)) => {
                for (id, value) in inputs {
                    input(&mut scenario, id, value, &mut warnings);
                }
            }
            ("choices", Value::Object(choices)) => {
                for (id, value) in choices {
                    let choice = Choice::ALL.into_iter().find(|choice| choice.spec().id == id);
                    match (choice, value.as_str()) {
                        (Some(choice), Some(option)) => scenario.choose(choice, option),
                        _ => warnings.push(DecodeWarning::UnknownKey(format!("choices.{id}"))),
                    }
                }
            }
            _ => warnings.push(DecodeWarning::UnknownKey(key.clone())),
        }
    }
    (Some(scenario), warnings)
}

fn input(scenario: &mut Scenario, id: &str, value: &Value, warnings: &mut Vec<DecodeWarning>) {
    let Some(param) = Param::ALL.into_iter().find(|param| param.spec().id == id) else {
        warnings.push(DecodeWarning::UnknownKey(format!("inputs.{id}")));
        return;
    };
    let not_a_number = || DecodeWarning::NotANumber {
        param,
        text: value.to_string(),
    };
    let requested = Number::deserialize(value).ok().and_then(Number::entry);
    let Some(requested) = requested else {
        warnings.push(not_a_number());
        return;
    };
    match scenario.set(param, requested) {
        None => {
            warnings.push(not_a_number());
        }
        Some(used) if used.value.to_bits() != requested.value.to_bits() => {
            warnings.push(DecodeWarning::Clamped {
                param,
                asked: requested.value,
                used: used.value,
            });
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_lists_and_objects_over_several_lines() {
        let (a, b) = (
            r#"{"name": "A", "inputs": {"pue": 1.2}}"#,
            "{\n \"name\": \"B\",\n \"choices\": {}\n}",
        );
        for (text, expected) in [
            (format!("{a}\n\n{b}\n"), vec![(1, "A"), (3, "B")]),
            (format!("[{a},\n{b}]"), vec![(1, "A"), (1, "B")]),
            (String::new(), vec![]),
        ] {
            let found = decode_all(&text).unwrap();
            let scenarios = found
                .scenarios
                .iter()
                .map(|(line, s, _)| (*line, s.name.as_str()));
            assert_eq!(scenarios.collect::<Vec<_>>(), expected, "{text}");
            assert!(found.others.is_empty(), "{text}");
        }
        assert_eq!(decode_all("[1, {}]\n2").unwrap().others, [1, 2]);
        let fault = decode_all(&format!("{a}\n{{\"name\": }}")).unwrap_err();
        assert_eq!(
            (fault.line, fault.column, fault.reason.as_str()),
            (2, 10, "expected value")
        );
        for (text, meant) in [
            (a, true),
            (b, true),
            ("{\"hours\": 3}", false),
            ("project,inputs\n", false),
        ] {
            assert_eq!(looks_like_scenarios(text), meant, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_cut_is_reported() {
        let decoded = |name: &str| decode(&serde_json::json!({"name": name, "inputs": {}}));
        let (fits, long) = ("é".repeat(60), "é".repeat(61));
        assert_eq!(decoded(&fits), (Some(Scenario::new(&fits)), vec![]));
        let cut = vec![DecodeWarning::NameCut(fits.clone())];
        assert_eq!(decoded(&long), (Some(Scenario::new(&fits)), cut));
    }

    #[test]
    fn errors_are_reported_and_the_rest_is_used() {
        let text = r#"{"name": "A", "inputs": {"pue": 9, "tdp": "high", "wue": {"value": 1, "low": 0.5, "high": 2}, "nope": 1},
            "choices": {"zone": "FR", "nope": "x"}, "extra": 1}"#;
        let (scenario, warnings) = decode(&serde_json::from_str(text).unwrap());
        let scenario = scenario.unwrap();
        assert_eq!(scenario.get(Param::Pue), Some(Entry::from(3.0)));
        assert_eq!(scenario.get(Param::Wue).unwrap().range, Some((0.5, 2.0)));
        assert_eq!(
            (scenario.get(Param::Tdp), scenario.chosen(Choice::Zone)),
            (None, "FR")
        );
        let unknown = |key: &str| DecodeWarning::UnknownKey(key.to_owned());
        for warning in [
            unknown("choices.nope"),
            unknown("inputs.nope"),
            unknown("extra"),
            DecodeWarning::Clamped {
                param: Param::Pue,
                asked: 9.0,
                used: 3.0,
            },
            DecodeWarning::NotANumber {
                param: Param::Tdp,
                text: "\"high\"".to_owned(),
            },
        ] {
            assert!(
                warnings.contains(&warning),
                "{warning:?} is not among {warnings:?}"
            );
        }
        assert_eq!(warnings.len(), 5);
        assert_eq!(
            decode(&serde_json::json!([1])),
            (None, vec![DecodeWarning::NotALink])
        );
    }

    proptest! {
        #[test]
        fn written_scenarios_read_back_unchanged(name in "\\PC{0,20}", values in prop::collection::vec((0..Param::ALL.len(), 0.0..1.0f64, any::<bool>()), 0..20)) {
            let mut scenario = Scenario::new(&name);
            for (at, position, ranged) in values {
                let param = Param::ALL[at];
                let value = param.at(position * 1000.0);
                let range = ranged.then(|| (param.at(position * 500.0), param.at(position * 500.0 + 500.0)));
                scenario.set(param, Entry { value, range });
            }
            scenario.choose(Choice::Zone, "FR");
            let text = serde_json::to_string(&encode(&scenario)).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            // Keys in alphabetical order, as a map of values writes them.
            prop_assert_eq!(value.to_string(), text);
            let (back, warnings) = decode(&value);
            prop_assert_eq!(back, Some(scenario));
            prop_assert!(warnings.is_empty());
        }

        #[test]
        fn any_json_is_taken_without_a_panic(text in r#"[\[\]{}":,a-z0-9.\-]{0,60}"#) {
            if let Ok(value) = serde_json::from_str(&text) {
                let _ = decode(&value);
            }
        }
    }
}
