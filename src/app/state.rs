//! The state of the page and the only way to change it: `reduce`, a pure function.

use std::rc::Rc;

use crate::codec::DecodeWarning;
use crate::codec::url::{self, Link};
use crate::data;
use crate::model::Indicator;
use crate::scenario::{Choice, Entry, MAX_SCENARIOS, Param, SLOTS, Scenario, preset};

/// Maximum number of steps that can be undone.
const MAX_UNDO_STEPS: usize = 100;

/// Share of the first model's queries that an added model takes over, until the reader sets another share: two models
/// get equal shares, and the shares of any other models do not change.
const ADDED_MODEL_SHARE: f64 = 0.5;

/// Link keys whose values belong to single views or features: the language, the levers switched on, the checklist items
/// done.
pub const PAGE_PARAMS: [&str; 3] = ["lang", LEVERS, "done"];

/// Link key of the levers switched on. Undo covers them, as they change what the page calculates.
pub const LEVERS: &str = "levers";

// `View`: `assets/data/views.csv` as code.
include!(concat!(env!("OUT_DIR"), "/views.rs"));

impl View {
    /// The view with this id in links.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.id() == id)
    }

    /// Whether the inputs are shown next to it.
    pub const fn has_inputs(self) -> bool {
        !matches!(self, Self::Checklist | Self::Claims | Self::Sources)
    }
}

impl ViewGroup {
    /// The view that the entry of the navigation opens.
    pub fn first(self) -> View {
        View::ALL
            .into_iter()
            .find(|view| view.group() == self)
            .unwrap_or_default()
    }
}

/// A message about an action of the reader or a link they opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The link contained something that could not be used as written.
    Link(DecodeWarning),
    /// The maximum number of scenarios is reached.
    Full,
    /// A scenario took the place of another. It stands until the scenarios change again.
    Replaced {
        /// Index of the scenario.
        at: usize,
        /// The scenario that was there.
        before: Box<Scenario>,
        /// Name of the one that is there now.
        now: String,
        /// Whether it is the same scenario in another place.
        moved: bool,
    },
}

/// The state of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// One to four.
    pub scenarios: Vec<Scenario>,
    /// The series colour of each scenario, from zero: it stays the same when another scenario is removed.
    pub colours: Vec<usize>,
    /// The one being edited.
    pub active: usize,
    /// The view shown.
    pub view: View,
    /// The indicator of the headline and the charts.
    pub indicator: Indicator,
    /// Messages to the reader.
    pub notes: Vec<Note>,
    /// Link keys of single views with their values, such as the checklist items done: see [`PAGE_PARAMS`].
    pub page_params: Vec<(String, String)>,
    /// Link keys of later versions, preserved in links.
    pub unknown_keys: Vec<(usize, String, String)>,
    past: Vec<Rc<Snapshot>>,
    future: Vec<Rc<Snapshot>>,
    /// The edit in progress; its next steps are undone together with it.
    current_edit: Option<Edit>,
}

/// What undo restores. Shared by reference counting, since every step of a slider clones the state.
#[derive(Clone, Debug, PartialEq)]
struct Snapshot {
    scenarios: Vec<Scenario>,
    colours: Vec<usize>,
    active: usize,
    levers: String,
}

/// An edit that may consist of many small steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    Value(usize, Param),
    Name(usize),
}

