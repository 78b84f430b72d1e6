//! The system boundary of a result: which parts of a footprint it counts and which it leaves out.

use super::Indicator;
use crate::data::GridBasis;
use crate::scenario::{InferenceRoute, Inputs, Param, TrainingRoute};

/// A part of a footprint that a scenario counts or leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The final training run.
    Training,
    /// Fine-tuning an existing model.
    FineTuning,
    /// Answering queries.
    Inference,
    /// Cooling and power distribution; for on-site water the water that cooling consumes.
    Overhead,
    /// Energy of the servers around the accelerators.
    Hosts,
    /// Manufacture and end of life of the amortized hardware.
    Hardware,
    /// Sweeps, failed and abandoned runs.
    Development,
    /// Collecting and filtering training data.
    DataPreparation,
    /// Idle capacity.
    Idle,
    /// Energy of the cluster's network and storage.
    Network,
}

impl Part {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Training,
        Self::FineTuning,
        Self::Inference,
        Self::Overhead,
        Self::Hosts,
        Self::Hardware,
        Self::Development,
        Self::DataPreparation,
        Self::Idle,
        Self::Network,
    ];
}

/// What one indicator of a result counts. A part that cannot arise is in neither list: idle capacity without
/// inference, manufacture in the cost of electricity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemBoundary {
    /// Parts in the result, in the order of [`Part::ALL`].
    pub counted: Vec<Part>,
    /// Parts left out, in the same order.
    pub missing: Vec<Part>,
    /// What the grid intensity counts; `None` where the reader gave it.
    pub basis: Option<GridBasis>,
}

impl SystemBoundary {
    /// The boundary of resolved inputs for one indicator. A part is counted exactly when it can be above zero,
    /// at the central inputs or within their ranges.
    pub fn of(inputs: &Inputs, indicator: Indicator) -> Self {
        let (mut counted, mut missing) = (Vec::new(), Vec::new());
        for part in Part::ALL {
            match counts(part, inputs, indicator) {
                Some(true) => counted.push(part),
                Some(false) => missing.push(part),
                None => {}
            }
        }
        Self {
            counted,
            missing,
            basis: inputs.choices.basis,
        }
    }
}

/// Whether a part is counted; `None` where it cannot arise.
fn counts(part: Part, inputs: &Inputs, indicator: Indicator) -> Option<bool> {
    let trains = inputs.choices.training != TrainingRoute::None;
    let tunes = highest(inputs, Param::FineTuningHours) > 0.0;
    let serves = inputs.choices.inference != InferenceRoute::None;
    let positive = |param| highest(inputs, param) > 0.0;
    // Electricity contributes to every indicator but e-waste.
    let with_electricity = |counted: bool| (indicator != Indicator::EWaste).then_some(counted);
    match part {
        Part::Training => Some(trains),
        // Most models are used without fine-tuning, so its absence is no omission.
        Part::FineTuning => tunes.then_some(true),
        Part::Inference => Some(serves),
        Part::Overhead if indicator == Indicator::WaterOnSite => Some(positive(Param::Wue)),
        Part::Overhead => with_electricity(highest(inputs, Param::Pue) > 1.0),
        Part::Hosts => with_electricity(positive(Param::HostShare)),
        Part::Hardware => {
            let (training, serving, host) = hardware(indicator)?;
            let training_counted = !(trains || tunes) || positive(training) || positive(host);
            let serving_counted = !serves || positive(serving) || positive(host);
            Some(training_counted && serving_counted)
        }
        Part::Development if trains => with_electricity(highest(inputs, Param::DevelopmentMultiplier) > 1.0),
        Part::DataPreparation if trains || positive(Param::DataPreparation) => {
            with_electricity(positive(Param::DataPreparation))
        }
        Part::Idle if serves => {
            // Where traffic is given, idle time follows from it.
            let idle_from_traffic =
                inputs.choices.inference == InferenceRoute::Tokens && positive(Param::RequestsPerSecond);
            with_electricity(idle_from_traffic || positive(Param::IdleShare))
        }
        Part::Development | Part::DataPreparation | Part::Idle => None,
        Part::Network => with_electricity(positive(Param::NetworkStorageEnergy)),
    }
}

/// The largest value an input takes.
fn highest(inputs: &Inputs, param: Param) -> f64 {
    let (central, spread) = (inputs.values[param], inputs.spread[param as usize]);
    if spread.is_certain() {
        central
    } else {
        central.max(spread.high)
    }
}

