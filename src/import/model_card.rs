//! The block `co2_eq_emissions` of a Hugging Face model card: emissions in grams, and what they belong to.
//!
//! Read is the front matter between two lines `---` at the start of the card: the key with a number, or with `emissions`,
//! `source`, `training_type`, `geographical_location` and `hardware_used` below it or in braces. Plain and quoted texts and
//! lists of them are understood; other constructions of YAML (anchors, block texts) are an error that names the line.

use super::{Imported, number};
use delimited::Problem;

/// What the block says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardEmissions {
    /// 1-based line of the key.
    pub line: usize,
    /// Emissions, g CO2e.
    pub emissions_g: f64,
    /// Where the figure comes from, such as CodeCarbon or a link.
    pub source: Option<String>,
    /// Such as `pre-training` or `fine-tuning`.
    pub training_type: Option<String>,
    /// Such as `Paris, France`.
    pub geographical_location: Option<String>,
    /// Such as `8 x A100`.
    pub hardware_used: Option<String>,
}

const KEY: &str = "co2_eq_emissions";

/// A line of the front matter without its comment.
struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
}

impl Line<'_> {
    fn problem(&self, column: usize, reason: impl Into<String>) -> Problem {
        Problem {
            line: self.number,
            column: self.indent + column + 1,
            reason: reason.into(),
        }
    }
}

/// Cuts a comment off: `#` at the start or after a space, outside quotes.
fn without_comment(text: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        if let Some(open) = quote {
            quote = quote.filter(|_| letter != open);
        } else if letter == '#' && before.is_whitespace() {
            return text[..at].trim_end();
        } else if (letter == '"' || letter == '\'') && !before.is_alphanumeric() {
            quote = Some(letter);
        }
        before = letter;
    }
    text.trim_end()
}

/// Lines of the front matter, blank ones left out.
fn front_matter(card: &str) -> Result<Vec<Line<'_>>, Problem> {
    let card = card.strip_prefix('\u{feff}').unwrap_or(card);
    let mut lines = card
        .lines()
        .enumerate()
        .skip_while(|(_, line)| line.trim().is_empty());
    let missing = |line: usize, reason: &str| Problem {
        line,
        column: 1,
        reason: reason.into(),
    };
    match lines.next() {
        Some((_, line)) if line.trim_end() == "---" => {}
        Some((at, _)) => {
            return Err(missing(
                at + 1,
                "the card has no front matter: this line should be ---",
            ));
        }
        None => return Err(missing(1, "the card is empty")),
    }
    let mut found = Vec::new();
    for (at, line) in lines {
        if line.trim_end() == "---" || line.trim_end() == "..." {
            return Ok(found);
        }
        let text = without_comment(line);
        let indent = text.len() - text.trim_start_matches(' ').len();
        if text.trim_start_matches(' ').starts_with('\t') {
            return Err(missing(
                at + 1,
                "a tab at the start of a line, which YAML does not allow",
            ));
        }
        if !text.trim().is_empty() {
            found.push(Line {
                number: at + 1,
                indent,
                text: &text[indent..],
            });
        }
    }
    Err(missing(
        card.lines().count().max(1),
        "the front matter never ends: no second line ---",
    ))
}

/// A plain or quoted text.
fn scalar(text: &str) -> Result<String, String> {
    let text = text.trim();
    let inside = |quote: char| {
        text.strip_prefix(quote)
            .map(|rest| rest.strip_suffix(quote).filter(|_| text.len() > 1))
    };
    match (inside('"'), inside('\'')) {
        (Some(Some(inner)), _) => Ok(inner.replace("\\\"", "\"").replace("\\\\", "\\")),
        (_, Some(Some(inner))) => Ok(inner.replace("''", "'")),
        (Some(None), _) | (_, Some(None)) => Err("this quote is never closed".into()),
        _ if text.starts_with(['&', '*', '|', '>', '!', '%', '@', '`', '{']) => {
            Err(format!("{text:?} is YAML that is not understood here"))
        }
        _ if text.starts_with('[') => {
            let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let parts: Result<Vec<_>, _> = split(inner.ok_or("this list is never closed")?)
                .map(scalar)
                .collect();
            Ok(parts?.join(", "))
        }
        _ => Ok(text.to_owned()),
    }
}

