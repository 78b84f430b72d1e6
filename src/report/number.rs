//! Numbers as people write them: sensible digits, units that adapt, intervals in one unit; and what people
//! type, read back.
//!
//! Every figure is rounded in decimal, half away from zero, on the shortest decimal text that stands for it:
//! what a reader would do with the number they see. Units of a family differ by powers of ten, so changing
//! unit moves the decimal sign and never adds a crumb.

mod read;

use crate::math::decimal;

pub use read::{ParseError, parse};

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// What the language calls itself.
    pub name: &'static str,
    /// Between whole and fraction.
    pub decimal: char,
    /// Between groups of three digits.
    pub group: char,
    /// Between a number and the per cent sign.
    pub before_percent: &'static str,
    /// Between a label and what it is of.
    pub colon: &'static str,
    /// Between the ends of an interval where a dash could be taken for a minus sign.
    pub to: &'static str,
    /// Whether its readers count in miles.
    pub miles: bool,
    /// Smallest amount that takes the plural.
    plural_from: u8,
    /// Unit in English, then here for one and for many; other units are the same everywhere.
    words: &'static [(&'static str, &'static str, &'static str)],
}

/// How each language of the page writes numbers, by its code.
const LOCALES: [(&str, Locale); 2] = [("en", ENGLISH), ("fr", FRENCH)];

impl Locale {
    /// How the language with this code writes numbers; as in English where it is not known here.
    pub fn of(code: &str) -> Self {
        LOCALES
            .into_iter()
            .find(|(known, _)| *known == code)
            .map_or(ENGLISH, |(_, locale)| locale)
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
    miles: true,
    plural_from: 1,
    words: &[("day", "day", "days"), ("year", "year", "years")],
};

/// French: 1 234,5 and 12 %, with narrow spaces that do not break.
pub const FRENCH: Locale = Locale {
    name: "Français",
    decimal: ',',
    group: '\u{202f}',
    before_percent: "\u{202f}",
    colon: "\u{a0}: ",
    to: " à ",
    miles: false,
    plural_from: 2,
    words: &[
        ("day", "jour", "jours"),
        ("year", "an", "ans"),
        ("million", "million", "millions"),
        ("billion", "milliard", "milliards"),
        ("trillion", "billion", "billions"),
        ("million USD", "million USD", "millions USD"),
        ("billion USD", "milliard USD", "milliards USD"),
        ("trillion USD", "billion USD", "billions USD"),
    ],
};

/// Stands for a figure that is not known or not finite.
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

    /// Name beside many, as on an axis or above a column.
    pub fn name(self, locale: Locale) -> &'static str {
        locale.word(self.name, false)
    }

    /// An amount of the base unit told in this unit, to three significant digits, without the unit's name:
    /// for columns and axes that share one.
    pub fn text(self, amount: f64, locale: Locale) -> String {
        Decimal::of(amount).map_or_else(
            || UNKNOWN.to_owned(),
            |d| d.shifted(-self.exponent).rounded(RESULT_DIGITS).text(locale),
        )
    }
}

impl Family {
    /// The unit an amount is best told in: the largest that leaves at least one whole of it. Zero is told in
    /// the base unit, crumbs in the smallest unit there is.
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
        let Some(decimal) = Decimal::of(amount) else {
            return UNKNOWN.to_owned();
        };
        let unit = self.unit(amount);
        let shown = decimal.shifted(-unit.exponent).rounded(RESULT_DIGITS);
        join(
            &shown.text(locale),
            locale.word(unit.name, shown.is_singular(locale)),
        )
    }

    /// An interval of the base unit, told in the unit of the amount it stands beside: `12–34 kg CO₂e`. Where that unit
    /// would hide an end, more than three orders of magnitude below it, each end gets its own.
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
        join(&between(&from, &to, locale), locale.word(unit.name, singular))
    }
}

