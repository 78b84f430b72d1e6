//! The document that every export is generated from.

use super::number::{self, Family};
use super::words::Words;
use crate::data::{self, GridBasis, Source};
use crate::math::Interval;
use crate::model::explain::{Published, explain};
use crate::model::{Indicator, Leaf, Leaves, Part, Phase, SystemBoundary};
use crate::scenario::{Choice, Inputs, Level, Options, Param, Scenario, TrainingRoute};
use crate::uncertainty::{Summary, monte_carlo};

use super::explain::{CitedOrigin, constant_origin};

/// Id of the calculator among sources.
pub const OWN_KEY: &str = "genai_footprint";
/// Repository of the calculator.
pub const OWN_ADDRESS: &str = env!("CARGO_PKG_REPOSITORY");
/// Name of the calculator.
pub const OWN_NAME: &str = "GenAI Footprint";

/// One scenario with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Its name, never empty.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
    /// The resolved inputs with their provenance.
    pub inputs: Inputs,
    /// The leaves at the central inputs.
    pub leaves: Leaves,
    /// Totals, in the order of [`Indicator::ALL`].
    pub totals: [Interval; Indicator::COUNT],
}

/// What is exported: pure data, so that the same page state gives the same file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The scenarios, in the order shown on the page.
    pub subjects: Vec<Subject>,
    /// Link to the page with these inputs.
    pub link: String,
    /// Date of the export, as `2026-11-23`.
    pub date: String,
    /// Version of the calculator.
    pub version: String,
    /// Version of the tables.
    pub data_version: String,
    /// Version of the formulas.
    pub method_version: String,
}

impl Subject {
    /// Creates a subject; `summaries` in the order of [`Indicator::ALL`].
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

    /// The choices set in the scenario, with the names of choice and option, in the order of the choice table.
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

    /// The values set in the scenario that apply to it: name, and value with unit.
    pub fn set(&self, words: &Words) -> Vec<(String, String)> {
        let values = self.scenario.values();
        values
            .filter(|(param, _)| self.inputs.applies[*param as usize])
            .map(|(param, entry)| named_value(param, entry.value, words))
            .collect()
    }

    /// The defaults that a reviewer asks for first (essential inputs, grid and data centre, and what determines the power
    /// of the accelerators): name, and value with unit.
    pub fn defaults(&self, words: &Words) -> Vec<(String, String)> {
        let place = [Param::Intensity, Param::Pue];
        let power = [Param::Tdp, Param::TrainingPowerFraction];
        let trains = self.inputs.choices.training != TrainingRoute::None;
        let wanted = |param: &Param| {
            param.spec().level == Level::Essential || place.contains(param) || trains && power.contains(param)
        };
        Param::ALL
            .into_iter()
            .filter(|param| self.inputs.applies[*param as usize] && self.scenario.get(*param).is_none())
            .filter(wanted)
            .map(|param| named_value(param, self.inputs.values[param], words))
            .collect()
    }

