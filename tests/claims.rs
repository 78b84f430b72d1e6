//! The claims and the commitments: what the tables say is what the scenarios show.

use std::collections::BTreeSet;

use genai_footprint::data::{self, Catalog, Claim, claims, commitments};
use genai_footprint::mitigation::{NoEffect, apply, link, offered};
use genai_footprint::model::{Indicator, evaluate};
use genai_footprint::scenario::{Inputs, Param, Scenario, Warning, WarningCode, preset, resolve};
use tables::schema::{CLAIMS, VERDICTS};

fn total(inputs: &Inputs, indicator: Indicator) -> f64 {
    evaluate(&inputs.values, &inputs.choices).total(indicator)
}

fn inputs(settings: &[(&str, &str)], row: &Claim) -> Inputs {
    let inputs = resolve(&Scenario::from_settings("", settings), Catalog::built_in());
    let is_known = |warning: &Warning| warning.code != WarningCode::UnknownOption;
    assert!(
        inputs.warnings.iter().all(is_known),
        "{}: {:?}",
        row.id,
        inputs.warnings
    );
    inputs
}

/// What the scenario of a row shows: an amount, an input, the ratio of two scenarios, or the factor of its measures.
fn shown(row: &Claim) -> f64 {
    let first = inputs(&row.settings, row);
    let Some(indicator) = Indicator::from_id(row.shows) else {
        let param = Param::find(row.shows).expect(row.id);
        return first.values[param];
    };
    if !row.levers.is_empty() {
        let known = offered(&first, "aws/eu-north-1");
        let on = link::parse(row.levers, &known);
        assert_eq!(link::format(&on), row.levers, "{}", row.id);
        let scenario = Scenario::from_settings("", &row.settings);
        let steps = apply(&on, &scenario, Catalog::built_in(), &|inputs| {
            [total(inputs, indicator)]
        });
        for step in &steps.steps {
            // Pruning applies and moves nothing: dense devices compute the zeros.
            let applied = matches!(step.why, None | Some(NoEffect::NothingMoved));
            assert!(applied, "{}: {:?}", row.id, step.why);
        }
        return steps.after[0] / steps.before[0];
    }
    if row.beside.is_empty() {
        return total(&first, indicator);
    }
    total(&inputs(&row.beside, row), indicator) / total(&first, indicator)
}

#[test]
fn every_scenario_gives_its_checked_figure() {
    let mut checked = 0;
    let mut wrong: Vec<String> = Vec::new();
    for row in claims().iter().filter(|row| !row.settings.is_empty()) {
        let figure = match row.measure {
            Some(measure) if !row.levers.is_empty() => measure.effect,
            _ => row.value.expect(row.id),
        };
        let shown = shown(row);
        if let Some(tolerance) = row.tolerance {
            let off = (shown / figure.central - 1.0).abs();
            if off > tolerance {
                wrong.push(format!("{}: {shown} for {}", row.id, figure.central));
            }
        } else {
            // Bounds that are met but for rounding are met.
            let range = figure.low * (1.0 - 1e-9)..=figure.high * (1.0 + 1e-9);
            if !range.contains(&shown) {
                wrong.push(format!("{}: {shown} is outside {range:?}", row.id));
            }
        }
        checked += 1;
    }
    assert_eq!(wrong, [""; 0]);
    assert!(checked >= 30, "only {checked} rows have a scenario");
}

#[test]
fn a_range_without_tolerance_is_a_range() {
    for row in claims()
        .iter()
        .filter(|row| !row.settings.is_empty() && row.tolerance.is_none())
    {
        let figure = match row.measure {
            Some(measure) if !row.levers.is_empty() => measure.effect,
            _ => row.value.expect(row.id),
        };
        assert!(
            figure.low < figure.high,
            "{} has neither tolerance nor range",
            row.id
        );
    }
}

#[test]
fn groups_and_verdicts_are_those_of_the_schema() {
    let mut groups: Vec<&str> = claims().iter().map(|row| row.group).collect();
    groups.dedup();
    assert_eq!(
        groups, CLAIMS,
        "the rows of a group are adjacent, in the order of the view"
    );
    let verdicts: BTreeSet<&str> = claims().iter().map(|row| row.verdict).collect();
    assert_eq!(verdicts, VERDICTS.iter().copied().collect());
}

#[test]
fn a_figure_has_a_source_and_a_speculative_one_no_centre() {
    for row in claims() {
        if let Some(fact) = row.value {
            assert!(!data::source(fact.source).id.is_empty(), "{}", row.id);
        }
        if row.claim.is_some() {
            assert!(
                row.value.is_some() || row.measure.is_some(),
                "{}: nothing checked",
                row.id
            );
        }
        if row.verdict == "speculative" {
            let fact = row.value.expect(row.id);
            assert!(fact.assumed && fact.high > 10.0 * fact.low, "{}", row.id);
        }
    }
}

#[test]
fn the_claims_of_the_quick_estimates_are_their_presets() {
    for (claim, id) in [
        ("queries_energy", "brief_inference"),
        ("quick_training", "brief_training"),
    ] {
        let row = data::claim(claim).expect(claim);
        let preset = resolve(&preset(id).expect(id).scenario(""), Catalog::built_in());
        let indicator = Indicator::from_id(row.shows).expect(claim);
        let (is, expected) = (total(&preset, indicator), row.claim.expect(claim));
        assert!((is / expected - 1.0).abs() < 1e-9, "{id}: {is} for {expected}");
    }
}

#[test]
fn a_hundred_and_twenty_cars() {
    let year = data::claim("car_year").expect("a car");
    let kg = data::claim("gpt3")
        .and_then(|row| row.value)
        .expect("GPT-3")
        .central;
    let cars = |kg_per_car: f64| (kg / kg_per_car).round();
    assert_eq!(
        cars(year.claim.expect("as claimed")).to_bits(),
        120.0_f64.to_bits()
    );
    assert_eq!(
        cars(year.value.expect("as checked").central).to_bits(),
        129.0_f64.to_bits()
    );
}

#[test]
fn a_commitment_changes_the_market_based_figure_alone() {
    let scenario = preset("chat_70b").expect("a preset").scenario("");
    let before = resolve(&scenario, Catalog::built_in());
    for row in commitments() {
        let with = scenario
            .clone()
            .with(Param::ContractShare, row.share.central)
            .with(Param::ContractIntensity, row.intensity);
        let after = resolve(&with, Catalog::built_in());
        assert_eq!(after.warnings, [], "{}", row.id);
        for indicator in Indicator::ALL {
            let (from, to) = (total(&before, indicator), total(&after, indicator));
            if indicator == Indicator::GhgMarket {
                assert!(to < from, "{}: {to} for {from}", row.id);
            } else {
                assert_eq!(to.to_bits(), from.to_bits(), "{}: {}", row.id, indicator.id());
            }
        }
        if let (Some(location), Some(market)) = (row.location, row.market) {
            assert!(location.central > market.central, "{}", row.id);
            // What Google says was read in its own paper, the rest in a newspaper.
            assert_eq!(row.is_second_hand, row.company != "Google", "{}", row.id);
        }
    }
    let companies: BTreeSet<&str> = commitments().iter().map(|row| row.company).collect();
    assert_eq!(
        companies,
        BTreeSet::from(["Amazon", "Google", "Meta", "Microsoft"])
    );
}
