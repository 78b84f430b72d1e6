//! Correctly rounded conversion between decimal text and doubles: text to the nearest double, ties to even, and a
//! double to the shortest decimal that reads back as the same double. The results are those of the standard library,
//! bit for bit and character for character; the tests compare the two.
//!
//! Reading takes one exact multiplication for short numbers, which is what tables and links hold (the fast path of
//! Clinger 1990, "How to read floating point numbers accurately"), and exact integer division for all others. Writing
//! is the free-format algorithm of Steele and White (1990, "How to print floating-point numbers accurately").

mod write;

use std::cmp::Ordering;

pub use write::{shortest_digits, to_plain_string, to_scientific_string, write_positional};

/// Bits of a double's significand, the leading one included.
const SIGNIFICAND: i64 = 53;
/// Binary exponent of the last bit of the smallest double.
const SMALLEST: i64 = -1_074;
/// Bits of a quotient to compute: a significand, the rounding bits, and one more since the first bit may be zero.
const QUOTIENT: i64 = 56;
/// Digits that can affect the rounding of a double; any further non-zero digit only breaks a tie.
const SIGNIFICANT_DIGITS: usize = 770;
/// The largest power of ten that a double holds exactly, and the most digits that it always does.
const EXACT_POWER: i64 = 22;
const EXACT_DIGITS: usize = 15;

/// Reads a number such as `-1.5e3` or `.5`, and `inf` or `infinity`; numbers too large are infinite.
///
/// `None` for everything else, including NaN, spaces and empty text.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let size = if ["inf", "infinity"]
        .iter()
        .any(|word| unsigned.eq_ignore_ascii_case(word))
    {
        f64::INFINITY
    } else {
        magnitude(unsigned)?
    };
    Some(if negative { -size } else { size })
}

fn magnitude(text: &str) -> Option<f64> {
    let (number, power) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], exponent(&text[at + 1..])?),
        None => (text, 0),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.len() + part.len() == 0 {
        return None;
    }
    let mut digits = Vec::new();
    for byte in whole.bytes().chain(part.bytes()) {
        match byte {
            b'0' if digits.is_empty() => {}
            b'0'..=b'9' => digits.push(byte - b'0'),
            _ => return None,
        }
    }
    let mut power = power.saturating_sub(i64::try_from(part.len()).ok()?);
    if digits.len() > SIGNIFICANT_DIGITS {
        let cut = digits.len() - SIGNIFICANT_DIGITS;
        power = power.saturating_add(i64::try_from(cut).ok()?);
        let more = digits[SIGNIFICANT_DIGITS..].iter().any(|digit| *digit > 0);
        digits.truncate(SIGNIFICANT_DIGITS);
        if more {
            digits.push(1);
            power -= 1;
        }
    }
    Some(rounded(&digits, power))
}

fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // An exponent of more digits than this is beyond every double either way.
    let size = digits.trim_start_matches('0');
    let size: i64 = if size.len() > 9 {
        999_999_999
    } else {
        size.parse().unwrap_or(0)
    };
    Some(if text.starts_with('-') { -size } else { size })
}

/// The double nearest to the whole number of these digits times 10^power.
fn rounded(digits: &[u8], power: i64) -> f64 {
    let Ok(count) = i64::try_from(digits.len()) else {
        return f64::INFINITY;
    };
    if digits.is_empty() || count + power < -330 {
        return 0.0;
    }
    if count + power > 310 {
        return f64::INFINITY;
    }
    if digits.len() <= EXACT_DIGITS && power.abs() <= EXACT_POWER {
        let value = digits
            .iter()
            .fold(0.0, |sum, digit| sum * 10.0 + f64::from(*digit));
        let factor = (0..power.abs()).fold(1.0, |product, _| product * 10.0);
        return if power < 0 { value / factor } else { value * factor };
    }
    let (mut numerator, mut denominator) = (BigUint(vec![0]), BigUint(vec![1]));
    for digit in digits {
        numerator.mul_add(10, u32::from(*digit));
    }
    let scaled = if power < 0 {
        &mut denominator
    } else {
        &mut numerator
    };
    for _ in 0..power.abs() {
        scaled.mul_add(10, 0);
    }
    nearest_quotient(numerator, denominator)
}

