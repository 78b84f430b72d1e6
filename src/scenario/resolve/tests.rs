//! Defaults for inputs that were not set, their provenance, and warnings.
#![allow(clippy::too_many_lines, reason = "a table of cases is as long as its cases")]

use super::*;
use crate::scenario::{Entry, preset, presets};

fn base() -> Scenario {
    Scenario::default()
}

fn chosen(choice: Choice, option: &str) -> Scenario {
    base().choosing(choice, option)
}

fn resolved(scenario: &Scenario) -> Inputs {
    resolve(scenario, Catalog::built_in())
}

fn zone(code: &str) -> &'static data::Zone {
    Catalog::built_in().zone(code).expect(code)
}

fn accelerator(id: &str) -> &'static Accelerator {
    data::accelerator(id).expect(id)
}

fn model(id: &str) -> &'static Model {
    data::model(id).expect(id)
}

fn region(id: &str) -> &'static CloudRegion {
    data::cloud_region(id).expect(id)
}

const DENSE: &str = "meta/llama-3.1-8b-instruct";
const EXPERTS: &str = "openai/gpt-oss-120b";

#[test]
fn facts_of_the_chosen_row_replace_defaults() {
    let serving = base()
        .choosing(Choice::Accelerator, "h100-sxm")
        .choosing(Choice::ServingAccelerator, "t4");
    let in_paris = chosen(Choice::Region, "aws/eu-west-3");
    for (name, scenario, param, fact) in [
        (
            "the default accelerator",
            base(),
            Param::Tdp,
            accelerator("a100-sxm-80").tdp_w,
        ),
        (
            "an accelerator",
            serving.clone(),
            Param::Tdp,
            accelerator("h100-sxm").tdp_w,
        ),
        (
            "that serves as well",
            chosen(Choice::Accelerator, "h100-sxm"),
            Param::ServingTdp,
            accelerator("h100-sxm").tdp_w,
        ),
        (
            "another that serves",
            serving,
            Param::ServingTdp,
            accelerator("t4").tdp_w,
        ),
        (
            "its host",
            chosen(Choice::Accelerator, "rtx-4090"),
            Param::HostEmbodied,
            data::host(1).expect("a host of one").embodied_kg,
        ),
        (
            "a model",
            chosen(Choice::Model, EXPERTS),
            Param::TotalParams,
            model(EXPERTS).total_b,
        ),
        (
            "a model's experts",
            chosen(Choice::Model, EXPERTS),
            Param::ActiveParams,
            model(EXPERTS).active_b,
        ),
        (
            "a second model",
            chosen(Choice::SecondModel, EXPERTS),
            Param::SecondActiveParams,
            model(EXPERTS).active_b,
        ),
        ("the world", base(), Param::Intensity, zone("WORLD").intensity),
        (
            "a zone",
            chosen(Choice::Zone, "FR"),
            Param::Intensity,
            zone("FR").intensity,
        ),
        (
            "a region's zone",
            in_paris.clone(),
            Param::Intensity,
            zone("FR").intensity,
        ),
        (
            "a zone beside a region",
            in_paris.clone().choosing(Choice::Zone, "DE"),
            Param::Intensity,
            zone("DE").intensity,
        ),
        (
            "a region's data centre",
            in_paris.clone(),
            Param::Pue,
            region("aws/eu-west-3").pue.expect("its PUE"),
        ),
        (
            "that data centre, whatever the zone",
            in_paris.choosing(Choice::Zone, "DE"),
            Param::Wue,
            region("aws/eu-west-3").wue.expect("its WUE"),
        ),
    ] {
        let inputs = resolved(&scenario);
        let spread = inputs.spread[param as usize];
        assert_eq!(
            inputs.provenance[param as usize],
            Provenance::Chosen(fact),
            "{name}"
        );
        assert_eq!(inputs.values[param].to_bits(), fact.central.to_bits(), "{name}");
        assert_eq!((spread.low, spread.high), (fact.low, fact.high), "{name}");
        assert_eq!(
            inputs.warnings.iter().find(|w| w.choice.is_some()),
            None,
            "{name}"
        );
    }
}

