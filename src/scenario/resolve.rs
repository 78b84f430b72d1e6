//! Resolves a sparse scenario to a full vector of inputs: the reader's value, else the fact of the chosen row,
//! else the default of the parameter table.

use std::ops::{Index, IndexMut};

use serde::Serialize;

use super::{Choice, Entry, MODELS, Origin, Param, Preset, SLOTS, Scenario, Shape, Slot, origin};
use crate::data::{self, Accelerator, Catalog, CloudRegion, Configuration, Fact, GridBasis, Host, Model};
use crate::math::decimal;

/// A value for every parameter, in the unit of its row.
#[derive(Clone, Debug, PartialEq)]
pub struct Values(pub [f64; Param::COUNT]);

impl Index<Param> for Values {
    type Output = f64;
    fn index(&self, param: Param) -> &f64 {
        &self.0[param as usize]
    }
}

impl AsMut<[f64]> for Values {
    fn as_mut(&mut self) -> &mut [f64] {
        &mut self.0
    }
}

impl IndexMut<Param> for Values {
    fn index_mut(&mut self, param: Param) -> &mut f64 {
        &mut self.0[param as usize]
    }
}

/// How uncertain a value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// 5th percentile.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
    /// Distribution between them.
    pub shape: Shape,
    /// Identifies the unknown. Equal keys are the same unknown wherever they occur, and get the same draws.
    pub key: u64,
}

impl Spread {
    /// Whether the value is certain.
    pub fn is_certain(&self) -> bool {
        self.shape == Shape::Fixed || self.low >= self.high
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Provenance {
    /// The reader set it.
    Reader,
    /// The reader set exactly the value of this fact, so its range applies as well.
    Confirmed(Fact),
    /// The preset with this id, which the scenario started from, sets it so.
    Preset(&'static str, Fact),
    /// A fact of the chosen accelerator, host, model, zone or region.
    Chosen(Fact),
    /// The parameter table.
    Default(Fact),
}

impl Provenance {
    /// Whether the scenario holds the value: the reader set it, or a preset did.
    pub const fn is_set(&self) -> bool {
        !matches!(self, Self::Chosen(_) | Self::Default(_))
    }

    /// The fact that the value is from; `None` where only the reader knows.
    pub const fn fact(&self) -> Option<Fact> {
        match self {
            Self::Reader => None,
            Self::Confirmed(fact) | Self::Preset(_, fact) | Self::Chosen(fact) | Self::Default(fact) => {
                Some(*fact)
            }
        }
    }
}

/// How the training energy is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingRoute {
    /// No training counted.
    None,
    /// Accelerators x hours.
    Hours,
    /// Floating-point operations over achieved throughput.
    Compute,
    /// Metered kWh.
    Metered,
}

/// How the energy of a query is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InferenceRoute {
    /// No inference counted.
    None,
    /// Wh per query.
    PerQuery,
    /// Metered joules per output token.
    Metered,
    /// Tokens on a named model and accelerator, by the serving model.
    Tokens,
    /// Images, by the generation model.
    Image,
    /// Video clips, by the generation model.
    Video,
}

/// Number format of the served weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 16-bit brain float.
    Bf16,
    /// 8-bit float.
    Fp8,
    /// 8-bit integers.
    Int8,
    /// 4-bit float.
    Fp4,
    /// 4-bit integer weights, computed in BF16.
    Int4,
}

impl Precision {
    const ALL: [Self; 5] = [Self::Bf16, Self::Fp8, Self::Int8, Self::Fp4, Self::Int4];

