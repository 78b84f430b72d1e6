//! The inputs of ML CO2 Impact as people record them: a table of hardware, hours, provider and region, or the list its
//! template puts into model cards.
//!
//! A table has a header with `hardware` and `hours` in any case and order (other names below); `provider`, `region`,
//! `count` and `carbon_kg` are optional. The list has lines such as `- **Hardware Type:** A100` and `- **Hours used:** 24`.

use super::{Imported, number};
use delimited::{Problem, records, sniff_delimiter};
use serde_json::Value;

/// One use of hardware: a row or a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// 1-based line in the text.
    pub line: usize,
    /// Device as written.
    pub hardware: String,
    /// Hours of one device, or device-hours where no count is given.
    pub hours: f64,
    /// Devices, where given.
    pub count: Option<f64>,
    /// Provider as written.
    pub provider: Option<String>,
    /// Region as written.
    pub region: Option<String>,
    /// Emissions stated with it, kg CO2e.
    pub carbon_kg: Option<f64>,
}

impl Usage {
    /// Hours summed over all devices.
    pub fn device_hours(&self) -> f64 {
        self.hours * self.count.unwrap_or(1.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Hardware,
    Hours,
    Count,
    Provider,
    Region,
    Carbon,
}

/// Names of the fields, lower case, spaces for underscores.
const NAMES: [(&str, Field); 20] = [
    ("hardware", Field::Hardware),
    ("hardware type", Field::Hardware),
    ("gpu", Field::Hardware),
    ("device", Field::Hardware),
    ("hours", Field::Hours),
    ("hours used", Field::Hours),
    ("gpu hours", Field::Hours),
    ("time used", Field::Hours),
    ("count", Field::Count),
    ("devices", Field::Count),
    ("gpus", Field::Count),
    ("number of gpus", Field::Count),
    ("provider", Field::Provider),
    ("cloud provider", Field::Provider),
    ("region", Field::Region),
    ("compute region", Field::Region),
    ("carbon kg", Field::Carbon),
    ("carbon emitted", Field::Carbon),
    ("co2 kg", Field::Carbon),
    ("emissions kg", Field::Carbon),
];

fn field(name: &str) -> Option<Field> {
    let plain = name.trim().to_lowercase().replace(['_', '-'], " ");
    NAMES
        .iter()
        .find(|(known, _)| *known == plain)
        .map(|(_, field)| *field)
}

/// Whether a text states that the value is unknown.
fn is_unknown(text: &str) -> bool {
    let plain = text.trim().to_lowercase();
    plain.is_empty() || plain.contains("more information needed") || plain == "n/a" || plain == "unknown"
}

/// A number at the start of a text and what follows it.
fn leading_number(text: &str) -> Result<(f64, &str), String> {
    let text = text.trim().trim_start_matches('~').trim_start();
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || ".,".contains(letter)))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    // An exponent belongs to the number: 1.5e3.
    let exponent = rest.strip_prefix(['e', 'E']).map_or(0, |tail| {
        let signed = tail.strip_prefix(['+', '-']).unwrap_or(tail);
        let figures = signed.bytes().take_while(u8::is_ascii_digit).count();
        if figures == 0 {
            0
        } else {
            1 + tail.len() - signed.len() + figures
        }
    });
    let (digits, rest) = text.split_at(digits.len() + exponent);
    number(digits).map(|(value, _)| (value, rest.trim()))
}

impl Usage {
    fn set(&mut self, field: Field, text: &str) -> Result<(), String> {
        let amount = |text: &str, units: &[&str]| -> Result<f64, String> {
            let (value, unit) = leading_number(text)?;
            let known = unit.is_empty() || units.iter().any(|known| unit.to_lowercase().starts_with(known));
            if !known {
                return Err(format!("unit {unit:?} is not understood"));
            }
            Ok(value)
        };
        match field {
            Field::Hardware => text.trim().clone_into(&mut self.hardware),
            Field::Provider => self.provider = Some(text.trim().to_owned()),
            Field::Region => self.region = Some(text.trim().to_owned()),
            Field::Hours => self.hours = amount(text, &["h", "gpu"])?,
            Field::Count => self.count = Some(amount(text, &["x", "gpu"])?),
            Field::Carbon => {
                let (value, unit) = leading_number(text)?;
                let unit = unit.to_lowercase();
                let kg_per_unit = match unit.as_str() {
                    "" => 1.0,
                    _ if unit.starts_with("kg") => 1.0,
                    _ if unit.starts_with("tco2") || unit == "t" || unit.starts_with("tons") => 1000.0,
                    _ if unit.starts_with("gco2") || unit == "g" || unit.starts_with("grams") => 0.001,
                    _ => return Err(format!("unit {unit:?} is not understood")),
                };
                self.carbon_kg = Some(value * kg_per_unit);
            }
        }
        Ok(())
    }
}

