//! The `co2_eq_emissions` block of a Hugging Face model card: training only, in grams.

use std::fmt::Write as _;

use super::document::{Document, OWN_NAME, Subject};
use super::quote::{address, one_line, yaml};
use super::words::Words;
use crate::data::Catalog;
use crate::model::{Indicator, Leaf, Phase, Stage};
use crate::scenario::{Choice, Param, TrainingRoute};

/// Why there is no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelCardError {
    /// The document has no scenario with this index.
    NoScenario,
    /// The scenario includes no training, which is what a model card reports.
    NothingTrained,
}

impl ModelCardError {
    /// Message id of the error.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoScenario => "export.modelcard.no_scenario",
            Self::NothingTrained => "export.modelcard.nothing_trained",
        }
    }
}

/// The block of one scenario, for the front matter of a model card.
///
/// The emissions are those of the electricity of training, location-based, as in other model cards, which rely on
/// meters and calculators that count only this. Hardware manufacturing and disposal are given in a comment.
///
/// # Errors
/// If there is no such scenario, or it includes no training.
pub fn text(
    document: &Document,
    scenario: usize,
    catalog: &Catalog,
    words: &Words,
) -> Result<String, ModelCardError> {
    let subject = document
        .subjects
        .get(scenario)
        .ok_or(ModelCardError::NoScenario)?;
    if subject.leaves.phase(Phase::Training, Indicator::Energy) <= 0.0 {
        return Err(ModelCardError::NothingTrained);
    }
    let mut out = String::new();
    let mut comment = |text: &str| {
        let _ = writeln!(out, "# {}", one_line(text));
    };
    comment(&format!("{}: {}", subject.name, document.made_with(words)));
    let hardware = subject.leaves.sum(Indicator::GhgLocation, |leaf| {
        leaf.phase() == Phase::Training && matches!(leaf.stage(), Stage::Manufacturing | Stage::EndOfLife)
    });
    let parts: Vec<&str> = subject
        .not_counted()
        .into_iter()
        .filter(|id| {
            !matches!(
                *id,
                "boundary.idle" | "boundary.hardware" | "export.missing.inference"
            )
        })
        .collect();
    comment(&words.fill("export.modelcard.boundary", &[("hardware", &grams(hardware))]));
    comment(&format!(
        "{} {}",
        words.fill("boundary.missing", &[("parts", &words.list(&parts))]),
        words.get(subject.basis())
    ));
    let _ = writeln!(out, "co2_eq_emissions:");
    let _ = writeln!(out, "  emissions: {}", grams(subject.training_electricity_kg()));
    let mut source = format!(
        "{OWN_NAME} {}, data {}, method {}",
        document.version, document.data_version, document.method_version
    );
    if let Some(link) = address(&document.link) {
        let _ = write!(source, ", {link}");
    }
    let _ = writeln!(out, "  source: {}", yaml(&source));
    let _ = writeln!(out, "  training_type: {}", yaml(training_type(subject)));
    if let Some(place) = place(subject, catalog) {
        let _ = writeln!(out, "  geographical_location: {}", yaml(&place));
    }
    if let Some(hardware) = hardware_used(subject) {
        let _ = writeln!(out, "  hardware_used: {}", yaml(&hardware));
    }
    Ok(out)
}

/// Kilograms as grams, rounded to four significant digits, without an exponent: YAML 1.1 reads `1e21` as a string.
fn grams(kg: f64) -> String {
    let grams = kg * crate::quantity::GRAMS_PER_KILOGRAM;
    // Rounded by way of text, since arithmetic with powers of ten can miss the nearest such number.
    let rounded = format!("{grams:.3e}").parse::<f64>();
    rounded.unwrap_or(grams).to_string()
}

/// One of the values that model cards use for `training_type`.
fn training_type(subject: &Subject) -> &'static str {
    let trained = |leaf: Leaf| subject.leaves.get(leaf, Indicator::Energy) > 0.0;
    match (trained(Leaf::FinalRun), trained(Leaf::FineTuning)) {
        (true, true) => "pre-training and fine-tuning",
        (false, true) => "fine-tuning",
        (true, false) => "pre-training",
        (false, false) => "data preparation",
    }
}

/// Where the model was trained; `None` where the reader entered a grid intensity but no place.
fn place(subject: &Subject, catalog: &Catalog) -> Option<String> {
    let choices = &subject.inputs.choices;
    let zone = catalog.zone(&choices.zone);
    let zone = zone.map_or(choices.zone.as_str(), |zone| zone.name);
    if let Some(region) = choices.region {
        return Some(format!("{} ({})", region.place, region.id));
    }
    let unknown = choices.basis.is_none() && choices.zone == Choice::Zone.spec().default;
    (!unknown).then(|| zone.to_owned())
}

fn hardware_used(subject: &Subject) -> Option<String> {
    let choices = &subject.inputs.choices;
    let device = choices.accelerator?;
    let counted = matches!(choices.training, TrainingRoute::Hours | TrainingRoute::Compute)
        && subject.leaves.get(Leaf::FinalRun, Indicator::Energy) > 0.0;
    Some(if counted {
        format!("{} x {}", subject.inputs.values[Param::Accelerators], device.name)
    } else {
        device.name.to_owned()
    })
}
