//! Escaping of untrusted text: names come from users and from links.

use std::fmt::Write as _;

/// One line without control characters or bidirectional formatting characters.
pub fn one_line(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| match c {
            c if c.is_control() => ' ',
            '\u{2028}' | '\u{2029}' => ' ',
            c => c,
        })
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .collect();
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// For Markdown, inside a line or a table cell: displayed literally.
pub fn markdown(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Autolinks such as `www.` and `http://` are handled below.
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' | '!' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// For LaTeX text and table cells, and for BibTeX values. Braces are always balanced.
pub fn latex(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        let written = match c {
            // Fonts of LaTeX lack them, and an engine stops at them: their code point stands for them.
            '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => {
                let _ = write!(out, "{{[}}U+{:04X}{{]}}", u32::from(c));
                continue;
            }
            // Parts of them without a form of their own.
            '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' => continue,
            '\\' => "\\textbackslash{}",
            '{' => "\\textbraceleft{}",
            '}' => "\\textbraceright{}",
            '$' => "\\$",
            '&' => "\\&",
            '#' => "\\#",
            '%' => "\\%",
            '_' => "\\_",
            '~' => "\\textasciitilde{}",
            '^' => "\\textasciicircum{}",
            '<' => "\\textless{}",
            '>' => "\\textgreater{}",
            '|' => "\\textbar{}",
            '`' => "\\textasciigrave{}",
            '"' | '\u{201d}' => "''",
            '\u{201c}' => "``",
            '\u{2019}' => "'",
            // At the start of a row these would be read as arguments of the preceding `\\`.
            '[' => "{[}",
            ']' => "{]}",
            '*' => "{*}",
            '@' => "{@}",
            '\u{a0}' => "~",
            '\u{202f}' => "\\,",
            '–' => "--",
            '—' => "---",
            '−' => "$-$",
            '×' => "$\\times$",
            '÷' => "$\\div$",
            'ᵉ' => "\\textsuperscript{e}",
            '·' => "$\\cdot$",
            '≈' => "$\\approx$",
            '∞' => "$\\infty$",
            '…' => "\\ldots{}",
            'µ' | 'μ' => "$\\mu$",
            '₂' => "\\textsubscript{2}",
            '²' => "\\textsuperscript{2}",
            '³' => "\\textsuperscript{3}",
            c => {
                out.push(c);
                continue;
            }
        };
        out.push_str(written);
    }
    out
}

/// A double-quoted YAML string.
pub fn yaml(text: &str) -> String {
    let text = one_line(text);
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// An http(s) address with unsafe characters percent-encoded; `None` for anything else.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped() {
        for (text, in_markdown, in_latex, in_yaml) in [
            ("a | b", "a \\| b", "a \\textbar{} b", "\"a | b\""),
            ("50 % #1", "50 % \\#1", "50 \\% \\#1", "\"50 % #1\""),
            ("a_b $x$", "a\\_b \\$x\\$", "a\\_b \\$x\\$", "\"a_b $x$\""),
            (
                "\"q\" \\n",
                "\"q\" \\\\n",
                "''q'' \\textbackslash{}n",
                "\"\\\"q\\\" \\\\n\"",
            ),
            ("two\r\nlines\t", "two lines", "two lines", "\"two lines\""),
            (
                "<b>&amp;",
                "&lt;b&gt;&amp;amp;",
                "\\textless{}b\\textgreater{}\\&amp;",
                "\"<b>&amp;\"",
            ),
            (
                "[x](http://y)",
                "\\[x\\](http&#58;//y)",
                "{[}x{]}(http://y)",
                "\"[x](http://y)\"",
            ),
            (
                "tree \u{1f333} \u{2764}\u{fe0f}",
                "tree \u{1f333} \u{2764}\u{fe0f}",
                "tree {[}U+1F333{]} {[}U+2764{]}",
                "\"tree \u{1f333} \u{2764}\u{fe0f}\"",
            ),
            (
                "}{\u{202e}",
                "\\}\\{",
                "\\textbraceright{}\\textbraceleft{}",
                "\"}{\"",
            ),
        ] {
            assert_eq!(markdown(text), in_markdown, "{text}");
            assert_eq!(latex(text), in_latex, "{text}");
            assert_eq!(yaml(text), in_yaml, "{text}");
        }
    }

    #[test]
    fn only_http_addresses_are_kept() {
        for (text, expected) in [
            ("https://a.org/#s=1&x=2", Some("https://a.org/#s=1&x=2")),
            ("https://a.org/<b> é", Some("https://a.org/%3Cb%3E%20%C3%A9")),
            ("https://a.org/{\\}", Some("https://a.org/%7B%5C%7D")),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(address(text).as_deref(), expected, "{text}");
        }
    }
}
