//! Checks a table against its schema and writes it as compact text, column by column, for the program to read.
//!
//! A text holds tables one after the other. `#zones 320` opens a table of 320 rows; each following line is a
//! column: `name:` and one cell a row, or `name=` and the one cell that all rows share. Columns without a
//! single cell are left out. Cells are separated by tabs. A fact called `x` has the columns `x`, `x<` (low),
//! `x>` (high), `x@` (year), `x#` (source, as its place in the bibliography) and `x?` (`1`: assumed).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::schema::{Column, Kind, Schema, YEARS};
use crate::{Errors, Row, Table};

/// What tables may refer to.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Ids of the bibliography, in its order.
    pub sources: Vec<String>,
    /// Keys of the tables.
    pub keys: BTreeMap<String, BTreeSet<String>>,
    /// Parameters and choices that settings may name.
    pub settings: BTreeSet<String>,
    /// Sources that some row points to.
    pub used: BTreeSet<String>,
}

impl Known {
    /// Adds the keys of a table.
    pub fn add_keys(&mut self, name: &str, table: &Table, key: &str) {
        let keys = table.rows().map(|row| row.text(key).to_owned()).collect();
        self.keys.insert(name.to_owned(), keys);
    }

    /// Whether a table has a row with this key.
    pub fn has(&self, table: &str, key: &str) -> bool {
        self.keys.get(table).is_some_and(|keys| keys.contains(key))
    }

    /// Index of a source in the bibliography; marks it as used.
    pub fn source(&mut self, id: &str) -> Option<usize> {
        let index = self.sources.iter().position(|known| known == id)?;
        self.used.insert(id.to_owned());
        Some(index)
    }
}

/// The shortest decimal text that reads back as the same number. Whole numbers of less than eleven digits stay
/// whole, so that they can be read as such.
pub fn shortest(value: f64) -> String {
    let (plain, exponent) = (format!("{value}"), format!("{value:e}"));
    let whole = value.fract() == 0.0 && value.abs() < 1e10;
    if exponent.len() < plain.len() && !whole {
        exponent
    } else {
        plain
    }
}

/// Cells of the columns of one table, in the order in which they are written.
pub(crate) type Columns = Vec<(String, Vec<String>)>;

/// Checks a table and appends its text to `out`.
pub fn write(schema: &Schema, table: &Table, known: &mut Known, errors: &mut Errors, out: &mut String) {
    headers(schema, table, errors);
    across(schema, table, errors);
    let mut columns: Columns = Vec::new();
    for column in schema.columns {
        let mut cells: Vec<[String; 6]> = Vec::new();
        for row in table.rows() {
            cells.push(cell(column, &row, known, errors));
        }
        let parts = if column.kind.is_fact() {
            &["", "<", ">", "@", "#", "?"][..]
        } else {
            &[""][..]
        };
        for (index, mark) in parts.iter().enumerate() {
            let cells = cells.iter().map(|row| row[index].clone()).collect();
            columns.push((format!("{}{mark}", column.name), cells));
        }
    }
    write_columns(schema.name, table.rows().count(), columns, out);
}

/// Appends a table of this many rows to `out`.
pub(crate) fn write_columns(table: &str, rows: usize, columns: Columns, out: &mut String) {
    let _ = writeln!(out, "#{table} {rows}");
    for (name, cells) in columns {
        let same = cells.windows(2).all(|pair| pair[0] == pair[1]);
        match cells.first() {
            None => {}
            Some(first) if same && first.is_empty() => {}
            Some(first) if same => {
                let _ = writeln!(out, "{name}={first}");
            }
            Some(_) => {
                let _ = writeln!(out, "{name}:{}", cells.join("\t"));
            }
        }
    }
}

/// Rules between the cells of a row.
fn across(schema: &Schema, table: &Table, errors: &mut Errors) {
    if schema.name != "models" {
        return;
    }
    for row in table.rows() {
        let (Ok(total), Ok(active)) = (row.number("total_b"), row.number("active_b")) else {
            continue;
        };
        if active > total || row.text("architecture") == "moe" && active >= total {
            let reason = format!(
                "{active} active parameters of {total} for {}",
                row.text("architecture")
            );
            errors.push(row.error("active_b", &reason));
        }
    }
}

fn headers(schema: &Schema, table: &Table, errors: &mut Errors) {
    for column in schema.columns {
        let needed = !matches!(
            column.kind,
            Kind::Words
                | Kind::OptionalFact(..)
                | Kind::OptionalNumber(..)
                | Kind::OptionalSource
                | Kind::Settings
        );
        if needed && !table.has(column.name) {
            errors.push(table.error(column.name, "the column is missing"));
        }
    }
    for name in table.columns() {
        let common = ["year", "source", "assumed", "note"].contains(&name);
        let own = schema.columns.iter().any(|column| {
            column.name == name
                || column.kind.is_fact()
                    && name
                        .strip_prefix(column.name)
                        .is_some_and(|rest| ["_low", "_high", "_year", "_source", "_assumed"].contains(&rest))
        });
        if !common && !own {
            errors.push(table.error(name, "no such column is known"));
        }
    }
}

