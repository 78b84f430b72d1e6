//! The measures: what would help most and why to believe it, a table of savings, switches with explanations, and the
//! chart of those that are switched on.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::context::Ui;
use crate::app::figures::with_view;
use crate::app::state::{Action, LEVERS};
use crate::app::text;
use crate::app::wording;
use crate::chart::figure::waterfall;
use crate::chart::{Interval, Named};
use crate::data::{self, Catalog, CloudRegion, Mitigation, Source};
use crate::math::decimal;
use crate::mitigation::{
    Attention, Comparison, InputChange, Lever, PRECISIONS, Place, RunFormat, inputs, link, offered,
    smaller_models,
};
use crate::model::Indicator;
use crate::report::number;
use crate::scenario::{Choice, InferenceRoute, Inputs, Param, Scenario};
use crate::uncertainty::saving::{Study, Tried, most_believable, study};
use crate::uncertainty::{Sample, Saving, monte_carlo};

/// Number of places or models offered as a target.
const MAX_OPTIONS: usize = 12;

/// What the measures are tried on.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// The indicator that is to be lowered.
    pub indicator: Indicator,
    /// The measures switched on, as a link value.
    pub levers: AttrValue,
    /// The scenario without them.
    pub scenario: Scenario,
    /// Its name.
    pub name: AttrValue,
    /// Its index.
    pub index: usize,
    /// Name of the selected scenario, where that is this one with the measures.
    pub derived: Option<AttrValue>,
    /// Its totals in every cloud region, the lowest first.
    pub places: Rc<Vec<(&'static CloudRegion, f64)>>,
    /// Why no scenario can be added; `None` while one can.
    pub full: Option<&'static str>,
}

/// The measures of one scenario.
#[component]
pub(super) fn Measures(props: &Props) -> Html {
    // The draws of the inputs are kept from one step of a slider to the next.
    let sample = use_mut_ref(|| Sample::new(monte_carlo::SEED, monte_carlo::DRAWS));
    let best = props.places.first().map_or("", |(region, _)| region.id);
    let studied = use_memo(
        (
            props.scenario.clone(),
            props.levers.clone(),
            props.indicator,
            best,
        ),
        |(scenario, on, indicator, best)| {
            let catalog = Catalog::built_in();
            let inputs = inputs(scenario, catalog);
            let known = offered(&inputs, best);
            let on = link::parse(on, &known);
            let study = study(
                &mut sample.borrow_mut(),
                scenario,
                &known,
                &on,
                *indicator,
                catalog,
            );
            Studied {
                study,
                inputs,
                known,
                on,
            }
        },
    );
    let view = View {
        props,
        studied: &studied,
    };
    let lang = props.ui.lang;
    html! {
        <>
            { view.most_effective() }
            { view.switches() }
            if !studied.on.is_empty() {
                <ChartView {lang} name="waterfall" title={lang.message(text::MITIGATE_CHART)} draw={view.waterfall()} />
            }
        </>
    }
}

/// The measures with their effects.
struct Studied {
    study: Study,
    /// Inputs of the scenario without measures.
    inputs: Inputs,
    known: Vec<Lever>,
    on: Vec<Lever>,
}

/// What the parts are rendered from.
struct View<'a> {
    props: &'a Props,
    studied: &'a Studied,
}

