//! The serving model against 612 measured configurations, whole models left out in turn.

use std::path::Path;

use genai_footprint::model::serving::{
    Architecture, Device, Roofline, ServedModel, ServingConstants, ServingLoad, calibrated,
};
use genai_footprint::scenario::Precision;

use super::architectures::configuration;
use super::devices;
use super::fit::{Free, fit, jackknife};
use super::measurements;
use super::report::{self, Summary, quantile, verdict};
use tables::Row;

/// Fitted constants with what physics and practice lead one to expect, and how far it may be off.
const FREE: [Free; 28] = [
    Free::positive("serving_step_overhead_ms", 0.8, 0.7),
    Free::positive("serving_layer_overhead_dense_ms", 0.05, 0.5),
    Free::positive("serving_layer_overhead_moe_ms", 0.08, 0.5),
    Free::positive("serving_sync_per_doubling", 0.1, 1.0),
    Free::share("serving_bandwidth_use_dense", 0.8, 0.5),
    Free::share("serving_bandwidth_use_moe", 0.6, 0.5),
    Free::positive("serving_imbalance_exponent", 0.2, 0.7),
    Free::share("serving_bandwidth_use_kv", 0.6, 0.5),
    Free::share("serving_fast_memory_exponent", 0.2, 1.0),
    Free::share("serving_compute_use_decode", 0.5, 0.5),
    Free::share("serving_compute_use_prefill", 0.45, 0.5),
    Free::positive("serving_sequence_overhead_ms", 0.045, 0.5),
    Free::positive("serving_request_overhead_ms", 1.0, 1.0),
    Free::positive("serving_image_overhead_ms", 20.0, 1.0),
    Free::positive("serving_video_overhead_ms", 40.0, 1.0),
    Free::share("serving_routing_spread", 0.8, 0.5),
    Free::positive("serving_eight_bit_slowdown", 0.2, 0.7),
    Free::share("serving_context_share", 0.55, 0.5),
    Free::share("serving_power_active", 0.45, 0.5),
    Free::share("serving_power_waiting", 0.3, 0.5),
    Free::positive("serving_power_weights", 0.3, 0.7),
    Free::positive("serving_power_kv", 0.3, 0.7),
    Free::positive("serving_power_compute", 1.0, 0.7),
    Free::positive("serving_prompt_chat", 120.0, 0.7),
    Free::positive("serving_prompt_reasoning", 250.0, 0.3),
    Free::positive("serving_prompt_code", 1500.0, 0.5),
    Free::positive("serving_prompt_image", 800.0, 0.5),
    Free::positive("serving_prompt_video", 2000.0, 0.7),
];
/// Weight of step time and power against energy: they keep the parts of the model apart.
const PART_WEIGHT: f64 = 0.35;

/// Kinds of requests, whose mean prompt lengths are calibrated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Workload {
    /// A chat turn.
    Chat,
    /// A problem that is reasoned about.
    Reasoning,
    /// Code filled in between code.
    Code,
    /// A question about an image.
    Image,
    /// A question about a video.
    Video,
}

impl Workload {
    /// A request of this kind.
    fn request(
        self,
        constants: &ServingConstants,
        devices: f64,
        batch: f64,
        output_tokens: f64,
    ) -> ServingLoad {
        let prompt_tokens = match self {
            Self::Chat => constants.prompt_chat,
            Self::Reasoning => constants.prompt_reasoning,
            Self::Code => constants.prompt_code,
            Self::Image => constants.prompt_image,
            Self::Video => constants.prompt_video,
        };
        ServingLoad {
            images: f64::from(u8::from(self == Self::Image)),
            videos: f64::from(u8::from(self == Self::Video)),
            ..ServingLoad::text(devices, batch, prompt_tokens, output_tokens)
        }
    }
}

/// A measured configuration.
struct Measured {
    name: String,
    family: &'static str,
    hardware: String,
    task: String,
    workload: Workload,
    /// Of which only sizes are known.
    plain: ServedModel,
    /// With its published architecture.
    known: ServedModel,
    device: Device,
    devices: f64,
    batch: f64,
    output: f64,
    /// ln J per output token, ln s per step, ln mean power over TDP.
    observed: [f64; 3],
    weight: f64,
}

