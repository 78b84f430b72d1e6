//! A value with its 90 % interval.

/// A value with the bounds of its 90 % interval, all in the same unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// 5th percentile; the central value where all inputs are certain.
    pub low: f64,
    /// Central value.
    pub central: f64,
    /// 95th percentile; the central value where all inputs are certain.
    pub high: f64,
}

impl Interval {
    /// A value without uncertainty.
    pub const fn exact(central: f64) -> Self {
        Self {
            low: central,
            central,
            high: central,
        }
    }

    /// From percentiles of simulated values. Where all inputs are certain these differ by rounding errors only, which
    /// is not an interval.
    pub fn simulated(low: f64, central: f64, high: f64) -> Self {
        /// Largest relative width that is due to rounding errors.
        const ROUNDING: f64 = 1e-9;
        if high - low > ROUNDING * central.abs() {
            Self { low, central, high }
        } else {
            Self::exact(central)
        }
    }

    /// Whether there is not an interval.
    pub fn is_certain(&self) -> bool {
        self.low >= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_errors_are_not_an_interval() {
        for (low, central, high, certain) in [
            (1.0, 2.0, 3.0, false),
            (2.0, 2.0, 2.0, true),
            (2.0, 2.0, 2.0 + 1e-12, true),
            (-2.0 - 1e-12, -2.0, -2.0, true),
            (0.0, 0.0, 1e-12, false),
            (f64::NAN, 1.0, f64::NAN, true),
        ] {
            let found = Interval::simulated(low, central, high);
            assert_eq!(found.is_certain(), certain, "{low} {central} {high}");
            let expected = if certain {
                Interval::exact(central)
            } else {
                Interval { low, central, high }
            };
            assert_eq!(found, expected);
        }
    }
}
