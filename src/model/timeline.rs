//! The cumulative footprint over the life of a service: training on day 0, inference day by day.

use super::{Indicator, Leaves, Phase, evaluate};
use crate::quantity::DAYS_PER_YEAR;
use crate::scenario::{Inputs, Param};

/// Bisection steps to find a crossover: a resolution far below a second in ten years.
const BISECTION_STEPS: u32 = 60;

/// Cumulative impact up to a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Days since the service began.
    pub day: f64,
    /// Impact of training, all of it on day 0, in the indicator's unit.
    pub training: f64,
    /// Impact of inference up to this day, in the indicator's unit.
    pub inference: f64,
}

impl Point {
    /// Both together.
    pub fn total(&self) -> f64 {
        self.training + self.inference
    }
}

/// The cumulative curve of one indicator: `steps` equal intervals from day 0 to the end of the horizon, so
/// `steps + 1` points, the last of which equals [`evaluate`]. A horizon of zero has the point of day 0 alone.
/// With `steps` 0 only the last point is given.
///
/// Growth, efficiency and decarbonisation act as in [`super::growth::equivalent_years`]: within a year the curve of
/// energy is linear.
pub fn curve(inputs: &Inputs, indicator: Indicator, steps: u16) -> Vec<Point> {
    let horizon = inputs.values[Param::Horizon];
    let steps = if horizon > 0.0 { steps } else { 0 };
    (0..=steps)
        .map(|step| {
            // The end is the horizon itself, to the last bit.
            let years = if step == steps {
                horizon
            } else {
                horizon * f64::from(step) / f64::from(steps)
            };
            point(inputs, indicator, years)
        })
        .collect()
}

/// The day on which cumulative inference overtakes training within the horizon; `None` when it never does.
/// 0 when there is inference but no training.
pub fn crossover_day(inputs: &Inputs, indicator: Indicator) -> Option<f64> {
    let mut high = inputs.values[Param::Horizon];
    let overtaken = |years: f64| {
        let at = point(inputs, indicator, years);
        at.inference > at.training
    };
    if !overtaken(high) {
        return None;
    }
    if point(inputs, indicator, 0.0).training <= 0.0 {
        return Some(0.0);
    }
    let mut low = 0.0;
    for _ in 0..BISECTION_STEPS {
        let midpoint = low + (high - low) / 2.0;
        if overtaken(midpoint) {
            high = midpoint;
        } else {
            low = midpoint;
        }
    }
    Some(high * DAYS_PER_YEAR)
}

/// State after `years`: the evaluation of a service that ends there, so that growth is modelled here exactly
/// as in the total.
fn point(inputs: &Inputs, indicator: Indicator, years: f64) -> Point {
    let mut values = inputs.values.clone();
    values[Param::Horizon] = years;
    let leaves: Leaves = evaluate(&values, &inputs.choices);
    Point {
        day: years * DAYS_PER_YEAR,
        training: leaves.phase(Phase::Training, indicator),
        inference: leaves.phase(Phase::Inference, indicator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::{Choice, Scenario, resolve};

    fn inputs(scenario: &Scenario) -> Inputs {
        resolve(scenario, Catalog::built_in())
    }

    fn growing() -> Scenario {
        Scenario::new("")
            .with(Param::Horizon, 3.5)
            .with(Param::QueryGrowth, 60.0)
            .with(Param::EfficiencyGain, 20.0)
            .with(Param::Decarbonisation, 7.0)
    }

    #[test]
    fn the_last_point_is_the_evaluation_and_the_curve_never_falls() {
        for scenario in [
            Scenario::new(""),
            growing(),
            growing().choosing(Choice::TrainingRoute, "none"),
            growing().with(Param::QueryGrowth, -80.0),
            growing().choosing(Choice::InferenceRoute, "tokens"),
        ] {
            let inputs = inputs(&scenario);
            let leaves = evaluate(&inputs.values, &inputs.choices);
            for indicator in Indicator::ALL {
                let points = curve(&inputs, indicator, 40);
                assert_eq!(points.len(), 41);
                let last = points[40];
                let total = leaves.total(indicator);
                assert!(
                    (last.total() - total).abs() <= 1e-12 * total,
                    "{}",
                    indicator.id()
                );
                assert_eq!(
                    last.inference.to_bits(),
                    leaves.phase(Phase::Inference, indicator).to_bits()
                );
                assert!((last.day - inputs.values[Param::Horizon] * 365.0).abs() < 1e-9);
                assert_eq!((points[0].day, points[0].inference), (0.0, 0.0));
                for pair in points.windows(2) {
                    assert!(pair[1].inference >= pair[0].inference, "{}", indicator.id());
                    assert_eq!(pair[1].training.to_bits(), pair[0].training.to_bits());
                }
            }
        }
    }

    #[test]
    fn growth_changes_the_slope_at_the_turn_of_the_year() {
        let scenario = Scenario::new("")
            .with(Param::Horizon, 2.0)
            .with(Param::QueryGrowth, 100.0);
        let points = curve(&inputs(&scenario), Indicator::Energy, 2);
        let (first, second) = (points[1].inference, points[2].inference - points[1].inference);
        assert!((second / first - 2.0).abs() < 1e-12);
    }

    #[test]
    fn crossover_of_a_straight_line() {
        // 100 kWh of training, 1 kWh a day of inference: day 100 exactly.
        let scenario = Scenario::new("")
            .choosing(Choice::TrainingRoute, "metered")
            .with(Param::MeteredTraining, 100.0)
            .with(Param::WhPerQuery, 1.0)
            .with(Param::QueriesPerDay, 1000.0);
        let day = crossover_day(&inputs(&scenario), Indicator::Energy).expect("overtaken");
        assert!((day - 100.0).abs() < 1e-6, "{day}");
        let short = scenario.with(Param::Horizon, 99.0 / 365.0);
        assert_eq!(crossover_day(&inputs(&short), Indicator::Energy), None);
    }

    #[test]
    fn crossover_lies_on_the_curve_for_every_indicator() {
        let scenario = growing().with(Param::QueriesPerDay, 3000.0);
        let inputs = inputs(&scenario);
        let mut crossed = 0;
        for indicator in Indicator::ALL {
            let Some(day) = crossover_day(&inputs, indicator) else {
                continue;
            };
            crossed += 1;
            let at = point(&inputs, indicator, day / 365.0);
            assert!(
                (at.inference / at.training - 1.0).abs() < 1e-9,
                "{}",
                indicator.id()
            );
        }
        assert_eq!(crossed, Indicator::COUNT);
    }

    #[test]
    fn without_training_the_first_query_overtakes_and_without_both_nothing_does() {
        let served = Scenario::new("").choosing(Choice::TrainingRoute, "none");
        assert_eq!(crossover_day(&inputs(&served), Indicator::Energy), Some(0.0));
        let trained = Scenario::new("").choosing(Choice::InferenceRoute, "none");
        assert_eq!(crossover_day(&inputs(&trained), Indicator::Energy), None);
        let neither = served.choosing(Choice::InferenceRoute, "none");
        assert_eq!(crossover_day(&inputs(&neither), Indicator::Energy), None);
    }

    #[test]
    fn a_service_of_no_days_has_one_point() {
        let none = Scenario::new("").with(Param::Horizon, 0.0);
        assert_eq!(curve(&inputs(&none), Indicator::Energy, 10).len(), 1);
        assert_eq!(curve(&inputs(&Scenario::new("")), Indicator::Energy, 0).len(), 1);
    }
}
