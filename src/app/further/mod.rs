//! The views that are loaded when they are asked for: a second program, which draws the state of a link and asks
//! the page for another one where the reader changes it.

mod checklist;
mod files;
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

use web_sys::Element;
use yew::prelude::*;

use super::context::Ui;
use super::hook::use_outcomes;
use super::platform::{handover, language, location, today};
use super::state::{Action, State, View};
use super::text;
use super::wording;
use crate::analysis::{Outcome, Results};
use crate::app::markup::html;
use crate::scenario::MAX_SCENARIOS;

/// Draws the further views into their place, if the page has one.
pub fn start() {
    let Some(place) = handover::place() else { return };
    // What the loader wrote there while the program came.
    place.set_text_content(None);
    let properties = FurtherViewsProps { place: place.clone() };
    yew::Renderer::<FurtherViews>::with_root_and_props(place, properties).render();
}

/// Where the views are drawn.
#[derive(Clone, PartialEq, Properties)]
pub struct FurtherViewsProps {
    /// The element that the page keeps for them.
    pub place: Element,
}

/// Follows the page: its state is the only one.
#[component]
pub fn FurtherViews(props: &FurtherViewsProps) -> Html {
    let lang = language::spoken();
    let place = props.place.clone();
    let state = use_reducer_eq(|| State::from_fragment(&handover::shown(&place), ""));
    {
        let (place, send) = (props.place.clone(), state.dispatcher());
        use_effect_with((), move |()| {
            // The page may have gone on while the program started.
            send.dispatch(Action::open(&handover::shown(&place)));
            let heard = Callback::from(move |link: String| send.dispatch(Action::open(&link)));
            let shown = handover::on_show(&place, heard);
            // The page may have asked before the program came.
            files::save_for_page(&place);
            let wished = {
                let asked = place.clone();
                handover::on_wish(&place, move || files::save_for_page(&asked))
            };
            move || drop((shown, wished))
        });
    }
    let latest = use_mut_ref(|| (*state).clone());
    latest.borrow_mut().clone_from(&state);
    let send = {
        let (place, latest) = (props.place.clone(), latest.clone());
        use_callback((), move |action: Action, ()| {
            let now = latest.borrow();
            let next = now.reduce(action).fragment();
            if next != now.fragment() {
                handover::ask(&place, &next);
            }
        })
    };
    let address = use_memo((), |()| location::page());
    let date = use_memo((), |()| today());
    html! {
        <FurtherView ui={Ui { lang, send }} state={(*state).clone()} address={(*address).clone()} date={(*date).clone()} />
    }
}

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub struct FurtherViewProps {
    /// Language, and the way to ask for another state.
    pub ui: Ui,
    /// The state of the page.
    pub state: State,
    /// Address of the page, without its fragment.
    pub address: String,
    /// The day, as `2026-11-23`.
    pub date: String,
}

/// A further view for a state: no browser needed to draw it.
#[component]
pub fn FurtherView(props: &FurtherViewProps) -> Html {
    let lang = props.ui.lang;
    let state = &props.state;
    let results = use_memo((), |()| Results::default());
    let outcomes = use_outcomes(&state.scenarios, &results);
    let names = wording::scenario_names(lang, &state.scenarios);
    let shown = Shown {
        ui: &props.ui,
        state,
        outcomes: &outcomes,
        names: &names,
        address: &props.address,
        date: &props.date,
    };
    match state.view {
        View::Mitigate => mitigate::view(&shown),
        View::Uncertainty => uncertainty::view(&shown),
        View::Methods => methods::view(&shown),
        View::Leaderboard => leaderboard::view(&shown),
        View::Checklist => checklist::view(&shown),
        View::Sources => sources::view(&shown),
        View::Takeaway => takeaway::view(&shown),
        // The page draws these itself and hides this place.
        View::Result | View::Compare => Html::default(),
    }
}

/// What every view is drawn from. Views are functions of it; only what holds a state of its own (a search, a
/// chosen row) is a component.
pub(super) struct Shown<'a> {
    /// Language, and the way to ask for another state.
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

impl Shown<'_> {
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
