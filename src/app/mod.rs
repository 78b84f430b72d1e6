//! The page: state, texts, components and browser interfaces.

pub mod component;
pub mod context;
pub mod figures;
pub mod hook;
pub mod lazy;
pub mod platform;
pub mod state;
pub mod text;
pub mod views;
pub mod wording;

use std::rc::Rc;

use yew::prelude::*;

use self::component::chart_file::{Frame, Origin};
use self::component::inputs::{inputs, questions};
use self::component::language::language;
use self::component::lazy_view::{LazyView, failed, loading};
use self::component::menu::menu;
use self::component::notes::notes;
use self::component::place::Lists;
use self::component::result::{Surroundings, equivalents, headline, indicators, summary_bar};
use self::component::result_bar::{ResultBar, use_result_bar};
use self::component::scenarios::scenarios;
use self::component::share::{Shared, use_share};
use self::component::tables::input_list;
use self::component::theme_switch::use_theme_switch;
use self::context::Ui;
use self::figures::Subjects;
use self::hook::Download;
use self::lazy::{DetailsProps, Downloads, ResultDetails};
use self::platform::location;
use self::platform::theme::Theme;
use self::state::{Action, State, View, ViewGroup};
use crate::analysis::{Outcome, Results, applicable_warnings, mixed_bases};
use crate::scenario::{self, Warning, WarningCode};

