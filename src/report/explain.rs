//! Calculations as text: the formula with names, the formula with numbers, the result.

use std::fmt::Write as _;

use super::number::full_precision;
use super::words::Words;
use crate::data::{self, Source};
use crate::model::explain::{Explanation, Expression, Factor, Operator, Quantity, Step};
use crate::model::{Indicator, Leaf, generation, serving};
use crate::scenario::{Inputs, Param, Provenance};

/// Significant digits of computed values; inputs are written with full precision.
const COMPUTED_DIGITS: usize = 4;

/// Units omitted in formulas: shares, factors and counts.
const OMITTED_UNITS: [&str; 4] = ["x", "share", "share of TDP", "devices"];

/// A factor with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// Message id of its name: `param.pue`, `leaf.final_run`, `explain.serving_power_cap`.
    pub id: String,
    /// Name of the AI model that it is a fact about; empty for everything else.
    pub model: &'static str,
    /// Its value.
    pub value: f64,
    /// Its unit as spelled in the tables; may be empty.
    pub unit: &'static str,
    /// Where it comes from.
    pub origin: CitedOrigin,
}

impl Cited {
    /// Its name, with the AI model it belongs to.
    pub fn label(&self, words: &Words) -> String {
        let name = words.get(&self.id);
        if self.model.is_empty() {
            name
        } else {
            format!("{name} – {}", self.model)
        }
    }
}

/// Where a factor comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CitedOrigin {
    /// An input.
    Input(Param, Provenance),
    /// A source.
    Source {
        /// The source.
        source: &'static Source,
        /// Whether the value is an assumption.
        assumed: bool,
    },
    /// An indicator of a part of the result, which has an explanation of its own.
    Part(Leaf, Indicator),
    /// The output of a calibrated model.
    Computed,
}

impl CitedOrigin {
    /// The source behind it and whether the value is an assumption; `None` for what the reader set or is computed.
    pub fn source(self) -> Option<(&'static Source, bool)> {
        match self {
            Self::Input(_, provenance) => {
                let fact = provenance.fact()?;
                Some((data::source(fact.source), fact.assumed))
            }
            Self::Source { source, assumed } => Some((source, assumed)),
            Self::Part(..) | Self::Computed => None,
        }
    }

    /// It in one line.
    pub fn text(self, words: &Words) -> String {
        match self {
            Self::Input(param, provenance) => words.provenance(param, &provenance),
            Self::Source { source, .. } => words.source(source),
            Self::Part(..) | Self::Computed => words.get("explain.computed"),
        }
    }
}

/// The distinct factors of an explanation with their origins, then the published facts of named models. Plain numbers and
/// results of earlier steps are left out.
pub fn factors(explanation: &Explanation, inputs: &Inputs) -> Vec<Cited> {
    explanation
        .factors()
        .into_iter()
        .filter(|factor| !matches!(factor.quantity, Quantity::Number | Quantity::Step(_)))
        .map(|factor| Cited {
            id: message_id(factor.quantity, &explanation.steps).unwrap_or_default(),
            model: "",
            value: factor.value,
            unit: explanation.unit(factor.quantity),
            origin: origin(factor.quantity, inputs),
        })
        .chain(explanation.published.iter().map(|known| Cited {
            id: format!("explain.{}", known.id),
            model: known.model,
            value: known.fact.central,
            unit: known.unit,
            origin: CitedOrigin::Source {
                source: data::source(known.fact.source),
                assumed: known.fact.assumed,
            },
        }))
        .collect()
}

fn origin(quantity: Quantity, inputs: &Inputs) -> CitedOrigin {
    match quantity {
        Quantity::Param(param) => CitedOrigin::Input(param, inputs.provenance[param as usize]),
        Quantity::Calibrated(id) => constant_origin(id),
        Quantity::Leaf(leaf, indicator) => CitedOrigin::Part(leaf, indicator),
        _ => CitedOrigin::Computed,
    }
}

/// Origin of a constant of the calibrated models according to their tables.
pub fn constant_origin(id: &str) -> CitedOrigin {
    let found = [serving::table(), generation::table()]
        .into_iter()
        .find_map(|table| {
            let constant = serving::constants_in(table).find(|constant| constant.id == id)?;
            let source = data::sources()
                .iter()
                .find(|source| source.id == constant.source)?;
            Some(CitedOrigin::Source {
                source,
                assumed: constant.assumed,
            })
        });
    found.unwrap_or(CitedOrigin::Computed)
}