/// The double nearest to numerator / denominator; neither is zero.
fn nearest_quotient(mut numerator: BigUint, mut denominator: BigUint) -> f64 {
    let shift = numerator.bit_length() - denominator.bit_length();
    if shift < 0 {
        numerator.shift_left(-shift);
    } else {
        denominator.shift_left(shift);
    }
    // Scaled to equal bit length, so that each bit of the quotient is one comparison. The last bit marks any remainder.
    let mut quotient = 0_u64;
    for _ in 0..QUOTIENT {
        quotient <<= 1;
        if numerator.compare(&denominator).is_ge() {
            numerator.sub_assign(&denominator);
            quotient |= 1;
        }
        numerator.shift_left(1);
    }
    quotient |= u64::from(numerator.bit_length() > 0);
    let scale = shift - (QUOTIENT - 1);
    let bits = 64 - i64::from(quotient.leading_zeros());
    let spare = (bits - SIGNIFICAND).max(SMALLEST - scale);
    if spare > QUOTIENT {
        return 0.0;
    }
    let (half, rest) = (1 << (spare - 1), quotient & ((1 << spare) - 1));
    let mut significand = quotient >> spare;
    if rest > half || (rest == half && significand & 1 == 1) {
        significand += 1;
    }
    // The leading bit of the significand adds one to the exponent, and so does a carry; below the smallest
    // exponent neither happens, as the format wants it.
    let exponent = (scale + spare - SMALLEST).unsigned_abs() << (SIGNIFICAND - 1);
    f64::from_bits((exponent + significand).min(f64::INFINITY.to_bits()))
}

/// An unsigned integer of any length, least significant limb first.
struct BigUint(Vec<u32>);

impl BigUint {
    fn mul_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    fn shift_left(&mut self, bits: i64) {
        for _ in 0..bits {
            self.mul_add(2, 0);
        }
    }

    /// Subtracts a number that is not larger.
    fn sub_assign(&mut self, other: &Self) {
        let mut borrow = 0;
        for (index, limb) in self.0.iter_mut().enumerate() {
            let left = (1 << 32) + u64::from(*limb) - u64::from(other.limb(index)) - borrow;
            *limb = low(left);
            borrow = 1 - (left >> 32);
        }
    }

    fn bit_length(&self) -> i64 {
        (0_i64..)
            .zip(&self.0)
            .filter(|(_, limb)| **limb > 0)
            .last()
            .map_or(0, |(index, limb)| {
                index * 32 + 32 - i64::from(limb.leading_zeros())
            })
    }

    fn limb(&self, index: usize) -> u32 {
        self.0.get(index).copied().unwrap_or(0)
    }

    fn compare(&self, other: &Self) -> Ordering {
        (0..self.0.len().max(other.0.len()))
            .rev()
            .map(|index| self.limb(index).cmp(&other.limb(index)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// The lower half.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the upper half is what is carried on"
)]
const fn low(wide: u64) -> u32 {
    wide as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_same_as_std(text: &str) {
        let standard = text.parse::<f64>().ok();
        assert_eq!(
            parse(text).map(f64::to_bits),
            standard.map(f64::to_bits),
            "{text}"
        );
    }

    #[test]
    fn edge_cases() {
        for text in [
            "0",
            "-0",
            "1",
            "+1",
            "-1.5",
            ".5",
            "5.",
            "1e3",
            "1E-3",
            "1e+3",
            "0.1",
            "0.3",
            "123456789012345678",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000000000000000000000000001",
            "1e22",
            "1e23",
            "8.5e22",
            "4.35",
            "179769313486231570000e289",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e308",
            "1e309",
            "1e999",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.5e-324",
            "1e-330",
            "1e-999",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "4.4501477170144023e-308",
            "inf",
            "-Infinity",
            "INF",
            "",
            "-",
            "+",
            ".",
            "-.",
            "e5",
            "1e",
            "1e+",
            "1.2.3",
            "1_000",
            " 1",
            "1 ",
            "--1",
            "0x10",
            "١",
            "1e5.5",
            "infinit",
        ] {
            assert_same_as_std(text);
        }
        assert_same_as_std(&"9".repeat(1_000));
        assert_same_as_std(&format!("0.{}1", "0".repeat(400)));
        assert_same_as_std(&format!("9007199254740993{}1e-900", "0".repeat(900)));
        assert_same_as_std(&format!("9007199254740993{}e-900", "0".repeat(900)));
        assert_eq!(parse("nan"), None);
    }

    proptest! {
        #[test]
        fn every_double_reads_back_unchanged(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            assert_same_as_std(&format!("{value:e}"));
        }

        #[test]
        fn as_the_standard_library(text in "[-+]?[0-9]{0,25}(\\.[0-9]{0,25})?(e[-+]?[0-9]{1,3})?") {
            assert_same_as_std(&text);
        }

        #[test]
        fn halfway_between_two_doubles(whole in 1_u64 << 52..1 << 53, power in 0_usize..200, end in "5|50|500001|499999") {
            assert_same_as_std(&format!("{whole}.{end}"));
            assert_same_as_std(&format!("{}.{end}e-{power}", "1".repeat(power + 1)));
        }
    }
}
