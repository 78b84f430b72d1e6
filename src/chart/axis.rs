//! Scales, their ticks, and the plot area they span.

use std::ops::Range;

use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::style::{BLACK, Color};

use super::backend::{SceneBackend, SceneBuilder};
use super::metrics;
use super::palette::{Role, Style};
use super::scene::Anchor;
use crate::math;

/// Larger numbers are not drawn; sums and differences of smaller ones stay finite.
const LARGEST: f64 = 1e300;

/// Whether a number can be drawn.
pub(crate) fn drawable(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Rounds to whole tenths of a pixel; values outside the range of `i32` saturate, NaN becomes zero.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, which is what is wanted"
)]
pub(crate) fn tenths(value: f64) -> i32 {
    value.round() as i32
}

/// How values become positions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scale {
    /// Value at the left or lower end.
    pub(crate) low: f64,
    /// Value at the right or upper end.
    pub(crate) high: f64,
    /// Logarithmic instead of linear.
    pub(crate) log: bool,
    /// Whether ticks are whole numbers.
    pub(crate) whole: bool,
    /// Values with a grid line and a label.
    pub(crate) ticks: Vec<f64>,
}

impl Scale {
    /// A linear scale without ticks.
    pub(crate) fn linear(low: f64, high: f64) -> Scale {
        Scale {
            low,
            high,
            ..Scale::default()
        }
    }

    /// A scale that covers all drawable values (on a logarithmic scale the positive ones), and zero if `from_zero`. Never
    /// empty: without values, or with only one, it covers an arbitrary range.
    pub(crate) fn covering(values: &[f64], from_zero: bool, log: bool) -> Scale {
        let (mut low, mut high) = if from_zero && !log {
            (0.0, 0.0)
        } else {
            (f64::INFINITY, f64::NEG_INFINITY)
        };
        for value in values
            .iter()
            .copied()
            .filter(|v| drawable(*v) && (!log || *v >= 1.0 / LARGEST))
        {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = if log { (1.0, 10.0) } else { (0.0, 1.0) };
        } else if log {
            // Padding, so that no dot touches either end.
            let padding = math::exp(0.03 * (math::ln(high) - math::ln(low))).clamp(1.2, 1000.0);
            (low, high) = (low / padding, high * padding);
        } else if low >= high {
            (low, high) = match low {
                0.0 => (0.0, 1.0),
                v => (v - v.abs() / 2.0, v + v.abs() / 2.0),
            };
        }
        Scale {
            low,
            high,
            log,
            ..Scale::default()
        }
    }

    /// The value at a position between the ends, 0 to 1.
    pub(crate) fn value_at(&self, position: f64) -> f64 {
        if self.log {
            let low = math::ln(self.low);
            math::exp(low + (math::ln(self.high) - low) * position)
        } else {
            self.low + (self.high - self.low) * position
        }
    }

