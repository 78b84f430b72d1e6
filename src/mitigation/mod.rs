//! Measures that lower a footprint, as transforms of a scenario.
//!
//! A lever changes the scenario, and the model is run again: so levers interact as in the model, and no saving is
//! counted twice. What a lever cannot express through the model (a capped
//! training run, a fine-tuned model) takes its factor from `assets/data/mitigations.csv`.
//!
//! The figures come from a function of the caller, so that this module does not depend on the model: central totals,
//! a stage, or a percentile of the draws.

mod lever;

pub use lever::{Lever, Measure, NoEffect, Place};

use crate::data::{Catalog, Mitigation};
use crate::scenario::{Inputs, Scenario, resolve};

/// The effect of one lever, applied after those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<const N: usize> {
    /// The lever.
    pub lever: Lever,
    /// Savings, in the units of the figures; negative where the lever increases a figure.
    pub saved: [f64; N],
    /// Savings at the weak and at the strong end of the published effect (5th and 95th percentile), where the
    /// factor is a published one; `None` where the model computes the effect from the inputs.
    pub range: Option<([f64; N], [f64; N])>,
    /// Why the lever had no effect; `None` when any figure changed.
    pub why: Option<NoEffect>,
    /// The published effect, with the codes of its condition and of what can reverse it.
    pub published: Option<&'static Mitigation>,
}

/// A scenario before and after a sequence of levers, with the effect of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps<const N: usize> {
    /// Figures without any lever.
    pub before: [f64; N],
    /// The levers in the order given. `before` less all of `saved` is `after`.
    pub steps: Vec<Step<N>>,
    /// Figures with all levers.
    pub after: [f64; N],
    /// The scenario with all levers.
    pub scenario: Scenario,
}

/// Applies the levers in order. Each is credited with what it saves on top of those before it, so the steps add up to
/// the total; another order credits them differently but ends at the same scenario unless two levers set the same
/// parameter.
///
/// `figures` are the indicators of one evaluation, in an order of the caller's.
pub fn apply<const N: usize>(
    levers: &[Lever],
    scenario: &Scenario,
    catalog: &Catalog,
    figures: &dyn Fn(&Inputs) -> [f64; N],
) -> Steps<N> {
    let before = figures(&resolve(scenario, catalog));
    let mut result = Steps {
        before,
        steps: Vec::with_capacity(levers.len()),
        after: before,
        scenario: scenario.clone(),
    };
    for lever in levers {
        let step = apply_lever(lever, &mut result, catalog, figures);
        result.steps.push(step);
    }
    result
}

/// The lever that alone saves most of the figure at `index`, and how much; the first of several equal ones. `None` when
/// none saves anything or there is no such figure.
pub fn most_effective<const N: usize>(
    levers: &[Lever],
    scenario: &Scenario,
    catalog: &Catalog,
    figures: &dyn Fn(&Inputs) -> [f64; N],
    index: usize,
) -> Option<(Lever, f64)> {
    let mut best = None;
    for lever in levers {
        let alone = apply(std::slice::from_ref(lever), scenario, catalog, figures);
        let saved = alone.before.get(index)? - alone.after.get(index)?;
        if saved > best.as_ref().map_or(0.0, |(_, most)| *most) {
            best = Some((lever.clone(), saved));
        }
    }
    best
}

fn apply_lever<const N: usize>(
    lever: &Lever,
    result: &mut Steps<N>,
    catalog: &Catalog,
    figures: &dyn Fn(&Inputs) -> [f64; N],
) -> Step<N> {
    let start = result.after;
    let published = lever.published();
    let mut step = Step {
        lever: lever.clone(),
        saved: [0.0; N],
        range: None,
        why: None,
        published,
    };
    // The scenario does not record that a published factor was applied before.
    let again = |earlier: &Step<N>| earlier.why.is_none() && earlier.lever.id() == lever.id();
    if lever.is_empirical() && result.steps.iter().any(again) {
        step.why = Some(NoEffect::AlreadyDone);
        return step;
    }
    let inputs = resolve(&result.scenario, catalog);
    let evaluate = |effect: f64| -> Result<(Scenario, [f64; N]), NoEffect> {
        let scenario = lever.transform(&result.scenario, &inputs, catalog, effect)?;
        let reached = figures(&resolve(&scenario, catalog));
        Ok((scenario, reached))
    };
    let effect = published.map(|row| row.effect);
    match evaluate(effect.map_or(1.0, |fact| fact.central)) {
        Err(code) => step.why = Some(code),
        Ok((scenario, reached)) => {
            step.saved = difference(&start, &reached);
            if step.saved.iter().all(|saved| *saved == 0.0) {
                step.why = Some(NoEffect::NothingMoved);
            }
            if let Some(fact) = effect.filter(|_| lever.is_empirical())
                && let (Ok((_, weak)), Ok((_, strong))) = (evaluate(fact.high), evaluate(fact.low))
            {
                step.range = Some((difference(&start, &weak), difference(&start, &strong)));
            }
            result.after = reached;
            result.scenario = scenario;
        }
    }
    step
}

fn difference<const N: usize>(from: &[f64; N], to: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| from[i] - to[i])
}
