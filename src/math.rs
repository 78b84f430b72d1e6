//! The one door to transcendental functions and the one way to read a number.
//!
//! The standard library's `exp`, `ln` and friends differ between native and WebAssembly in the last bits.
//! `libm` gives the same bits everywhere, so a shared link, the command line, the tests and the page agree
//! to the last digit. `sqrt`, `abs`, `min` and `max` are exact in IEEE 754 and need no door.

pub mod decimal;
mod interval;

pub use interval::Interval;

/// e to the power of `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm; NaN for negative `x`, minus infinity for zero.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Base-10 logarithm.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// Base-2 logarithm.
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// Complementary error function.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// `base` to the power of `exponent`.
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// `base` to a whole power, by repeated multiplication: exact where the products are.
pub fn powi(base: f64, exponent: u32) -> f64 {
    let (mut result, mut square, mut rest) = (1.0, base, exponent);
    while rest > 0 {
        if rest & 1 == 1 {
            result *= square;
        }
        square *= square;
        rest >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers() {
        assert_eq!(powi(2.0, 0).to_bits(), 1f64.to_bits());
        assert_eq!(powi(2.0, 10).to_bits(), 1024f64.to_bits());
        assert_eq!(powi(0.5, 3).to_bits(), 0.125f64.to_bits());
    }

    #[test]
    fn inverse_pairs() {
        for x in [1e-12, 0.3, 1.0, 7.5, 1e9] {
            assert!((exp(ln(x)) / x - 1.0).abs() < 1e-14);
            assert!((pow(10.0, log10(x)) / x - 1.0).abs() < 1e-13);
            assert!((pow(2.0, log2(x)) / x - 1.0).abs() < 1e-13);
        }
    }
}
