//! Hardware times hours as scenarios.

use super::hardware::{self, Device, differ};
use super::ml_co2::Usage;
use super::names;
use super::runs::{
    ImportedRun, Kind, choose_place, clamped, note_place, set_accelerator, set_clamped, training_scenario,
};
use super::{Note, ml_co2};
use crate::scenario::{Entry, Param};

/// An entry for each row, or for each kind of accelerator of a row.
pub(super) fn runs(usages: &[Usage]) -> Vec<ImportedRun> {
    usages
        .iter()
        .flat_map(|usage| runs_of(usage, Kind::Usage))
        .collect()
}

/// The entries of one use of hardware.
pub(super) fn runs_of(usage: &Usage, kind: Kind) -> Vec<ImportedRun> {
    let logged = ImportedRun {
        kind,
        name: usage.hardware.clone(),
        line: usage.line,
        runs: 1,
        scenario: None,
        energy_kwh: None,
        ghg_kg: usage.carbon_kg,
        notes: Vec::new(),
    };
    let hardware = hardware::read(&usage.hardware);
    let Some(hours) = usage.hours else {
        return vec![without_scenario(logged, Note::HoursMissing.into())];
    };
    if hardware.is_processor {
        let note = Note::Processor.with("text", usage.hardware.as_str());
        return vec![without_scenario(logged, note)];
    }
    let several = hardware.devices.len() > 1;
    if several && (usage.of_all_devices || usage.count.is_some()) {
        let note = Note::KindsShareHours.with("text", usage.hardware.as_str());
        return vec![without_scenario(logged, note)];
    }
    let entries = hardware.devices.iter().enumerate().map(|(index, device)| {
        let mut entry = logged.clone();
        if several {
            device.name.clone_into(&mut entry.name);
            entry.note(Note::SeveralKinds);
            // The emissions are stated once.
            entry.ghg_kg = entry.ghg_kg.filter(|_| index == 0);
        }
        if !hardware.left.is_empty() {
            entry.note(Note::HardwareLeft.with("text", hardware.left.as_str()));
        }
        run(entry, usage, device, hours)
    });
    entries.collect()
}

fn without_scenario(mut logged: ImportedRun, note: super::Remark) -> ImportedRun {
    logged.note(note);
    logged
}

fn run(mut logged: ImportedRun, usage: &Usage, device: &Device, hours: f64) -> ImportedRun {
    let mut scenario = training_scenario(&logged.name, "hours");
    set_accelerator(&mut logged, &mut scenario, device);
    // "8 x A100" for 24 hours: the count is part of the hardware unless it has its own column.
    let count = match (usage.count, device.count, device.per_name) {
        // A column beside `p4d.24xlarge` counts machines.
        (Some(column), Some(written), Some(per_name))
            if !differ(written, per_name) && differ(column, written) =>
        {
            column * per_name
        }
        (Some(column), Some(written), _) if differ(column, written) => {
            logged.note(ml_co2::count_conflict(column, written));
            column
        }
        (column, written, _) => column.or(written).unwrap_or(1.0),
    };
    let each = if usage.of_all_devices {
        hours / count
    } else {
        hours
    };
    let (devices, each) = fit_device_hours(count, each);
    let scale = each / hours.max(f64::MIN_POSITIVE);
    let range = usage.hours_range.map(|(low, high)| (low * scale, high * scale));
    let (limit, total) = (largest_device_hours(), devices * each);
    if total > limit {
        logged.note(clamped(Param::TrainingHours, total, limit));
        scenario.set(Param::Accelerators, Param::Accelerators.spec().max);
        scenario.set(Param::TrainingHours, Param::TrainingHours.spec().max);
    } else {
        set_clamped(&mut logged, &mut scenario, Param::Accelerators, devices);
        set_clamped(
            &mut logged,
            &mut scenario,
            Param::TrainingHours,
            Entry { value: each, range },
        );
    }
    let written = usage.region.as_deref().unwrap_or("");
    let place = names::place(usage.provider.as_deref().unwrap_or(""), written);
    choose_place(&mut scenario, &place);
    note_place(&mut logged, &place, written);
    if let (true, Some(provider)) = (place.unknown_provider, &usage.provider)
        && !names::says_nothing(provider)
    {
        logged.note(Note::ProviderUnknown.with("text", provider.as_str()));
    }
    logged.scenario = Some(scenario);
    logged
}

fn largest_device_hours() -> f64 {
    Param::TrainingHours.spec().max * Param::Accelerators.spec().max
}

/// Devices and hours within bounds with the same product: device-hours are often written as hours of one device.
fn fit_device_hours(count: f64, hours: f64) -> (f64, f64) {
    let (max_hours, max_devices) = (Param::TrainingHours.spec().max, Param::Accelerators.spec().max);
    let integer_count = (count.fract() == 0.0 && count >= 1.0).then_some((count, hours));
    match integer_count {
        Some((count, hours)) if hours <= max_hours => (count, hours),
        _ => {
            let total = count * hours;
            let devices = (total / max_hours).ceil().clamp(1.0, max_devices);
            (devices, total / devices)
        }
    }
}
