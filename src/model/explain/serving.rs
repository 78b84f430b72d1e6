//! The formulas of the calibrated models: from time and power to energy, and from energy to the leaves.

use std::ops::{Add, Sub};

use super::{Expression, Published, Quantity, Recorder, factor, number};
use crate::model::inference::{Call, ServingEstimate, call_of_slot, estimate_generation, estimate_serving};
use crate::model::serving::{ServingConstants, ServingLoad};
use crate::model::{Indicator, Leaf};
use crate::quantity::{JOULES_PER_KILOWATT_HOUR, SECONDS_PER_HOUR};
use crate::scenario::{InferenceRoute, MODELS, Param, SLOTS, Slot};

/// Converts seconds to milliseconds and TFLOP to GFLOP.
const THOUSAND: f64 = 1e3;

const LAYERS: &[&str] = &[
    "serving_layers_dense",
    "serving_layers_dense_exponent",
    "serving_layers_moe",
    "serving_layers_moe_exponent",
];
const REPLICA: &[Param] = &[
    Param::TotalParams,
    Param::ActiveParams,
    Param::WeightBits,
    Param::ServingMemory,
    Param::Batch,
    Param::InputTokens,
    Param::OutputTokens,
    Param::ReasoningTokens,
    Param::KvShare,
    Param::AttentionWindow,
];
const LOAD: &[Param] = &[
    Param::Batch,
    Param::RequestsPerSecond,
    Param::ServingMemory,
    Param::ServingBandwidth,
    Param::ServingPeakTflops,
    Param::TotalParams,
    Param::ActiveParams,
    Param::WeightBits,
    Param::InputTokens,
    Param::OutputTokens,
    Param::ReasoningTokens,
    Param::CachedShare,
    Param::DevicesPerReplica,
    Param::KvShare,
    Param::AttentionWindow,
];
/// The inputs that all models of a service share.
const SHARED: [Param; 16] = [
    Param::WeightBits,
    Param::Batch,
    Param::RequestsPerSecond,
    Param::InputTokens,
    Param::OutputTokens,
    Param::ReasoningTokens,
    Param::CachedShare,
    Param::PromptImages,
    Param::PromptVideos,
    Param::DevicesPerReplica,
    Param::ServingTdp,
    Param::ServingMemory,
    Param::ServingBandwidth,
    Param::ServingPeakTflops,
    Param::KvShare,
    Param::AttentionWindow,
];
/// The same, with the sizes of each model but the first, in the order of [`SLOTS`].
const OTHER_MODELS: [[Param; SHARED.len() + 2]; MODELS - 1] =
    [sized(SLOTS[1]), sized(SLOTS[2]), sized(SLOTS[3])];

const fn sized(slot: Slot) -> [Param; SHARED.len() + 2] {
    let mut all = [slot.total; SHARED.len() + 2];
    all[1] = slot.active;
    let mut at = 0;
    while at < SHARED.len() {
        all[at + 2] = SHARED[at];
        at += 1;
    }
    all
}

const GENERATION_INPUTS: &[Param] = &[
    Param::TotalParams,
    Param::ImageWidth,
    Param::ImageHeight,
    Param::Frames,
    Param::Steps,
    Param::Batch,
    Param::DevicesPerReplica,
    Param::ServingPeakTflops,
];
const GENERATION_POWER_INPUTS: &[Param] = &[
    Param::ServingTdp,
    Param::TotalParams,
    Param::ImageWidth,
    Param::ImageHeight,
    Param::Frames,
    Param::Steps,
    Param::Batch,
    Param::DevicesPerReplica,
    Param::ServingPeakTflops,
];

/// A decode step of the replica: prefill energy, decode energy and time are derived from it.
struct DecodeStep {
    /// Accelerators of the replica.
    devices: Expression,
    /// Replica time per request, s.
    seconds: Expression,
    /// Power of the replica's accelerators, W.
    watts: Expression,
    /// Energy of prefill, and of prefill and decode together, before the power limit, TDP ms.
    prompt: Expression,
    both: Expression,
    /// Idle time per call, s; `None` where the replica is always busy.
    idle_seconds: Option<Expression>,
}

/// A quantity a calibrated model computes, with the inputs and constants it depends on.
#[derive(Clone, Copy)]
struct ModelledQuantity {
    id: &'static str,
    unit: &'static str,
    from: &'static [Param],
    constants: &'static [&'static str],
}

