//! Monte Carlo simulation of the model: draws of its uncertain inputs, and the totals of every indicator.

use super::{Distribution, Input, Run, Sample, Summary};
use crate::math::Interval;
use crate::model::{Indicator, evaluate};
use crate::scenario::{Inputs, Param, Shape};

/// Seed of every sample, on the page and in the examples, so that results are reproducible.
pub const SEED: u64 = 1;

/// Draws per scenario on the page: enough for two digits, few enough to run within a frame for four scenarios.
pub const DRAWS: u32 = 2000;

/// The uncertain inputs that apply under the choices made.
pub fn uncertain(inputs: &Inputs) -> Vec<Input> {
    Param::ALL
        .into_iter()
        .filter_map(|param| {
            let slot = param as usize;
            let spread = inputs.spread[slot];
            if spread.is_certain() || !inputs.applies[slot] {
                return None;
            }
            // A log-normal cannot include zero; such inputs use a triangular distribution.
            let distribution = Distribution::new(spread.shape, spread.low, inputs.values[param], spread.high)
                .or_else(|_| {
                    Distribution::new(Shape::Triangular, spread.low, inputs.values[param], spread.high)
                })
                .ok()?;
            let spec = param.spec();
            Some(Input {
                slot,
                key: spread.key,
                distribution: distribution.within(spec.min, spec.max),
            })
        })
        .collect()
}

/// The total of every indicator at every draw: column `Indicator as usize`.
pub fn totals(sample: &mut Sample, inputs: &Inputs) -> Run {
    sample.run(
        &uncertain(inputs),
        inputs.values.clone(),
        Indicator::COUNT,
        |values, out| out.copy_from_slice(&evaluate(values, &inputs.choices).totals()),
    )
}

/// A central total with the 90 % interval of its draws.
pub fn interval(central: f64, draws: Option<Summary>) -> Interval {
    draws.map_or(Interval::exact(central), |draws| {
        Interval::simulated(draws.low, central, draws.high)
    })
}

/// Summary of every indicator.
pub fn summaries(run: &Run) -> [Option<Summary>; Indicator::COUNT] {
    Indicator::ALL.map(|indicator| Summary::of(run.column(indicator as usize)))
}

#[cfg(test)]
mod tests {
    use super::super::compare;
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::{Scenario, preset, resolve};

    fn run(scenario: &Scenario, sample: &mut Sample) -> Run {
        totals(sample, &resolve(scenario, Catalog::built_in()))
    }

    fn opening() -> Scenario {
        preset("train_and_deploy").map_or_else(Scenario::default, |p| p.scenario(""))
    }

    #[test]
    fn an_interval_holds_the_central_result() {
        let mut sample = Sample::new(SEED, DRAWS);
        let inputs = resolve(&opening(), Catalog::built_in());
        let leaves = evaluate(&inputs.values, &inputs.choices);
        let all = summaries(&totals(&mut sample, &inputs));
        for indicator in Indicator::ALL {
            let summary = all[indicator].expect("draws");
            let central = leaves.total(indicator);
            assert!(
                summary.low <= central && central <= summary.high,
                "{}: {central} outside {summary:?}",
                indicator.id()
            );
        }
    }

    #[test]
    fn scenarios_that_differ_in_one_certain_input_are_ranked_with_certainty() {
        let mut sample = Sample::new(SEED, DRAWS);
        let ghg = Indicator::GhgLocation as usize;
        let here = run(&opening(), &mut sample);
        let more = run(&opening().with(Param::QueriesPerDay, 1_100_000.0), &mut sample);
        let same = run(&opening(), &mut sample);
        let smaller = |a: &Run, b: &Run| {
            compare(a.column(ghg), b.column(ghg))
                .expect("columns")
                .first_smaller
        };
        assert!((smaller(&here, &more) - 1.0).abs() < f64::EPSILON);
        assert!(smaller(&more, &here).abs() < f64::EPSILON);
        assert!((smaller(&here, &same) - 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn certain_inputs_give_a_point() {
        let mut sample = Sample::new(SEED, DRAWS);
        let scenario = preset("brief_inference").expect("a preset").scenario("");
        let summary = summaries(&run(&scenario, &mut sample))[Indicator::GhgLocation].expect("draws");
        assert!((summary.high / summary.low - 1.0).abs() < 1e-12, "{summary:?}");
    }
}
