//! Energy of inference.

use super::generation::{self, DiffusionJob, GenerationDeployment, GenerationEnergy};
use super::serving::{
    self, Architecture, Device, Interval, Roofline, ServedModel, ServingEnergy, ServingLoad,
};
use super::{Leaf, Work, device_hours, training::accelerator_part};
use crate::quantity::{DAYS_PER_YEAR, Duration, Energy, Power};
use crate::scenario::{InferenceRoute, Param, ResolvedChoices, SLOTS, Served, Values, WarningCode};

/// What one model call costs at the accelerators.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Call {
    /// Prefill, J.
    pub prefill_j: f64,
    /// Decode, or generating an image or video, J.
    pub generation_j: f64,
    /// Idle energy between requests, J.
    pub idle_j: f64,
    /// Accelerator time occupied, device-seconds.
    pub device_s: f64,
}

/// A modelled call with the calibration error of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Modelled {
    /// The call.
    pub call: Call,
    /// 90 % interval of measured over modelled energy.
    pub interval: Interval,
    /// Warnings about the inputs.
    pub warnings: Vec<WarningCode>,
}

/// Accelerator energy of one query, from metered joules per output token.
///
/// `joules` J/token at the accelerators, answer and reasoning tokens, calls per query.
pub fn metered_query(joules: f64, output_tokens: f64, reasoning_tokens: f64, calls: f64) -> Energy {
    Energy::from_joules(joules * (output_tokens + reasoning_tokens) * calls)
}

/// IT energy and accelerator time of one year of queries at today's rate.
pub fn work(v: &Values, choices: &ResolvedChoices) -> Work {
    let queries = v[Param::QueriesPerDay] * DAYS_PER_YEAR;
    let host_share = v[Param::HostShare];
    let given = match choices.inference {
        InferenceRoute::None => return Work::default(),
        InferenceRoute::Tokens | InferenceRoute::Image | InferenceRoute::Video => {
            return modelled_work(v, choices, queries);
        }
        // A figure per query is energy of whole servers; a meter on the accelerators sees these alone.
        InferenceRoute::PerQuery => {
            accelerator_part(Energy::from_watt_hours(v[Param::WhPerQuery]), host_share)
        }
        InferenceRoute::Metered => metered_query(
            v[Param::JoulesPerToken],
            v[Param::OutputTokens],
            v[Param::ReasoningTokens],
            v[Param::CallsPerTask],
        ),
    };
    let generation = given * queries;
    let idle = generation * v[Param::IdleShare];
    Work {
        hosts: (generation + idle) * host_share,
        device_hours: device_hours(
            generation + idle,
            Power(v[Param::ServingTdp]),
            v[Param::ServingPowerFraction],
        ),
        accelerators: [
            (Leaf::Prefill, Energy(0.0)),
            (Leaf::Generation, generation),
            (Leaf::Idle, idle),
            (Leaf::Idle, Energy(0.0)),
        ],
    }
}

fn modelled_work(v: &Values, choices: &ResolvedChoices, queries: f64) -> Work {
    let Some(Modelled { call, .. }) = modelled(v, choices) else {
        return Work::default();
    };
    let calls = queries * v[Param::CallsPerTask];
    // The correction applies to the whole model, idle power included: correcting only a part would distort the ratio
    // of active to idle energy.
    let energy = |joules: f64| Energy::from_joules(joules * v[Param::ServingError]) * calls;
    let (prefill, generation) = (energy(call.prefill_j), energy(call.generation_j));
    let standby = (prefill + generation) * v[Param::IdleShare];
    let idle = energy(call.idle_j) + standby;
    let hours = Duration::from_seconds(call.device_s * v[Param::ServingTime]) * calls;
    Work {
        hosts: (prefill + generation + idle) * v[Param::HostShare],
        device_hours: hours * (1.0 + v[Param::IdleShare]),
        accelerators: [
            (Leaf::Prefill, prefill),
            (Leaf::Generation, generation),
            (Leaf::Idle, idle),
            (Leaf::Idle, Energy(0.0)),
        ],
    }
}

/// One call by the calibrated models; `None` for the routes that need none.
pub fn modelled(v: &Values, choices: &ResolvedChoices) -> Option<Modelled> {
    match choices.inference {
        InferenceRoute::Tokens => mean_text_call(v, choices),
        InferenceRoute::Image | InferenceRoute::Video => generation_call(v, choices),
        _ => None,
    }
}

