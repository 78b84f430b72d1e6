//! Leaderboard: published trainings or services with the reader's scenarios among them.
//!
//! The values span many orders of magnitude, so the scale is logarithmic and the values are dots: the length of a bar
//! means nothing on a scale without zero. A remark in the figure states that the scale is logarithmic.

use super::super::View;
use super::super::describe;
use super::super::rows::Chart;
use super::super::words::fill;
use super::super::{Figure, Named};
use super::{Entry, complete, ranked_rows, ranking_table};

/// Draws published rows and the reader's (those with a scenario), the highest first.
pub fn draw(entries: &[Entry], view: &View) -> Figure {
    let words = view.words;
    let sorted = super::ranked(entries, true);
    let chart = Chart {
        dense: true,
        log: true,
        remark: words.log_scale().to_owned(),
        ..Chart::of(ranked_rows(&sorted, view))
    };
    let table = ranking_table(words.workload(), &sorted, view);
    let known = sorted.iter().filter(|entry| entry.named.value.drawable());
    let count = known.clone().count().to_string();
    let ranks = known
        .enumerate()
        .filter(|(_, entry)| entry.scenario.is_some())
        .map(|(index, entry)| {
            let place = (index + 1).to_string();
            fill(
                words.would_rank(),
                &[entry.named.name, &view.full(&entry.named.value), &place, &count],
            )
        });
    let mut caption = ranks.collect::<Vec<_>>().join(" ");
    if caption.is_empty() {
        let published: Vec<Named> = entries.iter().map(|entry| entry.named).collect();
        caption = describe::comparison(&published, view);
    }
    complete(chart.draw(view), words.leaderboard_kind(), caption, table, view)
}
