//! Reduction measures: the most effective ones, switches for all of them, a ranking of places, and the carbon budget.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::limit::Budget;
use super::{ViewContext, levers};
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::figures::with_view;
use crate::app::state::Action;
use crate::app::text;
use crate::app::wording;
use crate::chart::figure::{Entry, regions, waterfall};
use crate::chart::{Interval, Named};
use crate::data::{self, Catalog, CloudRegion, Mitigation};
use crate::math::decimal;
use crate::mitigation::{Lever, NoEffect, Place, Step, Steps, apply};
use crate::model::{budget, evaluate};
use crate::report::number;
use crate::scenario::{Choice, Inputs, Param, Scenario};

/// Link key of the levers.
const KEY: &str = "levers";

/// Number of places offered to move to.
const MAX_PLACES: usize = 12;

/// Number of most effective levers shown.
const MAX_BEST: usize = 3;

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let indicator = context.state.indicator;
    let scenario = context.state.scenario();
    let places = Rc::new(budget::regions(
        scenario,
        Catalog::built_in(),
        indicator,
        f64::INFINITY,
    ));
    let figure = |inputs: &Inputs| [evaluate(&inputs.values, &inputs.choices).total(indicator)];
    let best = places.first().map_or("", |(region, _)| region.id);
    let known = levers::all(best, context.outcome().inputs.values[Param::ContractIntensity]);
    let on = levers::parse(context.state.page_param(KEY), &known);
    let steps = apply(&on, scenario, Catalog::built_in(), &figure);
    let alone: Vec<Steps<1>> = known
        .iter()
        .map(|lever| {
            apply(
                std::slice::from_ref(lever),
                scenario,
                Catalog::built_in(),
                &figure,
            )
        })
        .collect();
    let view = Mitigate {
        context,
        known: &known,
        alone: &alone,
        on: &on,
        places: &places,
    };
    let lang = context.ui.lang;
    html! {
        <>
            { view.most_effective(&steps) }
            { view.switches(&steps) }
            if !on.is_empty() {
                <ChartView {lang} name="waterfall" title={lang.message(text::MITIGATE_CHART)} draw={view.waterfall(&steps)} />
            }
            <ChartView {lang} name="regions" title={lang.message(text::MITIGATE_PLACES)} draw={view.ranking()} />
            <Budget ui={context.ui.clone()} outcome={context.outcome().clone()} {places} {indicator} />
        </>
    }
}

/// What the parts of the view are rendered from.
struct Mitigate<'a> {
    context: &'a ViewContext<'a>,
    known: &'a [Lever],
    /// The effect of each of them alone on the scenario.
    alone: &'a [Steps<1>],
    on: &'a [Lever],
    places: &'a [(&'static CloudRegion, f64)],
}