    /// Id in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Int8 => "int8",
            Self::Fp4 => "fp4",
            Self::Int4 => "int4",
        }
    }

    /// Bits of one weight: the digits of its name.
    pub fn bits(self) -> f64 {
        self.id()
            .chars()
            .filter_map(|c| c.to_digit(10))
            .fold(0.0, |bits, digit| bits * 10.0 + f64::from(digit))
    }

    /// Dense peak of a device at this precision, TFLOP/s; the BF16 peak where the device has no units for it,
    /// and for 4-bit weights, which the measured servers dequantize before use.
    pub fn peak(self, device: &Accelerator) -> Option<f64> {
        match self {
            Self::Bf16 | Self::Fp4 | Self::Int4 => None,
            Self::Fp8 => device.fp8_tflops.or(device.int8_tops),
            Self::Int8 => device.int8_tops,
        }
        .or(device.bf16_tflops)
    }
}

/// A served model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Served {
    /// Its row, where it was named.
    pub row: Option<&'static Model>,
    /// Facts of its published configuration; `None` also where the sizes were changed from the row's.
    pub configuration: Option<&'static Configuration>,
}

/// The choices of a scenario, resolved to routes and rows of the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedChoices {
    /// Route of training.
    pub training: TrainingRoute,
    /// Route of inference.
    pub inference: InferenceRoute,
    /// Number format of the served weights.
    pub precision: Precision,
    /// Training accelerator.
    pub accelerator: Option<&'static Accelerator>,
    /// Serving accelerator.
    pub serving: Option<&'static Accelerator>,
    /// Host of the training accelerator.
    pub host: Option<&'static Host>,
    /// The models of the service, in the order of [`SLOTS`].
    pub served: [Served; MODELS],
    /// Cloud region.
    pub region: Option<&'static CloudRegion>,
    /// Code of the grid zone in use.
    pub zone: String,
    /// Basis asked for.
    pub asked_basis: GridBasis,
    /// Basis of the zone's intensity; `None` where the reader set the intensity.
    pub basis: Option<GridBasis>,
}

/// A warning about the inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Kind of warning.
    pub code: WarningCode,
    /// The parameter, where there is one.
    pub param: Option<Param>,
    /// The choice, where there is one.
    pub choice: Option<Choice>,
    /// The offending text, where there is one.
    pub text: String,
}

impl Inputs {
    /// Whether the grid intensity in use counts direct emissions (combustion) only.
    pub fn combustion_only(&self) -> bool {
        self.choices.basis.is_some_and(GridBasis::is_combustion)
    }
}

/// Kinds of warning: codes, not sentences. The names are part of the JSON of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum WarningCode {
    /// Unknown option; the default is used.
    UnknownOption,
    /// Neither training nor inference does any work.
    NothingCounted,
    /// Average power above TDP.
    PowerAboveTdp,
    /// Active parameters above the total.
    ActiveAboveTotal,
    /// The shares of the models but the first add up to more than 1; they are scaled down.
    SharesAboveOne,
    /// The weights do not fit the memory of a replica.
    DoesNotFit,
    /// The batch does not fit in memory next to the weights; the largest that does is used.
    BatchLimited,
    /// The serving model is used outside its calibrated range.
    Extrapolated,
    /// More requests arrive than a replica can serve.
    Saturated,
    /// The zone's figure counts combustion only and must not be compared with life-cycle figures.
    CombustionBasis,
    /// The zone has no figure on the basis asked for: its life-cycle figure is used.
    BasisUnavailable,
    /// The market-based figure uses a residual mix of direct emissions, the location-based one life-cycle emissions:
    /// part of their difference is due to that.
    ResidualBasis,
}

/// The inputs of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Central values.
    pub values: Values,
    /// Uncertainty of each.
    pub spread: [Spread; Param::COUNT],
    /// Origin of each.
    pub provenance: [Provenance; Param::COUNT],
    /// Whether each applies under the choices made.
    pub applies: [bool; Param::COUNT],
    /// The resolved choices.
    pub choices: ResolvedChoices,
    /// Warnings about the inputs.
    pub warnings: Vec<Warning>,
}

