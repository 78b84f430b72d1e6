//! What a measure saves, with its interval: both scenarios are evaluated at the same draws, so that what they share
//! cancels out.

use super::{Distribution, Input, Run, Sample, compare, monte_carlo};
use crate::data::{Catalog, Mitigation};
use crate::math::Interval;
use crate::mitigation::{
    Comparison, Deviation, InputChange, Lever, NoEffect, Reduced, Steps, against_published, apply,
    input_changes, inputs,
};
use crate::model::{Indicator, evaluate};
use crate::scenario::{Inputs, Param, Scenario, Shape, Values, unknown_key};

/// Share of the draws that must agree with a statement: what lies above the 5th percentile.
const CONFIDENCE: f64 = 0.95;

/// A saving of one indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saving {
    /// Central saving with its 90 % interval; negative where the measure adds to the indicator.
    pub amount: Interval,
    /// Share of the draws in which it saves anything, 0-1.
    pub probability: f64,
}

impl Saving {
    /// The saving between two runs of one sample; `central` is the saving at the central inputs.
    pub fn between(before: &Run, after: &Run, indicator: Indicator, central: f64) -> Self {
        let column = indicator as usize;
        compare(after.column(column), before.column(column)).map_or(
            Self {
                amount: Interval::exact(central),
                probability: if central > 0.0 { 1.0 } else { 0.0 },
            },
            |compared| Self {
                amount: monte_carlo::interval(central, Some(compared.difference)),
                probability: compared.first_smaller,
            },
        )
    }

    /// Whether it saves in more than 95 % of the draws.
    pub fn is_reliable(&self) -> bool {
        self.probability > CONFIDENCE && self.amount.low > 0.0
    }
}

/// A measure tried on a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The measure.
    pub lever: Lever,
    /// Why it has no effect; `None` where it has one.
    pub why: Option<NoEffect>,
    /// What it saves.
    pub saving: Saving,
    /// Its effect beside the published one, where both exist.
    pub comparison: Option<Comparison>,
    /// Whether its saving is overstated: the grid after it counts direct emissions only, that before it the life cycle.
    pub is_overstated: bool,
    /// The inputs that it changes.
    pub changes: Vec<InputChange>,
}

impl Tried {
    /// Whether its saving can be believed: it saves in more than 95 % of the draws, counts the same emissions before and
    /// after, and where it saves more than was ever measured, that follows from what the scenario states.
    pub fn is_believable(&self) -> bool {
        let deviation = self.comparison.and_then(|comparison| comparison.deviation);
        let is_doubtful = self.is_overstated || deviation.is_some_and(Deviation::casts_doubt);
        self.why.is_none() && self.saving.is_reliable() && !is_doubtful
    }
}

/// The measure with the largest saving that one can believe: the one whose interval begins highest.
pub fn most_believable(tried: &[Tried]) -> Option<&Tried> {
    tried
        .iter()
        .filter(|tried| tried.is_believable())
        .max_by(|a, b| a.saving.amount.low.total_cmp(&b.saving.amount.low))
}

/// A scenario and its measures, for one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Total without any measure.
    pub before: Interval,
    /// Each measure on its own.
    pub alone: Vec<Tried>,
    /// The measures switched on, each on top of those before it.
    pub on: Vec<Tried>,
    /// Total with these.
    pub after: Interval,
    /// What these save together.
    pub together: Saving,
    /// The scenario with these.
    pub scenario: Scenario,
}

/// Tries measures on a scenario: each of `known` on its own, and those of `on` one after another.
pub fn study(
    sample: &mut Sample,
    scenario: &Scenario,
    known: &[Lever],
    on: &[Lever],
    indicator: Indicator,
    catalog: &Catalog,
) -> Study {
    let total = |inputs: &Inputs| [evaluate(&inputs.values, &inputs.choices).total(indicator)];
    let start = monte_carlo::totals(sample, &inputs(scenario, catalog));
    let interval = |run: &Run, central| {
        monte_carlo::interval(central, super::Summary::of(run.column(indicator as usize)))
    };
    let mut alone = Vec::new();
    for lever in known {
        let steps = apply(std::slice::from_ref(lever), scenario, catalog, &total);
        alone.extend(tried(sample, &steps, scenario, &start, indicator, catalog).0);
    }
    let steps = apply(on, scenario, catalog, &total);
    let (on, end) = tried(sample, &steps, scenario, &start, indicator, catalog);
    let saved = steps.before[0] - steps.after[0];
    Study {
        before: interval(&start, steps.before[0]),
        alone,
        on,
        after: interval(&end, steps.after[0]),
        together: Saving::between(&start, &end, indicator, saved),
        scenario: steps.scenario,
    }
}

