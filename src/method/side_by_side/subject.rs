//! A scenario as the methods see it: what was run where for how long, and our own figure in the common form.

use super::{Figures, Input, Origin, Part, Used, Value};
use crate::data::{Accelerator, Catalog, CloudRegion};
use crate::method::common::Basis;
use crate::method::library::Library;
use crate::model::growth::{self, EquivalentYears};
use crate::model::{Indicator, Leaf, Leaves, Phase, Stage, device_hours, inference};
use crate::quantity::{DAYS_PER_YEAR, Energy, GRAMS_PER_KILOGRAM, HOURS_PER_DAY, Power, WATTS_PER_KILOWATT};
use crate::scenario::{InferenceRoute, Inputs, Param, ResolvedChoices, TrainingRoute, Values};

/// The scenario with everything the methods may ask for.
pub(super) struct Subject<'a> {
    pub values: &'a Values,
    pub choices: &'a ResolvedChoices,
    pub inputs: &'a Inputs,
    pub catalog: &'a Catalog,
    pub library: &'a Library,
    pub tasks: Vec<Task>,
}

/// Accelerators at work for one part of the scenario.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub part: Part,
    pub accelerator: Option<&'static Accelerator>,
    /// The parameter that holds the design power.
    pub tdp: Param,
    /// Design power of one device, W.
    pub tdp_w: f64,
    /// Devices at work, mean over `hours`.
    pub devices: f64,
    /// Hours of running, or of the whole horizon.
    pub hours: f64,
    /// Servers that hold the devices.
    pub servers: f64,
    /// Energy of the devices at work, without other runs and without capacity kept ready, kWh.
    pub device_kwh: f64,
    /// How often the work is done.
    pub runs: f64,
    /// Our figure in the common form.
    pub ours: Basis,
    /// Our figure.
    pub figures: Figures,
}

impl Task {
    /// Hours summed over all devices.
    pub fn device_hours(&self) -> f64 {
        self.devices * self.hours
    }

    /// Adds an input to the list.
    pub fn used(&self, list: &mut Vec<Used>, input: Input, value: impl Into<Value>, origin: Origin) {
        list.push(Used {
            part: self.part,
            input,
            value: value.into(),
            origin,
        });
    }
}

impl<'a> Subject<'a> {
    pub fn new(inputs: &'a Inputs, leaves: &'a Leaves, catalog: &'a Catalog, library: &'a Library) -> Self {
        let (values, choices) = (&inputs.values, &inputs.choices);
        let tasks = [
            training(values, choices, leaves),
            serving(values, choices, leaves),
        ];
        Self {
            values,
            choices,
            inputs,
            catalog,
            library,
            tasks: tasks.into_iter().flatten().collect(),
        }
    }

    /// Whether the scenario sets this value.
    pub fn typed(&self, param: Param) -> bool {
        self.inputs.provenance[param as usize].is_set()
    }

    /// Intensity the reader typed, g CO2e/kWh.
    pub fn own_intensity(&self) -> Option<f64> {
        self.typed(Param::Intensity)
            .then(|| self.values[Param::Intensity])
    }

    /// Code of the zone.
    pub fn zone(&self) -> &str {
        &self.choices.zone
    }

    /// The cloud region chosen, where it lies in the zone: a region elsewhere lends its building, not its grid.
    pub fn region(&self) -> Option<&'static CloudRegion> {
        self.choices.region.filter(|region| region.zone == self.zone())
    }

    /// Queries over the horizon: growth counts, the fall of energy per query does not.
    pub fn queries(&self) -> f64 {
        let v = self.values;
        v[Param::QueriesPerDay] * DAYS_PER_YEAR * years(v, 0.0).energy
    }
}

/// The horizon in years at the first year's rate.
fn years(v: &Values, efficiency_gain: f64) -> EquivalentYears {
    growth::equivalent_years(
        v[Param::Horizon],
        v[Param::QueryGrowth],
        efficiency_gain,
        v[Param::Decarbonisation],
    )
}

fn share(part: f64, of: f64, otherwise: f64) -> f64 {
    if of > 0.0 { part / of } else { otherwise }
}

/// Energy of a phase by the components of the common form, kWh.
struct Energies {
    /// Devices on the work itself.
    work: f64,
    /// Devices on everything that multiplies the work: all runs, or work and waiting.
    all: f64,
    hosts: f64,
    /// Given as IT energy: no devices, no hosts.
    other: f64,
    overhead: f64,
}

