//! Everything the page remembers, and the only way to change it: `reduce`, a pure function.

use std::rc::Rc;

use crate::codec::DecodeWarning;
use crate::codec::url::{self, Link};
use crate::data;
use crate::model::Indicator;
use crate::scenario::{Choice, Entry, MAX_SCENARIOS, Param, SLOTS, Scenario, preset};

/// Steps that can be undone.
const HISTORY: usize = 100;

/// Part of the first model's queries that a further model answers once it is chosen, until the reader says another:
/// so two share alike, and the others keep what they have.
const FIRST_PART: f64 = 0.5;

/// Page keys whose values the page carries in its links as they are: language, levers pulled, checklist items
/// done.
pub const FURTHER_KEYS: [&str; 3] = ["lang", "levers", "done"];

// `View`: `assets/data/views.csv` as code.
include!(concat!(env!("OUT_DIR"), "/views.rs"));

impl View {
    /// The view with this name in links.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.id() == id)
    }

    /// Whether it is drawn by the second program, which is loaded when the first of these views is asked for.
    pub const fn is_further(self) -> bool {
        !matches!(self, Self::Result | Self::Compare)
    }

    /// Whether the inputs stand beside it.
    pub const fn has_inputs(self) -> bool {
        !matches!(self, Self::Checklist | Self::Sources)
    }
}

/// Something the reader should know about what they did.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The link held something that could not be used as written.
    Link(DecodeWarning),
    /// No further scenario fits.
    Full,
}

/// Everything the page remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// One to four.
    pub scenarios: Vec<Scenario>,
    /// The one being edited.
    pub active: usize,
    /// What is shown.
    pub view: View,
    /// What the headline and the charts count.
    pub indicator: Indicator,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// Further page keys of the link with their values, such as checklist items done: see [`FURTHER_KEYS`].
    pub further: Vec<(String, String)>,
    /// Keys of later versions, to be written back.
    pub kept: Vec<(usize, String, String)>,
    past: Vec<Rc<Snapshot>>,
    future: Vec<Rc<Snapshot>>,
    /// The edit that further steps of the same drag belong to.
    running: Option<Edit>,
}

/// What undo brings back. Shared: every step of a slider makes a state anew, with all that can be undone.
#[derive(Clone, Debug, PartialEq)]
struct Snapshot {
    scenarios: Vec<Scenario>,
    active: usize,
}

