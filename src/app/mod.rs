//! The page: state, words, components, and the browser behind them.

pub mod component;
pub mod context;
mod figures;
mod hook;
pub mod platform;
pub mod state;
pub mod text;
pub mod views;
pub mod wording;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::component::chart_view::ChartView;
use self::component::inputs::inputs;
use self::component::language::language;
use self::component::lazy_view::{LazyView, ViewLoader};
use self::component::notes::notes;
use self::component::place::{Lists, elsewhere};
use self::component::result::{equivalents, headline, indicators, strip};
use self::component::scenarios::scenarios;
use self::component::share::use_share;
use self::component::tables::{answer, differences, input_list, parts};
use self::component::theme_switch::use_theme_switch;
use self::context::Ui;
use self::platform::theme::Theme;
use self::platform::{loader, location};
use self::state::{Action, State, View};
use crate::analysis::{Outcome, Results, applicable_warnings, mixed_bases};
use crate::data::{self, Catalog};
use crate::scenario::{MAX_SCENARIOS, Warning, WarningCode};

/// Draws the page of the address.
///
/// The tables are read first, then the results worked out, then the picture drawn, each in a task of its own: none
/// keeps a slow device from answering for long.
pub fn start(views: ViewLoader) {
    let opening = platform::language::spoken().of("preset.opening");
    let properties = AppProps {
        state: State::from_fragment(&location::fragment(), opening),
        results: Results::default(),
        views,
    };
    let compute = move || {
        properties.results.of(&properties.state.scenarios);
        let draw = move || {
            yew::Renderer::<App>::with_root_and_props(platform::root(), properties).render();
        };
        platform::after(0, draw);
    };
    platform::after(0, compute);
}

/// What the page begins with.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// Its state.
    pub state: State,
    /// Results that are known already.
    pub results: Results,
    /// Brings the code of the views that are opened later.
    pub views: ViewLoader,
}

/// The whole page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let lang = platform::language::spoken();
    let state = use_reducer_eq(|| props.state.clone());
    hook::use_address(&state);
    let send = use_memo((), |()| {
        let dispatcher = state.dispatcher();
        Callback::from(move |action: Action| dispatcher.dispatch(action))
    });
    let address = use_memo((), |()| location::page());
    let theme = use_memo((), |()| Theme::wished());
    let ui = Ui {
        lang,
        send: (*send).clone(),
    };
    let drawn = use_state_eq(|| Drawn::Numbers);
    {
        let drawn = drawn.clone();
        use_effect_with(*drawn, move |now| {
            let next = now.next();
            platform::after(0, move || drawn.set(next));
        });
    }
    // Fetched once the page is drawn: the first picture needs none of it.
    let complete = use_state_eq(|| false);
    use_effect_with(*drawn == Drawn::Whole, move |whole| {
        if *whole {
            spawn_local(async move { complete.set(loader::fetch_view_texts().await) });
        }
    });
    let shown = PageProps {
        ui,
        state: (*state).clone(),
        address: (*address).clone(),
        theme: *theme,
        views: props.views,
    };
    use_page(&shown, &props.results, *drawn)
}

/// How much of the page is drawn when it opens: one task for each, so that a slow device answers in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Drawn {
    /// The inputs that stand open, and the numbers.
    Numbers,
    /// The figures as well, and what stands below them.
    Figures,
    /// All, and what is closed at first.
    Whole,
}

impl Drawn {
    const fn next(self) -> Self {
        match self {
            Self::Numbers => Self::Figures,
            Self::Figures | Self::Whole => Self::Whole,
        }
    }
}

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    /// Language, and the way to change the state.
    pub ui: Ui,
    /// Everything the page remembers.
    pub state: State,
    /// Address of the page, without its fragment.
    pub address: String,
    /// The reader's wish for light or dark.
    pub theme: Theme,
    /// Brings the code of the views that are opened later.
    pub views: ViewLoader,
}

/// The page for a state as a component of its own: no browser needed to draw it.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let results = use_memo((), |()| Results::default());
    use_page(props, &results, Drawn::Whole)
}

