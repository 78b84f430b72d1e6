//! Sentences made of numbers: the only place where figures become words of the page.

use std::sync::OnceLock;

use yew::AttrValue;

use super::state::Note;
use super::text::{self, Lang};
use crate::chart::{self, Interval};
use crate::codec::DecodeWarning;
use crate::data::{self, Fact, Source};
use crate::model::{Indicator, Part, SystemBoundary};
pub use crate::report::document::family;
use crate::report::document::{basis_id, part_id};
use crate::report::number::{self, Locale, ParseError};
use crate::report::words::first_author;
use crate::scenario::{Choice, Inputs, Options, Param, Preset, Scenario, Warning, WarningCode, presets};

/// Year from which the age of a fact is counted: the tables' own.
fn data_year() -> u16 {
    data::VERSION
        .split('.')
        .next()
        .and_then(|year| year.parse().ok())
        .unwrap_or(0)
}

/// Whether a fact is older than three years.
pub fn is_stale(fact: &Fact) -> bool {
    data_year().saturating_sub(fact.year) > 3
}

impl Lang {
    /// How this language writes numbers.
    pub fn locale(self) -> Locale {
        Locale::of(self.code())
    }

    /// The words of the figures.
    pub fn chart_words(self) -> &'static chart::Words {
        static READ: [OnceLock<chart::Words>; text::LANGUAGES.len()] =
            [const { OnceLock::new() }; text::LANGUAGES.len()];
        READ[self.index()].get_or_init(|| chart::Words::new(self.all_of("figure.")))
    }

    /// A unit of the parameter table, in this language.
    pub fn unit(self, unit: &'static str) -> &'static str {
        let words = self.of_kind("unit", unit);
        if words.is_empty() { unit } else { words }
    }
}

/// A change of an indicator, with its sign.
pub fn signed(lang: Lang, indicator: Indicator, change: f64) -> String {
    let sign = if change < 0.0 { "−" } else { "+" };
    format!("{sign}{}", amount(lang, indicator, change.abs()))
}

/// A source by its first author and its year.
pub fn short_citation(lang: Lang, source: &Source) -> String {
    let who = first_author(source, lang.get(text::SOURCE_OTHERS));
    format!("{who} ({})", source.year)
}

/// An amount of an indicator with its unit.
pub fn amount(lang: Lang, indicator: Indicator, value: f64) -> String {
    family(indicator).text(value, lang.locale())
}

/// The 90 % interval of an amount; `None` where all inputs are certain.
pub fn range(lang: Lang, indicator: Indicator, value: Interval) -> Option<String> {
    (!value.is_certain())
        .then(|| family(indicator).range(value.central, value.low, value.high, lang.locale()))
}

/// The 90 % interval of an amount, in words.
pub fn interval(lang: Lang, indicator: Indicator, value: Interval) -> String {
    range(lang, indicator, value).map_or_else(
        || lang.get(text::RESULT_CERTAIN).to_owned(),
        |range| lang.fill(text::RESULT_INTERVAL, &[("range", &range)]),
    )
}

/// A value that was computed rather than typed, in four digits, with its unit.
pub fn rounded(lang: Lang, param: Param, value: f64) -> String {
    number::join(
        &number::significant(value, 4, lang.locale()),
        lang.unit(param.spec().unit),
    )
}

/// A value of a parameter with its unit.
pub fn value(lang: Lang, param: Param, value: f64) -> String {
    format!(
        "{}\u{a0}{}",
        number::full_precision(value, lang.locale()),
        lang.unit(param.spec().unit)
    )
}

/// What a result counts and what not, in one line.
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
    let words = |parts: Vec<Part>| parts.into_iter().map(|part| lang.of(part_id(part)));
    let counted: Vec<&str> = accounting
        .map(|accounting| lang.get(accounting))
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
    sentences.push(lang.of(basis_id(basis)).to_owned());
    sentences.join(" ")
}

/// What an amount is like: number, thing, source.
pub fn equivalents(lang: Lang, indicator: Indicator, total: f64) -> Vec<(String, &'static str, String)> {
    /// As many likenesses as a reader takes in.
    const MOST: usize = 4;
    /// Unit of the rows that speak to those who count in miles.
    const MILES: &str = "kg per mile";
    if total <= 0.0 {
        return Vec::new();
    }
    data::equivalences()
        .iter()
        .filter(|row| lang.locale().miles || row.unit != MILES)
        // A number people can picture: neither a crumb nor a flood.
        .filter(|row| row.indicator == indicator.id() && (0.5..5e5).contains(&(total / row.value.central)))
        .take(MOST)
        .map(|row| {
            let count = number::COUNT.text(total / row.value.central, lang.locale());
            let source = citation(data::source(row.value.source));
            (count, lang.of_kind("like", row.id), source)
        })
        .collect()
}

/// Author, year and title of a source.
pub fn citation(source: &Source) -> String {
    format!(
        "{} ({}). {}. {}.",
        source.author, source.year, source.title, source.publisher
    )
}

/// One line under a control: where its default comes from.
pub fn source_line(lang: Lang, fact: &Fact) -> String {
    let source = data::source(fact.source);
    let who = first_author(source, lang.get(text::SOURCE_OTHERS));
    lang.fill(
        text::SOURCE_LINE,
        &[("who", &who), ("year", &fact.year.to_string())],
    )
}

