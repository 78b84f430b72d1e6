//! What an import says about a file: codes with values, which the page puts into words of its language.

#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
use std::fmt;

use crate::scenario::Param;

macro_rules! notes {
    ($( $(#[$note:meta])* $name:ident = $id:literal, )+) => {
        /// What is said about a file, a line or a run; the words are `importnote.<id>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Note { $( $(#[$note])* $name, )+ }

        impl Note {
            /// All notes.
            pub const ALL: &[Self] = &[ $( Self::$name, )+ ];

            /// Stable id for texts.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$name => $id, )+ }
            }
        }
    };
}

notes! {
    // Hardware.
    /// Unknown accelerator; the default is used.
    AcceleratorUnknown = "accelerator_unknown",
    /// Several variants of the accelerator match; one was chosen.
    AcceleratorAmbiguous = "accelerator_ambiguous",
    /// The accelerator is known, but not with this memory or form; the nearest one was chosen.
    AcceleratorVariant = "accelerator_variant",
    /// More than one kind of accelerator in a log; the one with most power was chosen.
    SeveralAccelerators = "several_accelerators",
    /// More than one kind of accelerator in a row: an entry for each.
    SeveralKinds = "several_kinds",
    /// More than one kind of accelerator shares the device-hours of a row: no scenario.
    KindsShareHours = "kinds_share_hours",
    /// CPUs only.
    NoAccelerator = "no_accelerator",
    /// A processor named as hardware: no scenario.
    Processor = "processor",
    /// The file names no hardware at all.
    HardwareUnnamed = "hardware_unnamed",
    /// Words of the hardware that were not used.
    HardwareLeft = "hardware_left",
    /// A named machine, and what it holds.
    Machine = "machine",
    /// A share of an accelerator.
    Share = "share",
    /// Two different counts.
    CountConflict = "count_conflict",
    // Places.
    /// No location is written; the world average is used.
    PlaceMissing = "place_missing",
    /// No location is written, but coordinates are; the world average is used.
    PlaceCoordinates = "place_coordinates",
    /// Unknown location; the world average is used.
    PlaceUnknown = "place_unknown",
    /// Part of the location was not found or not used.
    PlaceLeft = "place_left",
    /// The location could be another one as well.
    PlaceAmbiguous = "place_ambiguous",
    /// More than one place in a log; each energy counts at its own grid.
    SeveralPlaces = "several_places",
    /// Unknown cloud provider.
    ProviderUnknown = "provider_unknown",
    // Amounts.
    /// A value outside the range of its parameter was clamped.
    Clamped = "held",
    /// The file gives no hours: no scenario, only the logged figure.
    HoursMissing = "hours_missing",
    /// The file gives no energy: no scenario, only the logged figure.
    EnergyMissing = "energy_missing",
    /// The energy logged is 0 kWh: no scenario.
    EnergyZero = "energy_zero",
    /// An accelerator is named, but no energy is logged for it.
    AcceleratorEnergyMissing = "accelerator_energy_missing",
    /// The same for an accelerator of unknown power.
    AcceleratorEnergyUnknown = "accelerator_energy_unknown",
    // Hints.
    /// Energy far from power x time.
    PowerMismatch = "power_mismatch",
    /// The processor takes far more than the accelerators.
    ProcessorPower = "processor_power",
    /// The memory takes more than the accelerators.
    MemoryPower = "memory_power",
    /// Runs at the same time on the same devices.
    RunsOverlap = "runs_overlap",
    // Lines.
    /// Text where a number belongs.
    NotANumber = "not_a_number",
    /// A number that could be several.
    AmbiguousNumber = "ambiguous_number",
    /// A number that could be meant otherwise, and how it was read.
    ReadAs = "read_as",
    /// A range, of which the middle counts.
    RangeRead = "range_read",
    /// More than one amount in a field that holds one.
    SeveralAmounts = "several_amounts",
    /// Unknown unit.
    UnitUnknown = "unit_unknown",
    /// A negative amount.
    BelowZero = "below_zero",
    /// Words of a field that were not used.
    WordsLeft = "words_left",
    /// A field left out, and why.
    FieldLeftOut = "field_left_out",
    /// A needed field is empty.
    Needed = "needed",
    /// A column is not read.
    ColumnUnread = "column_unread",
    /// A column occurs twice.
    ColumnTwice = "column_twice",
    /// A field says what another one says.
    FieldTwice = "field_twice",
    /// A field occurs twice; the first is read.
    FirstRead = "first_read",
    /// Wrong number of cells; the cause is unknown.
    CellsMissing = "cells_missing",
    /// Wrong number of cells: the columns without a value were left out.
    CellsDropped = "cells_dropped",
    /// Wrong number of cells: the file stops here.
    CellsCut = "cells_cut",
    /// Too many cells.
    CellsTooMany = "cells_too_many",
    /// The last number may have been cut.
    EndCut = "end_cut",
    /// A decimal comma.
    DecimalComma = "decimal_comma",
    /// Another header in the middle.
    HeaderAgain = "header_again",
    /// Parts that do not add up.
    PartsDiffer = "parts_differ",
    /// The same run as another line.
    SameRun = "same_run",
    /// A quote without an end, or with text behind it.
    Quotes = "quotes",
    // Files.
    /// None of the formats.
    FormatUnknown = "format_unknown",
    /// A log of tokens.
    TokenLog = "token_log",
    /// Impacts of requests computed by `EcoLogits`.
    EcologitsImpacts = "ecologits_impacts",
    /// Not a header of emissions.csv.
    NoEmissionsColumn = "no_emissions_column",
    /// The header lacks a column.
    ColumnMissing = "column_missing",
    /// An empty file.
    Empty = "empty",
    /// A header without runs.
    NoRuns = "no_runs",
    /// No rows.
    NoRows = "no_rows",
    /// Not JSON.
    NotJson = "not_json",
    /// An entry that is not an object.
    NotAnObject = "not_an_object",
    /// A value that is neither a text nor a number.
    NeitherTextNorNumber = "neither_text_nor_number",
    /// An object lacks a field.
    FieldMissing = "field_missing",
    /// A card lacks a line.
    LineMissing = "line_missing",
    /// A card without front matter.
    NoFrontMatter = "no_front_matter",
    /// An empty card.
    CardEmpty = "card_empty",
    /// Front matter without an end.
    FrontMatterOpen = "front_matter_open",
    /// Not YAML.
    NotYaml = "not_yaml",
    /// The front matter lacks the key.
    KeyMissing = "key_missing",
    /// The block gives no emissions.
    EmissionsMissing = "emissions_missing",
    /// A number is expected.
    NumberExpected = "number_expected",
    /// A text is expected.
    TextExpected = "text_expected",
    /// What the page itself says about a saved scenario.
    Said = "said",
}

/// A value inside the words of a note.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text of the file, a name, or a whole number.
    Text(String),
    /// An amount in a unit of the parameter table.
    Amount(f64, &'static str),
    /// A parameter, by its name.
    Param(Param),
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.trim().to_owned())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Part {
    fn from(number: usize) -> Self {
        Self::Text(number.to_string())
    }
}

/// A note with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// What is said.
    pub note: Note,
    /// Its values, by the names of the placeholders.
    pub parts: Vec<(&'static str, Part)>,
}

impl Remark {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, part: impl Into<Part>) -> Self {
        self.parts.push((name, part.into()));
        self
    }

    /// At a place in a file.
    pub fn at(self, (line, column): (usize, usize)) -> Problem {
        Problem {
            line,
            column,
            reason: self,
        }
    }
}

