//! Levers pulled on the model: they add up, act where they should and nowhere else.

#[path = "samples/scenarios.rs"]
mod scenarios;

use genai_footprint::data::Catalog;
use genai_footprint::mitigation::{Lever, Measure, NoEffect, Place, RunFormat, Steps, apply, most_effective};
use genai_footprint::model::{Indicator, Phase, evaluate};
use genai_footprint::scenario::{Choice, Inputs, Param, Precision, Scenario};
use genai_footprint::uncertainty::{Sample, Summary, monte_carlo, saving};
use proptest::prelude::*;

const COUNT: usize = Indicator::COUNT;
const ENERGY: usize = Indicator::Energy as usize;
const LOCATION: usize = Indicator::GhgLocation as usize;
const MARKET: usize = Indicator::GhgMarket as usize;

/// Totals of all indicators, then training alone, then inference alone.
fn figures(inputs: &Inputs) -> [f64; 3 * COUNT] {
    let leaves = evaluate(&inputs.values, &inputs.choices);
    let totals = leaves.totals();
    std::array::from_fn(|i| match i / COUNT {
        0 => totals[i],
        1 => leaves.phase(Phase::Training, Indicator::ALL[i % COUNT]),
        _ => leaves.phase(Phase::Inference, Indicator::ALL[i % COUNT]),
    })
}

fn apply_levers(levers: &[Lever], scenario: &Scenario) -> Steps<{ 3 * COUNT }> {
    apply(levers, scenario, Catalog::built_in(), &figures)
}

fn tokens() -> Scenario {
    Scenario::new("")
        .choosing(Choice::InferenceRoute, "tokens")
        .choosing(Choice::ServingAccelerator, "h100-sxm")
        .with(Param::TotalParams, 8.0)
        .with(Param::ActiveParams, 8.0)
        .with(Param::InputTokens, 4000.0)
        .with(Param::ReasoningTokens, 4000.0)
}

fn zone(code: &str) -> Lever {
    Lever::Move(Place::Zone(code.to_owned()))
}

fn region(id: &str) -> Lever {
    Lever::Move(Place::Region(id.to_owned()))
}

fn smaller(id: &str) -> Lever {
    Lever::SmallerModel(id.to_owned())
}

fn contract(share: f64) -> Lever {
    Lever::Contract {
        share,
        intensity: 15.0,
    }
}

/// One of each kind, in an order that a reader may choose.
fn all() -> Vec<Lever> {
    vec![
        Lever::NoReasoning,
        Lever::Quantise(Precision::Fp8),
        Lever::CachePrompts(0.6),
        Lever::Batch(256.0),
        Lever::CapTrainingPower,
        Lever::FineTune,
        zone("FR"),
        contract(0.8),
        Lever::KeepHardware(7.0),
        Lever::FillHardware(0.85),
    ]
}

/// A run of six hours in Germany, and nothing served.
fn short_run() -> Scenario {
    Scenario::new("")
        .choosing(Choice::InferenceRoute, "none")
        .choosing(Choice::Zone, "DE")
        .with(Param::TrainingHours, 6.0)
}

/// What is left of a total at every draw once a lever is applied: 5th, 50th and 95th percentile.
fn remaining(lever: &Lever, scenario: &Scenario, indicator: Indicator) -> Summary {
    let catalog = Catalog::built_in();
    let mut sample = Sample::new(monte_carlo::SEED, monte_carlo::DRAWS);
    let steps = apply_levers(std::slice::from_ref(lever), scenario);
    let reduced = &steps.steps[0].reduced;
    let after = saving::totals(&mut sample, reduced, catalog);
    let before = monte_carlo::totals(
        &mut sample,
        &genai_footprint::mitigation::inputs(scenario, catalog),
    );
    let column = indicator as usize;
    genai_footprint::uncertainty::compare(before.column(column), after.column(column))
        .and_then(|compared| compared.ratio)
        .expect("both are positive")
}

fn assert_percentiles(found: Summary, expected: [f64; 3]) {
    for (found, expected) in [found.low, found.median, found.high].into_iter().zip(expected) {
        assert!((found / expected - 1.0).abs() < 1e-3, "{found} is not {expected}");
    }
}

