//! Exported files: golden files byte for byte, and scenario names that could break a format.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use genai_footprint::data::Catalog;
use genai_footprint::import::model_card;
use genai_footprint::model::explain::explain;
use genai_footprint::model::{Indicator, Leaf, apply_calibration_error, evaluate};
use genai_footprint::report::document::{Document, OWN_KEY, Subject};
use genai_footprint::report::modelcard::{self, ModelCardError};
use genai_footprint::report::words::Words;
use genai_footprint::report::{bibtex, csv, explain as report_explain, latex, markdown, number};
use genai_footprint::scenario::{Choice, Param, Scenario, preset, presets, resolve};
use genai_footprint::uncertainty::{Sample, monte_carlo};

/// Names with characters that are special in one of the formats.
const HOSTILE: [&str; 12] = [
    "say \"x\" and 'y'",
    "C:\\new\\table",
    "# 1 %: a_b $5 ^ ~ & {c} }{",
    "=cmd|' /C calc'!A0",
    "two\nlines\r\n---\n- key: value",
    "a | b || c",
    "<script>alert(1)</script> & <b>",
    "{name} {gas} {cite} \\{gas\\}",
    "key: value # comment, [list], {map}, *anchor, !tag, @x",
    "[click](javascript:alert(1)) ![x](http://x) `code` www.x.org",
    "\\end{table}\\input{/etc/passwd}%",
    "\u{202e}turned\u{2028}next\u{0}nul",
];

fn english() -> HashMap<String, String> {
    let mut errors = tables::Errors::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/text/en.csv");
    let table = tables::Table::read(&path, &mut errors);
    assert!(errors.is_empty());
    table
        .rows()
        .map(|row| (row.text("id").to_owned(), row.text("text").to_owned()))
        .collect()
}

fn with_words<T>(run: impl FnOnce(&Words) -> T) -> T {
    let english = english();
    run(&Words {
        lookup: &|id| english.get(id).cloned().unwrap_or_default(),
        locale: number::ENGLISH,
    })
}

fn subject(name: &str, scenario: &Scenario) -> Subject {
    let mut sample = Sample::new(monte_carlo::SEED, 400);
    let mut inputs = resolve(scenario, Catalog::built_in());
    apply_calibration_error(&mut inputs);
    let leaves = evaluate(&inputs.values, &inputs.choices);
    let summaries = monte_carlo::summaries(&monte_carlo::totals(&mut sample, &inputs));
    Subject::new(name, scenario.clone(), inputs, leaves, &summaries)
}

fn document(subjects: Vec<Subject>) -> Document {
    Document {
        // Fixed, so that golden files do not change with every version.
        version: "0.0.0".to_owned(),
        data_version: "2026.01".to_owned(),
        method_version: "1".to_owned(),
        ..Document::new(subjects, "https://example.org/#v=1&n=8", "2026-11-23")
    }
}

fn opening() -> Scenario {
    preset("train_and_deploy").expect("a preset").scenario("")
}

fn brief() -> Scenario {
    preset("brief_training").expect("a preset").scenario("")
}

fn chat() -> Scenario {
    Scenario::new("")
        .choosing(Choice::TrainingRoute, "none")
        .choosing(Choice::InferenceRoute, "tokens")
        .choosing(Choice::ServingAccelerator, "h100-sxm")
        .with(Param::RequestsPerSecond, 3.0)
        .with(Param::QueryGrowth, 20.0)
        .with(Param::Decarbonisation, 3.0)
        .with(Param::Horizon, 1.5)
}

fn two(name: &str) -> Document {
    document(vec![
        subject(name, &opening()),
        subject("A chat service", &chat()),
    ])
}

fn all(document: &Document) -> Vec<(&'static str, String)> {
    with_words(|words| {
        vec![
            ("report.md", markdown::text(document, words)),
            ("paper.tex", latex::text(document, words)),
            ("sources.bib", bibtex::text(document, words)),
            (
                "model-card.yaml",
                modelcard::text(document, 0, Catalog::built_in(), words).expect("something is trained"),
            ),
            ("results.csv", csv::results(document)),
        ]
    })
}

/// `UPDATE_GOLDEN=1 cargo test` rewrites the files.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/exports")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("the folder of golden files is writable");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text == wanted, "{} differs from its golden file", path.display());
}

#[test]
fn golden_files() {
    for (name, text) in all(&two("Eight A100 & a \"service\"")) {
        for left in ["{gas", "{energy", "textbrace", "\\{"] {
            assert!(!text.contains(left), "{name}: a placeholder is left");
        }
        // The table of all leaves is long, so it has a golden file with one scenario only.
        if name != "results.csv" {
            golden(name, &text);
        }
    }
    golden(
        "results.csv",
        &csv::results(&document(vec![subject("Brief", &brief())])),
    );
}

