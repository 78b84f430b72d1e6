//! CodeCarbon's `emissions.csv`: every run with every column, and sums by project.
//!
//! Read are the columns of version 3.3.2 and of any older one, in any order, with commas, semicolons or tabs between
//! them, a point or a comma before decimals, a byte-order mark, any line ends, quoted fields, and lines that start with
//! `#` before the header. Unknown columns are kept as text.
//!
//! Irregular files:
//! - a header line in the middle (files put together) holds for the lines after it, with a warning;
//! - several lines of one run (the tracker's `flush` writes totals *since the start*) count once in sums,
//!   with the longest duration, with a warning;
//! - a line with more or fewer cells than its header is left out and named, since values may have shifted: a
//!   decimal comma between commas, lines appended by a version with other columns or without the empty ones, or the
//!   end of a file cut off;
//! - a complete last line without a line end is read, with a warning: its last number may have been cut;
//! - a figure below 0, and parts that do not add up to the energy, are read, with a warning;
//! - a line with a text where an amount belongs is left out and named; any other such cell counts as empty, with a
//!   warning.

use super::{Imported, Note, Problem, Remark, number};
use delimited::{Record, records, sniff_delimiter};
use std::collections::HashMap;

/// Maximum number of errors reported for a file of which nothing can be read.
pub const MAX_ERRORS: usize = 20;

/// Columns of amounts: a line without a legible one is left out.
const AMOUNTS: [Column; 8] = [
    Column::duration,
    Column::emissions,
    Column::cpu_energy,
    Column::gpu_energy,
    Column::ram_energy,
    Column::energy_consumed,
    Column::gpu_count,
    Column::pue,
];

macro_rules! columns {
    ($( $(#[$note:meta])* $name:ident : $kind:ident ),+ $(,)?) => {
        /// One line of the file. Empty cells and `nan` are `None`.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Run {
            /// 1-based line in the file.
            pub line: usize,
            $( $(#[$note])* pub $name: Option<columns!(@type $kind)>, )+
            /// Unknown columns, by name.
            pub other: Vec<(String, String)>,
            /// Whether a later line of the same run holds the final figures; sums leave this one out.
            pub superseded: bool,
        }

        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "variants carry the names of the file's columns")]
        enum Column { $( $name, )+ }

        const COLUMNS: &[(&str, Column)] = &[ $( (stringify!($name), Column::$name), )+ ];

        impl Run {
            /// Stores the cell at `index` in its column; returns true where it has a decimal comma.
            fn set(&mut self, column: Column, record: &Record<'_>, index: usize) -> Result<bool, Problem> {
                let text = record.text(index);
                let empty = matches!(text.trim().to_lowercase().as_str(), "" | "nan" | "none" | "null");
                if empty {
                    return Ok(false);
                }
                match column {
                    $( Column::$name => columns!(@set $kind, self.$name, text, record, index), )+
                }
            }
        }
    };
    (@type text) => { String };
    (@type number) => { f64 };
    (@set text, $slot:expr, $text:ident, $record:ident, $index:ident) => {{
        $slot = Some($text.to_owned());
        Ok(false)
    }};
    (@set number, $slot:expr, $text:ident, $record:ident, $index:ident) => {{
        let (value, comma) = number($text).map_err(|reason| reason.at(place($record, $index)))?;
        $slot = Some(value);
        Ok(comma)
    }};
}

columns! {
    /// Date and time of the end, as written (no zone).
    timestamp: text,
    /// Name of the project.
    project_name: text,
    /// Random identifier of the run.
    run_id: text,
    /// Identifier of the experiment.
    experiment_id: text,
    /// Time, s.
    duration: number,
    /// Emissions, kg CO2e.
    emissions: number,
    /// kg CO2e/s.
    emissions_rate: number,
    /// Mean power of the processor, W.
    cpu_power: number,
    /// Mean power of the accelerators, W.
    gpu_power: number,
    /// Mean power of the memory, W.
    ram_power: number,
    /// Energy of the processor, kWh.
    cpu_energy: number,
    /// Energy of the accelerators, kWh.
    gpu_energy: number,
    /// Energy of the memory, kWh.
    ram_energy: number,
    /// Sum of the three, kWh.
    energy_consumed: number,
    /// Water, L.
    water_consumed: number,
    /// Country.
    country_name: text,
    /// Country, ISO 3166-1 alpha-3.
    country_iso_code: text,
    /// State or province, lower case.
    region: text,
    /// Cloud provider.
    cloud_provider: text,
    /// Region of the cloud provider.
    cloud_region: text,
    /// Operating system.
    os: text,
    /// Version of Python.
    python_version: text,
    /// Version of the tracker.
    codecarbon_version: text,
    /// Processors (threads).
    cpu_count: number,
    /// Processor.
    cpu_model: text,
    /// Accelerators.
    gpu_count: number,
    /// Accelerator, such as `4 x NVIDIA A100-SXM4-80GB`.
    gpu_model: text,
    /// Degrees east.
    longitude: number,
    /// Degrees north.
    latitude: number,
    /// Memory, GB.
    ram_total_size: number,
    /// `machine` or `process`.
    tracking_mode: text,
    /// Average utilisation of the processor, per cent.
    cpu_utilization_percent: number,
    /// Average utilisation of the accelerators, per cent.
    gpu_utilization_percent: number,
    /// Average utilisation of the memory, per cent.
    ram_utilization_percent: number,
    /// Memory used, GB.
    ram_used_gb: number,
    /// `Y` or `N`.
    on_cloud: text,
    /// Facility energy over IT energy; already included in the energies.
    pue: number,
    /// Water, L/kWh; already included in the water.
    wue: number,
    /// Name of a task, in files written task by task.
    task_name: text,
}

impl Run {
    /// Intensity the tracker used, g CO2e/kWh; none without energy.
    pub fn g_per_kwh(&self) -> Option<f64> {
        let energy = self.energy_consumed.filter(|energy| *energy > 0.0)?;
        Some(self.emissions? / energy * 1000.0)
    }
}

/// Line and column of a cell.
fn place(record: &Record<'_>, index: usize) -> (usize, usize) {
    let cell = record.cells.get(index);
    cell.map_or((record.line, 1), |cell| (cell.line, cell.column))
}

/// Sums of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    /// Its name, empty where the file gives none.
    pub name: String,
    /// Runs counted.
    pub runs: usize,
    /// s.
    pub duration_s: f64,
    /// kg CO2e.
    pub emissions_kg: f64,
    /// kWh.
    pub energy_kwh: f64,
    /// kWh of the processor.
    pub cpu_kwh: f64,
    /// kWh of the accelerators.
    pub gpu_kwh: f64,
    /// kWh of the memory.
    pub ram_kwh: f64,
    /// L.
    pub water_l: f64,
}

