//! Ready-made scenarios to start from, each a set of rows of `assets/data/presets.csv`.

use std::cmp::Reverse;
use std::sync::OnceLock;

use super::{Choice, Entry, Param, Scenario};
use crate::data::{self, Fact, SourceId};

/// What a preset is about; the start view groups presets by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresetGroup {
    /// What the page opens with.
    Opening,
    /// A training run.
    Training,
    /// A service.
    Service,
    /// Compare and decide.
    Compare,
}

impl PresetGroup {
    /// The questions of the start view, in its order.
    pub const QUESTIONS: [Self; 3] = [Self::Training, Self::Service, Self::Compare];

    /// Stable id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Training => "training",
            Self::Service => "service",
            Self::Compare => "compare",
        }
    }
}

/// A ready-made scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Stable id.
    pub id: &'static str,
    /// The group it is listed in.
    pub group: PresetGroup,
    /// Id of the published figure it can be compared with ([`crate::data::published_figure`]).
    pub published: Option<&'static str>,
    scenario: Scenario,
    /// Id of each parameter and choice that it sets, with the source and whether the setting is assumed.
    sources: Vec<(&'static str, SourceId, bool)>,
}

impl Preset {
    /// Whether it is a starting point for own scenarios rather than an example.
    pub fn is_own(&self) -> bool {
        self.id.starts_with("own_")
    }

    /// Whether it is one of the brief's own estimates, which have round equivalents of their own.
    pub fn is_of_brief(&self) -> bool {
        self.id.starts_with("brief_")
    }

    /// Its scenario, with a name.
    pub fn scenario(&self, name: &str) -> Scenario {
        Scenario {
            name: Scenario::new(name).name,
            ..self.scenario.clone()
        }
    }

    /// The fact behind a value, if the preset sets the parameter to exactly this.
    pub fn fact(&self, param: Param, entry: Entry) -> Option<Fact> {
        let (_, source, assumed) = self.source(param.spec().id)?;
        let (low, high) = entry.range.unwrap_or((entry.value, entry.value));
        (self.scenario.get(param) == Some(entry)).then(|| Fact {
            central: entry.value,
            low,
            high,
            year: data::source(source).year,
            source,
            assumed,
        })
    }

    /// The source of a choice and whether it is assumed, if the preset chooses exactly this option.
    pub fn source_of_choice(&self, choice: Choice, option: &str) -> Option<(SourceId, bool)> {
        let (_, source, assumed) = self.source(choice.spec().id)?;
        (self.scenario.chosen(choice) == option).then_some((source, assumed))
    }

    fn source(&self, id: &str) -> Option<(&'static str, SourceId, bool)> {
        self.sources.iter().find(|(known, ..)| *known == id).copied()
    }

    /// How many settings a scenario shares with it, and how many it has in all.
    fn shared_settings(&self, scenario: &Scenario) -> (usize, usize) {
        let values = self.scenario.values();
        let choices = self.scenario.choices();
        let shared = values
            .filter(|(param, entry)| scenario.get(*param) == Some(*entry))
            .count()
            + choices
                .filter(|(choice, option)| scenario.chosen(*choice) == *option)
                .count();
        (
            shared,
            self.scenario.values().count() + self.scenario.choices().count(),
        )
    }
}

/// All presets, in the order of the table.
pub fn presets() -> &'static [Preset] {
    static ROWS: OnceLock<Vec<Preset>> = OnceLock::new();
    ROWS.get_or_init(|| {
        data::rows("presets", &|table, row| {
            let group = table.text(row, "group");
            let published = table.text(row, "published");
            let settings = data::settings(table.text(row, "settings"));
            let sources = data::sources_of_settings(table.text(row, "sources"));
            Preset {
                id: table.text(row, "preset"),
                group: PresetGroup::QUESTIONS
                    .into_iter()
                    .find(|known| known.id() == group)
                    .unwrap_or(PresetGroup::Opening),
                published: (!published.is_empty()).then_some(published),
                scenario: Scenario::from_settings("", &settings),
                sources: settings
                    .iter()
                    .zip(sources)
                    .map(|((id, _), (source, assumed))| (*id, source, assumed))
                    .collect(),
            }
        })
    })
}

/// The scenarios that the page opens with: the same work in two places. `name` gives each its name by its id.
pub fn opening(name: impl Fn(&'static str) -> &'static str) -> Vec<Scenario> {
    presets()
        .iter()
        .filter(|preset| preset.group == PresetGroup::Opening)
        .map(|preset| preset.scenario(name(preset.id)))
        .collect()
}

/// The preset with this id.
pub fn preset(id: &str) -> Option<&'static Preset> {
    presets().iter().find(|p| p.id == id)
}

/// The preset whose inputs are those of the scenario; names are not compared.
pub fn matching_preset(scenario: &Scenario) -> Option<&'static Preset> {
    presets()
        .iter()
        .find(|preset| preset.scenario.same_inputs(scenario))
}

/// The example that a scenario started from: the one it shares most settings with, if it shares at least half of them.
/// Of two that share as many, the one with fewer settings of its own.
///
/// The inputs are compared because a link holds inputs only: whoever opens it then reads the same sources as its sender.
pub fn origin(scenario: &Scenario) -> Option<&'static Preset> {
    presets()
        .iter()
        .filter(|preset| !preset.is_own())
        .map(|preset| (preset, preset.shared_settings(scenario)))
        .filter(|(_, (shared, all))| 2 * shared >= *all)
        .max_by_key(|(_, (shared, all))| (*shared, Reverse(*all)))
        .map(|(preset, _)| preset)
}
