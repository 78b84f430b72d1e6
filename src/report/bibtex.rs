//! A bibliography of the sources behind a result.

use std::fmt::Write as _;

use super::document::{Document, OWN_ADDRESS, OWN_KEY, OWN_NAME, is_own};
use super::quote::{address, latex as quoted, one_line};
use super::words::Words;

/// One entry for the calculator and one for every source behind the scenarios. The calculator stands for its own
/// assumptions and definitions, which a paper would not cite one by one.
pub fn text(document: &Document, words: &Words) -> String {
    let mut out = String::new();
    // An at sign starts an entry in BibTeX, even inside a comment.
    let made_with = one_line(&document.made_with(words)).replace('@', " ");
    let _ = writeln!(out, "% {made_with}");
    for subject in &document.subjects {
        let parts = words.list(&subject.not_counted());
        let missing = words.fill("boundary.missing", &[("parts", &parts)]);
        let line = one_line(&format!(
            "{}: {missing} {}",
            subject.name,
            words.get(subject.basis())
        ));
        let _ = writeln!(out, "% {}", line.replace('@', " "));
    }
    let year = document.date.split('-').next().unwrap_or_default();
    let note = words.fill(
        "export.bibtex.note",
        &[
            ("version", &document.version),
            ("data", &document.data_version),
            ("method", &document.method_version),
            ("date", &document.date),
        ],
    );
    let link = address(&document.link).or_else(|| address(OWN_ADDRESS));
    entry(
        &mut out,
        OWN_KEY,
        &[
            (
                "author",
                format!("{{{}}}", quoted(&format!("{OWN_NAME} contributors"))),
            ),
            ("title", format!("{{{}}}", quoted(OWN_NAME))),
            ("year", quoted(year)),
            ("note", quoted(&note)),
            ("url", link.unwrap_or_default()),
        ],
    );
    for source in document.sources().into_iter().filter(|source| !is_own(source)) {
        let several = if source.details().publisher.contains(';') {
            words.get("export.bibtex.several")
        } else {
            String::new()
        };
        let note = [
            several.as_str(),
            source.details().licence,
            source.details().attribution,
        ]
        .into_iter()
        .filter(|part| !matches!(*part, "" | "fact"))
        .collect::<Vec<_>>()
        .join(". ");
        entry(
            &mut out,
            source.id,
            &[
                ("author", author(source.author)),
                // The inner braces preserve the capitalization of titles.
                ("title", format!("{{{}}}", quoted(source.details().title))),
                ("year", source.year.to_string()),
                ("howpublished", quoted(source.details().publisher)),
                ("note", quoted(&note)),
                ("url", address(source.details().url).unwrap_or_default()),
            ],
        );
    }
    out
}

fn entry(out: &mut String, key: &str, fields: &[(&str, String)]) {
    let fields: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("  {name} = {{{value}}}"))
        .collect();
    let _ = write!(out, "\n@misc{{{key},\n{}\n}}\n", fields.join(",\n"));
}

/// Names of people unchanged; any other author in braces, so that BibTeX does not split it into names. Where the entry
/// stands for several works, their authors are separated by semicolons: one after the other, each in braces.
fn author(text: &str) -> String {
    if text.contains(';') {
        let works = text
            .split(';')
            .map(|work| format!("{{{}}}", quoted(&work.trim().replace(" and others", " et al."))));
        return works.collect::<Vec<_>>().join(" and ");
    }
    let person = |name: &str| match name.split_once(", ") {
        // In a personal name every given name starts with a capital.
        Some((_, given)) => given.split(' ').all(|word| word.starts_with(char::is_uppercase)),
        None => name == "others",
    };
    let names: Vec<&str> = text.split(" and ").collect();
    let surname_alone = names.len() == 2 && names[1] == "others" && !names[0].contains(' ');
    if names.iter().all(|name| person(name)) || surname_alone {
        quoted(text)
    } else {
        format!("{{{}}}", quoted(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_are_braced_and_people_are_not() {
        for (written, expected) in [
            ("Reig, P. and others", "Reig, P. and others"),
            ("Vadari, Sai Sathvik", "Vadari, Sai Sathvik"),
            (
                "Luccioni, A. S. and Jernite, Y.",
                "Luccioni, A. S. and Jernite, Y.",
            ),
            ("Ma and others", "Ma and others"),
            ("MEE and NBS of China", "{MEE and NBS of China}"),
            ("Llama Team, AI at Meta", "{Llama Team, AI at Meta}"),
            (
                "Elsworth and others; Epoch AI",
                "{Elsworth et al.} and {Epoch AI}",
            ),
            ("Amazon", "{Amazon}"),
        ] {
            assert_eq!(author(written), expected, "{written}");
        }
    }
}
