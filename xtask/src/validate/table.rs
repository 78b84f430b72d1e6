//! Plain tables: a header, comments with `#`, no quotes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A table in memory.
pub(super) struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// A row with its place.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table,
    line: usize,
    cells: &'t [String],
}

impl Table {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'));
        let (_, header) = lines.next().ok_or_else(|| format!("{file}: no header"))?;
        let columns: BTreeMap<String, usize> = header
            .split(',')
            .enumerate()
            .map(|(index, name)| (name.to_owned(), index))
            .collect();
        let mut rows = Vec::new();
        for (index, line) in lines {
            let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            if cells.len() != columns.len() {
                return Err(format!(
                    "{file}:{}:: {} cells where the header has {}",
                    index + 1,
                    cells.len(),
                    columns.len()
                ));
            }
            rows.push((index + 1, cells));
        }
        Ok(Self { file, columns, rows })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row {
            table: self,
            line: *line,
            cells,
        })
    }
}

impl Row<'_> {
    pub(super) fn text(&self, column: &str) -> Result<&str, String> {
        self.table
            .columns
            .get(column)
            .map(|index| self.cells[*index].as_str())
            .ok_or_else(|| self.complaint(column, "no such column"))
    }

    pub(super) fn number(&self, column: &str) -> Result<f64, String> {
        self.optional(column)?
            .ok_or_else(|| self.complaint(column, "a number is missing"))
    }

    pub(super) fn optional(&self, column: &str) -> Result<Option<f64>, String> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(self.complaint(column, &format!("{text:?} is not a number"))),
        }
    }

    pub(super) fn complaint(&self, column: &str, reason: &str) -> String {
        format!("{}:{}:{column}: {reason}", self.table.file, self.line)
    }
}
