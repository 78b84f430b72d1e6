//! Energy of generating an image or a video with a diffusion transformer.
//!
//! A denoising step passes all tokens of the image or video through the network, twice where the model needs
//! guidance. Linear layers grow with parameters x tokens, attention with the square of the tokens. See
//! `docs/serving.md`. The boundary is the accelerators alone.

use std::sync::OnceLock;

pub use super::serving::GenerationConstants;
use super::serving::{Device, Interval, Span, smooth_min, widened, within};
use crate::data::{self, Configuration, Fact};
use crate::math::pow;

/// The table of calibrated constants.
pub fn table() -> &'static str {
    static TEXT: OnceLock<&str> = OnceLock::new();
    TEXT.get_or_init(|| data::calibration("serving_generation"))
}

/// Peak of the slower of the two calibrated devices, TFLOP/s.
const REFERENCE_PEAK: f64 = 989.4;

/// The calibrated constants, or `None` when the table lacks one (a test makes sure that it does not).
pub fn calibrated() -> Option<&'static GenerationConstants> {
    static CONSTANTS: OnceLock<Option<GenerationConstants>> = OnceLock::new();
    CONSTANTS
        .get_or_init(|| GenerationConstants::read(table()).ok())
        .as_ref()
}

/// A diffusion transformer and the image or video to be generated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiffusionJob {
    /// Parameters of the denoising network, billions.
    pub params_b: f64,
    /// Denoising steps.
    pub steps: f64,
    /// Width, pixels.
    pub width: f64,
    /// Height, pixels.
    pub height: f64,
    /// Frames; 1 for an image.
    pub frames: f64,
    /// Passes a step, where known: 2 with classifier-free guidance, 1 where guidance was distilled away.
    pub passes: Option<f64>,
    /// Side length of the square of pixels that makes one token, where known: 16 in most models, 32 in SANA.
    pub token_pixels: Option<f64>,
    /// Frames that make one latent frame, where known: 4 in most models, 8 in `CogVideoX` 1.5.
    pub token_frames: Option<f64>,
    /// Layers of the denoising network, where known.
    pub layers: Option<f64>,
}

/// The accelerators a job runs on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GenerationDeployment {
    /// Accelerators that work on one batch.
    pub devices: f64,
    /// Images or videos generated together.
    pub batch: f64,
}

/// Estimated energy and time of one image or video.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GenerationEnergy {
    /// Energy, J per image or video.
    pub energy_j: f64,
    /// Time until the batch is done, s.
    pub latency_s: f64,
    /// Mean power of the accelerators, W.
    pub mean_power_w: f64,
    /// Logarithmic distance from the measured configurations; 0 within them.
    pub extrapolation: f64,
    /// 90 % interval, as factors of the energy.
    pub interval: Interval,
}

impl DiffusionJob {
    /// An image of which only size and steps are known.
    pub const fn image(params_b: f64, width: f64, height: f64, steps: f64) -> Self {
        Self {
            params_b,
            steps,
            width,
            height,
            frames: 1.0,
            passes: None,
            token_pixels: None,
            token_frames: None,
            layers: None,
        }
    }

    /// A video of which only size, frames and steps are known.
    pub const fn video(params_b: f64, width: f64, height: f64, frames: f64, steps: f64) -> Self {
        Self {
            frames,
            ..Self::image(params_b, width, height, steps)
        }
    }

    /// With the facts of its model's published configuration, where there is one.
    #[must_use]
    pub fn configured(self, published: Option<&Configuration>) -> Self {
        let known =
            |get: fn(&Configuration) -> Option<Fact>| published.and_then(get).map(|fact| fact.central);
        Self {
            passes: known(|c| c.passes),
            token_pixels: known(|c| c.token_pixels),
            token_frames: known(|c| c.token_frames),
            layers: known(|c| c.layers),
            ..self
        }
    }

    /// With every size held within wide physical bounds.
    fn clamped(self) -> Self {
        Self {
            params_b: within(self.params_b, 1e-3, 1e4),
            steps: within(self.steps, 1.0, 1e5),
            width: within(self.width, 1.0, 1e6),
            height: within(self.height, 1.0, 1e6),
            frames: within(self.frames, 1.0, 1e6),
            ..self
        }
    }
}

/// Tokens of an image or video in the network.
pub fn tokens(constants: &GenerationConstants, job: &DiffusionJob) -> f64 {
    let side = within(job.token_pixels.unwrap_or(constants.token_pixels), 1.0, 1e3);
    // The first frame is encoded alone, the others in groups.
    let packed = within(job.token_frames.unwrap_or(constants.token_frames), 1.0, 1e3);
    let latent_frames = 1.0 + (job.frames - 1.0) / packed;
    job.width * job.height * latent_frames / (side * side)
}

