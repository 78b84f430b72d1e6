//! Sentences with numbers: the one place where results become texts of the page.

use std::sync::OnceLock;

use yew::AttrValue;

use super::state::Note;
use super::text::{self, Lang};
use crate::chart::{self, Interval};
use crate::codec::DecodeWarning;
use crate::data::{self, Fact, Source};
use crate::model::{Indicator, Part, SystemBoundary};
use crate::quantity::HOURS_PER_DAY;
pub use crate::report::document::family;
use crate::report::document::{basis_id, part_id};
use crate::report::number::{self, Locale, ParseError};
use crate::report::words::{Words, authors, first_author};
use crate::scenario::{
    Choice, Inputs, Level, MAX_NAME, Options, Param, Preset, Provenance, Scenario, Warning, WarningCode,
    presets,
};
use crate::uncertainty::Timeline;

/// Year of the tables, which the age of a fact is measured from.
fn data_year() -> u16 {
    data::VERSION
        .split('.')
        .next()
        .and_then(|year| year.parse().ok())
        .unwrap_or(0)
}

/// Month of the tables, as in `November 2026`.
pub fn data_month(lang: Lang) -> String {
    let named = data::VERSION.split_once('.').and_then(|(year, month)| {
        let at = month.parse::<usize>().ok()?.checked_sub(1)?;
        let name = lang.message(text::FOOTER_MONTHS).split('|').nth(at)?;
        Some(format!("{name} {year}"))
    });
    named.unwrap_or_else(|| data::VERSION.to_owned())
}

/// Whether a fact is older than three years.
pub fn is_stale(fact: &Fact) -> bool {
    data_year().saturating_sub(fact.year) > 3
}

impl Lang {
    /// Number formatting of this language.
    pub fn locale(self) -> Locale {
        Locale::of(self.code())
    }

    /// The texts of the figures.
    pub fn chart_words(self) -> &'static chart::Words {
        static PARSED: [OnceLock<chart::Words>; text::LANGUAGES.len()] =
            [const { OnceLock::new() }; text::LANGUAGES.len()];
        PARSED[self.index()].get_or_init(|| chart::Words::new(self.messages_from("figure.")))
    }

    /// A unit of the parameter table as it stands beside an amount, in this language.
    pub fn unit(self, unit: &'static str, amount: f64) -> &'static str {
        number::unit_form(self.unit_names(unit), amount, self.locale())
    }

    /// Singular and plural of a unit of the parameter table, or one text for both.
    fn unit_names(self, unit: &'static str) -> &'static str {
        let words = self.message_for("unit", unit);
        if words.is_empty() { unit } else { words }
    }

    /// A value in a unit of the parameter table, with that unit: rounded to a number of significant digits, or with all
    /// of them.
    pub fn value_in(self, value: f64, digits: Option<usize>, unit: &'static str) -> String {
        number::with_unit(value, digits, unit, self.unit_names(unit), self.locale())
    }
}

/// A change of an indicator, with its sign.
pub fn signed(lang: Lang, indicator: Indicator, change: f64) -> String {
    let sign = if change < 0.0 { "−" } else { "+" };
    format!("{sign}{}", amount(lang, indicator, change.abs()))
}

/// First author and year of a source.
pub fn short_citation(lang: Lang, source: &Source) -> String {
    let who = first_author(source, lang.message(text::SOURCE_OTHERS));
    format!("{who} ({})", source.year)
}

/// An amount of an indicator, with unit.
pub fn amount(lang: Lang, indicator: Indicator, value: f64) -> String {
    family(indicator).text(value, lang.locale())
}

/// The 90 % interval of an amount; `None` where there is no uncertainty.
pub fn range(lang: Lang, indicator: Indicator, value: Interval) -> Option<String> {
    (!value.is_certain())
        .then(|| family(indicator).range(value.central, value.low, value.high, lang.locale()))
}

/// Sentence with the 90 % interval of an amount.
pub fn interval(lang: Lang, indicator: Indicator, value: Interval) -> String {
    range(lang, indicator, value).map_or_else(
        || lang.message(text::RESULT_CERTAIN).to_owned(),
        |range| lang.fill(text::RESULT_INTERVAL, &[("range", &range)]),
    )
}

/// A computed value, rounded to four significant digits, with unit.
pub fn rounded(lang: Lang, param: Param, value: f64) -> String {
    lang.value_in(value, Some(4), param.spec().unit)
}

/// A value of a parameter with all its digits, with unit.
pub fn value(lang: Lang, param: Param, value: f64) -> String {
    lang.value_in(value, None, param.spec().unit)
}

/// What a result counts and what it leaves out, in one line.
pub fn boundary(lang: Lang, inputs: &Inputs, indicator: Indicator) -> String {
    let SystemBoundary {
        counted,
        missing,
        basis,
    } = SystemBoundary::of(inputs, indicator);
    let accounting = match indicator {
        Indicator::GhgLocation | Indicator::SocialCost => Some(text::BOUNDARY_LOCATION),
        Indicator::GhgMarket => Some(text::BOUNDARY_MARKET),
        Indicator::WaterOnSite | Indicator::WaterOffSite => Some(text::BOUNDARY_CONSUMPTION),
        _ => None,
    };
    let words = |parts: Vec<Part>| parts.into_iter().map(|part| lang.lookup(part_id(part)));
    let counted: Vec<&str> = accounting
        .map(|accounting| lang.message(accounting))
        .into_iter()
        .chain(words(counted))
        .collect();
    let missing: Vec<&str> = words(missing).collect();
    let lists = [
        (text::BOUNDARY_COUNTED, counted),
        (text::BOUNDARY_MISSING, missing),
    ];
    let mut sentences: Vec<String> = lists
        .into_iter()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(message, parts)| lang.fill(message, &[("parts", &parts.join(", "))]))
        .collect();
    sentences.push(lang.lookup(basis_id(basis)).to_owned());
    sentences.join(" ")
}

