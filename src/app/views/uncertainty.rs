//! How sure the result is, what makes it unsure, and how it grows over the horizon.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ViewContext;
use crate::analysis::Outcome;
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::figures::with_view;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::chart::figure::{cumulative, distribution, tornado};
use crate::chart::{Interval, Named};
use crate::model::{self, Indicator, evaluate, timeline};
use crate::quantity::HOURS_PER_DAY;
use crate::report::number;
use crate::scenario::{Entry, Param, Provenance, Values};
use crate::uncertainty::{self, Sample, Scale, VarianceShares, monte_carlo, variance_shares};

/// Inputs in the tornado, the widest first.
const BARS: usize = 10;

/// Inputs whose range can be changed here.
const RANGES: usize = 6;

/// Moments of the cumulative course.
const MOMENTS: u16 = 48;

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let (outcome, indicator) = (context.outcome(), context.state.indicator);
    let sources = Unknowns::of(outcome, indicator);
    html! {
        <>
            <section class="card" aria-labelledby="uncertainty-title">
                <h2 id="uncertainty-title">{ lang.get(text::UNCERTAINTY_TITLE) }</h2>
                <p class="muted">{ lang.get(text::UNCERTAINTY_LEDE) }</p>
            </section>
            if sources.swings.is_empty() {
                <section class="card"><p>{ lang.get(text::UNCERTAINTY_NONE) }</p></section>
            } else {
                <ChartView {lang} name="distribution" title={lang.get(text::UNCERTAINTY_DRAWS)} draw={spread(context)} />
                <ChartView {lang} name="tornado" title={lang.fill(text::UNCERTAINTY_TORNADO, &[("name", context.name())])}
                    draw={swings(context, &sources)} />
                { shares(context, &sources) }
            }
            { ranges(context, &sources) }
            if context.outcomes.len() > 1 {
                { pairs(context) }
            }
            { over_time(context) }
        </>
    }
}

/// What is uncertain in a scenario, by what it does to an indicator.
struct Unknowns {
    /// Input and result at its ends, the widest swing first.
    swings: Vec<(Param, f64, f64)>,
    causes: Option<VarianceShares>,
}

impl Unknowns {
    fn of(outcome: &Outcome, indicator: Indicator) -> Self {
        let inputs = &outcome.inputs;
        let unknown = monte_carlo::uncertain(inputs);
        let mut values = inputs.values.clone();
        let total = |drawn: &[f64]| {
            let Values(slots) = &mut values;
            slots.copy_from_slice(drawn);
            evaluate(&values, &inputs.choices).total(indicator)
        };
        let swings = uncertainty::tornado(&unknown, &inputs.values.0, total)
            .into_iter()
            .filter(|swing| swing.width() > 0.0)
            .filter_map(|swing| Some((named(outcome, swing.key)?, swing.at_low, swing.at_high)))
            .collect();
        let column = outcome.run.column(indicator as usize);
        let scale = if column.iter().all(|value| *value > 0.0) {
            Scale::Log
        } else {
            Scale::Linear
        };
        // The same sample as the one behind the interval: it follows from its seed.
        let mut sample = Sample::new(monte_carlo::SEED, monte_carlo::DRAWS);
        Self {
            swings,
            causes: variance_shares(&mut sample, &unknown, column, scale),
        }
    }
}

/// The first input that stands for an unknown.
fn named(outcome: &Outcome, key: u64) -> Option<Param> {
    let inputs = &outcome.inputs;
    Param::ALL
        .into_iter()
        .find(|param| inputs.applies[*param as usize] && inputs.spread[*param as usize].key == key)
}

fn name(lang: Lang, param: Param) -> &'static str {
    lang.of_kind("param", param.spec().id)
}

/// The draws of every scenario.
fn spread(context: &ViewContext) -> Draw {
    let (lang, indicator) = (context.ui.lang, context.state.indicator);
    let (outcomes, names) = (context.outcomes.to_vec(), context.names.to_vec());
    Draw(Rc::new(move |width| {
        let samples: Vec<_> = outcomes
            .iter()
            .zip(&names)
            .map(|(outcome, name)| distribution::Sample {
                named: Named {
                    name,
                    // The figure marks the middle of the draws, which is not the result at central inputs.
                    value: outcome.summaries()[indicator].map_or(
                        Interval::exact(outcome.leaves.total(indicator)),
                        |draws| Interval {
                            low: draws.low,
                            central: draws.median,
                            high: draws.high,
                        },
                    ),
                },
                draws: outcome.run.column(indicator as usize),
            })
            .collect();
        with_view(lang, indicator, width, |view| distribution::draw(&samples, view))
    }))
}

