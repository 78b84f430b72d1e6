//! How the result was calculated: every part with its formula, what is counted, and the bibliography.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::ViewContext;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::data::{self, search};
use crate::model::explain::explain;
use crate::model::{Indicator, Leaf, METHOD_VERSION, Stage};
use crate::report;
use crate::report::explain::CitedOrigin;
use crate::report::words::Words;

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    html! {
        <>
            { formulas(context) }
            { boundary(context) }
            <Sources lang={context.ui.lang} />
        </>
    }
}

/// Every part of the result with its calculation, by stage.
fn formulas(context: &ViewContext) -> Html {
    let (ui, lang, outcome) = (context.ui, context.ui.lang, context.outcome());
    let indicator = context.state.indicator;
    let send = ui.send.clone();
    let onchange = Callback::from(move |event: Event| {
        let id = event.target_unchecked_into::<HtmlSelectElement>().value();
        if let Some(indicator) = Indicator::from_id(&id) {
            send.emit(Action::SelectIndicator(indicator));
        }
    });
    let stages = Stage::ALL.into_iter().filter_map(|stage| {
        let parts: Vec<Html> = outcome
            .parts(indicator)
            .filter(|(leaf, _)| leaf.stage() == stage)
            .map(|(leaf, value)| part(context, leaf, value))
            .collect();
        (!parts.is_empty()).then(|| {
            html! {
                <div>
                    <h3>{ lang.message_for("stage", stage.id()) }</h3>
                    { for parts }
                </div>
            }
        })
    });
    html! {
        <section class="card formulas" aria-labelledby="formulas-title">
            <h2 id="formulas-title">{ lang.message(text::FORMULA_TITLE) }</h2>
            <p class="muted">{ lang.fill(text::FORMULA_LEDE, &[("name", context.name())]) }</p>
            <label class="formula-pick">{ lang.message(text::TABLE_INDICATOR) }
                <select class="text" {onchange}>
                    { for Indicator::ALL.into_iter().map(|i| html! {
                        <option value={i.id()} selected={i == indicator}>{ lang.message_for("indicator", i.id()) }</option>
                    }) }
                </select>
            </label>
            { for stages }
            <p class="formula-total"><b>{ lang.message(text::TABLE_TOTAL) }{ lang.locale().colon }
                { wording::amount(lang, indicator, outcome.leaves.total(indicator)) }</b></p>
        </section>
    }
}

/// One part: its amount and, expandable, its formula and factors with their origins.
fn part(context: &ViewContext, leaf: Leaf, value: f64) -> Html {
    let (lang, indicator) = (context.ui.lang, context.state.indicator);
    html! {
        <details class="formula-part">
            <summary>
                <span>{ lang.message_for("leaf", leaf.id()) }</span>
                <b>{ wording::amount(lang, indicator, value) }</b>
            </summary>
            { calculation(context, leaf, indicator) }
        </details>
    }
}

