//! Amounts as people write them: `~15 minutes`, `72 (3 days)`, `1,488,137.26`, `3 hours and 26 minutes`, `950 g CO2eq`.
//!
//! A reader takes a number only where it understands what the number means. Whatever else the text says is returned, so
//! that the caller can report it; several amounts that do not belong together are an error.

use super::note::{Note, Part, Remark};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
enum Token<'t> {
    /// A number and its text.
    Number(f64, &'t str),
    /// Letters, with digits behind them.
    Word(&'t str),
    /// Any other sign.
    Sign(char),
}

/// An amount read from a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Amount {
    /// In the unit of the reader; the middle of a range.
    pub value: f64,
    /// Ends of the range, where one is written.
    pub range: Option<(f64, f64)>,
    /// Whether the hours are those of all devices together: `1,000 GPU hours`.
    pub of_all_devices: bool,
    /// Number of devices, where the text has one beside the hours: `24 hours on 8 GPUs`.
    pub devices: Option<f64>,
    /// Words that were not used.
    pub left: Vec<String>,
    /// Another meaning of the number is possible: its text.
    pub doubtful: Option<String>,
}

/// Words that say nothing but that an amount follows or how exact it is.
const FILLERS: [&str; 39] = [
    "a",
    "about",
    "and",
    "approx",
    "approximate",
    "approximately",
    "appx",
    "approximatively",
    "around",
    "at",
    "ca",
    "circa",
    "clock",
    "compute",
    "de",
    "each",
    "emissions",
    "emitted",
    "environ",
    "estimate",
    "estimated",
    "estimation",
    "in",
    "is",
    "of",
    "on",
    "per",
    "roughly",
    "the",
    "time",
    "took",
    "total",
    "training",
    "used",
    "wall",
    "was",
    "with",
    "for",
    "between",
];

/// Devices that hours are counted for.
const DEVICES: [&str; 15] = [
    "gpu",
    "gpus",
    "tpu",
    "tpus",
    "chip",
    "chips",
    "device",
    "devices",
    "accelerator",
    "accelerators",
    "card",
    "cards",
    "npu",
    "npus",
    "ipu",
];

/// Hours of a unit of time.
fn hours_per(word: &str) -> Option<f64> {
    Some(match word.to_lowercase().as_str() {
        "h" | "hr" | "hrs" | "hour" | "hours" | "heure" | "heures" | "stunde" | "stunden" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" => 1.0 / 60.0,
        "s" | "sec" | "secs" | "second" | "seconds" | "seconde" | "secondes" | "sekunden" => 1.0 / 3600.0,
        "d" | "day" | "days" | "jour" | "jours" | "tag" | "tage" => 24.0,
        "week" | "weeks" | "semaine" | "semaines" | "woche" | "wochen" => 168.0,
        _ => return None,
    })
}

/// Kilograms of a unit of mass: `kgCO2eq` is a kilogram. `None` for unknown units.
fn kg_per(word: &str) -> Option<f64> {
    let plain = word.to_lowercase().replace('₂', "2");
    let unit = ["co2", "carbon"]
        .iter()
        .find_map(|gas| plain.split_once(gas))
        .map_or(plain.as_str(), |(unit, _)| unit);
    Some(match unit {
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "kilogrammes" => 1.0,
        "g" | "gr" | "gram" | "grams" | "gramme" | "grammes" => 1e-3,
        "mg" | "milligram" | "milligrams" => 1e-6,
        "t" | "ton" | "tons" | "tonne" | "tonnes" => 1e3,
        _ => return None,
    })
}

/// Numbers written as words.
pub(super) fn number_word(word: &str) -> Option<f64> {
    Some(match word.to_lowercase().as_str() {
        "single" | "one" => 1.0,
        "two" | "dual" => 2.0,
        "three" => 3.0,
        "four" | "quad" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" | "octo" => 8.0,
        "ten" => 10.0,
        "twelve" => 12.0,
        "sixteen" => 16.0,
        _ => return None,
    })
}

/// The factor of a word behind a number: `39.3M`, `1.5 million`.
fn multiplier(word: &str) -> Option<f64> {
    Some(match word {
        "k" | "K" | "thousand" => 1e3,
        "M" | "million" | "Million" | "millions" => 1e6,
        "B" | "billion" | "Billion" => 1e9,
        _ => return None,
    })
}

