//! Region ranking: several tens of regions from the lowest to the highest, the reader's own marked.

use super::super::rows::{Chart, Row};
use super::super::words::fill;
use super::super::{Figure, View};
use super::{Entry, complete, ranked_rows, ranking_table};

/// Draws all given regions, sorted.
pub fn draw(regions: &[Entry], view: &View) -> Figure {
    let words = view.words;
    let sorted = super::ranked(regions, false);
    let rows: Vec<Row> = ranked_rows(&sorted, view);
    let chart = Chart {
        dense: true,
        ..Chart::of(rows)
    };
    let table = ranking_table(words.region(), &sorted, view);
    complete(
        chart.draw(view),
        words.regions_kind(),
        caption(&sorted, view),
        table,
        view,
    )
}

fn caption(sorted: &[Entry], view: &View) -> String {
    let known: Vec<&Entry> = sorted
        .iter()
        .filter(|entry| entry.named.value.drawable())
        .collect();
    let (Some(low), Some(high)) = (known.first(), known.last()) else {
        return view.words.empty().to_owned();
    };
    let text = |entry: &Entry| view.text(entry.named.value.central);
    let mut parts = Vec::new();
    for (index, entry) in known
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.scenario.is_some())
    {
        let numbers = [(index + 1).to_string(), known.len().to_string()];
        parts.push(fill(
            view.words.region_rank(),
            &[entry.named.name, &numbers[0], &numbers[1], &text(entry)],
        ));
    }
    parts.push(fill(
        view.words.region_ends(),
        &[low.named.name, &text(low), high.named.name, &text(high)],
    ));
    parts.join(" ")
}