    /// Message ids of what is not counted in greenhouse gas: first what the inputs leave out, then what the model
    /// never counts.
    pub fn not_counted(&self) -> Vec<&'static str> {
        let missing = self.boundary().missing;
        missing.into_iter().map(part_id).chain(NEVER_COUNTED).collect()
    }

    /// [`Subject::not_counted`] as codes for programs, the same in every file.
    pub fn codes_not_counted(&self) -> Vec<&'static str> {
        self.not_counted().into_iter().map(code).collect()
    }

    /// Message id of the grid intensity's basis.
    pub fn basis(&self) -> &'static str {
        basis_id(self.boundary().basis)
    }

    /// The boundary of greenhouse gas, the indicator that every part contributes to.
    fn boundary(&self) -> SystemBoundary {
        SystemBoundary::of(&self.inputs, Indicator::GhgLocation)
    }

    /// What a result is computed from: inputs in the order of the parameter table, ids of constants of the calibrated
    /// models, and published facts of named models.
    pub fn used(&self) -> (Vec<Param>, Vec<&'static str>, Vec<Published>) {
        self.used_for(&Indicator::ALL)
    }

    /// The same for some of the indicators.
    fn used_for(&self, indicators: &[Indicator]) -> (Vec<Param>, Vec<&'static str>, Vec<Published>) {
        let (mut params, mut constants, mut published) = (Vec::new(), Vec::new(), Vec::new());
        for leaf in Leaf::ALL {
            for indicator in indicators.iter().copied() {
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

    /// Every source behind the non-zero results, sorted by id.
    pub fn sources(&self) -> Vec<&'static Source> {
        self.sources_of(&Indicator::ALL)
    }

    /// Every source behind some of the indicators, sorted by id.
    pub fn sources_of(&self, indicators: &[Indicator]) -> Vec<&'static Source> {
        let (params, constants, published) = self.used_for(indicators);
        let inputs = params
            .into_iter()
            .filter_map(|param| self.inputs.provenance[param as usize].fact())
            .map(|fact| data::source(fact.source));
        let models = constants.into_iter().filter_map(|id| match constant_origin(id) {
            CitedOrigin::Source { source, .. } => Some(source),
            _ => None,
        });
        let named = published.iter().map(|known| data::source(known.fact.source));
        by_id(inputs.chain(models).chain(named).collect())
    }

    /// Location-based greenhouse gas of the electricity of training, kg CO2e, without hardware manufacturing.
    pub fn training_electricity_kg(&self) -> f64 {
        self.leaves.sum(Indicator::GhgLocation, |leaf| {
            leaf.phase() == Phase::Training && self.leaves.get(leaf, Indicator::Energy) > 0.0
        })
    }
}

impl Document {
    /// A document with the current versions of the calculator and its tables.
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

    /// Every source behind any of the scenarios, sorted by id.
    pub fn sources(&self) -> Vec<&'static Source> {
        by_id(self.subjects.iter().flat_map(Subject::sources).collect())
    }

    /// Sentence with the name of the calculator and its versions.
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

/// Whether a source is one of the calculator's own assumptions and definitions, for which the calculator is cited.
pub fn is_own(source: &Source) -> bool {
    source.author == OWN_NAME
}

fn by_id(mut sources: Vec<&'static Source>) -> Vec<&'static Source> {
    sources.sort_unstable_by_key(|source| source.id);
    sources.dedup_by_key(|source| source.id);
    sources
}

/// Code for programs of a message id: its last part.
pub fn code(id: &'static str) -> &'static str {
    id.rsplit('.').next().unwrap_or(id)
}

/// Message id of a part that a result counts or leaves out.
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

/// Message id of what a grid intensity counts; `None` stands for one that the reader entered.
pub const fn basis_id(basis: Option<GridBasis>) -> &'static str {
    match basis {
        Some(GridBasis::LifeCycleProduction) => "boundary.life_cycle",
        Some(GridBasis::LifeCycleConsumption) => "boundary.consumed_power",
        Some(GridBasis::Combustion) => "boundary.combustion",
        None => "export.basis.own",
    }
}

/// What the model never counts: see "Left out" in `docs/method.md`.
const NEVER_COUNTED: [&str; 5] = [
    "export.missing.building",
    "export.missing.internet",
    "export.missing.user_devices",
    "export.missing.people",
    "export.missing.rebound",
];

/// The unit family that an indicator is formatted in.
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
    /// A total in a unit suited to its size.
    pub fn total(&self, indicator: Indicator, total: Interval) -> String {
        family(indicator).text(total.central, self.locale)
    }

    /// The 90 % interval of a total, or a message where there is no uncertainty.
    pub fn interval(&self, indicator: Indicator, total: Interval) -> String {
        if total.is_certain() {
            self.get("export.certain")
        } else {
            family(indicator).range(total.central, total.low, total.high, self.locale)
        }
    }

    /// Several messages, separated by commas.
    pub fn list(&self, ids: &[&str]) -> String {
        ids.iter().map(|id| self.get(id)).collect::<Vec<_>>().join(", ")
    }
}

/// Name of an input, and its value with unit.
fn named_value(param: Param, value: f64, words: &Words) -> (String, String) {
    (words.param(param), words.value(value, None, param.spec().unit))
}