const DEVICES: ModelledQuantity = ModelledQuantity {
    id: "devices",
    unit: "devices",
    from: REPLICA,
    constants: &[
        "serving_memory_share",
        "serving_context_share",
        "serving_kv_dense_kib",
        "serving_kv_moe_kib",
        "serving_kv_exponent",
    ],
};
const BATCH: ModelledQuantity = ModelledQuantity {
    id: "batch",
    unit: "requests",
    from: LOAD,
    constants: DEVICES.constants,
};
const WEIGHTS: ModelledQuantity = ModelledQuantity {
    id: "weights",
    unit: "GB",
    from: &[
        Param::TotalParams,
        Param::ActiveParams,
        Param::WeightBits,
        Param::Batch,
    ],
    constants: &["serving_router_share", "serving_routing_spread"],
};
const CACHE: ModelledQuantity = ModelledQuantity {
    id: "cache",
    unit: "GB",
    from: &[
        Param::ActiveParams,
        Param::InputTokens,
        Param::OutputTokens,
        Param::ReasoningTokens,
        Param::KvShare,
        Param::AttentionWindow,
    ],
    constants: &[
        "serving_context_share",
        "serving_kv_dense_kib",
        "serving_kv_moe_kib",
        "serving_kv_exponent",
    ],
};
const ATTENDED: ModelledQuantity = ModelledQuantity {
    id: "attended",
    unit: "tokens",
    from: &[Param::InputTokens, Param::AttentionWindow],
    constants: &[],
};
const ATTENTION: ModelledQuantity = ModelledQuantity {
    id: "attention",
    unit: "TFLOP",
    from: &[Param::TotalParams, Param::ActiveParams],
    constants: LAYERS,
};
const OVERHEAD: ModelledQuantity = ModelledQuantity {
    id: "overhead",
    unit: "ms",
    from: &[Param::TotalParams, Param::DevicesPerReplica],
    constants: &[
        "serving_step_overhead_ms",
        "serving_layer_overhead_dense_ms",
        "serving_layer_overhead_moe_ms",
        "serving_sync_per_doubling",
        "serving_layers_dense",
        "serving_layers_dense_exponent",
        "serving_layers_moe",
        "serving_layers_moe_exponent",
    ],
};
const WEIGHTS_SLOWDOWN: ModelledQuantity = ModelledQuantity {
    id: "weights_slowdown",
    unit: "",
    from: &[
        Param::WeightBits,
        Param::ServingBandwidth,
        Param::DevicesPerReplica,
    ],
    constants: &[
        "serving_bandwidth_use_dense",
        "serving_bandwidth_use_moe",
        "serving_imbalance_exponent",
        "serving_fast_memory_exponent",
        "serving_eight_bit_slowdown",
    ],
};
const CACHE_SLOWDOWN: ModelledQuantity = ModelledQuantity {
    id: "cache_slowdown",
    unit: "",
    from: &[Param::ServingBandwidth],
    constants: &["serving_bandwidth_use_kv", "serving_fast_memory_exponent"],
};
const GENERATION_LATENCY: ModelledQuantity = ModelledQuantity {
    id: "picture_seconds",
    unit: "s",
    from: GENERATION_INPUTS,
    constants: &[
        "generation_compute_use_linear",
        "generation_compute_use_attention",
        "generation_exchange_exponent",
        "generation_fast_device_exponent",
        "generation_layer_overhead_ms",
        "generation_overhead_per_device",
        "generation_decoder_s_per_gigapixel",
        "generation_attention_width",
        "generation_attention_width_exponent",
        "generation_layers",
        "generation_layers_exponent",
        "generation_passes_image",
        "generation_passes_video",
        "generation_token_pixels",
        "generation_token_frames",
    ],
};
const GENERATION_POWER: ModelledQuantity = ModelledQuantity {
    id: "picture_watts",
    unit: "W",
    from: GENERATION_POWER_INPUTS,
    constants: &[
        "generation_power_active",
        "generation_power_compute",
        "generation_power_cap",
    ],
};

/// Energy per call of each model but the first, by the same serving model, shown as one quantity.
const JOULES: [ModelledQuantity; MODELS - 1] = [
    by_whole_model("second_joules", "J", &OTHER_MODELS[0]),
    by_whole_model("third_joules", "J", &OTHER_MODELS[1]),
    by_whole_model("fourth_joules", "J", &OTHER_MODELS[2]),
];
/// Accelerator time per call of each model but the first.
const SECONDS: [ModelledQuantity; MODELS - 1] = [
    by_whole_model("second_seconds", "s", &OTHER_MODELS[0]),
    by_whole_model("third_seconds", "s", &OTHER_MODELS[1]),
    by_whole_model("fourth_seconds", "s", &OTHER_MODELS[2]),
];