/// A file's runs, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Emissions {
    /// The runs.
    pub runs: Vec<Run>,
}

impl Emissions {
    /// Sums by project, in the order of first appearance. A cell that is empty counts as 0.
    pub fn projects(&self) -> Vec<Project> {
        let mut projects: Vec<Project> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for run in self.runs.iter().filter(|run| !run.superseded) {
            let name = run.project_name.as_deref().unwrap_or("");
            let place = *places.entry(name).or_insert_with(|| {
                projects.push(Project {
                    name: name.to_owned(),
                    ..Project::default()
                });
                projects.len() - 1
            });
            let project = &mut projects[place];
            project.runs += 1;
            project.duration_s += run.duration.unwrap_or(0.0);
            project.emissions_kg += run.emissions.unwrap_or(0.0);
            project.energy_kwh += run.energy_consumed.unwrap_or(0.0);
            project.cpu_kwh += run.cpu_energy.unwrap_or(0.0);
            project.gpu_kwh += run.gpu_energy.unwrap_or(0.0);
            project.ram_kwh += run.ram_energy.unwrap_or(0.0);
            project.water_l += run.water_consumed.unwrap_or(0.0);
        }
        projects
    }
}

/// Meaning of the cells by position.
struct Header(Vec<Result<Column, String>>);

impl Header {
    /// A line is a header where most of its cells are names of columns and `emissions` is among them.
    fn read(record: &Record<'_>) -> Option<Self> {
        if !record.cells.iter().any(|cell| cell.text.trim() == "emissions") {
            return None;
        }
        let column = |cell: &str| {
            let name = cell.trim();
            let known = COLUMNS.iter().find(|(column, _)| *column == name);
            known.map(|(_, column)| *column).ok_or_else(|| name.to_owned())
        };
        let cells: Vec<_> = record.cells.iter().map(|cell| column(&cell.text)).collect();
        let known = cells.iter().filter(|cell| cell.is_ok()).count();
        (2 * known > cells.len()).then_some(Self(cells))
    }

    fn repeated_column(&self, record: &Record<'_>) -> Option<Problem> {
        let repeated = |index: &usize| self.0[..*index].contains(&self.0[*index]);
        let index = (0..self.0.len()).find(repeated)?;
        Some(
            Note::ColumnTwice
                .with("column", record.text(index))
                .at(place(record, index)),
        )
    }

    /// A run, the first cell with a decimal comma, the faults of its amounts and those of other cells.
    fn run(&self, record: &Record<'_>) -> (Run, Option<usize>, Vec<Problem>, Vec<Problem>) {
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        let mut run = Run {
            line: record.line,
            ..Run::default()
        };
        let mut comma = None;
        for (index, column) in self.0.iter().enumerate() {
            match column {
                Ok(column) => match run.set(*column, record, index) {
                    Ok(true) => comma = comma.or(Some(index)),
                    Ok(false) => {}
                    Err(problem) if AMOUNTS.contains(column) => errors.push(problem),
                    Err(_) => {
                        let note = Note::FieldLeftOut.with("text", record.text(index));
                        warnings.push(note.at(place(record, index)));
                    }
                },
                Err(name) => run.other.push((name.clone(), record.text(index).to_owned())),
            }
        }
        (run, comma, errors, warnings)
    }
}

