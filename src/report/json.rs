//! A result as JSON. Documented in `docs/json.md`.

use serde_json::{Map, Value, json};

use super::document::{Document, Subject};
use crate::model::{Indicator, Leaf};

/// One scenario's result: totals with intervals, every part that is not zero, warnings, and what is not counted.
/// `document` is the one the subject belongs to; it holds the versions.
pub fn outcome(document: &Document, subject: &Subject) -> Value {
    let totals: Map<String, Value> = Indicator::ALL
        .into_iter()
        .map(|indicator| {
            let total = subject.total(indicator);
            let value = json!({
                "value": total.central, "p5": total.low, "p95": total.high, "unit": indicator.unit(),
            });
            (indicator.id().to_owned(), value)
        })
        .collect();
    let parts: Vec<Value> = Leaf::ALL
        .iter()
        .filter_map(|leaf| {
            let amounts: Map<String, Value> = Indicator::ALL
                .into_iter()
                .filter(|indicator| subject.leaves.get(*leaf, *indicator) != 0.0)
                .map(|indicator| {
                    (
                        indicator.id().to_owned(),
                        json!(subject.leaves.get(*leaf, indicator)),
                    )
                })
                .collect();
            (!amounts.is_empty())
                .then(|| json!({"stage": leaf.stage().id(), "part": leaf.id(), "amounts": amounts}))
        })
        .collect();
    let warnings: Vec<Value> = subject
        .inputs
        .warnings
        .iter()
        .map(|warning| {
            json!({
                "code": format!("{:?}", warning.code),
                "about": warning.param.map(|p| p.spec().id).or(warning.choice.map(|c| c.spec().id)),
                "text": warning.text,
            })
        })
        .collect();
    json!({
        "name": subject.name,
        "version": document.version,
        "method": document.method_version,
        "data": document.data_version,
        "totals": totals,
        "parts": parts,
        "warnings": warnings,
        "not_counted": subject.not_counted(),
    })
}