/// The steps with their intervals, and the draws at their end; `start` are the draws without any measure.
fn tried(
    sample: &mut Sample,
    steps: &Steps<1>,
    scenario: &Scenario,
    start: &Run,
    indicator: Indicator,
    catalog: &Catalog,
) -> (Vec<Tried>, Run) {
    let mut here = (scenario.clone(), inputs(scenario, catalog), start.clone());
    let mut found = Vec::new();
    for step in &steps.steps {
        let mut tried = Tried {
            lever: step.lever.clone(),
            why: step.why,
            saving: Saving::between(&here.2, &here.2, indicator, step.saved[0]),
            comparison: None,
            is_overstated: false,
            changes: Vec::new(),
        };
        // A lever that moves this figure nowhere may still change inputs.
        let moved = matches!(step.why, None | Some(NoEffect::NothingMoved));
        if let Ok(reached) = step.reduced.scenario(catalog)
            && moved
        {
            let after = inputs(&reached, catalog);
            let leaves = |inputs: &Inputs| evaluate(&inputs.values, &inputs.choices);
            tried.changes = input_changes((&here.0, &here.1), (&reached, &after));
            tried.comparison = against_published(&step.lever, &leaves(&here.1), &leaves(&after));
            tried.is_overstated = indicator.is_ghg() && after.combustion_only() && !here.1.combustion_only();
            let run = totals(sample, &step.reduced, catalog);
            if step.why.is_none() {
                tried.saving = Saving::between(&here.2, &run, indicator, step.saved[0]);
            }
            here = (reached, after, run);
        }
        found.push(tried);
    }
    (found, here.2)
}

/// The total of every indicator of a scenario with measures at every draw of a sample: column `Indicator as usize`. A
/// multiplied value keeps its unknown, and a published effect is an unknown of its own, the same in all scenarios.
pub fn totals(sample: &mut Sample, reduced: &Reduced, catalog: &Catalog) -> Run {
    let plain = inputs(&reduced.set, catalog);
    let mut published: Vec<&'static Mitigation> = Vec::new();
    for row in reduced.scaled.iter().filter_map(|scaling| scaling.published) {
        if published.iter().all(|known| known.id != row.id) {
            published.push(row);
        }
    }
    let effects = published.iter().enumerate().filter_map(|(at, row)| {
        let effect = &row.effect;
        let distribution = |shape| Distribution::new(shape, effect.low, effect.central, effect.high);
        // A factor is positive, whatever its range; one that may be zero has no logarithm.
        let distribution = distribution(Shape::Lognormal)
            .or_else(|_| distribution(Shape::Triangular))
            .ok()?;
        Some(Input {
            slot: Param::COUNT + at,
            key: unknown_key(&["mitigations", row.id]),
            distribution: distribution.within(0.0, f64::MAX),
        })
    });
    let unknowns: Vec<Input> = monte_carlo::uncertain(&plain)
        .into_iter()
        .chain(effects)
        .collect();
    let slots: Vec<f64> = plain
        .values
        .0
        .iter()
        .copied()
        .chain(published.iter().map(|row| row.effect.central))
        .collect();
    let factors: Vec<(Param, f64, Option<usize>)> = reduced
        .scaled
        .iter()
        .map(|scaling| {
            let effect = scaling
                .published
                .and_then(|row| published.iter().position(|known| known.id == row.id));
            (scaling.param, scaling.factor, effect.map(|at| Param::COUNT + at))
        })
        .collect();
    let mut values = plain.values.clone();
    sample.run(&unknowns, slots, Indicator::COUNT, |drawn, out| {
        multiply(drawn, &factors, &mut values);
        out.copy_from_slice(&evaluate(&values, &plain.choices).totals());
    })
}

/// Fills in the values of one draw, multiplied and within the bounds of their parameters.
fn multiply(drawn: &[f64], factors: &[(Param, f64, Option<usize>)], values: &mut Values) {
    values.0.copy_from_slice(&drawn[..Param::COUNT]);
    for (param, factor, effect) in factors {
        let spec = param.spec();
        let product = values[*param] * factor * effect.map_or(1.0, |at| drawn[at]);
        values[*param] = product.clamp(spec.min, spec.max);
    }
}

