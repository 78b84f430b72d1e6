//! Projects of CodeCarbon as scenarios.

use std::collections::HashMap;
use std::hash::Hash;

use super::codecarbon::{self, Emissions, Run};
use super::hardware::{self, Device, Hardware};
use super::runs::{
    ImportedRun, Kind, choose_place, note_place, set_accelerator, set_clamped, training_scenario,
};
use super::{Note, Part, Remark, ml_co2, names};
use crate::data::{self, Catalog};
use crate::quantity::{SECONDS_PER_HOUR, WATTS_PER_KILOWATT};
use crate::scenario::{Choice, Entry, Param, Scenario, resolve};

/// Factor between power times time and energy from which on one of them is doubted: trackers log the last power they
/// saw, which differs from the mean by less.
const ODD_FACTOR: f64 = 3.0;

/// Duration in s below which power times time is not compared with energy: the tracker takes a few samples a minute.
const SHORT_S: f64 = 60.0;

/// Share of the shorter of two runs from which on they count as simultaneous.
const OVERLAP: f64 = 0.5;

/// Parameters of the grid, which mix where a project ran in several places.
const OF_PLACE: [Param; 6] = [
    Param::Intensity,
    Param::ResidualIntensity,
    Param::Ewif,
    Param::GridPrimaryEnergy,
    Param::GridMinerals,
    Param::Wue,
];

/// Where a run was, as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Written<'a> {
    country: &'a str,
    country_name: &'a str,
    region: &'a str,
    provider: &'a str,
    cloud: &'a str,
}

impl<'a> Written<'a> {
    fn of(run: &'a Run) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().unwrap_or("").trim();
        Self {
            country: text(&run.country_iso_code),
            country_name: text(&run.country_name),
            region: text(&run.region),
            provider: text(&run.cloud_provider),
            cloud: text(&run.cloud_region),
        }
    }

    /// The most exact name that is written.
    fn name(self) -> &'a str {
        [self.cloud, self.country, self.country_name, self.region]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or("")
    }

    fn place(self) -> names::Place {
        let mut place = names::country(self.country, self.country_name, self.region);
        if self.cloud.is_empty() {
            return place;
        }
        place.region = names::cloud_region(self.provider, self.cloud);
        // The code of a region says more than the state that the tracker found.
        place.left.clear();
        if place.region.is_none() {
            place.left.push(self.cloud.to_owned());
        }
        place
    }
}

/// Sums of one project that the scenario needs beyond those of [`Emissions::projects`].
#[derive(Default)]
struct Totals<'a> {
    runs: Vec<&'a Run>,
    has_energy: bool,
    has_emissions: bool,
    /// IT energy: before PUE, kWh.
    it_kwh: f64,
    /// Duration, h.
    hours: f64,
    /// Energy by place, kWh.
    places: Shares<Written<'a>>,
    /// Kinds of accelerator.
    kinds: Vec<DeviceUse>,
    /// Energy at TDP of accelerators without logged energy, kWh; `None` where the power of one is unknown.
    missing_kwh: Option<f64>,
    /// Name of an accelerator without logged energy.
    without_energy: Option<&'a str>,
    /// Two counts of accelerators in one line.
    conflict: Option<(f64, f64)>,
}

/// What a kind of accelerator did.
struct DeviceUse {
    device: Device,
    /// Hours summed over all of them.
    device_hours: f64,
    /// Logged energy, kWh.
    kwh: f64,
}

impl DeviceUse {
    /// Energy at TDP, Wh.
    fn wh_at_tdp(&self) -> Option<f64> {
        Some(self.device.accelerator?.tdp_w.central * self.device_hours)
    }
}

/// Energy by key, kWh, in the order of first appearance.
struct Shares<K> {
    list: Vec<(K, f64)>,
    index: HashMap<K, usize>,
}

impl<K> Default for Shares<K> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            index: HashMap::new(),
        }
    }
}

impl<K: Copy + Eq + Hash> Shares<K> {
    fn add(&mut self, key: K, kwh: f64) {
        let place = *self.index.entry(key).or_insert_with(|| {
            self.list.push((key, 0.0));
            self.list.len() - 1
        });
        self.list[place].1 += kwh;
    }
}

/// The most of a list by a measure; the first of several equal ones.
fn most<T>(list: &[T], measure: impl Fn(&T) -> f64) -> Option<&T> {
    list.iter().rev().max_by(|a, b| measure(a).total_cmp(&measure(b)))
}

