//! Text about figures: parts of captions, and the description that screen readers announce.

use super::words::fill;
use super::{Cell, Interval, Mark, Named, Table, View, Words};

/// Marks listed individually in a description; the table has them all.
const MAX_LISTED: usize = 8;

/// The kind of chart, then its marks with their values.
pub(crate) fn description(kind: &str, marks: &[Mark], words: &Words) -> String {
    let mut text = kind.to_owned();
    let separator = words.separator();
    for (index, mark) in marks.iter().take(MAX_LISTED).enumerate() {
        text.push_str(if index == 0 { " " } else { &separator });
        text.push_str(&fill(words.labelled(), &[&mark.label, &mark.value]));
    }
    if marks.len() > MAX_LISTED {
        text.push_str(&separator);
        text.push_str(&fill(
            words.more_marks(),
            &[&(marks.len() - MAX_LISTED).to_string()],
        ));
    }
    if !marks.is_empty() {
        text.push('.');
    }
    text
}

/// A share (0 to 1) as a whole percentage.
pub(crate) fn percent(share: f64, words: &Words) -> String {
    let whole = super::axis::tenths(share.abs() * 100.0);
    if whole == 0 && share != 0.0 {
        return words.below_one_percent().to_owned();
    }
    fill(words.percent(), &[&whole.to_string()])
}

/// Sentence on the lowest and highest value, and whether their intervals overlap.
pub(crate) fn comparison(values: &[Named], view: &View) -> String {
    let words = view.words;
    let known: Vec<&Named> = values.iter().filter(|named| named.value.drawable()).collect();
    let by_value = |a: &&&Named, b: &&&Named| a.value.central.total_cmp(&b.value.central);
    let (Some(low), Some(high)) = (known.iter().min_by(by_value), known.iter().max_by(by_value)) else {
        return words.empty().to_owned();
    };
    if known.len() == 1 {
        let range = view.spread(&low.value);
        let template = if range.is_empty() {
            words.one_value()
        } else {
            words.one_interval()
        };
        return fill(template, &[low.name, &view.text(low.value.central), &range]);
    }
    if (high.value.central - low.value.central).abs() <= 0.0 {
        return fill(words.all_equal(), &[&view.full(&low.value)]);
    }
    let mut text = lowest_and_highest(values, view);
    if let (Some(a), Some(b)) = (low.value.spread(), high.value.spread()) {
        text.push(' ');
        text.push_str(if a.1 >= b.0 {
            words.overlap()
        } else {
            words.no_overlap()
        });
    }
    text
}

/// Sentence on the lowest and highest value.
pub(crate) fn lowest_and_highest(values: &[Named], view: &View) -> String {
    let by_value = |a: &&Named, b: &&Named| a.value.central.total_cmp(&b.value.central);
    let known = || values.iter().filter(|named| named.value.drawable());
    let (Some(low), Some(high)) = (known().min_by(by_value), known().max_by(by_value)) else {
        return view.words.empty().to_owned();
    };
    let ends = [
        low.name,
        &view.text(low.value.central),
        high.name,
        &view.text(high.value.central),
    ];
    fill(view.words.lowest_highest(), &ends)
}

/// A cell with a name.
pub(crate) fn name(text: &str) -> Cell {
    Cell {
        text: text.to_owned(),
        number: None,
    }
}

/// A cell with a number.
pub(crate) fn number(value: f64, view: &View) -> Cell {
    Cell {
        text: view.text(value),
        number: super::axis::drawable(value).then_some(value),
    }
}

/// Central value and bounds as three cells.
pub(crate) fn interval(value: &Interval, view: &View) -> [Cell; 3] {
    [value.central, value.low, value.high].map(|v| number(v, view))
}

/// A table of names and intervals.
pub(crate) fn table(heading: &str, values: &[Named], view: &View) -> Table {
    let words = view.words;
    let rows = values.iter().map(|named| {
        let mut row = vec![name(named.name)];
        row.extend(interval(&named.value, view));
        row
    });
    Table {
        unit: view.unit.to_owned(),
        columns: headings(&[heading, words.central(), words.low(), words.high()]),
        rows: rows.collect(),
    }
}

/// Column headings.
pub(crate) fn headings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
