//! Message lookup for reports: reports know message ids, the caller supplies the texts of a language.

use super::number::{self, Locale};
use crate::model::{Indicator, Leaf, Stage};
use crate::scenario::{Param, Provenance};
use crate::template;

/// The texts of a language, and how it formats numbers.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The text of a message id such as `param.pue`; empty where there is none.
    pub lookup: &'a dyn Fn(&str) -> String,
    /// Number formatting.
    pub locale: Locale,
}

/// Source of the numbers of examples, which are nobody's findings.
const EXAMPLE: &str = "example";

impl Words<'_> {
    /// The text of an id; where the language has none, the last part of the id.
    pub fn get(&self, id: &str) -> String {
        let found = (self.lookup)(id);
        if found.is_empty() {
            id.rsplit('.').next().unwrap_or(id).replace('_', " ")
        } else {
            found
        }
    }

    /// A message with its `{placeholders}` filled in; those without a value become empty.
    pub fn fill(&self, id: &str, parts: &[(&str, &str)]) -> String {
        fill(&self.get(id), parts)
    }

    /// Name of an input.
    pub fn param(&self, param: Param) -> String {
        self.get(&format!("param.{}", param.spec().id))
    }

    /// Name of a part of a result.
    pub fn leaf(&self, leaf: Leaf) -> String {
        self.get(&format!("leaf.{}", leaf.id()))
    }

    /// Name of a stage.
    pub fn stage(&self, stage: Stage) -> String {
        self.get(&format!("stage.{}", stage.id()))
    }

    /// Name of an indicator.
    pub fn indicator(&self, indicator: Indicator) -> String {
        self.get(&format!("indicator.{}", indicator.id()))
    }

    /// A value in a unit of the tables, with that unit: rounded to a number of significant digits, or with all of them.
    pub fn value(&self, value: f64, digits: Option<usize>, unit: &str) -> String {
        let found = (self.lookup)(&format!("unit.{unit}"));
        let names = if found.is_empty() { unit } else { &found };
        number::with_unit(value, digits, unit, names, self.locale)
    }

    /// Where the value of an input is from, in one line: the reader, or a source, with the preset that names it.
    pub fn provenance(&self, param: Param, provenance: &Provenance) -> String {
        let Some(fact) = provenance.fact() else {
            return self.get("source.own");
        };
        let source = self.source(crate::data::source(fact.source));
        match provenance {
            Provenance::Preset(id, fact) if crate::data::source(fact.source).id == EXAMPLE => {
                let name = self.get(&format!("preset.{id}"));
                self.fill("source.example", &[("preset", &name)])
            }
            Provenance::Preset(id, _) => self.in_preset(id, &source),
            Provenance::Confirmed(_) => self.fill("source.confirmed", &[("source", &source)]),
            Provenance::Default(_) if !param.spec().counts.is_empty() => {
                let counts = self.get(&format!("source.counts.{}", param.spec().counts));
                format!("{source} · {counts}")
            }
            _ => source,
        }
    }

    /// A preset, and the source of what it sets.
    pub fn in_preset(&self, preset: &str, source: &str) -> String {
        let name = self.get(&format!("preset.{preset}"));
        // The name last, so that a placeholder in it is not replaced.
        self.fill("source.preset", &[("source", source), ("preset", &name)])
    }

    /// First author and year of a source: the year of its entry in the bibliography, so that it can be found there.
    pub fn source(&self, source: &crate::data::Source) -> String {
        let who = first_author(source, &self.get("source.others"));
        let year = source.year.to_string();
        self.fill("source.line", &[("who", &who), ("year", &year)])
    }

    /// A line with a remark where what it is about is assumed.
    pub fn marked(&self, line: String, assumed: bool) -> String {
        if assumed {
            [line.as_str(), ", ", &self.get("source.assumed")].concat()
        } else {
            line
        }
    }
}

/// Authors of a source as a citation on the page names them: tables and BibTeX say "and others".
pub fn authors(source: &crate::data::Source) -> String {
    source.author.replace("and others", "et al.")
}

/// First author of a source, up to the first comma; `others` replaces "and others".
pub fn first_author(source: &crate::data::Source, others: &str) -> String {
    let who = source
        .author
        .split([',', ';', '('])
        .next()
        .unwrap_or_default()
        .trim();
    match who.strip_suffix("and others") {
        Some(first) => format!("{first}{others}"),
        None => who.to_owned(),
    }
}

/// Fills `{name}` placeholders; those without a value become empty.
pub fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    template::fill(template, |placeholder| {
        parts
            .iter()
            .find(|(name, _)| *name == placeholder)
            .map(|(_, value)| *value)
    })
}
