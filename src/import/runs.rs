//! Files of other tools as scenarios, each with the figure the tool logged.

use super::model_card::{self, CardEmissions};
use super::{Imported, Note, Part, Problem, Remark, codecarbon, hardware, metered, ml_co2, names, usage};
use crate::data;
use crate::quantity::GRAMS_PER_KILOGRAM;
use crate::scenario::{Choice, Entry, Param, Scenario};
use delimited::{records, sniff_delimiter};

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
    /// What was not imported exactly as written, and what looks odd.
    pub notes: Vec<Remark>,
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

    /// Whether this was noted.
    pub fn has(&self, note: Note) -> bool {
        self.notes.iter().any(|remark| remark.note == note)
    }

    pub(super) fn note(&mut self, remark: impl Into<Remark>) {
        let remark = remark.into();
        if !self.notes.contains(&remark) {
            self.notes.push(remark);
        }
    }

    /// Intensity the other tool used, g CO2e/kWh.
    pub fn g_per_kwh(&self) -> Option<f64> {
        let energy = self.energy_kwh.filter(|energy| *energy > 0.0)?;
        Some(self.ghg_kg? / energy * GRAMS_PER_KILOGRAM)
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportError {
    /// Name of the file.
    pub file: String,
    /// The recognized kind; `None` where it was not recognized.
    pub kind: Option<Kind>,
    /// Every fault with line and column, at least one.
    pub problems: Vec<Problem>,
}

/// In English, for programs without the page.
#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
impl std::fmt::Display for ImportError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, Problem { line, column, reason }) in self.problems.iter().enumerate() {
            let end = if index + 1 < self.problems.len() { "\n" } else { "" };
            write!(out, "{}:{line}:{column}: {reason}{end}", self.file)?;
        }
        Ok(())
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
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
        let plain = without_mark(text).trim_start();
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
        table.or_else(|| ml_co2::is_card_list(plain).then_some(Self::CardList))
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What a file is that cannot be imported, where it is recognized by the names of its fields.
fn known_otherwise(text: &str) -> Option<Note> {
    /// Beginning of a file in which its fields are named.
    const HEAD: usize = 20_000;
    let head: String = text.chars().take(HEAD).collect::<String>().to_lowercase();
    let names = |names: &[&str]| names.iter().all(|name| head.contains(name));
    let is_json = without_mark(text).trim_start().starts_with(['{', '[']);
    let first_line = head.lines().next().unwrap_or_default();
    if is_json && names(&["\"gwp\"", "\"energy\"", "\"unit\""]) {
        return Some(Note::EcologitsImpacts);
    }
    let token_fields = if is_json {
        [
            "\"inputtokens\"",
            "\"input_tokens\"",
            "\"prompt_tokens\"",
            "\"totaltokens\"",
            "\"total_tokens\"",
        ]
        .iter()
        .any(|name| head.contains(name))
    } else {
        first_line.contains("token") && (first_line.contains("model") || first_line.contains("requests"))
    };
    token_fields.then_some(Note::TokenLog)
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
    let failed = |form: Option<Form>, problems: Vec<Problem>| ImportError {
        file: file_name.to_owned(),
        kind: form.map(Form::kind),
        problems,
    };
    let read = match form {
        Some(Form::Emissions) => {
            codecarbon::parse(text).map(|found| found.map(|found| metered::projects(&found)))
        }
        Some(Form::UsageTable) => ml_co2::parse_table(text).map(|found| found.map(|rows| usage::runs(&rows))),
        Some(Form::UsageJson) => ml_co2::parse_json(text).map(|found| found.map(|rows| usage::runs(&rows))),
        Some(Form::CardList) => ml_co2::parse_card_list(text)
            .map(|found| found.map(|usage| usage::runs_of(&usage, Kind::ModelCard))),
        Some(Form::FrontMatter) => card(text),
        None => Err(vec![Remark::from(Note::FormatUnknown).at((1, 1))]),
    };
    read.map_err(|problems| match known_otherwise(text) {
        Some(note) => failed(None, vec![Remark::from(note).at((1, 1))]),
        None => failed(form, problems),
    })
}

/// Sets a value, with a note where it was clamped.
pub(super) fn set_clamped(
    logged: &mut ImportedRun,
    scenario: &mut Scenario,
    param: Param,
    value: impl Into<Entry>,
) {
    let value = value.into();
    let Some(stored) = scenario.set(param, value) else {
        return;
    };
    if (stored.value - value.value).abs() > 1e-9 * value.value.abs() {
        logged.note(clamped(param, value.value, stored.value));
    }
}

