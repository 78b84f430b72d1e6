//! The location of the workload: cloud regions and grid zones in one list, sorted by intensity.

use std::rc::Rc;

use yew::prelude::*;

use super::picker::{Item, Picker};
use crate::app::context::Ui;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::data::{self, Catalog, GridBasis, Zone, search};

use crate::report::number;
use crate::scenario::{Choice, Inputs, Param};

/// A searchable list of places, and the values that come with the place; `region` and `zone` are the ids in use.
pub fn place_picker(ui: &Ui, items: Rc<Vec<Item>>, region: &str, zone: &str, inputs: &Inputs) -> Html {
    let chosen = current_place(region, zone);
    let send = ui.send.clone();
    let onpick = Callback::from(move |id: String| {
        if let Some((choice, id)) = parse_place(&id) {
            send.emit(Action::Place(choice, id.to_owned()));
        }
    });
    let lang = ui.lang;
    let value = |param| wording::value(lang, param, inputs.values[param]);
    let place_values = lang.fill(
        text::PLACE_USE,
        &[
            ("ci", &value(Param::Intensity)),
            (
                "pue",
                &number::full_precision(inputs.values[Param::Pue], lang.locale()),
            ),
            ("wue", &value(Param::Wue)),
        ],
    );
    html! {
        <key="place">
            <Picker lang={lang} name="place" label={lang.message(text::PLACE_LABEL)} {items} {chosen} {onpick} places=true />
            <p class="small muted place-note">{ place_values }</p>
        </>
    }
}

/// Item id of the place that a scenario is in. A cloud region together with its own grid zone counts as that region.
pub(crate) fn current_place(region: &str, zone: &str) -> String {
    let in_region =
        data::cloud_region(region).is_some_and(|r| r.zone == zone || zone == Choice::Zone.spec().default);
    if in_region {
        format!("r:{region}")
    } else {
        format!("z:{zone}")
    }
}

/// Parses an item id of the list of places.
pub(crate) fn parse_place(id: &str) -> Option<(Choice, &str)> {
    let (kind, id) = id.split_once(':')?;
    Some((if kind == "r" { Choice::Region } else { Choice::Zone }, id))
}

/// The items of the pickers, built once per language.
#[derive(Clone, PartialEq)]
pub struct Lists {
    /// Cloud regions and grid zones.
    pub places: Rc<Vec<Item>>,
    /// Accelerators.
    pub accelerators: Rc<Vec<Item>>,
    /// Accelerators for inference, with "same as training" first.
    pub serving: Rc<Vec<Item>>,
    /// Models.
    pub models: Rc<Vec<Item>>,
}

impl Lists {
    /// All lists in a language; grid intensities on the basis asked for.
    pub fn new(lang: Lang, basis: GridBasis) -> Self {
        Self {
            places: Rc::new(places(lang, basis)),
            accelerators: Rc::new(accelerators(lang, false)),
            serving: Rc::new(accelerators(lang, true)),
            models: Rc::new(models(lang)),
        }
    }
}

/// Grid zones and cloud regions by intensity. A figure on another basis than the one asked for is labelled with its own.
fn places(lang: Lang, asked: GridBasis) -> Vec<Item> {
    let catalog = Catalog::built_in();
    let intensity = |zone: Option<&Zone>| zone.map_or(f64::INFINITY, |z| z.reading(asked).0.central);
    let detail = |zone: Option<&Zone>| {
        zone.map_or_else(String::new, |z| {
            let (intensity, basis) = z.reading(asked);
            let amount = number::significant(intensity.central, 3, lang.locale());
            let label = match basis {
                _ if basis == asked => None,
                GridBasis::LifeCycleProduction => Some(text::PLACE_LIFE_CYCLE),
                GridBasis::LifeCycleConsumption => Some(text::PLACE_IMPORTS),
                GridBasis::Combustion => Some(text::PLACE_STACK),
            };
            let label = label.map_or_else(String::new, |label| [", ", lang.message(label)].concat());
            [&amount, "\u{a0}g/kWh", &label].concat()
        })
    };
    let zones = catalog.zones().map(|zone| {
        let item = Item {
            id: format!("z:{}", zone.code),
            name: format!("{} ({})", zone.name, zone.code),
            detail: detail(Some(zone)),
            group: lang.message(text::PLACE_ZONES).to_owned(),
            words: search::zone_words(zone),
        };
        (("0", intensity(Some(zone))), item)
    });
    let regions = data::cloud_regions().iter().map(|region| {
        let zone = catalog.zone(region.zone);
        let item = Item {
            id: format!("r:{}", region.id),
            name: format!("{} · {} ({})", region.place, region.code, region.provider),
            detail: detail(zone),
            group: lang.message(text::PLACE_REGIONS).to_owned(),
            words: search::region_words(region),
        };
        (("1", intensity(zone)), item)
    });
    in_order(zones.chain(regions).collect())
}

