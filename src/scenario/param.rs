//! The parameter table: `assets/data/parameters.csv` and `choices.csv`. Their names are generated as code when built,
//! all else is read from the tables.
//!
//! A new row there is a new slider, link key, import column and property test.

use std::sync::OnceLock;

use crate::data::{self, Fact, Table};
use crate::math;

include!(concat!(env!("OUT_DIR"), "/parameters.rs"));

/// One row of the parameter table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamSpec {
    /// Name in files: snake case.
    pub id: &'static str,
    /// Short key in links; never changes its meaning.
    pub key: &'static str,
    /// Where it stands on the page.
    pub group: Group,
    /// How soon a reader meets it.
    pub level: Level,
    /// Unit as text.
    pub unit: &'static str,
    /// How a slider maps to it.
    pub scale: Scale,
    /// Smallest value allowed.
    pub min: f64,
    /// Largest value allowed.
    pub max: f64,
    /// Value where neither the reader nor a chosen row of a table says otherwise.
    pub default: Fact,
    /// Distribution between low and high.
    pub shape: Shape,
    /// Fact of a chosen row that takes the place of the default.
    pub from: Origin,
    /// The choice and the options, with bars between, for which the parameter matters; `None`: always.
    pub when: Option<(Choice, &'static str)>,
}

/// One row of the choice table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoiceSpec {
    /// Name in files: snake case.
    pub id: &'static str,
    /// Short key in links; never changes its meaning.
    pub key: &'static str,
    /// Where it stands on the page.
    pub group: Group,
    /// How soon a reader meets it.
    pub level: Level,
    /// What can be chosen.
    pub options: Options,
    /// Chosen when the reader chose nothing.
    pub default: &'static str,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Options {
    /// One of these.
    List(&'static [&'static str]),
    /// The id of a row of a reference table, named.
    Table(&'static str),
}

/// Where a control stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Building the model.
    Training,
    /// Serving it.
    Inference,
    /// Accelerators and servers.
    Hardware,
    /// The data centre.
    Facility,
    /// Where its power comes from.
    Grid,
    /// How the service changes over the years.
    Growth,
    /// What becomes of the equipment.
    EndOfLife,
    /// Money.
    Cost,
}

impl Group {
    /// All, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Training,
        Self::Inference,
        Self::Grid,
        Self::Facility,
        Self::Hardware,
        Self::Growth,
        Self::EndOfLife,
        Self::Cost,
    ];

    /// Name in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Inference => "inference",
            Self::Hardware => "hardware",
            Self::Facility => "facility",
            Self::Grid => "grid",
            Self::Growth => "growth",
            Self::EndOfLife => "end_of_life",
            Self::Cost => "cost",
        }
    }
}

/// How soon a reader meets a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// At once.
    Essential,
    /// On opening the group.
    More,
    /// On asking for everything.
    Expert,
}

impl Origin {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        let of = |(_, origin): &&(&str, Self)| *origin == self;
        Self::NAMES.iter().find(of).map_or("", |(name, _)| name)
    }
}

/// How a slider maps to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios; zero, where allowed, has a stop of its own at the left end.
    Log,
    /// As `Log`, in whole numbers.
    Integer,
}

/// Distribution through the 5th percentile, the central value and the 95th percentile: see
/// [`Distribution`](crate::uncertainty::Distribution).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Certain: the central value.
    Fixed,
    /// Positive and skewed: a bell on a logarithmic axis.
    Lognormal,
    /// One peak at the median, falling in straight lines to an end 1.46 times as far as the percentile.
    Triangular,
    /// Flat, to an end 1.11 times as far as the percentile.
    Uniform,
}

/// Stands where the tables hold nothing; the tests show that they never do.
const NO_PARAM: ParamSpec = ParamSpec {
    id: "",
    key: "",
    group: Group::Training,
    level: Level::Expert,
    unit: "",
    scale: Scale::Linear,
    min: 0.0,
    max: 0.0,
    default: data::UNKNOWN,
    shape: Shape::Fixed,
    from: Origin::None,
    when: None,
};

/// As [`NO_PARAM`].
const NO_CHOICE: ChoiceSpec = ChoiceSpec {
    id: "",
    key: "",
    group: Group::Training,
    level: Level::Expert,
    options: Options::List(&[]),
    default: "",
};

/// What a word of the tables stands for; the first where it is none of them.
fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> T {
    words
        .iter()
        .find(|(known, _)| *known == text)
        .unwrap_or(&words[0])
        .1
}

fn group(table: &Table, row: usize) -> Group {
    word(
        table.text(row, "group"),
        &Group::ALL.map(|group| (group.id(), group)),
    )
}

fn level(table: &Table, row: usize) -> Level {
    let words = [
        ("essential", Level::Essential),
        ("more", Level::More),
        ("expert", Level::Expert),
    ];
    word(table.text(row, "level"), &words)
}