/// The value of a number with a decimal point or comma, with groups of three digits between commas, points, spaces or
/// apostrophes, and with an exponent. One comma before exactly three digits groups: `1,200`.
fn value(text: &str) -> Option<f64> {
    let (digits, exponent) = match text.find(['e', 'E']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let separators: Vec<(usize, char)> = digits
        .char_indices()
        .filter(|(_, letter)| !letter.is_ascii_digit())
        .collect();
    let last = separators.last().copied();
    let same = |sign: char| separators.iter().filter(|(_, other)| *other == sign).count();
    let grouped = |text: &str| {
        let mut groups = text.split(|letter: char| !letter.is_ascii_digit());
        let first = groups.next().unwrap_or("");
        (1..=3).contains(&first.len()) && first != "0" && groups.all(|group| group.len() == 3)
    };
    let decimal_at = last
        .filter(|(_, sign)| ['.', ','].contains(sign) && same(*sign) == 1)
        .filter(|(_, sign)| *sign == '.' || !grouped(digits))
        .map(|(at, _)| at);
    let (whole, fraction) = decimal_at.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    let has_groups = whole.contains(|letter: char| !letter.is_ascii_digit());
    if has_groups && !grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{whole}.{fraction}0{exponent}")
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

/// Length in bytes of the number at the start of a text.
fn number_length(text: &str) -> usize {
    let digits_at = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits_at(0);
    loop {
        let Some(sign) = text[end..].chars().next() else {
            return end;
        };
        let behind = end + sign.len_utf8();
        let next = digits_at(behind);
        let continues = match sign {
            '.' | ',' => next > 0,
            // A space groups digits only in threes, after at most three.
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' => {
                let first = text[..end].bytes().take_while(u8::is_ascii_digit).count();
                next == 3 && first <= 3
            }
            _ => false,
        };
        if !continues {
            break;
        }
        end = behind + next;
    }
    if let Some(rest) = text[end..].strip_prefix(['e', 'E']) {
        let unsigned = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        let figures = unsigned.bytes().take_while(u8::is_ascii_digit).count();
        if figures > 0 {
            end = text.len() - unsigned.len() + figures;
        }
    }
    end
}

/// Splits a text; an error for a number that cannot be understood.
fn tokens(text: &str) -> Result<Vec<Token<'_>>, Remark> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let decimal = letter == '.' && rest[1..].starts_with(|next: char| next.is_ascii_digit());
        if letter.is_ascii_digit() || decimal {
            let end = if decimal {
                1 + number_length(&rest[1..])
            } else {
                number_length(rest)
            };
            let written = &rest[..end];
            let number = value(written).ok_or_else(|| Note::AmbiguousNumber.with("text", written))?;
            out.push(Token::Number(number, written));
            at += end;
        } else if letter.is_alphabetic() {
            let letters = rest
                .find(|next: char| !next.is_alphabetic())
                .unwrap_or(rest.len());
            // `3h26m`, `x8`: digits behind a unit of time begin another number. `CO2`, `H100`: others belong to the word.
            let behind_number = text[..at].ends_with(|last: char| last.is_ascii_digit());
            let ends = rest[..letters].eq_ignore_ascii_case("x")
                || (behind_number && hours_per(&rest[..letters]).is_some());
            let end = if ends {
                letters
            } else {
                rest.find(|next: char| !next.is_alphanumeric())
                    .unwrap_or(rest.len())
            };
            out.push(Token::Word(&rest[..end]));
            at += end;
        } else {
            if !letter.is_whitespace() {
                out.push(Token::Sign(letter));
            }
            at += letter.len_utf8();
        }
    }
    Ok(out)
}

/// Whether a sign says nothing about an amount.
fn is_silent(sign: char) -> bool {
    "~≈()[].,;:*_`\"'-–—=|≃∼/·".contains(sign)
}

/// A number with what was found behind it.
#[derive(Clone, Debug)]
struct Item<'t> {
    low: f64,
    high: f64,
    text: &'t str,
    /// Size of its unit in that of the reader.
    unit: Option<f64>,
    /// The word of its unit.
    word: &'t str,
    of_all_devices: bool,
    /// `8 GPUs`, `x 8`.
    is_count: bool,
    join: Join,
}

/// How a number hangs together with what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    /// The text begins with it.
    First,
    /// It follows a number.
    Follows,
    /// `+` stands between them.
    Added,
    /// Words stand before it: it is about something else.
    Apart,
}