/// The serving accelerator as the calibrated models see it.
fn serving_device(v: &Values, choices: &ResolvedChoices) -> Device {
    Device {
        peak_tflops: v[Param::ServingPeakTflops],
        bandwidth_gb_s: v[Param::ServingBandwidth],
        memory_gb: v[Param::ServingMemory],
        tdp_w: v[Param::ServingTdp],
        measured: choices
            .serving
            .is_some_and(|row| Device::MEASURED.contains(&row.id)),
    }
}

/// A call of a language model and the replica that serves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServingEstimate {
    /// The model on its replica.
    pub roofline: Roofline,
    /// The load on the replica; its batch is the largest the scheduler admits.
    pub load: ServingLoad,
    /// Energy of a query while it is served.
    pub energy: ServingEnergy,
    /// Idle energy between queries, J per query.
    pub idle_j: f64,
    /// Whether more requests arrive than the replica can serve.
    pub saturated: bool,
}

/// Size of a served model, and its published configuration where it is named.
#[derive(Clone, Copy)]
struct Size {
    total_b: f64,
    active_b: f64,
    served: Served,
}

impl Size {
    /// Of the model in this place of [`SLOTS`].
    fn of(slot: usize, v: &Values, choices: &ResolvedChoices) -> Self {
        Self {
            total_b: v[SLOTS[slot].total],
            active_b: v[SLOTS[slot].active],
            served: choices.served[slot],
        }
    }
}

/// One call of the first model by the serving model; `None` when a constant is missing, which the tests rule out.
pub fn estimate_serving(v: &Values, choices: &ResolvedChoices) -> Option<ServingEstimate> {
    estimate_call(Size::of(0, v, choices), v, choices)
}

/// As [`estimate_serving`], for a model of this size. Everything else is the same for all models of a service: accelerators,
/// precision, tokens, batch and traffic of a replica.
fn estimate_call(size: Size, v: &Values, choices: &ResolvedChoices) -> Option<ServingEstimate> {
    let constants = serving::calibrated()?;
    let (total, active) = (size.total_b, size.active_b.min(size.total_b));
    let experts = size.served.row.map_or(active < total, |row| row.experts);
    let architecture = if experts {
        Architecture::MixtureOfExperts
    } else {
        Architecture::Dense
    };
    let model = ServedModel::new(total, active, v[Param::WeightBits], architecture)
        .configured(size.served.configuration)
        .with_attention(v[Param::KvShare], v[Param::AttentionWindow]);
    let device = serving_device(v, choices);
    let mut load = ServingLoad {
        cached_share: v[Param::CachedShare],
        images: v[Param::PromptImages],
        videos: v[Param::PromptVideos],
        ..ServingLoad::text(
            v[Param::DevicesPerReplica],
            v[Param::Batch],
            v[Param::InputTokens],
            v[Param::OutputTokens] + v[Param::ReasoningTokens],
        )
    };
    if load.devices < 1.0 {
        load.devices = serving::devices_for_memory(constants, &model, &device, &load);
    }
    let roofline = Roofline::new(constants, &model, &device, load.devices);
    let traffic = v[Param::RequestsPerSecond];
    let (energy, idle_j, saturated) = if traffic > 0.0 {
        let replica = serving::replica(&roofline, &load, traffic);
        (replica.energy, replica.idle_j, replica.saturated)
    } else {
        (roofline.energy(&load), 0.0, false)
    };
    Some(ServingEstimate {
        roofline,
        load,
        energy,
        idle_j,
        saturated,
    })
}

/// A call of the model in this position of [`SLOTS`]; `None` when a constant is missing, which the tests rule out.
pub fn call_of_slot(slot: usize, v: &Values, choices: &ResolvedChoices) -> Option<Call> {
    Some(modelled_call(Size::of(slot, v, choices), v, choices)?.call)
}