/// An entry for each project.
pub(super) fn projects(emissions: &Emissions) -> Vec<ImportedRun> {
    let mut all_totals: Vec<Totals<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut hardware: HashMap<&str, Hardware> = HashMap::new();
    for run in emissions.runs.iter().filter(|run| !run.superseded) {
        let name = run.project_name.as_deref().unwrap_or("");
        let place = *places.entry(name).or_insert_with(|| {
            all_totals.push(Totals {
                missing_kwh: Some(0.0),
                ..Totals::default()
            });
            all_totals.len() - 1
        });
        let model = run.gpu_model.as_deref().unwrap_or("").trim();
        let named =
            (!model.is_empty()).then(|| &*hardware.entry(model).or_insert_with(|| hardware::read(model)));
        all_totals[place].add(run, model, named);
    }
    let sums = emissions.projects();
    sums.iter()
        .zip(&all_totals)
        .map(|(sums, totals)| project(sums, totals))
        .collect()
}

impl<'a> Totals<'a> {
    fn add(&mut self, run: &'a Run, model: &'a str, named: Option<&Hardware>) {
        let energy = run.energy_consumed.unwrap_or(0.0);
        self.runs.push(run);
        self.has_energy |= run.energy_consumed.is_some();
        self.has_emissions |= run.emissions.is_some();
        // The tracker's energy includes its PUE; files without the column predate PUE.
        self.it_kwh += energy / pue(run);
        let hours = run.duration.unwrap_or(0.0).max(0.0) / SECONDS_PER_HOUR;
        self.hours += hours;
        self.places.add(Written::of(run), energy);
        let Some(hardware) = named.filter(|hardware| !hardware.devices.is_empty()) else {
            return;
        };
        let counts = self.counts(run, hardware);
        let kwh = run.gpu_energy.unwrap_or(0.0);
        let uses: Vec<DeviceUse> = hardware
            .devices
            .iter()
            .zip(counts)
            .map(|(device, count)| DeviceUse {
                device: device.clone(),
                device_hours: count * hours,
                kwh: 0.0,
            })
            .collect();
        let at_tdp: Option<f64> = uses.iter().map(DeviceUse::wh_at_tdp).sum();
        if kwh <= 0.0 {
            self.without_energy = self.without_energy.or(Some(model));
            let all = self.missing_kwh.zip(at_tdp);
            self.missing_kwh = all.map(|(sum, wh)| sum + wh / WATTS_PER_KILOWATT);
        }
        let total_hours: f64 = uses.iter().map(|one| one.device_hours).sum();
        for mut one in uses {
            // Among several kinds the logged energy divides by their power, or by their hours where one is unknown.
            let share = match (one.wh_at_tdp(), at_tdp) {
                (Some(own), Some(all)) if all > 0.0 => own / all,
                _ if total_hours > 0.0 => one.device_hours / total_hours,
                _ => 1.0 / hardware.devices.len() as f64,
            };
            one.kwh = kwh * share;
            let same = |known: &&mut DeviceUse| match (known.device.accelerator, one.device.accelerator) {
                (Some(known), Some(own)) => known.id == own.id,
                (None, None) => known.device.name == one.device.name,
                _ => false,
            };
            match self.kinds.iter_mut().find(same) {
                Some(known) => {
                    known.device_hours += one.device_hours;
                    known.kwh += one.kwh;
                }
                None => self.kinds.push(one),
            }
        }
    }

    /// The number of each device of a run. The column counts where there is one kind.
    fn counts(&mut self, run: &Run, hardware: &Hardware) -> Vec<f64> {
        let written = |device: &Device| device.count.unwrap_or(1.0);
        let mut counts: Vec<f64> = hardware.devices.iter().map(written).collect();
        let sum: f64 = counts.iter().sum();
        let Some(column) = run.gpu_count.filter(|count| *count > 0.0) else {
            return counts;
        };
        // A part of a device is a share of the devices that the column counts.
        let part = hardware.devices[0].per_name.filter(|share| *share < 1.0);
        if let [_] = &hardware.devices[..] {
            counts = vec![column * part.unwrap_or(1.0)];
        }
        let is_written = hardware.devices.iter().any(|device| device.count.is_some());
        if part.is_none() && is_written && hardware::differ(sum, column) {
            let used: f64 = counts.iter().sum();
            let other = if hardware::differ(used, sum) { sum } else { column };
            self.conflict = self.conflict.or(Some((used, other)));
        }
        counts
    }
}

fn pue(run: &Run) -> f64 {
    run.pue.filter(|pue| *pue >= 1.0).unwrap_or(1.0)
}

