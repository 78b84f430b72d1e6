//! The inputs of ML CO2 Impact as people record them: a table of hardware, hours, provider and region, or the list its
//! template puts into model cards.
//!
//! A table has a header with `hardware` and `hours` in any case and order (other names below); `provider`, `region`,
//! `count` and `carbon_kg` are optional. The list has lines such as `- **Hardware Type:** A100` and `- **Hours used:** 24`.
//!
//! A row whose hardware, hours or count cannot be read is left out and named. A provider, a region or an emission that
//! cannot be read is left out of its row, with a warning.

use super::{Imported, Note, Part, Problem, Remark, amount, hardware};
use delimited::{records, sniff_delimiter};
use serde_json::Value;

/// One use of hardware: a row or a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// 1-based line in the text.
    pub line: usize,
    /// Device as written.
    pub hardware: String,
    /// Hours of one device, or of all devices together where [`Usage::of_all_devices`] or no count is given. `None` only
    /// for a card that states emissions without hours.
    pub hours: Option<f64>,
    /// 5th and 95th percentile of the hours, where a range is written.
    pub hours_range: Option<(f64, f64)>,
    /// Whether the hours are those of all devices together: `1,000 GPU hours`.
    pub of_all_devices: bool,
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
    pub fn device_hours(&self) -> Option<f64> {
        let each = if self.of_all_devices { None } else { self.count };
        Some(self.hours? * each.unwrap_or(1.0))
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

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', '-'], " ")
}

