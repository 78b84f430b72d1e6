//! Reading a method's own table: CSV text in, typed rows out, every fault with file, line and column.

use delimited::{Problem, Record, records};
use std::fmt;

/// A fault in one of the methods' tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// File name as under `assets/data/methods`.
    pub file: &'static str,
    /// Where and what.
    pub problem: Problem,
}

impl fmt::Display for TableError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { line, column, reason } = &self.problem;
        write!(out, "{}:{line}:{column}: {reason}", self.file)
    }
}

impl std::error::Error for TableError {}

/// One row, whose cells are asked for by position; faults are collected, not thrown.
pub(crate) struct Row<'a, 'e> {
    record: &'a Record<'a>,
    file: &'static str,
    header: &'static [&'static str],
    errors: &'e mut Vec<TableError>,
}

impl Row<'_, '_> {
    /// A fault at a cell, for a caller that finds it only after the last row.
    pub(crate) fn later(&self, column: usize, reason: String) -> TableError {
        TableError {
            file: self.file,
            problem: self.record.problem(column, reason),
        }
    }

    fn fault(&mut self, column: usize, reason: String) {
        let error = self.later(column, reason);
        self.errors.push(error);
    }

    /// The text of a cell, which may be empty.
    pub(crate) fn text(&self, column: usize) -> String {
        self.record.text(column).to_owned()
    }

    /// The text of a cell that must not be empty.
    pub(crate) fn name(&mut self, column: usize) -> String {
        let text = self.text(column);
        if text.trim().is_empty() {
            self.fault(column, format!("{} is empty", self.header[column]));
        }
        text
    }

    /// A finite number, 0 after a fault.
    pub(crate) fn number(&mut self, column: usize) -> f64 {
        let text = self.record.text(column);
        if let Some(value) = text.parse().ok().filter(|value: &f64| value.is_finite()) {
            return value;
        }
        let reason = format!("{} is not a number: {text:?}", self.header[column]);
        self.fault(column, reason);
        0.0
    }

    /// A finite number, or nothing where the cell is empty.
    pub(crate) fn optional(&mut self, column: usize) -> Option<f64> {
        if self.record.text(column).is_empty() {
            None
        } else {
            Some(self.number(column))
        }
    }

    /// The parts of a cell separated by `|`.
    pub(crate) fn list(&self, column: usize) -> Vec<String> {
        self.record
            .text(column)
            .split('|')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// One of the words given, with its meaning.
    pub(crate) fn one_of<T: Copy>(&mut self, column: usize, words: &[(&str, T)]) -> Option<T> {
        let text = self.record.text(column);
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, meaning)| *meaning);
        if found.is_none() {
            let reason = format!("{} is not a word known here: {text:?}", self.header[column]);
            self.fault(column, reason);
        }
        found
    }
}

/// Reads `text` row by row. Lines that start with `#` are notes; the first other line must be `header`; every
/// row must have its number of cells, and there must be at least one.
pub(crate) fn read<T>(
    file: &'static str,
    text: &str,
    header: &'static [&'static str],
    mut row: impl FnMut(&mut Row<'_, '_>) -> Option<T>,
) -> Result<Vec<T>, Vec<TableError>> {
    let mut errors = Vec::new();
    let mut rows = Vec::new();
    let mut seen_header = false;
    for record in records(text, b',').skip_comments() {
        let record = match record {
            Ok(record) => record,
            Err(problem) => {
                errors.push(TableError { file, problem });
                continue;
            }
        };
        if !seen_header {
            seen_header = true;
            let given: Vec<&str> = record.cells.iter().map(|cell| cell.text.as_ref()).collect();
            if given != header {
                let reason = format!("the columns must be {}", header.join(","));
                errors.push(TableError {
                    file,
                    problem: record.problem(0, reason),
                });
                return Err(errors);
            }
            continue;
        }
        if record.cells.len() != header.len() {
            let reason = format!("{} cells where {} belong", record.cells.len(), header.len());
            errors.push(TableError {
                file,
                problem: record.problem(0, reason),
            });
            continue;
        }
        let mut current = Row {
            record: &record,
            file,
            header,
            errors: &mut errors,
        };
        if let Some(value) = row(&mut current) {
            rows.push(value);
        }
    }
    if rows.is_empty() && errors.is_empty() {
        let problem = Problem {
            line: 1,
            column: 1,
            reason: "the table has no rows".into(),
        };
        errors.push(TableError { file, problem });
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[&str] = &["name", "value"];

    fn try_read(text: &str) -> Result<Vec<(String, f64)>, Vec<String>> {
        read("t.csv", text, HEADER, |row| Some((row.name(0), row.number(1))))
            .map_err(|errors| errors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn reads_rows() {
        assert_eq!(
            try_read("# note\nname,value\na,1.5\n"),
            Ok(vec![("a".to_owned(), 1.5)])
        );
    }

    #[test]
    fn names_every_fault() {
        let cases: [(&str, &[&str]); 6] = [
            ("", &["t.csv:1:1: the table has no rows"]),
            ("value,name\n", &["t.csv:1:1: the columns must be name,value"]),
            ("name,value\na\n", &["t.csv:2:1: 1 cells where 2 belong"]),
            (
                "name,value\n,x\nb,inf\n",
                &[
                    "t.csv:2:1: name is empty",
                    "t.csv:2:2: value is not a number: \"x\"",
                    "t.csv:3:3: value is not a number: \"inf\"",
                ],
            ),
            ("name,value\n\"a,1\n", &["t.csv:2:1: this quote is never closed"]),
            ("# only a note\n", &["t.csv:1:1: the table has no rows"]),
        ];
        for (text, expected) in cases {
            assert_eq!(try_read(text).unwrap_err(), expected, "{text:?}");
        }
    }
}
