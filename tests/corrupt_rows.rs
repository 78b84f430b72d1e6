//! A corrupt row of a reference table stops the build: what it is told with.

use std::collections::BTreeSet;

use tables::compact::{self, Known};
use tables::schema::{Schema, TABLES};
use tables::{Errors, Table};

fn schema(name: &str) -> &'static Schema {
    TABLES.iter().find(|schema| schema.name == name).expect(name)
}

/// What the checker says to a text that stands for a table.
fn complaints(name: &str, text: &str) -> Vec<String> {
    let mut errors = Errors::new();
    let mut known = Known {
        sources: vec!["s".to_owned()],
        settings: BTreeSet::from(["pue".to_owned()]),
        ..Known::default()
    };
    let table = Table::parse("t.csv", text, &mut errors);
    known
        .keys
        .insert("zones".to_owned(), BTreeSet::from(["FR".to_owned()]));
    known.add_keys(name, &table, schema(name).columns[0].name);
    compact::write(schema(name), &table, &mut known, &mut errors, &mut String::new());
    errors.iter().map(ToString::to_string).collect()
}

const ZONE: &str = "code,name,level,parent,basis,intensity,intensity_low,year,source\n";
const REGION: &str = "id,place,country,zone,pue,wue,year,source\n";
const CONSTANT: &str = "id,value,value_low,value_high,unit,year,source,assumed\n";
const MODEL: &str = "id,name,vendor,weights,architecture,total_b,active_b,modality,year,source\n";
const PUBLISHED: &str = "id,kind,system,indicator,value,unit,how,basis,pue,hosts,idle,development,embodied,settings,year,source\n";

/// The one complaint about a text; none where nothing is expected.
#[track_caller]
fn named(name: &str, text: &str, expected: &str) {
    let expected: Vec<&str> = Some(expected).into_iter().filter(|e| !e.is_empty()).collect();
    assert_eq!(complaints(name, text), expected, "{text}");
}

#[test]
fn a_corrupt_row_of_the_zones_is_named() {
    let zone = |row: &str| format!("{ZONE}{row}\n");
    for (name, text, expected) in [
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,41,,2025,s"),
            "",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,4i,,2025,s"),
            "t.csv:2:intensity: \"4i\" is not a number",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,,,2025,s"),
            "t.csv:2:intensity: a number is missing",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,1501,,2025,s"),
            "t.csv:2:intensity: 1501 is outside 0 to 1500",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,-1,,2025,s"),
            "t.csv:2:intensity: -1 is outside 0 to 1500",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,41,42,2025,s"),
            "t.csv:2:intensity: needs low <= central <= high",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,41,,2025,nobody"),
            "t.csv:2:source: unknown source \"nobody\"",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,41,,2025,"),
            "t.csv:2:source: a source is missing",
        ),
        (
            "zones",
            zone("FR,France,country,,life_cycle_production,41,,,s"),
            "t.csv:2:year: a number is missing",
        ),
        (
            "zones",
            zone("FR,France,country,,lifecycle,41,,2025,s"),
            "t.csv:2:basis: \"lifecycle\" is none of [\"life_cycle_production\", \"life_cycle_consumption\", \"combustion\"]",
        ),
        (
            "zones",
            zone("FR,France,country,EU,life_cycle_production,41,,2025,s"),
            "t.csv:2:parent: zones has no row \"EU\"",
        ),
        (
            "zones",
            zone(
                "FR,France,country,,life_cycle_production,41,,2025,s\nFR,France,country,,life_cycle_production,41,,2025,s",
            ),
            "t.csv:3:id: \"FR\" stands already in line 2",
        ),
    ] {
        named(name, &text, expected);
    }
}

#[test]
fn a_corrupt_row_of_another_table_is_named() {
    for (name, text, expected) in [
        ("regions", format!("{REGION}x/a,Paris,FR,FR,1.1,0.2,2025,s\n"), ""),
        (
            "regions",
            format!("{REGION}x/a,Paris,FR,FR,0.9,,2025,s\n"),
            "t.csv:2:pue: 0.9 is outside 1 to 3",
        ),
        (
            "regions",
            format!("{REGION}x/a,Paris,FR,DE,1.1,,2025,s\n"),
            "t.csv:2:zone: zones has no row \"DE\"",
        ),
        (
            "constants",
            format!("{CONSTANT}c,1,,,,2025,s,\n"),
            "t.csv:2:unit: must not be empty",
        ),
        (
            "constants",
            format!("{CONSTANT}c,1,,0.5,kg,2025,s,\n"),
            "t.csv:2:value: needs low <= central <= high",
        ),
        (
            "constants",
            format!("{CONSTANT}c,1,,,kg,2025,s,maybe\n"),
            "t.csv:2:assumed: \"maybe\" is neither yes nor no",
        ),
        (
            "constants",
            "id,value,unit,yaer,source\n".to_owned(),
            "t.csv:1:yaer: no such column is known",
        ),
        (
            "constants",
            "id,value,year,source\n".to_owned(),
            "t.csv:1:unit: the column is missing",
        ),
        (
            "models",
            format!("{MODEL}m,M,V,open,moe,30,30,text,2025,s\n"),
            "t.csv:2:active_b: 30 active parameters of 30 for moe",
        ),
        (
            "published",
            format!("{PUBLISHED}p,query,S,energy,1,Wh,stated,none,no,no,no,no,no,pue=1;puee=2,2025,s\n"),
            "t.csv:2:settings: \"puee=2\" sets no parameter and no choice",
        ),
    ] {
        named(name, &text, expected);
    }
}
