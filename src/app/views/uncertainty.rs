//! How certain the result is, and the main sources of uncertainty.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ViewContext;
use crate::analysis::Outcome;
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::figures::with_colours;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::chart::figure::{distribution, tornado};
use crate::chart::{Interval, Named};
use crate::model::{Indicator, evaluate};
use crate::report::number;
use crate::scenario::{Entry, Param, Values};
use crate::uncertainty::{self, Sample, Scale, VarianceShares, monte_carlo, variance_shares};

/// Maximum number of inputs in the tornado chart, widest first.
const MAX_BARS: usize = 10;

/// Maximum number of inputs whose range can be edited.
const MAX_RANGES: usize = 6;

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let (outcome, indicator) = (context.outcome(), context.state.indicator);
    let sources = UncertainInputs::of(outcome, indicator);
    html! {
        <>
            <section class="card" aria-labelledby="uncertainty-title">
                <h2 id="uncertainty-title">{ lang.message(text::UNCERTAINTY_TITLE) }</h2>
                <p class="muted">{ lang.message(text::UNCERTAINTY_LEDE) }</p>
            </section>
            if sources.swings.is_empty() {
                <section class="card"><p>{ lang.message(text::UNCERTAINTY_NONE) }</p></section>
            } else {
                <ChartView {lang} name="distribution" title={lang.message(text::UNCERTAINTY_DRAWS)} draw={distribution_chart(context)} />
                <ChartView {lang} name="tornado" title={lang.fill(text::UNCERTAINTY_TORNADO, &[("name", context.name())])}
                    draw={tornado_chart(context, &sources)} />
                { shares(context, &sources) }
            }
            { ranges(context, &sources) }
            if context.outcomes().len() > 1 {
                { pairs(context) }
            }
        </>
    }
}

/// The uncertain inputs of a scenario and their effect on an indicator.
struct UncertainInputs {
    /// Input, and the result at its low and high end, widest swing first.
    swings: Vec<(Param, f64, f64)>,
    causes: Option<VarianceShares>,
}

impl UncertainInputs {
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
            .filter_map(|swing| Some((param_of_key(outcome, swing.key)?, swing.at_low, swing.at_high)))
            .collect();
        let column = outcome.run.column(indicator as usize);
        let scale = if column.iter().all(|value| *value > 0.0) {
            Scale::Log
        } else {
            Scale::Linear
        };
        // The same sample as for the interval, since it has the same seed.
        let mut sample = Sample::new(monte_carlo::SEED, monte_carlo::DRAWS);
        Self {
            swings,
            causes: variance_shares(&mut sample, &unknown, column, scale),
        }
    }
}

/// The first input with this uncertainty key.
fn param_of_key(outcome: &Outcome, key: u64) -> Option<Param> {
    let inputs = &outcome.inputs;
    Param::ALL
        .into_iter()
        .find(|param| inputs.applies[*param as usize] && inputs.spread[*param as usize].key == key)
}

fn name(lang: Lang, param: Param) -> &'static str {
    lang.message_for("param", param.spec().id)
}

/// Chart of the distribution of every scenario.
fn distribution_chart(context: &ViewContext) -> Draw {
    let (lang, indicator) = (context.ui.lang, context.state.indicator);
    let (outcomes, names) = (context.outcomes().to_vec(), context.names().to_vec());
    let colours = context.subjects.colours.clone();
    Draw(Rc::new(move |width| {
        let samples: Vec<_> = outcomes
            .iter()
            .zip(&names)
            .map(|(outcome, name)| distribution::Sample {
                named: Named {
                    name,
                    // The figure marks the median of the draws, which differs from the result at central inputs.
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
        with_colours(lang, indicator, &colours, width, |view| {
            distribution::draw(&samples, view)
        })
    }))
}

/// Tornado chart: one input at a time at its low and high end.
fn tornado_chart(context: &ViewContext, unknowns: &UncertainInputs) -> Draw {
    let (lang, indicator, scenario) = (context.ui.lang, context.state.indicator, context.state.active);
    let outcome = context.outcome().clone();
    let colours = context.subjects.colours.clone();
    let swings = unknowns.swings[..unknowns.swings.len().min(MAX_BARS)].to_vec();
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
        with_colours(lang, indicator, &colours, width, |view| {
            tornado::draw(&data, view)
        })
    }))
}

