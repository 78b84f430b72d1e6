//! Text widths from a built-in table rather than from the browser or a font file, so that a figure has the same layout
//! natively and in the browser.
//!
//! The table holds the advance widths of the Arial metric family (Liberation Sans, Helvetica, Arimo). A
//! margin covers the other fonts of the style sheet's stack, whose widths differ by a few per cent.

use super::palette::Style;

/// Advance widths of the printable ASCII characters in hundredths of the font size.
const ASCII: [u8; 95] = [
    28, 28, 36, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56,
    28, 28, 58, 58, 58, 56, 102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78, 67, 78, 72, 67,
    61, 72, 67, 94, 67, 67, 61, 28, 28, 28, 47, 56, 33, 56, 56, 50, 56, 56, 28, 56, 56, 22, 22, 50, 22, 83,
    56, 56, 56, 56, 33, 50, 28, 56, 50, 72, 50, 50, 50, 33, 26, 33, 58,
];

/// Advance width of one character in hundredths of the font size, never too small for the usual fonts.
fn advance(c: char) -> i32 {
    let code = u32::from(c);
    match code {
        0x20..=0x7e => i32::from(ASCII[(code - 0x20) as usize]),
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0xa0 | 0xb7 | 0x2018 | 0x2019 | 0x2009 | 0x202f => 28,
        0x2080..=0x2089 | 0xb0 | 0xb2 | 0xb3 | 0xb9 | 0x201c | 0x201d => 40,
        0x2013 | 0x20ac | 0xdf..=0xe5 | 0xe7..=0xf6 | 0xf8..=0xff => 62,
        0xd7 | 0xf7 | 0x2212 | 0xb1 | 0x2248 => 60,
        0xa1..=0xde | 0xe6 | 0x100..=0x24f | 0x370..=0x3ff => 80,
        _ => 104,
    }
}

/// Width of a text in tenths of a pixel.
pub(crate) fn width(text: &str, style: Style) -> i32 {
    let hundredths: i32 = text.chars().map(advance).fold(0, i32::saturating_add);
    let margin = if style.role.bold() { 114 } else { 105 };
    let size = style.role.size();
    (i64::from(hundredths) * i64::from(size) * margin / 10_000)
        .try_into()
        .unwrap_or(i32::MAX)
}

/// The text if it fits into `max_width` tenths of a pixel, otherwise its beginning with an ellipsis.
/// Empty when not even one character and the ellipsis fit.
pub(crate) fn shorten(text: &str, style: Style, max_width: i32) -> String {
    if width(text, style) <= max_width {
        return text.to_owned();
    }
    // No line holds more characters than this; the limit bounds the time a very long name can take.
    let mut cut: Vec<char> = text.chars().take(400).collect();
    while let Some(c) = cut.pop() {
        // Never separate a letter from its combining accent, nor leave a space or punctuation before the ellipsis.
        let dangling =
            |last: &char| last.is_whitespace() || matches!(last, ',' | '.' | ';' | ':' | '(' | '-' | '–');
        if advance(c) == 0 || cut.last().is_some_and(dangling) {
            continue;
        }
        let mut short: String = cut.iter().collect();
        short.push('…');
        if cut.is_empty() {
            break;
        }
        if width(&short, style) <= max_width {
            return short;
        }
    }
    String::new()
}

/// Wraps the text into at most `lines` lines of `max_width` tenths of a pixel each. The last line is shortened if
/// necessary, as is a single word that is too long for its line. Blank text gives no lines.
pub(crate) fn wrap(text: &str, style: Style, max_width: i32, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            [&line, " ", word].concat()
        };
        if line.is_empty() || done.len() + 1 >= lines || width(&longer, style) <= max_width {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    done.push(line);
    done.iter()
        .map(|line| shorten(line, style, max_width))
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::palette::Role;
    use super::*;

    const LABEL: Style = Role::Label.style();

    #[test]
    fn the_width_of_a_text_is_the_sum_of_its_characters() {
        assert_eq!(width("", LABEL), 0);
        assert_eq!(width("00", LABEL), 2 * 56 * 130 * 105 / 10_000);
        assert!(width("é", LABEL) >= width("e", LABEL));
        assert!(width("日本", LABEL) >= 2 * 130);
        assert!(width("Total", Role::Strong.style()) > width("Total", LABEL));
    }

    #[test]
    fn only_texts_that_are_too_long_get_an_ellipsis() {
        assert_eq!(shorten("Training", LABEL, 10_000), "Training");
        let short = shorten("Training and fine-tuning", LABEL, 900);
        assert!(short.ends_with('…') && width(&short, LABEL) <= 900, "{short}");
        assert!(!short.contains(" …"), "{short}");
        assert_eq!(shorten("Training", LABEL, 3), "");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(
            wrap("data centre operations", LABEL, 700, 3),
            ["data centre", "operations"]
        );
        assert!(wrap("", LABEL, 700, 3).is_empty());
        let lines = wrap("one two three four five six seven", LABEL, 400, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
    }
}
