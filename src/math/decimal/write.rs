//! A double to the shortest decimal that reads back as the same double.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::{BigUint, SIGNIFICAND, SMALLEST, low};

/// Binary exponents of the last bit for which all intermediate numbers stay below 2^128: values from about 1e-15 to
/// 2e16, the common magnitudes.
const IN_128_BITS: RangeInclusive<i64> = -102..=2;
/// log10(2) times 2^32, rounded down.
const LOG10_2: i64 = 1_292_913_986;

/// The shortest decimal digits of a finite value, without its sign, and the position of the decimal
/// point: `0.d₁d₂d₃… × 10^point`. Of several shortest ones, the nearest. Zero has no digits.
pub fn shortest_digits(value: f64) -> (Vec<u8>, i32) {
    const LEADING: u64 = 1 << (SIGNIFICAND - 1);
    let fraction = value.to_bits() & (LEADING - 1);
    let stored = value.abs().to_bits() / LEADING;
    // Subnormal numbers have no implicit leading bit, and the exponent of the smallest normal numbers.
    let significand = if stored == 0 { fraction } else { fraction + LEADING };
    if significand == 0 {
        return (Vec::new(), 0);
    }
    let exponent = SMALLEST + i64::try_from(stored.saturating_sub(1)).unwrap_or_default();
    // At a power of two the next smaller double is half as far away as the next larger one.
    let lower_gap_is_half = fraction == 0 && stored > 1;
    if IN_128_BITS.contains(&exponent) {
        digits::<u128>(significand, exponent, lower_gap_is_half)
    } else {
        digits::<BigUint>(significand, exponent, lower_gap_is_half)
    }
}

/// Long division until the remainder is less than half the distance to a neighbouring double.
fn digits<N: Unsigned>(significand: u64, exponent: i64, lower_gap_is_half: bool) -> (Vec<u8>, i32) {
    // All scaled by two or four, so that half a distance is an integer.
    let extra_bits = i64::from(lower_gap_is_half);
    let mut rest = N::from_shifted(significand, exponent.max(0) + extra_bits + 1);
    let mut above = N::from_shifted(1, exponent.max(0) + extra_bits);
    let mut below = N::from_shifted(1, exponent.max(0));
    let mut unit = N::from_shifted(1, extra_bits + 1 - exponent.min(0));
    // An estimate of the power of ten, never too large.
    let size = exponent + 63 - i64::from(significand.leading_zeros());
    let mut point = (size * LOG10_2) >> 32;
    for _ in 0..point {
        unit.mul_by_ten();
    }
    for _ in point..0 {
        rest.mul_by_ten();
        above.mul_by_ten();
        below.mul_by_ten();
    }
    // Ties are read as the even double.
    let even = significand & 1 == 0;
    let within = |order: Ordering| order.is_lt() || (even && order.is_eq());
    while within(unit.compare(&rest.add(&above))) {
        unit.mul_by_ten();
        point += 1;
    }
    let mut found = Vec::with_capacity(17);
    loop {
        rest.mul_by_ten();
        above.mul_by_ten();
        below.mul_by_ten();
        let mut digit = 0;
        while rest.compare(&unit).is_ge() {
            rest.sub_assign(&unit);
            digit += 1;
        }
        let down = within(rest.compare(&below));
        let up = within(unit.compare(&rest.add(&above)));
        if up && (!down || rest.add(&rest).compare(&unit).is_ge()) {
            digit += 1;
        }
        found.push(digit);
        if up || down {
            return (found, i32::try_from(point).unwrap_or_default());
        }
    }
}

/// A value without exponent, as `Display` writes it: `0.00015`, `-1200`, `inf`.
pub fn to_plain_string(value: f64) -> String {
    let mut text = sign_or_special(value);
    if value.is_finite() {
        let (digits, point) = shortest_digits(value);
        write_positional(&mut text, &digits, point, '.', None);
    }
    text
}

/// A value with exponent, as `LowerExp` writes it: `1.5e-4`.
pub fn to_scientific_string(value: f64) -> String {
    let mut text = sign_or_special(value);
    if value.is_finite() {
        let (digits, point) = shortest_digits(value);
        let exponent = if digits.is_empty() { 0 } else { point - 1 };
        write_positional(&mut text, &digits, 1, '.', None);
        text.push('e');
        text.push_str(&exponent.to_string());
    }
    text
}

