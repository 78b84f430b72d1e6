//! The visible words of the page: one CSV a language, the same ids in each.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::{Errors, Table};

/// Source of one constant a message and one array a language. English is complete by definition; every other
/// language must have exactly its ids, with the same `{placeholders}`.
pub fn messages(languages: &[(&str, &Table)], errors: &mut Errors) -> String {
    let mut out = String::new();
    let Some((_, english)) = languages.first() else {
        return out;
    };
    let mut rows: Vec<_> = english.rows().collect();
    // Sorted, so that an id composed at run time is found by binary search.
    rows.sort_by(|a, b| a.text("id").cmp(b.text("id")));
    for (index, row) in rows.iter().enumerate() {
        let id = row.text("id");
        let _ = writeln!(
            out,
            "/// `{id}`\npub const {}: Msg = Msg({index});",
            id.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
                .to_uppercase()
        );
    }
    let _ = writeln!(
        out,
        "/// Ids, in order.\npub static IDS: [&str; {}] = [",
        rows.len()
    );
    for row in &rows {
        let _ = writeln!(out, "    {:?},", row.text("id"));
    }
    out.push_str("];\n");
    for (code, table) in languages {
        let _ = writeln!(
            out,
            "/// Words of `{code}`.\npub static {}: [&str; {}] = [",
            code.to_uppercase(),
            rows.len()
        );
        for row in &rows {
            let id = row.text("id");
            match table.rows().find(|r| r.text("id") == id) {
                Some(own) => {
                    if placeholders(own.text("text")) != placeholders(row.text("text")) {
                        errors.push(
                            own.error("text", &format!("{id}: other {{placeholders}} than in English")),
                        );
                    }
                    let _ = writeln!(out, "    {:?},", own.text("text"));
                }
                None => errors.push(row.error("id", &format!("{id} is missing in {code}"))),
            }
        }
        out.push_str("];\n");
        for own in table
            .rows()
            .filter(|own| rows.iter().all(|row| row.text("id") != own.text("id")))
        {
            errors.push(own.error("id", "is not among the English ids"));
        }
    }
    out
}

/// Complains about every row of a table whose words are missing: `prefix.key` followed by each of `endings`.
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