fn adds_up(steps: &Steps<{ 3 * COUNT }>) -> Result<(), String> {
    for i in 0..3 * COUNT {
        let saved: f64 = steps.steps.iter().map(|step| step.saved[i]).sum();
        let gap = (steps.before[i] - saved - steps.after[i]).abs();
        if gap > 1e-9 * steps.before[i].max(steps.after[i]) {
            return Err(format!(
                "figure {i}: {} - {saved} is not {}",
                steps.before[i], steps.after[i]
            ));
        }
    }
    Ok(())
}

#[test]
fn every_kind_saves_where_it_applies_and_the_steps_add_up() {
    let steps = apply_levers(&all(), &tokens());
    adds_up(&steps).expect("adds up");
    for step in &steps.steps {
        assert_eq!(step.why, None, "{}", step.lever.id());
        assert!(step.saved[MARKET] > 0.0, "{}: {:?}", step.lever.id(), step.saved);
    }
    assert!(steps.after[LOCATION] < 0.5 * steps.before[LOCATION]);
    let again = apply_levers(&[], &steps.scenario);
    assert_eq!(again.before.map(f64::to_bits), steps.after.map(f64::to_bits));
}

#[test]
fn no_saving_is_counted_twice() {
    let one = apply_levers(&all(), &tokens());
    let twice: Vec<Lever> = all().into_iter().chain(all()).collect();
    let two = apply_levers(&twice, &tokens());
    assert_eq!(one.after.map(f64::to_bits), two.after.map(f64::to_bits));
    for step in &two.steps[all().len()..] {
        assert_eq!(step.why, Some(NoEffect::AlreadyDone), "{}", step.lever.id());
        assert!(step.saved.iter().all(|saved| *saved == 0.0));
    }
}

#[test]
fn the_order_affects_credits_but_not_the_total() {
    let forth = apply_levers(&all(), &tokens());
    let back: Vec<Lever> = all().into_iter().rev().collect();
    let back = apply_levers(&back, &tokens());
    for (a, b) in forth.after.iter().zip(back.after) {
        assert!((a - b).abs() <= 1e-9 * a, "{a} and {b}");
    }
    assert!((forth.steps[0].saved[ENERGY] - back.steps[9].saved[ENERGY]).abs() > 1.0);
}

#[test]
fn a_lever_without_effect_gives_the_reason() {
    let chat = Scenario::new("");
    let unserved = Scenario::new("").choosing(Choice::InferenceRoute, "none");
    let untrained = Scenario::new("").choosing(Choice::TrainingRoute, "none");
    let zero_hours = Scenario::new("").with(Param::TrainingHours, 0.0);
    let full = tokens().with(Param::TrainingHours, 100_000.0);
    let in_france = Scenario::new("").choosing(Choice::Zone, "FR");
    let cases = [
        (Lever::Quantise(Precision::Fp8), &chat, NoEffect::NotOnThisRoute),
        (
            Lever::Quantise(Precision::Fp8),
            &unserved,
            NoEffect::NothingServed,
        ),
        (Lever::Quantise(Precision::Bf16), &tokens(), NoEffect::AlreadyDone),
        (Lever::NoReasoning, &chat, NoEffect::NotOnThisRoute),
        (
            Lever::NoReasoning,
            &tokens().with(Param::ReasoningTokens, 0.0),
            NoEffect::AlreadyDone,
        ),
        (Lever::CachePrompts(0.5), &chat, NoEffect::NotOnThisRoute),
        (Lever::CachePrompts(f64::NAN), &tokens(), NoEffect::NotANumber),
        (Lever::Batch(8.0), &tokens(), NoEffect::AlreadyDone),
        (Lever::CapTrainingPower, &untrained, NoEffect::NothingTrained),
        (Lever::CapTrainingPower, &zero_hours, NoEffect::NothingMoved),
        (Lever::CapTrainingPower, &full, NoEffect::OutOfRange),
        (Lever::FineTune, &untrained, NoEffect::NothingTrained),
        (
            Lever::Measured(Measure::CleanHours),
            &untrained,
            NoEffect::NothingTrained,
        ),
        (
            Lever::Measured(Measure::ServingStack),
            &tokens(),
            NoEffect::AlreadyModelled,
        ),
        (Lever::Measured(Measure::Distil), &tokens(), NoEffect::ChooseModel),
        (Lever::Measured(Measure::Prune), &chat, NoEffect::NothingMoved),
        (zone("NOWHERE"), &chat, NoEffect::UnknownPlace),
        (zone("WORLD"), &chat, NoEffect::UnknownPlace),
        (region("nowhere"), &chat, NoEffect::UnknownPlace),
        (zone("FR"), &in_france, NoEffect::AlreadyDone),
        (contract(0.0), &chat, NoEffect::AlreadyDone),
        (Lever::KeepHardware(4.0), &chat, NoEffect::AlreadyDone),
        (Lever::FillHardware(0.5), &chat, NoEffect::AlreadyDone),
    ];
    assert_reasons(&cases);
}

