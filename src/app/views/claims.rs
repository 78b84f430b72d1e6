//! What is commonly claimed about the footprint of generative AI, beside the checked figures, and what companies have
//! promised about their electricity: a handout for a class, each row of which opens what bears it out.

use yew::prelude::*;

use super::ViewContext;
use crate::app::platform;
use crate::app::state::{Action, LEVERS, View};
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::codec::url::{self, Link};
use crate::data::{self, Catalog, Claim, Commitment, Fact, SourceId};
use crate::model::{Indicator, evaluate};
use crate::quantity::KILOGRAMS_PER_TONNE;
use crate::report::number;
use crate::scenario::{MAX_SCENARIOS, Param, Scenario, resolve};

/// Significant digits of a figure without a family of units.
const DIGITS: Option<usize> = Some(3);

/// The commitments come after this group.
const BEFORE_COMMITMENTS: &str = "measures";

/// The group whose figures are told in cars as well.
const IN_CARS: &str = "training";

/// The groups, in the order of the table, whose rows of a group are adjacent.
fn groups() -> impl Iterator<Item = &'static str> {
    let adjacent = data::claims().chunk_by(|row, next| row.group == next.group);
    adjacent.filter_map(|rows| Some(rows.first()?.group))
}

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let jump = |id: String, name: &'static str| {
        let to = Callback::from(move |_: MouseEvent| platform::focus(&id));
        html! { <li><button type="button" class="button" onclick={to}>{ name }</button></li> }
    };
    html! {
        <div class="claims">
            <section class="card" aria-labelledby="claims-title">
                <h2 id="claims-title">{ lang.message(text::CLAIMS_TITLE) }</h2>
                <p class="muted">{ lang.message(text::CLAIMS_LEDE) }</p>
                <ul class="claims-jump" aria-label={lang.message(text::CLAIMS_JUMP)}>
                    { for groups().map(|group| html! {
                        <>
                            { jump(heading(group), lang.message_for("claims.group", group)) }
                            if group == BEFORE_COMMITMENTS {
                                { jump(heading("commitments"), lang.message(text::COMMITMENT_TITLE)) }
                            }
                        </>
                    }) }
                </ul>
            </section>
            { for groups().map(|name| html! {
                <>
                    { group(context, name) }
                    if name == BEFORE_COMMITMENTS {
                        { commitments(context) }
                    }
                </>
            }) }
        </div>
    }
}

/// Id of the heading of a group.
fn heading(group: &str) -> String {
    format!("claims-{group}")
}