/// Resolves a scenario against the tables. Never fails: unusable inputs are reported in `warnings`.
pub fn resolve(scenario: &Scenario, catalog: &Catalog) -> Inputs {
    let mut warnings = Vec::new();
    let choices = resolve_choices(scenario, catalog, &mut warnings);
    let mut values = Values([0.0; Param::COUNT]);
    let mut spread = [Spread {
        low: 0.0,
        high: 0.0,
        shape: Shape::Fixed,
        key: 0,
    }; Param::COUNT];
    let mut provenance = [Provenance::Reader; Param::COUNT];
    let residual_unknown = residual_unknown(scenario, &choices, catalog);
    let started_from = origin(scenario);
    for param in Param::ALL {
        if param == Param::ResidualIntensity && residual_unknown {
            values[param] = values[Param::Intensity];
            spread[param as usize] = spread[Param::Intensity as usize];
            provenance[param as usize] = provenance[Param::Intensity as usize];
            continue;
        }
        let (value, value_spread, value_provenance) =
            resolve_param(param, scenario, started_from, &choices, catalog);
        values[param] = value;
        spread[param as usize] = value_spread;
        provenance[param as usize] = value_provenance;
    }
    check_plausibility(scenario, &values, &choices, &mut warnings);
    // Published residual mixes count direct emissions only; with contracts for all energy the residual mix is not used.
    let published_residual = !residual_unknown && scenario.get(Param::ResidualIntensity).is_none();
    let life_cycle = choices.basis.is_some_and(|basis| !basis.is_combustion());
    if published_residual && life_cycle && values[Param::ContractShare] < 1.0 {
        warnings.push(Warning {
            code: WarningCode::ResidualBasis,
            param: Some(Param::ResidualIntensity),
            choice: None,
            text: String::new(),
        });
    }
    Inputs {
        values,
        spread,
        provenance,
        applies: Param::ALL.map(|param| scenario.applies(param)),
        choices,
        warnings,
    }
}

/// Whether the location average replaces the residual mix: where none is published, and where the reader set the
/// grid intensity.
fn residual_unknown(scenario: &Scenario, choices: &ResolvedChoices, catalog: &Catalog) -> bool {
    scenario.get(Param::ResidualIntensity).is_none()
        && (scenario.get(Param::Intensity).is_some()
            || Param::ResidualIntensity
                .spec()
                .from
                .fact(choices, catalog)
                .is_none())
}

fn resolve_param(
    param: Param,
    scenario: &Scenario,
    started_from: Option<&'static Preset>,
    choices: &ResolvedChoices,
    catalog: &Catalog,
) -> (f64, Spread, Provenance) {
    let (fact, fact_spread, from) = resolve_unset(param, choices, catalog);
    let Some(entry) = scenario.get(param) else {
        return (fact.central, fact_spread, from);
    };
    let preset = started_from.and_then(|preset| Some((preset.id, preset.fact(param, entry)?)));
    if preset.is_none() && entry == Entry::from(fact.central) && fact.low < fact.high {
        return (entry.value, fact_spread, Provenance::Confirmed(fact));
    }
    let (low, high) = entry.range.unwrap_or((entry.value, entry.value));
    let shape = match (entry.range, param.spec().shape) {
        (None, _) => Shape::Fixed,
        (Some(_), Shape::Fixed) => Shape::Triangular,
        (Some(_), shape) => shape,
    };
    // An interval set by the reader is one unknown in all scenarios with the same interval.
    let key = unknown_key(&[
        param.spec().id,
        "own",
        &decimal::to_plain_string(entry.value),
        &decimal::to_plain_string(low),
        &decimal::to_plain_string(high),
    ]);
    let spread = Spread {
        low,
        high,
        shape,
        key,
    };
    let from = preset.map_or(Provenance::Reader, |(id, fact)| Provenance::Preset(id, fact));
    (entry.value, spread, from)
}