/// When inference overtakes training, with its interval; `None` without training or without inference.
pub fn crossover(lang: Lang, timeline: &Timeline) -> Option<String> {
    let last = timeline.points.last()?;
    if last.training <= 0.0 || last.inference <= 0.0 {
        return None;
    }
    let time = |days: f64| number::duration(days * HOURS_PER_DAY, lang.locale());
    let Some(day) = timeline.crossover else {
        return Some(lang.message(text::CROSSOVER_NEVER).to_owned());
    };
    let bound = |days: f64| number::duration_bound(days * HOURS_PER_DAY, lang.locale());
    let (central, low, high) = (time(day.central), bound(day.low), bound(day.high));
    let message = match day {
        day if day.is_certain() || day.low.is_infinite() => text::CROSSOVER_EXACT,
        day if day.high.is_infinite() => text::CROSSOVER_OPEN,
        _ => text::CROSSOVER_RANGE,
    };
    Some(lang.fill(message, &[("time", &central), ("low", &low), ("high", &high)]))
}

/// The main inputs of a scenario in one line: what is chosen, what is set, and the other essential values.
pub fn main_inputs(lang: Lang, scenario: &Scenario, inputs: &Inputs) -> String {
    let choices = scenario
        .choices()
        .map(|(choice, id)| option_name(lang, choice, id));
    let values = Param::ALL
        .into_iter()
        .filter(|param| inputs.applies[*param as usize])
        .filter(|param| param.spec().level == Level::Essential || scenario.get(*param).is_some())
        .map(|param| {
            let label = lang.message_for("param", param.spec().id);
            [label, "\u{a0}", &value(lang, param, inputs.values[param])].concat()
        });
    choices.chain(values).collect::<Vec<_>>().join(" · ")
}

/// Everyday equivalents of an amount: number, thing, source. Those of the brief are for its own presets alone, so that
/// no other result is told in two ways.
pub fn equivalents(
    lang: Lang,
    indicator: Indicator,
    total: f64,
    of_brief: bool,
) -> Vec<(String, &'static str, String)> {
    /// Maximum number of equivalents.
    const MAX_SHOWN: usize = 3;
    if total <= 0.0 {
        return Vec::new();
    }
    let driving = if lang.locale().miles {
        "miles"
    } else {
        "kilometres"
    };
    let is_for_reader = |row: &data::Equivalence| match row.readers {
        "brief" => of_brief,
        "everyone" => !of_brief,
        readers => !of_brief && readers == driving,
    };
    data::equivalences()
        .iter()
        .filter(|row| row.indicator == indicator.id() && is_for_reader(row))
        // Numbers outside this range are hard to picture, but driving is told for every result.
        .filter(|row| row.readers == driving || (0.5..5e5).contains(&(total / row.value.central)))
        .take(MAX_SHOWN)
        .map(|row| {
            let amount = total / row.value.central;
            let count = number::COUNT.text(amount, lang.locale());
            let thing = number::unit_form(lang.message_for("like", row.id), amount, lang.locale());
            (count, thing, citation(data::source(row.value.source)))
        })
        .collect()
}

/// Author, year and title of a source.
pub fn citation(source: &Source) -> String {
    format!(
        "{} ({}). {}. {}.",
        authors(source),
        source.year,
        source.details().title,
        source.details().publisher
    )
}

