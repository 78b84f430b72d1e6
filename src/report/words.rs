//! Words as the caller has them: reports know ids, languages know words.

use super::number::Locale;
use crate::model::{Indicator, Leaf, Stage};
use crate::scenario::{Param, Provenance};
use crate::template;

/// The words of a language: an id such as `param.pue` to its text, empty where there is none; and how the language
/// writes numbers.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Looks an id up.
    pub lookup: &'a dyn Fn(&str) -> String,
    /// How numbers are written.
    pub locale: Locale,
}

impl Words<'_> {
    /// The words of an id; the last part of the id itself where the language has none.
    pub fn get(&self, id: &str) -> String {
        let found = (self.lookup)(id);
        if found.is_empty() {
            id.rsplit('.').next().unwrap_or(id).replace('_', " ")
        } else {
            found
        }
    }

    /// Words with their `{placeholders}` filled in; one that is not named stays empty.
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

    /// A unit; the same in all languages where the language has no word for it.
    pub fn unit(&self, unit: &str) -> String {
        let found = (self.lookup)(&format!("unit.{unit}"));
        if found.is_empty() { unit.to_owned() } else { found }
    }

    /// Author, year and whether it is a guess, of what a value rests on.
    pub fn provenance(&self, provenance: &Provenance) -> String {
        match provenance {
            Provenance::Reader => self.get("source.own"),
            Provenance::Chosen(fact) | Provenance::Default(fact) => {
                self.source(crate::data::source(fact.source), fact.year, fact.assumed)
            }
        }
    }

    /// The same of a source.
    pub fn source(&self, source: &crate::data::Source, year: u16, assumed: bool) -> String {
        let who = first_author(source, &self.get("source.others"));
        let mut out = format!("{who} {year}");
        if assumed {
            out.push_str(", ");
            out.push_str(&self.get("source.assumed"));
        }
        out
    }
}

/// Who made a source, as far as the first comma; `others` stands for those the table does not name.
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

/// Fills `{name}` placeholders; one that is not named stays empty.
pub fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    template::fill(template, |hole| {
        parts
            .iter()
            .find(|(name, _)| *name == hole)
            .map(|(_, value)| *value)
    })
}
