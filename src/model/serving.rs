//! Energy of serving a language model: a roofline with few constants, calibrated on measured servers.
//!
//! A decode step reads the weights that the batch touches and the KV cache of every request, computes one
//! token a request, and pays a fixed overhead. Prefill computes the prompt. Every part has a time and a
//! power; energy is their product. See `docs/serving.md` for formulas, calibration and errors.
//!
//! The boundary is the accelerators alone: no host, no cooling, no power distribution.

mod constants;
mod interval;
mod roofline;
mod traffic;

use std::sync::OnceLock;

use crate::data::{self, Configuration, Fact};

pub use constants::{Constant, GenerationConstants, MissingConstant, ServingConstants, constants_in};
pub use interval::Interval;
pub(super) use interval::{Span, widened};
pub use roofline::{
    Roofline, ServingEnergy, devices_for_memory, full_kv_bytes_per_token, kv_bytes_per_token, layers,
};
pub use traffic::{Replica, replica};

/// The table of calibrated constants.
pub fn table() -> &'static str {
    static TEXT: OnceLock<&str> = OnceLock::new();
    TEXT.get_or_init(|| data::calibration("serving"))
}

/// The calibrated constants, or `None` when the table lacks one (a test makes sure that it does not).
pub fn calibrated() -> Option<&'static ServingConstants> {
    static CONSTANTS: OnceLock<Option<ServingConstants>> = OnceLock::new();
    CONSTANTS
        .get_or_init(|| ServingConstants::read(table()).ok())
        .as_ref()
}

/// How the parameters of a model are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Architecture {
    /// Every token uses every parameter.
    Dense,
    /// Every token uses a few experts.
    MixtureOfExperts,
}

/// A language model as served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServedModel {
    /// Total parameters, billions.
    pub total_b: f64,
    /// Parameters used for one token, billions.
    pub active_b: f64,
    /// Bits per weight in memory; 4.25 for MXFP4 with its scales.
    pub weight_bits: f64,
    /// Dense or mixture of experts; hybrids of attention and state space count as dense.
    pub architecture: Architecture,
    /// Experts chosen for a token over all experts, where known.
    pub expert_share: Option<f64>,
    /// Layers, where known.
    pub layers: Option<f64>,
    /// KV cache, bytes a token of context, where known.
    pub kv_bytes_per_token: Option<f64>,
    /// KV cache over that of the model as published, 0-1.
    pub kv_share: f64,
    /// Tokens that one token attends to at most; infinite where it attends to the whole context.
    pub attention_window: f64,
}

impl ServedModel {
    /// A model of which only sizes are known.
    pub const fn new(total_b: f64, active_b: f64, weight_bits: f64, architecture: Architecture) -> Self {
        Self {
            total_b,
            active_b,
            weight_bits,
            architecture,
            expert_share: None,
            layers: None,
            kv_bytes_per_token: None,
            kv_share: 1.0,
            attention_window: f64::INFINITY,
        }
    }

    /// With the facts of its published configuration, where there is one.
    #[must_use]
    pub fn configured(self, published: Option<&Configuration>) -> Self {
        let known =
            |get: fn(&Configuration) -> Option<Fact>| published.and_then(get).map(|fact| fact.central);
        Self {
            expert_share: known(|c| c.expert_share),
            layers: known(|c| c.layers),
            kv_bytes_per_token: known(|c| c.kv_bytes_per_token),
            ..self
        }
    }

    /// With another attention: this share (0-1) of the KV cache, and a window of so many tokens; 0 for the whole context.
    #[must_use]
    pub fn with_attention(self, kv_share: f64, window: f64) -> Self {
        Self {
            kv_share,
            attention_window: if window > 0.0 { window } else { f64::INFINITY },
            ..self
        }
    }
}

/// One accelerator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Device {
    /// Dense peak at the precision of the arithmetic, TFLOP/s. Weight-only 4-bit quantization computes at 16 bits.
    pub peak_tflops: f64,
    /// Memory bandwidth, GB/s.
    pub bandwidth_gb_s: f64,
    /// Memory, GB.
    pub memory_gb: f64,
    /// Thermal design power, W.
    pub tdp_w: f64,
    /// Whether the constants were calibrated on this very device.
    pub measured: bool,
}

impl Device {
    /// Ids of the accelerators that the constants were calibrated on.
    pub const MEASURED: [&'static str; 2] = ["h100-sxm", "b200"];
}

/// The load on a replica.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServingLoad {
    /// Accelerators of one replica.
    pub devices: f64,
    /// Requests served at once, mean.
    pub batch: f64,
    /// Prompt, tokens.
    pub prompt_tokens: f64,
    /// Output, reasoning included, tokens.
    pub output_tokens: f64,
    /// Share of the prompt found in a prefix cache, 0-1.
    pub cached_share: f64,
    /// Images in a prompt.
    pub images: f64,
    /// Videos in a prompt.
    pub videos: f64,
}

impl ServingLoad {
    /// Text alone, nothing cached.
    pub const fn text(devices: f64, batch: f64, prompt_tokens: f64, output_tokens: f64) -> Self {
        Self {
            devices,
            batch,
            prompt_tokens,
            output_tokens,
            cached_share: 0.0,
            images: 0.0,
            videos: 0.0,
        }
    }
}

/// Whether the precision is one of the 8-bit formats.
fn is_eight_bit(weight_bits: f64) -> bool {
    (6.0..12.0).contains(&weight_bits)
}

/// `value` within `low..=high`; `low` for NaN.
pub(super) fn within(value: f64, low: f64, high: f64) -> f64 {
    if value.is_nan() {
        low
    } else {
        value.clamp(low, high)
    }
}

/// Smooth minimum of two positive numbers: never above either, increasing in both.
pub(super) fn smooth_min(a: f64, b: f64) -> f64 {
    let low = a.min(b);
    if low <= 0.0 {
        return 0.0;
    }
    let ratio = crate::math::powi(low / a.max(b), 8);
    // The eighth root by square roots: exact to the bit everywhere.
    low / (1.0 + ratio).sqrt().sqrt().sqrt()
}

#[cfg(test)]
mod tests;