fn param_spec(table: &Table, row: usize) -> ParamSpec {
    let number = |column| table.number(row, column).unwrap_or(0.0);
    let scales = [
        ("linear", Scale::Linear),
        ("log", Scale::Log),
        ("integer", Scale::Integer),
    ];
    let shapes = [
        ("fixed", Shape::Fixed),
        ("lognormal", Shape::Lognormal),
        ("triangular", Shape::Triangular),
        ("uniform", Shape::Uniform),
    ];
    ParamSpec {
        id: table.text(row, "id"),
        key: table.text(row, "key"),
        group: group(table, row),
        level: level(table, row),
        unit: table.text(row, "unit"),
        scale: word(table.text(row, "scale"), &scales),
        min: number("min"),
        max: number("max"),
        default: table.needed(row, "default"),
        shape: word(table.text(row, "shape"), &shapes),
        from: word(table.text(row, "from"), Origin::NAMES),
        when: table
            .text(row, "when")
            .split_once('=')
            .and_then(|(choice, options)| Some((Choice::find(choice)?, options))),
    }
}

fn choice_spec(table: &Table, row: usize) -> ChoiceSpec {
    let options = table.text(row, "options");
    ChoiceSpec {
        id: table.text(row, "id"),
        key: table.text(row, "key"),
        group: group(table, row),
        level: level(table, row),
        options: match options.strip_prefix("table:") {
            Some(name) => Options::Table(name),
            None => Options::List(options.split('|').collect::<Vec<_>>().leak()),
        },
        default: table.text(row, "default"),
    }
}

/// Positions of a slider.
pub const POSITIONS: f64 = 1000.0;

impl Param {
    /// Its row in the table.
    pub fn spec(self) -> &'static ParamSpec {
        static ROWS: OnceLock<Vec<ParamSpec>> = OnceLock::new();
        let rows = ROWS.get_or_init(|| data::rows("parameters", &param_spec));
        rows.get(self as usize).unwrap_or(&NO_PARAM)
    }

    /// The parameter with this id, or with this key.
    pub fn find(id_or_key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|p| p.spec().id == id_or_key || p.spec().key == id_or_key)
    }

    /// Nearest allowed value; `None` when the value is not a number.
    pub fn clamp(self, value: f64) -> Option<f64> {
        let spec = self.spec();
        if value.is_nan() {
            return None;
        }
        let value = value.clamp(spec.min, spec.max);
        Some(if spec.scale == Scale::Integer {
            value.round()
        } else {
            value
        })
    }

    /// Slider position, 0 to 1000, of a value.
    pub fn position(self, value: f64) -> f64 {
        let spec = self.spec();
        let value = value.clamp(spec.min, spec.max);
        match spec.scale {
            Scale::Linear => POSITIONS * (value - spec.min) / (spec.max - spec.min),
            Scale::Log | Scale::Integer => {
                let floor = spec.log_floor();
                if value < floor {
                    return 0.0;
                }
                let first = spec.first_log_position();
                first + (POSITIONS - first) * math::ln(value / floor) / math::ln(spec.max / floor)
            }
        }
    }

    /// Value at a slider position: two significant digits on logarithmic scales.
    pub fn at(self, position: f64) -> f64 {
        let spec = self.spec();
        let position = position.clamp(0.0, POSITIONS);
        if position >= POSITIONS {
            // The end of the slider is the end of the range, however many digits it takes.
            return spec.max;
        }
        let value = match spec.scale {
            Scale::Linear => round_to(
                spec.min + (spec.max - spec.min) * position / POSITIONS,
                spec.linear_step(),
            ),
            Scale::Log | Scale::Integer => {
                let floor = spec.log_floor();
                let first = spec.first_log_position();
                if position < first {
                    return spec.min;
                }
                let raw = floor * math::pow(spec.max / floor, (position - first) / (POSITIONS - first));
                two_digits(raw)
            }
        };
        self.clamp(value).unwrap_or(spec.min)
    }

    /// The next value a step up or down: at least one slider position away and really different.
    pub fn step(self, value: f64, up: bool, positions: f64) -> f64 {
        let mut position = self.position(value).round();
        let direction = if up { 1.0 } else { -1.0 };
        let mut distance = positions;
        loop {
            position = (position + direction * distance).clamp(0.0, POSITIONS);
            let next = self.at(position);
            let moved = if up { next > value } else { next < value };
            if moved || position <= 0.0 || position >= POSITIONS {
                return if moved {
                    next
                } else {
                    self.clamp(value).unwrap_or(next)
                };
            }
            distance = 1.0;
        }
    }

    /// Whether the parameter matters under these choices.
    pub fn applies<'a>(self, chosen: impl Fn(Choice) -> &'a str) -> bool {
        match self.spec().when {
            None => true,
            Some((choice, options)) => {
                let chosen = chosen(choice);
                options.split('|').any(|option| option == chosen)
            }
        }
    }
}

impl Choice {
    /// Its row in the table.
    pub fn spec(self) -> &'static ChoiceSpec {
        static ROWS: OnceLock<Vec<ChoiceSpec>> = OnceLock::new();
        let rows = ROWS.get_or_init(|| data::rows("choices", &choice_spec));
        rows.get(self as usize).unwrap_or(&NO_CHOICE)
    }

    /// The choice with this id, or with this key.
    pub fn find(id_or_key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.spec().id == id_or_key || c.spec().key == id_or_key)
    }
}

