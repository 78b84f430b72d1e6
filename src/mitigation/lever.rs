//! The levers (reduction measures): what each changes in a scenario, and when it has no effect.

use crate::data::{self, Catalog, Mitigation};
use crate::scenario::{
    Choice, Entry, InferenceRoute, Inputs, Param, Precision, Scenario, TrainingRoute, WarningCode, resolve,
};

/// Where a workload moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Another grid by its code; the data centre is unchanged.
    Zone(String),
    /// A cloud region by its id: another grid, and the region's PUE and WUE where it states them.
    Region(String),
}

/// A reduction measure with its target.
#[derive(Clone, Debug, PartialEq)]
pub enum Lever {
    /// Serves the weights in fewer bits; token route only.
    Quantise(Precision),
    /// Disables reasoning.
    NoReasoning,
    /// Prefix caching of this share (0-1) of the prompt; token route only.
    CachePrompts(f64),
    /// Serves at least this batch size.
    Batch(f64),
    /// Caps the power of the training accelerators. Inference is unaffected: decoding draws less than the cap.
    CapTrainingPower,
    /// Fine-tunes an existing model instead of training one.
    FineTune,
    /// Moves to another grid or cloud region.
    Move(Place),
    /// Covers this share (0-1) of the energy with contracts of this intensity, g CO2e/kWh. Affects the market-based figure
    /// only.
    Contract {
        /// Share covered, 0-1.
        share: f64,
        /// Intensity of the contracted energy, g CO2e/kWh.
        intensity: f64,
    },
    /// Keeps the hardware for at least this many years.
    KeepHardware(f64),
    /// Raises utilization of the hardware to at least this share (0-1).
    FillHardware(f64),
    /// Applies a published factor.
    Measured(Measure),
}

/// Measures whose effect is a published factor on the energy of an answer and the device time behind it, on the
/// training run, or on the grid's intensity while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// An optimized inference engine instead of plain `PyTorch`.
    ServingStack,
    /// A smaller model of sufficient quality.
    RightSize,
    /// Distillation into a smaller model.
    Distil,
    /// Pruned weights.
    Prune,
    /// Speculative decoding: a small model drafts, the large one verifies.
    Speculate,
    /// Training in 16 bits instead of 32.
    MixedPrecision,
    /// Carbon-aware scheduling of training.
    CleanHours,
}

impl Measure {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::ServingStack,
        Self::RightSize,
        Self::Distil,
        Self::Prune,
        Self::Speculate,
        Self::MixedPrecision,
        Self::CleanHours,
    ];

    /// Stable id, which is that of its row of `assets/data/mitigations.csv`.
    const fn id(self) -> &'static str {
        match self {
            Self::ServingStack => "serving_stack",
            Self::RightSize => "right_size",
            Self::Distil => "distillation",
            Self::Prune => "pruning",
            Self::Speculate => "speculative",
            Self::MixedPrecision => "mixed_precision",
            Self::CleanHours => "time_shift",
        }
    }
}

/// Why a lever has no effect: codes, not sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoEffect {
    /// The scenario has reached the target already.
    AlreadyDone,
    /// The route of inference does not have the inputs the lever changes: a figure per query has no precision,
    /// batch, prompt or reasoning of its own.
    NotOnThisRoute,
    /// Nothing is trained.
    NothingTrained,
    /// Nothing is served.
    NothingServed,
    /// Unknown location, or not one to move to.
    UnknownPlace,
    /// The target is not a number.
    NotANumber,
    /// The target lies outside the range of the table.
    OutOfRange,
    /// Applied, but no figure changed.
    NothingMoved,
    /// The serving model is calibrated on servers that use it already.
    AlreadyModelled,
    /// The model is named and has a fixed size: choose another model instead.
    ChooseModel,
}

impl NoEffect {
    /// Stable id for files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AlreadyDone => "already_done",
            Self::NotOnThisRoute => "not_on_this_route",
            Self::NothingTrained => "nothing_trained",
            Self::NothingServed => "nothing_served",
            Self::UnknownPlace => "unknown_place",
            Self::NotANumber => "not_a_number",
            Self::OutOfRange => "out_of_range",
            Self::NothingMoved => "nothing_moved",
            Self::AlreadyModelled => "already_modelled",
            Self::ChooseModel => "choose_model",
        }
    }
}

