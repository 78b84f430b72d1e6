//! Hooks of the page.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HashChangeEvent, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::component::chart_view::width_of;
use super::lazy::PendingDownload;
use super::platform::{self, loader, location};
use super::state::{Action, State, View};
use crate::analysis::{Outcome, Results};
use crate::scenario::Scenario;

/// Delay before the address is updated, in milliseconds: browsers refuse more than about a hundred updates in half a
/// minute.
const ADDRESS_DEBOUNCE_MS: u32 = 250;

/// Width of a figure before its container has been measured, px.
const INITIAL_WIDTH: i32 = 640;

/// Synchronizes the address with the state, in both directions, and handles the keyboard shortcuts of undo and redo.
#[hook]
pub fn use_address(state: &UseReducerHandle<State>) {
    let text = state.fragment();
    let written = use_mut_ref(String::new);
    let latest = use_mut_ref(String::new);
    let write = {
        let (written, latest) = (written.clone(), latest.clone());
        Callback::from(move |()| {
            location::replace(&latest.borrow());
            *written.borrow_mut() = location::fragment();
        })
    };
    {
        let text = text.clone();
        use_effect_with(state.view, move |view| match location::marked_view() {
            None => location::mark_view(view.id()),
            // Back and Forward have brought the reader here.
            Some(marked) if marked == view.id() => {}
            Some(_) => location::push_view(view.id(), &text),
        });
    }
    {
        let write = write.clone();
        use_effect_with(text, move |text| {
            latest.borrow_mut().clone_from(text);
            let timer = Timeout::new(ADDRESS_DEBOUNCE_MS, move || write.emit(()));
            move || drop(timer)
        });
    }
    let (send, by_key, by_history) = (state.dispatcher(), state.dispatcher(), state.dispatcher());
    let read = written.clone();
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            // The event has the new address; that of the page may have been replaced since by the delayed update above.
            let address_changed = EventListener::new(&window, "hashchange", move |event| {
                let fragment = event
                    .dyn_ref::<HashChangeEvent>()
                    .map_or_else(location::fragment, |event| {
                        location::fragment_of(&event.new_url())
                    });
                if fragment != *written.borrow() {
                    send.dispatch(Action::open(&fragment));
                }
            });
            // Back and Forward change the view and leave the scenarios alone, although an older link has them otherwise.
            let history_moved = EventListener::new(&window, "popstate", move |_| {
                if let Some(view) = location::marked_view().as_deref().and_then(View::from_id) {
                    *read.borrow_mut() = location::fragment();
                    by_history.dispatch(Action::SelectView(view));
                }
            });
            // A page that is left before the delay has passed keeps its last change.
            let page_left = EventListener::new(&window, "pagehide", move |_| write.emit(()));
            let options = EventListenerOptions::enable_prevent_default();
            let key_pressed = EventListener::new_with_options(&window, "keydown", options, move |event| {
                if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                    && let Some(action) = undo_action(key)
                {
                    key.prevent_default();
                    by_key.dispatch(action);
                }
            });
            [address_changed, history_moved, page_left, key_pressed]
        });
        move || drop(listeners)
    });
}

/// Closes the panels of menus: when the reader clicks elsewhere, picks a button in one, or presses Escape.
#[hook]
pub fn use_menus() {
    use_effect_with((), |()| {
        let listeners = web_sys::window().map(|window| {
            let clicked = EventListener::new(&window, "click", |event| {
                let target = event
                    .target()
                    .and_then(|target| target.dyn_into::<Element>().ok());
                let inside = |selector| target.as_ref()?.closest(selector).ok()?;
                let picked = inside(".menu-panel button:not([data-keep-open])").is_some();
                let own = inside(".menu").filter(|_| !picked);
                platform::close_menus(own.as_ref());
            });
            let key_pressed = EventListener::new(&window, "keydown", |event| {
                if event
                    .dyn_ref::<KeyboardEvent>()
                    .is_some_and(|key| key.key() == "Escape")
                {
                    platform::close_menu_of_focus();
                }
            });
            [clicked, key_pressed]
        });
        move || drop(listeners)
    });
}

/// Names the scenario in the title of the browser's tab, so that tabs, bookmarks and printed files can be told apart.
#[hook]
pub fn use_tab_title(scenario: &AttrValue, page: &'static str) {
    use_effect_with(scenario.clone(), move |scenario| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&[scenario, " · ", page].concat());
        }
    });
}

/// A part of the page that is downloaded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Download<T> {
    /// Not there yet.
    Running,
    /// It could not be downloaded.
    Failed,
    /// It is there.
    Done(T),
}

