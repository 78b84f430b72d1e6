//! Results of several scenarios and their comparison: which is lowest, with which probability, and which warnings
//! apply.

use std::cell::RefCell;
use std::rc::Rc;

use crate::data::Catalog;
use crate::math::Interval;
use crate::model::{Indicator, Leaf, Leaves, apply_calibration_error, evaluate};
use crate::scenario::{Inputs, Param, Scenario, Warning, WarningCode, resolve};
use crate::uncertainty::{
    Run, Sample, Summary, Timeline, monte_carlo, probability_smaller, probability_smallest,
};

/// Cached draws and results. Clones share the cache.
#[derive(Clone, Default)]
pub struct Results(Rc<RefCell<Cache>>);

struct Cache {
    sample: Sample,
    entries: Vec<(Scenario, Rc<Outcome>)>,
    timelines: Vec<(Rc<Outcome>, Indicator, Rc<Timeline>)>,
}

/// Points in time of a timeline.
const TIME_STEPS: u16 = 48;

impl Default for Cache {
    fn default() -> Self {
        Self {
            sample: Sample::new(monte_carlo::SEED, monte_carlo::DRAWS),
            entries: Vec::new(),
            timelines: Vec::new(),
        }
    }
}

impl PartialEq for Results {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Results {
    /// The result of every scenario, all from the same draws. Scenarios with unchanged inputs are not evaluated again:
    /// a slider changes only one of them.
    pub fn of(&self, scenarios: &[Scenario]) -> Vec<Rc<Outcome>> {
        let cache = &mut *self.0.borrow_mut();
        cache.entries = scenarios
            .iter()
            .map(|scenario| {
                let cached = cache
                    .entries
                    .iter()
                    .find(|(earlier, _)| earlier.same_inputs(scenario));
                let outcome = match cached {
                    Some((_, outcome)) => outcome.clone(),
                    None => Rc::new(Outcome::of(scenario, Catalog::built_in(), &mut cache.sample)),
                };
                (scenario.clone(), outcome)
            })
            .collect();
        cache.entries.iter().map(|(_, outcome)| outcome.clone()).collect()
    }

