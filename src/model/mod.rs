//! One function a quantity: from the vector of inputs to the leaves of a result.

mod boundary;
pub mod budget;
pub mod embodied;
pub mod end_of_life;
pub mod explain;
pub mod generation;
pub mod grid;
pub mod growth;
pub mod inference;
mod like_for_like;
pub mod operations;
mod outcome;
pub mod serving;
pub mod timeline;
pub mod training;
pub mod water;

pub use boundary::{Part, SystemBoundary};
pub use like_for_like::{comparable, like_for_like, measure};
pub use outcome::{Indicator, Leaf, Leaves, Phase, Stage};

use crate::quantity::{
    CarbonPrice, Co2e, DisposalFactor, Duration, Energy, EnergyPrice, Intensity, Mass, MineralIntensity,
    Minerals, Power, PrimaryEnergy, PrimaryIntensity, WaterIntensity,
};
use crate::scenario::{Inputs, Param, Provenance, ResolvedChoices, Values, Warning};

/// Version of the formulas: incremented whenever a change of formula changes results.
pub const METHOD_VERSION: &str = "1";

/// Maximum number of accelerator-energy leaves per job.
pub const MAX_ACCELERATOR_LEAVES: usize = 4;

/// IT energy of one job by leaf, and the accelerator time behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Accelerator energy by leaf.
    pub accelerators: [(Leaf, Energy); MAX_ACCELERATOR_LEAVES],
    /// Energy of the hosts.
    pub hosts: Energy,
    /// Accelerator time occupied, device-hours.
    pub device_hours: Duration,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            accelerators: [(Leaf::Idle, Energy(0.0)); MAX_ACCELERATOR_LEAVES],
            hosts: Energy(0.0),
            device_hours: Duration(0.0),
        }
    }
}

impl Work {
    /// IT energy of accelerators and hosts.
    pub fn it_energy(&self) -> Energy {
        self.accelerators
            .iter()
            .map(|(_, energy)| *energy)
            .sum::<Energy>()
            + self.hosts
    }
}

/// Energy of accelerators occupied for some device-hours, at a `fraction` of their TDP.
pub fn accelerator_energy(device_hours: Duration, tdp: Power, fraction: f64) -> Energy {
    device_hours * (tdp * fraction)
}

/// Accelerator time behind a metered energy, device-hours: the inverse of [`accelerator_energy`].
pub fn device_hours(energy: Energy, tdp: Power, fraction: f64) -> Duration {
    energy / (tdp * fraction)
}

/// Sets the calibration error of the serving and generation models on resolved inputs: its interval at these inputs,
/// unless the reader set one, and warnings where a model does not fit in memory or lies outside the measured range.
pub fn apply_calibration_error(inputs: &mut Inputs) {
    let Some(modelled) = inference::modelled(&inputs.values, &inputs.choices) else {
        return;
    };
    let has_own_interval = matches!(
        inputs.provenance[Param::ServingError as usize],
        Provenance::Reader | Provenance::Preset(..)
    );
    if !has_own_interval {
        let spread = &mut inputs.spread[Param::ServingError as usize];
        (spread.low, spread.high) = (modelled.interval.low, modelled.interval.high);
    }
    inputs
        .warnings
        .extend(modelled.warnings.into_iter().map(|code| Warning {
            code,
            param: None,
            choice: None,
            text: String::new(),
        }));
}

/// Evaluates one vector of inputs. Values must lie within the table's bounds; then every leaf is finite and
/// not negative.
pub fn evaluate(v: &Values, choices: &ResolvedChoices) -> Leaves {
    let mut out = Leaves::default();
    let training_years = growth::EquivalentYears {
        energy: 1.0,
        carbon: v[Param::TrainingTiming],
    };
    let service_years = growth::equivalent_years(
        v[Param::Horizon],
        v[Param::QueryGrowth],
        v[Param::EfficiencyGain],
        v[Param::Decarbonisation],
    );
    let training = training::work(v, choices);
    let inference = inference::work(v, choices);
    job(&mut out, v, &training, &training_years, &TRAINING);
    job(&mut out, v, &inference, &service_years, &INFERENCE);
    for leaf in Leaf::ALL {
        let row = &mut out[*leaf];
        let cost = Co2e(row[Indicator::GhgLocation]) * CarbonPrice(v[Param::SocialCost]);
        row[Indicator::SocialCost] = cost.0;
    }
    out
}

/// The leaves of one job, and the parameters that describe its accelerators.
struct Job {
    hosts: Leaf,
    overhead: Leaf,
    network: Leaf,
    making_accelerators: Leaf,
    making_hosts: Leaf,
    making_network: Leaf,
    recycled: Leaf,
    discarded: Leaf,
    embodied: Param,
    minerals: Param,
    primary_energy: Param,
    mass: Param,
}

const TRAINING: Job = Job {
    hosts: Leaf::TrainingHosts,
    overhead: Leaf::TrainingOverhead,
    network: Leaf::TrainingNetwork,
    making_accelerators: Leaf::MakingTrainingAccelerators,
    making_hosts: Leaf::MakingTrainingHosts,
    making_network: Leaf::MakingTrainingNetwork,
    recycled: Leaf::TrainingRecycled,
    discarded: Leaf::TrainingDiscarded,
    embodied: Param::AcceleratorEmbodied,
    minerals: Param::AcceleratorMinerals,
    primary_energy: Param::AcceleratorPrimaryEnergy,
    mass: Param::AcceleratorMass,
};