impl View<'_> {
    fn amount(&self, value: f64) -> String {
        wording::amount(self.props.ui.lang, self.props.indicator, value)
    }

    /// What a measure saves or adds, with share and interval.
    fn saving(&self, saving: &Saving) -> String {
        let lang = self.props.ui.lang;
        let (amount, before) = (saving.amount, self.studied.study.before.central);
        let adds = amount.central < 0.0;
        let amount = if adds { negative(amount) } else { amount };
        let share = if before > 0.0 {
            amount.central / before
        } else {
            0.0
        };
        let message = if adds {
            text::MITIGATE_COSTS
        } else {
            text::MITIGATE_SAVES
        };
        let said = lang.fill(
            message,
            &[
                ("amount", &self.amount(amount.central)),
                ("share", &number::percent(share, lang.locale())),
            ],
        );
        match wording::range(lang, self.props.indicator, amount) {
            Some(range) => [said, lang.fill(text::MITIGATE_INTERVAL, &[("range", &range)])].concat(),
            None => said,
        }
    }

    fn name(&self, lever: &Lever) -> &'static str {
        self.props.ui.lang.message_for("lever", lever.id())
    }

    /// Sends a new link value of the measures. They belong to the scenario shown, which is selected again where it is not.
    fn send(&self) -> Callback<String> {
        let (send, index) = (self.props.ui.send.clone(), self.props.index);
        let select = self.props.derived.is_some();
        Callback::from(move |value: String| {
            if select {
                send.emit(Action::SelectScenario(index));
            }
            send.emit(Action::SetPageParam(LEVERS, value));
        })
    }

    /// A click handler that changes one measure; `None` switches it off.
    fn on_click(&self, id: &str, lever: Option<&Lever>) -> Callback<MouseEvent> {
        let value = link::changed(&self.studied.known, &self.studied.on, id, lever);
        self.send().reform(move |_| value.clone())
    }

    fn is_on(&self, lever: &Lever) -> bool {
        self.studied.on.iter().any(|on| on.id() == lever.id())
    }

    /// What would help most, and the measures that save on their own, the most believable saving first.
    fn most_effective(&self) -> Html {
        let (lang, name) = (self.props.ui.lang, &self.props.name);
        let mut saving: Vec<&Tried> = self
            .studied
            .study
            .alone
            .iter()
            .filter(|tried| tried.why.is_none() && tried.saving.amount.central > 0.0)
            .collect();
        saving.sort_by(|a, b| {
            b.is_believable()
                .cmp(&a.is_believable())
                .then(b.saving.amount.low.total_cmp(&a.saving.amount.low))
        });
        html! {
            <section class="card" aria-labelledby="mitigate-title">
                <h2 id="mitigate-title">{ lang.message(text::MITIGATE_BEST) }</h2>
                if let Some(selected) = &self.props.derived {
                    <p class="note">{ lang.fill(text::MITIGATE_DERIVED, &[("name", selected), ("original", name)]) }</p>
                }
                <p class="measure-answer">{ self.answer(&saving) }</p>
                if !saving.is_empty() {
                    <p class="muted">{ lang.fill(text::MITIGATE_BEST_LEDE, &[("name", name)]) }</p>
                    <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::MITIGATE_BEST)}>
                        <table class="best">
                            <thead><tr>
                                <th scope="col">{ lang.message(text::MITIGATE_COLUMN_MEASURE) }</th>
                                <th scope="col" class="num">{ lang.message(text::MITIGATE_COLUMN_SAVING) }</th>
                                <th scope="col" class="num">{ lang.message(text::MITIGATE_COLUMN_INTERVAL) }</th>
                                <th scope="col">{ lang.message(text::MITIGATE_COLUMN_PUBLISHED) }</th>
                                <th scope="col"><span class="visually-hidden">{ lang.message(text::MITIGATE_ON) }</span></th>
                            </tr></thead>
                            <tbody>{ for saving.into_iter().map(|tried| self.best_row(tried)) }</tbody>
                        </table>
                    </div>
                }
                { self.sum() }
            </section>
        }
    }

    fn best_row(&self, tried: &Tried) -> Html {
        let lang = self.props.ui.lang;
        let (lever, amount) = (&tried.lever, tried.saving.amount);
        let is_on = self.is_on(lever);
        let switch = lang.message(if is_on {
            text::MITIGATE_OFF_ONE
        } else {
            text::MITIGATE_ON
        });
        let label = [switch, lang.locale().colon, self.name(lever)].concat();
        let before = self.studied.study.before.central;
        let share = if before > 0.0 {
            amount.central / before
        } else {
            0.0
        };
        let interval = wording::range(lang, self.props.indicator, amount)
            .unwrap_or_else(|| lang.message(text::MITIGATE_CERTAIN).to_owned());
        html! {
            <tr key={lever.id()}>
                <th scope="row">{ self.name(lever) }{ " " }<span class="muted">{ self.target_text(lever) }</span></th>
                <td class="num">{ self.amount(amount.central) }{ " (" }{ number::percent(share, lang.locale()) }{ ")" }</td>
                <td class="num">{ interval }</td>
                <td>{ self.published_and_here(lever, tried.comparison.as_ref()).unwrap_or_else(|| lang.message(text::MITIGATE_UNPUBLISHED).to_owned()) }</td>
                <td><button type="button" class="button" aria-label={label}
                    onclick={self.on_click(lever.id(), (!is_on).then_some(lever))}>{ switch }</button></td>
            </tr>
        }
    }

    /// What would help most, and why to believe it, in one sentence.
    fn answer(&self, saving: &[&Tried]) -> String {
        let lang = self.props.ui.lang;
        let parts = |tried: &Tried| [self.name(&tried.lever).to_owned(), self.saving(&tried.saving)];
        if let Some(best) = most_believable(&self.studied.study.alone) {
            let [name, saved] = parts(best);
            let condition = self.condition(&best.lever);
            let condition = if condition.is_empty() {
                String::new()
            } else {
                lang.fill(text::MITIGATE_IF, &[("condition", condition)])
            };
            let evidence = self.evidence(best);
            let target = self.target_text(&best.lever);
            let name = if target.is_empty() {
                name
            } else {
                [name, target].join(" ")
            };
            return lang.fill(
                text::MITIGATE_ANSWER,
                &[
                    ("measure", &name),
                    ("saving", &saved),
                    ("condition", &condition),
                    ("evidence", &evidence),
                ],
            );
        }
        let largest = saving
            .iter()
            .max_by(|a, b| a.saving.amount.central.total_cmp(&b.saving.amount.central));
        largest.map_or_else(
            || lang.message(text::MITIGATE_BEST_NONE).to_owned(),
            |tried| {
                let [name, saved] = parts(tried);
                lang.fill(
                    text::MITIGATE_ANSWER_UNSURE,
                    &[("measure", &name), ("saving", &saved)],
                )
            },
        )
    }

    /// Why to believe a saving.
    fn evidence(&self, tried: &Tried) -> String {
        let lang = self.props.ui.lang;
        let Some(row) = tried.lever.published() else {
            let source = own_source(&tried.lever);
            let source = source.map_or_else(String::new, |source| wording::short_citation(lang, source));
            return lang.fill(text::MITIGATE_EVIDENCE_MODEL, &[("source", &source)]);
        };
        let computed = tried
            .comparison
            .is_some_and(|found| (found.factor - row.effect.central).abs() > 1e-6);
        let is_beyond = tried.comparison.is_some_and(|found| found.deviation.is_some());
        let message = match (computed, is_beyond) {
            (false, _) if row.effect.assumed => text::MITIGATE_EVIDENCE_ASSUMED,
            (false, _) => text::MITIGATE_EVIDENCE_PUBLISHED,
            (true, false) => text::MITIGATE_EVIDENCE_BOTH,
            (true, true) => text::MITIGATE_EVIDENCE_BEYOND,
        };
        let source = wording::short_citation(lang, data::source(row.effect.source));
        lang.fill(
            message,
            &[("published", &self.published_range(row)), ("source", &source)],
        )
    }

    /// When a measure applies.
    fn condition(&self, lever: &Lever) -> &'static str {
        let lang = self.props.ui.lang;
        match lever.published() {
            Some(row) => lang.message_for("condition", row.condition),
            None => lang.lookup(&format!("lever.{}.if", lever.id())),
        }
    }

    /// What turns a measure into a loss.
    fn trap(&self, lever: &Lever) -> &'static str {
        let lang = self.props.ui.lang;
        match lever.published() {
            Some(row) => lang.message_for("trap", row.trap),
            None => lang.lookup(&format!("lever.{}.trap", lever.id())),
        }
    }

    /// A factor as a relative change: below one it is a reduction.
    fn change(&self, factor: f64) -> String {
        let locale = self.props.ui.lang.locale();
        let percent = number::percent((factor - 1.0).abs(), locale);
        let sign = match factor {
            _ if (factor - 1.0).abs() < f64::EPSILON => "",
            above if above > 1.0 => "+",
            _ => "−",
        };
        [sign, &percent].concat()
    }

    /// The published range of a row, and what it is about.
    fn published_range(&self, row: &Mitigation) -> String {
        let lang = self.props.ui.lang;
        lang.fill(
            text::MITIGATE_PUBLISHED,
            &[
                ("low", &self.change(row.effect.low)),
                ("high", &self.change(row.effect.high)),
                (
                    "what",
                    lang.lookup(&format!("mitigate.on.{}.{}", row.stage, row.on)),
                ),
            ],
        )
    }

    /// The published range with the effect in this scenario; `None` without a row.
    fn published_and_here(&self, lever: &Lever, comparison: Option<&Comparison>) -> Option<String> {
        let published = self.published_range(lever.published()?);
        let Some(comparison) = comparison else {
            return Some(published);
        };
        let parts = [
            ("published", published.as_str()),
            ("here", &self.change(comparison.factor)),
        ];
        Some(self.props.ui.lang.fill(text::MITIGATE_HERE, &parts))
    }

    /// Total effect of the measures that are switched on.
    fn sum(&self) -> Html {
        let study = &self.studied.study;
        let parts = [
            ("before", &*self.amount(study.before.central)),
            ("after", &self.amount(study.after.central)),
            ("name", &self.props.name),
            ("saving", &self.saving(&study.together)),
        ];
        html! {
            if !self.studied.on.is_empty() {
                <p class="lever-sum" role="status">{ self.props.ui.lang.fill(text::MITIGATE_SUM, &parts) }</p>
            }
        }
    }

    /// The target of a lever as text.
    fn target_text(&self, lever: &Lever) -> String {
        let lang = self.props.ui.lang;
        let target = link::target(lever);
        match lever {
            Lever::Move(Place::Region(id)) => {
                data::cloud_region(id).map_or(target, |region| format!("{} ({id})", region.place))
            }
            Lever::Quantise(_) | Lever::Compress(_) => wording::option(lang, Choice::Precision, &target),
            Lever::EfficientAttention(_) => lang
                .lookup(&format!("lever.efficient_attention.{target}"))
                .to_owned(),
            Lever::SmallerModel(id) if computes_energy(&self.studied.inputs) => {
                data::model(id).map_or(target, |model| model.name.to_owned())
            }
            Lever::SmallerModel(_) | Lever::MixedPrecision(_) => String::new(),
            _ if target.is_empty() => target,
            _ => {
                let unit = lang.lookup(&format!("lever.{}.target", lever.id()));
                let locale = lang.locale();
                let target = decimal::parse(&target).map_or(target, |value| match changed_param(lever) {
                    Some(param) => number::in_unit(value, None, param.spec().unit, locale),
                    None => number::full_precision(value, locale),
                });
                format!("({unit}{}{target})", locale.colon)
            }
        }
    }

    /// All measures with switches, targets, effects and explanations.
    fn switches(&self) -> Html {
        let (ui, lang) = (&self.props.ui, self.props.ui.lang);
        let studied = self.studied;
        let name = lang.fill(text::MITIGATE_NAME, &[("name", &self.props.name)]);
        let mut after = studied.study.scenario.clone();
        after.name = Scenario::new(&name).name;
        // Measures without effect are hidden in a collapsed section, unless they are on.
        let is_hidden = |tried: &&Tried| tried.why.is_some() && !self.is_on(&tried.lever);
        let (hidden, shown): (Vec<&Tried>, Vec<&Tried>) = studied.study.alone.iter().partition(is_hidden);
        let rows = |tried: &[&Tried]| -> Html { tried.iter().map(|tried| self.row(tried)).collect() };
        let clear = self.send().reform(|_: MouseEvent| String::new());
        html! {
            <section class="card" aria-labelledby="levers-title">
                <h2 id="levers-title">{ lang.message(text::MITIGATE_TITLE) }</h2>
                <p class="muted">{ lang.message(text::MITIGATE_LEDE) }</p>
                <ul class="levers">{ rows(&shown) }</ul>
                if !hidden.is_empty() {
                    <details class="more">
                        <summary>{ lang.fill(text::MITIGATE_IDLE, &[("n", &hidden.len().to_string())]) }</summary>
                        <ul class="levers">{ rows(&hidden) }</ul>
                    </details>
                }
                if !studied.on.is_empty() {
                    { self.sum() }
                    <p class="format-tools">
                        if self.props.derived.is_none() {
                            <button type="button" class="button primary" disabled={self.props.full.is_some()} title={self.props.full}
                                onclick={ui.on(Action::AddScenario(Box::new(after)))}>{ lang.message(text::MITIGATE_ADD) }</button>
                        }
                        <button type="button" class="button" onclick={clear}>{ lang.message(text::MITIGATE_OFF) }</button>
                    </p>
                }
            </section>
        }
    }

    /// One measure; `alone` is its effect on its own.
    fn row(&self, alone: &Tried) -> Html {
        let lang = self.props.ui.lang;
        let id = alone.lever.id();
        let on = self.studied.study.on.iter().find(|on| on.lever.id() == id);
        let tried = on.unwrap_or(alone);
        let lever = &tried.lever;
        let toggled = on.is_none().then_some(lever);
        let value = link::changed(&self.studied.known, &self.studied.on, id, toggled);
        let toggle = self.send().reform(move |_: Event| value.clone());
        let effect = match (tried.why, on) {
            (Some(why), _) => lang.message_for("noeffect", why.id()).to_owned(),
            (None, Some(_)) => self.saving(&tried.saving),
            (None, None) => lang.fill(text::MITIGATE_ALONE, &[("saving", &self.saving(&tried.saving))]),
        };
        let deviation = tried.comparison.and_then(|comparison| comparison.deviation);
        html! {
            <li key={id}>
                <label class="lever">
                    <input type="checkbox" checked={on.is_some()} onchange={toggle} />
                    <span><b>{ self.name(lever) }</b><span class="muted lever-what">{ lang.lookup(&format!("lever.{id}.what")) }</span></span>
                </label>
                { self.control(lever) }
                <p class={classes!("lever-effect", on.is_none().then_some("idle"))} role="status">{ effect }</p>
                if let Some(deviation) = deviation {
                    <p class="lever-effect idle">{ lang.message_for("deviation", deviation.id()) }</p>
                }
                if tried.is_overstated {
                    <p class="lever-effect idle">{ lang.lookup("deviation.mixed_bases") }</p>
                }
                { self.explanation(tried) }
            </li>
        }
    }

    /// What a measure changes, when it applies, what can reverse it, and what stands behind it.
    fn explanation(&self, tried: &Tried) -> Html {
        let lang = self.props.ui.lang;
        let lever = &tried.lever;
        let row = lever.published();
        let source = row
            .map(|row| data::source(row.effect.source))
            .or_else(|| own_source(lever));
        let line = |label, said: &str| {
            html! {
                if !said.is_empty() {
                    <p>{ lang.message(label) }{ lang.locale().colon }{ said.to_owned() }</p>
                }
            }
        };
        let changes: Vec<String> = tried
            .changes
            .iter()
            .map(|change| self.input_change(change))
            .collect();
        let claim = row.map_or("", |row| row.claim);
        let claim = if claim.is_empty() {
            ""
        } else {
            lang.message_for("claim", claim)
        };
        html! {
            <details class="source">
                <summary>{ lang.message(text::MITIGATE_EXPLAIN) }
                    if row.is_some_and(|row| row.effect.assumed) {
                        <span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
                    }
                </summary>
                <div class="source-body">
                    { line(text::MITIGATE_CHANGES, &changes.join(" · ")) }
                    { line(text::MITIGATE_HOLDS, self.condition(lever)) }
                    { line(text::MITIGATE_TRAP, self.trap(lever)) }
                    { line(text::MITIGATE_CLAIM, claim) }
                    { line(text::MITIGATE_EVIDENCE, &self.published_and_here(lever, tried.comparison.as_ref()).unwrap_or_else(|| lang.message(text::MITIGATE_UNPUBLISHED_LONG).to_owned())) }
                    if let Some(source) = source {
                        <p>
                            if source.details().url.is_empty() {
                                { wording::citation(source) }
                            } else {
                                <a href={source.details().url} target="_blank" rel="noopener">{ wording::citation(source) }</a>
                            }
                        </p>
                    }
                </div>
            </details>
        }
    }

    /// An input from one value to another.
    fn input_change(&self, change: &InputChange) -> String {
        let lang = self.props.ui.lang;
        let (name, from, to) = match change {
            InputChange::Option { choice, from, to } => {
                let option = |id: &str| match data::cloud_region(id) {
                    Some(region) if *choice == Choice::Region => format!("{} ({id})", region.place),
                    _ => wording::option_name(lang, *choice, id),
                };
                (
                    lang.message_for("choice", choice.spec().id),
                    option(from),
                    option(to),
                )
            }
            InputChange::Value { param, from, to } => (
                lang.message_for("param", param.spec().id),
                wording::rounded(lang, *param, *from),
                wording::rounded(lang, *param, *to),
            ),
        };
        lang.fill(
            text::MITIGATE_FROM_TO,
            &[("name", name), ("from", &from), ("to", &to)],
        )
    }

    /// The control for a lever's target.
    fn control(&self, lever: &Lever) -> Html {
        let lang = self.props.ui.lang;
        let target_name = lang.lookup(&format!("lever.{}.target", lever.id()));
        let label = [self.name(lever), lang.locale().colon, target_name].concat();
        let set = {
            let (send, lever) = (self.send(), lever.clone());
            let (known, on) = (self.studied.known.clone(), self.studied.on.clone());
            Callback::from(move |target: String| {
                if let Some(retargeted) = link::retarget(&lever, &target) {
                    send.emit(link::changed(&known, &on, lever.id(), Some(&retargeted)));
                }
            })
        };
        let chosen = link::target(lever);
        if let Some(param) = changed_param(lever) {
            let onchange =
                set.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
            let step = data::lever_target(lever.id()).and_then(|row| row.step);
            let spec = param.spec();
            return html! {
                <span class="amount lever-target">
                    <input type="number" min={spec.min.to_string()} max={spec.max.to_string()} step={step.map(|step| step.to_string())}
                        value={chosen} aria-label={label} {onchange} />
                    <span class="unit">{ target_name }</span>
                </span>
            };
        }
        let options = self.options(lever);
        if options.is_empty() {
            return Html::default();
        }
        let onchange = set.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
        html! {
            <select class="text lever-target" aria-label={label} {onchange}>
                // The target in use is among the options wherever it comes from.
                if options.iter().all(|(id, _)| *id != chosen) {
                    <option value={chosen.clone()} selected=true>{ chosen.clone() }</option>
                }
                { for options.into_iter().map(|(value, name)| {
                    let selected = value == chosen;
                    html! { <option {value} {selected}>{ name }</option> }
                }) }
            </select>
        }
    }

    /// The targets that a lever can be set to, by id and name; none where it has no target or a number.
    fn options(&self, lever: &Lever) -> Vec<(String, String)> {
        let lang = self.props.ui.lang;
        let named = |id: &str, name: String| (id.to_owned(), name);
        match lever {
            Lever::Quantise(_) | Lever::Compress(_) => PRECISIONS
                .into_iter()
                .map(|p| named(p.id(), wording::option(lang, Choice::Precision, p.id())))
                .collect(),
            Lever::EfficientAttention(_) => Attention::ALL
                .into_iter()
                .map(|attention| {
                    let name = lang.lookup(&format!("lever.efficient_attention.{}", attention.id()));
                    named(attention.id(), name.to_owned())
                })
                .collect(),
            Lever::MixedPrecision(_) => RunFormat::ALL
                .into_iter()
                .map(|format| {
                    let name = lang.lookup(&format!("lever.mixed_precision.{}", format.id()));
                    named(format.id(), name.to_owned())
                })
                .collect(),
            // Described by its energy alone, a service has no model to replace.
            Lever::SmallerModel(_) if !computes_energy(&self.studied.inputs) => Vec::new(),
            Lever::SmallerModel(_) => smaller_models(&self.studied.inputs)
                .into_iter()
                .take(MAX_OPTIONS)
                .map(|model| named(model.id, model.name.to_owned()))
                .collect(),
            Lever::Move(_) => self
                .props
                .places
                .iter()
                .take(MAX_OPTIONS)
                .map(|(region, total)| {
                    let amount = self.amount(*total);
                    named(region.id, format!("{} ({}) · {amount}", region.place, region.id))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Chart of the steps from the scenario to the one with the measures.
    fn waterfall(&self) -> Draw {
        let (lang, indicator) = (self.props.ui.lang, self.props.indicator);
        let study = &self.studied.study;
        let (before, after) = (study.before, study.after);
        let changes: Vec<(&'static str, Interval)> = study
            .on
            .iter()
            .map(|tried| (self.name(&tried.lever), negative(tried.saving.amount)))
            .collect();
        let name = self.props.name.clone();
        Draw(Rc::new(move |width| {
            let steps: Vec<Named> = changes
                .iter()
                .map(|(name, value)| Named { name, value: *value })
                .collect();
            let data = waterfall::Waterfall {
                start: Named {
                    name: &name,
                    value: before,
                },
                steps: &steps,
                end: Named {
                    name: lang.message(text::MITIGATE_AFTER),
                    value: after,
                },
            };
            with_view(lang, indicator, width, |view| waterfall::mitigation(&data, view))
        }))
    }
}

/// The source behind a measure that has no published row.
fn own_source(lever: &Lever) -> Option<&'static Source> {
    data::lever_target(lever.id())
        .and_then(|row| row.evidence)
        .map(data::source)
}

/// The parameter that a number as target is a value of.
fn changed_param(lever: &Lever) -> Option<Param> {
    match lever {
        Lever::CachePrompts(_) => Some(Param::CachedShare),
        Lever::Batch(_) => Some(Param::Batch),
        Lever::KeepHardware(_) => Some(Param::Lifetime),
        Lever::FillHardware(_) => Some(Param::Utilisation),
        Lever::Contract { .. } => Some(Param::ContractShare),
        _ => None,
    }
}

/// Whether a model computes the energy of the service.
const fn computes_energy(inputs: &Inputs) -> bool {
    matches!(
        inputs.choices.inference,
        InferenceRoute::Tokens | InferenceRoute::Image | InferenceRoute::Video
    )
}

/// The same amount with the opposite sign.
fn negative(amount: Interval) -> Interval {
    Interval {
        low: -amount.high,
        central: -amount.central,
        high: -amount.low,
    }
}
