//! The formulas of the calibrated models: from times and watts to joules, and from there to the leaves.

use std::ops::{Add, Sub};

use super::{Expression, Lines, Published, Quantity, factor, number};
use crate::model::inference::{Answer, Call, answer, call_at, drawing};
use crate::model::serving::{Serving, ServingConstants};
use crate::model::{Indicator, Leaf};
use crate::quantity::{JOULES_PER_KILOWATT_HOUR, SECONDS_PER_HOUR};
use crate::scenario::{InferenceRoute, MODELS, Param, SLOTS, Slot};

/// Milliseconds in a second; also milliwatts, and millions in a billion.
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
];
/// Everything that all models of a service are served with.
const ALIKE: [Param; 14] = [
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
];
/// The same, with the sizes of each model but the first.
const FURTHER: [[Param; ALIKE.len() + 2]; MODELS - 1] = [sized(SLOTS[1]), sized(SLOTS[2]), sized(SLOTS[3])];

const fn sized(slot: Slot) -> [Param; ALIKE.len() + 2] {
    let mut all = [slot.total; ALIKE.len() + 2];
    all[1] = slot.active;
    let mut at = 0;
    while at < ALIKE.len() {
        all[at + 2] = ALIKE[at];
        at += 1;
    }
    all
}

const PICTURE: &[Param] = &[
    Param::TotalParams,
    Param::ImageWidth,
    Param::ImageHeight,
    Param::Frames,
    Param::Steps,
    Param::Batch,
    Param::DevicesPerReplica,
    Param::ServingPeakTflops,
];
const PICTURE_POWER: &[Param] = &[
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

/// A step of the replica, told once for prefill, answers and time.
struct Pass {
    /// Accelerators of the replica.
    devices: Expression,
    /// Seconds that a request occupies of the replica's time.
    seconds: Expression,
    /// Watts of the replica.
    watts: Expression,
    /// Work of reading prompts, and of both, before the power limit.
    prompt: Expression,
    both: Expression,
    /// Seconds without work a call; `None` where the replica is always busy.
    idle_seconds: Option<Expression>,
}

/// What a calibrated model works out: from which inputs and constants.
#[derive(Clone, Copy)]
struct Known {
    id: &'static str,
    unit: &'static str,
    from: &'static [Param],
    constants: &'static [&'static str],
}

