//! Decimal text of doubles: to the nearest double, and to the shortest digits that read back as the same double.

use lexical_parse_float::FromLexical;

/// Reads a number such as `-1.5e3` or `.5`, and `inf` or `infinity`; numbers too large are infinite.
///
/// `None` for everything else, including NaN, spaces and empty text.
pub fn parse(text: &str) -> Option<f64> {
    f64::from_lexical(text.as_bytes())
        .ok()
        .filter(|value| !value.is_nan())
}

/// The shortest decimal digits of a finite value, without its sign, and the position of the decimal point:
/// `0.d₁d₂d₃… × 10^point`. Zero has no digits.
pub fn shortest_digits(value: f64) -> (Vec<u8>, i32) {
    let text = to_scientific_string(value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: Vec<u8> = digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect();
    if digits == [0] {
        return (Vec::new(), 0);
    }
    (digits, exponent.parse().map_or(0, |exponent: i32| exponent + 1))
}

/// A value without exponent: `0.00015`, `-1200`, `inf`.
pub fn to_plain_string(value: f64) -> String {
    value.to_string()
}

/// A value with exponent: `1.5e-4`.
pub fn to_scientific_string(value: f64) -> String {
    format!("{value:e}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, expected) in [
            ("-1.5e3", Some(-1500.0)),
            (".5", Some(0.5)),
            ("1e999", Some(f64::INFINITY)),
            ("Infinity", Some(f64::INFINITY)),
            ("nan", None),
            (" 1", None),
            ("", None),
            ("1,5", None),
        ] {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn digits_and_the_place_of_the_point() {
        for (value, digits, point) in [
            (0.0, &[][..], 0),
            (1.0, &[1], 1),
            (-1250.0, &[1, 2, 5], 4),
            (0.000_15, &[1, 5], -3),
            (5e-324, &[5], -323),
            (0.1, &[1], 0),
        ] {
            assert_eq!(shortest_digits(value), (digits.to_vec(), point), "{value}");
        }
    }

    #[test]
    fn digits_are_grouped_before_the_point() {
        for (digits, point, expected) in [
            (&[1, 2, 3, 4][..], 4, "1 234"),
            (&[1, 2, 3, 4, 5], 4, "1 234,5"),
            (&[5], -1, "0,05"),
            (&[1], 7, "1 000 000"),
        ] {
            let mut text = String::new();
            write_positional(&mut text, digits, point, ',', Some(' '));
            assert_eq!(text, expected);
        }
    }
}
