//! A view that is downloaded when it is first opened.

use std::rc::Rc;

use yew::prelude::*;

use super::picker::Item;
use crate::app::context::Ui;
use crate::app::figures::Subjects;
use crate::app::hook::{Download, use_download};
use crate::app::lazy::Downloads;
use crate::app::state::State;
use crate::app::text::{self, Lang};
use crate::app::views::ViewContext;

/// What the view is rendered from, and how its code is downloaded.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// Downloads the code of views.
    pub downloads: Downloads,
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// The state of the page.
    pub state: State,
    /// Result, name and colour of every scenario.
    pub subjects: Subjects,
    /// Places to choose from.
    pub places: Rc<Vec<Item>>,
    /// Address of the page, without its fragment.
    pub address: AttrValue,
    /// The current date, as `2026-11-23`.
    pub date: AttrValue,
}

/// Downloads the selected view, then renders it. The component is keyed by the view, so that each view starts its own
/// download.
#[component]
pub fn LazyView(props: &Props) -> Html {
    let lang = props.ui.lang;
    let (downloads, view) = (props.downloads, props.state.view);
    let (download, load) = use_download(move || (downloads.view)(view), true);
    let view = match download {
        Download::Running => loading(lang),
        Download::Failed => failed(lang, &load),
        Download::Done(draw) => draw(&ViewContext {
            downloads: props.downloads,
            ui: &props.ui,
            state: &props.state,
            subjects: &props.subjects,
            places: &props.places,
            address: &props.address,
            date: &props.date,
        }),
    };
    html! { <div id="view" class="lazy-view">{ view }</div> }
}

/// Shown while a part of the page is downloaded.
pub fn loading(lang: Lang) -> Html {
    html! { <p class="card" role="status">{ lang.message(text::VIEW_LOADING) }</p> }
}

/// Shown where a part of the page could not be downloaded, with a button for another attempt.
pub fn failed(lang: Lang, retry: &Callback<()>) -> Html {
    html! {
        <div class="card notes" role="alert">
            <p>{ lang.message(text::VIEW_FAILED) }</p>
            <button type="button" class="button" onclick={retry.reform(|_| ())}>{ lang.message(text::VIEW_RETRY) }</button>
        </div>
    }
}
