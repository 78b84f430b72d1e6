//! Image and video generation against 758 measured configurations, whole models left out in turn.

use std::path::Path;

use genai_footprint::model::generation::{
    DiffusionJob, GenerationConstants, GenerationDeployment, calibrated, energy_per_output,
};
use genai_footprint::model::serving::Device;
use genai_footprint::scenario::Precision;

use super::architectures::configuration;
use super::devices;
use super::fit::{Free, fit, jackknife};
use super::measurements;
use super::report::{self, Summary, quantile, verdict};
use tables::Row;

/// Fitted constants with what to expect of them.
const FREE: [Free; 9] = [
    Free::share("generation_compute_use_linear", 0.45, 0.5),
    Free::share("generation_compute_use_attention", 0.45, 0.5),
    Free::positive("generation_exchange_exponent", 0.1, 0.7),
    Free::share("generation_fast_device_exponent", 0.35, 1.0),
    Free::positive("generation_layer_overhead_ms", 0.7, 1.0),
    Free::positive("generation_overhead_per_device", 0.3, 1.0),
    Free::positive("generation_decoder_s_per_gigapixel", 100.0, 1.5),
    Free::share("generation_power_active", 0.4, 0.5),
    Free::positive("generation_power_compute", 1.0, 0.7),
];
const LATENCY_WEIGHT: f64 = 0.35;
/// Quantiles of left-out rows that make the 90 % interval. Rows of nine models are far from independent, so
/// the 5th and 95th percentile of some would cover too little of another.
const EDGES: [f64; 2] = [0.025, 0.975];

struct Measured {
    name: String,
    video: bool,
    hardware: String,
    plain: DiffusionJob,
    known: DiffusionJob,
    device: Device,
    deployment: GenerationDeployment,
    /// ln J a picture, ln s a batch.
    observed: [f64; 2],
    weight: f64,
}

pub(super) fn run(folder: &Path, write: bool) -> Result<(), String> {
    let mut rows = read(&folder.join("generation_energy_image.csv"), false)?;
    rows.extend(read(&folder.join("generation_energy_video.csv"), true)?);
    weigh(&mut rows);
    let committed = calibrated().ok_or("assets/data/constants/serving_generation.csv lacks a constant")?;
    println!(
        "Images and videos: {} configurations, GPU energy each, error as a factor",
        rows.len()
    );

    let start: Vec<f64> = FREE.iter().map(|free| free.inward(free.expected)).collect();
    let all: Vec<&Measured> = rows.iter().collect();
    let full = calibrate(&all, committed, &start);
    let mut known = vec![0.0; rows.len()];
    let mut plain = known.clone();
    let mut fits = Vec::new();
    let mut names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let kept: Vec<&Measured> = rows.iter().filter(|row| row.name != name).collect();
        let x = calibrate(&kept, committed, &full);
        let constants = with(committed, &x);
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.name == name) {
            known[index] = predict(row, &constants, true)[0] - row.observed[0];
            plain[index] = predict(row, &constants, false)[0] - row.observed[0];
        }
        fits.push(x);
    }
    for (what, video) in [("images", false), ("videos", true)] {
        let part = |residuals: &[f64]| of_kind(&rows, residuals, video);
        let facts = Summary::of(&part(&known));
        println!("  {what}, models left out, guidance and tokens known   {facts}");
        println!(
            "  {what}, models left out, sizes only                  {}",
            Summary::of(&part(&plain))
        );
        verdict(
            &format!("median <= 1.35, {what}, guidance and tokens known"),
            facts.median <= 1.35,
        );
    }
    for (what, residuals) in [("known", &known), ("sizes only", &plain)] {
        println!(
            "  90 % interval from other models' residuals, {what}, covers {:.1} %",
            100.0 * coverage(&rows, residuals)
        );
    }
    println!("  Residuals, models left out, guidance and tokens known");
    tables(&rows, &known);

    let mut found: Vec<(&str, f64, f64, f64)> = FREE
        .iter()
        .enumerate()
        .map(|(index, free)| {
            let left_out: Vec<f64> = fits.iter().map(|x| x[index]).collect();
            let (value, low, high) = jackknife(free, full[index], &left_out);
            (free.id, value, low, high)
        })
        .collect();
    for (residuals, low, high) in [
        (
            &known,
            "generation_error_known_low",
            "generation_error_known_high",
        ),
        (
            &plain,
            "generation_error_unknown_low",
            "generation_error_unknown_high",
        ),
    ] {
        let errors: Vec<f64> = residuals.iter().map(|residual| -residual).collect();
        for (id, share) in [(low, EDGES[0]), (high, EDGES[1])] {
            let value = quantile(&errors, share).exp();
            found.push((id, value, value, value));
        }
    }
    if write {
        let path = crate::run::root().join("assets/data/constants/serving_generation.csv");
        report::write(&path, &found)?;
        println!("  written: {}", path.display());
        return Ok(());
    }
    report::compare(|id| committed.get(id), &found)
}

