//! Draws a row chart once its layout is known.

use super::super::axis::{AXIS_HEIGHT, Frame, Labels, Plot, Scale, drawable};
use super::super::backend::SceneBuilder;
use super::super::figure::empty;
use super::super::metrics::{width, wrap};
use super::super::palette::Role;
use super::super::scene::Anchor;
use super::super::{Mark, Scene, View};
use super::{Chart, Layout, Panel, Row, Shape};

/// Distance from one line of text to the next.
const LINE: i32 = 160;
/// From the middle of a line to its baseline.
const BASELINE_OFFSET: i32 = 45;

pub(super) fn scene(chart: &Chart, view: &View) -> (Scene, Vec<Mark>) {
    if chart.rows().all(|row| row.shape == Shape::Heading) {
        return empty(view);
    }
    let mut scale = chart.scale();
    let layout = chart.layout(view, &scale);
    scale.choose_ticks(
        layout.plot,
        (chart.panels.len() > 1).then_some(layout.panel + layout.gutter),
        if layout.plot < 2000 { 3 } else { 5 },
        true,
        &view.tick(&scale.clone()),
    );
    if chart.rows().all(|row| {
        row.values()
            .iter()
            .all(|value| *value == 0.0 || !drawable(*value))
    }) {
        // Without numbers the scale is arbitrary, so it gets no labels but zero.
        scale.ticks.retain(|tick| *tick == 0.0);
    }

    let body: i32 = layout.rows.iter().map(|(height, _)| height).sum();
    let remark = wrap(&chart.remark, Role::Note.style(), view.width(), 3);
    let remarks = if chart.remark.is_empty() {
        0
    } else {
        i32::try_from(remark.len()).unwrap_or(0)
    };
    let titles: Vec<Vec<String>> = chart
        .panels
        .iter()
        .map(|panel| wrap(&panel.title, Role::Head.style(), layout.panel - 160, 2))
        .collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(0);
    let heading = i32::try_from(lines.max(usize::from(chart.reference.is_some()))).unwrap_or(0) * LINE;
    // Long charts have their axis at the top, where reading begins, short ones at the bottom.
    let (axis_above, axis_below) = if chart.dense {
        (AXIS_HEIGHT, 0)
    } else {
        (0, AXIS_HEIGHT)
    };
    let top = remarks * LINE + heading + axis_above + 40 + if remarks + heading > 0 { 60 } else { 0 };

    let builder = SceneBuilder::new(view, top + body + axis_below);
    for (line, y) in remark.iter().zip((120..).step_by(LINE.unsigned_abs() as usize)) {
        builder.text(Role::Note.style(), (0, y), Anchor::Start, line, view.width());
    }
    let drawing = Drawing {
        chart,
        layout: &layout,
        scale: &scale,
        view,
        builder: &builder,
    };
    let mut left = layout.column;
    for (index, (panel, title)) in chart.panels.iter().zip(&titles).enumerate() {
        let frame = Frame {
            x: left + layout.inset,
            y: top,
            w: layout.plot,
            h: body,
        };
        drawing.title(panel, title, (left, top - axis_above - 100));
        drawing.panel(panel, frame, left, index == 0);
        left += layout.panel + layout.gutter;
    }
    builder.finish()
}

struct Drawing<'a> {
    chart: &'a Chart,
    layout: &'a Layout,
    scale: &'a Scale,
    view: &'a View<'a>,
    builder: &'a SceneBuilder,
}

/// Vertical position of a row: its middle in tenths of a pixel from the top of the plot and of the scene.
#[derive(Clone, Copy)]
struct RowPosition {
    in_plot: i32,
    in_scene: i32,
    thick: i32,
}