/// Reads a file. Lines that cannot be read are left out and named; where nothing can be read, their faults are the error
/// (at most [`MAX_ERRORS`]).
///
/// # Errors
/// See the documentation of the module.
pub fn parse(text: &str) -> Result<Imported<Emissions>, Vec<Problem>> {
    let delimiter = sniff_delimiter(text);
    let (mut left_out, mut warnings, mut runs) = (Vec::new(), Vec::new(), Vec::new());
    let mut header: Option<Header> = None;
    let mut comma_seen = false;
    let mut most_empty = 0;
    for record in records(text, delimiter) {
        let record = match record {
            Ok(record) => record,
            Err(problem) => {
                left_out.push(problem.into());
                break;
            }
        };
        if header.is_none() && record.text(0).starts_with('#') {
            continue;
        }
        if let Some(found) = Header::read(&record) {
            if let Some(problem) = found.repeated_column(&record) {
                left_out.push(problem);
                break;
            }
            if header.is_some() {
                warnings.push(Remark::from(Note::HeaderAgain).at(place(&record, 0)));
            }
            header = Some(found);
            continue;
        }
        let Some(names) = &header else {
            left_out.push(Remark::from(Note::NoEmissionsColumn).at(place(&record, 0)));
            break;
        };
        if record.cells.len() != names.0.len() {
            left_out.push(wrong_length(&record, names.0.len(), most_empty));
            continue;
        }
        let (run, comma, errors, unread) = names.run(&record);
        warnings.extend(unread);
        if let (Some(index), false) = (comma, comma_seen) {
            comma_seen = true;
            warnings.push(Remark::from(Note::DecimalComma).at(place(&record, index)));
        }
        if !errors.is_empty() {
            left_out.extend(errors);
            continue;
        }
        if !record.terminated {
            warnings.push(Remark::from(Note::EndCut).at(place(&record, record.cells.len() - 1)));
        }
        let empty = record.cells.iter().filter(|cell| cell.text.trim().is_empty());
        most_empty = most_empty.max(empty.count());
        warnings.extend(inconsistencies(&run, &record));
        runs.push(run);
    }
    if runs.is_empty() {
        if left_out.is_empty() {
            let note = if header.is_some() {
                Note::NoRuns
            } else {
                Note::Empty
            };
            left_out.push(Remark::from(note).at((1, 1)));
        }
        left_out.truncate(MAX_ERRORS);
        return Err(left_out);
    }
    warnings.extend(mark_superseded(&mut runs));
    warnings.sort_by_key(|warning| (warning.line, warning.column));
    Ok(Imported {
        value: Emissions { runs },
        warnings,
        left_out,
    })
}

/// A line of another length than its header. `most_empty`: cells without a value in a line read before.
fn wrong_length(record: &Record<'_>, columns: usize, most_empty: usize) -> Problem {
    let cells = record.cells.len();
    let note = if !record.terminated && cells < columns {
        Note::CellsCut
    } else if cells > columns {
        Note::CellsTooMany
    } else if columns - cells <= most_empty {
        Note::CellsDropped
    } else {
        Note::CellsMissing
    };
    note.with("cells", cells)
        .with("columns", columns)
        .at(place(record, 0))
}

/// Figures below 0, and parts that do not add up.
fn inconsistencies(run: &Run, record: &Record<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let figures = [
        ("duration", run.duration),
        ("emissions", run.emissions),
        ("energy_consumed", run.energy_consumed),
    ];
    for (name, value) in figures {
        if value.is_some_and(|value| value < 0.0) {
            found.push(Note::BelowZero.with("text", name).at(place(record, 0)));
        }
    }
    if let (Some(cpu), Some(gpu), Some(ram), Some(sum)) = (
        run.cpu_energy,
        run.gpu_energy,
        run.ram_energy,
        run.energy_consumed,
    ) && (cpu + gpu + ram - sum).abs() > 1e-6 * sum.abs().max(cpu.abs() + gpu.abs() + ram.abs())
    {
        found.push(Remark::from(Note::PartsDiffer).at(place(record, 0)));
    }
    found
}

/// Marks all lines of a run but the one of the longest duration, the last of several equal ones.
fn mark_superseded(runs: &mut [Run]) -> Vec<Problem> {
    let mut final_lines: HashMap<(String, String, String), usize> = HashMap::new();
    let mut warnings = Vec::new();
    for index in 0..runs.len() {
        let Some(run_id) = runs[index].run_id.clone() else {
            continue;
        };
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let key = (
            run_id,
            part(&runs[index].project_name),
            part(&runs[index].task_name),
        );
        let Some(earlier) = final_lines.get(&key).copied() else {
            final_lines.insert(key, index);
            continue;
        };
        let longer = runs[index].duration.unwrap_or(0.0) >= runs[earlier].duration.unwrap_or(0.0);
        let (keep, drop) = if longer {
            (index, earlier)
        } else {
            (earlier, index)
        };
        final_lines.insert(key, keep);
        runs[drop].superseded = true;
        warnings.push(
            Note::SameRun
                .with("line", runs[keep].line)
                .at((runs[drop].line, 1)),
        );
    }
    warnings
}