/// Where the value of an input is from, in one line.
pub fn provenance(lang: Lang, param: Param, provenance: &Provenance) -> String {
    with_words(lang, |words| words.provenance(param, provenance))
}

/// Where a choice is from, in one line: the preset that the scenario started from, or the reader.
pub fn choice_source(lang: Lang, started_from: Option<&Preset>, choice: Choice, option: &str) -> String {
    let found = started_from.and_then(|preset| Some((preset, preset.source_of_choice(choice, option)?)));
    found.map_or_else(
        || lang.message(text::SOURCE_OWN).to_owned(),
        |(preset, (source, assumed))| {
            with_words(lang, |words| {
                let line = words.in_preset(preset.id, &words.source(data::source(source)));
                words.marked(line, assumed)
            })
        },
    )
}

fn with_words<T>(lang: Lang, write: impl FnOnce(&Words) -> T) -> T {
    let lookup = |id: &str| lang.lookup(id).to_owned();
    write(&Words {
        lookup: &lookup,
        locale: lang.locale(),
    })
}

/// The value of a fact with its range.
pub fn fact_range(lang: Lang, unit: &'static str, fact: &Fact) -> String {
    let value = lang.value_in(fact.central, None, unit);
    let end = |value: f64| number::in_unit(value, None, unit, lang.locale());
    if fact.low < fact.high {
        lang.fill(
            text::SOURCE_RANGE,
            &[
                ("value", &value),
                ("low", &end(fact.low)),
                ("high", &end(fact.high)),
            ],
        )
    } else {
        lang.fill(text::SOURCE_EXACT, &[("value", &value)])
    }
}

/// Error message for a text that is not a valid number; `kept` is the value that stays in use.
pub fn field_error(lang: Lang, error: ParseError, unit: &'static str, kept: f64) -> String {
    let message = match error {
        ParseError::Empty => text::ERROR_EMPTY,
        ParseError::NotANumber => text::ERROR_NUMBER,
        ParseError::Infinite => text::ERROR_INFINITE,
        ParseError::Unit => text::ERROR_UNIT,
    };
    let parts = [
        ("kept", &*lang.value_in(kept, None, unit)),
        ("unit", lang.unit(unit, kept)),
    ];
    lang.fill(message, &parts)
}

/// The text of a note.
pub fn note(lang: Lang, note: &Note) -> String {
    match note {
        Note::Full => lang.message(text::SCENARIO_LIMIT).to_owned(),
        Note::Replaced {
            at,
            before,
            now,
            moved,
        } => {
            let message = if *moved {
                text::SCENARIO_MOVED
            } else {
                text::SCENARIO_REPLACED
            };
            lang.fill(
                message,
                &[("before", &scenario_name(lang, before, *at)), ("now", now)],
            )
        }
        Note::Link(warning) => match warning {
            DecodeWarning::UnknownKey(key) => lang.fill(text::LINK_UNKNOWN_KEY, &[("key", key)]),
            DecodeWarning::NotANumber { param, text } => {
                let name = lang.message_for("param", param.spec().id);
                lang.fill(text::LINK_NOT_A_NUMBER, &[("name", name), ("text", text)])
            }
            DecodeWarning::Clamped { param, asked, used } => clamped(lang, *param, *asked, *used),
            DecodeWarning::TooManyScenarios(count) => {
                lang.fill(text::LINK_TOO_MANY, &[("n", &count.to_string())])
            }
            DecodeWarning::TooLong(_) => lang.message(text::LINK_TOO_LONG).to_owned(),
            DecodeWarning::LaterVersion(version) => lang.fill(text::LINK_LATER, &[("version", version)]),
            DecodeWarning::OtherData(version) => lang.fill(
                text::LINK_OTHER_DATA,
                &[("version", version), ("own", data::VERSION)],
            ),
            DecodeWarning::NameCut(name) => lang.fill(
                text::LINK_NAME_CUT,
                &[("name", name), ("max", &MAX_NAME.to_string())],
            ),
            DecodeWarning::NotALink => lang.message(text::LINK_NOT_A_LINK).to_owned(),
        },
    }
}

/// Message about a value that was clamped or rounded.
pub fn clamped(lang: Lang, param: Param, asked: f64, used: f64) -> String {
    let (locale, raw) = (lang.locale(), asked);
    let asked = if asked.is_finite() {
        number::full_precision(asked, locale)
    } else {
        "∞".to_owned()
    };
    let spec = param.spec();
    let in_range = (spec.min..=spec.max).contains(&raw);
    lang.fill(
        if in_range {
            text::ERROR_WHOLE
        } else {
            text::ERROR_CLAMPED
        },
        &[
            ("name", lang.message_for("param", spec.id)),
            ("asked", &asked),
            ("used", &value(lang, param, used)),
            ("min", &number::full_precision(spec.min, locale)),
            ("max", &number::full_precision(spec.max, locale)),
        ],
    )
}

