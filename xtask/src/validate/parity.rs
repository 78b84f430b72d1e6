//! Holds the methods against outputs of the real programs, row by row.
//!
//! Where a program prints full precision the tolerance is 1e-9 relative; where it prints rounded numbers or
//! texts they must be the same to the last digit. `tests/parity.rs` uses this module too, on rows in the
//! repository.

use genai_footprint::delimited::records;
use genai_footprint::method::evaluate_json;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::path::Path;

/// Relative tolerance where a program prints full precision.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// One row: text by column.
pub(crate) struct Row(HashMap<String, String>);

/// What one file showed.
pub(crate) struct Report {
    /// File name.
    pub(crate) file: &'static str,
    /// Method asked.
    pub(crate) method: &'static str,
    /// Rows read.
    pub(crate) rows: usize,
    /// Rows of which every figure and text matched.
    pub(crate) matched: usize,
    /// Largest relative error of a number at full precision.
    pub(crate) worst: f64,
    /// Every difference, with the row's name.
    pub(crate) misses: Vec<String>,
}

/// What a row expects at one place of the result.
enum Expected {
    /// A number at full precision.
    Number(String),
    /// A number as printed: the same double.
    Printed(String),
    /// A text, or `null` where it is empty.
    Text(String),
    /// A truth value.
    Flag(bool),
}

/// Inputs of a row and what is expected where (JSON pointers).
struct Case {
    inputs: Value,
    expected: Vec<(String, Expected)>,
}

type MakeCases = fn(&Row) -> Vec<Case>;

/// The files, the method of each, and how a row becomes inputs.
const FILES: [(&str, &str, MakeCases); 14] = [
    ("ecologits.csv", "ecologits-0.11.3", ecologits),
    ("ecologits_llm.csv", "ecologits-0.11.3", ecologits_llm),
    ("ecologits_models.csv", "ecologits-0.11.3", ecologits_models),
    ("ecologits_video.csv", "ecologits-0.11.3", ecologits_video),
    ("ecologits_0_8.csv", "ecologits-0.8.2", ecologits_0_8),
    ("codecarbon.csv", "codecarbon-3.3.2", codecarbon),
    (
        "codecarbon_emissions.csv",
        "codecarbon-3.3.2",
        codecarbon_emissions,
    ),
    (
        "codecarbon_emissions_sample.csv",
        "codecarbon-3.3.2",
        codecarbon_sample,
    ),
    ("codecarbon_hardware.csv", "codecarbon-3.3.2", codecarbon_hardware),
    ("codecarbon_units.csv", "codecarbon-3.3.2", codecarbon_units),
    ("green_algorithms.csv", "green-algorithms-3.0", green_algorithms),
    (
        "green_algorithms_ai.csv",
        "green-algorithms-3.0",
        green_algorithms_ai,
    ),
    ("ml_co2_impact.csv", "ml-co2-impact-2026-03", ml_co2_impact),
    (
        "cloud_carbon_footprint.csv",
        "cloud-carbon-footprint-1.0.0",
        cloud_carbon_footprint,
    ),
];

/// Checks every file of the list that is in `folder`.
pub(crate) fn check_folder(folder: &Path) -> Result<Vec<Report>, String> {
    let mut reports = Vec::new();
    for (file, method, cases) in FILES {
        let path = folder.join(file);
        if !path.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        reports.push(check_text(file, method, cases, &text)?);
    }
    Ok(reports)
}

fn check_text(
    file: &'static str,
    method: &'static str,
    cases: MakeCases,
    text: &str,
) -> Result<Report, String> {
    let mut report = Report {
        file,
        method,
        rows: 0,
        matched: 0,
        worst: 0.0,
        misses: Vec::new(),
    };
    let mut header: Option<Vec<String>> = None;
    for record in records(text, b',') {
        let record = record.map_err(|problem| format!("{file}: {problem}"))?;
        if record.text(0).starts_with('#') {
            continue;
        }
        let cells: Vec<String> = record.cells.iter().map(|cell| cell.text.to_string()).collect();
        let Some(names) = &header else {
            header = Some(cells);
            continue;
        };
        if cells.len() != names.len() {
            return Err(format!(
                "{file}:{}: {} cells for {} columns",
                record.line,
                cells.len(),
                names.len()
            ));
        }
        let row = Row(names.iter().cloned().zip(cells).collect());
        let before = report.misses.len();
        for case in cases(&row) {
            check_case(&case, method, &format!("{file}:{}", record.line), &mut report);
        }
        report.rows += 1;
        report.matched += usize::from(report.misses.len() == before);
    }
    Ok(report)
}

