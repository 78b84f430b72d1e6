//! Drawing of rows once their space is divided.

use super::super::axis::{AXIS, Frame, Labels, Plot, Scale, drawable};
use super::super::backend::Pen;
use super::super::figure::empty;
use super::super::metrics::{width, wrap};
use super::super::palette::Part;
use super::super::scene::Anchor;
use super::super::{Mark, Scene, View};
use super::{Chart, Layout, Panel, Row, Shape};

/// Distance from one line of text to the next.
const LINE: i32 = 160;
/// From the middle of a line to its baseline.
const DROP: i32 = 45;

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
        view.tick,
    );
    if chart.rows().all(|row| {
        row.values()
            .iter()
            .all(|value| *value == 0.0 || !drawable(*value))
    }) {
        // A scale made up for want of numbers is not to be read off.
        scale.ticks.retain(|tick| *tick == 0.0);
    }

    let body: i32 = layout.rows.iter().map(|(height, _)| height).sum();
    let remark = wrap(&chart.remark, Part::Note.ink(), view.width(), 3);
    let remarks = if chart.remark.is_empty() {
        0
    } else {
        i32::try_from(remark.len()).unwrap_or(0)
    };
    let titles: Vec<Vec<String>> = chart
        .panels
        .iter()
        .map(|panel| wrap(&panel.title, Part::Head.ink(), layout.panel - 160, 2))
        .collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(0);
    let heading = i32::try_from(lines.max(usize::from(chart.reference.is_some()))).unwrap_or(0) * LINE;
    // A long figure has its scale where reading begins, a short one where it ends.
    let (over, under) = if chart.dense { (AXIS, 0) } else { (0, AXIS) };
    let top = remarks * LINE + heading + over + 40 + if remarks + heading > 0 { 60 } else { 0 };

    let pen = Pen::new(view.width(), top + body + under);
    for (line, y) in remark.iter().zip((120..).step_by(LINE.unsigned_abs() as usize)) {
        pen.text(Part::Note.ink(), (0, y), Anchor::Start, line, view.width());
    }
    let drawing = Drawing {
        chart,
        layout: &layout,
        scale: &scale,
        view,
        pen: &pen,
    };
    let mut left = layout.column;
    for (index, (panel, title)) in chart.panels.iter().zip(&titles).enumerate() {
        let frame = Frame {
            x: left + layout.inset,
            y: top,
            w: layout.plot,
            h: body,
        };
        drawing.title(panel, title, (left, top - over - 100));
        drawing.panel(panel, frame, left, index == 0);
        left += layout.panel + layout.gutter;
    }
    pen.finish()
}

struct Drawing<'a> {
    chart: &'a Chart,
    layout: &'a Layout,
    scale: &'a Scale,
    view: &'a View<'a>,
    pen: &'a Pen,
}

/// A row's place: its middle in tenths of a pixel from the top of the plot and of the scene.
#[derive(Clone, Copy)]
struct Line {
    in_plot: i32,
    in_scene: i32,
    thick: i32,
}

