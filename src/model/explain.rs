//! How a number is calculated: for every leaf and indicator the steps from inputs to result, as data.
//!
//! The steps repeat what the model computes, written down a second time as formulas that can be shown. They are
//! no part of a result: a test evaluates them and compares them with what the model gives.

mod formula;
mod serving;

use std::ops::{Add, Div, Mul, Sub};

use super::serving::smooth_min;
use super::{Indicator, Leaf, Leaves};
use crate::data::Fact;
use crate::math::pow;
use crate::scenario::{Inputs, Param};

/// What a factor of a formula is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// An input.
    Param(Param),
    /// Another leaf of the same result.
    Leaf(Leaf, Indicator),
    /// The result of an earlier step, by its index.
    Step(usize),
    /// A constant of the calibrated models, by its id in their tables.
    Calibrated(&'static str),
    /// A quantity a calibrated model computes from these inputs; its formula is in `docs/serving.md`.
    Modelled {
        /// Id.
        id: &'static str,
        /// Its unit.
        unit: &'static str,
        /// The inputs behind it.
        from: &'static [Param],
        /// The constants of the calibrated models behind it.
        constants: &'static [&'static str],
    },
    /// A unit conversion, or a plain number.
    Number,
}

/// A factor with its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    /// What it is.
    pub quantity: Quantity,
    /// Its value.
    pub value: f64,
}

/// An operator of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
    /// Left operand to the power of the right one.
    Power,
    /// Smooth minimum: the eighth root of `1 / (1/a^8 + 1/b^8)`.
    SoftMinimum,
}

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A factor.
    Factor(Factor),
    /// Two formulas joined by an operator.
    Join(Operator, Box<Expression>, Box<Expression>),
}

/// One line of a computation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Id of what is computed; the id of the leaf in the last step.
    pub id: &'static str,
    /// Unit of the result.
    pub unit: &'static str,
    /// The formula.
    pub formula: Expression,
    /// The result.
    pub value: f64,
}

/// A published fact of a named model, used instead of the value typical of its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    /// Id: its column in `assets/data/architectures.csv`.
    pub id: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Name of the model.
    pub model: &'static str,
    /// The fact.
    pub fact: Fact,
}

/// The computation behind one leaf of one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The leaf.
    pub leaf: Leaf,
    /// The indicator.
    pub indicator: Indicator,
    /// Lines, each using only earlier ones; the last gives the leaf. Never empty.
    pub steps: Vec<Step>,
    /// Facts of the named models that the calibrated models started from.
    pub published: Vec<Published>,
}

/// The computation behind a leaf, at the central inputs it was evaluated with.
///
/// `None` where nothing contributes: the route computes no such leaf, or what it would be computed from is zero.
pub fn explain(leaf: Leaf, indicator: Indicator, inputs: &Inputs, leaves: &Leaves) -> Option<Explanation> {
    let mut recorder = Recorder {
        inputs,
        leaves,
        steps: Vec::new(),
        published: Vec::new(),
    };
    let formula = recorder.leaf_formula(leaf, indicator)?;
    recorder.step(leaf.id(), indicator.unit(), formula);
    Some(Explanation {
        leaf,
        indicator,
        steps: recorder.steps,
        published: recorder.published,
    })
}

