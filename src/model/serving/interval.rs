//! Error of a prediction: distance from the measured configurations, and the interval that follows from it.

use super::{Device, ServedModel, ServingConstants, ServingLoad};
use crate::math::{exp, ln};

/// Factors of a prediction, 5th and 95th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// 5th percentile over the prediction, at most 1.
    pub low: f64,
    /// 95th percentile over the prediction, at least 1.
    pub high: f64,
}

/// A range that measurements cover.
#[derive(Clone, Copy)]
pub(in crate::model) struct Span {
    low: f64,
    high: f64,
}

impl Span {
    /// From the lowest to the highest measured value.
    pub(in crate::model) const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// Logarithmic distance of a value from the span; 0 within it.
    pub(in crate::model) fn distance(&self, value: f64) -> f64 {
        if value < self.low {
            ln(self.low / value.max(1e-9))
        } else if value > self.high {
            ln(value / self.high)
        } else {
            0.0
        }
    }
}

// Ranges of the 612 measured configurations (ML.ENERGY Benchmark v3).
const TOTAL: Span = Span::new(8.0, 671.0);
const ACTIVE: Span = Span::new(3.0, 405.0);
const BITS: Span = Span::new(4.25, 16.0);
const DEVICES: Span = Span::new(1.0, 8.0);
const BANDWIDTH: Span = Span::new(3350.0, 7700.0);
const FLOP_PER_BYTE: Span = Span::new(0.29, 0.6);
const WATT_PER_BANDWIDTH: Span = Span::new(0.129, 0.21);
const BATCH: Span = Span::new(7.5, 4100.0);
const PROMPT: Span = Span::new(0.0, 2000.0);
const OUTPUT: Span = Span::new(200.0, 12_000.0);

/// Distance of a device without measurements, even where its specification lies between the two measured ones:
/// the chip and its kernels differ. With it the interval widens as much as errors grew when one of the two
/// devices was predicted from the other.
const OTHER_DEVICE: f64 = 1.0;

/// Squared distance of model and device, which do not depend on the load.
pub(super) fn distance_squared(model: &ServedModel, device: &Device, devices: f64) -> f64 {
    let other = if device.measured { 0.0 } else { OTHER_DEVICE };
    squares(static_terms(model, device, devices)).max(other)
}

/// Distance with the load added.
pub(super) fn with_load(squared: f64, load: &ServingLoad) -> f64 {
    (squared + squares(load_terms(load))).sqrt()
}

/// The interval at a distance.
pub(super) fn interval(constants: &ServingConstants, media: bool, distance: f64) -> Interval {
    let (low, high) = if media {
        (constants.error_media_low, constants.error_media_high)
    } else {
        (constants.error_text_low, constants.error_text_high)
    };
    widened(low, high, constants.extrapolation_widening * distance)
}

/// An interval widened by a share on the logarithmic scale.
pub(in crate::model) fn widened(low: f64, high: f64, share: f64) -> Interval {
    if share == 0.0 {
        return Interval { low, high };
    }
    Interval {
        low: exp(ln(low) * (1.0 + share)),
        high: exp(ln(high) * (1.0 + share)),
    }
}

fn static_terms(model: &ServedModel, device: &Device, devices: f64) -> [(Span, f64); 7] {
    [
        (TOTAL, model.total_b),
        (ACTIVE, model.active_b),
        (BITS, model.weight_bits),
        (DEVICES, devices),
        (BANDWIDTH, device.bandwidth_gb_s),
        (FLOP_PER_BYTE, device.peak_tflops / device.bandwidth_gb_s),
        (WATT_PER_BANDWIDTH, device.tdp_w / device.bandwidth_gb_s),
    ]
}

fn load_terms(load: &ServingLoad) -> [(Span, f64); 3] {
    [
        (BATCH, load.batch),
        (PROMPT, load.prompt_tokens),
        (OUTPUT, load.output_tokens),
    ]
}

fn squares<const N: usize>(values: [(Span, f64); N]) -> f64 {
    values
        .iter()
        .map(|(span, value)| span.distance(*value))
        .map(|distance| distance * distance)
        .sum()
}
