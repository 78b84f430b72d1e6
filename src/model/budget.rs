//! A budget: the largest value of one parameter that keeps an indicator within a limit.

use super::{Indicator, evaluate};
use crate::data::{Catalog, CloudRegion, cloud_regions};
use crate::scenario::{Choice, Inputs, Param, Scale, Scenario, resolve};

/// Relative distance of the result from the true maximum.
pub const TOLERANCE: f64 = 1e-6;

/// Bisection steps after which the search ends even where the maximum is zero: the widest range of a parameter is 1e12,
/// and 1e12 / 2^120 is below 1e-24.
const BISECTION_STEPS: u32 = 120;

/// The parameter to maximize within the budget. Each raises every indicator or does not affect it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BudgetParam {
    /// Queries a day.
    QueriesPerDay,
    /// Accelerators of the training run, whole devices.
    Accelerators,
    /// Length of the training run, h.
    TrainingHours,
    /// Life of the service, years.
    Horizon,
}

impl BudgetParam {
    /// All.
    pub const ALL: [Self; 4] = [
        Self::QueriesPerDay,
        Self::Accelerators,
        Self::TrainingHours,
        Self::Horizon,
    ];

    /// The parameter; its row states unit and range.
    pub const fn param(self) -> Param {
        match self {
            Self::QueriesPerDay => Param::QueriesPerDay,
            Self::Accelerators => Param::Accelerators,
            Self::TrainingHours => Param::TrainingHours,
            Self::Horizon => Param::Horizon,
        }
    }
}

/// The maximum within the budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// The largest value within the limit, in the unit of the parameter.
    Largest(f64),
    /// Even the smallest allowed value exceeds the limit.
    None,
    /// Even the largest allowed value keeps within the limit, or the parameter has no effect here.
    Unlimited,
}

/// The largest value of `free` with a central total of `indicator` at or below `limit`, in the indicator's
/// unit. At most [`TOLERANCE`] below the true maximum and never above it; whole numbers are exact. `None` for
/// a limit that is negative or not a number.
pub fn largest(inputs: &Inputs, free: BudgetParam, indicator: Indicator, limit: f64) -> Fit {
    let param = free.param();
    let spec = param.spec();
    let mut values = inputs.values.clone();
    let mut fits = |value: f64| {
        values[param] = value;
        evaluate(&values, &inputs.choices).total(indicator) <= limit
    };
    let (mut low, mut high) = (spec.min, spec.max);
    if !fits(low) {
        return Fit::None;
    }
    if fits(high) {
        return Fit::Unlimited;
    }
    let is_integer = spec.scale == Scale::Integer;
    for _ in 0..BISECTION_STEPS {
        let gap = high - low;
        if (is_integer && gap <= 1.0) || (!is_integer && gap <= TOLERANCE * low) {
            break;
        }
        let midpoint = low + gap / 2.0;
        let midpoint = if is_integer { midpoint.floor() } else { midpoint };
        if fits(midpoint) {
            low = midpoint;
        } else {
            high = midpoint;
        }
    }
    Fit::Largest(low)
}

/// The cloud regions in which the scenario is within the limit, lowest total first, with their totals. Own
/// values for grid, PUE and WUE are replaced by the region's, where it has them: they describe the place the
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
            moved.clear_location_overrides(region.pue.is_some(), region.wue.is_some());
            let inputs = resolve(&moved, catalog);
            (region, evaluate(&inputs.values, &inputs.choices).total(indicator))
        })
        .filter(|(_, total)| *total <= limit)
        .collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.id.cmp(b.0.id)));
    found
}