/// Items in the order of their keys: groups, and numbers within a group. Those of equal keys keep their order.
fn in_order(mut keyed: Vec<((&'static str, f64), Item)>) -> Vec<Item> {
    keyed.sort_by(|((group, number), _), ((other_group, other), _)| {
        group.cmp(other_group).then(number.total_cmp(other))
    });
    keyed.into_iter().map(|(_, item)| item).collect()
}

/// Accelerators by vendor; with `same`, an item for the training accelerator comes first.
fn accelerators(lang: Lang, same: bool) -> Vec<Item> {
    let first = same.then(|| Item {
        id: "same".to_owned(),
        name: lang.message(text::ACCELERATOR_SAME).to_owned(),
        detail: String::new(),
        group: String::new(),
        words: String::new(),
    });
    let rows = data::accelerators().iter().map(|row| {
        // The newest of each vendor first.
        let key = (row.vendor, -f64::from(row.release_year));
        let item = Item {
            id: row.id.to_owned(),
            name: row.name.to_owned(),
            detail: format!(
                "{}\u{a0}W",
                number::full_precision(row.tdp_w.central, lang.locale())
            ),
            group: row.vendor.to_owned(),
            words: row.class.to_owned(),
        };
        (key, item)
    });
    first.into_iter().chain(in_order(rows.collect())).collect()
}

/// Models by vendor.
fn models(lang: Lang) -> Vec<Item> {
    let none = Item {
        id: Choice::Model.spec().default.to_owned(),
        name: lang.message(text::MODEL_NONE).to_owned(),
        detail: String::new(),
        group: String::new(),
        words: String::new(),
    };
    let rows = data::models().iter().map(|row| {
        let item = Item {
            id: row.id.to_owned(),
            name: row.name.to_owned(),
            detail: format!(
                "{}\u{a0}B",
                number::significant(row.total_b.central, 3, lang.locale())
            ),
            group: row.vendor.to_owned(),
            words: row.id.to_owned(),
        };
        ((row.vendor, 0.0), item)
    });
    std::iter::once(none).chain(in_order(rows.collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::picker::find;
    use super::*;
    use crate::data::{ZoneLevel, iso};

    #[test]
    fn the_first_of_the_list_is_the_place_that_is_named() {
        let items = places(Lang::EN, GridBasis::LifeCycleProduction);
        let first = |query: &str| {
            let found = find(&items, query, true);
            let item = found.rows.first().map(|index| items[*index].id.clone());
            (item.unwrap_or_default(), found.wider)
        };
        for zone in Catalog::built_in().zones() {
            let expected = (format!("z:{}", zone.code), String::new());
            let country = zone.level == ZoneLevel::Country;
            let names = [Some(zone.name), iso::alpha3(zone.code)].into_iter().flatten();
            for query in names.filter(|_| country).chain([zone.code]) {
                assert_eq!(first(query), expected, "{query}");
            }
        }
        for (query, id, wider) in [
            ("Montreal, QC, Canada", "z:CA-QC", ""),
            ("Cambridge, MA, USA", "z:US-MA", "Cambridge"),
            ("Washington, DC", "z:US-DC", ""),
            ("Washington", "z:US-WA", ""),
            ("us-east-1a", "r:aws/us-east-1", ""),
            ("US East (N. Virginia)", "r:aws/us-east-1", ""),
            ("West Europe", "r:azure/westeurope", ""),
            ("Hamburg", "z:DE", "Hamburg"),
            ("Catalonia", "z:ES", "Catalonia"),
            ("Scotland", "z:GB", "Scotland"),
            ("Atlantis", "", ""),
        ] {
            assert_eq!(first(query), (id.to_owned(), wider.to_owned()), "{query}");
        }
    }
}
