//! The figures, one per file.

pub mod comparison;
pub mod cumulative;
pub mod distribution;
pub mod heatmap;
pub mod leaderboard;
pub mod regions;
pub mod stages;
pub mod tornado;
pub mod waterfall;

use super::backend::SceneBuilder;
use super::describe;
use super::palette::{Role, Shade};
use super::rows::{Row, Shape};
use super::scene::Anchor;
use super::{Figure, Mark, Named, Scene, Table, View};

/// A scene with a message that there is nothing to draw.
pub(super) fn empty(view: &View) -> (Scene, Vec<Mark>) {
    let builder = SceneBuilder::new(view, 400);
    builder.text(
        Role::Note.style(),
        (0, 240),
        Anchor::Start,
        view.words.empty(),
        view.width(),
    );
    builder.finish()
}

/// Assembles a figure whose marks are a list.
fn complete(
    (scene, marks): (Scene, Vec<Mark>),
    kind: &str,
    caption: String,
    table: Table,
    view: &View,
) -> Figure {
    let caption = if caption.is_empty() {
        view.words.empty().to_owned()
    } else {
        caption
    };
    let description = describe::description(kind, &marks, view.words);
    Figure {
        scene,
        caption,
        description,
        table,
        marks,
        marks_per_row: 1,
    }
}

/// A row of a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Name and value.
    pub named: Named<'a>,
    /// Additional information, such as the boundary of a published value; shown where space allows.
    pub detail: &'a str,
    /// Index of the reader's scenario, from zero; `None` for other entries.
    pub scenario: Option<usize>,
}

/// The entries sorted by value, those without one last.
fn ranked<'a>(entries: &[Entry<'a>], highest_first: bool) -> Vec<Entry<'a>> {
    let key = |entry: &Entry| match entry.named.value {
        value if !value.drawable() => f64::INFINITY,
        value if highest_first => -value.central,
        value => value.central,
    };
    let mut sorted = entries.to_vec();
    sorted.sort_by(|a, b| key(a).total_cmp(&key(b)));
    sorted
}

/// The entries as a table.
fn ranking_table(heading: &str, entries: &[Entry], view: &View) -> Table {
    let values: Vec<Named> = entries.iter().map(|entry| entry.named).collect();
    describe::table(heading, &values, view)
}

/// Dots: the reader's scenarios in their colours, other entries muted.
fn ranked_rows(entries: &[Entry], view: &View) -> Vec<Row> {
    entries
        .iter()
        .map(|entry| {
            let shade = entry
                .scenario
                .map_or(Shade::Muted, |scenario| view.shade(scenario));
            let mut row = Row::of(entry.named.name, Shape::Dot, shade, &entry.named.value, view);
            if !entry.detail.is_empty() {
                row.mark.1 = [row.mark.1.as_str(), ", ", entry.detail].concat();
            }
            Row {
                strong: entry.scenario.is_some(),
                note: entry.detail.to_owned(),
                ..row
            }
        })
        .collect()
}
