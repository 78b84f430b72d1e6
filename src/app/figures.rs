//! Turns results into figures: supplies `chart` with names, units and number formatting.

use std::rc::Rc;

use yew::AttrValue;

use super::component::chart_view::Draw;
use super::text::{self, Lang};
use super::wording;
use crate::analysis::Outcome;
use crate::chart::figure::{comparison, cumulative, stages};
use crate::chart::{self, Figure, Interval, Named};
use crate::model::{Indicator, Stage};
use crate::quantity::HOURS_PER_DAY;
use crate::report::number::{self, TimeUnit};
use crate::uncertainty::Timeline;

/// A figure of the scenarios, shown on the Result view and elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The contribution of each stage of the life cycle.
    Stages,
    /// One bar per scenario.
    Comparison,
    /// Training and inference, accumulating over the service period.
    Timeline,
}

impl Kind {
    /// Name for ids and files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Comparison => "comparison",
            Self::Timeline => "timeline",
        }
    }

    /// Heading of the figure: its subject and the indicator.
    pub fn title(self, lang: Lang, indicator: Indicator) -> AttrValue {
        let what = lang.message(match self {
            Self::Stages => text::CHART_STAGES,
            Self::Comparison => text::CHART_COMPARE,
            Self::Timeline => text::CHART_TIMELINE,
        });
        let of = lang.message_for("indicator", indicator.id());
        AttrValue::from([what, lang.locale().colon, of].concat())
    }
}

/// Significant digits of a whole number on a time axis, which is never rounded.
const TICK_DIGITS: usize = 9;

/// A figure with its heading.
#[derive(Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub kind: Kind,
    /// Its heading.
    pub title: AttrValue,
    /// Draws it.
    pub draw: Draw,
}

impl Chart {
    /// A figure of an indicator.
    pub fn new(lang: Lang, kind: Kind, indicator: Indicator, draw: Draw) -> Self {
        Self {
            kind,
            title: kind.title(lang, indicator),
            draw,
        }
    }
}

/// The scenarios of a figure.
#[derive(Clone, PartialEq)]
pub struct Subjects {
    /// Their results.
    pub outcomes: Rc<Vec<Rc<Outcome>>>,
    /// Their names.
    pub names: Vec<AttrValue>,
    /// Their series colours.
    pub colours: Vec<usize>,
}

/// Draws a figure with the language's formatting of an indicator.
pub(super) fn with_view(
    lang: Lang,
    indicator: Indicator,
    width: i32,
    draw: impl FnOnce(&chart::View) -> Figure,
) -> Figure {
    with_colours(lang, indicator, &[], width, draw)
}

/// The same for a figure of scenarios, which have these series colours.
pub(super) fn with_colours(
    lang: Lang,
    indicator: Indicator,
    colours: &[usize],
    width: i32,
    draw: impl FnOnce(&chart::View) -> Figure,
) -> Figure {
    let (family, locale) = (wording::family(indicator), lang.locale());
    let view = chart::View {
        width,
        words: lang.chart_words(),
        colours,
        unit: family.unit(0.0).name(locale),
        value: &|value| family.text(value, locale),
        range: &|amount, low, high| family.range(amount, low, high, locale),
        beside: &|value, other| family.text_beside(value, other, locale),
    };
    draw(&view)
}

/// The contribution of each stage, scenario by scenario.
pub fn stages(lang: Lang, subjects: &Subjects, indicator: Indicator) -> Draw {
    let subjects = subjects.clone();
    Draw(Rc::new(move |width| {
        let labels = Stage::ALL.map(|stage| lang.message_for("stage", stage.id()));
        let values: Vec<[f64; Stage::COUNT]> = subjects
            .outcomes
            .iter()
            .map(|o| Stage::ALL.map(|stage| o.leaves.stage(stage, indicator)))
            .collect();
        let scenarios: Vec<_> = subjects
            .outcomes
            .iter()
            .zip(&subjects.names)
            .zip(&values)
            .map(|((outcome, name), values)| stages::Breakdown {
                name,
                values,
                total: outcome.total(indicator),
            })
            .collect();
        let data = stages::Stages {
            stages: &labels,
            scenarios: &scenarios,
        };
        with_colours(lang, indicator, &subjects.colours, width, |view| {
            stages::draw(&data, view)
        })
    }))
}

/// One bar per scenario.
pub fn comparison(lang: Lang, subjects: &Subjects, indicator: Indicator) -> Draw {
    let subjects = subjects.clone();
    Draw(Rc::new(move |width| {
        let scenarios: Vec<_> = subjects
            .outcomes
            .iter()
            .zip(&subjects.names)
            .map(|(outcome, name)| Named {
                name,
                value: outcome.total(indicator),
            })
            .collect();
        with_colours(lang, indicator, &subjects.colours, width, |view| {
            comparison::draw(&scenarios, view)
        })
    }))
}

/// Training and inference of every scenario over the service period, with the time at which inference overtakes
/// training. `timelines` are those of the subjects.
pub fn timeline(lang: Lang, subjects: &Subjects, timelines: &[Rc<Timeline>], indicator: Indicator) -> Draw {
    let (subjects, timelines) = (subjects.clone(), timelines.to_vec());
    Draw(Rc::new(move |width| {
        let last_day = timelines
            .iter()
            .filter_map(|timeline| timeline.points.last())
            .fold(0.0, |longest: f64, point| longest.max(point.day));
        let unit = TimeUnit::of_axis(last_day * HOURS_PER_DAY);
        let in_unit = |days: f64| days * HOURS_PER_DAY / unit.hours;
        let points: Vec<Vec<cumulative::TimePoint>> = timelines
            .iter()
            .map(|timeline| {
                let (low, high) = timeline.training;
                let points = timeline.points.iter().zip(&timeline.inference);
                points
                    .map(|(point, inference)| cumulative::TimePoint {
                        time: in_unit(point.day),
                        training: Interval::simulated(low, point.training, high),
                        inference: Interval::simulated(inference.0, point.inference, inference.1),
                    })
                    .collect()
            })
            .collect();
        let series: Vec<_> = subjects
            .names
            .iter()
            .zip(&points)
            .zip(&timelines)
            .map(|((name, points), timeline)| cumulative::TimeSeries {
                name,
                points,
                crossover: timeline.crossover.map(|day| Interval {
                    low: in_unit(day.low),
                    central: in_unit(day.central),
                    high: in_unit(day.high),
                }),
            })
            .collect();
        let data = cumulative::Cumulative {
            series: &series,
            time: &|amount| number::duration(amount * unit.hours, lang.locale()),
            bound: &|amount| number::duration_bound(amount * unit.hours, lang.locale()),
            tick: &|amount| unit.text(amount, TICK_DIGITS, lang.locale()),
        };
        with_colours(lang, indicator, &subjects.colours, width, |view| {
            cumulative::draw(&data, view)
        })
    }))
}