/// The mean call: the calls of all models, weighted by their shares of the queries.
fn mean_text_call(v: &Values, choices: &ResolvedChoices) -> Option<Modelled> {
    let first = modelled_call(Size::of(0, v, choices), v, choices)?;
    if v.requested_shares() <= 0.0 {
        return Some(first);
    }
    let shares = v.shares();
    let mut parts = vec![(shares[0], first)];
    for (slot, share) in shares.into_iter().enumerate().skip(1) {
        if share > 0.0 {
            parts.push((share, modelled_call(Size::of(slot, v, choices), v, choices)?));
        }
    }
    Some(Modelled::weighted_mean(&parts))
}

impl Call {
    /// Energy at the accelerators, J.
    pub fn total_j(&self) -> f64 {
        self.prefill_j + self.generation_j + self.idle_j
    }
}

impl Modelled {
    /// The mean over models, weighted by their shares of the queries, which add up to 1. All come from one calibration,
    /// so their errors are fully correlated: the bounds of the intervals are averaged, weighted by energy.
    fn weighted_mean(parts: &[(f64, Self)]) -> Self {
        let mean =
            |value: fn(&Self) -> f64| parts.iter().map(|(share, each)| share * value(each)).sum::<f64>();
        let call = Call {
            prefill_j: mean(|each| each.call.prefill_j),
            generation_j: mean(|each| each.call.generation_j),
            idle_j: mean(|each| each.call.idle_j),
            device_s: mean(|each| each.call.device_s),
        };
        let interval = Interval {
            low: mean(|each| each.call.total_j() * each.interval.low) / call.total_j(),
            high: mean(|each| each.call.total_j() * each.interval.high) / call.total_j(),
        };
        let mut warnings = Vec::new();
        for code in parts.iter().flat_map(|(_, each)| &each.warnings) {
            if !warnings.contains(code) {
                warnings.push(*code);
            }
        }
        Self {
            call,
            interval,
            warnings,
        }
    }
}

fn modelled_call(size: Size, v: &Values, choices: &ResolvedChoices) -> Option<Modelled> {
    let ServingEstimate {
        roofline,
        load,
        energy,
        idle_j,
        saturated,
    } = estimate_call(size, v, choices)?;
    let traffic = v[Param::RequestsPerSecond];
    let idle_power = roofline.idle_power_w();
    let device_s = load.devices
        * (energy.total_j() / energy.mean_power_w
            + if idle_power > 0.0 {
                idle_j / idle_power
            } else {
                0.0
            });
    let mut warnings = Vec::new();
    let mut warn = |yes: bool, code: WarningCode| {
        if yes {
            warnings.push(code);
        }
    };
    warn(!energy.fits_memory, WarningCode::DoesNotFit);
    warn(
        energy.fits_memory && energy.batch_limited && traffic <= 0.0,
        WarningCode::BatchLimited,
    );
    warn(energy.extrapolation > 0.0, WarningCode::Extrapolated);
    warn(saturated, WarningCode::Saturated);
    Some(Modelled {
        call: Call {
            prefill_j: energy.prefill_j,
            generation_j: energy.decode_j,
            idle_j,
            device_s,
        },
        interval: energy.interval,
        warnings,
    })
}

/// Accelerators that work on one batch of images or videos, and the energy of one of them.
pub fn estimate_generation(v: &Values, choices: &ResolvedChoices) -> Option<(f64, GenerationEnergy)> {
    let constants = generation::calibrated()?;
    let (params, width, height) = (v[Param::TotalParams], v[Param::ImageWidth], v[Param::ImageHeight]);
    let job = if choices.inference == InferenceRoute::Video {
        DiffusionJob::video(params, width, height, v[Param::Frames], v[Param::Steps])
    } else {
        DiffusionJob::image(params, width, height, v[Param::Steps])
    }
    .configured(choices.served[0].configuration);
    let devices = v[Param::DevicesPerReplica].max(1.0);
    let energy = generation::energy_per_output(
        constants,
        &job,
        &serving_device(v, choices),
        &GenerationDeployment {
            devices,
            batch: v[Param::Batch],
        },
    );
    Some((devices, energy))
}

