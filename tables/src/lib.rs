//! Reads and checks the tables under `assets/`, for the build and for the developer commands.
//!
//! Every error names file, line, column and reason, and all of them are reported at once.
#![forbid(unsafe_code)]

pub mod bib;
pub mod built;
pub mod compact;
pub mod life_cycle;
pub mod params;
pub mod presets;
pub mod report;
pub mod schema;
pub mod spread;
pub mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use delimited::{Record, records};

/// What is wrong with a table and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// File, as given.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column name; empty when the whole line is meant.
    pub column: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.reason
        )
    }
}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        error.to_string()
    }
}

/// All errors of a build.
pub type Errors = Vec<Error>;

/// A table: a header line, then rows. Lines that start with `#` are comments.
#[derive(Clone, Debug)]
pub struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    line: usize,
    cells: &'t [String],
}

/// The text of a file; an error where it cannot be read.
fn text_of(path: &Path, errors: &mut Errors) -> Option<String> {
    std::fs::read_to_string(path)
        .map_err(|error| {
            errors.push(Error {
                file: path.display().to_string(),
                line: 0,
                column: String::new(),
                reason: error.to_string(),
            });
        })
        .ok()
}

impl Table {
    /// Reads a file. Errors go to `errors`; what could be read is returned.
    pub fn read(path: &Path, errors: &mut Errors) -> Self {
        let file = path.display().to_string();
        match text_of(path, errors) {
            Some(text) => Self::parse(&file, &text, errors),
            None => Self {
                file,
                columns: BTreeMap::new(),
                rows: Vec::new(),
            },
        }
    }

    /// Reads a text. The first column is the key and must not repeat, unless the header calls it `preset`.
    pub fn parse(file: &str, text: &str, errors: &mut Errors) -> Self {
        let table = Self::without_keys(file, text, errors);
        if table.columns.get("preset") != Some(&0) {
            table.check_keys(errors);
        }
        table
    }

    /// Reads a text in which no column is a key, such as measurements.
    pub fn without_keys(file: &str, text: &str, errors: &mut Errors) -> Self {
        let mut table = Self {
            file: file.to_owned(),
            columns: BTreeMap::new(),
            rows: Vec::new(),
        };
        for record in records(text, b',').skip_comments() {
            let complain = |line: usize, column: &str, reason: String| Error {
                file: file.to_owned(),
                line,
                column: column.to_owned(),
                reason,
            };
            let record = match record {
                Ok(record) => record,
                Err(problem) => {
                    errors.push(complain(problem.line, "", problem.reason));
                    break;
                }
            };
            let line = record.line;
            let cells = cells(record);
            if table.columns.is_empty() {
                for (index, name) in cells.into_iter().enumerate() {
                    if table.columns.insert(name.clone(), index).is_some() {
                        errors.push(complain(
                            line,
                            &name,
                            "the column stands twice in the header".to_owned(),
                        ));
                    }
                }
                continue;
            }
            if cells.len() != table.columns.len() {
                errors.push(complain(
                    line,
                    "",
                    format!(
                        "{} cells where the header has {}",
                        cells.len(),
                        table.columns.len()
                    ),
                ));
                continue;
            }
            table.rows.push((line, cells));
        }
        table
    }

    /// Reports repeated keys.
    fn check_keys(&self, errors: &mut Errors) {
        let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
        for (line, cells) in &self.rows {
            if let Some(first) = keys.insert(&cells[0], *line) {
                errors.push(Error {
                    file: self.file.clone(),
                    line: *line,
                    column: "id".to_owned(),
                    reason: format!("{:?} stands already in line {first}", cells[0]),
                });
            }
        }
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row {
            table: self,
            line: *line,
            cells,
        })
    }

    /// Whether the header has this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// An error about the header.
    pub fn error(&self, column: &str, reason: &str) -> Error {
        Error {
            file: self.file.clone(),
            line: 1,
            column: column.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

impl<'t> Row<'t> {
    /// A cell, without outer spaces; empty where the table has no such column.
    pub fn text(&self, column: &str) -> &'t str {
        self.table
            .columns
            .get(column)
            .map_or("", |index| self.cells[*index].trim())
    }

    /// A cell that must hold a finite number.
    ///
    /// # Errors
    /// Names the cell when it is empty, no number or not finite.
    pub fn number(&self, column: &str) -> Result<f64, Error> {
        self.optional(column)?
            .ok_or_else(|| self.error(column, "a number is missing"))
    }

    /// A cell that may be empty.
    ///
    /// # Errors
    /// Names the cell when it is no number or not finite.
    pub fn optional(&self, column: &str) -> Result<Option<f64>, Error> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(self.error(column, &format!("{text:?} is not a number"))),
        }
    }

    /// An error about a cell of this row.
    pub fn error(&self, column: &str, reason: &str) -> Error {
        Error {
            file: self.table.file.clone(),
            line: self.line,
            column: column.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// The texts of the cells of a record.
pub fn cells(record: Record<'_>) -> Vec<String> {
    record
        .cells
        .into_iter()
        .map(|cell| cell.text.into_owned())
        .collect()
}

/// A record of these cells, quoted where a comma or a quote needs it.
pub fn record(cells: &[String]) -> String {
    cells
        .iter()
        .map(|cell| {
            if cell.contains([',', '"']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors_of(text: &str) -> Vec<String> {
        let mut errors = Errors::new();
        let table = Table::parse("t.csv", text, &mut errors);
        errors.extend(table.rows().filter_map(|row| row.number("n").err()));
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn valid_tables_have_no_errors() {
        let text = "# note\nid,n,note\na,1e3,\"x, \"\"y\"\"\nz\"\n\nb,2,\n";
        assert_eq!(errors_of(text), Vec::<String>::new());
        let table = Table::parse("t.csv", text, &mut Errors::new());
        let row = table.rows().next().unwrap();
        assert_eq!(row.text("note"), "x, \"y\"\nz");
        assert_eq!(row.number("n"), Ok(1000.0));
    }

    #[test]
    fn errors_of_invalid_tables_are_reported() {
        for (text, expected) in [
            ("id,n\na,x\n", "t.csv:2:n: \"x\" is not a number"),
            ("id,n\na,\n", "t.csv:2:n: a number is missing"),
            ("id,n\na,inf\n", "t.csv:2:n: \"inf\" is not a number"),
            ("id,n\na,1\na,2\n", "t.csv:3:id: \"a\" stands already in line 2"),
            ("id,n\na,1,2\n", "t.csv:2:: 3 cells where the header has 2"),
            ("id,n\n\"a,1\n", "t.csv:2:: this quote is never closed"),
            ("id,n,n\n", "t.csv:1:n: the column stands twice in the header"),
        ] {
            assert_eq!(errors_of(text), [expected], "{text}");
        }
    }
}