fn project(sums: &codecarbon::Project, totals: &Totals<'_>) -> ImportedRun {
    let mut logged = ImportedRun {
        kind: Kind::Emissions,
        name: sums.name.clone(),
        line: totals.runs.first().map_or(1, |run| run.line),
        runs: sums.runs,
        scenario: None,
        energy_kwh: totals.has_energy.then_some(sums.energy_kwh),
        ghg_kg: totals.has_emissions.then_some(sums.emissions_kg),
        notes: Vec::new(),
    };
    if totals.it_kwh <= 0.0 {
        logged.note(if totals.has_energy {
            Note::EnergyZero
        } else {
            Note::EnergyMissing
        });
        return logged;
    }
    let mut scenario = training_scenario(&sums.name, "metered");
    set_clamped(&mut logged, &mut scenario, Param::MeteredTraining, totals.it_kwh);
    set_clamped(
        &mut logged,
        &mut scenario,
        Param::Pue,
        sums.energy_kwh / totals.it_kwh,
    );
    if totals.kinds.is_empty() && sums.gpu_kwh <= 0.0 {
        if names_hardware(totals) {
            set_processors(&mut logged, &mut scenario, totals);
        } else {
            logged.note(Note::HardwareUnnamed);
        }
    } else {
        set_accelerators(&mut logged, &mut scenario, sums, totals);
    }
    set_places(&mut logged, &mut scenario, totals);
    hints(&mut logged, sums, totals);
    logged.scenario = Some(scenario);
    logged
}

/// Whether any run says what it ran on.
fn names_hardware(totals: &Totals<'_>) -> bool {
    totals
        .runs
        .iter()
        .any(|run| run.cpu_energy.is_some() || run.gpu_energy.is_some() || run.cpu_model.is_some())
}

/// A run without accelerators: a server or workstation without any, for the logged time.
fn set_processors(logged: &mut ImportedRun, scenario: &mut Scenario, totals: &Totals<'_>) {
    logged.note(Note::NoAccelerator);
    for param in [
        Param::HostShare,
        Param::AcceleratorEmbodied,
        Param::AcceleratorMinerals,
        Param::AcceleratorPrimaryEnergy,
        Param::AcceleratorMass,
    ] {
        scenario.set(param, 0.0);
    }
    scenario.set(Param::DevicesPerHost, 1.0);
    if let Some(host) = data::host(1) {
        for (param, fact) in [
            (Param::HostEmbodied, host.embodied_kg),
            (Param::HostMinerals, host.minerals_kg_sb),
            (Param::HostPrimaryEnergy, host.primary_energy_mj),
            (Param::HostMass, host.mass_kg),
        ] {
            let (value, range) = (fact.central, Some((fact.low, fact.high)));
            scenario.set(param, Entry { value, range });
        }
    }
    // With the mean power in place of a TDP, the hours that follow from the energy are those logged.
    if totals.hours > 0.0 {
        let mean_w = totals.it_kwh * WATTS_PER_KILOWATT / totals.hours;
        set_clamped(logged, scenario, Param::Tdp, mean_w);
        scenario.set(Param::TrainingPowerFraction, 1.0);
    }
}

/// Sets the accelerator, the share of processors and memory, and the mean power, so that the hours that follow from the
/// energy are those logged.
fn set_accelerators(
    logged: &mut ImportedRun,
    scenario: &mut Scenario,
    sums: &codecarbon::Project,
    totals: &Totals<'_>,
) {
    let measured = sums.gpu_kwh > 0.0;
    let share = if measured {
        (sums.cpu_kwh + sums.ram_kwh) / sums.gpu_kwh
    } else {
        0.0
    };
    set_clamped(logged, scenario, Param::HostShare, share);
    let main = most(
        &totals.kinds,
        |kind| if measured { kind.kwh } else { kind.device_hours },
    );
    match main {
        Some(main) => set_accelerator(logged, scenario, &main.device),
        // Energy of accelerators that the file does not name.
        None => logged.note(Note::HardwareUnnamed),
    }
    if totals.kinds.len() > 1 {
        let names: Vec<&str> = totals
            .kinds
            .iter()
            .map(|kind| kind.device.name.as_str())
            .collect();
        let used = data::row_name("accelerators", scenario.chosen(Choice::Accelerator)).unwrap_or_default();
        logged.note(
            Note::SeveralAccelerators
                .with("text", names.join(", "))
                .with("used", used),
        );
    }
    if let Some((used, other)) = totals.conflict {
        logged.note(ml_co2::count_conflict(used, other));
    }
    if let Some(model) = totals.without_energy {
        logged.note(match totals.missing_kwh {
            Some(kwh) => Note::AcceleratorEnergyMissing
                .with("text", model)
                .with("energy", Part::Amount(kwh, "kWh")),
            None => Note::AcceleratorEnergyUnknown.with("text", model),
        });
    }
    // An unknown accelerator counts with the power of the one that stands for it.
    let standing_in =
        data::accelerator(scenario.chosen(Choice::Accelerator)).map_or(0.0, |row| row.tdp_w.central);
    let at_tdp: f64 = totals
        .kinds
        .iter()
        .map(|kind| kind.wh_at_tdp().unwrap_or(standing_in * kind.device_hours))
        .sum();
    let pue = sums.energy_kwh / totals.it_kwh;
    let drawn_wh = if measured {
        sums.gpu_kwh / pue
    } else {
        totals.it_kwh
    } * WATTS_PER_KILOWATT;
    if at_tdp > 0.0 {
        set_clamped(logged, scenario, Param::TrainingPowerFraction, drawn_wh / at_tdp);
    }
}