/// Passes through the network in a step, known or typical.
pub fn passes(constants: &GenerationConstants, job: &DiffusionJob) -> f64 {
    let typical = if job.frames > 1.0 {
        constants.passes_video
    } else {
        constants.passes_image
    };
    within(job.passes.unwrap_or(typical), 1.0, 100.0)
}

/// Layers of the denoising network, published or typical of its size.
pub fn layers(constants: &GenerationConstants, job: &DiffusionJob) -> f64 {
    let typical = constants.layers * pow(job.params_b / 1.3, constants.layers_exponent);
    within(job.layers.unwrap_or(typical), 1.0, 1e4)
}

/// Work of one pass in linear layers and in attention, TFLOP.
pub fn pass_tflop(constants: &GenerationConstants, params_b: f64, tokens: f64) -> (f64, f64) {
    let layers_times_width =
        constants.attention_width * pow(params_b / 1.3, constants.attention_width_exponent);
    (
        2.0 * params_b * tokens / 1e3,
        4.0 * layers_times_width * tokens * tokens / 1e12,
    )
}

/// Energy and time of one image or video.
pub fn energy_per_output(
    constants: &GenerationConstants,
    job: &DiffusionJob,
    device: &Device,
    deployment: &GenerationDeployment,
) -> GenerationEnergy {
    let c = constants;
    let job = job.clamped();
    let devices = within(deployment.devices, 1.0, 65_536.0);
    let batch = within(deployment.batch, 1.0, 1e6);
    let tdp_w = within(device.tdp_w, 1e-2, 1e6);
    let peak = within(device.peak_tflops, 1e-2, 1e7);
    let relative = peak / REFERENCE_PEAK;
    let tokens = tokens(c, &job);
    let (linear, attention) = pass_tflop(c, job.params_b, tokens);
    let work = passes(c, &job) * batch / (devices * peak);
    let slowdown = pow(devices, c.exchange_exponent) * pow(relative.max(1.0), c.fast_device_exponent);

    // Times of a step, s.
    let ideal = work * (linear + attention);
    let real = work * slowdown * (linear / c.compute_use_linear + attention / c.compute_use_attention);
    let overhead =
        layers(c, &job) * c.layer_overhead_ms / 1e3 * (1.0 + c.overhead_per_device * (devices - 1.0));
    // The decoder runs on one device while the others wait.
    let gigapixels = job.width * job.height * job.frames / 1e9;
    let decoding = batch * gigapixels * c.decoder_s_per_gigapixel / relative;

    let latency_s = job.steps * (real + overhead) + decoding;
    let unlimited = c.power_active * latency_s + c.power_compute * job.steps * ideal;
    let limited = smooth_min(unlimited, c.power_cap * latency_s);
    let extrapolation = distance(&job, tokens, device, devices, batch);
    GenerationEnergy {
        energy_j: limited * tdp_w * devices / batch,
        latency_s,
        mean_power_w: limited / latency_s * tdp_w * devices,
        extrapolation,
        interval: interval(c, &job, extrapolation),
    }
}

fn interval(constants: &GenerationConstants, job: &DiffusionJob, distance: f64) -> Interval {
    let still = job.frames <= 1.0;
    let known = job.passes.is_some() && job.token_pixels.is_some() && (still || job.token_frames.is_some());
    let (low, high) = if known {
        (constants.error_known_low, constants.error_known_high)
    } else {
        (constants.error_unknown_low, constants.error_unknown_high)
    };
    widened(low, high, constants.extrapolation_widening * distance)
}

/// Logarithmic distance from the 758 measured configurations (ML.ENERGY Benchmark v3).
fn distance(job: &DiffusionJob, tokens: f64, device: &Device, devices: f64, batch: f64) -> f64 {
    let other: f64 = if device.measured { 0.0 } else { 1.0 };
    let squares: f64 = [
        (Span::new(0.6, 14.0), job.params_b),
        (Span::new(20.0, 50.0), job.steps),
        (Span::new(1024.0, 119_000.0), tokens),
        (Span::new(989.0, 2250.0), device.peak_tflops),
        (Span::new(1.0, 8.0), devices),
        (Span::new(1.0, 32.0), batch),
    ]
    .iter()
    .map(|(span, value)| span.distance(*value))
    .map(|distance| distance * distance)
    .sum();
    squares.max(other).sqrt()
}

#[cfg(test)]
mod tests;