fn field(name: &str) -> Option<Field> {
    let plain = plain(name);
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

impl Usage {
    /// Sets a field, and returns what was not used of its text or could be meant otherwise. `groups_doubtful`: a separator
    /// before three digits may be a decimal one, as in files of Europe.
    ///
    /// # Errors
    /// The text cannot be understood.
    fn set(
        &mut self,
        field: Field,
        name: &str,
        text: &str,
        groups_doubtful: bool,
    ) -> Result<Vec<Remark>, Remark> {
        let (unit, found) = match field {
            Field::Hardware => {
                text.trim().clone_into(&mut self.hardware);
                return Ok(Vec::new());
            }
            Field::Provider => {
                self.provider = Some(text.trim().to_owned());
                return Ok(Vec::new());
            }
            Field::Region => {
                self.region = Some(text.trim().to_owned());
                return Ok(Vec::new());
            }
            Field::Hours => ("h", amount::hours(text)?),
            Field::Count => ("devices", amount::count(text)?),
            Field::Carbon => ("kg CO2e", amount::kilograms(text)?),
        };
        let mut warnings = amount::doubts(&found, text, unit, groups_doubtful);
        let count = match field {
            Field::Count => Some(found.value),
            Field::Hours => found.devices,
            _ => None,
        };
        match (self.count, count) {
            (Some(own), Some(other)) if hardware::differ(own, other) => {
                warnings.push(count_conflict(own, other));
            }
            _ => self.count = self.count.or(count),
        }
        match field {
            Field::Hours => {
                self.hours = Some(found.value);
                self.hours_range = found.range;
                self.of_all_devices = found.of_all_devices || plain(name).starts_with("gpu");
            }
            Field::Carbon => self.carbon_kg = Some(found.value),
            _ => {}
        }
        Ok(warnings)
    }
}

/// Two different counts of devices, of which the first counts.
pub(super) fn count_conflict(used: f64, other: f64) -> Remark {
    Note::CountConflict
        .with("used", Part::Amount(used, "devices"))
        .with("other", Part::Amount(other, "devices"))
}

impl Field {
    /// Whether a row makes sense without it. An illegible count would change the result, so it is needed.
    const fn is_soft(self) -> bool {
        matches!(self, Self::Carbon | Self::Provider | Self::Region)
    }
}

/// Reads a table.
///
/// # Errors
/// Every fault with line and column: no header with hardware and hours, a line of another length, a text where a
/// number belongs.
pub fn parse_table(text: &str) -> Result<Imported<Vec<Usage>>, Vec<Problem>> {
    let (mut errors, mut warnings, mut usages) = (Vec::new(), Vec::new(), Vec::new());
    let mut header: Option<(Vec<Option<Field>>, Vec<String>)> = None;
    let delimiter = sniff_delimiter(text);
    for record in records(text, delimiter) {
        let record = match record {
            Ok(record) => record,
            Err(problem) => {
                errors.push(problem.into());
                break;
            }
        };
        let place = |index: usize| {
            let cell = record.cells.get(index);
            cell.map_or((record.line, 1), |cell| (cell.line, cell.column))
        };
        let Some((fields, names)) = &header else {
            let fields: Vec<_> = record.cells.iter().map(|cell| field(&cell.text)).collect();
            for (needed, name) in [(Field::Hardware, "hardware"), (Field::Hours, "hours")] {
                if !fields.contains(&Some(needed)) {
                    errors.push(Note::ColumnMissing.with("column", name).at(place(0)));
                }
            }
            for (index, field) in fields.iter().enumerate() {
                let named = |note: Note| note.with("column", record.text(index)).at(place(index));
                if field.is_none() {
                    warnings.push(named(Note::ColumnUnread));
                } else if fields[..index].contains(field) {
                    errors.push(named(Note::ColumnTwice));
                }
            }
            if !errors.is_empty() {
                return Err(errors);
            }
            let names: Vec<String> = record.cells.iter().map(|cell| cell.text.to_string()).collect();
            header = Some((fields, names));
            continue;
        };
        if record.cells.len() != fields.len() {
            let note = if record.cells.len() > fields.len() {
                Note::CellsTooMany
            } else {
                Note::CellsMissing
            };
            let note = note.with("cells", record.cells.len());
            errors.push(note.with("columns", fields.len()).at(place(0)));
            continue;
        }
        let mut usage = Usage {
            line: record.line,
            ..Usage::default()
        };
        let before = errors.len();
        for (index, field) in fields.iter().enumerate() {
            let Some(field) = *field else { continue };
            let text = record.text(index);
            let needed = matches!(field, Field::Hardware | Field::Hours);
            if is_unknown(text) {
                if needed {
                    errors.push(Remark::from(Note::Needed).at(place(index)));
                }
                continue;
            }
            match usage.set(field, &names[index], text, delimiter == b';') {
                Ok(doubts) => warnings.extend(doubts.into_iter().map(|doubt| doubt.at(place(index)))),
                Err(_) if field.is_soft() => {
                    warnings.push(Note::FieldLeftOut.with("text", text).at(place(index)));
                }
                Err(reason) => errors.push(reason.at(place(index))),
            }
        }
        if errors.len() == before {
            usages.push(usage);
        }
    }
    result_of(usages, warnings, errors)
}

/// Reads a JSON object, several, or a list of them, with the fields of the table; values are texts or numbers.
///
/// # Errors
/// As [`parse_table`]; an error inside an object has the position of the start of the object.
pub fn parse_json(text: &str) -> Result<Imported<Vec<Usage>>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(list)) => rows.extend(list),
            Ok(other) => rows.push(other),
            Err(error) => {
                let place = (error.line().max(1), error.column().max(1));
                return Err(vec![Remark::from(Note::NotJson).at(place)]);
            }
        }
    }
    let starts = object_starts(text);
    let (mut errors, mut warnings, mut usages) = (Vec::new(), Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let place = starts.get(index).copied().unwrap_or((1, 1));
        let Value::Object(cells) = row else {
            errors.push(Note::NotAnObject.with("entry", index + 1).at(place));
            continue;
        };
        let mut usage = Usage {
            line: place.0,
            ..Usage::default()
        };
        let before = errors.len();
        let mut seen = Vec::new();
        for (name, cell) in cells {
            let Some(field) = field(name) else {
                warnings.push(Note::ColumnUnread.with("column", name.as_str()).at(place));
                continue;
            };
            let text = match cell {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Null => continue,
                _ => {
                    let problem = Note::NeitherTextNorNumber.with("field", name.as_str()).at(place);
                    if field.is_soft() {
                        warnings.push(problem);
                    } else {
                        errors.push(problem);
                    }
                    continue;
                }
            };
            if is_unknown(&text) {
                continue;
            }
            if seen.contains(&field) {
                errors.push(Note::FieldTwice.with("field", name.as_str()).at(place));
            }
            seen.push(field);
            match usage.set(field, name, &text, false) {
                Ok(doubts) => warnings.extend(doubts.into_iter().map(|doubt| doubt.at(place))),
                Err(_) if field.is_soft() => warnings.push(Note::FieldLeftOut.with("text", text).at(place)),
                Err(reason) => errors.push(reason.at(place)),
            }
        }
        for (needed, name) in [(Field::Hardware, "hardware"), (Field::Hours, "hours")] {
            if !seen.contains(&needed) && errors.len() == before {
                errors.push(Note::FieldMissing.with("field", name).at(place));
            }
        }
        if errors.len() == before {
            usages.push(usage);
        }
    }
    result_of(usages, warnings, errors)
}