/// Sets the place, or the mean of the places weighted by energy.
fn set_places(logged: &mut ImportedRun, scenario: &mut Scenario, totals: &Totals<'_>) {
    let mut places: Vec<(names::Place, f64)> = Vec::new();
    for (written, kwh) in &totals.places.list {
        let place = written.place();
        if place.name().is_none() && written.name().is_empty() {
            note_missing_place(logged, totals);
        } else {
            note_place(logged, &place, written.name());
        }
        let same = |known: &&mut (names::Place, f64)| known.0.name() == place.name();
        match places.iter_mut().find(same) {
            Some(known) => known.1 += kwh,
            None => places.push((place, *kwh)),
        }
    }
    let Some((main, _)) = most(&places, |(_, kwh)| *kwh) else {
        return;
    };
    let total: f64 = places.iter().map(|(_, kwh)| kwh).sum();
    if let ([_, _, ..], true) = (&places[..], total > 0.0) {
        let mut mixed = OF_PLACE.map(|_| (0.0, 0.0, 0.0));
        for (place, kwh) in &places {
            let mut own = scenario.clone();
            choose_place(&mut own, place);
            let inputs = resolve(&own, Catalog::built_in());
            for (sum, param) in mixed.iter_mut().zip(OF_PLACE) {
                let (weight, spread) = (kwh / total, inputs.spread[param as usize]);
                let value = inputs.values[param];
                let (low, high) = if spread.is_certain() {
                    (value, value)
                } else {
                    (spread.low, spread.high)
                };
                *sum = (
                    sum.0 + weight * value,
                    sum.1 + weight * low,
                    sum.2 + weight * high,
                );
            }
        }
        let in_cloud = places.iter().any(|(place, _)| place.region.is_some());
        for ((value, low, high), param) in mixed.into_iter().zip(OF_PLACE) {
            if param == Param::Wue && !in_cloud {
                continue;
            }
            let range = (low < high).then_some((low, high));
            scenario.set(param, Entry { value, range });
        }
        let world = Catalog::built_in()
            .zone(Choice::Zone.spec().default)
            .map_or("", |zone| zone.name);
        let names: Vec<&str> = places
            .iter()
            .map(|(place, _)| place.name().unwrap_or(world))
            .collect();
        logged.note(Note::SeveralPlaces.with("text", names.join(", ")));
    }
    choose_place(scenario, main);
}

fn note_missing_place(logged: &mut ImportedRun, totals: &Totals<'_>) {
    let coordinates = totals.runs.iter().find_map(|run| run.latitude.zip(run.longitude));
    logged.note(match coordinates {
        Some((latitude, longitude)) => Note::PlaceCoordinates
            .with("latitude", Part::Amount(latitude, ""))
            .with("longitude", Part::Amount(longitude, "")),
        None => Remark::from(Note::PlaceMissing),
    });
}

/// Notes on figures that do not fit together.
fn hints(logged: &mut ImportedRun, sums: &codecarbon::Project, totals: &Totals<'_>) {
    let odd = totals.runs.iter().flat_map(|run| odd_powers(run));
    if let Some((_, remark)) = odd.max_by(|a, b| a.0.total_cmp(&b.0)) {
        logged.note(remark);
    }
    let watt = |kwh: f64| Part::Amount(kwh * WATTS_PER_KILOWATT / totals.hours, "W");
    if sums.gpu_kwh > 0.0 && totals.hours > 0.0 {
        if sums.cpu_kwh > sums.gpu_kwh * Param::HostShare.spec().max {
            let model = totals
                .runs
                .iter()
                .find_map(|run| run.cpu_model.as_deref())
                .unwrap_or("CPU");
            let note = Note::ProcessorPower
                .with("text", model)
                .with("power", watt(sums.cpu_kwh));
            logged.note(note.with("other", watt(sums.gpu_kwh)));
        }
        if sums.ram_kwh > sums.gpu_kwh {
            let note = Note::MemoryPower.with("power", watt(sums.ram_kwh));
            logged.note(note.with("other", watt(sums.gpu_kwh)));
        }
    }
    let overlapping = overlapping(&totals.runs);
    if overlapping > 0 {
        logged.note(Note::RunsOverlap.with("count", overlapping));
    }
}

