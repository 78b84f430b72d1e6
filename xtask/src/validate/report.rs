//! Summaries of residuals, and the committed constants.

use std::fs;
use std::path::Path;

/// Quantile of unsorted numbers, linear between neighbours.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = share * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 <= place <= last"
    )]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below])
}

/// Median and 90th percentile of an error as a factor, and the median of predicted over observed.
pub(super) struct Summary {
    pub(super) median: f64,
    pub(super) p90: f64,
    pub(super) bias: f64,
    pub(super) rows: usize,
}

impl Summary {
    /// Of residuals ln(predicted / observed).
    pub(super) fn of(residuals: &[f64]) -> Self {
        let sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
        Self {
            median: quantile(&sizes, 0.5).exp(),
            p90: quantile(&sizes, 0.9).exp(),
            bias: quantile(residuals, 0.5).exp(),
            rows: residuals.len(),
        }
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "median x{:.3}  p90 x{:.3}  predicted/observed {:.2}  rows {}",
            self.median, self.p90, self.bias, self.rows
        )
    }
}

/// Prints a summary for each value of a label, in order of appearance sorted by name.
pub(super) fn by(title: &str, labels: &[String], residuals: &[f64]) {
    println!("  by {title}");
    let mut names: Vec<&String> = labels.iter().collect();
    names.sort();
    names.dedup();
    for name in names {
        let part: Vec<f64> = labels
            .iter()
            .zip(residuals)
            .filter(|(label, _)| *label == name)
            .map(|(_, residual)| *residual)
            .collect();
        println!("    {name:<52} {}", Summary::of(&part));
    }
}

/// Writes values with their ranges into a table of constants, leaving its other columns alone.
pub(super) fn write(path: &Path, found: &[(&str, f64, f64, f64)]) -> Result<(), String> {
    let file = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
    let mut out = String::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.splitn(5, ',').collect();
        match found.iter().find(|(id, ..)| cells.first() == Some(id)) {
            Some((id, value, low, high)) if cells.len() == 5 => {
                out.push_str(&[*id, &digits(*value), &digits(*low), &digits(*high), cells[4]].join(","));
                out.push('\n');
            }
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    fs::write(path, out).map_err(|error| format!("{file}: {error}"))
}

/// Four significant digits.
fn digits(value: f64) -> String {
    let places = 3.0 - value.abs().max(1e-12).log10().floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 15")]
    let places = places.clamp(0.0, 15.0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Complains where committed constants differ from those found.
pub(super) fn compare(
    committed: impl Fn(&str) -> Option<f64>,
    found: &[(&str, f64, f64, f64)],
) -> Result<(), String> {
    /// Four digits are committed.
    const ROUNDING: f64 = 1e-3;
    let different: Vec<String> = found
        .iter()
        .filter_map(|(id, value, ..)| {
            let there = committed(id).unwrap_or(f64::NAN);
            let same = (there / value - 1.0).abs() <= ROUNDING;
            (!same).then(|| format!("{id}: committed {there}, calibrated {}", digits(*value)))
        })
        .collect();
    if different.is_empty() {
        println!(
            "  committed constants equal the calibration on all rows ({} of them)",
            found.len()
        );
        Ok(())
    } else {
        Err(format!(
            "constants differ from the calibration:\n  {}",
            different.join("\n  ")
        ))
    }
}

/// A target with whether it is met.
pub(super) fn verdict(what: &str, met: bool) {
    println!("  {} {what}", if met { "met:    " } else { "NOT met:" });
}
