//! The visible words of the page: one CSV a language, the same ids in each.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::{Errors, Row, Table};

/// Messages that the first picture does not need, by the first part of their ids: those of views that are opened later,
/// and those that stand in what is closed at first. They are in a file of their own, fetched after the first picture.
const LATER_GROUPS: [&str; 36] = [
    "assumption",
    "basis",
    "board",
    "budget",
    "check",
    "checklist",
    "claim",
    "claims",
    "commitment",
    "condition",
    "deviation",
    "explain",
    "export",
    "formula",
    "how",
    "import",
    "importnote",
    "leaderboard",
    "lever",
    "method",
    "methodinput",
    "methodorigin",
    "methods",
    "mitigate",
    "noeffect",
    "note",
    "offset",
    "part",
    "reading",
    "reason",
    "sources",
    "takeaway",
    "tick",
    "trap",
    "uncertainty",
    "verdict",
];

/// The file that a message stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum File {
    /// Needed before the first picture.
    First,
    /// Needed by views that are opened later.
    Views,
    /// The loader's own words, which the page carries with it.
    Loader,
}

impl File {
    fn of(id: &str) -> Self {
        match id.split('.').next().unwrap_or(id) {
            "boot" => Self::Loader,
            // What the headline leaves out. Exported results name these ids, so they keep them.
            "export" if id.starts_with("export.missing.") || id == "export.basis.own" => Self::First,
            group if LATER_GROUPS.contains(&group) => Self::Views,
            // The lists of presets are closed at first.
            "preset" if id.rsplit('.').next() == Some("story") => Self::Views,
            _ => Self::First,
        }
    }
}

/// Source of the list of languages, and of one constant a message: its place in the word files, first those of the
/// first picture, then those of the views, each in the order of ids.
pub fn messages(languages: &[(&str, Table)]) -> String {
    let codes: Vec<&str> = languages.iter().map(|(code, _)| *code).collect();
    let mut out = format!(
        "/// Codes of the languages, English first.\npub const LANGUAGES: [&str; {}] = {codes:?};\n\
         /// Their words.\n#[cfg(not(all(target_arch = \"wasm32\", feature = \"app\")))]\nconst FILES: [(&str, &str); {0}] = [",
        codes.len()
    );
    for code in codes {
        let file = |part: &str| format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{part}-{code}.txt\"))");
        let _ = write!(out, "({}, {}), ", file("words"), file("view-words"));
    }
    out.push_str("];\n");
    let rows = in_order(languages);
    let spoken_by_program = rows.iter().filter(|row| File::of(row.text("id")) != File::Loader);
    for (index, row) in spoken_by_program.enumerate() {
        let id = row.text("id");
        let _ = writeln!(
            out,
            "/// `{id}`\npub const {}: Msg = Msg({index});",
            id.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
                .to_uppercase()
        );
    }
    out
}

/// The word files of each language, `words-en.txt`, `view-words-en.txt` and `loader-words-en.txt`: a line a message, id and text with a tab
/// between, sorted by id, so that an id composed at run time is found by binary search. English is complete by
/// definition; every other language must have exactly its ids, with the same `{placeholders}`.
pub fn words(languages: &[(&str, Table)], errors: &mut Errors) -> Vec<(String, String)> {
    let rows = in_order(languages);
    let mut files = Vec::new();
    for (code, table) in languages {
        let (mut first, mut views, mut loader) = (String::new(), String::new(), String::new());
        for row in &rows {
            let id = row.text("id");
            match table.rows().find(|own| own.text("id") == id) {
                Some(own) => {
                    let text = own.text("text");
                    if placeholders(text) != placeholders(row.text("text")) {
                        errors.push(
                            own.error("text", &format!("{id}: other {{placeholders}} than in English")),
                        );
                    }
                    if text.contains(['\t', '\n']) {
                        errors.push(own.error("text", &format!("{id}: a tab or a line break")));
                    }
                    let out = match File::of(id) {
                        File::First => &mut first,
                        File::Views => &mut views,
                        File::Loader => &mut loader,
                    };
                    let _ = writeln!(out, "{id}\t{text}");
                }
                None => errors.push(row.error("id", &format!("{id} is missing in {code}"))),
            }
        }
        for own in table
            .rows()
            .filter(|own| rows.iter().all(|row| row.text("id") != own.text("id")))
        {
            errors.push(own.error("id", "is not among the English ids"));
        }
        files.push((format!("words-{code}.txt"), first));
        files.push((format!("view-words-{code}.txt"), views));
        files.push((format!("loader-words-{code}.txt"), loader));
    }
    files
}

fn in_order<'a>(languages: &'a [(&str, Table)]) -> Vec<Row<'a>> {
    let mut rows: Vec<_> = languages
        .first()
        .map(|(_, english)| english.rows().collect())
        .unwrap_or_default();
    rows.sort_by_key(|row: &Row| (File::of(row.text("id")), row.text("id").to_owned()));
    rows
}

/// Reports every row of a table whose words are missing: `prefix.key` followed by each of `endings`.
pub fn worded(
    english: &Table,
    table: &Table,
    key: &str,
    prefix: &str,
    endings: &[&str],
    errors: &mut Errors,
) {
    let known: BTreeSet<&str> = english
        .rows()
        .filter(|row| !row.text("text").is_empty())
        .map(|row| row.text("id"))
        .collect();
    let mut asked = BTreeSet::new();
    for row in table.rows().filter(|row| asked.insert(row.text(key))) {
        for ending in endings {
            let id = format!("{prefix}.{}{ending}", row.text(key));
            if !known.contains(id.as_str()) {
                errors.push(row.error(key, &format!("{id} has no words in assets/text")));
            }
        }
    }
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    found.sort_unstable();
    found
}
