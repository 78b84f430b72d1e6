//! One scenario by every published method, beside this calculator's own figure and led to it step by step.
//!
//! Each method gets what its reader would type for the scenario, takes factors from its own tables, and assumes
//! what it always assumes. What a method does not cover is left out of *our* figure too: a method for training
//! stands beside our training. Everything here is a code or a number; the words are the page's.
//!
//! What the methods are given:
//! - device-hours of the final run, or those spent on queries over the horizon; capacity kept ready, other runs and
//!   fine-tuning are assumptions of the bridge, except where the method asks for them;
//! - the reader's own intensity where one was typed, otherwise nothing: the method's own factor of the place holds;
//! - a cloud region where the reader chose one in the zone, otherwise the first of the method's regions there.

mod ecologits;
mod names;
mod programs;
mod subject;

use super::bridge::Waterfall;
use super::codecarbon_3_3_hardware::CpuPowers;
use super::common::{Assumption, Basis, Boundary, Range};
use super::library::{FILES, Library};
use super::summary::Summary;
use super::{Error, Method, back_of_envelope_1, ecologits_0_11, green_algorithms_3_0, ml_co2_impact_2026_03};
use super::{cloud_carbon_footprint_1_0, codecarbon_3_3};
use crate::data::Catalog;
use crate::model::Leaves;
use crate::scenario::Inputs;
use subject::{Subject, Task};

/// Which part of the scenario a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Building the model.
    Training,
    /// Answering queries over the horizon.
    Inference,
    /// Both together.
    Both,
}

/// Why a method has no figure for a scenario, or for a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The scenario does no work.
    NothingCounted,
    /// The method is for training, the scenario has none.
    TrainingOnly,
    /// The method is for queries, the scenario has none.
    InferenceOnly,
    /// The accelerator is not in the method's list, and it takes no power instead.
    AcceleratorUnknown,
    /// The method reads the bill of a cloud provider it knows, and neither region nor zone leads to one.
    CloudRegionNeeded,
    /// The method counts tokens, and the scenario gives none.
    TokensNeeded,
    /// The method needs a model's size, and the scenario names no model.
    ModelNeeded,
    /// The method knows one model a service, the scenario shares its queries between two.
    OneModelOnly,
    /// The method knows single models only, and not this one.
    ModelUnknown,
    /// The method makes no images.
    NoImages,
    /// A table of the method is not here yet.
    TableMissing,
    /// The method stops at these inputs, or gives no number.
    Rejected,
}

impl Reason {
    /// Stable id for texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NothingCounted => "nothing_counted",
            Self::TrainingOnly => "training_only",
            Self::InferenceOnly => "inference_only",
            Self::AcceleratorUnknown => "accelerator_unknown",
            Self::CloudRegionNeeded => "cloud_region_needed",
            Self::TokensNeeded => "tokens_needed",
            Self::ModelNeeded => "model_needed",
            Self::OneModelOnly => "one_model_only",
            Self::ModelUnknown => "model_unknown",
            Self::NoImages => "no_images",
            Self::TableMissing => "table_missing",
            Self::Rejected => "rejected",
        }
    }
}

impl From<Error> for Reason {
    fn from(error: Error) -> Self {
        match error {
            Error::MissingTable(_) => Self::TableMissing,
            _ => Self::Rejected,
        }
    }
}

/// What an input of a method is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Name of the accelerator in the method's list.
    Hardware,
    /// Number of accelerators.
    Devices,
    /// Power of one accelerator.
    DevicePower,
    /// Power of all accelerators.
    AcceleratorPower,
    /// Power of the processors.
    ProcessorPower,
    /// Power of the memory.
    MemoryPower,
    /// Memory of the machine.
    Memory,
    /// Power of one accelerator without work.
    IdlePower,
    /// Use of the accelerators, 0 to 1.
    Use,
    /// Running time.
    Hours,
    /// Running time summed over all devices.
    DeviceHours,
    /// How often it is run.
    Runs,
    /// Queries a day, mean over the horizon.
    QueriesPerDay,
    /// Energy of one query.
    EnergyPerQuery,
    /// Days of service.
    Days,
    /// Requests over the horizon.
    Requests,
    /// Tokens made for one request.
    OutputTokens,
    /// Name of the model in the method's list.
    Model,
    /// Parameters used for one token.
    ActiveParameters,
    /// All parameters.
    TotalParameters,
    /// Pixels across.
    Width,
    /// Pixels down.
    Height,
    /// Frames.
    Frames,
    /// Provider in the method's list.
    Provider,
    /// Region of the provider.
    Region,
    /// Place of the electricity in the method's list.
    Place,
    /// Facility energy over IT energy.
    Pue,
    /// Emissions of the electricity.
    Intensity,
}