/// The parameters with the embodied amount of a training accelerator, a serving accelerator and a host; `None` where
/// manufacture and end of life do not contribute.
const fn hardware(indicator: Indicator) -> Option<(Param, Param, Param)> {
    match indicator {
        Indicator::GhgLocation | Indicator::GhgMarket | Indicator::SocialCost => Some((
            Param::AcceleratorEmbodied,
            Param::ServingEmbodied,
            Param::HostEmbodied,
        )),
        Indicator::PrimaryEnergy => Some((
            Param::AcceleratorPrimaryEnergy,
            Param::ServingPrimaryEnergy,
            Param::HostPrimaryEnergy,
        )),
        Indicator::Minerals => Some((
            Param::AcceleratorMinerals,
            Param::ServingMinerals,
            Param::HostMinerals,
        )),
        Indicator::EWaste => Some((Param::AcceleratorMass, Param::ServingMass, Param::HostMass)),
        Indicator::Energy | Indicator::WaterOnSite | Indicator::WaterOffSite | Indicator::Cost => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::model::{Leaf, evaluate};
    use crate::scenario::{Choice, Entry, Scenario, resolve};

    fn training() -> Scenario {
        Scenario::default()
            .choosing(Choice::TrainingRoute, "hours")
            .choosing(Choice::InferenceRoute, "none")
    }

    fn service() -> Scenario {
        Scenario::default()
            .choosing(Choice::TrainingRoute, "none")
            .choosing(Choice::InferenceRoute, "tokens")
    }

    fn of(scenario: &Scenario, indicator: Indicator) -> SystemBoundary {
        SystemBoundary::of(&resolve(scenario, Catalog::built_in()), indicator)
    }

    fn is_counted(scenario: &Scenario, indicator: Indicator, part: Part) -> Option<bool> {
        let boundary = of(scenario, indicator);
        let (counted, missing) = (boundary.counted.contains(&part), boundary.missing.contains(&part));
        assert!(!(counted && missing), "{part:?}");
        (counted || missing).then_some(counted)
    }

    #[test]
    fn idle_capacity_is_counted_where_traffic_is_given() {
        let ghg = Indicator::GhgLocation;
        let without = service().with(Param::IdleShare, 0.0);
        assert_eq!(is_counted(&without, ghg, Part::Idle), Some(false));
        let traffic = without.clone().with(Param::RequestsPerSecond, 0.01);
        let inputs = resolve(&traffic, Catalog::built_in());
        let leaves = evaluate(&inputs.values, &inputs.choices);
        assert!(leaves.get(Leaf::Idle, ghg) > 0.0);
        assert_eq!(is_counted(&traffic, ghg, Part::Idle), Some(true));
        // Traffic belongs to the route by tokens: another route does not read it.
        let per_query = traffic.choosing(Choice::InferenceRoute, "per_query");
        assert_eq!(is_counted(&per_query, ghg, Part::Idle), Some(false));
        assert_eq!(
            is_counted(&per_query.with(Param::IdleShare, 0.5), ghg, Part::Idle),
            Some(true)
        );
    }

    #[test]
    fn hardware_is_that_of_the_jobs_in_the_scenario() {
        let bare =
            |scenario: Scenario, accelerator| scenario.with(Param::HostEmbodied, 0.0).with(accelerator, 0.0);
        let ghg = Indicator::GhgLocation;
        for (scenario, expected) in [
            (bare(training(), Param::AcceleratorEmbodied), false),
            (bare(training(), Param::ServingEmbodied), true),
            (bare(service(), Param::ServingEmbodied), false),
            (bare(service(), Param::AcceleratorEmbodied), true),
        ] {
            assert_eq!(
                is_counted(&scenario, ghg, Part::Hardware),
                Some(expected),
                "{scenario:?}"
            );
        }
    }

    #[test]
    fn parts_that_cannot_arise_are_not_listed_as_missing() {
        let ghg = Indicator::GhgLocation;
        for (scenario, indicator, part) in [
            (service(), ghg, Part::Development),
            (service(), ghg, Part::DataPreparation),
            (training(), ghg, Part::Idle),
            (training(), Indicator::Energy, Part::Hardware),
            (training(), Indicator::Cost, Part::Hardware),
            (service(), Indicator::WaterOffSite, Part::Hardware),
            (training(), Indicator::EWaste, Part::Overhead),
        ] {
            assert_eq!(is_counted(&scenario, indicator, part), None, "{part:?}");
        }
        let tuning = service()
            .choosing(Choice::InferenceRoute, "none")
            .with(Param::FineTuningHours, 100.0);
        assert_eq!(is_counted(&tuning, ghg, Part::FineTuning), Some(true));
        assert_eq!(is_counted(&tuning, ghg, Part::Training), Some(false));
        assert_eq!(is_counted(&service(), ghg, Part::FineTuning), None);
        assert_eq!(is_counted(&service(), ghg, Part::Training), Some(false));
        assert_eq!(is_counted(&training(), ghg, Part::Inference), Some(false));
    }

    #[test]
    fn a_part_is_counted_where_it_adds_to_the_result() {
        let ghg = Indicator::GhgLocation;
        let everything = training()
            .choosing(Choice::InferenceRoute, "tokens")
            .with(Param::Accelerators, 8.0)
            .with(Param::TrainingHours, 24.0);
        for (part, param, none, some) in [
            (Part::Overhead, Param::Pue, 1.0, 1.2),
            (Part::Hosts, Param::HostShare, 0.0, 0.3),
            (Part::Development, Param::DevelopmentMultiplier, 1.0, 2.0),
            (Part::DataPreparation, Param::DataPreparation, 0.0, 1e6),
            (Part::Idle, Param::IdleShare, 0.0, 0.5),
            (Part::Network, Param::NetworkStorageEnergy, 0.0, 0.1),
        ] {
            let [without, with] = [none, some].map(|value| everything.clone().with(param, value));
            assert_eq!(is_counted(&without, ghg, part), Some(false), "{part:?}");
            assert_eq!(is_counted(&with, ghg, part), Some(true), "{part:?}");
            let [less, more] = [without, with].map(|scenario| {
                let inputs = resolve(&scenario, Catalog::built_in());
                evaluate(&inputs.values, &inputs.choices).total(ghg)
            });
            assert!(less < more, "{part:?}");
        }
    }

    #[test]
    fn a_range_above_zero_counts() {
        let mut scenario = training();
        scenario.set(
            Param::NetworkStorageEnergy,
            Entry {
                value: 0.0,
                range: Some((0.0, 0.1)),
            },
        );
        assert_eq!(
            is_counted(&scenario, Indicator::GhgLocation, Part::Network),
            Some(true)
        );
    }
}