/// A parameter that the scenario does not set: the fact of the chosen row, else the default, within the bounds of the
/// parameter.
fn resolve_unset(param: Param, choices: &ResolvedChoices, catalog: &Catalog) -> (Fact, Spread, Provenance) {
    let spec = param.spec();
    let (fact, owner) = match spec.from.fact(choices, catalog) {
        Some((fact, owner)) => (fact, Some(owner)),
        None => (spec.default, None),
    };
    let shape = if fact.low < fact.high && spec.shape == Shape::Fixed {
        Shape::Lognormal
    } else {
        spec.shape
    };
    let key = match &owner {
        Some(owner) => unknown_key(&[spec.from.name(), owner]),
        None => unknown_key(&[spec.id]),
    };
    let clamp = |v: f64| param.clamp(v).unwrap_or(spec.min);
    let within = Fact {
        central: clamp(fact.central),
        low: clamp(fact.low),
        high: clamp(fact.high),
        ..fact
    };
    let spread = Spread {
        low: within.low,
        high: within.high,
        shape,
        key,
    };
    let from = if owner.is_some() {
        Provenance::Chosen(fact)
    } else {
        Provenance::Default(fact)
    };
    (within, spread, from)
}

impl Origin {
    /// The fact of the chosen row and the id of that row.
    fn fact(self, choices: &ResolvedChoices, catalog: &Catalog) -> Option<(Fact, String)> {
        let certain = |value: f64, from: &Fact| Fact {
            central: value,
            low: value,
            high: value,
            ..*from
        };
        let accelerator = |row: Option<&'static Accelerator>, get: &dyn Fn(&Accelerator) -> Option<Fact>| {
            row.and_then(|a| get(a).map(|fact| (fact, a.id.to_owned())))
        };
        let zone = |get: &dyn Fn(&data::Zone) -> Option<Fact>| {
            catalog
                .inherited(&choices.zone, get)
                .map(|(fact, owner)| (fact, owner.to_owned()))
        };
        let size = |slot: usize, get: fn(&Model) -> Fact| {
            choices.served[slot]
                .row
                .map(|model| (get(model), model.id.to_owned()))
        };
        match self {
            Self::None => None,
            Self::AcceleratorTdpW => accelerator(choices.accelerator, &|a| Some(a.tdp_w)),
            Self::AcceleratorBf16Tflops => accelerator(choices.accelerator, &|a| {
                a.bf16_tflops.map(|v| certain(v, &a.tdp_w))
            }),
            Self::AcceleratorDevicesPerHost => accelerator(choices.accelerator, &|a| {
                Some(certain(f64::from(a.devices_per_host), &a.tdp_w))
            }),
            Self::AcceleratorEmbodiedKg => accelerator(choices.accelerator, &|a| a.embodied_kg),
            Self::AcceleratorMineralsKgSb => accelerator(choices.accelerator, &|a| a.minerals_kg_sb),
            Self::AcceleratorMassKg => accelerator(choices.accelerator, &|a| a.mass_kg),
            Self::ServingPeakTflops => accelerator(choices.serving, &|a| {
                choices.precision.peak(a).map(|v| certain(v, &a.tdp_w))
            }),
            Self::ServingBandwidthGbS => {
                accelerator(choices.serving, &|a| Some(certain(a.bandwidth_gb_s, &a.tdp_w)))
            }
            Self::ServingMemoryGb => accelerator(choices.serving, &|a| Some(certain(a.memory_gb, &a.tdp_w))),
            Self::ModelTotalB => size(0, |m| m.total_b),
            Self::ModelActiveB => size(0, |m| m.active_b),
            Self::SecondModelTotalB => size(1, |m| m.total_b),
            Self::SecondModelActiveB => size(1, |m| m.active_b),
            Self::ThirdModelTotalB => size(2, |m| m.total_b),
            Self::ThirdModelActiveB => size(2, |m| m.active_b),
            Self::FourthModelTotalB => size(3, |m| m.total_b),
            Self::FourthModelActiveB => size(3, |m| m.active_b),
            Self::PrecisionBits => choices.serving.map(|a| {
                (
                    certain(choices.precision.bits(), &a.tdp_w),
                    choices.precision.id().to_owned(),
                )
            }),
            Self::ServingTdpW => accelerator(choices.serving, &|a| Some(a.tdp_w)),
            Self::ServingEmbodiedKg => accelerator(choices.serving, &|a| a.embodied_kg),
            Self::ServingMineralsKgSb => accelerator(choices.serving, &|a| a.minerals_kg_sb),
            Self::ServingMassKg => accelerator(choices.serving, &|a| a.mass_kg),
            Self::HostEmbodiedKg => choices.host.map(|h| (h.embodied_kg, h.id.to_owned())),
            Self::HostMineralsKgSb => choices.host.map(|h| (h.minerals_kg_sb, h.id.to_owned())),
            Self::HostPrimaryEnergyMj => choices.host.map(|h| (h.primary_energy_mj, h.id.to_owned())),
            Self::HostMassKg => choices.host.map(|h| (h.mass_kg, h.id.to_owned())),
            Self::RegionPue => choices.region.and_then(|r| r.pue.map(|f| (f, r.id.to_owned()))),
            Self::RegionWue => choices.region.and_then(|r| r.wue.map(|f| (f, r.id.to_owned()))),
            Self::ZoneIntensity => zone(&|z| Some(z.reading(choices.asked_basis).0)),
            Self::ZoneResidual => zone(&|z| z.residual),
            Self::ZoneWater => zone(&|z| z.water),
            Self::ZonePrimaryEnergy => zone(&|z| z.primary_energy),
            Self::ZoneMinerals => zone(&|z| z.minerals),
        }
    }
}