/// The rows of a group. Columns that none of them fills are left out.
fn group(context: &ViewContext, name: &'static str) -> Html {
    let lang = context.ui.lang;
    let rows: Vec<&'static Claim> = data::claims().iter().filter(|row| row.group == name).collect();
    let has_figures = rows.iter().any(|row| row.value.or(effect(row)).is_some());
    let has_verdicts = rows.iter().any(|row| row.verdict != "none");
    let id = heading(name);
    let title = lang.message_for("claims.group", name);
    html! {
        <section class="card" aria-labelledby={id.clone()}>
            <h2 id={id} tabindex="-1">{ title }</h2>
            if name == IN_CARS {
                { own_in_cars(context) }
            }
            <div class="scroll" tabindex="0" role="group" aria-label={title}>
                <table class="claims-table">
                    <thead><tr>
                        <th scope="col">{ lang.message(text::CLAIMS_COLUMN_CLAIM) }</th>
                        if has_figures {
                            <th scope="col">{ lang.message(text::CLAIMS_COLUMN_CHECKED) }</th>
                        }
                        if has_verdicts {
                            <th scope="col">{ lang.message(text::CLAIMS_COLUMN_VERDICT) }</th>
                        }
                        <th scope="col">{ lang.message(text::CLAIMS_COLUMN_WHY) }</th>
                        <th scope="col"><span class="visually-hidden">{ lang.message(text::CLAIMS_OPEN) }</span></th>
                    </tr></thead>
                    <tbody>{ for rows.into_iter().map(|row| html! {
                        <tr key={row.id}>
                            <th scope="row">{ statement(lang, row) }</th>
                            if has_figures {
                                <td>{ figure(lang, row) }
                                    if name == IN_CARS {
                                        { cars(lang, row) }
                                    }
                                </td>
                            }
                            if has_verdicts {
                                <td>{ verdict(lang, row) }</td>
                            }
                            <td>{ lang.message_for("claims", &format!("{}.why", row.id)) }{ " " }{ sources(lang, row) }</td>
                            <td>{ opening(context, row) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}

/// The published effect of the measure of a row.
fn effect(row: &Claim) -> Option<Fact> {
    row.measure.map(|measure| measure.effect)
}

/// What is claimed, with its figure.
fn statement(lang: Lang, row: &Claim) -> String {
    let words = lang.message_for("claims", row.id);
    let Some(from) = row.claim else {
        return words.to_owned();
    };
    let claimed = match (amount_of(row), row.claim_to) {
        (Some(indicator), _) => amount(lang, indicator, from),
        (None, Some(to)) => number::range_in_unit(from, to, row.unit, lang.locale()),
        (None, None) => lang.value_in(from, None, unit(row)),
    };
    words.replace("{claim}", &claimed)
}

/// An amount of an indicator. What weighs a tonne or more is told in tonnes, as in what is claimed.
fn amount(lang: Lang, indicator: Indicator, value: f64) -> String {
    wording::family(indicator).text_beside(value, unit_of(indicator, value), lang.locale())
}

/// An amount whose unit is that of another one.
fn unit_of(indicator: Indicator, value: f64) -> f64 {
    if indicator.is_ghg() {
        value.min(KILOGRAMS_PER_TONNE)
    } else {
        value
    }
}

/// The indicator whose units the figures of a row have; `None` where the row states a unit.
fn amount_of(row: &Claim) -> Option<Indicator> {
    Indicator::from_id(row.shows).filter(|_| row.unit.is_empty())
}

/// Unit of the figures of a row.
fn unit(row: &Claim) -> &'static str {
    if row.unit.is_empty() {
        Param::find(row.shows).map_or("", |param| param.spec().unit)
    } else {
        row.unit
    }
}

/// The checked figure of a row with its range: its own, or the published effect of its measure.
fn figure(lang: Lang, row: &Claim) -> String {
    match (row.value, effect(row)) {
        (Some(fact), _) => own_figure(lang, row, &fact),
        // A ratio is how many times less.
        (None, Some(effect)) if row.unit == "x" => times(lang, 1.0 / effect.high, 1.0 / effect.low),
        (None, Some(effect)) => {
            let parts = [
                ("low", &*change(lang, effect.low)),
                ("high", &change(lang, effect.high)),
            ];
            lang.fill(text::CLAIMS_EFFECT, &parts)
        }
        (None, None) => String::new(),
    }
}

fn own_figure(lang: Lang, row: &Claim, fact: &Fact) -> String {
    let locale = lang.locale();
    if !row.levers.is_empty() && row.measure.is_none() {
        // What measures leave of the energy.
        return lang.fill(text::CLAIMS_CHANGE, &[("change", &change(lang, fact.central))]);
    }
    let (central, range) = if row.unit == "x" {
        (
            times(lang, fact.central, fact.central),
            number::range(fact.low, fact.high, locale),
        )
    } else if let Some(indicator) = amount_of(row) {
        let unit = unit_of(indicator, fact.central);
        (
            amount(lang, indicator, fact.central),
            wording::family(indicator).range(unit, fact.low, fact.high, locale),
        )
    } else {
        let unit = unit(row);
        (
            lang.value_in(fact.central, DIGITS, unit),
            number::range_in_unit(fact.low, fact.high, unit, locale),
        )
    };
    if fact.low >= fact.high {
        central
    } else if row.verdict == "speculative" {
        // A centre would suggest knowledge.
        range
    } else if row.unit == "x" && fact.central <= fact.low {
        times(lang, fact.low, fact.high)
    } else {
        lang.fill(text::CLAIMS_RANGE, &[("value", &central), ("range", &range)])
    }
}

/// A ratio, or a range of ratios.
fn times(lang: Lang, low: f64, high: f64) -> String {
    let locale = lang.locale();
    let amount = if low < high {
        number::range(low, high, locale)
    } else {
        number::in_unit(low, DIGITS, "", locale)
    };
    lang.fill(text::CLAIMS_TIMES, &[("n", &amount)])
}

/// A factor as a relative change.
fn change(lang: Lang, factor: f64) -> String {
    let sign = match factor {
        above if above > 1.0 => "+",
        below if below < 1.0 => "−",
        _ => "",
    };
    format!("{sign}{}", number::percent((factor - 1.0).abs(), lang.locale()))
}

/// What a car emits in a year, kg CO2e: as the claim takes it, and as it is checked.
fn car_year() -> Option<(f64, f64)> {
    let row = data::claim("car_year")?;
    Some((row.claim?, row.value?.central))
}

/// The figure of a row in cars driven for a year.
fn cars(lang: Lang, row: &Claim) -> Html {
    let (Some((then, now)), Some(fact), None) =
        (car_year(), row.value, Some(row.unit).filter(|u| !u.is_empty()))
    else {
        return Html::default();
    };
    let amount = |kg: f64| {
        if row.verdict == "speculative" {
            number::range(fact.low / kg, fact.high / kg, lang.locale())
        } else {
            number::COUNT.text(fact.central / kg, lang.locale())
        }
    };
    let told = lang.fill(
        text::CLAIMS_CARS,
        &[("then", &amount(then)), ("now", &amount(now))],
    );
    html! { <span class="claims-cars">{ told }</span> }
}

/// The active scenario in cars driven for a year.
fn own_in_cars(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let Some((then, now)) = car_year() else {
        return Html::default();
    };
    let kg = context.outcome().leaves.total(Indicator::GhgLocation);
    let tonnes = |kg: f64| number::significant(kg / KILOGRAMS_PER_TONNE, 3, lang.locale());
    let told = lang.fill(
        text::CLAIMS_OWN_CARS,
        &[
            ("name", context.name()),
            ("amount", &wording::amount(lang, Indicator::GhgLocation, kg)),
            ("n", &number::COUNT.text(kg / now, lang.locale())),
            ("then", &tonnes(then)),
            ("now", &tonnes(now)),
        ],
    );
    html! { <p class="muted">{ told }</p> }
}

/// The verdict on a row; colour is not alone in telling it.
fn verdict(lang: Lang, row: &Claim) -> Html {
    let doubtful = ["rough", "wrong", "speculative"].contains(&row.verdict);
    html! {
        if row.verdict != "none" {
            <span class={classes!("badge", doubtful.then_some("warn"))}>{ lang.message_for("verdict", row.verdict) }</span>
        }
    }
}

/// Where the checked figure and the verdict are from.
fn sources(lang: Lang, row: &Claim) -> Html {
    let mut ids: Vec<SourceId> = row.value.iter().map(|fact| fact.source).collect();
    for id in effect(row).iter().map(|fact| fact.source).chain(row.source) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let is_assumed = row.value.or(effect(row)).is_some_and(|fact| fact.assumed);
    html! {
        <span class="muted">
            { for ids.into_iter().enumerate().map(|(at, id)| html! {
                <>
                    if at > 0 { { lang.locale().semicolon } }
                    { cited(lang, id) }
                </>
            }) }
            if is_assumed {
                { " " }<span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
            }
        </span>
    }
}

/// First author and year of a source, with its address where it has one.
fn cited(lang: Lang, id: SourceId) -> Html {
    let source = data::source(id);
    let url = source.details().url;
    if url.is_empty() {
        html! { { wording::short_citation(lang, source) } }
    } else {
        html! { <a href={url} target="_blank" rel="noopener">{ wording::short_citation(lang, source) }</a> }
    }
}

/// The scenarios of a row under names of their own.
fn scenarios(lang: Lang, row: &Claim) -> Vec<Scenario> {
    let claim = statement(lang, row);
    let name = claim.split(lang.locale().colon).next().unwrap_or(&claim);
    let named = |ending: &str| match lang.message_for("claims", &format!("{}.{ending}", row.id)) {
        "" => name.to_owned(),
        own => own.to_owned(),
    };
    [("first", &row.settings), ("beside", &row.beside)]
        .into_iter()
        .filter(|(_, settings)| !settings.is_empty())
        .map(|(ending, settings)| Scenario::from_settings(&named(ending), settings))
        .collect()
}

/// What a row opens. Its scenarios are added to the reader's; where there is no room for them, or the reader has measures
/// switched on that would be replaced, they are opened in a tab of their own.
fn opening(context: &ViewContext, row: &'static Claim) -> Html {
    let (ui, lang, state) = (context.ui, context.ui.lang, context.state);
    let scenarios = scenarios(lang, row);
    let Some(view) = View::from_id(row.view) else {
        return Html::default();
    };
    let own_levers = state.page_param(LEVERS);
    let replaces_levers = !row.levers.is_empty() && !own_levers.is_empty() && own_levers != row.levers;
    let has_room = state.scenarios.len() + scenarios.len() <= MAX_SCENARIOS;
    let label = if scenarios.is_empty() {
        lang.fill(
            text::CHECKLIST_GO,
            &[("view", lang.message_for("nav", view.id()))],
        )
    } else {
        lang.message(text::CLAIMS_OPEN).to_owned()
    };
    let described = [&label, lang.locale().colon, &statement(lang, row)].concat();
    if has_room && !replaces_levers {
        let mut actions: Vec<Action> = scenarios
            .into_iter()
            .map(|scenario| Action::AddScenario(Box::new(scenario)))
            .collect();
        if !row.levers.is_empty() {
            actions.push(Action::SetPageParam(LEVERS, row.levers.to_owned()));
        }
        actions.push(Action::SelectView(view));
        let send = ui.send.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            for action in &actions {
                send.emit(action.clone());
            }
            platform::after(0, || platform::scroll_into_view_if_hidden("result"));
        });
        return html! { <button type="button" class="button" aria-label={described} {onclick}>{ label }</button> };
    }
    let page = [
        ("view", view.id()),
        (LEVERS, row.levers),
        ("lang", state.page_param("lang")),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect();
    let scenarios = if scenarios.is_empty() {
        vec![state.scenario().clone()]
    } else {
        scenarios
    };
    let link = Link {
        scenarios,
        page,
        ..Link::default()
    };
    let href = format!("{}#{}", context.address, url::encode(&link, data::VERSION));
    html! {
        <a class="button" {href} target="_blank" rel="noopener" aria-label={described} title={lang.message(text::CLAIMS_NEW_TAB)}>
            { label }{ " ↗" }</a>
    }
}

/// What companies have promised, and what that changes in the active scenario.
fn commitments(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let leaves = &context.outcome().leaves;
    let [location, market] = [Indicator::GhgLocation, Indicator::GhgMarket]
        .map(|indicator| wording::amount(lang, indicator, leaves.total(indicator)));
    let parts = [
        ("name", context.name().as_str()),
        ("location", &location),
        ("market", &market),
    ];
    html! {
        <section class="card" aria-labelledby="claims-commitments">
            <h2 id="claims-commitments" tabindex="-1">{ lang.message(text::COMMITMENT_TITLE) }</h2>
            <p class="muted">{ lang.message(text::COMMITMENT_LEDE) }</p>
            <p role="status">{ lang.fill(text::COMMITMENT_NOW, &parts) }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::COMMITMENT_TITLE)}>
                <table class="claims-table">
                    <thead><tr>
                        <th scope="col">{ lang.message(text::COMMITMENT_COLUMN_PROMISE) }</th>
                        <th scope="col">{ lang.message(text::COMMITMENT_COLUMN_MATCHING) }</th>
                        <th scope="col">{ lang.message(text::COMMITMENT_COLUMN_REPORTED) }</th>
                        <th scope="col">{ lang.fill(text::COMMITMENT_COLUMN_HERE, &[("name", context.name())]) }</th>
                        <th scope="col"><span class="visually-hidden">{ lang.fill(text::COMMITMENT_APPLY, &[("name", context.name())]) }</span></th>
                    </tr></thead>
                    <tbody>{ for data::commitments().iter().map(|row| commitment(context, row)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn commitment(context: &ViewContext, row: &'static Commitment) -> Html {
    let (ui, lang) = (context.ui, context.ui.lang);
    let scenario = context.state.scenario();
    let covered = [
        (Param::ContractShare, row.share.central),
        (Param::ContractIntensity, row.intensity),
    ];
    let is_applied = covered
        .iter()
        .all(|(param, value)| scenario.get(*param).is_some_and(|entry| entry == (*value).into()));
    let with = covered.iter().fold(scenario.clone(), |scenario, (param, value)| {
        scenario.with(*param, *value)
    });
    let inputs = resolve(&with, Catalog::built_in());
    let after = evaluate(&inputs.values, &inputs.choices).total(Indicator::GhgMarket);
    let before = context.outcome().leaves.total(Indicator::GhgMarket);
    let amount = |kg: f64| wording::amount(lang, Indicator::GhgMarket, kg);
    let here = lang.fill(
        text::COMMITMENT_HERE,
        &[("before", &amount(before)), ("after", &amount(after))],
    );
    let years: Vec<String> = [
        (text::COMMITMENT_PROMISED, row.promised),
        (text::COMMITMENT_TARGET, row.target),
        (text::COMMITMENT_REACHED, row.reached),
    ]
    .into_iter()
    .filter_map(|(message, year)| Some(lang.fill(message, &[("year", &year?.to_string())])))
    .collect();
    let share = number::percent(row.share.central, lang.locale());
    let apply = {
        let send = ui.send.clone();
        Callback::from(move |_: MouseEvent| {
            for (param, value) in covered {
                send.emit(Action::CommitValue(param, value));
            }
        })
    };
    let (label, name) = if is_applied {
        (text::COMMITMENT_APPLIED, context.name())
    } else {
        (text::COMMITMENT_APPLY, context.name())
    };
    let described = [
        row.company,
        lang.locale().colon,
        &lang.fill(label, &[("name", name)]),
    ]
    .concat();
    html! {
        <tr key={row.id}>
            <th scope="row">{ row.company }{ lang.locale().colon }{ lang.message_for("commitment", row.id) }
                <span class="claims-cars">{ years.join(lang.locale().semicolon) }</span></th>
            <td>{ lang.message_for("commitment.matching", row.matching) }{ " " }
                <span class="muted">{ lang.fill(text::COMMITMENT_SHARE, &[("share", &share), ("year", &row.share.year.to_string())]) }
                    { " " }{ cited(lang, row.share.source) }</span></td>
            <td>{ reported(lang, row) }</td>
            <td>{ here }{ " " }{ lang.message_for("commitment", &format!("{}.why", row.id)) }</td>
            <td><button type="button" class="button" disabled={is_applied} aria-label={described} onclick={apply}>
                { lang.fill(label, &[("name", name)]) }</button></td>
        </tr>
    }
}

/// The location-based and the market-based figure that a company reports, and whether somebody else quotes them.
fn reported(lang: Lang, row: &Commitment) -> Html {
    let (Some(location), Some(market)) = (row.location, row.market) else {
        return html! { { lang.message(text::COMMITMENT_UNREPORTED) } };
    };
    let amount = |value: f64| {
        if row.unit == "kg CO2e" {
            wording::amount(lang, Indicator::GhgLocation, value)
        } else {
            lang.value_in(value, DIGITS, row.unit)
        }
    };
    let parts: [(&str, &str); 3] = [
        ("location", &amount(location.central)),
        ("market", &amount(market.central)),
        ("year", &location.year.to_string()),
    ];
    let second_hand = row.is_second_hand.then(|| {
        html! { <>{ lang.locale().semicolon }{ lang.message(text::COMMITMENT_SECOND_HAND) }</> }
    });
    html! {
        <>{ lang.fill(text::COMMITMENT_REPORTED, &parts) }{ second_hand }{ " " }
            <span class="muted">{ cited(lang, location.source) }</span></>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_belongs_to_a_group_and_opens_a_view() {
        for row in data::claims() {
            assert!(groups().any(|group| group == row.group), "{}", row.id);
            assert!(View::from_id(row.view).is_some(), "{}", row.id);
        }
        for group in groups() {
            assert!(data::claims().iter().any(|row| row.group == group), "{group}");
            assert!(!Lang::EN.message_for("claims.group", group).is_empty(), "{group}");
        }
    }

    #[test]
    fn scenarios_have_names_of_their_own() {
        for lang in Lang::all() {
            for row in data::claims() {
                let scenarios = scenarios(lang, row);
                assert!(
                    scenarios.iter().all(|scenario| !scenario.name.is_empty()),
                    "{}",
                    row.id
                );
                if let [first, second] = &scenarios[..] {
                    assert_ne!(first.name, second.name, "{}", row.id);
                    assert!(!first.same_inputs(second), "{}", row.id);
                }
            }
        }
    }
}
