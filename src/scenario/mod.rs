//! A scenario: a sparse set of values and choices over the parameter table.

mod param;
mod preset;
mod resolve;
mod served;

use crate::data::former_zone;

pub use param::{
    Choice, ChoiceSpec, Group, Level, Options, Origin, POSITIONS, Param, ParamSpec, Scale, Shape,
};
pub use preset::{Preset, PresetGroup, matching_preset, opening, origin, preset, presets};
pub use resolve::{
    InferenceRoute, Inputs, Precision, Provenance, ResolvedChoices, Served, Spread, TrainingRoute, Values,
    Warning, WarningCode, resolve, unknown_key,
};

pub use served::{MODELS, SLOTS, Slot};

use crate::math::decimal;

/// Maximum number of scenarios compared at once.
pub const MAX_SCENARIOS: usize = 4;

/// Maximum length of the name of a scenario, in characters.
pub const MAX_NAME: usize = 60;

/// A value the reader set, with an interval if one was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Central value, in the unit of the parameter.
    pub value: f64,
    /// 5th and 95th percentile; `None`: certain.
    pub range: Option<(f64, f64)>,
}

impl Entry {
    /// Reads `value` or `value~low~high`, as links and tables write it. Infinite values are clamped later; NaN is
    /// refused.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('~').map(|part| decimal::parse(part.trim()));
        let value = parts.next()??;
        match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Some(value.into()),
            (Some(Some(low)), Some(Some(high)), None) => Some(Self {
                value,
                range: Some((low, high)),
            }),
            _ => None,
        }
    }
}

impl From<f64> for Entry {
    fn from(value: f64) -> Self {
        Self { value, range: None }
    }
}

/// A scenario. Only what was set is stored; everything else follows from the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Name given by the reader; may be empty.
    pub name: String,
    // Sorted by the order of the tables; so few entries that a sorted list is simpler than a map.
    values: Vec<(Param, Entry)>,
    choices: Vec<(Choice, String)>,
}

impl Scenario {
    /// A scenario of defaults.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.chars().take(MAX_NAME).collect(),
            ..Self::default()
        }
    }

    /// A scenario from ids and values as tables write them (`pue`, `1.1`; `pue`, `1.1~1.05~1.2`). Unknown ids and
    /// values that are not numbers are skipped: the tables are checked when built.
    pub fn from_settings(name: &str, settings: &[(&str, &str)]) -> Self {
        let mut scenario = Self::new(name);
        for (id, value) in settings {
            if let Some(choice) = Choice::find(id) {
                scenario.choose(choice, value);
            } else if let Some(param) = Param::find(id)
                && let Some(value) = Entry::parse(value)
            {
                scenario.set(param, value);
            }
        }
        scenario
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
        insert_sorted(&mut self.values, param, entry);
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

    /// Whether another scenario has the same inputs, whatever its name.
    pub fn same_inputs(&self, other: &Self) -> bool {
        self.values == other.values && self.choices == other.choices
    }

    /// Resets a parameter to its default.
    pub fn clear(&mut self, param: Param) {
        self.values.retain(|(p, _)| *p != param);
    }

    /// Clears values that describe the current location: its grid, and its data centre's PUE and WUE where the new
    /// location has its own.
    pub fn clear_location_overrides(&mut self, pue: bool, wue: bool) {
        for (param, is_replaced) in [
            (Param::Intensity, true),
            (Param::ResidualIntensity, true),
            (Param::Ewif, true),
            (Param::GridPrimaryEnergy, true),
            (Param::GridMinerals, true),
            (Param::Pue, pue),
            (Param::Wue, wue),
        ] {
            if is_replaced {
                self.clear(param);
            }
        }
    }

    /// What the reader set.
    pub fn get(&self, param: Param) -> Option<Entry> {
        self.values
            .iter()
            .find(|(p, _)| *p == param)
            .map(|(_, entry)| *entry)
    }

    /// Chooses an option by id. An unknown id is kept, and reported when the scenario is resolved, so
    /// that no input is lost. A zone code of earlier versions that named the basis as well chooses both.
    pub fn choose(&mut self, choice: Choice, option: &str) {
        if choice == Choice::Zone
            && let Some((zone, basis)) = former_zone(option)
        {
            self.choose(Choice::GridBasis, basis);
            return self.choose(Choice::Zone, zone);
        }
        if option == choice.spec().default {
            self.choices.retain(|(c, _)| *c != choice);
        } else {
            insert_sorted(&mut self.choices, choice, option.to_owned());
        }
    }

    /// The chosen option, or the default.
    pub fn chosen(&self, choice: Choice) -> &str {
        self.choices
            .iter()
            .find(|(c, _)| *c == choice)
            .map_or(choice.spec().default, |(_, option)| option)
    }

    /// All values set, in the order of the table.
    pub fn values(&self) -> impl Iterator<Item = (Param, Entry)> {
        self.values.iter().copied()
    }

    /// All choices that differ from the default, in the order of the table.
    pub fn choices(&self) -> impl Iterator<Item = (Choice, &str)> {
        self.choices
            .iter()
            .map(|(choice, option)| (*choice, option.as_str()))
    }

    /// Whether no location is set: neither zone, cloud region nor intensity.
    pub fn has_no_location(&self) -> bool {
        let is_set = |choice: Choice| self.chosen(choice) != choice.spec().default;
        !is_set(Choice::Zone) && !is_set(Choice::Region) && self.get(Param::Intensity).is_none()
    }

    /// Whether a parameter matters under the choices made.
    pub fn applies(&self, param: Param) -> bool {
        let slot = SLOTS
            .iter()
            .position(|slot| slot.share == Some(param) || [slot.total, slot.active].contains(&param));
        param.applies(|choice| self.chosen(choice)) && slot.is_none_or(|slot| self.offers(slot))
    }
}

/// Inserts an item into a list sorted by key, or replaces the item with this key.
fn insert_sorted<K: Ord + Copy, V>(list: &mut Vec<(K, V)>, key: K, value: V) {
    let index = list
        .iter()
        .position(|(known, _)| *known >= key)
        .unwrap_or(list.len());
    match list.get_mut(index) {
        Some(found) if found.0 == key => found.1 = value,
        _ => list.insert(index, (key, value)),
    }
}