#[cfg(test)]
mod tests {
    use super::super::monte_carlo::{DRAWS, SEED};
    use super::*;
    use crate::mitigation::{Lever, Measure, Place, apply};
    use crate::scenario::{Choice, Scenario};

    fn saving(lever: Lever, scenario: &Scenario, indicator: Indicator) -> (Saving, Interval) {
        let catalog = Catalog::built_in();
        let mut sample = Sample::new(SEED, DRAWS);
        let total =
            |inputs: &crate::scenario::Inputs| [evaluate(&inputs.values, &inputs.choices).total(indicator)];
        let steps = apply(&[lever], scenario, catalog, &total);
        let before = totals(&mut sample, &Reduced::new(scenario.clone()), catalog);
        let after = totals(&mut sample, &steps.steps[0].reduced, catalog);
        let summaries = monte_carlo::summaries(&before);
        (
            Saving::between(&before, &after, indicator, steps.steps[0].saved[0]),
            monte_carlo::interval(steps.before[0], summaries[indicator as usize]),
        )
    }

    fn service() -> Scenario {
        Scenario::new("").choosing(Choice::TrainingRoute, "none")
    }

    #[test]
    fn without_measures_the_draws_are_those_of_the_result() {
        let catalog = Catalog::built_in();
        let scenario = Scenario::new("").choosing(Choice::InferenceRoute, "tokens");
        let mut sample = Sample::new(SEED, 200);
        let plain = monte_carlo::totals(&mut sample, &inputs(&scenario, catalog));
        assert_eq!(totals(&mut sample, &Reduced::new(scenario), catalog), plain);
    }

    #[test]
    fn a_shared_unknown_is_drawn_once_for_before_and_after() {
        // Of 1 Wh a query with a known factor, a tenth less is a tenth of every draw: the interval of the saving is
        // that of the total, scaled.
        let (saved, before) = saving(Lever::KeepHardware(12.0), &service(), Indicator::Energy);
        assert_eq!((saved.amount, saved.probability), (Interval::exact(0.0), 0.5));
        assert!(!before.is_certain());
        let speculate = Lever::Measured(Measure::Speculate);
        let certain = service()
            .with(Param::WhPerQuery, 1.0)
            .with(Param::HostShare, 0.0)
            .with(Param::Pue, 1.0);
        let (saved, before) = saving(speculate, &certain, Indicator::Energy);
        // The published effect alone: x 0.709, 0.9, 1.257.
        assert!(before.is_certain());
        for (found, expected) in [
            (saved.amount.low, -0.257),
            (saved.amount.central, 0.1),
            (saved.amount.high, 0.291),
        ] {
            assert!((found / before.central - expected).abs() < 1e-3, "{found}");
        }
        assert!(!saved.is_reliable());
    }

    #[test]
    fn the_interval_of_a_difference_is_narrower_than_those_of_its_terms() {
        let scenario = service().with(Param::Pue, 1.2);
        let moved = Lever::Move(Place::Region("aws/eu-north-1".to_owned()));
        let (saved, before) = saving(moved, &scenario, Indicator::GhgLocation);
        assert!(saved.is_reliable());
        assert!(saved.amount.low > 0.0 && saved.amount.high < before.high);
        assert!((saved.amount.low..=saved.amount.high).contains(&saved.amount.central));
    }

    #[test]
    fn the_most_believable_saving_begins_highest() {
        let tried = |low, central, high, probability, deviation| Tried {
            lever: Lever::NoReasoning,
            why: None,
            saving: Saving {
                amount: Interval { low, central, high },
                probability,
            },
            comparison: Some(Comparison {
                factor: 0.1,
                deviation,
            }),
            is_overstated: false,
            changes: Vec::new(),
        };
        let steady = tried(4.0, 5.0, 6.0, 1.0, Some(Deviation::WiderGrids));
        let large = tried(3.0, 20.0, 30.0, 1.0, None);
        let doubtful = tried(9.0, 10.0, 11.0, 1.0, Some(Deviation::UncalibratedFormat));
        let unsure = tried(-1.0, 40.0, 50.0, 0.9, None);
        let overstated = Tried {
            is_overstated: true,
            ..doubtful.clone()
        };
        let all = [large, unsure, doubtful, overstated, steady.clone()];
        assert_eq!(most_believable(&all), Some(&steady));
        assert_eq!(most_believable(&all[1..4]), None);
        assert_eq!(most_believable(&[]), None);
    }