/// A change of the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Sets a value of the active scenario. The steps of one drag are undone together.
    Set(Param, Entry),
    /// Sets a typed value of the active scenario, as an undo step of its own.
    CommitValue(Param, f64),
    /// Ends a drag or a series of key strokes: the next change is an undo step of its own.
    EndDrag,
    /// Resets a value of the active scenario to its default.
    Clear(Param),
    /// Chooses an option in the active scenario.
    Choose(Choice, String),
    /// Sets the place of the active scenario: a cloud region or a grid zone, never both.
    Place(Choice, String),
    /// Copies the active scenario to another place. If it is to be renamed and has no location yet, it is moved there
    /// instead.
    CopyToPlace {
        /// Whether the place is a cloud region or a grid zone.
        choice: Choice,
        /// Id of the place.
        option: String,
        /// Name of the copy.
        name: String,
        /// New name of the active scenario, where it still has the name of a preset.
        rename_current: Option<String>,
    },
    /// Sets the grid zone of scenarios, given by index; their data centres stay the same.
    SetGridZone(Vec<(usize, &'static str)>),
    /// Replaces the active scenario by a preset, under this name.
    Preset(&'static str, String),
    /// Makes another scenario the active one.
    SelectScenario(usize),
    /// Adds a scenario of defaults under this name.
    Add(String),
    /// Adds a copy of the active scenario under this name.
    Duplicate(String),
    /// Adds a complete scenario and shows its result.
    AddScenario(Box<Scenario>),
    /// Removes a scenario.
    Remove(usize),
    /// Renames a scenario.
    Rename(usize, String),
    /// Shows another view.
    SelectView(View),
    /// Shows another indicator.
    SelectIndicator(Indicator),
    /// Undoes the last step.
    Undo,
    /// Redoes the last undone step.
    Redo,
    /// Dismisses a note, given by index.
    Dismiss(usize),
    /// Brings back the scenario that a note, given by index, says was replaced; the one in its place is added instead.
    KeepBoth(usize),
    /// Sets one of the [`PAGE_PARAMS`]; an empty value removes it.
    SetPageParam(&'static str, String),
    /// Opens a link, with the warnings from decoding it.
    Open(Link, Vec<DecodeWarning>),
}

impl Action {
    /// The action that opens the link with this fragment.
    pub fn open(fragment: &str) -> Self {
        let (link, warnings) = url::decode(fragment, data::VERSION);
        Self::Open(link, warnings)
    }
}

impl State {
    /// The state of a link's fragment: see [`State::from_link`].
    pub fn from_fragment(fragment: &str, opening: Vec<Scenario>) -> Self {
        let (link, warnings) = url::decode(fragment, data::VERSION);
        Self::from_link(link, warnings, opening)
    }

    /// The state of a link; for a link without scenarios, those of `opening`, at least one.
    pub fn from_link(link: Link, warnings: Vec<DecodeWarning>, opening: Vec<Scenario>) -> Self {
        let mut state = Self {
            colours: (0..opening.len()).collect(),
            scenarios: opening,
            active: 0,
            view: View::default(),
            indicator: Indicator::GhgLocation,
            notes: Vec::new(),
            page_params: Vec::new(),
            unknown_keys: Vec::new(),
            past: Vec::new(),
            future: Vec::new(),
            current_edit: None,
        };
        state.open(link, warnings);
        state
    }

    /// The link to this state, without address and `#`.
    pub fn fragment(&self) -> String {
        url::encode(&self.link(), data::VERSION)
    }

    /// The content of a link to this state.
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
        page.extend(self.page_params.iter().cloned());
        Link {
            scenarios: self.scenarios.clone(),
            page,
            kept: self.unknown_keys.clone(),
        }
    }

    /// Value of one of the [`PAGE_PARAMS`]; empty where it is not set.
    pub fn page_param(&self, key: &str) -> &str {
        self.page_params
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
            Action::CommitValue(param, asked) => {
                self.current_edit = None;
                self.edit(None, |s| {
                    s.scenarios[active].set(param, asked);
                });
            }
            Action::EndDrag => self.current_edit = None,
            Action::Clear(param) => self.edit(None, |s| s.scenarios[active].clear(param)),
            Action::Choose(choice, option) => {
                self.edit(None, |s| choose(&mut s.scenarios[active], choice, &option));
            }
            Action::Place(choice, option) => {
                self.edit(None, |s| place(&mut s.scenarios[active], choice, &option));
            }
            Action::CopyToPlace {
                choice,
                option,
                name,
                rename_current,
            } => self.copy_to_place(choice, &option, &name, rename_current.as_deref()),
            Action::SetGridZone(zones) => self.edit(None, |s| {
                for (index, zone) in zones {
                    set_grid_zone(&mut s.scenarios[index], zone);
                }
            }),
            Action::Preset(id, name) => {
                let opened = preset(id).map_or_else(Scenario::default, |p| p.scenario(&name));
                self.replace(opened, false);
            }
            Action::SelectScenario(index) => {
                self.current_edit = None;
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
                // The view it was added from may show something else.
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
            Action::SelectView(view) => self.view = view,
            Action::SelectIndicator(indicator) => self.indicator = indicator,
            Action::Undo => {
                if let Some(snapshot) = self.past.pop() {
                    self.forget_replaced();
                    let now = self.restore(&snapshot);
                    self.future.push(now);
                }
            }
            Action::Redo => {
                if let Some(snapshot) = self.future.pop() {
                    self.forget_replaced();
                    let now = self.restore(&snapshot);
                    self.past.push(now);
                }
            }
            Action::Dismiss(index) => {
                if index < self.notes.len() {
                    self.notes.remove(index);
                }
            }
            Action::KeepBoth(index) => {
                if let Some(Note::Replaced { at, before, .. }) = self.notes.get(index).cloned() {
                    self.keep_both(at, *before);
                }
            }
            Action::SetPageParam(LEVERS, value) => self.edit(None, |s| s.set_page_param(LEVERS, value)),
            Action::SetPageParam(key, value) => self.set_page_param(key, value),
            Action::Open(link, warnings) => {
                self.current_edit = None;
                let before = self.snapshot();
                self.open(link, warnings);
                if self.differs_from(&before) {
                    self.push_undo(before);
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
            self.page_params.clear();
        }
        for key in PAGE_PARAMS {
            if let Some(value) = link.page(key) {
                self.set_page_param(key, value.to_owned());
            }
        }
        if !link.scenarios.is_empty() {
            self.colours = (0..link.scenarios.len()).collect();
            self.scenarios = link.scenarios;
            self.unknown_keys = link.kept;
            self.active = 0;
        }
        self.active = active.unwrap_or(self.active).min(self.scenarios.len() - 1);
        self.notes = warnings.into_iter().map(Note::Link).collect();
    }

    fn set_page_param(&mut self, key: &str, value: String) {
        self.page_params.retain(|(known, _)| known != key);
        if !value.is_empty() {
            self.page_params.push((key.to_owned(), value));
        }
    }

    fn remove(&mut self, index: usize) {
        if self.scenarios.len() == 1 || index >= self.scenarios.len() {
            return;
        }
        self.edit(None, |s| {
            s.scenarios.remove(index);
            s.colours.remove(index);
            s.unknown_keys.retain(|(at, ..)| *at != index);
            for (at, ..) in &mut s.unknown_keys {
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
        self.edit(None, |s| s.push(scenario));
    }

    fn copy_to_place(&mut self, choice: Choice, option: &str, name: &str, rename_current: Option<&str>) {
        let active = self.active;
        let mut copy = self.scenario().clone();
        let move_instead = rename_current.is_some() && copy.has_no_location();
        copy.name = Scenario::new(name).name;
        place(&mut copy, choice, option);
        if move_instead {
            self.replace(copy, true);
            return;
        }
        let before = self.scenarios.len();
        self.insert(copy);
        if self.scenarios.len() > before
            && let Some(current_name) = rename_current
        {
            self.scenarios[active].name = Scenario::new(current_name).name;
        }
    }

    /// Puts a scenario in the place of the active one, and says so unless nothing was set there.
    fn replace(&mut self, scenario: Scenario, moved: bool) {
        let at = self.active;
        let before = self.scenario().clone();
        let now = scenario.name.clone();
        self.edit(None, |s| s.scenarios[at] = scenario);
        let nothing_lost =
            before.same_inputs(&Scenario::default()) || before.same_inputs(&self.scenarios[at]);
        if moved || !nothing_lost {
            let before = Box::new(before);
            self.notes.push(Note::Replaced {
                at,
                before,
                now,
                moved,
            });
        }
    }

    fn keep_both(&mut self, at: usize, before: Scenario) {
        let Some(added) = self.scenarios.get(at).cloned() else {
            return;
        };
        if self.scenarios.len() == MAX_SCENARIOS {
            return self.insert(added);
        }
        self.edit(None, |s| {
            s.scenarios[at] = before;
            s.push(added);
        });
    }

    /// Adds a scenario in a free colour and makes it the active one.
    fn push(&mut self, scenario: Scenario) {
        let free = (0..MAX_SCENARIOS).find(|colour| !self.colours.contains(colour));
        self.colours.push(free.unwrap_or_default());
        self.scenarios.push(scenario);
        self.active = self.scenarios.len() - 1;
    }

    /// Removes notes on replaced scenarios: their offers apply to the step that replaced them.
    fn forget_replaced(&mut self) {
        self.notes.retain(|note| !matches!(note, Note::Replaced { .. }));
    }

    /// Changes scenarios or levers and records the previous state for undo, once for all steps of an edit.
    fn edit(&mut self, edit: Option<Edit>, change: impl FnOnce(&mut Self)) {
        let before = self.snapshot();
        change(self);
        if !self.differs_from(&before) {
            return;
        }
        self.forget_replaced();
        if edit.is_none() || self.current_edit != edit {
            self.push_undo(before);
        }
        self.current_edit = edit;
    }

    fn push_undo(&mut self, before: Rc<Snapshot>) {
        self.past.push(before);
        if self.past.len() > MAX_UNDO_STEPS {
            self.past.remove(0);
        }
        self.future.clear();
    }

    fn snapshot(&self) -> Rc<Snapshot> {
        Rc::new(Snapshot {
            scenarios: self.scenarios.clone(),
            colours: self.colours.clone(),
            active: self.active,
            levers: self.page_param(LEVERS).to_owned(),
        })
    }

    /// Whether undo would change anything but the active scenario.
    fn differs_from(&self, snapshot: &Snapshot) -> bool {
        snapshot.scenarios != self.scenarios || snapshot.levers != self.page_param(LEVERS)
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Rc<Snapshot> {
        let now = self.snapshot();
        self.scenarios.clone_from(&snapshot.scenarios);
        self.colours.clone_from(&snapshot.colours);
        self.active = snapshot.active.min(self.scenarios.len() - 1);
        if snapshot.levers != self.page_param(LEVERS) {
            self.set_page_param(LEVERS, snapshot.levers.clone());
        }
        self.current_edit = None;
        now
    }
}

/// Sets the place of a scenario: a cloud region or a grid zone.
fn place(scenario: &mut Scenario, choice: Choice, option: &str) {
    for other in [Choice::Zone, Choice::Region] {
        let chosen = if other == choice {
            option
        } else {
            other.spec().default
        };
        scenario.choose(other, chosen);
    }
    // An intensity entered for the previous place would contradict the new one.
    scenario.clear(Param::Intensity);
}

/// Sets the grid zone of a scenario; its data centre stays the same.
fn set_grid_zone(scenario: &mut Scenario, zone: &str) {
    scenario.choose(Choice::Zone, zone);
    if !scenario.name.is_empty() {
        // The current name may mention the previous grid.
        scenario.name = Scenario::new(&[&scenario.name, " · ", zone].concat()).name;
    }
}

/// Chooses an option; choosing an additional model also gives it a share of the queries.
fn choose(scenario: &mut Scenario, choice: Choice, option: &str) {
    scenario.choose(choice, option);
    let added_models = || SLOTS.iter().filter_map(|slot| Some((slot.model, slot.share?)));
    let Some((_, share)) = added_models().find(|(model, _)| *model == choice) else {
        return;
    };
    // Without a share of the queries, choosing a model would have no visible effect.
    if option == choice.spec().default {
        scenario.clear(share);
    } else if scenario.get(share).is_none() {
        let taken: f64 = added_models()
            .filter_map(|(_, share)| scenario.get(share))
            .map(|entry| entry.value)
            .sum();
        // If the added models already answer all queries, the shares are scaled down, and a warning says so.
        let left = if taken < 1.0 { 1.0 - taken } else { 1.0 };
        scenario.set(share, ADDED_MODEL_SHARE * left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> State {
        let example = preset("train_and_deploy").expect("a preset").scenario("First");
        State::from_link(Link::default(), Vec::new(), vec![example])
    }

    fn accelerators(state: &State) -> Option<f64> {
        state.scenario().get(Param::Accelerators).map(|e| e.value)
    }

    #[test]
    fn a_drag_is_one_undo_step() {
        let mut state = start();
        for n in 9..60 {
            state = state.reduce(Action::Set(Param::Accelerators, f64::from(n).into()));
        }
        state = state
            .reduce(Action::EndDrag)
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
    fn at_most_four_and_at_least_one_scenario() {
        let mut state = start();
        for n in 2..6 {
            state = state.reduce(Action::Add(format!("S{n}")));
        }
        assert_eq!(state.scenarios.len(), MAX_SCENARIOS);
        assert_eq!(state.notes, [Note::Full]);
        state = state.reduce(Action::SelectScenario(1)).reduce(Action::Remove(0));
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
    fn a_scenario_keeps_its_colour_when_another_is_removed() {
        let state = start()
            .reduce(Action::Add("Second".into()))
            .reduce(Action::Add("Third".into()))
            .reduce(Action::Remove(0));
        assert_eq!(state.colours, [1, 2]);
        let state = state.reduce(Action::Add("Fourth".into()));
        assert_eq!(state.colours, [1, 2, 0], "the free colour is used again");
        let state = state.reduce(Action::Undo).reduce(Action::Undo);
        assert_eq!(state.colours, [0, 1, 2]);
    }

    #[test]
    fn a_link_restores_the_state() {
        let state = start()
            .reduce(Action::Duplicate("Second".into()))
            .reduce(Action::CommitValue(Param::Accelerators, 512.0))
            .reduce(Action::SelectView(View::Compare))
            .reduce(Action::SelectIndicator(Indicator::Energy));
        let text = crate::codec::url::encode(&state.link(), "d");
        let (link, warnings) = crate::codec::url::decode(&text, "d");
        let back = State::from_link(link, warnings, vec![Scenario::new("other")]);
        assert_eq!(back.link(), state.link());
        assert!(back.notes.is_empty());
    }

    #[test]
    fn page_params_are_part_of_the_link() {
        let state = start()
            .reduce(Action::SetPageParam("levers", "batch:64".into()))
            .reduce(Action::SetPageParam("done", "meter".into()))
            .reduce(Action::SetPageParam("done", String::new()));
        assert_eq!(
            (state.page_param("levers"), state.page_param("done")),
            ("batch:64", "")
        );
        let text = crate::codec::url::encode(&state.link(), "d");
        let (link, warnings) = crate::codec::url::decode(&text, "d");
        assert_eq!(
            State::from_link(link, warnings, vec![Scenario::new("")]).link(),
            state.link()
        );
        // A link without scenarios changes only the parameters it contains.
        let (link, warnings) = crate::codec::url::decode("v=1&done=a", "d");
        let state = state.reduce(Action::Open(link, warnings));
        assert_eq!(
            (state.page_param("levers"), state.page_param("done")),
            ("batch:64", "a")
        );
    }

    #[test]
    fn undo_covers_levers_but_not_the_checklist() {
        let levers = |state: &State| state.page_param(LEVERS).to_owned();
        let state = start()
            .reduce(Action::SetPageParam(LEVERS, "batch:64".into()))
            .reduce(Action::SetPageParam("done", "meter".into()))
            .reduce(Action::CommitValue(Param::Pue, 1.2))
            .reduce(Action::SetPageParam(LEVERS, "batch:64,no_reasoning".into()));
        let state = state.reduce(Action::Undo);
        assert_eq!(levers(&state), "batch:64");
        assert!(state.scenario().get(Param::Pue).is_some());
        let state = state.reduce(Action::Undo);
        assert_eq!(
            (levers(&state).as_str(), state.scenario().get(Param::Pue)),
            ("batch:64", start().scenario().get(Param::Pue))
        );
        let state = state.reduce(Action::Undo);
        assert_eq!((levers(&state).as_str(), state.can_undo()), ("", false));
        assert_eq!(state.page_param("done"), "meter");
        let state = state
            .reduce(Action::Redo)
            .reduce(Action::Redo)
            .reduce(Action::Redo);
        assert_eq!(levers(&state), "batch:64,no_reasoning");
        // The same value again is no step.
        let same = state.reduce(Action::SetPageParam(LEVERS, levers(&state)));
        assert_eq!(same.reduce(Action::Undo).page_param(LEVERS), "batch:64");
    }

    #[test]
    fn copying_to_a_place_renames_or_moves_a_scenario_with_a_preset_name() {
        let to = |code: &str, rename_current: Option<&str>| Action::CopyToPlace {
            choice: Choice::Zone,
            option: code.into(),
            name: code.into(),
            rename_current: rename_current.map(str::to_owned),
        };
        let state = start().reduce(Action::CommitValue(Param::Accelerators, 512.0));
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
        // A scenario without a location that has a preset's name is moved itself; the next place makes a copy.
        let state = start().reduce(Action::Preset("own_service", "My service".into()));
        let state = state.reduce(to("FR", Some("World"))).reduce(to("SE", None));
        let names: Vec<&str> = state.scenarios.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["FR", "SE"]);
        // That it was moved is said, and it can be kept where it was.
        let state = start().reduce(Action::Preset("own_service", "My service".into()));
        let moved = state.reduce(to("FR", Some("World")));
        assert!(matches!(&moved.notes[..], [Note::Replaced { moved: true, now, .. }] if now == "FR"));
        let both = moved.reduce(Action::KeepBoth(0));
        let names: Vec<&str> = both.scenarios.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["My service", "FR"]);
    }

    #[test]
    fn a_replaced_scenario_can_be_kept_beside_the_new_one() {
        let names = |state: &State| -> Vec<String> {
            state
                .scenarios
                .iter()
                .map(|scenario| scenario.name.clone())
                .collect()
        };
        let preset = |id: &'static str| Action::Preset(id, id.to_owned());
        let own = start().reduce(Action::CommitValue(Param::Accelerators, 512.0));
        let replaced = own.reduce(preset("chat_70b"));
        assert_eq!(
            replaced.notes,
            [Note::Replaced {
                at: 0,
                before: Box::new(own.scenario().clone()),
                now: "chat_70b".to_owned(),
                moved: false,
            }]
        );
        let both = replaced.reduce(Action::KeepBoth(0));
        assert_eq!(
            (names(&both), both.active),
            (vec!["First".to_owned(), "chat_70b".to_owned()], 1)
        );
        assert_eq!(both.scenarios[0], *own.scenario());
        assert!(both.notes.is_empty());
        // Its offers apply to the last step only.
        let undone = replaced.reduce(Action::Undo);
        assert_eq!((accelerators(&undone), undone.notes.len()), (Some(512.0), 0));
        let edited = replaced.reduce(Action::CommitValue(Param::Pue, 1.2));
        assert!(edited.notes.is_empty());
        assert!(
            !replaced
                .reduce(Action::SelectView(View::Compare))
                .notes
                .is_empty()
        );
        // A scenario in which nothing was set is no loss.
        let blank = start().reduce(Action::Add("Blank".into()));
        assert!(blank.reduce(preset("chat_70b")).notes.is_empty());
        // Where there is no room for another, nothing changes but the note that says so.
        let mut full = own;
        while full.scenarios.len() < MAX_SCENARIOS {
            full = full.reduce(Action::Duplicate("Copy".into()));
        }
        let kept = full.reduce(preset("chat_70b"));
        let refused = kept.reduce(Action::KeepBoth(0));
        assert_eq!(refused.scenarios, kept.scenarios);
        assert!(refused.notes.contains(&Note::Full) && refused.notes.len() == 2);
    }

    #[test]
    fn setting_the_grid_zone_keeps_the_data_centre() {
        let state = start()
            .reduce(Action::Place(Choice::Region, "aws/us-east-1".into()))
            .reduce(Action::SetGridZone(vec![(0, "US")]));
        let scenario = state.scenario();
        assert_eq!(
            (scenario.chosen(Choice::Zone), scenario.chosen(Choice::Region)),
            ("US", "aws/us-east-1")
        );
        assert_eq!(scenario.name, "First · US");
    }

    #[test]
    fn an_added_scenario_is_the_last_and_active() {
        let state = start().reduce(Action::AddScenario(Box::new(Scenario::new("GPT-3"))));
        assert_eq!(
            (state.scenarios.len(), state.scenario().name.as_str()),
            (2, "GPT-3")
        );
    }

    #[test]
    fn a_typed_value_out_of_range_is_clamped() {
        let state = start().reduce(Action::CommitValue(Param::Pue, 0.5));
        assert_eq!(
            state.scenario().get(Param::Pue).map(|entry| entry.value),
            Some(1.0)
        );
        assert!(state.notes.is_empty());
    }

    #[test]
    fn a_place_is_either_a_zone_or_a_region() {
        let state = start()
            .reduce(Action::CommitValue(Param::Intensity, 12.0))
            .reduce(Action::Place(Choice::Zone, "FR".into()));
        assert_eq!(state.scenario().chosen(Choice::Region), "none");
        assert_eq!(state.scenario().get(Param::Intensity), None);
        let state = state.reduce(Action::Place(Choice::Region, "aws/eu-west-3".into()));
        assert_eq!(state.scenario().chosen(Choice::Zone), Choice::Zone.spec().default);
    }
}
