//! The result: headline, everyday equivalents and all indicators.

use yew::prelude::*;

use crate::analysis::Outcome;
use crate::app::context::Ui;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::data::{self, Catalog};
use crate::model::{Indicator, Phase, like_for_like, measure};
use crate::report::number;
use crate::report::words::fill;
use crate::scenario::{Param, Preset, Scenario, matching_preset};

/// What stands around the headline number.
pub struct Surroundings {
    /// When inference overtakes training; `None` until its code has been downloaded.
    pub crossover: Option<Html>,
    /// Everyday equivalents.
    pub equivalents: Html,
    /// The main chart.
    pub chart: Html,
}

/// The headline number with the main chart, its boundary and equivalents.
pub fn headline(
    ui: &Ui,
    outcome: &Outcome,
    indicator: Indicator,
    name: &str,
    scenario: &Scenario,
    around: Surroundings,
) -> Html {
    let lang = ui.lang;
    let total = outcome.total(indicator);
    let what = lang.message_for("indicator", indicator.id());
    html! {
        <section class="card headline" aria-labelledby="headline-title">
            <div class="headline-number">
                <h2 id="headline-title">{ what }<span class="of">{ scenario_details(lang, outcome, name) }</span></h2>
                <output aria-live="polite" aria-atomic="true">
                    <p class="figure-main">{ wording::amount(lang, indicator, total.central) }</p>
                    <p class="figure-range">{ wording::interval(lang, indicator, total) }</p>
                </output>
                // Its space is kept free, so that nothing moves when it comes.
                if both_phases(outcome, indicator) {
                    <p class="crossover">{ around.crossover.unwrap_or_default() }</p>
                }
                { around.equivalents }
            </div>
            { around.chart }
            <div class="headline-foot">
                // On a phone the sentence is shortened until it is opened.
                <details class="boundary"><summary>{ wording::boundary(lang, &outcome.inputs, indicator) }</summary></details>
                { published_comparison(lang, outcome, scenario) }
            </div>
        </section>
    }
}

/// Whether a result has training as well as inference.
fn both_phases(outcome: &Outcome, indicator: Indicator) -> bool {
    [Phase::Training, Phase::Inference]
        .into_iter()
        .all(|phase| outcome.leaves.phase(phase, indicator) > 0.0)
}

/// Name and place of a scenario, and its horizon if it includes inference.
fn scenario_details(lang: Lang, outcome: &Outcome, name: &str) -> String {
    let choices = &outcome.inputs.choices;
    let zone = || {
        Catalog::built_in()
            .zone(&choices.zone)
            .map_or("", |zone| zone.name)
    };
    let place = choices.region.map_or_else(zone, |region| region.place);
    let mut parts = vec![name.to_owned()];
    if place != name {
        parts.push(place.to_owned());
    }
    if outcome.inputs.applies[Param::Horizon as usize] {
        parts.push(number::years(
            outcome.inputs.values[Param::Horizon],
            lang.locale(),
        ));
    }
    parts.join(" · ")
}

/// The published figure of an unchanged preset, and our result within the same boundary.
fn published_comparison(lang: Lang, outcome: &Outcome, scenario: &Scenario) -> Option<Html> {
    let published = data::published_figure(matching_preset(scenario)?.published?)?;
    let (indicator, units) = measure(published)?;
    let (theirs, ours) = (
        published.value.central,
        like_for_like(&outcome.leaves, &outcome.inputs.values, published)?,
    );
    let amount = |value: f64| wording::amount(lang, indicator, value / units);
    let source = data::source(published.value.source);
    let text = lang.message_for("beside", published.kind);
    let text = fill(
        text,
        &[
            ("theirs", &amount(theirs)),
            ("ours", &amount(ours)),
            ("ratio", &number::significant(ours / theirs, 3, lang.locale())),
        ],
    );
    Some(html! {
        <p class="published-comparison small">{ text }{ " " }<a href={source.details().url} target="_blank" rel="noopener">{ wording::short_citation(lang, source) }</a></p>
    })
}

/// The headline in one line, above views that show something else.
pub fn summary_bar(ui: &Ui, outcome: &Outcome, indicator: Indicator, scenario: &str) -> Html {
    let lang = ui.lang;
    let total = outcome.total(indicator);
    html! {
        <section class="card summary-bar" aria-label={lang.lookup("nav.result")}>
            <p class="what">{ scenario.to_owned() }<span class="of">{ lang.message_for("indicator", indicator.id()) }</span></p>
            <output aria-live="polite" aria-atomic="true">
                <b>{ wording::amount(lang, indicator, total.central) }</b>
                <span class="range">{ wording::interval(lang, indicator, total) }</span>
            </output>
        </section>
    }
}

/// Everyday equivalents of a total.
pub fn equivalents(ui: &Ui, outcome: &Outcome, indicator: Indicator, scenario: &Scenario) -> Html {
    let of_brief = matching_preset(scenario).is_some_and(Preset::is_of_brief);
    let lines = wording::equivalents(ui.lang, indicator, outcome.leaves.total(indicator), of_brief);
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="equivalents" aria-label={ui.lang.message(text::RESULT_LIKE)}>
            { for lines.into_iter().map(|(number, thing, source)| html! {
                <li title={source}><b>{ number }</b>{ " " }{ thing }</li>
            }) }
        </ul>
    }
}

/// All indicators as buttons that select the headline. The selected one shows the `current` result, the others the
/// `deferred` one.
pub fn indicators(ui: &Ui, current: &Outcome, deferred: &Outcome, chosen: Indicator) -> Html {
    html! {
        <section class="indicators" aria-label={ui.lang.message(text::RESULT_INDICATORS)}>
            { for Indicator::ALL.into_iter().map(|indicator| {
                let outcome = if indicator == chosen { current } else { deferred };
                html! {
                    <button type="button" class="indicator" aria-pressed={(indicator == chosen).to_string()}
                        onclick={ui.on(Action::SelectIndicator(indicator))}>
                        <span class="what">{ ui.lang.message_for("indicator", indicator.id()) }</span>
                        <span class="value">{ wording::amount(ui.lang, indicator, outcome.leaves.total(indicator)) }</span>
                        <span class="range">{ wording::range(ui.lang, indicator, outcome.total(indicator)).unwrap_or_default() }</span>
                    </button>
                }
            }) }
        </section>
    }
}