/// One input at a time at its ends.
fn swings(context: &ViewContext, unknowns: &Unknowns) -> Draw {
    let (lang, indicator, scenario) = (context.ui.lang, context.state.indicator, context.state.active);
    let outcome = context.outcome().clone();
    let swings = unknowns.swings[..unknowns.swings.len().min(BARS)].to_vec();
    Draw(Rc::new(move |width| {
        let ends: Vec<[String; 2]> = swings
            .iter()
            .map(|(param, ..)| {
                let spread = outcome.inputs.spread[*param as usize];
                [spread.low, spread.high].map(|value| wording::rounded(lang, *param, value))
            })
            .collect();
        let bars: Vec<_> = swings
            .iter()
            .zip(&ends)
            .map(|((param, at_low, at_high), [low, high])| tornado::Swing {
                name: name(lang, *param),
                low_input: low,
                high_input: high,
                at_low: *at_low,
                at_high: *at_high,
            })
            .collect();
        let data = tornado::Tornado {
            central: outcome.total(indicator),
            swings: &bars,
            scenario,
        };
        with_view(lang, indicator, width, |view| tornado::draw(&data, view))
    }))
}

/// Shares of the variance, and what is certain.
fn shares(context: &ViewContext, unknowns: &Unknowns) -> Html {
    let lang = context.ui.lang;
    let Some(causes) = &unknowns.causes else {
        return Html::default();
    };
    let outcome = context.outcome();
    let shown_shares: Vec<(Param, f64)> = causes
        .shares
        .iter()
        .filter(|(_, share)| *share > causes.noise)
        .filter_map(|(key, share)| Some((named(outcome, *key)?, *share)))
        .collect();
    let locale = lang.locale();
    let rest = 1.0 - shown_shares.iter().map(|(_, share)| share).sum::<f64>();
    html! {
        <section class="card" aria-labelledby="shares-title">
            <h2 id="shares-title">{ lang.get(text::UNCERTAINTY_SHARES) }</h2>
            <p class="muted">{ lang.get(text::UNCERTAINTY_SHARES_LEDE) }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.get(text::UNCERTAINTY_SHARES)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.get(text::TABLE_INPUT) }</th>
                        <th scope="col" class="num">{ lang.get(text::UNCERTAINTY_SHARE) }</th>
                        <th scope="col">{ lang.get(text::UNCERTAINTY_RANGE) }</th>
                        <th scope="col">{ lang.get(text::TABLE_SOURCE) }</th>
                    </tr></thead>
                    <tbody>
                        { for shown_shares.iter().map(|(param, share)| {
                            let spread = outcome.inputs.spread[*param as usize];
                            let value = |v| wording::rounded(lang, *param, v);
                            html! {
                                <tr>
                                    <th scope="row">{ name(lang, *param) }</th>
                                    <td class="num">{ number::percent(*share, locale) }</td>
                                    <td>{ value(spread.low) }{ " – " }{ value(spread.high) }</td>
                                    <td>{ origin(lang, outcome, *param) }</td>
                                </tr>
                            }
                        }) }
                        <tr class="total">
                            <th scope="row">{ lang.get(text::UNCERTAINTY_TOGETHER) }</th>
                            <td class="num">{ number::percent(rest.max(0.0), locale) }</td>
                            <td></td><td></td>
                        </tr>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn origin(lang: Lang, outcome: &Outcome, param: Param) -> Html {
    match outcome.inputs.provenance[param as usize] {
        Provenance::Reader => html! { { lang.get(text::SOURCE_OWN) } },
        Provenance::Chosen(fact) | Provenance::Default(fact) => html! {
            <>
                { wording::source_line(lang, &fact) }
                if fact.assumed {
                    { " " }<span class="badge warn">{ lang.get(text::SOURCE_ASSUMED) }</span>
                }
            </>
        },
    }
}

/// The reader's own range for what matters most.
fn ranges(context: &ViewContext, unknowns: &Unknowns) -> Html {
    let lang = context.ui.lang;
    let outcome = context.outcome();
    let inputs = &outcome.inputs;
    let mut params: Vec<Param> = unknowns.swings.iter().map(|(param, ..)| *param).collect();
    if params.is_empty() {
        // Where all is certain, what the reader has set may still be given a range.
        params.extend(Param::ALL.into_iter().filter(|param| {
            let own = inputs.provenance[*param as usize] == Provenance::Reader;
            own && inputs.applies[*param as usize] && inputs.values[*param] > 0.0
        }));
    }
    if params.is_empty() {
        return Html::default();
    }
    let rows = params.into_iter().take(RANGES).map(|param| {
        let spread = outcome.inputs.spread[param as usize];
        let central = outcome.inputs.values[param];
        let field = |low: bool| {
            let send = context.ui.send.clone();
            let onchange = Callback::from(move |event: Event| {
                let typed = event.target_unchecked_into::<HtmlInputElement>().value();
                // A field that holds no number leaves the range as it was; the next drawing shows it again.
                if let Ok(end) = number::parse(&typed, param.spec().unit, lang.locale()) {
                    let range = if low {
                        (end, spread.high)
                    } else {
                        (spread.low, end)
                    };
                    let entry = Entry {
                        value: central,
                        range: Some((range.0.min(central), range.1.max(central))),
                    };
                    send.emit(Action::Set(param, entry));
                }
            });
            let end = if low { spread.low } else { spread.high };
            let label = if low {
                text::UNCERTAINTY_LOW
            } else {
                text::UNCERTAINTY_HIGH
            };
            let label = format!("{}: {}", name(lang, param), lang.get(label));
            let value = number::significant(end, 4, lang.locale());
            html! { <input type="text" inputmode="decimal" autocomplete="off" aria-label={label} {value} {onchange} /> }
        };
        let own = outcome.inputs.provenance[param as usize] == Provenance::Reader;
        html! {
            <tr key={param.spec().id}>
                <th scope="row">{ name(lang, param) }</th>
                <td class="num">{ wording::value(lang, param, central) }</td>
                <td><span class="amount">{ field(true) }</span></td>
                <td><span class="amount">{ field(false) }<span class="unit">{ lang.unit(param.spec().unit) }</span></span></td>
                <td>
                    if own {
                        <button type="button" class="reset" onclick={context.ui.on(Action::Clear(param))}
                            aria-label={lang.fill(text::ACTION_RESET_OF, &[("name", name(lang, param))])}>{ lang.get(text::ACTION_RESET) }</button>
                    }
                </td>
            </tr>
        }
    });
    html! {
        <section class="card" aria-labelledby="ranges-title">
            <h2 id="ranges-title">{ lang.get(text::UNCERTAINTY_OWN) }</h2>
            <p class="muted">{ lang.get(text::UNCERTAINTY_OWN_LEDE) }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.get(text::UNCERTAINTY_OWN)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.get(text::TABLE_INPUT) }</th>
                        <th scope="col" class="num">{ lang.get(text::TABLE_VALUE) }</th>
                        <th scope="col">{ lang.get(text::UNCERTAINTY_LOW) }</th>
                        <th scope="col">{ lang.get(text::UNCERTAINTY_HIGH) }</th>
                        <th scope="col"><span class="hush">{ lang.get(text::ACTION_RESET) }</span></th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </section>
    }
}

