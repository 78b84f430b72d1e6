//! The levers that the reader has switched on, as a link value: `quantise:fp8,batch:64,move:aws/eu-north-1`.

use crate::mitigation::{Lever, Measure, Place};
use crate::scenario::Precision;

/// Precisions for inference below BF16.
pub(super) const PRECISIONS: [Precision; 4] =
    [Precision::Fp8, Precision::Int8, Precision::Fp4, Precision::Int4];

/// All levers with their initial targets; `region` is the place to move to, `contract` the intensity of
/// contracts in g/kWh.
pub(super) fn all(region: &str, contract: f64) -> Vec<Lever> {
    let mut levers = vec![
        Lever::Quantise(Precision::Fp8),
        Lever::NoReasoning,
        Lever::CachePrompts(0.5),
        Lever::Batch(64.0),
        Lever::CapTrainingPower,
        Lever::FineTune,
        Lever::Move(Place::Region(region.to_owned())),
        Lever::Contract {
            share: 1.0,
            intensity: contract,
        },
        Lever::KeepHardware(7.0),
        Lever::FillHardware(0.8),
    ];
    levers.extend(Measure::ALL.map(Lever::Measured));
    levers
}

/// The target of a lever as text; empty if it has none.
pub(super) fn target(lever: &Lever) -> String {
    match lever {
        Lever::Quantise(precision) => precision.id().to_owned(),
        Lever::CachePrompts(number)
        | Lever::Batch(number)
        | Lever::KeepHardware(number)
        | Lever::FillHardware(number) => number.to_string(),
        Lever::Move(Place::Region(id) | Place::Zone(id)) => id.clone(),
        Lever::Contract { share, .. } => share.to_string(),
        Lever::NoReasoning | Lever::CapTrainingPower | Lever::FineTune | Lever::Measured(_) => String::new(),
    }
}

/// The lever with another target; `None` if the text is not a valid target.
pub(super) fn retarget(lever: &Lever, text: &str) -> Option<Lever> {
    let number = || crate::math::decimal::parse(text.trim()).filter(|n| n.is_finite());
    Some(match lever {
        Lever::Quantise(_) => Lever::Quantise(PRECISIONS.into_iter().find(|p| p.id() == text)?),
        Lever::CachePrompts(_) => Lever::CachePrompts(number()?),
        Lever::Batch(_) => Lever::Batch(number()?),
        Lever::KeepHardware(_) => Lever::KeepHardware(number()?),
        Lever::FillHardware(_) => Lever::FillHardware(number()?),
        Lever::Move(_) if !text.is_empty() => Lever::Move(Place::Region(text.to_owned())),
        Lever::Contract { intensity, .. } => Lever::Contract {
            share: number()?,
            intensity: *intensity,
        },
        Lever::NoReasoning | Lever::CapTrainingPower | Lever::FineTune | Lever::Measured(_)
            if text.is_empty() =>
        {
            lever.clone()
        }
        _ => return None,
    })
}

/// The levers as a link value.
pub(super) fn format(levers: &[Lever]) -> String {
    let format_one = |lever: &Lever| match target(lever) {
        none if none.is_empty() => lever.id().to_owned(),
        target => format!("{}:{target}", lever.id()),
    };
    levers.iter().map(format_one).collect::<Vec<_>>().join(",")
}

/// The link value after changing one lever, in the order of `known`; `None` switches the lever off.
pub(super) fn changed(known: &[Lever], on: &[Lever], id: &str, lever: Option<&Lever>) -> String {
    let levers: Vec<Lever> = known
        .iter()
        .filter_map(|known| {
            if known.id() == id {
                lever.cloned()
            } else {
                on.iter().find(|on| on.id() == known.id()).cloned()
            }
        })
        .collect();
    format(&levers)
}

/// Parses a link value, in the order of `known`; unknown levers and duplicates are ignored.
pub(super) fn parse(text: &str, known: &[Lever]) -> Vec<Lever> {
    known
        .iter()
        .filter_map(|lever| {
            text.split(',').find_map(|one| {
                let (id, target) = one.split_once(':').unwrap_or((one, ""));
                (id == lever.id()).then(|| retarget(lever, target)).flatten()
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatted_levers_parse_to_the_same_levers() {
        let known = all("aws/eu-north-1", 12.0);
        assert_eq!(parse(&format(&known), &known), known);
        let some = vec![Lever::Quantise(Precision::Int4), Lever::CachePrompts(0.25)];
        assert_eq!(format(&some), "quantise:int4,cache_prompts:0.25");
        assert_eq!(parse(&format(&some), &known), some);
    }

    #[test]
    fn invalid_text_is_ignored() {
        let known = all("aws/eu-north-1", 0.0);
        for text in [
            "",
            "nonsense",
            "quantise",
            "quantise:float",
            "batch:NaN",
            "batch:",
            "move:",
            ",:,",
            "fine_tune:3",
        ] {
            assert_eq!(parse(text, &known), [], "{text}");
        }
        assert_eq!(parse("x,batch:8,batch:9", &known), [Lever::Batch(8.0)]);
    }
}
