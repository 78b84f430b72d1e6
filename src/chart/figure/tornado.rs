//! Tornado: how far the result moves when one input goes from its low to its high end.

use super::super::axis::drawable;
use super::super::palette::Shade;
use super::super::rows::{Chart, Row};
use super::super::words::fill;
use super::super::{Figure, Interval, Table, View, describe};
use super::complete;

/// One input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing<'a> {
    /// What the reader calls the input.
    pub name: &'a str,
    /// The input's low end as text, such as "1.05".
    pub low_input: &'a str,
    /// The input's high end as text.
    pub high_input: &'a str,
    /// The result with the input at its low end.
    pub at_low: f64,
    /// The result with the input at its high end.
    pub at_high: f64,
}

impl Swing<'_> {
    fn width(&self) -> f64 {
        let width = (self.at_high - self.at_low).abs();
        if drawable(width) { width } else { -1.0 }
    }
}

/// The data of the figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tornado<'a> {
    /// The result with all inputs at their central values.
    pub central: Interval,
    /// The inputs, in any order.
    pub swings: &'a [Swing<'a>],
    /// Index of the scenario, from zero, for its colour.
    pub scenario: usize,
}

/// Draws the inputs around the central result, the widest swing first. The bar towards the high end of an
/// input has the scenario's colour, the one towards its low end is grey; both ends name the input's value.
pub fn draw(data: &Tornado, view: &View) -> Figure {
    let Tornado { central, swings, .. } = data;
    let mut sorted: Vec<&Swing> = swings.iter().collect();
    sorted.sort_by(|a, b| (-a.width()).total_cmp(&-b.width()));
    let rows = sorted.iter().map(|swing| row(data, swing, view)).collect();
    let words = view.words;
    let chart = Chart {
        from_zero: false,
        reference: central.drawable().then(|| {
            (
                central.central,
                fill(words.central_case(), &[&view.full(central)]),
            )
        }),
        ..Chart::of(rows)
    };
    let rows = sorted.iter().map(|swing| {
        let inputs = fill(words.from_to(), &[swing.low_input, swing.high_input]);
        let ends = [swing.at_low, swing.at_high].map(|v| describe::number(v, view));
        [describe::name(swing.name), describe::name(&inputs)]
            .into_iter()
            .chain(ends)
            .collect()
    });
    let table = Table {
        unit: view.unit.to_owned(),
        columns: describe::headings(&[
            words.input(),
            words.from_to_heading(),
            words.at_low_input(),
            words.at_high_input(),
        ]),
        rows: rows.collect(),
    };
    let caption = sorted.first().filter(|swing| swing.width() > 0.0).map_or_else(
        || words.empty().to_owned(),
        |top| {
            let ends = [view.text(top.at_low), view.text(top.at_high)];
            fill(
                words.matters_most(),
                &[top.name, top.low_input, top.high_input, &ends[0], &ends[1]],
            )
        },
    );
    complete(chart.draw(view), words.tornado_kind(), caption, table, view)
}

/// Two bars from the central result; each end is labelled with the input value that leads there.
fn row(data: &Tornado, swing: &Swing, view: &View) -> Row {
    let central = data.central;
    let ends = [view.text(swing.at_low), view.text(swing.at_high)];
    let inputs = fill(view.words.from_to(), &[swing.low_input, swing.high_input]);
    let results = fill(view.words.from_to(), &[&ends[0], &ends[1]]);
    let mark = ([swing.name, " (", &inputs, ")"].concat(), results);
    let known = swing.width() >= 0.0 && central.drawable();
    let falls = swing.at_low > swing.at_high;
    let (left, right) = if falls {
        (swing.high_input, swing.low_input)
    } else {
        (swing.low_input, swing.high_input)
    };
    Row {
        label: swing.name.to_owned(),
        shade: Shade::Muted,
        from: central.central,
        to: if known { swing.at_low } else { f64::NAN },
        second: known.then_some((central.central, swing.at_high, view.shade(data.scenario))),
        left: left.to_owned(),
        right: right.to_owned(),
        mark,
        ..Row::default()
    }
}
