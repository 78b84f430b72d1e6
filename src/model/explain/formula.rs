//! The formulas of the leaves.

use std::ops::Add;

use super::super::{INFERENCE, Job, TRAINING};
use super::{Expression, Recorder, number};
use crate::model::{Indicator, Leaf, Phase};
use crate::quantity::{
    DAYS_PER_YEAR, GRAMS_PER_KILOGRAM, HOURS_PER_YEAR, JOULES_PER_KILOWATT_HOUR, KILOGRAMS_PER_TONNE,
    SECONDS_PER_HOUR, WATT_HOURS_PER_KILOWATT_HOUR, WATTS_PER_KILOWATT,
};
use crate::scenario::{InferenceRoute, Param, TrainingRoute};

const PER_CENT: f64 = 100.0;

impl Recorder<'_> {
    /// The formula of a leaf; adds the steps it depends on first.
    pub(super) fn leaf_formula(&mut self, leaf: Leaf, indicator: Indicator) -> Option<Expression> {
        let job = match leaf.phase() {
            Phase::Training => &TRAINING,
            Phase::Inference => &INFERENCE,
        };
        if indicator == Indicator::SocialCost {
            let ghg = self.leaves(&[leaf], Indicator::GhgLocation)?;
            return Some(ghg / number(KILOGRAMS_PER_TONNE) * self.param(Param::SocialCost));
        }
        if leaf == job.making_accelerators {
            let each = embodied_param(indicator, job.embodied, job.primary_energy, job.minerals)?;
            return Some(self.amortized_devices(job)? * self.param(each));
        }
        if leaf == job.making_hosts {
            let each = embodied_param(
                indicator,
                Param::HostEmbodied,
                Param::HostPrimaryEnergy,
                Param::HostMinerals,
            )?;
            return Some(self.amortized_hosts(job)?.1 * self.param(each));
        }
        if leaf == job.making_network {
            embodied_param(indicator, job.embodied, job.primary_energy, job.minerals)?;
            let made = self.leaves(&[job.making_accelerators, job.making_hosts], indicator)?;
            return Some(made * self.param(Param::NetworkStorageEmbodied));
        }
        if leaf == job.recycled || leaf == job.discarded {
            return self.waste(leaf, indicator, job);
        }
        match indicator {
            Indicator::Energy => self.energy(leaf, job),
            Indicator::WaterOnSite if leaf == job.overhead => {
                let it = self.it_energy(job)?;
                Some(it * self.param(Param::Wue))
            }
            Indicator::WaterOnSite | Indicator::EWaste | Indicator::SocialCost => None,
            Indicator::GhgLocation | Indicator::GhgMarket => self.ghg(leaf, indicator, job),
            Indicator::WaterOffSite => self.per_kwh(leaf, Param::Ewif),
            Indicator::PrimaryEnergy => self.per_kwh(leaf, Param::GridPrimaryEnergy),
            Indicator::Minerals => self.per_kwh(leaf, Param::GridMinerals),
            Indicator::Cost => self.per_kwh(leaf, Param::ElectricityPrice),
        }
    }

    fn per_kwh(&self, leaf: Leaf, each: Param) -> Option<Expression> {
        Some(self.leaves(&[leaf], Indicator::Energy)? * self.param(each))
    }

    /// Emissions of electricity.
    fn ghg(&mut self, leaf: Leaf, indicator: Indicator, job: &Job) -> Option<Expression> {
        let mut energy = self.leaves(&[leaf], Indicator::Energy)?;
        if job.hosts.phase() == Phase::Inference && !is_zero(self.value(Param::Decarbonisation)) {
            let years = self.years();
            let carbon_weighted = self.carbon_weighted_years();
            energy = energy * carbon_weighted / years;
        }
        if job.hosts.phase() == Phase::Training && !is_zero(self.value(Param::TrainingTiming) - 1.0) {
            energy = energy * self.param(Param::TrainingTiming);
        }
        let intensity = if indicator != Indicator::GhgMarket {
            self.param(Param::Intensity)
        } else if self.value(Param::ContractShare) > 0.0 {
            let contracted = self.param(Param::ContractShare);
            let mixed = (number(1.0) - contracted.clone()) * self.param(Param::ResidualIntensity)
                + contracted * self.param(Param::ContractIntensity);
            self.step("market_intensity", "g/kWh", mixed)
        } else {
            self.param(Param::ResidualIntensity)
        };
        Some(energy * intensity / number(GRAMS_PER_KILOGRAM))
    }

    fn energy(&mut self, leaf: Leaf, job: &Job) -> Option<Expression> {
        if leaf == job.overhead {
            let it = self.it_energy(job)?;
            return Some((self.param(Param::Pue) - number(1.0)) * it);
        }
        if leaf == job.network {
            let servers = self.leaves(job.servers(), Indicator::Energy)?;
            return Some(servers * self.param(Param::NetworkStorageEnergy));
        }
        if leaf == job.hosts {
            let accelerators = self.leaves(job.with_hosts(), Indicator::Energy)?;
            return Some(accelerators * self.param(Param::HostShare));
        }
        match leaf {
            Leaf::FinalRun => self.final_run(),
            Leaf::Development => {
                let run = self.leaves(&[Leaf::FinalRun], Indicator::Energy)?;
                Some(run * (self.param(Param::DevelopmentMultiplier) - number(1.0)))
            }
            Leaf::FineTuning => {
                let hours = self.param(Param::FineTuningHours);
                Some(self.accelerator_energy(hours, Param::Tdp, Param::FineTuningPowerFraction))
            }
            Leaf::DataPreparation => Some(self.param(Param::DataPreparation)),
            Leaf::Prefill | Leaf::Generation | Leaf::Idle => self.serving(leaf),
            _ => None,
        }
    }

    /// Energy of accelerators at a fraction of their TDP, kWh.
    fn accelerator_energy(&self, device_hours: Expression, tdp: Param, fraction: Param) -> Expression {
        device_hours * self.param(tdp) * self.param(fraction) / number(WATTS_PER_KILOWATT)
    }

    fn final_run(&mut self) -> Option<Expression> {
        match self.inputs.choices.training {
            TrainingRoute::None => None,
            TrainingRoute::Hours | TrainingRoute::Compute => {
                let hours = self.run_hours()?;
                Some(self.accelerator_energy(hours, Param::Tdp, Param::TrainingPowerFraction))
            }
            TrainingRoute::Metered => {
                Some(self.param(Param::MeteredTraining) / (number(1.0) + self.param(Param::HostShare)))
            }
        }
    }

    /// Accelerator time of the final run, device-hours; `None` where there is none.
    fn run_hours(&mut self) -> Option<Expression> {
        // 1e18 FLOP at 1e12 FLOP/s.
        const SECONDS_AN_EXA: f64 = 1e6;
        match self.inputs.choices.training {
            TrainingRoute::None => None,
            TrainingRoute::Hours => Some(self.param(Param::Accelerators) * self.param(Param::TrainingHours)),
            TrainingRoute::Compute => {
                let operations = self.param(Param::FlopsPerParamToken)
                    * self.param(Param::TrainingParams)
                    * self.param(Param::TrainingTokens);
                let operations = self.step("compute", "EFLOP", operations);
                let speed = self.param(Param::PeakTflops) * self.param(Param::Mfu);
                let hours = operations * number(SECONDS_AN_EXA) / speed / number(SECONDS_PER_HOUR);
                Some(self.step("run_hours", "device-h", hours))
            }
            TrainingRoute::Metered => {
                let energy = self.leaves(&[Leaf::FinalRun], Indicator::Energy)?;
                Some(self.device_hours_of(energy, Param::Tdp, Param::TrainingPowerFraction))
            }
        }
    }

    /// Accelerator time from energy.
    fn device_hours_of(&self, energy: Expression, tdp: Param, fraction: Param) -> Expression {
        energy * number(WATTS_PER_KILOWATT) / (self.param(tdp) * self.param(fraction))
    }

    /// Servers with network and storage.
    fn it_energy(&mut self, job: &Job) -> Option<Expression> {
        let servers = self.leaves(job.servers(), Indicator::Energy)?;
        let all = match self.leaves(&[job.network], Indicator::Energy) {
            Some(network) => servers + network,
            None => servers,
        };
        Some(self.step("it_energy", "kWh", all))
    }

    fn serving(&mut self, leaf: Leaf) -> Option<Expression> {
        let given = match self.inputs.choices.inference {
            InferenceRoute::None => return None,
            InferenceRoute::Tokens | InferenceRoute::Image | InferenceRoute::Video => {
                return self.modelled(leaf);
            }
            _ if leaf == Leaf::Prefill => return None,
            _ if leaf == Leaf::Idle => {
                let work = self.leaves(&[Leaf::Generation], Indicator::Energy)?;
                return Some(work * self.param(Param::IdleShare));
            }
            InferenceRoute::PerQuery => {
                self.param(Param::WhPerQuery)
                    / number(WATT_HOURS_PER_KILOWATT_HOUR)
                    / (number(1.0) + self.param(Param::HostShare))
            }
            InferenceRoute::Metered => {
                let joules = self.param(Param::JoulesPerToken) * self.output_tokens();
                joules * self.param(Param::CallsPerTask) / number(JOULES_PER_KILOWATT_HOUR)
            }
        };
        Some(self.queries() * given)
    }

    /// Output tokens, reasoning included.
    pub(super) fn output_tokens(&self) -> Expression {
        let answer = self.param(Param::OutputTokens);
        if self.value(Param::ReasoningTokens) > 0.0 {
            answer + self.param(Param::ReasoningTokens)
        } else {
            answer
        }
    }

    /// Queries over the whole horizon, at the first year's rate.
    pub(super) fn queries(&mut self) -> Expression {
        let years = self.years();
        let queries = self.param(Param::QueriesPerDay) * number(DAYS_PER_YEAR) * years;
        self.step("queries", "queries", queries)
    }

    /// The horizon in years at the first year's rate.
    fn years(&mut self) -> Expression {
        if is_zero(self.value(Param::QueryGrowth)) && is_zero(self.value(Param::EfficiencyGain)) {
            return self.param(Param::Horizon);
        }
        let load = self.yearly_load();
        let sum = self.sum_of_years(|year, part| {
            let grown = raised(&load, year);
            part.map_or(grown.clone(), |part| part * grown)
        });
        self.step("years_of_energy", "years", sum)
    }

    /// The same, each year weighted by the decline of grid intensity.
    fn carbon_weighted_years(&mut self) -> Expression {
        let load = self.yearly_load();
        let fall = self.param(Param::Decarbonisation) / number(PER_CENT);
        let grid = self.step("yearly_grid", "", number(1.0) - fall);
        let sum = self.sum_of_years(|year, part| {
            let half = part.clone().unwrap_or(number(1.0)) / number(2.0);
            let weighted = raised(&load, year) * grid.clone().raised_to(number(year) + half);
            part.map_or(weighted.clone(), |part| part * weighted)
        });
        self.step("years_of_gas", "years", sum)
    }

    fn yearly_load(&mut self) -> Expression {
        let growth = self.param(Param::QueryGrowth) / number(PER_CENT);
        let gain = self.param(Param::EfficiencyGain) / number(PER_CENT);
        let load = (number(1.0) + growth) * (number(1.0) - gain);
        self.step("yearly_load", "", load)
    }

    /// A sum over the years of the horizon; the last year may be a fraction.
    fn sum_of_years(&self, term: impl Fn(f64, Option<Expression>) -> Expression) -> Expression {
        let horizon = self.value(Param::Horizon);
        let mut whole = 0.0;
        let mut terms = Vec::new();
        while whole + 1.0 < horizon {
            terms.push(term(whole, None));
            whole += 1.0;
        }
        let rest = self.param(Param::Horizon) - number(whole);
        terms.push(term(whole, Some(rest)));
        terms.into_iter().reduce(Add::add).unwrap_or(number(0.0))
    }

    /// Accelerator time occupied over the whole horizon.
    fn device_hours(&mut self, job: &Job) -> Option<Expression> {
        let hours = if job.hosts.phase() == Phase::Training {
            let run = self.run_hours();
            let run = run.map(|hours| hours * self.param(Param::DevelopmentMultiplier));
            let tuning = self.value(Param::FineTuningHours) > 0.0;
            let tuning = tuning.then(|| self.param(Param::FineTuningHours));
            run.into_iter().chain(tuning).reduce(Add::add)?
        } else {
            match self.inputs.choices.inference {
                InferenceRoute::None => return None,
                InferenceRoute::PerQuery | InferenceRoute::Metered => {
                    let energy = self.leaves(&[Leaf::Generation, Leaf::Idle], Indicator::Energy)?;
                    self.device_hours_of(energy, Param::ServingTdp, Param::ServingPowerFraction)
                }
                InferenceRoute::Tokens | InferenceRoute::Image | InferenceRoute::Video => {
                    self.modelled_hours()?
                }
            }
        };
        Some(self.step("device_hours", "device-h", hours))
    }

    fn amortized_devices(&mut self, job: &Job) -> Option<Expression> {
        let hours = self.device_hours(job)?;
        let life = self.param(Param::Lifetime) * number(HOURS_PER_YEAR) * self.param(Param::Utilisation);
        Some(self.step("devices_used_up", "devices", hours / life))
    }

    /// Devices and hosts.
    fn amortized_hosts(&mut self, job: &Job) -> Option<(Expression, Expression)> {
        let devices = self.amortized_devices(job)?;
        let hosts = devices.clone() / self.param(Param::DevicesPerHost);
        Some((devices, self.step("hosts_used_up", "servers", hosts)))
    }

    fn waste(&mut self, leaf: Leaf, indicator: Indicator, job: &Job) -> Option<Expression> {
        match indicator {
            Indicator::EWaste => {
                let (devices, hosts) = self.amortized_hosts(job)?;
                let mass = devices * self.param(job.mass) + hosts * self.param(Param::HostMass);
                let mass = self.step("waste_mass", "kg", mass);
                let recycled = self.param(Param::RecycledShare);
                Some(if leaf == job.recycled {
                    mass * recycled
                } else {
                    mass * (number(1.0) - recycled)
                })
            }
            Indicator::GhgLocation | Indicator::GhgMarket if leaf == job.discarded => {
                let mass = self.leaves(&[leaf], Indicator::EWaste)?;
                Some(mass * self.param(Param::DisposalFactor))
            }
            _ => None,
        }
    }
}