/// Parts between commas outside quotes and brackets.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_usize, None);
    for (at, letter) in text.char_indices() {
        if let Some(open) = quote {
            quote = quote.filter(|_| letter != open);
            continue;
        }
        match letter {
            '"' | '\'' => quote = Some(letter),
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().filter(|part| !part.trim().is_empty())
}

fn key_value(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let separated = value.is_empty() || value.starts_with(' ');
    separated.then(|| (key.trim().trim_matches(['"', '\'']), value.trim()))
}

/// Nothing said.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "null" | "~" | "Null" | "NULL")
}

impl CardEmissions {
    fn emissions(&mut self, text: &str) -> Result<(), String> {
        let text = scalar(text)?;
        let (value, _) = number(&text)?;
        if value < 0.0 {
            return Err("emissions are below 0".into());
        }
        self.emissions_g = value;
        Ok(())
    }

    /// Sets a key; false for one that is not known.
    fn set(&mut self, key: &str, value: &str) -> Result<bool, String> {
        let slot = match key {
            "emissions" => {
                self.emissions(value)?;
                return Ok(true);
            }
            "source" => &mut self.source,
            "training_type" => &mut self.training_type,
            "geographical_location" => &mut self.geographical_location,
            "hardware_used" => &mut self.hardware_used,
            _ => return Ok(false),
        };
        *slot = if is_null(value) {
            None
        } else {
            Some(scalar(value)?)
        };
        Ok(true)
    }
}

