//! What every part of the page receives.

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

/// The language and the dispatcher of the state.
///
/// Passed as an argument, since most parts of the page are plain functions that return `Html`: they have no state of
/// their own, so they need not be components, and a function cannot read a context.
#[derive(Clone, PartialEq)]
pub struct Ui {
    /// The language of the page.
    pub lang: Lang,
    /// Whether the texts that the first render does not need have arrived. Components that show one of them render
    /// again when they do.
    pub has_all_texts: bool,
    /// Fetches these texts again; `None` unless their download has failed.
    pub retry_texts: Option<Callback<()>>,
    /// Dispatches an action to the state. The callback itself never changes.
    pub send: Callback<Action>,
}

impl Ui {
    /// A click handler that dispatches an action.
    pub fn on(&self, action: Action) -> Callback<MouseEvent> {
        let send = self.send.clone();
        Callback::from(move |_| send.emit(action.clone()))
    }
}
