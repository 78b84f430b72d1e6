//! Files of other tools as scenarios, each with the figure the tool logged.

use super::codecarbon::{self, Emissions};
use super::ml_co2::{self, Usage};
use super::model_card::{self, CardEmissions};
use super::{Imported, names};
use crate::data::places::{self, FoundPlace};
use crate::quantity::{GRAMS_PER_KILOGRAM, SECONDS_PER_HOUR, WATTS_PER_KILOWATT};
use crate::scenario::{Choice, Param, Scenario};
use delimited::{Problem, records, sniff_delimiter};
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `emissions.csv` of CodeCarbon: one entry per project.
    Emissions,
    /// A table, or JSON, of hardware, hours, provider and region: one entry per row.
    Usage,
    /// A model card: one entry.
    ModelCard,
    /// Scenarios of this calculator, without logged figures.
    Scenario,
}

/// A note on what was not imported exactly as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Unknown accelerator; the default is used.
    AcceleratorUnknown,
    /// Several variants of the accelerator match; one was chosen.
    AcceleratorAmbiguous,
    /// More than one kind of accelerator; the one with most energy was chosen.
    SeveralAccelerators,
    /// CPUs only: no accelerator manufacture is counted.
    NoAccelerator,
    /// Unknown location; the world average is used.
    PlaceUnknown,
    /// The location has no figure of its own; that of the zone around it is used.
    PlaceWider,
    /// More than one place; the one with most energy was chosen.
    SeveralPlaces,
    /// A value outside the range of its parameter was clamped.
    Clamped,
    /// The file gives no hours: no scenario, only the logged figure.
    HoursMissing,
    /// The file gives no energy: no scenario, only the logged figure.
    EnergyMissing,
}

impl Note {
    /// Stable id for texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AcceleratorUnknown => "accelerator_unknown",
            Self::AcceleratorAmbiguous => "accelerator_ambiguous",
            Self::SeveralAccelerators => "several_accelerators",
            Self::NoAccelerator => "no_accelerator",
            Self::PlaceUnknown => "place_unknown",
            Self::PlaceWider => "place_wider",
            Self::SeveralPlaces => "several_places",
            Self::Clamped => "held",
            Self::HoursMissing => "hours_missing",
            Self::EnergyMissing => "energy_missing",
        }
    }
}

/// A run or project found in a file: as a scenario, with the figures its tool logged.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRun {
    /// Kind of the file.
    pub kind: Kind,
    /// The project, or the hardware; may be empty.
    pub name: String,
    /// 1-based line of its first appearance.
    pub line: usize,
    /// Number of runs it sums.
    pub runs: usize,
    /// The scenario; `None` where the file lacks the inputs.
    pub scenario: Option<Scenario>,
    /// Energy logged, kWh.
    pub energy_kwh: Option<f64>,
    /// Emissions logged, kg CO2e.
    pub ghg_kg: Option<f64>,
    /// What was not imported exactly as written.
    pub notes: Vec<Note>,
}

impl ImportedRun {
    /// A scenario without logged figures.
    pub fn scenario(line: usize, scenario: Scenario) -> Self {
        Self {
            kind: Kind::Scenario,
            name: scenario.name.clone(),
            line,
            runs: 1,
            scenario: Some(scenario),
            energy_kwh: None,
            ghg_kg: None,
            notes: Vec::new(),
        }
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Intensity the other tool used, g CO2e/kWh.
    pub fn g_per_kwh(&self) -> Option<f64> {
        let energy = self.energy_kwh.filter(|energy| *energy > 0.0)?;
        Some(self.ghg_kg? / energy * GRAMS_PER_KILOGRAM)
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Name of the file.
    pub file: String,
    /// The recognized kind; `None` where it was not recognized.
    pub kind: Option<Kind>,
    /// Every fault with line and column, at least one.
    pub problems: Vec<Problem>,
}

impl fmt::Display for ImportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Problem { line, column, reason }) in self.problems.iter().enumerate() {
            let end = if index + 1 < self.problems.len() { "\n" } else { "" };
            write!(out, "{}:{line}:{column}: {reason}{end}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for ImportError {}

/// Format of a file, recognized by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Emissions,
    UsageTable,
    UsageJson,
    CardList,
    FrontMatter,
}

impl Form {
    const fn kind(self) -> Kind {
        match self {
            Self::Emissions => Kind::Emissions,
            Self::UsageTable | Self::UsageJson => Kind::Usage,
            Self::CardList | Self::FrontMatter => Kind::ModelCard,
        }
    }