/// Powers of a run that differ from energy over time, with the factor.
fn odd_powers(run: &Run) -> Vec<(f64, Remark)> {
    let Some(seconds) = run.duration.filter(|seconds| *seconds >= SHORT_S) else {
        return Vec::new();
    };
    let parts = [
        ("cpu", run.cpu_power, run.cpu_energy),
        ("gpu", run.gpu_power, run.gpu_energy),
        ("ram", run.ram_power, run.ram_energy),
    ];
    let odd = parts.into_iter().filter_map(|(part, power, kwh)| {
        let (power, kwh) = (power.filter(|w| *w > 0.0)?, kwh.filter(|kwh| *kwh > 0.0)?);
        let mean = kwh / pue(run) * WATTS_PER_KILOWATT / (seconds / SECONDS_PER_HOUR);
        let factor = (mean / power).max(power / mean);
        let remark = Note::PowerMismatch
            .with("line", run.line)
            .with("part", part)
            .with("mean", Part::Amount(mean, "W"))
            .with("power", Part::Amount(power, "W"));
        (factor > ODD_FACTOR).then_some((factor, remark))
    });
    odd.collect()
}

/// Number of runs that ran at the same time as another on devices of the same name.
fn overlapping(runs: &[&Run]) -> usize {
    let mut spans: Vec<(&str, f64, f64, Option<&str>)> = runs
        .iter()
        .filter_map(|run| {
            let model = run.gpu_model.as_deref().filter(|model| !model.is_empty())?;
            let end = seconds(run.timestamp.as_deref()?)?;
            let duration = run.duration.filter(|duration| *duration > 0.0)?;
            Some((model, end - duration, end, run.run_id.as_deref()))
        })
        .collect();
    spans.sort_by(|a, b| a.0.cmp(b.0).then(a.1.total_cmp(&b.1)));
    let simultaneous = |pair: &[(&str, f64, f64, Option<&str>)]| {
        let (a, b) = (&pair[0], &pair[1]);
        let common = a.2.min(b.2) - a.1.max(b.1);
        let shorter = (a.2 - a.1).min(b.2 - b.1);
        // The tasks of one run share its identifier.
        a.0 == b.0 && a.3 != b.3 && common > OVERLAP * shorter
    };
    let pairs: Vec<bool> = spans.windows(2).map(simultaneous).collect();
    (0..spans.len())
        .filter(|at| (*at > 0 && pairs[at - 1]) || pairs.get(*at).is_some_and(|is| *is))
        .count()
}

/// Seconds of `2024-05-05T04:04:43` since some day.
fn seconds(timestamp: &str) -> Option<f64> {
    let (date, time) = timestamp.trim().split_once(['T', ' '])?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let mut time = time.splitn(3, ':').map(|part| {
        let plain = part.split(['+', 'Z']).next().unwrap_or(part);
        plain.parse::<f64>()
    });
    let (hour, minute, second) = (time.next()?.ok()?, time.next()?.ok()?, time.next()?.ok()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    // Days by the civil calendar, with years that begin in March.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 153 + 2) / 5
        + day;
    Some(days as f64 * 86_400.0 + hour * SECONDS_PER_HOUR + minute * 60.0 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps() {
        let day = |text: &str| seconds(&format!("{text}T00:00:00")).unwrap() / 86_400.0;
        assert!((day("2024-03-01") - day("2024-02-28") - 2.0).abs() < 1e-9);
        assert!((day("2023-03-01") - day("2023-02-28") - 1.0).abs() < 1e-9);
        assert!((day("2025-01-01") - day("2024-01-01") - 366.0).abs() < 1e-9);
        let time = seconds("2024-05-05 04:04:43.5").unwrap() - seconds("2024-05-05T04:00:00").unwrap();
        assert!((time - 283.5).abs() < 1e-6);
        assert_eq!(
            (seconds("yesterday"), seconds("2024-05-05"), seconds("")),
            (None, None, None)
        );
    }
}
