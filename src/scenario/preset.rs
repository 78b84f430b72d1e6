//! Finished scenarios to start from, each a set of rows of `assets/data/presets.csv`.

use super::{Choice, Param, Scenario};

include!(concat!(env!("OUT_DIR"), "/presets.rs"));

/// The question a reader comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresetGroup {
    /// A training run.
    Training,
    /// A service.
    Service,
    /// Compare and decide.
    Compare,
}

impl PresetGroup {
    /// All, in the order of the start view.
    pub const ALL: [Self; 3] = [Self::Training, Self::Service, Self::Compare];

    /// Stable id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Service => "service",
            Self::Compare => "compare",
        }
    }
}

/// A finished scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Stable id.
    pub id: &'static str,
    /// The question it answers.
    pub group: PresetGroup,
    /// Id of the published figure it can be held against ([`crate::data::published_figure`]).
    pub published: Option<&'static str>,
    /// Choices that differ from the defaults.
    pub choices: &'static [(Choice, &'static str)],
    /// Values that differ from the defaults.
    pub values: &'static [(Param, f64)],
}

impl Preset {
    /// The scenario it stands for, under a name.
    pub fn scenario(&self, name: &str) -> Scenario {
        let mut scenario = Scenario::new(name);
        for (choice, option) in self.choices {
            scenario.choose(*choice, option);
        }
        for (param, value) in self.values {
            scenario.set(*param, *value);
        }
        scenario
    }
}

/// The preset with this id.
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|p| p.id == id)
}

/// The preset that a scenario still is, under whatever name.
pub fn standing(scenario: &Scenario) -> Option<&'static Preset> {
    PRESETS
        .iter()
        .find(|preset| preset.scenario("").computes_as(scenario))
}
