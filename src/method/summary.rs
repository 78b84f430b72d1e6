//! One row of the Methods view: what a method says in the terms all of them share.

use super::common::{Basis, Range};
use super::evaluate::{CodeCarbon, EcoLogits, EcoLogitsOld, Green, green_tables, parse};
use super::library::{Library, need};
use super::{Error, back_of_envelope_1, ecologits_0_11_impacts::Impacts, method};
use super::{cloud_carbon_footprint_1_0 as ccf, codecarbon_3_3 as codecarbon};
use super::{ecologits_0_11_tables as tables, ml_co2_impact_2026_03 as mlco2};
use serde::Serialize;
use serde_json::Value;

/// Energy and emissions of a method's result, and the result taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Energy, kWh; an interval only where the method has one.
    pub kwh: Range,
    /// Greenhouse gases, kg CO2e, manufacture included where the method counts it.
    pub kg: Range,
    /// Water, L, where the method counts it.
    pub water_l: Option<Range>,
    /// The middle of the result in the common form; its [`Basis::kg`] is the middle of `kg`.
    pub basis: Basis,
}

impl Summary {
    fn point(kwh: f64, kg: f64, basis: Basis) -> Self {
        Self {
            kwh: Range::point(kwh),
            kg: Range::point(kg),
            water_l: None,
            basis,
        }
    }

    fn impacts(impacts: &Impacts, basis: Basis) -> Self {
        Self {
            kwh: impacts.usage.energy_kwh,
            kg: impacts.total.gwp_kg,
            water_l: Some(impacts.total.wcf_l),
            basis,
        }
    }
}

/// The row of the method called `name` for `inputs`, the same inputs as for [`evaluate()`](super::evaluate()).
///
/// # Errors
/// As [`evaluate()`](super::evaluate()), and [`Error::Rejected`] for kinds without emissions.
pub fn summary(name: &str, inputs: &Value, library: &Library) -> Result<Summary, Error> {
    match method(name).map(|method| method.family) {
        Some("back-of-envelope") => {
            let inputs: back_of_envelope_1::Inputs = parse(inputs)?;
            let outcome = inputs.evaluate()?;
            Ok(Summary::point(outcome.kwh, outcome.kg, inputs.basis()?))
        }
        Some("ml-co2-impact") => {
            let (hardware, regions) = (library.mlco2_hardware.as_ref(), library.mlco2_regions.as_ref());
            let inputs: mlco2::Inputs = parse(inputs)?;
            let outcome = inputs.evaluate(hardware, regions)?;
            Ok(Summary::point(
                outcome.energy_kwh,
                outcome.co2_kg,
                inputs.basis(hardware, regions)?,
            ))
        }
        Some("green-algorithms") => green_algorithms(parse(inputs)?, library),
        Some("codecarbon") => code_carbon(parse(inputs)?, library),
        Some("ecologits") if method(name).is_some_and(|method| method.id == "ecologits-0.8.2") => {
            let EcoLogitsOld::Text(request) = parse(inputs)?;
            let impacts = request.evaluate()?;
            let basis = request.basis(1.0)?;
            Ok(Summary {
                kwh: impacts.energy_kwh,
                kg: impacts.total[0],
                water_l: None,
                basis,
            })
        }
        Some("ecologits") => eco_logits(parse(inputs)?, library),
        Some("cloud-carbon-footprint") => {
            let inputs: ccf::Inputs = parse(inputs)?;
            let factors = library.ccf_factors.as_ref();
            match inputs.evaluate(factors, library.ccf_processors.as_ref())? {
                ccf::Outcome::Footprint { kwh, co2e_t } => {
                    Ok(Summary::point(kwh, co2e_t * 1000.0, inputs.basis(factors)?))
                }
                _ => Err(Error::Rejected("this kind has no emissions".into())),
            }
        }
        _ => Err(Error::UnknownMethod(name.to_owned())),
    }
}

