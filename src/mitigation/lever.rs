//! The levers (reduction measures): what each changes in a scenario, and when it has no effect.

use super::attention::Attention;
use super::smaller::{is_smaller, largest_model};
use super::{Reduced, Scaling};
use crate::data::{self, Catalog, Mitigation, ZoneLevel};
use crate::model::training;
use crate::quantity::{Duration, HOURS_PER_DAY};
use crate::scenario::{
    Choice, InferenceRoute, Inputs, Param, Precision, Provenance, SLOTS, Scenario, TrainingRoute,
    WarningCode, resolve,
};

/// Where a workload moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Another grid by its code; the data centre is unchanged.
    Zone(String),
    /// A cloud region by its id: another grid, and the region's PUE and WUE where it states them.
    Region(String),
}

/// Number format in which a training run computes today. A scenario does not say it: the reader does, with the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunFormat {
    /// 16 bits, as almost every run on accelerators since 2020.
    Bf16,
    /// 32 bits.
    Fp32,
}

impl RunFormat {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Bf16, Self::Fp32];

    /// Stable id for links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp32 => "fp32",
        }
    }
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
    /// Serves a smaller model of sufficient quality, by its id: the model computes the effect where the service names a
    /// model, and a published factor is the effect where it is described by energy alone.
    SmallerModel(String),
    /// Trains in 16 bits a run that computes in this format today.
    MixedPrecision(RunFormat),
    /// Serves with an attention that does less work in a long context; token route only.
    EfficientAttention(Attention),
    /// Compression: quantises to this precision and prunes; token route only.
    Compress(Precision),
    /// Applies a published factor.
    Measured(Measure),
}

/// Measures whose effect is a published factor on the energy of an answer and the device time behind it, or on the
/// grid's intensity while a training run lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// An optimized inference engine instead of plain `PyTorch`.
    ServingStack,
    /// Distillation into a smaller model.
    Distil,
    /// Pruned weights.
    Prune,
    /// Speculative decoding: a small model drafts, the large one verifies.
    Speculate,
    /// Carbon-aware scheduling of training.
    CleanHours,
}

