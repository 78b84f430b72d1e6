//! How wide a text is, by a table of our own: no page and no font file is asked, so that a figure is laid
//! out alike natively and in the browser.
//!
//! The table holds the advance widths of the Arial metric family (Liberation Sans, Helvetica, Arimo). A
//! margin covers the other faces of the style sheet's stack, which differ from it by a few per cent.

use super::palette::Ink;

/// Advance widths of the printable ASCII characters in hundredths of the font size.
const ASCII: [u8; 95] = [
    28, 28, 36, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56,
    28, 28, 58, 58, 58, 56, 102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78, 67, 78, 72, 67,
    61, 72, 67, 94, 67, 67, 61, 28, 28, 28, 47, 56, 33, 56, 56, 50, 56, 56, 28, 56, 56, 22, 22, 50, 22, 83,
    56, 56, 56, 56, 33, 50, 28, 56, 50, 72, 50, 50, 50, 33, 26, 33, 58,
];

/// Advance width of one character in hundredths of the font size, never too small for the usual faces.
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
pub(crate) fn width(text: &str, ink: Ink) -> i32 {
    let hundredths: i32 = text.chars().map(advance).fold(0, i32::saturating_add);
    let margin = if ink.part.bold() { 114 } else { 105 };
    let size = ink.part.size();
    (i64::from(hundredths) * i64::from(size) * margin / 10_000)
        .try_into()
        .unwrap_or(i32::MAX)
}

/// The text if it fits into `room` tenths of a pixel, else its beginning with an ellipsis.
/// Empty when not even one character and the ellipsis fit.
pub(crate) fn shorten(text: &str, ink: Ink, room: i32) -> String {
    if width(text, ink) <= room {
        return text.to_owned();
    }
    // No line holds more characters than this, and a hostile name must not cost time.
    let mut cut: Vec<char> = text.chars().take(400).collect();
    while let Some(c) = cut.pop() {
        // A letter never loses its accent, and neither space nor punctuation stands before the ellipsis.
        let bare =
            |last: &char| last.is_whitespace() || matches!(last, ',' | '.' | ';' | ':' | '(' | '-' | '–');
        if advance(c) == 0 || cut.last().is_some_and(bare) {
            continue;
        }
        let mut short: String = cut.iter().collect();
        short.push('…');
        if cut.is_empty() {
            break;
        }
        if width(&short, ink) <= room {
            return short;
        }
    }
    String::new()
}

/// The text broken between words into at most `lines` lines of `room` tenths of a pixel each; the last line
/// is shortened if need be, and so is a single word that is too long for its line. No lines for no words.
pub(crate) fn wrap(text: &str, ink: Ink, room: i32, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            [&line, " ", word].concat()
        };
        if line.is_empty() || done.len() + 1 >= lines || width(&longer, ink) <= room {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    done.push(line);
    done.iter()
        .map(|line| shorten(line, ink, room))
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::palette::Part;
    use super::*;

    const LABEL: Ink = Part::Label.ink();

    #[test]
    fn widths_add_up() {
        assert_eq!(width("", LABEL), 0);
        assert_eq!(width("00", LABEL), 2 * 56 * 130 * 105 / 10_000);
        assert!(width("é", LABEL) >= width("e", LABEL));
        assert!(width("日本", LABEL) >= 2 * 130);
        assert!(width("Total", Part::Strong.ink()) > width("Total", LABEL));
    }

    #[test]
    fn short_texts_fit_and_long_ones_get_an_ellipsis() {
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
