//! Number formatting (significant digits, units suited to the amount, intervals in one unit) and parsing of typed
//! numbers.
//!
//! Numbers are rounded in decimal, half away from zero, starting from their shortest decimal representation, which is
//! what a reader would do with the number they see. Units of a family differ by powers of ten, so changing the unit only
//! moves the decimal point and introduces no rounding error.

mod read;

use crate::math::decimal;
use crate::quantity::{HOURS_PER_DAY, HOURS_PER_YEAR, MINUTES_PER_HOUR, SECONDS_PER_HOUR};

pub use read::{ParseError, parse};

/// Number formatting of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// What the language calls itself.
    pub name: &'static str,
    /// Decimal separator.
    pub decimal: char,
    /// Thousands separator.
    pub group: char,
    /// Text between a number and the per cent sign.
    pub before_percent: &'static str,
    /// Text between a label and its value.
    pub colon: &'static str,
    /// Text between the ends of an interval where a dash could be read as a minus sign.
    pub to: &'static str,
    /// Separator of the parts of a list whose parts have commas.
    pub semicolon: &'static str,
    /// Text before a percentage that is an upper bound, and before one that is a lower bound.
    less_and_more_than: [&'static str; 2],
    /// Whether its readers use miles.
    pub miles: bool,
    /// Smallest amount that takes the plural.
    plural_from: u8,
    /// Translated units: English name, singular, plural. Other units are the same in all languages.
    units: &'static [(&'static str, &'static str, &'static str)],
}

/// The languages of the page by their codes.
const LOCALES: &[(&str, Locale)] = &[("en", ENGLISH), ("fr", FRENCH)];

impl Locale {
    /// The locale of a language code; English where the code is unknown.
    pub fn of(code: &str) -> Self {
        LOCALES
            .iter()
            .find(|(known, _)| *known == code)
            .map_or(ENGLISH, |(_, locale)| *locale)
    }
}

/// English: 1,234.5 and 12%.
pub const ENGLISH: Locale = Locale {
    name: "English",
    decimal: '.',
    group: ',',
    before_percent: "",
    colon: ": ",
    to: " to ",
    semicolon: "; ",
    less_and_more_than: ["less than ", "more than "],
    miles: true,
    plural_from: 1,
    units: &[
        ("day", "day", "days"),
        ("month", "month", "months"),
        ("year", "year", "years"),
    ],
};

/// French: 1 234,5 and 12 %, with narrow no-break spaces.
pub const FRENCH: Locale = Locale {
    name: "Français",
    decimal: ',',
    group: '\u{202f}',
    before_percent: "\u{202f}",
    colon: "\u{a0}: ",
    to: " à ",
    semicolon: "\u{202f}; ",
    less_and_more_than: ["moins de ", "plus de "],
    miles: false,
    plural_from: 2,
    units: &[
        ("day", "jour", "jours"),
        ("month", "mois", "mois"),
        ("year", "an", "ans"),
        ("million", "million", "millions"),
        ("billion", "milliard", "milliards"),
        ("trillion", "billion", "billions"),
        ("million USD", "million USD", "millions USD"),
        ("billion USD", "milliard USD", "milliards USD"),
        ("trillion USD", "billion USD", "billions USD"),
    ],
};

/// Shown for a number that is unknown or not finite.
const UNKNOWN: &str = "–";
/// Significant digits of a result.
const RESULT_DIGITS: usize = 3;
/// Significant digits of the ends of an interval, unless more are needed to tell them apart.
const RANGE_DIGITS: usize = 2;

/// A unit of a family: a power of ten of the base unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    exponent: i32,
    name: &'static str,
}

