//! Charts with one row per data point, shared by seven figures: the data and the layout.
//!
//! Names are at the left, or above their bars where the figure is narrow; values are at the ends of the
//! bars. Both are measured first, and the bars get the remaining width. [`draw`] does the drawing.

mod draw;

use super::axis::{Scale, drawable, tenths};
use super::metrics::{self, width};
use super::palette::{Role, Shade, Style};
use super::{Interval, Mark, Scene, View};

/// How a row shows its value.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A bar from one value to another.
    #[default]
    Bar,
    /// A dot at the end of a thin line.
    Dot,
    /// Nothing: the row is a heading over those that follow.
    Heading,
}

/// One row.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) strong: bool,
    pub(crate) shape: Shape,
    pub(crate) shade: Shade,
    /// Where a bar begins.
    pub(crate) from: f64,
    /// Where a bar ends, or a dot sits.
    pub(crate) to: f64,
    /// A second bar, as (from, to, shade), on the same line.
    pub(crate) second: Option<(f64, f64, Shade)>,
    pub(crate) spread: Option<(f64, f64)>,
    /// Text before the lower end.
    pub(crate) left: String,
    /// Text after the upper end.
    pub(crate) right: String,
    /// Secondary text after that, left out where space is short.
    pub(crate) note: String,
    /// Value at which a connector to the next row is drawn.
    pub(crate) link: Option<f64>,
    /// Name and value of the mark.
    pub(crate) mark: (String, String),
}

impl Row {
    /// A bar or dot for an interval, with its value and range as texts.
    pub(crate) fn of(label: &str, shape: Shape, shade: Shade, value: &Interval, view: &View) -> Row {
        let shown = value.drawable();
        Row {
            label: label.to_owned(),
            shape,
            shade,
            to: value.central,
            spread: value.spread().filter(|_| shown),
            right: view.text(value.central),
            note: if shown { view.spread(value) } else { String::new() },
            mark: (label.to_owned(), view.full(value)),
            ..Row::default()
        }
    }

    /// A heading.
    pub(crate) fn heading(label: &str) -> Row {
        Row {
            label: label.to_owned(),
            shape: Shape::Heading,
            to: f64::NAN,
            ..Row::default()
        }
    }

    /// The values the scale must cover, NaN for those the row does not have.
    fn values(&self) -> [f64; 6] {
        let none = (f64::NAN, f64::NAN);
        let from = if self.shape == Shape::Bar {
            self.from
        } else {
            f64::NAN
        };
        let second = self.second.map_or(none, |(from, to, _)| (from, to));
        let spread = self.spread.unwrap_or(none);
        [from, self.to, second.0, second.1, spread.0, spread.1]
    }

    /// Lowest and highest drawn value; `base` where nothing is drawn.
    fn extent(&self, base: f64) -> (f64, f64) {
        if !drawable(self.to) {
            return (base, base);
        }
        let (mut low, mut high) = (self.to, self.to);
        for value in self.values() {
            if drawable(value) {
                (low, high) = (low.min(value), high.max(value));
            }
        }
        (low, high)
    }

    fn label_style(&self) -> Style {
        match (self.shape, self.strong) {
            (Shape::Heading, _) => Role::Head.style(),
            (_, true) => Role::Strong.style(),
            _ => Role::Label.style(),
        }
    }

    fn value_style(&self) -> Style {
        if self.strong {
            Role::Strong.style()
        } else {
            Role::Value.style()
        }
    }

    /// Space between the ends and their texts.
    fn gap(&self) -> i32 {
        if self.shape == Shape::Dot { 100 } else { 60 }
    }

    /// Width of the texts after the upper end.
    fn right_width(&self, notes: bool) -> i32 {
        let note = if notes && !self.note.is_empty() {
            width(&self.note, Role::Note.style()) + 60
        } else {
            0
        };
        self.gap() + width(&self.right, self.value_style()) + note
    }

    /// Width of the text before the lower end.
    fn left_width(&self) -> i32 {
        if self.left.is_empty() {
            0
        } else {
            width(&self.left, Role::Value.style()) + self.gap()
        }
    }
}

/// Rows under a title, one of several panels on the same scale.
#[derive(Default)]
pub(crate) struct Panel {
    pub(crate) title: String,
    pub(crate) shade: Shade,
    pub(crate) rows: Vec<Row>,
}

/// What to draw.
#[derive(Default)]
pub(crate) struct Chart {
    /// Panels next to each other; their rows share the names of the first.
    pub(crate) panels: Vec<Panel>,
    /// The scale begins at zero or spans it, as bars need.
    pub(crate) from_zero: bool,
    pub(crate) log: bool,
    /// Many rows, close together, with the scale at the top.
    pub(crate) dense: bool,
    /// Remark above the plot, such as that the scale is logarithmic.
    pub(crate) remark: String,
    /// A value to mark with a line, and its name.
    pub(crate) reference: Option<(f64, String)>,
}