impl Locale {
    fn word(self, unit: &'static str, singular: bool) -> &'static str {
        match self.words.iter().find(|(english, ..)| *english == unit) {
            Some((_, one, _)) if singular => one,
            Some((.., many)) => many,
            None => unit,
        }
    }
}

/// A value to so many significant digits (at least one), without zeros that say nothing.
pub fn significant(value: f64, digits: usize, locale: Locale) -> String {
    Decimal::of(value).map_or_else(|| UNKNOWN.to_owned(), |d| d.rounded(digits).text(locale))
}

/// A value as stored, with all its digits: what a number field shows. [`parse`] reads back the same value.
pub fn plain(value: f64, locale: Locale) -> String {
    Decimal::of(value).map_or_else(|| UNKNOWN.to_owned(), |d| d.text(locale).replace(MINUS, "-"))
}

/// A value as stored, for machines: a point, no groups, `e` for very large and small amounts. Empty where it
/// is not finite.
pub fn machine(value: f64) -> String {
    const MACHINE: Locale = Locale {
        group: '\0',
        ..ENGLISH
    };
    Decimal::of(value).map_or_else(String::new, |d| {
        d.text(MACHINE).replace(MINUS, "-").replace('\0', "")
    })
}

/// An interval without unit: `12–34`, or `−5 to 3` where a dash could be read as a minus sign.
pub fn range(low: f64, high: f64, locale: Locale) -> String {
    match (Decimal::of(low), Decimal::of(high)) {
        (Some(low), Some(high)) => between(&low, &high, locale),
        _ => UNKNOWN.to_owned(),
    }
}

/// A share of one as per cent to three significant digits: `12.3%`.
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

/// A probability (0-1) as per cent in whole numbers. Simulations alone never make certain: what rounds to 0% or 100%
/// is told as `<1%` or `>99%`.
pub fn probability(share: f64, locale: Locale) -> String {
    if !share.is_finite() {
        return UNKNOWN.to_owned();
    }
    let percent = (share * 100.0).round();
    let sign = match percent {
        p if p < 1.0 => "<",
        p if p > 99.0 => ">",
        _ => "",
    };
    let percent = plain(percent.clamp(1.0, 99.0), locale);
    [sign, &percent, locale.before_percent, "%"].concat()
}

/// A time in hours, in the unit people would use: `90 s`, `5 min`, `24 h`, `30 days`, `2.5 years` (of 365 days).
pub fn duration(hours: f64, locale: Locale) -> String {
    use crate::quantity::{HOURS_PER_DAY, HOURS_PER_YEAR, MINUTES_PER_HOUR, SECONDS_PER_HOUR};
    let (amount, unit) = match hours.abs() {
        h if h == 0.0 || (1.0..=2.0 * HOURS_PER_DAY).contains(&h) => (hours, "h"),
        h if h * MINUTES_PER_HOUR < 2.0 => (hours * SECONDS_PER_HOUR, "s"),
        h if h < 1.0 => (hours * MINUTES_PER_HOUR, "min"),
        h if h < 2.0 * HOURS_PER_YEAR => (hours / HOURS_PER_DAY, "day"),
        _ => (hours / HOURS_PER_YEAR, "year"),
    };
    match Decimal::of(amount) {
        Some(d) => {
            let d = d.rounded(RESULT_DIGITS);
            join(&d.text(locale), locale.word(unit, d.is_singular(locale)))
        }
        None => UNKNOWN.to_owned(),
    }
}

/// A time in years, as typed: `1 year`, `1.5 years`.
pub fn years(value: f64, locale: Locale) -> String {
    let singular = Decimal::of(value).is_some_and(|d| d.is_singular(locale));
    join(&plain(value, locale), locale.word("year", singular))
}

/// Number and unit, held together by a space that does not break.
pub fn join(number: &str, unit: &str) -> String {
    if unit.is_empty() {
        number.to_owned()
    } else {
        format!("{number}\u{a0}{unit}")
    }
}

/// Two ends with as many digits as it takes to tell them apart, up to those of a result.
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
    /// The shortest decimal that stands for a finite value.
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

    /// Whether the unit beside it stands in the singular.
    fn is_singular(&self, locale: Locale) -> bool {
        match locale.plural_from {
            // Languages where only exactly one is singular.
            1 => self.digits == [1] && self.point == 1,
            from => self.is_zero() || self.point < 1 || (self.point == 1 && self.digits[0] < from),
        }
    }

    fn text(&self, locale: Locale) -> String {
        // Beyond these nobody counts zeros.
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
