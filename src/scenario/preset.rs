//! Ready-made scenarios to start from, each a set of rows of `assets/data/presets.csv`.

use std::sync::OnceLock;

use super::Scenario;
use crate::data;

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
}

/// All presets, in the order of the table.
pub fn presets() -> &'static [Preset] {
    static ROWS: OnceLock<Vec<Preset>> = OnceLock::new();
    ROWS.get_or_init(|| {
        data::rows("presets", &|table, row| {
            let group = table.text(row, "group");
            let published = table.text(row, "published");
            Preset {
                id: table.text(row, "preset"),
                group: PresetGroup::QUESTIONS
                    .into_iter()
                    .find(|known| known.id() == group)
                    .unwrap_or(PresetGroup::Opening),
                published: (!published.is_empty()).then_some(published),
                scenario: Scenario::from_settings("", &data::settings(table.text(row, "settings"))),
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