impl Mitigate<'_> {
    fn amount(&self, value: f64) -> String {
        wording::amount(self.context.ui.lang, self.context.state.indicator, value)
    }

    fn saving(&self, saved: f64, before: f64) -> String {
        let lang = self.context.ui.lang;
        let share = if before > 0.0 { saved.abs() / before } else { 0.0 };
        let message = if saved < 0.0 {
            text::MITIGATE_COSTS
        } else {
            text::MITIGATE_SAVES
        };
        lang.fill(
            message,
            &[
                ("amount", &self.amount(saved.abs())),
                ("share", &number::percent(share, lang.locale())),
            ],
        )
    }

    /// The link value with one lever changed; `None` switches it off.
    fn with(&self, id: &str, lever: Option<&Lever>) -> String {
        levers::changed(self.known, self.on, id, lever)
    }

    fn name(&self, lever: &Lever) -> &'static str {
        self.context.ui.lang.message_for("lever", lever.id())
    }

    /// The levers that save the most on their own.
    fn most_effective(&self, steps: &Steps<1>) -> Html {
        let (ui, lang) = (self.context.ui, self.context.ui.lang);
        let mut tried: Vec<(&Lever, f64, f64)> = self
            .known
            .iter()
            .zip(self.alone)
            .map(|(lever, alone)| (lever, alone.before[0] - alone.after[0], alone.before[0]))
            .filter(|(_, saved, _)| *saved > 0.0)
            .collect();
        tried.sort_by(|a, b| b.1.total_cmp(&a.1));
        html! {
            <section class="card" aria-labelledby="mitigate-title">
                <h2 id="mitigate-title">{ lang.message(text::MITIGATE_BEST) }</h2>
                <p class="muted">{ lang.fill(text::MITIGATE_BEST_LEDE, &[("name", self.context.name())]) }</p>
                if tried.is_empty() {
                    <p>{ lang.message(text::MITIGATE_BEST_NONE) }</p>
                }
                <ol class="best">
                    { for tried.iter().take(MAX_BEST).map(|(lever, saved, before)| {
                        let is_on = self.on.iter().any(|on| on.id() == lever.id());
                        let switch = lang.message(if is_on { text::MITIGATE_OFF_ONE } else { text::MITIGATE_ON });
                        let label = [switch, lang.locale().colon, self.name(lever)].concat();
                        let next = self.with(lever.id(), (!is_on).then_some(*lever));
                        html! {
                            <li>
                                <b>{ self.name(lever) }</b>
                                <span>{ self.saving(*saved, *before) }{ " " }<span class="muted">{ self.target_text(lever) }</span></span>
                                <button type="button" class="button" aria-label={label}
                                    onclick={ui.on(Action::SetPageParam(KEY, next))}>{ switch }</button>
                            </li>
                        }
                    }) }
                </ol>
                { self.sum(steps) }
            </section>
        }
    }

    /// Total effect of the levers that are switched on.
    fn sum(&self, steps: &Steps<1>) -> Html {
        let (before, after) = (self.amount(steps.before[0]), self.amount(steps.after[0]));
        let parts = [("before", before.as_str()), ("after", &after)];
        html! {
            if !self.on.is_empty() {
                <p class="lever-sum" role="status">{ self.context.ui.lang.fill(text::MITIGATE_SUM, &parts) }</p>
            }
        }
    }

    /// The target of a lever as text.
    fn target_text(&self, lever: &Lever) -> String {
        let target = levers::target(lever);
        match lever {
            Lever::Move(Place::Region(id)) => {
                data::cloud_region(id).map_or(target, |region| format!("{} ({id})", region.place))
            }
            Lever::Quantise(_) => wording::option(self.context.ui.lang, Choice::Precision, &target),
            _ if target.is_empty() => target,
            _ => {
                let unit = self
                    .context
                    .ui
                    .lang
                    .lookup(&format!("lever.{}.target", lever.id()));
                let locale = self.context.ui.lang.locale();
                let target =
                    decimal::parse(&target).map_or(target, |value| number::full_precision(value, locale));
                format!("({unit}{}{target})", locale.colon)
            }
        }
    }

    /// All levers with switches, targets and effects.
    fn switches(&self, steps: &Steps<1>) -> Html {
        let (ui, lang) = (self.context.ui, self.context.ui.lang);
        let name = lang.fill(text::MITIGATE_NAME, &[("name", self.context.name())]);
        let mut after = steps.scenario.clone();
        after.name = Scenario::new(&name).name;
        // Levers without effect are hidden in a collapsed section, unless they are on.
        let is_hidden = |place: &usize| {
            let lever = &self.known[*place];
            self.no_effect(*place).is_some() && self.on.iter().all(|on| on.id() != lever.id())
        };
        let places = || 0..self.known.len();
        let idle = places().filter(|place| is_hidden(place)).count();
        let rows = |hidden: bool| {
            places()
                .filter(move |place| is_hidden(place) == hidden)
                .map(|place| {
                    let known = &self.known[place];
                    let at = self.on.iter().position(|on| on.id() == known.id());
                    let step = at.map(|at| &steps.steps[at]);
                    self.row(
                        at.map_or(known, |at| &self.on[at]),
                        step,
                        self.no_effect(place),
                        steps.before[0],
                    )
                })
        };
        html! {
            <section class="card" aria-labelledby="levers-title">
                <h2 id="levers-title">{ lang.message(text::MITIGATE_TITLE) }</h2>
                <p class="muted">{ lang.message(text::MITIGATE_LEDE) }</p>
                <ul class="levers">{ for rows(false) }</ul>
                if idle > 0 {
                    <details class="more">
                        <summary>{ lang.fill(text::MITIGATE_IDLE, &[("n", &idle.to_string())]) }</summary>
                        <ul class="levers">{ for rows(true) }</ul>
                    </details>
                }
                if !self.on.is_empty() {
                    { self.sum(steps) }
                    <p class="format-tools">
                        <button type="button" class="button primary" disabled={self.context.is_full()} title={self.context.full_note()}
                            onclick={ui.on(Action::AddScenario(Box::new(after)))}>{ lang.message(text::MITIGATE_ADD) }</button>
                        <button type="button" class="button" onclick={ui.on(Action::SetPageParam(KEY, String::new()))}>{ lang.message(text::MITIGATE_OFF) }</button>
                    </p>
                }
            </section>
        }
    }

    /// Why a lever has no effect on the scenario; `None` if it has one.
    fn no_effect(&self, place: usize) -> Option<NoEffect> {
        self.alone[place].steps.first().and_then(|step| step.why)
    }

    fn row(&self, lever: &Lever, step: Option<&Step<1>>, idle: Option<NoEffect>, before: f64) -> Html {
        let (ui, lang) = (self.context.ui, self.context.ui.lang);
        let id = lever.id();
        let toggled = self.with(id, if step.is_some() { None } else { Some(lever) });
        let toggle = {
            let send = ui.send.clone();
            Callback::from(move |_: Event| send.emit(Action::SetPageParam(KEY, toggled.clone())))
        };
        let effect = match step {
            None => idle.map_or_else(String::new, |why| {
                lang.message_for("noeffect", why.id()).to_owned()
            }),
            Some(Step { why: Some(why), .. }) => lang.message_for("noeffect", why.id()).to_owned(),
            Some(step) => {
                let mut text = self.saving(step.saved[0], before);
                if let Some((weak, strong)) = step.range {
                    text.push_str(&lang.fill(
                        text::MITIGATE_RANGE,
                        &[
                            ("weak", &self.amount(weak[0])),
                            ("strong", &self.amount(strong[0])),
                        ],
                    ));
                }
                text
            }
        };
        html! {
            <li key={id}>
                <label class="lever">
                    <input type="checkbox" checked={step.is_some()} onchange={toggle} />
                    <span><b>{ self.name(lever) }</b><span class="muted lever-what">{ lang.lookup(&format!("lever.{id}.what")) }</span></span>
                </label>
                { self.control(lever) }
                <p class={classes!("lever-effect", step.is_none().then_some("idle"))} role="status">{ effect }</p>
                { published(self, lever) }
            </li>
        }
    }

    /// The control for a lever's target.
    fn control(&self, lever: &Lever) -> Html {
        let lang = self.context.ui.lang;
        let id = lever.id();
        let label = format!(
            "{}: {}",
            self.name(lever),
            lang.lookup(&format!("lever.{id}.target"))
        );
        let set = {
            let send = self.context.ui.send.clone();
            let lever = lever.clone();
            let (known, on) = (self.known.to_vec(), self.on.to_vec());
            Callback::from(move |target: String| {
                if let Some(retargeted) = levers::retarget(&lever, &target) {
                    send.emit(Action::SetPageParam(
                        KEY,
                        levers::changed(&known, &on, lever.id(), Some(&retargeted)),
                    ));
                }
            })
        };
        let select = |options: Vec<(String, String)>, chosen: &str| {
            let set = set.clone();
            let onchange = Callback::from(move |event: Event| {
                set.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
            });
            html! {
                <select class="text lever-target" aria-label={label.clone()} {onchange}>
                    { for options.into_iter().map(|(value, name)| {
                        let selected = value == chosen;
                        html! { <option {value} {selected}>{ name }</option> }
                    }) }
                </select>
            }
        };
        match lever {
            Lever::Quantise(precision) => select(
                levers::PRECISIONS
                    .into_iter()
                    .map(|p| {
                        (
                            p.id().to_owned(),
                            wording::option(lang, Choice::Precision, p.id()),
                        )
                    })
                    .collect(),
                precision.id(),
            ),
            Lever::Move(Place::Region(id) | Place::Zone(id)) => {
                let mut options: Vec<(String, String)> = self
                    .places
                    .iter()
                    .take(MAX_PLACES)
                    .map(|(region, total)| {
                        let name = format!("{} ({}) · {}", region.place, region.id, self.amount(*total));
                        (region.id.to_owned(), name)
                    })
                    .collect();
                if options.iter().all(|(known, _)| known != id) {
                    options.push((id.clone(), id.clone()));
                }
                select(options, id)
            }
            Lever::CachePrompts(_)
            | Lever::Batch(_)
            | Lever::KeepHardware(_)
            | Lever::FillHardware(_)
            | Lever::Contract { .. } => {
                let onchange = Callback::from(move |event: Event| {
                    set.emit(event.target_unchecked_into::<HtmlInputElement>().value());
                });
                let (step, max) = match lever {
                    Lever::Batch(_) => ("1", "4096"),
                    Lever::KeepHardware(_) => ("0.5", "15"),
                    _ => ("0.05", "1"),
                };
                html! {
                    <span class="amount lever-target">
                        <input type="number" min="0" {max} {step} value={levers::target(lever)} aria-label={label} {onchange} />
                        <span class="unit">{ lang.lookup(&format!("lever.{}.target", lever.id())) }</span>
                    </span>
                }
            }
            Lever::NoReasoning | Lever::CapTrainingPower | Lever::FineTune | Lever::Measured(_) => {
                Html::default()
            }
        }
    }

    /// Chart of the steps from the current scenario to the one with the levers.
    fn waterfall(&self, steps: &Steps<1>) -> Draw {
        let (lang, indicator) = (self.context.ui.lang, self.context.state.indicator);
        let (before, after) = (steps.before[0], steps.after[0]);
        let changes: Vec<(&'static str, f64)> = steps
            .steps
            .iter()
            .map(|step| (self.name(&step.lever), -step.saved[0]))
            .collect();
        let name = self.context.name().clone();
        Draw(Rc::new(move |width| {
            let steps: Vec<Named> = changes
                .iter()
                .map(|(name, change)| Named {
                    name,
                    value: Interval::exact(*change),
                })
                .collect();
            let data = waterfall::Waterfall {
                start: Named {
                    name: &name,
                    value: Interval::exact(before),
                },
                steps: &steps,
                end: Named {
                    name: lang.message(text::MITIGATE_AFTER),
                    value: Interval::exact(after),
                },
            };
            with_view(lang, indicator, width, |view| waterfall::mitigation(&data, view))
        }))
    }

    /// Chart of the best cloud region of each country, and the scenario in its own place.
    fn ranking(&self) -> Draw {
        let (lang, indicator, scenario) = (
            self.context.ui.lang,
            self.context.state.indicator,
            self.context.state.active,
        );
        // Combustion-only intensities are lower than life-cycle ones, so rows with them are labelled.
        let basis = |at_stack: bool| {
            if at_stack && indicator.is_ghg() {
                lang.message(text::PLACE_STACK)
            } else {
                ""
            }
        };
        let asked = self.context.outcome().inputs.choices.asked_basis;
        let of_zone = |code| {
            Catalog::built_in()
                .zone(code)
                .is_some_and(|zone| zone.reading(asked).1.is_combustion())
        };
        let mut rows: Vec<(String, f64, &'static str, Option<usize>)> = Vec::new();
        for (region, total) in budget::best_per_country(self.places) {
            let name = format!("{}, {}", region.place, region.country);
            rows.push((name, total, basis(of_zone(region.zone)), None));
        }
        rows.push((
            self.context.name().to_string(),
            self.context.outcome().leaves.total(indicator),
            basis(self.context.outcome().inputs.combustion_only()),
            Some(scenario),
        ));
        Draw(Rc::new(move |width| {
            let entries: Vec<Entry> = rows
                .iter()
                .map(|(name, total, basis, scenario)| Entry {
                    named: Named {
                        name,
                        value: Interval::exact(*total),
                    },
                    detail: basis,
                    scenario: *scenario,
                })
                .collect();
            with_view(lang, indicator, width, |view| regions::draw(&entries, view))
        }))
    }
}

/// The published effect of a lever, its condition and its pitfall.
fn published(view: &Mitigate, lever: &Lever) -> Html {
    let lang = view.context.ui.lang;
    let Some(row) = lever.published() else {
        return Html::default();
    };
    let Mitigation {
        effect,
        condition,
        trap,
        claim,
        ..
    } = row;
    // The factor as a relative change: below one it is a reduction.
    let change = |factor: f64| {
        let percent = number::percent((factor - 1.0).abs(), lang.locale());
        let sign = if factor > 1.0 { "+" } else { "−" };
        if (factor - 1.0).abs() < f64::EPSILON {
            percent
        } else {
            format!("{sign}{percent}")
        }
    };
    html! {
        <details class="source">
            <summary>{ lang.fill(text::MITIGATE_PUBLISHED, &[("low", &change(effect.low)), ("high", &change(effect.high))]) }
                if effect.assumed {
                    <span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
                }
            </summary>
            <div class="source-body">
                <p>{ lang.message(text::MITIGATE_HOLDS) }{ lang.locale().colon }{ lang.message_for("condition", condition) }</p>
                <p>{ lang.message(text::MITIGATE_TRAP) }{ lang.locale().colon }{ lang.message_for("trap", trap) }</p>
                if !claim.is_empty() {
                    <p>{ lang.message(text::MITIGATE_CLAIM) }{ lang.locale().colon }{ lang.message_for("claim", claim) }</p>
                }
                <p>{ wording::citation(data::source(effect.source)) }</p>
            </div>
        </details>
    }
}