    /// What would help most, for each way to describe a workload.
    #[test]
    fn the_answer_by_kind_of_scenario() {
        let catalog = Catalog::built_in();
        let tokens = |model: &str| {
            service()
                .choosing(Choice::InferenceRoute, "tokens")
                .choosing(Choice::ServingAccelerator, "h100-sxm")
                .choosing(Choice::Model, model)
        };
        let generated = |route: &str, model: &str| {
            service()
                .choosing(Choice::InferenceRoute, route)
                .choosing(Choice::ServingAccelerator, "h100-sxm")
                .choosing(Choice::Model, model)
        };
        let trained = Scenario::new("").choosing(Choice::InferenceRoute, "none");
        for (scenario, indicator, expected) in [
            (&trained, Indicator::Energy, "fine_tune"),
            (&service(), Indicator::Energy, "serving_stack"),
            (&service(), Indicator::GhgMarket, "contract"),
            (&service(), Indicator::EWaste, "serving_stack"),
            (
                &tokens("meta/llama-3.3-70b-instruct"),
                Indicator::Energy,
                "right_size",
            ),
            (
                &generated("image", "stability/stable-diffusion-3.5-large"),
                Indicator::Energy,
                "right_size",
            ),
            (
                &generated("video", "alibaba/wan2.1-t2v-14b-diffusers"),
                Indicator::Energy,
                "right_size",
            ),
            (
                &service().choosing(Choice::InferenceRoute, "metered"),
                Indicator::Energy,
                "serving_stack",
            ),
        ] {
            let known = crate::mitigation::offered(&inputs(scenario, catalog), "aws/eu-north-1");
            let mut sample = Sample::new(SEED, DRAWS);
            let study = study(&mut sample, scenario, &known, &[], indicator, catalog);
            let best = most_believable(&study.alone).map(|tried| tried.lever.id());
            let all: Vec<_> = study
                .alone
                .iter()
                .map(|t| {
                    (
                        t.lever.id(),
                        t.saving.amount.low / study.before.central,
                        t.is_believable(),
                    )
                })
                .collect();
            assert_eq!(best, Some(expected), "{all:?}");
            assert_eq!(study.before, study.after);
            for tried in study.alone.iter().filter(|tried| tried.why.is_none()) {
                let Interval { low, central, high } = tried.saving.amount;
                assert!(low <= central && central <= high, "{}", tried.lever.id());
                assert!(!tried.changes.is_empty(), "{}", tried.lever.id());
            }
        }
    }

    #[test]
    fn a_move_to_a_grid_of_direct_emissions_is_overstated() {
        let catalog = Catalog::built_in();
        let to = |id: &str| Lever::Move(Place::Region(id.to_owned()));
        let known = [to("gcp/us-west1"), to("aws/eu-north-1")];
        // Poland has a life-cycle figure alone, the United States have both.
        let scenario = service()
            .choosing(Choice::Zone, "PL")
            .choosing(Choice::GridBasis, "combustion");
        for (indicator, expected) in [
            (Indicator::GhgLocation, [true, false]),
            (Indicator::Energy, [false, false]),
        ] {
            let mut sample = Sample::new(SEED, 100);
            let study = study(&mut sample, &scenario, &known, &[], indicator, catalog);
            let found: Vec<bool> = study.alone.iter().map(|tried| tried.is_overstated).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn steps_one_after_another_end_at_the_scenario_with_all() {
        let catalog = Catalog::built_in();
        let scenario = service().choosing(Choice::InferenceRoute, "tokens");
        let on = [
            Lever::Batch(64.0),
            Lever::Measured(Measure::Speculate),
            Lever::KeepHardware(7.0),
        ];
        let mut sample = Sample::new(SEED, DRAWS);
        let study = study(&mut sample, &scenario, &[], &on, Indicator::GhgLocation, catalog);
        let saved: f64 = study.on.iter().map(|tried| tried.saving.amount.central).sum();
        assert!((study.before.central - saved - study.after.central).abs() < 1e-9 * study.before.central);
        assert!((study.together.amount.central - saved).abs() < 1e-9 * saved);
        assert!(study.after.low < study.after.central && study.after.central < study.after.high);
        // The scenario that is added has about the interval that the study shows.
        let added = monte_carlo::totals(&mut sample, &inputs(&study.scenario, catalog));
        let added = monte_carlo::summaries(&added)[Indicator::GhgLocation as usize].expect("draws");
        assert!(
            (added.low / study.after.low - 1.0).abs() < 0.05,
            "{added:?} {:?}",
            study.after
        );
        assert!(
            (added.high / study.after.high - 1.0).abs() < 0.05,
            "{added:?} {:?}",
            study.after
        );
    }
}
