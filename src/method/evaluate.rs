//! Any method by name: JSON inputs in, JSON result out.
//!
//! The inputs are an object with `kind`; each method's file documents its fields. Kinds by method:
//!
//! | method | kind | inputs |
//! | --- | --- | --- |
//! | back-of-envelope | `training`, `queries` | [`back_of_envelope_1::Inputs`](super::back_of_envelope_1::Inputs) |
//! | ml-co2-impact | `page` | [`ml_co2_impact_2026_03::Inputs`](super::ml_co2_impact_2026_03::Inputs) |
//! | green-algorithms | `calculator` | [`green_algorithms_3_0::Form`](super::green_algorithms_3_0::Form) |
//! | | `training`, `inference` | [`Training`](super::green_algorithms_3_0::Training), [`Inference`](super::green_algorithms_3_0::Inference) |
//! | codecarbon | `emissions`, `run` | [`Emissions`](super::codecarbon_3_3::Emissions), [`Run`](super::codecarbon_3_3::Run) |
//! | | `ram`, `cpu`, `cpu_tdp` | [`codecarbon_3_3_hardware`](super::codecarbon_3_3_hardware) |
//! | | `power_time`, `microjoules`, `millijoules` | `value` (W, µJ, mJ) and, for `power_time`, `seconds` |
//! | ecologits | `text`, `text_model` | [`Request`](super::ecologits_0_11::Request), [`ModelRequest`](super::ecologits_0_11::ModelRequest) |
//! | | `video`, `video_model` | [`Video`](super::ecologits_0_11_video::Video), [`ModelVideo`](super::ecologits_0_11_video::ModelVideo) |
//! | ecologits-0.8.2 | `text` | [`ecologits_0_8::Request`](super::ecologits_0_8::Request) |
//! | cloud-carbon-footprint | nine | [`cloud_carbon_footprint_1_0::Inputs`](super::cloud_carbon_footprint_1_0::Inputs) |