    /// The position of a value between the ends, 0 to 1; values outside are clamped to the nearer end.
    pub(crate) fn position(&self, value: f64) -> f64 {
        let t = if self.log {
            let low = math::ln(self.low);
            (math::ln(value.max(self.low)) - low) / (math::ln(self.high) - low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        if t > 0.0 { t.min(1.0) } else { 0.0 }
    }

    /// Chooses as many ticks as possible, up to `most`, such that their labels differ and do not touch on an axis of
    /// `length` tenths of a pixel, nor touch those of the next panel, if there is one, `pitch` further right. On a vertical
    /// axis (`horizontal` is false) the height of a line counts instead of the width of the label.
    pub(crate) fn choose_ticks(
        &mut self,
        length: i32,
        pitch: Option<i32>,
        most: u32,
        horizontal: bool,
        text: &dyn Fn(f64) -> String,
    ) {
        let mut wanted = most;
        while wanted > 0 {
            let ticks = self.candidates(wanted);
            if self.labels_fit(&ticks, length, pitch, horizontal, text) {
                self.ticks = ticks;
                return;
            }
            wanted -= 1;
        }
        self.ticks.clear();
    }

    fn labels_fit(
        &self,
        ticks: &[f64],
        length: i32,
        pitch: Option<i32>,
        horizontal: bool,
        text: &dyn Fn(f64) -> String,
    ) -> bool {
        // Start of the first and end of the last label; between panels labels are not shifted inwards.
        let mut edges = None::<(i32, i32)>;
        let mut end = i32::MIN;
        let mut last = String::new();
        for tick in ticks {
            let label = text(*tick);
            if label == last {
                return false;
            }
            let size = if horizontal {
                metrics::width(&label, Role::Tick.style())
            } else {
                200
            };
            let middle = tenths(self.position(*tick) * f64::from(length));
            edges = Some((
                edges.map_or(middle - size / 2, |(first, _)| first),
                middle + size / 2,
            ));
            // At the edges of the scene a label is shifted inwards by up to half its width.
            let start = middle.min(length - size / 2).max(size / 2) - size / 2;
            if end != i32::MIN && start < end + MIN_LABEL_GAP {
                return false;
            }
            end = start + size;
            last = label;
        }
        pitch
            .zip(edges)
            .is_none_or(|(pitch, (first, last))| last + MIN_LABEL_GAP <= pitch + first)
    }

    /// About `wanted` round values within the scale.
    fn candidates(&self, wanted: u32) -> Vec<f64> {
        let mut ticks = Vec::new();
        if self.log {
            let (first, last) = (
                tenths(math::log10(self.low).ceil()),
                tenths(math::log10(self.high).floor()),
            );
            let most = tenths(f64::from(wanted)).max(1);
            let stride = ((last - first + most) / most).max(1);
            let fine = 3.0 * (math::log10(self.high) - math::log10(self.low)) <= f64::from(wanted);
            let within: &[f64] = if fine && stride == 1 {
                &[1.0, 2.0, 5.0]
            } else {
                &[1.0]
            };
            for decade in (first - 1..=last).filter(|d| d.rem_euclid(stride) == 0) {
                ticks.extend(within.iter().map(|factor| factor * power_of_ten(decade)));
            }
        } else {
            let smallest = if self.whole { 1.0 } else { 0.0 };
            let step = ((self.high - self.low) / f64::from(wanted)).max(smallest);
            let base = power_of_ten(tenths(math::log10(step).floor()));
            let step = [1.0, 2.0, 5.0, 10.0]
                .iter()
                .map(|f| f * base)
                .find(|s| *s >= step)
                .unwrap_or(base);
            if step > 0.0 && drawable(step) {
                let first = (self.low / step).ceil();
                ticks.extend((0..=wanted + 1).map(|i| (first + f64::from(i)) * step));
            }
        }
        ticks.retain(|v| *v >= self.low && *v <= self.high && drawable(*v));
        ticks
    }
}

/// Ten to an integer power, exact wherever `f64` can represent it.
fn power_of_ten(exponent: i32) -> f64 {
    let power = math::powi(10.0, exponent.unsigned_abs());
    if exponent < 0 { 1.0 / power } else { power }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + tenths(self.position(*value) * f64::from(to - from))
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

/// A rectangle of the scene, in tenths of a pixel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) w: i32,
    pub(crate) h: i32,
}

/// Minimum distance between two labels of an axis.
const MIN_LABEL_GAP: i32 = 120;
/// Height of the labels of a horizontal axis.
pub(crate) const AXIS_HEIGHT: i32 = 200;

/// A plot: a frame spanned by two scales.
pub(crate) struct Plot {
    builder: SceneBuilder,
    area: DrawingArea<SceneBackend, Cartesian2d<Scale, Scale>>,
}

/// Which sides of a plot have tick labels.
#[derive(Clone, Copy, Default)]
pub(crate) struct Labels<'a> {
    /// Formats the ticks of the horizontal scale, below the plot.
    pub(crate) below: Option<&'a dyn Fn(f64) -> String>,
    /// The same above the plot.
    pub(crate) above: Option<&'a dyn Fn(f64) -> String>,
    /// Formats the ticks of the vertical scale, left of the plot.
    pub(crate) left: Option<&'a dyn Fn(f64) -> String>,
}

impl Plot {
    /// Draws the grid into the frame and its labels around it.
    ///
    /// The grid is drawn by plotters, but not through its `ChartBuilder`: that reserves label areas of a fixed size,
    /// while here the layout follows from the measured labels.
    pub(crate) fn new(builder: &SceneBuilder, frame: Frame, (x, y): (Scale, Scale), labels: Labels) -> Plot {
        let (right, bottom) = (frame.x + frame.w, frame.y + frame.h);
        let counts = (x.ticks.len(), y.ticks.len());
        let spec = Cartesian2d::new(x, y, (frame.x..right, bottom..frame.y));
        let area = DrawingArea::from(&builder.backend).apply_coord_spec(spec);
        let style = Role::Tick.style();
        let mesh = |backend: &mut SceneBackend, line: MeshLine<Scale, Scale>| {
            backend.style = Role::Grid.style();
            line.draw(backend, &BLACK.stroke_width(1))?;
            match line {
                MeshLine::XMesh((x, _), _, value) => {
                    if let Some(text) = labels.below {
                        backend.push_text(style, (x, bottom + 170), Anchor::Middle, text(*value), None);
                    }
                    if let Some(text) = labels.above {
                        backend.push_text(style, (x, frame.y - 110), Anchor::Middle, text(*value), None);
                    }
                }
                MeshLine::YMesh((_, y), _, value) => {
                    if let Some(text) = labels.left {
                        backend.push_text(style, (frame.x - 80, y + 42), Anchor::End, text(*value), None);
                    }
                }
            }
            Ok(())
        };
        // The backend never fails.
        area.draw_mesh(mesh, counts.1, counts.0).ok();
        Plot {
            builder: builder.clone(),
            area,
        }
    }