fn green_algorithms(inputs: Green, library: &Library) -> Result<Summary, Error> {
    let tables = green_tables(library);
    let scaled = match inputs {
        Green::Calculator(form) => {
            let outcome = form.evaluate(&tables)?;
            return Ok(Summary::point(
                outcome.energy_kwh,
                outcome.carbon_g / 1000.0,
                form.basis(&tables)?,
            ));
        }
        Green::Training(training) => training.evaluate()?,
        Green::Inference(inference) => inference.evaluate()?,
    };
    Ok(Summary::point(
        scaled.energy_kwh,
        scaled.carbon_g / 1000.0,
        scaled.basis(),
    ))
}

fn eco_logits(inputs: EcoLogits, library: &Library) -> Result<Summary, Error> {
    let providers = || need(library.ecologits_providers.as_ref(), tables::Providers::FILE);
    let electricity = || need(library.ecologits_electricity.as_ref(), tables::Electricity::FILE);
    let request = match inputs {
        EcoLogits::Text(request) => request,
        EcoLogits::TextModel(request) => {
            let models = need(library.ecologits_models.as_ref(), tables::Models::FILE)?;
            request.resolve(models, providers()?, electricity()?)?.0
        }
        EcoLogits::Video(video) => {
            let outcome = video.evaluate()?;
            return Ok(Summary::impacts(&outcome.impacts, outcome.basis()));
        }
        EcoLogits::VideoModel(video) => {
            let models = need(library.ecologits_videos.as_ref(), tables::VideoModels::FILE)?;
            let servers = need(library.ecologits_servers.as_ref(), tables::VideoServers::FILE)?;
            let outcome = video.evaluate(models, servers, providers()?, electricity()?)?;
            return Ok(Summary::impacts(&outcome.impacts, outcome.basis()));
        }
    };
    Ok(Summary::impacts(
        &request.evaluate()?.impacts,
        request.basis(1.0)?,
    ))
}

