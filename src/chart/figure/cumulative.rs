//! Cumulative impact over the horizon: training, incurred once, against inference, incurred every day, and the
//! time at which inference overtakes training.

use super::super::axis::{AXIS_HEIGHT, Frame, Labels, Plot, Scale, drawable};
use super::super::backend::SceneBuilder;
use super::super::metrics::{width, wrap};
use super::super::palette::{Role, Shade};
use super::super::scene::Anchor;
use super::super::words::fill;
use super::super::{Cell, Figure, Interval, Mark, Scene, Table, View, describe};
use super::{complete, empty};

/// One point in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimePoint {
    /// Time since the start, in the unit of the axis.
    pub time: f64,
    /// Cumulative impact of training.
    pub training: Interval,
    /// Cumulative impact of inference.
    pub inference: Interval,
}

/// The time series of one scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeSeries<'a> {
    /// What the reader calls it.
    pub name: &'a str,
    /// Points in chronological order.
    pub points: &'a [TimePoint],
    /// When inference overtakes training, in the unit of the axis; `None` if it does not within the service period. A
    /// high end that is infinite lies beyond that.
    pub crossover: Option<Interval>,
}

/// The data of the figure.
#[derive(Clone, Copy)]
pub struct Cumulative<'a> {
    /// The scenarios, over the same times.
    pub series: &'a [TimeSeries<'a>],
    /// Formats a time in a sentence, such as "40 days" or "3 years".
    pub time: &'a dyn Fn(f64) -> String,
    /// Formats an end of an interval of times.
    pub bound: &'a dyn Fn(f64) -> String,
    /// Formats a tick of the time axis, which is a whole number.
    pub tick: &'a dyn Fn(f64) -> String,
}

/// Number of columns of the plot that can be selected, and of rows of the table: those of a year are its months.
const COLUMNS: usize = 13;
/// Height of a line of labels.
const LINE: i32 = 150;
/// Minimum distance between two labels.
const MIN_LABEL_GAP: i32 = 40;

/// Draws the figure.
pub fn draw(data: &Cumulative, view: &View) -> Figure {
    complete(
        scene(data, view),
        view.words.cumulative_kind(),
        caption(data, view),
        table(data, view),
        view,
    )
}

