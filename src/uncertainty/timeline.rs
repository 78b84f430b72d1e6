//! The cumulative footprint over the service period with its uncertainty: how far inference has come by the end of each
//! year, and when it overtakes training.

use super::summary::quantiles;
use super::{Sample, monte_carlo};
use crate::math::Interval;
use crate::model::timeline::{Point, crossover_day, curve};
use crate::model::{Indicator, Phase, evaluate};
use crate::quantity::DAYS_PER_YEAR;
use crate::scenario::{Inputs, Param};

/// Stands for a draw in which inference never overtakes training; beyond every service period.
const NEVER: f64 = f64::MAX / 4.0;

/// The cumulative footprint of one scenario and one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Central values at equal steps from day 0 to the end of the service period.
    pub points: Vec<Point>,
    /// 90 % interval of training, in the indicator's unit.
    pub training: (f64, f64),
    /// 90 % interval of inference at each of the points, in the indicator's unit.
    pub inference: Vec<(f64, f64)>,
    /// Days from the start of the service until inference has overtaken training. `high` (and `low`) are infinite where
    /// the service ends before that in that part of the draws. `None` where it does so at the central inputs.
    pub crossover: Option<Interval>,
}

impl Timeline {
    /// The timeline of a scenario, in `steps` equal steps.
    ///
    /// Draws are evaluated at the end of each year and are linear within a year, as the model is but for a declining
    /// grid intensity.
    pub fn of(sample: &mut Sample, inputs: &Inputs, indicator: Indicator, steps: u16) -> Self {
        let years = year_ends(inputs.values[Param::Horizon]);
        let mut values = inputs.values.clone();
        // The first column is training, the others are inference by the end of each year.
        let run = sample.run(
            &monte_carlo::uncertain(inputs),
            inputs.values.clone(),
            years.len() + 1,
            |drawn, out| {
                values.0.copy_from_slice(&drawn.0);
                for (at, year) in years.iter().enumerate() {
                    values[Param::Horizon] = *year;
                    let leaves = evaluate(&values, &inputs.choices);
                    out[0] = leaves.phase(Phase::Training, indicator);
                    out[at + 1] = leaves.phase(Phase::Inference, indicator);
                }
            },
        );
        let bounds = |column: &[f64]| {
            let [low, high] = quantiles(&mut column.to_vec(), [0.05, 0.95]);
            (low, high)
        };
        let columns: Vec<&[f64]> = (1..=years.len()).map(|at| run.column(at)).collect();
        let ends: Vec<(f64, f64)> = columns.iter().map(|column| bounds(column)).collect();
        let points = curve(inputs, indicator, steps);
        let inference = points
            .iter()
            .map(|point| bounds_at(&years, &ends, point.day / DAYS_PER_YEAR))
            .collect();
        let crossover = crossover_day(inputs, indicator).map(|central| {
            let mut days: Vec<f64> = (0..sample.draws())
                .map(|draw| {
                    let inference: Vec<f64> = columns.iter().map(|column| column[draw]).collect();
                    crossing(run.column(0)[draw], &years, &inference).unwrap_or(NEVER)
                })
                .collect();
            let [low, high] = quantiles(&mut days, [0.05, 0.95]);
            let last = inputs.values[Param::Horizon] * DAYS_PER_YEAR;
            let [low, high] = [low, high].map(|day| if day > last { f64::INFINITY } else { day });
            Interval::simulated(low, central, high)
        });
        Self {
            points,
            training: bounds(run.column(0)),
            inference,
            crossover,
        }
    }
}

/// The ends of the years of a service, the last of which may be a part of a year.
fn year_ends(horizon: f64) -> Vec<f64> {
    let mut ends = Vec::new();
    let mut year = 1.0;
    while year < horizon {
        ends.push(year);
        year += 1.0;
    }
    ends.push(horizon);
    ends
}