impl<T> Download<T> {
    /// What has been downloaded.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(found) => Some(found),
            Self::Running | Self::Failed => None,
        }
    }
}

/// Downloads a part of the page as soon as it is `wanted`; with a callback for another attempt.
#[hook]
pub fn use_download<T: Copy + 'static>(
    start: impl Fn() -> PendingDownload<T> + 'static,
    wanted: bool,
) -> (Download<T>, Callback<()>) {
    let download = use_state(|| Download::Running);
    let load = {
        let download = download.clone();
        Callback::from(move |()| {
            // It is running already unless it has failed before.
            if matches!(*download, Download::Failed) {
                download.set(Download::Running);
            }
            let (download, pending) = (download.clone(), start());
            spawn_local(async move {
                download.set(pending.await.map_or(Download::Failed, Download::Done));
            });
        })
    };
    {
        let load = load.clone();
        use_effect_with(wanted, move |wanted| {
            if *wanted {
                load.emit(());
            }
        });
    }
    (*download, load)
}

/// The result of every scenario; recalculated for those that have changed.
#[hook]
pub fn use_outcomes(scenarios: &[Scenario], results: &Results) -> Rc<Vec<Rc<Outcome>>> {
    use_memo(scenarios.to_vec(), |scenarios| results.of(scenarios))
}

/// A value that is updated in a later task, so that the urgent part of the page is rendered first. Layout is forced in
/// that task as well, so that it does not delay the next input. Values that are replaced before then are skipped.
#[hook]
pub fn use_deferred<T: Clone + PartialEq + 'static>(now: T) -> T {
    let shown = use_state_eq(|| now.clone());
    let waiting = use_mut_ref(|| None::<T>);
    let setter = shown.setter();
    use_effect_with(now, move |now| {
        if waiting.borrow_mut().replace(now.clone()).is_none() {
            let waiting = waiting.clone();
            platform::after(0, move || {
                if let Some(latest) = waiting.take() {
                    setter.set(latest);
                    platform::after(0, platform::force_layout);
                }
            });
        }
    });
    (*shown).clone()
}

/// Whether the texts that the first render does not need have arrived, which are fetched once the page is `complete`; and
/// another attempt where that has failed.
#[hook]
pub fn use_view_texts(complete: bool) -> (bool, Option<Callback<()>>) {
    let arrived = use_state_eq(|| None::<bool>);
    let setter = arrived.setter();
    let fetch = use_callback((), move |(), ()| {
        let setter = setter.clone();
        spawn_local(async move { setter.set(Some(loader::fetch_view_texts().await)) });
    });
    {
        let fetch = fetch.clone();
        use_effect_with(complete, move |complete| {
            if *complete {
                fetch.emit(());
            }
        });
    }
    let failed = *arrived == Some(false);
    (*arrived == Some(true), failed.then_some(fetch))
}

/// Width of an element in pixels, updated when the window is resized.
#[hook]
pub fn use_width(node: &NodeRef) -> i32 {
    let width = use_state_eq(|| INITIAL_WIDTH);
    let measure = {
        let (node, width) = (node.clone(), width.clone());
        Callback::from(move |()| {
            if let Some(now) = width_of(&node) {
                width.set(now);
            }
        })
    };
    use_effect_with((), move |()| {
        measure.emit(());
        let listener =
            web_sys::window().map(|window| EventListener::new(&window, "resize", move |_| measure.emit(())));
        move || drop(listener)
    });
    *width
}

/// Whether the page is being printed, so that print-only content is not rendered at every step of a slider.
#[hook]
pub fn use_printing() -> bool {
    let printing = use_state_eq(|| false);
    let setter = printing.setter();
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let events = [("beforeprint", true), ("afterprint", false)].map(|(event, now)| {
                let setter = setter.clone();
                EventListener::new(&window, event, move |_| setter.set(now))
            });
            // A preview of the print layout fires no print events.
            let preview = window.match_media("print").ok().flatten().map(|media| {
                let query = media.clone();
                EventListener::new(&media, "change", move |_| setter.set(query.matches()))
            });
            (events, preview)
        });
        move || drop(listeners)
    });
    *printing
}

/// Undo or redo for Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), except in text fields, which have their own undo.
fn undo_action(key: &KeyboardEvent) -> Option<Action> {
    let typing = key
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| matches!(input.type_().as_str(), "text" | "search"));
    if typing || !(key.ctrl_key() || key.meta_key()) {
        return None;
    }
    match (key.key().to_ascii_lowercase().as_str(), key.shift_key()) {
        ("z", false) => Some(Action::Undo),
        ("z", true) | ("y", _) => Some(Action::Redo),
        _ => None,
    }
}
