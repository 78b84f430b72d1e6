//! Text to scenario and back. Decoding never fails and never panics: it returns a value and warnings.

pub mod json;
pub mod url;

use serde::Serialize;

use crate::scenario::{MAX_NAME, Param, Scenario};

/// A problem of a text and how it was handled. As JSON: a `code` and its `detail`, see `docs/json.md`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", content = "detail")]
pub enum DecodeWarning {
    /// An unknown key; kept in the link, without effect.
    UnknownKey(String),
    /// A value that is not a number; the default is used.
    NotANumber {
        /// The parameter.
        param: Param,
        /// The value as written.
        text: String,
    },
    /// A value out of range; the nearest allowed one is used.
    Clamped {
        /// The parameter.
        param: Param,
        /// The value as written.
        asked: f64,
        /// The value used.
        used: f64,
    },
    /// More scenarios than can be shown; the rest was dropped.
    TooManyScenarios(usize),
    /// The text is longer than any valid link; the rest was dropped.
    TooLong(usize),
    /// The link was made by a later version; its known keys are used.
    LaterVersion(String),
    /// The link was made with other data: results may differ from what its author saw.
    OtherData(String),
    /// The name of a scenario is too long; its beginning, given here, is used.
    NameCut(String),
    /// Nothing in the text could be used.
    NotALink,
}

/// A scenario of defaults under this name, with a warning where the name was cut.
fn named(name: &str, warnings: &mut Vec<DecodeWarning>) -> Scenario {
    let scenario = Scenario::new(name);
    if name.chars().nth(MAX_NAME).is_some() {
        warnings.push(DecodeWarning::NameCut(scenario.name.clone()));
    }
    scenario
}
