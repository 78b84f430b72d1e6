//! Uncertainty distribution: how the draws of up to four scenarios spread, over each other on one scale.
//! Under the curves each scenario has its own line with name, median and 90 % interval.

use super::super::axis::{AXIS, Frame, Labels, Plot, Scale, drawable, tenths};
use super::super::backend::Pen;
use super::super::metrics::width;
use super::super::palette::{Part, Tone};
use super::super::scene::Anchor;
use super::super::words::fill;
use super::super::{Figure, Mark, Named, Scene, View, describe};
use super::{complete, empty};
use crate::math;

/// The draws of one scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample<'a> {
    /// Name, with the 5th, 50th and 95th percentile.
    pub named: Named<'a>,
    /// The draws, in any order.
    pub draws: &'a [f64],
}

/// Steps of a curve across the plot.
const BINS: usize = 120;
/// Height of a scenario's line under the curves.
const STRIP: i32 = 400;
/// The scale is logarithmic where the highest bound is this many times the lowest.
const WIDE: f64 = 200.0;

/// Draws the figure.
pub fn draw(samples: &[Sample], view: &View) -> Figure {
    let words = view.words;
    let named: Vec<Named> = samples.iter().map(|sample| sample.named).collect();
    let table = describe::table(words.scenario(), &named, view);
    let caption = match named.as_slice() {
        [one] if one.value.spread().is_some() => fill(
            words.half_below(),
            &[one.name, &view.text(one.value.central), &view.spread(&one.value)],
        ),
        _ => describe::compared(&named, view),
    };
    complete(
        scene(samples, view),
        words.distribution_kind(),
        caption,
        table,
        view,
    )
}

fn scene(samples: &[Sample], view: &View) -> (Scene, Vec<Mark>) {
    let samples: Vec<&Sample> = samples.iter().filter(|one| one.named.value.drawable()).collect();
    if samples.is_empty() {
        return empty(view);
    }
    let mut scale = scale(&samples);
    let remark = if scale.log { view.words.log_scale() } else { "" };
    let top = if scale.log { 220 } else { 60 };
    let hill = if view.narrow() { 1200 } else { 1700 };
    let strips = STRIP * i32::try_from(samples.len()).unwrap_or(4);
    let frame = Frame {
        x: 60,
        y: top,
        w: view.width() - 120,
        h: hill + strips + 60,
    };
    scale.choose_ticks(frame.w, None, if view.narrow() { 4 } else { 6 }, true, view.tick);

    let pen = Pen::new(view.width(), top + frame.h + AXIS);
    pen.text(Part::Note.ink(), (0, 120), Anchor::Start, remark, view.width());
    let curves: Vec<Vec<f64>> = samples.iter().map(|one| density(one.draws, &scale)).collect();
    let peak = curves.iter().flatten().copied().fold(0.0, f64::max);
    let vertical = Scale::even(f64::from(frame.h), 0.0);
    let labels = Labels {
        below: Some(view.tick),
        ..Labels::default()
    };
    let plot = Plot::new(&pen, frame, (scale.clone(), vertical), labels);
    let foot = f64::from(hill);
    for (index, (one, curve)) in samples.iter().zip(&curves).enumerate() {
        let strip = hill + 60 + STRIP * i32::try_from(index).unwrap_or(0);
        let hit = [0, top + strip, view.width(), STRIP];
        pen.mark(
            one.named.name.to_owned(),
            view.full(&one.named.value),
            hit,
            &|| {
                let height = |share: f64| foot * (1.0 - 0.95 * share / peak.max(f64::MIN_POSITIVE));
                hill_of(&plot, Tone::series(index), curve, one, &scale, (foot, &height));
                strip_of(&pen, &plot, Tone::series(index), &one.named, strip, top, view);
            },
        );
    }
    let (left, right) = (frame.x, frame.x + frame.w);
    pen.path(Part::Axis.ink(), &[(left, top + hill), (right, top + hill)]);
    pen.finish()
}