impl Input {
    /// Stable id for texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Hardware => "hardware",
            Self::Devices => "devices",
            Self::DevicePower => "device_power",
            Self::AcceleratorPower => "accelerator_power",
            Self::ProcessorPower => "processor_power",
            Self::MemoryPower => "memory_power",
            Self::Memory => "memory",
            Self::IdlePower => "idle_power",
            Self::Use => "use",
            Self::Hours => "hours",
            Self::DeviceHours => "device_hours",
            Self::Runs => "runs",
            Self::QueriesPerDay => "queries_per_day",
            Self::EnergyPerQuery => "energy_per_query",
            Self::Days => "days",
            Self::Requests => "requests",
            Self::OutputTokens => "output_tokens",
            Self::Model => "model",
            Self::ActiveParameters => "active_parameters",
            Self::TotalParameters => "total_parameters",
            Self::Width => "width",
            Self::Height => "height",
            Self::Frames => "frames",
            Self::Provider => "provider",
            Self::Region => "region",
            Self::Place => "place",
            Self::Pue => "pue",
            Self::Intensity => "intensity",
        }
    }

    /// Unit as text; empty for names, counts and ratios.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::DevicePower
            | Self::AcceleratorPower
            | Self::ProcessorPower
            | Self::MemoryPower
            | Self::IdlePower => "W",
            Self::Hours | Self::DeviceHours => "h",
            Self::Memory => "GB",
            Self::EnergyPerQuery => "kWh",
            Self::Days => "d",
            Self::ActiveParameters | Self::TotalParameters => "1e9",
            Self::Width | Self::Height => "px",
            Self::Intensity => "g/kWh",
            Self::Hardware
            | Self::Devices
            | Self::Use
            | Self::Runs
            | Self::QueriesPerDay
            | Self::Requests
            | Self::OutputTokens
            | Self::Model
            | Self::Frames
            | Self::Provider
            | Self::Region
            | Self::Place
            | Self::Pue => "",
        }
    }
}

/// Where an input's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The scenario.
    Scenario,
    /// The method's own table.
    Table,
    /// What the method assumes where nothing is known.
    Assumed,
}

/// Value of an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, or an interval.
    Number(Range),
    /// A name in the method's own spelling.
    Name(String),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(Range::point(number))
    }
}

impl From<Range> for Value {
    fn from(range: Range) -> Self {
        Self::Number(range)
    }
}

impl From<&str> for Value {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// One input of a method as it was used.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The part of the scenario it belongs to: training or inference.
    pub part: Part,
    /// What it is; its unit is [`Input::unit`].
    pub input: Input,
    /// Its value.
    pub value: Value,
    /// Where the value comes from.
    pub origin: Origin,
}

/// Energy and emissions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// kWh.
    pub kwh: f64,
    /// kg CO2e, location-based.
    pub kg: f64,
}

/// The assumption that moves a method's result most on the way to ours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cause {
    /// Which.
    pub assumption: Assumption,
    /// The method's value, in the unit of [`Assumption::unit`].
    pub from: f64,
    /// Ours.
    pub to: f64,
    /// Size of the step, kg CO2e.
    pub kg: f64,
}

/// A method's result beside ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The part of the scenario both figures are of.
    pub part: Part,
    /// The method's energy, kWh; an interval only where the method has one.
    pub kwh: Range,
    /// The method's greenhouse gases, kg CO2e; an interval only where the method has one.
    pub kg: Range,
    /// Ours for the same part.
    pub ours: Figures,
    /// The method's inputs as used.
    pub inputs: Vec<Used>,
    /// A part of the scenario the method covers in general, but has no figure for here.
    pub without: Option<(Part, Reason)>,
    /// From the middle of the method's result to ours, kg CO2e.
    pub bridge: Waterfall<Assumption>,
    /// The largest step; none where the figures agree.
    pub largest_cause: Option<Cause>,
}

/// What a method says.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A result.
    Figures(Box<Comparison>),
    /// None, and why.
    NotApplicable(Reason),
}

/// A method and what it says about a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which; its name and citation.
    pub method: Method,
    /// What its result covers.
    pub boundary: Boundary,
    /// What it says.
    pub answer: Answer,
}

