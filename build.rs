//! Checks the tables under `assets/` and compiles them in. A bad row stops the build and is named with file,
//! line, column and reason.

use std::path::{Path, PathBuf};
use std::{env, fs};

use tables::compact::{self, Known};
use tables::schema::{Schema, TABLES};
use tables::{Errors, Table, bib, params, presets, text};

fn main() {
    println!("cargo::rerun-if-changed=assets/data");
    println!("cargo::rerun-if-changed=assets/text");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let mut errors = Errors::new();
    let table = |name: &str, errors: &mut Errors| Table::read(&Path::new("assets").join(name), errors);

    let bibliography = Path::new("assets/data/sources.bib");
    let bibtex = fs::read_to_string(bibliography).unwrap_or_default();
    let sources = bib::parse("assets/data/sources.bib", &bibtex, &mut errors);
    let index = |id: &str| sources.iter().position(|entry| entry.id == id);

    let parameters = table("data/parameters.csv", &mut errors);
    let choices = table("data/choices.csv", &mut errors);
    let examples = table("data/presets.csv", &mut errors);
    let code = params::parameters(&parameters, &choices, &index, &mut errors);
    write(&out.join("parameters.rs"), &code);

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
        .map(|schema| (schema, table(&format!("data/{}.csv", schema.name), &mut errors)))
        .collect();
    for (schema, table) in &tables {
        known.add_keys(schema.name, table, schema.columns[0].name);
    }
    write(
        &out.join("presets.rs"),
        &presets::presets(&examples, &parameters, &choices, &mut known, &mut errors),
    );
    let (mut own, mut share_alike) = (String::new(), String::new());
    compact::write_sources(&sources, &mut own);
    for (schema, table) in &tables {
        let out = if schema.share_alike {
            &mut share_alike
        } else {
            &mut own
        };
        compact::write(schema, table, &mut known, &mut errors, out);
    }
    write(&out.join("tables.txt"), &own);
    write(&out.join("share_alike.txt"), &share_alike);

    let english = table("text/en.csv", &mut errors);
    write(
        &out.join("messages.rs"),
        &text::messages(&[("en", &english)], &mut errors),
    );

    text::worded(
        &english,
        &examples,
        "preset",
        "preset",
        &["", ".story"],
        &mut errors,
    );
    for (schema, table) in &tables {
        let (prefix, endings): (&str, &[&str]) = match schema.name {
            "checklist" => ("check", &["", ".why"]),
            "reading" => ("reading", &[""]),
            _ => continue,
        };
        text::worded(&english, table, "id", prefix, endings, &mut errors);
    }

    if !errors.is_empty() {
        for error in &errors {
            println!("cargo::error={error}");
        }
        std::process::exit(1);
    }
}

fn write(path: &Path, code: &str) {
    fs::write(path, code).expect("OUT_DIR is writable");
}
