//! The page drawn to text, without a browser: what a reader and a screen reader get.

use std::rc::Rc;

use genai_footprint::analysis::Results;
use genai_footprint::app::context::Ui;
use genai_footprint::app::figures::Subjects;
use genai_footprint::app::hook::Download;
use genai_footprint::app::lazy::{DownloadError, Downloads, DrawView};
use genai_footprint::app::platform::theme::Theme;
use genai_footprint::app::state::{Action, State, View};
use genai_footprint::app::text::Lang;
use genai_footprint::app::{Page, PageProps, views};
use genai_footprint::codec::url::{self, Link};
use genai_footprint::data::Catalog;
use genai_footprint::mitigation::{Lever, Measure, apply};
use genai_footprint::model::Indicator;
use genai_footprint::scenario::{Choice, Param, Scenario, preset};
use yew::prelude::*;
use yew::{BaseComponent, LocalServerRenderer};

const DATE: &str = "2026-11-23";

/// Without a browser nothing is downloaded: views are drawn by [`View`](DrawnView) below.
const DOWNLOADS: Downloads = Downloads {
    view: |_| Box::pin(std::future::ready(Err(DownloadError))),
    result_details: || Box::pin(std::future::ready(Err(DownloadError))),
    import: || Box::pin(std::future::ready(Err(DownloadError))),
};

fn html(state: State) -> String {
    let props = PageProps {
        details: Download::Done(views::result_details::DETAILS),
        load_details: Callback::noop(),
        ui: Ui {
            lang: Lang::EN,
            has_all_texts: true,
            retry_texts: None,
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
    lang: Lang,
}

#[component]
fn DrawnView(props: &DrawnViewProps) -> Html {
    let draw: DrawView = match props.state.view {
        View::Mitigate => views::mitigate::view,
        View::Compare => views::compare::view,
        View::Methods => views::methods::view,
        _ => views::draw,
    };
    let ui = Ui {
        lang: props.lang,
        has_all_texts: true,
        retry_texts: None,
        send: Callback::noop(),
    };
    let results = Results::default();
    let outcomes = results.of(&props.state.scenarios);
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
        places: &Rc::new(Vec::new()),
        address: "https://example.org/tool/",
        date: DATE,
    })
}

fn view_html(state: State) -> String {
    view_html_in(Lang::EN, state)
}

