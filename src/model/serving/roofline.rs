//! Time and power of the parts of a decode step.

use super::{Architecture, Device, Interval, ServedModel, ServingConstants, ServingLoad};
use super::{interval, is_eight_bit, smooth_min, within};
use crate::math::{log2, pow};

/// Bandwidth above which kernels fail to use all of it, GB/s: the slower of the two calibrated devices.
const REFERENCE_BANDWIDTH: f64 = 3350.0;
/// Milliseconds in a second.
const MS: f64 = 1e3;
/// Smallest share of the memory left for the cache when the weights do not fit, to keep results finite.
const FREE_MEMORY_FLOOR: f64 = 0.05;

/// One model on one kind of replica: everything that does not depend on the load, computed once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Roofline {
    constants: ServingConstants,
    model: ServedModel,
    device: Device,
    pub(in crate::model) devices: f64,
    /// Kernel launches and communication of a step, ms.
    pub(in crate::model) overhead_ms: f64,
    /// Weights that every token uses, GB.
    shared_gb: f64,
    /// All experts, GB.
    experts_gb: f64,
    /// Experts chosen for a token over all experts.
    expert_share: f64,
    /// Bandwidth of the replica over MS, GB/ms.
    gb_per_ms: f64,
    /// Real over ideal time of reading weights.
    pub(in crate::model) weights_slowdown: f64,
    /// Real over ideal time of reading the cache.
    pub(in crate::model) kv_slowdown: f64,
    /// KV cache, GB per token.
    kv_gb: f64,
    /// Peak throughput of the replica, TFLOP/ms.
    tflop_per_ms: f64,
    /// Attention over the prompt, TFLOP per squared token.
    pub(in crate::model) attention_tflop: f64,
    /// Distance of model and device from what was measured, squared.
    distance_squared: f64,
}

/// Energy of a query and the state of the server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServingEnergy {
    /// Prefill, J per query.
    pub prefill_j: f64,
    /// Decode, J per query.
    pub decode_j: f64,
    /// Mean time of a step, prefill of newly admitted requests included, s.
    pub step_time_s: f64,
    /// Mean power of the replica's accelerators, W.
    pub mean_power_w: f64,
    /// Mean power over TDP.
    pub power_fraction: f64,
    /// Output of the replica, tokens/s.
    pub tokens_per_s: f64,
    /// Requests served at once: the requested batch, or the largest that fits in memory.
    pub batch: f64,
    /// Whether the weights and one request fit the memory.
    pub fits_memory: bool,
    /// Whether memory limits the batch to less than requested; the other requests queue.
    pub batch_limited: bool,
    /// Logarithmic distance from the measured configurations; 0 within them.
    pub extrapolation: f64,
    /// 90 % interval, as factors of the energy.
    pub interval: Interval,
}

impl ServingEnergy {
    /// Prefill and decode, J per query.
    pub fn total_j(&self) -> f64 {
        self.prefill_j + self.decode_j
    }
}

/// Layers of a model, published or else typical of its size.
pub fn layers(constants: &ServingConstants, model: &ServedModel) -> f64 {
    let total = within(model.total_b, 1e-3, 1e5);
    let typical = match model.architecture {
        Architecture::Dense => constants.layers_dense * pow(total / 8.0, constants.layers_dense_exponent),
        Architecture::MixtureOfExperts => {
            constants.layers_moe * pow(total / 30.0, constants.layers_moe_exponent)
        }
    };
    within(model.layers.unwrap_or(typical), 1.0, 1e4)
}

/// Width of a transformer: with l layers of width h, active parameters are about 12 l h^2.
fn width(active_b: f64, layers: f64) -> f64 {
    (active_b * 1e9 / (12.0 * layers)).sqrt()
}

/// KV cache of a model whose heads all keep keys and values of their own at 16 bits, bytes per token of context; some 5% off,
/// as the width is.
pub fn full_kv_bytes_per_token(active_b: f64, layers: f64) -> f64 {
    4.0 * layers * width(active_b, layers)
}

/// KV cache of a model, bytes per token of context, published or else typical of its size.
pub fn kv_bytes_per_token(constants: &ServingConstants, model: &ServedModel) -> f64 {
    let at_eight = match model.architecture {
        Architecture::Dense => constants.kv_dense_kib,
        Architecture::MixtureOfExperts => constants.kv_moe_kib,
    };
    let typical = at_eight * 1024.0 * pow(within(model.active_b, 1e-3, 1e5) / 8.0, constants.kv_exponent);
    within(model.kv_bytes_per_token.unwrap_or(typical), 0.0, 1e9)
}

/// Fewest devices, a power of two, whose memory holds the weights and `load.batch` requests.
pub fn devices_for_memory(
    constants: &ServingConstants,
    model: &ServedModel,
    device: &Device,
    load: &ServingLoad,
) -> f64 {
    let mut devices = 1.0;
    while devices < 65_536.0 {
        let roofline = Roofline::new(constants, model, device, devices);
        if roofline.free_memory_gb() >= within(load.batch, 1.0, 1e6) * roofline.request_gb(load) {
            break;
        }
        devices *= 2.0;
    }
    devices
}

