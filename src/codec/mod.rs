//! Text to scenario and back. Decoding never fails and never panics: it returns a value and warnings.

pub mod json;
pub mod url;

use serde::Serialize;

use crate::scenario::Param;

/// What was wrong with a text, and what was done about it. As JSON: a `code` and its `detail`, see `docs/json.md`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", content = "detail")]
pub enum DecodeWarning {
    /// A key no table knows; kept in the link, without effect.
    UnknownKey(String),
    /// A value that is no number; the default is used.
    NotANumber {
        /// The parameter.
        param: Param,
        /// What stood there.
        text: String,
    },
    /// A value out of range; the nearest allowed one is used.
    Clamped {
        /// The parameter.
        param: Param,
        /// What stood there.
        asked: f64,
        /// What is used.
        used: f64,
    },
    /// More scenarios than can be shown; the rest was dropped.
    TooManyScenarios(usize),
    /// The text was longer than any link of ours; the rest was dropped.
    TooLong(usize),
    /// The link says it was made by a later version; what is known of it is shown.
    LaterVersion(String),
    /// The link was made with other data: results may differ from what its author saw.
    OtherData(String),
    /// Nothing in the text could be used.
    NotALink,
}