fn resolve_choices(scenario: &Scenario, catalog: &Catalog, warnings: &mut Vec<Warning>) -> ResolvedChoices {
    let mut unknown = |choice: Choice| {
        warnings.push(Warning {
            code: WarningCode::UnknownOption,
            param: None,
            choice: Some(choice),
            text: scenario.chosen(choice).to_owned(),
        });
    };
    let training = match scenario.chosen(Choice::TrainingRoute) {
        "none" => TrainingRoute::None,
        "hours" => TrainingRoute::Hours,
        "compute" => TrainingRoute::Compute,
        "metered" => TrainingRoute::Metered,
        _ => {
            unknown(Choice::TrainingRoute);
            TrainingRoute::Hours
        }
    };
    let inference = match scenario.chosen(Choice::InferenceRoute) {
        "none" => InferenceRoute::None,
        "per_query" => InferenceRoute::PerQuery,
        "metered" => InferenceRoute::Metered,
        "tokens" => InferenceRoute::Tokens,
        "image" => InferenceRoute::Image,
        "video" => InferenceRoute::Video,
        _ => {
            unknown(Choice::InferenceRoute);
            InferenceRoute::PerQuery
        }
    };
    let precision_id = scenario.chosen(Choice::Precision);
    let precision = Precision::ALL
        .into_iter()
        .find(|p| p.id() == precision_id)
        .unwrap_or_else(|| {
            unknown(Choice::Precision);
            Precision::Bf16
        });
    let accelerator = data::accelerator(scenario.chosen(Choice::Accelerator)).or_else(|| {
        unknown(Choice::Accelerator);
        data::accelerator(Choice::Accelerator.spec().default)
    });
    let serving = match scenario.chosen(Choice::ServingAccelerator) {
        "same" => accelerator,
        id => data::accelerator(id).or_else(|| {
            unknown(Choice::ServingAccelerator);
            accelerator
        }),
    };
    let served = SLOTS.map(|slot| served_model(scenario, slot, &mut unknown));
    let region = match scenario.chosen(Choice::Region) {
        "none" => None,
        id => data::cloud_region(id).or_else(|| {
            unknown(Choice::Region);
            None
        }),
    };
    let zone_code = scenario.chosen(Choice::Zone);
    let world = Choice::Zone.spec().default;
    let zone = if zone_code != world && catalog.zone(zone_code).is_none() {
        unknown(Choice::Zone);
        world
    } else if zone_code == world {
        region.map_or(world, |r| r.zone)
    } else {
        zone_code
    };
    let asked = scenario.chosen(Choice::GridBasis);
    let asked_basis = GridBasis::from_id(asked);
    if GridBasis::ALL.iter().all(|(id, _)| *id != asked) {
        unknown(Choice::GridBasis);
    }
    let basis = match scenario.get(Param::Intensity) {
        Some(_) => None,
        None => catalog.zone(zone).map(|z| z.reading(asked_basis).1),
    };
    // The life cycle is what every zone has, in one form or the other.
    if asked_basis != GridBasis::LifeCycleProduction
        && let Some(row) = catalog.zone(zone)
        && basis.is_some_and(|basis| basis != asked_basis)
    {
        warnings.push(Warning {
            code: WarningCode::BasisUnavailable,
            param: Some(Param::Intensity),
            choice: Some(Choice::GridBasis),
            text: row.name.to_owned(),
        });
    }
    ResolvedChoices {
        training,
        inference,
        precision,
        accelerator,
        serving,
        host: accelerator.and_then(|a| data::host(a.devices_per_host)),
        served,
        region,
        zone: zone.to_owned(),
        asked_basis,
        basis,
    }
}

