//! Published methods, each in a file of its own with its own constants and tables, matched against the real
//! programs' outputs.
//!
//! A method takes its own explicit inputs and gives its own stages. Tables are parsed at run time from text
//! handed in (`assets/data/methods`). [`evaluate()`] asks any method by name with JSON; [`METHODS`] lists them
//! with what they count.

pub mod back_of_envelope_1;
pub mod bridge;
pub mod cloud_carbon_footprint_1_0;
pub mod cloud_carbon_footprint_1_0_tables;
pub mod codecarbon_3_3;
pub mod codecarbon_3_3_hardware;
pub mod common;
pub mod ecologits_0_11;
pub mod ecologits_0_11_impacts;
pub mod ecologits_0_11_tables;
pub mod ecologits_0_11_video;
pub mod ecologits_0_8;
mod evaluate;
pub mod green_algorithms_3_0;
pub mod green_algorithms_3_0_tables;
pub mod green_algorithms_3_0_texts;
pub mod library;
pub mod ml_co2_impact_2026_03;
pub mod side_by_side;
mod summary;
pub mod table;
pub mod text;

pub use evaluate::evaluate;
#[cfg(not(target_arch = "wasm32"))]
pub use evaluate::evaluate_json;
pub use summary::{Summary, summary};

use common::Boundary;
use std::fmt;

/// A published method and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Name to ask for in [`evaluate()`], with the version.
    pub id: &'static str,
    /// Name without version; asks for the newest version held here.
    pub family: &'static str,
    /// The program's own name.
    pub name: &'static str,
    /// The version whose outputs are matched.
    pub version: &'static str,
    /// Key of the citation in `docs/compare.md`.
    pub citation: &'static str,
    /// Where the method is published.
    pub url: &'static str,
    /// Licence of the program the figures come from.
    pub licence: &'static str,
    /// Values of `kind` in the JSON inputs.
    pub kinds: &'static [&'static str],
    /// What the result covers.
    pub boundary: Boundary,
}

/// Every method, newest version of a family first.
pub const METHODS: [Method; 7] = [
    back_of_envelope_1::METHOD,
    ml_co2_impact_2026_03::METHOD,
    green_algorithms_3_0::METHOD,
    codecarbon_3_3::METHOD,
    ecologits_0_11::METHOD,
    ecologits_0_8::METHOD,
    cloud_carbon_footprint_1_0::METHOD,
];

/// The method of an id, or of a family (then its newest version).
pub fn method(id: &str) -> Option<&'static Method> {
    static ALL: [Method; 7] = METHODS;
    ALL.iter()
        .find(|method| method.id == id)
        .or_else(|| ALL.iter().find(|method| method.family == id))
}

/// Why a method gives no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// No method of this name.
    UnknownMethod(String),
    /// The JSON does not fit the method's inputs.
    Inputs(String),
    /// A name that is not in the method's own table.
    NotFound {
        /// Kind of thing, such as "model".
        what: &'static str,
        /// The name asked for.
        name: String,
    },
    /// The table needed for this input was not handed in.
    MissingTable(&'static str),
    /// The real program stops on this input, or has no rule for it.
    Rejected(String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownMethod(name) => {
                let known: Vec<_> = METHODS.iter().map(|method| method.id).collect();
                write!(out, "no method is called {name:?}; known: {}", known.join(", "))
            }
            Self::Inputs(reason) => write!(out, "inputs: {reason}"),
            Self::NotFound { what, name } => write!(out, "the method's table has no {what} {name:?}"),
            Self::MissingTable(file) => write!(out, "table {file} was not handed in"),
            Self::Rejected(reason) => out.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}

/// Checks that inputs are numbers in the method's domain (finite and not negative).
pub(crate) fn amounts(pairs: &[(&str, f64)]) -> Result<(), Error> {
    match pairs.iter().find(|(_, value)| !value.is_finite() || *value < 0.0) {
        Some((name, value)) => Err(Error::Rejected(format!(
            "{name} must be a number not below 0, got {}",
            text::js_number(*value)
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_found_by_id_and_family() {
        for method in &METHODS {
            assert_eq!(super::method(method.id), Some(method));
            assert!(
                method.id.starts_with(method.family) && method.id.ends_with(method.version),
                "{}",
                method.id
            );
        }
        assert_eq!(method("ecologits").map(|method| method.version), Some("0.11.3"));
        assert_eq!(method("nobody"), None);
    }

    #[test]
    fn errors_read_as_sentences() {
        let cases = [
            (
                Error::NotFound {
                    what: "zone",
                    name: "XX".into(),
                },
                "the method's table has no zone \"XX\"",
            ),
            (Error::MissingTable("a.csv"), "table a.csv was not handed in"),
            (
                amounts(&[("hours", 1.0), ("watt", -1.0)]).unwrap_err(),
                "watt must be a number not below 0, got -1",
            ),
        ];
        for (error, expected) in cases {
            assert_eq!(error.to_string(), expected);
        }
        assert!(
            Error::UnknownMethod("x".into())
                .to_string()
                .contains("ecologits-0.8.2")
        );
    }
}