impl Job {
    /// Leaves of the servers' energy.
    fn servers(&self) -> &'static [Leaf] {
        match self.hosts.phase() {
            Phase::Training => &[
                Leaf::DataPreparation,
                Leaf::Development,
                Leaf::FinalRun,
                Leaf::FineTuning,
                Leaf::TrainingHosts,
            ],
            Phase::Inference => &[Leaf::Prefill, Leaf::Generation, Leaf::Idle, Leaf::ServingHosts],
        }
    }

    /// Leaves of accelerators whose servers draw energy in proportion.
    fn with_hosts(&self) -> &'static [Leaf] {
        match self.hosts.phase() {
            Phase::Training => &[Leaf::Development, Leaf::FinalRun, Leaf::FineTuning],
            Phase::Inference => &[Leaf::Prefill, Leaf::Generation, Leaf::Idle],
        }
    }
}

/// The parameter with the embodied amount of one device for an indicator; `None` where manufacture does not contribute.
fn embodied_param(indicator: Indicator, ghg: Param, primary_energy: Param, minerals: Param) -> Option<Param> {
    match indicator {
        Indicator::GhgLocation | Indicator::GhgMarket => Some(ghg),
        Indicator::PrimaryEnergy => Some(primary_energy),
        Indicator::Minerals => Some(minerals),
        _ => None,
    }
}

/// The load of a year; powers of 0 and 1 are simplified.
fn raised(load: &Expression, year: f64) -> Expression {
    if is_zero(year) {
        number(1.0)
    } else {
        load.clone().raised_to(number(year))
    }
}

/// Exactly zero, where the model omits the term.
fn is_zero(value: f64) -> bool {
    value.abs() <= 0.0
}