    /// The position of a point in the scene.
    pub(crate) fn at(&self, x: f64, y: f64) -> (i32, i32) {
        self.area.map_coordinate(&(x, y))
    }

    /// Draws a plotters element in a style; its own colour is ignored.
    fn draw<E>(&self, style: Style, element: &E)
    where
        E: Drawable<SceneBackend>,
        for<'a> &'a E: PointCollection<'a, (f64, f64)>,
    {
        self.builder.backend.borrow_mut().style = style;
        self.area.draw(element).ok();
    }

    /// A filled rectangle between two corners.
    pub(crate) fn bar(&self, style: Style, a: (f64, f64), b: (f64, f64)) {
        self.draw(style, &Rectangle::new([a, b], BLACK.filled()));
    }

    /// A line through points.
    pub(crate) fn path(&self, style: Style, points: Vec<(f64, f64)>) {
        self.draw(style, &PathElement::new(points, BLACK));
    }

    /// A filled area.
    pub(crate) fn area(&self, style: Style, corners: Vec<(f64, f64)>) {
        self.draw(style, &Polygon::new(corners, BLACK.filled()));
    }

    /// A disc of a radius in tenths of a pixel.
    pub(crate) fn dot(&self, style: Style, at: (f64, f64), radius: u32) {
        self.draw(style, &Circle::new(at, radius, BLACK.filled()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64, log: bool, length: i32) -> Vec<f64> {
        let mut scale = Scale {
            low,
            high,
            log,
            ..Scale::default()
        };
        scale.choose_ticks(length, None, 6, true, &|v| format!("{v}"));
        scale.ticks
    }

    #[test]
    fn ticks_are_round_and_within() {
        assert_eq!(ticks(0.0, 10.0, false, 6000), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(0.0, 0.7, false, 6000).len(), 4);
        assert_eq!(ticks(-3.0, 7.0, false, 6000), [-2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(ticks(1.0, 1000.0, true, 6000), [1.0, 10.0, 100.0, 1000.0]);
        assert_eq!(ticks(2.0, 60.0, true, 6000), [2.0, 5.0, 10.0, 20.0, 50.0]);
    }

    #[test]
    fn short_axes_have_fewer_ticks() {
        let few = ticks(0.0, 10.0, false, 500);
        assert!(!few.is_empty() && few.len() <= 3, "{few:?}");
        assert!(ticks(1e-300, 1e300, true, 2000).len() <= 6);
    }

    #[test]
    fn ticks_of_a_whole_scale_are_whole_numbers() {
        for (high, expected) in [
            (0.4, &[0.0][..]),
            (3.2, &[0.0, 1.0, 2.0, 3.0]),
            (12.0, &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]),
        ] {
            let mut scale = Scale {
                whole: true,
                ..Scale::linear(0.0, high)
            };
            scale.choose_ticks(6000, None, 6, true, &|v| format!("{v}"));
            assert_eq!(scale.ticks, expected);
        }
    }

    #[test]
    fn labels_differ_from_each_other() {
        let mut scale = Scale::linear(0.0, 2.0);
        scale.choose_ticks(9000, None, 6, true, &|v| format!("{v:.0}"));
        let mut labels: Vec<String> = scale.ticks.iter().map(|v| format!("{v:.0}")).collect();
        let before = labels.len();
        labels.dedup();
        assert_eq!(labels.len(), before);
    }

    #[test]
    fn no_scale_is_empty() {
        let cases: [&[f64]; 7] = [
            &[],
            &[0.0],
            &[5.0],
            &[-5.0],
            &[f64::NAN, f64::INFINITY],
            &[1e300, -1e300],
            &[1e-320],
        ];
        for values in cases {
            for log in [false, true] {
                for from_zero in [false, true] {
                    let scale = Scale::covering(values, from_zero, log);
                    assert!(scale.low < scale.high, "{values:?} {scale:?}");
                    for value in [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, 0.0, 1e-310, 7.0] {
                        assert!((0.0..=1.0).contains(&scale.position(value)), "{values:?} {value}");
                    }
                }
            }
        }
    }
}
