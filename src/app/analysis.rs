//! What the page computes from its scenarios: once a change, for all of them.

use crate::data::Catalog;
use crate::model::{Indicator, Leaf, Leaves, evaluate, trust};
use crate::scenario::{Inputs, Scenario, resolve};

/// Inputs and result of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Every input with its origin.
    pub inputs: Inputs,
    /// Every leaf at the central inputs.
    pub leaves: Leaves,
}

impl Outcome {
    /// Resolves and evaluates one scenario.
    pub fn of(scenario: &Scenario, catalog: &Catalog) -> Self {
        let mut inputs = resolve(scenario, catalog);
        trust(&mut inputs);
        let leaves = evaluate(&inputs.values, &inputs.picks);
        Self { inputs, leaves }
    }

    /// Leaves that are not zero for an indicator.
    pub fn parts(&self, indicator: Indicator) -> impl Iterator<Item = (Leaf, f64)> {
        Leaf::ALL
            .iter()
            .map(move |leaf| (*leaf, self.leaves.get(*leaf, indicator)))
            .filter(|(_, value)| *value > 0.0)
    }
}
