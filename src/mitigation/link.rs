//! The levers that the reader has switched on, as a link value: `quantise:fp8,batch:64,move:aws/eu-north-1`.

use super::{Attention, Lever, PRECISIONS, Place, RunFormat};

/// The target of a lever as text; empty if it has none.
pub fn target(lever: &Lever) -> String {
    match lever {
        Lever::Quantise(precision) | Lever::Compress(precision) => precision.id().to_owned(),
        Lever::EfficientAttention(attention) => attention.id().to_owned(),
        Lever::CachePrompts(number)
        | Lever::Batch(number)
        | Lever::KeepHardware(number)
        | Lever::FillHardware(number) => number.to_string(),
        Lever::Move(Place::Region(id) | Place::Zone(id)) | Lever::SmallerModel(id) => id.clone(),
        Lever::MixedPrecision(format) => format.id().to_owned(),
        Lever::Contract { share, .. } => share.to_string(),
        Lever::NoReasoning | Lever::CapTrainingPower | Lever::FineTune | Lever::Measured(_) => String::new(),
    }
}

/// The lever with another target; `None` if the text is not a valid target.
pub fn retarget(lever: &Lever, text: &str) -> Option<Lever> {
    let number = || crate::math::decimal::parse(text.trim()).filter(|n| n.is_finite());
    Some(match lever {
        Lever::Quantise(_) => Lever::Quantise(PRECISIONS.into_iter().find(|p| p.id() == text)?),
        Lever::Compress(_) => Lever::Compress(PRECISIONS.into_iter().find(|p| p.id() == text)?),
        Lever::EfficientAttention(_) => {
            Lever::EfficientAttention(Attention::ALL.into_iter().find(|a| a.id() == text)?)
        }
        Lever::CachePrompts(_) => Lever::CachePrompts(number()?),
        Lever::Batch(_) => Lever::Batch(number()?),
        Lever::KeepHardware(_) => Lever::KeepHardware(number()?),
        Lever::FillHardware(_) => Lever::FillHardware(number()?),
        Lever::Move(_) if !text.is_empty() => Lever::Move(Place::Region(text.to_owned())),
        Lever::Contract { intensity, .. } => Lever::Contract {
            share: number()?,
            intensity: *intensity,
        },
        Lever::SmallerModel(_) if !text.is_empty() => Lever::SmallerModel(text.to_owned()),
        Lever::MixedPrecision(_) if !text.is_empty() => {
            Lever::MixedPrecision(RunFormat::ALL.into_iter().find(|f| f.id() == text)?)
        }
        // Links of earlier versions name these two without a target.
        Lever::SmallerModel(_) | Lever::MixedPrecision(_) => lever.clone(),
        Lever::NoReasoning | Lever::CapTrainingPower | Lever::FineTune | Lever::Measured(_)
            if text.is_empty() =>
        {
            lever.clone()
        }
        _ => return None,
    })
}

/// The levers as a link value.
pub fn format(levers: &[Lever]) -> String {
    let format_one = |lever: &Lever| match target(lever) {
        none if none.is_empty() => lever.id().to_owned(),
        target => format!("{}:{target}", lever.id()),
    };
    levers.iter().map(format_one).collect::<Vec<_>>().join(",")
}

/// The link value after changing one lever, in the order of `known`; `None` switches the lever off.
pub fn changed(known: &[Lever], on: &[Lever], id: &str, lever: Option<&Lever>) -> String {
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
pub fn parse(text: &str, known: &[Lever]) -> Vec<Lever> {
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
    use super::super::offered;
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::{Choice, Precision, Scenario, resolve};

    fn known() -> Vec<Lever> {
        let scenario = Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::Model, "meta/llama-3.3-70b-instruct");
        offered(&resolve(&scenario, Catalog::built_in()), "aws/eu-north-1")
    }

    #[test]
    fn formatted_levers_parse_to_the_same_levers() {
        let known = known();
        assert_eq!(parse(&format(&known), &known), known);
        let some = vec![Lever::Quantise(Precision::Int4), Lever::CachePrompts(0.25)];
        assert_eq!(format(&some), "quantise:int4,cache_prompts:0.25");
        assert_eq!(parse(&format(&some), &known), some);
    }

    #[test]
    fn links_without_a_model_or_a_number_format_are_still_read() {
        let known = known();
        assert_eq!(
            parse("right_size,mixed_precision", &known),
            [
                Lever::SmallerModel("meta/llama-3.1-8b-instruct".to_owned()),
                Lever::MixedPrecision(RunFormat::Bf16)
            ]
        );
        assert_eq!(
            parse("right_size:meta/llama-3.2-1b,mixed_precision:fp32", &known),
            [
                Lever::SmallerModel("meta/llama-3.2-1b".to_owned()),
                Lever::MixedPrecision(RunFormat::Fp32)
            ]
        );
    }

    #[test]
    fn invalid_text_is_ignored() {
        let known = known();
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
            "mixed_precision:fp64",
        ] {
            assert_eq!(parse(text, &known), [], "{text}");
        }
        assert_eq!(parse("x,batch:8,batch:9", &known), [Lever::Batch(8.0)]);
    }
}