fn code_carbon(inputs: CodeCarbon, library: &Library) -> Result<Summary, Error> {
    let countries = need(library.codecarbon_countries.as_ref(), codecarbon::Countries::FILE)?;
    let regions = need(library.codecarbon_regions.as_ref(), codecarbon::Regions::FILE)?;
    let clouds = need(library.codecarbon_clouds.as_ref(), codecarbon::Clouds::FILE)?;
    match inputs {
        CodeCarbon::Emissions(emissions) => {
            let outcome = emissions.evaluate(countries, regions, clouds)?;
            let (device_kwh, g_per_kwh) = (emissions.energy_kwh, outcome.g_per_kwh);
            let basis = Basis {
                device_kwh,
                g_per_kwh,
                ..Basis::default()
            };
            Ok(Summary::point(device_kwh, outcome.emissions_kg, basis))
        }
        CodeCarbon::Run(run) => {
            let outcome = run.evaluate(countries, regions, clouds)?;
            let basis = run.basis(countries, regions, clouds)?;
            let water_l = (run.wue > 0.0).then(|| Range::point(outcome.water_consumed));
            Ok(Summary {
                water_l,
                ..Summary::point(outcome.energy_consumed, outcome.emissions, basis)
            })
        }
        _ => Err(Error::Rejected("this kind has no emissions".into())),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::method::METHODS;
    use crate::method::library::built_in;
    use serde_json::json;

    /// One input for every kind that has emissions.
    fn cases() -> Vec<(&'static str, Value)> {
        let place = json!({"country": "USA", "region": "ohio"});
        let factor = json!({"provider": "aws", "region": "us-east-1"});
        vec![
            (
                "back-of-envelope",
                json!({"kind": "training", "devices": 8, "watt": 400, "hours": 24, "region": "DE"}),
            ),
            (
                "back-of-envelope",
                json!({"kind": "queries", "queries_per_day": 1e8, "kwh_per_query": 0.001, "days": 365}),
            ),
            (
                "ml-co2-impact",
                json!({"kind": "page", "hardware": "T4", "hours": 100, "place": {"provider": "aws", "region": "eu-west-3"}}),
            ),
            (
                "green-algorithms",
                json!({"kind": "calculator", "core_type": "Both", "n_cpu_cores": 8, "cpu_model": "Any", "n_gpus": 2,
                    "gpu_model": "NVIDIA Tesla V100", "memory_gb": 64, "hours": 12, "platform": "cloudComputing",
                    "provider": "gcp", "server": "gcp--europe-west1", "multiplier": 3}),
            ),
            (
                "green-algorithms",
                json!({"kind": "training", "base_energy_kwh": 10, "base_carbon_g": 4000, "rd_factor": 2}),
            ),
            (
                "green-algorithms",
                json!({"kind": "inference", "base_energy_kwh": 10, "base_carbon_g": 4000, "input_period_value": 1,
                    "input_period_unit": "day", "report_value": 1, "report_unit": "year"}),
            ),
            (
                "codecarbon",
                json!({"kind": "emissions", "energy_kwh": 12.5, "place": place}),
            ),
            (
                "codecarbon",
                json!({"kind": "run", "duration_s": 3600, "cpu_power_w": 100, "gpu_power_w": 500, "ram_power_w": 20,
                    "pue": 1.2, "wue": 0.3, "place": place}),
            ),
            (
                "ecologits",
                json!({"kind": "text_model", "provider": "anthropic", "model": "claude-opus-4-5", "output_tokens": 400}),
            ),
            (
                "ecologits",
                json!({"kind": "text", "active_parameters_b": {"min": 8, "max": 20}, "total_parameters_b": 70,
                    "output_tokens": 100, "pue": 1.2, "wue_l_per_kwh": 0.5, "mix": {"gwp_kg_per_kwh": 0.4,
                    "adpe_kg_per_kwh": 1e-8, "pe_mj_per_kwh": 9, "wue_l_per_kwh": 3}}),
            ),
            (
                "ecologits",
                json!({"kind": "video_model", "model": "openai/sora-2-pro", "resolution": "720p", "duration_s": 5}),
            ),
            (
                "ecologits-0.8.2",
                json!({"kind": "text", "active_parameters_b": 44, "total_parameters_b": {"min": 100, "max": 400},
                    "output_tokens": 400}),
            ),
            (
                "cloud-carbon-footprint",
                json!({"kind": "compute", "vcpu_hours": 100, "cpu_util_pct": 50, "min_w": 0.74, "max_w": 3.5, "pue": 1.135,
                    "factor": factor}),
            ),
            (
                "cloud-carbon-footprint",
                json!({"kind": "embodied", "scope3_t": 1.5, "usage_hours": 24, "instance_vcpu": 8, "largest_vcpu": 96,
                    "factor": factor}),
            ),
        ]
    }

    /// What a bridge starts from is what the method says, and it ends where any other result is.
    #[test]
    fn every_method_bridges() {
        let library = built_in().unwrap();
        let ours = Basis {
            device_kwh: 3.0,
            power_fraction: 0.7,
            host_share: 0.5,
            idle_share: 0.2,
            development: 1.5,
            pue: 1.3,
            g_per_kwh: 250.0,
            embodied_kg: 0.4,
            other_kg: 0.1,
        };
        for (name, inputs) in cases() {
            let summary = summary(name, &inputs, library).unwrap_or_else(|error| panic!("{name}: {error}"));
            let middle = summary.kg.mean();
            assert!(
                middle > 0.0 && (summary.basis.kg() / middle - 1.0).abs() < 1e-9,
                "{name} {inputs}"
            );
            let way = summary.basis.bridge_to(&ours);
            assert!((way.sum() / ours.kg() - 1.0).abs() < 1e-9, "{name}");
        }
    }

    #[test]
    fn every_method_is_covered() {
        let named: Vec<_> = cases()
            .iter()
            .filter_map(|(name, _)| method(name))
            .map(|method| method.id)
            .collect();
        assert!(METHODS.iter().all(|method| named.contains(&method.id)));
    }

    #[test]
    fn kinds_without_emissions_say_so() {
        let library = built_in().unwrap();
        for (name, inputs) in [
            (
                "codecarbon",
                json!({"kind": "ram", "memory_gb": 8, "architecture": "x86"}),
            ),
            (
                "cloud-carbon-footprint",
                json!({"kind": "physical_chips", "largest_vcpu": 96}),
            ),
        ] {
            let error = summary(name, &inputs, library).unwrap_err().to_string();
            assert_eq!(error, "this kind has no emissions");
        }
    }
}