#[test]
fn explanations_read_like_a_calculation() {
    let mut text = String::new();
    for (name, scenario, leaf, indicator) in [
        ("brief", brief(), Leaf::FinalRun, Indicator::Energy),
        ("brief", brief(), Leaf::FinalRun, Indicator::GhgLocation),
        (
            "train_and_deploy",
            opening(),
            Leaf::TrainingOverhead,
            Indicator::WaterOnSite,
        ),
        (
            "train_and_deploy",
            opening(),
            Leaf::MakingServingHosts,
            Indicator::GhgLocation,
        ),
        ("chat", chat(), Leaf::Generation, Indicator::Energy),
        ("chat", chat(), Leaf::Generation, Indicator::GhgLocation),
    ] {
        let subject = subject(name, &scenario);
        let found = explain(leaf, indicator, &subject.inputs, &subject.leaves).expect("an explanation");
        text.extend(["== ", name, "\n"]);
        text.push_str(&with_words(|words| {
            report_explain::text(&found, &subject.inputs, words)
        }));
    }
    assert!(
        text.contains("= 8 × 24\u{a0}h × 400\u{a0}W × 1 / 1,000 = 76.8\u{a0}kWh\n"),
        "{text}"
    );
    golden("explanations.txt", &text);
}

/// How often a format's special characters occur unescaped in a text.
fn signs(text: &str, escape: char, of: &str) -> Vec<usize> {
    let mut counts = vec![0; of.len()];
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == escape {
            letters.next();
        } else if let Some(at) = of.find(letter) {
            counts[at] += 1;
        }
    }
    counts
}

#[test]
fn a_hostile_name_changes_nothing_else_in_the_file() {
    let plain = all(&two("plain"));
    for name in HOSTILE {
        let hostile = all(&two(name));
        for ((file, text), (_, of_plain)) in hostile.iter().zip(&plain) {
            assert_eq!(
                text.lines().count(),
                of_plain.lines().count(),
                "{file} under {name:?} has other lines"
            );
            assert!(
                !text.contains(['\u{0}', '\u{202e}', '\u{2028}']),
                "{file} under {name:?}"
            );
            match *file {
                "report.md" => assert_eq!(
                    signs(text, '\\', "|<>`*[]!$_{}"),
                    signs(of_plain, '\\', "|<>`*[]!$_{}"),
                    "{file} under {name:?}"
                ),
                "paper.tex" => {
                    // The commands for escaped characters have balanced braces.
                    let count = |text: &str| signs(text, '\\', "%$&#_^~");
                    assert_eq!(count(text), count(of_plain), "{file} under {name:?}");
                    let braces = signs(text, '\\', "{}");
                    assert_eq!(braces[0], braces[1], "{file} under {name:?}");
                    assert!(!text.contains("\\input"), "{file} under {name:?}");
                    assert_eq!(text.matches("\\end{").count(), 2, "{file} under {name:?}");
                }
                "sources.bib" => assert_eq!(text.matches('@').count(), of_plain.matches('@').count()),
                "model-card.yaml" => {
                    let read = |text: &str| model_card::parse(&format!("---\n{text}---\n"));
                    assert_eq!(
                        format!("{:?}", read(text)),
                        format!("{:?}", read(of_plain)),
                        "{name:?}"
                    );
                }
                _ => assert_eq!(
                    text.matches("\r\n").count(),
                    of_plain.matches("\r\n").count(),
                    "{file} under {name:?}"
                ),
            }
        }
    }
}

#[test]
fn tables_contain_all_the_data_of_the_document() {
    for name in HOSTILE {
        let document = two(name);
        let text = csv::results(&document);
        let mut rows = text.split("\r\n").map(cells);
        assert_eq!(rows.next().expect("a header"), csv::COLUMNS);
        let mut count = 0;
        for row in rows.filter(|row| row.len() > 1) {
            assert_eq!(row.len(), csv::COLUMNS.len(), "{row:?}");
            assert!(
                !row[0].trim_start().starts_with(['=', '+', '-', '@']),
                "a formula: {row:?}"
            );
            let subject = &document.subjects[usize::from(row[0] == "A chat service")];
            let indicator = Indicator::ALL
                .into_iter()
                .find(|indicator| indicator.id() == row[3])
                .expect("an indicator");
            let number = |cell: &str| cell.parse::<f64>().expect("a number").to_bits();
            let total = subject.total(indicator);
            if row[1] == "total" {
                assert_eq!(
                    [row[4], row[6], row[7]].map(number),
                    [total.central, total.low, total.high].map(f64::to_bits)
                );
            } else {
                let leaf = Leaf::ALL.iter().find(|leaf| leaf.id() == row[2]).expect("a leaf");
                assert_eq!(number(row[4]), subject.leaves.get(*leaf, indicator).to_bits());
                assert_eq!(row[1], leaf.stage().id());
            }
            count += 1;
        }
        assert_eq!(count, 2 * (Leaf::COUNT + 1) * Indicator::COUNT);
    }
}

/// Cells of a row. Line ends inside cells need no handling: exports remove them from names.
fn cells(row: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, letter) in row.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                found.push(&row[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&row[start..]);
    found
}