use super::library::{Library, need};
use super::{Error, method};
use super::{back_of_envelope_1, cloud_carbon_footprint_1_0 as ccf, codecarbon_3_3 as codecarbon};
use super::{codecarbon_3_3_hardware as hardware, ecologits_0_8, ecologits_0_11, ecologits_0_11_video};
use super::{ecologits_0_11_tables as tables, green_algorithms_3_0 as green, ml_co2_impact_2026_03 as mlco2};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum EcoLogits {
    Text(ecologits_0_11::Request),
    TextModel(ecologits_0_11::ModelRequest),
    Video(ecologits_0_11_video::Video),
    VideoModel(ecologits_0_11_video::ModelVideo),
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum EcoLogitsOld {
    Text(ecologits_0_8::Request),
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Green {
    Calculator(Box<green::Form>),
    Training(green::Training),
    Inference(green::Inference),
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum CodeCarbon {
    Emissions(codecarbon::Emissions),
    Run(codecarbon::Run),
    Ram(hardware::Ram),
    Cpu(hardware::Cpu),
    CpuTdp(hardware::CpuName),
    PowerTime { value: f64, seconds: f64 },
    Microjoules { value: f64 },
    Millijoules { value: f64 },
}

#[derive(Serialize)]
struct Kwh {
    kwh: f64,
}

#[derive(Serialize)]
struct Watt {
    power_w: f64,
}

pub(super) fn parse<T: DeserializeOwned>(inputs: &Value) -> Result<T, Error> {
    T::deserialize(inputs).map_err(|error| Error::Inputs(error.to_string()))
}

fn show<T: Serialize>(result: T) -> Result<Value, Error> {
    serde_json::to_value(result).map_err(|error| Error::Rejected(error.to_string()))
}

/// Evaluates the method called `name` (an id, or a family for its newest version) on `inputs`. Numbers that are not finite
/// come out as `null`.
///
/// # Errors
/// [`Error::UnknownMethod`], [`Error::Inputs`] where the object does not fit, and whatever the method finds wrong.
pub fn evaluate(name: &str, inputs: &Value, library: &Library) -> Result<Value, Error> {
    let id = method(name).map(|method| method.id);
    match id {
        Some("back-of-envelope-1") => show(parse::<back_of_envelope_1::Inputs>(inputs)?.evaluate()?),
        Some("ml-co2-impact-2026-03") => show(
            parse::<mlco2::Inputs>(inputs)?
                .evaluate(library.mlco2_hardware.as_ref(), library.mlco2_regions.as_ref())?,
        ),
        Some("green-algorithms-3.0") => green_algorithms(parse(inputs)?, library),
        Some("codecarbon-3.3.2") => code_carbon(parse(inputs)?, library),
        Some("ecologits-0.11.3") => eco_logits(parse(inputs)?, library),
        Some("ecologits-0.8.2") => {
            let EcoLogitsOld::Text(request) = parse(inputs)?;
            show(request.evaluate()?)
        }
        Some("cloud-carbon-footprint-1.0.0") => show(
            parse::<ccf::Inputs>(inputs)?
                .evaluate(library.ccf_factors.as_ref(), library.ccf_processors.as_ref())?,
        ),
        _ => Err(Error::UnknownMethod(name.to_owned())),
    }
}

pub(super) fn green_tables(library: &Library) -> green::Tables<'_> {
    green::Tables {
        locations: library.green_locations.as_ref(),
        devices: library.green_devices.as_ref(),
        facilities: library.green_facilities.as_ref(),
    }
}

fn green_algorithms(inputs: Green, library: &Library) -> Result<Value, Error> {
    let tables = green_tables(library);
    match inputs {
        Green::Calculator(form) => show(form.evaluate(&tables)?),
        Green::Training(training) => show(training.evaluate()?),
        Green::Inference(inference) => show(inference.evaluate()?),
    }
}

fn eco_logits(inputs: EcoLogits, library: &Library) -> Result<Value, Error> {
    let providers = || need(library.ecologits_providers.as_ref(), tables::Providers::FILE);
    let electricity = || need(library.ecologits_electricity.as_ref(), tables::Electricity::FILE);
    match inputs {
        EcoLogits::Text(request) => show(request.evaluate()?),
        EcoLogits::TextModel(request) => {
            let models = need(library.ecologits_models.as_ref(), tables::Models::FILE)?;
            show(request.evaluate(models, providers()?, electricity()?)?)
        }
        EcoLogits::Video(video) => show(video.evaluate()?),
        EcoLogits::VideoModel(video) => {
            let models = need(library.ecologits_videos.as_ref(), tables::VideoModels::FILE)?;
            let servers = need(library.ecologits_servers.as_ref(), tables::VideoServers::FILE)?;
            show(video.evaluate(models, servers, providers()?, electricity()?)?)
        }
    }
}

fn code_carbon(inputs: CodeCarbon, library: &Library) -> Result<Value, Error> {
    let countries = || need(library.codecarbon_countries.as_ref(), codecarbon::Countries::FILE);
    let regions = || need(library.codecarbon_regions.as_ref(), codecarbon::Regions::FILE);
    let clouds = || need(library.codecarbon_clouds.as_ref(), codecarbon::Clouds::FILE);
    match inputs {
        CodeCarbon::Emissions(emissions) => show(emissions.evaluate(countries()?, regions()?, clouds()?)?),
        CodeCarbon::Run(run) => show(run.evaluate(countries()?, regions()?, clouds()?)?),
        CodeCarbon::Ram(ram) => show(ram.evaluate()?),
        CodeCarbon::Cpu(cpu) => show(Watt {
            power_w: cpu.power_w()?,
        }),
        CodeCarbon::CpuTdp(cpu) => {
            show(need(library.codecarbon_cpus.as_ref(), hardware::CpuPowers::FILE)?.tdp(&cpu)?)
        }
        CodeCarbon::PowerTime { value, seconds } => show(Kwh {
            kwh: codecarbon::power_time_kwh(value, seconds),
        }),
        CodeCarbon::Microjoules { value } => show(Kwh {
            kwh: codecarbon::microjoules_kwh(value),
        }),
        CodeCarbon::Millijoules { value } => show(Kwh {
            kwh: codecarbon::millijoules_kwh(value),
        }),
    }
}

/// As [`evaluate`], from and to text, with the tables that come with the project.
///
/// # Errors
/// As [`evaluate`]; text that is not JSON is [`Error::Inputs`].
#[cfg(not(target_arch = "wasm32"))]
pub fn evaluate_json(name: &str, inputs_json: &str) -> Result<String, Error> {
    let inputs: Value =
        serde_json::from_str(inputs_json).map_err(|error| Error::Inputs(error.to_string()))?;
    evaluate(name, &inputs, super::library::built_in()?).map(|result| result.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::METHODS;

    #[test]
    fn every_kind_is_known_to_its_method() {
        for method in &METHODS {
            for kind in method.kinds {
                let inputs = format!("{{\"kind\": \"{kind}\", \"nonsense\": 1}}");
                let error = evaluate_json(method.id, &inputs).unwrap_err().to_string();
                assert!(
                    !error.contains("unknown variant"),
                    "{} {kind}: {error}",
                    method.id
                );
                assert!(error.starts_with("inputs: "), "{} {kind}: {error}", method.id);
            }
            let error = evaluate_json(method.id, "{\"kind\": \"nonsense\"}")
                .unwrap_err()
                .to_string();
            assert!(error.contains("unknown variant"), "{}: {error}", method.id);
        }
    }

    #[test]
    fn refuses() {
        let cases = [
            ("nobody", "{}", "no method is called"),
            ("ecologits", "{", "inputs: EOF"),
            ("ecologits", "[]", "inputs: "),
            (
                "ecologits",
                "{\"kind\": \"text_model\", \"provider\": \"openai\", \"model\": \"x\", \"output_tokens\": 1}",
                "the method's table has no model \"openai/x\"",
            ),
            (
                "codecarbon",
                "{\"kind\": \"emissions\", \"energy_kwh\": 1, \"place\": {\"contry\": \"FRA\"}}",
                "inputs: unknown field",
            ),
        ];
        for (name, inputs, expected) in cases {
            let error = evaluate_json(name, inputs).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{name} {inputs}: {error}");
        }
    }

    #[test]
    fn without_tables_only_figures_given_count() {
        let library = Library::default();
        let known = serde_json::json!({"kind": "power_time", "value": 700, "seconds": 3600});
        assert!(evaluate("codecarbon", &known, &library).is_ok());
        let looked_up = serde_json::json!({"kind": "emissions", "energy_kwh": 1});
        let error = evaluate("codecarbon", &looked_up, &library).unwrap_err();
        assert_eq!(error, Error::MissingTable("codecarbon_3_3_countries.csv"));
    }
}
