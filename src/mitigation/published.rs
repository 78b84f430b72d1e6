//! The effect of a lever in a scenario beside what others measured.

use super::Lever;
use crate::model::{Indicator, Leaf, Leaves, Phase, Stage};
use crate::scenario::Precision;

/// Why the effect in a scenario lies outside the published range: codes, not sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// 4-bit weights lie outside what the serving model is calibrated on.
    UncalibratedFormat,
    /// Measured with slow default kernels; the serving model takes fast ones for granted.
    FastKernels,
    /// An answer has more reasoning tokens for each visible one than in the measured test.
    MoreReasoningTokens,
    /// The grids differ more than those of the published regions.
    WiderGrids,
    /// The place has a dirtier grid.
    DirtierGrid,
    /// The step in batch size is larger than the measured ones.
    LargerBatchStep,
    /// The step in model size is larger than the measured ones.
    LargerSizeStep,
    /// The measured cases differ in model, device or load.
    OtherCases,
}

impl Deviation {
    /// Stable id for texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::UncalibratedFormat => "uncalibrated_format",
            Self::FastKernels => "fast_kernels",
            Self::MoreReasoningTokens => "more_reasoning_tokens",
            Self::WiderGrids => "wider_grids",
            Self::DirtierGrid => "dirtier_grid",
            Self::LargerBatchStep => "larger_batch_step",
            Self::LargerSizeStep => "larger_size_step",
            Self::OtherCases => "other_cases",
        }
    }

    /// Whether it speaks against the computed effect. Otherwise the effect follows from inputs that the scenario states:
    /// tokens, sizes, grids.
    pub const fn casts_doubt(self) -> bool {
        matches!(
            self,
            Self::UncalibratedFormat | Self::FastKernels | Self::LargerBatchStep | Self::OtherCases
        )
    }
}

/// The effect of a lever on the quantity of its published row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The quantity after the lever over that before it.
    pub factor: f64,
    /// Why it lies outside the published range; `None` inside.
    pub deviation: Option<Deviation>,
}

/// Compares the effect of a lever with its published row. `None` where there is no row, or where the scenario has nothing
/// of what the row is about.
pub fn against_published(lever: &Lever, before: &Leaves, after: &Leaves) -> Option<Comparison> {
    let row = lever.published()?;
    let quantity = |leaves: &Leaves| {
        let indicator = match row.on {
            "energy" => Indicator::Energy,
            "ghg" => Indicator::GhgLocation,
            _ => Indicator::EWaste,
        };
        leaves.sum(indicator, |leaf| counts(lever, row.stage, leaf))
    };
    let (from, to) = (quantity(before), quantity(after));
    if from <= 0.0 {
        return None;
    }
    let factor = to / from;
    // A bound that is met but for rounding errors is met.
    let deviation = if factor < row.effect.low * (1.0 - 1e-9) {
        Some(saves_more(lever))
    } else if factor > row.effect.high * (1.0 + 1e-9) {
        Some(saves_less(lever))
    } else {
        None
    };
    Some(Comparison { factor, deviation })
}

/// Whether a published row about this stage counts a part of the result.
fn counts(lever: &Lever, stage: &str, leaf: Leaf) -> bool {
    let in_phase = match stage {
        "training" => leaf.phase() == Phase::Training,
        "inference" => leaf.phase() == Phase::Inference,
        _ => true,
    };
    // Published figures of a place or an hour are about electricity; those of utilisation hold the hardware.
    let hardware = matches!(leaf.stage(), Stage::Manufacturing | Stage::EndOfLife);
    in_phase && (!hardware || matches!(lever, Lever::FillHardware(_)))
}

fn saves_more(lever: &Lever) -> Deviation {
    match lever {
        Lever::Quantise(Precision::Int8) => Deviation::FastKernels,
        Lever::Quantise(Precision::Int4 | Precision::Fp4) => Deviation::UncalibratedFormat,
        Lever::NoReasoning => Deviation::MoreReasoningTokens,
        Lever::Batch(_) => Deviation::LargerBatchStep,
        Lever::Move(_) => Deviation::WiderGrids,
        Lever::SmallerModel(_) => Deviation::LargerSizeStep,
        _ => Deviation::OtherCases,
    }
}

