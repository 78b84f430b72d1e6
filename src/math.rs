//! The only place for transcendental functions and for reading numbers.
//!
//! The standard library's `exp`, `ln` and the like differ between native and WebAssembly in the last bits.
//! `libm` gives the same bits everywhere, so a shared link, the command line, the tests and the page agree
//! to the last digit. `sqrt`, `abs`, `min` and `max` are exact in IEEE 754 and used directly.

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

    /// Another library, or another version of it, may differ in the last digit and change a published result.
    #[test]
    fn results_are_bit_identical_to_the_recorded_ones() {
        for (name, value, bits) in [
            ("exp(1.0)", exp(1.0), 0x4005_bf0a_8b14_576a),
            ("exp(-37.5)", exp(-37.5), 0x3c8d_d5c5_6630_1ec8),
            ("ln(7.5)", ln(7.5), 0x4000_1e85_798e_b9a3),
            ("ln(1e-12)", ln(1e-12), 0xc03b_a18a_998f_ffa0),
            ("log10(3.0)", log10(3.0), 0x3fde_8927_964f_d5fd),
            ("log2(1e9)", log2(1e9), 0x403d_e5b8_eaa8_d7e0),
            ("erfc(0.3)", erfc(0.3), 0x3fe5_7be3_bbf1_0af8),
            ("erfc(5.0)", erfc(5.0), 0x3d7b_0c1a_759f_773a),
            ("pow(10.0, -0.7)", pow(10.0, -0.7), 0x3fc9_8a13_577c_93c0),
            ("pow(1.07, 4.5)", pow(1.07, 4.5), 0x3ff5_b1c2_08b2_793c),
        ] {
            assert_eq!(value.to_bits(), bits, "{name} is {value:e}");
        }
    }
}
