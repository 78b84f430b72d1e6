//! Scenario comparison: one bar per scenario, from zero, with its interval.

use super::super::palette::Shade;
use super::super::rows::{Chart, Row, Shape};
use super::super::{Figure, Named, View, describe};
use super::{Entry, complete};

/// Draws up to four scenarios' values of one indicator.
pub fn draw(scenarios: &[Named], view: &View) -> Figure {
    let rows = scenarios.iter().enumerate().map(|(index, scenario)| {
        Row::of(
            scenario.name,
            Shape::Bar,
            view.shade(index),
            &scenario.value,
            view,
        )
    });
    let scene = Chart::of(rows.collect()).draw(view);
    let table = describe::table(view.words.scenario(), scenarios, view);
    complete(
        scene,
        view.words.comparison_kind(),
        describe::comparison(scenarios, view),
        table,
        view,
    )
}

/// Draws the results of several methods for one workload: entries with a scenario in its colour, the others muted.
pub fn methods(entries: &[Entry], view: &View) -> Figure {
    let rows = entries.iter().map(|entry| {
        let shade = entry
            .scenario
            .map_or(Shade::Muted, |scenario| view.shade(scenario));
        Row {
            strong: entry.scenario.is_some(),
            ..Row::of(entry.named.name, Shape::Bar, shade, &entry.named.value, view)
        }
    });
    let scene = Chart::of(rows.collect()).draw(view);
    let values: Vec<Named> = entries.iter().map(|entry| entry.named).collect();
    complete(
        scene,
        view.words.methods_kind(),
        describe::lowest_and_highest(&values, view),
        describe::table(view.words.method(), &values, view),
        view,
    )
}
