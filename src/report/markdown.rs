//! A report in Markdown, for a repository, an issue or a web page.

use std::fmt::Write as _;

use super::document::{Document, Subject};
use super::number;
use super::quote::{address, markdown as quoted};
use super::words::{Words, authors};
use crate::model::Indicator;
use crate::scenario::Param;

/// Summary, indicators with their intervals, inputs with their sources, what was not counted, the link.
pub fn text(document: &Document, words: &Words) -> String {
    let word = |id: &str| quoted(&words.get(id));
    let mut out = format!(
        "# {}\n\n{}\n",
        word("export.title"),
        quoted(&document.made_with(words))
    );
    if let Some(link) = address(&document.link) {
        let _ = write!(out, "\n{} <{link}>\n", word("export.link"));
    }
    let _ = write!(out, "\n## {}\n\n", word("export.summary"));
    for subject in &document.subjects {
        let _ = writeln!(out, "- {}", summary(subject, words));
    }
    let _ = write!(out, "\n## {}\n\n", word("result.indicators"));
    indicators(&mut out, document, words);
    for subject in &document.subjects {
        let _ = write!(
            out,
            "\n## {}{}{}\n\n",
            word("inputs.title"),
            words.locale.colon,
            quoted(&subject.name)
        );
        inputs(&mut out, subject, words);
    }
    let _ = write!(out, "\n## {}\n\n", word("export.boundary"));
    for subject in &document.subjects {
        let parts = words.list(&subject.not_counted());
        let _ = writeln!(
            out,
            "- **{}**{}{} {}",
            quoted(&subject.name),
            words.locale.colon,
            quoted(&words.fill("boundary.missing", &[("parts", &parts)])),
            word(subject.basis())
        );
    }
    let _ = write!(out, "\n## {}\n\n", word("export.sources"));
    for source in document.sources() {
        let cited = format!(
            "{} ({}). {}. {}.",
            authors(source),
            source.year,
            source.details().title,
            source.details().publisher
        );
        let _ = write!(out, "- {}", quoted(&cited));
        if let Some(link) = address(source.details().url) {
            let _ = write!(out, " <{link}>");
        }
        if !source.details().attribution.is_empty() {
            let _ = write!(out, " {}", quoted(source.details().attribution));
        }
        out.push('\n');
    }
    out
}

fn summary(subject: &Subject, words: &Words) -> String {
    let of = |indicator: Indicator| {
        let total = subject.total(indicator);
        (
            quoted(&words.total(indicator, total)),
            quoted(&words.interval(indicator, total)),
        )
    };
    let (gas, interval) = of(Indicator::GhgLocation);
    let (energy, _) = of(Indicator::Energy);
    // The name last, so that a placeholder in it is not replaced.
    let parts = [
        ("gas", gas),
        ("interval", interval),
        ("energy", energy),
        ("name", format!("**{}**", quoted(&subject.name))),
    ];
    let template = quoted(&words.get("export.summary.line"));
    parts.iter().fold(template, |text, (key, value)| {
        text.replace(&format!("\\{{{key}\\}}"), value)
    })
}

fn row(out: &mut String, cells: impl IntoIterator<Item = String>) {
    for cell in cells {
        let _ = write!(out, "| {cell} ");
    }
    out.push_str("|\n");
}

fn rule(out: &mut String, columns: &[&str]) {
    for column in columns {
        let _ = write!(out, "| {column} ");
    }
    out.push_str("|\n");
}

fn indicators(out: &mut String, document: &Document, words: &Words) {
    let mut head = vec![quoted(&words.get("table.indicator"))];
    let mut lines = vec!["---"];
    for subject in &document.subjects {
        head.push(quoted(&subject.name));
        head.push(quoted(&words.get("export.interval")));
        lines.extend(["---:", "---:"]);
    }
    row(out, head);
    rule(out, &lines);
    for indicator in Indicator::ALL {
        let mut cells = vec![quoted(&words.indicator(indicator))];
        for subject in &document.subjects {
            let total = subject.total(indicator);
            cells.push(quoted(&words.total(indicator, total)));
            cells.push(quoted(&words.interval(indicator, total)));
        }
        row(out, cells);
    }
}

fn inputs(out: &mut String, subject: &Subject, words: &Words) {
    let chosen = subject.chosen(words);
    for (_, name, option) in &chosen {
        let _ = writeln!(out, "- {}{}{}", quoted(name), words.locale.colon, quoted(option));
    }
    if !chosen.is_empty() {
        out.push('\n');
    }
    let head = ["table.input", "table.value", "export.interval", "table.source"];
    row(out, head.map(|id| quoted(&words.get(id))));
    rule(out, &["---", "---:", "---:", "---"]);
    for param in subject.used().0 {
        row(out, input(subject, param, words));
    }
}

fn input(subject: &Subject, param: Param, words: &Words) -> [String; 4] {
    let spread = subject.inputs.spread[param as usize];
    let provenance = &subject.inputs.provenance[param as usize];
    let assumed = provenance.fact().is_some_and(|fact| fact.assumed);
    let unit = param.spec().unit;
    let interval = if spread.is_certain() {
        String::new()
    } else {
        number::range_in_unit(spread.low, spread.high, unit, words.locale)
    };
    [
        words.param(param),
        words.value(subject.inputs.values[param], None, unit),
        interval,
        words.marked(words.provenance(param, provenance), assumed),
    ]
    .map(|cell| quoted(&cell))
}
