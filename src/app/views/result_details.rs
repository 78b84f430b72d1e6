//! What the Result view shows below the headline: training against inference over time, and the breakdown.

use std::rc::Rc;

use yew::prelude::*;

use super::ViewContext;
use crate::app::component::chart_file;
use crate::app::component::chart_view::ChartView;
use crate::app::component::tables::parts;
use crate::app::figures::{self, Chart, Kind, Subjects};
use crate::app::lazy::ResultDetails;
use crate::app::state::{Action, View};
use crate::app::text::{self, Lang};
use crate::model::Indicator;
use crate::uncertainty::Timeline;

/// What is downloaded right after the first picture.
pub const DETAILS: ResultDetails = ResultDetails {
    main_chart,
    show,
    below: view,
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

/// The view.
fn view(context: &ViewContext) -> Html {
    let (ui, lang, indicator) = (context.ui, context.ui.lang, context.state.indicator);
    let subjects = context.subjects;
    let timelines = context.results.timelines(&subjects.outcomes, indicator);
    let serves = |timeline: &Rc<Timeline>| timeline.points.iter().any(|point| point.inference > 0.0);
    let timeline = timelines.iter().any(serves).then(|| {
        Chart::new(
            lang,
            Kind::Timeline,
            indicator,
            figures::timeline(lang, subjects, &timelines, indicator),
        )
    });
    // A single scenario has its stages beside the headline.
    let stages = (subjects.outcomes.len() > 1).then(|| {
        Chart::new(
            lang,
            Kind::Stages,
            indicator,
            figures::stages(lang, subjects, indicator),
        )
    });
    let shown = |chart: Chart| show(lang, chart.kind.id(), &chart);
    html! {
        <>
            { for timeline.map(shown) }
            // Open from the start where there is space; after that the reader opens and closes it.
            <details class="card group breakdown" open={!context.narrow || context.printing}>
                <summary><h2>{ lang.message(text::RESULT_PARTS) }</h2></summary>
                { for stages.map(shown) }
                { parts(ui, context.outcome(), indicator) }
                <p><button type="button" class="button plain" onclick={ui.on(Action::SelectView(View::Sources))}>{ lang.message(text::ACTION_HOW) }</button></p>
            </details>
        </>
    }
}