fn cell(column: &Column, row: &Row<'_>, known: &mut Known, errors: &mut Errors) -> [String; 6] {
    let name = column.name;
    let value = row.text(name);
    let mut out: [String; 6] = Default::default();
    let mut complain = |reason: &str| errors.push(row.error(name, reason));
    if value.contains(['\t', '\n']) {
        complain("must not hold a tab or a line break");
        return out;
    }
    value.clone_into(&mut out[0]);
    match column.kind {
        Kind::Words => {}
        Kind::Text => {
            if value.is_empty() {
                complain("must not be empty");
            }
        }
        Kind::OneOf(words) => {
            if !words.contains(&value) {
                complain(&format!("{value:?} is none of {words:?}"));
            }
        }
        Kind::OptionalKey(_) | Kind::OptionalSource if value.is_empty() => {}
        Kind::Key(table) | Kind::OptionalKey(table) => {
            if !known.has(table, value) {
                complain(&format!("{table} has no row {value:?}"));
            }
        }
        Kind::KeyOfEither(first, second) => {
            if !known.has(first, value) && !known.has(second, value) {
                complain(&format!("neither {first} nor {second} has a row {value:?}"));
            }
        }
        Kind::Source | Kind::OptionalSource => match known.source(value) {
            Some(index) => out[0] = index.to_string(),
            None => complain(&format!("unknown source {value:?}")),
        },
        Kind::Settings => {
            for pair in value.split(';').filter(|pair| !pair.is_empty()) {
                match pair.split_once('=') {
                    Some((setting, _)) if known.settings.contains(setting) => {}
                    _ => complain(&format!("{pair:?} sets no parameter and no choice")),
                }
            }
        }
        Kind::Number(min, max) => {
            out[0] = number(row, name, (min, max), true, errors).map_or(String::new(), shortest);
        }
        Kind::OptionalNumber(min, max) => {
            out[0] = number(row, name, (min, max), false, errors).map_or(String::new(), shortest);
        }
        Kind::Fact(min, max) => return fact(row, name, (min, max), true, known, errors),
        Kind::OptionalFact(min, max) => return fact(row, name, (min, max), false, known, errors),
    }
    out
}

fn number(row: &Row<'_>, name: &str, limits: (f64, f64), needed: bool, errors: &mut Errors) -> Option<f64> {
    let read = if needed {
        row.number(name).map(Some)
    } else {
        row.optional(name)
    };
    match read {
        Ok(Some(value)) if !(limits.0..=limits.1).contains(&value) => {
            let reason = format!("{value} is outside {} to {}", limits.0, limits.1);
            errors.push(row.error(name, &reason));
            None
        }
        Ok(value) => value,
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

fn fact(
    row: &Row<'_>,
    name: &str,
    limits: (f64, f64),
    needed: bool,
    known: &mut Known,
    errors: &mut Errors,
) -> [String; 6] {
    let own = |suffix: &str| format!("{name}_{suffix}");
    let Some(central) = number(row, name, limits, needed, errors) else {
        return Default::default();
    };
    let low = number(row, &own("low"), limits, false, errors);
    let high = number(row, &own("high"), limits, false, errors);
    if low.is_some_and(|low| low > central) || high.is_some_and(|high| high < central) {
        errors.push(row.error(name, "needs low <= central <= high"));
    }
    let pick = |suffix: &str| match row.text(&own(suffix)) {
        "" => (suffix.to_owned(), row.text(suffix)),
        text => (own(suffix), text),
    };
    let (year_column, _) = pick("year");
    let year = number(row, &year_column, YEARS, true, errors);
    let (source_column, id) = pick("source");
    let source = known.source(id);
    if source.is_none() {
        let reason = if id.is_empty() {
            "a source is missing".to_owned()
        } else {
            format!("unknown source {id:?}")
        };
        errors.push(row.error(&source_column, &reason));
    }
    let (assumed_column, assumed) = pick("assumed");
    if !["", "yes", "no"].contains(&assumed) {
        errors.push(row.error(&assumed_column, &format!("{assumed:?} is neither yes nor no")));
    }
    let bound = |value: Option<f64>| {
        value
            .filter(|v| v.total_cmp(&central).is_ne())
            .map_or(String::new(), shortest)
    };
    [
        shortest(central),
        bound(low),
        bound(high),
        year.map_or(String::new(), shortest),
        source.map_or(String::new(), |index| index.to_string()),
        if assumed == "yes" {
            "1".to_owned()
        } else {
            String::new()
        },
    ]
}

/// Appends the bibliography in two tables of the same rows: what a short citation needs to `out`, the rest of each
/// entry to `details`.
pub fn write_sources(entries: &[crate::bib::Entry], out: &mut String, details: &mut String) {
    let write = |out: &mut String, table: &str, fields: &[&str]| {
        let _ = writeln!(out, "#{table} {}", entries.len());
        for field in fields {
            let cells: Vec<&str> = entries
                .iter()
                .map(|entry| {
                    if *field == "id" {
                        entry.id.as_str()
                    } else {
                        entry.field(field)
                    }
                })
                .collect();
            let _ = writeln!(out, "{field}:{}", cells.join("\t"));
        }
    };
    write(out, "sources", &["id", "author", "year"]);
    write(
        details,
        "source_details",
        &["title", "publisher", "url", "licence", "attribution"],
    );
}