fn assert_reasons(cases: &[(Lever, &Scenario, NoEffect)]) {
    for (lever, scenario, expected) in cases {
        let steps = apply_levers(std::slice::from_ref(lever), scenario);
        assert_eq!(steps.steps[0].why, Some(*expected), "{lever:?}");
        assert_eq!(
            steps.before.map(f64::to_bits),
            steps.after.map(f64::to_bits),
            "{lever:?}"
        );
    }
}

#[test]
fn a_measure_that_cannot_be_gives_the_reason() {
    let chat = Scenario::new("");
    let unserved = Scenario::new("").choosing(Choice::InferenceRoute, "none");
    let untrained = Scenario::new("").choosing(Choice::TrainingRoute, "none");
    let by_compute = Scenario::new("").choosing(Choice::TrainingRoute, "compute");
    let named = tokens().choosing(Choice::Model, "meta/llama-3.1-8b-instruct");
    assert_reasons(&[
        (
            Lever::Measured(Measure::CleanHours),
            &Scenario::new("").choosing(Choice::TrainingRoute, "metered"),
            NoEffect::UnknownLength,
        ),
        (
            Lever::Measured(Measure::CleanHours),
            &short_run().with(Param::TrainingHours, 24.0),
            NoEffect::LongerThanADay,
        ),
        // 84,000 EFLOP on 8 devices at 125 TFLOP/s each: more than two years.
        (
            Lever::Measured(Measure::CleanHours),
            &short_run().choosing(Choice::TrainingRoute, "compute"),
            NoEffect::LongerThanADay,
        ),
        (
            Lever::Measured(Measure::CleanHours),
            &short_run().choosing(Choice::Zone, "WORLD"),
            NoEffect::NoHourlyProfile,
        ),
        (
            Lever::Measured(Measure::CleanHours),
            &short_run().with(Param::Intensity, 300.0),
            NoEffect::NoHourlyProfile,
        ),
        (
            Lever::Measured(Measure::CleanHours),
            &short_run().with(Param::TrainingTiming, 0.9),
            NoEffect::AlreadyDone,
        ),
        (
            Lever::MixedPrecision(RunFormat::Fp32),
            &untrained,
            NoEffect::NothingTrained,
        ),
        (Lever::MixedPrecision(RunFormat::Bf16), &chat, NoEffect::NotFp32),
        (
            Lever::MixedPrecision(RunFormat::Fp32),
            &by_compute,
            NoEffect::CountedIn16Bits,
        ),
        (
            Lever::SmallerModel(String::new()),
            &unserved,
            NoEffect::NothingServed,
        ),
        (
            smaller("meta/llama-3.1-8b-instruct"),
            &tokens(),
            NoEffect::UnnamedModel,
        ),
        (smaller(""), &named, NoEffect::NoSmallerModel),
        (
            smaller("meta/llama-3.1-405b-instruct"),
            &named,
            NoEffect::AlreadyDone,
        ),
    ]);
}

