//! EcoLogits 0.11.3, text generation: one request's share of a server that answers many at once.
//!
//! Source: GenAI Impact, EcoLogits 0.11.3 (MPL-2.0), module `impacts/llm`. The coefficients come from its fit to the
//! ML.ENERGY benchmark. Counted: accelerators and their share of the server, PUE, water on and off site, minerals,
//! primary energy, manufacture. Not counted: training, input tokens, networks, idle machines.

use super::common::{Basis, Boundary, Coverage, Range};
use super::ecologits_0_11_impacts::{Embodied, Impacts, Usage};
use super::ecologits_0_11_tables::{Electricity, Models, Providers};
use super::{Error, Method};
use crate::math;
use serde::{Deserialize, Serialize};

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "ecologits-0.11.3",
    family: "ecologits",
    name: "EcoLogits",
    version: "0.11.3",
    citation: "ecologits",
    url: "https://ecologits.ai",
    licence: "MPL-2.0",
    kinds: &["text", "text_model", "video", "video_model"],
    boundary: Boundary {
        pue: Coverage::Counted,
        host: Coverage::Counted,
        idle: Coverage::LeftOut,
        embodied: Coverage::Counted,
        water: Coverage::Counted,
        market_based: Coverage::LeftOut,
        uncertainty: Coverage::IfGiven,
        development: Coverage::LeftOut,
    },
};

/// The constants of the method; JSON inputs may replace any of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Constants {
    /// Bits a weight.
    pub quantization_bits: f64,
    /// Energy of a GPU: Wh a token and billion active parameters at batch size 0.
    pub gpu_energy_alpha: f64,
    /// Energy of a GPU: exponent of the batch size.
    pub gpu_energy_beta: f64,
    /// Energy of a GPU: Wh a token for any model.
    pub gpu_energy_gamma: f64,
    /// Latency: s a token and billion active parameters.
    pub latency_alpha: f64,
    /// Latency: s a token and concurrent request.
    pub latency_beta: f64,
    /// Latency: s a token for any model.
    pub latency_gamma: f64,
    /// Memory of a GPU, GB.
    pub gpu_memory_gb: f64,
    /// Manufacture of a GPU, kg CO2e.
    pub gpu_embodied_gwp: f64,
    /// Manufacture of a GPU, kg Sb eq.
    pub gpu_embodied_adpe: f64,
    /// Manufacture of a GPU, MJ.
    pub gpu_embodied_pe: f64,
    /// GPUs in a server.
    pub server_gpus: f64,
    /// Power of the server without GPUs, kW.
    pub server_power_kw: f64,
    /// Manufacture of the server without GPUs, kg CO2e.
    pub server_embodied_gwp: f64,
    /// Manufacture of the server without GPUs, kg Sb eq.
    pub server_embodied_adpe: f64,
    /// Manufacture of the server without GPUs, MJ.
    pub server_embodied_pe: f64,
    /// Life of the hardware, s (three years).
    pub lifetime_s: f64,
    /// Requests answered at once.
    pub batch_size: f64,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            quantization_bits: 16.0,
            gpu_energy_alpha: 1.166_527_317_045_191_4e-6,
            gpu_energy_beta: -0.011_205_921_025_579_175,
            gpu_energy_gamma: 4.052_928_146_734_005e-5,
            latency_alpha: 0.000_678_508_809_435_366_3,
            latency_beta: 0.000_311_931_031_168_825_9,
            latency_gamma: 0.019_473_717_579_473_387,
            gpu_memory_gb: 80.0,
            gpu_embodied_gwp: 273.0,
            gpu_embodied_adpe: 0.008_95,
            gpu_embodied_pe: 3721.0,
            server_gpus: 8.0,
            server_power_kw: 1.2,
            server_embodied_gwp: 5700.0,
            server_embodied_adpe: 0.37,
            server_embodied_pe: 70_000.0,
            lifetime_s: 3.0 * 365.0 * 24.0 * 3600.0,
            batch_size: 64.0,
        }
    }
}

/// Factors of the electricity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// kg CO2e/kWh.
    pub gwp_kg_per_kwh: f64,
    /// kg Sb eq/kWh.
    pub adpe_kg_per_kwh: f64,
    /// MJ/kWh.
    pub pe_mj_per_kwh: f64,
    /// L/kWh, at the power stations.
    pub wue_l_per_kwh: f64,
}

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
    /// Factors of the electricity.
    pub mix: Mix,
    /// Facility energy over IT energy.
    pub pue: Range,
    /// On-site water, L/kWh of IT energy.
    pub wue_l_per_kwh: Range,
    /// Measured time of the request, s; the estimate is never longer.
    #[serde(default)]
    pub request_latency_s: Option<f64>,
    /// Tokens a second; replaces the estimate of the latency.
    #[serde(default)]
    pub tps: Option<f64>,
    /// Time to the first token, s.
    #[serde(default)]
    pub ttft_s: Option<f64>,
    /// Constants other than the method's.
    #[serde(default)]
    pub constants: Constants,
}