/// The first region of each country: the best one if they are in the order of [`regions`].
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

    fn total(inputs: &Inputs, free: BudgetParam, value: f64, indicator: Indicator) -> f64 {
        let mut values = inputs.values.clone();
        values[free.param()] = value;
        evaluate(&values, &inputs.choices).total(indicator)
    }

    fn inputs(scenario: &Scenario) -> Inputs {
        resolve(scenario, Catalog::built_in())
    }

    #[test]
    fn queries_of_a_linear_budget() {
        // 1 Wh a query over one year: 1,000 kWh allow 1e6 / 365 queries a day.
        let scenario = Scenario::new("")
            .choosing(Choice::TrainingRoute, "none")
            .with(Param::WhPerQuery, 1.0)
            .with(Param::HostShare, 0.0)
            .with(Param::Pue, 1.0);
        let Fit::Largest(value) = largest(
            &inputs(&scenario),
            BudgetParam::QueriesPerDay,
            Indicator::Energy,
            1000.0,
        ) else {
            panic!("a number fits");
        };
        let exact = 1e6 / 365.0;
        assert!(value <= exact && value >= exact * (1.0 - 1e-6), "{value}");
    }

    #[test]
    fn accelerators_are_whole() {
        // 100 h x 400 W x 0.9 = 36 kWh a device: 100 kWh allow two.
        let scenario = Scenario::new("")
            .choosing(Choice::InferenceRoute, "none")
            .with(Param::TrainingHours, 100.0)
            .with(Param::Tdp, 400.0)
            .with(Param::TrainingPowerFraction, 0.9)
            .with(Param::HostShare, 0.0)
            .with(Param::Pue, 1.0);
        let fit = |limit| {
            largest(
                &inputs(&scenario),
                BudgetParam::Accelerators,
                Indicator::Energy,
                limit,
            )
        };
        assert_eq!(fit(100.0), Fit::Largest(2.0));
        assert_eq!(fit(35.9), Fit::None);
        assert_eq!(fit(1e12), Fit::Unlimited);
        assert_eq!(fit(f64::NAN), Fit::None);
        assert_eq!(fit(-1.0), Fit::None);
    }

    #[test]
    fn a_parameter_without_effect_is_unlimited_or_impossible() {
        let inputs = inputs(&Scenario::new("").choosing(Choice::TrainingRoute, "none"));
        let here = evaluate(&inputs.values, &inputs.choices).total(Indicator::Energy);
        let fit = |limit| largest(&inputs, BudgetParam::TrainingHours, Indicator::Energy, limit);
        assert_eq!(fit(here), Fit::Unlimited);
        assert_eq!(fit(here * 0.999), Fit::None);
    }

    #[test]
    fn a_budget_of_what_training_takes_leaves_no_queries() {
        let inputs = inputs(&Scenario::new(""));
        let training = total(&inputs, BudgetParam::QueriesPerDay, 0.0, Indicator::GhgLocation);
        let Fit::Largest(value) = largest(
            &inputs,
            BudgetParam::QueriesPerDay,
            Indicator::GhgLocation,
            training,
        ) else {
            panic!("zero fits");
        };
        assert!(value < 1e-3, "{value}");
        assert_eq!(
            largest(
                &inputs,
                BudgetParam::QueriesPerDay,
                Indicator::GhgLocation,
                training * 0.99
            ),
            Fit::None
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
        let midpoint = all[all.len() / 2].1;
        let some = regions(&scenario, Catalog::built_in(), Indicator::GhgLocation, midpoint);
        assert!(!some.is_empty() && some.len() < all.len());
        assert!(some.iter().all(|(_, total)| *total <= midpoint));
        assert_eq!(
            regions(&scenario, Catalog::built_in(), Indicator::GhgLocation, 0.0),
            []
        );
    }

    #[test]
    fn each_country_is_listed_once_with_its_best_region() {
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
        fn the_maximum_is_within_the_limit_and_a_little_more_is_not(
            positions in prop::collection::vec(0.0..=POSITIONS, Param::COUNT),
            route in 0usize..4,
            training in 0usize..4,
            free in 0usize..BudgetParam::ALL.len(),
            indicator in 0usize..Indicator::COUNT,
            at in 0.0..=1.0f64,
        ) {
            let mut scenario = Scenario::new("")
                .choosing(Choice::InferenceRoute, ["per_query", "tokens", "metered", "none"][route])
                .choosing(Choice::TrainingRoute, ["hours", "compute", "metered", "none"][training]);
            for (param, position) in Param::ALL.into_iter().zip(positions) {
                scenario.set(param, param.at(position));
            }
            let (inputs, free, indicator) = (inputs(&scenario), BudgetParam::ALL[free], Indicator::ALL[indicator]);
            let spec = free.param().spec();
            let (least, most) = (total(&inputs, free, spec.min, indicator), total(&inputs, free, spec.max, indicator));
            let limit = least + (most - least) * at * at * at;
            match largest(&inputs, free, indicator, limit) {
                Fit::None => prop_assert!(least > limit),
                Fit::Unlimited => prop_assert!(most <= limit),
                Fit::Largest(value) => {
                    prop_assert!(total(&inputs, free, value, indicator) <= limit);
                    let more = if spec.scale == Scale::Integer { value + 1.0 } else { value * (1.0 + 2e-6) + 1e-20 };
                    prop_assert!(total(&inputs, free, more, indicator) > limit, "{value} and {more} fit {limit}");
                }
            }
        }
    }
}