fn check_case(case: &Case, method: &str, place: &str, report: &mut Report) {
    let outcome = evaluate_json(method, &case.inputs.to_string())
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            report.misses.push(format!("{place}: {error}"));
            return;
        }
    };
    for (pointer, expected) in &case.expected {
        let got = outcome.pointer(pointer).unwrap_or(&Value::Null);
        let (same, wanted) = match expected {
            Expected::Number(text) => {
                let (error, text) = (relative_error(got, text), text.clone());
                report.worst = report.worst.max(error);
                (error <= TOLERANCE, text)
            }
            Expected::Printed(text) => (
                text.parse().is_ok_and(|number: f64| got.as_f64() == Some(number)),
                text.clone(),
            ),
            Expected::Text(text) if text.is_empty() => (got.is_null() || got == "", "nothing".to_owned()),
            Expected::Text(text) => (got == text.as_str(), text.clone()),
            Expected::Flag(flag) => (got == *flag, flag.to_string()),
        };
        if !same {
            report
                .misses
                .push(format!("{place}: {pointer} is {got}, the program has {wanted}"));
        }
    }
}

fn relative_error(got: &Value, text: &str) -> f64 {
    match (got.as_f64(), text.parse::<f64>()) {
        (Some(got), Ok(wanted)) if got.to_bits() == wanted.to_bits() || got == wanted => 0.0,
        (Some(got), Ok(wanted)) => ((got - wanted) / wanted).abs(),
        _ => f64::INFINITY,
    }
}

impl Row {
    fn text(&self, column: &str) -> String {
        self.0.get(column).cloned().unwrap_or_default()
    }

    /// A number, or `null` where the cell is empty or not a number.
    fn number(&self, column: &str) -> Value {
        self.text(column).parse::<f64>().map_or(Value::Null, Value::from)
    }

    fn range(&self, low: &str, high: &str) -> Value {
        json!({"min": self.number(low), "max": self.number(high)})
    }

    /// A text, or `null` where the cell is empty.
    fn name(&self, column: &str) -> Value {
        Some(self.text(column))
            .filter(|text| !text.is_empty())
            .map_or(Value::Null, Value::from)
    }

    fn expect(&self, pairs: &[(&str, &str)]) -> Vec<(String, Expected)> {
        let number =
            |(pointer, column): &(&str, &str)| ((*pointer).to_owned(), Expected::Number(self.text(column)));
        pairs.iter().map(number).collect()
    }

    /// Expectations of both ends of an interval, whose columns end in `_min` and `_max`.
    fn expect_ranges(&self, pairs: &[(&str, &str)]) -> Vec<(String, Expected)> {
        let mut all = Vec::new();
        for (pointer, column) in pairs {
            for end in ["min", "max"] {
                all.push((
                    format!("{pointer}/{end}"),
                    Expected::Number(self.text(&format!("{column}_{end}"))),
                ));
            }
        }
        all
    }
}

/// An object without its `null` members: what is not given is left out.
fn given(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, member)| !member.is_null());
            Value::Object(
                kept.map(|(name, member)| (name, given(member)))
                    .collect::<Map<_, _>>(),
            )
        }
        other => other,
    }
}

fn text_request(row: &Row, mix: Value, pue: Value, wue: Value, constants: Value) -> Value {
    given(json!({
        "kind": "text",
        "active_parameters_b": row.range("active_min_b", "active_max_b"),
        "total_parameters_b": row.range("total_min_b", "total_max_b"),
        "output_tokens": row.number("output_tokens"),
        "mix": mix,
        "pue": pue,
        "wue_l_per_kwh": wue,
        "request_latency_s": row.number("request_latency_s"),
        "tps": row.number("tps"),
        "ttft_s": row.number("ttft"),
        "constants": constants,
    }))
}

