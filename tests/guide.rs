//! Checklist, reading list and prices of credits: what the program reads is what the tables say.

use std::collections::BTreeSet;
use std::path::Path;

use genai_footprint::data::{self, CheckLink, checklist, offset_prices, reading, source};
use tables::schema::{CHECKS, READING};
use tables::{Errors, Table};

fn table(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    let mut errors = Errors::new();
    let table = Table::read(&path, &mut errors);
    assert_eq!(errors, [], "{name}");
    table
}

#[test]
fn every_item_of_the_checklist_comes_back() {
    let (file, views) = (table("data/checklist.csv"), table("data/views.csv"));
    assert_eq!(checklist().len(), file.rows().count());
    for (check, row) in checklist().iter().zip(file.rows()) {
        assert_eq!([check.id, check.group], ["id", "group"].map(|c| row.text(c)));
        let link = match check.link {
            CheckLink::Lever(id) => {
                assert!(data::mitigations().iter().any(|lever| lever.id == id), "{id}");
                id
            }
            CheckLink::View(id) => {
                assert!(views.rows().any(|view| view.text("id") == id), "{id}");
                id
            }
        };
        assert_eq!(link, row.text("link"));
        assert_eq!(check.source.map_or("", |id| source(id).id), row.text("source"));
    }
    let groups: BTreeSet<&str> = checklist().iter().map(|check| check.group).collect();
    assert_eq!(groups, CHECKS.iter().copied().collect());
}

#[test]
fn every_reading_is_listed_with_a_link() {
    let file = table("data/reading.csv");
    assert_eq!(reading().len(), file.rows().count());
    for (item, row) in reading().iter().zip(file.rows()) {
        assert_eq!([item.id, item.kind], ["id", "kind"].map(|c| row.text(c)));
        let entry = source(item.source);
        assert_eq!(entry.id, row.text("source"));
        assert!(entry.details().url.starts_with("https://"), "{}", item.id);
    }
    let kinds: BTreeSet<&str> = reading().iter().map(|item| item.kind).collect();
    assert_eq!(kinds, READING.iter().copied().collect());
}

#[test]
fn rows_of_one_group_are_adjacent() {
    let order = |groups: Vec<&'static str>| {
        let mut seen = groups.clone();
        seen.dedup();
        (seen.len(), groups.into_iter().collect::<BTreeSet<_>>().len())
    };
    for groups in [
        checklist().iter().map(|check| check.group).collect(),
        reading().iter().map(|item| item.kind).collect(),
    ] {
        let (runs, kinds) = order(groups);
        assert_eq!(runs, kinds);
    }
}

#[test]
fn two_references_that_are_mixed_up_are_told_apart() {
    let url = |id: &str| {
        let entry = data::sources().iter().find(|entry| entry.id == id);
        entry.expect(id).details().url
    };
    // The DOI given for “Sustainable AI” in places is that of “Stochastic Parrots”.
    assert_eq!(url("wu2022"), "https://arxiv.org/abs/2111.00364");
    assert_eq!(url("parrots2021"), "https://doi.org/10.1145/3442188.3445922");
}

#[test]
fn prices_of_credits() {
    let words = table("text/en.csv");
    let mut last = 0.0;
    for price in offset_prices() {
        assert_eq!(price.unit, "USD/t", "{}", price.id);
        let fact = price.value;
        assert!(fact.low > 0.0 && fact.low <= fact.central && fact.central <= fact.high);
        assert!(fact.central > last, "{} follows a dearer one", price.id);
        last = fact.central;
        let id = price.id.replacen('_', ".", 1);
        assert!(words.rows().any(|row| row.text("id") == id), "{id} has no words");
    }
    assert!(last > 0.0, "there are prices");
}