#[test]
fn citation_keys_and_bibliography_entries_match() {
    let presets = presets().iter().map(|preset| preset.scenario(preset.id));
    for scenario in presets.chain([chat()]) {
        let document = document(vec![subject("x", &scenario)]);
        let (paper, bibliography) =
            with_words(|words| (latex::text(&document, words), bibtex::text(&document, words)));
        let mut cited: Vec<&str> = paper
            .match_indices("\\cite{")
            .flat_map(|(at, start)| {
                let rest = &paper[at + start.len()..];
                rest.split('}').next().unwrap_or_default().split(',')
            })
            .collect();
        cited.sort_unstable();
        cited.dedup();
        let mut errors = tables::Errors::new();
        let entries = tables::bib::parse("sources.bib", &bibliography, &mut errors);
        // A paper cites the calculator for the calculator's own assumptions, so that those have no entries.
        let mut keys: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(cited, keys, "{}", scenario.name);
        assert!(keys.contains(&OWN_KEY));
        for entry in &entries {
            for field in ["author", "title", "year"] {
                assert!(!entry.field(field).is_empty(), "{} has no {field}", entry.id);
            }
        }
    }
    // The sentence cites what its own figures rest on, the table what the other indicators add.
    let document = document(vec![subject("x", &brief())]);
    let paper = with_words(|words| latex::text(&document, words));
    let (sentence, table) = paper.split_once("\\begin{table}").expect("a table");
    assert!(!sentence.contains("Input data are taken from"), "{sentence}");
    assert!(
        table.contains("electricity and GHG emissions also rest on \\cite{"),
        "{table}"
    );
    // The source of the serving model's calibration is listed only where that model is used.
    let ids = |scenario: &Scenario| {
        let sources = subject("x", scenario).sources();
        sources.iter().map(|source| source.id).collect::<Vec<_>>()
    };
    assert!(ids(&chat()).contains(&"mlenergy2025") && ids(&chat()).contains(&"model_configs"));
    assert!(!ids(&brief()).contains(&"mlenergy2025"));
}

#[test]
fn model_cards_report_the_grams_of_training() {
    with_words(|words| {
        let card = |scenario: &Scenario| {
            modelcard::text(
                &document(vec![subject("x", scenario)]),
                0,
                Catalog::built_in(),
                words,
            )
        };
        let text = card(&brief()).expect("trained");
        let read = model_card::parse(&format!("---\n{text}---\n"))
            .expect("a card")
            .value;
        assert!((read.emissions_g - 15_360.0).abs() < 1e-6, "{read:?}");
        assert_eq!(read.training_type.as_deref(), Some("pre-training"));
        assert_eq!(
            read.geographical_location, None,
            "the brief names an intensity alone"
        );
        assert!(read.hardware_used.is_some_and(|text| text.starts_with("8 x ")));

        let tuned = brief()
            .choosing(Choice::TrainingRoute, "none")
            .with(Param::FineTuningHours, 1e-3);
        let text = card(&tuned).expect("tuned");
        let read = model_card::parse(&format!("---\n{text}---\n"))
            .expect("a card")
            .value;
        assert_eq!(read.training_type.as_deref(), Some("fine-tuning"));
        assert!(read.emissions_g > 0.0);

        assert_eq!(card(&chat()), Err(ModelCardError::NothingTrained));
        let none = modelcard::text(&document(vec![]), 0, Catalog::built_in(), words);
        assert_eq!(none, Err(ModelCardError::NoScenario));
        for error in [ModelCardError::NothingTrained, ModelCardError::NoScenario] {
            assert!(!(words.lookup)(error.id()).is_empty());
        }
    });
}

/// Every message id that an export or explanation uses has a text.
#[test]
fn no_message_is_missing() {
    let english = english();
    let asked = std::cell::RefCell::new(Vec::new());
    let lookup = |id: &str| {
        let found = english.get(id).cloned().unwrap_or_default();
        // Units and table rows may be untranslated.
        if found.is_empty() && !id.starts_with("unit.") && !id.starts_with("option.") {
            asked.borrow_mut().push(id.to_owned());
        }
        found
    };
    let words = Words {
        lookup: &lookup,
        locale: number::FRENCH,
    };
    let routes = ["none", "per_query", "tokens", "metered", "image", "video"];
    for (training, inference) in ["none", "hours", "compute", "metered"]
        .iter()
        .flat_map(|training| routes.map(|inference| (training, inference)))
    {
        let scenario = chat()
            .choosing(Choice::TrainingRoute, training)
            .choosing(Choice::InferenceRoute, inference)
            .with(Param::RequestsPerSecond, 1e-3)
            .with(Param::ContractShare, 0.5);
        let subject = subject("x", &scenario);
        for leaf in Leaf::ALL {
            for indicator in Indicator::ALL {
                if let Some(found) = explain(*leaf, indicator, &subject.inputs, &subject.leaves) {
                    report_explain::text(&found, &subject.inputs, &words);
                }
            }
        }
        let document = document(vec![subject]);
        markdown::text(&document, &words);
        latex::text(&document, &words);
        bibtex::text(&document, &words);
        let card = modelcard::text(&document, 0, Catalog::built_in(), &words);
        assert_eq!(card.is_err(), *training == "none");
    }
    assert_eq!(*asked.borrow(), Vec::<String>::new());
}
