//! Any file of another tool as scenarios of ours, each with the figure its own tool logged.

use super::codecarbon::{self, Emissions};
use super::ml_co2::{self, Usage};
use super::model_card::{self, CardEmissions};
use super::{Imported, names};
use crate::quantity::{GRAMS_PER_KILOGRAM, SECONDS_PER_HOUR, WATTS_PER_KILOWATT};
use crate::scenario::{Choice, Param, Scenario};
use delimited::{Problem, records, sniff_delimiter};
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `emissions.csv` of CodeCarbon: one entry a project.
    Emissions,
    /// A table, or JSON, of hardware, hours, provider and region: one entry a row.
    Usage,
    /// A model card: one entry.
    ModelCard,
    /// Scenarios of this calculator, which nobody has logged.
    Scenario,
}

/// What could not be taken over as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The accelerator is not in the tables here; the default stands in.
    AcceleratorUnknown,
    /// Several variants of the accelerator fit; one was taken.
    AcceleratorAmbiguous,
    /// More than one kind of accelerator; the one with most energy was taken.
    SeveralAccelerators,
    /// Nothing but processors: no accelerator is counted as made.
    NoAccelerator,
    /// The place is not in the tables here; the world stands in.
    PlaceUnknown,
    /// More than one place; the one with most energy was taken.
    SeveralPlaces,
    /// A value beyond what a scenario can hold was held at its end.
    Held,
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
            Self::SeveralPlaces => "several_places",
            Self::Held => "held",
            Self::HoursMissing => "hours_missing",
            Self::EnergyMissing => "energy_missing",
        }
    }
}

/// Work found in a file: a scenario of ours, and what the file's own tool said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Kind of the file.
    pub kind: Kind,
    /// The project, or the hardware; may be empty.
    pub name: String,
    /// 1-based line where it first stands.
    pub line: usize,
    /// Runs behind it.
    pub runs: usize,
    /// The work as a scenario; none where the file does not say enough.
    pub scenario: Option<Scenario>,
    /// Energy logged, kWh.
    pub energy_kwh: Option<f64>,
    /// Greenhouse gas logged, kg CO2e.
    pub ghg_kg: Option<f64>,
    /// What could not be taken over.
    pub notes: Vec<Note>,
}

