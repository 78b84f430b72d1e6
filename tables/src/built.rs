//! Everything the build generates from `assets/`: code that is compiled in, and texts that the page fetches.

use std::fs;
use std::path::Path;

use crate::compact::{self, Known};
use crate::schema::{Bundle, Schema, TABLES};
use crate::{Errors, Table, bib, params, presets, text, text_of};

/// Codes of the languages of the page, one file each in `text`: English first because it defines the ids.
fn languages(assets: &Path) -> Vec<String> {
    let files = fs::read_dir(assets.join("text")).into_iter().flatten().flatten();
    let mut codes: Vec<String> = files
        .filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".csv")?.to_owned()))
        .collect();
    codes.sort_unstable_by_key(|code| (code != "en", code.clone()));
    codes
}

/// The outputs of the build.
#[derive(Debug, Default)]
pub struct Built {
    /// Rust source by file name.
    pub code: Vec<(&'static str, String)>,
    /// Texts by file name, one licence a file: compiled in natively, fetched by the page.
    pub texts: Vec<(String, String)>,
}

/// Reads and checks everything under `assets`. What is returned is whole only when `errors` stays empty.
pub fn built(assets: &Path, errors: &mut Errors) -> Built {
    let table = |name: &str, errors: &mut Errors| Table::read(&assets.join(name), errors);

    let bibliography = assets.join("data/sources.bib");
    let bibtex = fs::read_to_string(&bibliography).unwrap_or_default();
    let sources = bib::parse(&bibliography.to_string_lossy(), &bibtex, errors);
    let index = |id: &str| sources.iter().position(|entry| entry.id == id);

    let parameters = table("data/parameters.csv", errors);
    let choices = table("data/choices.csv", errors);
    let examples = table("data/presets.csv", errors);
    let views = table("data/views.csv", errors);
    let mut known = Known {
        sources: sources.iter().map(|entry| entry.id.clone()).collect(),
        settings: [&parameters, &choices]
            .iter()
            .flat_map(|table| table.rows().map(|row| row.text("id").to_owned()))
            .collect(),
        ..Known::default()
    };
    let tables: Vec<(&Schema, Table)> = TABLES
        .iter()
        .map(|schema| (schema, table(&format!("data/{}.csv", schema.name), errors)))
        .collect();
    for (schema, table) in &tables {
        known.add_keys(schema.name, table, schema.columns[0].name);
    }
    known.add_keys("views", &views, "id");
    let (mut own, mut share_alike, mut later) = (String::new(), String::new(), String::new());
    params::write(&parameters, &choices, &index, errors, &mut own);
    presets::write(&examples, &parameters, &choices, &mut known, errors, &mut own);
    compact::write_sources(&sources, &mut own, &mut later);
    for (schema, table) in &tables {
        let out = match schema.bundle {
            Bundle::First => &mut own,
            Bundle::ShareAlike => &mut share_alike,
            Bundle::Views => &mut later,
        };
        compact::write(schema, table, &mut known, errors, out);
    }
    // The calibrated constants unchanged, in sections of their own behind the tables.
    for name in ["serving", "serving_generation"] {
        let path = assets.join(format!("data/constants/{name}.csv"));
        if let Some(text) = text_of(&path, errors) {
            own.extend(["##", name, "\n", &text]);
        }
    }
    let codes = languages(assets);
    let languages: Vec<(&str, Table)> = codes
        .iter()
        .map(|code| (code.as_str(), table(&format!("text/{code}.csv"), errors)))
        .collect();
    if let Some((_, english)) = languages.first() {
        text::worded(english, &examples, "preset", "preset", &["", ".story"], errors);
        text::worded(english, &views, "id", "nav", &[""], errors);
        for (schema, table) in &tables {
            let (prefix, endings): (&str, &[&str]) = match schema.name {
                "checklist" => ("check", &["", ".why"]),
                "reading" => ("reading", &[""]),
                "claims" => ("claims", &["", ".why"]),
                "commitments" => ("commitment", &["", ".why"]),
                _ => continue,
            };
            text::worded(english, table, "id", prefix, endings, errors);
        }
    }
    let mut texts = vec![
        ("tables.txt".to_owned(), own),
        ("share_alike.txt".to_owned(), share_alike),
        ("views.txt".to_owned(), later),
    ];
    texts.extend(text::words(&languages, errors));
    Built {
        code: vec![
            ("parameters.rs", params::names(&parameters, &choices)),
            ("views.rs", params::views(&views)),
            ("messages.rs", text::messages(&languages)),
        ],
        texts,
    }
}
