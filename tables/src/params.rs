//! The parameter and choice tables: their names as Rust source, all else as compact text.

use std::fmt::Write as _;

use crate::compact::{Columns, shortest, write_columns};
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

/// Source of `Param`, `Choice` and `Origin`.
pub fn names(params: &Table, choices: &Table) -> String {
    let mut out = String::new();
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
    out.push_str("}\n\nimpl Origin {\n    const NAMES: &[(&str, Self)] = &[(\"\", Self::None)");
    for origin in &origins {
        let _ = write!(out, ", ({origin:?}, Self::{})", variant(origin));
    }
    out.push_str("];\n}\n");
    out
}

/// Checks both tables and appends their text to `out`. `source` turns a source id into its index.
pub fn write(
    params: &Table,
    choices: &Table,
    source: &dyn Fn(&str) -> Option<usize>,
    errors: &mut Errors,
    out: &mut String,
) {
    let rows: Vec<[String; PARAM_COLUMNS.len()]> = params
        .rows()
        .map(|row| parameter(&row, choices, source, errors))
        .collect();
    write_columns("parameters", rows.len(), columns(&PARAM_COLUMNS, &rows), out);
    let rows: Vec<[String; CHOICE_COLUMNS.len()]> = choices
        .rows()
        .map(|row| CHOICE_COLUMNS.map(|column| row.text(column).to_owned()))
        .collect();
    write_columns("choices", rows.len(), columns(&CHOICE_COLUMNS, &rows), out);
}

/// Columns of the text of the parameters; the default is a fact.
const PARAM_COLUMNS: [&str; 18] = [
    "id", "key", "group", "level", "unit", "scale", "min", "max", "default", "default<", "default>",
    "default@", "default#", "default?", "shape", "from", "when", "counts",
];

const CHOICE_COLUMNS: [&str; 6] = ["id", "key", "group", "level", "options", "default"];

fn columns<const N: usize>(names: &[&str; N], rows: &[[String; N]]) -> Columns {
    let cells = |column: usize| rows.iter().map(|row| row[column].clone()).collect();
    let name = |(column, name): (usize, &&str)| ((*name).to_owned(), cells(column));
    names.iter().enumerate().map(name).collect()
}

/// Source of `View`, the first of which the page opens with, and of `ViewGroup`.
pub fn views(views: &Table) -> String {
    let rows: Vec<(&str, &str, &str)> = views
        .rows()
        .map(|row| (row.text("id"), row.text("group"), row.text("shows")))
        .collect();
    let mut groups: Vec<&str> = rows.iter().map(|(_, group, _)| *group).collect();
    groups.dedup();
    let mut out = String::new();
    named(
        &mut out,
        ("View", "What the page shows beside the inputs."),
        &rows
            .iter()
            .map(|(id, _, shows)| (*id, *shows))
            .collect::<Vec<_>>(),
    );
    named(
        &mut out,
        (
            "ViewGroup",
            "An entry of the navigation, which leads to one view or more.",
        ),
        &groups
            .iter()
            .map(|id| (*id, "The views of this group."))
            .collect::<Vec<_>>(),
    );
    out.push_str("impl View {\n    /// The entry of the navigation that leads to it.\n    pub const fn group(self) -> ViewGroup {\n        match self {\n");
    for group in &groups {
        let of_group = rows.iter().filter(|(_, own, _)| own == group);
        let views: Vec<String> = of_group
            .map(|(id, ..)| format!("Self::{}", variant(id)))
            .collect();
        let _ = writeln!(
            out,
            "            {} => ViewGroup::{},",
            views.join(" | "),
            variant(group)
        );
    }
    out.push_str("        }\n    }\n}\n");
    out
}

/// Source of an enumeration whose variants have ids, the first of which is the default.
fn named(out: &mut String, (name, doc): (&str, &str), variants: &[(&str, &str)]) {
    let _ = writeln!(
        out,
        "/// {doc}\n#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]\npub enum {name} {{"
    );
    for (place, (id, doc)) in variants.iter().enumerate() {
        let default = if place == 0 { "    #[default]\n" } else { "" };
        let _ = writeln!(out, "    /// {doc}\n{default}    {},", variant(id));
    }
    let all: Vec<String> = variants
        .iter()
        .map(|(id, _)| format!("Self::{}", variant(id)))
        .collect();
    let _ = writeln!(
        out,
        "}}\n\nimpl {name} {{\n    /// All, in the order of the navigation.\n    pub const ALL: [Self; {}] = [{}];\n\n    \
         /// Name in links and texts.\n    pub const fn id(self) -> &'static str {{\n        match self {{",
        all.len(),
        all.join(", ")
    );
    for (id, _) in variants {
        let _ = writeln!(out, "            Self::{} => {id:?},", variant(id));
    }
    out.push_str("        }\n    }\n}\n\n");
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

/// The cells of [`PARAM_COLUMNS`].
fn parameter(
    row: &Row<'_>,
    choices: &Table,
    source: &dyn Fn(&str) -> Option<usize>,
    errors: &mut Errors,
) -> [String; PARAM_COLUMNS.len()] {
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
    let index = source(row.text("source"));
    if index.is_none() {
        errors.push(row.error("source", &format!("unknown source {:?}", row.text("source"))));
    }
    for (column, allowed) in [
        ("shape", &["fixed", "lognormal", "triangular", "uniform"][..]),
        ("scale", &["linear", "log", "integer"]),
        ("level", &["essential", "more", "expert"]),
        ("counts", &["", "facility"]),
    ] {
        if !allowed.contains(&row.text(column)) {
            errors.push(row.error(column, &format!("{:?} is none of {allowed:?}", row.text(column))));
        }
    }
    if let Some((choice, options)) = row.text("when").split_once('=') {
        match choices.rows().find(|c| c.text("id") == choice) {
            None => errors.push(row.error("when", &format!("no choice is called {choice:?}"))),
            Some(known) => {
                let allowed: Vec<&str> = known.text("options").split('|').collect();
                for option in options.split('|').filter(|o| !allowed.contains(o)) {
                    errors.push(row.error("when", &format!("{choice} has no option {option:?}")));
                }
            }
        }
    }
    let assumed = if row.text("assumed") == "yes" { "1" } else { "" };
    PARAM_COLUMNS.map(|column| match column {
        "min" => shortest(min),
        "max" => shortest(max),
        "default" => shortest(central),
        "default<" => shortest(low),
        "default>" => shortest(high),
        "default@" => shortest(year),
        "default#" => index.unwrap_or(0).to_string(),
        "default?" => assumed.to_owned(),
        plain => row.text(plain).to_owned(),
    })
}
