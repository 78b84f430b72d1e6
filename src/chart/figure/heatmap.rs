//! Heat map: a value for each hour of the day in each month, such as the carbon intensity of a grid.

use super::super::axis::{Frame, Labels, Plot, Scale, drawable, tenths};
use super::super::backend::SceneBuilder;
use super::super::metrics::width;
use super::super::palette::{Role, Shade};
use super::super::scene::Anchor;
use super::super::words::fill;
use super::super::{Figure, Mark, Scene, Table, View, describe};
use super::empty;

/// Mean values by month (January first) and hour of the day (from midnight).
pub type Profile = [[f64; 24]; 12];

/// Draws the figure: hours as columns and months as rows, on a phone the other way round.
pub fn draw(profile: &Profile, view: &View) -> Figure {
    let words = view.words;
    let ends = ends(profile);
    let caption = ends.map_or_else(
        || words.empty().to_owned(),
        |(low, high)| {
            let text = |(month, hour): (usize, usize)| {
                [
                    words.month_names()[month].to_owned(),
                    clock(hour, view),
                    view.text(profile[month][hour]),
                ]
            };
            let (low, high) = (text(low), text(high));
            fill(
                words.heat_ends(),
                &[&low[0], &low[1], &low[2], &high[0], &high[1], &high[2]],
            )
        },
    );
    let mut columns = describe::headings(&[words.hour()]);
    columns.extend(words.month_names().iter().map(|month| (*month).to_owned()));
    let rows = (0..24).map(|hour| {
        let values = profile.iter().map(|month| describe::number(month[hour], view));
        std::iter::once(describe::name(&clock(hour, view)))
            .chain(values)
            .collect()
    });
    let table = Table {
        unit: view.unit.to_owned(),
        columns,
        rows: rows.collect(),
    };
    let (scene, marks) = scene(profile, view);
    let description = [words.heat_kind(), " ", &caption].concat();
    let marks_per_row = if view.narrow() { 12 } else { 24 };
    Figure {
        scene,
        caption,
        description,
        table,
        marks,
        marks_per_row,
    }
}

fn clock(hour: usize, view: &View) -> String {
    fill(view.words.clock(), &[&hour.to_string()])
}

/// Month and hour of the lowest and of the highest value.
fn ends(profile: &Profile) -> Option<((usize, usize), (usize, usize))> {
    let cells = || (0..12).flat_map(|month| (0..24).map(move |hour| (month, hour)));
    let known = || cells().filter(|(month, hour)| drawable(profile[*month][*hour]));
    let order = |a: &(usize, usize), b: &(usize, usize)| profile[a.0][a.1].total_cmp(&profile[b.0][b.1]);
    // Of equal values, the first.
    let highest = known().reduce(|best, cell| if order(&cell, &best).is_gt() { cell } else { best });
    known().min_by(order).zip(highest)
}

/// Layout of the cells.
struct Grid {
    /// Months are columns and hours rows, as on a phone; otherwise the reverse.
    months_as_columns: bool,
    columns: i32,
    rows: i32,
    /// Size of a cell in tenths of a pixel.
    cell: (i32, i32),
}

impl Grid {
    /// Month and hour of a cell.
    fn at(&self, column: i32, row: i32) -> (usize, usize) {
        let (month, hour) = if self.months_as_columns {
            (column, row)
        } else {
            (row, column)
        };
        (
            usize::try_from(month).unwrap_or(0),
            usize::try_from(hour).unwrap_or(0),
        )
    }

    /// Column and row of a month and hour.
    fn place(&self, (month, hour): (usize, usize)) -> (f64, f64) {
        let (month, hour) = (month as f64, hour as f64);
        if self.months_as_columns {
            (month, hour)
        } else {
            (hour, month)
        }
    }

    fn heading(&self, index: i32, of_column: bool, view: &View) -> String {
        let index = usize::try_from(index).unwrap_or(0);
        if of_column == self.months_as_columns {
            view.words.month_names()[index % 12].to_owned()
        } else {
            clock(index, view)
        }
    }
}

