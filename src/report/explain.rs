//! Computations as text: the formula in words, the formula in figures, the result.

use std::fmt::Write as _;

use super::number::{join, plain, significant};
use super::words::Words;
use crate::data::{self, Fact, Source};
use crate::model::explain::{Explanation, Expression, Factor, Operator, Quantity, Step};
use crate::model::{generation, serving};
use crate::scenario::{Inputs, Provenance};

/// Digits of what was computed; inputs are written as they are.
const DIGITS: usize = 4;

/// Units that a formula does without: shares, factors and counts.
const BARE: [&str; 4] = ["x", "share", "share of TDP", "devices"];

/// A factor with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// Id of its words: `param.pue`, `leaf.final_run`, `explain.serving_power_cap`.
    pub id: String,
    /// Name of the model it is a fact of; empty for everything else.
    pub model: &'static str,
    /// Its value.
    pub value: f64,
    /// Its unit as tables write it; may be empty.
    pub unit: &'static str,
    /// Where it comes from.
    pub origin: CitedOrigin,
}

impl Cited {
    /// What it is, in words.
    pub fn label(&self, words: &Words) -> String {
        let own = words.get(&self.id);
        if self.model.is_empty() {
            own
        } else {
            format!("{own} – {}", self.model)
        }
    }
}

/// Where a factor comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CitedOrigin {
    /// The reader set it.
    Reader,
    /// A source.
    Source {
        /// The source.
        source: &'static Source,
        /// Year the value speaks of.
        year: u16,
        /// Whether it is a guess.
        assumed: bool,
    },
    /// Computed: another part of the result, or by a calibrated model.
    Computed,
}

impl CitedOrigin {
    fn of(fact: &Fact) -> Self {
        Self::Source {
            source: data::source(fact.source),
            year: fact.year,
            assumed: fact.assumed,
        }
    }
}

/// The factors of an explanation that stand for something, each once, with their origin, then the facts of named
/// models. Results of its own earlier steps are left out.
pub fn factors(explanation: &Explanation, inputs: &Inputs) -> Vec<Cited> {
    explanation
        .factors()
        .into_iter()
        .filter(|factor| !matches!(factor.quantity, Quantity::Number | Quantity::Step(_)))
        .map(|factor| Cited {
            id: word(factor.quantity, &explanation.steps).unwrap_or_default(),
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
            origin: CitedOrigin::of(&known.fact),
        }))
        .collect()
}

fn origin(quantity: Quantity, inputs: &Inputs) -> CitedOrigin {
    match quantity {
        Quantity::Param(param) => match inputs.provenance[param as usize] {
            Provenance::Reader => CitedOrigin::Reader,
            Provenance::Chosen(fact) | Provenance::Default(fact) => CitedOrigin::of(&fact),
        },
        Quantity::Calibrated(id) => constant_origin(id),
        _ => CitedOrigin::Computed,
    }
}

/// Where a constant of the calibrated models comes from, as their tables say.
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
                year: constant.year,
                assumed: constant.assumed,
            })
        });
    found.unwrap_or(CitedOrigin::Computed)
}

/// One line a step: `kWh = 8 x 24 h x 400 W / 1000 = 76.8 kWh`, with the formula in words before.
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
            let named = written(&step.formula, explanation, words, &name).0;
            let figures = written(&step.formula, explanation, words, &figure).0;
            let result = with_unit(&significant(step.value, DIGITS, words.locale), step.unit, words);
            let mut line = format!("{label} = {named}");
            // A single factor is its own result.
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
        let origin = match cited.origin {
            CitedOrigin::Reader => words.get("source.own"),
            CitedOrigin::Source {
                source,
                year,
                assumed,
            } => words.source(source, year, assumed),
            CitedOrigin::Computed => words.get("explain.computed"),
        };
        let value = with_unit(&plain_or_rounded(&cited, words), cited.unit, words);
        let _ = writeln!(out, "- {}: {value} ({origin})", cited.label(words));
    }
    out
}

fn plain_or_rounded(cited: &Cited, words: &Words) -> String {
    if cited.origin == CitedOrigin::Computed {
        significant(cited.value, DIGITS, words.locale)
    } else {
        plain(cited.value, words.locale)
    }
}

fn with_unit(value: &str, unit: &str, words: &Words) -> String {
    join(value, &words.unit(unit))
}

/// Id of the words of a quantity; `None` for numbers.
fn word(quantity: Quantity, steps: &[Step]) -> Option<String> {
    Some(match quantity {
        Quantity::Param(param) => format!("param.{}", param.spec().id),
        Quantity::Leaf(leaf, _) => format!("leaf.{}", leaf.id()),
        Quantity::Step(at) => format!("explain.{}", steps.get(at)?.id),
        Quantity::Calibrated(id) | Quantity::Modelled { id, .. } => format!("explain.{id}"),
        Quantity::Number => return None,
    })
}

fn name(factor: &Factor, explanation: &Explanation, words: &Words) -> String {
    match word(factor.quantity, &explanation.steps) {
        Some(id) => words.get(&id),
        None => plain(factor.value, words.locale),
    }
}

fn figure(factor: &Factor, explanation: &Explanation, words: &Words) -> String {
    let given = matches!(factor.quantity, Quantity::Param(_) | Quantity::Number);
    let value = if given {
        plain(factor.value, words.locale)
    } else {
        significant(factor.value, DIGITS, words.locale)
    };
    let unit = explanation.unit(factor.quantity);
    let unit = if BARE.contains(&unit) { "" } else { unit };
    with_unit(&value, unit, words)
}

/// How tightly an operator binds.
const fn rank(operator: Operator) -> u8 {
    match operator {
        Operator::Add | Operator::Subtract => 1,
        Operator::Multiply | Operator::Divide => 2,
        Operator::Power => 3,
        Operator::SoftMinimum => ATOM,
    }
}

/// Rank of what needs no brackets.
const ATOM: u8 = 4;

type Write = dyn Fn(&Factor, &Explanation, &Words) -> String;

/// A formula with its rank.
fn written(formula: &Expression, of: &Explanation, words: &Words, write: &Write) -> (String, u8) {
    let (operator, left, right) = match formula {
        Expression::Factor(factor) => return (write(factor, of, words), ATOM),
        Expression::Join(operator, left, right) => (*operator, left, right),
    };
    let own = rank(operator);
    let side = |part: &Expression, least: u8| {
        let (text, rank) = written(part, of, words, write);
        if rank < least { format!("({text})") } else { text }
    };
    let text = match operator {
        Operator::Add => format!("{} + {}", side(left, own), side(right, own)),
        Operator::Subtract => format!("{} − {}", side(left, own), side(right, own + 1)),
        Operator::Multiply => format!("{} × {}", side(left, own), side(right, own)),
        Operator::Divide => format!("{} / {}", side(left, own), side(right, own + 1)),
        Operator::Power => format!("{}^{}", side(left, ATOM), side(right, ATOM)),
        Operator::SoftMinimum => format!(
            "{}({}; {})",
            words.get("explain.soft_minimum"),
            side(left, 0),
            side(right, 0)
        ),
    };
    (text, own)
}
