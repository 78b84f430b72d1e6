//! How the rows of the real programs' outputs become inputs of the methods, and what is expected where.

use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// One row: text by column.
pub(super) struct Row(HashMap<String, String>);

/// What a row expects at one place of the result.
#[derive(Clone)]
pub(super) enum Expected {
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
pub(super) struct Case {
    pub(super) inputs: Value,
    pub(super) expected: Vec<(String, Expected)>,
}

impl Row {
    /// A row from its header and its cells.
    pub(super) fn new(names: &[String], cells: &[String]) -> Self {
        Self(names.iter().cloned().zip(cells.iter().cloned()).collect())
    }

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

fn text_request(row: &Row, mix: &Value, pue: &Value, wue: &Value, constants: &Value) -> Value {
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

pub(super) fn ecologits(row: &Row) -> Vec<Case> {
    let mix = json!({
        "gwp_kg_per_kwh": row.number("mix_gwp_kg_kwh"),
        "adpe_kg_per_kwh": row.number("mix_adpe"),
        "pe_mj_per_kwh": row.number("mix_pe"),
        "wue_l_per_kwh": row.number("mix_wue"),
    });
    let inputs = text_request(row, &mix, &row.number("pue"), &row.number("wue"), &Value::Null);
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

pub(super) fn ecologits_llm(row: &Row) -> Vec<Case> {
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
    let inputs = text_request(row, &mix, &pue, &wue, &constants);
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

pub(super) fn ecologits_models(row: &Row) -> Vec<Case> {
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

pub(super) fn ecologits_video(row: &Row) -> Vec<Case> {
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

pub(super) fn ecologits_0_8(row: &Row) -> Vec<Case> {
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

fn emissions(row: &Row, place: &Value) -> Vec<Case> {
    let inputs = given(json!({"kind": "emissions", "energy_kwh": row.number("energy_kwh"), "place": place}));
    vec![Case {
        inputs,
        expected: row.expect(&[("/emissions_kg", "emissions_kg")]),
    }]
}

pub(super) fn codecarbon(row: &Row) -> Vec<Case> {
    let place = if row.text("kind") == "cloud" {
        json!({"cloud_provider": row.name("key"), "cloud_region": row.name("region")})
    } else {
        json!({"country": row.name("key"), "region": row.name("region")})
    };
    emissions(row, &place)
}

pub(super) fn codecarbon_emissions(row: &Row) -> Vec<Case> {
    let place = json!({
        "country": row.name("country_iso3"),
        "region": row.name("region"),
        "cloud_provider": row.name("cloud_provider"),
        "cloud_region": row.name("cloud_region"),
        "forced_g_per_kwh": row.number("forced_g_per_kwh"),
    });
    emissions(row, &place)
}

pub(super) fn codecarbon_sample(row: &Row) -> Vec<Case> {
    let place = json!({
        "country": row.name("country_iso_code"),
        "region": row.name("region"),
        "cloud_provider": row.name("cloud_provider"),
        "cloud_region": row.name("cloud_region"),
    });
    let energy = row.number("energy_consumed");
    let inputs = given(json!({"kind": "emissions", "energy_kwh": energy, "place": place}));
    vec![Case {
        inputs,
        expected: row.expect(&[("/emissions_kg", "emissions")]),
    }]
}

pub(super) fn codecarbon_hardware(row: &Row) -> Vec<Case> {
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

pub(super) fn codecarbon_units(row: &Row) -> Vec<Case> {
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
pub(super) fn green_algorithms(row: &Row) -> Vec<Case> {
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
    vec![
        Case {
            inputs: figures,
            expected: expected.clone(),
        },
        Case {
            inputs: names,
            expected,
        },
    ]
}

pub(super) fn green_algorithms_ai(row: &Row) -> Vec<Case> {
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
pub(super) fn ml_co2_impact(row: &Row) -> Vec<Case> {
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
    let mut named = expected.clone();
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

pub(super) fn cloud_carbon_footprint(row: &Row) -> Vec<Case> {
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