fn scene(profile: &Profile, view: &View) -> (Scene, Vec<Mark>) {
    let Some((lowest, highest)) = ends(profile) else {
        return empty(view);
    };
    let months_as_columns = view.narrow();
    let (columns, rows, height) = if months_as_columns {
        (12, 24, 160)
    } else {
        (24, 12, 230)
    };
    let mut grid = Grid {
        months_as_columns,
        columns,
        rows,
        cell: (0, height),
    };
    let widest = |count: i32, of_column: bool| {
        let headings =
            (0..count).map(|index| width(&grid.heading(index, of_column, view), Role::Tick.style()));
        headings.max().unwrap_or(0)
    };
    let (left, heading) = (80 + widest(rows, false), widest(columns, true));
    grid.cell.0 = (view.width() - left) / columns;
    let frame = Frame {
        x: left,
        y: 240,
        w: grid.cell.0 * columns,
        h: height * rows,
    };
    let builder = SceneBuilder::new(view, frame.y + frame.h + 380);
    let scales = (
        Scale::linear(0.0, f64::from(columns)),
        Scale::linear(f64::from(rows), 0.0),
    );
    let plot = Plot::new(&builder, frame, scales, Labels::default());

    let gap = if months_as_columns { 30 } else { 140 };
    let stride = [1, 2, 3, 4, 6]
        .into_iter()
        .find(|n| heading + gap <= grid.cell.0 * n)
        .unwrap_or(12);
    for column in (0..columns).filter(|column| column % stride == 0) {
        let x = plot.at(f64::from(column) + 0.5, 0.0).0;
        let text = grid.heading(column, true, view);
        builder.text(
            Role::Tick.style(),
            (x, frame.y - 80),
            Anchor::Middle,
            &text,
            i32::MAX,
        );
    }
    // Where rows are low, only every second heading fits.
    for row in (0..rows).filter(|row| !months_as_columns || row % 2 == 0) {
        let y = plot.at(0.0, f64::from(row) + 0.5).1 + 42;
        let text = grid.heading(row, false, view);
        builder.text(Role::Tick.style(), (left - 80, y), Anchor::End, &text, i32::MAX);
    }
    let range = (profile[lowest.0][lowest.1], profile[highest.0][highest.1]);
    cells(&builder, &plot, profile, &grid, range, view);
    for end in [lowest, highest] {
        let (x, y) = grid.place(end);
        let (a, b) = (plot.at(x, y), plot.at(x + 1.0, y + 1.0));
        // The outline in the background colour makes the ring visible on dark cells.
        for role in [Role::Halo, Role::Ring] {
            builder.path(role.style(), &[a, (b.0, a.1), b, (a.0, b.1), a]);
        }
    }
    legend(&builder, range, (left, frame.y + frame.h + 160), view);
    builder.finish()
}

fn cells(
    builder: &SceneBuilder,
    plot: &Plot,
    profile: &Profile,
    grid: &Grid,
    (low, high): (f64, f64),
    view: &View,
) {
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let (month, hour) = grid.at(column, row);
            let value = profile[month][hour];
            let known = drawable(value);
            let label = fill(
                view.words.hour_in_month(),
                &[view.words.month_names()[month], &clock(hour, view)],
            );
            let text = if known {
                view.text(value)
            } else {
                view.words.no_data().to_owned()
            };
            let shade = if known {
                shade(value, low, high)
            } else {
                Shade::Missing
            };
            let (x, y) = (f64::from(column), f64::from(row));
            let corner = plot.at(x, y);
            builder.mark(
                label,
                text,
                [corner.0, corner.1, grid.cell.0, grid.cell.1],
                &|| {
                    plot.bar(
                        Role::Cell.shaded(shade),
                        (x + 0.02, y + 0.03),
                        (x + 0.98, y + 0.97),
                    );
                },
            );
        }
    }
}

/// The shade of one of seven equal steps between the extremes.
fn shade(value: f64, low: f64, high: f64) -> Shade {
    let share = (value - low) / (high - low);
    Shade::heat(usize::try_from(tenths(share * 7.0 - 0.5)).unwrap_or(0))
}

/// Legend: the seven steps between the lowest and the highest value.
fn legend(builder: &SceneBuilder, (low, high): (f64, f64), (left, top): (i32, i32), view: &View) {
    let step = if view.narrow() { 200 } else { 280 };
    let style = Role::Tick.style();
    let (low, high) = (view.text(low), view.text(high));
    let (before, after) = (width(&low, style), width(&high, style));
    if before + after + step * 7 + 160 > view.width() {
        return;
    }
    let mut x = left.min(view.width() - before - after - step * 7 - 160);
    builder.text(style, (x, top + 110), Anchor::Start, &low, i32::MAX);
    x += before + 80;
    for index in 0..7 {
        builder.rect(Role::Cell.shaded(Shade::heat(index)), (x, top), (step, 140));
        x += step;
    }
    builder.text(style, (x + 80, top + 110), Anchor::Start, &high, i32::MAX);
}
