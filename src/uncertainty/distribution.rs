//! Distributions from a low, a central and a high figure.
//!
//! The three figures are exactly the 5th, 50th and 95th percentile, however asymmetric: every shape
//! is two-piece, its halves meet at the central figure and each is scaled to its own percentile. (An
//! ordinary log-normal, triangular or normal distribution has no parameter for a third percentile, and fitting one
//! would silently move a published figure.) Where the three are symmetric, on a logarithmic axis for the
//! log-normal, the two halves are the ordinary distribution. Otherwise the density is discontinuous at
//! the median; the distribution function is continuous.
//!
//! In standard form a shape is a function `s(u)` with `s(0.05) = -1`, `s(0.5) = 0`, `s(0.95) = 1`; the value
//! is `central + s * (distance of the percentile on that side)`, for the log-normal on a logarithmic axis.

use crate::math;
use crate::scenario::Shape;

/// Why three figures do not define a distribution of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DistributionError {
    /// A figure is infinite or not a number.
    NotFinite,
    /// Not low <= central <= high.
    NotOrdered,
    /// A log-normal amount cannot be zero or negative.
    NotPositive,
}

/// The 95th percentile of the standard normal distribution.
const Z95: f64 = 1.644_853_626_951_472_2;

impl Shape {
    /// The standard form at probability `u` in (0, 1): -1 at 0.05, 0 at 0.5, 1 at 0.95.
    pub fn standard(self, u: f64) -> f64 {
        // The upper half mirrors the lower one exactly.
        if u > 0.5 {
            return -self.lower(1.0 - u);
        }
        self.lower(u)
    }

    fn lower(self, u: f64) -> f64 {
        match self {
            Self::Fixed => 0.0,
            Self::Lognormal => normal_quantile(u) / Z95,
            Self::Triangular => (triangle(u) - 0.5) / (0.5 - triangle(0.05)),
            Self::Uniform => (u - 0.5) / 0.45,
        }
    }

    /// The probability of a standard form at most `s`: the inverse of [`Shape::standard`].
    fn probability(self, s: f64) -> f64 {
        let unit = |half: f64| (0.5 + s * half).clamp(0.0, 1.0);
        match self {
            Self::Fixed => f64::from(u8::from(s >= 0.0)),
            Self::Lognormal => normal_probability(s * Z95),
            Self::Triangular => {
                let x = unit(0.5 - triangle(0.05));
                if x <= 0.5 {
                    2.0 * x * x
                } else {
                    1.0 - 2.0 * (1.0 - x) * (1.0 - x)
                }
            }
            Self::Uniform => unit(0.45),
        }
    }
}

/// A distribution of one unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    shape: Shape,
    central: f64,
    /// Distance to the 5th percentile, as a logarithm for the log-normal.
    below: f64,
    /// Distance to the 95th percentile, likewise.
    above: f64,
    /// Smallest and largest value possible.
    bounds: (f64, f64),
    /// Range of probabilities between the bounds.
    probabilities: (f64, f64),
}

impl Distribution {
    /// A certain value.
    pub fn fixed(value: f64) -> Self {
        Self {
            shape: Shape::Fixed,
            central: value,
            below: 0.0,
            above: 0.0,
            bounds: (f64::MIN, f64::MAX),
            probabilities: (0.0, 1.0),
        }
    }

    /// A distribution with `low`, `central`, `high` as its 5th, 50th and 95th percentile.
    ///
    /// # Errors
    /// When the figures are not finite, not in order, or not positive for a log-normal.
    pub fn new(shape: Shape, low: f64, central: f64, high: f64) -> Result<Self, DistributionError> {
        if !(low.is_finite() && central.is_finite() && high.is_finite()) {
            return Err(DistributionError::NotFinite);
        }
        if !(low <= central && central <= high) {
            return Err(DistributionError::NotOrdered);
        }
        if shape == Shape::Fixed || low >= high {
            return Ok(Self::fixed(central));
        }
        let (below, above) = match shape {
            Shape::Lognormal if low <= 0.0 => return Err(DistributionError::NotPositive),
            Shape::Lognormal => (math::ln(central / low), math::ln(high / central)),
            _ => (central - low, high - central),
        };
        if !(below.is_finite() && above.is_finite()) {
            return Err(DistributionError::NotFinite);
        }
        Ok(Self {
            shape,
            below,
            above,
            ..Self::fixed(central)
        })
    }