fn view_html_in(lang: Lang, state: State) -> String {
    rendered::<DrawnView>(DrawnViewProps { state, lang })
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

/// The text of the view of measures, without markup.
fn measures_text(lang: Lang, state: &State) -> String {
    let html = view_html_in(lang, state.reduce(Action::SelectView(View::Mitigate)));
    let mut text = String::new();
    let mut is_markup = false;
    for c in html.chars() {
        match c {
            '<' => is_markup = true,
            '>' => is_markup = false,
            c if !is_markup => text.push(c),
            _ => {}
        }
    }
    text
}

#[test]
fn the_measures_begin_with_what_would_help_most_and_why() {
    let french = Lang::from_code("fr").expect("a language of the page");
    for (id, answer, source) in [
        ("train_and_deploy", "Change region", "Dodge (2022)"),
        ("gpt3_training", "Fine-tune an existing model", "Luccioni (2024)"),
        ("olmo2_training", "Change region", "Dodge (2022)"),
        ("chat_70b", "Change region", "Dodge (2022)"),
        ("reasoning_service", "Turn off reasoning", "Zschache (2025)"),
        ("image_service", "Change region", "Dodge (2022)"),
    ] {
        let text = measures_text(Lang::EN, &of_preset(id));
        let from = text.find("Largest reliable saving: ").expect(id);
        let sentence = &text[from..from + text[from..].find("each measure on its own").expect(id)];
        for part in [answer, "which saves ", "90% interval ", source] {
            assert!(sentence.contains(part), "{id}: no {part:?} in {sentence}");
        }
        for text in [&text, &measures_text(french, &of_preset(id))] {
            assert!(!text.contains('{') && !text.contains('}'), "{id}: a gap was left");
        }
    }
    let market = of_preset("chat_70b").reduce(Action::SelectIndicator(Indicator::GhgMarket));
    shows(
        &measures_text(Lang::EN, &market),
        "Largest reliable saving: Renewable contracts (PPAs, certificates)",
    );
}

#[test]
fn measures_that_cannot_be_say_why() {
    let chat = measures_text(Lang::EN, &opening());
    shows(&chat, "Does not apply: the run lasts a day or longer");
    shows(&chat, "Does not apply to a run in 16 bits");
    let short = opening()
        .reduce(Action::CommitValue(Param::TrainingHours, 6.0))
        .reduce(Action::CommitValue(Param::Intensity, 300.0));
    shows(
        &measures_text(Lang::EN, &short),
        "Does not apply: no hourly profile for this location",
    );
    let unnamed = of_preset("own_service");
    shows(
        &measures_text(Lang::EN, &unnamed),
        "Does not apply: the model is not named",
    );
    let four_bits = of_preset("chat_70b").reduce(Action::SetPageParam("levers", "quantise:int4".into()));
    shows(
        &measures_text(Lang::EN, &four_bits),
        "the inference energy model is not calibrated on 4-bit weights",
    );
}

#[test]
fn an_added_scenario_with_measures_is_compared_with_its_original() {
    let levers = "speculative,keep_hardware:7";
    let on = [Lever::Measured(Measure::Speculate), Lever::KeepHardware(7.0)];
    let state = of_preset("chat_70b").reduce(Action::SetPageParam("levers", levers.into()));
    let before = measures_text(Lang::EN, &state);
    let at = before.find("With these measures: ").expect("a sum");
    let sum = &before[at..at + before[at..].find("Reduction measures").expect("the next heading")];
    let mut added = apply(&on, state.scenario(), Catalog::built_in(), &|_| [0.0]).scenario;
    added.name = "Leaner".to_owned();
    let state = state.reduce(Action::AddScenario(Box::new(added)));
    let after = measures_text(Lang::EN, &state);
    shows(&after, "“Leaner” is “chat_70b” with these measures.");
    assert!(after.contains(sum), "{after}");
    assert!(!after.contains("Add as a new scenario"));
    // Changed by hand, it is a scenario of its own.
    let changed = state.reduce(Action::CommitValue(Param::Pue, 1.3));
    let text = measures_text(Lang::EN, &changed);
    assert!(!text.contains("with these measures."), "{text}");
    shows(&text, "in “Leaner”");
}

/// The row of the table of claims that begins with this text, without markup.
fn claim_row(lang: Lang, state: &State, begins: &str) -> String {
    let html = view_html_in(lang, state.reduce(Action::SelectView(View::Claims))).replace('\u{a0}', " ");
    let at = html.find(&format!(r#"<th scope="row">{begins}"#)).expect(begins);
    html[at..at + html[at..].find("</tr>").expect("a whole row")].to_owned()
}

#[test]
fn a_claim_stands_beside_its_checked_figure_and_verdict() {
    for (begins, figure, verdict) in [
        ("GPT-3 (175B)", "552 t CO₂e", "right, with caveats"),
        ("GPT-4", "1,000–22,000 t CO₂e", "speculative"),
        ("LLaMA 65B training: 100 t", "173 t CO₂e", "wrong"),
        (
            "Quantisation: 2 to 4 times faster, 75% less memory",
            "energy −32% to +58%",
            "rough",
        ),
        (
            "Fine-tuning instead of training: 100–1,000 times",
            "20 times (5–290)",
            "wrong",
        ),
        ("PUE of Google", "1.09", "wrong"),
    ] {
        let row = claim_row(Lang::EN, &opening(), begins);
        for part in [figure, verdict] {
            assert!(row.contains(part), "{begins}: no {part:?} in {row}");
        }
    }
    // No centre where nobody knows one.
    assert!(!claim_row(Lang::EN, &opening(), "GPT-4").contains("21,000 t"));
    let cars = claim_row(Lang::EN, &opening(), "GPT-3 (175B)");
    assert!(
        cars.contains("120 cars for a year; 129 by EPA’s calculator"),
        "{cars}"
    );
}

#[test]
fn no_claim_leaves_a_gap_in_any_language() {
    for lang in Lang::all() {
        let html = view_html_in(lang, opening().reduce(Action::SelectView(View::Claims)));
        let gap = html.find(['{', '}']).map(|at| &html[at.saturating_sub(99)..at]);
        assert_eq!(gap, None, "{}", lang.code());
        for row in genai_footprint::data::claims() {
            let names = [("first", &row.settings), ("beside", &row.beside)];
            // Two scenarios of one row need names that tell them apart.
            for (ending, settings) in names.iter().filter(|_| !row.beside.is_empty()) {
                let name = lang.lookup(&format!("claims.{}.{ending}", row.id));
                assert!(!settings.is_empty() && !name.is_empty(), "{}.{ending}", row.id);
            }
        }
    }
}

#[test]
fn a_claim_opens_elsewhere_where_there_is_no_room() {
    let two = "Fine-tuning instead of training";
    assert!(claim_row(Lang::EN, &opening(), two).contains("<button"));
    let full = ["A", "B", "C"].iter().fold(opening(), |state, name| {
        state.reduce(Action::Add((*name).to_owned()))
    });
    let row = claim_row(Lang::EN, &full, two);
    assert!(row.contains("<a href=") && row.contains("view=compare"), "{row}");
    // Measures that the reader has switched on are not replaced.
    let busy = opening().reduce(Action::SetPageParam("levers", "batch:64".into()));
    let row = claim_row(Lang::EN, &busy, "Quantisation");
    assert!(row.contains("levers=quantise"), "{row}");
}

#[test]
fn a_commitment_says_what_it_changes_in_the_scenario() {
    let state = of_preset("chat_70b");
    let html = view_html(state.reduce(Action::SelectView(View::Claims)));
    shows(&html, "“chat_70b” now: ");
    let row = claim_row(Lang::EN, &state, "Google: 100% renewable");
    for part in [
        "Annual",
        "345 g CO₂e/kWh",
        "94 g CO₂e/kWh",
        "location-based: unchanged",
        "Apply to “chat_70b”",
    ] {
        assert!(row.contains(part), "no {part:?} in {row}");
    }
    let applied = state
        .reduce(Action::CommitValue(Param::ContractShare, 1.0))
        .reduce(Action::CommitValue(Param::ContractIntensity, 0.0));
    let row = claim_row(Lang::EN, &applied, "Google: 100% renewable");
    assert!(
        row.contains("Applied to “chat_70b”") && row.contains("disabled"),
        "{row}"
    );
}
