//! The figures of the Result view: the main one, training against inference over time, and the breakdown.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::component::chart_file;
use crate::app::component::chart_view::ChartView;
use crate::app::component::tables::parts;
use crate::app::figures::{self, Chart, Kind, Subjects};
use crate::app::hook::use_deferred;
use crate::app::lazy::{DetailsProps, ResultDetails};
use crate::app::state::{Action, View};
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::model::Indicator;
use crate::uncertainty::Timeline;

/// What is downloaded right after the first picture.
pub const DETAILS: ResultDetails = ResultDetails {
    main_chart,
    show,
    crossover: |props| html! { <Crossover ..props.clone() /> },
    below: |props| html! { <Below ..props.clone() /> },
    save: chart_file::save,
};

/// Scenarios side by side, or the stages of a single one.
fn main_chart(lang: Lang, subjects: &Subjects, indicator: Indicator) -> Chart {
    if subjects.outcomes.len() > 1 {
        let draw = figures::comparison(lang, subjects, indicator);
        Chart::new(lang, Kind::Comparison, indicator, draw)
    } else {
        let draw = figures::stages(lang, subjects, indicator);
        Chart::new(lang, Kind::Stages, indicator, draw)
    }
}

fn show(lang: Lang, name: &'static str, chart: &Chart) -> Html {
    html! { <ChartView {lang} {name} title={chart.title.clone()} draw={chart.draw.clone()} /> }
}

/// When inference overtakes training. Timelines take as many evaluations as a result, so what shows them follows after
/// the main figure, in a task of its own that renders nothing else.
#[component]
fn Crossover(props: &DetailsProps) -> Html {
    let shown = use_deferred(props.clone());
    let timelines = shown.results.timelines(&shown.subjects.outcomes, shown.indicator);
    let sentence = timelines
        .get(shown.active)
        .and_then(|timeline| wording::crossover(shown.ui.lang, timeline));
    html! { { sentence.unwrap_or_default() } }
}

/// What the Result view shows below the headline; it follows as the sentence above does.
#[component]
fn Below(props: &DetailsProps) -> Html {
    let shown = use_deferred(props.clone());
    let DetailsProps {
        ui,
        results,
        subjects,
        active,
        indicator,
        narrow,
        printing,
    } = &shown;
    let (lang, indicator) = (ui.lang, *indicator);
    let charts = use_memo((subjects.clone(), indicator), |(subjects, indicator)| {
        let indicator = *indicator;
        let timelines = results.timelines(&subjects.outcomes, indicator);
        let serves = |timeline: &Rc<Timeline>| timeline.points.iter().any(|point| point.inference > 0.0);
        let timeline = timelines.iter().any(serves).then(|| {
            let draw = figures::timeline(lang, subjects, &timelines, indicator);
            Chart::new(lang, Kind::Timeline, indicator, draw)
        });
        // A single scenario has its stages beside the headline.
        let stages = (subjects.outcomes.len() > 1).then(|| {
            let draw = figures::stages(lang, subjects, indicator);
            Chart::new(lang, Kind::Stages, indicator, draw)
        });
        (timeline, stages)
    });
    let (timeline, stages) = &*charts;
    let shown = |chart: &Chart| show(lang, chart.kind.id(), chart);
    html! {
        <>
            { for timeline.as_ref().map(shown) }
            // Open from the start where there is space; after that the reader opens and closes it.
            <details class="card group breakdown" open={!narrow || *printing}>
                <summary><h2>{ lang.message(text::RESULT_PARTS) }</h2></summary>
                { for stages.as_ref().map(shown) }
                { parts(ui, &subjects.outcomes[*active], indicator) }
                <p><button type="button" class="button plain" onclick={ui.on(Action::SelectView(View::Sources))}>{ lang.message(text::ACTION_HOW) }</button></p>
            </details>
        </>
    }
}