impl Drawing<'_> {
    fn panel(&self, panel: &Panel, frame: Frame, left: i32, first: bool) {
        let (builder, layout) = (self.builder, self.layout);
        let vertical = Scale::linear(f64::from(frame.h), 0.0);
        let scales = (self.scale.clone(), vertical);
        let tick = self.view.tick(self.scale);
        let write: Option<&dyn Fn(f64) -> String> = Some(&tick);
        let labels = if self.chart.dense {
            Labels {
                above: write,
                ..Labels::default()
            }
        } else {
            Labels {
                below: write,
                ..Labels::default()
            }
        };
        let plot = Plot::new(builder, frame, scales, labels);
        if let Some((value, name)) = &self.chart.reference {
            let x = plot.at(*value, 0.0).0;
            builder.path(
                Role::Reference.style(),
                &[(x, frame.y - 40), (x, frame.y + frame.h)],
            );
            builder.text(
                Role::Note.style(),
                (x, frame.y - 90),
                Anchor::Middle,
                name,
                self.view.width(),
            );
        }
        self.zero_line(&plot, panel, frame);
        let mut y = 0;
        for (index, (row, (height, lines))) in panel.rows.iter().zip(&layout.rows).enumerate() {
            let to_next = layout
                .rows
                .get(index + 1)
                .map_or(0, |(next, _)| i32::midpoint(*height, *next));
            if row.shape == Shape::Heading {
                builder.text(
                    Role::Head.style(),
                    (0, frame.y + y + height - 80),
                    Anchor::Start,
                    &row.label,
                    self.view.width(),
                );
            } else {
                let middle = y + if layout.above { 270 } else { height / 2 };
                let thick = if self.chart.dense { 110 } else { 150 };
                let line = RowPosition {
                    in_plot: middle,
                    in_scene: frame.y + middle,
                    thick,
                };
                let start = if first { 0 } else { left };
                let hit = [start, frame.y + y, left + layout.panel - start, *height];
                builder.mark(row.mark.0.clone(), row.mark.1.clone(), hit, &|| {
                    self.shape(&plot, row, line);
                    if layout.above {
                        self.texts_above_bar(row, line.in_scene - 120);
                    } else {
                        if first {
                            self.name(row, lines, line.in_scene);
                        }
                        self.value_texts(&plot, row, line.in_scene + BASELINE_OFFSET);
                        self.link(&plot, row, line, to_next);
                    }
                });
            }
            y += height;
        }
    }

    /// The heading of a panel next to a colour swatch, its last line at `bottom`.
    fn title(&self, panel: &Panel, lines: &[String], (left, bottom): (i32, i32)) {
        let mut y = bottom - LINE * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        if !lines.is_empty() {
            self.builder
                .rect(Role::Bar.shaded(panel.shade), (left, y - 100), (100, 100));
        }
        for line in lines {
            self.builder.line(
                Role::Head.style(),
                (left + 160, y),
                line,
                full_text(line, &panel.title),
            );
            y += LINE;
        }
    }

    /// The zero line, interrupted at headings.
    fn zero_line(&self, plot: &Plot, panel: &Panel, frame: Frame) {
        if self.layout.above || self.scale.log || self.scale.low > 0.0 || self.scale.high < 0.0 {
            return;
        }
        let x = plot.at(0.0, 0.0).0;
        let (mut start, mut y) = (frame.y, frame.y);
        for (row, (height, _)) in panel.rows.iter().zip(&self.layout.rows) {
            if row.shape == Shape::Heading {
                if y > start {
                    self.builder.path(Role::Axis.style(), &[(x, start), (x, y)]);
                }
                start = y + height;
            }
            y += height;
        }
        self.builder.path(Role::Axis.style(), &[(x, start), (x, y)]);
    }

    /// The bar or dot with its whisker.
    fn shape(&self, plot: &Plot, row: &Row, line: RowPosition) {
        if !drawable(row.to) {
            return;
        }
        let (middle, half) = (f64::from(line.in_plot), f64::from(line.thick / 2));
        let base = self.chart.base(self.scale);
        if row.shape == Shape::Dot {
            plot.path(
                Role::Stem.shaded(row.shade),
                vec![(base, middle), (row.to, middle)],
            );
        } else {
            let bars = [Some((row.from, row.to, row.shade)), row.second];
            for (from, to, shade) in bars
                .into_iter()
                .flatten()
                .filter(|(from, to, _)| (from - to).abs() > 0.0)
            {
                plot.bar(
                    Role::Bar.shaded(shade),
                    (from, middle - half),
                    (to, middle + half),
                );
            }
        }
        if let Some((low, high)) = row.spread {
            let cap = if row.shape == Shape::Dot { 0.0 } else { 35.0 };
            let ends = vec![
                (low, middle - cap),
                (low, middle + cap),
                (low, middle),
                (high, middle),
                (high, middle - cap),
                (high, middle + cap),
            ];
            if row.shape == Shape::Dot {
                plot.path(Role::Whisker.shaded(row.shade), ends);
            } else {
                plot.path(Role::Halo.style(), ends.clone());
                plot.path(Role::Whisker.style(), ends);
            }
        }
        if row.shape == Shape::Dot {
            plot.dot(
                Role::Dot.shaded(row.shade),
                (row.to, middle),
                if row.strong { 55 } else { 42 },
            );
        }
    }

    /// The name to the left of the plot.
    fn name(&self, row: &Row, lines: &[String], middle: i32) {
        let mut y = middle + BASELINE_OFFSET - (i32::try_from(lines.len()).unwrap_or(1) - 1) * LINE / 2;
        for line in lines {
            self.builder
                .line(row.label_style(), (0, y), line, full_text(line, &row.label));
            y += LINE;
        }
    }

    /// Values at the ends of the bar.
    fn value_texts(&self, plot: &Plot, row: &Row, y: i32) {
        let (low, high) = row.extent(self.chart.base(self.scale));
        let x = plot.at(low, 0.0).0 - row.gap();
        self.builder
            .text(Role::Value.style(), (x, y), Anchor::End, &row.left, i32::MAX);
        let x = plot.at(high, 0.0).0 + row.gap();
        self.builder
            .text(row.value_style(), (x, y), Anchor::Start, &row.right, i32::MAX);
        if self.layout.notes {
            let x = x + width(&row.right, row.value_style()) + 60;
            self.builder
                .text(Role::Note.style(), (x, y), Anchor::Start, &row.note, i32::MAX);
        }
    }

    /// Name at the left and value at the right, above the bar.
    fn texts_above_bar(&self, row: &Row, y: i32) {
        let mut end = self.layout.panel;
        let join = if row.left.is_empty() { "" } else { " … " };
        let value = [row.left.as_str(), join, &row.right].concat();
        let note = width(&row.note, Role::Note.style()) + 60;
        let name = width(&row.label, row.label_style()).min(end * 2 / 5);
        if !row.note.is_empty() && name + 120 + width(&value, row.value_style()) + note <= end {
            self.builder
                .text(Role::Note.style(), (end, y), Anchor::End, &row.note, i32::MAX);
            end -= note;
        }
        self.builder.text(
            row.value_style(),
            (end, y),
            Anchor::End,
            &value,
            self.layout.panel * 7 / 10,
        );
        end -= width(&value, row.value_style()).min(self.layout.panel * 7 / 10) + 120;
        self.builder
            .text(row.label_style(), (0, y), Anchor::Start, &row.label, end);
    }

    /// The connector of a waterfall, from under this bar to the top of the next.
    fn link(&self, plot: &Plot, row: &Row, line: RowPosition, to_next: i32) {
        if let Some(value) = row.link.filter(|v| drawable(*v)) {
            let x = plot.at(value, 0.0).0;
            let half = line.thick / 2;
            self.builder.path(
                Role::Link.style(),
                &[(x, line.in_scene + half), (x, line.in_scene + to_next - half)],
            );
        }
    }
}

/// The full text of a shortened line; `None` if the line was not shortened.
fn full_text<'a>(line: &str, text: &'a str) -> Option<&'a str> {
    (line.ends_with('…') && line != text).then_some(text)
}
