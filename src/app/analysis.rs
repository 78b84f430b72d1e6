//! What the page computes from its scenarios: once a change, for all of them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::chart::Interval;
use crate::data::Catalog;
use crate::model::{Indicator, Leaf, Leaves, evaluate, trust};
use crate::scenario::{Inputs, Scenario, resolve};
use crate::uncertainty::{Run, Sample, Summary, probability_smaller, study};

/// Draws and results that are kept from one change to the next. A copy is the same store.
#[derive(Clone, Default)]
pub struct Results(Rc<RefCell<Kept>>);

struct Kept {
    sample: Sample,
    known: Vec<(Scenario, Rc<Outcome>)>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            sample: Sample::new(study::SEED, study::DRAWS),
            known: Vec::new(),
        }
    }
}

impl PartialEq for Results {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Results {
    /// The result of every scenario, all from the same draws. One that has not changed keeps its result, under
    /// whatever name: a slider moves one of four.
    pub fn of(&self, scenarios: &[Scenario]) -> Vec<Rc<Outcome>> {
        let kept = &mut *self.0.borrow_mut();
        kept.known = scenarios
            .iter()
            .map(|scenario| {
                let known = kept.known.iter().find(|(before, _)| before.computes_as(scenario));
                let outcome = match known {
                    Some((_, outcome)) => outcome.clone(),
                    None => Rc::new(Outcome::of(scenario, Catalog::built_in(), &mut kept.sample)),
                };
                (scenario.clone(), outcome)
            })
            .collect();
        kept.known.iter().map(|(_, outcome)| outcome.clone()).collect()
    }
}

/// Inputs and result of one scenario. Equal to itself alone: to compare all draws would take longer than to draw a
/// figure again.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Every input with its origin.
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
        match self.summaries[indicator] {
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

/// Whether some scenarios count emissions at the stack and others the life cycle.
pub fn mixed(outcomes: &[Rc<Outcome>]) -> bool {
    let stack = |o: &Rc<Outcome>| o.inputs.at_stack();
    outcomes.iter().any(stack) && !outcomes.iter().all(stack)
}
