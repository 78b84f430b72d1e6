//! What the reader asks: a sparse set of values and choices over the parameter table.

mod param;
mod preset;
mod resolve;

pub use param::{
    Choice, ChoiceSpec, Group, Level, Options, Origin, POSITIONS, Param, ParamSpec, Scale, Shape,
};
pub use preset::{PRESETS, Preset, preset};
pub use resolve::{
    InferenceRoute, Inputs, Picks, Precision, Provenance, Spread, TrainingRoute, Values, Warning,
    WarningCode, resolve,
};

use std::collections::BTreeMap;

/// Most scenarios that are compared at once.
pub const MAX_SCENARIOS: usize = 4;

/// Longest name a scenario may bear, in characters.
pub const MAX_NAME: usize = 60;

/// A value the reader set, with the reader's own interval if one was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Central value, in the unit of the parameter.
    pub value: f64,
    /// 5th and 95th percentile; `None`: the reader is certain.
    pub range: Option<(f64, f64)>,
}

impl From<f64> for Entry {
    fn from(value: f64) -> Self {
        Self { value, range: None }
    }
}

/// What the reader asks. Only what was set is stored; the rest follows from the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Name given by the reader; may be empty.
    pub name: String,
    values: BTreeMap<Param, Entry>,
    choices: BTreeMap<Choice, String>,
}

impl Scenario {
    /// A scenario of defaults.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.chars().take(MAX_NAME).collect(),
            ..Self::default()
        }
    }

    /// Sets a value, clamped to the table. Returns what was stored, or `None` (and stores nothing) when
    /// the value is not a number.
    pub fn set(&mut self, param: Param, value: impl Into<Entry>) -> Option<Entry> {
        let entry = value.into();
        let value = param.clamp(entry.value)?;
        let range = match entry.range {
            Some((low, high)) => Some((param.clamp(low)?.min(value), param.clamp(high)?.max(value))),
            None => None,
        };
        let entry = Entry { value, range };
        self.values.insert(param, entry);
        Some(entry)
    }

    /// Sets a value, for building scenarios in a chain.
    #[must_use]
    pub fn with(mut self, param: Param, value: f64) -> Self {
        self.set(param, value);
        self
    }

    /// Sets a choice, for building scenarios in a chain.
    #[must_use]
    pub fn choosing(mut self, choice: Choice, option: &str) -> Self {
        self.choose(choice, option);
        self
    }

    /// Back to the default.
    pub fn clear(&mut self, param: Param) {
        self.values.remove(&param);
    }

    /// What the reader set.
    pub fn get(&self, param: Param) -> Option<Entry> {
        self.values.get(&param).copied()
    }

    /// Chooses an option by id. An id no table knows is kept, and reported when the scenario is resolved:
    /// nothing the reader typed is lost.
    pub fn choose(&mut self, choice: Choice, option: &str) {
        if option == choice.spec().default {
            self.choices.remove(&choice);
        } else {
            self.choices.insert(choice, option.to_owned());
        }
    }

    /// The chosen option, or the default.
    pub fn chosen(&self, choice: Choice) -> &str {
        self.choices
            .get(&choice)
            .map_or(choice.spec().default, String::as_str)
    }

    /// All values set, in the order of the table.
    pub fn values(&self) -> impl Iterator<Item = (Param, Entry)> {
        self.values.iter().map(|(param, entry)| (*param, *entry))
    }

    /// All choices that differ from the default, in the order of the table.
    pub fn choices(&self) -> impl Iterator<Item = (Choice, &str)> {
        self.choices
            .iter()
            .map(|(choice, option)| (*choice, option.as_str()))
    }

    /// Whether a parameter matters under the choices made.
    pub fn applies(&self, param: Param) -> bool {
        param.applies(|choice| self.chosen(choice))
    }
}
