//! The model over the whole box of inputs: finite, never negative, monotone where physics says so.

#[path = "samples/scenarios.rs"]
mod scenarios;

use genai_footprint::data::Catalog;
use genai_footprint::model::{Indicator, Leaf, Leaves, Phase, Stage, evaluate};
use genai_footprint::scenario::{Choice, POSITIONS, Param, Scenario, resolve};
use proptest::prelude::*;

/// Share of the inputs that the reader sets; the others come from the rows chosen, which a full scenario would never
/// read.
const SET: f64 = 0.7;

fn leaves(scenario: &Scenario) -> Leaves {
    let inputs = resolve(scenario, Catalog::built_in());
    evaluate(&inputs.values, &inputs.choices)
}

/// The inputs of the model: values of the reader, or defaults.
fn used(scenario: &Scenario, param: Param) -> f64 {
    resolve(scenario, Catalog::built_in()).values[param]
}

/// More of these never lowers greenhouse gas.
const RAISES: [Param; 26] = [
    Param::Accelerators,
    Param::TrainingHours,
    Param::TrainingParams,
    Param::TrainingTokens,
    Param::MeteredTraining,
    Param::DevelopmentMultiplier,
    Param::DataPreparation,
    Param::FineTuningHours,
    Param::TrainingPowerFraction,
    Param::QueriesPerDay,
    Param::Horizon,
    Param::WhPerQuery,
    Param::OutputTokens,
    Param::ReasoningTokens,
    Param::CallsPerTask,
    Param::JoulesPerToken,
    Param::KvShare,
    Param::ServingTime,
    Param::IdleShare,
    Param::Pue,
    Param::Intensity,
    Param::NetworkStorageEnergy,
    Param::AcceleratorEmbodied,
    Param::HostEmbodied,
    Param::QueryGrowth,
    Param::DisposalFactor,
];

/// More of these never raises it.
const LOWERS: [Param; 5] = [
    Param::Mfu,
    Param::Lifetime,
    Param::Utilisation,
    Param::EfficiencyGain,
    Param::RecycledShare,
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn every_leaf_is_finite_and_not_negative(scenario in scenarios::any_scenario(SET)) {
        let result = leaves(&scenario);
        for leaf in Leaf::ALL {
            for indicator in Indicator::ALL {
                let value = result.get(*leaf, indicator);
                prop_assert!(value.is_finite() && value >= 0.0, "{} {}: {value}", leaf.id(), indicator.id());
            }
        }
    }

    #[test]
    fn totals_are_sums(scenario in scenarios::any_scenario(SET)) {
        let result = leaves(&scenario);
        for indicator in Indicator::ALL {
            let total = result.total(indicator);
            let stages: f64 = Stage::ALL.iter().map(|s| result.stage(*s, indicator)).sum();
            let phases: f64 = [Phase::Training, Phase::Inference].iter().map(|p| result.phase(*p, indicator)).sum();
            for sum in [stages, phases] {
                prop_assert!((sum - total).abs() <= 1e-12 * total, "{}: {sum} and {total}", indicator.id());
            }
        }
    }

    #[test]
    fn more_work_never_lowers_emissions(scenario in scenarios::any_scenario(SET), to in 0.0..=POSITIONS) {
        let before = leaves(&scenario).total(Indicator::GhgLocation);
        for (params, sign) in [(&RAISES[..], 1.0), (&LOWERS[..], -1.0)] {
            for param in params {
                // Behind a metered energy, more power means fewer hours of hardware.
                if *param == Param::TrainingPowerFraction && scenario.chosen(Choice::TrainingRoute) == "metered" {
                    continue;
                }
                // With traffic given, longer answers make larger batches, and those share what a replica costs.
                let tokens = matches!(param, Param::OutputTokens | Param::ReasoningTokens);
                if tokens && used(&scenario, Param::RequestsPerSecond) > 0.0 {
                    continue;
                }
                let here = used(&scenario, *param);
                let moved = leaves(&scenario.clone().with(*param, param.at(to))).total(Indicator::GhgLocation);
                let change = (moved - before) * sign * (param.at(to) - here).signum();
                prop_assert!(change >= -1e-9 * before.max(moved), "{} {here} -> {}: {before} -> {moved}", param.spec().id, param.at(to));
            }
        }
    }

    #[test]
    fn twice_the_queries_twice_the_inference(scenario in scenarios::any_scenario(SET)) {
        let here = used(&scenario, Param::QueriesPerDay).min(1e11);
        let one = leaves(&scenario.clone().with(Param::QueriesPerDay, here));
        let two = leaves(&scenario.clone().with(Param::QueriesPerDay, 2.0 * here));
        for indicator in Indicator::ALL {
            let (a, b) = (one.phase(Phase::Inference, indicator), two.phase(Phase::Inference, indicator));
            prop_assert!((b - 2.0 * a).abs() <= 1e-9 * b, "{}: {a} and {b}", indicator.id());
            let (a, b) = (one.phase(Phase::Training, indicator), two.phase(Phase::Training, indicator));
            prop_assert_eq!(a.to_bits(), b.to_bits());
        }
    }

    #[test]
    fn contracts_change_the_market_figure_alone(scenario in scenarios::any_scenario(SET)) {
        let rest = used(&scenario, Param::Intensity);
        let scenario = scenario.with(Param::ResidualIntensity, rest);
        let bare = leaves(&scenario.clone().with(Param::ContractShare, 0.0));
        let covered = leaves(&scenario.clone().with(Param::ContractShare, 0.8));
        prop_assert_eq!(bare.total(Indicator::GhgLocation).to_bits(), covered.total(Indicator::GhgLocation).to_bits());
        prop_assert_eq!(bare.total(Indicator::GhgMarket).to_bits(), bare.total(Indicator::GhgLocation).to_bits());
    }
}
