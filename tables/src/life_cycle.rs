//! The life-cycle intensity of a grid of which only combustion is published: combustion plus the upstream emissions of
//! its generation mix.

use std::collections::BTreeMap;

use crate::{Error, Row, Table};

/// A value with its 5th and 95th percentile, g CO2e/kWh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// 5th percentile.
    pub low: f64,
    /// Central value.
    pub central: f64,
    /// 95th percentile.
    pub high: f64,
}

/// Share of the power from fuels with an assumed factor above which the estimate itself is assumed.
const ASSUMED_SHARE: f64 = 0.05;

/// Upstream emissions by fuel: `grid_upstream.csv`.
#[derive(Clone, Debug)]
pub struct Upstream(BTreeMap<String, (Estimate, bool)>);

impl Upstream {
    /// Reads the factors.
    ///
    /// # Errors
    /// The cell that is no number.
    pub fn of(table: &Table) -> Result<Self, Error> {
        table
            .rows()
            .map(|row| {
                let factor = Estimate {
                    low: row.number("upstream_low")?,
                    central: row.number("upstream")?,
                    high: row.number("upstream_high")?,
                };
                Ok((
                    row.text("fuel").to_owned(),
                    (factor, row.text("assumed") == "yes"),
                ))
            })
            .collect::<Result<_, Error>>()
            .map(Self)
    }

    /// Upstream emissions of a mix, a row of `grid_mix.csv`, and whether they rest on an assumption. The factors of the
    /// fuels are independent of each other: their ranges add up by squares.
    ///
    /// # Errors
    /// The cell that is no number.
    pub fn of_mix(&self, mix: &Row<'_>) -> Result<(Estimate, bool), Error> {
        let (mut central, mut below, mut above, mut assumed) = (0.0, 0.0, 0.0, 0.0);
        for (fuel, (factor, is_assumed)) in &self.0 {
            let share = mix.number(fuel)? / 100.0;
            central += share * factor.central;
            below += (share * (factor.central - factor.low)).powi(2);
            above += (share * (factor.high - factor.central)).powi(2);
            assumed += if *is_assumed { share } else { 0.0 };
        }
        let estimate = Estimate {
            low: central - below.sqrt(),
            central,
            high: central + above.sqrt(),
        };
        Ok((estimate, assumed > ASSUMED_SHARE || mix.text("assumed") == "yes"))
    }
}

/// Life-cycle intensity from combustion and upstream emissions, with the range of the upstream emissions and the
/// year-to-year variation `yearly` (standard deviation of the logarithm) together.
pub fn intensity(combustion: f64, upstream: Estimate, yearly: f64) -> Estimate {
    let central = combustion + upstream.central;
    let year = crate::spread::range(1.0, yearly).1.ln();
    let factor = |ratio: f64| ratio.ln().hypot(year).exp();
    Estimate {
        low: central / factor((combustion + upstream.low) / central),
        central,
        high: central * factor((combustion + upstream.high) / central),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Errors;

    fn table(text: &str) -> Table {
        let mut errors = Errors::new();
        let table = Table::parse("t.csv", text, &mut errors);
        assert_eq!(errors, []);
        table
    }

    #[test]
    fn a_mix_adds_up() {
        let factors = table(
            "fuel,upstream_low,upstream,upstream_high,assumed\ncoal,20,57,94,\ngas,42,72,112,\noil,90,130,180,yes\n",
        );
        let upstream = Upstream::of(&factors).unwrap();
        let mixes = table("code,coal,gas,oil,assumed\nA,100,0,0,\nB,50,50,0,\nC,0,90,10,\nD,100,0,0,yes\n");
        let found: Vec<_> = mixes.rows().map(|row| upstream.of_mix(&row).unwrap()).collect();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let [a, b, c, d] = found.as_slice() else { panic!() };
        assert!(near(a.0.central, 57.0) && near(a.0.low, 20.0) && near(a.0.high, 94.0) && !a.1);
        // 64.5 below by the root of 18.5² + 15², above by that of 18.5² + 20².
        assert!(near(b.0.central, 64.5) && near(b.0.low, 64.5 - 567.25f64.sqrt()));
        assert!(near(b.0.high, 64.5 + 742.25f64.sqrt()));
        assert!(
            near(c.0.central, 77.8) && c.1,
            "a tenth rests on an assumed factor"
        );
        assert!(d.1, "the mix itself is assumed");
    }

    #[test]
    fn ranges_of_upstream_and_of_years_combine() {
        let upstream = Estimate {
            low: 50.0,
            central: 100.0,
            high: 150.0,
        };
        let still = intensity(400.0, upstream, 0.0);
        for (found, expected) in [(still.low, 450.0), (still.central, 500.0), (still.high, 550.0)] {
            assert!((found - expected).abs() < 1e-9, "{still:?}");
        }
        let exact = Estimate {
            low: 100.0,
            high: 100.0,
            ..upstream
        };
        let (_, high) = crate::spread::range(500.0, 0.1);
        assert!((intensity(400.0, exact, 0.1).high - high).abs() < 1e-9);
        let both = intensity(400.0, upstream, 0.1);
        assert!(both.high > high.max(550.0) && both.low < 450.0, "{both:?}");
    }
}
