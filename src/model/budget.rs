//! How much fits into a budget: the largest value of one parameter that keeps an indicator below a limit.

use super::{Indicator, evaluate};
use crate::data::{Catalog, CloudRegion, cloud_regions};
use crate::scenario::{Choice, Inputs, Param, Scale, Scenario, resolve};

/// How close the answer comes to the true edge, relative to its size.
pub const TOLERANCE: f64 = 1e-6;

/// Halvings after which the search ends even where the edge is zero: the widest range of the table is 1e12,
/// and 1e12 / 2^120 is below 1e-24.
const HALVINGS: u32 = 120;

/// What may grow until the budget is used up. Each raises every indicator or leaves it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Free {
    /// Queries a day.
    QueriesPerDay,
    /// Accelerators of the training run, whole devices.
    Accelerators,
    /// Length of the training run, h.
    TrainingHours,
    /// Life of the service, years.
    Horizon,
}

impl Free {
    /// All.
    pub const ALL: [Self; 4] = [
        Self::QueriesPerDay,
        Self::Accelerators,
        Self::TrainingHours,
        Self::Horizon,
    ];

    /// The parameter, whose row holds unit and range.
    pub const fn param(self) -> Param {
        match self {
            Self::QueriesPerDay => Param::QueriesPerDay,
            Self::Accelerators => Param::Accelerators,
            Self::TrainingHours => Param::TrainingHours,
            Self::Horizon => Param::Horizon,
        }
    }
}

/// What fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// The largest value that keeps to the limit, in the unit of the parameter.
    Largest(f64),
    /// Even the smallest value of the table exceeds the limit.
    Nothing,
    /// Even the largest value of the table keeps to the limit, or the parameter does not matter here.
    Everything,
}

/// The largest value of `free` with a central total of `indicator` at or below `limit`, in the indicator's
/// unit. At most [`TOLERANCE`] below the true edge and never above it; whole numbers are exact. `Nothing` for
/// a limit that is negative or not a number.
pub fn largest(inputs: &Inputs, free: Free, indicator: Indicator, limit: f64) -> Fit {
    let param = free.param();
    let spec = param.spec();
    let mut values = inputs.values.clone();
    let mut fits = |value: f64| {
        values[param] = value;
        evaluate(&values, &inputs.picks).total(indicator) <= limit
    };
    let (mut low, mut high) = (spec.min, spec.max);
    if !fits(low) {
        return Fit::Nothing;
    }
    if fits(high) {
        return Fit::Everything;
    }
    let whole = spec.scale == Scale::Integer;
    for _ in 0..HALVINGS {
        let gap = high - low;
        if (whole && gap <= 1.0) || (!whole && gap <= TOLERANCE * low) {
            break;
        }
        let middle = low + gap / 2.0;
        let middle = if whole { middle.floor() } else { middle };
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Fit::Largest(low)
}

/// The cloud regions in which the scenario keeps to the limit, lowest total first, with their totals. Own
/// values for grid, PUE and WUE give way to the region's, where it has them: they belong to the place the
/// reader was in.
pub fn regions(
    scenario: &Scenario,
    catalog: &Catalog,
    indicator: Indicator,
    limit: f64,
) -> Vec<(&'static CloudRegion, f64)> {
    let mut found: Vec<_> = cloud_regions()
        .iter()
        .map(|region| {
            let mut moved = scenario.clone();
            moved.choose(Choice::Zone, Choice::Zone.spec().default);
            moved.choose(Choice::Region, region.id);
            moved.leave_place(region.pue.is_some(), region.wue.is_some());
            let inputs = resolve(&moved, catalog);
            (region, evaluate(&inputs.values, &inputs.picks).total(indicator))
        })
        .filter(|(_, total)| *total <= limit)
        .collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.id.cmp(b.0.id)));
    found
}