#[test]
fn without_a_fact_the_default_is_used() {
    for (name, scenario, param) in [
        ("no region", base(), Param::Pue),
        (
            "a region that publishes none",
            chosen(Choice::Region, "oracle/eu-zurich-1"),
            Param::Pue,
        ),
        ("no model", base(), Param::TotalParams),
        (
            "a second model not named",
            chosen(Choice::Model, DENSE),
            Param::SecondTotalParams,
        ),
        (
            "what no table tells",
            chosen(Choice::Zone, "FR"),
            Param::SocialCost,
        ),
    ] {
        let inputs = resolved(&scenario);
        let fact = param.spec().default;
        assert_eq!(
            inputs.provenance[param as usize],
            Provenance::Default(fact),
            "{name}"
        );
        assert_eq!(inputs.values[param].to_bits(), fact.central.to_bits(), "{name}");
    }
}

#[test]
fn numbers_of_a_row_without_a_range_are_certain() {
    let precise = |precision: &str| {
        chosen(Choice::Precision, precision).choosing(Choice::ServingAccelerator, "h100-sxm")
    };
    let old =
        |precision: &str| chosen(Choice::Precision, precision).choosing(Choice::ServingAccelerator, "t4");
    let h100 = accelerator("h100-sxm");
    let t4 = accelerator("t4");
    for (name, scenario, param, value) in [
        (
            "bandwidth",
            precise("bf16"),
            Param::ServingBandwidth,
            Some(h100.bandwidth_gb_s),
        ),
        (
            "memory",
            precise("bf16"),
            Param::ServingMemory,
            Some(h100.memory_gb),
        ),
        (
            "speed in BF16",
            precise("bf16"),
            Param::ServingPeakTflops,
            h100.bf16_tflops,
        ),
        (
            "speed in FP8",
            precise("fp8"),
            Param::ServingPeakTflops,
            h100.fp8_tflops,
        ),
        (
            "speed in INT8",
            precise("int8"),
            Param::ServingPeakTflops,
            h100.int8_tops,
        ),
        (
            "four bits are expanded",
            precise("int4"),
            Param::ServingPeakTflops,
            h100.bf16_tflops,
        ),
        (
            "no units for FP8: those for INT8",
            old("fp8"),
            Param::ServingPeakTflops,
            t4.int8_tops,
        ),
        ("16 bits", precise("bf16"), Param::WeightBits, Some(16.0)),
        ("8 bits", precise("int8"), Param::WeightBits, Some(8.0)),
        ("4 bits", precise("fp4"), Param::WeightBits, Some(4.0)),
    ] {
        let inputs = resolved(&scenario);
        assert_eq!(Some(inputs.values[param]), value, "{name}");
        assert!(inputs.spread[param as usize].is_certain(), "{name}");
        let from_row = matches!(inputs.provenance[param as usize], Provenance::Chosen(_));
        assert!(from_row, "{name}");
    }
}

#[test]
fn missing_facts_of_a_zone_are_inherited_from_its_parent() {
    let catalog = Catalog::built_in();
    let poor = catalog
        .zones()
        .find(|zone| zone.water.is_none() && zone.parent.is_some())
        .expect("a zone without water");
    let (water, owner) = catalog.inherited(poor.code, |zone| zone.water).expect("water");
    assert_ne!(owner, poor.code);
    let (here, around) = (
        resolved(&chosen(Choice::Zone, poor.code)),
        resolved(&chosen(Choice::Zone, owner)),
    );
    let ewif = Param::Ewif as usize;
    assert_eq!(here.provenance[ewif], Provenance::Chosen(water));
    // The same fact is the same unknown.
    assert_eq!(here.spread[ewif], around.spread[ewif]);
}

#[test]
fn values_of_the_reader_take_precedence() {
    let entry = |value, range| Entry { value, range };
    for (name, param, entry, low, high, shape) in [
        ("a number", Param::Pue, entry(1.2, None), 1.2, 1.2, Shape::Fixed),
        (
            "an interval in the shape of the table",
            Param::Intensity,
            entry(50.0, Some((40.0, 70.0))),
            40.0,
            70.0,
            Shape::Lognormal,
        ),
        (
            "an interval of what the table thinks certain",
            Param::Accelerators,
            entry(8.0, Some((4.0, 16.0))),
            4.0,
            16.0,
            Shape::Triangular,
        ),
    ] {
        let mut scenario = chosen(Choice::Region, "aws/eu-west-3");
        scenario.set(param, entry);
        let inputs = resolved(&scenario);
        let spread = inputs.spread[param as usize];
        assert_eq!(inputs.values[param].to_bits(), entry.value.to_bits(), "{name}");
        assert_eq!(inputs.provenance[param as usize], Provenance::Reader, "{name}");
        assert_eq!(
            (spread.low, spread.high, spread.shape),
            (low, high, shape),
            "{name}"
        );
        assert_eq!(spread.is_certain(), shape == Shape::Fixed, "{name}");
    }
}