/// Reads the block of a card.
///
/// # Errors
/// No front matter, no block, no number for the emissions, or YAML that is not understood, with line and column.
pub fn parse(card: &str) -> Result<Imported<CardEmissions>, Problem> {
    let lines = front_matter(card)?;
    let top = |line: &Line<'_>| line.indent == 0 && key_value(line.text).is_some_and(|(key, _)| key == KEY);
    let Some(start) = lines.iter().position(top) else {
        return Err(Problem {
            line: 1,
            column: 1,
            reason: format!("the front matter has no {KEY}"),
        });
    };
    let head = &lines[start];
    let mut card = CardEmissions {
        line: head.number,
        ..CardEmissions::default()
    };
    let mut warnings = Vec::new();
    let mut seen = Vec::new();
    let value = key_value(head.text).map_or("", |(_, value)| value);
    let column = head.text.len() - value.len();
    let entries: Vec<(&Line<'_>, &str, String, usize)> = if let Some(inner) = value.strip_prefix('{') {
        let inner = inner
            .strip_suffix('}')
            .ok_or_else(|| head.problem(column, "this brace is never closed"))?;
        let pair = |part| key_value(part).ok_or_else(|| head.problem(column, "no key and value here"));
        let pairs: Result<Vec<_>, _> = split(inner).map(|part| pair(part.trim())).collect();
        pairs?
            .into_iter()
            .map(|(key, value)| (head, key, value.to_owned(), column))
            .collect()
    } else if !is_null(value) {
        card.emissions(value)
            .map_err(|reason| head.problem(column, reason))?;
        return Ok(Imported {
            value: card,
            warnings,
        });
    } else {
        block(&lines[start + 1..])?
    };
    for (line, key, value, column) in entries {
        if seen.contains(&key) {
            return Err(line.problem(0, format!("{key} occurs twice")));
        }
        seen.push(key);
        if !card
            .set(key, &value)
            .map_err(|reason| line.problem(column, reason))?
        {
            warnings.push(line.problem(0, format!("{key:?} is not read")));
        }
    }
    if !seen.contains(&"emissions") {
        return Err(head.problem(0, "the block gives no emissions"));
    }
    Ok(Imported {
        value: card,
        warnings,
    })
}

/// Entries below the key: lines further in, lists joined to their key.
fn block<'a>(lines: &'a [Line<'a>]) -> Result<Vec<(&'a Line<'a>, &'a str, String, usize)>, Problem> {
    let inner = lines.first().map_or(0, |line| line.indent);
    let mut entries: Vec<(&Line<'_>, &str, String, usize)> = Vec::new();
    for line in lines.iter().take_while(|line| line.indent > 0) {
        let item = line.text.strip_prefix("- ");
        match (item, entries.last_mut()) {
            (Some(item), Some((_, _, list, _))) if line.indent >= inner => {
                let item = scalar(item).map_err(|reason| line.problem(2, reason))?;
                let joined = if list.is_empty() {
                    item
                } else {
                    format!("{list}, {item}")
                };
                *list = joined;
                continue;
            }
            _ if line.indent != inner => {
                return Err(line.problem(0, "indented otherwise than the lines above"));
            }
            _ => {}
        }
        let (key, value) = key_value(line.text).ok_or_else(|| line.problem(0, "no key and value here"))?;
        entries.push((line, key, value.to_owned(), line.text.len() - value.len()));
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_cards() {
        let full = "---\nlicense: mit\nco2_eq_emissions:\n  emissions: 1.2e3 # grams\n  source: \"CodeCarbon, v3\"\n  training_type: 'it''s fine-tuning'\n  geographical_location: Paris, France\n  hardware_used:\n    - 8 x A100\n    - 1 x T4\n  note: x\ntags:\n- a\n---\n# Card\n";
        let imported = parse(full).unwrap();
        let expected = CardEmissions {
            line: 3,
            emissions_g: 1200.0,
            source: Some("CodeCarbon, v3".into()),
            training_type: Some("it's fine-tuning".into()),
            geographical_location: Some("Paris, France".into()),
            hardware_used: Some("8 x A100, 1 x T4".into()),
        };
        assert_eq!(imported.value, expected);
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 11, column 3: \"note\" is not read"
        );
        let cases = [
            ("a number", "---\nco2_eq_emissions: 149200\n---\n", 149_200.0),
            ("a text", "---\r\nco2_eq_emissions: \"0.5\"\r\n---\r\n", 0.5),
            (
                "braces",
                "---\nco2_eq_emissions: {emissions: 7, source: 'a, b', hardware_used: [x, y]}\n---\n",
                7.0,
            ),
            (
                "a byte-order mark",
                "\u{feff}---\nco2_eq_emissions:\n    emissions: 3\n---\n",
                3.0,
            ),
            (
                "null beside it",
                "---\nco2_eq_emissions:\n  emissions: 3\n  source: null\n...\n",
                3.0,
            ),
        ];
        for (name, card, grams) in cases {
            let value = parse(card)
                .unwrap_or_else(|problem| panic!("{name}: {problem}"))
                .value;
            assert!((value.emissions_g - grams).abs() < 1e-12, "{name}");
        }
        let braces = parse(cases[2].1).unwrap().value;
        assert_eq!(
            (braces.source.as_deref(), braces.hardware_used.as_deref()),
            (Some("a, b"), Some("x, y"))
        );
    }

    #[test]
    fn names_what_is_wrong() {
        let cases = [
            ("", "line 1, column 1: the card is empty"),
            (
                "# Card",
                "line 1, column 1: the card has no front matter: this line should be ---",
            ),
            (
                "---\na: 1\n",
                "line 2, column 1: the front matter never ends: no second line ---",
            ),
            (
                "---\na: 1\n---\n",
                "line 1, column 1: the front matter has no co2_eq_emissions",
            ),
            (
                "---\nco2_eq_emissions: lots\n---\n",
                "line 2, column 19: \"lots\" is not a number",
            ),
            (
                "---\nco2_eq_emissions: -1\n---\n",
                "line 2, column 19: emissions are below 0",
            ),
            (
                "---\nco2_eq_emissions:\n  source: x\n---\n",
                "line 2, column 1: the block gives no emissions",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: 12 kg\n---\n",
                "line 3, column 14: \"12 kg\" is not a number",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: 1\n  emissions: 2\n---\n",
                "line 4, column 3: emissions occurs twice",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: 1\n    source: x\n---\n",
                "line 4, column 5: indented otherwise than the lines above",
            ),
            (
                "---\nco2_eq_emissions:\n  source: |\n    x\n---\n",
                "line 4, column 5: indented otherwise than the lines above",
            ),
            (
                "---\nco2_eq_emissions: {emissions: 1\n---\n",
                "line 2, column 19: this brace is never closed",
            ),
            (
                "---\nco2_eq_emissions:\n\temissions: 1\n---\n",
                "line 3, column 1: a tab at the start of a line, which YAML does not allow",
            ),
        ];
        for (card, expected) in cases {
            assert_eq!(parse(card).unwrap_err().to_string(), expected, "{card:?}");
        }
    }
}