/// One line per step: the formula with names, then with numbers, then the result, as in
/// `Energy = devices × hours × power / 1000 = 8 × 24 h × 400 W / 1000 = 76.8 kWh`.
pub fn lines(explanation: &Explanation, words: &Words) -> Vec<String> {
    explanation
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let label = if at + 1 == explanation.steps.len() {
                let indicator = words.indicator(explanation.indicator);
                format!("{} – {indicator}", words.leaf(explanation.leaf))
            } else {
                words.get(&format!("explain.{}", step.id))
            };
            let named = format_formula(&step.formula, explanation, words, &name).0;
            let figures = format_formula(&step.formula, explanation, words, &figure).0;
            let result = words.value(step.value, Some(COMPUTED_DIGITS), step.unit);
            let mut line = format!("{label} = {named}");
            // With a single factor the formula and the result are the same.
            for more in [figures, result] {
                if !line.ends_with(&format!("= {more}")) {
                    line.push_str(" = ");
                    line.push_str(&more);
                }
            }
            line
        })
        .collect()
}

/// The steps, then every factor with its origin.
pub fn text(explanation: &Explanation, inputs: &Inputs, words: &Words) -> String {
    let mut out = lines(explanation, words).join("\n");
    out.push('\n');
    for cited in factors(explanation, inputs) {
        let assumed = cited.origin.source().is_some_and(|(_, assumed)| assumed);
        let origin = words.marked(cited.origin.text(words), assumed);
        let value = value_text(&cited, words);
        let _ = writeln!(
            out,
            "- {}{}{value} ({origin})",
            cited.label(words),
            words.locale.colon
        );
    }
    out
}

/// Value of a factor with its unit: inputs with all digits, computed values with as many as in the formula.
pub fn value_text(cited: &Cited, words: &Words) -> String {
    let is_computed = matches!(cited.origin, CitedOrigin::Part(..) | CitedOrigin::Computed);
    let digits = is_computed.then_some(COMPUTED_DIGITS);
    words.value(cited.value, digits, cited.unit)
}

/// Message id of a quantity; `None` for a plain number.
fn message_id(quantity: Quantity, steps: &[Step]) -> Option<String> {
    Some(match quantity {
        Quantity::Param(param) => format!("param.{}", param.spec().id),
        Quantity::Leaf(leaf, _) => format!("leaf.{}", leaf.id()),
        Quantity::Step(at) => format!("explain.{}", steps.get(at)?.id),
        Quantity::Calibrated(id) | Quantity::Modelled { id, .. } => format!("explain.{id}"),
        Quantity::Number => return None,
    })
}

fn name(factor: &Factor, explanation: &Explanation, words: &Words) -> String {
    match message_id(factor.quantity, &explanation.steps) {
        Some(id) => words.get(&id),
        None => full_precision(factor.value, words.locale),
    }
}

fn figure(factor: &Factor, explanation: &Explanation, words: &Words) -> String {
    let given = matches!(factor.quantity, Quantity::Param(_) | Quantity::Number);
    let digits = (!given).then_some(COMPUTED_DIGITS);
    let unit = explanation.unit(factor.quantity);
    let unit = if OMITTED_UNITS.contains(&unit) { "" } else { unit };
    words.value(factor.value, digits, unit)
}

/// Precedence of an operator.
const fn precedence(operator: Operator) -> u8 {
    match operator {
        Operator::Add | Operator::Subtract => 1,
        Operator::Multiply | Operator::Divide => 2,
        Operator::Power => 3,
        Operator::SoftMinimum => ATOM,
    }
}

/// Precedence of what never needs brackets.
const ATOM: u8 = 4;

type FormatFactor = dyn Fn(&Factor, &Explanation, &Words) -> String;

/// A formula with its precedence.
fn format_formula(
    formula: &Expression,
    of: &Explanation,
    words: &Words,
    format_factor: &FormatFactor,
) -> (String, u8) {
    let (operator, left, right) = match formula {
        Expression::Factor(factor) => return (format_factor(factor, of, words), ATOM),
        Expression::Join(operator, left, right) => (*operator, left, right),
    };
    let own = precedence(operator);
    let side = |part: &Expression, least: u8| {
        let (text, inner) = format_formula(part, of, words, format_factor);
        if inner < least { format!("({text})") } else { text }
    };
    let text = match operator {
        Operator::Add => format!("{} + {}", side(left, own), side(right, own)),
        Operator::Subtract => format!("{} − {}", side(left, own), side(right, own + 1)),
        Operator::Multiply => format!("{} × {}", side(left, own), side(right, own)),
        Operator::Divide => format!("{} / {}", side(left, own), side(right, own + 1)),
        Operator::Power => format!("{}^{}", side(left, ATOM), side(right, ATOM)),
        Operator::SoftMinimum => format!(
            "{}({}{}{})",
            words.get("explain.soft_minimum"),
            side(left, 0),
            words.locale.semicolon,
            side(right, 0)
        ),
    };
    (text, own)
}