fn read(path: &Path, video: bool) -> Result<Vec<Measured>, String> {
    measurements(path)?
        .rows()
        .map(|row| {
            let name = row.text("model_id");
            let plain = diffusion_job(&row, video)?;
            let known = plain.configured(configuration(name));
            let energy = if video {
                "energy_per_video_joules"
            } else {
                "energy_per_image_joules"
            };
            Ok(Measured {
                name: name.to_owned(),
                video,
                hardware: row.text("gpu_model").to_owned(),
                plain,
                known,
                device: devices::measured(&row, Precision::Bf16)?,
                deployment: GenerationDeployment {
                    devices: row.number("num_gpus")?,
                    batch: row.number("batch_size")?,
                },
                observed: [row.number(energy)?.ln(), row.number("batch_latency_s")?.ln()],
                weight: 1.0,
            })
        })
        .collect()
}

fn diffusion_job(row: &Row<'_>, video: bool) -> Result<DiffusionJob, String> {
    let params = row.number("activated_params_billions")?;
    let steps = row.number("inference_steps")?;
    Ok(if video {
        DiffusionJob::video(
            params,
            row.number("video_width")?,
            row.number("video_height")?,
            row.number("num_frames")?,
            steps,
        )
    } else {
        DiffusionJob::image(
            params,
            row.number("image_width")?,
            row.number("image_height")?,
            steps,
        )
    })
}

/// Every model has one vote, however many rows it has.
fn weigh(rows: &mut [Measured]) {
    let counts: Vec<f64> = rows
        .iter()
        .map(|row| rows.iter().filter(|other| other.name == row.name).count() as f64)
        .collect();
    let mean = counts.iter().map(|count| count.powf(-0.5)).sum::<f64>() / counts.len() as f64;
    for (row, count) in rows.iter_mut().zip(counts) {
        row.weight = count.powf(-0.5) / mean;
    }
}

fn predict(row: &Measured, constants: &GenerationConstants, known: bool) -> [f64; 2] {
    let diffusion_job = if known { &row.known } else { &row.plain };
    let found = energy_per_output(constants, diffusion_job, &row.device, &row.deployment);
    [found.energy_j.ln(), found.latency_s.ln()]
}

fn with(base: &GenerationConstants, x: &[f64]) -> GenerationConstants {
    let mut constants = *base;
    for (free, x) in FREE.iter().zip(x) {
        constants.set(free.id, free.outward(*x));
    }
    constants
}

fn calibrate(rows: &[&Measured], base: &GenerationConstants, start: &[f64]) -> Vec<f64> {
    fit(&FREE, start, |x| {
        let constants = with(base, x);
        rows.iter()
            .flat_map(|row| {
                let found = predict(row, &constants, true);
                [
                    row.weight * (found[0] - row.observed[0]),
                    row.weight * LATENCY_WEIGHT * (found[1] - row.observed[1]),
                ]
            })
            .collect()
    })
}

fn of_kind(rows: &[Measured], residuals: &[f64], video: bool) -> Vec<f64> {
    rows.iter()
        .zip(residuals)
        .filter(|(row, _)| row.video == video)
        .map(|(_, residual)| *residual)
        .collect()
}

fn coverage(rows: &[Measured], residuals: &[f64]) -> f64 {
    let inside = rows
        .iter()
        .zip(residuals)
        .filter(|(row, residual)| {
            let others: Vec<f64> = rows
                .iter()
                .zip(residuals)
                .filter(|(other, _)| other.name != row.name)
                .map(|(_, residual)| *residual)
                .collect();
            (quantile(&others, EDGES[0])..=quantile(&others, EDGES[1])).contains(*residual)
        })
        .count();
    inside as f64 / rows.len() as f64
}

fn tables(rows: &[Measured], residuals: &[f64]) {
    let label = |get: &dyn Fn(&Measured) -> String| -> Vec<String> { rows.iter().map(get).collect() };
    report::by("model", &label(&|row| row.name.clone()), residuals);
    report::by(
        "batch",
        &label(&|row| format!("{:>2}", row.deployment.batch)),
        residuals,
    );
    report::by(
        "hardware",
        &label(&|row| format!("{} x{}", row.hardware, row.deployment.devices)),
        residuals,
    );
}
