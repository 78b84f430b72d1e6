//! Uncertainty distribution: density curves of the draws of up to four scenarios, overlaid on one scale.
//! Below the curves each scenario has a summary row with name, median and 90 % interval.

use super::super::axis::{AXIS_HEIGHT, Frame, Labels, Plot, Scale, drawable, tenths};
use super::super::backend::SceneBuilder;
use super::super::metrics::width;
use super::super::palette::{Role, Shade};
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

/// Number of bins of a density curve.
const BINS: usize = 120;
/// Height of a scenario's summary row below the curves.
const SUMMARY_HEIGHT: i32 = 400;
/// The scale is logarithmic where the highest bound is more than this many times the lowest.
const LOG_RATIO: f64 = 200.0;

/// Draws the figure.
pub fn draw(samples: &[Sample], view: &View) -> Figure {
    let words = view.words;
    let named: Vec<Named> = samples.iter().map(|sample| sample.named).collect();
    let table = describe::table(words.scenario(), &named, view);
    let caption = match named.as_slice() {
        [single] if single.value.spread().is_some() => fill(
            words.half_below(),
            &[
                single.name,
                &view.text(single.value.central),
                &view.spread(&single.value),
            ],
        ),
        _ => describe::comparison(&named, view),
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
    let samples: Vec<&Sample> = samples
        .iter()
        .filter(|sample| sample.named.value.drawable())
        .collect();
    if samples.is_empty() {
        return empty(view);
    }
    let mut scale = scale(&samples);
    let remark = if scale.log { view.words.log_scale() } else { "" };
    let top = if scale.log { 220 } else { 60 };
    let curve_height = if view.narrow() { 1200 } else { 1700 };
    let summaries_height = SUMMARY_HEIGHT * i32::try_from(samples.len()).unwrap_or(4);
    let frame = Frame {
        x: 60,
        y: top,
        w: view.width() - 120,
        h: curve_height + summaries_height + 60,
    };
    let tick = view.tick(&scale);
    scale.choose_ticks(frame.w, None, if view.narrow() { 4 } else { 6 }, true, &tick);

    let builder = SceneBuilder::new(view, top + frame.h + AXIS_HEIGHT);
    builder.text(Role::Note.style(), (0, 120), Anchor::Start, remark, view.width());
    let curves: Vec<Vec<f64>> = samples
        .iter()
        .map(|sample| density(sample.draws, &scale))
        .collect();
    let peak = curves.iter().flatten().copied().fold(0.0, f64::max);
    let vertical = Scale::linear(f64::from(frame.h), 0.0);
    let labels = Labels {
        below: Some(&tick),
        ..Labels::default()
    };
    let plot = Plot::new(&builder, frame, (scale.clone(), vertical), labels);
    let foot = f64::from(curve_height);
    for (index, (sample, curve)) in samples.iter().zip(&curves).enumerate() {
        let summary_top = curve_height + 60 + SUMMARY_HEIGHT * i32::try_from(index).unwrap_or(0);
        let hit = [0, top + summary_top, view.width(), SUMMARY_HEIGHT];
        builder.mark(
            sample.named.name.to_owned(),
            view.full(&sample.named.value),
            hit,
            &|| {
                let height = |share: f64| foot * (1.0 - 0.95 * share / peak.max(f64::MIN_POSITIVE));
                draw_density(&plot, view.shade(index), curve, sample, &scale, (foot, &height));
                draw_summary(
                    &builder,
                    &plot,
                    view.shade(index),
                    &sample.named,
                    summary_top,
                    top,
                    view,
                );
            },
        );
    }
    let (left, right) = (frame.x, frame.x + frame.w);
    builder.path(
        Role::Axis.style(),
        &[(left, top + curve_height), (right, top + curve_height)],
    );
    builder.finish()
}

/// The scale ignores the most extreme draws, which would compress everything else.
fn scale(samples: &[&Sample]) -> Scale {
    let bounds: Vec<(f64, f64)> = samples.iter().map(|sample| bounds(&sample.named)).collect();
    let (mut low, mut high) = bounds[0];
    for bound in &bounds {
        (low, high) = (low.min(bound.0), high.max(bound.1));
    }
    let log = low > 0.0 && high / low > LOG_RATIO;
    let from_zero = !log && low >= 0.0 && low < high / 4.0;
    let (mut least, mut most) = (low, high);
    for draw in samples
        .iter()
        .flat_map(|sample| sample.draws)
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
    Scale::covering(&ends, from_zero, log)
}

/// Lower and upper bound of a value, both the value itself where it has no interval.
fn bounds(named: &Named) -> (f64, f64) {
    named
        .value
        .spread()
        .unwrap_or((named.value.central, named.value.central))
}

/// Share of the draws in each bin, smoothed; all zero without drawable values.
fn density(draws: &[f64], scale: &Scale) -> Vec<f64> {
    let mut counts = vec![0.0; BINS];
    let mut known = 0.0;
    for draw in draws.iter().filter(|v| drawable(**v)) {
        known += 1.0;
        if *draw >= scale.low && *draw <= scale.high {
            let bin = tenths(scale.position(*draw) * BINS as f64 - 0.5);
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
fn draw_density(
    plot: &Plot,
    shade: Shade,
    curve: &[f64],
    sample: &Sample,
    scale: &Scale,
    (foot, height): (f64, &dyn Fn(f64) -> f64),
) {
    let at = |index: usize| scale.value_at((index as f64 + 0.5) / BINS as f64);
    if curve.iter().any(|share| *share > 0.0) {
        let mut points = vec![(scale.low, height(curve[0]))];
        points.extend(
            curve
                .iter()
                .enumerate()
                .map(|(index, share)| (at(index), height(*share))),
        );
        points.push((scale.high, height(curve[BINS - 1])));
        plot.path(Role::Outline.shaded(shade), points.clone());
        points.push((scale.high, foot));
        points.push((scale.low, foot));
        plot.area(Role::Area.shaded(shade), points);
    }
    let middle = sample.named.value.central;
    let bin = usize::try_from(tenths(scale.position(middle) * BINS as f64 - 0.5))
        .unwrap_or(0)
        .min(BINS - 1);
    plot.path(
        Role::Stem.shaded(shade),
        vec![(middle, height(curve[bin])), (middle, foot)],
    );
}

/// Name, median and interval above a line from the 5th to the 95th percentile.
fn draw_summary(
    builder: &SceneBuilder,
    plot: &Plot,
    shade: Shade,
    named: &Named,
    summary_top: i32,
    top: i32,
    view: &View,
) {
    let middle = f64::from(summary_top + 290);
    let (low, high) = named
        .value
        .spread()
        .unwrap_or((named.value.central, named.value.central));
    plot.path(Role::Whisker.shaded(shade), vec![(low, middle), (high, middle)]);
    plot.dot(Role::Dot.shaded(shade), (named.value.central, middle), 50);
    let width_available = view.width();
    let mut value = view.full(&named.value);
    if width(&value, Role::Note.style()) > width_available * 6 / 10 {
        value = view.text(named.value.central);
    }
    let value_width = width(&value, Role::Note.style());
    let name = super::super::metrics::shorten(
        named.name,
        Role::Label.style(),
        width_available - value_width - 80,
    );
    let name_width = width(&name, Role::Label.style()) + 80;
    let x = plot
        .at(low, 0.0)
        .0
        .min(width_available - name_width - value_width)
        .max(0);
    let y = top + summary_top + 200;
    builder.text(
        Role::Label.style(),
        (x, y),
        Anchor::Start,
        named.name,
        name_width - 80,
    );
    builder.text(
        Role::Note.style(),
        (x + name_width, y),
        Anchor::Start,
        &value,
        width_available,
    );
}
