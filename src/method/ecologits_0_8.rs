//! EcoLogits 0.8.2, text generation: the method used up to November 2025, still in forks, plug-ins and published
//! figures.
//!
//! Source: GenAI Impact, EcoLogits 0.8.2 (MPL-2.0), module `impacts/llm`. Weights of 4 bits, a linear fit to the
//! LLM-Perf leaderboard with a band of 1.96 standard deviations, one request at a time on its GPUs, a life of five
//! years. No water.

use super::common::{Basis, Boundary, Coverage, Range};
use super::{Error, Method};
use serde::{Deserialize, Serialize};

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "ecologits-0.8.2",
    family: "ecologits",
    name: "EcoLogits",
    version: "0.8.2",
    citation: "ecologits",
    url: "https://ecologits.ai",
    licence: "MPL-2.0",
    kinds: &["text"],
    boundary: Boundary {
        pue: Coverage::Counted,
        host: Coverage::Counted,
        idle: Coverage::LeftOut,
        embodied: Coverage::Counted,
        water: Coverage::LeftOut,
        market_based: Coverage::LeftOut,
        uncertainty: Coverage::Counted,
        development: Coverage::LeftOut,
    },
};

/// Bits a weight.
pub const QUANTIZATION_BITS: f64 = 4.0;
/// kWh a token and billion active parameters.
pub const GPU_ENERGY_ALPHA: f64 = 8.91e-8;
/// kWh a token for any model.
pub const GPU_ENERGY_BETA: f64 = 1.43e-6;
/// Standard deviation of the energy, kWh a token.
pub const GPU_ENERGY_STDEV: f64 = 5.19e-7;
/// s a token and billion active parameters.
pub const LATENCY_ALPHA: f64 = 8.02e-4;
/// s a token for any model.
pub const LATENCY_BETA: f64 = 2.23e-2;
/// Standard deviation of the latency, s a token.
pub const LATENCY_STDEV: f64 = 7.00e-6;
/// Half width of the band in standard deviations.
pub const BAND: f64 = 1.96;
/// Memory of a GPU, GB.
pub const GPU_MEMORY_GB: f64 = 80.0;
/// Manufacture of a GPU: kg CO2e, kg Sb eq, MJ.
pub const GPU_EMBODIED: [f64; 3] = [143.0, 5.1e-3, 1828.0];
/// GPUs in a server.
pub const SERVER_GPUS: f64 = 8.0;
/// Power of the server without GPUs, kW.
pub const SERVER_POWER_KW: f64 = 1.0;
/// Manufacture of the server without GPUs: kg CO2e, kg Sb eq, MJ.
pub const SERVER_EMBODIED: [f64; 3] = [3000.0, 0.24, 38_000.0];
/// Life of the hardware, s (five years).
pub const LIFETIME_S: f64 = 5.0 * 365.0 * 24.0 * 3600.0;
/// Facility energy over IT energy where none is given.
pub const PUE: f64 = 1.2;
/// The version's world mix: kg CO2e/kWh, kg Sb eq/kWh, MJ/kWh.
pub const WORLD_MIX: [f64; 3] = [0.590_478, 7.377_08e-8, 9.988];

/// One request with everything given.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Parameters that work on a token, billions.
    pub active_parameters_b: Range,
    /// All parameters, billions.
    pub total_parameters_b: Range,
    /// Tokens generated.
    pub output_tokens: f64,
    /// Measured time of the request, s; replaces the estimate unless that is wholly below it.
    #[serde(default)]
    pub request_latency_s: Option<f64>,
    /// Factors of the electricity: kg CO2e/kWh, kg Sb eq/kWh, MJ/kWh.
    #[serde(default = "world_mix")]
    pub mix: [f64; 3],
    /// Facility energy over IT energy.
    #[serde(default = "default_pue")]
    pub pue: f64,
}

fn world_mix() -> [f64; 3] {
    WORLD_MIX
}

fn default_pue() -> f64 {
    PUE
}

/// The result. Arrays: kg CO2e, kg Sb eq, MJ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Impacts {
    /// Energy at the plug of the facility, kWh.
    pub energy_kwh: Range,
    /// Running.
    pub usage: [Range; 3],
    /// Manufacture.
    pub embodied: [Range; 3],
    /// Both.
    pub total: [Range; 3],
}

/// Energy of one GPU, kWh, with the band of the fit cut at 0.
pub fn gpu_energy_kwh(active_b: f64, output_tokens: f64) -> Range {
    band(
        GPU_ENERGY_ALPHA * active_b + GPU_ENERGY_BETA,
        GPU_ENERGY_STDEV,
        output_tokens,
    )
}

