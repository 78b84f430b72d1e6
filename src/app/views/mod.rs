//! The views that are downloaded when the first of them is opened: see `component/lazy_view.rs`.

mod checklist;
mod import;
mod leaderboard;
mod levers;
mod limit;
mod methods;
mod mitigate;
mod sources;
mod takeaway;
mod uncertainty;

use std::rc::Rc;

use yew::prelude::*;

use super::context::Ui;
use super::state::{State, View};
use super::text;
use crate::analysis::Outcome;
use crate::scenario::MAX_SCENARIOS;

/// Draws one of these views; nothing for a view that is always there.
pub fn draw(context: &ViewContext) -> Html {
    match context.state.view {
        View::Mitigate => mitigate::view(context),
        View::Uncertainty => uncertainty::view(context),
        View::Methods => methods::view(context),
        View::Leaderboard => leaderboard::view(context),
        View::Checklist => checklist::view(context),
        View::Sources => sources::view(context),
        View::Takeaway => takeaway::view(context),
        View::Result | View::Compare => Html::default(),
    }
}

/// What every view is drawn from. Views are functions of it; only what holds a state of its own (a search, a
/// chosen row) is a component.
pub struct ViewContext<'a> {
    /// Language, and the way to change the state.
    pub ui: &'a Ui,
    /// The state of the page.
    pub state: &'a State,
    /// Result of every scenario.
    pub outcomes: &'a [Rc<Outcome>],
    /// Name of every scenario.
    pub names: &'a [AttrValue],
    /// Address of the page, without its fragment.
    pub address: &'a str,
    /// The day, as `2026-11-23`.
    pub date: &'a str,
}

impl ViewContext<'_> {
    /// Result of the scenario being edited.
    pub fn outcome(&self) -> &Rc<Outcome> {
        &self.outcomes[self.state.active]
    }

    /// Whether there is no room for another scenario.
    pub fn is_full(&self) -> bool {
        self.names.len() >= MAX_SCENARIOS
    }

    /// Why no scenario can be added, where none can.
    pub fn full_note(&self) -> Option<&'static str> {
        self.is_full().then(|| self.ui.lang.get(text::SCENARIO_LIMIT))
    }

    /// Name of the scenario being edited.
    pub fn name(&self) -> &AttrValue {
        &self.names[self.state.active]
    }
}