/// One request to a model known to the method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRequest {
    /// Provider as the method spells it, such as `openai`.
    pub provider: String,
    /// Model as the provider names it.
    pub model: String,
    /// Tokens generated.
    pub output_tokens: f64,
    /// Measured time of the request, s.
    #[serde(default)]
    pub request_latency_s: Option<f64>,
    /// Zone of the electricity (ISO 3166-1 alpha-3 or `WOR`); the provider's where not given.
    #[serde(default)]
    pub zone: Option<String>,
}

/// What the method computes on the way, at one model size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stages {
    /// GPUs that hold the model.
    pub gpus: f64,
    /// Energy of one GPU, kWh.
    pub gpu_energy_kwh: f64,
    /// Time the request occupies the server, s.
    pub latency_s: f64,
    /// Energy of the server without GPUs, kWh.
    pub server_energy_kwh: f64,
    /// Energy before the facility's overhead, kWh.
    pub it_energy_kwh: f64,
}

/// A result with the stages at both sizes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// The impacts.
    pub impacts: Impacts,
    /// Stages at the smaller size.
    pub low: Stages,
    /// Stages at the larger size.
    pub high: Stages,
    /// Codes of the method's own warnings.
    pub warnings: Vec<String>,
    /// Zone whose electricity was used; empty where the mix was given.
    pub zone: String,
}

/// Energy of one GPU for a request, kWh.
pub fn gpu_energy_kwh(active_b: f64, output_tokens: f64, constants: &Constants) -> f64 {
    let batch = math::exp(constants.gpu_energy_beta * constants.batch_size);
    let wh = constants.gpu_energy_alpha * batch * active_b + constants.gpu_energy_gamma;
    output_tokens * (wh / 1000.0)
}

/// Time a request takes, s: the estimate, or the measured time where that is shorter.
pub fn latency_s(active_b: f64, request: &Request) -> f64 {
    let constants = &request.constants;
    let per_token = match request.tps {
        None => {
            constants.latency_alpha * active_b
                + constants.latency_beta * constants.batch_size
                + constants.latency_gamma
        }
        Some(tps) => 1.0 / tps,
    };
    let estimate = request.output_tokens * per_token + request.ttft_s.unwrap_or(0.0);
    request
        .request_latency_s
        .filter(|measured| *measured < estimate)
        .unwrap_or(estimate)
}

/// GPUs that hold a model of `total_b` billion parameters, rounded up to a power of two.
///
/// # Errors
/// [`Error::Rejected`] where no GPU is needed at all or the number is not finite: the program stops there.
pub fn gpus(total_b: f64, constants: &Constants) -> Result<f64, Error> {
    let memory_gb = 1.2 * total_b * constants.quantization_bits / 8.0;
    let needed = (memory_gb / constants.gpu_memory_gb).ceil();
    if !(1.0..=1e15).contains(&needed) {
        return Err(Error::Rejected(format!(
            "a model of {total_b} billion parameters needs no countable GPUs"
        )));
    }
    let mut rounded = 1.0;
    while rounded < needed {
        rounded *= 2.0;
    }
    Ok(rounded)
}

impl Request {
    /// The stages at one size.
    fn stages(&self, active_b: f64, total_b: f64) -> Result<Stages, Error> {
        let constants = &self.constants;
        let gpus = gpus(total_b, constants)?;
        let gpu_energy_kwh = gpu_energy_kwh(active_b, self.output_tokens, constants);
        let latency_s = latency_s(active_b, self);
        let share = gpus / constants.server_gpus;
        let server_energy_kwh =
            (latency_s / 3600.0) * constants.server_power_kw * share * (1.0 / constants.batch_size);
        let it_energy_kwh = server_energy_kwh + gpus * gpu_energy_kwh;
        Ok(Stages {
            gpus,
            gpu_energy_kwh,
            latency_s,
            server_energy_kwh,
            it_energy_kwh,
        })
    }

    fn usage(&self, stages: &Stages) -> Usage {
        let energy_kwh = self.pue.times(stages.it_energy_kwh);
        let water = self.wue_l_per_kwh.plus(self.pue.times(self.mix.wue_l_per_kwh));
        Usage {
            energy_kwh,
            gwp_kg: energy_kwh.times(self.mix.gwp_kg_per_kwh),
            adpe_kg: energy_kwh.times(self.mix.adpe_kg_per_kwh),
            pe_mj: energy_kwh.times(self.mix.pe_mj_per_kwh),
            wcf_l: water.times(stages.it_energy_kwh),
        }
    }

