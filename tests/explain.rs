//! Every number can be worked out again from the factors that its explanation shows.

#[path = "samples/scenarios.rs"]
mod scenarios;

use genai_footprint::data::Catalog;
use genai_footprint::model::explain::{Explanation, Expression, Operator, Quantity, explain};
use genai_footprint::model::serving::{self, constants_in};
use genai_footprint::model::{Indicator, Leaf, Leaves, apply_calibration_error, evaluate};
use genai_footprint::scenario::{Choice, Inputs, Param, Scenario, resolve};
use proptest::prelude::*;

fn outcome(scenario: &Scenario) -> (Inputs, Leaves) {
    let mut inputs = resolve(scenario, Catalog::built_in());
    apply_calibration_error(&mut inputs);
    let leaves = evaluate(&inputs.values, &inputs.choices);
    (inputs, leaves)
}

/// Evaluates steps from the inputs, the other leaves and the tables themselves, whatever values the factors bear.
fn again(explanation: &Explanation, inputs: &Inputs, leaves: &Leaves) -> f64 {
    let mut results: Vec<f64> = Vec::new();
    for step in &explanation.steps {
        let value = value(&step.formula, inputs, leaves, &results);
        results.push(value);
    }
    *results.last().expect("a step")
}

fn value(formula: &Expression, inputs: &Inputs, leaves: &Leaves, results: &[f64]) -> f64 {
    match formula {
        Expression::Factor(factor) => match factor.quantity {
            Quantity::Param(param) => inputs.values[param],
            Quantity::Leaf(leaf, indicator) => leaves.get(leaf, indicator),
            Quantity::Step(at) => results[at],
            Quantity::Calibrated(id) => {
                constants_in(serving::table())
                    .find(|constant| constant.id == id)
                    .expect("a constant of the table")
                    .value
            }
            Quantity::Modelled { .. } | Quantity::Number => factor.value,
        },
        Expression::Join(operator, left, right) => {
            let (a, b) = (
                value(left, inputs, leaves, results),
                value(right, inputs, leaves, results),
            );
            match operator {
                Operator::Add => a + b,
                Operator::Subtract => a - b,
                Operator::Multiply => a * b,
                Operator::Divide => a / b,
                Operator::Power => a.powf(b),
                Operator::SoftMinimum if a.min(b) <= 0.0 => 0.0,
                Operator::SoftMinimum => {
                    let low = a.min(b);
                    low / (1.0 + (low / a.max(b)).powi(8)).powf(0.125)
                }
            }
        }
    }
}

fn fault(scenario: &Scenario) -> Option<String> {
    let (inputs, leaves) = outcome(scenario);
    for leaf in Leaf::ALL {
        for indicator in Indicator::ALL {
            let expected = leaves.get(*leaf, indicator);
            let name = format!("{} {}", leaf.id(), indicator.id());
            let Some(explanation) = explain(*leaf, indicator, &inputs, &leaves) else {
                if expected > 0.0 {
                    return Some(format!("{name}: {expected} without explanation"));
                }
                continue;
            };
            for told in [explanation.value(), again(&explanation, &inputs, &leaves)] {
                if told.is_nan() || (told - expected).abs() > 1e-9 * expected {
                    return Some(format!(
                        "{name}: {told} explained, {expected} computed: {explanation:?}"
                    ));
                }
            }
            if explanation
                .factors()
                .iter()
                .any(|factor| factor.quantity == Quantity::Leaf(*leaf, indicator))
            {
                return Some(format!("{name} is explained by itself"));
            }
        }
    }
    None
}

#[test]
fn presets_are_explained() {
    for scenario in scenarios::presets() {
        assert_eq!(fault(&scenario), None, "{}", scenario.name);
    }
}

/// Number of calculations that are shown inside that of an indicator of a part, each with those inside it.
fn nested(leaf: Leaf, indicator: Indicator, level: usize, of: &(Inputs, Leaves)) -> usize {
    assert!(level < 6, "{} {} goes in circles", leaf.id(), indicator.id());
    let Some(explanation) = explain(leaf, indicator, &of.0, &of.1) else {
        return 0;
    };
    let mut parts: Vec<(Leaf, Indicator)> = Vec::new();
    for factor in explanation.factors() {
        if let Quantity::Leaf(leaf, indicator) = factor.quantity
            && factor.value > 0.0
            && !parts.contains(&(leaf, indicator))
        {
            parts.push((leaf, indicator));
        }
    }
    parts
        .into_iter()
        .map(|(leaf, indicator)| 1 + nested(leaf, indicator, level + 1, of))
        .sum()
}

#[test]
fn parts_lead_back_to_inputs() {
    let mut most = 0;
    for scenario in scenarios::presets() {
        let outcome = outcome(&scenario);
        for indicator in Indicator::ALL {
            let all = Leaf::ALL
                .iter()
                .map(|leaf| nested(*leaf, indicator, 0, &outcome))
                .sum();
            most = most.max(all);
        }
    }
    // The page draws them all.
    assert!((1..=60).contains(&most), "{most}");
}