/// An edit that may come in many small steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    Value(usize, Param),
    Name(usize),
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A value of the active scenario changes. Steps of one drag are undone together.
    Set(Param, Entry),
    /// A typed value: as `Set`, and a step of its own.
    Type(Param, f64),
    /// The end of a drag: the next step is undone by itself.
    Settle,
    /// Back to the default.
    Clear(Param),
    /// A choice of the active scenario changes.
    Choose(Choice, String),
    /// A place is chosen: a cloud region or a zone, never both.
    Place(Choice, String),
    /// A copy of the active scenario in another place, under this name. Where a second name is given, the active one is
    /// an example and takes it; and one that is nowhere yet is put in the place itself.
    Elsewhere(Choice, String, String, Option<String>),
    /// Scenarios, by their place in the row, take the grid of this zone and keep their data centre.
    Regrid(Vec<(usize, &'static str)>),
    /// The active scenario becomes a preset under this name.
    Preset(&'static str, String),
    /// Another scenario is edited.
    Select(usize),
    /// A new scenario of defaults under this name.
    Add(String),
    /// A copy of the active one under this name.
    Duplicate(String),
    /// A finished scenario is added as the last and edited.
    AddScenario(Box<Scenario>),
    /// A scenario goes.
    Remove(usize),
    /// A scenario is renamed.
    Rename(usize, String),
    /// Another view.
    Show(View),
    /// Another indicator.
    Count(Indicator),
    /// One step back.
    Undo,
    /// One step forward again.
    Redo,
    /// A note was read.
    Dismiss(usize),
    /// A further page key takes this value; an empty one removes it.
    Keep(&'static str, String),
    /// A link was opened in this page.
    Open(Link, Vec<DecodeWarning>),
}

impl Action {
    /// Opens a link of this site, with what is wrong with it.
    pub fn open(fragment: &str) -> Self {
        let (link, warnings) = url::decode(fragment, data::VERSION);
        Self::Open(link, warnings)
    }
}

impl State {
    /// The state of a link of this site, as [`State::from_link`].
    pub fn from_fragment(fragment: &str, name: &str) -> Self {
        let (link, warnings) = url::decode(fragment, data::VERSION);
        Self::from_link(link, warnings, name)
    }

    /// What a link asks for; the opening preset, under `name`, where it asks for nothing.
    pub fn from_link(link: Link, warnings: Vec<DecodeWarning>, name: &str) -> Self {
        let mut state = Self {
            scenarios: vec![preset("opening").map_or_else(|| Scenario::new(name), |p| p.scenario(name))],
            active: 0,
            view: View::default(),
            indicator: Indicator::GhgLocation,
            notes: Vec::new(),
            further: Vec::new(),
            kept: Vec::new(),
            past: Vec::new(),
            future: Vec::new(),
            running: None,
        };
        state.open(link, warnings);
        state
    }

    /// The link to this state, without address and `#`.
    pub fn fragment(&self) -> String {
        url::encode(&self.link(), data::VERSION)
    }

    /// What a link to this state says.
    pub fn link(&self) -> Link {
        let mut page = Vec::new();
        if self.view != View::default() {
            page.push(("view".to_owned(), self.view.id().to_owned()));
        }
        if self.active > 0 {
            page.push(("active".to_owned(), self.active.to_string()));
        }
        if self.indicator != Indicator::GhgLocation {
            page.push(("indicator".to_owned(), self.indicator.id().to_owned()));
        }
        page.extend(self.further.iter().cloned());
        Link {
            scenarios: self.scenarios.clone(),
            page,
            kept: self.kept.clone(),
        }
    }

    /// Value of a further page key; empty where the link has none.
    pub fn kept_under(&self, key: &str) -> &str {
        self.further
            .iter()
            .find(|(known, _)| known == key)
            .map_or("", |(_, value)| value)
    }

    /// The scenario being edited.
    pub fn scenario(&self) -> &Scenario {
        &self.scenarios[self.active]
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The state after an action.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Self {
        let mut next = self.clone();
        next.apply(action);
        next
    }

    fn apply(&mut self, action: Action) {
        let active = self.active;
        match action {
            Action::Set(param, entry) => self.edit(Some(Edit::Value(active, param)), |s| {
                s.scenarios[active].set(param, entry);
            }),
            Action::Type(param, asked) => {
                self.running = None;
                self.edit(None, |s| {
                    s.scenarios[active].set(param, asked);
                });
            }
            Action::Settle => self.running = None,
            Action::Clear(param) => self.edit(None, |s| s.scenarios[active].clear(param)),
            Action::Choose(choice, option) => {
                self.edit(None, |s| choose(&mut s.scenarios[active], choice, &option));
            }
            Action::Place(choice, option) => {
                self.edit(None, |s| place(&mut s.scenarios[active], choice, &option));
            }
            Action::Elsewhere(choice, option, name, here) => {
                self.elsewhere(choice, &option, &name, here.as_deref());
            }
            Action::Regrid(zones) => self.edit(None, |s| {
                for (index, zone) in zones {
                    regrid(&mut s.scenarios[index], zone);
                }
            }),
            Action::Preset(id, name) => {
                let found = preset(id);
                self.edit(None, |s| {
                    s.scenarios[active] = found.map_or_else(Scenario::default, |p| p.scenario(&name));
                });
            }
            Action::Select(index) => {
                self.running = None;
                self.active = index.min(self.scenarios.len() - 1);
            }
            Action::Add(name) => self.insert(Scenario::new(&name)),
            Action::Duplicate(name) => {
                let mut copy = self.scenario().clone();
                copy.name = Scenario::new(&name).name;
                self.insert(copy);
            }
            Action::AddScenario(scenario) => {
                self.insert(*scenario);
                // Wherever it was found, it is to be looked at.
                self.view = View::Result;
            }
            Action::Remove(index) => self.remove(index),
            Action::Rename(index, name) => {
                if index < self.scenarios.len() {
                    self.edit(Some(Edit::Name(index)), |s| {
                        s.scenarios[index].name = Scenario::new(&name).name;
                    });
                }
            }
            Action::Show(view) => self.view = view,
            Action::Count(indicator) => self.indicator = indicator,
            Action::Undo => {
                if let Some(snapshot) = self.past.pop() {
                    let now = self.restore(&snapshot);
                    self.future.push(now);
                }
            }
            Action::Redo => {
                if let Some(snapshot) = self.future.pop() {
                    let now = self.restore(&snapshot);
                    self.past.push(now);
                }
            }
            Action::Dismiss(index) => {
                if index < self.notes.len() {
                    self.notes.remove(index);
                }
            }
            Action::Keep(key, value) => {
                self.further.retain(|(known, _)| known != key);
                if !value.is_empty() {
                    self.further.push((key.to_owned(), value));
                }
            }
            Action::Open(link, warnings) => {
                self.running = None;
                let before = self.snapshot();
                self.open(link, warnings);
                if before.scenarios != self.scenarios {
                    self.remember(before);
                }
            }
        }
    }

    fn open(&mut self, link: Link, warnings: Vec<DecodeWarning>) {
        if let Some(view) = link.page("view").and_then(View::from_id) {
            self.view = view;
        }
        if let Some(id) = link.page("indicator")
            && let Some(indicator) = Indicator::from_id(id)
        {
            self.indicator = indicator;
        }
        let active = link.page("active").and_then(|text| text.parse::<usize>().ok());
        if !link.scenarios.is_empty() {
            self.further.clear();
        }
        for key in FURTHER_KEYS {
            if let Some(value) = link.page(key) {
                let value = value.to_owned();
                self.apply(Action::Keep(key, value));
            }
        }
        if !link.scenarios.is_empty() {
            self.scenarios = link.scenarios;
            self.kept = link.kept;
            self.active = 0;
        }
        self.active = active.unwrap_or(self.active).min(self.scenarios.len() - 1);
        self.notes = warnings.into_iter().map(Note::Link).collect();
    }

    fn remove(&mut self, index: usize) {
        if self.scenarios.len() == 1 || index >= self.scenarios.len() {
            return;
        }
        self.edit(None, |s| {
            s.scenarios.remove(index);
            s.kept.retain(|(at, ..)| *at != index);
            for (at, ..) in &mut s.kept {
                *at -= usize::from(*at > index);
            }
            if s.active > index || s.active == s.scenarios.len() {
                s.active -= 1;
            }
        });
    }

    fn insert(&mut self, scenario: Scenario) {
        if self.scenarios.len() == MAX_SCENARIOS {
            if !self.notes.contains(&Note::Full) {
                self.notes.push(Note::Full);
            }
            return;
        }
        self.edit(None, |s| {
            s.scenarios.push(scenario);
            s.active = s.scenarios.len() - 1;
        });
    }

    fn elsewhere(&mut self, choice: Choice, option: &str, name: &str, here: Option<&str>) {
        let active = self.active;
        let mut moved = self.scenario().clone();
        let nowhere = here.is_some() && moved.has_no_location();
        moved.name = Scenario::new(name).name;
        place(&mut moved, choice, option);
        if nowhere {
            self.edit(None, |s| s.scenarios[active] = moved);
            return;
        }
        let before = self.scenarios.len();
        self.insert(moved);
        if self.scenarios.len() > before
            && let Some(here) = here
        {
            self.scenarios[active].name = Scenario::new(here).name;
        }
    }

    /// Changes scenarios and remembers how they were, once for all steps of one running edit.
    fn edit(&mut self, edit: Option<Edit>, change: impl FnOnce(&mut Self)) {
        let before = self.snapshot();
        change(self);
        if before.scenarios == self.scenarios {
            return;
        }
        if edit.is_none() || self.running != edit {
            self.remember(before);
        }
        self.running = edit;
    }

    fn remember(&mut self, before: Rc<Snapshot>) {
        self.past.push(before);
        if self.past.len() > HISTORY {
            self.past.remove(0);
        }
        self.future.clear();
    }

    fn snapshot(&self) -> Rc<Snapshot> {
        Rc::new(Snapshot {
            scenarios: self.scenarios.clone(),
            active: self.active,
        })
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Rc<Snapshot> {
        let now = self.snapshot();
        self.scenarios.clone_from(&snapshot.scenarios);
        self.active = snapshot.active.min(self.scenarios.len() - 1);
        self.running = None;
        now
    }
}

/// Puts a scenario in a place: a cloud region or a zone.
fn place(scenario: &mut Scenario, choice: Choice, option: &str) {
    for other in [Choice::Zone, Choice::Region] {
        let chosen = if other == choice {
            option
        } else {
            other.spec().default
        };
        scenario.choose(other, chosen);
    }
    // An own intensity typed for another place would contradict the place just chosen.
    scenario.clear(Param::Intensity);
}

/// Gives a scenario the grid of a zone; its data centre stays.
fn regrid(scenario: &mut Scenario, zone: &str) {
    scenario.choose(Choice::Zone, zone);
    if !scenario.name.is_empty() {
        // The name may say the place that its grid was of.
        scenario.name = Scenario::new(&[&scenario.name, " · ", zone].concat()).name;
    }
}

/// Chooses an option, with what belongs to it.
fn choose(scenario: &mut Scenario, choice: Choice, option: &str) {
    scenario.choose(choice, option);
    let further = || SLOTS.iter().filter_map(|slot| Some((slot.model, slot.share?)));
    let Some((_, share)) = further().find(|(model, _)| *model == choice) else {
        return;
    };
    // A further model that answers nothing would look like a choice without effect.
    if option == choice.spec().default {
        scenario.clear(share);
    } else if scenario.get(share).is_none() {
        let taken: f64 = further()
            .filter_map(|(_, share)| scenario.get(share))
            .map(|entry| entry.value)
            .sum();
        // Where nothing is left for the first, the shares are scaled down, which is said.
        let left = if taken < 1.0 { 1.0 - taken } else { 1.0 };
        scenario.set(share, FIRST_PART * left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> State {
        State::from_link(Link::default(), Vec::new(), "First")
    }

    fn accelerators(state: &State) -> Option<f64> {
        state.scenario().get(Param::Accelerators).map(|e| e.value)
    }

    #[test]
    fn a_drag_is_one_step_to_undo() {
        let mut state = start();
        for n in 9..60 {
            state = state.reduce(Action::Set(Param::Accelerators, f64::from(n).into()));
        }
        state = state
            .reduce(Action::Settle)
            .reduce(Action::Set(Param::Accelerators, 64.0.into()));
        assert_eq!(accelerators(&state), Some(64.0));
        state = state.reduce(Action::Undo);
        assert_eq!(accelerators(&state), Some(59.0));
        state = state.reduce(Action::Undo);
        assert_eq!(accelerators(&state), Some(8.0));
        assert!(!state.can_undo());
        state = state.reduce(Action::Redo).reduce(Action::Redo);
        assert_eq!(accelerators(&state), Some(64.0));
        assert!(!state.can_redo());
    }

    #[test]
    fn scenarios_come_and_go_up_to_four() {
        let mut state = start();
        for n in 2..6 {
            state = state.reduce(Action::Add(format!("S{n}")));
        }
        assert_eq!(state.scenarios.len(), MAX_SCENARIOS);
        assert_eq!(state.notes, [Note::Full]);
        state = state.reduce(Action::Select(1)).reduce(Action::Remove(0));
        assert_eq!((state.scenarios.len(), state.active), (3, 0));
        assert_eq!(state.scenario().name, "S2");
        state = state.reduce(Action::Undo);
        assert_eq!((state.scenarios.len(), state.active), (4, 1));
        for _ in 0..9 {
            state = state.reduce(Action::Remove(0));
        }
        assert_eq!(state.scenarios.len(), 1);
    }

    #[test]
    fn a_link_to_a_state_reads_back_as_that_state() {
        let state = start()
            .reduce(Action::Duplicate("Second".into()))
            .reduce(Action::Type(Param::Accelerators, 512.0))
            .reduce(Action::Show(View::Compare))
            .reduce(Action::Count(Indicator::Energy));
        let text = crate::codec::url::encode(&state.link(), "d");
        let (link, warnings) = crate::codec::url::decode(&text, "d");
        let back = State::from_link(link, warnings, "other");
        assert_eq!(back.link(), state.link());
        assert!(back.notes.is_empty());
    }

    #[test]
    fn further_keys_travel_with_the_link() {
        let state = start()
            .reduce(Action::Keep("levers", "batch:64".into()))
            .reduce(Action::Keep("done", "meter".into()))
            .reduce(Action::Keep("done", String::new()));
        assert_eq!(
            (state.kept_under("levers"), state.kept_under("done")),
            ("batch:64", "")
        );
        let text = crate::codec::url::encode(&state.link(), "d");
        let (link, warnings) = crate::codec::url::decode(&text, "d");
        assert_eq!(State::from_link(link, warnings, "").link(), state.link());
        // A link without scenarios changes what it names and leaves the rest.
        let (link, warnings) = crate::codec::url::decode("v=1&done=a", "d");
        let state = state.reduce(Action::Open(link, warnings));
        assert_eq!(
            (state.kept_under("levers"), state.kept_under("done")),
            ("batch:64", "a")
        );
    }

    #[test]
    fn the_same_work_elsewhere_is_a_copy_in_that_place() {
        let to = |code: &str, here: Option<&str>| {
            Action::Elsewhere(Choice::Zone, code.into(), code.into(), here.map(str::to_owned))
        };
        let state = start().reduce(Action::Type(Param::Accelerators, 512.0));
        let state = state.reduce(to("FR", Some("California")));
        let copy = state.scenario();
        assert_eq!((state.active, copy.name.as_str()), (1, "FR"));
        assert_eq!(
            (copy.chosen(Choice::Zone), copy.chosen(Choice::Region)),
            ("FR", "none")
        );
        assert_eq!(accelerators(&state), Some(512.0));
        assert_eq!(state.scenarios[0].name, "California");
        let undone = state.reduce(Action::Undo);
        assert_eq!(
            (undone.scenarios.len(), undone.scenario().name.as_str()),
            (1, "First")
        );
        // What is nowhere yet and has an example's name goes there itself; the next place is a copy.
        let state = start().reduce(Action::Preset("own_service", "My service".into()));
        let state = state.reduce(to("FR", Some("World"))).reduce(to("SE", None));
        let names: Vec<&str> = state.scenarios.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["FR", "SE"]);
    }

    #[test]
    fn another_grid_leaves_the_data_centre() {
        let state = start()
            .reduce(Action::Place(Choice::Region, "aws/us-east-1".into()))
            .reduce(Action::Regrid(vec![(0, "US")]));
        let scenario = state.scenario();
        assert_eq!(
            (scenario.chosen(Choice::Zone), scenario.chosen(Choice::Region)),
            ("US", "aws/us-east-1")
        );
        assert_eq!(scenario.name, "First · US");
    }

    #[test]
    fn a_finished_scenario_is_added_as_the_last_and_edited() {
        let state = start().reduce(Action::AddScenario(Box::new(Scenario::new("GPT-3"))));
        assert_eq!(
            (state.scenarios.len(), state.scenario().name.as_str()),
            (2, "GPT-3")
        );
    }

    #[test]
    fn typing_out_of_range_takes_the_nearest_value() {
        let state = start().reduce(Action::Type(Param::Pue, 0.5));
        assert_eq!(
            state.scenario().get(Param::Pue).map(|entry| entry.value),
            Some(1.0)
        );
        assert!(state.notes.is_empty());
    }

    #[test]
    fn a_place_is_a_zone_or_a_region() {
        let state = start()
            .reduce(Action::Type(Param::Intensity, 12.0))
            .reduce(Action::Place(Choice::Zone, "FR".into()));
        assert_eq!(state.scenario().chosen(Choice::Region), "none");
        assert_eq!(state.scenario().get(Param::Intensity), None);
        let state = state.reduce(Action::Place(Choice::Region, "aws/eu-west-3".into()));
        assert_eq!(state.scenario().chosen(Choice::Zone), Choice::Zone.spec().default);
    }
}