    fn embodied(&self, stages: &Stages) -> [f64; 3] {
        let c = &self.constants;
        let share = stages.gpus / c.server_gpus;
        let part = |server: f64, gpu: f64| {
            stages.latency_s * (share * server + stages.gpus * gpu) / (c.lifetime_s * c.batch_size)
        };
        [
            part(c.server_embodied_gwp, c.gpu_embodied_gwp),
            part(c.server_embodied_adpe, c.gpu_embodied_adpe),
            part(c.server_embodied_pe, c.gpu_embodied_pe),
        ]
    }

    fn check(&self) -> Result<(), Error> {
        for range in [
            self.active_parameters_b,
            self.total_parameters_b,
            self.pue,
            self.wue_l_per_kwh,
        ] {
            if !range.is_ordered() {
                return Err(Error::Rejected("min value must be lower than max value".into()));
            }
        }
        let c = &self.constants;
        let divisors = [
            Some(c.batch_size),
            Some(c.server_gpus),
            Some(c.lifetime_s),
            Some(c.gpu_memory_gb),
            self.tps,
        ];
        if divisors.into_iter().flatten().any(|divisor| divisor == 0.0) {
            return Err(Error::Rejected("division by zero".into()));
        }
        Ok(())
    }

    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] where the program stops too: intervals upside down, division by zero, a model of no
    /// size.
    pub fn evaluate(&self) -> Result<Outcome, Error> {
        self.check()?;
        let low = self.stages(self.active_parameters_b.min, self.total_parameters_b.min)?;
        let high = self.stages(self.active_parameters_b.max, self.total_parameters_b.max)?;
        let (from, to) = (self.usage(&low), self.usage(&high));
        let span = |pick: fn(&Usage) -> Range| Range {
            min: pick(&from).min,
            max: pick(&to).max,
        };
        let usage = Usage {
            energy_kwh: span(|usage| usage.energy_kwh),
            gwp_kg: span(|usage| usage.gwp_kg),
            adpe_kg: span(|usage| usage.adpe_kg),
            pe_mj: span(|usage| usage.pe_mj),
            wcf_l: span(|usage| usage.wcf_l),
        };
        let (from, to) = (self.embodied(&low), self.embodied(&high));
        let embodied = Embodied {
            gwp_kg: Range {
                min: from[0],
                max: to[0],
            },
            adpe_kg: Range {
                min: from[1],
                max: to[1],
            },
            pe_mj: Range {
                min: from[2],
                max: to[2],
            },
        };
        let impacts = Impacts::new(usage, embodied)?;
        Ok(Outcome {
            impacts,
            low,
            high,
            warnings: Vec::new(),
            zone: String::new(),
        })
    }

    /// The result split into factors for a waterfall, at the midpoint of the interval. `requests` of the same kind.
    ///
    /// # Errors
    /// As [`Request::evaluate`].
    pub fn basis(&self, requests: f64) -> Result<Basis, Error> {
        let outcome = self.evaluate()?;
        let (low, high) = (&outcome.low, &outcome.high);
        let devices = f64::midpoint(low.gpus * low.gpu_energy_kwh, high.gpus * high.gpu_energy_kwh);
        let server = f64::midpoint(low.server_energy_kwh, high.server_energy_kwh);
        let host_share = if devices > 0.0 { server / devices } else { 0.0 };
        let impacts = &outcome.impacts;
        let it = devices + server;
        let pue = if it > 0.0 {
            impacts.usage.energy_kwh.mean() / it
        } else {
            self.pue.mean()
        };
        Ok(Basis {
            device_kwh: devices * requests,
            host_share,
            pue,
            g_per_kwh: self.mix.gwp_kg_per_kwh * 1000.0,
            embodied_kg: impacts.embodied.gwp_kg.mean() * requests,
            ..Basis::default()
        })
    }
}