impl Lever {
    /// Stable id for files.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Quantise(_) => "quantise",
            Self::NoReasoning => "no_reasoning",
            Self::CachePrompts(_) => "cache_prompts",
            Self::Batch(_) => "batch",
            Self::CapTrainingPower => "cap_training_power",
            Self::FineTune => "fine_tune",
            Self::Move(_) => "move",
            Self::Contract { .. } => "contract",
            Self::KeepHardware(_) => "keep_hardware",
            Self::FillHardware(_) => "fill_hardware",
            Self::Measured(measure) => measure.id(),
        }
    }

    /// The row of `assets/data/mitigations.csv` that reports what others measured; `None` where there is none.
    pub fn published(&self) -> Option<&'static Mitigation> {
        let id = match self {
            Self::Quantise(Precision::Fp8) => "fp8_serving",
            Self::Quantise(Precision::Int8) => "int8_default",
            Self::Quantise(Precision::Int4 | Precision::Fp4) => "int4_weights",
            Self::NoReasoning => "no_reasoning",
            Self::Batch(_) => "batching",
            Self::CapTrainingPower => "power_cap_training",
            Self::FineTune => "fine_tuning",
            Self::Move(_) => "region_shift",
            Self::FillHardware(_) => "utilisation",
            Self::Measured(measure) => measure.id(),
            Self::Quantise(Precision::Bf16)
            | Self::CachePrompts(_)
            | Self::Contract { .. }
            | Self::KeepHardware(_) => return None,
        };
        data::mitigations().iter().find(|row| row.id == id)
    }

    /// Whether the published factor is the effect; otherwise the model computes it and the row is shown for comparison.
    pub const fn is_empirical(&self) -> bool {
        matches!(self, Self::CapTrainingPower | Self::FineTune | Self::Measured(_))
    }

    /// The scenario after the lever. `inputs` is the scenario resolved, `effect` the factor on training energy
    /// of the empirical levers.
    pub(super) fn transform(
        &self,
        scenario: &Scenario,
        inputs: &Inputs,
        catalog: &Catalog,
        effect: f64,
    ) -> Result<Scenario, NoEffect> {
        let mut to = scenario.clone();
        match self {
            Self::Quantise(precision) => {
                on_route(inputs, &[InferenceRoute::Tokens])?;
                if precision.bits() >= inputs.values[Param::WeightBits] {
                    return Err(NoEffect::AlreadyDone);
                }
                to.choose(Choice::Precision, precision.id());
                // A precision set by the reader describes the weights that are replaced.
                to.clear(Param::WeightBits);
            }
            Self::NoReasoning => {
                on_route(inputs, &[InferenceRoute::Tokens, InferenceRoute::Metered])?;
                lower(&mut to, inputs, Param::ReasoningTokens, 0.0)?;
            }
            Self::CachePrompts(share) => {
                on_route(inputs, &[InferenceRoute::Tokens])?;
                raise(&mut to, inputs, Param::CachedShare, *share)?;
            }
            Self::Batch(requests) => {
                on_route(
                    inputs,
                    &[
                        InferenceRoute::Tokens,
                        InferenceRoute::Image,
                        InferenceRoute::Video,
                    ],
                )?;
                raise(&mut to, inputs, Param::Batch, *requests)?;
            }
            Self::CapTrainingPower => {
                let fraction = Param::TrainingPowerFraction;
                match inputs.choices.training {
                    TrainingRoute::None => return Err(NoEffect::NothingTrained),
                    TrainingRoute::Hours => scale(&mut to, inputs, Param::TrainingHours, capped_time())?,
                    TrainingRoute::Compute => scale(&mut to, inputs, Param::Mfu, 1.0 / capped_time())?,
                    TrainingRoute::Metered => scale(&mut to, inputs, Param::MeteredTraining, effect)?,
                }
                scale(&mut to, inputs, fraction, effect / capped_time())?;
            }
            Self::FineTune | Self::Measured(Measure::MixedPrecision) => {
                scale(&mut to, inputs, run(inputs)?, effect)?;
            }
            Self::Measured(Measure::CleanHours) => {
                // Refused without a run; the factor is on its grid, not on its work.
                run(inputs)?;
                scale(&mut to, inputs, Param::TrainingTiming, effect)?;
            }
            Self::Measured(measure) => {
                let energy = answers(*measure, inputs)?;
                scale(&mut to, inputs, energy, effect)?;
                // Elsewhere device time follows from energy. A replica that its traffic keeps waiting is there all
                // the same: less work leaves it idle for longer.
                let traffic = Param::RequestsPerSecond;
                let waits = inputs.applies[traffic as usize] && inputs.values[traffic] > 0.0;
                if energy == Param::ServingError && !waits {
                    scale(&mut to, inputs, Param::ServingTime, effect)?;
                }
            }
            Self::Move(place) => relocate(&mut to, inputs, catalog, place)?,
            Self::Contract { share, intensity } => contract(&mut to, inputs, *share, *intensity)?,
            Self::KeepHardware(years) => raise(&mut to, inputs, Param::Lifetime, *years)?,
            Self::FillHardware(share) => raise(&mut to, inputs, Param::Utilisation, *share)?,
        }
        Ok(to)
    }
}

/// Length of a capped training run over that of an uncapped one, from `assets/data/constants.csv`.
fn capped_time() -> f64 {
    data::constant("power_cap_time").map_or(1.0, |row| row.value.central)
}

