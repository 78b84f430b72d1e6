//! The bibliography: every source id of every table, with its licence.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Shown;
use crate::app::text;
use crate::app::text::Lang;
use crate::app::wording;
use crate::data::{self, search};

/// The view.
pub(super) fn view(shown: &Shown) -> Html {
    html! { <Sources lang={shown.ui.lang} /> }
}

/// What the list needs.
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
            source.title,
            source.author,
            source.publisher,
            source.id,
            source.licence,
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
            <h2 id="sources-title">{ lang.get(text::SOURCES_TITLE) }</h2>
            <p class="muted">{ lang.get(text::SOURCES_LEDE) }</p>
            <div class="sources-search">
                <label for="sources-search">{ lang.get(text::SOURCES_SEARCH) }</label>
                <input class="text" id="sources-search" type="search" value={(*query).clone()} {oninput} autocomplete="off" />
                <p class="small muted" role="status">{ lang.fill(text::SOURCES_COUNT, &[("n", &found.len().to_string())]) }</p>
            </div>
            if found.is_empty() {
                <p>{ lang.get(text::SOURCES_NONE) }</p>
            }
            <ul class="sources-list">
                { for found.iter().map(|index| {
                    let source = &sources[*index];
                    html! {
                        <li key={source.id}>
                            <p>{ wording::citation(source) }
                                if !source.url.is_empty() {
                                    { " " }<a href={source.url} target="_blank" rel="noopener">{ lang.get(text::SOURCE_OPEN) }
                                        <span class="hush">{ ": " }{ source.title }</span></a>
                                }
                            </p>
                            <p class="small muted">{ lang.get(text::SOURCES_LICENCE) }{ ": " }{ source.licence }
                                if !source.attribution.is_empty() {
                                    { " · " }{ source.attribution }
                                }
                                { " · " }<code>{ source.id }</code></p>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