/// The formula of an indicator of a part, and its factors with their origins: those that are parts of the result in turn
/// with their own calculation.
fn calculation(context: &ViewContext, leaf: Leaf, indicator: Indicator) -> Html {
    let (lang, outcome) = (context.ui.lang, context.outcome());
    let lookup = |id: &str| lang.lookup(id).to_owned();
    let words = Words {
        lookup: &lookup,
        locale: lang.locale(),
    };
    let Some(explanation) = explain(leaf, indicator, &outcome.inputs, &outcome.leaves) else {
        return Html::default();
    };
    let factors = report::explain::factors(&explanation, &outcome.inputs);
    // Two factors may be the same part.
    let mut behind: Vec<(Leaf, Indicator)> = Vec::new();
    for factor in &factors {
        if let CitedOrigin::Part(leaf, indicator) = factor.origin
            && factor.value > 0.0
            && !behind.contains(&(leaf, indicator))
        {
            behind.push((leaf, indicator));
        }
    }
    html! {
        <div class="formula">
            { for report::explain::lines(&explanation, &words).into_iter().map(|line| html! { <p class="formula-line">{ line }</p> }) }
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::FORMULA_FACTORS)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.message(text::FORMULA_FACTORS) }</th>
                        <th scope="col" class="num">{ lang.message(text::TABLE_VALUE) }</th>
                        <th scope="col">{ lang.message(text::TABLE_SOURCE) }</th>
                    </tr></thead>
                    <tbody>{ for factors.iter().map(|factor| html! {
                        <tr>
                            <th scope="row">{ factor.label(&words) }</th>
                            <td class="num">{ report::explain::value_text(factor, &words) }</td>
                            <td>{ origin(lang, factor.origin, &words) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
            { for behind.into_iter().map(|(leaf, indicator)| html! {
                <details class="more">
                    <summary>{ lang.fill(text::FORMULA_BEHIND, &[
                        ("part", lang.message_for("leaf", leaf.id())),
                        ("indicator", lang.message_for("indicator", indicator.id())),
                    ]) }</summary>
                    { calculation(context, leaf, indicator) }
                </details>
            }) }
        </div>
    }
}

/// Where a factor comes from.
fn origin(lang: Lang, origin: CitedOrigin, words: &Words) -> Html {
    match origin.source() {
        None => html! { { origin.text(words) } },
        Some((source, assumed)) => html! {
            <>
                if let CitedOrigin::Input(..) = origin {
                    { origin.text(words) }<br />
                }
                { wording::citation(source) }
                if assumed {
                    { " " }<span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
                }
                if !source.details().url.is_empty() {
                    { " " }<a href={source.details().url} target="_blank" rel="noopener">{ lang.message(text::SOURCE_OPEN) }</a>
                }
            </>
        },
    }
}

/// What is counted and what is left out.
fn boundary(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let points = [
        text::METHOD_SCOPE,
        text::METHOD_GRID,
        text::METHOD_HARDWARE,
        text::METHOD_SERVING,
        text::METHOD_INTERVAL,
        text::METHOD_OUTSIDE,
    ];
    html! {
        <section class="card" aria-labelledby="boundary-title">
            <h2 id="boundary-title">{ lang.message(text::METHOD_TITLE) }</h2>
            <p class="muted">{ wording::boundary(lang, &context.outcome().inputs, context.state.indicator) }</p>
            <ul class="method-points">{ for points.into_iter().map(|point| html! { <li>{ lang.message(point) }</li> }) }</ul>
            <p class="small muted">{ lang.fill(text::METHOD_VERSIONS, &[
                ("version", env!("CARGO_PKG_VERSION")), ("method", METHOD_VERSION), ("data", data::VERSION),
            ]) }</p>
        </section>
    }
}

/// What the component needs.
#[derive(Clone, PartialEq, Properties)]
struct Props {
    /// The language of the page.
    lang: Lang,
}

/// Every source, searchable.
#[component]
fn Sources(props: &Props) -> Html {
    let lang = props.lang;
    let query = use_state(String::new);
    let sources = data::sources();
    let found = search::rank(&query, sources.len(), |index| {
        let source = &sources[index];
        [
            source.details().title,
            source.author,
            source.details().publisher,
            source.id,
            source.details().licence,
        ]
    });
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    html! {
        <section class="card" aria-labelledby="sources-title">
            <h2 id="sources-title">{ lang.message(text::SOURCES_TITLE) }</h2>
            <p class="muted">{ lang.message(text::SOURCES_LEDE) }</p>
            <div class="sources-search">
                <label for="sources-search">{ lang.message(text::SOURCES_SEARCH) }</label>
                <input class="text" id="sources-search" type="search" value={(*query).clone()} {oninput} autocomplete="off" />
                <p class="small muted" role="status">{ lang.fill(text::SOURCES_COUNT, &[("n", &found.len().to_string())]) }</p>
            </div>
            if found.is_empty() {
                <p>{ lang.message(text::SOURCES_NONE) }</p>
            }
            <ul class="sources-list">
                { for found.iter().map(|index| {
                    let source = &sources[*index];
                    html! {
                        <li key={source.id}>
                            <p>{ wording::citation(source) }
                                if !source.details().url.is_empty() {
                                    { " " }<a href={source.details().url} target="_blank" rel="noopener">{ lang.message(text::SOURCE_OPEN) }
                                        <span class="visually-hidden">{ lang.locale().colon }{ source.details().title }</span></a>
                                }
                            </p>
                            <p class="small muted">{ lang.message(text::SOURCES_LICENCE) }{ lang.locale().colon }{ source.details().licence }
                                if !source.details().attribution.is_empty() {
                                    { " · " }{ source.details().attribution }
                                }
                                { " · " }<code>{ source.id }</code></p>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
