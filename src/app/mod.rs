//! The page: state, texts, components and browser interfaces.

pub mod component;
pub mod context;
mod figures;
mod hook;
pub mod lazy;
pub mod platform;
pub mod state;
pub mod text;
pub mod views;
pub mod wording;

use std::rc::Rc;

use yew::prelude::*;

use self::component::chart_view::ChartView;
use self::component::inputs::inputs;
use self::component::language::language;
use self::component::lazy_view::LazyView;
use self::component::notes::notes;
use self::component::place::Lists;
use self::component::result::{equivalents, headline, indicators, summary_bar};
use self::component::scenarios::scenarios;
use self::component::share::use_share;
use self::component::tables::{input_list, parts};
use self::component::theme_switch::use_theme_switch;
use self::context::Ui;
use self::lazy::Downloads;
use self::platform::location;
use self::platform::theme::Theme;
use self::state::{Action, State, View};
use crate::analysis::{Outcome, Results, applicable_warnings, mixed_bases};
use crate::data::Catalog;
use crate::scenario::{Warning, WarningCode};

/// Mounts the page in the state of the address.
///
/// Parsing the tables, computing the results and rendering are separate tasks, so that the page stays responsive on a
/// slow device.
pub fn start(downloads: Downloads) {
    let opening = platform::language::current_language().lookup("preset.opening");
    let properties = AppProps {
        state: State::from_fragment(&location::fragment(), opening),
        results: Results::default(),
        downloads,
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

/// The initial state of the page.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// State of the page.
    pub state: State,
    /// Results computed so far.
    pub results: Results,
    /// Downloads the parts of the program that are needed later.
    pub downloads: Downloads,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let lang = platform::language::current_language();
    let state = use_reducer_eq(|| props.state.clone());
    hook::use_address(&state);
    let send = use_memo((), |()| {
        let dispatcher = state.dispatcher();
        Callback::from(move |action: Action| dispatcher.dispatch(action))
    });
    let address = use_memo((), |()| location::page());
    let date = use_memo((), |()| platform::today());
    let theme = use_memo((), |()| Theme::preferred());
    let phase = use_state_eq(|| RenderPhase::Numbers);
    {
        let phase = phase.clone();
        use_effect_with(*phase, move |current| {
            let next = current.next();
            platform::after(0, move || phase.set(next));
        });
    }
    // Fetched once the page is complete, since the first render needs none of it.
    let (has_all_texts, retry_texts) = hook::use_view_texts(*phase == RenderPhase::Complete);
    let ui = Ui {
        lang,
        has_all_texts,
        retry_texts,
        send: (*send).clone(),
    };
    let page = PageProps {
        ui,
        state: (*state).clone(),
        address: (*address).clone(),
        theme: *theme,
        date: (*date).clone(),
        downloads: props.downloads,
    };
    use_page(&page, &props.results, *phase)
}

/// How much of the page has been rendered after it opens. Each phase is a separate task, so that the page stays
/// responsive on a slow device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RenderPhase {
    /// The inputs in open groups, and the numbers.
    Numbers,
    /// Also the figures and what is below them.
    Figures,
    /// Everything, including the content of closed groups.
    Complete,
}

impl RenderPhase {
    const fn next(self) -> Self {
        match self {
            Self::Numbers => Self::Figures,
            Self::Figures | Self::Complete => Self::Complete,
        }
    }
}

/// What the page shows.
#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// State of the page.
    pub state: State,
    /// Address of the page, without its fragment.
    pub address: String,
    /// The theme the reader prefers.
    pub theme: Theme,
    /// The current date, as `2026-11-23`.
    pub date: String,
    /// Downloads the parts of the program that are needed later.
    pub downloads: Downloads,
}

/// The page in a fixed state, for rendering without a browser.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let results = use_memo((), |()| Results::default());
    use_page(props, &results, RenderPhase::Complete)
}

/// What figures, tables and lazy views show. They are rendered after the headline, which has to follow a slider without
/// delay.
#[derive(Clone, PartialEq)]
struct Deferred {
    state: State,
    outcomes: Rc<Vec<Rc<Outcome>>>,
    names: Vec<AttrValue>,
}