    /// The same distribution, truncated to `min` and `max`: conditional on lying between them, so that no draws pile
    /// up on a bound. The percentiles move inwards accordingly. A distribution with almost no mass between the bounds
    /// becomes the allowed value nearest to `central`.
    #[must_use]
    pub fn within(self, min: f64, max: f64) -> Self {
        let nearest = self.central.max(min).min(max);
        if self.shape == Shape::Fixed {
            return Self::fixed(nearest);
        }
        let probabilities = (self.probability_below(min), self.probability(max));
        let share = probabilities.1 - probabilities.0;
        if share.is_nan() || share < 1e-9 {
            return Self::fixed(nearest);
        }
        Self {
            bounds: (min.max(f64::MIN), max.min(f64::MAX)),
            probabilities,
            ..self
        }
    }

    /// The value at probability `u` in (0, 1).
    pub fn quantile(&self, u: f64) -> f64 {
        let (from, to) = self.probabilities;
        self.at(self.shape.standard(from + (to - from) * u))
    }

    /// Whether the value is certain.
    pub fn is_fixed(&self) -> bool {
        self.shape == Shape::Fixed
    }

    /// The shape.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Whether it is truncated.
    pub(super) fn is_truncated(&self) -> bool {
        self.probabilities.0 > 0.0 || self.probabilities.1 < 1.0
    }

    /// The value at a standard form.
    pub(super) fn at(&self, s: f64) -> f64 {
        let distance = s * if s < 0.0 { self.below } else { self.above };
        let value = match self.shape {
            Shape::Lognormal => self.central * math::exp(distance),
            _ => self.central + distance,
        };
        // Only rounding of the last bit can exceed the bounds.
        value.max(self.bounds.0).min(self.bounds.1)
    }

    /// The standard form at a value, the inverse of [`Distribution::at`].
    fn standard(&self, value: f64) -> f64 {
        let distance = match self.shape {
            Shape::Lognormal if value <= 0.0 => f64::NEG_INFINITY,
            Shape::Lognormal => math::ln(value / self.central),
            _ => value - self.central,
        };
        let side = if distance < 0.0 { self.below } else { self.above };
        // A half of zero width has all of its mass at the centre.
        if distance == 0.0 { 0.0 } else { distance / side }
    }

    fn probability(&self, value: f64) -> f64 {
        // An upper half of zero width has all of its mass at the centre.
        if value >= self.central && self.above == 0.0 {
            return 1.0;
        }
        self.shape.probability(self.standard(value))
    }

    fn probability_below(&self, value: f64) -> f64 {
        if value <= self.central && self.below == 0.0 {
            return 0.0;
        }
        self.shape.probability(self.standard(value))
    }
}

/// Cumulative distribution function of the standard normal distribution.
fn normal_probability(z: f64) -> f64 {
    0.5 * math::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Quantile of the standard normal distribution at `u` in (0, 0.5].
///
/// A rational approximation (Abramowitz and Stegun 26.2.23, error up to 4.5e-4), refined by two steps of Halley's
/// method, each of which about triples the digits.
fn normal_quantile(u: f64) -> f64 {
    if u <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if u >= 0.5 {
        return 0.0;
    }
    let t = (-2.0 * math::ln(u)).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = above / below - t;
    for _ in 0..2 {
        const SQRT_TAU: f64 = 2.506_628_274_631_000_7;
        let step = (normal_probability(z) - u) * SQRT_TAU * math::exp(0.5 * z * z);
        z -= step / (1.0 + 0.5 * z * step);
    }
    z
}

/// Quantile of the symmetric triangular distribution on 0 to 1, for `u` up to 0.5.
fn triangle(u: f64) -> f64 {
    (0.5 * u).sqrt()
}

#[cfg(test)]
mod tests;