impl Explanation {
    /// The result, in the unit of the indicator.
    pub fn value(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.value)
    }

    /// Every factor of every step once, in the order in which they appear.
    pub fn factors(&self) -> Vec<Factor> {
        let mut found: Vec<Factor> = Vec::new();
        for step in &self.steps {
            step.formula.visit(&mut |factor| {
                if !found.contains(factor) {
                    found.push(*factor);
                }
            });
        }
        found
    }

    /// Every input behind the result, other leaves not followed.
    pub fn params(&self) -> Vec<Param> {
        let mut found = Vec::new();
        for factor in self.factors() {
            match factor.quantity {
                Quantity::Param(param) => found.push(param),
                Quantity::Modelled { from, .. } => found.extend(from),
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Every constant of the calibrated models behind the result.
    pub fn constants(&self) -> Vec<&'static str> {
        let mut found = Vec::new();
        for factor in self.factors() {
            match factor.quantity {
                Quantity::Calibrated(id) => found.push(id),
                Quantity::Modelled { constants, .. } => found.extend(constants),
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Unit of a factor; empty for numbers without one.
    pub fn unit(&self, quantity: Quantity) -> &'static str {
        match quantity {
            Quantity::Param(param) => param.spec().unit,
            Quantity::Leaf(_, indicator) => indicator.unit(),
            Quantity::Step(at) => self.steps.get(at).map_or("", |step| step.unit),
            Quantity::Modelled { unit, .. } => unit,
            Quantity::Calibrated(id) if id.ends_with("_ms") => "ms",
            Quantity::Calibrated(_) | Quantity::Number => "",
        }
    }
}

impl Expression {
    /// Evaluates the formula.
    pub fn value(&self) -> f64 {
        match self {
            Self::Factor(factor) => factor.value,
            Self::Join(operator, left, right) => {
                let (a, b) = (left.value(), right.value());
                match operator {
                    Operator::Add => a + b,
                    Operator::Subtract => a - b,
                    Operator::Multiply => a * b,
                    Operator::Divide => a / b,
                    Operator::Power => pow(a, b),
                    Operator::SoftMinimum => smooth_min(a, b),
                }
            }
        }
    }

    /// Calls `each` with every factor, from left to right.
    pub fn visit(&self, each: &mut impl FnMut(&Factor)) {
        match self {
            Self::Factor(factor) => each(factor),
            Self::Join(_, left, right) => {
                left.visit(each);
                right.visit(each);
            }
        }
    }

    fn join(self, operator: Operator, right: Self) -> Self {
        Self::Join(operator, Box::new(self), Box::new(right))
    }

    fn raised_to(self, exponent: Self) -> Self {
        self.join(Operator::Power, exponent)
    }

    fn soft_min(self, limit: Self) -> Self {
        self.join(Operator::SoftMinimum, limit)
    }
}

macro_rules! operators {
    ($($name:ident $function:ident $operator:ident;)*) => { $(
        impl $name for Expression {
            type Output = Self;
            fn $function(self, other: Self) -> Self { self.join(Operator::$operator, other) }
        }
    )* };
}

operators! {
    Add add Add;
    Sub sub Subtract;
    Mul mul Multiply;
    Div div Divide;
}

/// A plain number in a formula.
fn number(value: f64) -> Expression {
    factor(Quantity::Number, value)
}

fn factor(quantity: Quantity, value: f64) -> Expression {
    Expression::Factor(Factor { quantity, value })
}

/// The steps recorded so far.
struct Recorder<'a> {
    inputs: &'a Inputs,
    leaves: &'a Leaves,
    steps: Vec<Step>,
    published: Vec<Published>,
}

impl Recorder<'_> {
    /// Adds a step unless an equal one is there; returns it as a factor for later steps.
    fn step(&mut self, id: &'static str, unit: &'static str, formula: Expression) -> Expression {
        let known = self
            .steps
            .iter()
            .position(|step| step.id == id && step.formula == formula);
        let at = known.unwrap_or_else(|| {
            let value = formula.value();
            self.steps.push(Step {
                id,
                unit,
                formula,
                value,
            });
            self.steps.len() - 1
        });
        factor(Quantity::Step(at), self.steps[at].value)
    }

    fn value(&self, param: Param) -> f64 {
        self.inputs.values[param]
    }

    fn param(&self, param: Param) -> Expression {
        factor(Quantity::Param(param), self.value(param))
    }

    fn leaf(&self, leaf: Leaf, indicator: Indicator) -> Expression {
        factor(Quantity::Leaf(leaf, indicator), self.leaves.get(leaf, indicator))
    }

    /// Sum of the leaves that are not zero.
    fn leaves(&self, of: &[Leaf], indicator: Indicator) -> Option<Expression> {
        of.iter()
            .filter(|leaf| self.leaves.get(**leaf, indicator) > 0.0)
            .map(|leaf| self.leaf(*leaf, indicator))
            .reduce(Add::add)
    }
}