const USAGE: [(&str, &str); 7] = [
    ("/impacts/usage/energy_kwh", "energy_kwh"),
    ("/impacts/usage/gwp_kg", "usage_gwp_kg"),
    ("/impacts/usage/adpe_kg", "usage_adpe_kgsb"),
    ("/impacts/usage/pe_mj", "usage_pe_mj"),
    ("/impacts/usage/wcf_l", "usage_wcf_l"),
    ("/impacts/embodied/gwp_kg", "embodied_gwp_kg"),
    ("/impacts/embodied/adpe_kg", "embodied_adpe_kgsb"),
];

const TOTAL: [(&str, &str); 5] = [
    ("/impacts/embodied/pe_mj", "embodied_pe_mj"),
    ("/impacts/total/gwp_kg", "total_gwp_kg"),
    ("/impacts/total/adpe_kg", "total_adpe_kgsb"),
    ("/impacts/total/pe_mj", "total_pe_mj"),
    ("/impacts/total/wcf_l", "total_wcf_l"),
];

fn ecologits(row: &Row) -> Vec<Case> {
    let mix = json!({
        "gwp_kg_per_kwh": row.number("mix_gwp_kg_kwh"),
        "adpe_kg_per_kwh": row.number("mix_adpe"),
        "pe_mj_per_kwh": row.number("mix_pe"),
        "wue_l_per_kwh": row.number("mix_wue"),
    });
    let inputs = text_request(row, mix, row.number("pue"), row.number("wue"), Value::Null);
    let expected = row.expect_ranges(&[
        ("/impacts/usage/energy_kwh", "energy_kwh"),
        ("/impacts/usage/gwp_kg", "usage_gwp_kg"),
        ("/impacts/usage/adpe_kg", "usage_adpe_kg"),
        ("/impacts/usage/pe_mj", "usage_pe_mj"),
        ("/impacts/usage/wcf_l", "usage_water_l"),
        ("/impacts/embodied/gwp_kg", "embodied_gwp_kg"),
        ("/impacts/embodied/adpe_kg", "embodied_adpe_kg"),
        ("/impacts/embodied/pe_mj", "embodied_pe_mj"),
    ]);
    vec![Case { inputs, expected }]
}

fn ecologits_llm(row: &Row) -> Vec<Case> {
    let mix = json!({
        "gwp_kg_per_kwh": row.number("mix_gwp"),
        "adpe_kg_per_kwh": row.number("mix_adpe"),
        "pe_mj_per_kwh": row.number("mix_pe"),
        "wue_l_per_kwh": row.number("mix_wue"),
    });
    let constants = json!({
        "batch_size": row.number("batch"),
        "quantization_bits": row.number("quant_bits"),
        "server_power_kw": row.number("server_kw"),
        "server_gpus": row.number("server_gpus"),
        "lifetime_s": row.number("lifetime_s"),
    });
    let (pue, wue) = (row.range("pue_min", "pue_max"), row.range("wue_min", "wue_max"));
    let inputs = text_request(row, mix, pue, wue, constants);
    let mut expected = row.expect_ranges(&USAGE);
    expected.extend(row.expect_ranges(&TOTAL));
    expected.extend(row.expect(&[
        ("/low/gpus", "gpus_lo"),
        ("/high/gpus", "gpus_hi"),
        ("/low/gpu_energy_kwh", "gpu_energy_kwh_lo"),
        ("/high/gpu_energy_kwh", "gpu_energy_kwh_hi"),
        ("/low/latency_s", "latency_s_lo"),
        ("/high/latency_s", "latency_s_hi"),
        ("/low/it_energy_kwh", "it_energy_kwh_lo"),
        ("/high/it_energy_kwh", "it_energy_kwh_hi"),
    ]));
    vec![Case { inputs, expected }]
}