fn served_model(scenario: &Scenario, slot: Slot, unknown: &mut dyn FnMut(Choice)) -> Served {
    let row = match scenario.chosen(slot.model) {
        "none" => None,
        id => data::model(id).or_else(|| {
            unknown(slot.model);
            None
        }),
    };
    // A published configuration holds for the published sizes only.
    let is_published = |param, fact: Fact| {
        scenario
            .get(param)
            .is_none_or(|entry| entry == fact.central.into())
    };
    Served {
        row,
        configuration: row
            .filter(|row| is_published(slot.total, row.total_b) && is_published(slot.active, row.active_b))
            .and_then(|row| row.configuration.as_ref()),
    }
}

fn check_plausibility(
    scenario: &Scenario,
    values: &Values,
    choices: &ResolvedChoices,
    warnings: &mut Vec<Warning>,
) {
    let mut warn = |code, param| {
        warnings.push(Warning {
            code,
            param,
            choice: None,
            text: String::new(),
        });
    };
    let no_training = match choices.training {
        TrainingRoute::None => true,
        TrainingRoute::Hours => values[Param::Accelerators] * values[Param::TrainingHours] <= 0.0,
        TrainingRoute::Compute => false,
        TrainingRoute::Metered => values[Param::MeteredTraining] <= 0.0,
    } && values[Param::FineTuningHours] <= 0.0
        && values[Param::DataPreparation] <= 0.0;
    let no_inference = choices.inference == InferenceRoute::None
        || values[Param::QueriesPerDay] * values[Param::Horizon] <= 0.0;
    if no_training && no_inference {
        warn(WarningCode::NothingCounted, None);
    }
    for param in [
        Param::TrainingPowerFraction,
        Param::FineTuningPowerFraction,
        Param::ServingPowerFraction,
    ] {
        if values[param] > 1.0 && scenario.applies(param) {
            warn(WarningCode::PowerAboveTdp, Some(param));
        }
    }
    for slot in SLOTS {
        let is_used = slot.share.is_none_or(|share| values[share] > 0.0);
        if values[slot.active] > values[slot.total] && is_used && scenario.applies(slot.active) {
            warn(WarningCode::ActiveAboveTotal, Some(slot.active));
        }
    }
    // Shares meant to add up to 1 may miss it by a rounding error.
    if values.requested_shares() > 1.0 + 1e-9 && scenario.applies(Param::SecondShare) {
        warn(WarningCode::SharesAboveOne, Some(Param::SecondShare));
    }
    if choices.basis.is_some_and(GridBasis::is_combustion) {
        warn(WarningCode::CombustionBasis, Some(Param::Intensity));
    }
}

/// A stable key of an unknown: FNV-1a over the parts.
pub fn unknown_key(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in parts.iter().flat_map(|p| p.bytes().chain([0])) {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests;
