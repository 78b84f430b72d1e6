//! Reduction measures, a ranking of places, and the carbon budget.

use std::rc::Rc;

use yew::prelude::*;

use super::ViewContext;
use super::limit::Budget;
use super::measures::Measures;
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::figures::with_view;
use crate::app::state::LEVERS;
use crate::app::text;
use crate::chart::figure::{Entry, regions};
use crate::chart::{Interval, Named};
use crate::data::{Catalog, CloudRegion};
use crate::mitigation::{apply, link, offered};
use crate::model::budget;

/// The view.
pub fn view(context: &ViewContext) -> Html {
    let (state, lang) = (context.state, context.ui.lang);
    let indicator = state.indicator;
    let regions_of = |index: usize| {
        let scenario = &state.scenarios[index];
        Rc::new(budget::regions(
            scenario,
            Catalog::built_in(),
            indicator,
            f64::INFINITY,
        ))
    };
    let places = regions_of(state.active);
    let base = original(context).unwrap_or(state.active);
    let base_places = if base == state.active {
        places.clone()
    } else {
        regions_of(base)
    };
    html! {
        <>
            <Measures ui={context.ui.clone()} {indicator} levers={AttrValue::from(state.page_param(LEVERS).to_owned())}
                scenario={state.scenarios[base].clone()} name={context.names()[base].clone()} places={base_places}
                index={base} derived={(base != state.active).then(|| context.name().clone())} full={context.full_note()} />
            <ChartView {lang} name="regions" title={lang.message(text::MITIGATE_PLACES)} draw={ranking(context, &places)} />
            <Budget ui={context.ui.clone()} outcome={context.outcome().clone()} {places} {indicator} />
        </>
    }
}

/// The scenario that becomes the selected one with the measures that are switched on: the one it was added from.
fn original(context: &ViewContext) -> Option<usize> {
    let state = context.state;
    let value = state.page_param(LEVERS);
    if value.is_empty() {
        return None;
    }
    (0..state.scenarios.len())
        .filter(|index| *index != state.active)
        .find(|index| {
            let scenario = &state.scenarios[*index];
            // The link names all targets that matter here.
            let on = link::parse(value, &offered(&context.outcomes()[*index].inputs, ""));
            let with_measures = apply(&on, scenario, Catalog::built_in(), &|_| [0.0]).scenario;
            !with_measures.same_inputs(scenario) && with_measures.same_inputs(state.scenario())
        })
}

/// Chart of the best cloud region of each country, and the scenario in its own place.
fn ranking(context: &ViewContext, places: &[(&'static CloudRegion, f64)]) -> Draw {
    let (lang, indicator, scenario) = (context.ui.lang, context.state.indicator, context.state.active);
    // Combustion-only intensities are lower than life-cycle ones, so rows with them are labelled.
    let basis = |at_stack: bool| {
        if at_stack && indicator.is_ghg() {
            lang.message(text::PLACE_STACK)
        } else {
            ""
        }
    };
    let asked = context.outcome().inputs.choices.asked_basis;
    let of_zone = |code| {
        Catalog::built_in()
            .zone(code)
            .is_some_and(|zone| zone.reading(asked).1.is_combustion())
    };
    let mut rows: Vec<(String, f64, &'static str, Option<usize>)> = Vec::new();
    for (region, total) in budget::best_per_country(places) {
        let name = format!("{}, {}", region.place, region.country);
        rows.push((name, total, basis(of_zone(region.zone)), None));
    }
    rows.push((
        context.name().to_string(),
        context.outcome().leaves.total(indicator),
        basis(context.outcome().inputs.combustion_only()),
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
