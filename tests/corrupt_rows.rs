//! A corrupt row of a reference table stops the build, with an error that names it.

use std::collections::BTreeSet;

use tables::compact::{self, Known};
use tables::schema::{Schema, TABLES};
use tables::{Errors, Table, presets, text};

fn schema(name: &str) -> &'static Schema {
    TABLES.iter().find(|schema| schema.name == name).expect(name)
}

/// Errors of the checker for a text in place of a table.
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
    known
        .keys
        .insert("views".to_owned(), BTreeSet::from(["result".to_owned()]));
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
fn a_corrupt_row_of_the_zones_is_reported() {
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
            "t.csv:2:basis: \"lifecycle\" is none of [\"life_cycle_production\", \"life_cycle_consumption\"]",
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
fn a_corrupt_row_of_another_table_is_reported() {
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
        (
            "checklist",
            "id,group,link,source\nc,measurement,result,\n".to_owned(),
            "",
        ),
        (
            "checklist",
            "id,group,link,source\nc,measurement,result,nobody\n".to_owned(),
            "t.csv:2:source: unknown source \"nobody\"",
        ),
        (
            "checklist",
            "id,group,link,source\nc,measuring,result,s\n".to_owned(),
            "t.csv:2:group: \"measuring\" is none of [\"measurement\", \"optimisation\", \"infrastructure\", \"practices\", \"offsetting\"]",
        ),
        (
            "checklist",
            "id,group,link,source\nc,measurement,results,s\n".to_owned(),
            "t.csv:2:link: neither mitigations nor views has a row \"results\"",
        ),
        (
            "reading",
            "id,kind,source\nr,paper,\n".to_owned(),
            "t.csv:2:source: unknown source \"\"",
        ),
    ] {
        named(name, &text, expected);
    }
}

/// Errors of the checker for a text in place of the presets.
fn of_presets(rows: &str) -> Vec<String> {
    let mut errors = Errors::new();
    let text =
        format!("preset,group,published,kind,name,value,source,note,value_low,value_high,assumed\n{rows}");
    let presets = Table::parse("t.csv", &text, &mut errors);
    let params = Table::parse("p.csv", "id,min,max\npue,1,3\n", &mut errors);
    let choices = "id,options,default\nzone,table:zones,WORLD\nprecision,bf16|fp8,bf16\n";
    let choices = Table::parse("c.csv", choices, &mut errors);
    let mut known = Known {
        sources: vec!["s".to_owned()],
        ..Known::default()
    };
    for (table, key) in [("zones", "FR"), ("published", "p")] {
        known
            .keys
            .insert(table.to_owned(), BTreeSet::from([key.to_owned()]));
    }
    presets::write(
        &presets,
        &params,
        &choices,
        &mut known,
        &mut errors,
        &mut String::new(),
    );
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn a_corrupt_row_of_the_presets_is_reported() {
    for (rows, expected) in [
        ("a,service,p,value,pue,1.2,s,,,,\na,,,choice,zone,FR,s,,,,\n", ""),
        ("a,service,,choice,zone,WORLD,s,,,,\n", ""),
        (
            "a,,p,value,pue,1.2,s,,,,\n",
            "t.csv:2:group: \"\" is none of [\"opening\", \"training\", \"service\", \"compare\"]",
        ),
        (
            "a,service,q,value,pue,1.2,s,,,,\n",
            "t.csv:2:published: published has no row \"q\"",
        ),
        (
            "a,service,p,value,pue,1.2,s,,,,\na,service,,choice,zone,FR,s,,,,\n",
            "t.csv:3:group: stands in the first row of a preset alone",
        ),
        (
            "a,service,p,value,pue,1.2,s,,,,\nb,service,,value,pue,1.2,s,,,,\na,service,,choice,zone,FR,s,,,,\n",
            "t.csv:4:preset: the rows of a must follow one another",
        ),
        (
            "a,service,p,value,pue,0.9,s,,,,\n",
            "t.csv:2:value: 0.9 is outside 1 to 3",
        ),
        (
            "a,service,p,value,puee,1.2,s,,,,\n",
            "t.csv:2:name: no value is called \"puee\"",
        ),
        (
            "a,service,p,choice,zone,DE,s,,,,\n",
            "t.csv:2:value: zone has no option \"DE\"",
        ),
        (
            "a,service,p,choice,precision,fp7,s,,,,\n",
            "t.csv:2:value: precision has no option \"fp7\"",
        ),
        (
            "a,service,p,value,pue,1.2,nobody,,,,\n",
            "t.csv:2:source: unknown source \"nobody\"",
        ),
        ("a,service,p,value,pue,1.2,s,,1.1,1.3,yes\n", ""),
        (
            "a,service,p,value,pue,1.2,s,,1.3,1.4,\n",
            "t.csv:2:value_low: needs value_low <= value <= value_high, or neither",
        ),
        (
            "a,service,p,value,pue,1.2,s,,1.1,,\n",
            "t.csv:2:value_low: needs value_low <= value <= value_high, or neither",
        ),
        (
            "a,service,p,value,pue,1.2,s,,1.1,3.3,\n",
            "t.csv:2:value_low: 1.1 to 3.3 is outside 1 to 3",
        ),
        (
            "a,service,p,value,pue,1.2,s,,,,maybe\n",
            "t.csv:2:assumed: \"maybe\" is neither yes nor no",
        ),
        (
            "a,service,p,number,pue,1.2,s,,,,\n",
            "t.csv:2:kind: \"number\" is neither choice nor value",
        ),
    ] {
        let expected: Vec<&str> = Some(expected).into_iter().filter(|e| !e.is_empty()).collect();
        assert_eq!(of_presets(rows), expected, "{rows}");
    }
}

#[test]
fn a_row_without_text_is_reported() {
    let mut errors = Errors::new();
    let english = "id,text\ncheck.a,Do it\ncheck.a.why,Because\ncheck.b,\n";
    let english = Table::parse("en.csv", english, &mut errors);
    let table = Table::parse("t.csv", "id\na\nb\n", &mut errors);
    text::worded(&english, &table, "id", "check", &["", ".why"], &mut errors);
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "t.csv:3:id: check.b has no words in assets/text",
            "t.csv:3:id: check.b.why has no words in assets/text"
        ]
    );
}