impl ModelRequest {
    /// The request with the method's own figures for model, provider and zone, and the method's warnings.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a model, provider or zone the method does not know.
    pub fn resolve(
        &self,
        models: &Models,
        providers: &Providers,
        electricity: &Electricity,
    ) -> Result<(Request, Vec<String>, String), Error> {
        let model = models.find(&self.provider, &self.model)?;
        let provider = providers.text(&self.provider)?;
        let code = self.zone.as_deref().unwrap_or(&provider.zone);
        let zone = electricity.find(code)?;
        let mut warnings = model.warnings.clone();
        for warning in &zone.warnings {
            if !warnings.contains(warning) {
                warnings.push(warning.clone());
            }
        }
        let request = Request {
            active_parameters_b: model.active_b,
            total_parameters_b: model.total_b,
            output_tokens: self.output_tokens,
            mix: zone.mix,
            pue: provider.pue,
            wue_l_per_kwh: provider.wue_l_per_kwh,
            request_latency_s: self.request_latency_s,
            tps: model.tps,
            ttft_s: model.ttft_s,
            constants: Constants::default(),
        };
        Ok((request, warnings, code.to_owned()))
    }

    /// The result for a known model.
    ///
    /// # Errors
    /// As [`ModelRequest::resolve`] and [`Request::evaluate`].
    pub fn evaluate(
        &self,
        models: &Models,
        providers: &Providers,
        electricity: &Electricity,
    ) -> Result<Outcome, Error> {
        let (request, warnings, zone) = self.resolve(models, providers, electricity)?;
        Ok(Outcome {
            warnings,
            zone,
            ..request.evaluate()?
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn request(active: f64, total: f64, output_tokens: f64) -> Request {
        Request {
            active_parameters_b: Range::point(active),
            total_parameters_b: Range::point(total),
            output_tokens,
            mix: Mix {
                gwp_kg_per_kwh: 0.3844,
                adpe_kg_per_kwh: 9.855e-8,
                pe_mj_per_kwh: 9.6884,
                wue_l_per_kwh: 3.1321,
            },
            pue: Range { min: 1.1, max: 1.2 },
            wue_l_per_kwh: Range::point(0.5),
            request_latency_s: None,
            tps: None,
            ttft_s: None,
            constants: Constants::default(),
        }
    }

    #[test]
    fn counts_gpus() {
        for (total, expected) in [(0.5, 1.0), (33.3, 1.0), (33.4, 2.0), (66.7, 4.0), (671.0, 32.0)] {
            assert!(
                (gpus(total, &Constants::default()).unwrap() - expected).abs() < 1e-12,
                "{total}"
            );
        }
        for total in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(gpus(total, &Constants::default()).is_err(), "{total}");
        }
    }

    #[test]
    fn stops_where_the_program_stops() {
        let upside_down = Range { min: 2.0, max: 1.0 };
        let good = request(8.0, 8.0, 100.0);
        let cases = [
            (
                "sizes",
                Request {
                    active_parameters_b: upside_down,
                    ..good
                },
            ),
            (
                "pue",
                Request {
                    pue: upside_down,
                    ..good
                },
            ),
            (
                "no speed",
                Request {
                    tps: Some(0.0),
                    ..good
                },
            ),
            (
                "no batch",
                Request {
                    constants: Constants {
                        batch_size: 0.0,
                        ..Constants::default()
                    },
                    ..good
                },
            ),
            (
                "negative tokens",
                Request {
                    output_tokens: -1.0,
                    ..good
                },
            ),
        ];
        for (name, case) in cases {
            assert!(case.evaluate().is_err(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_nan_and_in_order(
            active in 0.01..5e3_f64,
            spread in 1.0..5.0_f64,
            rest in 1.0..20.0_f64,
            tokens in 0.0..1e7_f64,
            latency in proptest::option::of(0.0..1e4_f64),
        ) {
            let sizes = Range { min: active, max: active * spread };
            let mut case = request(1.0, 1.0, tokens);
            case.active_parameters_b = sizes;
            case.total_parameters_b = sizes.times(rest);
            case.request_latency_s = latency;
            let outcome = case.evaluate().unwrap();
            prop_assert!(outcome.impacts.total.gwp_kg.is_ordered());
            prop_assert!(outcome.impacts.total.wcf_l.max.is_finite());
        }

        #[test]
        fn proportional_to_tokens(active in 0.01..5e3_f64, tokens in 1.0..1e6_f64) {
            let one = request(active, active, tokens).evaluate().unwrap().impacts.total.gwp_kg;
            let ten = request(active, active, 10.0 * tokens).evaluate().unwrap().impacts.total.gwp_kg;
            prop_assert!((ten.min / one.min / 10.0 - 1.0).abs() < 1e-9);
        }

        #[test]
        fn basis_gives_the_midpoint(active in 0.01..5e3_f64, tokens in 1.0..1e6_f64) {
            let mut case = request(active, active, tokens);
            case.active_parameters_b.max *= 3.0;
            let total = case.evaluate().unwrap().impacts.total.gwp_kg.mean();
            prop_assert!((case.basis(1.0).unwrap().kg() / total - 1.0).abs() < 1e-9);
        }
    }
}