/// Mounts the page in the state of the address.
///
/// Parsing the tables, computing the results and rendering are separate tasks, so that the page stays responsive on a
/// slow device.
pub fn start(downloads: Downloads) {
    let lang = platform::language::current_language();
    let opening = scenario::opening(|id| lang.message_for("preset", id));
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
    let narrow = use_memo((), |()| platform::is_narrow());
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
    let shows_figures = *phase > RenderPhase::Numbers;
    let (details, load_details) = hook::use_download(props.downloads.result_details, shows_figures);
    let page = PageProps {
        details,
        load_details,
        ui,
        state: (*state).clone(),
        address: (*address).clone(),
        theme: *theme,
        date: (*date).clone(),
        narrow: *narrow,
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
    /// The figures of the Result view.
    pub details: Download<ResultDetails>,
    /// Makes another attempt to download them.
    pub load_details: Callback<()>,
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
    /// Whether it was opened on a narrow screen.
    pub narrow: bool,
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
    subjects: Subjects,
}

/// Renders the page in a state: shared by [`App`], which owns the state, and [`Page`], which receives it.
#[hook]
fn use_page(props: &PageProps, results: &Results, phase: RenderPhase) -> Html {
    let PageProps {
        details,
        load_details,
        ui,
        state,
        address,
        theme,
        date,
        narrow,
        downloads,
    } = props;
    let lang = ui.lang;
    let outcomes = hook::use_outcomes(&state.scenarios, results);
    let names = wording::scenario_names(lang, &state.scenarios);
    let outcome = outcomes[state.active].clone();
    let name = names[state.active].clone();
    let basis = outcome.inputs.choices.asked_basis;
    let lists = use_memo((lang, basis), |(lang, basis)| Lists::new(*lang, *basis));
    let fragment = AttrValue::from(state.fragment());
    let link = format!("{address}#{fragment}");
    let theme_switch = use_theme_switch(lang, *theme);
    let printing = hook::use_printing();
    hook::use_tab_title(&name, lang.message(text::APP_TITLE));
    hook::use_menus();
    let skip = Callback::from(|event: MouseEvent| {
        // The fragment is the state: a link to an anchor would overwrite it.
        event.prevent_default();
        platform::focus("result");
    });
    let current = Deferred {
        state: state.clone(),
        subjects: Subjects {
            outcomes: outcomes.clone(),
            names: names.clone(),
            colours: state.colours.clone(),
        },
    };
    let mut deferred = hook::use_deferred(current.clone());
    if deferred.state.view != state.view {
        // Another view has no earlier values to show.
        deferred = current.clone();
    }
    // Memoized, since the page renders twice at every step of a slider: at once, and with the deferred values.
    let main_chart = use_memo((deferred.clone(), *details), |(deferred, details)| {
        let details = details.done()?;
        Some((details.main_chart)(
            lang,
            &deferred.subjects,
            deferred.state.indicator,
        ))
    });
    let frame = use_memo((), |()| Frame::default());
    frame.update(Origin {
        downloads: *downloads,
        lang,
        scenarios: state.scenarios.clone(),
        subjects: current.subjects.clone(),
        indicator: state.indicator,
        link: link.clone().into(),
        date: date.clone(),
    });
    let total = outcome.leaves.total(state.indicator);
    let mut warnings = applicable_warnings(&outcome.inputs, state.indicator);
    // This warning concerns all scenarios, whichever is active.
    let mixed = mixed_bases(&outcomes);
    if !mixed.is_empty() {
        let combustion_only: Vec<&str> = mixed.iter().map(|at| names[*at].as_str()).collect();
        warnings.push(Warning {
            code: WarningCode::CombustionBasis,
            param: None,
            choice: None,
            text: combustion_only.join(", "),
        });
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
    let share = use_share(
        lang,
        &frame,
        Shared {
            link: link.clone().into(),
            open_report: open_view(View::Takeaway).into(),
        },
    );
    let deferred_outcome = &deferred.subjects.outcomes[deferred.state.active];
    let main_figure = |id: Option<&'static str>| {
        let (details, chart) = (details.done()?, (*main_chart).as_ref()?);
        Some((details.show)(lang, id.unwrap_or(chart.kind.id()), chart))
    };
    let bar = ResultBar {
        label: lang.message_for("indicator", state.indicator.id()),
        amount: wording::amount(lang, state.indicator, total),
        bars: relative_totals(&outcomes, state),
    };
    let result_bar = use_result_bar(&bar, || main_figure(Some("bar-chart")));
    let view = match state.view {
        View::Result => {
            let details_props = DetailsProps {
                ui: ui.clone(),
                results: results.clone(),
                subjects: deferred.subjects.clone(),
                active: deferred.state.active,
                indicator: deferred.state.indicator,
                narrow: *narrow,
                printing,
            };
            let around = Surroundings {
                crossover: details.done().map(|details| (details.crossover)(&details_props)),
                equivalents: equivalents(
                    ui,
                    deferred_outcome,
                    deferred.state.indicator,
                    deferred.state.scenario(),
                ),
                chart: main_figure(None).unwrap_or_default(),
            };
            let below = match details {
                Download::Running => loading(lang),
                Download::Failed => failed(lang, load_details),
                Download::Done(details) => (details.below)(&details_props),
            };
            html! {
                <>
                    { headline(ui, &outcome, state.indicator, &name, state.scenario(), around) }
                    { indicators(ui, &outcome, deferred_outcome, state.indicator) }
                    <div id="view" class="lazy-view">{ below }</div>
                </>
            }
        }
        view => html! {
            <>
                if view != View::Compare {
                    { summary_bar(ui, &outcome, state.indicator, &name) }
                }
                <LazyView key={view.id()} downloads={*downloads} ui={ui.clone()} state={deferred.state.clone()}
                    subjects={deferred.subjects.clone()}
                    places={lists.places.clone()} address={address.clone()} date={date.clone()} />
            </>
        },
    };
    html! {
        <ContextProvider<Frame> context={(*frame).clone()}>
            <a class="button skip" href="#result" onclick={skip}>{ lang.message(text::APP_SKIP) }</a>
            <header class="bar">
                <div class="brand">
                    { mark() }
                    <h1>{ lang.message(text::APP_TITLE) }</h1>
                </div>
                <nav class="views" aria-label={lang.message(text::NAV_LABEL)}>
                    { for ViewGroup::ALL.into_iter().map(|group| html! {
                        <button type="button" aria-current={(group == state.view.group()).then_some("page")} onclick={open_view(group.first())}>
                            { lang.message_for("nav.group", group.id()) }
                        </button>
                    }) }
                </nav>
                <div class="tools">
                    <button type="button" class="button icon" aria-label={lang.message(text::ACTION_UNDO)} title={lang.message(text::ACTION_UNDO)}
                        disabled={!state.can_undo()} onclick={ui.on(Action::Undo)}>{ icon(UNDO) }</button>
                    <button type="button" class="button icon" aria-label={lang.message(text::ACTION_REDO)} title={lang.message(text::ACTION_REDO)}
                        disabled={!state.can_redo()} onclick={ui.on(Action::Redo)}>{ icon(REDO) }</button>
                    { share }
                    { menu("settings", icon(SLIDERS), Some(lang.message(text::SETTINGS_LABEL)), html! { <>{ language(lang, state) }{ theme_switch }</> }) }
                </div>
            </header>
            <div class="page">
                <main>
                    <div class="intro">
                        <p class="lede">{ lang.message(text::APP_TAGLINE) }</p>
                        { questions(ui) }
                    </div>
                    { scenarios(ui, &names, state) }
                    { notes(ui, &state.notes, &warnings) }
                    { views_of_group(ui, state.view, &open_view) }
                    <div class={classes!("layout", (!state.view.has_inputs()).then_some("layout-wide"), (state.view != View::Result).then_some("layout-view-first"))}>
                        { inputs(ui, &lists, state.scenario(), &outcome, phase == RenderPhase::Complete) }
                        <div class="results" id="result" tabindex="-1">
                            { view }
                        </div>
                    </div>
                    // The claims are a handout of two pages, whatever the scenario.
                    if printing && state.view != View::Claims {
                        { input_list(ui, state.scenario(), &name, &outcome) }
                    }
                </main>
                <footer class="foot">
                    <p>{ lang.message(text::FOOTER_PRIVACY) }</p>
                    <p>{ lang.fill(text::FOOTER_VERSION, &[("version", env!("CARGO_PKG_VERSION")), ("data", &wording::data_month(lang))]) }</p>
                    <p class="print-only">{ lang.fill(text::FOOTER_PRINT, &[("link", &link)]) }</p>
                    <p class="print-only sign">{ lang.message(text::PRINT_SIGN) }</p>
                </footer>
                { result_bar }
            </div>
        </ContextProvider<Frame>>
    }
}

/// Series colour and total of every scenario, relative to the largest.
fn relative_totals(outcomes: &[Rc<Outcome>], state: &State) -> Vec<(usize, f64)> {
    let totals: Vec<f64> = outcomes
        .iter()
        .map(|outcome| outcome.leaves.total(state.indicator))
        .collect();
    let largest = totals.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let relative = totals.iter().map(|total| total / largest);
    state.colours.iter().copied().zip(relative).collect()
}

/// The views of the current entry of the navigation, where there are several.
fn views_of_group<F: Fn(MouseEvent) + 'static>(ui: &Ui, current: View, open: &impl Fn(View) -> F) -> Html {
    let group = current.group();
    let views: Vec<View> = View::ALL
        .into_iter()
        .filter(|view| view.group() == group)
        .collect();
    if views.len() < 2 {
        return Html::default();
    }
    let lang = ui.lang;
    html! {
        <nav class="group-views" aria-label={lang.message_for("nav.group", group.id())}>
            { for views.into_iter().map(|view| html! {
                <button type="button" aria-current={(view == current).then_some("page")} onclick={open(view)}>
                    { lang.message_for("nav", view.id()) }
                </button>
            }) }
        </nav>
    }
}

const UNDO: &str = "M9 7H4V2M4 7a8 8 0 1 1-1 6";
const REDO: &str = "M11 7h5V2M16 7a8 8 0 1 0 1 6";
const SLIDERS: &str = "M3 5h8M15 5h2M13 3v4M3 10h2M9 10h8M7 8v4M3 15h8M15 15h2M13 13v4";

/// The picture on a button, as the path of its lines.
fn icon(lines: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d={lines} /></svg>
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
