//! Scenario comparison: one bar a scenario, from zero, with its interval.

use super::super::palette::Tone;
use super::super::rows::{Chart, Row, Shape};
use super::super::{Figure, Named, View, describe};
use super::complete;

/// Draws up to four scenarios' values of one indicator.
pub fn draw(scenarios: &[Named], view: &View) -> Figure {
    let rows = scenarios
        .iter()
        .enumerate()
        .map(|(index, one)| Row::of(one.name, Shape::Bar, Tone::series(index), &one.value, view));
    let scene = Chart::of(rows.collect()).draw(view);
    let table = describe::table(view.words.scenario, scenarios, view);
    complete(
        scene,
        view.words.comparison_kind,
        describe::compared(scenarios, view),
        table,
        view,
    )
}