impl ParamSpec {
    /// Smallest positive value of a logarithmic scale: the minimum, or where that is zero a value as many
    /// decades below the maximum as a slider can show, one for whole numbers.
    fn log_floor(&self) -> f64 {
        if self.min > 0.0 {
            self.min
        } else if self.scale == Scale::Integer {
            1.0
        } else {
            // The tenth of the smallest figure the table names, so that every default has a place.
            let smallest = [self.default.low, self.default.central, self.max]
                .into_iter()
                .filter(|v| *v > 0.0)
                .fold(self.max, f64::min);
            (math::pow(10.0, math::log10(smallest).floor()) / 10.0).min(1.0)
        }
    }

    fn first_log_position(&self) -> f64 {
        if self.min > 0.0 { 0.0 } else { POSITIONS / 50.0 }
    }

    /// Step of a linear scale: a power of ten that gives between 100 and 1000 steps.
    pub fn linear_step(&self) -> f64 {
        let decade = math::log10(self.max - self.min).floor();
        math::pow(10.0, decade) / 100.0
    }
}

/// To the nearest multiple of `step`, in decimal digits rather than in binary crumbs.
fn round_to(value: f64, step: f64) -> f64 {
    let per_unit = (1.0 / step).round();
    if per_unit >= 1.0 {
        (value * per_unit).round() / per_unit
    } else {
        (value / step).round() * step
    }
}

/// To two significant digits.
fn two_digits(value: f64) -> f64 {
    if value <= 0.0 {
        return value;
    }
    let exponent = math::log10(value).floor() - 1.0;
    if exponent >= 0.0 {
        let unit = math::pow(10.0, exponent).round();
        (value / unit).round() * unit
    } else {
        let per_unit = math::pow(10.0, -exponent).round();
        (value * per_unit).round() / per_unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_reaches_both_ends_and_every_default() {
        for param in Param::ALL {
            let spec = param.spec();
            assert_eq!(param.at(0.0).to_bits(), spec.min.to_bits(), "{} at 0", spec.id);
            assert!(
                (param.at(POSITIONS) / spec.max - 1.0).abs() < 0.01,
                "{} at the end",
                spec.id
            );
            let there = param.at(param.position(spec.default.central));
            let tolerance = match spec.scale {
                Scale::Linear => spec.linear_step(),
                Scale::Log | Scale::Integer => 0.06 * spec.default.central.abs(),
            };
            assert!(
                (there - spec.default.central).abs() <= tolerance + f64::EPSILON,
                "{}: {} comes back as {there}",
                spec.id,
                spec.default.central
            );
        }
    }

    #[test]
    fn a_slider_never_turns_back() {
        for param in Param::ALL {
            let mut last = f64::NEG_INFINITY;
            for step in 0..=1000 {
                let value = param.at(f64::from(step));
                assert!(
                    value >= last,
                    "{} at {step}: {value} after {last}",
                    param.spec().id
                );
                last = value;
            }
        }
    }

    #[test]
    fn every_key_press_moves() {
        for param in Param::ALL {
            let spec = param.spec();
            let mut value = spec.min;
            let mut presses = 0;
            while value < spec.max {
                let next = param.step(value, true, 1.0);
                assert!(next > value, "{} sticks at {value}", spec.id);
                value = next;
                presses += 1;
            }
            assert!(presses <= 1001, "{}: {presses} presses", spec.id);
            assert!(param.step(spec.max, false, 100.0) < spec.max);
            assert_eq!(param.step(spec.min, false, 1.0).to_bits(), spec.min.to_bits());
        }
    }

    #[test]
    fn keys_and_ids_are_unique() {
        let mut names: Vec<&str> = Param::ALL
            .iter()
            .flat_map(|p| [p.spec().id, p.spec().key])
            .chain(Choice::ALL.iter().flat_map(|c| [c.spec().id, c.spec().key]))
            .collect();
        // An id may be its own key.
        names.sort_unstable();
        let same = Param::ALL.iter().filter(|p| p.spec().id == p.spec().key).count();
        let count = names.len() - same;
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn clamping_keeps_to_the_table() {
        assert_eq!(Param::Pue.clamp(0.2), Some(1.0));
        assert_eq!(Param::Pue.clamp(f64::NAN), None);
        assert_eq!(
            Param::Accelerators.clamp(f64::INFINITY),
            Some(Param::Accelerators.spec().max)
        );
        assert_eq!(Param::Accelerators.clamp(2.6), Some(3.0));
    }

    #[test]
    fn two_digits_are_decimal() {
        for (value, text) in [
            (0.123_456, "0.12"),
            (1234.5, "1200"),
            (9.96, "10"),
            (0.000_987, "0.00099"),
        ] {
            assert_eq!(two_digits(value).to_string(), text);
        }
    }
}
