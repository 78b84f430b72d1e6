//! A view that is downloaded when the first of its kind is opened.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::analysis::Outcome;
use crate::app::context::Ui;
use crate::app::platform;
use crate::app::state::State;
use crate::app::text;
use crate::app::views::ViewContext;

/// Draws the view that the state asks for.
pub type DrawView = fn(&ViewContext) -> Html;

/// The code and texts of the views could not be downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadError;

/// A download of the views on its way.
pub type Arriving = Pin<Box<dyn Future<Output = Result<DrawView, DownloadError>>>>;

/// Brings the code of the views: at once where it is part of the program, else over the network.
#[derive(Clone, Copy)]
pub struct ViewLoader(pub fn() -> Arriving);

impl PartialEq for ViewLoader {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}

/// How far the download of the views is.
#[derive(Clone, Copy)]
enum Download {
    Running,
    Failed,
    Done(DrawView),
}

/// What is shown, and where its code comes from.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// Brings the code.
    pub loader: ViewLoader,
    /// Language, and the way to change the state.
    pub ui: Ui,
    /// The state of the page.
    pub state: State,
    /// Result of every scenario.
    pub outcomes: Rc<Vec<Rc<Outcome>>>,
    /// Name of every scenario.
    pub names: Vec<AttrValue>,
    /// Address of the page, without its fragment.
    pub address: AttrValue,
}

/// Downloads the views when it is first drawn, then draws the one that the state asks for.
#[component]
pub fn LazyView(props: &Props) -> Html {
    let lang = props.ui.lang;
    let download = use_state(|| Download::Running);
    let date = use_memo((), |()| platform::today());
    let load = {
        let (download, loader) = (download.clone(), props.loader);
        Callback::from(move |()| {
            let download = download.clone();
            download.set(Download::Running);
            spawn_local(async move {
                let came = (loader.0)().await;
                download.set(came.map_or(Download::Failed, Download::Done));
            });
        })
    };
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(()));
    }
    let view = match *download {
        Download::Running => html! { <p class="card" role="status">{ lang.message(text::VIEW_LOADING) }</p> },
        Download::Failed => html! {
            <div class="card notes" role="alert">
                <p>{ lang.message(text::VIEW_FAILED) }</p>
                <button type="button" class="button" onclick={move |_| load.emit(())}>{ lang.message(text::VIEW_RETRY) }</button>
            </div>
        },
        Download::Done(draw) => draw(&ViewContext {
            ui: &props.ui,
            state: &props.state,
            outcomes: &props.outcomes,
            names: &props.names,
            address: &props.address,
            date: &date,
        }),
    };
    html! { <div id="view" class="lazy-view">{ view }</div> }
}