/// Reads a table.
///
/// # Errors
/// Every fault with line and column: no header with hardware and hours, a line of another length, a text where a
/// number belongs.
pub fn parse_table(text: &str) -> Result<Imported<Vec<Usage>>, Vec<Problem>> {
    let (mut errors, mut warnings, mut usages) = (Vec::new(), Vec::new(), Vec::new());
    let mut header: Option<Vec<Option<Field>>> = None;
    for record in records(text, sniff_delimiter(text)) {
        let record = match record {
            Ok(record) => record,
            Err(problem) => {
                errors.push(problem);
                break;
            }
        };
        let Some(fields) = &header else {
            let fields: Vec<_> = record.cells.iter().map(|cell| field(&cell.text)).collect();
            for needed in [Field::Hardware, Field::Hours] {
                if !fields.contains(&Some(needed)) {
                    let name = if needed == Field::Hours {
                        "hours"
                    } else {
                        "hardware"
                    };
                    errors.push(record.problem(0, format!("the header has no column {name:?}")));
                }
            }
            for (index, field) in fields.iter().enumerate() {
                if field.is_none() {
                    let reason = format!("column {:?} is not read", record.text(index).trim());
                    warnings.push(record.problem(index, reason));
                } else if fields[..index].contains(field) {
                    errors.push(record.problem(index, "this column occurs twice"));
                }
            }
            if !errors.is_empty() {
                break;
            }
            header = Some(fields);
            continue;
        };
        if record.cells.len() != fields.len() {
            let reason = format!(
                "{} cells where the header has {}",
                record.cells.len(),
                fields.len()
            );
            errors.push(record.problem(0, reason));
            continue;
        }
        let mut usage = Usage {
            line: record.line,
            ..Usage::default()
        };
        for (index, field) in fields.iter().enumerate() {
            let Some(field) = field else { continue };
            let text = record.text(index);
            let needed = matches!(field, Field::Hardware | Field::Hours);
            if is_unknown(text) && !needed {
                continue;
            }
            let outcome = if is_unknown(text) {
                Err("this must be given".to_owned())
            } else {
                usage.set(*field, text)
            };
            if let Err(reason) = outcome {
                errors.push(record.problem(index, reason));
            }
        }
        usages.push(usage);
    }
    result_of(usages, warnings, errors)
}

/// Reads a JSON object, or a list of them, with the fields of the table; values are texts or numbers.
///
/// # Errors
/// As [`parse_table`]; an error inside an object has the position of the start of the object.
pub fn parse_json(text: &str) -> Result<Imported<Vec<Usage>>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let problem = |(line, column): (usize, usize), reason: String| Problem { line, column, reason };
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let place = (error.line().max(1), error.column().max(1));
        vec![problem(place, "this is not JSON".to_owned())]
    })?;
    let rows = match value {
        Value::Array(rows) => rows,
        other => vec![other],
    };
    let starts = object_starts(text);
    let (mut errors, mut warnings, mut usages) = (Vec::new(), Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let place = starts.get(index).copied().unwrap_or((1, 1));
        let Value::Object(cells) = row else {
            errors.push(problem(place, format!("entry {} is not an object", index + 1)));
            continue;
        };
        let mut usage = Usage {
            line: place.0,
            ..Usage::default()
        };
        let mut seen = Vec::new();
        for (name, cell) in cells {
            let Some(field) = field(name) else {
                warnings.push(problem(place, format!("{name:?} is not read")));
                continue;
            };
            let text = match cell {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Null => continue,
                _ => {
                    errors.push(problem(place, format!("{name:?} is neither a text nor a number")));
                    continue;
                }
            };
            if is_unknown(&text) {
                continue;
            }
            if seen.contains(&field) {
                errors.push(problem(
                    place,
                    format!("{name:?} says again what another field says"),
                ));
            }
            seen.push(field);
            if let Err(reason) = usage.set(field, &text) {
                errors.push(problem(place, format!("{name:?}: {reason}")));
            }
        }
        for (needed, name) in [(Field::Hardware, "hardware"), (Field::Hours, "hours")] {
            if !seen.contains(&needed) {
                errors.push(problem(place, format!("there is no {name:?}")));
            }
        }
        usages.push(usage);
    }
    result_of(usages, warnings, errors)
}