impl Logged {
    /// A scenario that no tool has logged.
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

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Name of the file.
    pub file: String,
    /// What it was taken for; none where it is nothing known here.
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

/// Form of a text, by what it looks like.
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

/// Reads a file of CodeCarbon, of usage, or a model card, told apart by its content.
///
/// A scenario holds what the file says and nothing else: one metered training a project of CodeCarbon, with the
/// file's PUE and shares; accelerators times hours for usage. Our energy of a metered project is the logged one; the
/// greenhouse gas differs by intensity and manufacture.
///
/// # Errors
/// What is wrong in the file, with line and column, or that it is none of these.
pub fn read(file_name: &str, text: &str) -> Result<Imported<Vec<Logged>>, ImportError> {
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
        Form::UsageTable => ml_co2::parse_table(text).map(|found| found.map(&|rows| usages(rows))),
        Form::UsageJson => ml_co2::parse_json(text).map(|found| found.map(&|rows| usages(rows))),
        Form::CardList => ml_co2::parse_card_list(text).map(|found| found.map(&|usage| vec![listed(usage)])),
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

/// Sets a value and notes where the table's bounds changed it.
fn put(logged: &mut Logged, scenario: &mut Scenario, param: Param, value: f64) {
    let stored = scenario.set(param, value).map(|entry| entry.value);
    if stored.is_none_or(|stored| (stored - value).abs() > 1e-9 * value.abs()) {
        logged.note(Note::Held);
    }
}

/// Sets the place, and notes one that is not known. Nothing written is the world without a note.
fn settle(logged: &mut Logged, scenario: &mut Scenario, place: &names::Place, written: bool) {
    if let Some(region) = place.region {
        scenario.choose(Choice::Region, region.id);
    } else if let Some(zone) = place.zone {
        scenario.choose(Choice::Zone, zone);
    } else if written {
        logged.note(Note::PlaceUnknown);
    }
}

/// Sets the accelerator; how many the text says.
fn equip(logged: &mut Logged, scenario: &mut Scenario, text: &str) -> Option<f64> {
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

fn trained(name: &str, route: &str) -> Scenario {
    Scenario::new(name)
        .choosing(Choice::TrainingRoute, route)
        .choosing(Choice::InferenceRoute, "none")
}

/// Sums of one project that the scenario needs beyond those of [`Emissions::projects`].
#[derive(Default)]
struct Tally<'a> {
    line: usize,
    has_energy: bool,
    has_emissions: bool,
    /// Energy before the facility's overhead, kWh.
    it_kwh: f64,
    /// Hours of all accelerators together.
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

    /// The key with most energy, the first of equals.
    fn most(&self) -> Option<K> {
        let best = self.list.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(key, _)| *key)
    }
}

fn projects(emissions: &Emissions) -> Vec<Logged> {
    let mut tallies: Vec<Tally<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for run in emissions.runs.iter().filter(|run| !run.superseded) {
        let name = run.project_name.as_deref().unwrap_or("");
        let place = *places.entry(name).or_insert_with(|| {
            tallies.push(Tally {
                line: run.line,
                ..Tally::default()
            });
            tallies.len() - 1
        });
        let tally = &mut tallies[place];
        let energy = run.energy_consumed.unwrap_or(0.0);
        tally.has_energy |= run.energy_consumed.is_some();
        tally.has_emissions |= run.emissions.is_some();
        // The tracker's energy holds its PUE; a file without the column is older than that.
        tally.it_kwh += energy / run.pue.filter(|pue| *pue >= 1.0).unwrap_or(1.0);
        let device = run.gpu_model.as_deref().unwrap_or("");
        if !device.is_empty() {
            let count = run.gpu_count.unwrap_or(1.0);
            tally.device_hours += count * run.duration.unwrap_or(0.0) / SECONDS_PER_HOUR;
            tally.devices.add(device, run.gpu_energy.unwrap_or(0.0));
        }
        let place = [
            run.country_iso_code.as_deref().unwrap_or(""),
            run.region.as_deref().unwrap_or(""),
            run.cloud_provider.as_deref().unwrap_or(""),
            run.cloud_region.as_deref().unwrap_or(""),
        ];
        tally.places.add(place, energy);
    }
    let sums = emissions.projects();
    sums.iter()
        .zip(&tallies)
        .map(|(sums, tally)| project(sums, tally))
        .collect()
}

fn project(sums: &codecarbon::Project, tally: &Tally<'_>) -> Logged {
    let mut logged = Logged {
        kind: Kind::Emissions,
        name: sums.name.clone(),
        line: tally.line,
        runs: sums.runs,
        scenario: None,
        energy_kwh: tally.has_energy.then_some(sums.energy_kwh),
        ghg_kg: tally.has_emissions.then_some(sums.emissions_kg),
        notes: Vec::new(),
    };
    if tally.it_kwh <= 0.0 {
        logged.note(Note::EnergyMissing);
        return logged;
    }
    let mut scenario = trained(&sums.name, "metered");
    put(&mut logged, &mut scenario, Param::MeteredTraining, tally.it_kwh);
    put(
        &mut logged,
        &mut scenario,
        Param::Pue,
        sums.energy_kwh / tally.it_kwh,
    );
    if sums.gpu_kwh > 0.0 {
        let share = (sums.cpu_kwh + sums.ram_kwh) / sums.gpu_kwh;
        put(&mut logged, &mut scenario, Param::HostShare, share);
        equip(&mut logged, &mut scenario, tally.devices.most().unwrap_or(""));
        if tally.devices.list.len() > 1 {
            logged.note(Note::SeveralAccelerators);
        }
        load(&mut logged, &mut scenario, sums, tally);
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
    if let Some([country, region, provider, cloud]) = tally.places.most() {
        let place = names::Place {
            region: Some(cloud)
                .filter(|code| !code.is_empty())
                .and_then(|code| names::cloud_region(provider, code)),
            zone: names::country(country, region),
        };
        let written = [country, cloud].iter().any(|text| !text.is_empty());
        settle(&mut logged, &mut scenario, &place, written);
    }
    if tally.places.list.len() > 1 {
        logged.note(Note::SeveralPlaces);
    }
    logged.scenario = Some(scenario);
    logged
}

/// Mean power over design power, from energy and time: it turns the meter's energy back into device-hours.
fn load(logged: &mut Logged, scenario: &mut Scenario, sums: &codecarbon::Project, tally: &Tally<'_>) {
    let tdp = crate::data::accelerator(scenario.chosen(Choice::Accelerator)).map(|row| row.tdp_w.central);
    let known = !logged.notes.contains(&Note::AcceleratorUnknown) && tally.device_hours > 0.0;
    if let (true, Some(tdp)) = (known, tdp) {
        let pue = sums.energy_kwh / tally.it_kwh;
        let watt = sums.gpu_kwh / pue * WATTS_PER_KILOWATT / tally.device_hours;
        put(logged, scenario, Param::TrainingPowerFraction, watt / tdp);
    }
}

fn usages(usages: &[Usage]) -> Vec<Logged> {
    usages.iter().map(|usage| used(usage, Kind::Usage)).collect()
}

fn listed(usage: &Usage) -> Logged {
    used(usage, Kind::ModelCard)
}

fn used(usage: &Usage, kind: Kind) -> Logged {
    let mut logged = Logged {
        kind,
        name: usage.hardware.clone(),
        line: usage.line,
        runs: 1,
        scenario: None,
        energy_kwh: None,
        ghg_kg: usage.carbon_kg,
        notes: Vec::new(),
    };
    let mut scenario = trained(&usage.hardware, "hours");
    let written = equip(&mut logged, &mut scenario, &usage.hardware);
    // "8 x A100" for 24 hours: the count belongs to the hardware unless a column of its own says it.
    let count = usage.count.or(written).unwrap_or(1.0);
    let (devices, hours) = spread(count, usage.hours);
    put(&mut logged, &mut scenario, Param::Accelerators, devices);
    put(&mut logged, &mut scenario, Param::TrainingHours, hours);
    let (provider, region) = (usage.provider.as_deref(), usage.region.as_deref());
    let place = names::place(provider.unwrap_or(""), region.unwrap_or(""));
    settle(&mut logged, &mut scenario, &place, region.is_some());
    logged.scenario = Some(scenario);
    logged
}

/// Devices and hours a scenario can hold with the same product: device-hours are often written as hours of one.
fn spread(count: f64, hours: f64) -> (f64, f64) {
    let (most_hours, most_devices) = (Param::TrainingHours.spec().max, Param::Accelerators.spec().max);
    let whole = (count.fract() == 0.0 && count >= 1.0).then_some((count, hours));
    match whole {
        Some((count, hours)) if hours <= most_hours => (count, hours),
        _ => {
            let total = count * hours;
            let devices = (total / most_hours).ceil().clamp(1.0, most_devices);
            (devices, total / devices)
        }
    }
}

/// A card with front matter: its figure, and the work where its list says hardware and hours.
fn card(text: &str) -> Result<Imported<Vec<Logged>>, Vec<Problem>> {
    let list = ml_co2::parse_card_list(text);
    let block = match (model_card::parse(text), &list) {
        (Ok(block), _) => block,
        (Err(_), Ok(list)) => return Ok(list.clone().map(&|usage| vec![listed(usage)])),
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
            Logged {
                line: *line,
                ghg_kg,
                ..listed(&usage)
            }
        }
        Err(_) => Logged {
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
