//! Comma-separated values, protected against formula injection in spreadsheets.

use super::document::{Document, code};
use super::number::machine;
use super::quote::one_line;
use crate::model::{Indicator, Leaf};

/// Column names of [`results`].
pub const COLUMNS: [&str; 13] = [
    "scenario",
    "stage",
    "leaf",
    "indicator",
    "value",
    "unit",
    "p5",
    "p95",
    "version",
    "data_version",
    "method_version",
    "grid_basis",
    "not_counted",
];

/// Every leaf of every scenario, then its totals (stage and leaf `total`) with their 90 % interval. Machine-readable: ids
/// instead of names, one unit per indicator, a point as decimal separator, and scenario-level columns repeated in every
/// row.
pub fn results(document: &Document) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for subject in &document.subjects {
        let name = one_line(&subject.name);
        let about = [
            document.version.clone(),
            document.data_version.clone(),
            document.method_version.clone(),
            code(subject.basis()).to_owned(),
            subject.codes_not_counted().join(";"),
        ];
        let row = |stage: &str, leaf: &str, indicator: Indicator, value: f64, ends: Option<(f64, f64)>| {
            let mut row = vec![
                name.clone(),
                stage.to_owned(),
                leaf.to_owned(),
                indicator.id().to_owned(),
                machine(value),
                indicator.unit().to_owned(),
                ends.map_or_else(String::new, |(low, _)| machine(low)),
                ends.map_or_else(String::new, |(_, high)| machine(high)),
            ];
            row.extend(about.iter().cloned());
            row
        };
        for leaf in Leaf::ALL {
            for indicator in Indicator::ALL {
                let value = subject.leaves.get(*leaf, indicator);
                rows.push(row(leaf.stage().id(), leaf.id(), indicator, value, None));
            }
        }
        for indicator in Indicator::ALL {
            let total = subject.total(indicator);
            let ends = Some((total.low, total.high));
            rows.push(row("total", "total", indicator, total.central, ends));
        }
    }
    lines(rows)
}

/// Rows of cells as CSV (RFC 4180). A cell that a spreadsheet would interpret as a formula is prefixed with an
/// apostrophe; numbers stay numbers.
pub fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn quoted(cell: &str) -> String {
    // Spreadsheets ignore whitespace before a formula, and some accept full-width signs in place of ASCII ones.
    let formula = cell
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r']);
    let formula = formula && crate::math::decimal::parse(cell).is_none();
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for (cell, written) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@cmd", "'@cmd"),
            (" =cmd|' /C calc'!A0", "' =cmd|' /C calc'!A0"),
            ("＝1+1", "'＝1+1"),
            ("-5", "-5"),
            ("-5x", "'-5x"),
        ] {
            assert_eq!(lines([vec![cell.to_owned()]]), format!("{written}\r\n"));
        }
    }
}