impl Roofline {
    /// Prepares a model on `devices` accelerators. Inputs are clamped to wide physical bounds.
    pub fn new(constants: &ServingConstants, model: &ServedModel, device: &Device, devices: f64) -> Self {
        let model = ServedModel {
            total_b: within(model.total_b, 1e-3, 1e5),
            active_b: within(model.active_b, 1e-3, within(model.total_b, 1e-3, 1e5)),
            weight_bits: within(model.weight_bits, 1.0, 64.0),
            ..*model
        };
        let device = Device {
            peak_tflops: within(device.peak_tflops, 1e-2, 1e7),
            bandwidth_gb_s: within(device.bandwidth_gb_s, 1.0, 1e7),
            memory_gb: within(device.memory_gb, 1e-2, 1e6),
            tdp_w: within(device.tdp_w, 1e-2, 1e6),
            ..*device
        };
        let devices = within(devices, 1.0, 65_536.0);
        let layers = layers(constants, &model);
        let moe = model.architecture == Architecture::MixtureOfExperts;
        let expert_share = if moe { expert_share(constants, &model) } else { 1.0 };
        let shared_b = if moe {
            shared_b(&model, expert_share)
        } else {
            model.total_b
        };
        let gb = model.weight_bits / 8.0;
        let bandwidth_slowdown = pow(
            (device.bandwidth_gb_s / REFERENCE_BANDWIDTH).max(1.0),
            constants.fast_memory_exponent,
        );
        let width = width(model.active_b, layers);
        Self {
            constants: *constants,
            model,
            device,
            devices,
            overhead_ms: overhead_ms(constants, model.architecture, layers, devices),
            shared_gb: shared_b * gb,
            experts_gb: (model.total_b - shared_b) * gb,
            expert_share,
            gb_per_ms: devices * device.bandwidth_gb_s / MS,
            weights_slowdown: bandwidth_slowdown * weights_slowdown(constants, &model, devices),
            kv_slowdown: bandwidth_slowdown / constants.bandwidth_use_kv,
            kv_gb: kv_bytes_per_token(constants, &model) * within(model.kv_share, 0.0, 1.0) / 1e9,
            tflop_per_ms: devices * device.peak_tflops / MS,
            // 4 l h FLOP for a pair of tokens, half of the pairs masked.
            attention_tflop: 2.0 * layers * width / 1e12,
            distance_squared: interval::distance_squared(&model, &device, devices),
        }
    }

    /// Share of a layer's experts that a batch activates, 0-1.
    pub fn activated_experts(&self, batch: f64) -> f64 {
        if self.experts_gb <= 0.0 {
            return 0.0;
        }
        let tokens = pow(batch, self.constants.routing_spread);
        1.0 - pow(1.0 - self.expert_share, tokens)
    }

    /// Weights that a step reads, GB.
    pub fn weights_gb(&self, batch: f64) -> f64 {
        self.shared_gb + self.experts_gb * self.activated_experts(batch)
    }

    /// Mean KV cache of one request over its lifetime, GB.
    pub fn request_gb(&self, load: &ServingLoad) -> f64 {
        let prompt = within(load.prompt_tokens, 0.0, 1e8);
        let output = within(load.output_tokens, 1.0, 1e8);
        (prompt + self.constants.context_share * output).min(self.model.attention_window) * self.kv_gb
    }

    /// Prompt whose attention is as much work as that of a prompt within the window, tokens.
    pub fn attended_prompt(&self, prompt: f64) -> f64 {
        attended(prompt, self.model.attention_window)
    }

    /// Memory of the replica that is free for the KV cache, GB; negative where the weights do not fit.
    pub fn free_memory_gb(&self) -> f64 {
        self.devices * self.device.memory_gb * self.constants.memory_share - self.shared_gb - self.experts_gb
    }

    /// Requests that fit the memory at once, at least 1.
    pub fn batch_in_memory(&self, load: &ServingLoad) -> f64 {
        let floor = FREE_MEMORY_FLOOR * self.devices * self.device.memory_gb;
        let request = self.request_gb(load).max(1e-12);
        (self.free_memory_gb().max(floor) / request).max(1.0)
    }

