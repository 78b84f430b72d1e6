//! Scenario comparison: one bar a scenario, from zero, with its interval.

use super::super::palette::Tone;
use super::super::rows::{Chart, Row, Shape};
use super::super::{Figure, Named, View, describe};
use super::{Entry, complete};

/// Draws up to four scenarios' values of one indicator.
pub fn draw(scenarios: &[Named], view: &View) -> Figure {
    let rows = scenarios
        .iter()
        .enumerate()
        .map(|(index, one)| Row::of(one.name, Shape::Bar, Tone::series(index), &one.value, view));
    let scene = Chart::of(rows.collect()).draw(view);
    let table = describe::table(view.words.scenario(), scenarios, view);
    complete(
        scene,
        view.words.comparison_kind(),
        describe::compared(scenarios, view),
        table,
        view,
    )
}

/// Draws what methods say of one workload: the reader's own (those with a scenario) in its colour, the others grey.
pub fn methods(entries: &[Entry], view: &View) -> Figure {
    let rows = entries.iter().map(|one| {
        let tone = one.scenario.map_or(Tone::Muted, Tone::series);
        Row {
            strong: one.scenario.is_some(),
            ..Row::of(one.named.name, Shape::Bar, tone, &one.named.value, view)
        }
    });
    let scene = Chart::of(rows.collect()).draw(view);
    let values: Vec<Named> = entries.iter().map(|one| one.named).collect();
    complete(
        scene,
        view.words.methods_kind(),
        describe::ends(&values, view),
        describe::table(view.words.method(), &values, view),
        view,
    )
}
