//! Region ranking: several tens of regions from the lowest to the highest, the reader's own marked.

use super::super::rows::{Chart, Row};
use super::super::words::fill;
use super::super::{Figure, View, describe};
use super::{Entry, complete, ranked_rows};

/// Draws all regions handed in, sorted.
pub fn draw(regions: &[Entry], view: &View) -> Figure {
    let words = view.words;
    let sorted = sorted(regions);
    let rows: Vec<Row> = ranked_rows(&sorted, view);
    let chart = Chart {
        dense: true,
        ..Chart::of(rows)
    };
    let table = describe::table(words.region, sorted.iter().map(|one| one.named), view);
    complete(
        chart.draw(view),
        words.regions_kind,
        caption(&sorted, view),
        table,
        view,
    )
}

/// Lowest first; those without a value last.
fn sorted<'a>(regions: &[Entry<'a>]) -> Vec<Entry<'a>> {
    let mut sorted = regions.to_vec();
    let key = |one: &Entry| {
        if one.named.value.drawable() {
            one.named.value.central
        } else {
            f64::INFINITY
        }
    };
    sorted.sort_by(|a, b| key(a).total_cmp(&key(b)));
    sorted
}

fn caption(sorted: &[Entry], view: &View) -> String {
    let known: Vec<&Entry> = sorted.iter().filter(|one| one.named.value.drawable()).collect();
    let (Some(low), Some(high)) = (known.first(), known.last()) else {
        return view.words.empty.to_owned();
    };
    let text = |one: &Entry| view.text(one.named.value.central);
    let mut parts = Vec::new();
    for (index, one) in known.iter().enumerate().filter(|(_, one)| one.scenario.is_some()) {
        let numbers = [(index + 1).to_string(), known.len().to_string()];
        parts.push(fill(
            view.words.region_rank,
            &[one.named.name, &numbers[0], &numbers[1], &text(one)],
        ));
    }
    parts.push(fill(
        view.words.region_ends,
        &[low.named.name, &text(low), high.named.name, &text(high)],
    ));
    parts.join(" ")
}