fn ecologits_models(row: &Row) -> Vec<Case> {
    let inputs = given(json!({
        "kind": "text_model",
        "provider": row.text("provider"),
        "model": row.text("model"),
        "output_tokens": row.number("output_tokens"),
        "request_latency_s": row.number("request_latency_s"),
        "zone": row.name("zone_given"),
    }));
    let mut expected = row.expect_ranges(&USAGE);
    expected.extend(row.expect_ranges(&TOTAL));
    expected.push(("/zone".to_owned(), Expected::Text(row.text("zone_used"))));
    let warnings = row.text("warnings");
    for (index, warning) in warnings
        .split('|')
        .filter(|warning| !warning.is_empty())
        .enumerate()
    {
        expected.push((format!("/warnings/{index}"), Expected::Text(warning.to_owned())));
    }
    let beyond = warnings.split('|').filter(|warning| !warning.is_empty()).count();
    expected.push((format!("/warnings/{beyond}"), Expected::Text(String::new())));
    vec![Case { inputs, expected }]
}

fn ecologits_video(row: &Row) -> Vec<Case> {
    let inputs = given(json!({
        "kind": "video_model",
        "model": row.text("model"),
        "resolution": row.text("resolution"),
        "duration_s": row.number("duration_s"),
        "with_audio": row.text("with_audio") == "True",
        "zone": row.name("zone"),
    }));
    let mut expected = row.expect_ranges(&USAGE);
    expected.extend(row.expect_ranges(&TOTAL));
    expected.extend(row.expect(&[("/frames", "frames")]));
    vec![Case { inputs, expected }]
}

fn ecologits_0_8(row: &Row) -> Vec<Case> {
    let inputs = given(json!({
        "kind": "text",
        "active_parameters_b": row.range("active_min_b", "active_max_b"),
        "total_parameters_b": row.range("total_min_b", "total_max_b"),
        "output_tokens": row.number("output_tokens"),
        "request_latency_s": row.number("request_latency_s"),
        "mix": [row.number("mix_gwp"), row.number("mix_adpe"), row.number("mix_pe")],
        "pue": row.number("pue"),
    }));
    let expected = row.expect_ranges(&[
        ("/energy_kwh", "energy_kwh"),
        ("/usage/0", "usage_gwp_kg"),
        ("/embodied/0", "embodied_gwp_kg"),
        ("/total/0", "total_gwp_kg"),
        ("/total/1", "total_adpe_kgsb"),
        ("/total/2", "total_pe_mj"),
    ]);
    vec![Case { inputs, expected }]
}

fn emissions(row: &Row, place: Value) -> Vec<Case> {
    let inputs = given(json!({"kind": "emissions", "energy_kwh": row.number("energy_kwh"), "place": place}));
    vec![Case {
        inputs,
        expected: row.expect(&[("/emissions_kg", "emissions_kg")]),
    }]
}

fn codecarbon(row: &Row) -> Vec<Case> {
    let place = if row.text("kind") == "cloud" {
        json!({"cloud_provider": row.name("key"), "cloud_region": row.name("region")})
    } else {
        json!({"country": row.name("key"), "region": row.name("region")})
    };
    emissions(row, place)
}

fn codecarbon_emissions(row: &Row) -> Vec<Case> {
    let place = json!({
        "country": row.name("country_iso3"),
        "region": row.name("region"),
        "cloud_provider": row.name("cloud_provider"),
        "cloud_region": row.name("cloud_region"),
        "forced_g_per_kwh": row.number("forced_g_per_kwh"),
    });
    emissions(row, place)
}

fn codecarbon_sample(row: &Row) -> Vec<Case> {
    let place = json!({"country": row.name("country_iso_code"), "region": row.name("region")});
    let energy = row.number("energy_consumed");
    let inputs = given(json!({"kind": "emissions", "energy_kwh": energy, "place": place}));
    vec![Case {
        inputs,
        expected: row.expect(&[("/emissions_kg", "emissions")]),
    }]
}

fn codecarbon_hardware(row: &Row) -> Vec<Case> {
    let cpu = |model: &str| {
        json!({
            "kind": "cpu",
            "model": model,
            "tdp_w": row.number("tdp_w"),
            "load_pct": row.number("load_pct"),
            "name": row.text("model"),
        })
    };
    let mut expected = row.expect(&[("/power_w", "power_w")]);
    let inputs = match row.text("kind").as_str() {
        "ram" => {
            expected.extend(row.expect(&[("/modules", "dimms")]));
            json!({"kind": "ram", "memory_gb": row.number("memory_gb"), "architecture": row.text("model")})
        }
        "cpu_load_linear_or_threadripper" => cpu("load_linear"),
        "cpu_load_machine" => cpu("load_machine"),
        "cpu_constant" => cpu("constant"),
        "cpu_tdp" => {
            expected = row.expect(&[("/tdp_w", "power_w")]);
            json!({"kind": "cpu_tdp", "name": row.text("model"), "threads": row.number("load_pct")})
        }
        other => json!({"kind": other}),
    };
    vec![Case {
        inputs: given(inputs),
        expected,
    }]
}