    /// The timeline of every result, for one indicator, from the same draws. As above, those of unchanged results are
    /// kept.
    pub fn timelines(&self, outcomes: &[Rc<Outcome>], indicator: Indicator) -> Vec<Rc<Timeline>> {
        let cache = &mut *self.0.borrow_mut();
        cache.timelines = outcomes
            .iter()
            .map(|outcome| {
                let cached = cache
                    .timelines
                    .iter()
                    .find(|(earlier, of, _)| earlier == outcome && *of == indicator);
                let timeline = match cached {
                    Some((.., timeline)) => timeline.clone(),
                    None => Rc::new(Timeline::of(
                        &mut cache.sample,
                        &outcome.inputs,
                        indicator,
                        TIME_STEPS,
                    )),
                };
                (outcome.clone(), indicator, timeline)
            })
            .collect();
        cache
            .timelines
            .iter()
            .map(|(.., timeline)| timeline.clone())
            .collect()
    }
}

/// Inputs and result of one scenario. Equality is identity: comparing all draws would take longer than
/// rendering a chart again.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Every input with its provenance.
    pub inputs: Inputs,
    /// Every leaf at the central inputs.
    pub leaves: Leaves,
    /// The total of every indicator at every draw.
    pub run: Run,
    summaries: [Option<Summary>; Indicator::COUNT],
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Outcome {
    /// Resolves and evaluates one scenario, at its central inputs and at every draw of the sample.
    pub fn of(scenario: &Scenario, catalog: &Catalog, sample: &mut Sample) -> Self {
        let mut inputs = resolve(scenario, catalog);
        apply_calibration_error(&mut inputs);
        let leaves = evaluate(&inputs.values, &inputs.choices);
        let run = monte_carlo::totals(sample, &inputs);
        let summaries = monte_carlo::summaries(&run);
        Self {
            inputs,
            leaves,
            run,
            summaries,
        }
    }

    /// Summary of the draws of each total, in the order of [`Indicator::ALL`].
    pub const fn summaries(&self) -> &[Option<Summary>; Indicator::COUNT] {
        &self.summaries
    }

    /// Central total of an indicator with its 90 % interval.
    pub fn total(&self, indicator: Indicator) -> Interval {
        monte_carlo::interval(self.leaves.total(indicator), self.summaries[indicator as usize])
    }

    /// Probability that this scenario is lower than another; with common random numbers, so shared uncertainties
    /// cancel out.
    pub fn lower_than(&self, other: &Self, indicator: Indicator) -> Option<f64> {
        let slot = indicator as usize;
        probability_smaller(self.run.column(slot), other.run.column(slot))
    }

    /// Leaves that are not zero for an indicator.
    pub fn parts(&self, indicator: Indicator) -> impl Iterator<Item = (Leaf, f64)> {
        Leaf::ALL
            .iter()
            .map(move |leaf| (*leaf, self.leaves.get(*leaf, indicator)))
            .filter(|(_, value)| *value > 0.0)
    }
}

/// Whether some scenarios count direct emissions (combustion only) and others life-cycle emissions.
pub fn has_mixed_bases(outcomes: &[Rc<Outcome>]) -> bool {
    let combustion_only = |o: &Rc<Outcome>| o.inputs.combustion_only();
    outcomes.iter().any(combustion_only) && !outcomes.iter().all(combustion_only)
}

/// The scenarios that count direct emissions (combustion) only, where others count the life cycle; empty where all have
/// one basis.
pub fn mixed_bases(outcomes: &[Rc<Outcome>]) -> Vec<usize> {
    if !has_mixed_bases(outcomes) {
        return Vec::new();
    }
    (0..outcomes.len())
        .filter(|at| outcomes[*at].inputs.combustion_only())
        .collect()
}

/// The warnings of a scenario that apply to an indicator.
///
/// A combustion-only intensity is reported where bases are compared ([`mixed_bases`]): for a single scenario the
/// system boundary states the basis. A combustion-only residual mix matters for market-based results only.
pub fn applicable_warnings(inputs: &Inputs, indicator: Indicator) -> Vec<Warning> {
    let market = indicator == Indicator::GhgMarket || inputs.values[Param::ContractShare] > 0.0;
    let applies = |warning: &&Warning| match warning.code {
        WarningCode::CombustionBasis => false,
        WarningCode::ResidualBasis => market,
        _ => true,
    };
    inputs.warnings.iter().filter(applies).cloned().collect()
}

/// The index of the lowest of several totals; `None` for fewer than two, and where the lowest is not unique.
pub fn lowest(totals: &[f64]) -> Option<usize> {
    if totals.len() < 2 {
        return None;
    }
    let minimum = totals.iter().copied().fold(f64::INFINITY, f64::min);
    let mut indices = (0..totals.len()).filter(|at| totals[*at] <= minimum);
    let first = indices.next();
    if indices.next().is_none() { first } else { None }
}

/// The scenario that is lowest of several by its central total.
pub fn lowest_of(outcomes: &[Rc<Outcome>], indicator: Indicator) -> Option<usize> {
    let totals: Vec<f64> = outcomes.iter().map(|o| o.leaves.total(indicator)).collect();
    lowest(&totals)
}

/// Probability that a scenario is the lowest of all, with common random numbers.
pub fn probability_of_lowest(outcomes: &[Rc<Outcome>], indicator: Indicator, at: usize) -> f64 {
    let columns: Vec<_> = outcomes
        .iter()
        .map(|o| o.run.column(indicator as usize))
        .collect();
    probability_smallest(&columns).get(at).copied().unwrap_or(0.0)
}

/// Which of several scenarios is lowest, and what qualifies that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Index of the lowest scenario, where one is.
    pub lowest: Option<usize>,
    /// The other accounting of electricity and the scenario that is lowest by it, where that is a different one.
    pub lowest_by_other_accounting: Option<(Indicator, usize)>,
    /// Whether the scenarios differ in PUE.
    pub pue_differs: bool,
    /// Whether the lowest counts direct emissions only and another life-cycle emissions. The reverse needs no caution:
    /// a higher combustion-only result would be higher still with its life cycle.
    pub understated: bool,
}

