//! The page drawn to text, without a browser: what a reader and a screen reader get.

use std::rc::Rc;

use genai_footprint::analysis::Results;
use genai_footprint::app::context::Ui;
use genai_footprint::app::figures::Subjects;
use genai_footprint::app::lazy::{DownloadError, Downloads, DrawView};
use genai_footprint::app::platform::theme::Theme;
use genai_footprint::app::state::{Action, State, View};
use genai_footprint::app::text::Lang;
use genai_footprint::app::{Page, PageProps, views};
use genai_footprint::codec::url::{self, Link};
use genai_footprint::model::Indicator;
use genai_footprint::scenario::{Choice, Param, Scenario, preset};
use yew::prelude::*;
use yew::{BaseComponent, LocalServerRenderer};

const DATE: &str = "2026-11-23";

/// Without a browser nothing is downloaded: views are drawn by [`View`](DrawnView) below.
const DOWNLOADS: Downloads = Downloads {
    view: |_| Box::pin(std::future::ready(Err(DownloadError))),
    import: || Box::pin(std::future::ready(Err(DownloadError))),
};

fn html(state: State) -> String {
    let props = PageProps {
        ui: Ui {
            lang: Lang::EN,
            has_all_texts: true,
            send: Callback::noop(),
        },
        state,
        address: "https://example.org/tool/".to_owned(),
        theme: Theme::Auto,
        date: DATE.to_owned(),
        narrow: false,
        downloads: DOWNLOADS,
    };
    rendered::<Page>(props)
}

/// A view that the page downloads, in a state.
#[derive(Clone, PartialEq, Properties)]
struct DrawnViewProps {
    state: State,
}

#[component]
fn DrawnView(props: &DrawnViewProps) -> Html {
    let draw: DrawView = match props.state.view {
        View::Compare => views::compare::view,
        View::Methods => views::methods::view,
        _ => views::draw,
    };
    let ui = Ui {
        lang: Lang::EN,
        has_all_texts: true,
        send: Callback::noop(),
    };
    let outcomes = Results::default().of(&props.state.scenarios);
    let names: Vec<AttrValue> = props
        .state
        .scenarios
        .iter()
        .map(|scenario| AttrValue::from(scenario.name.clone()))
        .collect();
    let subjects = Subjects {
        outcomes: Rc::new(outcomes),
        names,
        colours: props.state.colours.clone(),
    };
    draw(&views::ViewContext {
        downloads: DOWNLOADS,
        ui: &ui,
        state: &props.state,
        subjects: &subjects,
        outcomes: &subjects.outcomes,
        names: &subjects.names,
        places: &Rc::new(Vec::new()),
        address: "https://example.org/tool/",
        date: DATE,
    })
}

fn view_html(state: State) -> String {
    rendered::<DrawnView>(DrawnViewProps { state })
}

fn rendered<C: BaseComponent>(props: C::Properties) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let local = tokio::task::LocalSet::new();
    let page = LocalServerRenderer::<C>::with_props(props)
        .hydratable(false)
        .render();
    local.block_on(&runtime, page)
}

fn opening() -> State {
    State::from_link(Link::default(), Vec::new(), vec![example("First")])
}

/// A training and a service in one scenario.
fn example(name: &str) -> Scenario {
    preset("train_and_deploy").expect("a preset").scenario(name)
}

fn of_preset(id: &str) -> State {
    let scenarios = vec![preset(id).expect(id).scenario(id)];
    State::from_link(
        Link {
            scenarios,
            ..Link::default()
        },
        Vec::new(),
        Vec::new(),
    )
}

#[track_caller]
fn shows(html: &str, expected: &str) {
    // Numbers and units are held together by a space that does not break.
    let html = html.replace('\u{a0}', " ");
    assert!(html.contains(expected), "{expected:?} is not in the page");
}