/// Id of the preset and of the source that a value is attributed to.
fn attributed(scenario: &Scenario, param: Param) -> Option<(&'static str, &'static str)> {
    match resolved(scenario).provenance[param as usize] {
        Provenance::Preset(id, fact) => Some((id, data::source(fact.source).id)),
        _ => None,
    }
}

#[test]
fn values_of_a_preset_are_its_source_s() {
    let opened = |id: &str| preset(id).expect(id).scenario("");
    let chat = opened("chat_70b");
    let edited = chat
        .clone()
        .with(Param::QueriesPerDay, 5e5)
        .choosing(Choice::Zone, "FR");
    let measured = Some(("chat_70b", "mlenergy2025"));
    for (name, scenario, param, expected) in [
        ("as opened", chat.clone(), Param::OutputTokens, measured),
        (
            "an example's own number",
            chat.clone(),
            Param::InputTokens,
            Some(("chat_70b", "example")),
        ),
        (
            "after changes elsewhere",
            edited.clone(),
            Param::OutputTokens,
            measured,
        ),
        ("what was changed", edited, Param::QueriesPerDay, None),
        ("what the preset leaves out", chat.clone(), Param::Pue, None),
        (
            "the one of two it is exactly",
            opened("chat_70b_sweden"),
            Param::OutputTokens,
            Some(("chat_70b_sweden", "mlenergy2025")),
        ),
        (
            "a preset of several sources",
            opened("llama_405b_training"),
            Param::Pue,
            Some(("llama_405b_training", "meta_env2024")),
        ),
        (
            "a single number in common",
            base().with(Param::OutputTokens, 413.0),
            Param::OutputTokens,
            None,
        ),
        (
            "the reader's own start",
            opened("own_service").with(Param::Batch, 32.0),
            Param::Batch,
            None,
        ),
    ] {
        assert_eq!(attributed(&scenario, param), expected, "{name}");
    }
    let at = |param: Param| resolved(&chat).provenance[param as usize].fact().expect("a fact");
    assert!(at(Param::InputTokens).assumed && !at(Param::OutputTokens).assumed);
    assert_eq!(at(Param::OutputTokens).year, 2025, "the year of its entry");
    // What a preset assumes wears its own range.
    let named = resolved(&opened("gpt4_class"));
    let batch = named.provenance[Param::Batch as usize].fact().expect("a fact");
    assert_eq!((batch.low, batch.high, batch.assumed), (16.0, 256.0, true));
    let spread = named.spread[Param::Batch as usize];
    assert_eq!((spread.low, spread.high), (16.0, 256.0));
    let size = named.provenance[Param::ActiveParams as usize];
    assert_eq!(size, Provenance::Chosen(model("openai/gpt-4o").active_b));
    assert!(size.fact().is_some_and(|fact| fact.assumed));
    let mut ranged = chat.clone();
    let range = Some((300.0, 500.0));
    ranged.set(Param::OutputTokens, Entry { value: 413.0, range });
    assert_eq!(
        attributed(&ranged, Param::OutputTokens),
        None,
        "the reader's range"
    );
    // A preset says a number for certain, even one that is also the default.
    let llama = resolved(&chat);
    assert!(llama.spread[Param::Batch as usize].is_certain());
}

#[test]
fn a_link_keeps_the_source_of_a_preset_s_values() {
    for row in presets().iter().filter(|row| !row.is_own()) {
        let scenario = row.scenario("renamed");
        for (param, _) in scenario.values() {
            let found = attributed(&scenario, param).map(|(id, _)| id);
            assert_eq!(found, Some(row.id), "{}", param.spec().id);
        }
    }
}

