//! Yearly intensity of zones: a table that is fetched when asked for (`assets/data/web/grid_trend.csv`).

use super::DataWarning;
use crate::math::decimal;

/// Yearly averages of a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Code of the zone.
    pub code: String,
    /// Year and g CO2e/kWh, oldest first; life-cycle, of the power made in the zone.
    pub years: Vec<(u16, f64)>,
}

/// Reads the table: a header `code,2000,2001,…`, then a row a zone. What cannot be used is left out and named.
pub fn trends(text: &str) -> (Vec<Trend>, Vec<DataWarning>) {
    let mut warnings = Vec::new();
    let warning = |line: usize, reason: String| DataWarning {
        file: "grid_trend.csv",
        line,
        column: "",
        reason,
    };
    let mut years: Option<Vec<Option<u16>>> = None;
    let mut out = Vec::new();
    for record in delimited::records(text, b',').skip_comments() {
        let row = match record {
            Ok(row) => row,
            Err(problem) => {
                warnings.push(warning(problem.line, problem.reason));
                break;
            }
        };
        let line = row.line;
        let mut cells = row.cells.iter().map(|cell| cell.text.trim());
        let Some(years) = &years else {
            years = Some(cells.skip(1).map(|year| year.parse().ok()).collect());
            continue;
        };
        let code = cells.next().unwrap_or_default().to_owned();
        let mut points = Vec::new();
        for (year, cell) in years.iter().zip(cells) {
            match (year, decimal::parse(cell)) {
                _ if cell.is_empty() => {}
                (Some(year), Some(value)) if value.is_finite() && value >= 0.0 => points.push((*year, value)),
                _ => warnings.push(warning(line, format!("\"{cell}\" is not an intensity"))),
            }
        }
        points.sort_unstable_by_key(|(year, _)| *year);
        if code.is_empty() {
            warnings.push(warning(line, "a code is missing".to_owned()));
        } else {
            out.push(Trend { code, years: points });
        }
    }
    (out, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_faults() {
        let (found, warnings) = trends("# note\ncode,2000,2001\nFR,80,\n,1,2\nXX,-1,x\n");
        assert_eq!(found[0].years, [(2000, 80.0)]);
        assert_eq!(found[1].years, []);
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "grid_trend.csv:4:: a code is missing",
                "grid_trend.csv:5:: \"-1\" is not an intensity",
                "grid_trend.csv:5:: \"x\" is not an intensity",
            ]
        );
    }
}