#[test]
fn the_brief_reproduces_on_the_page() {
    let page = html(of_preset("brief_training"));
    shows(&page, r#"<p class="figure-main">15.4 kg CO₂e</p>"#);
    shows(&page, "76.8 kWh");
    let page = html(of_preset("brief_inference"));
    shows(&page, r#"<p class="figure-main">18 kt CO₂e</p>"#);
    shows(&page, "36.5 GWh");
}

#[test]
fn a_comparison_tells_the_choices_that_differ() {
    let scenarios = ["US-VA", "SE"].map(|zone| {
        let scenario = Scenario::new(zone).choosing(Choice::Zone, zone);
        scenario.choosing(Choice::GridBasis, "combustion")
    });
    let mut state = State::from_link(
        Link {
            scenarios: scenarios.to_vec(),
            ..Link::default()
        },
        Vec::new(),
        Vec::new(),
    );
    state.view = View::Compare;
    let page = html(state.clone()) + &view_html(state);
    shows(
        &page,
        r#"<th scope="row">Grid zone</th><td class="num">Virginia</td><td class="num">Sweden</td>"#,
    );
    // Sweden has no figure of direct emissions: two bases meet.
    shows(&page, "US-VA covers direct emissions (combustion only)");
    shows(&page, "Use life-cycle values in all scenarios");
    // The switch stands with the location.
    shows(&page, "Grid emission factors (all scenarios)");
}

#[test]
fn every_control_has_a_label_and_a_unit() {
    let page = html(opening());
    let sliders = page.matches(r#"type="range""#).count();
    assert!(sliders > 40, "{sliders} sliders");
    assert_eq!(page.matches("aria-valuetext=").count(), sliders);
    for param in Param::ALL {
        if !opening().scenario().applies(param) {
            continue;
        }
        let id = param.spec().id;
        shows(&page, &format!(r#"for="field-{id}""#));
        shows(&page, &format!(r#"id="field-{id}""#));
    }
}

#[test]
fn no_inline_style_or_script() {
    for view in View::ALL {
        let state = opening().reduce(Action::SelectView(view));
        let mut page = html(state.clone());
        if view != View::Result {
            let drawn = view_html(state);
            assert!(drawn.contains("<h2"), "the view {} has no heading", view.id());
            page += &drawn;
        }
        for forbidden in [" style=", "<script", " onclick=", "javascript:"] {
            assert!(!page.contains(forbidden), "{forbidden} in the view {}", view.id());
        }
    }
}

#[test]
fn a_name_cannot_become_markup() {
    let page = html(opening().reduce(Action::Rename(0, "<img src=x onerror=alert(1)>".into())));
    assert!(!page.contains("<img"));
    shows(&page, "&lt;img src=x");
}

#[test]
fn what_a_link_could_not_say_is_said() {
    let (link, warnings) = url::decode("v=1&s=A&n=abc&z=XX-NOWHERE&pue=0.3&zz=1", "2026.11");
    let page = html(State::from_link(link, warnings, Vec::new()));
    for expected in ["“abc”", "“XX-NOWHERE”", "0.3 is outside the range 1 to 3", "“zz”"] {
        shows(&page, expected);
    }
}

#[test]
fn the_link_stands_at_the_foot_of_the_print() {
    let state = opening();
    let expected = format!(
        "https://example.org/tool/#{}",
        url::encode(&state.link(), "2026.11")
    );
    shows(&html(state), &expected.replace('&', "&amp;"));
}

#[test]
fn a_second_model_answers_as_soon_as_it_is_chosen() {
    let share = |state: &State| state.scenario().get(Param::SecondShare).map(|entry| entry.value);
    let choose = |state: State, id: &str| state.reduce(Action::Choose(Choice::SecondModel, id.to_owned()));
    let chosen = choose(of_preset("chat_70b"), "meta/llama-3.1-405b-instruct");
    assert_eq!(share(&chosen), Some(0.5));
    // One step back takes both away.
    let undone = chosen.clone().reduce(Action::Undo);
    assert_eq!(share(&undone), None);
    assert_eq!(
        undone.scenario().chosen(Choice::SecondModel),
        Choice::SecondModel.spec().default
    );
    // What the reader set stays, whichever model is chosen next; without a second model nothing is left of it.
    let own = chosen.reduce(Action::Set(Param::SecondShare, 0.2.into()));
    let other = choose(own, "meta/llama-3.3-70b-instruct");
    assert_eq!(share(&other), Some(0.2));
    assert_eq!(share(&choose(other, Choice::SecondModel.spec().default)), None);
}

#[test]
fn a_residual_mix_of_another_basis_is_warned_of_where_the_market_counts() {
    let warned = |zone: &str, actions: &[Action]| {
        let start = opening().reduce(Action::Place(Choice::Zone, zone.to_owned()));
        let state = actions
            .iter()
            .fold(start, |state, action| state.reduce(action.clone()));
        html(state).contains(Lang::EN.lookup("warning.residual"))
    };
    let count = Action::SelectIndicator(Indicator::GhgMarket);
    let contract = |share: f64| Action::Set(Param::ContractShare, share.into());
    let own = |param: Param| Action::Set(param, 50.0.into());
    for (zone, actions, expected) in [
        ("FR", vec![], false),
        ("FR", vec![count.clone()], true),
        ("FR", vec![contract(0.5)], true),
        // Nothing is left for the residual mix.
        ("FR", vec![contract(1.0)], false),
        ("FR", vec![count.clone(), own(Param::ResidualIntensity)], false),
        ("FR", vec![count.clone(), own(Param::Intensity)], false),
        // No residual mix is published: the location average stands in.
        ("US", vec![count.clone(), contract(0.5)], false),
        ("US-CA", vec![count, contract(0.5)], false),
    ] {
        assert_eq!(warned(zone, &actions), expected, "{zone} {actions:?}");
    }
}

#[test]
fn further_models_take_half_of_what_the_first_has_left() {
    let choose = |state: State, choice: Choice, id: &str| state.reduce(Action::Choose(choice, id.to_owned()));
    let shares = |state: &State| {
        [Param::SecondShare, Param::ThirdShare, Param::FourthShare]
            .map(|share| state.scenario().get(share).map(|entry| entry.value))
    };
    let id = "meta/llama-3.1-8b-instruct";
    let two = choose(of_preset("chat_70b"), Choice::SecondModel, id);
    let three = choose(two.clone(), Choice::ThirdModel, id);
    let four = choose(three, Choice::FourthModel, id);
    assert_eq!(shares(&four), [Some(0.5), Some(0.25), Some(0.125)]);
    // Without the third, the first has its queries back; the others keep theirs.
    let less = choose(four, Choice::ThirdModel, Choice::ThirdModel.spec().default);
    assert_eq!(shares(&less), [Some(0.5), None, Some(0.125)]);
    // Where nothing is left for the first, the shares are scaled down, and the page says so.
    let full = two.reduce(Action::Set(Param::SecondShare, 1.0.into()));
    let over = choose(full, Choice::ThirdModel, id);
    assert_eq!(shares(&over), [Some(1.0), Some(0.5), None]);
    shows(&html(over), Lang::EN.lookup("warning.shares"));
}

#[test]
fn a_further_model_has_controls_once_the_one_before_it_is_there() {
    let asks = |state: State| {
        let page = html(state);
        ["second_model", "third_model", "fourth_model"]
            .map(|id| page.contains(Lang::EN.lookup(&format!("choice.{id}"))))
    };
    let chat = of_preset("chat_70b");
    assert_eq!(asks(chat.clone()), [true, false, false]);
    let two = chat.reduce(Action::Choose(
        Choice::SecondModel,
        "meta/llama-3.1-8b-instruct".to_owned(),
    ));
    assert_eq!(asks(two), [true, true, false]);
    assert_eq!(asks(opening()), [false; 3]);
}

#[test]
fn a_model_that_answers_nothing_is_not_warned_of() {
    let warned = |share: f64| {
        let state = of_preset("chat_70b")
            .reduce(Action::Set(Param::SecondTotalParams, 10.0.into()))
            .reduce(Action::Set(Param::SecondActiveParams, 70.0.into()))
            .reduce(Action::Set(Param::SecondShare, share.into()));
        let page = html(state);
        page.contains(Lang::EN.lookup("warning.active"))
    };
    assert_eq!([0.0, 0.5].map(warned), [false, true]);
}

#[test]
fn an_unchanged_state_is_the_same_state() {
    use yew::Reducible;
    let state = Rc::new(opening());
    let same = Reducible::reduce(state.clone(), Action::EndDrag);
    assert!(Rc::ptr_eq(&state, &same));
}