impl Measure {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::ServingStack,
        Self::Distil,
        Self::Prune,
        Self::Speculate,
        Self::CleanHours,
    ];

    /// Stable id, which is that of its row of `assets/data/mitigations.csv`.
    const fn id(self) -> &'static str {
        match self {
            Self::ServingStack => "serving_stack",
            Self::Distil => "distillation",
            Self::Prune => "pruning",
            Self::Speculate => "speculative",
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
    /// The window of attention is at least as long as the context.
    ShortContext,
    /// The KV heads are grouped already, or taken to be, as is usual.
    GroupedHeads,
    /// A distilled model is a smaller one: the measure that chooses a smaller model computes it.
    ChooseModel,
    /// The service is described by a model that is not named.
    UnnamedModel,
    /// The tables hold no smaller model of the kind.
    NoSmallerModel,
    /// The training run computes in 16 bits already.
    NotFp32,
    /// The training run is calculated at the 16-bit peak throughput of its accelerator.
    CountedIn16Bits,
    /// The training run lasts a day or longer: its mean over the hours is that of the grid.
    LongerThanADay,
    /// A metered energy does not say how long the training run lasts.
    UnknownLength,
    /// No grid, or none whose hours are known: the world, a group of countries, or an intensity that the reader entered.
    NoHourlyProfile,
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
            Self::ShortContext => "short_context",
            Self::GroupedHeads => "grouped_heads",
            Self::ChooseModel => "choose_model",
            Self::UnnamedModel => "unnamed_model",
            Self::NoSmallerModel => "no_smaller_model",
            Self::NotFp32 => "not_fp32",
            Self::CountedIn16Bits => "counted_in_16_bits",
            Self::LongerThanADay => "longer_than_a_day",
            Self::UnknownLength => "unknown_length",
            Self::NoHourlyProfile => "no_hourly_profile",
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
            Self::SmallerModel(_) => "right_size",
            Self::MixedPrecision(_) => "mixed_precision",
            Self::EfficientAttention(_) => "efficient_attention",
            Self::Compress(_) => "compression",
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
            Self::SmallerModel(_) => "right_size",
            Self::MixedPrecision(_) => "mixed_precision",
            Self::Measured(measure) => measure.id(),
            Self::Quantise(Precision::Bf16)
            | Self::CachePrompts(_)
            | Self::EfficientAttention(_)
            | Self::Compress(_)
            | Self::Contract { .. }
            | Self::KeepHardware(_) => return None,
        };
        data::mitigations().iter().find(|row| row.id == id)
    }

    /// The scenario after the lever; `inputs` are those of the scenario before it.
    pub(super) fn transform(
        &self,
        before: &Reduced,
        inputs: &Inputs,
        catalog: &Catalog,
    ) -> Result<Reduced, NoEffect> {
        let mut to = before.clone();
        let mut scale = |param, factor, published| {
            to.scaled.push(Scaling {
                lever: self.id(),
                param,
                factor,
                published,
            });
        };
        match self {
            Self::CapTrainingPower => {
                let (longer, fraction) = (capped_time(), Param::TrainingPowerFraction);
                match inputs.choices.training {
                    TrainingRoute::None => return Err(NoEffect::NothingTrained),
                    TrainingRoute::Hours => scale(Param::TrainingHours, longer, None),
                    TrainingRoute::Compute => scale(Param::Mfu, 1.0 / longer, None),
                    TrainingRoute::Metered => scale(Param::MeteredTraining, 1.0, self.published()),
                }
                scale(fraction, 1.0 / longer, self.published());
            }
            Self::FineTune => scale(run(inputs)?, 1.0, self.published()),
            Self::MixedPrecision(format) => {
                let run = run(inputs)?;
                in_32_bits(*format, inputs)?;
                scale(run, 1.0, self.published());
            }
            Self::Measured(Measure::CleanHours) => {
                has_clean_hours(inputs, catalog)?;
                // The factor is on the grid of the run, not on its work.
                scale(Param::TrainingTiming, 1.0, self.published());
            }
            Self::Measured(measure) => {
                let energy = answers(*measure, inputs)?;
                scale(energy, 1.0, self.published());
                // Elsewhere device time follows from energy. A replica that its traffic keeps waiting is there all
                // the same: less work leaves it idle for longer.
                let traffic = Param::RequestsPerSecond;
                let waits = inputs.applies[traffic as usize] && inputs.values[traffic] > 0.0;
                if energy == Param::ServingError && !waits {
                    scale(Param::ServingTime, 1.0, self.published());
                }
            }
            Self::Compress(precision) => {
                let prune = Self::Measured(Measure::Prune);
                let quantised = Self::Quantise(*precision).set(&mut to.set, inputs, catalog);
                match quantised {
                    Ok(()) | Err(NoEffect::AlreadyDone) if !before.is_scaled_by(&prune) => {
                        return prune.transform(&to, inputs, catalog);
                    }
                    other => other?,
                }
            }
            Self::SmallerModel(id) => match energy_of_an_answer(inputs)? {
                Some(energy) => scale(energy, 1.0, self.published()),
                None => replace_model(&mut to.set, inputs, id)?,
            },
            _ => self.set(&mut to.set, inputs, catalog)?,
        }
        Ok(to)
    }

    /// Sets the inputs of the levers whose effect the model computes.
    fn set(&self, to: &mut Scenario, inputs: &Inputs, catalog: &Catalog) -> Result<(), NoEffect> {
        match self {
            Self::Quantise(precision) => {
                on_route(inputs, &[InferenceRoute::Tokens])?;
                if precision.bits() >= inputs.values[Param::WeightBits] {
                    return Err(NoEffect::AlreadyDone);
                }
                to.choose(Choice::Precision, precision.id());
                // A precision set by the reader describes the weights that are replaced.
                to.clear(Param::WeightBits);
                Ok(())
            }
            Self::NoReasoning => {
                on_route(inputs, &[InferenceRoute::Tokens, InferenceRoute::Metered])?;
                lower(to, inputs, Param::ReasoningTokens, 0.0)
            }
            Self::CachePrompts(share) => {
                on_route(inputs, &[InferenceRoute::Tokens])?;
                raise(to, inputs, Param::CachedShare, *share)
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
                raise(to, inputs, Param::Batch, *requests)
            }
            Self::Move(place) => relocate(to, catalog, place),
            Self::Contract { share, intensity } => contract(to, inputs, *share, *intensity),
            Self::KeepHardware(years) => raise(to, inputs, Param::Lifetime, *years),
            Self::FillHardware(share) => raise(to, inputs, Param::Utilisation, *share),
            Self::EfficientAttention(attention) => {
                on_route(inputs, &[InferenceRoute::Tokens])?;
                attention.set(to, inputs)
            }
            Self::CapTrainingPower
            | Self::FineTune
            | Self::SmallerModel(_)
            | Self::MixedPrecision(_)
            | Self::Compress(_)
            | Self::Measured(_) => Ok(()),
        }
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

/// Whether a training run computes in 32 bits, and its energy is that of 32 bits.
fn in_32_bits(format: RunFormat, inputs: &Inputs) -> Result<(), NoEffect> {
    if format == RunFormat::Bf16 {
        return Err(NoEffect::NotFp32);
    }
    let peak = Param::PeakTflops;
    let slower = inputs
        .choices
        .accelerator
        .and_then(|device| device.bf16_tflops)
        .is_none_or(|fast| inputs.values[peak] < fast);
    let own = inputs.provenance[peak as usize] == Provenance::Reader;
    if inputs.choices.training == TrainingRoute::Compute && !(own && slower) {
        return Err(NoEffect::CountedIn16Bits);
    }
    Ok(())
}

/// How long the training run lasts, hours; `None` where its energy alone is known.
fn run_hours(inputs: &Inputs) -> Option<f64> {
    let v = &inputs.values;
    match inputs.choices.training {
        TrainingRoute::None | TrainingRoute::Metered => None,
        TrainingRoute::Hours => Some(v[Param::TrainingHours]),
        TrainingRoute::Compute => {
            let compute = training::training_compute(
                v[Param::TrainingParams],
                v[Param::TrainingTokens],
                v[Param::FlopsPerParamToken],
            );
            let Duration(hours) = training::compute_hours(compute, v[Param::PeakTflops], v[Param::Mfu]);
            Some(hours / v[Param::Accelerators])
        }
    }
}

/// Whether a training run can wait for cleaner hours of a day.
fn has_clean_hours(inputs: &Inputs, catalog: &Catalog) -> Result<(), NoEffect> {
    run(inputs)?;
    if inputs.values[Param::TrainingTiming] < 1.0 {
        return Err(NoEffect::AlreadyDone);
    }
    // A run of no length saves nothing, which the figures show.
    let hours = run_hours(inputs).ok_or(NoEffect::UnknownLength)?;
    if hours >= HOURS_PER_DAY {
        return Err(NoEffect::LongerThanADay);
    }
    let zone = catalog.zone(&inputs.choices.zone);
    let one_grid = zone.is_some_and(|zone| zone.level != ZoneLevel::Aggregate);
    if !one_grid || inputs.choices.basis.is_none() {
        return Err(NoEffect::NoHourlyProfile);
    }
    Ok(())
}

/// The parameter that holds the energy of an answer, where a service is described by its energy; `None` where a model of
/// the service computes it.
fn energy_of_an_answer(inputs: &Inputs) -> Result<Option<Param>, NoEffect> {
    match inputs.choices.inference {
        InferenceRoute::None => Err(NoEffect::NothingServed),
        InferenceRoute::PerQuery => Ok(Some(Param::WhPerQuery)),
        InferenceRoute::Metered => Ok(Some(Param::JoulesPerToken)),
        InferenceRoute::Tokens | InferenceRoute::Image | InferenceRoute::Video => Ok(None),
    }
}

/// The parameter that holds the energy of an answer, where the measure can act on it.
fn answers(measure: Measure, inputs: &Inputs) -> Result<Param, NoEffect> {
    if let Some(energy) = energy_of_an_answer(inputs)? {
        return Ok(energy);
    }
    let by_tokens = inputs.choices.inference == InferenceRoute::Tokens;
    match measure {
        Measure::ServingStack => Err(NoEffect::AlreadyModelled),
        Measure::Distil => Err(NoEffect::ChooseModel),
        Measure::Speculate if !by_tokens => Err(NoEffect::NotOnThisRoute),
        _ => Ok(Param::ServingError),
    }
}

/// Serves another model in place of the largest of a service.
fn replace_model(to: &mut Scenario, inputs: &Inputs, id: &str) -> Result<(), NoEffect> {
    let (at, named) = largest_model(inputs).ok_or(NoEffect::UnnamedModel)?;
    let model = data::model(id).ok_or(NoEffect::NoSmallerModel)?;
    if !is_smaller(model, named) {
        return Err(NoEffect::AlreadyDone);
    }
    let slot = SLOTS[at];
    to.choose(slot.model, model.id);
    to.clear(slot.total);
    to.clear(slot.active);
    // The replica was laid out for the larger model, unless it serves others as well.
    if inputs.values.requested_shares() <= 0.0 {
        to.clear(Param::DevicesPerReplica);
    }
    Ok(())
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
pub(super) fn lower(to: &mut Scenario, inputs: &Inputs, param: Param, target: f64) -> Result<(), NoEffect> {
    let target = param.clamp(target).ok_or(NoEffect::NotANumber)?;
    if target >= inputs.values[param] {
        return Err(NoEffect::AlreadyDone);
    }
    to.set(param, target);
    Ok(())
}

fn relocate(to: &mut Scenario, catalog: &Catalog, place: &Place) -> Result<(), NoEffect> {
    let here = resolve(to, catalog);
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
    if there.values == here.values && there.choices.zone == here.choices.zone {
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
