//! How a service changes over its horizon.

use crate::math;

/// A horizon expressed in years at the first year's rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exposure {
    /// Years of energy.
    pub energy: f64,
    /// Years of energy weighted with the grid's fall in intensity.
    pub carbon: f64,
}

/// Sums a horizon year by year; the last year may be a part of one.
///
/// `horizon` years, the rest per cent a year. Queries grow and energy per query falls from one year to the
/// next; the grid's intensity falls by the middle of each year, so the first year already counts half a step.
pub fn exposure(horizon: f64, query_growth: f64, efficiency_gain: f64, decarbonisation: f64) -> Exposure {
    let load = (1.0 + percent(query_growth)) * (1.0 - percent(efficiency_gain));
    let intensity = 1.0 - percent(decarbonisation);
    let mut sum = Exposure {
        energy: 0.0,
        carbon: 0.0,
    };
    let (mut year, mut rest) = (0u32, horizon);
    while rest > 0.0 {
        let part = rest.min(1.0);
        let energy = part * math::powi(load, year);
        sum.energy += energy;
        sum.carbon += energy * fall(intensity, f64::from(year) + part / 2.0, decarbonisation);
        rest -= 1.0;
        year += 1;
    }
    sum
}

/// Intensity after `years`, relative to today's; exactly 1 without decarbonisation.
fn fall(yearly: f64, years: f64, decarbonisation: f64) -> f64 {
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
    fn a_flat_horizon_is_its_own_length() {
        for years in [0.0, 0.25, 1.0, 2.5, 10.0] {
            assert_eq!(
                exposure(years, 0.0, 0.0, 0.0),
                Exposure {
                    energy: years,
                    carbon: years
                }
            );
        }
    }

    #[test]
    fn growth_compounds_and_the_grid_falls_at_mid_year() {
        let sum = exposure(2.0, 50.0, 0.0, 0.0);
        assert!((sum.energy - 2.5).abs() < 1e-12);
        let sum = exposure(2.0, 0.0, 0.0, 19.0);
        assert!((sum.carbon - (0.9 + 0.81 * 0.9)).abs() < 1e-12);
        let sum = exposure(3.0, 100.0, 50.0, 0.0);
        assert!((sum.energy - 3.0).abs() < 1e-12);
    }
}