/// Renders the page in a state: shared by [`App`], which owns the state, and [`Page`], which receives it.
#[hook]
fn use_page(props: &PageProps, results: &Results, phase: RenderPhase) -> Html {
    let PageProps {
        ui,
        state,
        address,
        theme,
        date,
        downloads,
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
    hook::use_tab_title(&name, lang.message(text::APP_TITLE));
    let skip = Callback::from(|event: MouseEvent| {
        // The fragment is the state: a link to an anchor would overwrite it.
        event.prevent_default();
        platform::focus("result");
    });
    let current = Deferred {
        state: state.clone(),
        outcomes: outcomes.clone(),
        names: names.clone(),
    };
    let mut deferred = hook::use_deferred(current.clone());
    if deferred.state.view != state.view {
        // Another view has no earlier values to show.
        deferred = current;
    }
    // Memoized, since the page renders twice at every step of a slider: at once, and with the deferred values.
    let draws = use_memo(deferred.clone(), |deferred| {
        [figures::stages, figures::comparison].map(|draw| {
            draw(
                lang,
                &deferred.outcomes,
                &deferred.names,
                deferred.state.indicator,
            )
        })
    });
    let [stages, comparison] = &*draws;
    let total = outcome.leaves.total(state.indicator);
    let mut warnings = applicable_warnings(&outcome.inputs, state.indicator);
    // This warning concerns all scenarios, whichever is active.
    let mut zone_fix = Vec::new();
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
        zone_fix = mixed.life_cycle_zones;
    }

    let open_view = |view: View| {
        let send = ui.send.clone();
        move |_: MouseEvent| {
            send.emit(Action::SelectView(view));
            // After rendering: the top of the new view may be out of sight, below the inputs on a phone or above if the
            // previous view was scrolled.
            platform::after(0, || platform::scroll_into_view_if_hidden("result"));
        }
    };
    let title = |name| figures::title(lang, name, deferred.state.indicator);
    let deferred_outcome = &deferred.outcomes[deferred.state.active];
    let shows_figures = phase > RenderPhase::Numbers;
    let view = match state.view {
        View::Result => html! {
            <>
                { headline(ui, &outcome, state.indicator, &name, state.scenario(), equivalents(ui, deferred_outcome, deferred.state.indicator), open_view(View::Takeaway).into()) }
                { indicators(ui, &outcome, deferred_outcome, state.indicator) }
                if shows_figures {
                    <ChartView {lang} name={figures::STAGES} title={title(figures::STAGES)} draw={stages.clone()} />
                    if deferred.state.scenarios.len() > 1 {
                        <ChartView {lang} name={figures::COMPARISON} title={title(figures::COMPARISON)} draw={comparison.clone()} />
                    }
                    <section class="card"><h2>{ lang.message(text::RESULT_PARTS) }</h2>
                        { parts(ui, deferred_outcome, deferred.state.indicator) }
                        <p><button type="button" class="button plain" onclick={open_view(View::Sources)}>{ lang.message(text::ACTION_HOW) }</button></p>
                    </section>
                }
            </>
        },
        view => html! {
            <>
                if view != View::Compare {
                    { summary_bar(ui, &outcome, state.indicator, &name) }
                }
                <LazyView key={view.id()} downloads={*downloads} ui={ui.clone()} state={deferred.state.clone()}
                    outcomes={deferred.outcomes.clone()} names={deferred.names.clone()} places={lists.places.clone()}
                    address={address.clone()} date={date.clone()} />
            </>
        },
    };
    html! {
        <>
            <a class="button skip" href="#result" onclick={skip}>{ lang.message(text::APP_SKIP) }</a>
            <header class="bar">
                <div class="brand">
                    { mark() }
                    <h1>{ lang.message(text::APP_TITLE) }</h1>
                </div>
                <div class="tools">
                    <button type="button" class="button" disabled={!state.can_undo()} onclick={ui.on(Action::Undo)}>{ lang.message(text::ACTION_UNDO) }</button>
                    <button type="button" class="button" disabled={!state.can_redo()} onclick={ui.on(Action::Redo)}>{ lang.message(text::ACTION_REDO) }</button>
                    <button type="button" class="button" onclick={|_| platform::print()}>{ lang.message(text::ACTION_PRINT) }</button>
                    { language(lang, state) }
                    { theme_switch }
                    { share }
                </div>
                <nav class="views" aria-label={lang.message(text::NAV_LABEL)}>
                    { for View::ALL.into_iter().map(|view| html! {
                        <button type="button" aria-current={(view == state.view).then_some("page")} onclick={open_view(view)}>
                            { lang.message_for("nav", view.id()) }
                        </button>
                    }) }
                </nav>
            </header>
            <div class="page">
                <main>
                    <p class="lede">{ lang.message(text::APP_TAGLINE) }</p>
                    { scenarios(ui, &names, state.active, &state.scenario().name) }
                    { notes(ui, &state.notes, &warnings, zone_fix) }
                    <div class={classes!("layout", (!state.view.has_inputs()).then_some("layout-wide"), (state.view != View::Result).then_some("layout-view-first"))}>
                        { inputs(ui, &lists, state.scenario(), &outcome, phase == RenderPhase::Complete) }
                        <div class="results" id="result" tabindex="-1">
                            { view }
                        </div>
                    </div>
                    if printing {
                        { input_list(ui, state.scenario(), &name, &outcome) }
                    }
                </main>
                <footer class="foot">
                    <p>{ lang.message(text::FOOTER_PRIVACY) }</p>
                    <p>{ lang.fill(text::FOOTER_VERSION, &[("version", env!("CARGO_PKG_VERSION")), ("data", &wording::data_month(lang))]) }</p>
                    <p class="print-only">{ lang.fill(text::FOOTER_PRINT, &[("link", &link)]) }</p>
                    <p class="print-only sign">{ lang.message(text::PRINT_SIGN) }</p>
                </footer>
                <button type="button" class="pin" tabindex="-1" aria-hidden="true" onclick={|_| platform::scroll_into_view_if_hidden("result")}>
                    <span class="small">{ lang.message_for("indicator", state.indicator.id()) }</span>
                    <b>{ wording::amount(lang, state.indicator, total) }</b>
                </button>
            </div>
        </>
    }
}

/// The logo: five bars.
fn mark() -> Html {
    html! {
        <svg viewBox="0 0 24 24" aria-hidden="true" class="brand-mark">
            <rect x="2" y="13" width="3" height="9" /><rect x="6.5" y="8" width="3" height="14" />
            <rect x="11" y="3" width="3" height="19" /><rect x="15.5" y="10" width="3" height="12" />
            <rect x="20" y="17" width="3" height="5" />
        </svg>
    }
}
