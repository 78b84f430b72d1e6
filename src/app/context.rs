//! What every part of the page is handed.

use std::rc::Rc;

use yew::prelude::*;

use super::state::{Action, State};
use super::text::Lang;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = State::reduce(&self, action);
        if next == *self { self } else { Rc::new(next) }
    }
}

/// The language, and the way to change the state.
///
/// Handed down rather than provided by contexts: each context provider and each component is compiled anew
/// (about 8 KB of WebAssembly), so only what holds a state of its own is a component, the rest are functions.
#[derive(Clone, PartialEq)]
pub struct Ui {
    /// The language of the page.
    pub lang: Lang,
    /// The way to change the state. Never changes itself.
    pub send: Callback<Action>,
}

impl Ui {
    /// A click that does this.
    pub fn on(&self, action: Action) -> Callback<MouseEvent> {
        let send = self.send.clone();
        Callback::from(move |_| send.emit(action.clone()))
    }
}
