//! Figures: numbers and names in; a drawing, a caption, a data table and marks out.
//!
//! This module knows neither the model behind the numbers nor the page that shows them. Each
//! figure is one file in [`figure`] with a data type and a function `draw(&data, &view) -> Figure`. The
//! [`View`] holds the presentation: width, language and number formatting.
//!
//! - Every value is shown with its interval, in the drawing and in the table.
//! - Bars start at zero; a logarithmic axis is labelled as such in the drawing.
//! - Colour is never the only cue: rows and lines are labelled, and series also differ in dash pattern.
//! - Values that cannot be drawn (NaN, infinities) are left out of the drawing and shown as a dash in the table.

mod axis;
mod backend;
pub mod describe;
pub mod figure;
mod metrics;
pub mod palette;
mod rows;
pub mod scene;
pub mod svg;
pub mod words;

pub use crate::math::Interval;
pub use scene::{Node, Scene};
pub use words::Words;

impl Interval {
    /// The bounds in order, if both can be drawn and differ.
    pub(crate) fn spread(&self) -> Option<(f64, f64)> {
        let known = axis::drawable(self.low) && axis::drawable(self.high);
        (known && (self.high - self.low).abs() > 0.0)
            .then(|| (self.low.min(self.high), self.low.max(self.high)))
    }

    /// Whether there is a value to draw.
    pub(crate) fn drawable(&self) -> bool {
        axis::drawable(self.central)
    }
}

/// A name with a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named<'a> {
    /// What the reader calls it.
    pub name: &'a str,
    /// Its value.
    pub value: Interval,
}

/// How a figure is presented.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Width of the figure in CSS pixels; drawn no narrower than 240 and no wider than 1,600.
    pub width: i32,
    /// The language.
    pub words: &'a Words,
    /// The series colour of each scenario, from zero; a scenario without one has that of its position.
    pub colours: &'a [usize],
    /// The unit of the input numbers, for the table's header; empty for none.
    pub unit: &'a str,
    /// Formats a value with its unit, such as "12.3 t".
    pub value: &'a dyn Fn(f64) -> String,
    /// Formats a range in the unit of an amount; arguments: amount, low, high. For example "8.1–19.0 t".
    pub range: &'a dyn Fn(f64, f64, f64) -> String,
    /// Formats a value in the unit of another value; arguments: value, other. For example "0 t" beside "10 t".
    pub beside: &'a dyn Fn(f64, f64) -> String,
}

impl View<'_> {
    /// Width to draw at, in tenths of a pixel.
    pub(crate) fn width(&self) -> i32 {
        self.width.clamp(240, 1600) * 10
    }

    /// The colour of a scenario, by its position.
    pub(crate) fn shade(&self, scenario: usize) -> palette::Shade {
        palette::Shade::series(self.colours.get(scenario).copied().unwrap_or(scenario))
    }

    /// Whether to use the phone layout.
    pub(crate) fn narrow(&self) -> bool {
        self.width < 480
    }

    /// Formats the ticks of a scale: in one unit, except on a logarithmic scale, where each has its own.
    pub(crate) fn tick<'a>(&'a self, scale: &axis::Scale) -> impl Fn(f64) -> String + use<'a> {
        let largest = (!scale.log).then_some(scale.low.abs().max(scale.high.abs()));
        move |value| (self.beside)(value, largest.unwrap_or(value))
    }

    /// The value, or a dash where there is none.
    pub(crate) fn text(&self, value: f64) -> String {
        if axis::drawable(value) {
            (self.value)(value)
        } else {
            "–".to_owned()
        }
    }

    /// The range of an interval, empty where it has none.
    pub(crate) fn spread(&self, value: &Interval) -> String {
        value
            .spread()
            .map_or_else(String::new, |(low, high)| (self.range)(value.central, low, high))
    }

    /// The value with its range in brackets.
    pub(crate) fn full(&self, value: &Interval) -> String {
        let (central, range) = (self.text(value.central), self.spread(value));
        if range.is_empty() || !value.drawable() {
            central
        } else {
            [&central, " (", &range, ")"].concat()
        }
    }

    /// A change with its sign.
    pub(crate) fn signed(&self, change: f64) -> String {
        let sign = if change < 0.0 { "−" } else { "+" };
        if change == 0.0 {
            self.text(0.0)
        } else {
            [sign, &self.text(change.abs())].concat()
        }
    }
}

/// A data point that can be selected by pointer or keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Left edge in tenths of a pixel.
    pub x: i32,
    /// Top edge in tenths of a pixel.
    pub y: i32,
    /// Width in tenths of a pixel.
    pub w: i32,
    /// Height in tenths of a pixel.
    pub h: i32,
    /// What the value is of.
    pub label: String,
    /// The value, with its interval.
    pub value: String,
}

/// A cell of a table: what is shown, and the number behind it for a spreadsheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// As shown.
    pub text: String,
    /// The number in the table's unit; `None` for a name or an unknown value.
    pub number: Option<f64>,
}

/// The data of a figure as a table; the first cell of a row is its heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Unit of the raw numbers; empty for none.
    pub unit: String,
    /// Column headings.
    pub columns: Vec<String>,
    /// Rows as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// A complete figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The drawing.
    pub scene: Scene,
    /// The main message in one or two sentences.
    pub caption: String,
    /// Text alternative to the drawing, for screen readers.
    pub description: String,
    /// The data.
    pub table: Table,
    /// Data points that can be selected, in reading order; groups of the scene refer to them by index.
    pub marks: Vec<Mark>,
    /// Marks per row, for the up and down arrow keys: 1 for a list, 24 or 12 for a heat map.
    pub marks_per_row: usize,
}