/// Runs the validation on `folder`; with `write`, calibrates the committed table first.
pub(super) fn run(folder: &Path, write: bool) -> Result<(), String> {
    let rows = read(&folder.join("serving_energy_llm.csv"))?;
    let committed = calibrated().ok_or("assets/data/constants/serving.csv lacks a constant")?;
    println!(
        "Text: {} configurations, GPU energy per output token, error as a factor",
        rows.len()
    );

    let start: Vec<f64> = FREE.iter().map(|free| free.inward(free.expected)).collect();
    let all: Vec<&Measured> = rows.iter().collect();
    let full = calibrate(&all, committed, &start);
    let constants = with(committed, &full);
    println!(
        "  all rows                          {}",
        Summary::of(&residuals(&rows, &constants, true))
    );

    let by_model = leave_out(&rows, committed, &full, |row| row.name.clone());
    let known = &by_model.known;
    let plain = &by_model.plain;
    println!("  models left out, architecture     {}", Summary::of(known));
    println!("  models left out, sizes only       {}", Summary::of(plain));
    let families = leave_out(&rows, committed, &full, |row| row.family.to_owned());
    println!(
        "  families left out, sizes only     {}",
        Summary::of(&families.plain)
    );
    let hardware = leave_out(&rows, committed, &full, |row| row.hardware.clone());
    println!(
        "  hardware left out, sizes only     {}",
        Summary::of(&hardware.plain)
    );

    let summary = Summary::of(plain);
    verdict("median <= 1.25, sizes only", summary.median <= 1.25);
    verdict("90th percentile <= 1.7, sizes only", summary.p90 <= 1.7);
    coverage(&rows, plain);
    elsewhere(&rows, plain, &hardware.plain, committed.extrapolation_widening);
    println!("  Residuals, models left out, sizes only");
    tables(&rows, plain);

    let mut found: Vec<(&str, f64, f64, f64)> = FREE
        .iter()
        .enumerate()
        .map(|(index, free)| {
            let left_out: Vec<f64> = by_model.fits.iter().map(|x| x[index]).collect();
            let (value, low, high) = jackknife(free, full[index], &left_out);
            (free.id, value, low, high)
        })
        .collect();
    for (media, low, high) in [
        (false, "serving_error_text_low", "serving_error_text_high"),
        (true, "serving_error_media_low", "serving_error_media_high"),
    ] {
        let errors = class(&rows, plain, media, |_| true);
        for (id, share) in [(low, 0.05), (high, 0.95)] {
            let value = quantile(&errors, share).exp();
            found.push((id, value, value, value));
        }
    }
    if write {
        let path = crate::run::root().join("assets/data/constants/serving.csv");
        report::write(&path, &found)?;
        println!("  written: {}", path.display());
        return Ok(());
    }
    report::compare(|id| committed.get(id), &found)
}

fn read(path: &Path) -> Result<Vec<Measured>, String> {
    let table = measurements(path)?;
    let mut rows: Vec<Measured> = table.rows().map(|row| measured(&row)).collect::<Result<_, _>>()?;
    // Every model has one vote, however many rows it has: the next model is a new one.
    let counts: Vec<f64> = rows
        .iter()
        .map(|row| rows.iter().filter(|other| other.name == row.name).count() as f64)
        .collect();
    let mean = counts.iter().map(|count| count.powf(-0.5)).sum::<f64>() / counts.len() as f64;
    for (row, count) in rows.iter_mut().zip(counts) {
        row.weight = count.powf(-0.5) / mean;
    }
    Ok(rows)
}