/// The first region of each country: the best one where they stand in the order of [`regions`].
pub fn best_per_country(regions: &[(&'static CloudRegion, f64)]) -> Vec<(&'static CloudRegion, f64)> {
    let mut best: Vec<(&'static CloudRegion, f64)> = Vec::new();
    for (region, total) in regions {
        if best.iter().all(|(known, _)| known.country != region.country) {
            best.push((region, *total));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::POSITIONS;
    use proptest::prelude::*;

    fn total(inputs: &Inputs, free: Free, value: f64, indicator: Indicator) -> f64 {
        let mut values = inputs.values.clone();
        values[free.param()] = value;
        evaluate(&values, &inputs.picks).total(indicator)
    }

    fn inputs(scenario: &Scenario) -> Inputs {
        resolve(scenario, Catalog::built_in())
    }

    #[test]
    fn queries_of_a_linear_budget() {
        // 1 Wh a query over one year: 1,000 kWh pay for 1e6 / 365 queries a day.
        let scenario = Scenario::new("")
            .choosing(Choice::TrainingRoute, "none")
            .with(Param::WhPerQuery, 1.0)
            .with(Param::HostShare, 0.0)
            .with(Param::Pue, 1.0);
        let Fit::Largest(value) = largest(&inputs(&scenario), Free::QueriesPerDay, Indicator::Energy, 1000.0)
        else {
            panic!("a number fits");
        };
        let exact = 1e6 / 365.0;
        assert!(value <= exact && value >= exact * (1.0 - 1e-6), "{value}");
    }

    #[test]
    fn accelerators_are_whole() {
        // 100 h x 400 W x 0.9 = 36 kWh a device: 100 kWh hold two.
        let scenario = Scenario::new("")
            .choosing(Choice::InferenceRoute, "none")
            .with(Param::TrainingHours, 100.0)
            .with(Param::Tdp, 400.0)
            .with(Param::TrainingPowerFraction, 0.9)
            .with(Param::HostShare, 0.0)
            .with(Param::Pue, 1.0);
        let fit = |limit| largest(&inputs(&scenario), Free::Accelerators, Indicator::Energy, limit);
        assert_eq!(fit(100.0), Fit::Largest(2.0));
        assert_eq!(fit(35.9), Fit::Nothing);
        assert_eq!(fit(1e12), Fit::Everything);
        assert_eq!(fit(f64::NAN), Fit::Nothing);
        assert_eq!(fit(-1.0), Fit::Nothing);
    }

    #[test]
    fn what_does_not_matter_is_everything_or_nothing() {
        let inputs = inputs(&Scenario::new("").choosing(Choice::TrainingRoute, "none"));
        let here = evaluate(&inputs.values, &inputs.picks).total(Indicator::Energy);
        let fit = |limit| largest(&inputs, Free::TrainingHours, Indicator::Energy, limit);
        assert_eq!(fit(here), Fit::Everything);
        assert_eq!(fit(here * 0.999), Fit::Nothing);
    }

    #[test]
    fn a_budget_of_what_training_takes_leaves_no_queries() {
        let inputs = inputs(&Scenario::new(""));
        let training = total(&inputs, Free::QueriesPerDay, 0.0, Indicator::GhgLocation);
        let Fit::Largest(value) = largest(&inputs, Free::QueriesPerDay, Indicator::GhgLocation, training)
        else {
            panic!("zero fits");
        };
        assert!(value < 1e-3, "{value}");
        assert_eq!(
            largest(
                &inputs,
                Free::QueriesPerDay,
                Indicator::GhgLocation,
                training * 0.99
            ),
            Fit::Nothing
        );
    }

    #[test]
    fn regions_within_the_limit_are_those_that_fit_in_order() {
        let scenario = Scenario::new("").with(Param::Intensity, 1500.0);
        let all = regions(
            &scenario,
            Catalog::built_in(),
            Indicator::GhgLocation,
            f64::INFINITY,
        );
        assert_eq!(all.len(), cloud_regions().len());
        assert!(all.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        let middle = all[all.len() / 2].1;
        let some = regions(&scenario, Catalog::built_in(), Indicator::GhgLocation, middle);
        assert!(!some.is_empty() && some.len() < all.len());
        assert!(some.iter().all(|(_, total)| *total <= middle));
        assert_eq!(
            regions(&scenario, Catalog::built_in(), Indicator::GhgLocation, 0.0),
            []
        );
    }

    #[test]
    fn each_country_stands_once_with_its_best_region() {
        let ghg = Indicator::GhgLocation;
        let all = regions(&Scenario::new(""), Catalog::built_in(), ghg, f64::INFINITY);
        let best = best_per_country(&all);
        assert!(best.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        for (region, total) in &all {
            let found: Vec<_> = best.iter().filter(|(b, _)| b.country == region.country).collect();
            assert_eq!(found.len(), 1, "{}", region.country);
            assert!(found[0].1 <= *total, "{}", region.id);
        }
        assert_eq!(best_per_country(&[]), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn the_answer_keeps_to_the_limit_and_a_little_more_does_not(
            positions in prop::collection::vec(0.0..=POSITIONS, Param::COUNT),
            route in 0usize..4,
            training in 0usize..4,
            free in 0usize..Free::ALL.len(),
            indicator in 0usize..Indicator::COUNT,
            at in 0.0..=1.0f64,
        ) {
            let mut scenario = Scenario::new("")
                .choosing(Choice::InferenceRoute, ["per_query", "tokens", "metered", "none"][route])
                .choosing(Choice::TrainingRoute, ["hours", "compute", "metered", "none"][training]);
            for (param, position) in Param::ALL.into_iter().zip(positions) {
                scenario.set(param, param.at(position));
            }
            let (inputs, free, indicator) = (inputs(&scenario), Free::ALL[free], Indicator::ALL[indicator]);
            let spec = free.param().spec();
            let (least, most) = (total(&inputs, free, spec.min, indicator), total(&inputs, free, spec.max, indicator));
            let limit = least + (most - least) * at * at * at;
            match largest(&inputs, free, indicator, limit) {
                Fit::Nothing => prop_assert!(least > limit),
                Fit::Everything => prop_assert!(most <= limit),
                Fit::Largest(value) => {
                    prop_assert!(total(&inputs, free, value, indicator) <= limit);
                    let more = if spec.scale == Scale::Integer { value + 1.0 } else { value * (1.0 + 2e-6) + 1e-20 };
                    prop_assert!(total(&inputs, free, more, indicator) > limit, "{value} and {more} fit {limit}");
                }
            }
        }
    }
}
