//! Efficient attention: what it changes in the serving model, by the length of the context.

use super::lever::{NoEffect, lower};
use crate::data;
use crate::model::serving::full_kv_bytes_per_token;
use crate::scenario::{Inputs, Param, SLOTS, Scenario};

/// A kind of attention that does less work than that of the model as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// The same result with fewer reads of memory.
    Flash,
    /// Several query heads share one KV head.
    Grouped,
    /// A token attends to the most recent ones.
    Window,
    /// A state of constant size takes the place of the KV cache.
    Linear,
}

impl Attention {
    /// All, the ones that a finished model is served with first.
    pub const ALL: [Self; 4] = [Self::Flash, Self::Grouped, Self::Window, Self::Linear];

    /// Stable id for links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flash => "flash",
            Self::Grouped => "grouped",
            Self::Window => "window",
            Self::Linear => "linear",
        }
    }

    /// Sets its inputs of the serving model.
    pub(super) fn set(self, to: &mut Scenario, inputs: &Inputs) -> Result<(), NoEffect> {
        match self {
            Self::Flash => Err(NoEffect::AlreadyModelled),
            Self::Grouped if !has_a_cache_for_each_head(inputs) => Err(NoEffect::GroupedHeads),
            Self::Grouped => lower(to, inputs, Param::KvShare, constant("grouped_kv_share", 1.0)),
            Self::Window => narrow(to, inputs, constant("attention_window", f64::INFINITY)),
            Self::Linear => narrow(to, inputs, constant("linear_attention_state", f64::INFINITY)),
        }
    }
}

/// A figure of `assets/data/constants.csv`; the tests make sure that none is missing.
fn constant(id: &str, missing: f64) -> f64 {
    data::constant(id).map_or(missing, |row| row.value.central)
}

/// Attends to a window of so many tokens.
fn narrow(to: &mut Scenario, inputs: &Inputs, window: f64) -> Result<(), NoEffect> {
    let v = &inputs.values;
    let context = v[Param::InputTokens] + v[Param::OutputTokens] + v[Param::ReasoningTokens];
    if context <= window {
        return Err(NoEffect::ShortContext);
    }
    let present = v[Param::AttentionWindow];
    if present > 0.0 && present <= window {
        return Err(NoEffect::AlreadyDone);
    }
    to.set(Param::AttentionWindow, window);
    Ok(())
}

/// Whether every model of a service keeps the keys and values of each of its heads: only then can all of them be grouped.
/// A model of unknown configuration is calculated with the small cache that is typical of its size.
fn has_a_cache_for_each_head(inputs: &Inputs) -> bool {
    let shares = inputs.values.shares();
    SLOTS
        .iter()
        .zip(&inputs.choices.served)
        .zip(shares)
        .filter(|(_, share)| *share > 0.0)
        .all(|((slot, served), _)| {
            let known = served
                .configuration
                .and_then(|known| Some((known.layers?.central, known.kv_bytes_per_token?.central)));
            known.is_some_and(|(layers, cache)| {
                // Two heads that share are the least grouping.
                2.0 * cache > full_kv_bytes_per_token(inputs.values[slot.active], layers)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::super::{Lever, apply};
    use super::*;
    use crate::data::Catalog;
    use crate::model::{Indicator, evaluate};
    use crate::scenario::{Choice, resolve};

    fn service(model: &str, input: f64) -> Scenario {
        Scenario::new("")
            .choosing(Choice::TrainingRoute, "none")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::ServingAccelerator, "h100-sxm")
            .choosing(Choice::Model, model)
            .with(Param::InputTokens, input)
            .with(Param::OutputTokens, 400.0)
            .with(Param::Batch, 16.0)
            .with(Param::DevicesPerReplica, 8.0)
    }

    /// Energy with an attention over that without, or why it has no effect.
    fn factor(attention: Attention, scenario: &Scenario) -> Result<f64, NoEffect> {
        let lever = Lever::EfficientAttention(attention);
        let steps = apply(&[lever], scenario, Catalog::built_in(), &|inputs| {
            [evaluate(&inputs.values, &inputs.choices).total(Indicator::Energy)]
        });
        steps.steps[0]
            .why
            .map_or(Ok(steps.after[0] / steps.before[0]), Err)
    }

    #[test]
    fn a_window_does_nothing_in_a_short_context_and_more_in_a_longer_one() {
        let at = |input| factor(Attention::Window, &service("meta/llama-2-7b", input));
        assert_eq!(at(400.0), Err(NoEffect::ShortContext));
        assert_eq!(at(3696.0), Err(NoEffect::ShortContext));
        let (some, most) = (at(8000.0).expect("an effect"), at(64_000.0).expect("an effect"));
        assert!(
            some < 0.95 && most < 0.6 * some,
            "{some} at 8,000, {most} at 64,000"
        );
    }

    #[test]
    fn linear_attention_grows_in_proportion_to_the_prompt() {
        let joules = |input, window| {
            let with = service("meta/llama-2-7b", input).with(Param::AttentionWindow, window);
            let inputs = resolve(&with, Catalog::built_in());
            evaluate(&inputs.values, &inputs.choices).total(Indicator::Energy)
        };
        let growth = |window| {
            (joules(100_000.0, window) - joules(90_000.0, window))
                / (joules(20_000.0, window) - joules(10_000.0, window))
        };
        let (linear, whole) = (growth(64.0), growth(0.0));
        assert!(
            (0.8..1.01).contains(&linear) && whole > 1.3,
            "{linear} and {whole}"
        );
        let short = factor(Attention::Linear, &service("meta/llama-2-7b", 400.0));
        assert!(short.expect("little") > 0.8, "{short:?}");
    }

    #[test]
    fn heads_are_grouped_once() {
        let grouped = |model| factor(Attention::Grouped, &service(model, 4000.0));
        let saved = grouped("meta/llama-2-7b").expect("a head each");
        assert!(saved < 0.9, "{saved}");
        for model in ["meta/llama-3.1-8b-instruct", "deepseek/deepseek-v3", "none"] {
            assert_eq!(grouped(model), Err(NoEffect::GroupedHeads), "{model}");
        }
        let done = service("meta/llama-2-7b", 4000.0).with(Param::KvShare, 0.1);
        assert_eq!(factor(Attention::Grouped, &done), Err(NoEffect::AlreadyDone));
        // A service of two is not regrouped as a whole where one has grouped heads.
        let two = service("meta/llama-2-7b", 4000.0)
            .choosing(Choice::SecondModel, "meta/llama-3.1-8b-instruct")
            .with(Param::SecondShare, 0.5);
        assert_eq!(factor(Attention::Grouped, &two), Err(NoEffect::GroupedHeads));
    }

    #[test]
    fn what_is_calibrated_in_is_not_counted_again() {
        let long = service("meta/llama-2-7b", 64_000.0);
        assert_eq!(factor(Attention::Flash, &long), Err(NoEffect::AlreadyModelled));
    }
}
