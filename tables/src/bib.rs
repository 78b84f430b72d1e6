//! The bibliography: every source id of every table resolves here.

use crate::{Error, Errors};

/// One entry: its id and its fields in the order written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Id that tables use.
    pub id: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
}

impl Entry {
    /// A field, or nothing.
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }
}

/// Reads a BibTeX file whose values are in braces.
pub fn parse(file: &str, text: &str, errors: &mut Errors) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let line = 1 + text[..text.len() - rest.len() + at].matches('\n').count();
        rest = &rest[at..];
        let complain = |reason: &str| Error {
            file: file.to_owned(),
            line,
            column: String::new(),
            reason: reason.to_owned(),
        };
        let Some(body) = rest.find('{').and_then(|open| braced(&rest[open..])) else {
            errors.push(complain("an entry is never closed"));
            return entries;
        };
        rest = &rest[rest.find('{').unwrap_or(0) + body.len() + 2..];
        let Some((id, fields)) = body.split_once(',') else {
            errors.push(complain("an entry has no fields"));
            continue;
        };
        let entry = Entry {
            id: id.trim().to_owned(),
            fields: fields_of(fields),
        };
        if entries.iter().any(|known| known.id == entry.id) {
            errors.push(complain(&format!("{} stands twice", entry.id)));
        }
        for needed in ["title", "author", "year", "licence"] {
            if entry.field(needed).is_empty() {
                errors.push(complain(&format!("{} has no {needed}", entry.id)));
            }
        }
        entries.push(entry);
    }
    entries
}

fn fields_of(mut text: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    while let Some((name, after)) = text.split_once('=') {
        let Some(value) = after.find('{').and_then(|open| braced(&after[open..])) else {
            break;
        };
        let plain: String = value.chars().filter(|c| !matches!(c, '{' | '}')).collect();
        fields.push((name.trim_matches([',', ' ', '\n', '\t']).to_owned(), plain));
        text = &after[after.find('{').unwrap_or(0) + value.len() + 2..];
    }
    fields
}

/// The content of the braces at the start of a text.
fn braced(text: &str) -> Option<&str> {
    let mut depth = 0usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(&text[1..at]);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_their_faults() {
        let mut errors = Errors::new();
        let text =
            "@misc{a, title={T {U}}, author={{X and Y}}, year={2024}, licence={fact}}\n@misc{b, title={T}}\n";
        let entries = parse("s.bib", text, &mut errors);
        assert_eq!(entries[0].field("title"), "T U");
        assert_eq!(entries[0].field("author"), "X and Y");
        let reasons: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            reasons,
            [
                "s.bib:2:: b has no author",
                "s.bib:2:: b has no year",
                "s.bib:2:: b has no licence"
            ]
        );
    }
}