/// The scale leaves the outermost draws aside, which would press everything else together.
fn scale(samples: &[&Sample]) -> Scale {
    let bounds: Vec<(f64, f64)> = samples.iter().map(|one| bounds(&one.named)).collect();
    let (mut low, mut high) = bounds[0];
    for bound in &bounds {
        (low, high) = (low.min(bound.0), high.max(bound.1));
    }
    let log = low > 0.0 && high / low > WIDE;
    let from_zero = !log && low >= 0.0 && low < high / 4.0;
    let (mut least, mut most) = (low, high);
    for draw in samples
        .iter()
        .flat_map(|one| one.draws)
        .filter(|draw| drawable(**draw))
    {
        (least, most) = (least.min(*draw), most.max(*draw));
    }
    let mut ends = Vec::new();
    for (low, high) in bounds {
        let tails = if log {
            let stretch = math::exp(0.4 * (math::ln(high) - math::ln(low)));
            [low / stretch, high * stretch]
        } else {
            [low - 0.5 * (high - low), high + 0.5 * (high - low)]
        };
        ends.extend(tails.map(|end| end.clamp(least, most)));
    }
    Scale::over(&ends, from_zero, log)
}

/// Lower and upper bound of a value; twice the value where it has no interval.
fn bounds(one: &Named) -> (f64, f64) {
    one.value
        .spread()
        .unwrap_or((one.value.central, one.value.central))
}

/// Share of the draws in each step of the scale, smoothed; all zero without draws or without spread.
fn density(draws: &[f64], scale: &Scale) -> Vec<f64> {
    let mut counts = vec![0.0; BINS];
    let mut known = 0.0;
    for draw in draws.iter().filter(|v| drawable(**v)) {
        known += 1.0;
        if *draw >= scale.low && *draw <= scale.high {
            let bin = tenths(scale.share(*draw) * BINS as f64 - 0.5);
            counts[usize::try_from(bin).unwrap_or(0).min(BINS - 1)] += 1.0;
        }
    }
    for _ in 0..8 {
        let old = counts.clone();
        for (index, count) in counts.iter_mut().enumerate() {
            let left = old[index.saturating_sub(1)];
            let right = old[(index + 1).min(BINS - 1)];
            *count = (left + 2.0 * old[index] + right) / 4.0;
        }
    }
    counts.iter().map(|count| count / f64::max(known, 1.0)).collect()
}

/// Area, outline and median line of one scenario.
fn hill_of(
    plot: &Plot,
    tone: Tone,
    curve: &[f64],
    one: &Sample,
    scale: &Scale,
    (foot, height): (f64, &dyn Fn(f64) -> f64),
) {
    let at = |index: usize| scale.value((index as f64 + 0.5) / BINS as f64);
    if curve.iter().any(|share| *share > 0.0) {
        let mut points = vec![(scale.low, height(curve[0]))];
        points.extend(
            curve
                .iter()
                .enumerate()
                .map(|(index, share)| (at(index), height(*share))),
        );
        points.push((scale.high, height(curve[BINS - 1])));
        plot.path(Part::Outline.of(tone), points.clone());
        points.push((scale.high, foot));
        points.push((scale.low, foot));
        plot.area(Part::Area.of(tone), points);
    }
    let middle = one.named.value.central;
    let bin = usize::try_from(tenths(scale.share(middle) * BINS as f64 - 0.5))
        .unwrap_or(0)
        .min(BINS - 1);
    plot.path(
        Part::Stem.of(tone),
        vec![(middle, height(curve[bin])), (middle, foot)],
    );
}

/// Name, median and interval over a line from the 5th to the 95th percentile.
fn strip_of(pen: &Pen, plot: &Plot, tone: Tone, one: &Named, strip: i32, top: i32, view: &View) {
    let middle = f64::from(strip + 290);
    let (low, high) = one
        .value
        .spread()
        .unwrap_or((one.value.central, one.value.central));
    plot.path(Part::Whisker.of(tone), vec![(low, middle), (high, middle)]);
    plot.dot(Part::Dot.of(tone), (one.value.central, middle), 50);
    let room = view.width();
    let mut value = view.full(&one.value);
    if width(&value, Part::Note.ink()) > room * 6 / 10 {
        value = view.text(one.value.central);
    }
    let value_width = width(&value, Part::Note.ink());
    let name = super::super::metrics::shorten(one.name, Part::Label.ink(), room - value_width - 80);
    let name_width = width(&name, Part::Label.ink()) + 80;
    let x = plot.at(low, 0.0).0.min(room - name_width - value_width).max(0);
    let y = top + strip + 200;
    pen.text(
        Part::Label.ink(),
        (x, y),
        Anchor::Start,
        one.name,
        name_width - 80,
    );
    pen.text(Part::Note.ink(), (x + name_width, y), Anchor::Start, &value, room);
}