fn measured(row: &Row<'_>) -> Result<Measured, String> {
    let architecture = match row.text("architecture") {
        "MoE" => Architecture::MixtureOfExperts,
        "Dense Transformer" | "Mamba-Transformer Hybrid" => Architecture::Dense,
        _ => return Err(row.error("architecture", "unknown").into()),
    };
    let (bits, precision) = match row.text("weight_precision") {
        "bfloat16" => (16.0, Precision::Bf16),
        "fp8" => (8.0, Precision::Fp8),
        "mxfp4" => (4.25, Precision::Fp4),
        _ => return Err(row.error("weight_precision", "unknown").into()),
    };
    let workload = match row.text("task") {
        "lm-arena-chat" => Workload::Chat,
        "gpqa" => Workload::Reasoning,
        "sourcegraph-fim" => Workload::Code,
        "image-chat" => Workload::Image,
        "video-chat" => Workload::Video,
        _ => return Err(row.error("task", "unknown").into()),
    };
    let device = devices::measured(row, precision)?;
    let plain = ServedModel::new(
        row.number("total_params_billions")?,
        row.number("activated_params_billions")?,
        bits,
        architecture,
    );
    let devices = row.number("num_gpus")?;
    let batch = row.number("avg_batch_size")?;
    let name = row.text("model_id").to_owned();
    Ok(Measured {
        family: family(&name),
        hardware: row.text("gpu_model").to_owned(),
        task: row.text("task").to_owned(),
        workload,
        known: plain.configured(configuration(&name)),
        plain,
        device,
        devices,
        batch,
        output: row.number("avg_output_len")?,
        observed: [
            row.number("energy_per_token_joules")?.ln(),
            (batch / row.number("output_throughput_tokens_per_sec")?).ln(),
            (row.number("avg_power_watts")? / devices / device.tdp_w).ln(),
        ],
        weight: 1.0,
        name,
    })
}

/// Models of one architecture and size, or of one line of dense models, count as one family.
fn family(name: &str) -> &'static str {
    const FAMILIES: [(&str, &str); 12] = [
        ("30B-A3B", "Qwen3 30B-A3B"),
        ("235B", "Qwen3 235B-A22B"),
        ("480B", "Qwen3 Coder 480B"),
        ("Qwen3-", "Qwen3 dense"),
        ("405B", "Llama 3.1 405B"),
        ("Llama-3", "Llama 3 8B and 70B"),
        ("Scout", "Llama 4 Scout"),
        ("Nemotron", "Nemotron Nano"),
        ("gemma", "Gemma 3"),
        ("gpt-oss", "gpt-oss"),
        ("DeepSeek", "DeepSeek"),
        ("", "other"),
    ];
    FAMILIES
        .iter()
        .find(|(part, _)| name.contains(part))
        .map_or("other", |(_, family)| family)
}

/// ln J per output token, ln s per step, ln mean power over TDP.
fn predict(row: &Measured, constants: &ServingConstants, known: bool) -> [f64; 3] {
    let model = if known { &row.known } else { &row.plain };
    let request: ServingLoad = row
        .workload
        .request(constants, row.devices, row.batch, row.output);
    let found = Roofline::new(constants, model, &row.device, request.devices).energy(&request);
    [
        (found.total_j() / row.output).ln(),
        (row.batch / found.tokens_per_s).ln(),
        found.power_fraction.ln(),
    ]
}

fn residuals(rows: &[Measured], constants: &ServingConstants, known: bool) -> Vec<f64> {
    rows.iter()
        .map(|row| predict(row, constants, known)[0] - row.observed[0])
        .collect()
}

fn with(base: &ServingConstants, x: &[f64]) -> ServingConstants {
    let mut constants = *base;
    for (free, x) in FREE.iter().zip(x) {
        constants.set(free.id, free.outward(*x));
    }
    constants
}

fn calibrate(rows: &[&Measured], base: &ServingConstants, start: &[f64]) -> Vec<f64> {
    fit(&FREE, start, |x| {
        let constants = with(base, x);
        rows.iter()
            .flat_map(|row| {
                let found = predict(row, &constants, true);
                [1.0, PART_WEIGHT, PART_WEIGHT]
                    .into_iter()
                    .enumerate()
                    .map(move |(index, part)| row.weight * part * (found[index] - row.observed[index]))
            })
            .collect()
    })
}

/// Predictions of rows whose group was left out of the calibration.
struct LeftOut {
    known: Vec<f64>,
    plain: Vec<f64>,
    fits: Vec<Vec<f64>>,
}

fn leave_out(
    rows: &[Measured],
    base: &ServingConstants,
    start: &[f64],
    group: impl Fn(&Measured) -> String,
) -> LeftOut {
    let labels: Vec<String> = rows.iter().map(group).collect();
    let mut names = labels.clone();
    names.sort();
    names.dedup();
    let mut out = LeftOut {
        known: vec![0.0; rows.len()],
        plain: vec![0.0; rows.len()],
        fits: Vec::new(),
    };
    for name in names {
        let kept: Vec<&Measured> = rows
            .iter()
            .zip(&labels)
            .filter(|(_, label)| **label != name)
            .map(|(row, _)| row)
            .collect();
        let x = calibrate(&kept, base, start);
        let constants = with(base, &x);
        for (index, row) in rows
            .iter()
            .enumerate()
            .filter(|(index, _)| labels[*index] == name)
        {
            out.known[index] = predict(row, &constants, true)[0] - row.observed[0];
            out.plain[index] = predict(row, &constants, false)[0] - row.observed[0];
        }
        out.fits.push(x);
    }
    out
}

