//! What every export is made of.

use super::number::{self, Family, join, plain};
use super::words::Words;
use crate::data::{self, GridBasis, Source};
use crate::math::Interval;
use crate::model::explain::{Published, explain};
use crate::model::{Indicator, Leaf, Leaves, Part, Phase, SystemBoundary};
use crate::scenario::{Choice, Inputs, Level, Options, Param, Provenance, Scenario, TrainingRoute};
use crate::uncertainty::{Summary, monte_carlo};

use super::explain::{CitedOrigin, constant_origin};

/// Id of the calculator among sources.
pub const OWN_KEY: &str = "genai_footprint";
/// Where the calculator lives.
pub const OWN_ADDRESS: &str = env!("CARGO_PKG_REPOSITORY");
/// Name of the calculator.
pub const OWN_NAME: &str = "GenAI Footprint";

/// One scenario with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Its name, never empty.
    pub name: String,
    /// What was asked.
    pub scenario: Scenario,
    /// Every input with its origin.
    pub inputs: Inputs,
    /// Every leaf at the central inputs.
    pub leaves: Leaves,
    /// Totals, in the order of [`Indicator::ALL`].
    pub totals: [Interval; Indicator::COUNT],
}

/// What is exported: pure data, so that the same page gives the same file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The scenarios, in the order of the page.
    pub subjects: Vec<Subject>,
    /// Link to the page with these inputs.
    pub link: String,
    /// Day of the export, as `2026-11-23`.
    pub date: String,
    /// Version of the calculator.
    pub version: String,
    /// Version of the tables.
    pub data_version: String,
    /// Version of the formulas.
    pub method_version: String,
}

impl Subject {
    /// One scenario; `summaries` in the order of [`Indicator::ALL`].
    pub fn new(
        name: &str,
        scenario: Scenario,
        inputs: Inputs,
        leaves: Leaves,
        summaries: &[Option<Summary>; Indicator::COUNT],
    ) -> Self {
        let totals = Indicator::ALL
            .map(|indicator| monte_carlo::interval(leaves.total(indicator), summaries[indicator]));
        Self {
            name: name.to_owned(),
            scenario,
            inputs,
            leaves,
            totals,
        }
    }

    /// Total of an indicator.
    pub fn total(&self, indicator: Indicator) -> Interval {
        self.totals[indicator]
    }

    /// What was chosen in the scenario, with the names of choice and option, in the order of the table.
    pub fn chosen(&self, words: &Words) -> Vec<(Choice, String, String)> {
        let option = |choice: Choice, id: &str| {
            let found = match choice.spec().options {
                Options::Table(table) => data::row_name(table, id).unwrap_or_default().to_owned(),
                Options::List(_) => (words.lookup)(&format!("option.{}.{id}", choice.spec().id)),
            };
            if found.is_empty() { id.to_owned() } else { found }
        };
        let name = |choice: Choice| words.get(&format!("choice.{}", choice.spec().id));
        let choices = self.scenario.choices();
        choices
            .map(|(choice, id)| (choice, name(choice), option(choice, id)))
            .collect()
    }

    /// The values that were set in the scenario and matter in it, by name, with their units.
    pub fn set(&self, words: &Words) -> Vec<(String, String)> {
        let values = self.scenario.values();
        values
            .filter(|(param, _)| self.inputs.applies[*param as usize])
            .map(|(param, entry)| told(param, entry.value, words))
            .collect()
    }

    /// The defaults that a reviewer asks for first, by name, with their units: essential inputs, and what the power of
    /// the accelerators rests on.
    pub fn defaults(&self, words: &Words) -> Vec<(String, String)> {
        let power = [Param::Tdp, Param::TrainingPowerFraction];
        let trains = self.inputs.choices.training != TrainingRoute::None;
        let asked = |param: &Param| trains && power.contains(param) || param.spec().level == Level::Essential;
        Param::ALL
            .into_iter()
            .filter(|param| self.inputs.applies[*param as usize] && self.scenario.get(*param).is_none())
            .filter(asked)
            .map(|param| told(param, self.inputs.values[param], words))
            .collect()
    }