const INFERENCE: Job = Job {
    hosts: Leaf::ServingHosts,
    overhead: Leaf::InferenceOverhead,
    network: Leaf::InferenceNetwork,
    making_accelerators: Leaf::MakingServingAccelerators,
    making_hosts: Leaf::MakingServingHosts,
    making_network: Leaf::MakingServingNetwork,
    recycled: Leaf::ServingRecycled,
    discarded: Leaf::ServingDiscarded,
    embodied: Param::ServingEmbodied,
    minerals: Param::ServingMinerals,
    primary_energy: Param::ServingPrimaryEnergy,
    mass: Param::ServingMass,
};

/// Fills the leaves of one job: electricity, water, and the amortized share of manufacture and end of life of its hardware.
fn job(out: &mut Leaves, v: &Values, work: &Work, years: &growth::EquivalentYears, parts: &Job) {
    let servers = work.it_energy();
    // Many scenarios have only one of the two jobs, and this runs for every draw.
    if servers <= Energy(0.0) && work.device_hours <= Duration(0.0) {
        return;
    }
    let network = operations::network_storage_energy(servers, v[Param::NetworkStorageEnergy]);
    let it = servers + network;
    for (leaf, energy) in work.accelerators {
        if energy > Energy(0.0) {
            electricity(out, v, leaf, energy, years);
        }
    }
    electricity(out, v, parts.hosts, work.hosts, years);
    electricity(out, v, parts.network, network, years);
    electricity(
        out,
        v,
        parts.overhead,
        operations::overhead_energy(it, v[Param::Pue]),
        years,
    );
    let on_site = water::on_site(it * years.energy, WaterIntensity(v[Param::Wue]));
    out[parts.overhead][Indicator::WaterOnSite] = on_site.0;

    let amortized_devices = embodied::amortized_share(
        work.device_hours * years.energy,
        Duration::from_years(v[Param::Lifetime]),
        v[Param::Utilisation],
    );
    let hosts = amortized_devices / v[Param::DevicesPerHost];
    hardware(
        out,
        parts.making_accelerators,
        amortized_devices,
        Co2e(v[parts.embodied]),
        Minerals(v[parts.minerals]),
        PrimaryEnergy(v[parts.primary_energy]),
    );
    hardware(
        out,
        parts.making_hosts,
        hosts,
        Co2e(v[Param::HostEmbodied]),
        Minerals(v[Param::HostMinerals]),
        PrimaryEnergy(v[Param::HostPrimaryEnergy]),
    );
    for indicator in [
        Indicator::GhgLocation,
        Indicator::GhgMarket,
        Indicator::Minerals,
        Indicator::PrimaryEnergy,
    ] {
        let made = out.get(parts.making_accelerators, indicator) + out.get(parts.making_hosts, indicator);
        out[parts.making_network][indicator] = made * v[Param::NetworkStorageEmbodied];
    }

    let mass = end_of_life::waste_mass(
        amortized_devices,
        Mass(v[parts.mass]),
        hosts,
        Mass(v[Param::HostMass]),
    );
    let (recycled, discarded) = end_of_life::split(mass, v[Param::RecycledShare]);
    let treatment = end_of_life::treatment_ghg(discarded, DisposalFactor(v[Param::DisposalFactor]));
    out[parts.recycled][Indicator::EWaste] = recycled.0;
    out[parts.discarded][Indicator::EWaste] = discarded.0;
    out[parts.discarded][Indicator::GhgLocation] = treatment.0;
    out[parts.discarded][Indicator::GhgMarket] = treatment.0;
}

/// Fills the impacts of electricity: `first_year` is energy at the first year's rate, scaled to the equivalent years.
fn electricity(
    out: &mut Leaves,
    v: &Values,
    leaf: Leaf,
    first_year: Energy,
    years: &growth::EquivalentYears,
) {
    let (energy, carbon) = (first_year * years.energy, first_year * years.carbon);
    let location = Intensity(v[Param::Intensity]);
    let market = grid::market_intensity(
        v[Param::ContractShare],
        Intensity(v[Param::ContractIntensity]),
        Intensity(v[Param::ResidualIntensity]),
    );
    let row = &mut out[leaf];
    row[Indicator::Energy] = energy.0;
    row[Indicator::GhgLocation] = grid::emissions(carbon, location).0;
    row[Indicator::GhgMarket] = grid::emissions(carbon, market).0;
    row[Indicator::WaterOffSite] = water::off_site(energy, WaterIntensity(v[Param::Ewif])).0;
    row[Indicator::PrimaryEnergy] = (energy * PrimaryIntensity(v[Param::GridPrimaryEnergy])).0;
    row[Indicator::Minerals] = (energy * MineralIntensity(v[Param::GridMinerals])).0;
    row[Indicator::Cost] = (energy * EnergyPrice(v[Param::ElectricityPrice])).0;
}

/// Fills the impacts of manufacture: `devices` is the amortized number of devices.
fn hardware(
    out: &mut Leaves,
    leaf: Leaf,
    devices: f64,
    ghg: Co2e,
    minerals: Minerals,
    primary_energy: PrimaryEnergy,
) {
    let row = &mut out[leaf];
    row[Indicator::GhgLocation] = (devices * ghg).0;
    row[Indicator::GhgMarket] = (devices * ghg).0;
    row[Indicator::Minerals] = (devices * minerals).0;
    row[Indicator::PrimaryEnergy] = (devices * primary_energy).0;
}