    /// Energy of one query under a load; `load.devices` is ignored in favour of the prepared count.
    pub fn energy(&self, load: &ServingLoad) -> ServingEnergy {
        let c = &self.constants;
        let requested_batch = within(load.batch, 1.0, 1e6);
        let batch_limit = self.batch_in_memory(load);
        let batch = requested_batch.min(batch_limit);
        let output = within(load.output_tokens, 1.0, 1e8);
        let prompt = within(load.prompt_tokens, 0.0, 1e8);
        let computed = prompt * (1.0 - within(load.cached_share, 0.0, 1.0));
        let images = within(load.images, 0.0, 1e4);
        let videos = within(load.videos, 0.0, 1e4);
        // In steady state as many requests start as finish in each step.
        let admitted = batch / output;

        // Ideal times at full bandwidth and full peak, ms.
        let weights = self.weights_gb(batch) / self.gb_per_ms;
        let kv = batch * self.request_gb(load) / self.gb_per_ms;
        let active_tflop = 2.0 * self.model.active_b / 1e3;
        let decode_compute = active_tflop * batch / self.tflop_per_ms;
        let prefill_compute =
            admitted * computed * (active_tflop + self.attention_tflop * self.attended_prompt(prompt))
                / self.tflop_per_ms;

        // Real times, ms.
        let decode_active = self.overhead_ms
            + weights * self.weights_slowdown
            + kv * self.kv_slowdown
            + decode_compute / c.compute_use_decode;
        let decode_waiting = c.sequence_overhead_ms * batch;
        let prefill_active = prefill_compute / c.compute_use_prefill;
        let prefill_waiting =
            admitted * (c.request_overhead_ms + images * c.image_overhead_ms + videos * c.video_overhead_ms);
        let step = decode_active + decode_waiting + prefill_active + prefill_waiting;

        // Energy of a step in units of TDP x ms, before the power limit.
        let decode = c.power_active * decode_active
            + c.power_waiting * decode_waiting
            + c.power_weights * weights
            + c.power_kv * kv
            + c.power_compute * decode_compute;
        let prefill = c.power_active * prefill_active
            + c.power_waiting * prefill_waiting
            + c.power_compute * prefill_compute;
        let limited = smooth_min(decode + prefill, c.power_cap * step);
        let joules = self.devices * self.device.tdp_w / MS * limited / (decode + prefill) / admitted;

        let mean_power_w = self.devices * self.device.tdp_w * limited / step;
        let extrapolation = interval::with_load(self.distance_squared, load);
        ServingEnergy {
            prefill_j: prefill * joules,
            decode_j: decode * joules,
            step_time_s: step / MS,
            mean_power_w,
            power_fraction: limited / step,
            tokens_per_s: batch / step * MS,
            batch,
            fits_memory: self.free_memory_gb() >= self.request_gb(load),
            batch_limited: batch_limit < requested_batch,
            extrapolation,
            interval: interval::interval(c, images + videos > 0.0, extrapolation),
        }
    }

    /// Idle power of the replica's accelerators, W.
    pub fn idle_power_w(&self) -> f64 {
        self.devices * self.device.tdp_w * self.constants.power_idle
    }

    /// The calibrated constants in use.
    pub const fn constants(&self) -> &ServingConstants {
        &self.constants
    }
}

/// Prompt whose attention over the whole is as much work as that of `prompt` tokens within a window: of the pairs of
/// tokens, those further apart than the window are left out.
fn attended(prompt: f64, window: f64) -> f64 {
    if prompt <= window {
        prompt
    } else {
        window * (2.0 - window / prompt)
    }
}

/// Experts chosen for a token over all experts, published or typical.
fn expert_share(constants: &ServingConstants, model: &ServedModel) -> f64 {
    let active = model.active_b / model.total_b;
    let typical = constants.router_share * active;
    // A layer's other parameters are active as well, so the share of experts is the lower one.
    let upper_bound = 0.95 * active;
    within(
        model.expert_share.unwrap_or(typical),
        upper_bound.min(1e-6),
        upper_bound,
    )
}

/// Parameters outside the experts, billions: the active parameters that are not in the chosen experts.
fn shared_b(model: &ServedModel, expert_share: f64) -> f64 {
    within(
        (model.active_b - expert_share * model.total_b) / (1.0 - expert_share),
        0.0,
        model.active_b,
    )
}

/// Real over ideal time of reading weights, from kernel efficiency and expert load balance.
fn weights_slowdown(constants: &ServingConstants, model: &ServedModel, devices: f64) -> f64 {
    let precision = if is_eight_bit(model.weight_bits) {
        1.0 + constants.eight_bit_slowdown
    } else {
        1.0
    };
    precision
        * match model.architecture {
            Architecture::Dense => constants.bandwidth_use_dense.recip(),
            Architecture::MixtureOfExperts => {
                pow(devices, constants.imbalance_exponent) / constants.bandwidth_use_moe
            }
        }
}

/// Kernel launches of a step and their synchronisation across devices, ms.
fn overhead_ms(constants: &ServingConstants, architecture: Architecture, layers: f64, devices: f64) -> f64 {
    let per_layer_ms = match architecture {
        Architecture::Dense => constants.layer_overhead_dense_ms,
        Architecture::MixtureOfExperts => constants.layer_overhead_moe_ms,
    };
    constants.step_overhead_ms + layers * per_layer_ms * (1.0 + constants.sync_per_doubling * log2(devices))
}