#[test]
fn services_of_several_models_are_explained() {
    let service = |shares: [f64; 3]| {
        Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::ThirdModel, "openai/gpt-oss-120b")
            .with(Param::SecondShare, shares[0])
            .with(Param::ThirdShare, shares[1])
            .with(Param::FourthShare, shares[2])
            .with(Param::FourthTotalParams, 120.0)
    };
    for shares in [
        [0.2, 0.3, 0.1],
        [0.0, 0.3, 0.0],
        [0.7, 0.2, 0.1],
        [0.8, 0.0, 0.8],
        [1.0, 1.0, 1.0],
    ] {
        for traffic in [0.0, 0.01] {
            let scenario = service(shares).with(Param::RequestsPerSecond, traffic);
            assert_eq!(fault(&scenario), None, "{shares:?}");
        }
    }
}

#[test]
fn explanations_list_facts_of_a_named_model() {
    let chat = Scenario::new("")
        .choosing(Choice::InferenceRoute, "tokens")
        .choosing(Choice::Model, "openai/gpt-oss-120b")
        .choosing(Choice::SecondModel, "meta/llama-3.1-8b-instruct");
    let pictures = Scenario::new("")
        .choosing(Choice::InferenceRoute, "image")
        .choosing(Choice::Model, "black/flux.1-dev");
    for (scenario, leaf, expected) in [
        (chat.clone(), Leaf::Generation, vec![36.0, 36_864.0, 0.03125]),
        (
            chat.clone().with(Param::SecondShare, 0.5),
            Leaf::MakingServingHosts,
            vec![36.0, 36_864.0, 0.03125, 32.0, 131_072.0],
        ),
        (chat.with(Param::TotalParams, 100.0), Leaf::Generation, vec![]),
        (pictures, Leaf::Generation, vec![57.0, 1.0, 16.0]),
    ] {
        let (inputs, leaves) = outcome(&scenario);
        let found = explain(leaf, Indicator::GhgLocation, &inputs, &leaves);
        let energy = explain(leaf, Indicator::Energy, &inputs, &leaves);
        let told: Vec<f64> = energy
            .or(found)
            .expect("an explanation")
            .published
            .iter()
            .map(|known| known.fact.central)
            .collect();
        assert_eq!(told, expected, "{}", leaf.id());
    }
}

/// Inputs that an explanation rests on, other leaves followed down.
fn roots(leaf: Leaf, indicator: Indicator, inputs: &Inputs, leaves: &Leaves, found: &mut Vec<Param>) {
    let Some(explanation) = explain(leaf, indicator, inputs, leaves) else {
        return;
    };
    found.extend(explanation.params());
    for factor in explanation.factors() {
        if let Quantity::Leaf(leaf, indicator) = factor.quantity {
            roots(leaf, indicator, inputs, leaves, found);
        }
    }
}

/// Every input that affects a number is in its explanation.
#[test]
fn explanations_name_every_input_that_affects_the_result() {
    let base = Scenario::new("")
        .with(Param::DevelopmentMultiplier, 2.0)
        .with(Param::FineTuningHours, 10.0)
        .with(Param::DataPreparation, 5.0)
        .with(Param::IdleShare, 0.2)
        .with(Param::NetworkStorageEnergy, 0.1)
        .with(Param::ContractShare, 0.5)
        .with(Param::ContractIntensity, 20.0)
        .with(Param::QueryGrowth, 10.0)
        .with(Param::EfficiencyGain, 10.0)
        .with(Param::Decarbonisation, 5.0)
        .with(Param::TrainingTiming, 0.9)
        .with(Param::ServingTime, 0.9)
        .with(Param::KvShare, 0.5)
        .with(Param::AttentionWindow, 300.0)
        .with(Param::SecondShare, 0.3)
        .with(Param::ThirdShare, 0.2)
        .with(Param::ThirdTotalParams, 30.0)
        .with(Param::FourthShare, 0.1)
        .with(Param::PromptImages, 2.0)
        .with(Param::PromptVideos, 1.0)
        .with(Param::Horizon, 2.5)
        .with(Param::ReasoningTokens, 100.0)
        .with(Param::CachedShare, 0.3)
        .with(Param::CallsPerTask, 2.0)
        .with(Param::Frames, 49.0);
    let mut moved = 0;
    for training in ["hours", "compute", "metered"] {
        for inference in ["per_query", "tokens", "metered", "image", "video"] {
            for traffic in [0.0, 0.001, 20.0] {
                let scenario = base
                    .clone()
                    .choosing(Choice::TrainingRoute, training)
                    .choosing(Choice::InferenceRoute, inference)
                    .with(Param::RequestsPerSecond, traffic);
                let (inputs, leaves) = outcome(&scenario);
                assert_eq!(fault(&scenario), None, "{training} {inference} {traffic}");
                for param in Param::ALL {
                    let mut other = inputs.values.clone();
                    other[param] *= 1.03;
                    let changed = evaluate(&other, &inputs.choices);
                    for leaf in Leaf::ALL {
                        for indicator in [Indicator::GhgMarket, Indicator::EWaste, Indicator::WaterOnSite] {
                            let (was, is) = (leaves.get(*leaf, indicator), changed.get(*leaf, indicator));
                            if (was - is).abs() <= 1e-9 * was {
                                continue;
                            }
                            moved += 1;
                            let mut found = Vec::new();
                            roots(*leaf, indicator, &inputs, &leaves, &mut found);
                            assert!(
                                found.contains(&param),
                                "{} moves {} {} in secret ({training}, {inference}, {traffic})",
                                param.spec().id,
                                leaf.id(),
                                indicator.id()
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(moved > 1000, "only {moved} moves were looked at");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn random_scenarios_are_explained(scenario in scenarios::any_scenario(0.5)) {
        prop_assert_eq!(fault(&scenario), None);
    }
}
