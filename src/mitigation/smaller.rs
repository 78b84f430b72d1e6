//! Smaller models that may take the place of a named one.

use crate::data::{self, Model};
use crate::scenario::{InferenceRoute, Inputs, SLOTS};

/// The largest model of a service by active parameters, with its slot; `None` where the service names none.
pub(super) fn largest_model(inputs: &Inputs) -> Option<(usize, &'static Model)> {
    let several = inputs.choices.inference == InferenceRoute::Tokens;
    let shares = inputs.values.shares();
    (0..SLOTS.len())
        .filter(|slot| *slot == 0 || (several && shares[*slot] > 0.0))
        .filter_map(|slot| Some((slot, inputs.choices.served[slot].row?)))
        .max_by(|(_, a), (_, b)| a.active_b.central.total_cmp(&b.active_b.central))
}

/// Whether a model makes the same kind of output as a named one and has at most half its active parameters, and no more
/// in all.
pub(super) fn is_smaller(model: &Model, named: &Model) -> bool {
    model.modality == named.modality
        && 2.0 * model.active_b.central <= named.active_b.central
        && model.total_b.central <= named.total_b.central
}

/// Models that may take the place of the largest model of a service, the closest relative first: of the same family by
/// name, with a published configuration, and as large as possible.
pub fn smaller_models(inputs: &Inputs) -> Vec<&'static Model> {
    let Some((_, named)) = largest_model(inputs) else {
        return Vec::new();
    };
    // Whole words: `qwen2.5-7b` is no closer to `qwen2.5-72b` than `qwen2.5-32b` is.
    let shared = |model: &Model| {
        let words = |id: &'static str| id.split(|c: char| !c.is_ascii_alphanumeric());
        let same = |(a, b): &(&str, &str)| a == b;
        words(model.id).zip(words(named.id)).take_while(same).count()
    };
    let mut found: Vec<&Model> = data::models()
        .iter()
        .filter(|model| is_smaller(model, named))
        .collect();
    found.sort_by(|a, b| {
        shared(b)
            .cmp(&shared(a))
            .then(b.configuration.is_some().cmp(&a.configuration.is_some()))
            .then(b.active_b.central.total_cmp(&a.active_b.central))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::{Choice, Param, Scenario, resolve};

    fn inputs(route: &str, model: &str) -> Inputs {
        let scenario = Scenario::new("")
            .choosing(Choice::InferenceRoute, route)
            .choosing(Choice::Model, model);
        resolve(&scenario, Catalog::built_in())
    }

    #[test]
    fn the_closest_relative_comes_first() {
        for (route, model, first) in [
            (
                "tokens",
                "meta/llama-3.3-70b-instruct",
                "meta/llama-3.1-8b-instruct",
            ),
            (
                "tokens",
                "alibaba/qwen2.5-72b-instruct",
                "alibaba/qwen2.5-32b-instruct",
            ),
            (
                "video",
                "alibaba/wan2.1-t2v-14b-diffusers",
                "alibaba/wan2.1-t2v-1.3b-diffusers",
            ),
        ] {
            let found = smaller_models(&inputs(route, model));
            assert_eq!(found.first().map(|model| model.id), Some(first), "{model}");
            let named = data::model(model).expect("in the table");
            assert!(found.iter().all(|model| is_smaller(model, named)));
        }
        assert!(smaller_models(&inputs("tokens", "none")).is_empty());
        assert!(smaller_models(&inputs("video", "alibaba/wan2.1-t2v-1.3b-diffusers")).is_empty());
    }

    #[test]
    fn the_largest_of_several_is_replaced() {
        let scenario = Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::Model, "meta/llama-3.1-8b-instruct")
            .choosing(Choice::SecondModel, "meta/llama-3.1-405b-instruct")
            .with(Param::SecondShare, 0.1);
        let largest = |scenario: &Scenario| {
            largest_model(&resolve(scenario, Catalog::built_in())).map(|(slot, model)| (slot, model.id))
        };
        assert_eq!(largest(&scenario), Some((1, "meta/llama-3.1-405b-instruct")));
        // A model without a share of the queries does no work.
        let unused = scenario.with(Param::SecondShare, 0.0);
        assert_eq!(largest(&unused), Some((0, "meta/llama-3.1-8b-instruct")));
    }
}