/// The sign, or the whole text of infinities and NaN.
fn sign_or_special(value: f64) -> String {
    let text = match value {
        _ if value.is_nan() => "NaN",
        f64::INFINITY => "inf",
        f64::NEG_INFINITY => "-inf",
        _ if value.is_sign_negative() => "-",
        _ => "",
    };
    text.to_owned()
}

/// Writes digits with `point` of them before the decimal separator, in groups of three where a group separator is
/// given.
pub fn write_positional(text: &mut String, digits: &[u8], point: i32, separator: char, group: Option<char>) {
    let end = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let first = (point - 1).min(0);
    for at in first..point.max(end) {
        if at == point && at > first {
            text.push(separator);
        } else if let Some(group) = group
            && at > 0
            && at < point
            && (point - at) % 3 == 0
        {
            text.push(group);
        }
        let digit = usize::try_from(at).ok().and_then(|at| digits.get(at));
        text.push(char::from(b'0' + digit.copied().unwrap_or(0)));
    }
}

/// The unsigned integer arithmetic of the digit generation.
trait Unsigned: Sized {
    /// `number` shifted left by `bits`, which is not negative.
    fn from_shifted(number: u64, bits: i64) -> Self;
    fn mul_by_ten(&mut self);
    /// Subtracts a number that is not larger.
    fn sub_assign(&mut self, other: &Self);
    fn add(&self, other: &Self) -> Self;
    fn compare(&self, other: &Self) -> Ordering;
}

impl Unsigned for u128 {
    fn from_shifted(number: u64, bits: i64) -> Self {
        Self::from(number) << bits
    }

    fn mul_by_ten(&mut self) {
        *self *= 10;
    }

    fn sub_assign(&mut self, other: &Self) {
        *self -= other;
    }

    fn add(&self, other: &Self) -> Self {
        self + other
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Unsigned for BigUint {
    fn from_shifted(number: u64, bits: i64) -> Self {
        let mut number = Self(vec![low(number), low(number >> 32)]);
        number.shift_left(bits);
        number
    }

    fn mul_by_ten(&mut self) {
        self.mul_add(10, 0);
    }

    fn sub_assign(&mut self, other: &Self) {
        self.sub_assign(other);
    }

    fn add(&self, other: &Self) -> Self {
        let mut sum = Vec::new();
        let mut carry = 0;
        for index in 0..=self.0.len().max(other.0.len()) {
            carry += u64::from(self.limb(index)) + u64::from(other.limb(index));
            sum.push(low(carry));
            carry >>= 32;
        }
        Self(sum)
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_same_as_std(value: f64) {
        assert_eq!(to_plain_string(value), value.to_string(), "{:x}", value.to_bits());
        assert_eq!(
            to_scientific_string(value),
            format!("{value:e}"),
            "{:x}",
            value.to_bits()
        );
    }

    #[test]
    fn edge_cases() {
        let steps = [
            0.0,
            -0.0,
            1.0,
            0.1,
            0.3,
            5e-324,
            f64::MIN_POSITIVE,
            f64::MAX,
            1e15,
            1e16,
            1e22,
            1e23,
        ];
        for value in [f64::INFINITY, f64::NAN] {
            assert_same_as_std(value);
        }
        assert_same_as_std(f64::NEG_INFINITY);
        for value in steps {
            assert_same_as_std(value);
            assert_same_as_std(-value);
            assert_same_as_std(f64::from_bits(value.to_bits() + 1).min(f64::MAX));
        }
    }

    #[test]
    fn powers_of_two_and_their_neighbours() {
        for stored in 0..0x7ff_u64 {
            let bits = stored << 52;
            for bits in [bits.saturating_sub(1), bits, bits + 1] {
                assert_same_as_std(f64::from_bits(bits));
            }
        }
    }

    #[test]
    fn both_integer_types_give_the_same_digits() {
        for exponent in IN_128_BITS {
            for (significand, lower_gap_is_half) in
                [(1 << 52, true), ((1 << 52) + 1, false), ((1 << 53) - 1, false)]
            {
                let narrow = digits::<u128>(significand, exponent, lower_gap_is_half);
                assert_eq!(
                    narrow,
                    digits::<BigUint>(significand, exponent, lower_gap_is_half)
                );
            }
        }
    }

    proptest! {
        #[test]
        fn as_the_standard_library(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            assert_same_as_std(value);
        }

        #[test]
        fn at_common_magnitudes(value in -1e15..1e15_f64, power in 0..30) {
            assert_same_as_std(value / 10_f64.powi(power));
            assert_same_as_std((value / 10_f64.powi(power)).round());
            assert_same_as_std((value / 1e12).round() / 1e3);
        }
    }
}