#[test]
fn a_power_cap_saves_training_energy_as_published_and_nothing_of_inference() {
    for route in ["hours", "compute", "metered"] {
        let scenario = tokens().choosing(Choice::TrainingRoute, route);
        let steps = apply_levers(&[Lever::CapTrainingPower], &scenario);
        let step = &steps.steps[0];
        let share = |saved: &[f64]| saved[COUNT + ENERGY] / steps.before[COUNT + ENERGY];
        assert!((share(&step.saved) - 0.14).abs() < 1e-9, "{route}");
        let alone = scenario.clone().choosing(Choice::InferenceRoute, "none");
        assert_percentiles(
            remaining(&Lever::CapTrainingPower, &alone, Indicator::Energy),
            [0.68, 0.86, 0.97],
        );
        for i in 2 * COUNT..3 * COUNT {
            assert_eq!(
                steps.before[i].to_bits(),
                steps.after[i].to_bits(),
                "{route}: figure {i}"
            );
        }
        // The longer run wears more hardware.
        let waste = COUNT + Indicator::EWaste as usize;
        assert!(
            (steps.after[waste] / steps.before[waste] - 1.07).abs() < 1e-9,
            "{route}"
        );
    }
}

#[test]
fn fine_tuning_takes_the_published_share_of_a_training() {
    for route in ["hours", "compute", "metered"] {
        let steps = apply_levers(
            &[Lever::FineTune],
            &Scenario::new("").choosing(Choice::TrainingRoute, route),
        );
        let left = steps.after[COUNT + ENERGY] / steps.before[COUNT + ENERGY];
        assert!((left - 0.05).abs() < 1e-9, "{route}: {left}");
        let alone = Scenario::new("")
            .choosing(Choice::TrainingRoute, route)
            .choosing(Choice::InferenceRoute, "none");
        assert_percentiles(
            remaining(&Lever::FineTune, &alone, Indicator::Energy),
            [0.0035, 0.05, 0.2],
        );
    }
}

#[test]
fn moving_clears_values_of_the_old_location() {
    let scenario = Scenario::new("")
        .with(Param::Intensity, 900.0)
        .with(Param::Pue, 1.3);
    let catalog = Catalog::built_in();
    let there = catalog.zone("FR").expect("in the table").intensity.central;
    let moved = apply_levers(&[zone("FR")], &scenario).scenario;
    let inputs = genai_footprint::scenario::resolve(&moved, catalog);
    assert!((inputs.values[Param::Intensity] - there).abs() < 1e-12);
    assert!(
        (inputs.values[Param::Pue] - 1.3).abs() < 1e-12,
        "the data centre stays"
    );
    let moved = apply_levers(&[region("aws/us-west-1")], &scenario).scenario;
    let inputs = genai_footprint::scenario::resolve(&moved, catalog);
    assert!((inputs.values[Param::Intensity] - 900.0).abs() > 1.0);
    assert_eq!(inputs.choices.region.map(|r| r.id), Some("aws/us-west-1"));
}

#[test]
fn moving_to_a_dirtier_grid_has_negative_savings() {
    let steps = apply_levers(&[zone("PL")], &Scenario::new("").choosing(Choice::Zone, "FR"));
    assert_eq!(steps.steps[0].why, None);
    assert!(steps.steps[0].saved[LOCATION] < 0.0);
}

#[test]
fn the_most_effective_lever_depends_on_what_is_counted() {
    let best = |index| {
        most_effective(&all(), &tokens(), Catalog::built_in(), &figures, index).map(|(lever, saved)| {
            let alone = apply_levers(std::slice::from_ref(&lever), &tokens());
            assert!((alone.steps[0].saved[index] - saved).abs() <= 1e-9 * saved);
            for other in all() {
                assert!(apply_levers(std::slice::from_ref(&other), &tokens()).steps[0].saved[index] <= saved);
            }
            lever.id()
        })
    };
    assert_eq!(best(ENERGY), Some("no_reasoning"));
    assert_eq!(best(COUNT + ENERGY), Some("fine_tune"));
    assert_eq!(best(3 * COUNT), None, "no such figure");
    let none = most_effective(
        &[Lever::NoReasoning],
        &Scenario::new(""),
        Catalog::built_in(),
        &figures,
        ENERGY,
    );
    assert_eq!(none, None);
}

