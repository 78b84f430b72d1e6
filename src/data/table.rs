//! Reads the compact text of the tables: `tables::compact` writes it after checking every cell.

use super::{Fact, SourceId};
use crate::math::decimal;

/// One table, by column.
pub(crate) struct Table {
    /// Number of rows.
    pub rows: usize,
    columns: Vec<(&'static str, Cells)>,
}

enum Cells {
    /// One per row.
    Each(Vec<&'static str>),
    /// The same in all rows.
    Same(&'static str),
}

impl Table {
    /// The table of this name in a text; without rows when the text has none.
    pub fn read(text: &'static str, name: &str) -> Self {
        let mut lines = text.lines().skip_while(|line| {
            line.strip_prefix('#')
                .and_then(|head| head.split_once(' '))
                .is_none_or(|(own, _)| own != name)
        });
        let rows = lines
            .next()
            .and_then(|head| head.split_once(' '))
            .and_then(|(_, count)| count.parse().ok())
            .unwrap_or(0);
        let columns = lines
            .take_while(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (name, cells) = line.split_at(line.find([':', '='])?);
                Some(match cells.strip_prefix('=') {
                    Some(cell) => (name, Cells::Same(cell)),
                    None => (name, Cells::Each(cells.get(1..)?.split('\t').collect())),
                })
            })
            .collect();
        Self { rows, columns }
    }

    /// Every row of a table, converted by `make`.
    pub fn rows<T>(text: &'static str, name: &str, make: &dyn Fn(&Self, usize) -> T) -> Vec<T> {
        let table = Self::read(text, name);
        (0..table.rows).map(|row| make(&table, row)).collect()
    }

    /// The first row with this text in a column.
    pub fn row(&self, column: &str, text: &str) -> Option<usize> {
        // The column is looked up once, since tables are joined row by row with this.
        match &self.columns.iter().find(|(name, _)| *name == column)?.1 {
            Cells::Each(cells) => cells.iter().position(|cell| *cell == text),
            Cells::Same(cell) => (*cell == text && self.rows > 0).then_some(0),
        }
    }

    /// A cell of a row; empty where there is none.
    pub fn text(&self, row: usize, column: &str) -> &'static str {
        self.marked(row, column, "")
    }

    /// A cell of the column called `column` and `mark`.
    fn marked(&self, row: usize, column: &str, mark: &str) -> &'static str {
        self.columns
            .iter()
            .find(|(name, _)| name.strip_prefix(column) == Some(mark))
            .map_or("", |(_, cells)| match cells {
                Cells::Each(cells) => cells.get(row).copied().unwrap_or(""),
                Cells::Same(cell) => cell,
            })
    }

    /// A number, where there is one.
    pub fn number(&self, row: usize, column: &str) -> Option<f64> {
        decimal::parse(self.text(row, column))
    }

    /// A whole number; 0 where there is none.
    pub fn count(&self, row: usize, column: &str) -> u16 {
        self.text(row, column).parse().unwrap_or(0)
    }

    /// A number with range, year and source, where there is one.
    pub fn fact(&self, row: usize, column: &str) -> Option<Fact> {
        let central = self.number(row, column)?;
        let bound = |mark| decimal::parse(self.marked(row, column, mark)).unwrap_or(central);
        let whole = |mark| self.marked(row, column, mark).parse().unwrap_or(0);
        Some(Fact {
            central,
            low: bound("<"),
            high: bound(">"),
            year: whole("@"),
            source: SourceId(whole("#")),
            assumed: self.marked(row, column, "?") == "1",
        })
    }

    /// A fact that every row has.
    pub fn required_fact(&self, row: usize, column: &str) -> Fact {
        self.fact(row, column).unwrap_or(super::UNKNOWN)
    }

    /// The source of the row as a whole.
    pub fn source(&self, row: usize) -> SourceId {
        self.source_in(row, "source")
    }

    /// The source that a column names.
    pub fn source_in(&self, row: usize, column: &str) -> SourceId {
        SourceId(self.count(row, column))
    }
}