fn caption(data: &Cumulative, view: &View) -> String {
    let words = view.words;
    if let [series] = data.series {
        return match crossing(series) {
            _ if !trains(series) => fill(words.nothing_trained(), &[series.name]),
            Some(when) => fill(words.overtakes(), &[series.name, &time_text(data, &when, view)]),
            None => fill(words.never_overtakes(), &[series.name]),
        };
    }
    let (mut some, mut none, mut untrained) = (Vec::new(), Vec::new(), Vec::new());
    for series in data.series {
        match crossing(series) {
            _ if !trains(series) => untrained.push(series.name.to_owned()),
            // The intervals are drawn, and stand beside each mark: several of them would make the sentence unreadable.
            Some(when) => some.push(fill(
                words.name_and_time(),
                &[series.name, &(data.time)(when.central)],
            )),
            None => none.push(series.name.to_owned()),
        }
    }
    let sentences = [
        (words.overtakes_in(), some),
        (words.never_in(), none),
        (words.nothing_trained(), untrained),
    ];
    let sentences = sentences.iter().filter(|(_, list)| !list.is_empty());
    sentences
        .map(|(template, list)| fill(template, &[&list.join(&words.separator())]))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether the scenario includes training.
fn trains(series: &TimeSeries) -> bool {
    series.points.iter().any(|point| point.training.central > 0.0)
}

/// The crossover, if it can be drawn.
fn crossing(series: &TimeSeries) -> Option<Interval> {
    series.crossover.filter(|when| trains(series) && when.drawable())
}

fn time_text(data: &Cumulative, when: &Interval, view: &View) -> String {
    let text = (data.time)(when.central);
    let low = (data.bound)(when.low);
    let range = if when.is_certain() || !drawable(when.low) {
        return text;
    } else if drawable(when.high) {
        fill(view.words.from_to(), &[&low, &(data.bound)(when.high)])
    } else {
        fill(view.words.from_to_beyond(), &[&low])
    };
    fill(view.words.with_interval(), &[&text, &range])
}

fn table(data: &Cumulative, view: &View) -> Table {
    let words = view.words;
    let row = |series: &TimeSeries, point: &TimePoint| {
        let time = Cell {
            text: if drawable(point.time) {
                (data.time)(point.time)
            } else {
                view.text(f64::NAN)
            },
            number: Some(point.time).filter(|t| drawable(*t)),
        };
        let mut row = vec![
            describe::name(series.name),
            time,
            describe::number(point.training.central, view),
        ];
        row.extend(describe::interval(&point.inference, view));
        row
    };
    let names = [
        words.scenario(),
        words.time(),
        words.training(),
        words.inference(),
        words.low(),
        words.high(),
    ];
    Table {
        unit: view.unit.to_owned(),
        columns: describe::headings(&names),
        rows: data
            .series
            .iter()
            .flat_map(|series| {
                let chosen = representative(series.points.len());
                chosen.map(|index| row(series, &series.points[index]))
            })
            .collect(),
    }
}

/// Indices of at most [`COLUMNS`] points out of `count`, evenly spread, the first and the last among them.
fn representative(count: usize) -> impl Iterator<Item = usize> {
    let shown = count.min(COLUMNS);
    (0..shown).map(move |at| at * (count - 1) / (shown - 1).max(1))
}

/// The training value at a time, interpolated linearly.
fn training_at(series: &TimeSeries, time: f64) -> Option<f64> {
    let points = series.points;
    let next = points.iter().position(|point| point.time >= time)?;
    let (a, b) = (&points[next.saturating_sub(1)], &points[next]);
    let share = if b.time > a.time {
        (time - a.time) / (b.time - a.time)
    } else {
        0.0
    };
    let (from, to) = (a.training.central, b.training.central);
    Some(from + (to - from) * share.clamp(0.0, 1.0)).filter(|v| drawable(*v))
}

/// The drawable points of a line.
fn points(series: &TimeSeries, pick: fn(&TimePoint) -> f64) -> Vec<(f64, f64)> {
    let points = series.points.iter().map(|point| (point.time, pick(point)));
    points
        .filter(|(time, value)| drawable(*time) && drawable(*value))
        .collect()
}

fn scene(data: &Cumulative, view: &View) -> (Scene, Vec<Mark>) {
    let all_points = || data.series.iter().flat_map(|series| series.points);
    if !all_points().any(|point| drawable(point.time)) {
        return empty(view);
    }
    let (mut values, mut times) = (Vec::new(), Vec::new());
    for m in all_points() {
        for interval in [m.training, m.inference] {
            values.extend([interval.low, interval.central, interval.high]);
        }
        times.push(m.time);
    }
    let mut y = Scale::covering(&values, true, false);
    let mut x = Scale {
        whole: true,
        ..Scale::covering(&times, false, false)
    };

    let single = data.series.len() == 1;
    let names = if single {
        vec![view.words.inference(), view.words.training()]
    } else {
        data.series.iter().map(|series| series.name).collect()
    };
    let top = if single { 120 } else { 320 };
    let height = if view.narrow() { 2200 } else { 2800 };
    let amount = view.tick(&y);
    y.choose_ticks(height, None, 5, false, &amount);
    let left = 80
        + y.ticks
            .iter()
            .map(|tick| width(&amount(*tick), Role::Tick.style()))
            .max()
            .unwrap_or(0);
    let longest = names
        .iter()
        .map(|name| width(name, Role::Label.style()))
        .max()
        .unwrap_or(0);
    let right = longest.min(view.width() * 3 / 10) + 140;
    let frame = Frame {
        x: left,
        y: top,
        w: (view.width() - left - right).max(200),
        h: height,
    };
    x.choose_ticks(frame.w, None, 6, true, data.tick);

    let builder = SceneBuilder::new(view, top + height + AXIS_HEIGHT + 40);
    let labels = Labels {
        below: Some(data.tick),
        left: Some(&amount),
        above: None,
    };
    let plot = Plot::new(&builder, frame, (x, y), labels);
    builder.path(
        Role::Axis.style(),
        &[(frame.x, frame.y + height), (frame.x + frame.w, frame.y + height)],
    );
    if !single {
        legend(&builder, frame.x, view);
    }
    columns(&builder, &plot, data, frame, view);
    let mut ends = Vec::new();
    for (index, series) in data.series.iter().enumerate() {
        let shade = view.shade(index);
        if single {
            band(&plot, shade, series);
        }
        let (training, inference) = (
            points(series, |m| m.training.central),
            points(series, |m| m.inference.central),
        );
        let tips = [(&inference, names[index]), (&training, view.words.training())];
        for (line, name) in tips.into_iter().take(if single { 2 } else { 1 }) {
            ends.extend(line.last().map(|(x, y)| (plot.at(*x, *y), name, shade)));
        }
        plot.path(Role::Dash.shaded(shade), training);
        plot.path(Role::Line.shaded(shade), inference);
        if !single && let Some((low, high)) = series.points.last().and_then(|m| m.inference.spread()) {
            // The intervals at the end of the horizon are drawn next to the plot, one scenario after the other.
            let x = frame.x + frame.w + 30 + 20 * i32::try_from(index).unwrap_or(0);
            builder.path(
                Role::Whisker.shaded(shade),
                &[(x, plot.at(0.0, low).1), (x, plot.at(0.0, high).1)],
            );
        }
    }
    end_labels(&builder, &ends, frame, view);
    crossovers(&builder, &plot, data, frame, view);
    builder.finish()
}

/// Legend of the two line types.
fn legend(builder: &SceneBuilder, left: i32, view: &View) {
    const SAMPLE: i32 = 260;
    let kinds = [
        (Role::Line, view.words.inference()),
        (Role::Dash, view.words.training()),
    ];
    let wide = |text: &str| SAMPLE + 70 + width(text, Role::Note.style());
    let all: i32 = kinds.iter().map(|(_, text)| wide(text) + 240).sum();
    let mut x = left.min(view.width() - all).max(0);
    for (role, text) in kinds {
        builder.path(role.shaded(Shade::Muted), &[(x, 110), (x + SAMPLE, 110)]);
        builder.text(
            Role::Note.style(),
            (x + SAMPLE + 70, 150),
            Anchor::Start,
            text,
            i32::MAX,
        );
        x += wide(text) + 240;
    }
}

/// The 90 % interval of inference around its line.
fn band(plot: &Plot, shade: Shade, series: &TimeSeries) {
    let mut corners = points(series, |m| {
        m.inference
            .spread()
            .map_or(m.inference.central, |spread| spread.0)
    });
    let upper = points(series, |m| {
        m.inference
            .spread()
            .map_or(m.inference.central, |spread| spread.1)
    });
    corners.extend(upper.iter().rev());
    if corners.len() > 2 {
        plot.area(Role::Area.shaded(shade), corners);
    }
}

/// Columns across the plot that show all values at a time; each covers the times that are nearest to its own.
fn columns(builder: &SceneBuilder, plot: &Plot, data: &Cumulative, frame: Frame, view: &View) {
    let Some(longest) = data.series.iter().max_by_key(|series| series.points.len()) else {
        return;
    };
    let times: Vec<f64> = longest.points.iter().map(|point| point.time).collect();
    let mut known: Vec<usize> = (0..times.len()).filter(|index| drawable(times[*index])).collect();
    known.sort_by(|a, b| times[*a].total_cmp(&times[*b]));
    let chosen: Vec<usize> = representative(known.len()).map(|at| known[at]).collect();
    let count = chosen.len();
    let x_of = |column: usize| plot.at(times[chosen[column]], 0.0).0;
    let mut start = frame.x;
    for (column, index) in chosen.iter().enumerate() {
        let x = x_of(column);
        let end = if column + 1 < count {
            i32::midpoint(x, x_of(column + 1))
        } else {
            frame.x + frame.w
        };
        let values = data
            .series
            .iter()
            .filter_map(|series| values_at(series, *index, data.series.len() > 1, view));
        let values = values.collect::<Vec<_>>().join(&view.words.separator());
        let time = (data.time)(times[*index]);
        builder.mark(time, values, [start, frame.y, end - start, frame.h], &|| {
            builder.path(Role::Guide.style(), &[(x, frame.y), (x, frame.y + frame.h)]);
        });
        start = end;
    }
}

/// The values of a scenario at one point in time, as text.
fn values_at(series: &TimeSeries, index: usize, named: bool, view: &View) -> Option<String> {
    let point = series.points.get(index)?;
    let (inference, training) = (view.full(&point.inference), view.full(&point.training));
    let values = [
        view.words.inference(),
        " ",
        &inference,
        ", ",
        view.words.training(),
        " ",
        &training,
    ]
    .concat();
    Some(if named {
        fill(view.words.labelled(), &[series.name, &values])
    } else {
        values
    })
}

/// Names at the ends of their lines, wrapped into two lines if necessary, moved apart where they would overlap.
fn end_labels(builder: &SceneBuilder, ends: &[((i32, i32), &str, Shade)], frame: Frame, view: &View) {
    let start = frame.x + frame.w + 140;
    let style = Role::Label.style();
    let mut ranked: Vec<usize> = (0..ends.len()).collect();
    ranked.sort_by_key(|end| ends[*end].0.1);
    let texts: Vec<Vec<String>> = ranked
        .iter()
        .map(|end| wrap(ends[*end].1, style, view.width() - start, 2))
        .collect();
    let tall = |lines: &Vec<String>| LINE * i32::try_from(lines.len()).unwrap_or(1) + MIN_LABEL_GAP;
    // Height of the current label and all those below it.
    let mut below: i32 = texts.iter().map(tall).sum();
    let mut top = frame.y;
    for (end, lines) in ranked.into_iter().zip(&texts) {
        let ((x, y), name, shade) = ends[end];
        let height = tall(lines);
        top = (y - height / 2).min(frame.y + frame.h - below).max(top);
        let middle = i32::midpoint(top, top + height);
        if (middle - y).abs() > 60 {
            builder.path(Role::Stem.shaded(shade), &[(x + 20, y), (start - 40, middle)]);
        }
        for (line, y) in lines
            .iter()
            .zip((top + MIN_LABEL_GAP / 2 + LINE / 2 + 45..).step_by(LINE.unsigned_abs() as usize))
        {
            builder.line(
                style,
                (start, y),
                line,
                (line.ends_with('…') && line != name).then_some(name),
            );
        }
        top += height;
        below -= height;
    }
}

/// Rings where inference overtakes training, each labelled with the time if there is a free position.
fn crossovers(builder: &SceneBuilder, plot: &Plot, data: &Cumulative, frame: Frame, view: &View) {
    let mut taken: Vec<[i32; 4]> = Vec::new();
    let style = Role::Note.style();
    for (index, series) in data.series.iter().enumerate() {
        let Some(when) = crossing(series) else { continue };
        let Some(value) = training_at(series, when.central) else {
            continue;
        };
        let (x, y) = plot.at(when.central, value);
        let shade = view.shade(index);
        let label = if data.series.len() == 1 {
            view.words.crossover().to_owned()
        } else {
            [series.name, ", ", view.words.crossover()].concat()
        };
        let text = (data.time)(when.central);
        let spot = free_spot((x, y), width(&text, style), frame, &taken);
        taken.extend(spot);
        taken.push([x - 60, y - 60, x + 60, y + 60]);
        builder.mark(
            label,
            time_text(data, &when, view),
            [x - 80, y - 80, 160, 160],
            &|| {
                if !when.is_certain() && drawable(when.low) {
                    // An end beyond the service period is drawn at the edge of the plot.
                    let high = when
                        .high
                        .min(series.points.last().map_or(when.low, |point| point.time));
                    plot.path(
                        Role::Whisker.shaded(shade),
                        vec![(when.low, value), (high, value)],
                    );
                }
                builder.circle(Role::Ring.shaded(shade), (x, y), 55);
                if let Some([left, _, _, bottom]) = spot {
                    builder.text(style, (left, bottom - 40), Anchor::Start, &text, i32::MAX);
                }
            },
        );
    }
}

/// A free position for a text of this width near a ring; `None` if there is none.
fn free_spot((x, y): (i32, i32), wide: i32, frame: Frame, taken: &[[i32; 4]]) -> Option<[i32; 4]> {
    let offsets = [
        (-wide / 2, -130),
        (-wide / 2, 220),
        (130, -60),
        (-130 - wide, -60),
        (130, 160),
    ];
    for (dx, dy) in offsets {
        let spot = [x + dx, y + dy - 110, x + dx + wide, y + dy + 40];
        let inside = spot[0] >= frame.x
            && spot[2] <= frame.x + frame.w
            && spot[1] >= frame.y
            && spot[3] <= frame.y + frame.h;
        let apart = |t: &[i32; 4]| spot[2] < t[0] || t[2] < spot[0] || spot[3] < t[1] || t[3] < spot[1];
        if inside && taken.iter().all(apart) {
            return Some(spot);
        }
    }
    None
}