/// A family of units of one quantity, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family(&'static [Unit]);

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident: $($exponent:literal $unit:literal),+;)*) => {
        $($(#[$doc])* pub const $name: Family = Family(&[$(Unit { exponent: $exponent, name: $unit }),+]);)*
    };
}

families! {
    /// Base kWh.
    ENERGY: -6 "mWh", -3 "Wh", 0 "kWh", 3 "MWh", 6 "GWh", 9 "TWh";
    /// Base W.
    POWER: -3 "mW", 0 "W", 3 "kW", 6 "MW", 9 "GW";
    /// Base one kilogram of greenhouse gas.
    GHG: -6 "mg CO₂e", -3 "g CO₂e", 0 "kg CO₂e", 3 "t CO₂e", 6 "kt CO₂e", 9 "Mt CO₂e";
    /// Base L.
    WATER: -3 "mL", 0 "L", 3 "m³", 6 "ML", 9 "GL";
    /// Base MJ.
    HEAT: -6 "J", -3 "kJ", 0 "MJ", 3 "GJ", 6 "TJ", 9 "PJ";
    /// Base kg Sb eq.
    ANTIMONY: -9 "µg Sb eq", -6 "mg Sb eq", -3 "g Sb eq", 0 "kg Sb eq", 3 "t Sb eq";
    /// Base kg.
    MASS: -6 "mg", -3 "g", 0 "kg", 3 "t", 6 "kt", 9 "Mt";
    /// Base USD.
    MONEY: 0 "USD", 6 "million USD", 9 "billion USD", 12 "trillion USD";
    /// Base B (bytes).
    BYTES: 0 "B", 3 "kB", 6 "MB", 9 "GB", 12 "TB", 15 "PB";
    /// Base one.
    COUNT: 0 "", 6 "million", 9 "billion", 12 "trillion";
}

impl Unit {
    /// Size in the base unit of its family.
    pub fn size(self) -> f64 {
        let power = crate::math::powi(10.0, self.exponent.unsigned_abs());
        if self.exponent < 0 { 1.0 / power } else { power }
    }

    /// Plural name, as on an axis or above a column.
    pub fn name(self, locale: Locale) -> &'static str {
        locale.unit(self.name, false)
    }

    /// An amount given in the base unit, converted to this unit and rounded to three significant digits, without the
    /// unit's name: for columns and axes that share one unit.
    pub fn text(self, amount: f64, locale: Locale) -> String {
        Decimal::of(amount).map_or_else(
            || UNKNOWN.to_owned(),
            |d| d.shifted(-self.exponent).rounded(RESULT_DIGITS).text(locale),
        )
    }
}

impl Family {
    /// The unit suited to an amount: the largest in which it is at least one. Zero gets the base unit, amounts below one
    /// of the smallest unit get the smallest unit.
    pub fn unit(self, amount: f64) -> Unit {
        let base = Unit {
            exponent: 0,
            name: "",
        };
        let Some(decimal) = Decimal::of(amount) else {
            return self.base().unwrap_or(base);
        };
        if decimal.is_zero() {
            return self.base().unwrap_or(base);
        }
        let magnitude = decimal.rounded(RESULT_DIGITS).magnitude();
        self.0
            .iter()
            .rev()
            .find(|unit| magnitude >= unit.exponent)
            .or(self.0.first())
            .copied()
            .unwrap_or(base)
    }

    fn base(self) -> Option<Unit> {
        self.0.iter().find(|unit| unit.exponent == 0).copied()
    }

    /// An amount of the base unit with its unit: `14.5 t CO₂e`.
    pub fn text(self, amount: f64, locale: Locale) -> String {
        if Decimal::of(amount).is_none() {
            return UNKNOWN.to_owned();
        }
        self.text_beside(amount, amount, locale)
    }

    /// An amount of the base unit in the unit suited to another amount, with that unit: `0.5 t CO₂e` beside `14.5 t CO₂e`.
    pub fn text_beside(self, amount: f64, other: f64, locale: Locale) -> String {
        let unit = self.unit(other);
        let singular = Decimal::of(amount).is_some_and(|d| {
            d.shifted(-unit.exponent)
                .rounded(RESULT_DIGITS)
                .is_singular(locale)
        });
        join(&unit.text(amount, locale), locale.unit(unit.name, singular))
    }

