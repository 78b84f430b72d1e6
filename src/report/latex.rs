//! Sentences and a table for a paper. Requires no LaTeX package; citation keys are those of the [`super::bibtex`] export.

use std::fmt::Write as _;

use super::document::{Document, OWN_KEY, Subject, is_own};
use super::quote::{address, latex as quoted, one_line};
use super::words::Words;
use crate::data::Source;
use crate::model::Indicator;
use crate::scenario::Choice;

/// The indicators that the sentence gives; the table has all.
const STATED: [Indicator; 2] = [Indicator::GhgLocation, Indicator::Energy];

/// A paragraph per scenario with citations, and a table of the indicators.
pub fn text(document: &Document, words: &Words) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "% {}", one_line(&document.made_with(words)));
    if let Some(link) = address(&document.link) {
        let _ = writeln!(out, "% {} {link}", one_line(&words.get("export.link")));
    }
    for subject in &document.subjects {
        let _ = write!(out, "\n{}\n", sentence(document, subject, words));
    }
    out.push('\n');
    table(&mut out, document, words);
    out
}

/// Fills a message with values that are already quoted. Placeholders consist of letters only, since other characters
/// would be changed by quoting.
fn filled(words: &Words, id: &str, parts: &[(&str, &str)]) -> String {
    parts.iter().fold(quoted(&words.get(id)), |text, (key, value)| {
        text.replace(&format!("\\textbraceleft{{}}{key}\\textbraceright{{}}"), value)
    })
}

fn cite<'a>(keys: impl IntoIterator<Item = &'a str>) -> String {
    let keys: Vec<&str> = keys.into_iter().collect();
    format!("\\cite{{{}}}", keys.join(","))
}

fn sentence(document: &Document, subject: &Subject, words: &Words) -> String {
    let amount_and_interval = |indicator: Indicator| {
        let total = subject.total(indicator);
        (
            quoted(&words.total(indicator, total)),
            quoted(&words.interval(indicator, total)),
        )
    };
    let (gas, gas_interval) = amount_and_interval(Indicator::GhgLocation);
    let (energy, energy_interval) = amount_and_interval(Indicator::Energy);
    let sources = subject.sources_of(&STATED);
    let name = quoted(&subject.name);
    let mut out = filled(
        words,
        "export.latex.sentence",
        &[
            ("gas", &gas),
            ("gasrange", &gas_interval),
            ("energy", &energy),
            ("energyrange", &energy_interval),
            ("version", &quoted(&document.version)),
            ("data", &quoted(&document.data_version)),
            ("method", &quoted(&document.method_version)),
            ("cite", &cite([OWN_KEY])),
            // Last, so that a placeholder in the name is not replaced.
            ("name", &name),
        ],
    );
    // The routes are left out, since the inputs listed show which one was used.
    let routes = [Choice::TrainingRoute, Choice::InferenceRoute];
    let chosen = subject.chosen(words).into_iter();
    let mut given: Vec<(String, String)> = chosen
        .filter(|(choice, ..)| !routes.contains(choice))
        .map(|(_, name, option)| (name, option))
        .collect();
    given.extend(subject.set(words));
    for (id, inputs) in [
        ("export.latex.inputs", given),
        ("export.latex.defaults", subject.defaults(words)),
    ] {
        let inputs: Vec<String> = inputs
            .iter()
            .map(|(name, value)| [name, words.locale.colon, value].concat())
            .collect();
        if !inputs.is_empty() {
            out.push(' ');
            out.push_str(&filled(
                words,
                id,
                &[("inputs", &quoted(&inputs.join(words.locale.semicolon)))],
            ));
        }
    }
    // The calculator's own assumptions are covered by the citation of the calculator above.
    let (published, assumed): (Vec<&Source>, Vec<&Source>) =
        sources.into_iter().partition(|source| !is_own(source));
    if !published.is_empty() {
        let keys = cite(published.iter().map(|source| source.id));
        out.push(' ');
        out.push_str(&filled(words, "export.latex.sources", &[("cite", &keys)]));
    }
    if !assumed.is_empty() {
        out.push(' ');
        out.push_str(&quoted(&words.get("export.latex.assumed")));
    }
    let missing = quoted(&words.list(&subject.not_counted()));
    let _ = write!(
        out,
        " {} {}",
        filled(words, "boundary.missing", &[("parts", &missing)]),
        quoted(&words.get(subject.basis()))
    );
    out
}

fn table(out: &mut String, document: &Document, words: &Words) {
    let word = |id: &str| quoted(&words.get(id));
    let columns = "rr".repeat(document.subjects.len());
    let _ = write!(
        out,
        "\\begin{{table}}\n\\centering\n\\begin{{tabular}}{{l{columns}}}\n\\hline\n"
    );
    let mut head = word("table.indicator");
    for subject in &document.subjects {
        let _ = write!(head, " & {} & {}", quoted(&subject.name), word("export.interval"));
    }
    let _ = write!(out, "{head} \\\\\n\\hline\n");
    for indicator in Indicator::ALL {
        let mut row = quoted(&words.indicator(indicator));
        for subject in &document.subjects {
            let total = subject.total(indicator);
            let _ = write!(
                row,
                " & {} & {}",
                quoted(&words.total(indicator, total)),
                quoted(&words.interval(indicator, total))
            );
        }
        let _ = writeln!(out, "{row} \\\\");
    }
    let mut caption = filled(
        words,
        "export.latex.caption",
        &[
            ("version", &quoted(&document.version)),
            ("data", &quoted(&document.data_version)),
            ("cite", &cite([OWN_KEY])),
        ],
    );
    let stated: Vec<&Source> = document
        .subjects
        .iter()
        .flat_map(|subject| subject.sources_of(&STATED))
        .collect();
    let further: Vec<&str> = document
        .sources()
        .into_iter()
        .filter(|source| !is_own(source) && stated.iter().all(|known| known.id != source.id))
        .map(|source| source.id)
        .collect();
    if !further.is_empty() {
        caption.push(' ');
        caption.push_str(&filled(
            words,
            "export.latex.further",
            &[("cite", &cite(further))],
        ));
    }
    let _ = write!(
        out,
        "\\hline\n\\end{{tabular}}\n\\caption{{{caption}}}\n\\label{{tab:genai-footprint}}\n\\end{{table}}\n"
    );
}