impl Drawing<'_> {
    fn panel(&self, panel: &Panel, frame: Frame, left: i32, first: bool) {
        let (pen, layout) = (self.pen, self.layout);
        let vertical = Scale::even(f64::from(frame.h), 0.0);
        let scales = (self.scale.clone(), vertical);
        let write = Some(self.view.tick);
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
        let plot = Plot::new(pen, frame, scales, labels);
        if let Some((value, name)) = &self.chart.reference {
            let x = plot.at(*value, 0.0).0;
            pen.path(
                Part::Reference.ink(),
                &[(x, frame.y - 40), (x, frame.y + frame.h)],
            );
            pen.text(
                Part::Note.ink(),
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
                pen.text(
                    Part::Head.ink(),
                    (0, frame.y + y + height - 80),
                    Anchor::Start,
                    &row.label,
                    self.view.width(),
                );
            } else {
                let middle = y + if layout.above { 270 } else { height / 2 };
                let thick = if self.chart.dense { 110 } else { 150 };
                let line = Line {
                    in_plot: middle,
                    in_scene: frame.y + middle,
                    thick,
                };
                let start = if first { 0 } else { left };
                let hit = [start, frame.y + y, left + layout.panel - start, *height];
                pen.mark(row.mark.0.clone(), row.mark.1.clone(), hit, &|| {
                    self.shape(&plot, row, line);
                    if layout.above {
                        self.texts_above(row, line.in_scene - 120);
                    } else {
                        if first {
                            self.name(row, lines, line.in_scene);
                        }
                        self.texts_beside(&plot, row, line.in_scene + DROP);
                        self.link(&plot, row, line, to_next);
                    }
                });
            }
            y += height;
        }
    }

    /// The heading of a panel, its last line at `y`, beside a patch of its colour.
    fn title(&self, panel: &Panel, lines: &[String], (left, bottom): (i32, i32)) {
        let mut y = bottom - LINE * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        if !lines.is_empty() {
            self.pen
                .rect(Part::Bar.of(panel.tone), (left, y - 100), (100, 100));
        }
        for line in lines {
            self.pen.line(
                Part::Head.ink(),
                (left + 160, y),
                line,
                full_text(line, &panel.title),
            );
            y += LINE;
        }
    }

    /// The line bars start from, interrupted where a heading or a name stands.
    fn zero_line(&self, plot: &Plot, panel: &Panel, frame: Frame) {
        if self.layout.above || self.scale.log || self.scale.low > 0.0 || self.scale.high < 0.0 {
            return;
        }
        let x = plot.at(0.0, 0.0).0;
        let (mut start, mut y) = (frame.y, frame.y);
        for (row, (height, _)) in panel.rows.iter().zip(&self.layout.rows) {
            if row.shape == Shape::Heading {
                if y > start {
                    self.pen.path(Part::Axis.ink(), &[(x, start), (x, y)]);
                }
                start = y + height;
            }
            y += height;
        }
        self.pen.path(Part::Axis.ink(), &[(x, start), (x, y)]);
    }

    /// Bar or dot, and the whisker over it.
    fn shape(&self, plot: &Plot, row: &Row, line: Line) {
        if !drawable(row.to) {
            return;
        }
        let (middle, half) = (f64::from(line.in_plot), f64::from(line.thick / 2));
        let base = self.chart.base(self.scale);
        if row.shape == Shape::Dot {
            plot.path(Part::Stem.of(row.tone), vec![(base, middle), (row.to, middle)]);
        } else {
            let bars = [Some((row.from, row.to, row.tone)), row.second];
            for (from, to, tone) in bars
                .into_iter()
                .flatten()
                .filter(|(from, to, _)| (from - to).abs() > 0.0)
            {
                plot.bar(Part::Bar.of(tone), (from, middle - half), (to, middle + half));
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
                plot.path(Part::Whisker.of(row.tone), ends);
            } else {
                plot.path(Part::Halo.ink(), ends.clone());
                plot.path(Part::Whisker.ink(), ends);
            }
        }
        if row.shape == Shape::Dot {
            plot.dot(
                Part::Dot.of(row.tone),
                (row.to, middle),
                if row.strong { 55 } else { 42 },
            );
        }
    }

    /// The name at the left.
    fn name(&self, row: &Row, lines: &[String], middle: i32) {
        let mut y = middle + DROP - (i32::try_from(lines.len()).unwrap_or(1) - 1) * LINE / 2;
        for line in lines {
            self.pen
                .line(row.label_ink(), (0, y), line, full_text(line, &row.label));
            y += LINE;
        }
    }

    /// Values at the ends of the bar.
    fn texts_beside(&self, plot: &Plot, row: &Row, y: i32) {
        let (low, high) = row.extent(self.chart.base(self.scale));
        let x = plot.at(low, 0.0).0 - row.gap();
        self.pen
            .text(Part::Value.ink(), (x, y), Anchor::End, &row.left, i32::MAX);
        let x = plot.at(high, 0.0).0 + row.gap();
        self.pen
            .text(row.value_ink(), (x, y), Anchor::Start, &row.right, i32::MAX);
        if self.layout.notes {
            let x = x + width(&row.right, row.value_ink()) + 60;
            self.pen
                .text(Part::Note.ink(), (x, y), Anchor::Start, &row.note, i32::MAX);
        }
    }

    /// Name at the left and value at the right, above the bar.
    fn texts_above(&self, row: &Row, y: i32) {
        let mut end = self.layout.panel;
        let join = if row.left.is_empty() { "" } else { " … " };
        let value = [row.left.as_str(), join, &row.right].concat();
        let note = width(&row.note, Part::Note.ink()) + 60;
        let name = width(&row.label, row.label_ink()).min(end * 2 / 5);
        if !row.note.is_empty() && name + 120 + width(&value, row.value_ink()) + note <= end {
            self.pen
                .text(Part::Note.ink(), (end, y), Anchor::End, &row.note, i32::MAX);
            end -= note;
        }
        self.pen.text(
            row.value_ink(),
            (end, y),
            Anchor::End,
            &value,
            self.layout.panel * 7 / 10,
        );
        end -= width(&value, row.value_ink()).min(self.layout.panel * 7 / 10) + 120;
        self.pen
            .text(row.label_ink(), (0, y), Anchor::Start, &row.label, end);
    }

    /// The connector of a waterfall, from under this bar to the top of the next.
    fn link(&self, plot: &Plot, row: &Row, line: Line, to_next: i32) {
        if let Some(value) = row.link.filter(|v| drawable(*v)) {
            let x = plot.at(value, 0.0).0;
            let half = line.thick / 2;
            self.pen.path(
                Part::Link.ink(),
                &[(x, line.in_scene + half), (x, line.in_scene + to_next - half)],
            );
        }
    }
}

/// The text a line was cut from, if it was cut.
fn full_text<'a>(line: &str, text: &'a str) -> Option<&'a str> {
    (line.ends_with('…') && line != text).then_some(text)
}
