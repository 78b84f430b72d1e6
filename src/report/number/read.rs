//! Parsing of what people type into number fields.

use super::Locale;
use crate::math::decimal;

/// Why a typed text cannot be used as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParseError {
    /// Nothing was typed.
    Empty,
    /// It does not read as a number.
    NotANumber,
    /// Infinite, or too large for `f64`.
    Infinite,
    /// The unit typed does not fit this field.
    Unit,
}

/// Reads what people type: `1e6`, `1,000`, `1 000`, `2.5k`, `3M`, `30 d`, `12 %`, `5 MWh`, `70B`.
///
/// `unit` is the unit of the field, by its English name in the parameter table; an amount in another unit of
/// the same family is converted. In a field in billions, `70B` and `70` are the same. A single occurrence of the
/// language's thousands separator is read as such when three digits follow (`1,000`), otherwise as the decimal
/// separator (`1,5`); where both point and comma occur, the last one is the decimal separator.
///
/// # Errors
/// If the text is empty, not a number, infinite, or in a unit that does not fit the field.
pub fn parse(text: &str, unit: &str, locale: Locale) -> Result<f64, ParseError> {
    let text: String = text.chars().map(normalized).collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(ParseError::Empty);
    }
    let text = match text.strip_prefix('$') {
        Some(rest) if unit.starts_with("USD") => rest.trim_start(),
        _ => text,
    };
    let (negative, text) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest.trim_start()),
        None => (false, text),
    };
    if ["∞", "inf", "infinity"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
    {
        return Err(ParseError::Infinite);
    }
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || SEPARATORS.contains(c)))
        .unwrap_or(text.len());
    let (amount, rest) = text.split_at(end);
    let digits = ungrouped(amount.trim_end(), locale).ok_or(ParseError::NotANumber)?;
    let (exponent, suffix) = exponent(rest);
    let factor = factor(suffix.trim(), unit).ok_or(ParseError::Unit)?;
    // Powers of ten are added to the text, so that `2.5k` is parsed as exactly as `2.5e3`.
    let power = exponent.saturating_add(factor.power);
    let value = decimal::parse(&format!("{digits}e{power}")).ok_or(ParseError::NotANumber)?;
    let value = value * factor.times / factor.over;
    if !value.is_finite() {
        return Err(ParseError::Infinite);
    }
    // Never negative zero.
    Ok(if negative && value > 0.0 { -value } else { value })
}

/// Separators that may occur between digits.
const SEPARATORS: &str = "., '_";