/// The value of a fact with its range.
pub fn fact_range(lang: Lang, unit: &'static str, fact: &Fact) -> String {
    let locale = lang.locale();
    let plain = |v: f64| number::full_precision(v, locale);
    let (value, unit) = (plain(fact.central), lang.unit(unit));
    if fact.low < fact.high {
        lang.fill(
            text::SOURCE_RANGE,
            &[
                ("value", &value),
                ("unit", unit),
                ("low", &plain(fact.low)),
                ("high", &plain(fact.high)),
            ],
        )
    } else {
        lang.fill(text::SOURCE_EXACT, &[("value", &value), ("unit", unit)])
    }
}

/// What to do about a text that is no number.
pub fn field_error(lang: Lang, error: ParseError, unit: &'static str, kept: f64) -> String {
    let kept = number::full_precision(kept, lang.locale());
    let message = match error {
        ParseError::Empty => text::ERROR_EMPTY,
        ParseError::NotANumber => text::ERROR_NUMBER,
        ParseError::Infinite => text::ERROR_INFINITE,
        ParseError::Unit => text::ERROR_UNIT,
    };
    lang.fill(message, &[("kept", &kept), ("unit", lang.unit(unit))])
}

/// A note, in words.
pub fn note(lang: Lang, note: &Note) -> String {
    match note {
        Note::Full => lang.get(text::SCENARIO_LIMIT).to_owned(),
        Note::Link(warning) => match warning {
            DecodeWarning::UnknownKey(key) => lang.fill(text::LINK_UNKNOWN_KEY, &[("key", key)]),
            DecodeWarning::NotANumber { param, text } => {
                let name = lang.of_kind("param", param.spec().id);
                lang.fill(text::LINK_NOT_A_NUMBER, &[("name", name), ("text", text)])
            }
            DecodeWarning::Clamped { param, asked, used } => clamped(lang, *param, *asked, *used),
            DecodeWarning::TooManyScenarios(count) => {
                lang.fill(text::LINK_TOO_MANY, &[("n", &count.to_string())])
            }
            DecodeWarning::TooLong(_) => lang.get(text::LINK_TOO_LONG).to_owned(),
            DecodeWarning::LaterVersion(version) => lang.fill(text::LINK_LATER, &[("version", version)]),
            DecodeWarning::OtherData(version) => lang.fill(
                text::LINK_OTHER_DATA,
                &[("version", version), ("own", data::VERSION)],
            ),
            DecodeWarning::NotALink => lang.get(text::LINK_NOT_A_LINK).to_owned(),
        },
    }
}

/// What became of a value that cannot be used as it is.
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
            ("name", lang.of_kind("param", spec.id)),
            ("asked", &asked),
            ("used", &value(lang, param, used)),
            ("min", &number::full_precision(spec.min, locale)),
            ("max", &number::full_precision(spec.max, locale)),
        ],
    )
}

/// A warning of the model, in words.
pub fn warning(lang: Lang, warning: &Warning) -> String {
    let name = match (warning.param, warning.choice) {
        (Some(param), _) => lang.of_kind("param", param.spec().id),
        (None, Some(choice)) => lang.of_kind("choice", choice.spec().id),
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
        WarningCode::ResidualBasis => text::WARNING_RESIDUAL,
    };
    lang.fill(
        message,
        &[("name", name), ("text", &warning.text), ("default", default)],
    )
}

/// The example whose name this is.
pub fn example(lang: Lang, name: &str) -> Option<&'static Preset> {
    presets()
        .iter()
        .find(|preset| lang.of_kind("preset", preset.id) == name)
}

/// Name of a scenario; its number where the reader gave none.
pub fn scenario_name(lang: Lang, scenario: &Scenario, index: usize) -> String {
    let name = scenario.name.trim();
    if name.is_empty() {
        lang.fill(text::SCENARIO_DEFAULT, &[("n", &(index + 1).to_string())])
    } else {
        name.to_owned()
    }
}

/// The names of scenarios in their order.
pub fn scenario_names(lang: Lang, scenarios: &[Scenario]) -> Vec<AttrValue> {
    scenarios
        .iter()
        .enumerate()
        .map(|(index, scenario)| AttrValue::from(scenario_name(lang, scenario, index)))
        .collect()
}

/// Id of no row of a table.
const NONE: &str = "none";

/// An option of a choice by the name that readers know: that of the row for models and accelerators.
pub fn chosen(lang: Lang, choice: Choice, id: &str) -> String {
    let name = match choice.spec().options {
        Options::Table(table) => data::row_name(table, id),
        Options::List(_) => None,
    };
    match name {
        Some(name) => name.to_owned(),
        None if id == NONE => lang.get(text::OPTION_NONE).to_owned(),
        None => option(lang, choice, id),
    }
}

/// An option of a choice, in words; the id of a row of a table stays as it is.
pub fn option(lang: Lang, choice: Choice, option: &str) -> String {
    match choice.spec().options {
        Options::List(_) => lang
            .of(&format!("option.{}.{option}", choice.spec().id))
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
    fn a_boundary_is_told_in_words() {
        let said = |scenario: &Scenario, indicator| {
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
            said(&service, Indicator::Energy),
            "Counted: inference, idle capacity. Not counted: training, cooling and power distribution (PUE), hosts, \
             energy of network and storage. Grid intensity on a life-cycle basis."
        );
        let nothing = service
            .choosing(Choice::InferenceRoute, "none")
            .with(Param::Intensity, 50.0);
        assert_eq!(
            said(&nothing, Indicator::Energy),
            "Not counted: training, inference, cooling and power distribution (PUE), hosts, \
             energy of network and storage. The grid intensity is the reader's own."
        );
    }
}