impl From<Note> for Remark {
    fn from(note: Note) -> Self {
        Self {
            note,
            parts: Vec::new(),
        }
    }
}

impl Note {
    /// A remark with a value.
    pub fn with(self, name: &'static str, part: impl Into<Part>) -> Remark {
        Remark::from(self).with(name, part)
    }
}

/// A place in a file and what is wrong or irregular there.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in characters.
    pub column: usize,
    /// What is said about it.
    pub reason: Remark,
}

impl From<delimited::Problem> for Problem {
    /// The only faults of delimited text are those of quotes.
    fn from(problem: delimited::Problem) -> Self {
        Remark::from(Note::Quotes).at((problem.line, problem.column))
    }
}

/// In English, for programs without the page.
#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
impl fmt::Display for Remark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/view-words-en.txt"));
        let wanted = self.note.id();
        let words = WORDS.lines().find_map(|line| {
            let (id, words) = line.strip_prefix("importnote.")?.split_once('\t')?;
            (id == wanted).then_some(words)
        });
        let values: Vec<(&str, String)> = self
            .parts
            .iter()
            .map(|(name, part)| (*name, part.to_string()))
            .collect();
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        out.write_str(&crate::template::fill(words.unwrap_or(wanted), value))
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Amount(value, unit) => write!(out, "{value} {unit}"),
            Self::Param(param) => out.write_str(param.spec().id),
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.line, self.column, self.reason)
    }
}
