//! What the page computes from its scenarios: once a change, for all of them.

use crate::chart::Interval;
use crate::data::Catalog;
use crate::model::{Indicator, Leaf, Leaves, evaluate, trust};
use crate::scenario::{Inputs, Scenario, resolve};
use crate::uncertainty::{Run, Sample, Summary, probability_smaller, study};

/// Inputs and result of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Every input with its origin.
    pub inputs: Inputs,
    /// Every leaf at the central inputs.
    pub leaves: Leaves,
    /// The total of every indicator at every draw.
    pub run: Run,
    summaries: [Option<Summary>; Indicator::COUNT],
}

impl Outcome {
    /// Resolves and evaluates one scenario, at its central inputs and at every draw of the sample.
    pub fn of(scenario: &Scenario, catalog: &Catalog, sample: &mut Sample) -> Self {
        let mut inputs = resolve(scenario, catalog);
        trust(&mut inputs);
        let leaves = evaluate(&inputs.values, &inputs.picks);
        let run = study::totals(sample, &inputs);
        let summaries = study::summaries(&run);
        Self {
            inputs,
            leaves,
            run,
            summaries,
        }
    }

    /// What the draws say of each total, in the order of [`Indicator::ALL`].
    pub const fn summaries(&self) -> &[Option<Summary>; Indicator::COUNT] {
        &self.summaries
    }

    /// Central total of an indicator with its 90 % interval.
    pub fn total(&self, indicator: Indicator) -> Interval {
        let central = self.leaves.total(indicator);
        match self.summaries[indicator as usize] {
            // Where all inputs are certain the draws differ in their last bits only.
            Some(summary) if summary.high - summary.low > 1e-9 * central.abs() => Interval {
                low: summary.low,
                central,
                high: summary.high,
            },
            _ => Interval::exact(central),
        }
    }

    /// Probability that this scenario is lower than another: both are drawn together, so that what they share
    /// cannot tell them apart.
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