const DEVICES: Known = Known {
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
const BATCH: Known = Known {
    id: "batch",
    unit: "requests",
    from: LOAD,
    constants: DEVICES.constants,
};
const WEIGHTS: Known = Known {
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
const CACHE: Known = Known {
    id: "cache",
    unit: "GB",
    from: &[
        Param::ActiveParams,
        Param::InputTokens,
        Param::OutputTokens,
        Param::ReasoningTokens,
    ],
    constants: &[
        "serving_context_share",
        "serving_kv_dense_kib",
        "serving_kv_moe_kib",
        "serving_kv_exponent",
    ],
};
const ATTENTION: Known = Known {
    id: "attention",
    unit: "TFLOP",
    from: &[Param::TotalParams, Param::ActiveParams],
    constants: LAYERS,
};
const OVERHEAD: Known = Known {
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
const WEIGHTS_SLOWDOWN: Known = Known {
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
const CACHE_SLOWDOWN: Known = Known {
    id: "cache_slowdown",
    unit: "",
    from: &[Param::ServingBandwidth],
    constants: &["serving_bandwidth_use_kv", "serving_fast_memory_exponent"],
};
const PICTURE_SECONDS: Known = Known {
    id: "picture_seconds",
    unit: "s",
    from: PICTURE,
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
const PICTURE_WATTS: Known = Known {
    id: "picture_watts",
    unit: "W",
    from: PICTURE_POWER,
    constants: &[
        "generation_power_active",
        "generation_power_compute",
        "generation_power_cap",
    ],
};

/// Energy of a call at each model but the first, worked out as that of the first is, from the whole serving model.
const JOULES: [Known; MODELS - 1] = [
    whole("second_joules", "J", &FURTHER[0]),
    whole("third_joules", "J", &FURTHER[1]),
    whole("fourth_joules", "J", &FURTHER[2]),
];
/// Accelerator time of the same.
const SECONDS: [Known; MODELS - 1] = [
    whole("second_seconds", "s", &FURTHER[0]),
    whole("third_seconds", "s", &FURTHER[1]),
    whole("fourth_seconds", "s", &FURTHER[2]),
];

const fn whole(id: &'static str, unit: &'static str, from: &'static [Param]) -> Known {
    Known {
        id,
        unit,
        from,
        constants: ServingConstants::IDS,
    }
}

impl Known {
    fn at(self, value: f64) -> Expression {
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

impl Lines<'_> {
    /// A leaf of the routes that are modelled.
    pub(super) fn modelled(&mut self, leaf: Leaf) -> Option<Expression> {
        if self.inputs.picks.inference != InferenceRoute::Tokens {
            return self.picture(leaf);
        }
        let answer = answer(&self.inputs.values, &self.inputs.picks)?;
        let constants = answer.roofline.constants();
        if leaf == Leaf::Idle {
            let ready = self.ready();
            let pass = self.pass(&answer);
            let own = pass.idle_seconds.map(|seconds| {
                let watts = pass.devices
                    * self.param(Param::ServingTdp)
                    * calibrated(constants, "serving_power_idle");
                self.step("idle_watts", "W", watts) * seconds
            });
            let Some(waiting) = self.mixed(own, &JOULES, |call| call.idle_j) else {
                return ready;
            };
            let waiting = self.over_all_calls(waiting);
            return Some(match ready {
                Some(ready) => waiting + ready,
                None => waiting,
            });
        }
        let pass = self.pass(&answer);
        let share = pass.prompt / pass.both;
        let share = self.step("prompt_share", "", share);
        let joules = self.step("joules_per_call", "J", pass.watts * pass.seconds);
        let share = if leaf == Leaf::Prefill {
            share
        } else {
            number(1.0) - share
        };
        let joules = self.mixed(Some(joules * share), &JOULES, |call| match leaf {
            Leaf::Prefill => call.prefill_j,
            _ => call.generation_j,
        })?;
        Some(self.over_all_calls(joules))
    }

    /// Notes what the named models' configurations say.
    fn facts(&mut self) {
        let picks = &self.inputs.picks;
        let text = picks.inference == InferenceRoute::Tokens;
        let answers = |slot: &Slot| slot.share.is_none_or(|share| text && self.value(share) > 0.0);
        let served = SLOTS.iter().zip(&picks.served);
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

    /// The mean over the models of the service: `first` alone where one answers all, `None` where none has any.
    fn mixed(
        &mut self,
        first: Option<Expression>,
        known: &[Known; MODELS - 1],
        of: impl Fn(&Call) -> f64,
    ) -> Option<Expression> {
        let mut further = Vec::new();
        for (slot, (place, known)) in SLOTS[1..].iter().zip((1..).zip(known)) {
            let Some(share) = slot.share.filter(|share| self.value(*share) > 0.0) else {
                continue;
            };
            let call = call_at(place, &self.inputs.values, &self.inputs.picks)?;
            further.push((self.param(share), of(&call), known));
        }
        if further.is_empty() || first.is_none() && further.iter().all(|(_, value, _)| *value <= 0.0) {
            return first;
        }
        let shares = || further.iter().map(|(share, ..)| share.clone());
        // More than all queries are scaled down to them, and none is left for the first.
        let asked = shares().reduce(Add::add).filter(|sum| sum.value() > 1.0);
        let asked = asked.map(|sum| self.step("asked_shares", "", sum));
        let rest = match asked {
            Some(_) => number(0.0),
            None => shares().fold(number(1.0), Sub::sub),
        };
        let mut mean = rest * first.unwrap_or_else(|| number(0.0));
        for (share, value, known) in further {
            let share = match &asked {
                Some(sum) => share / sum.clone(),
                None => share,
            };
            mean = mean + share * known.at(value);
        }
        Some(mean)
    }

    /// Joules of one call as kWh of all, with the correction of the model.
    fn over_all_calls(&mut self, joules: Expression) -> Expression {
        self.queries() * self.param(Param::CallsPerTask) * joules * self.param(Param::ServingError)
            / number(JOULES_PER_KILOWATT_HOUR)
    }

    /// Capacity kept ready as a share of the work.
    fn ready(&self) -> Option<Expression> {
        if self.value(Param::IdleShare) <= 0.0 {
            return None;
        }
        let work = self.leaves(&[Leaf::Prefill, Leaf::Generation], Indicator::Energy)?;
        Some(work * self.param(Param::IdleShare))
    }

    /// Accelerator time of all calls, device-hours.
    pub(super) fn modelled_hours(&mut self) -> Option<Expression> {
        let each = if self.inputs.picks.inference == InferenceRoute::Tokens {
            let pass = answer(&self.inputs.values, &self.inputs.picks).map(|answer| self.pass(&answer))?;
            let seconds = match pass.idle_seconds {
                Some(idle) => pass.seconds + idle,
                None => pass.seconds,
            };
            self.mixed(Some(pass.devices * seconds), &SECONDS, |call| call.device_s)?
        } else {
            let (devices, energy) = drawing(&self.inputs.values, &self.inputs.picks)?;
            let seconds = self.seconds_of_picture(energy.latency_s);
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

    fn picture(&mut self, leaf: Leaf) -> Option<Expression> {
        match leaf {
            Leaf::Generation => {
                let (_, energy) = drawing(&self.inputs.values, &self.inputs.picks)?;
                let seconds = self.seconds_of_picture(energy.latency_s);
                let watts = PICTURE_WATTS.at(energy.mean_power_w);
                let joules = self.step("joules_per_call", "J", watts * seconds);
                Some(self.over_all_calls(joules))
            }
            Leaf::Idle => self.ready(),
            _ => None,
        }
    }

    /// A picture's share of the time of its batch.
    fn seconds_of_picture(&mut self, latency: f64) -> Expression {
        self.facts();
        let whole = PICTURE_SECONDS.at(latency);
        let each = whole / self.param(Param::Batch);
        self.step("call_seconds", "s", each)
    }

    /// Accelerators of a replica: the reader's, or as many as the model needs.
    fn devices(&self, value: f64) -> Expression {
        if self.value(Param::DevicesPerReplica) >= 1.0 {
            self.param(Param::DevicesPerReplica)
        } else {
            DEVICES.at(value)
        }
    }

    fn pass(&mut self, answer: &Answer) -> Pass {
        self.facts();
        let Answer {
            roofline,
            asked,
            energy,
            ..
        } = answer;
        let c = roofline.constants();
        let constant = |id| calibrated(c, id);
        let served = Serving {
            batch: energy.batch,
            ..*asked
        };
        let devices = self.devices(roofline.devices);
        let batch = if self.value(Param::Batch).to_bits() == energy.batch.to_bits() {
            self.param(Param::Batch)
        } else {
            BATCH.at(energy.batch)
        };
        let tokens = self.answer_tokens();
        let active = if self.value(Param::ActiveParams) <= self.value(Param::TotalParams) {
            Param::ActiveParams
        } else {
            Param::TotalParams
        };

        // At full bandwidth and full peak.
        let speed = devices.clone() * self.param(Param::ServingBandwidth) / number(THOUSAND);
        let speed = self.step("replica_bandwidth", "GB/ms", speed);
        let weights = WEIGHTS.at(roofline.weights_gb(energy.batch));
        let weights = self.step("weights_time", "ms", weights / speed.clone());
        let request = CACHE.at(roofline.request_gb(&served));
        let cache = self.step("cache_time", "ms", batch.clone() * request / speed);
        let peak = devices.clone() * self.param(Param::ServingPeakTflops) / number(THOUSAND);
        let peak = self.step("replica_peak", "TFLOP/ms", peak);
        let token = number(2.0) * self.param(active) / number(THOUSAND);
        let token = self.step("token_work", "TFLOP", token);
        let computing = token.clone() * batch.clone() / peak.clone();
        let computing = self.step("computing_time", "ms", computing);
        let newcomers = self.step("newcomers", "requests", batch.clone() / tokens.clone());
        let prompt = self.param(Param::InputTokens);
        let attention = ATTENTION.at(roofline.attention_tflop);
        let computed = prompt.clone() * (number(1.0) - self.param(Param::CachedShare));
        let reading = newcomers.clone() * computed * (token + attention * prompt) / peak;
        let reading = self.step("prompt_computing_time", "ms", reading);

        // As it is.
        let overhead = OVERHEAD.at(roofline.overhead_ms);
        let answering = overhead
            + weights.clone() * WEIGHTS_SLOWDOWN.at(roofline.weights_slowdown)
            + cache.clone() * CACHE_SLOWDOWN.at(roofline.kv_slowdown)
            + computing.clone() / constant("serving_compute_use_decode");
        let answering = self.step("answering_time", "ms", answering);
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
        let starting = newcomers * each;
        let starting = self.step("starting_time", "ms", starting);
        let time = answering.clone() + waiting.clone() + prompts.clone() + starting.clone();
        let time = self.step("pass_time", "ms", time);

        let work = constant("serving_power_active") * answering
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
        let drawn = both.clone().at_most(constant("serving_power_cap") * time.clone());
        let watts = devices.clone() * self.param(Param::ServingTdp) * drawn / time.clone();
        let watts = self.step("replica_watts", "W", watts);
        let step = self.step("pass_seconds", "s", time / number(THOUSAND));
        let seconds = step.clone() * tokens.clone() / batch;
        let seconds = self.step("call_seconds", "s", seconds);

        let idle_seconds = (answer.idle_j > 0.0).then(|| {
            let traffic = self.param(Param::RequestsPerSecond);
            let busy = traffic.clone() * tokens * step;
            let idle = (number(1.0) - busy) / traffic;
            self.step("idle_seconds", "s", idle)
        });
        Pass {
            devices,
            seconds,
            watts,
            prompt,
            both,
            idle_seconds,
        }
    }
}