#[test]
fn a_measured_factor_is_what_is_saved_of_what_it_acts_on() {
    let metered = Scenario::new("").choosing(Choice::InferenceRoute, "metered");
    let chat = Scenario::new("");
    let answers = 2 * COUNT + ENERGY;
    for (lever, scenario, figure, factor) in [
        (smaller(""), &chat, answers, 0.115),
        (Lever::Measured(Measure::Distil), &metered, answers, 0.6),
        (Lever::Measured(Measure::Speculate), &tokens(), answers, 0.9),
        (
            Lever::MixedPrecision(RunFormat::Fp32),
            &chat,
            COUNT + ENERGY,
            0.42,
        ),
        (
            Lever::Measured(Measure::CleanHours),
            &short_run(),
            COUNT + ENERGY,
            1.0,
        ),
    ] {
        let steps = apply_levers(std::slice::from_ref(&lever), scenario);
        let left = steps.after[figure] / steps.before[figure];
        assert!((left - factor).abs() < 1e-9, "{lever:?}: {left}");
    }
    // A better hour changes the gas of the run's electricity, not its energy, and not the making of hardware.
    let bare = short_run()
        .with(Param::AcceleratorEmbodied, 0.0)
        .with(Param::HostEmbodied, 0.0);
    let steps = apply_levers(&[Lever::Measured(Measure::CleanHours)], &bare);
    let left = steps.after[COUNT + LOCATION] / steps.before[COUNT + LOCATION];
    assert!((left - 0.855).abs() < 0.01, "{left}");
    assert!(steps.steps[0].saved[2 * COUNT + LOCATION] == 0.0);
}

/// Fewer passes for the same answer are less time on the devices as well as less energy, on every route.
#[test]
fn fewer_passes_use_less_hardware_time() {
    let waste = 2 * COUNT + Indicator::EWaste as usize;
    let answers = 2 * COUNT + ENERGY;
    let metered = Scenario::new("").choosing(Choice::InferenceRoute, "metered");
    let waiting = tokens().with(Param::RequestsPerSecond, 0.01);
    for (scenario, time) in [
        (&Scenario::new(""), 0.9),
        (&metered, 0.9),
        (&tokens(), 0.9),
        // A replica with its own traffic occupies its devices whether active or idle.
        (&waiting, 1.0),
    ] {
        let steps = apply_levers(&[Lever::Measured(Measure::Speculate)], scenario);
        assert!((steps.after[answers] / steps.before[answers] - 0.9).abs() < 1e-9);
        let left = steps.after[waste] / steps.before[waste];
        assert!((left - time).abs() < 1e-9, "{left} for {time}");
        assert_eq!(
            steps.before[COUNT + ENERGY].to_bits(),
            steps.after[COUNT + ENERGY].to_bits()
        );
    }
    // Pruned weights on dense devices save nothing at the centre, and 86 % at their strong end.
    let alone = tokens().choosing(Choice::TrainingRoute, "none");
    let pruned = remaining(&Lever::Measured(Measure::Prune), &alone, Indicator::EWaste);
    assert_percentiles(pruned, [0.14, 1.0, 1.0]);
}

#[test]
fn a_smaller_model_is_computed_where_the_service_names_one() {
    let named = |id: &str| {
        Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::ServingAccelerator, "h100-sxm")
            .choosing(Choice::Model, id)
    };
    let (large, small) = ("meta/llama-3.1-70b-instruct", "meta/llama-3.1-8b-instruct");
    let steps = apply_levers(
        &[smaller(small)],
        &named(large).with(Param::DevicesPerReplica, 4.0),
    );
    let expected = apply_levers(&[], &named(small));
    assert_eq!(steps.after.map(f64::to_bits), expected.before.map(f64::to_bits));
    assert!(steps.scenario.same_inputs(&named(small)));
    assert!(steps.steps[0].saved[2 * COUNT + ENERGY] > 0.8 * steps.before[2 * COUNT + ENERGY]);
}

#[test]
fn mixed_precision_saves_of_a_run_calculated_in_32_bits() {
    // The peak of an A100 in 32 bits without tensor units.
    let scenario = Scenario::new("")
        .choosing(Choice::TrainingRoute, "compute")
        .with(Param::PeakTflops, 19.5);
    let steps = apply_levers(&[Lever::MixedPrecision(RunFormat::Fp32)], &scenario);
    let left = steps.after[COUNT + ENERGY] / steps.before[COUNT + ENERGY];
    assert!((left - 0.42).abs() < 1e-9, "{left}");
}