/// The text of a warning.
pub fn warning(lang: Lang, warning: &Warning) -> String {
    let name = match (warning.param, warning.choice) {
        (Some(param), _) => lang.message_for("param", param.spec().id),
        (None, Some(choice)) => lang.message_for("choice", choice.spec().id),
        (None, None) => "",
    };
    let default = warning.choice.map_or("", |choice| choice.spec().default);
    let message = match warning.code {
        WarningCode::UnknownOption => text::WARNING_UNKNOWN_OPTION,
        WarningCode::NothingCounted => text::WARNING_NOTHING,
        WarningCode::PowerAboveTdp => text::WARNING_POWER,
        WarningCode::ActiveAboveTotal => text::WARNING_ACTIVE,
        WarningCode::SharesAboveOne => text::WARNING_SHARES,
        WarningCode::DoesNotFit => text::WARNING_DOES_NOT_FIT,
        WarningCode::BatchLimited => text::WARNING_BATCH_LIMITED,
        WarningCode::Extrapolated => text::WARNING_EXTRAPOLATED,
        WarningCode::Saturated => text::WARNING_SATURATED,
        WarningCode::CombustionBasis => text::WARNING_COMBUSTION,
        WarningCode::BasisUnavailable => text::WARNING_BASIS,
        WarningCode::ResidualBasis => text::WARNING_RESIDUAL,
    };
    lang.fill(
        message,
        &[("name", name), ("text", &warning.text), ("default", default)],
    )
}

/// The preset with this name.
pub fn preset_named(lang: Lang, name: &str) -> Option<&'static Preset> {
    presets()
        .iter()
        .find(|preset| lang.message_for("preset", preset.id) == name)
}

/// Name of a scenario; a default name with its number where it has none.
pub fn scenario_name(lang: Lang, scenario: &Scenario, index: usize) -> String {
    let name = scenario.name.trim();
    if name.is_empty() {
        lang.fill(text::SCENARIO_DEFAULT, &[("n", &(index + 1).to_string())])
    } else {
        name.to_owned()
    }
}

/// Names of all scenarios.
pub fn scenario_names(lang: Lang, scenarios: &[Scenario]) -> Vec<AttrValue> {
    scenarios
        .iter()
        .enumerate()
        .map(|(index, scenario)| AttrValue::from(scenario_name(lang, scenario, index)))
        .collect()
}

/// Option id that stands for no table row.
const NONE: &str = "none";

/// Name of an option of a choice; for options from a table, the name of the row.
pub fn option_name(lang: Lang, choice: Choice, id: &str) -> String {
    let name = match choice.spec().options {
        Options::Table(table) => data::row_name(table, id),
        Options::List(_) => None,
    };
    match name {
        Some(name) => name.to_owned(),
        None if id == NONE => lang.message(text::OPTION_NONE).to_owned(),
        None => option(lang, choice, id),
    }
}

/// Name of an option of a choice from its message; options from a table are returned unchanged.
pub fn option(lang: Lang, choice: Choice, option: &str) -> String {
    match choice.spec().options {
        Options::List(_) => lang
            .lookup(&format!("option.{}.{option}", choice.spec().id))
            .to_owned(),
        Options::Table(_) => option.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::scenario::resolve;

    #[test]
    fn a_boundary_lists_what_is_counted_and_what_is_not() {
        let sentence = |scenario: &Scenario, indicator| {
            boundary(Lang::EN, &resolve(scenario, Catalog::built_in()), indicator)
        };
        let service = Scenario::default()
            .choosing(Choice::TrainingRoute, "none")
            .choosing(Choice::InferenceRoute, "tokens")
            .with(Param::Pue, 1.0)
            .with(Param::HostShare, 0.0)
            .with(Param::IdleShare, 0.0)
            .with(Param::RequestsPerSecond, 2.0);
        assert_eq!(
            sentence(&service, Indicator::Energy),
            "Included: inference, idle capacity. Not included: training, cooling and power distribution (PUE), \
             servers (CPU, memory, fans), network and storage energy. \
             Grid carbon intensity is a life-cycle value (upstream included)."
        );
        let nothing = service
            .choosing(Choice::InferenceRoute, "none")
            .with(Param::Intensity, 50.0);
        assert_eq!(
            sentence(&nothing, Indicator::Energy),
            "Not included: training, inference, cooling and power distribution (PUE), servers (CPU, memory, fans), \
             network and storage energy. Grid carbon intensity was entered by the user."
        );
    }
}
