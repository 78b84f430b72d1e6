//! Facts of published models that sizes alone do not tell.

use std::collections::BTreeMap;

use super::table::Table;

/// What `assets/data/constants/serving/architectures.csv` says of a model.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) layers: Option<f64>,
    pub(super) kv_bytes_per_token: Option<f64>,
    pub(super) expert_share: Option<f64>,
    pub(super) passes: Option<f64>,
    pub(super) token_pixels: Option<f64>,
    pub(super) token_frames: Option<f64>,
}

pub(super) fn read() -> Result<BTreeMap<String, Facts>, String> {
    let path = crate::run::root().join("assets/data/constants/serving/architectures.csv");
    Table::read(&path)?
        .rows()
        .map(|row| {
            let facts = Facts {
                layers: row.optional("layers")?,
                kv_bytes_per_token: row.optional("kv_bytes_per_token")?,
                expert_share: row.optional("expert_share")?,
                passes: row.optional("passes")?,
                token_pixels: row.optional("token_pixels")?,
                token_frames: row.optional("token_frames")?,
            };
            Ok((row.text("id")?.to_owned(), facts))
        })
        .collect()
}