/// Our figure of a phase in the common form. The three factors that follow the devices are ratios of leaves.
fn ours(v: &Values, leaves: &Leaves, phase: Phase, energies: &Energies) -> Basis {
    let of_phase = |leaf: Leaf| leaf.phase() == phase;
    let hardware = |leaf: Leaf| matches!(leaf.stage(), Stage::Manufacturing | Stage::EndOfLife);
    let kwh = leaves.phase(phase, Indicator::Energy);
    let embodied_kg = leaves.sum(Indicator::GhgLocation, |leaf| of_phase(leaf) && hardware(leaf));
    let electricity = leaves.sum(Indicator::GhgLocation, |leaf| of_phase(leaf) && !hardware(leaf));
    let g_per_kwh = share(electricity * GRAMS_PER_KILOGRAM, kwh, v[Param::Intensity]);
    let pue = share(kwh, kwh - energies.overhead, v[Param::Pue]);
    let repeated = share(energies.all, energies.work, 1.0);
    let (idle_share, development) = match phase {
        Phase::Training => (0.0, repeated),
        Phase::Inference => (repeated - 1.0, 1.0),
    };
    Basis {
        device_kwh: energies.work,
        power_fraction: 1.0,
        host_share: share(energies.hosts, energies.all, v[Param::HostShare]),
        idle_share,
        development,
        pue,
        g_per_kwh,
        embodied_kg,
        other_kg: energies.other * pue * g_per_kwh / GRAMS_PER_KILOGRAM,
    }
}

fn figures(leaves: &Leaves, phase: Phase) -> Figures {
    Figures {
        kwh: leaves.phase(phase, Indicator::Energy),
        kg: leaves.phase(phase, Indicator::GhgLocation),
    }
}

/// The nameplate power as the starting point, so that the page can tell hours from load.
fn at_nameplate(mut basis: Basis, nameplate_kwh: f64) -> Basis {
    if nameplate_kwh > 0.0 {
        basis.power_fraction = basis.device_kwh / nameplate_kwh;
        basis.device_kwh = nameplate_kwh;
    }
    basis
}

/// Training: the final run; where there is none, fine-tuning.
fn training(v: &Values, choices: &ResolvedChoices, leaves: &Leaves) -> Option<Task> {
    let figures = figures(leaves, Phase::Training);
    if figures.kwh <= 0.0 && figures.kg <= 0.0 {
        return None;
    }
    let kwh = |leaf: Leaf| leaves.get(leaf, Indicator::Energy);
    let (run, tuning) = (kwh(Leaf::FinalRun), kwh(Leaf::FineTuning));
    let (work, hours, devices) = if run > 0.0 {
        let hours = device_hours(Energy(run), Power(v[Param::Tdp]), v[Param::TrainingPowerFraction]).0;
        match choices.training {
            TrainingRoute::Hours => (run, v[Param::TrainingHours], v[Param::Accelerators]),
            TrainingRoute::Compute => (run, hours / v[Param::Accelerators], v[Param::Accelerators]),
            TrainingRoute::Metered | TrainingRoute::None => (run, hours, 1.0),
        }
    } else {
        (tuning, v[Param::FineTuningHours], 1.0)
    };
    let basis = ours(
        v,
        leaves,
        Phase::Training,
        &Energies {
            work,
            all: run + kwh(Leaf::Development) + tuning,
            hosts: kwh(Leaf::TrainingHosts),
            other: kwh(Leaf::DataPreparation) + kwh(Leaf::TrainingNetwork),
            overhead: kwh(Leaf::TrainingOverhead),
        },
    );
    Some(Task {
        part: Part::Training,
        accelerator: choices.accelerator,
        tdp: Param::Tdp,
        tdp_w: v[Param::Tdp],
        devices,
        hours,
        servers: (devices / v[Param::DevicesPerHost]).ceil(),
        device_kwh: work,
        runs: if run > 0.0 {
            v[Param::DevelopmentMultiplier]
        } else {
            1.0
        },
        ours: at_nameplate(basis, devices * hours * v[Param::Tdp] / WATTS_PER_KILOWATT),
        figures,
    })
}

/// Inference over the horizon. Idle and active accelerator time are separated by the energy of both.
fn serving(v: &Values, choices: &ResolvedChoices, leaves: &Leaves) -> Option<Task> {
    let figures = figures(leaves, Phase::Inference);
    if choices.inference == InferenceRoute::None || (figures.kwh <= 0.0 && figures.kg <= 0.0) {
        return None;
    }
    let kwh = |leaf: Leaf| leaves.get(leaf, Indicator::Energy);
    let work = kwh(Leaf::Prefill) + kwh(Leaf::Generation);
    let all = work + kwh(Leaf::Idle);
    let occupied = inference::work(v, choices).device_hours.0 * years(v, v[Param::EfficiencyGain]).energy;
    let hours = v[Param::Horizon] * DAYS_PER_YEAR * HOURS_PER_DAY;
    let device_hours = occupied * share(work, all, 0.0);
    let devices = share(device_hours, hours, 0.0);
    let basis = ours(
        v,
        leaves,
        Phase::Inference,
        &Energies {
            work,
            all,
            hosts: kwh(Leaf::ServingHosts),
            other: kwh(Leaf::InferenceNetwork),
            overhead: kwh(Leaf::InferenceOverhead),
        },
    );
    Some(Task {
        part: Part::Inference,
        accelerator: choices.serving,
        tdp: Param::ServingTdp,
        tdp_w: v[Param::ServingTdp],
        devices,
        hours,
        // A service shares its servers with others: no rounding up.
        servers: devices / v[Param::DevicesPerHost],
        device_kwh: work,
        runs: 1.0,
        ours: at_nameplate(basis, device_hours * v[Param::ServingTdp] / WATTS_PER_KILOWATT),
        figures,
    })
}