    /// An interval given in the base unit, formatted in the unit suited to `amount`: `12–34 kg CO₂e`. Where an end is
    /// less than a hundredth of that unit, each end gets a unit of its own.
    pub fn range(self, amount: f64, low: f64, high: f64, locale: Locale) -> String {
        let (Some(from), Some(to)) = (Decimal::of(low), Decimal::of(high)) else {
            return UNKNOWN.to_owned();
        };
        let unit = self.unit(amount);
        let far = |d: &Decimal| !d.is_zero() && d.magnitude() < unit.exponent - 2;
        if far(&from) || far(&to) {
            return format!(
                "{}{}{}",
                self.text(low, locale),
                locale.to,
                self.text(high, locale)
            );
        }
        let (from, to) = (from.shifted(-unit.exponent), to.shifted(-unit.exponent));
        let singular = to.is_singular(locale);
        join(&between(&from, &to, locale), locale.unit(unit.name, singular))
    }
}

impl Locale {
    fn unit(self, unit: &'static str, singular: bool) -> &'static str {
        match self.units.iter().find(|(english, ..)| *english == unit) {
            Some((_, one, _)) if singular => one,
            Some((.., many)) => many,
            None => unit,
        }
    }
}

/// A value rounded to a number of significant digits (at least one), without trailing zeros.
pub fn significant(value: f64, digits: usize, locale: Locale) -> String {
    Decimal::of(value).map_or_else(|| UNKNOWN.to_owned(), |d| d.rounded(digits).text(locale))
}

/// A value with all its digits, as number fields show it. [`parse`] reads back the same value.
pub fn full_precision(value: f64, locale: Locale) -> String {
    Decimal::of(value).map_or_else(|| UNKNOWN.to_owned(), |d| d.text(locale).replace(MINUS, "-"))
}

/// A value with all its digits, machine-readable: a decimal point, no thousands separators, `e` for very large and
/// small amounts. Empty where it is not finite.
pub fn machine(value: f64) -> String {
    const MACHINE: Locale = Locale {
        group: '\0',
        ..ENGLISH
    };
    Decimal::of(value).map_or_else(String::new, |d| {
        d.text(MACHINE).replace(MINUS, "-").replace('\0', "")
    })
}

/// An interval without a unit: `12–34`, or `−5 to 3` where a dash could be read as a minus sign.
pub fn range(low: f64, high: f64, locale: Locale) -> String {
    match (Decimal::of(low), Decimal::of(high)) {
        (Some(low), Some(high)) => between(&low, &high, locale),
        _ => UNKNOWN.to_owned(),
    }
}

/// A share (0 to 1) as a percentage, rounded to three significant digits: `12.3%`.
pub fn percent(share: f64, locale: Locale) -> String {
    match Decimal::of(share) {
        Some(d) => format!(
            "{}{}%",
            d.shifted(2).rounded(RESULT_DIGITS).text(locale),
            locale.before_percent
        ),
        None => UNKNOWN.to_owned(),
    }
}

/// A probability (0 to 1) as a whole percentage, for a sentence. A simulation never proves certainty, so what rounds to
/// 0% or 100% becomes `less than 1%` or `more than 99%`.
pub fn probability(share: f64, locale: Locale) -> String {
    if !share.is_finite() {
        return UNKNOWN.to_owned();
    }
    let percent = (share * 100.0).round();
    let [less_than, more_than] = locale.less_and_more_than;
    let bound = match percent {
        p if p < 1.0 => less_than,
        p if p > 99.0 => more_than,
        _ => "",
    };
    let percent = full_precision(percent.clamp(1.0, 99.0), locale);
    [bound, &percent, locale.before_percent, "%"].concat()
}

/// Units of the parameter table whose values are shown as percentages.
const SHARES: [&str; 2] = ["share", "share of TDP"];
/// Unit of the parameter table for factors, which are shown without a unit.
const FACTOR: &str = "x";

/// A value in a unit of the parameter table, without the name of the unit: rounded to a number of significant digits, or
/// with all of them. Shares become percentages.
pub fn in_unit(value: f64, digits: Option<usize>, unit: &str, locale: Locale) -> String {
    if SHARES.contains(&unit)
        && let Some(share) = Decimal::of(value)
    {
        let share = share.shifted(2);
        let shown = digits.map_or(share.clone(), |digits| share.rounded(digits));
        return [&shown.text(locale), locale.before_percent, "%"].concat();
    }
    digits.map_or_else(
        || full_precision(value, locale),
        |digits| significant(value, digits, locale),
    )
}

/// An interval in a unit of the parameter table, without the name of the unit.
pub fn range_in_unit(low: f64, high: f64, unit: &str, locale: Locale) -> String {
    match (Decimal::of(low), Decimal::of(high)) {
        (Some(low), Some(high)) if SHARES.contains(&unit) => [
            &between(&low.shifted(2), &high.shifted(2), locale),
            locale.before_percent,
            "%",
        ]
        .concat(),
        _ => range(low, high, locale),
    }
}

/// A value in a unit of the parameter table, with the name of the unit from `names` (see [`unit_form`]).
pub fn with_unit(value: f64, digits: Option<usize>, unit: &str, names: &str, locale: Locale) -> String {
    let number = in_unit(value, digits, unit, locale);
    if unit == FACTOR || SHARES.contains(&unit) {
        number
    } else {
        join(&number, unit_form(names, value, locale))
    }
}

/// The name of a unit that an amount takes, from `singular|plural` or from one name for both.
pub fn unit_form(names: &str, amount: f64, locale: Locale) -> &str {
    match names.split_once('|') {
        Some((one, _)) if Decimal::of(amount).is_some_and(|d| d.is_singular(locale)) => one,
        Some((_, many)) => many,
        None => names,
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeUnit {
    /// Its English name, in the singular.
    name: &'static str,
    /// Its length in hours.
    pub hours: f64,
}

impl TimeUnit {
    const SECOND: Self = Self::of("s", 1.0 / SECONDS_PER_HOUR);
    const MINUTE: Self = Self::of("min", 1.0 / MINUTES_PER_HOUR);
    const HOUR: Self = Self::of("h", 1.0);
    const DAY: Self = Self::of("day", HOURS_PER_DAY);
    const MONTH: Self = Self::of("month", HOURS_PER_YEAR / 12.0);
    const YEAR: Self = Self::of("year", HOURS_PER_YEAR);

    const fn of(name: &'static str, hours: f64) -> Self {
        Self { name, hours }
    }

    /// The unit suited to a single duration.
    fn of_duration(hours: f64) -> Self {
        match hours.abs() {
            h if h == 0.0 || (1.0..=2.0 * HOURS_PER_DAY).contains(&h) => Self::HOUR,
            h if h * MINUTES_PER_HOUR < 2.0 => Self::SECOND,
            h if h < 1.0 => Self::MINUTE,
            h if h < 2.0 * HOURS_PER_YEAR => Self::DAY,
            _ => Self::YEAR,
        }
    }

    /// The unit of an axis from zero to this many hours, of which it then has several whole ones.
    pub fn of_axis(hours: f64) -> Self {
        match hours {
            h if h <= 3.0 * HOURS_PER_DAY => Self::HOUR,
            h if h <= 100.0 * HOURS_PER_DAY => Self::DAY,
            h if h <= 4.0 * HOURS_PER_YEAR => Self::MONTH,
            _ => Self::YEAR,
        }
    }

    /// An amount of this unit with its name, rounded to a number of significant digits: `5.2 months`.
    pub fn text(self, amount: f64, digits: usize, locale: Locale) -> String {
        match Decimal::of(amount) {
            Some(d) => {
                let d = d.rounded(digits);
                join(&d.text(locale), locale.unit(self.name, d.is_singular(locale)))
            }
            None => UNKNOWN.to_owned(),
        }
    }
}

/// A duration given in hours, in a suitable unit: `90 s`, `5 min`, `24 h`, `30 days`, `2.5 years` (of 365 days).
pub fn duration(hours: f64, locale: Locale) -> String {
    let unit = TimeUnit::of_duration(hours);
    unit.text(hours / unit.hours, RESULT_DIGITS, locale)
}

/// An end of an interval of durations, given in hours.
pub fn duration_bound(hours: f64, locale: Locale) -> String {
    let unit = TimeUnit::of_duration(hours);
    unit.text(hours / unit.hours, RANGE_DIGITS, locale)
}

/// A duration in years, with all its digits: `1 year`, `1.5 years`.
pub fn years(value: f64, locale: Locale) -> String {
    let singular = Decimal::of(value).is_some_and(|d| d.is_singular(locale));
    join(&full_precision(value, locale), locale.unit("year", singular))
}

/// Number and unit, joined by a no-break space.
pub fn join(number: &str, unit: &str) -> String {
    if unit.is_empty() {
        number.to_owned()
    } else {
        format!("{number}\u{a0}{unit}")
    }
}

/// Both ends of an interval, with as many digits as needed to distinguish them, at most one more than a result has.
fn between(low: &Decimal, high: &Decimal, locale: Locale) -> String {
    let mut ends = (String::new(), String::new());
    for digits in RANGE_DIGITS..=RESULT_DIGITS + 1 {
        ends = (
            low.rounded(digits).text(locale),
            high.rounded(digits).text(locale),
        );
        if ends.0 != ends.1 {
            break;
        }
    }
    let (low_text, high_text) = ends;
    if low_text == high_text {
        low_text
    } else if low.negative || high.negative {
        format!("{low_text}{}{high_text}", locale.to)
    } else {
        format!("{low_text}–{high_text}")
    }
}

const MINUS: char = '−';

/// A number as decimal digits: `0.d₁d₂d₃… × 10^point`. No digits: zero.
#[derive(Clone, Debug)]
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// The shortest decimal representation of a finite value.
    fn of(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let (digits, point) = decimal::shortest_digits(value);
        Some(Self {
            negative: value < 0.0,
            digits,
            point,
        })
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            (self.negative, self.point) = (false, 0);
        }
    }

    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Exponent of the first digit: 0 for 1 to 9.99.
    fn magnitude(&self) -> i32 {
        self.point - 1
    }

    fn shifted(&self, exponent: i32) -> Self {
        let point = if self.is_zero() { 0 } else { self.point + exponent };
        Self {
            point,
            ..self.clone()
        }
    }

    fn rounded(&self, digits: usize) -> Self {
        let digits = digits.max(1);
        let mut out = self.clone();
        if out.digits.len() <= digits {
            return out;
        }
        let up = out.digits[digits] >= 5;
        out.digits.truncate(digits);
        if up {
            while out.digits.last() == Some(&9) {
                out.digits.pop();
            }
            if let Some(last) = out.digits.last_mut() {
                *last += 1;
            } else {
                out.digits.push(1);
                out.point += 1;
            }
        }
        out.trim();
        out
    }

    /// Whether its unit takes the singular.
    fn is_singular(&self, locale: Locale) -> bool {
        match locale.plural_from {
            // Languages where only exactly one is singular.
            1 => self.digits == [1] && self.point == 1,
            from => self.is_zero() || self.point < 1 || (self.point == 1 && self.digits[0] < from),
        }
    }

    fn text(&self, locale: Locale) -> String {
        // Outside these magnitudes an exponent is easier to read than the zeros.
        const LARGEST: i32 = 15;
        const SMALLEST: i32 = -5;
        let mut out = String::new();
        if self.negative {
            out.push(MINUS);
        }
        let with_exponent = self.point > LARGEST || self.point < SMALLEST;
        let point = if with_exponent { 1 } else { self.point };
        decimal::write_positional(&mut out, &self.digits, point, locale.decimal, Some(locale.group));
        if with_exponent {
            out.push('e');
            out.push_str(&(self.point - 1).to_string());
        }
        out
    }
}

#[cfg(test)]
mod tests;
