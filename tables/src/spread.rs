//! How much the yearly average of a grid differs from that of the year before: the range of an intensity that is published
//! without one, and used for work done in another year.

/// Number of year-to-year changes used.
pub const YEARS: usize = 10;

/// With fewer changes than this the estimate would be unreliable.
const FEWEST: usize = 5;

/// 95th percentile of the standard normal distribution.
const TO_P95: f64 = 1.644_853_626_951_472_2;

/// Root mean square of ln(year / year before) over the last [`YEARS`] changes; `None` where fewer than five are known.
///
/// `years` are yearly averages in g CO2e/kWh, oldest first, `None` where one is unknown.
pub fn yearly(years: &[Option<f64>]) -> Option<f64> {
    let squares: Vec<f64> = years
        .windows(2)
        .filter_map(|pair| match pair {
            [Some(before), Some(year)] if *before > 0.0 && *year > 0.0 => Some((year / before).ln().powi(2)),
            _ => None,
        })
        .collect();
    let last = &squares[squares.len().saturating_sub(YEARS)..];
    (last.len() >= FEWEST).then(|| (last.iter().sum::<f64>() / last.len() as f64).sqrt())
}

/// 5th and 95th percentile around a central value with a log-normal distribution.
pub fn range(central: f64, spread: f64) -> (f64, f64) {
    let factor = (TO_P95 * spread).exp();
    (central / factor, central * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_of_a_series() {
        let series = |values: &[f64]| values.iter().map(|v| Some(*v)).collect::<Vec<_>>();
        // Alternating by a tenth on a logarithmic scale.
        let tenth = 0.1f64.exp();
        let swinging: Vec<f64> = (0..12)
            .map(|year| if year % 2 == 0 { 100.0 } else { 100.0 * tenth })
            .collect();
        for (name, years, expected) in [
            ("steady", series(&[50.0; 11]), Some(0.0)),
            ("swinging", series(&swinging), Some(0.1)),
            ("too short", series(&[50.0; 5]), None),
            (
                "unknown years break the series",
                [series(&[50.0; 4]), vec![None], series(&[90.0; 3])].concat(),
                Some(0.0),
            ),
            ("nothing", vec![], None),
            ("zero is no average to compare with", series(&[0.0; 9]), None),
        ] {
            let found = yearly(&years);
            assert_eq!(found.is_some(), expected.is_some(), "{name}");
            if let (Some(found), Some(expected)) = (found, expected) {
                assert!((found - expected).abs() < 1e-12, "{name}: {found}");
            }
        }
        // Only the last ten changes count.
        let long = [vec![Some(1.0), Some(900.0)], series(&[50.0; 11])].concat();
        assert_eq!(yearly(&long), Some(0.0));
    }

    #[test]
    fn a_range_is_symmetric_on_a_logarithmic_scale() {
        let (low, high) = range(100.0, 0.1);
        assert!(
            (low * high - 1e4).abs() < 1e-9 && (high - 117.878_6).abs() < 1e-3,
            "{low} {high}"
        );
        assert_eq!(range(100.0, 0.0), (100.0, 100.0));
    }
}