/// A value beyond the limit of a parameter.
pub(super) fn clamped(param: Param, value: f64, limit: f64) -> Remark {
    let unit = param.spec().unit;
    Note::Clamped
        .with("param", Part::Param(param))
        .with("value", Part::Amount(value, unit))
        .with("limit", Part::Amount(limit, unit))
}

/// Sets the location, where one was found.
pub(super) fn choose_place(scenario: &mut Scenario, place: &names::Place) {
    if let Some(region) = place.region {
        scenario.choose(Choice::Region, region.id);
    } else if let Some(zone) = place.zone {
        scenario.choose(Choice::Zone, zone);
    }
}

/// Notes on what was not found of a place.
pub(super) fn note_place(logged: &mut ImportedRun, place: &names::Place, written: &str) {
    let Some(used) = place.name() else {
        let missing = written.trim().is_empty();
        logged.note(if missing {
            Remark::from(Note::PlaceMissing)
        } else {
            Note::PlaceUnknown.with("text", written)
        });
        return;
    };
    if !place.left.is_empty() {
        logged.note(
            Note::PlaceLeft
                .with("text", place.left.join(", "))
                .with("used", used),
        );
    }
    if let Some(text) = &place.doubtful {
        logged.note(
            Note::PlaceAmbiguous
                .with("text", text.as_str())
                .with("used", used),
        );
    }
}

/// Sets the accelerator, with notes on what was not found.
pub(super) fn set_accelerator(logged: &mut ImportedRun, scenario: &mut Scenario, device: &hardware::Device) {
    let Some(row) = device.accelerator else {
        let default = data::row_name("accelerators", Choice::Accelerator.spec().default);
        let note = Note::AcceleratorUnknown.with("text", device.name.as_str());
        logged.note(note.with("used", default.unwrap_or_default()));
        return;
    };
    scenario.choose(Choice::Accelerator, row.id);
    let named = |note: Note| note.with("text", device.name.as_str()).with("used", row.name);
    if device.other_variant {
        logged.note(named(Note::AcceleratorVariant));
    } else if device.ambiguous {
        logged.note(named(Note::AcceleratorAmbiguous));
    }
    if let Some(devices) = device.per_name {
        logged.note(if devices < 1.0 {
            named(Note::Share).with("share", Part::Amount(devices, "share"))
        } else {
            named(Note::Machine).with("count", Part::Amount(devices, "devices"))
        });
    }
    if let (Some(used), Some(other)) = (device.count, device.conflict) {
        logged.note(ml_co2::count_conflict(used, other));
    }
}

/// A training without inference.
pub(super) fn training_scenario(name: &str, route: &str) -> Scenario {
    Scenario::new(name)
        .choosing(Choice::TrainingRoute, route)
        .choosing(Choice::InferenceRoute, "none")
}

/// A card with front matter: its figure, and a scenario where its list has hardware and hours.
fn card(text: &str) -> Result<Imported<Vec<ImportedRun>>, Vec<Problem>> {
    let list = ml_co2::parse_card_list(text);
    let block = match (model_card::parse(text), list) {
        (Ok(block), list) => (block, list),
        (Err(problem), Ok(mut list)) => {
            // Without the block the list says everything; a faulty block is named.
            if problem.reason.note != Note::KeyMissing {
                list.left_out.push(problem);
            }
            return Ok(list.map(|usage| usage::runs_of(&usage, Kind::ModelCard)));
        }
        (Err(problem), Err(_)) => return Err(vec![problem]),
    };
    let (block, list) = block;
    let CardEmissions {
        line,
        emissions_g,
        geographical_location,
        hardware_used,
        ..
    } = block.value;
    let ghg_kg = Some(emissions_g / GRAMS_PER_KILOGRAM);
    let mut read = match list {
        Ok(mut list) => {
            list.value.region = list.value.region.or(geographical_location);
            list.value.line = line;
            list.value.carbon_kg = ghg_kg;
            list.map(|usage| usage::runs_of(&usage, Kind::ModelCard))
        }
        Err(_) => Imported {
            value: vec![ImportedRun {
                kind: Kind::ModelCard,
                name: hardware_used.unwrap_or_default(),
                line,
                runs: 1,
                scenario: None,
                energy_kwh: None,
                ghg_kg,
                notes: vec![Note::HoursMissing.into()],
            }],
            warnings: Vec::new(),
            left_out: Vec::new(),
        },
    };
    read.warnings.splice(0..0, block.warnings);
    Ok(read)
}
