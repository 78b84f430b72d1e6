//! Turns results into figures: supplies `chart` with names, units and number formatting.

use std::rc::Rc;

use yew::AttrValue;

use super::component::chart_view::Draw;
use super::text::{self, Lang};
use super::wording;
use crate::analysis::Outcome;
use crate::chart::figure::{comparison, stages};
use crate::chart::{self, Figure, Named};
use crate::model::{Indicator, Stage};

/// Name of the breakdown by stage, for ids and files.
pub const STAGES: &str = "stages";
/// Name of the comparison of scenarios.
pub const COMPARISON: &str = "comparison";

/// Heading of a figure: its subject and the indicator.
pub fn title(lang: Lang, name: &str, indicator: Indicator) -> AttrValue {
    let what = lang.message(if name == STAGES {
        text::CHART_STAGES
    } else {
        text::CHART_COMPARE
    });
    let of = lang.message_for("indicator", indicator.id());
    AttrValue::from([what, lang.locale().colon, of].concat())
}

/// Draws a figure with the language's formatting of an indicator.
pub(super) fn with_view(
    lang: Lang,
    indicator: Indicator,
    width: i32,
    draw: impl FnOnce(&chart::View) -> Figure,
) -> Figure {
    let (family, locale) = (wording::family(indicator), lang.locale());
    let view = chart::View {
        width,
        words: lang.chart_words(),
        unit: family.unit(0.0).name(locale),
        value: &|value| family.text(value, locale),
        range: &|amount, low, high| family.range(amount, low, high, locale),
        tick: &|value| family.text(value, locale),
    };
    draw(&view)
}

/// The contribution of each stage, scenario by scenario.
pub fn stages(lang: Lang, outcomes: &[Rc<Outcome>], names: &[AttrValue], indicator: Indicator) -> Draw {
    let (outcomes, names) = (outcomes.to_vec(), names.to_vec());
    Draw(Rc::new(move |width| {
        let labels = Stage::ALL.map(|stage| lang.message_for("stage", stage.id()));
        let values: Vec<[f64; Stage::COUNT]> = outcomes
            .iter()
            .map(|o| Stage::ALL.map(|stage| o.leaves.stage(stage, indicator)))
            .collect();
        let scenarios: Vec<_> = outcomes
            .iter()
            .zip(&names)
            .zip(&values)
            .map(|((outcome, name), values)| stages::Breakdown {
                name,
                values,
                total: outcome.total(indicator),
            })
            .collect();
        with_view(lang, indicator, width, |view| {
            stages::draw(
                &stages::Stages {
                    stages: &labels,
                    scenarios: &scenarios,
                },
                view,
            )
        })
    }))
}

/// One bar per scenario.
pub fn comparison(lang: Lang, outcomes: &[Rc<Outcome>], names: &[AttrValue], indicator: Indicator) -> Draw {
    let (outcomes, names) = (outcomes.to_vec(), names.to_vec());
    Draw(Rc::new(move |width| {
        let scenarios: Vec<_> = outcomes
            .iter()
            .zip(&names)
            .map(|(outcome, name)| Named {
                name,
                value: outcome.total(indicator),
            })
            .collect();
        with_view(lang, indicator, width, |view| comparison::draw(&scenarios, view))
    }))
}