const fn by_whole_model(id: &'static str, unit: &'static str, from: &'static [Param]) -> ModelledQuantity {
    ModelledQuantity {
        id,
        unit,
        from,
        constants: ServingConstants::IDS,
    }
}

impl ModelledQuantity {
    fn with_value(self, value: f64) -> Expression {
        let Self {
            id,
            unit,
            from,
            constants,
        } = self;
        factor(
            Quantity::Modelled {
                id,
                unit,
                from,
                constants,
            },
            value,
        )
    }
}

fn calibrated(constants: &ServingConstants, id: &'static str) -> Expression {
    factor(Quantity::Calibrated(id), constants.get(id).unwrap_or(f64::NAN))
}

impl Recorder<'_> {
    /// A leaf of a route with a calibrated model.
    pub(super) fn modelled(&mut self, leaf: Leaf) -> Option<Expression> {
        if self.inputs.choices.inference != InferenceRoute::Tokens {
            return self.generation_leaf(leaf);
        }
        let estimate = estimate_serving(&self.inputs.values, &self.inputs.choices)?;
        let constants = estimate.roofline.constants();
        if leaf == Leaf::Idle {
            let standby = self.standby();
            let decode_step = self.decode_step(&estimate);
            let own = decode_step.idle_seconds.map(|seconds| {
                let watts = decode_step.devices
                    * self.param(Param::ServingTdp)
                    * calibrated(constants, "serving_power_idle");
                self.step("idle_watts", "W", watts) * seconds
            });
            let Some(waiting) = self.mean_over_models(own, &JOULES, |call| call.idle_j) else {
                return standby;
            };
            let waiting = self.over_all_calls(waiting);
            return Some(match standby {
                Some(standby) => waiting + standby,
                None => waiting,
            });
        }
        let decode_step = self.decode_step(&estimate);
        let share = decode_step.prompt / decode_step.both;
        let share = self.step("prompt_share", "", share);
        let joules = self.step("joules_per_call", "J", decode_step.watts * decode_step.seconds);
        let share = if leaf == Leaf::Prefill {
            share
        } else {
            number(1.0) - share
        };
        let joules = self.mean_over_models(Some(joules * share), &JOULES, |call| match leaf {
            Leaf::Prefill => call.prefill_j,
            _ => call.generation_j,
        })?;
        Some(self.over_all_calls(joules))
    }

    /// Records the published configurations of the named models.
    fn record_configurations(&mut self) {
        let choices = &self.inputs.choices;
        let text = choices.inference == InferenceRoute::Tokens;
        let answers = |slot: &Slot| slot.share.is_none_or(|share| text && self.value(share) > 0.0);
        let served = SLOTS.iter().zip(&choices.served);
        let found = served.filter(|(slot, _)| answers(slot)).flat_map(|(_, served)| {
            let (Some(row), Some(known)) = (served.row, served.configuration) else {
                return [None; 4];
            };
            let columns = if text {
                [
                    ("layers", "", known.layers),
                    ("kv_bytes_per_token", "bytes", known.kv_bytes_per_token),
                    ("expert_share", "share", known.expert_share),
                    ("", "", None),
                ]
            } else {
                [
                    ("layers", "", known.layers),
                    ("passes", "", known.passes),
                    ("token_pixels", "px", known.token_pixels),
                    ("token_frames", "frames", known.token_frames),
                ]
            };
            columns.map(|(id, unit, fact)| {
                fact.map(|fact| Published {
                    id,
                    unit,
                    model: row.name,
                    fact,
                })
            })
        });
        self.published = found.flatten().collect();
    }

    /// The mean over the models of the service: `first` alone where there is one model, `None` where no model has any.
    fn mean_over_models(
        &mut self,
        first: Option<Expression>,
        known: &[ModelledQuantity; MODELS - 1],
        of: impl Fn(&Call) -> f64,
    ) -> Option<Expression> {
        let mut others = Vec::new();
        for (slot, (place, known)) in SLOTS[1..].iter().zip((1..).zip(known)) {
            let Some(share) = slot.share.filter(|share| self.value(*share) > 0.0) else {
                continue;
            };
            let call = call_of_slot(place, &self.inputs.values, &self.inputs.choices)?;
            others.push((self.param(share), of(&call), known));
        }
        if others.is_empty() || first.is_none() && others.iter().all(|(_, value, _)| *value <= 0.0) {
            return first;
        }
        let shares = || others.iter().map(|(share, ..)| share.clone());
        // Shares above 1 in total are scaled down to 1, which leaves none for the first model.
        let requested = shares().reduce(Add::add).filter(|sum| sum.value() > 1.0);
        let requested = requested.map(|sum| self.step("asked_shares", "", sum));
        let rest = match requested {
            Some(_) => number(0.0),
            None => shares().fold(number(1.0), Sub::sub),
        };
        let mut mean = rest * first.unwrap_or_else(|| number(0.0));
        for (share, value, known) in others {
            let share = match &requested {
                Some(sum) => share / sum.clone(),
                None => share,
            };
            mean = mean + share * known.with_value(value);
        }
        Some(mean)
    }

    /// Converts the energy of one call, J, to that of all calls, kWh, with the calibration error.
    fn over_all_calls(&mut self, joules: Expression) -> Expression {
        self.queries() * self.param(Param::CallsPerTask) * joules * self.param(Param::ServingError)
            / number(JOULES_PER_KILOWATT_HOUR)
    }

    /// Idle capacity as a share of the active energy.
    fn standby(&self) -> Option<Expression> {
        if self.value(Param::IdleShare) <= 0.0 {
            return None;
        }
        let work = self.leaves(&[Leaf::Prefill, Leaf::Generation], Indicator::Energy)?;
        Some(work * self.param(Param::IdleShare))
    }

    /// Accelerator time of all calls, device-hours.
    pub(super) fn modelled_hours(&mut self) -> Option<Expression> {
        let each = if self.inputs.choices.inference == InferenceRoute::Tokens {
            let decode_step = estimate_serving(&self.inputs.values, &self.inputs.choices)
                .map(|estimate| self.decode_step(&estimate))?;
            let seconds = match decode_step.idle_seconds {
                Some(idle) => decode_step.seconds + idle,
                None => decode_step.seconds,
            };
            self.mean_over_models(Some(decode_step.devices * seconds), &SECONDS, |call| {
                call.device_s
            })?
        } else {
            let (devices, energy) = estimate_generation(&self.inputs.values, &self.inputs.choices)?;
            let seconds = self.seconds_per_output(energy.latency_s);
            self.devices(devices) * seconds
        };
        let as_modelled = (self.value(Param::ServingTime) - 1.0).abs() <= 0.0;
        let each = if as_modelled {
            each
        } else {
            each * self.param(Param::ServingTime)
        };
        let seconds = self.step("device_seconds", "s", each);
        let calls = self.queries() * self.param(Param::CallsPerTask);
        Some(calls * seconds / number(SECONDS_PER_HOUR) * (number(1.0) + self.param(Param::IdleShare)))
    }

    fn generation_leaf(&mut self, leaf: Leaf) -> Option<Expression> {
        match leaf {
            Leaf::Generation => {
                let (_, energy) = estimate_generation(&self.inputs.values, &self.inputs.choices)?;
                let seconds = self.seconds_per_output(energy.latency_s);
                let watts = GENERATION_POWER.with_value(energy.mean_power_w);
                let joules = self.step("joules_per_call", "J", watts * seconds);
                Some(self.over_all_calls(joules))
            }
            Leaf::Idle => self.standby(),
            _ => None,
        }
    }

    /// Time of one image or video: its share of the time of its batch.
    fn seconds_per_output(&mut self, latency: f64) -> Expression {
        self.record_configurations();
        let whole = GENERATION_LATENCY.with_value(latency);
        let each = whole / self.param(Param::Batch);
        self.step("call_seconds", "s", each)
    }

    /// Accelerators of a replica: as set, or as many as the memory requires.
    fn devices(&self, value: f64) -> Expression {
        if self.value(Param::DevicesPerReplica) >= 1.0 {
            self.param(Param::DevicesPerReplica)
        } else {
            DEVICES.with_value(value)
        }
    }

    /// The prompt, or one of as much attention where a window is shorter.
    fn attended_prompt(&mut self, estimate: &ServingEstimate) -> Expression {
        let attended = estimate.roofline.attended_prompt(estimate.load.prompt_tokens);
        if attended < self.value(Param::InputTokens) {
            ATTENDED.with_value(attended)
        } else {
            self.param(Param::InputTokens)
        }
    }

    fn decode_step(&mut self, estimate: &ServingEstimate) -> DecodeStep {
        self.record_configurations();
        let ServingEstimate {
            roofline,
            load,
            energy,
            ..
        } = estimate;
        let c = roofline.constants();
        let constant = |id| calibrated(c, id);
        let served = ServingLoad {
            batch: energy.batch,
            ..*load
        };
        let devices = self.devices(roofline.devices);
        let batch = if self.value(Param::Batch).to_bits() == energy.batch.to_bits() {
            self.param(Param::Batch)
        } else {
            BATCH.with_value(energy.batch)
        };
        let tokens = self.output_tokens();
        let active = if self.value(Param::ActiveParams) <= self.value(Param::TotalParams) {
            Param::ActiveParams
        } else {
            Param::TotalParams
        };

        // At full bandwidth and full peak.
        let bandwidth = devices.clone() * self.param(Param::ServingBandwidth) / number(THOUSAND);
        let bandwidth = self.step("replica_bandwidth", "GB/ms", bandwidth);
        let weights = WEIGHTS.with_value(roofline.weights_gb(energy.batch));
        let weights = self.step("weights_time", "ms", weights / bandwidth.clone());
        let request = CACHE.with_value(roofline.request_gb(&served));
        let cache = self.step("cache_time", "ms", batch.clone() * request / bandwidth);
        let peak = devices.clone() * self.param(Param::ServingPeakTflops) / number(THOUSAND);
        let peak = self.step("replica_peak", "TFLOP/ms", peak);
        let token = number(2.0) * self.param(active) / number(THOUSAND);
        let token = self.step("token_work", "TFLOP", token);
        let computing = token.clone() * batch.clone() / peak.clone();
        let computing = self.step("computing_time", "ms", computing);
        let admitted = self.step("newcomers", "requests", batch.clone() / tokens.clone());
        let prompt = self.param(Param::InputTokens);
        let attention = ATTENTION.with_value(roofline.attention_tflop);
        let computed = prompt * (number(1.0) - self.param(Param::CachedShare));
        let attended = self.attended_prompt(estimate);
        let reading = admitted.clone() * computed * (token + attention * attended) / peak;
        let reading = self.step("prompt_computing_time", "ms", reading);

        // At the calibrated efficiencies.
        let overhead = OVERHEAD.with_value(roofline.overhead_ms);
        let decoding = overhead
            + weights.clone() * WEIGHTS_SLOWDOWN.with_value(roofline.weights_slowdown)
            + cache.clone() * CACHE_SLOWDOWN.with_value(roofline.kv_slowdown)
            + computing.clone() / constant("serving_compute_use_decode");
        let decoding = self.step("answering_time", "ms", decoding);
        let waiting = constant("serving_sequence_overhead_ms") * batch.clone();
        let waiting = self.step("waiting_time", "ms", waiting);
        let prompts = reading.clone() / constant("serving_compute_use_prefill");
        let prompts = self.step("prompt_time", "ms", prompts);
        let mut each = constant("serving_request_overhead_ms");
        for (count, time) in [
            (Param::PromptImages, "serving_image_overhead_ms"),
            (Param::PromptVideos, "serving_video_overhead_ms"),
        ] {
            if self.value(count) > 0.0 {
                each = each + self.param(count) * constant(time);
            }
        }
        let starting = admitted * each;
        let starting = self.step("starting_time", "ms", starting);
        let time = decoding.clone() + waiting.clone() + prompts.clone() + starting.clone();
        let time = self.step("pass_time", "ms", time);

        let work = constant("serving_power_active") * decoding
            + constant("serving_power_waiting") * waiting
            + constant("serving_power_weights") * weights
            + constant("serving_power_kv") * cache
            + constant("serving_power_compute") * computing;
        let work = self.step("answering_work", "TDP ms", work);
        let prompt = constant("serving_power_active") * prompts
            + constant("serving_power_waiting") * starting
            + constant("serving_power_compute") * reading;
        let prompt = self.step("prompt_work", "TDP ms", prompt);
        let both = work + prompt.clone();
        let drawn = both
            .clone()
            .soft_min(constant("serving_power_cap") * time.clone());
        let watts = devices.clone() * self.param(Param::ServingTdp) * drawn / time.clone();
        let watts = self.step("replica_watts", "W", watts);
        let step = self.step("pass_seconds", "s", time / number(THOUSAND));
        let seconds = step.clone() * tokens.clone() / batch;
        let seconds = self.step("call_seconds", "s", seconds);

        let idle_seconds = (estimate.idle_j > 0.0).then(|| {
            let traffic = self.param(Param::RequestsPerSecond);
            let busy = traffic.clone() * tokens * step;
            let idle = (number(1.0) - busy) / traffic;
            self.step("idle_seconds", "s", idle)
        });
        DecodeStep {
            devices,
            seconds,
            watts,
            prompt,
            both,
            idle_seconds,
        }
    }
}