/// Whether a range goes on at this token: `6-8`, `6 to 8`, `between 6 and 8`.
fn is_to(token: &Token<'_>, is_between: bool) -> bool {
    match token {
        Token::Sign(sign) => "-–—".contains(*sign),
        Token::Word(word) => {
            let word = word.to_lowercase();
            ["to", "bis", "à"].contains(&word.as_str()) || (is_between && word == "and")
        }
        Token::Number(..) => false,
    }
}

/// The numbers of a text with their units, and the words that belong to none.
fn items<'t>(
    tokens: &[Token<'t>],
    unit_of: impl Fn(&str) -> Option<f64>,
) -> Result<(Vec<Item<'t>>, Vec<String>), Remark> {
    let (mut items, mut left): (Vec<Item<'t>>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut at, mut added, mut times, mut apart) = (0, false, false, false);
    let mut between = false;
    while let Some(token) = tokens.get(at) {
        at += 1;
        // `one hour`, `eight GPUs`
        let in_words = match (token, tokens.get(at)) {
            (Token::Word(word), Some(Token::Word(next))) if unit_of(next).is_some() || is_device(next) => {
                number_word(word).map(|number| Token::Number(number, word))
            }
            _ => None,
        };
        match in_words.as_ref().unwrap_or(token) {
            Token::Number(low, text) => {
                let low = *low;
                let mut item = Item {
                    low,
                    high: low,
                    text,
                    unit: None,
                    word: "",
                    of_all_devices: false,
                    is_count: times,
                    join: match (std::mem::take(&mut apart), std::mem::take(&mut added)) {
                        (true, _) => Join::Apart,
                        (false, true) => Join::Added,
                        (false, false) if items.is_empty() => Join::First,
                        (false, false) => Join::Follows,
                    },
                };
                times = false;
                if before(tokens, at, '-') && items.is_empty() {
                    return Err(Note::BelowZero.with("text", format!("-{text}")));
                }
                let own;
                (own, at) = factor(tokens, at);
                let is_between = std::mem::take(&mut between);
                let end = |at: usize| match (tokens.get(at), tokens.get(at + 1)) {
                    (Some(joint), Some(Token::Number(high, _))) if is_to(joint, is_between) => Some(*high),
                    _ => None,
                };
                let mut common = own;
                if let Some(high) = end(at) {
                    item.high = high;
                    (common, at) = factor(tokens, at + 2);
                }
                // `6-8 million`: both ends.
                item.low *= own.or(common).unwrap_or(1.0);
                item.high *= common.unwrap_or(1.0);
                at = unit(&mut item, tokens, at, &unit_of);
                if let (Some(size), Some(high)) = (item.unit, end(at)) {
                    // `6 hours - 8 hours`
                    let mut upper = item.clone();
                    at = unit(&mut upper, tokens, at + 2, &unit_of);
                    item.high = high * upper.unit.unwrap_or(size) / size;
                }
                if let (true, true, Some(first)) = (item.is_count, item.unit.is_some(), items.last_mut()) {
                    // `8 x 24 h`: the number without a unit counts.
                    (first.is_count, item.is_count) = (first.unit.is_none(), false);
                }
                items.push(item);
            }
            Token::Word(word) => {
                let lower = word.to_lowercase();
                between = lower == "between";
                if lower == "x" {
                    times = true;
                } else if is_device(word) {
                    apart = true;
                } else if !FILLERS.contains(&lower.as_str()) {
                    apart = true;
                    left.push((*word).to_owned());
                }
            }
            Token::Sign('+') => added = true,
            Token::Sign('×' | '*') if !items.is_empty() => times = true,
            Token::Sign(sign) if is_silent(*sign) => {}
            Token::Sign(sign) => left.push(sign.to_string()),
        }
    }
    Ok((items, left))
}

/// Whether a sign stands directly before the number that ends at `at`.
fn before(tokens: &[Token<'_>], at: usize, sign: char) -> bool {
    at >= 2 && tokens[at - 2] == Token::Sign(sign)
}

fn is_device(word: &str) -> bool {
    DEVICES.contains(&word.to_lowercase().as_str())
}

/// The factor that follows a number, and where the text goes on.
fn factor(tokens: &[Token<'_>], at: usize) -> (Option<f64>, usize) {
    let found = match tokens.get(at) {
        Some(Token::Word(word)) => multiplier(word),
        _ => None,
    };
    (found, at + usize::from(found.is_some()))
}

/// Finds the unit behind a number, and returns where the text goes on.
fn unit<'t>(
    item: &mut Item<'t>,
    tokens: &[Token<'t>],
    at: usize,
    unit_of: &impl Fn(&str) -> Option<f64>,
) -> usize {
    // `1,000 A100 GPU hours`, `24 GPU-hours`: up to three words and hyphens before the unit of time.
    let mut devices = false;
    let mut end = at;
    while end < at + 4 {
        match tokens.get(end) {
            Some(Token::Word(word)) => {
                if let Some(found) = unit_of(word) {
                    (item.unit, item.word, item.of_all_devices) = (Some(found), word, devices);
                    return end + 1;
                }
                let lower = word.to_lowercase();
                if lower == "gpuh" {
                    (item.unit, item.word, item.of_all_devices) = (Some(1.0), word, true);
                    return end + 1;
                }
                let named = is_device(word) || super::hardware::is_accelerator(word);
                devices |= named;
                if !named && !["metric", "full"].contains(&lower.as_str()) {
                    break;
                }
            }
            Some(Token::Sign('-' | '.' | '·')) => {}
            _ => break,
        }
        end += 1;
    }
    if let Some(Token::Word(word)) = tokens.get(at) {
        if is_device(word) {
            item.is_count = true;
            return at + 1;
        }
        item.word = word;
    }
    at
}

/// Joins the items of a text to one amount, in the unit of the reader: its ends, and the items that were not used.
fn joined<'i, 't>(items: &'i [Item<'t>], text: &str) -> Result<(f64, f64, Vec<&'i Item<'t>>), Remark> {
    let several = || Note::SeveralAmounts.with("text", text);
    let size = |item: &Item<'_>| item.unit.unwrap_or(1.0);
    let (with_unit, without): (Vec<&Item<'_>>, Vec<&Item<'_>>) = items
        .iter()
        .filter(|item| !item.is_count)
        .partition(|item| item.unit.is_some());
    let (amounts, others) = if with_unit.is_empty() {
        (without, Vec::new())
    } else {
        (with_unit, without)
    };
    let mut amounts = amounts.into_iter();
    let Some(mut last) = amounts.next() else {
        return Err(Note::NotANumber.with("text", text));
    };
    let (mut low, mut high) = (last.low * size(last), last.high * size(last));
    let same = |item: &Item<'_>, low: f64, high: f64| {
        let close = |a: f64, b: f64| (a - b).abs() <= 0.02 * b.abs();
        close(item.low * size(item), low) && close(item.high * size(item), high)
    };
    for item in amounts {
        let falls = item.unit.is_some() && size(item) < size(last);
        if item.join == Join::Added || (item.join == Join::Follows && falls && !same(item, low, high)) {
            low += item.low * size(item);
            high += item.high * size(item);
            last = item;
        } else if !same(item, low, high) {
            return Err(several());
        }
    }
    // `72 (3 days)` says the same twice; `24 hours, 3 epochs` counts something else.
    let unused: Vec<&Item<'_>> = others.into_iter().filter(|item| !same(item, low, high)).collect();
    if low > high || unused.iter().any(|item| item.join == Join::First) {
        return Err(several());
    }
    Ok((low, high, unused))
}

fn amount(text: &str, items: &[Item<'_>], mut left: Vec<String>) -> Result<Amount, Remark> {
    let (low, high, unused) = joined(items, text)?;
    left.extend(unused.iter().map(|item| item.text.to_owned()));
    let mut counts = items.iter().filter(|item| item.is_count).map(|item| item.low);
    let devices = counts.next();
    if counts.any(|count| Some(count) != devices) {
        return Err(Note::SeveralAmounts.with("text", text));
    }
    let could_be_grouped = |text: &str| {
        let groups: Vec<&str> = text.split(['.', ',']).collect();
        matches!(groups[..], [whole, group] if (1..=3).contains(&whole.len()) && whole != "0" && group.len() == 3)
    };
    let doubtful = items
        .iter()
        .map(|item| item.text)
        .find(|text| could_be_grouped(text));
    Ok(Amount {
        value: f64::midpoint(low, high),
        range: (low < high).then_some((low, high)),
        of_all_devices: items.iter().any(|item| item.of_all_devices),
        devices,
        left,
        doubtful: doubtful.map(str::to_owned),
    })
}

/// Hours.
///
/// # Errors
/// No number, several that do not belong together, an unknown unit, a negative one.
pub(super) fn hours(text: &str) -> Result<Amount, Remark> {
    let tokens = tokens(text)?;
    if let Some(hours) = clock(&tokens) {
        return Ok(Amount {
            value: hours,
            ..Amount::default()
        });
    }
    let (items, left) = items(&tokens, hours_per)?;
    let amounts = || items.iter().filter(|item| !item.is_count);
    // A word directly behind the only number that is no unit: `3 fortnights`.
    if let Some(item) = amounts().next()
        && amounts().all(|item| item.unit.is_none())
        && !item.word.is_empty()
        && left.iter().any(|word| word == item.word)
    {
        return Err(Note::UnitUnknown.with("unit", item.word));
    }
    amount(text, &items, left)
}

/// `3:26:00` in hours.
fn clock(tokens: &[Token<'_>]) -> Option<f64> {
    match tokens {
        [
            Token::Number(hours, _),
            Token::Sign(':'),
            Token::Number(minutes, _),
            Token::Sign(':'),
            Token::Number(seconds, _),
        ] if *minutes < 60.0 && *seconds < 60.0 => Some(hours + minutes / 60.0 + seconds / 3600.0),
        _ => None,
    }
}

/// Kilograms of CO2e; a number without unit is kilograms.
///
/// # Errors
/// As [`hours`].
pub(super) fn kilograms(text: &str) -> Result<Amount, Remark> {
    let tokens = tokens(text)?;
    let (items, left) = items(&tokens, kg_per)?;
    let is_gas = |word: &str| {
        let plain = word.to_lowercase().replace('₂', "2");
        plain.starts_with("co2")
            || [
                "carbon",
                "dioxide",
                "eq",
                "e",
                "equivalent",
                "equivalents",
                "metric",
            ]
            .contains(&plain.as_str())
    };
    if let Some(item) = items.first()
        && items.iter().all(|item| item.unit.is_none())
        && !item.word.is_empty()
        && left.iter().any(|word| word == item.word)
        && !is_gas(item.word)
    {
        return Err(Note::UnitUnknown.with("unit", item.word));
    }
    let left = left.into_iter().filter(|word| !is_gas(word)).collect();
    amount(text, &items, left)
}

/// A number of devices: `8`, `x8`, `8 GPUs`, `two`.
///
/// # Errors
/// As [`hours`].
pub(super) fn count(text: &str) -> Result<Amount, Remark> {
    if let Some(number) = number_word(text.trim()) {
        return Ok(Amount {
            value: number,
            ..Amount::default()
        });
    }
    let tokens = tokens(text)?;
    let (mut items, left) = items(&tokens, |_| None)?;
    for item in &mut items {
        item.is_count = false;
    }
    let found = amount(text, &items, left)?;
    if found.value > 0.0 && found.range.is_none() {
        Ok(found)
    } else {
        Err(Note::NotANumber.with("text", text))
    }
}

/// What was not used of an amount or could be meant otherwise, as remarks about its field.
pub(super) fn doubts(amount: &Amount, text: &str, unit: &'static str, groups_doubtful: bool) -> Vec<Remark> {
    let mut found = Vec::new();
    if !amount.left.is_empty() {
        found.push(Note::WordsLeft.with("text", amount.left.join(" ")));
    }
    if amount.range.is_some() {
        found.push(
            Note::RangeRead
                .with("text", text)
                .with("value", Part::Amount(amount.value, unit)),
        );
    }
    if let Some(written) = amount.doubtful.as_deref().filter(|_| groups_doubtful) {
        found.push(
            Note::ReadAs
                .with("text", written)
                .with("value", Part::Amount(amount.value, unit)),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Value, range, whether it is that of all devices, and their number.
    type Summary = (f64, Option<(f64, f64)>, bool, Option<f64>);

    fn read(found: Result<Amount, Remark>) -> Option<Summary> {
        let found = found.ok()?;
        Some((found.value, found.range, found.of_all_devices, found.devices))
    }

    #[test]
    fn times() {
        let cases = [
            ("24", Some((24.0, None, false, None))),
            ("1,200", Some((1200.0, None, false, None))),
            ("1.2e3 h", Some((1200.0, None, false, None))),
            ("1 200 heures", Some((1200.0, None, false, None))),
            ("1'200", Some((1200.0, None, false, None))),
            ("1,5", Some((1.5, None, false, None))),
            ("0,250", Some((0.25, None, false, None))),
            ("1500000,5", Some((1_500_000.5, None, false, None))),
            ("1,488,137.26", Some((1_488_137.26, None, false, None))),
            ("1.488.137,26", Some((1_488_137.26, None, false, None))),
            ("39.3M GPU hours", Some((39_300_000.0, None, true, None))),
            ("1.46 million H100 hours", Some((1_460_000.0, None, true, None))),
            ("3h30m", Some((3.5, None, false, None))),
            ("3 hours and 30 minutes", Some((3.5, None, false, None))),
            ("1 day 6 hours", Some((30.0, None, false, None))),
            ("3:30:00", Some((3.5, None, false, None))),
            ("~ 15 Minutes", Some((0.25, None, false, None))),
            ("72 (3 days)", Some((72.0, None, false, None))),
            ("3 days (72 hours)", Some((72.0, None, false, None))),
            ("3 days", Some((72.0, None, false, None))),
            ("12 + 12", Some((24.0, None, false, None))),
            ("6-8 hours", Some((7.0, Some((6.0, 8.0)), false, None))),
            ("6 hours - 8 hours", Some((7.0, Some((6.0, 8.0)), false, None))),
            ("one hour", Some((1.0, None, false, None))),
            ("48hrs/GPU", Some((48.0, None, false, None))),
            ("24 GPU·h", Some((24.0, None, true, None))),
            (
                "between 6 and 8 hours",
                Some((7.0, Some((6.0, 8.0)), false, None)),
            ),
            ("24 hours on 8 GPUs", Some((24.0, None, false, Some(8.0)))),
            ("8 GPUs x 24 hours", Some((24.0, None, false, Some(8.0)))),
            ("24 x 8 h", Some((8.0, None, false, Some(24.0)))),
            ("Phase 1: 24 hours", Some((24.0, None, false, None))),
            ("~300 hours (TPU) + ~24 hours (GPU)", None),
            ("72 (2 days)", None),
            ("24 hours, 48 hours", None),
            ("-3", None),
            ("3 fortnights", None),
            ("soon", None),
            ("2024-05-01", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = read(hours(text));
            let close = match (&found, &expected) {
                (Some(a), Some(b)) => (a.0 - b.0).abs() < 1e-9 * b.0 && (a.1, a.2, a.3) == (b.1, b.2, b.3),
                (a, b) => a == b,
            };
            assert!(close, "{text:?}: {found:?}");
        }
        assert_eq!(hours("24 (estimated by hand)").unwrap().left, ["by", "hand"]);
        assert_eq!(hours("24 hours, 3 epochs").unwrap().left, ["epochs", "3"]);
    }

    #[test]
    fn masses() {
        let cases = [
            ("5", Some(5.0)),
            ("5 kg", Some(5.0)),
            ("2 tCO2eq", Some(2000.0)),
            ("0.5 metric tons", Some(500.0)),
            ("300 g", Some(0.3)),
            ("950 g CO2eq", Some(0.95)),
            ("1,5 kg CO2", Some(1.5)),
            ("0.1625 kg of CO₂", Some(0.1625)),
            ("45kgCO2eq", Some(45.0)),
            ("Estimated at ~45 kg CO2eq", Some(45.0)),
            ("appx. 513 kg", Some(513.0)),
            ("~12-15 kg CO2eq", Some(13.5)),
            ("5 pounds", None),
            ("Negligible.", None),
        ];
        for (text, expected) in cases {
            let found = kilograms(text).ok().map(|found| found.value);
            let close = match (found, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-12 * b,
                (a, b) => a == b,
            };
            assert!(close, "{text:?}: {found:?}");
        }
    }

    #[test]
    fn counts() {
        let cases = [
            ("8", Some(8.0)),
            ("x8", Some(8.0)),
            ("8x", Some(8.0)),
            ("8 GPUs", Some(8.0)),
            ("1,024", Some(1024.0)),
            ("two", Some(2.0)),
            ("many", None),
            ("0", None),
            ("4-8", None),
        ];
        for (text, expected) in cases {
            assert_eq!(count(text).ok().map(|found| found.value), expected, "{text:?}");
        }
    }
}
