//! The parameter and choice tables as Rust source.

use std::fmt::Write as _;

use crate::{Errors, Row, Table};

/// Enum variant for a snake-case id: `training_hours` becomes `TrainingHours`.
pub fn variant(id: &str) -> String {
    id.split(['_', '.'])
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect()
}

/// Source of `Param`, `Choice`, `Origin`, `PARAMS` and `CHOICES`. `source` turns a source id into its index.
pub fn parameters(
    params: &Table,
    choices: &Table,
    source: &dyn Fn(&str) -> Option<usize>,
    errors: &mut Errors,
) -> String {
    let mut out = String::new();
    let ids: Vec<&str> = params.rows().map(|row| row.text("id")).collect();
    enumeration(
        &mut out,
        "Param",
        "A number the reader can set.",
        &params.rows().collect::<Vec<_>>(),
    );
    enumeration(
        &mut out,
        "Choice",
        "A choice the reader can make.",
        &choices.rows().collect::<Vec<_>>(),
    );
    let mut origins: Vec<&str> = params
        .rows()
        .map(|row| row.text("from"))
        .filter(|o| !o.is_empty())
        .collect();
    origins.sort_unstable();
    origins.dedup();
    out.push_str("/// The fact of a chosen row that takes the place of a default.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Origin {\n    /// None: the table's default stands.\n    None,\n");
    for origin in &origins {
        let _ = writeln!(out, "    /// `{origin}`.\n    {},", variant(origin));
    }
    out.push_str("}\n\nimpl Origin {\n    /// Its name in the table.\n    pub const fn name(self) -> &'static str {\n        match self {\n            Self::None => \"\",\n");
    for origin in &origins {
        let _ = writeln!(out, "            Self::{} => {origin:?},", variant(origin));
    }
    out.push_str("        }\n    }\n}\n\n");

    let _ = writeln!(
        out,
        "/// The parameter table.\n#[allow(clippy::unreadable_literal)] // numbers as the table has them\npub(super) static PARAMS: [ParamSpec; {}] = [",
        ids.len()
    );
    for row in params.rows() {
        parameter(&mut out, &row, choices, source, errors);
    }
    out.push_str("];\n\n");
    let _ = writeln!(
        out,
        "/// The choice table.\npub(super) static CHOICES: [ChoiceSpec; {}] = [",
        choices.rows().count()
    );
    for row in choices.rows() {
        let options = row.text("options");
        let options = match options.strip_prefix("table:") {
            Some(table) => format!("Options::Table({table:?})"),
            None => format!("Options::List(&[{}])", list(options)),
        };
        let _ = writeln!(
            out,
            "    ChoiceSpec {{ id: {:?}, key: {:?}, group: Group::{}, level: Level::{}, options: {options}, default: {:?} }},",
            row.text("id"),
            row.text("key"),
            variant(row.text("group")),
            variant(row.text("level")),
            row.text("default"),
        );
    }
    out.push_str("];\n");
    out
}

fn enumeration(out: &mut String, name: &str, doc: &str, rows: &[Row<'_>]) {
    let _ = writeln!(
        out,
        "/// {doc}\n#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(u8)]\npub enum {name} {{"
    );
    for row in rows {
        let _ = writeln!(
            out,
            "    /// `{}`\n    {},",
            row.text("id"),
            variant(row.text("id"))
        );
    }
    let _ = writeln!(
        out,
        "}}\n\nimpl {name} {{\n    /// How many there are.\n    pub const COUNT: usize = {};\n    /// All, in the order of the table.\n    pub const ALL: [Self; Self::COUNT] = [{}];\n}}\n",
        rows.len(),
        rows.iter()
            .map(|row| format!("Self::{}", variant(row.text("id"))))
            .collect::<Vec<_>>()
            .join(", ")
    );
}

fn parameter(
    out: &mut String,
    row: &Row<'_>,
    choices: &Table,
    source: &dyn Fn(&str) -> Option<usize>,
    errors: &mut Errors,
) {
    for column in ["id", "key", "unit"] {
        if row.text(column).is_empty() {
            errors.push(row.error(column, "must not be empty"));
        }
    }
    let number = |column: &str, errors: &mut Errors| match row.number(column) {
        Ok(value) => value,
        Err(error) => {
            errors.push(error);
            0.0
        }
    };
    let [min, low, central, high, max] =
        ["min", "low", "default", "high", "max"].map(|column| number(column, errors));
    if !(min <= low && low <= central && central <= high && high <= max) {
        errors.push(row.error("default", "needs min <= low <= default <= high <= max"));
    }
    let year = number("year", errors);
    let Some(index) = source(row.text("source")) else {
        errors.push(row.error("source", &format!("unknown source {:?}", row.text("source"))));
        return;
    };
    let one_of = |column: &str, allowed: &[&str], errors: &mut Errors| {
        if !allowed.contains(&row.text(column)) {
            errors.push(row.error(column, &format!("{:?} is none of {allowed:?}", row.text(column))));
        }
        variant(row.text(column))
    };
    let shape = one_of("shape", &["fixed", "lognormal", "triangular", "uniform"], errors);
    let scale = one_of("scale", &["linear", "log", "integer"], errors);
    let level = one_of("level", &["essential", "more", "expert"], errors);
    let when = match row.text("when").split_once('=') {
        None => "None".to_owned(),
        Some((choice, options)) => match choices.rows().find(|c| c.text("id") == choice) {
            None => {
                errors.push(row.error("when", &format!("no choice is called {choice:?}")));
                "None".to_owned()
            }
            Some(known) => {
                let allowed: Vec<&str> = known.text("options").split('|').collect();
                for option in options.split('|').filter(|o| !allowed.contains(o)) {
                    errors.push(row.error("when", &format!("{choice} has no option {option:?}")));
                }
                format!("Some((Choice::{}, &[{}]))", variant(choice), list(options))
            }
        },
    };
    let from = if row.text("from").is_empty() {
        "None".to_owned()
    } else {
        variant(row.text("from"))
    };
    let _ = writeln!(
        out,
        "    ParamSpec {{ id: {:?}, key: {:?}, group: Group::{}, level: Level::{level}, unit: {:?}, scale: Scale::{scale}, min: {min:e}, max: {max:e}, default: Fact {{ central: {central:e}, low: {low:e}, high: {high:e}, year: {year}, source: SourceId::new({index}), assumed: {} }}, shape: Shape::{shape}, from: Origin::{from}, when: {when} }},",
        row.text("id"),
        row.text("key"),
        variant(row.text("group")),
        row.text("unit"),
        row.text("assumed") == "yes",
    );
}

/// `a|b` as the inside of a slice of strings.
fn list(options: &str) -> String {
    options
        .split('|')
        .map(|option| format!("{option:?}"))
        .collect::<Vec<_>>()
        .join(", ")
}
