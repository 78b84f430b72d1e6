//! A view that is downloaded when it is first opened.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::picker::Item;
use crate::app::context::Ui;
use crate::app::figures::Subjects;
use crate::app::lazy::{Downloads, DrawView};
use crate::app::state::State;
use crate::app::text::{self, Lang};
use crate::app::views::ViewContext;

/// State of the view's download.
#[derive(Clone, Copy)]
enum Download {
    Running,
    Failed,
    Done(DrawView),
}

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
    let download = use_state(|| Download::Running);
    let load = {
        let (download, downloads, view) = (download.clone(), props.downloads, props.state.view);
        Callback::from(move |()| {
            let download = download.clone();
            download.set(Download::Running);
            spawn_local(async move {
                let code = (downloads.view)(view).await;
                download.set(code.map_or(Download::Failed, Download::Done));
            });
        })
    };
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(()));
    }
    let view = match *download {
        Download::Running => loading(lang),
        Download::Failed => failed(lang, &load),
        Download::Done(draw) => draw(&ViewContext {
            downloads: props.downloads,
            ui: &props.ui,
            state: &props.state,
            subjects: &props.subjects,
            outcomes: &props.subjects.outcomes,
            names: &props.subjects.names,
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
