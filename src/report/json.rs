//! A result as JSON. Documented in `docs/json.md`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::{Document, Subject};
use crate::model::{Indicator, Leaf};
use crate::scenario::{Warning, WarningCode};

/// One scenario's result: totals with intervals, every non-zero part, warnings, and what is not counted. Here and below
/// fields are in alphabetical order, so that the key order of exported files does not change.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome<'a> {
    data: &'a str,
    method: &'a str,
    name: &'a str,
    not_counted: Vec<&'static str>,
    parts: Vec<LeafAmounts>,
    totals: BTreeMap<&'static str, Total>,
    version: &'a str,
    warnings: Vec<WarningEntry<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct LeafAmounts {
    amounts: BTreeMap<&'static str, f64>,
    part: &'static str,
    stage: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Total {
    p5: f64,
    p95: f64,
    unit: &'static str,
    value: f64,
}

/// A warning of the model.
#[derive(Clone, Debug, Serialize)]
struct WarningEntry<'a> {
    /// Id of the parameter or the choice.
    about: Option<&'static str>,
    code: WarningCode,
    text: &'a str,
}

impl<'a> From<&'a Warning> for WarningEntry<'a> {
    fn from(warning: &'a Warning) -> Self {
        Self {
            about: warning
                .param
                .map(|p| p.spec().id)
                .or(warning.choice.map(|c| c.spec().id)),
            code: warning.code,
            text: &warning.text,
        }
    }
}

/// The result of a subject of `document`, which holds the versions.
pub fn outcome<'a>(document: &'a Document, subject: &'a Subject) -> Outcome<'a> {
    let total = |indicator: Indicator| {
        let total = subject.total(indicator);
        Total {
            p5: total.low,
            p95: total.high,
            unit: indicator.unit(),
            value: total.central,
        }
    };
    let part = |leaf: &Leaf| LeafAmounts {
        amounts: Indicator::ALL
            .into_iter()
            .map(|indicator| (indicator.id(), subject.leaves.get(*leaf, indicator)))
            .filter(|(_, amount)| *amount != 0.0)
            .collect(),
        part: leaf.id(),
        stage: leaf.stage().id(),
    };
    Outcome {
        data: &document.data_version,
        method: &document.method_version,
        name: &subject.name,
        not_counted: subject.codes_not_counted(),
        parts: Leaf::ALL
            .iter()
            .map(part)
            .filter(|part| !part.amounts.is_empty())
            .collect(),
        totals: Indicator::ALL
            .into_iter()
            .map(|indicator| (indicator.id(), total(indicator)))
            .collect(),
        version: &document.version,
        warnings: subject.inputs.warnings.iter().map(WarningEntry::from).collect(),
    }
}