/// Positions and sizes, computed before anything is drawn.
#[derive(Default)]
struct Layout {
    /// Names are above their bars.
    above: bool,
    /// The secondary texts are shown.
    notes: bool,
    /// Width of the column of names.
    column: i32,
    /// Width of a panel, and the space between two.
    panel: i32,
    gutter: i32,
    /// Left edge of the bars within a panel, and their width.
    inset: i32,
    plot: i32,
    /// Height of each row, and its name wrapped into lines.
    rows: Vec<(i32, Vec<String>)>,
}

impl Chart {
    /// A chart of one untitled panel.
    pub(crate) fn of(rows: Vec<Row>) -> Chart {
        Chart {
            panels: vec![Panel {
                rows,
                ..Panel::default()
            }],
            from_zero: true,
            ..Chart::default()
        }
    }

    /// Draws into a scene as wide as the view.
    pub(crate) fn draw(&self, view: &View) -> (Scene, Vec<Mark>) {
        draw::scene(self, view)
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.panels.iter().flat_map(|panel| panel.rows.iter())
    }

    fn scale(&self) -> Scale {
        let mut values: Vec<f64> = self.reference.iter().map(|(value, _)| *value).collect();
        for row in self.rows() {
            values.extend(row.values());
        }
        Scale::covering(&values, self.from_zero, self.log)
    }

    /// Where bars and stems begin.
    fn base(&self, scale: &Scale) -> f64 {
        if self.log {
            scale.low
        } else {
            0f64.clamp(scale.low, scale.high)
        }
    }

    fn layout(&self, view: &View, scale: &Scale) -> Layout {
        /// Below this width bars are hard to compare, and their names move above them.
        const MIN_PLOT_WIDTH: i32 = 900;
        let full = view.width();
        let panels = i32::try_from(self.panels.len()).unwrap_or(1).max(1);
        let gutter = if panels > 1 { 240 } else { 0 };
        let named = self.rows().filter(|row| row.shape != Shape::Heading);
        let longest = named
            .map(|row| width(&row.label, row.label_style()))
            .max()
            .unwrap_or(0);
        let share = if self.dense && view.narrow() { 40 } else { 32 };
        let column = longest.min(full * share / 100).min(2600) + 100;
        let panel = (full - column - gutter * (panels - 1)) / panels;
        let mut layout = Layout {
            notes: true,
            column,
            panel,
            gutter,
            ..Layout::default()
        };
        (layout.inset, layout.plot) = self.plot_area(scale, panel, true);
        if layout.plot < panel * 2 / 5 {
            layout.notes = false;
            (layout.inset, layout.plot) = self.plot_area(scale, panel, false);
        }
        let cramped =
            layout.plot < MIN_PLOT_WIDTH || (!self.dense && longest > column - 100 && view.narrow());
        if cramped && !self.dense && panels == 1 {
            layout = Layout {
                above: true,
                notes: true,
                panel: full,
                plot: full,
                ..Layout::default()
            };
        }
        layout.plot = layout.plot.max(100);
        layout.rows = self
            .panels
            .first()
            .map_or(&[][..], |panel| &panel.rows)
            .iter()
            .enumerate()
            .map(|(index, row)| self.row_height(row, index == 0, &layout))
            .collect();
        layout
    }

    /// Left inset and width of the bars such that the texts at their ends fit into the panel.
    fn plot_area(&self, scale: &Scale, panel: i32, notes: bool) -> (i32, i32) {
        let base = self.base(scale);
        let bars: Vec<&Row> = self.rows().filter(|row| row.shape != Shape::Heading).collect();
        let (mut left, mut right) = (0, 0);
        for row in &bars {
            left = left.max(row.left_width());
            right = right.max(row.right_width(notes));
        }
        let least = f64::from((panel - left - right).max(100));
        let mut inset = 0;
        for row in &bars {
            inset = inset.max(row.left_width() - tenths(scale.position(row.extent(base).0) * least));
        }
        let mut plot = panel - inset;
        for row in &bars {
            let share = scale.position(row.extent(base).1).max(1e-6);
            plot = plot.min(tenths(f64::from(panel - inset - row.right_width(notes)) / share));
        }
        (inset, plot)
    }

    fn row_height(&self, row: &Row, first: bool, layout: &Layout) -> (i32, Vec<String>) {
        if row.shape == Shape::Heading {
            return (if first { 220 } else { 320 }, Vec::new());
        }
        if layout.above {
            return (400, Vec::new());
        }
        let lines = metrics::wrap(
            &row.label,
            row.label_style(),
            layout.column - 100,
            if self.dense { 1 } else { 2 },
        );
        let extra = if lines.len() > 1 { 120 } else { 0 };
        (if self.dense { 190 } else { 260 } + extra, lines)
    }
}
