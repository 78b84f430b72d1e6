//! The views that are downloaded on demand (`component/lazy_view.rs`), in the pieces that `src/pieces.rs` defines.

mod checklist;
mod claims;
pub mod compare;
pub mod import;
mod leaderboard;
mod limit;
mod measures;
pub mod methods;
pub mod mitigate;
pub mod result_details;
mod sources;
mod takeaway;
mod uncertainty;

use std::rc::Rc;

use yew::prelude::*;

use super::component::picker::Item;
use super::context::Ui;
use super::figures::Subjects;
use super::lazy::Downloads;
use super::state::{State, View};
use super::text;
use crate::analysis::Outcome;
use crate::scenario::MAX_SCENARIOS;

/// Renders one of the views that share a piece of the program; nothing for the others, since code that is reachable
/// from here as well would be no piece of its own.
pub fn draw(context: &ViewContext) -> Html {
    match context.state.view {
        View::Uncertainty => uncertainty::view(context),
        View::Claims => claims::view(context),
        View::Leaderboard => leaderboard::view(context),
        View::Checklist => checklist::view(context),
        View::Sources => sources::view(context),
        View::Takeaway => takeaway::view(context),
        View::Result | View::Mitigate | View::Compare | View::Methods => Html::default(),
    }
}

/// What every view is rendered from. Views are functions of it; only what has state of its own (a search, a
/// selected row) is a component.
pub struct ViewContext<'a> {
    /// Downloads further parts of the program.
    pub downloads: Downloads,
    /// The language and the dispatcher of the state.
    pub ui: &'a Ui,
    /// The state of the page.
    pub state: &'a State,
    /// Result, name and colour of all scenarios.
    pub subjects: &'a Subjects,
    /// Places to choose from.
    pub places: &'a Rc<Vec<Item>>,
    /// Address of the page, without its fragment.
    pub address: &'a str,
    /// The current date, as `2026-11-23`.
    pub date: &'a str,
}

impl<'a> ViewContext<'a> {
    /// Results of all scenarios.
    pub fn outcomes(&self) -> &'a [Rc<Outcome>] {
        &self.subjects.outcomes
    }

    /// Names of all scenarios.
    pub fn names(&self) -> &'a [AttrValue] {
        &self.subjects.names
    }

    /// Result of the active scenario.
    pub fn outcome(&self) -> &Rc<Outcome> {
        &self.outcomes()[self.state.active]
    }

    /// Whether the maximum number of scenarios is reached.
    pub fn is_full(&self) -> bool {
        self.names().len() >= MAX_SCENARIOS
    }

    /// Message why no scenario can be added; `None` while one can.
    pub fn full_note(&self) -> Option<&'static str> {
        self.is_full().then(|| self.ui.lang.message(text::SCENARIO_LIMIT))
    }

    /// Name of the active scenario.
    pub fn name(&self) -> &AttrValue {
        &self.names()[self.state.active]
    }
}