fn band(mean: f64, stdev: f64, output_tokens: f64) -> Range {
    Range {
        min: (output_tokens * (mean - BAND * stdev)).max(0.0),
        max: output_tokens * (mean + BAND * stdev),
    }
}

/// GPUs that hold the model.
pub fn gpus(total_b: f64) -> f64 {
    (1.2 * total_b * QUANTIZATION_BITS / 8.0 / GPU_MEMORY_GB).ceil()
}

/// What a request takes at one model size.
struct Parts {
    /// Server without GPUs, kWh before PUE.
    server: Range,
    /// GPUs, kWh before PUE.
    devices: Range,
    /// Manufacture: kg CO2e, kg Sb eq, MJ.
    embodied: [Range; 3],
}

impl Request {
    fn at(&self, active_b: f64, total_b: f64) -> Parts {
        let estimate = band(
            LATENCY_ALPHA * active_b + LATENCY_BETA,
            LATENCY_STDEV,
            self.output_tokens,
        );
        let latency = match self.request_latency_s {
            Some(measured) if estimate.max >= measured => Range::point(measured),
            _ => estimate,
        };
        let gpus = gpus(total_b);
        let share = gpus / SERVER_GPUS;
        let hours = Range {
            min: latency.min / 3600.0,
            max: latency.max / 3600.0,
        };
        let life = Range {
            min: latency.min / LIFETIME_S,
            max: latency.max / LIFETIME_S,
        };
        let whole = |index: usize| share * SERVER_EMBODIED[index] + gpus * GPU_EMBODIED[index];
        Parts {
            server: hours.times(SERVER_POWER_KW).times(share),
            devices: gpu_energy_kwh(active_b, self.output_tokens).times(gpus),
            embodied: [0, 1, 2].map(|index| life.times(whole(index))),
        }
    }

    fn ends(&self) -> (Parts, Parts) {
        let (active, total) = (self.active_parameters_b, self.total_parameters_b);
        (self.at(active.min, total.min), self.at(active.max, total.max))
    }

    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] for intervals upside down, as in the program.
    pub fn evaluate(&self) -> Result<Impacts, Error> {
        let (low, high) = self.ends();
        let energy = |parts: &Parts| parts.server.plus(parts.devices).times(self.pue);
        let energy_kwh = Range {
            min: energy(&low).min,
            max: energy(&high).max,
        };
        let usage = self.mix.map(|factor| energy_kwh.times(factor));
        let embodied = [0, 1, 2].map(|index| Range {
            min: low.embodied[index].min,
            max: high.embodied[index].max,
        });
        let total = [0, 1, 2].map(|index| usage[index].plus(embodied[index]));
        let given = [self.active_parameters_b, self.total_parameters_b, energy_kwh];
        if !given
            .into_iter()
            .chain(usage)
            .chain(embodied)
            .all(Range::is_ordered)
        {
            return Err(Error::Rejected("min value must be lower than max value".into()));
        }
        Ok(Impacts {
            energy_kwh,
            usage,
            embodied,
            total,
        })
    }

    /// The result split into factors for a waterfall, at the midpoint of the interval. `requests` of the same kind.
    ///
    /// # Errors
    /// As [`Request::evaluate`].
    pub fn basis(&self, requests: f64) -> Result<Basis, Error> {
        let impacts = self.evaluate()?;
        let (low, high) = self.ends();
        let middle = |low: Range, high: Range| f64::midpoint(low.min, high.max) * requests;
        let (devices, server) = (middle(low.devices, high.devices), middle(low.server, high.server));
        let shares = devices > 0.0;
        Ok(Basis {
            device_kwh: if shares { devices } else { server },
            host_share: if shares { server / devices } else { 0.0 },
            pue: self.pue,
            g_per_kwh: self.mix[0] * 1000.0,
            embodied_kg: impacts.embodied[0].mean() * requests,
            ..Basis::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_nan_and_in_order(active in 0.0..5e3_f64, rest in 1.0..20.0_f64, tokens in 0.0..1e7_f64) {
            let request = Request {
                active_parameters_b: Range { min: active, max: active * 2.0 },
                total_parameters_b: Range { min: active, max: active * rest * 2.0 },
                output_tokens: tokens,
                request_latency_s: Some(3.0),
                mix: WORLD_MIX,
                pue: PUE,
            };
            let impacts = request.evaluate().unwrap();
            let kg = impacts.total[0].mean();
            prop_assert!((request.basis(1.0).unwrap().kg() - kg).abs() <= 1e-9 * kg);
            prop_assert!(impacts.total.iter().all(|range| range.is_ordered() && range.max.is_finite()));
        }
    }

    #[test]
    fn an_interval_is_never_negative() {
        assert!(gpu_energy_kwh(-20.0, 10.0).min.abs() < f64::MIN_POSITIVE);
    }
}
