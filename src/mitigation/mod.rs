//! Measures that lower a footprint, as transforms of a scenario.
//!
//! A lever changes the scenario, and the model is run again: so levers interact as in the model, and no saving is
//! counted twice. What a lever cannot express through the model (a capped training run, a fine-tuned model) takes its
//! factor from `assets/data/mitigations.csv`.
//!
//! The figures come from a function of the caller: central totals, or a stage.

mod attention;
mod changes;
mod lever;
pub mod link;
mod offer;
mod published;
mod smaller;

pub use attention::Attention;
pub use changes::{InputChange, input_changes};
pub use lever::{Lever, Measure, NoEffect, Place, RunFormat};
pub use offer::{PRECISIONS, offered};
pub use published::{Comparison, Deviation, against_published};
pub use smaller::smaller_models;

use crate::data::{Catalog, Fact, Mitigation};
use crate::model::apply_calibration_error;
use crate::scenario::{Entry, Inputs, Param, Scenario, resolve};

/// A value that a lever multiplies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    /// Id of the lever.
    pub lever: &'static str,
    /// The value.
    pub param: Param,
    /// What it is multiplied by, next to the published effect.
    pub factor: f64,
    /// The published effect that it is multiplied by as well.
    pub published: Option<&'static Mitigation>,
}

/// A scenario with levers: what they set, and what they multiply. The two are kept apart since a multiplied value is the
/// same unknown as before, while a value set in a scenario is one of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduced {
    /// The scenario with all that the levers set.
    pub set: Scenario,
    /// What they multiply.
    pub scaled: Vec<Scaling>,
}

impl Reduced {
    /// A scenario without any lever.
    pub const fn new(scenario: Scenario) -> Self {
        Self {
            set: scenario,
            scaled: Vec::new(),
        }
    }

    /// Whether a lever has multiplied a value of it.
    pub fn is_scaled_by(&self, lever: &Lever) -> bool {
        self.scaled.iter().any(|scaling| scaling.lever == lever.id())
    }

    /// The scenario with multiplied values in place, at the centre of the published effects. Their intervals hold those
    /// of the effects.
    ///
    /// # Errors
    /// When a product lies outside the bounds of its parameter: a clamped result would look like the full effect.
    pub fn scenario(&self, catalog: &Catalog) -> Result<Scenario, NoEffect> {
        let mut to = self.set.clone();
        if self.scaled.is_empty() {
            return Ok(to);
        }
        let inputs = inputs(&self.set, catalog);
        for param in Param::ALL {
            let of_param = || self.scaled.iter().filter(|scaling| scaling.param == param);
            if of_param().next().is_none() {
                continue;
            }
            let published = || of_param().filter_map(|scaling| scaling.published);
            let factor: f64 = of_param().map(|scaling| scaling.factor).product::<f64>()
                * published().map(|row| row.effect.central).product::<f64>();
            let value = inputs.values[param] * factor;
            let spec = param.spec();
            if !(spec.min..=spec.max).contains(&value) {
                return Err(NoEffect::OutOfRange);
            }
            let spread = &inputs.spread[param as usize];
            let own = (!spread.is_certain()).then(|| Fact {
                central: inputs.values[param],
                low: spread.low,
                high: spread.high,
                ..crate::data::UNKNOWN
            });
            let facts: Vec<Fact> = own.into_iter().chain(published().map(|row| row.effect)).collect();
            to.set(
                param,
                Entry {
                    value,
                    range: product_range(value, &facts),
                },
            );
        }
        Ok(to)
    }
}

/// Inputs of a scenario, with the interval of the model's own error.
pub fn inputs(scenario: &Scenario, catalog: &Catalog) -> Inputs {
    let mut inputs = resolve(scenario, catalog);
    apply_calibration_error(&mut inputs);
    inputs
}

/// The interval of a product of independent factors: relative distances add in squares. `None` where all are certain.
fn product_range(product: f64, factors: &[Fact]) -> Option<(f64, f64)> {
    let relative = |distance: &dyn Fn(&Fact) -> f64| {
        factors
            .iter()
            .filter(|fact| fact.central > 0.0)
            .map(|fact| distance(fact) / fact.central)
            .map(|distance| distance * distance)
            .sum::<f64>()
            .sqrt()
    };
    let below = relative(&|fact| fact.central - fact.low);
    let above = relative(&|fact| fact.high - fact.central);
    (below > 0.0 || above > 0.0).then(|| (product * (1.0 - below).max(0.0), product * (1.0 + above)))
}

/// The effect of one lever, applied after those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<const N: usize> {
    /// The lever.
    pub lever: Lever,
    /// Savings, in the units of the figures; negative where the lever increases a figure.
    pub saved: [f64; N],
    /// Why the lever had no effect; `None` when any figure changed.
    pub why: Option<NoEffect>,
    /// The scenario with this lever and those before it.
    pub reduced: Reduced,
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
    let before = result.steps.last().map_or_else(
        || Reduced::new(result.scenario.clone()),
        |step| step.reduced.clone(),
    );
    let reached = || {
        // The inputs do not record that a published factor was applied before.
        if before.is_scaled_by(lever) {
            return Err(NoEffect::AlreadyDone);
        }
        let reduced = lever.transform(&before, &inputs(&result.scenario, catalog), catalog)?;
        let scenario = reduced.scenario(catalog)?;
        Ok((reduced, scenario))
    };
    match reached() {
        Err(code) => Step {
            lever: lever.clone(),
            saved: [0.0; N],
            why: Some(code),
            reduced: before,
        },
        Ok((reduced, scenario)) => {
            result.after = figures(&resolve(&scenario, catalog));
            result.scenario = scenario;
            let saved: [f64; N] = std::array::from_fn(|i| start[i] - result.after[i]);
            Step {
                lever: lever.clone(),
                saved,
                why: saved
                    .iter()
                    .all(|saved| *saved == 0.0)
                    .then_some(NoEffect::NothingMoved),
                reduced,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_factors_combine_in_squares() {
        let fact = |low, central, high| Fact {
            central,
            low,
            high,
            ..crate::data::UNKNOWN
        };
        assert_eq!(product_range(3.0, &[fact(3.0, 3.0, 3.0)]), None);
        assert_eq!(product_range(4.0, &[fact(1.0, 2.0, 4.0)]), Some((2.0, 8.0)));
        // 0.3 and 0.4 below, nothing above.
        let (low, high) = product_range(10.0, &[fact(0.7, 1.0, 1.0), fact(0.6, 1.0, 1.0)]).expect("a range");
        assert!(
            (low - 5.0).abs() < 1e-12 && (high - 10.0).abs() < 1e-12,
            "{low} {high}"
        );
    }
}
