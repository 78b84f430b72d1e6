//! Stage breakdown: what each stage of the life cycle adds, for one to four scenarios.
//!
//! Every bar starts at zero, so that stages can be compared with each other and across scenarios. Where there is
//! enough space each scenario has its own panel on a common scale; otherwise the scenarios are listed under each stage.

use super::super::rows::{Chart, Panel, Row, Shape};
use super::super::words::fill;
use super::super::{Cell, Figure, Interval, Named, Table, View, describe};
use super::complete;

/// One scenario's values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breakdown<'a> {
    /// What the reader calls it.
    pub name: &'a str,
    /// One value per stage, in the order of [`Stages::stages`]; missing ones are unknown.
    pub values: &'a [f64],
    /// The total over all stages.
    pub total: Interval,
}

/// The data of the figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stages<'a> {
    /// Names of the stages.
    pub stages: &'a [&'a str],
    /// The scenarios.
    pub scenarios: &'a [Breakdown<'a>],
}

impl Breakdown<'_> {
    fn stage(&self, index: usize) -> Interval {
        Interval::exact(self.values.get(index).copied().unwrap_or(f64::NAN))
    }
}

/// Draws the figure.
pub fn draw(data: &Stages, view: &View) -> Figure {
    let single = data.scenarios.len() == 1;
    // Width left for each panel next to the names, in pixels.
    let panel = view.width() / 16 / i32::try_from(data.scenarios.len()).unwrap_or(1).max(1);
    let chart = if panel >= 140 || single {
        side_by_side(data, view)
    } else {
        stacked(data, view)
    };
    let words = view.words;
    let columns = [
        words.stage(),
        words.scenario(),
        words.central(),
        words.low(),
        words.high(),
    ];
    let table = Table {
        unit: view.unit.to_owned(),
        columns: describe::headings(&columns),
        rows: data
            .scenarios
            .iter()
            .flat_map(|scenario| table_rows(data, scenario, view))
            .collect(),
    };
    complete(
        chart.draw(view),
        view.words.stages_kind(),
        caption(data, view),
        table,
        view,
    )
}

fn table_rows(data: &Stages, scenario: &Breakdown, view: &View) -> Vec<Vec<Cell>> {
    let row = |stage: &str, cells: [Cell; 3]| {
        let mut row = vec![describe::name(stage), describe::name(scenario.name)];
        row.extend(cells);
        row
    };
    let unknown = || Cell {
        text: String::new(),
        number: None,
    };
    let stages = data.stages.iter().enumerate().map(|(index, stage)| {
        row(
            stage,
            [
                describe::number(scenario.stage(index).central, view),
                unknown(),
                unknown(),
            ],
        )
    });
    let total = row(view.words.total(), describe::interval(&scenario.total, view));
    std::iter::once(total).chain(stages).collect()
}

/// The row of a stage, or of the total for `None`.
fn row(data: &Stages, stage: Option<usize>, scenario: usize, label: &str, view: &View) -> Row {
    let breakdown = &data.scenarios[scenario];
    let value = stage.map_or(breakdown.total, |index| breakdown.stage(index));
    let mut row = Row::of(label, Shape::Bar, view.shade(scenario), &value, view);
    let stage_name = stage.map_or(view.words.total(), |index| data.stages[index]);
    row.strong = stage.is_none();
    let share = value.central / breakdown.total.central;
    if stage.is_some() && share.is_finite() {
        row.note = describe::percent(share, view.words);
        row.mark.1 = [row.mark.1.as_str(), ", ", &row.note].concat();
    }
    row.mark.0 = if data.scenarios.len() == 1 {
        stage_name.to_owned()
    } else {
        [stage_name, ", ", breakdown.name].concat()
    };
    row
}

fn all_rows(data: &Stages) -> impl Iterator<Item = Option<usize>> + use<> {
    std::iter::once(None).chain((0..data.stages.len()).map(Some))
}

fn side_by_side(data: &Stages, view: &View) -> Chart {
    let panels = data
        .scenarios
        .iter()
        .enumerate()
        .map(|(scenario, breakdown)| Panel {
            title: if data.scenarios.len() == 1 {
                String::new()
            } else {
                breakdown.name.to_owned()
            },
            shade: view.shade(scenario),
            rows: all_rows(data)
                .map(|stage| {
                    let label = stage.map_or(view.words.total(), |index| data.stages[index]);
                    row(data, stage, scenario, label, view)
                })
                .collect(),
        });
    Chart {
        panels: panels.collect(),
        from_zero: true,
        ..Chart::default()
    }
}

fn stacked(data: &Stages, view: &View) -> Chart {
    let mut rows = Vec::new();
    for stage in all_rows(data) {
        rows.push(Row::heading(
            stage.map_or(view.words.total(), |index| data.stages[index]),
        ));
        for (scenario, breakdown) in data.scenarios.iter().enumerate() {
            rows.push(Row {
                strong: false,
                ..row(data, stage, scenario, breakdown.name, view)
            });
        }
    }
    Chart {
        dense: true,
        ..Chart::of(rows)
    }
}

fn caption(data: &Stages, view: &View) -> String {
    let words = view.words;
    let largest = |breakdown: &Breakdown| {
        let stages = 0..data.stages.len();
        stages
            .map(|index| (index, breakdown.stage(index).central))
            .filter(|(_, v)| *v > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
    };
    let tops: Vec<_> = data.scenarios.iter().map(largest).collect();
    if let ([breakdown], [Some((stage, value))]) = (data.scenarios, tops.as_slice()) {
        let share = value / breakdown.total.central;
        if share.is_finite() {
            let share = describe::percent(share, words);
            return fill(
                words.stage_share(),
                &[
                    data.stages[*stage],
                    &share,
                    &view.full(&breakdown.total),
                    breakdown.name,
                ],
            );
        }
    }
    let totals: Vec<Named> = data
        .scenarios
        .iter()
        .map(|breakdown| Named {
            name: breakdown.name,
            value: breakdown.total,
        })
        .collect();
    let mut text = describe::comparison(&totals, view);
    if let Some((stage, _)) = tops.first().copied().flatten()
        && tops
            .iter()
            .all(|top| top.is_some_and(|(index, _)| index == stage))
    {
        text = [
            fill(words.stage_same(), &[data.stages[stage]]).as_str(),
            " ",
            &text,
        ]
        .concat();
    }
    text
}
