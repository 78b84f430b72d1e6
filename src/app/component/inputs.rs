//! The inputs: the essential ones first, the others by group, which can be expanded.

use yew::prelude::*;

use super::menu::menu;
use super::picker::Picker;
use super::place::{Lists, place_picker};
use super::slider::Slider;
use crate::analysis::Outcome;
use crate::app::context::Ui;
use crate::app::platform;
use crate::app::state::{Action, View};
use crate::app::text;
use crate::app::wording;
use crate::scenario::{Choice, Group, Level, Options, Param, PresetGroup, SLOTS, Scenario, presets};

/// All controls of a scenario. Until the page is `complete`, the content of closed groups is left out.
pub fn inputs(ui: &Ui, lists: &Lists, scenario: &Scenario, outcome: &Outcome, complete: bool) -> Html {
    let form = Form {
        ui,
        lists,
        scenario,
        outcome,
        complete,
    };
    html! {
        <section class="inputs" aria-label={ui.lang.message(text::INPUTS_TITLE)}>
            <div class="card essentials group-body">
                { for Group::ALL.into_iter().flat_map(|group| form.controls(group, Level::Essential)) }
            </div>
            <div class="card groups">
                { for Group::ALL.into_iter().map(|group| form.group(group)) }
            </div>
        </section>
    }
}

/// The questions that a reader may come with, each with presets that answer it.
pub fn questions(ui: &Ui) -> Html {
    let lang = ui.lang;
    html! {
        <section class="questions" aria-labelledby="start-title">
            <h2 id="start-title">{ lang.message(text::PRESETS_HINT) }</h2>
            <div class="question-list">
                { for PresetGroup::QUESTIONS.into_iter().map(|group| {
                    menu("question", lang.message_for("preset.group", group.id()).into(), None, preset_list(ui, group))
                }) }
            </div>
        </section>
    }
}

fn preset_list(ui: &Ui, group: PresetGroup) -> Html {
    let lang = ui.lang;
    let send = ui.send.clone();
    let compare = Callback::from(move |_: MouseEvent| {
        send.emit(Action::SelectView(View::Compare));
        platform::after(0, || platform::focus("pick-elsewhere"));
    });
    html! {
        <ul class="preset-list">
            { for presets().iter().filter(|preset| preset.group == group).map(|preset| {
                let name = lang.message_for("preset", preset.id);
                let send = ui.send.clone();
                let onclick = move |_: MouseEvent| {
                    send.emit(Action::Preset(preset.id, name.to_owned()));
                    // A blank preset needs input first: focus its most important field.
                    let first = match preset.group {
                        PresetGroup::Training if preset.is_own() => Param::Accelerators,
                        PresetGroup::Service if preset.is_own() => Param::QueriesPerDay,
                        _ => return,
                    };
                    platform::after(0, move || platform::focus(&["field-", first.spec().id].concat()));
                };
                html! {
                    <li>
                        <button type="button" class="chip" {onclick}>{ name }</button>
                        <p class="small muted">{ lang.lookup(&format!("preset.{}.story", preset.id)) }</p>
                    </li>
                }
            }) }
            if group == PresetGroup::Compare {
                <li>
                    <button type="button" class="chip" onclick={compare}>{ lang.message(text::COMPARE_PLACES_OPEN) }</button>
                    <p class="small muted">{ lang.message(text::COMPARE_PLACES_STORY) }</p>
                </li>
            }
        </ul>
    }
}

/// The data that the controls are rendered from.
struct Form<'a> {
    ui: &'a Ui,
    lists: &'a Lists,
    scenario: &'a Scenario,
    outcome: &'a Outcome,
    complete: bool,
}