/// How sure it is that one scenario is lower than another, pair by pair.
fn pairs(context: &ViewContext) -> Html {
    let (lang, outcomes, names) = (context.ui.lang, context.outcomes, context.names);
    let indicator = context.state.indicator;
    let pairs = (0..outcomes.len()).flat_map(|a| (a + 1..outcomes.len()).map(move |b| (a, b)));
    let lines = pairs.filter_map(|(a, b)| {
        let chance = outcomes[a].lower_than(&outcomes[b], indicator)?;
        let (low, high, chance) = if chance >= 0.5 {
            (a, b, chance)
        } else {
            (b, a, 1.0 - chance)
        };
        let parts = [
            ("low", names[low].as_str()),
            ("high", names[high].as_str()),
            ("chance", &number::probability(chance, lang.locale())),
        ];
        Some(html! { <li>{ lang.fill(text::COMPARE_CHANCE, &parts) }</li> })
    });
    html! {
        <section class="card">
            <h2>{ lang.get(text::UNCERTAINTY_PAIRS) }</h2>
            <p class="muted">{ lang.of_kind("indicator", indicator.id()) }</p>
            <ul class="chances">{ for lines }</ul>
            <p class="small muted">{ lang.get(text::COMPARE_SURE_NOTE) }</p>
        </section>
    }
}

/// Training and inference over the horizon, and the day the one overtakes the other.
fn over_time(context: &ViewContext) -> Html {
    let (lang, indicator) = (context.ui.lang, context.state.indicator);
    let served = |outcome: &Rc<Outcome>| outcome.leaves.phase(model::Phase::Inference, indicator) > 0.0;
    if !context.outcomes.iter().any(served) {
        return Html::default();
    }
    let courses: Vec<(AttrValue, Vec<cumulative::Moment>, Option<Interval>)> = context
        .outcomes
        .iter()
        .zip(context.names)
        .map(|(outcome, name)| {
            let moments = timeline::curve(&outcome.inputs, indicator, MOMENTS)
                .into_iter()
                .map(|point| cumulative::Moment {
                    time: point.day,
                    training: point.training,
                    inference: Interval::exact(point.inference),
                })
                .collect();
            let crossover = timeline::crossover_day(&outcome.inputs, indicator).map(Interval::exact);
            (name.clone(), moments, crossover)
        })
        .collect();
    let draw = Draw(Rc::new(move |width| {
        let courses: Vec<_> = courses
            .iter()
            .map(|(name, moments, crossover)| cumulative::Course {
                name,
                moments,
                crossover: *crossover,
            })
            .collect();
        let data = cumulative::Cumulative {
            courses: &courses,
            time: &|days| number::duration(days * HOURS_PER_DAY, lang.locale()),
        };
        with_view(lang, indicator, width, |view| cumulative::draw(&data, view))
    }));
    html! { <ChartView {lang} name="cumulative" title={lang.get(text::UNCERTAINTY_TIME)} {draw} /> }
}
