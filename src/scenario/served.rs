//! The models of a service: the first, and those that answer a share of its queries.

use super::{Choice, Param, Scenario, Values};

/// Most models of one service.
pub const MODELS: usize = 4;

/// What describes one model of a service.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Names it.
    pub model: Choice,
    /// Share of all queries that it answers; `None` for the first, which answers what the others leave.
    pub share: Option<Param>,
    /// All its parameters, billions.
    pub total: Param,
    /// Its parameters used for one token, billions.
    pub active: Param,
}

/// The models of a service, the first first.
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
    /// Shares of the queries asked for all models but the first, summed; may be above 1.
    pub fn asked_shares(&self) -> f64 {
        SLOTS
            .iter()
            .filter_map(|slot| slot.share)
            .map(|share| self[share])
            .sum()
    }

    /// Share of the queries that each model answers, 0-1, 1 in all: the first answers the rest, and shares that add
    /// up to more than all queries are scaled down to them.
    pub fn shares(&self) -> [f64; MODELS] {
        let asked = self.asked_shares();
        SLOTS.map(|slot| match slot.share {
            None => (1.0 - asked).max(0.0),
            Some(share) => self[share] / asked.max(1.0),
        })
    }
}

impl Scenario {
    /// Whether a model of the service is named or given a share; the first always counts.
    pub fn serves(&self, slot: usize) -> bool {
        SLOTS.get(slot).is_some_and(|slot| {
            slot.share.is_none_or(|share| {
                self.get(share).is_some_and(|entry| entry.value > 0.0)
                    || self.chosen(slot.model) != slot.model.spec().default
            })
        })
    }

    /// Whether a further model may be described: it or the one before it is there. So a page of one model shows
    /// what describes a second, and nothing of a third.
    pub fn offers(&self, slot: usize) -> bool {
        self.serves(slot) || slot.checked_sub(1).is_some_and(|before| self.serves(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_model_is_offered_once_the_one_before_it_is_there() {
        let shown = |scenario: &Scenario| {
            SLOTS.map(|slot| scenario.applies(slot.total) && slot.share.is_none_or(|s| scenario.applies(s)))
        };
        let one = Scenario::default().choosing(Choice::InferenceRoute, "tokens");
        assert_eq!(shown(&one), [true, true, false, false]);
        let named = one.clone().choosing(Choice::SecondModel, "openai/gpt-oss-20b");
        assert_eq!(shown(&named), [true, true, true, false]);
        let shared = one.clone().with(Param::SecondShare, 0.1);
        assert_eq!(shown(&shared), [true, true, true, false]);
        // A link may leave one out: what works is shown all the same.
        assert_eq!(
            shown(&one.with(Param::FourthShare, 0.1)),
            [true, true, false, true]
        );
        assert_eq!(shown(&Scenario::default()), [false; MODELS]);
    }
}