    /// Ids of words: what is not counted in greenhouse gas, first what the inputs leave out, then what the model
    /// never counts.
    pub fn not_counted(&self) -> Vec<&'static str> {
        let missing = self.boundary().missing;
        missing.into_iter().map(part_id).chain(NEVER_COUNTED).collect()
    }

    /// Id of the words that tell what the grid's intensity counts.
    pub fn basis(&self) -> &'static str {
        basis_id(self.boundary().basis)
    }

    /// Greenhouse gas is what every part adds to.
    fn boundary(&self) -> SystemBoundary {
        SystemBoundary::of(&self.inputs, Indicator::GhgLocation)
    }

    /// The inputs that a result rests on, in the order of the table, the constants of calibrated models behind it, and
    /// the facts of named models.
    pub fn used(&self) -> (Vec<Param>, Vec<&'static str>, Vec<Published>) {
        let (mut params, mut constants, mut published) = (Vec::new(), Vec::new(), Vec::new());
        for leaf in Leaf::ALL {
            for indicator in Indicator::ALL {
                if self.leaves.get(*leaf, indicator) > 0.0
                    && let Some(explanation) = explain(*leaf, indicator, &self.inputs, &self.leaves)
                {
                    params.extend(explanation.params());
                    constants.extend(explanation.constants());
                    published.extend(explanation.published);
                }
            }
        }
        params.sort_unstable();
        params.dedup();
        params.retain(|param| self.inputs.applies[*param as usize]);
        constants.sort_unstable();
        constants.dedup();
        (params, constants, published)
    }

    /// Every source behind a result that is not zero, by id.
    pub fn sources(&self) -> Vec<&'static Source> {
        let (params, constants, published) = self.used();
        let inputs = params
            .into_iter()
            .filter_map(|param| match self.inputs.provenance[param as usize] {
                Provenance::Reader => None,
                Provenance::Chosen(fact) | Provenance::Default(fact) => Some(data::source(fact.source)),
            });
        let models = constants.into_iter().filter_map(|id| match constant_origin(id) {
            CitedOrigin::Source { source, .. } => Some(source),
            _ => None,
        });
        let named = published.iter().map(|known| data::source(known.fact.source));
        by_id(inputs.chain(models).chain(named).collect())
    }

    /// Location-based greenhouse gas of the electricity of training, kg CO2e: without making the hardware.
    pub fn training_electricity_kg(&self) -> f64 {
        self.leaves.sum(Indicator::GhgLocation, |leaf| {
            leaf.phase() == Phase::Training && self.leaves.get(leaf, Indicator::Energy) > 0.0
        })
    }
}

impl Document {
    /// A document of this version of the calculator and its tables.
    pub fn new(subjects: Vec<Subject>, link: &str, date: &str) -> Self {
        Self {
            subjects,
            link: link.to_owned(),
            date: date.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_version: data::VERSION.to_owned(),
            method_version: crate::model::METHOD_VERSION.to_owned(),
        }
    }

    /// Every source behind any of the scenarios, by id.
    pub fn sources(&self) -> Vec<&'static Source> {
        by_id(self.subjects.iter().flat_map(Subject::sources).collect())
    }

    /// Name of the calculator with its versions, in words.
    pub fn made_with(&self, words: &Words) -> String {
        words.fill(
            "export.made_with",
            &[
                ("name", OWN_NAME),
                ("version", &self.version),
                ("data", &self.data_version),
                ("method", &self.method_version),
                ("date", &self.date),
            ],
        )
    }
}

fn by_id(mut sources: Vec<&'static Source>) -> Vec<&'static Source> {
    sources.sort_unstable_by_key(|source| source.id);
    sources.dedup_by_key(|source| source.id);
    sources
}

/// Id of the words for a part that a result counts or leaves out.
pub const fn part_id(part: Part) -> &'static str {
    match part {
        Part::Training => "export.missing.training",
        Part::FineTuning => "boundary.fine_tuning",
        Part::Inference => "export.missing.inference",
        Part::Overhead => "boundary.pue",
        Part::Hosts => "boundary.hosts",
        Part::Hardware => "boundary.hardware",
        Part::Development => "boundary.development",
        Part::DataPreparation => "export.missing.data_preparation",
        Part::Idle => "boundary.idle",
        Part::Network => "boundary.network",
    }
}

/// Id of the words that tell what a grid intensity counts; `None` for one that the reader gave.
pub const fn basis_id(basis: Option<GridBasis>) -> &'static str {
    match basis {
        Some(GridBasis::LifeCycleProduction) => "boundary.life_cycle",
        Some(GridBasis::LifeCycleConsumption) => "boundary.consumed_power",
        Some(GridBasis::Combustion) => "boundary.combustion",
        None => "export.basis.own",
    }
}

/// What no input adds: see "Left out" in `docs/method.md`.
const NEVER_COUNTED: [&str; 5] = [
    "export.missing.building",
    "export.missing.internet",
    "export.missing.user_devices",
    "export.missing.people",
    "export.missing.rebound",
];

/// The units an indicator is told in.
pub const fn family(indicator: Indicator) -> Family {
    match indicator {
        Indicator::Energy => number::ENERGY,
        Indicator::GhgLocation | Indicator::GhgMarket => number::GHG,
        Indicator::WaterOnSite | Indicator::WaterOffSite => number::WATER,
        Indicator::PrimaryEnergy => number::HEAT,
        Indicator::Minerals => number::ANTIMONY,
        Indicator::EWaste => number::MASS,
        Indicator::Cost | Indicator::SocialCost => number::MONEY,
    }
}

impl Words<'_> {
    /// A total in the unit that suits it.
    pub fn total(&self, indicator: Indicator, total: Interval) -> String {
        family(indicator).text(total.central, self.locale)
    }

    /// The 90 % interval of a total; the words for certainty where there is none.
    pub fn interval(&self, indicator: Indicator, total: Interval) -> String {
        if total.is_certain() {
            self.get("export.certain")
        } else {
            family(indicator).range(total.central, total.low, total.high, self.locale)
        }
    }

    /// Several words in a row.
    pub fn list(&self, ids: &[&str]) -> String {
        ids.iter().map(|id| self.get(id)).collect::<Vec<_>>().join(", ")
    }
}

/// Name and value of an input, with its unit.
fn told(param: Param, value: f64, words: &Words) -> (String, String) {
    let value = plain(value, words.locale);
    (words.param(param), join(&value, &words.unit(param.spec().unit)))
}