fn codecarbon_units(row: &Row) -> Vec<Case> {
    let inputs = json!({
        "kind": row.text("kind"),
        "value": row.number("value"),
        "seconds": row.number("seconds"),
    });
    vec![Case {
        inputs: given(inputs),
        expected: row.expect(&[("/kwh", "kwh")]),
    }]
}

/// Every row with all figures given; where the page looks something up by name, once more with the names.
fn green_algorithms(row: &Row) -> Vec<Case> {
    let mut expected = row.expect(&[
        ("/power_w", "power_w"),
        ("/energy_kwh", "energy_kwh"),
        ("/carbon_g", "carbon_g"),
        ("/carbon_cpu_g", "carbon_cpu_g"),
        ("/carbon_gpu_g", "carbon_gpu_g"),
        ("/carbon_memory_g", "carbon_memory_g"),
    ]);
    for text in ["energy", "carbon", "tree", "car", "flight_amount", "flight_label"] {
        expected.push((
            format!("/texts/{text}"),
            Expected::Text(row.text(&format!("text_{text}"))),
        ));
    }
    let both = json!({
        "kind": "calculator",
        "core_type": row.text("core_type"),
        "n_cpu_cores": row.number("n_cpu_cores"),
        "n_gpus": row.number("n_gpus"),
        "memory_gb": row.number("memory_gb"),
        "hours": row.number("hours"),
        "minutes": row.number("minutes"),
        "usage_cpu": row.number("usage_cpu"),
        "usage_gpu": row.number("usage_gpu"),
        "multiplier": row.number("psf"),
    });
    let with = |more: Value| {
        let mut all = both.clone();
        if let (Some(members), Value::Object(more)) = (all.as_object_mut(), more) {
            members.extend(more);
        }
        given(all)
    };
    let figures = with(json!({
        "tdp_per_core_w": row.number("tdp_per_cpu_core_w"),
        "tdp_gpu_w": row.number("tdp_gpu_w"),
        "g_per_kwh": row.number("carbon_intensity_g_per_kwh"),
        "pue": row.number("pue_used"),
    }));
    let device = |model: &str, watt: &str| {
        let listed = !matches!(row.text(model).as_str(), "" | "other");
        if listed {
            (row.name(model), Value::Null)
        } else {
            (Value::Null, row.number(watt))
        }
    };
    let (cpu_model, cpu_w) = device("cpu_model", "tdp_per_cpu_core_w");
    let (gpu_model, gpu_w) = device("gpu_model", "tdp_gpu_w");
    let cloud = row.text("platform") == "cloudComputing";
    let server = row.text("server");
    let located = cloud && !server.is_empty() && server != "other";
    let names = with(json!({
        "cpu_model": cpu_model,
        "tdp_per_core_w": cpu_w,
        "gpu_model": gpu_model,
        "tdp_gpu_w": gpu_w,
        "platform": row.name("platform"),
        "provider": row.name("provider"),
        "server": row.name("server"),
        "location": if located { Value::Null } else { row.name("location") },
        "pue": if cloud { Value::Null } else { row.number("pue_used") },
    }));
    let copy = |expected: &[(String, Expected)]| expected.iter().map(repeat).collect();
    vec![
        Case {
            inputs: figures,
            expected: copy(&expected),
        },
        Case {
            inputs: names,
            expected,
        },
    ]
}

fn repeat((pointer, expected): &(String, Expected)) -> (String, Expected) {
    let expected = match expected {
        Expected::Number(text) => Expected::Number(text.clone()),
        Expected::Printed(text) => Expected::Printed(text.clone()),
        Expected::Text(text) => Expected::Text(text.clone()),
        Expected::Flag(flag) => Expected::Flag(*flag),
    };
    (pointer.clone(), expected)
}

