//! A double to the shortest decimal that stands for it.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::{SIGNIFICAND, SMALLEST, Whole, low};

/// Binary exponents of the last bit for which all that is reckoned with stays below 2^128: values from about
/// 1e-15 to 2e16, which are all that people meet.
const IN_128_BITS: RangeInclusive<i64> = -102..=2;
/// The logarithm of two to base ten, times 2^32, rounded down.
const LOG_2: i64 = 1_292_913_986;

/// The shortest decimal digits that stand for a finite value, without its sign, and the power of ten they are
/// a fraction of: `0.d₁d₂d₃… × 10^point`. Of several such, the nearest. Zero has no digits.
pub fn shortest(value: f64) -> (Vec<u8>, i32) {
    const LEADING: u64 = 1 << (SIGNIFICAND - 1);
    let fraction = value.to_bits() & (LEADING - 1);
    let stored = value.abs().to_bits() / LEADING;
    // The smallest numbers have no leading bit, and the exponent of those that follow.
    let significand = if stored == 0 { fraction } else { fraction + LEADING };
    if significand == 0 {
        return (Vec::new(), 0);
    }
    let exponent = SMALLEST + i64::try_from(stored.saturating_sub(1)).unwrap_or_default();
    // Where the significand begins anew, the next smaller number is half as far away as the next larger.
    let begins = fraction == 0 && stored > 1;
    if IN_128_BITS.contains(&exponent) {
        digits::<u128>(significand, exponent, begins)
    } else {
        digits::<Whole>(significand, exponent, begins)
    }
}

/// Long division, until what is left is less than half the distance to a neighbour.
fn digits<N: Natural>(significand: u64, exponent: i64, begins: bool) -> (Vec<u8>, i32) {
    // Everything twice, or four times, so that half a distance is a whole number.
    let more = i64::from(begins);
    let mut rest = N::shifted(significand, exponent.max(0) + more + 1);
    let mut above = N::shifted(1, exponent.max(0) + more);
    let mut below = N::shifted(1, exponent.max(0));
    let mut unit = N::shifted(1, more + 1 - exponent.min(0));
    // A power of ten that is not larger than the value.
    let size = exponent + 63 - i64::from(significand.leading_zeros());
    let mut point = (size * LOG_2) >> 32;
    for _ in 0..point {
        unit.ten_times();
    }
    for _ in point..0 {
        rest.ten_times();
        above.ten_times();
        below.ten_times();
    }
    // Of two doubles equally far away, reading takes the even one.
    let even = significand & 1 == 0;
    let within = |order: Ordering| order.is_lt() || (even && order.is_eq());
    while within(unit.against(&rest.plus(&above))) {
        unit.ten_times();
        point += 1;
    }
    let mut found = Vec::with_capacity(17);
    loop {
        rest.ten_times();
        above.ten_times();
        below.ten_times();
        let mut digit = 0;
        while rest.against(&unit).is_ge() {
            rest.minus(&unit);
            digit += 1;
        }
        let down = within(rest.against(&below));
        let up = within(unit.against(&rest.plus(&above)));
        if up && (!down || rest.plus(&rest).against(&unit).is_ge()) {
            digit += 1;
        }
        found.push(digit);
        if up || down {
            return (found, i32::try_from(point).unwrap_or_default());
        }
    }
}

/// A value without exponent, as the standard library writes it: `0.00015`, `-1200`, `inf`.
pub fn plain(value: f64) -> String {
    let mut text = signed(value);
    if value.is_finite() {
        let (digits, point) = shortest(value);
        lay_out(&mut text, &digits, point, '.', None);
    }
    text
}

/// A value with exponent, as the standard library writes it: `1.5e-4`.
pub fn scientific(value: f64) -> String {
    let mut text = signed(value);
    if value.is_finite() {
        let (digits, point) = shortest(value);
        let exponent = if digits.is_empty() { 0 } else { point - 1 };
        lay_out(&mut text, &digits, 1, '.', None);
        text.push('e');
        text.push_str(&exponent.to_string());
    }
    text
}