/// The rows, unless there was an error or no row.
fn result_of(
    usages: Vec<Usage>,
    warnings: Vec<Problem>,
    mut errors: Vec<Problem>,
) -> Result<Imported<Vec<Usage>>, Vec<Problem>> {
    if errors.is_empty() && usages.is_empty() {
        errors.push(Problem {
            line: 1,
            column: 1,
            reason: "there are no rows".into(),
        });
    }
    if errors.is_empty() {
        Ok(Imported {
            value: usages,
            warnings,
        })
    } else {
        Err(errors)
    }
}

/// Line and column of every object at the top level or in the top-level list.
fn object_starts(text: &str) -> Vec<(usize, usize)> {
    let (mut starts, mut depth, mut line, mut column) = (Vec::new(), 0_usize, 1, 0);
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        column += 1;
        if letter == '\n' {
            (line, column) = (line + 1, 0);
        }
        if quoted {
            quoted = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '"' => quoted = true,
            '{' => {
                if depth == 0 {
                    starts.push((line, column));
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    starts
}

/// Whether a header has what a table of usage needs.
pub(super) fn is_header<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let fields: Vec<_> = cells.filter_map(field).collect();
    fields.contains(&Field::Hardware) && fields.contains(&Field::Hours)
}

/// Reads the list of a model card: the first line of each field counts.
///
/// # Errors
/// Where hardware or hours are missing, "More Information Needed", or invalid.
pub fn parse_card_list(text: &str) -> Result<Imported<Usage>, Vec<Problem>> {
    let mut usage = Usage::default();
    let (mut errors, mut warnings, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        let plain = line.trim().trim_start_matches(['-', '*', '+']).replace("**", "");
        let Some((name, value)) = plain.split_once(':') else {
            continue;
        };
        let Some(field) = field(name) else { continue };
        let column = line
            .find(value.trim())
            .map_or(1, |at| line[..at].chars().count() + 1);
        let place = |reason: String| Problem {
            line: index + 1,
            column,
            reason,
        };
        if seen.contains(&field) {
            warnings.push(place(format!(
                "{:?} occurs twice; the first is read",
                name.trim()
            )));
            continue;
        }
        if is_unknown(value.trim_matches(['[', ']', ' '])) {
            continue;
        }
        seen.push(field);
        if usage.line == 0 {
            usage.line = index + 1;
        }
        if let Err(reason) = usage.set(field, value) {
            errors.push(place(reason));
        }
    }
    for (needed, name) in [(Field::Hardware, "Hardware Type"), (Field::Hours, "Hours used")] {
        if !seen.contains(&needed) {
            errors.push(Problem {
                line: 1,
                column: 1,
                reason: format!("no line says {name:?}"),
            });
        }
    }
    if errors.is_empty() {
        Ok(Imported {
            value: usage,
            warnings,
        })
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables() {
        let text =
            "Region,Hours,Hardware,Provider,Count,Note\nus-central1,24,A100 SXM4 80 GB,gcp,8,x\n,1.5,T4,,,\n";
        let imported = parse_table(text).unwrap();
        let [first, second] = &imported.value[..] else {
            panic!("two rows")
        };
        assert_eq!(
            (first.hardware.as_str(), first.region.as_deref()),
            ("A100 SXM4 80 GB", Some("us-central1"))
        );
        assert!((first.device_hours() - 192.0).abs() < 1e-12 && (second.device_hours() - 1.5).abs() < 1e-12);
        assert_eq!((second.line, second.provider.as_deref()), (3, None));
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 1, column 38: column \"Note\" is not read"
        );
        let german = parse_table("hardware;hours\nT4;1,5\n").unwrap();
        assert!((german.value[0].hours - 1.5).abs() < 1e-12);
    }

    #[test]
    fn broken_tables() {
        let cases = [
            ("", "line 1, column 1: there are no rows"),
            (
                "hours,region\n1,x\n",
                "line 1, column 1: the header has no column \"hardware\"",
            ),
            (
                "hardware,hours\nT4\n",
                "line 2, column 1: 1 cells where the header has 2",
            ),
            (
                "hardware,hours\nT4,soon\n",
                "line 2, column 4: \"\" is not a number",
            ),
            (
                "hardware,hours\nT4,3 days\n",
                "line 2, column 4: unit \"days\" is not understood",
            ),
            ("hardware,hours\nT4,\n", "line 2, column 4: this must be given"),
            (
                "hardware,gpu,hours\na,b,1\n",
                "line 1, column 10: this column occurs twice",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(
                parse_table(text).unwrap_err()[0].to_string(),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn json() {
        let text = "[{\"hardware\": \"T4 \\\"{\\\"\", \"hours\": 1.5, \"x\": [1]},\n {\"Hardware Type\": \"A100\", \"hours\": \"24 h\", \"count\": 8, \"region\": null}]";
        let imported = parse_json(text).unwrap();
        let read: Vec<_> = imported
            .value
            .iter()
            .map(|usage| (usage.line, usage.device_hours()))
            .collect();
        assert_eq!(read, [(1, 1.5), (2, 192.0)]);
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 1, column 2: \"x\" is not read"
        );
        let one = parse_json("{\"hardware\": \"T4\", \"hours\": 3, \"provider\": \"gcp\"}").unwrap();
        assert_eq!(one.value[0].provider.as_deref(), Some("gcp"));
        let cases = [
            ("[", "line 1, column 1: this is not JSON"),
            ("[]", "line 1, column 1: there are no rows"),
            ("[1]", "line 1, column 1: entry 1 is not an object"),
            (
                "[\n {\"hours\": 1}]",
                "line 2, column 2: there is no \"hardware\"",
            ),
            (
                "{\"hardware\": \"T4\", \"hours\": \"soon\"}",
                "line 1, column 1: \"hours\": \"\" is not a number",
            ),
            (
                "{\"hardware\": [], \"hours\": 1}",
                "line 1, column 1: \"hardware\" is neither a text nor a number",
            ),
            (
                "{\"hardware\": \"a\", \"gpu\": \"b\", \"hours\": 1}",
                "line 1, column 1: \"hardware\" says again what another field says",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_json(text).unwrap_err()[0].to_string(), expected, "{text:?}");
        }
    }

    #[test]
    fn card_lists() {
        let text = "## Environmental Impact\n\n- **Hardware Type:** A100 PCIe 40/80GB\n- **Hours used:** ~1.2e3 hours\n\
                    - **Cloud Provider:** [More Information Needed]\n- **Compute Region:** us-east-1\n\
                    - **Carbon Emitted:** 11.2 kgCO2eq\n- **Hours used:** 7\n";
        let imported = parse_card_list(text).unwrap();
        let expected = Usage {
            line: 3,
            hardware: "A100 PCIe 40/80GB".into(),
            hours: 1200.0,
            region: Some("us-east-1".into()),
            carbon_kg: Some(11.2),
            ..Usage::default()
        };
        assert_eq!(imported.value, expected);
        assert_eq!(imported.warnings[0].line, 8);
        let errors = parse_card_list("- **Hardware Type:** T4\n- **Hours used:** many\n").unwrap_err();
        assert_eq!(errors[0].to_string(), "line 2, column 19: \"\" is not a number");
        assert_eq!(parse_card_list("nothing").unwrap_err().len(), 2);
    }

    #[test]
    fn carbon_units() {
        for (text, kg_per_unit) in [
            ("5", 5.0),
            ("5 kg", 5.0),
            ("2 tCO2eq", 2000.0),
            ("300 g", 0.3),
            ("1,5 kg CO2", 1.5),
        ] {
            let mut usage = Usage::default();
            usage.set(Field::Carbon, text).unwrap();
            assert!((usage.carbon_kg.unwrap() - kg_per_unit).abs() < 1e-12, "{text}");
        }
        assert!(Usage::default().set(Field::Carbon, "5 pounds").is_err());
    }
}