impl Verdict {
    /// The verdict on scenarios for an indicator.
    pub fn of(outcomes: &[Rc<Outcome>], indicator: Indicator) -> Self {
        let lowest = lowest_of(outcomes, indicator);
        let other = match indicator {
            Indicator::GhgLocation => Some(Indicator::GhgMarket),
            Indicator::GhgMarket => Some(Indicator::GhgLocation),
            _ => None,
        };
        let pue = |o: &Outcome| o.inputs.values[Param::Pue].to_bits();
        Self {
            lowest,
            lowest_by_other_accounting: other.and_then(|other| {
                let at = lowest_of(outcomes, other).filter(|at| Some(*at) != lowest)?;
                Some((other, at))
            }),
            pue_differs: outcomes.windows(2).any(|pair| pue(&pair[0]) != pue(&pair[1])),
            understated: lowest.is_some_and(|at| outcomes[at].inputs.combustion_only())
                && has_mixed_bases(outcomes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Choice;

    /// A service of 1 Wh a query in Virginia, on one basis or the other.
    fn service(basis: &str) -> Scenario {
        Scenario::default()
            .choosing(Choice::TrainingRoute, "none")
            .choosing(Choice::InferenceRoute, "per_query")
            .choosing(Choice::Zone, "US-VA")
            .choosing(Choice::GridBasis, basis)
            .with(Param::WhPerQuery, 1.0)
    }

    fn outcomes(scenarios: &[Scenario]) -> Vec<Rc<Outcome>> {
        Results::default().of(scenarios)
    }

    #[test]
    fn the_lowest_is_unique() {
        for (totals, expected) in [
            (&[][..], None),
            (&[1.0], None),
            (&[2.0, 1.0], Some(1)),
            (&[1.0, 1.0], None),
            (&[1.0, 2.0, 1.0], None),
            (&[3.0, 0.0, 2.0, 1.0], Some(1)),
        ] {
            assert_eq!(lowest(totals), expected, "{totals:?}");
        }
    }

    #[test]
    fn a_verdict_names_the_other_accounting_where_it_differs() {
        let life_cycle = service("life_cycle");
        let dirty = life_cycle
            .clone()
            .with(Param::Intensity, 500.0)
            .with(Param::ContractShare, 1.0)
            .with(Param::ContractIntensity, 0.0)
            .with(Param::Pue, 1.1);
        let clean = life_cycle
            .with(Param::Intensity, 50.0)
            .with(Param::ResidualIntensity, 400.0)
            .with(Param::Pue, 1.1);
        let both = outcomes(&[dirty, clean.clone()]);
        assert_eq!(
            Verdict::of(&both, Indicator::GhgLocation),
            Verdict {
                lowest: Some(1),
                lowest_by_other_accounting: Some((Indicator::GhgMarket, 0)),
                pue_differs: false,
                understated: false,
            }
        );
        let by_market = Verdict::of(&both, Indicator::GhgMarket);
        assert_eq!(by_market.lowest, Some(0));
        assert_eq!(
            by_market.lowest_by_other_accounting,
            Some((Indicator::GhgLocation, 1))
        );
        assert_eq!(
            Verdict::of(&both, Indicator::Energy).lowest_by_other_accounting,
            None
        );
        let cooled = outcomes(&[clean.clone(), clean.with(Param::Pue, 1.5)]);
        let verdict = Verdict::of(&cooled, Indicator::Energy);
        assert!(verdict.pue_differs);
        let chances = [0, 1].map(|at| probability_of_lowest(&cooled, Indicator::Energy, at));
        assert!(
            (chances[0] - 1.0).abs() < 1e-12 && chances[1].abs() < 1e-12,
            "{chances:?}"
        );
    }

    #[test]
    fn mixed_bases_are_named() {
        let [combustion, life_cycle] = ["combustion", "life_cycle"].map(service);
        for (scenarios, expected) in [
            (vec![combustion.clone()], vec![]),
            (vec![combustion.clone(), combustion.clone()], vec![]),
            (vec![life_cycle.clone(), life_cycle.clone()], vec![]),
            (vec![life_cycle.clone(), combustion.clone()], vec![1]),
            (
                vec![combustion.clone(), life_cycle, combustion.clone()],
                vec![0, 2],
            ),
            // Germany has no figure of direct emissions alone.
            (
                vec![combustion.clone(), combustion.choosing(Choice::Zone, "DE")],
                vec![0],
            ),
        ] {
            let all = outcomes(&scenarios);
            assert_eq!(mixed_bases(&all), expected);
            assert_eq!(has_mixed_bases(&all), !expected.is_empty());
        }
    }

    #[test]
    fn the_lowest_is_understated_if_it_alone_counts_combustion_only() {
        let queries = |basis, queries| service(basis).with(Param::QueriesPerDay, queries);
        for (combustion_only, life_cycle, understated) in [(1.0, 1e6, true), (1e6, 1.0, false)] {
            let all = outcomes(&[
                queries("combustion", combustion_only),
                queries("life_cycle", life_cycle),
            ]);
            assert_eq!(Verdict::of(&all, Indicator::GhgLocation).understated, understated);
        }
    }

    #[test]
    fn warnings_apply_where_they_matter() {
        let mut inputs = resolve(&Scenario::default(), Catalog::built_in());
        let codes = [
            WarningCode::CombustionBasis,
            WarningCode::ResidualBasis,
            WarningCode::PowerAboveTdp,
        ];
        inputs.warnings = codes
            .map(|code| Warning {
                code,
                param: None,
                choice: None,
                text: String::new(),
            })
            .to_vec();
        let applicable = |inputs: &Inputs, indicator| -> Vec<WarningCode> {
            let found = applicable_warnings(inputs, indicator);
            found.into_iter().map(|warning| warning.code).collect()
        };
        inputs.values[Param::ContractShare] = 0.0;
        assert_eq!(applicable(&inputs, Indicator::GhgLocation), codes[2..]);
        assert_eq!(applicable(&inputs, Indicator::GhgMarket), codes[1..]);
        inputs.values[Param::ContractShare] = 0.5;
        assert_eq!(applicable(&inputs, Indicator::GhgLocation), codes[1..]);
    }
}