fn saves_less(lever: &Lever) -> Deviation {
    match lever {
        Lever::Move(_) => Deviation::DirtierGrid,
        _ => Deviation::OtherCases,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Measure, Place, RunFormat, apply, inputs};
    use super::*;
    use crate::data::Catalog;
    use crate::model::evaluate;
    use crate::scenario::{Choice, Param, Scenario};

    fn compared(lever: &Lever, scenario: &Scenario) -> Option<Comparison> {
        let catalog = Catalog::built_in();
        let steps = apply(std::slice::from_ref(lever), scenario, catalog, &|_| [0.0; 1]);
        let leaves = |scenario: &Scenario| {
            let inputs = inputs(scenario, catalog);
            evaluate(&inputs.values, &inputs.choices)
        };
        against_published(lever, &leaves(scenario), &leaves(&steps.scenario))
    }

    fn tokens(total: f64, batch: f64) -> Scenario {
        Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::ServingAccelerator, "h100-sxm")
            .with(Param::TotalParams, total)
            .with(Param::ActiveParams, total)
            .with(Param::Batch, batch)
    }

    #[test]
    fn an_effect_outside_the_published_range_has_a_reason() {
        let region = |id: &str| Lever::Move(Place::Region(id.to_owned()));
        let reasoning = |tokens_before: f64| tokens(8.0, 32.0).with(Param::ReasoningTokens, tokens_before);
        let in_zone = |code: &str| Scenario::new("").choosing(Choice::Zone, code);
        for (lever, scenario, reason) in [
            (
                Lever::Quantise(Precision::Int4),
                tokens(70.0, 8.0),
                Some(Deviation::UncalibratedFormat),
            ),
            (
                Lever::Quantise(Precision::Int8),
                tokens(70.0, 8.0),
                Some(Deviation::FastKernels),
            ),
            (Lever::Quantise(Precision::Fp8), tokens(70.0, 8.0), None),
            (Lever::NoReasoning, reasoning(400.0), None),
            (
                Lever::NoReasoning,
                reasoning(40_000.0),
                Some(Deviation::MoreReasoningTokens),
            ),
            (Lever::Batch(64.0), tokens(8.0, 8.0), None),
            (
                region("aws/eu-north-1"),
                in_zone("PL"),
                Some(Deviation::WiderGrids),
            ),
            (
                region("aws/us-west-1"),
                in_zone("FR"),
                Some(Deviation::DirtierGrid),
            ),
            (region("aws/us-west-1"), in_zone("PL"), None),
            (Lever::FillHardware(0.8), Scenario::new(""), None),
        ] {
            let found = compared(&lever, &scenario).expect("a row");
            assert_eq!(found.deviation, reason, "{lever:?}: {}", found.factor);
        }
    }

    #[test]
    fn a_published_factor_is_the_effect_on_what_it_is_about() {
        let short = Scenario::new("")
            .choosing(Choice::Zone, "DE")
            .with(Param::TrainingHours, 6.0);
        for (lever, factor) in [
            (Lever::CapTrainingPower, 0.86),
            (Lever::FineTune, 0.05),
            (Lever::MixedPrecision(RunFormat::Fp32), 0.42),
            (Lever::Measured(Measure::CleanHours), 0.855),
            (Lever::Measured(Measure::ServingStack), 0.28),
            (Lever::SmallerModel(String::new()), 0.115),
        ] {
            let found = compared(&lever, &short).expect("a row");
            assert!(
                (found.factor - factor).abs() < 1e-9,
                "{lever:?}: {}",
                found.factor
            );
            assert_eq!(found.deviation, None);
        }
    }

    #[test]
    fn nothing_is_compared_where_there_is_nothing_of_it() {
        let untrained = Scenario::new("").choosing(Choice::TrainingRoute, "none");
        assert_eq!(compared(&Lever::FineTune, &untrained), None);
        assert_eq!(compared(&Lever::KeepHardware(7.0), &untrained), None);
    }
}