fn generation_call(v: &Values, choices: &ResolvedChoices) -> Option<Modelled> {
    let (devices, energy) = estimate_generation(v, choices)?;
    let extrapolated = (energy.extrapolation > 0.0).then_some(WarningCode::Extrapolated);
    Some(Modelled {
        call: Call {
            generation_j: energy.energy_j,
            device_s: devices * energy.energy_j / energy.mean_power_w,
            ..Call::default()
        },
        interval: energy.interval,
        warnings: extrapolated.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Modelled, estimate_serving, modelled};
    use crate::data::Catalog;
    use crate::model::serving::ServingLoad;
    use crate::model::{Indicator, Leaf, evaluate};
    use crate::scenario::{Choice, Param, SLOTS, Scenario, Warning, WarningCode, resolve};

    fn energy(scenario: &Scenario, leaf: Leaf) -> f64 {
        let inputs = resolve(scenario, Catalog::built_in());
        evaluate(&inputs.values, &inputs.choices).get(leaf, Indicator::Energy)
    }

    fn modelled_of(scenario: &Scenario) -> Modelled {
        let inputs = resolve(scenario, Catalog::built_in());
        modelled(&inputs.values, &inputs.choices).unwrap()
    }

    fn chat() -> Scenario {
        Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::ServingAccelerator, "h100-sxm")
            .with(Param::TotalParams, 8.0)
            .with(Param::ActiveParams, 8.0)
    }

    #[test]
    fn low_traffic_costs_many_times_more_per_query_than_saturation() {
        // OLMo 2 7B, Morrison et al. 2025: 0.18 Wh saturated, 3.6 Wh at one request a second.
        let saturated = chat().with(Param::Batch, 256.0);
        let low_traffic = chat()
            .with(Param::Batch, 256.0)
            .with(Param::RequestsPerSecond, 0.1);
        let per = |s: &Scenario| {
            [Leaf::Prefill, Leaf::Generation, Leaf::Idle]
                .map(|l| energy(s, l))
                .iter()
                .sum::<f64>()
        };
        assert!(per(&low_traffic) > 10.0 * per(&saturated));
        assert!(energy(&low_traffic, Leaf::Idle) > 0.0);
        assert!(energy(&saturated, Leaf::Idle) <= 0.0);
    }

    #[test]
    fn a_service_of_two_models_is_their_mean_by_share() {
        let large = chat()
            .with(Param::TotalParams, 70.0)
            .with(Param::ActiveParams, 70.0);
        let mix = |share| {
            chat()
                .with(Param::SecondShare, share)
                .with(Param::SecondTotalParams, 70.0)
                .with(Param::SecondActiveParams, 70.0)
        };
        for leaf in [Leaf::Prefill, Leaf::Generation] {
            let at = |s: &Scenario| energy(s, leaf);
            let (a, b) = (at(&chat()), at(&large));
            assert_eq!(at(&mix(0.0)).to_bits(), a.to_bits());
            assert!((at(&mix(0.25)) - (0.75 * a + 0.25 * b)).abs() <= 1e-12 * b);
            assert!((at(&mix(1.0)) - b).abs() <= 1e-12 * b);
        }
    }

    #[test]
    fn a_service_of_four_models_is_their_mean_and_more_than_all_queries_are_scaled_down() {
        let requested = [0.0, 0.2, 0.3, 0.1];
        let names = [
            "meta/llama-3.1-8b-instruct",
            "meta/llama-3.1-405b-instruct",
            "openai/gpt-oss-120b",
            "mistral/mixtral-8x7b-v0.1",
        ];
        let alone = |name: &str| {
            let scenario = Scenario::new("").choosing(Choice::InferenceRoute, "tokens");
            modelled_of(&scenario.choosing(Choice::Model, name))
        };
        let service = |times: f64| {
            let mut scenario = Scenario::new("").choosing(Choice::InferenceRoute, "tokens");
            for ((slot, name), share) in SLOTS.iter().zip(names).zip(requested) {
                scenario.choose(slot.model, name);
                if let Some(param) = slot.share {
                    scenario.set(param, share * times);
                }
            }
            scenario
        };
        for (times, shares, warned) in [
            (1.0, [0.4, 0.2, 0.3, 0.1], false),
            // Three times as many: the first is left with none.
            (3.0, [0.0, 1.0 / 3.0, 0.5, 1.0 / 6.0], true),
        ] {
            let scenario = service(times);
            let inputs = resolve(&scenario, Catalog::built_in());
            for (is, expected) in inputs.values.shares().into_iter().zip(shares) {
                assert!((is - expected).abs() < 1e-12, "{is} for {expected}");
            }
            let shares_above_one = |w: &Warning| w.code == WarningCode::SharesAboveOne;
            assert_eq!(inputs.warnings.iter().any(shares_above_one), warned);
            let found = modelled_of(&scenario);
            let mean = |of: fn(&Modelled) -> f64| -> f64 {
                names
                    .map(alone)
                    .iter()
                    .zip(shares)
                    .map(|(each, share)| share * of(each))
                    .sum()
            };
            let close =
                |is: f64, expected: f64| assert!((is / expected - 1.0).abs() < 1e-12, "{is}, {expected}");
            close(found.call.generation_j, mean(|m| m.call.generation_j));
            close(found.call.device_s, mean(|m| m.call.device_s));
            let joules = mean(|m| m.call.total_j());
            close(
                found.interval.low,
                mean(|m| m.call.total_j() * m.interval.low) / joules,
            );
            close(
                found.interval.high,
                mean(|m| m.call.total_j() * m.interval.high) / joules,
            );
        }
        // Whole tenths that miss all queries by a rounding error are all queries.
        let all = Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .with(Param::SecondShare, 0.7)
            .with(Param::ThirdShare, 0.2)
            .with(Param::FourthShare, 0.1);
        assert_eq!(resolve(&all, Catalog::built_in()).warnings, []);
    }

    #[test]
    fn a_named_model_uses_its_configuration_only_with_its_own_sizes() {
        let named = Scenario::new("")
            .choosing(Choice::InferenceRoute, "tokens")
            .choosing(Choice::Model, "meta/llama-3.1-70b-instruct");
        let served = |scenario: &Scenario| {
            let inputs = resolve(scenario, Catalog::built_in());
            let found = estimate_serving(&inputs.values, &inputs.choices).unwrap();
            // KV cache of a prompt token, and joules.
            let load = ServingLoad::text(1.0, 1.0, 1e6, 1.0);
            (found.roofline.request_gb(&load) * 1e3, found.energy.total_j())
        };
        let (cache, joules) = served(&named);
        assert!((cache - 327_680.0).abs() < 1.0, "{cache}");
        let same = named.clone().with(Param::TotalParams, 70.0);
        assert_eq!(served(&same).1.to_bits(), joules.to_bits());
        // One size away it is another model, of which only sizes are known.
        let resized = |scenario: &Scenario| {
            let larger = scenario.clone().with(Param::TotalParams, 71.0);
            larger.with(Param::ActiveParams, 71.0)
        };
        let other = resized(&named);
        let plain = resized(&Scenario::new("").choosing(Choice::InferenceRoute, "tokens"));
        assert_eq!(served(&other).1.to_bits(), served(&plain).1.to_bits());
        // A second model has a configuration of its own, and pictures have theirs.
        let second = named
            .with(Param::SecondShare, 0.5)
            .choosing(Choice::SecondModel, "deepseek/deepseek-v3");
        let choices = resolve(&second, Catalog::built_in()).choices;
        let layers = choices
            .served
            .map(|s| s.configuration.and_then(|c| c.layers).map(|f| f.central));
        assert_eq!(layers, [Some(80.0), Some(61.0), None, None]);
        let guided = Scenario::new("")
            .choosing(Choice::InferenceRoute, "image")
            .choosing(Choice::Model, "stability/stable-diffusion-3.5-large");
        let size = guided.clone().with(Param::TotalParams, 8.100_001);
        let ratio = energy(&guided, Leaf::Generation) / energy(&size, Leaf::Generation);
        assert!(ratio > 1.5, "two passes a step against the typical one: {ratio}");
    }

    #[test]
    fn reasoning_and_agents_cost_in_proportion_or_more() {
        let plain = energy(&chat(), Leaf::Generation);
        assert!(energy(&chat().with(Param::ReasoningTokens, 4000.0), Leaf::Generation) > 9.0 * plain);
        let calls = energy(&chat().with(Param::CallsPerTask, 5.0), Leaf::Generation);
        assert!((calls / plain - 5.0).abs() < 1e-9);
        let cached = chat().with(Param::CachedShare, 0.9);
        assert!(energy(&cached, Leaf::Prefill) < energy(&chat(), Leaf::Prefill));
    }
}