/// Maps variants of a character to one of them.
fn normalized(c: char) -> char {
    match c {
        '−' | '–' | '\u{2010}' | '\u{2011}' => '-',
        '’' => '\'',
        'μ' => 'µ',
        '₂' => '2',
        '³' => '3',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Removes thousands separators and makes the decimal separator a point; `None` for malformed groups.
fn ungrouped(amount: &str, locale: Locale) -> Option<String> {
    let decimal = decimal_separator(amount, locale)?;
    let (whole, fraction) = match decimal {
        Some(at) => (&amount[..at], &amount[at + 1..]),
        None => (amount, ""),
    };
    let groups: Vec<&str> = whole.split(|c| SEPARATORS.contains(c)).collect();
    let well_formed = groups.iter().enumerate().all(|(index, group)| match index {
        _ if groups.len() == 1 => true,
        0 => (1..=3).contains(&group.len()),
        // Indian numbering (lakh, crore) has groups of two digits, except for the last group.
        last if last == groups.len() - 1 => group.len() == 3,
        _ => (2..=3).contains(&group.len()),
    });
    let digits_only = fraction.bytes().all(|b| b.is_ascii_digit());
    let any = !(whole.is_empty() && fraction.is_empty());
    (well_formed && digits_only && any).then(|| format!("{}.{fraction}0", groups.concat()))
}

/// Position of the decimal separator, if there is one; `None` if the separators contradict each other.
#[allow(clippy::option_option)]
fn decimal_separator(amount: &str, locale: Locale) -> Option<Option<usize>> {
    let (point, comma) = (amount.rfind('.'), amount.rfind(','));
    let (at, other) = match (point, comma) {
        (Some(point), Some(comma)) => (point.max(comma), true),
        (Some(at), None) | (None, Some(at)) => (at, amount.contains([' ', '\'', '_'])),
        (None, None) => return Some(None),
    };
    let sign = if amount[at..].starts_with('.') { '.' } else { ',' };
    let repeated = amount.find(sign) != Some(at);
    if other {
        return (!repeated).then_some(Some(at));
    }
    let group =
        sign == locale.group && amount.len() - at == 4 && (1..=3).contains(&at) && !amount.starts_with('0');
    Some((!repeated && !group).then_some(at))
}

/// Splits an exponent such as `e6` off the text that follows the digits.
fn exponent(rest: &str) -> (i32, &str) {
    let none = (0, rest);
    let Some(after) = rest.strip_prefix(['e', 'E']) else {
        return none;
    };
    let unsigned = after.strip_prefix(['-', '+']).unwrap_or(after);
    let end = unsigned
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(unsigned.len());
    if end == 0 {
        return none;
    }
    // More digits than an i32 holds are beyond f64 in any case.
    let size = unsigned[..end].parse().unwrap_or(i32::MAX / 2);
    (
        if after.starts_with('-') { -size } else { size },
        &unsigned[end..],
    )
}

/// The factor of a suffix: `10^power * times / over`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Factor {
    power: i32,
    times: f64,
    over: f64,
}

const ONE: Factor = Factor {
    power: 0,
    times: 1.0,
    over: 1.0,
};

impl Factor {
    fn ten_to(power: i32) -> Self {
        Self { power, ..ONE }
    }

    fn per(self, other: Self) -> Self {
        Self {
            power: self.power - other.power,
            times: self.times * other.over,
            over: self.over * other.times,
        }
    }
}

/// Powers of ten as words and letters. The unit of the field is tried before these.
const MAGNITUDES: [(&str, i32); 22] = [
    ("thousand", 3),
    ("mille", 3),
    ("k", 3),
    ("K", 3),
    ("millions", 6),
    ("million", 6),
    ("mio", 6),
    ("mn", 6),
    ("M", 6),
    ("m", 6),
    ("billions", 9),
    ("billion", 9),
    ("milliards", 9),
    ("milliard", 9),
    ("bn", 9),
    ("Md", 9),
    ("B", 9),
    ("b", 9),
    ("G", 9),
    ("trillion", 12),
    ("T", 12),
    ("t", 12),
];

/// What a suffix means in a field of this unit.
fn factor(suffix: &str, unit: &str) -> Option<Factor> {
    let field = if unit == "billion" { Factor::ten_to(9) } else { ONE };
    if suffix.is_empty() {
        return Some(ONE);
    }
    if let Some(found) = converted(suffix, unit) {
        return Some(found);
    }
    MAGNITUDES.iter().find_map(|(word, power)| {
        let rest = suffix.strip_prefix(word)?.trim_start();
        let unit = if rest.is_empty() {
            ONE
        } else {
            converted(rest, unit)?
        };
        Some(Factor {
            power: unit.power + power - field.power,
            ..unit
        })
    })
}

/// The size of the typed unit in units of the field; `None` if they are not of the same family.
fn converted(typed: &str, field: &str) -> Option<Factor> {
    if typed == "%" {
        return match field {
            f if f.starts_with("share") => Some(Factor::ten_to(-2)),
            f if f.starts_with('%') => Some(ONE),
            _ => None,
        };
    }
    let (typed, field) = (bare(typed), bare(field));
    if typed.eq_ignore_ascii_case(&field) {
        return Some(ONE);
    }
    match (typed.split_once('/'), field.split_once('/')) {
        (Some((typed, typed_per)), Some((field, field_per))) => {
            // "10/s" in a field in queries/day: what is counted may be omitted.
            let numerator = if typed.is_empty() {
                ONE
            } else {
                simple(typed, field)?
            };
            Some(numerator.per(simple(typed_per, field_per)?))
        }
        // "12 kg" in a field in kg per something: the denominator may be omitted.
        (None, Some((field, _))) => simple(&typed, field),
        (None, None) => simple(&typed, &field),
        (Some(_), None) => None,
    }
}

/// A unit without spaces and without the substance that is measured.
fn bare(unit: &str) -> String {
    let unit = match unit {
        "x" | "×" => "x",
        "device-h" => "h",
        // Most people say GPU for any accelerator.
        unit if unit.eq_ignore_ascii_case("gpu") || unit.eq_ignore_ascii_case("gpus") => "devices",
        unit => unit,
    };
    let mut bare: String = unit.chars().filter(|c| *c != ' ').map(normalized).collect();
    for word in ["CO2eq", "CO2e", "CO2", "Sbeq"] {
        bare = bare.replace(word, "");
    }
    bare
}

fn simple(typed: &str, field: &str) -> Option<Factor> {
    let counted = |name: &str| name.to_ascii_lowercase().trim_end_matches('s').to_owned();
    if counted(typed) == counted(field) {
        return Some(ONE);
    }
    FAMILIES.iter().find_map(|family| {
        let field_size = family.size(field, field)?;
        Some(family.size(typed, field)?.per(field_size))
    })
}

/// Units that convert into each other.
struct Units {
    /// Names, and sizes in the largest unit for which all sizes are integers.
    names: &'static [(&'static str, f64)],
    /// Whether the names take SI prefixes.
    prefixes: bool,
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = crate::quantity::SECONDS_PER_HOUR;
const DAY: f64 = HOUR * crate::quantity::HOURS_PER_DAY;
const YEAR: f64 = HOUR * crate::quantity::HOURS_PER_YEAR;
const MONTH: f64 = YEAR / 12.0;