fn is_media(row: &Measured) -> bool {
    matches!(row.workload, Workload::Image | Workload::Video)
}

/// ln(observed / predicted) of one class of prompts.
fn class(rows: &[Measured], residuals: &[f64], media: bool, keep: impl Fn(&Measured) -> bool) -> Vec<f64> {
    rows.iter()
        .zip(residuals)
        .filter(|(row, _)| is_media(row) == media && keep(row))
        .map(|(_, residual)| -residual)
        .collect()
}

/// Coverage of 90 % intervals that were drawn from the residuals of other models alone.
fn coverage(rows: &[Measured], residuals: &[f64]) {
    let inside: Vec<bool> = rows
        .iter()
        .zip(residuals)
        .map(|(row, residual)| {
            let others = class(rows, residuals, is_media(row), |other| other.name != row.name);
            (quantile(&others, 0.05)..=quantile(&others, 0.95)).contains(&-residual)
        })
        .collect();
    let share = |keep: &dyn Fn(&Measured) -> bool| {
        let chosen: Vec<bool> = rows
            .iter()
            .zip(&inside)
            .filter(|(row, _)| keep(row))
            .map(|(_, inside)| *inside)
            .collect();
        chosen.iter().filter(|inside| **inside).count() as f64 / chosen.len() as f64
    };
    let all = share(&|_| true);
    println!(
        "  90 % interval from other models' residuals covers {:.1} % (text prompts {:.1} %, image and video prompts {:.1} %)",
        100.0 * all,
        100.0 * share(&|row| !is_media(row)),
        100.0 * share(&is_media),
    );
    verdict("coverage 85 to 95 %", (0.85..=0.95).contains(&all));
}

/// Coverage on a device that was left out, of the interval widened as for any device not measured.
fn elsewhere(rows: &[Measured], residuals: &[f64], hardware: &[f64], widening: f64) {
    let bounds = |media: bool| {
        let errors = class(rows, residuals, media, |_| true);
        [0.05, 0.95].map(|share| quantile(&errors, share) * (1.0 + widening))
    };
    let (text, media) = (bounds(false), bounds(true));
    let inside = rows
        .iter()
        .zip(hardware)
        .filter(|(row, residual)| {
            let [low, high] = if is_media(row) { media } else { text };
            (low..=high).contains(&-**residual)
        })
        .count();
    println!(
        "  interval widened for a device not measured covers {:.1} % where that device was left out",
        100.0 * inside as f64 / rows.len() as f64
    );
}

fn tables(rows: &[Measured], residuals: &[f64]) {
    let label = |get: &dyn Fn(&Measured) -> String| -> Vec<String> { rows.iter().map(get).collect() };
    report::by("model", &label(&|row| row.name.clone()), residuals);
    report::by("family", &label(&|row| row.family.to_owned()), residuals);
    report::by("task", &label(&|row| row.task.clone()), residuals);
    report::by("batch", &label(&|row| bucket(row.batch)), residuals);
    report::by(
        "hardware",
        &label(&|row| format!("{} x{}", row.hardware, row.devices)),
        residuals,
    );
    report::by(
        "precision and architecture",
        &label(&|row| format!("{:?}, {} bits", row.plain.architecture, row.plain.weight_bits)),
        residuals,
    );
}

fn bucket(batch: f64) -> String {
    let edges = [12.0, 24.0, 48.0, 96.0, 192.0, 384.0, 768.0];
    let above = edges.iter().rev().find(|edge| batch >= **edge);
    let below = edges.iter().find(|edge| batch < **edge);
    match (above, below) {
        (Some(above), Some(below)) => format!("{above:>4} to {below}"),
        (Some(above), None) => format!("{above:>4} and more"),
        (None, _) => format!("   below {}", edges[0]),
    }
}