#[test]
fn every_lever_with_a_row_finds_it() {
    for (lever, row) in [
        (Lever::Quantise(Precision::Fp8), "fp8_serving"),
        (Lever::Quantise(Precision::Int8), "int8_default"),
        (Lever::Quantise(Precision::Int4), "int4_weights"),
        (Lever::NoReasoning, "no_reasoning"),
        (Lever::Batch(64.0), "batching"),
        (Lever::CapTrainingPower, "power_cap_training"),
        (Lever::FineTune, "fine_tuning"),
        (zone("FR"), "region_shift"),
        (Lever::FillHardware(0.8), "utilisation"),
        (Lever::Measured(Measure::ServingStack), "serving_stack"),
        (smaller(""), "right_size"),
        (Lever::Measured(Measure::Distil), "distillation"),
        (Lever::Measured(Measure::Prune), "pruning"),
        (Lever::Measured(Measure::Speculate), "speculative"),
        (Lever::MixedPrecision(RunFormat::Fp32), "mixed_precision"),
        (Lever::Measured(Measure::CleanHours), "time_shift"),
    ] {
        assert_eq!(lever.published().map(|found| found.id), Some(row));
    }
}

fn any_lever() -> impl Strategy<Value = Lever> {
    prop_oneof![
        prop::sample::select(all()),
        prop::sample::select(Measure::ALL.to_vec()).prop_map(Lever::Measured),
        prop::sample::select(RunFormat::ALL.to_vec()).prop_map(Lever::MixedPrecision),
        prop::sample::select(vec!["meta/llama-3.1-8b-instruct", "google/gemma-2-2b", ""]).prop_map(smaller),
        (0.0..=1.0f64, 0.0..=1500.0f64).prop_map(|(share, intensity)| Lever::Contract { share, intensity }),
        (1.0..=4096.0f64).prop_map(Lever::Batch),
        (0.0..=1.0f64).prop_map(Lever::CachePrompts),
        prop::sample::select(vec!["DE", "SE", "PL", "US-CA"]).prop_map(zone),
        prop::sample::select(vec![Precision::Int8, Precision::Int4, Precision::Fp4])
            .prop_map(Lever::Quantise),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn any_levers_on_any_scenario_add_up(
        scenario in scenarios::any_scenario(0.7),
        levers in prop::collection::vec(any_lever(), 0..6),
    ) {
        let steps = apply_levers(&levers, &scenario);
        prop_assert!(adds_up(&steps).is_ok(), "{:?}", adds_up(&steps));
        for step in &steps.steps {
            let (market_only, training_only) = (
                matches!(step.lever, Lever::Contract { .. }),
                matches!(
                    step.lever,
                    Lever::CapTrainingPower
                        | Lever::FineTune
                        | Lever::MixedPrecision(_)
                        | Lever::Measured(Measure::CleanHours)
                ),
            );
            for (i, saved) in step.saved.iter().enumerate() {
                prop_assert!(saved.is_finite());
                if market_only && i % COUNT != MARKET {
                    prop_assert!(*saved == 0.0, "a contract moved figure {i}");
                }
                if training_only && i >= 2 * COUNT {
                    prop_assert!(*saved == 0.0, "a lever of training moved inference, figure {i}");
                }
            }
        }
    }
}

#[test]
fn compression_is_what_it_combines_and_is_counted_once() {
    let (quantise, prune) = (Lever::Quantise(Precision::Fp8), Lever::Measured(Measure::Prune));
    let compress = Lever::Compress(Precision::Fp8);
    let after = |levers: &[Lever]| apply_levers(levers, &tokens());
    let apart = after(&[quantise.clone(), prune.clone()]);
    for levers in [
        vec![compress.clone()],
        vec![quantise.clone(), compress.clone()],
        vec![prune.clone(), compress.clone()],
    ] {
        let together = after(&levers);
        assert_eq!(together.scenario, apart.scenario, "{levers:?}");
        assert_eq!(together.after[ENERGY].to_bits(), apart.after[ENERGY].to_bits());
    }
    let again = after(&[quantise, prune, compress.clone()]);
    assert_eq!(again.steps[2].why, Some(NoEffect::AlreadyDone));
    assert_reasons(&[(compress, &Scenario::new(""), NoEffect::NotOnThisRoute)]);
}