#[test]
fn the_default_typed_again_keeps_its_range() {
    let default = resolved(&base());
    let typed = resolved(&base().with(Param::Pue, default.values[Param::Pue]));
    let at = Param::Pue as usize;
    assert_eq!(typed.spread[at], default.spread[at]);
    assert_eq!(
        typed.provenance[at],
        Provenance::Confirmed(Param::Pue.spec().default)
    );
    assert!(typed.provenance[at].is_set(), "it can be reset");
    // With a region, the same number is no longer the fact's.
    let elsewhere = base()
        .with(Param::Pue, default.values[Param::Pue])
        .choosing(Choice::Region, "aws/eu-west-3");
    assert_eq!(resolved(&elsewhere).provenance[at], Provenance::Reader);
    assert!(resolved(&elsewhere).spread[at].is_certain());
    // A number without a range is the reader's, whether it is the default or not.
    let eight = resolved(&base().with(Param::Accelerators, 8.0));
    assert_eq!(eight.provenance[Param::Accelerators as usize], Provenance::Reader);
    // The reader can still say that the default is certain.
    let mut certain = base();
    let value = default.values[Param::Pue];
    certain.set(
        Param::Pue,
        Entry {
            value,
            range: Some((value, value)),
        },
    );
    assert!(resolved(&certain).spread[at].is_certain());
}

#[test]
fn equal_keys_are_one_unknown() {
    let key = |scenario: &Scenario, param: Param| resolved(scenario).spread[param as usize].key;
    let own = |value: f64, low: f64, high: f64| {
        let mut scenario = base();
        let range = Some((low, high));
        scenario.set(Param::Pue, Entry { value, range });
        scenario.set(Param::HostShare, Entry { value, range });
        scenario
    };
    let france = chosen(Choice::Zone, "FR");
    let (pue, intensity) = (Param::Pue, Param::Intensity);
    for (name, same, one, other) in [
        ("defaults", true, (base(), pue), (france.clone(), pue)),
        (
            "a zone by its region",
            true,
            (france.clone(), intensity),
            (chosen(Choice::Region, "aws/eu-west-3"), intensity),
        ),
        (
            "two zones",
            false,
            (france.clone(), intensity),
            (chosen(Choice::Zone, "DE"), intensity),
        ),
        (
            "a row's fact and the default",
            false,
            (base(), pue),
            (chosen(Choice::Region, "aws/eu-west-3"), pue),
        ),
        ("two parameters", false, (base(), pue), (base(), intensity)),
        (
            "an interval stated twice",
            true,
            (own(1.2, 1.1, 1.3), pue),
            (own(1.2, 1.1, 1.3).choosing(Choice::Zone, "FR"), pue),
        ),
        (
            "another high end",
            false,
            (own(1.2, 1.1, 1.3), pue),
            (own(1.2, 1.1, 1.4), pue),
        ),
        (
            "another low end",
            false,
            (own(1.2, 1.1, 1.3), pue),
            (own(1.2, 1.0, 1.3), pue),
        ),
        (
            "another value between the same ends",
            false,
            (own(1.2, 1.1, 1.3), pue),
            (own(1.25, 1.1, 1.3), pue),
        ),
        (
            "one interval for two parameters",
            false,
            (own(1.2, 1.1, 1.3), pue),
            (own(1.2, 1.1, 1.3), Param::HostShare),
        ),
        (
            "the reader's and the table's",
            false,
            (own(1.2, 1.1, 1.3), pue),
            (base(), pue),
        ),
    ] {
        let keys = (key(&one.0, one.1), key(&other.0, other.1));
        assert_eq!(keys.0 == keys.1, same, "{name}: {keys:?}");
    }
}