/// Table of the shares of the variance.
fn shares(context: &ViewContext, unknowns: &UncertainInputs) -> Html {
    let lang = context.ui.lang;
    let Some(causes) = &unknowns.causes else {
        return Html::default();
    };
    let outcome = context.outcome();
    let shown_shares: Vec<(Param, f64)> = causes
        .shares
        .iter()
        .filter(|(_, share)| *share > causes.noise)
        .filter_map(|(key, share)| Some((param_of_key(outcome, *key)?, *share)))
        .collect();
    let locale = lang.locale();
    let rest = 1.0 - shown_shares.iter().map(|(_, share)| share).sum::<f64>();
    html! {
        <section class="card" aria-labelledby="shares-title">
            <h2 id="shares-title">{ lang.message(text::UNCERTAINTY_SHARES) }</h2>
            <p class="muted">{ lang.message(text::UNCERTAINTY_SHARES_LEDE) }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::UNCERTAINTY_SHARES)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.message(text::TABLE_INPUT) }</th>
                        <th scope="col" class="num">{ lang.message(text::UNCERTAINTY_SHARE) }</th>
                        <th scope="col">{ lang.message(text::UNCERTAINTY_RANGE) }</th>
                        <th scope="col">{ lang.message(text::TABLE_SOURCE) }</th>
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
                            <th scope="row">{ lang.message(text::UNCERTAINTY_TOGETHER) }</th>
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
    let provenance = &outcome.inputs.provenance[param as usize];
    html! {
        <>
            { wording::provenance(lang, param, provenance) }
            if provenance.fact().is_some_and(|fact| fact.assumed) {
                { " " }<span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
            }
        </>
    }
}

/// Fields for the reader's own ranges of the most influential inputs.
fn ranges(context: &ViewContext, unknowns: &UncertainInputs) -> Html {
    let lang = context.ui.lang;
    let outcome = context.outcome();
    let inputs = &outcome.inputs;
    let mut params: Vec<Param> = unknowns.swings.iter().map(|(param, ..)| *param).collect();
    if params.is_empty() {
        // Without uncertain inputs, the reader can still give a range to the values they have set.
        params.extend(Param::ALL.into_iter().filter(|param| {
            let own = inputs.provenance[*param as usize].is_set();
            own && inputs.applies[*param as usize] && inputs.values[*param] > 0.0
        }));
    }
    if params.is_empty() {
        return Html::default();
    }
    let rows = params.into_iter().take(MAX_RANGES).map(|param| {
        let spread = outcome.inputs.spread[param as usize];
        let central = outcome.inputs.values[param];
        let field = |low: bool| {
            let send = context.ui.send.clone();
            let onchange = Callback::from(move |event: Event| {
                let typed = event.target_unchecked_into::<HtmlInputElement>().value();
                // Invalid text leaves the range unchanged; the next render restores the field.
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
            let label = format!("{}: {}", name(lang, param), lang.message(label));
            let value = number::significant(end, 4, lang.locale());
            html! { <input type="text" inputmode="decimal" autocomplete="off" aria-label={label} {value} {onchange} /> }
        };
        let own = outcome.inputs.provenance[param as usize].is_set();
        html! {
            <tr key={param.spec().id}>
                <th scope="row">{ name(lang, param) }</th>
                <td class="num">{ wording::value(lang, param, central) }</td>
                <td><span class="amount">{ field(true) }</span></td>
                <td><span class="amount">{ field(false) }<span class="unit">{ lang.unit(param.spec().unit, spread.high) }</span></span></td>
                <td>
                    if own {
                        <button type="button" class="reset" onclick={context.ui.on(Action::Clear(param))}
                            aria-label={lang.fill(text::ACTION_RESET_OF, &[("name", name(lang, param))])}>{ lang.message(text::ACTION_RESET) }</button>
                    }
                </td>
            </tr>
        }
    });
    html! {
        <section class="card" aria-labelledby="ranges-title">
            <h2 id="ranges-title">{ lang.message(text::UNCERTAINTY_OWN) }</h2>
            <p class="muted">{ lang.message(text::UNCERTAINTY_OWN_LEDE) }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::UNCERTAINTY_OWN)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.message(text::TABLE_INPUT) }</th>
                        <th scope="col" class="num">{ lang.message(text::TABLE_VALUE) }</th>
                        <th scope="col">{ lang.message(text::UNCERTAINTY_LOW) }</th>
                        <th scope="col">{ lang.message(text::UNCERTAINTY_HIGH) }</th>
                        <th scope="col"><span class="visually-hidden">{ lang.message(text::ACTION_RESET) }</span></th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </section>
    }
}

/// The probability that one scenario is lower than another, for every pair.
fn pairs(context: &ViewContext) -> Html {
    let (lang, outcomes, names) = (context.ui.lang, context.outcomes(), context.names());
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
            <h2>{ lang.message(text::UNCERTAINTY_PAIRS) }</h2>
            <p class="muted">{ lang.message_for("indicator", indicator.id()) }</p>
            <ul class="chances">{ for lines }</ul>
            <p class="small muted">{ lang.message(text::COMPARE_SURE_NOTE) }</p>
        </section>
    }
}
