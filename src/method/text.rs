//! How the other programs print numbers: JavaScript's and Python's rules, to the last digit.

/// `Number(x.toFixed(digits))` of JavaScript: decimal rounding of the exact value, halves away from zero.
/// Values from 1e21 on and non-finite ones come back unchanged.
pub fn js_round(x: f64, digits: u8) -> f64 {
    let digits = digits.min(20);
    if !x.is_finite() || x.abs() >= 1e21 {
        return x;
    }
    // A decimal half at `digits` places is exact in binary only as an odd multiple of 2^-(digits + 1);
    // there the text below would round to even.
    let scaled = x.abs() * crate::math::powi(2.0, u32::from(digits) + 1);
    let halfway = scaled < 9e15 && scaled.fract() == 0.0 && scaled % 2.0 > 0.5;
    let magnitude = if halfway { next_up(x.abs()) } else { x.abs() };
    let rounded: f64 = format!("{magnitude:.*}", usize::from(digits))
        .parse()
        .unwrap_or(f64::NAN);
    if x < 0.0 { -rounded } else { rounded }
}

fn next_up(x: f64) -> f64 {
    f64::from_bits(x.to_bits() + 1)
}

/// `String(x)` of JavaScript: shortest digits that read back the same, exponents from 1e21 and below 1e-6.
pub fn js_number(x: f64) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    if x != 0.0 && (x.abs() >= 1e21 || x.abs() < 1e-6) {
        let text = format!("{x:e}");
        return if x.abs() >= 1.0 {
            text.replace('e', "e+")
        } else {
            text
        };
    }
    format!("{}", if x == 0.0 { 0.0 } else { x })
}

/// `f"{x:,.{digits}f}"` of Python.
pub fn python_fixed(x: f64, digits: usize) -> String {
    let text = format!("{x:.digits$}");
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(whole, f)| (whole, Some(f)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// `f"{x:.{digits}e}"` of Python: at least two digits in the exponent, always signed.
pub fn python_scientific(x: f64, digits: usize) -> String {
    let text = format!("{x:.digits$e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let (sign, value) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |value| ('-', value));
    format!("{mantissa}e{sign}{value:0>2}")
}

/// `f"{x:,.{digits}%}"` of Python.
pub fn python_percent(x: f64, digits: usize) -> String {
    format!("{}%", python_fixed(x * 100.0, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values printed by node 20 (`Number((x).toFixed(d))`).
    #[test]
    fn rounds_as_javascript() {
        let cases = [
            (0.125, 2, 0.13),
            (0.375, 2, 0.38),
            (1.005, 2, 1.0),
            (-0.125, 2, -0.13),
            (2.5, 0, 3.0),
            (-2.5, 0, -3.0),
            (6.792, 2, 6.79),
            (1080.375, 2, 1080.38),
            (0.0, 2, 0.0),
            (1e21, 2, 1e21),
            (0.004_999, 2, 0.0),
        ];
        for (x, digits, expected) in cases {
            assert_eq!(
                js_round(x, digits).to_bits(),
                f64::to_bits(expected),
                "{x} to {digits}"
            );
        }
        assert!(js_round(f64::NAN, 2).is_nan());
    }

    #[test]
    fn prints_as_javascript() {
        let cases = [
            (3.8, "3.8"),
            (1300.0, "1300"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (0.000_001, "0.000001"),
            (-0.0, "0"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
        ];
        for (x, expected) in cases {
            assert_eq!(js_number(x), expected);
        }
    }

    /// Expected texts printed by CPython 3.11.
    #[test]
    fn prints_as_python() {
        let fixed = [
            (1234.5, 1, "1,234.5"),
            (999.999, 2, "1,000.00"),
            (-1_234_567.0, 0, "-1,234,567"),
            (0.125, 2, "0.12"),
            (0.5, 0, "0"),
            (2.5, 0, "2"),
            (1.5, 0, "2"),
            (123.0, 2, "123.00"),
        ];
        for (x, digits, expected) in fixed {
            assert_eq!(python_fixed(x, digits), expected);
        }
        let scientific = [
            (1172.16, 2, "1.17e+03"),
            (0.0181, 2, "1.81e-02"),
            (1.5e120, 0, "2e+120"),
            (0.0, 2, "0.00e+00"),
            (9.995e-5, 2, "1.00e-04"),
        ];
        for (x, digits, expected) in scientific {
            assert_eq!(python_scientific(x, digits), expected);
        }
        assert_eq!(python_percent(0.2154, 0), "22%");
        assert_eq!(python_percent(0.002_153_9, 2), "0.22%");
    }
}