/// The parameter that holds the work of the training run.
fn run(inputs: &Inputs) -> Result<Param, NoEffect> {
    match inputs.choices.training {
        TrainingRoute::None => Err(NoEffect::NothingTrained),
        TrainingRoute::Hours => Ok(Param::TrainingHours),
        TrainingRoute::Compute => Ok(Param::TrainingTokens),
        TrainingRoute::Metered => Ok(Param::MeteredTraining),
    }
}

/// The parameter that holds the energy of an answer, where the measure can act on it.
fn answers(measure: Measure, inputs: &Inputs) -> Result<Param, NoEffect> {
    match (inputs.choices.inference, measure) {
        (InferenceRoute::None, _) => Err(NoEffect::NothingServed),
        (InferenceRoute::PerQuery, _) => Ok(Param::WhPerQuery),
        (InferenceRoute::Metered, _) => Ok(Param::JoulesPerToken),
        (_, Measure::ServingStack) => Err(NoEffect::AlreadyModelled),
        (_, Measure::RightSize | Measure::Distil) => Err(NoEffect::ChooseModel),
        (InferenceRoute::Image | InferenceRoute::Video, Measure::Speculate) => Err(NoEffect::NotOnThisRoute),
        (InferenceRoute::Tokens | InferenceRoute::Image | InferenceRoute::Video, _) => {
            Ok(Param::ServingError)
        }
    }
}

/// Whether inference runs on a route that holds what the lever changes.
fn on_route(inputs: &Inputs, routes: &[InferenceRoute]) -> Result<(), NoEffect> {
    let route = inputs.choices.inference;
    if route == InferenceRoute::None {
        Err(NoEffect::NothingServed)
    } else if routes.contains(&route) {
        Ok(())
    } else {
        Err(NoEffect::NotOnThisRoute)
    }
}

/// Sets a certain value above the present one.
fn raise(to: &mut Scenario, inputs: &Inputs, param: Param, target: f64) -> Result<(), NoEffect> {
    let target = param.clamp(target).ok_or(NoEffect::NotANumber)?;
    if target <= inputs.values[param] {
        return Err(NoEffect::AlreadyDone);
    }
    to.set(param, target);
    Ok(())
}

/// Sets a certain value below the present one.
fn lower(to: &mut Scenario, inputs: &Inputs, param: Param, target: f64) -> Result<(), NoEffect> {
    let target = param.clamp(target).ok_or(NoEffect::NotANumber)?;
    if target >= inputs.values[param] {
        return Err(NoEffect::AlreadyDone);
    }
    to.set(param, target);
    Ok(())
}

/// Multiplies a value and its interval. A product outside the bounds is refused: a clamped result would
/// look like the full effect.
fn scale(to: &mut Scenario, inputs: &Inputs, param: Param, factor: f64) -> Result<(), NoEffect> {
    let spread = &inputs.spread[param as usize];
    let range = (!spread.is_certain()).then_some((spread.low * factor, spread.high * factor));
    let value = inputs.values[param] * factor;
    let spec = param.spec();
    if !(spec.min..=spec.max).contains(&value) {
        return Err(NoEffect::OutOfRange);
    }
    to.set(param, Entry { value, range });
    Ok(())
}

fn relocate(to: &mut Scenario, inputs: &Inputs, catalog: &Catalog, place: &Place) -> Result<(), NoEffect> {
    let world = Choice::Zone.spec().default;
    match place {
        Place::Zone(code) => {
            if code == world || catalog.zone(code).is_none() {
                return Err(NoEffect::UnknownPlace);
            }
            to.choose(Choice::Zone, code);
            to.clear_location_overrides(false, false);
        }
        Place::Region(id) => {
            let region = data::cloud_region(id).ok_or(NoEffect::UnknownPlace)?;
            to.choose(Choice::Zone, world);
            to.choose(Choice::Region, region.id);
            to.clear_location_overrides(region.pue.is_some(), region.wue.is_some());
        }
    }
    let there = resolve(to, catalog);
    if there
        .warnings
        .iter()
        .any(|warning| warning.code == WarningCode::UnknownOption && warning.choice == Some(Choice::Zone))
    {
        return Err(NoEffect::UnknownPlace);
    }
    if there.values == inputs.values && there.choices.zone == inputs.choices.zone {
        return Err(NoEffect::AlreadyDone);
    }
    Ok(())
}

fn contract(to: &mut Scenario, inputs: &Inputs, share: f64, intensity: f64) -> Result<(), NoEffect> {
    let share = Param::ContractShare.clamp(share).ok_or(NoEffect::NotANumber)?;
    let intensity = Param::ContractIntensity
        .clamp(intensity)
        .ok_or(NoEffect::NotANumber)?;
    let (had, at) = (
        inputs.values[Param::ContractShare],
        inputs.values[Param::ContractIntensity],
    );
    if share <= 0.0 || (share <= had && intensity >= at) {
        return Err(NoEffect::AlreadyDone);
    }
    to.set(Param::ContractShare, share);
    to.set(Param::ContractIntensity, intensity);
    Ok(())
}
