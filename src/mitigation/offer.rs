//! The levers that a scenario is offered, each with the target that `assets/data/levers.csv` proposes.

use super::{Attention, Lever, Measure, Place, RunFormat, smaller_models};
use crate::data::{self, LeverTarget};
use crate::math::decimal;
use crate::scenario::{Inputs, Param, Precision};

/// Precisions for inference below BF16.
pub const PRECISIONS: [Precision; 4] = [Precision::Fp8, Precision::Int8, Precision::Fp4, Precision::Int4];

/// All levers, in the order in which they are shown; `region` is the place to move to. Those that have no effect on the
/// scenario say why when they are applied.
pub fn offered(inputs: &Inputs, region: &str) -> Vec<Lever> {
    let number = |id: &str| {
        let text = data::lever_target(id).map_or("", |row: &LeverTarget| row.target);
        decimal::parse(text).unwrap_or(f64::NAN)
    };
    let precision = |id: &str| {
        let target = data::lever_target(id).map_or("", |row| row.target);
        let known = |precision: &Precision| precision.id() == target;
        PRECISIONS.into_iter().find(known).unwrap_or(Precision::Fp8)
    };
    let attention = data::lever_target("efficient_attention").map_or("", |row| row.target);
    let attention = Attention::ALL
        .into_iter()
        .find(|known| known.id() == attention)
        .unwrap_or(Attention::Window);
    let smaller = smaller_models(inputs).first().map_or("", |model| model.id);
    let mut levers = vec![
        Lever::Quantise(precision("quantise")),
        Lever::NoReasoning,
        Lever::CachePrompts(number("cache_prompts")),
        Lever::Batch(number("batch")),
        Lever::EfficientAttention(attention),
        Lever::SmallerModel(smaller.to_owned()),
        Lever::CapTrainingPower,
        Lever::FineTune,
        Lever::MixedPrecision(RunFormat::Bf16),
        Lever::Move(Place::Region(region.to_owned())),
        Lever::Contract {
            share: number("contract"),
            intensity: inputs.values[Param::ContractIntensity],
        },
        Lever::KeepHardware(number("keep_hardware")),
        Lever::FillHardware(number("fill_hardware")),
    ];
    levers.extend(Measure::ALL.map(Lever::Measured));
    // After what it combines, so that neither is counted twice.
    levers.push(Lever::Compress(precision("compression")));
    levers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::{Scenario, resolve};

    #[test]
    fn every_lever_is_offered_once_with_a_target_within_its_range() {
        let inputs = resolve(&Scenario::new(""), Catalog::built_in());
        let levers = offered(&inputs, "aws/eu-north-1");
        let mut ids: Vec<&str> = levers.iter().map(Lever::id).collect();
        for row in data::lever_targets() {
            assert!(ids.contains(&row.id), "{} is no lever", row.id);
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), levers.len());
        for lever in levers {
            let (param, target) = match lever {
                Lever::CachePrompts(share) => (Param::CachedShare, share),
                Lever::Batch(requests) => (Param::Batch, requests),
                Lever::KeepHardware(years) => (Param::Lifetime, years),
                Lever::FillHardware(share) => (Param::Utilisation, share),
                Lever::Contract { share, .. } => (Param::ContractShare, share),
                _ => continue,
            };
            assert_eq!(param.clamp(target), Some(target), "{}", param.spec().id);
            assert!(target > inputs.values[param], "{}: no change", param.spec().id);
        }
    }
}