/// The sign, and all of what has no digits.
fn signed(value: f64) -> String {
    let text = match value {
        _ if value.is_nan() => "NaN",
        f64::INFINITY => "inf",
        f64::NEG_INFINITY => "-inf",
        _ if value.is_sign_negative() => "-",
        _ => "",
    };
    text.to_owned()
}

/// Writes digits with `point` of them before the decimal sign, in groups of three where a sign for that is given.
pub fn lay_out(text: &mut String, digits: &[u8], point: i32, sign: char, group: Option<char>) {
    let end = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let first = (point - 1).min(0);
    for at in first..point.max(end) {
        if at == point && at > first {
            text.push(sign);
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

/// A whole number that is large enough.
trait Natural: Sized {
    /// A number times two to the power of `bits`, which is not negative.
    fn shifted(number: u64, bits: i64) -> Self;
    fn ten_times(&mut self);
    /// Takes away what is not larger.
    fn minus(&mut self, other: &Self);
    fn plus(&self, other: &Self) -> Self;
    fn against(&self, other: &Self) -> Ordering;
}

impl Natural for u128 {
    fn shifted(number: u64, bits: i64) -> Self {
        Self::from(number) << bits
    }

    fn ten_times(&mut self) {
        // Not a product, which would bring a function of its own.
        *self = (*self << 3) + (*self << 1);
    }

    fn minus(&mut self, other: &Self) {
        *self -= other;
    }

    fn plus(&self, other: &Self) -> Self {
        self + other
    }

    fn against(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Natural for Whole {
    fn shifted(number: u64, bits: i64) -> Self {
        let mut whole = Self(vec![low(number), low(number >> 32)]);
        whole.double(bits);
        whole
    }

    fn ten_times(&mut self) {
        self.times_plus(10, 0);
    }

    fn minus(&mut self, other: &Self) {
        self.minus(other);
    }

    fn plus(&self, other: &Self) -> Self {
        let mut sum = Vec::new();
        let mut carry = 0;
        for index in 0..=self.0.len().max(other.0.len()) {
            carry += u64::from(self.part(index)) + u64::from(other.part(index));
            sum.push(low(carry));
            carry >>= 32;
        }
        Self(sum)
    }

    fn against(&self, other: &Self) -> Ordering {
        self.against(other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agrees(value: f64) {
        assert_eq!(plain(value), value.to_string(), "{:x}", value.to_bits());
        assert_eq!(scientific(value), format!("{value:e}"), "{:x}", value.to_bits());
    }

    #[test]
    fn corners() {
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
            agrees(value);
        }
        agrees(f64::NEG_INFINITY);
        for value in steps {
            agrees(value);
            agrees(-value);
            agrees(f64::from_bits(value.to_bits() + 1).min(f64::MAX));
        }
    }

    #[test]
    fn powers_of_two_and_their_neighbours() {
        for stored in 0..0x7ff_u64 {
            let bits = stored << 52;
            for bits in [bits.saturating_sub(1), bits, bits + 1] {
                agrees(f64::from_bits(bits));
            }
        }
    }

    #[test]
    fn both_widths_say_the_same() {
        for exponent in IN_128_BITS {
            for (significand, begins) in [(1 << 52, true), ((1 << 52) + 1, false), ((1 << 53) - 1, false)] {
                let narrow = digits::<u128>(significand, exponent, begins);
                assert_eq!(narrow, digits::<Whole>(significand, exponent, begins));
            }
        }
    }

    proptest! {
        #[test]
        fn as_the_standard_library(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            agrees(value);
        }

        #[test]
        fn at_the_sizes_people_meet(value in -1e15..1e15_f64, power in 0..30) {
            agrees(value / 10_f64.powi(power));
            agrees((value / 10_f64.powi(power)).round());
            agrees((value / 1e12).round() / 1e3);
        }
    }
}
