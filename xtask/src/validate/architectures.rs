//! Published configurations of the measured models.

use genai_footprint::data::{self, Configuration};

/// What `assets/data/architectures.csv` says of a measured model, by its name on the hub of its maker. Weights at
/// 8 bits are of the same model.
pub(super) fn configuration(measured: &str) -> Option<&'static Configuration> {
    let name = measured.rsplit('/').next()?.trim_end_matches("-FP8");
    data::models()
        .iter()
        .find(|model| model.name == name)?
        .configuration
        .as_ref()
}