#[test]
fn warnings() {
    let tokens = chosen(Choice::InferenceRoute, "tokens");
    let at = |param| (Some(param), None, "");
    for (name, scenario, expected) in [
        ("nothing to say", base().with(Param::Intensity, 400.0), vec![]),
        (
            "an option that no table knows",
            chosen(Choice::Zone, "Narnia"),
            vec![(WarningCode::UnknownOption, (None, Some(Choice::Zone), "Narnia"))],
        ),
        (
            "several of them, each named",
            base()
                .choosing(Choice::TrainingRoute, "guess")
                .choosing(Choice::InferenceRoute, "guess")
                .choosing(Choice::Precision, "bf15")
                .choosing(Choice::Accelerator, "abacus")
                .choosing(Choice::ServingAccelerator, "abacus")
                .choosing(Choice::SecondModel, "parrot")
                .choosing(Choice::Region, "moon"),
            vec![
                (
                    WarningCode::UnknownOption,
                    (None, Some(Choice::TrainingRoute), "guess"),
                ),
                (
                    WarningCode::UnknownOption,
                    (None, Some(Choice::InferenceRoute), "guess"),
                ),
                (
                    WarningCode::UnknownOption,
                    (None, Some(Choice::Precision), "bf15"),
                ),
                (
                    WarningCode::UnknownOption,
                    (None, Some(Choice::Accelerator), "abacus"),
                ),
                (
                    WarningCode::UnknownOption,
                    (None, Some(Choice::ServingAccelerator), "abacus"),
                ),
                (
                    WarningCode::UnknownOption,
                    (None, Some(Choice::SecondModel), "parrot"),
                ),
                (WarningCode::UnknownOption, (None, Some(Choice::Region), "moon")),
            ],
        ),
        (
            "no work at all",
            base()
                .choosing(Choice::TrainingRoute, "none")
                .choosing(Choice::InferenceRoute, "none"),
            vec![(WarningCode::NothingCounted, (None, None, ""))],
        ),
        (
            "no hours and no queries",
            base()
                .with(Param::TrainingHours, 0.0)
                .with(Param::QueriesPerDay, 0.0),
            vec![(WarningCode::NothingCounted, (None, None, ""))],
        ),
        (
            "fine-tuning alone is work",
            base()
                .choosing(Choice::TrainingRoute, "none")
                .choosing(Choice::InferenceRoute, "none")
                .with(Param::FineTuningHours, 5.0),
            vec![],
        ),
        (
            "preparing data alone is work",
            base()
                .with(Param::TrainingHours, 0.0)
                .with(Param::Horizon, 0.0)
                .with(Param::DataPreparation, 5.0),
            vec![],
        ),
        (
            "more power than the design",
            base().with(Param::TrainingPowerFraction, 1.1),
            vec![(WarningCode::PowerAboveTdp, at(Param::TrainingPowerFraction))],
        ),
        (
            "more power where there is no training",
            chosen(Choice::TrainingRoute, "none").with(Param::TrainingPowerFraction, 1.1),
            vec![],
        ),
        (
            "more experts than parameters",
            tokens
                .clone()
                .with(Param::TotalParams, 8.0)
                .with(Param::ActiveParams, 9.0),
            vec![(WarningCode::ActiveAboveTotal, at(Param::ActiveParams))],
        ),
        (
            "the same in a model that answers nothing",
            tokens
                .clone()
                .choosing(Choice::SecondModel, DENSE)
                .with(Param::SecondActiveParams, 9.0),
            vec![],
        ),
        (
            "the same in a model that answers a tenth",
            tokens
                .clone()
                .choosing(Choice::SecondModel, DENSE)
                .with(Param::SecondShare, 0.1)
                .with(Param::SecondActiveParams, 9.0),
            vec![(WarningCode::ActiveAboveTotal, at(Param::SecondActiveParams))],
        ),
        (
            "shares above one",
            tokens
                .choosing(Choice::SecondModel, DENSE)
                .choosing(Choice::ThirdModel, DENSE)
                .with(Param::SecondShare, 0.6)
                .with(Param::ThirdShare, 0.6),
            vec![(WarningCode::SharesAboveOne, at(Param::SecondShare))],
        ),
        (
            "a grid counted at the stack alone",
            chosen(Choice::Zone, "US-CA").choosing(Choice::GridBasis, "combustion"),
            vec![(WarningCode::CombustionBasis, at(Param::Intensity))],
        ),
        (
            "a basis that the grid is not known on",
            chosen(Choice::Zone, "FR")
                .choosing(Choice::GridBasis, "combustion")
                .with(Param::ContractShare, 1.0),
            vec![(
                WarningCode::BasisUnavailable,
                (Some(Param::Intensity), Some(Choice::GridBasis), "France"),
            )],
        ),
        (
            "a residual mix known at the stack alone",
            chosen(Choice::Zone, "DE"),
            vec![(WarningCode::ResidualBasis, at(Param::ResidualIntensity))],
        ),
        (
            "none of it is counted",
            chosen(Choice::Zone, "DE").with(Param::ContractShare, 1.0),
            vec![],
        ),
        (
            "the reader knows better",
            chosen(Choice::Zone, "DE").with(Param::ResidualIntensity, 600.0),
            vec![],
        ),
    ] {
        let inputs = resolved(&scenario);
        let found: Vec<_> = inputs
            .warnings
            .iter()
            .map(|warning| {
                (
                    warning.code,
                    (warning.param, warning.choice, warning.text.as_str()),
                )
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn an_unknown_option_acts_as_the_default() {
    for choice in Choice::ALL {
        let odd = resolved(&chosen(choice, "what no table knows"));
        let plain = resolved(&base());
        assert_eq!(odd.values, plain.values, "{choice:?}");
        assert_eq!(odd.spread, plain.spread, "{choice:?}");
        assert_eq!(odd.choices, plain.choices, "{choice:?}");
    }
}

#[test]
fn the_basis_is_that_of_the_zone_unless_the_intensity_is_set() {
    for (name, scenario, code, basis) in [
        ("the world", base(), "WORLD", Some(zone("WORLD").basis)),
        (
            "a state",
            chosen(Choice::Zone, "US-CA"),
            "US-CA",
            Some(GridBasis::LifeCycleProduction),
        ),
        (
            "its direct emissions",
            chosen(Choice::Zone, "US-CA").choosing(Choice::GridBasis, "combustion"),
            "US-CA",
            Some(GridBasis::Combustion),
        ),
        (
            "a basis that the zone has no figure on",
            chosen(Choice::Zone, "DE").choosing(Choice::GridBasis, "combustion"),
            "DE",
            Some(GridBasis::LifeCycleProduction),
        ),
        (
            "a region",
            chosen(Choice::Region, "aws/eu-west-3"),
            "FR",
            Some(zone("FR").basis),
        ),
        (
            "an own figure",
            chosen(Choice::Zone, "US-CA").with(Param::Intensity, 200.0),
            "US-CA",
            None,
        ),
    ] {
        let inputs = resolved(&scenario);
        assert_eq!(
            (inputs.choices.zone.as_str(), inputs.choices.basis),
            (code, basis),
            "{name}"
        );
        assert_eq!(
            inputs.combustion_only(),
            basis == Some(GridBasis::Combustion),
            "{name}"
        );
    }
}

#[test]
fn a_published_configuration_holds_for_published_sizes() {
    let row = model(DENSE);
    let total = row.total_b.central;
    for (name, scenario, known) in [
        ("no model", base(), false),
        ("a model", chosen(Choice::Model, DENSE), true),
        (
            "its own size, typed",
            chosen(Choice::Model, DENSE).with(Param::TotalParams, total),
            true,
        ),
        (
            "another size",
            chosen(Choice::Model, DENSE).with(Param::TotalParams, 2.0 * total),
            false,
        ),
        (
            "other experts",
            chosen(Choice::Model, DENSE).with(Param::ActiveParams, total / 2.0),
            false,
        ),
    ] {
        let served = resolved(&scenario).choices.served[0];
        assert_eq!(
            served.configuration,
            row.configuration.as_ref().filter(|_| known),
            "{name}"
        );
        assert_eq!(
            served.row.is_some(),
            scenario.chosen(Choice::Model) == DENSE,
            "{name}"
        );
    }
    assert!(row.configuration.is_some());
}

#[test]
fn the_residual_mix_is_the_published_one_or_the_location_average() {
    let here = |zone: &str| Scenario::default().choosing(Choice::Zone, zone);
    for (scenario, expected) in [
        (here("DE"), 701.47),
        (here("AT"), 116.91),
        // A cloud region is in its country.
        (
            Scenario::default().choosing(Choice::Region, "aws/eu-west-3"),
            17.11,
        ),
        (here("DE").with(Param::Intensity, 50.0), 50.0),
        (here("DE").with(Param::ResidualIntensity, 600.0), 600.0),
    ] {
        let inputs = resolve(&scenario, Catalog::built_in());
        assert!(
            (inputs.values[Param::ResidualIntensity] - expected).abs() < 1e-9,
            "{scenario:?}"
        );
    }
    let inputs = resolve(&here("US-CA"), Catalog::built_in());
    let slot = |param: Param| inputs.spread[param as usize];
    // One unknown, or the two figures would differ by noise.
    assert_eq!(slot(Param::ResidualIntensity), slot(Param::Intensity));
}