/// The rows, with the faults of those left out; without a row the faults are the error.
fn result_of(
    usages: Vec<Usage>,
    warnings: Vec<Problem>,
    mut errors: Vec<Problem>,
) -> Result<Imported<Vec<Usage>>, Vec<Problem>> {
    if usages.is_empty() {
        if errors.is_empty() {
            errors.push(Remark::from(Note::NoRows).at((1, 1)));
        }
        return Err(errors);
    }
    Ok(Imported {
        value: usages,
        warnings,
        left_out: errors,
    })
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

/// The name and value of a line of a card, such as `- **Hours used:** 24`.
fn card_line(line: &str) -> Option<(Field, String, String)> {
    let plain = line
        .trim()
        .trim_start_matches(['-', '*', '+', '>', '|'])
        .replace("**", "");
    let (name, value) = plain.split_once(':')?;
    let value = value.trim().trim_matches(['*', '_', '`', '|', ' ']);
    Some((
        field(name.trim_matches(['*', '_', '|', ' ']))?,
        name.trim().to_owned(),
        value.to_owned(),
    ))
}

/// Whether a text has a line of a card that the list is recognized by.
pub(super) fn is_card_list(text: &str) -> bool {
    let mut fields = text.lines().filter_map(card_line).map(|(field, ..)| field);
    fields.any(|field| matches!(field, Field::Hardware | Field::Hours | Field::Carbon))
}

/// Reads the list of a model card: the first line of each field counts. Hours may be missing beside emissions.
///
/// # Errors
/// Where hardware, or hours and emissions, are missing, "More Information Needed", or illegible.
pub fn parse_card_list(text: &str) -> Result<Imported<Usage>, Vec<Problem>> {
    let mut usage = Usage::default();
    let (mut errors, mut warnings, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        let Some((field, name, value)) = card_line(line) else {
            continue;
        };
        let column = line.find(&value).map_or(1, |at| line[..at].chars().count() + 1);
        let place = (index + 1, column);
        if seen.contains(&field) {
            warnings.push(Note::FirstRead.with("field", name).at(place));
            continue;
        }
        if is_unknown(value.trim_matches(['[', ']', ' '])) {
            continue;
        }
        seen.push(field);
        if usage.line == 0 {
            usage.line = index + 1;
        }
        match usage.set(field, &name, &value, false) {
            Ok(doubts) => warnings.extend(doubts.into_iter().map(|doubt| doubt.at(place))),
            Err(_) if field.is_soft() => warnings.push(Note::FieldLeftOut.with("text", value).at(place)),
            Err(reason) => errors.push(reason.at(place)),
        }
    }
    for (needed, name) in [(Field::Hardware, "Hardware Type"), (Field::Hours, "Hours used")] {
        if !seen.contains(&needed) {
            errors.push(Note::LineMissing.with("field", name).at((1, 1)));
        }
    }
    if !errors.is_empty() && usage.carbon_kg.is_none() {
        return Err(errors);
    }
    Ok(Imported {
        value: usage,
        warnings,
        left_out: errors,
    })
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
        assert!(first.device_hours() == Some(192.0) && second.device_hours() == Some(1.5));
        assert_eq!((second.line, second.provider.as_deref()), (3, None));
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 1, column 38: “Note” is not read"
        );
        let german = parse_table("hardware;hours\nT4;1,5\n").unwrap();
        assert_eq!(german.value[0].hours, Some(1.5));
    }

    #[test]
    fn broken_tables() {
        let cases = [
            ("", "line 1, column 1: there are no rows"),
            (
                "hours,region\n1,x\n",
                "line 1, column 1: the header has no column “hardware”",
            ),
            (
                "hardware,hours\nT4\n",
                "line 2, column 1: 1 cells where the header has 2: cut off, or a line of another version",
            ),
            (
                "hardware,hours\nT4,soon\n",
                "line 2, column 4: “soon” is not a number",
            ),
            (
                "hardware,hours\nT4,3 fortnights\n",
                "line 2, column 4: the unit “fortnights” is not understood",
            ),
            ("hardware,hours\nT4,\n", "line 2, column 4: this must be given"),
            (
                "hardware,gpu,hours\na,b,1\n",
                "line 1, column 10: “gpu” occurs twice",
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
        assert_eq!(read, [(1, Some(1.5)), (2, Some(192.0))]);
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 1, column 2: “x” is not read"
        );
        let one = parse_json("{\"hardware\": \"T4\", \"hours\": 3, \"provider\": \"gcp\"}").unwrap();
        assert_eq!(one.value[0].provider.as_deref(), Some("gcp"));
        let cases = [
            ("[", "line 1, column 1: this is not JSON"),
            ("[]", "line 1, column 1: there are no rows"),
            ("[1]", "line 1, column 1: entry 1 is not an object"),
            ("[\n {\"hours\": 1}]", "line 2, column 2: there is no “hardware”"),
            (
                "{\"hardware\": \"T4\", \"hours\": \"soon\"}",
                "line 1, column 1: “soon” is not a number",
            ),
            (
                "{\"hardware\": [], \"hours\": 1}",
                "line 1, column 1: “hardware” is neither a text nor a number",
            ),
            (
                "{\"hardware\": \"a\", \"gpu\": \"b\", \"hours\": 1}",
                "line 1, column 1: “hardware” says again what another field says",
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
            hours: Some(1200.0),
            region: Some("us-east-1".into()),
            carbon_kg: Some(11.2),
            ..Usage::default()
        };
        assert_eq!(imported.value, expected);
        assert_eq!(imported.warnings[0].line, 8);
        let errors = parse_card_list("- **Hardware Type:** T4\n- **Hours used:** many\n").unwrap_err();
        assert_eq!(errors[0].to_string(), "line 2, column 19: “many” is not a number");
        assert_eq!(parse_card_list("nothing").unwrap_err().len(), 2);
    }

    #[test]
    fn a_soft_field_does_not_cost_its_row() {
        let text = "hardware,hours,count,carbon_kg\nT4,2,1,negligible\nT4,soon,1,3\nT4,3,many,4\nT4,4,2,~5\n";
        let imported = parse_table(text).unwrap();
        let read: Vec<_> = imported
            .value
            .iter()
            .map(|usage| (usage.line, usage.carbon_kg))
            .collect();
        assert_eq!(read, [(2, None), (5, Some(5.0))]);
        let said = |problems: &[Problem]| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            said(&imported.warnings),
            ["line 2, column 8: “negligible” cannot be read and was left out"]
        );
        assert_eq!(
            said(&imported.left_out),
            [
                "line 3, column 4: “soon” is not a number",
                "line 4, column 6: “many” is not a number"
            ]
        );
        let card = "- **Hardware Type:** T4\n- **Hours used:** many\n- **Carbon Emitted:** 3 kg\n";
        let imported = parse_card_list(card).unwrap();
        assert_eq!(
            (imported.value.hours, imported.value.carbon_kg),
            (None, Some(3.0))
        );
    }

    #[test]
    fn gpu_hours_are_those_of_all_devices() {
        let text = "hardware,gpu_hours,count\nT4,100,4\n";
        assert_eq!(parse_table(text).unwrap().value[0].device_hours(), Some(100.0));
        let text = "hardware,hours,count\nT4,100 GPU hours,4\nT4,100,4\n";
        let read: Vec<_> = parse_table(text)
            .unwrap()
            .value
            .iter()
            .map(Usage::device_hours)
            .collect();
        assert_eq!(read, [Some(100.0), Some(400.0)]);
    }
}
