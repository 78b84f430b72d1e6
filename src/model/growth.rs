//! How a service changes over its horizon.

use crate::math;

/// The length of a service in years at the first year's rate, so that a total is the first year times this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EquivalentYears {
    /// Years of energy.
    pub energy: f64,
    /// Years of energy weighted by the decline of grid intensity.
    pub carbon: f64,
}

/// Sums a horizon year by year; the last year may be a fraction.
///
/// `horizon` in years, the others in per cent per year. Queries grow and energy per query falls from one year to the
/// next; the grid intensity is that of the middle of each year, so the first year already counts half a step.
pub fn equivalent_years(
    horizon: f64,
    query_growth: f64,
    efficiency_gain: f64,
    decarbonisation: f64,
) -> EquivalentYears {
    let load = (1.0 + percent(query_growth)) * (1.0 - percent(efficiency_gain));
    let intensity = 1.0 - percent(decarbonisation);
    let mut sum = EquivalentYears {
        energy: 0.0,
        carbon: 0.0,
    };
    let (mut year, mut rest) = (0u32, horizon);
    while rest > 0.0 {
        let part = rest.min(1.0);
        let energy = part * math::powi(load, year);
        sum.energy += energy;
        sum.carbon += energy * relative_intensity(intensity, f64::from(year) + part / 2.0, decarbonisation);
        rest -= 1.0;
        year += 1;
    }
    sum
}

/// Intensity after `years`, relative to today's; exactly 1 without decarbonisation.
fn relative_intensity(yearly: f64, years: f64, decarbonisation: f64) -> f64 {
    if decarbonisation == 0.0 {
        1.0
    } else {
        math::pow(yearly.max(0.0), years)
    }
}

fn percent(value: f64) -> f64 {
    value / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_growth_equivalent_years_are_the_horizon() {
        for years in [0.0, 0.25, 1.0, 2.5, 10.0] {
            assert_eq!(
                equivalent_years(years, 0.0, 0.0, 0.0),
                EquivalentYears {
                    energy: years,
                    carbon: years
                }
            );
        }
    }

    #[test]
    fn growth_compounds_and_intensity_is_that_of_mid_year() {
        let sum = equivalent_years(2.0, 50.0, 0.0, 0.0);
        assert!((sum.energy - 2.5).abs() < 1e-12);
        let sum = equivalent_years(2.0, 0.0, 0.0, 19.0);
        assert!((sum.carbon - (0.9 + 0.81 * 0.9)).abs() < 1e-12);
        let sum = equivalent_years(3.0, 100.0, 50.0, 0.0);
        assert!((sum.energy - 3.0).abs() < 1e-12);
    }
}