const FAMILIES: [Units; 9] = [
    Units {
        prefixes: false,
        names: &[
            ("s", 1.0),
            ("sec", 1.0),
            ("second", 1.0),
            ("seconde", 1.0),
            ("min", MINUTE),
            ("minute", MINUTE),
            ("h", HOUR),
            ("hr", HOUR),
            ("hour", HOUR),
            ("heure", HOUR),
            ("d", DAY),
            ("day", DAY),
            ("j", DAY),
            ("jour", DAY),
            ("w", 7.0 * DAY),
            ("wk", 7.0 * DAY),
            ("week", 7.0 * DAY),
            ("semaine", 7.0 * DAY),
            ("mo", MONTH),
            ("month", MONTH),
            ("moi", MONTH),
            ("y", YEAR),
            ("yr", YEAR),
            ("year", YEAR),
            ("a", YEAR),
            ("an", YEAR),
            ("année", YEAR),
        ],
    },
    Units {
        prefixes: true,
        names: &[("J", 1.0), ("Wh", HOUR)],
    },
    Units {
        prefixes: true,
        names: &[("W", 1.0)],
    },
    // Pounds and tonnes in units of 10 µg.
    Units {
        prefixes: true,
        names: &[("g", 1e5), ("t", 1e11), ("lb", 45_359_237.0)],
    },
    Units {
        prefixes: true,
        names: &[("L", 1.0)],
    },
    Units {
        prefixes: true,
        names: &[("B", 1.0)],
    },
    Units {
        prefixes: true,
        names: &[("FLOP", 1.0), ("OP", 1.0)],
    },
    Units {
        prefixes: false,
        names: &[("USD", 1.0), ("$", 1.0), ("kUSD", 1e3)],
    },
    Units {
        prefixes: false,
        names: &[("x", 1.0), ("time", 1.0), ("foi", 1.0)],
    },
];

const PREFIXES: [(&str, i32); 9] = [
    ("n", -9),
    ("µ", -6),
    ("m", -3),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
];

impl Units {
    /// Size of a unit of this family, `None` for any other unit. `field` decides whether `m` means months or minutes.
    fn size(&self, unit: &str, field: &str) -> Option<Factor> {
        if !self.prefixes {
            let unit = match (unit, field) {
                ("m", "years") => "mo",
                ("m", _) => "min",
                (unit, _) => unit,
            };
            let unit = unit.to_ascii_lowercase();
            let singular = if unit.len() > 1 {
                unit.trim_end_matches('s')
            } else {
                &unit
            };
            return self
                .names
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(singular))
                .map(|(_, size)| Factor { times: *size, ..ONE });
        }
        if matches!(unit, "m3" | "m^3") {
            return self.size("kL", field);
        }
        let sized = |power: i32, times: f64| Factor {
            power,
            times,
            over: 1.0,
        };
        let exact = self
            .names
            .iter()
            .find_map(|(name, size)| match unit.strip_suffix(name)? {
                "" => Some(sized(0, *size)),
                prefix => PREFIXES
                    .iter()
                    .find(|(sign, _)| *sign == prefix)
                    .map(|(_, power)| sized(*power, *size)),
            });
        // Wrong capitalization, as in `kwh`, `KWH` and `mw`: only prefixes above one, since `mw` rarely means milliwatts.
        exact.or_else(|| {
            self.names.iter().find_map(|(name, size)| {
                let start = unit.len().checked_sub(name.len())?;
                let (prefix, rest) = (unit.get(..start)?, unit.get(start..)?);
                if !rest.eq_ignore_ascii_case(name) {
                    return None;
                }
                if prefix.is_empty() {
                    return Some(sized(0, *size));
                }
                PREFIXES
                    .iter()
                    .find(|(sign, power)| *power > 0 && sign.eq_ignore_ascii_case(prefix))
                    .map(|(_, power)| sized(*power, *size))
            })
        })
    }
}
