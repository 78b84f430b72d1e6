//! The models of a service: the first, and those that serve a share of its queries.

use super::{Choice, Param, Scenario, Values};

/// Maximum number of models per service.
pub const MODELS: usize = 4;

/// The choice and parameters that describe one model of a service.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The choice of the model.
    pub model: Choice,
    /// Share of all queries that it serves; `None` for the first, which serves the rest.
    pub share: Option<Param>,
    /// Total parameters, billions.
    pub total: Param,
    /// Active parameters per token, billions.
    pub active: Param,
}

/// The slots of a service, in order.
pub const SLOTS: [Slot; MODELS] = [
    Slot {
        model: Choice::Model,
        share: None,
        total: Param::TotalParams,
        active: Param::ActiveParams,
    },
    Slot {
        model: Choice::SecondModel,
        share: Some(Param::SecondShare),
        total: Param::SecondTotalParams,
        active: Param::SecondActiveParams,
    },
    Slot {
        model: Choice::ThirdModel,
        share: Some(Param::ThirdShare),
        total: Param::ThirdTotalParams,
        active: Param::ThirdActiveParams,
    },
    Slot {
        model: Choice::FourthModel,
        share: Some(Param::FourthShare),
        total: Param::FourthTotalParams,
        active: Param::FourthActiveParams,
    },
];

impl Values {
    /// Sum of the shares set for all models but the first; may be above 1.
    pub fn requested_shares(&self) -> f64 {
        SLOTS
            .iter()
            .filter_map(|slot| slot.share)
            .map(|share| self[share])
            .sum()
    }

    /// Share of the queries that each model serves, 0-1, adding up to 1: the first serves the rest, and shares that
    /// add up to more than 1 are scaled down.
    pub fn shares(&self) -> [f64; MODELS] {
        let requested = self.requested_shares();
        SLOTS.map(|slot| match slot.share {
            None => (1.0 - requested).max(0.0),
            Some(share) => self[share] / requested.max(1.0),
        })
    }
}

impl Scenario {
    /// Whether a model is named or has a share; always true for the first.
    pub fn serves(&self, slot: usize) -> bool {
        SLOTS.get(slot).is_some_and(|slot| {
            slot.share.is_none_or(|share| {
                self.get(share).is_some_and(|entry| entry.value > 0.0)
                    || self.chosen(slot.model) != slot.model.spec().default
            })
        })
    }

    /// Whether the inputs of a slot apply: it or the slot before it is in use, so that a service of one model shows
    /// the inputs of a second, but not of a third.
    pub fn offers(&self, slot: usize) -> bool {
        self.serves(slot) || slot.checked_sub(1).is_some_and(|before| self.serves(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_applies_once_the_one_before_it_is_in_use() {
        let shown = |scenario: &Scenario| {
            SLOTS.map(|slot| scenario.applies(slot.total) && slot.share.is_none_or(|s| scenario.applies(s)))
        };
        let one = Scenario::default().choosing(Choice::InferenceRoute, "tokens");
        assert_eq!(shown(&one), [true, true, false, false]);
        let named = one.clone().choosing(Choice::SecondModel, "openai/gpt-oss-20b");
        assert_eq!(shown(&named), [true, true, true, false]);
        let shared = one.clone().with(Param::SecondShare, 0.1);
        assert_eq!(shown(&shared), [true, true, true, false]);
        // A link may skip a slot: a slot in use applies all the same.
        assert_eq!(
            shown(&one.with(Param::FourthShare, 0.1)),
            [true, true, false, true]
        );
        assert_eq!(shown(&Scenario::default()), [false; MODELS]);
    }
}
