//! Measures that lower a footprint, as transforms of a scenario.
//!
//! A lever changes what the reader asked, and the model is run again: so levers act on one another as the
//! quantities do, and nothing is saved twice. What a lever alone cannot express through the model (a capped
//! training run, a fine-tuned model) takes its factor from `assets/data/mitigations.csv`.
//!
//! The figures come from a function of the caller, which keeps this room apart from the model: central totals,
//! a stage, or a percentile of many draws.

mod lever;

pub use lever::{Lever, Measure, NoEffect, Place};

use crate::data::{Catalog, Mitigation};
use crate::scenario::{Inputs, Scenario, resolve};

/// What one lever did, after those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<const N: usize> {
    /// The lever.
    pub lever: Lever,
    /// Saved, figure by figure, in the units of the figures. Below zero: it costs.
    pub saved: [f64; N],
    /// Saved at the weak and at the strong end of the published effect (5th and 95th percentile), where the
    /// factor is a published one; `None` where the model computes the effect from the inputs.
    pub range: Option<([f64; N], [f64; N])>,
    /// Why nothing was saved; `None` when any figure moved.
    pub why: Option<NoEffect>,
    /// The published effect, with the codes of its condition and of what turns it into a loss.
    pub published: Option<&'static Mitigation>,
}

/// A scenario, what each lever does to it in turn, and what it becomes.
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

/// Pulls the levers one after the other. Each is credited with what it saves on top of those before it, so
/// the steps add up to the whole; another order credits them otherwise and ends at the same place unless two
/// levers set the same parameter.
///
/// `figures` are the indicators of one evaluation, in an order of the caller's.
pub fn apply<const N: usize>(
    levers: &[Lever],
    scenario: &Scenario,
    catalog: &Catalog,
    figures: &dyn Fn(&Inputs) -> [f64; N],
) -> Steps<N> {
    let before = figures(&resolve(scenario, catalog));
    let mut whole = Steps {
        before,
        steps: Vec::with_capacity(levers.len()),
        after: before,
        scenario: scenario.clone(),
    };
    for lever in levers {
        let step = pull(lever, &mut whole, catalog, figures);
        whole.steps.push(step);
    }
    whole
}

/// The lever that alone saves most of the figure at `index`, and how much; the first of equals. `None` when
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

fn pull<const N: usize>(
    lever: &Lever,
    whole: &mut Steps<N>,
    catalog: &Catalog,
    figures: &dyn Fn(&Inputs) -> [f64; N],
) -> Step<N> {
    let start = whole.after;
    let published = lever.published();
    let mut step = Step {
        lever: lever.clone(),
        saved: [0.0; N],
        range: None,
        why: None,
        published,
    };
    // Nothing in the scenario tells that a published factor was counted before.
    let again = |earlier: &Step<N>| earlier.why.is_none() && earlier.lever.id() == lever.id();
    if lever.is_empirical() && whole.steps.iter().any(again) {
        step.why = Some(NoEffect::AlreadyDone);
        return step;
    }
    let inputs = resolve(&whole.scenario, catalog);
    let moved = |effect: f64| -> Result<(Scenario, [f64; N]), NoEffect> {
        let scenario = lever.transform(&whole.scenario, &inputs, catalog, effect)?;
        let reached = figures(&resolve(&scenario, catalog));
        Ok((scenario, reached))
    };
    let effect = published.map(|row| row.effect);
    match moved(effect.map_or(1.0, |fact| fact.central)) {
        Err(code) => step.why = Some(code),
        Ok((scenario, reached)) => {
            step.saved = less(&start, &reached);
            if step.saved.iter().all(|saved| *saved == 0.0) {
                step.why = Some(NoEffect::NothingMoved);
            }
            if let Some(fact) = effect.filter(|_| lever.is_empirical())
                && let (Ok((_, weak)), Ok((_, strong))) = (moved(fact.high), moved(fact.low))
            {
                step.range = Some((less(&start, &weak), less(&start, &strong)));
            }
            whole.after = reached;
            whole.scenario = scenario;
        }
    }
    step
}

fn less<const N: usize>(from: &[f64; N], to: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| from[i] - to[i])
}