fn green_algorithms_ai(row: &Row) -> Vec<Case> {
    let mut inputs = json!({
        "kind": row.text("phase"),
        "base_energy_kwh": row.number("base_energy_kwh"),
        "base_carbon_g": row.number("base_carbon_g"),
    });
    let columns: &[&str] = if row.text("phase") == "training" {
        &["rd_factor", "retrain_count", "retrain_factor"]
    } else {
        &["input_period_value", "report_value"]
    };
    for column in columns {
        inputs[*column] = row.number(column);
    }
    for column in ["input_period_unit", "report_unit"] {
        inputs[column] = row.name(column);
    }
    let expected = row.expect(&[("/energy_kwh", "energy_kwh"), ("/carbon_g", "carbon_g")]);
    vec![Case {
        inputs: given(inputs),
        expected,
    }]
}

/// Every row once by name and once with the figures of the page's tables given.
fn ml_co2_impact(row: &Row) -> Vec<Case> {
    let private = row.text("provider") == "custom";
    let stops = !row.text("page_error").is_empty();
    let printed = |pointer: &str, column: &str| (pointer.to_owned(), Expected::Printed(row.text(column)));
    let text = |pointer: &str, column: &str| (pointer.to_owned(), Expected::Text(row.text(column)));
    let mut expected = vec![
        ("/page_error".to_owned(), Expected::Flag(stops)),
        printed("/co2_kg", "emitted_value_text"),
    ];
    if !stops {
        expected.extend([
            printed("/energy_kwh", "energy_kwh"),
            printed("/intensity_kg_per_kwh", "intensity_kg_per_kwh"),
            printed("/co2_kg", "co2_kg"),
            printed("/offset_kg", "offset_kg"),
            text("/comparisons/0", "km_driven_text"),
            text("/comparisons/1", "coal_kg_text"),
            text("/comparisons/2", "seedlings_text"),
        ]);
    }
    let figures = if private {
        json!({"kg_per_kwh": row.number("custom_kg_per_kwh"), "offset_pct": row.number("offset_pct")})
    } else {
        json!({"g_per_kwh": row.number("impact_csv_g_per_kwh"), "offset_pct": row.number("offset_pct")})
    };
    let page = |place: &Value, device: (&str, Value)| {
        let mut inputs = json!({"kind": "page", "hours": row.number("hours"), "place": place});
        inputs[device.0] = device.1;
        inputs
    };
    let mut named: Vec<_> = expected.iter().map(repeat).collect();
    let place = if private {
        figures.clone()
    } else {
        named.push(text("/cleanest_region", "cleanest_region"));
        if !stops && !row.text("co2_kg_in_cleanest_region").is_empty() {
            named.push(printed("/co2_kg_in_cleanest_region", "co2_kg_in_cleanest_region"));
        }
        json!({"provider": row.text("provider"), "region": row.text("region")})
    };
    vec![
        Case {
            inputs: page(&figures, ("watt", row.number("watt"))),
            expected,
        },
        Case {
            inputs: page(&place, ("hardware", row.name("hardware"))),
            expected: named,
        },
    ]
}

fn cloud_carbon_footprint(row: &Row) -> Vec<Case> {
    let kind = row.text("kind");
    let columns: &[&str] = match kind.as_str() {
        "compute" => &[
            "vcpu_hours",
            "cpu_util_pct",
            "min_w",
            "max_w",
            "average_w",
            "pue",
            "replication",
        ],
        "storage" => &["terabyte_hours", "coefficient", "pue", "replication"],
        "memory" => &["gigabyte_hours", "coefficient", "pue", "replication"],
        "networking" => &["gigabytes", "coefficient", "pue"],
        "embodied" => &[
            "scope3_t",
            "usage_hours",
            "instance_vcpu",
            "largest_vcpu",
            "lifespan_h",
        ],
        _ => &[],
    };
    let mut inputs = json!({"kind": kind, "factor": {"t_per_kwh": row.number("factor_t_per_kwh")}});
    for column in columns {
        inputs[*column] = row.number(column);
    }
    let expected = row.expect(&[("/kwh", "kwh"), ("/co2e_t", "co2e_t")]);
    vec![Case {
        inputs: given(inputs),
        expected,
    }]
}
