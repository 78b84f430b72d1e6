//! Habits of the page.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::component::chart_view::width_of;
use super::platform::{self, location};
use super::state::{Action, State};
use crate::analysis::{Outcome, Results};
use crate::scenario::Scenario;

/// Milliseconds between two writes of the address: browsers refuse more than about a hundred in half a minute.
const PAUSE: u32 = 250;

/// Width a figure is drawn at before its place has been measured, px.
const FIRST_WIDTH: i32 = 640;

/// Keeps the address in step with the state, and the state with an address the reader changes and with the keys of
/// undo.
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
        let write = write.clone();
        use_effect_with(text, move |text| {
            latest.borrow_mut().clone_from(text);
            let timer = Timeout::new(PAUSE, move || write.emit(()));
            move || drop(timer)
        });
    }
    let (send, by_key) = (state.dispatcher(), state.dispatcher());
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let typed = EventListener::new(&window, "hashchange", move |_| {
                let fragment = location::fragment();
                if fragment != *written.borrow() {
                    send.dispatch(Action::open(&fragment));
                }
            });
            // A page left within the pause keeps its last step.
            let left = EventListener::new(&window, "pagehide", move |_| write.emit(()));
            let options = EventListenerOptions::enable_prevent_default();
            let undone = EventListener::new_with_options(&window, "keydown", options, move |event| {
                if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                    && let Some(action) = undoing(key)
                {
                    key.prevent_default();
                    by_key.dispatch(action);
                }
            });
            [typed, left, undone]
        });
        move || drop(listeners)
    });
}

/// The result of every scenario; worked out again where one has changed.
#[hook]
pub fn use_outcomes(scenarios: &[Scenario], results: &Results) -> Rc<Vec<Rc<Outcome>>> {
    use_memo(scenarios.to_vec(), |scenarios| results.of(scenarios))
}

/// A value as it was drawn last, or a step before: it follows in a task of its own, once what must not wait is on the
/// screen, and is laid out there, so that the next input finds less to do. Steps that come faster are passed over.
#[hook]
pub fn use_later<T: Clone + PartialEq + 'static>(now: T) -> T {
    let shown = use_state_eq(|| now.clone());
    let waiting = use_mut_ref(|| None::<T>);
    let setter = shown.setter();
    use_effect_with(now, move |now| {
        if waiting.borrow_mut().replace(now.clone()).is_none() {
            let waiting = waiting.clone();
            platform::after(0, move || {
                if let Some(latest) = waiting.take() {
                    setter.set(latest);
                    platform::after(0, platform::lay_out);
                }
            });
        }
    });
    (*shown).clone()
}

/// Width of an element in pixels, followed while the window changes. A figure is drawn for it.
#[hook]
pub fn use_width(node: &NodeRef) -> i32 {
    let width = use_state_eq(|| FIRST_WIDTH);
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

/// Whether the page is being put on paper: what only paper shows is not worked out at every step of a slider.
#[hook]
pub fn use_printing() -> bool {
    let printing = use_state_eq(|| false);
    let setter = printing.setter();
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let told = [("beforeprint", true), ("afterprint", false)].map(|(event, now)| {
                let setter = setter.clone();
                EventListener::new(&window, event, move |_| setter.set(now))
            });
            // A look at the page as it would be printed is not told by events.
            let looked = window.match_media("print").ok().flatten().map(|media| {
                let paper = media.clone();
                EventListener::new(&media, "change", move |_| setter.set(paper.matches()))
            });
            (told, looked)
        });
        move || drop(listeners)
    });
    *printing
}

/// What Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) ask for, except where a text is being typed.
fn undoing(key: &KeyboardEvent) -> Option<Action> {
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