impl Form<'_> {
    /// A collapsible group; the browser keeps track of which ones are open.
    fn group(&self, group: Group) -> Html {
        let (more, expert) = (
            self.controls(group, Level::More),
            self.controls(group, Level::Expert),
        );
        if more.is_empty() && expert.is_empty() {
            return Html::default();
        }
        let expert = if more.is_empty() {
            html! { { for expert } }
        } else {
            self.expert_section(expert)
        };
        html! {
            <details class="group" key={group.id()}>
                <summary>
                    <h2>{ self.ui.lang.message_for("group", group.id()) }</h2>
                    <span class="summary-line">{ self.summary_line(group) }</span>
                </summary>
                if self.complete {
                    <div class="group-body">
                        { for more }
                        { expert }
                    </div>
                }
            </details>
        }
    }

    fn expert_section(&self, controls: Vec<Html>) -> Html {
        if controls.is_empty() {
            return Html::default();
        }
        html! {
            <details class="more">
                <summary>{ self.ui.lang.message(text::LEVEL_EXPERT) }</summary>
                <div class="group-body">{ for controls }</div>
            </details>
        }
    }

    fn controls(&self, group: Group, level: Level) -> Vec<Html> {
        let choices = Choice::ALL
            .into_iter()
            .filter(|c| c.spec().group == group && c.spec().level == level && self.shows(*c))
            .map(|choice| self.choice(choice));
        let inputs = &self.outcome.inputs;
        let sliders = Param::ALL
            .into_iter()
            .filter(|p| p.spec().group == group && p.spec().level == level && self.scenario.applies(*p))
            .map(|param| {
                html! {
                    <Slider key={param.spec().id} ui={self.ui.clone()} {param} value={inputs.values[param]}
                        from={inputs.provenance[param as usize]} />
                }
            });
        choices.chain(sliders).collect()
    }

    /// What a closed group contains, in short: the route of training and inference, otherwise its first two values.
    fn summary_line(&self, group: Group) -> String {
        let route = match group {
            Group::Training => Some(Choice::TrainingRoute),
            Group::Inference => Some(Choice::InferenceRoute),
            _ => None,
        };
        if let Some(route) = route {
            return wording::option(self.ui.lang, route, self.scenario.chosen(route));
        }
        Param::ALL
            .into_iter()
            .filter(|p| p.spec().group == group && self.scenario.applies(*p))
            .take(2)
            .map(|p| wording::value(self.ui.lang, p, self.outcome.inputs.values[p]))
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// Whether a choice has any effect in this scenario.
    fn shows(&self, choice: Choice) -> bool {
        let route = self.scenario.chosen(Choice::InferenceRoute);
        match choice {
            // Zone and region share one control.
            Choice::Zone => false,
            Choice::Accelerator => {
                let serves = route != "none" && self.scenario.chosen(Choice::ServingAccelerator) == "same";
                serves || self.scenario.chosen(Choice::TrainingRoute) != "none"
            }
            Choice::ServingAccelerator => route != "none",
            Choice::Model | Choice::Precision => matches!(route, "tokens" | "image" | "video"),
            _ => SLOTS
                .iter()
                .position(|slot| slot.model == choice)
                .is_none_or(|slot| route == "tokens" && self.scenario.offers(slot)),
        }
    }

    fn choice(&self, choice: Choice) -> Html {
        let lang = self.ui.lang;
        let label = lang.message_for("choice", choice.spec().id);
        let chosen = self.scenario.chosen(choice).to_owned();
        let items = match choice.spec().options {
            Options::List(options) => return self.segments(choice, label, options, &chosen),
            Options::Table("regions") => {
                return place_picker(
                    self.ui,
                    self.lists.places.clone(),
                    &chosen,
                    self.scenario.chosen(Choice::Zone),
                    &self.outcome.inputs,
                );
            }
            Options::Table("models") => &self.lists.models,
            Options::Table(_) if choice == Choice::ServingAccelerator => &self.lists.serving,
            Options::Table(_) => &self.lists.accelerators,
        };
        let send = self.ui.send.clone();
        html! {
            <Picker key={choice.spec().id} {lang} name={choice.spec().id} {label} items={items.clone()} {chosen}
                onpick={Callback::from(move |id| send.emit(Action::Choose(choice, id)))} />
        }
    }

    fn segments(
        &self,
        choice: Choice,
        label: &'static str,
        options: &'static [&'static str],
        chosen: &str,
    ) -> Html {
        html! {
            <fieldset class="field" key={choice.spec().id}>
                <legend class="name">{ label }</legend>
                <div class="segments">
                    { for options.iter().map(|option| {
                        let send = self.ui.send.clone();
                        html! {
                            <label>
                                <input type="radio" name={choice.spec().id} checked={*option == chosen}
                                    onchange={move |_: Event| send.emit(Action::Choose(choice, (*option).to_owned()))} />
                                <span>{ wording::option(self.ui.lang, choice, option) }</span>
                            </label>
                        }
                    }) }
                </div>
            </fieldset>
        }
    }
}