/// A method applied here: one part at a time.
struct Program {
    method: Method,
    covers: Part,
    ask: fn(&Subject<'_>, &Task, &mut Vec<Used>) -> Result<Summary, Reason>,
}

const PROGRAMS: [Program; 6] = [
    Program {
        method: back_of_envelope_1::METHOD,
        covers: Part::Both,
        ask: programs::back_of_envelope,
    },
    Program {
        method: ml_co2_impact_2026_03::METHOD,
        covers: Part::Training,
        ask: programs::ml_co2_impact,
    },
    Program {
        method: green_algorithms_3_0::METHOD,
        covers: Part::Both,
        ask: programs::green_algorithms,
    },
    Program {
        method: codecarbon_3_3::METHOD,
        covers: Part::Both,
        ask: programs::code_carbon,
    },
    Program {
        method: ecologits_0_11::METHOD,
        covers: Part::Inference,
        ask: ecologits::ecologits,
    },
    Program {
        method: cloud_carbon_footprint_1_0::METHOD,
        covers: Part::Both,
        ask: programs::cloud_carbon_footprint,
    },
];

/// Names of the tables under `assets/data/methods` that [`side_by_side`] looks up: all but the processors of
/// CodeCarbon, the largest. Those with `odbl` in their name may be left out; then their regions are missing.
pub fn tables() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().filter(|file| *file != CpuPowers::FILE)
}

/// Every method's answer to a scenario, in the order of the Methods view.
///
/// `inputs` as resolved against `catalog`, `leaves` as evaluated from them; `library` may lack tables, then the
/// methods that need them are not applicable for that reason. Never fails.
pub fn side_by_side(inputs: &Inputs, leaves: &Leaves, catalog: &Catalog, library: &Library) -> Vec<Row> {
    let subject = Subject::new(inputs, leaves, catalog, library);
    let row = |program: &Program| Row {
        method: program.method,
        boundary: program.method.boundary,
        answer: match program.answer(&subject) {
            Ok(comparison) => Answer::Figures(Box::new(comparison)),
            Err(reason) => Answer::NotApplicable(reason),
        },
    };
    PROGRAMS.iter().map(row).collect()
}

impl Program {
    fn answer(&self, subject: &Subject<'_>) -> Result<Comparison, Reason> {
        if subject.tasks.is_empty() {
            return Err(Reason::NothingCounted);
        }
        let mut refused = match self.covers {
            Part::Training => Some((Part::Inference, Reason::TrainingOnly)),
            Part::Inference => Some((Part::Training, Reason::InferenceOnly)),
            Part::Both => None,
        };
        let mut inputs = Vec::new();
        let mut sum: Option<Sum> = None;
        let covered = |task: &&Task| self.covers == Part::Both || self.covers == task.part;
        let mut without = None;
        for task in subject.tasks.iter().filter(covered) {
            let before = inputs.len();
            match (self.ask)(subject, task, &mut inputs).and_then(finite) {
                Ok(theirs) => sum = Some(Sum::grown(sum, theirs, task)),
                Err(reason) => {
                    inputs.truncate(before);
                    without = Some((task.part, reason));
                    refused = without;
                }
            }
        }
        let Some(sum) = sum else {
            return Err(refused.map_or(Reason::NothingCounted, |(_, reason)| reason));
        };
        let bridge = sum.theirs.basis.bridge_to(&sum.ours);
        let largest = bridge.largest();
        Ok(Comparison {
            part: sum.part,
            kwh: sum.theirs.kwh,
            kg: sum.theirs.kg,
            ours: sum.figures,
            inputs,
            without,
            largest_cause: largest.map(|step| Cause {
                assumption: step.switch,
                from: sum.theirs.basis.value(step.switch),
                to: sum.ours.value(step.switch),
                kg: step.change(),
            }),
            bridge,
        })
    }
}

/// Results of the parts together.
struct Sum {
    part: Part,
    theirs: Summary,
    ours: Basis,
    figures: Figures,
}

impl Sum {
    fn grown(sum: Option<Self>, theirs: Summary, task: &Task) -> Self {
        let Some(first) = sum else {
            return Self {
                part: task.part,
                theirs,
                ours: task.ours,
                figures: task.figures,
            };
        };
        Self {
            part: Part::Both,
            theirs: Summary {
                kwh: first.theirs.kwh.plus(theirs.kwh),
                kg: first.theirs.kg.plus(theirs.kg),
                water_l: None,
                basis: first.theirs.basis.plus(&theirs.basis),
            },
            ours: first.ours.plus(&task.ours),
            figures: Figures {
                kwh: first.figures.kwh + task.figures.kwh,
                kg: first.figures.kg + task.figures.kg,
            },
        }
    }
}

/// The result, where it is one: some programs write "not a number".
fn finite(summary: Summary) -> Result<Summary, Reason> {
    let ends = [summary.kwh.min, summary.kwh.max, summary.kg.min, summary.kg.max];
    if ends.into_iter().chain([summary.basis.kg()]).all(f64::is_finite) {
        Ok(summary)
    } else {
        Err(Reason::Rejected)
    }
}