/// The 90 % interval after `years`, between those at the ends of its year.
fn bounds_at(ends: &[f64], bounds: &[(f64, f64)], years: f64) -> (f64, f64) {
    let (mut before, mut from) = (0.0, (0.0, 0.0));
    for (end, to) in ends.iter().zip(bounds) {
        if years <= *end {
            let share = if *end > before {
                (years - before) / (end - before)
            } else {
                1.0
            };
            return (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        }
        (before, from) = (*end, *to);
    }
    from
}

/// The day on which inference, given at the ends of years, has reached `training`; `None` if it does not.
fn crossing(training: f64, ends: &[f64], inference: &[f64]) -> Option<f64> {
    let (mut before, mut from) = (0.0, 0.0);
    for (end, to) in ends.iter().zip(inference) {
        if *to > training {
            return Some((before + (end - before) * (training - from) / (to - from)) * DAYS_PER_YEAR);
        }
        (before, from) = (*end, *to);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::{Choice, Entry, Scenario, resolve};

    fn timeline(scenario: &Scenario) -> Timeline {
        let inputs = resolve(scenario, Catalog::built_in());
        let mut sample = Sample::new(monte_carlo::SEED, monte_carlo::DRAWS);
        Timeline::of(&mut sample, &inputs, Indicator::Energy, 24)
    }

    /// 100 kWh of training; 1 kWh a day of inference, between `low` and `high`.
    fn metered(low: f64, high: f64) -> Scenario {
        let mut scenario = Scenario::default()
            .choosing(Choice::TrainingRoute, "metered")
            .with(Param::MeteredTraining, 100.0)
            .with(Param::QueriesPerDay, 1000.0)
            .with(Param::Pue, 1.2)
            .with(Param::HostShare, 0.0);
        let range = Some((low, high));
        scenario.set(Param::WhPerQuery, Entry { value: 1.0, range });
        scenario
    }

    #[test]
    fn the_crossing_is_as_uncertain_as_the_rate() {
        // Half to twice the rate: twice to half the time. Both ends are percentiles of the same distribution.
        let found = timeline(&metered(0.5, 2.0)).crossover.expect("a crossing");
        for (day, expected) in [(found.low, 50.0), (found.central, 100.0), (found.high, 200.0)] {
            assert!((day / expected - 1.0).abs() < 1e-3, "{found:?}");
        }
    }

    #[test]
    fn a_service_that_may_end_before_the_crossing_has_no_upper_bound() {
        let scenario = metered(0.5, 2.0).with(Param::Horizon, 120.0 / 365.0);
        let found = timeline(&scenario).crossover.expect("a crossing");
        assert!((found.low / 50.0 - 1.0).abs() < 1e-3, "{found:?}");
        assert!(found.high.is_infinite(), "{found:?}");
        let short = metered(0.5, 2.0).with(Param::Horizon, 90.0 / 365.0);
        assert_eq!(timeline(&short).crossover, None);
    }

    #[test]
    fn inference_is_bounded_at_every_point_as_at_the_end() {
        let timeline = timeline(&metered(0.5, 2.0).with(Param::Horizon, 2.5));
        for (point, (low, high)) in timeline.points.iter().zip(&timeline.inference) {
            let expected = (point.inference / 2.0, point.inference * 2.0);
            assert!((low - expected.0).abs() <= 1e-3 * expected.0, "{point:?} {low}");
            assert!((high - expected.1).abs() <= 1e-3 * expected.1, "{point:?} {high}");
        }
        assert!((timeline.training.0 / timeline.points[0].training - 1.0).abs() < 1e-9);
    }

    #[test]
    fn growth_moves_the_crossing_into_a_later_year() {
        // 0.5 kWh a day in the first year and 1 kWh in the second: 182.5 + 117.5 kWh after 482.5 days.
        let scenario = metered(1.0, 1.0)
            .with(Param::MeteredTraining, 300.0)
            .with(Param::QueriesPerDay, 500.0)
            .with(Param::QueryGrowth, 100.0)
            .with(Param::Horizon, 3.0);
        let found = timeline(&scenario).crossover.expect("a crossing");
        assert!((found.central - 482.5).abs() < 1e-6, "{found:?}");
        assert!(found.is_certain(), "{found:?}");
    }

    #[test]
    fn years_end_with_the_service() {
        for (horizon, expected) in [
            (0.0, &[0.0][..]),
            (0.5, &[0.5]),
            (1.0, &[1.0]),
            (2.25, &[1.0, 2.0, 2.25]),
        ] {
            assert_eq!(year_ends(horizon), expected);
        }
    }
}