/// What figures, tables and lazy views show: they follow the headline, which follows the reader's hand.
#[derive(Clone, PartialEq)]
struct Later {
    state: State,
    outcomes: Rc<Vec<Rc<Outcome>>>,
    names: Vec<AttrValue>,
}

/// The page for a state: shared by the component that owns the state and by the one that is handed it.
#[hook]
fn use_page(props: &PageProps, results: &Results, drawn: Drawn) -> Html {
    let PageProps {
        ui,
        state,
        address,
        theme,
        views,
    } = props;
    let lang = ui.lang;
    let outcomes = hook::use_outcomes(&state.scenarios, results);
    let lists = use_memo(lang, |lang| Lists::new(*lang));
    let names = wording::scenario_names(lang, &state.scenarios);
    let outcome = outcomes[state.active].clone();
    let name = names[state.active].clone();
    let fragment = AttrValue::from(state.fragment());
    let link = format!("{address}#{fragment}");
    let theme_switch = use_theme_switch(lang, *theme);
    let share = use_share(lang, link.clone().into());
    let printing = hook::use_printing();
    let skip = Callback::from(|event: MouseEvent| {
        // The fragment is the state: a link to an anchor would overwrite it.
        event.prevent_default();
        platform::focus("result");
    });
    let later = hook::use_later(Later {
        state: state.clone(),
        outcomes: outcomes.clone(),
        names: names.clone(),
    });
    // Worked out when it changes, not at every picture: a step of a slider draws the page twice.
    let worked_out = use_memo(
        (later.clone(), state.view == View::Compare),
        |(later, compares)| {
            let draws = [figures::stages, figures::comparison]
                .map(|draw| draw(lang, &later.outcomes, &later.names, later.state.indicator));
            let answer = compares.then(|| answer(lang, &later.outcomes, &later.names, later.state.indicator));
            (draws, answer)
        },
    );
    let ([stages, compared], answered) = &*worked_out;
    let total = outcome.leaves.total(state.indicator);
    let mut warnings = applicable_warnings(&outcome.inputs, state.indicator);
    // Due whichever of the scenarios is in hand.
    let mut remedy = Vec::new();
    if let Some(mixed) = mixed_bases(&outcomes, Catalog::built_in()) {
        let combustion_only: Vec<&str> = mixed
            .combustion_only
            .iter()
            .map(|at| names[*at].as_str())
            .collect();
        warnings.push(Warning {
            code: WarningCode::CombustionBasis,
            param: None,
            choice: None,
            text: combustion_only.join(", "),
        });
        remedy = mixed.life_cycle_zones;
    }

    let show = |view: View| {
        let send = ui.send.clone();
        move |_: MouseEvent| {
            send.emit(Action::Show(view));
            // Once the view is drawn: on a phone it begins far below, and a long one may have been read to its end.
            platform::after(0, || platform::reveal("result"));
        }
    };
    let title = |name| figures::title(lang, name, later.state.indicator);
    let followed = &later.outcomes[later.state.active];
    let drawing = drawn > Drawn::Numbers;
    let view = match state.view {
        View::Result => html! {
            <>
                { headline(ui, &outcome, state.indicator, &name, state.scenario(), equivalents(ui, followed, later.state.indicator), show(View::Takeaway).into()) }
                { indicators(ui, &outcome, followed, state.indicator) }
                if drawing {
                    <ChartView {lang} name={figures::STAGES} title={title(figures::STAGES)} draw={stages.clone()} />
                    if later.state.scenarios.len() > 1 {
                        <ChartView {lang} name={figures::COMPARISON} title={title(figures::COMPARISON)} draw={compared.clone()} />
                    }
                    <section class="card"><h2>{ lang.get(text::RESULT_PARTS) }</h2>
                        { parts(ui, followed, later.state.indicator) }
                        <p><button type="button" class="button plain" onclick={show(View::Sources)}>{ lang.get(text::ACTION_HOW) }</button></p>
                    </section>
                }
            </>
        },
        View::Compare => html! {
            <>
                { answered.clone() }
                if later.names.len() < MAX_SCENARIOS {
                    { elsewhere(ui, lists.places.clone(), &name, state.scenario()) }
                }
                { indicators(ui, &outcome, followed, state.indicator) }
                if drawing {
                    <ChartView {lang} name={figures::COMPARISON} title={title(figures::COMPARISON)} draw={compared.clone()} />
                    { differences(ui, &later.state.scenarios, &later.outcomes, &later.names) }
                    <ChartView {lang} name={figures::STAGES} title={title(figures::STAGES)} draw={stages.clone()} />
                }
            </>
        },
        _ => html! {
            <>
                { strip(ui, &outcome, state.indicator, &name) }
                <LazyView loader={*views} ui={ui.clone()} state={later.state.clone()} outcomes={later.outcomes.clone()}
                    names={later.names.clone()} address={address.clone()} />
            </>
        },
    };
    html! {
        <>
            <a class="button skip" href="#result" onclick={skip}>{ lang.get(text::APP_SKIP) }</a>
            <header class="bar">
                <div class="brand">
                    { mark() }
                    <h1>{ lang.get(text::APP_TITLE) }</h1>
                </div>
                <div class="tools">
                    <button type="button" class="button" disabled={!state.can_undo()} onclick={ui.on(Action::Undo)}>{ lang.get(text::ACTION_UNDO) }</button>
                    <button type="button" class="button" disabled={!state.can_redo()} onclick={ui.on(Action::Redo)}>{ lang.get(text::ACTION_REDO) }</button>
                    <button type="button" class="button" onclick={|_| platform::print()}>{ lang.get(text::ACTION_PRINT) }</button>
                    { language(lang, state) }
                    { theme_switch }
                    { share }
                </div>
                <nav class="views" aria-label={lang.get(text::NAV_LABEL)}>
                    { for View::ALL.into_iter().map(|view| html! {
                        <button type="button" aria-current={(view == state.view).then_some("page")} onclick={show(view)}>
                            { lang.of_kind("nav", view.id()) }
                        </button>
                    }) }
                </nav>
            </header>
            <div class="page">
                <main>
                    <p class="lede">{ lang.get(text::APP_TAGLINE) }</p>
                    { scenarios(ui, &names, state.active, &state.scenario().name) }
                    { notes(ui, &state.notes, &warnings, remedy) }
                    <div class={classes!("layout", (!state.view.has_inputs()).then_some("layout-wide"), (state.view != View::Result).then_some("layout-further"))}>
                        { inputs(ui, &lists, state.scenario(), &outcome, drawn == Drawn::Whole) }
                        <div class="results" id="result" tabindex="-1">
                            { view }
                        </div>
                    </div>
                    if printing {
                        { input_list(ui, state.scenario(), &name, &outcome) }
                    }
                </main>
                <footer class="foot">
                    <p>{ lang.get(text::FOOTER_PRIVACY) }</p>
                    <p>{ lang.fill(text::FOOTER_VERSION, &[("version", env!("CARGO_PKG_VERSION")), ("data", data::VERSION)]) }</p>
                    <p class="print-only">{ lang.fill(text::FOOTER_PRINT, &[("link", &link)]) }</p>
                    <p class="print-only sign">{ lang.get(text::PRINT_SIGN) }</p>
                </footer>
                <button type="button" class="pin" tabindex="-1" aria-hidden="true" onclick={|_| platform::reveal("result")}>
                    <span class="small">{ lang.of_kind("indicator", state.indicator.id()) }</span>
                    <b>{ wording::amount(lang, state.indicator, total) }</b>
                </button>
            </div>
        </>
    }
}

/// The mark of the page: five bars for the five sources.
fn mark() -> Html {
    html! {
        <svg viewBox="0 0 24 24" aria-hidden="true" class="brand-mark">
            <rect x="2" y="13" width="3" height="9" /><rect x="6.5" y="8" width="3" height="14" />
            <rect x="11" y="3" width="3" height="19" /><rect x="15.5" y="10" width="3" height="12" />
            <rect x="20" y="17" width="3" height="5" />
        </svg>
    }
}
