//! Waterfalls: from one total to another, step by step. The mitigation view shows what each measure does to
//! a scenario; the methods view shows why another method arrives at another number.

use super::super::palette::Shade;
use super::super::rows::{Chart, Row, Shape};
use super::super::words::fill;
use super::super::{Figure, Named, Table, View, describe};
use super::complete;

/// The data of a waterfall. The steps need not add up exactly to the end, which is drawn as it is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waterfall<'a> {
    /// Where it begins.
    pub start: Named<'a>,
    /// Changes, in order; their intervals are those of the change.
    pub steps: &'a [Named<'a>],
    /// Where it ends.
    pub end: Named<'a>,
}

/// Draws the effect of reduction measures on a scenario.
pub fn mitigation(data: &Waterfall, view: &View) -> Figure {
    let words = view.words;
    let (start, end) = (data.start.value.central, data.end.value.central);
    let ends = [view.text(start), view.text(end)];
    let share = (end - start) / start;
    let mut caption = if share.is_finite() && share.abs() > 0.0 {
        let template = if share < 0.0 {
            words.reduced()
        } else {
            words.increased()
        };
        fill(template, &[&ends[0], &ends[1], &describe::percent(share, words)])
    } else {
        fill(words.unchanged(), &[&ends[1]])
    };
    let most = known(data)
        .filter(|step| step.value.central < 0.0)
        .min_by(|a, b| a.value.central.total_cmp(&b.value.central));
    if let Some(step) = most {
        caption.push(' ');
        caption.push_str(&fill(
            words.most_effective(),
            &[step.name, &view.signed(step.value.central)],
        ));
    }
    complete(
        chart(data, view).draw(view),
        words.waterfall_kind(),
        caption,
        table(data, view),
        view,
    )
}

/// Draws the steps from another method's result to this calculator's.
pub fn bridge(data: &Waterfall, view: &View) -> Figure {
    let words = view.words;
    let ends = [view.full(&data.start.value), view.full(&data.end.value)];
    let mut caption = fill(
        words.bridged(),
        &[data.start.name, &ends[0], data.end.name, &ends[1]],
    );
    let largest = known(data).max_by(|a, b| a.value.central.abs().total_cmp(&b.value.central.abs()));
    if let Some(step) = largest {
        caption.push(' ');
        caption.push_str(&fill(
            words.largest_step(),
            &[step.name, &view.signed(step.value.central)],
        ));
    }
    complete(
        chart(data, view).draw(view),
        words.bridge_kind(),
        caption,
        table(data, view),
        view,
    )
}

fn known<'a>(data: &Waterfall<'a>) -> impl Iterator<Item = &'a Named<'a>> + use<'a> {
    data.steps.iter().filter(|step| step.value.drawable())
}

fn chart(data: &Waterfall, view: &View) -> Chart {
    let total_row = |named: &Named, link: bool| Row {
        strong: true,
        link: (link && named.value.drawable()).then_some(named.value.central),
        ..Row::of(named.name, Shape::Bar, Shade::Total, &named.value, view)
    };
    let mut rows = vec![total_row(&data.start, true)];
    let mut level = if data.start.value.drawable() {
        data.start.value.central
    } else {
        0.0
    };
    for step in data.steps {
        let change = step.value.central;
        let shade = if change < 0.0 { Shade::Down } else { Shade::Up };
        let mut row = Row::of(step.name, Shape::Bar, shade, &step.value, view);
        row.note = String::new();
        if step.value.drawable() {
            row.from = level;
            row.to = level + change;
            row.spread = step.value.spread().map(|(low, high)| (level + low, level + high));
            level = row.to;
            row.right = view.signed(change);
            let range = step.value.spread().map(|(low, high)| {
                [
                    " (",
                    &fill(view.words.from_to(), &[&view.signed(low), &view.signed(high)]),
                    ")",
                ]
                .concat()
            });
            row.mark.1 = [row.right.as_str(), &range.unwrap_or_default()].concat();
        }
        row.link = Some(level);
        rows.push(row);
    }
    rows.push(total_row(&data.end, false));
    Chart::of(rows)
}

fn table(data: &Waterfall, view: &View) -> Table {
    let all = [&[data.start], data.steps, &[data.end]].concat();
    let mut table = describe::table(view.words.step(), &all, view);
    // The steps are changes and show their sign.
    for row in table.rows.iter_mut().skip(1).take(data.steps.len()) {
        for cell in row {
            if let Some(change) = cell.number {
                cell.text = view.signed(change);
            }
        }
    }
    table
}