    fn of(text: &str) -> Option<Self> {
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
        if plain.starts_with(['{', '[']) {
            return Some(Self::UsageJson);
        }
        if plain.lines().next().is_some_and(|line| line.trim_end() == "---") {
            return Some(Self::FrontMatter);
        }
        let header = records(text, sniff_delimiter(text))
            .take_while(Result::is_ok)
            .flatten()
            .find(|record| !record.text(0).starts_with('#'));
        let table = header.and_then(|record| {
            let cells = || record.cells.iter().map(|cell| cell.text.trim());
            if cells().any(|cell| cell == "emissions") {
                Some(Self::Emissions)
            } else {
                ml_co2::is_header(cells()).then_some(Self::UsageTable)
            }
        });
        table.or_else(|| plain.contains("Hardware Type").then_some(Self::CardList))
    }
}

/// Reads a file of CodeCarbon, of usage, or a model card, recognized by its content.
///
/// A scenario holds what the file states and nothing else: one metered training per project of CodeCarbon, with the
/// file's PUE and shares; accelerators times hours for usage. Our energy of a metered project is the logged one; the
/// greenhouse gas differs by intensity and manufacture.
///
/// # Errors
/// What is wrong in the file, with line and column, or that it is none of these.
pub fn read(file_name: &str, text: &str) -> Result<Imported<Vec<ImportedRun>>, ImportError> {
    let form = Form::of(text);
    let failed = |problems: Vec<Problem>| ImportError {
        file: file_name.to_owned(),
        kind: form.map(Form::kind),
        problems,
    };
    let Some(form) = form else {
        return Err(failed(vec![Problem {
            line: 1,
            column: 1,
            reason: "neither an emissions.csv, nor hardware and hours, nor a model card".into(),
        }]));
    };
    let read = match form {
        Form::Emissions => codecarbon::parse(text).map(|found| found.map(&projects)),
        Form::UsageTable => ml_co2::parse_table(text).map(|found| found.map(&|rows| runs_of_usages(rows))),
        Form::UsageJson => ml_co2::parse_json(text).map(|found| found.map(&|rows| runs_of_usages(rows))),
        Form::CardList => {
            ml_co2::parse_card_list(text).map(|found| found.map(&|usage| vec![run_of_model_card(usage)]))
        }
        Form::FrontMatter => card(text),
    };
    read.map_err(failed)
}

impl<T> Imported<T> {
    fn map<U>(self, change: &impl Fn(&T) -> U) -> Imported<U> {
        Imported {
            value: change(&self.value),
            warnings: self.warnings,
        }
    }
}

/// Sets a value, with a note where it was clamped.
fn set_clamped(logged: &mut ImportedRun, scenario: &mut Scenario, param: Param, value: f64) {
    let stored = scenario.set(param, value).map(|entry| entry.value);
    if stored.is_none_or(|stored| (stored - value).abs() > 1e-9 * value.abs()) {
        logged.note(Note::Clamped);
    }
}

/// Sets the location, with a note where it is unknown or where the figure of a wider area stands for it. Where none is
/// `written`, the world average is used without a note.
fn set_location(logged: &mut ImportedRun, scenario: &mut Scenario, place: Option<FoundPlace>, written: bool) {
    let Some(place) = place else {
        if written {
            logged.note(Note::PlaceUnknown);
        }
        return;
    };
    if let Some(region) = place.region {
        scenario.choose(Choice::Region, region.id);
    } else if let Some(zone) = place.zone {
        scenario.choose(Choice::Zone, zone);
    }
    if !place.wider.is_empty() {
        logged.note(Note::PlaceWider);
    }
}

/// Sets the accelerator, and returns the count where the text has one.
fn set_accelerator(logged: &mut ImportedRun, scenario: &mut Scenario, text: &str) -> Option<f64> {
    let Some(found) = names::accelerator(text) else {
        logged.note(Note::AcceleratorUnknown);
        return None;
    };
    scenario.choose(Choice::Accelerator, found.accelerator.id);
    if found.ambiguous {
        logged.note(Note::AcceleratorAmbiguous);
    }
    found.count
}

fn training_scenario(name: &str, route: &str) -> Scenario {
    Scenario::new(name)
        .choosing(Choice::TrainingRoute, route)
        .choosing(Choice::InferenceRoute, "none")
}

/// Sums of one project that the scenario needs beyond those of [`Emissions::projects`].
#[derive(Default)]
struct ProjectTotals<'a> {
    line: usize,
    has_energy: bool,
    has_emissions: bool,
    /// IT energy: before PUE, kWh.
    it_kwh: f64,
    /// Hours summed over all accelerators.
    device_hours: f64,
    /// Energy by place: country, region, cloud provider, cloud region.
    places: Shares<[&'a str; 4]>,
    /// Energy by accelerator.
    devices: Shares<&'a str>,
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

    /// The key with most energy; the first of several equal ones.
    fn largest(&self) -> Option<K> {
        let best = self.list.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(key, _)| *key)
    }
}

fn projects(emissions: &Emissions) -> Vec<ImportedRun> {
    let mut all_totals: Vec<ProjectTotals<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for run in emissions.runs.iter().filter(|run| !run.superseded) {
        let name = run.project_name.as_deref().unwrap_or("");
        let place = *places.entry(name).or_insert_with(|| {
            all_totals.push(ProjectTotals {
                line: run.line,
                ..ProjectTotals::default()
            });
            all_totals.len() - 1
        });
        let totals = &mut all_totals[place];
        let energy = run.energy_consumed.unwrap_or(0.0);
        totals.has_energy |= run.energy_consumed.is_some();
        totals.has_emissions |= run.emissions.is_some();
        // The tracker's energy includes its PUE; files without the column predate PUE.
        totals.it_kwh += energy / run.pue.filter(|pue| *pue >= 1.0).unwrap_or(1.0);
        let device = run.gpu_model.as_deref().unwrap_or("");
        if !device.is_empty() {
            let count = run.gpu_count.unwrap_or(1.0);
            totals.device_hours += count * run.duration.unwrap_or(0.0) / SECONDS_PER_HOUR;
            totals.devices.add(device, run.gpu_energy.unwrap_or(0.0));
        }
        let place = [
            run.country_iso_code.as_deref().unwrap_or(""),
            run.region.as_deref().unwrap_or(""),
            run.cloud_provider.as_deref().unwrap_or(""),
            run.cloud_region.as_deref().unwrap_or(""),
        ];
        totals.places.add(place, energy);
    }
    let sums = emissions.projects();
    sums.iter()
        .zip(&all_totals)
        .map(|(sums, totals)| project(sums, totals))
        .collect()
}

fn project(sums: &codecarbon::Project, totals: &ProjectTotals<'_>) -> ImportedRun {
    let mut logged = ImportedRun {
        kind: Kind::Emissions,
        name: sums.name.clone(),
        line: totals.line,
        runs: sums.runs,
        scenario: None,
        energy_kwh: totals.has_energy.then_some(sums.energy_kwh),
        ghg_kg: totals.has_emissions.then_some(sums.emissions_kg),
        notes: Vec::new(),
    };
    if totals.it_kwh <= 0.0 {
        logged.note(Note::EnergyMissing);
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
    if sums.gpu_kwh > 0.0 {
        let share = (sums.cpu_kwh + sums.ram_kwh) / sums.gpu_kwh;
        set_clamped(&mut logged, &mut scenario, Param::HostShare, share);
        set_accelerator(&mut logged, &mut scenario, totals.devices.largest().unwrap_or(""));
        if totals.devices.list.len() > 1 {
            logged.note(Note::SeveralAccelerators);
        }
        set_power_fraction(&mut logged, &mut scenario, sums, totals);
    } else {
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
    }
    if let Some([country, region, provider, cloud]) = totals.places.largest() {
        let in_cloud = Some(cloud)
            .filter(|code| !code.is_empty())
            .and_then(|code| places::region(provider, code));
        let place = in_cloud.or_else(|| names::country(country, region));
        let written = [country, cloud].iter().any(|text| !text.is_empty());
        set_location(&mut logged, &mut scenario, place, written);
    }
    if totals.places.list.len() > 1 {
        logged.note(Note::SeveralPlaces);
    }
    logged.scenario = Some(scenario);
    logged
}

/// Sets average power over TDP from energy and time, so that device-hours follow from the metered energy.
fn set_power_fraction(
    logged: &mut ImportedRun,
    scenario: &mut Scenario,
    sums: &codecarbon::Project,
    totals: &ProjectTotals<'_>,
) {
    let tdp = crate::data::accelerator(scenario.chosen(Choice::Accelerator)).map(|row| row.tdp_w.central);
    let known = !logged.notes.contains(&Note::AcceleratorUnknown) && totals.device_hours > 0.0;
    if let (true, Some(tdp)) = (known, tdp) {
        let pue = sums.energy_kwh / totals.it_kwh;
        let watt = sums.gpu_kwh / pue * WATTS_PER_KILOWATT / totals.device_hours;
        set_clamped(logged, scenario, Param::TrainingPowerFraction, watt / tdp);
    }
}

fn runs_of_usages(usages: &[Usage]) -> Vec<ImportedRun> {
    usages
        .iter()
        .map(|usage| run_of_usage(usage, Kind::Usage))
        .collect()
}

fn run_of_model_card(usage: &Usage) -> ImportedRun {
    run_of_usage(usage, Kind::ModelCard)
}

fn run_of_usage(usage: &Usage, kind: Kind) -> ImportedRun {
    let mut logged = ImportedRun {
        kind,
        name: usage.hardware.clone(),
        line: usage.line,
        runs: 1,
        scenario: None,
        energy_kwh: None,
        ghg_kg: usage.carbon_kg,
        notes: Vec::new(),
    };
    let mut scenario = training_scenario(&usage.hardware, "hours");
    let written = set_accelerator(&mut logged, &mut scenario, &usage.hardware);
    // "8 x A100" for 24 hours: the count is part of the hardware unless it has its own column.
    let count = usage.count.or(written).unwrap_or(1.0);
    let (devices, hours) = fit_device_hours(count, usage.hours);
    set_clamped(&mut logged, &mut scenario, Param::Accelerators, devices);
    set_clamped(&mut logged, &mut scenario, Param::TrainingHours, hours);
    let (provider, region) = (usage.provider.as_deref(), usage.region.as_deref());
    let place = places::find(provider.unwrap_or(""), region.unwrap_or(""));
    set_location(&mut logged, &mut scenario, place, region.is_some());
    logged.scenario = Some(scenario);
    logged
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

/// A card with front matter: its figure, and a scenario where its list has hardware and hours.
fn card(text: &str) -> Result<Imported<Vec<ImportedRun>>, Vec<Problem>> {
    let list = ml_co2::parse_card_list(text);
    let block = match (model_card::parse(text), &list) {
        (Ok(block), _) => block,
        (Err(_), Ok(list)) => return Ok(list.clone().map(&|usage| vec![run_of_model_card(usage)])),
        (Err(problem), Err(_)) => return Err(vec![problem]),
    };
    let CardEmissions {
        line,
        emissions_g,
        geographical_location,
        hardware_used,
        ..
    } = &block.value;
    let ghg_kg = Some(emissions_g / GRAMS_PER_KILOGRAM);
    let mut warnings = block.warnings.clone();
    let logged = match list {
        Ok(list) => {
            warnings.extend(list.warnings);
            let mut usage = list.value;
            usage.region = usage.region.or_else(|| geographical_location.clone());
            ImportedRun {
                line: *line,
                ghg_kg,
                ..run_of_model_card(&usage)
            }
        }
        Err(_) => ImportedRun {
            kind: Kind::ModelCard,
            name: hardware_used.clone().unwrap_or_default(),
            line: *line,
            runs: 1,
            scenario: None,
            energy_kwh: None,
            ghg_kg,
            notes: vec![Note::HoursMissing],
        },
    };
    Ok(Imported {
        value: vec![logged],
        warnings,
    })
}
