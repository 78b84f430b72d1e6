//! The levers that the reader has on, as text in the link: `quantise:fp8,batch:64,move:aws/eu-north-1`.

use crate::mitigation::{Lever, Measure, Place};
use crate::scenario::Precision;

/// Precisions to serve in, coarser than BF16.
pub(super) const PRECISIONS: [Precision; 4] =
    [Precision::Fp8, Precision::Int8, Precision::Fp4, Precision::Int4];

/// Every lever with the target it starts from; `region` is the place to move to, `contract` the intensity of
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

/// The target of a lever as text; empty where it has none.
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

/// The lever with another target; `None` where the text is none.
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

/// Text for the link.
pub(super) fn write(levers: &[Lever]) -> String {
    let one = |lever: &Lever| match target(lever) {
        none if none.is_empty() => lever.id().to_owned(),
        target => format!("{}:{target}", lever.id()),
    };
    levers.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Text for the link with one of the levers on changed, in the order of `known`; `None` switches it off.
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
    write(&levers)
}

/// Levers of a text, in the order of `known`; what is none, or stands twice, is passed over.
pub(super) fn read(text: &str, known: &[Lever]) -> Vec<Lever> {
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
    fn what_is_written_reads_back() {
        let known = all("aws/eu-north-1", 12.0);
        assert_eq!(read(&write(&known), &known), known);
        let some = vec![Lever::Quantise(Precision::Int4), Lever::CachePrompts(0.25)];
        assert_eq!(write(&some), "quantise:int4,cache_prompts:0.25");
        assert_eq!(read(&write(&some), &known), some);
    }

    #[test]
    fn damaged_text_is_passed_over() {
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
            assert_eq!(read(text, &known), [], "{text}");
        }
        assert_eq!(read("x,batch:8,batch:9", &known), [Lever::Batch(8.0)]);
    }
}
