//! What a lever changes in the inputs.

use crate::scenario::{Choice, Inputs, Level, Param, Scenario};

/// An input before and after a lever.
#[derive(Clone, Debug, PartialEq)]
pub enum InputChange {
    /// Another option of a choice.
    Option {
        /// The choice.
        choice: Choice,
        /// Option before.
        from: String,
        /// Option after.
        to: String,
    },
    /// Another value of a parameter, in its unit.
    Value {
        /// The parameter.
        param: Param,
        /// Value before.
        from: f64,
        /// Value after.
        to: f64,
    },
}

/// The inputs that differ between two scenarios: choices, then values. Expert inputs are listed only where nothing else
/// differs: as a rule they follow from the others.
pub fn input_changes(from: (&Scenario, &Inputs), to: (&Scenario, &Inputs)) -> Vec<InputChange> {
    let differs = |choice: Choice| from.0.chosen(choice) != to.0.chosen(choice);
    let choices = Choice::ALL.into_iter().filter_map(|choice| {
        let (before, after) = (from.0.chosen(choice), to.0.chosen(choice));
        // A cloud region brings its grid zone.
        let follows = choice == Choice::Zone && differs(Choice::Region);
        (before != after && !follows).then(|| InputChange::Option {
            choice,
            from: before.to_owned(),
            to: after.to_owned(),
        })
    });
    let values: Vec<Param> = Param::ALL
        .into_iter()
        .filter(|param| from.1.applies[*param as usize] && to.1.applies[*param as usize])
        .filter(|param| from.1.values[*param].to_bits() != to.1.values[*param].to_bits())
        .collect();
    let choices: Vec<InputChange> = choices.collect();
    let is_expert = |param: &Param| param.spec().level == Level::Expert;
    let only_expert = choices.is_empty() && values.iter().all(is_expert);
    let values = values
        .into_iter()
        .filter(|param| only_expert || !is_expert(param))
        .map(|param| InputChange::Value {
            param,
            from: from.1.values[param],
            to: to.1.values[param],
        });
    choices.into_iter().chain(values).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Lever, Measure, Place, apply, inputs};
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::Precision;

    fn changes(lever: Lever, scenario: &Scenario) -> Vec<InputChange> {
        let catalog = Catalog::built_in();
        let after = apply(&[lever], scenario, catalog, &|_| [0.0; 1]).scenario;
        let (from, to) = (inputs(scenario, catalog), inputs(&after, catalog));
        input_changes((scenario, &from), (&after, &to))
    }

    #[test]
    fn what_a_lever_sets_is_listed_without_what_follows_from_it() {
        let tokens = Scenario::new("").choosing(Choice::InferenceRoute, "tokens");
        let format = |from: &str, to: &str| InputChange::Option {
            choice: Choice::Precision,
            from: from.to_owned(),
            to: to.to_owned(),
        };
        assert_eq!(
            changes(Lever::Quantise(Precision::Fp8), &tokens),
            [format("bf16", "fp8")]
        );
        assert_eq!(
            changes(Lever::FillHardware(0.8), &tokens),
            [InputChange::Value {
                param: Param::Utilisation,
                from: 0.7,
                to: 0.8
            }]
        );
        // An expert input is listed where the lever changes nothing else.
        let pruned = changes(Lever::Measured(Measure::Speculate), &tokens);
        assert!(
            matches!(
                pruned[..],
                [
                    InputChange::Value {
                        param: Param::ServingError,
                        ..
                    },
                    InputChange::Value {
                        param: Param::ServingTime,
                        ..
                    }
                ]
            ),
            "{pruned:?}"
        );
        let moved = changes(
            Lever::Move(Place::Region("aws/us-west-1".to_owned())),
            &tokens.choosing(Choice::Zone, "FR"),
        );
        assert!(matches!(
            moved[0],
            InputChange::Option {
                choice: Choice::Region,
                ..
            }
        ));
        assert!(moved[1..].iter().any(|change| matches!(
            change,
            InputChange::Value {
                param: Param::Intensity,
                ..
            }
        )));
    }
}
