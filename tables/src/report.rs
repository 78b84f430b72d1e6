//! The contents and quality of the tables: the report of `docs/data.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::schema::{Schema, TABLES};
use crate::{Errors, Table};

/// Share above which two sources disagree.
const DISAGREE: f64 = 0.2;

/// The report, from the tables below `data`.
///
/// # Errors
/// Names what cannot be read.
pub fn markdown(data: &Path) -> Result<String, Errors> {
    let mut errors = Errors::new();
    let mut out = String::from(
        "| table | rows | figures | oldest | newest | with a range | assumed |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut zones = None;
    for schema in TABLES {
        let table = Table::read(&data.join(format!("{}.csv", schema.name)), &mut errors);
        line(schema, &table, &mut out);
        if schema.name == "zones" {
            zones = Some(table);
        }
    }
    let checked = Table::read(&data.join("check/grid.csv"), &mut errors);
    let consumed = Table::read(&data.join("odbl/zones-odbl.csv"), &mut errors);
    let _ = writeln!(
        out,
        "\nFetched on demand: {} zones of `odbl/zones-odbl.csv`.",
        consumed.rows().count()
    );
    if let Some(zones) = zones {
        levels(&zones, &mut out);
        disagreements(&zones, &checked, &consumed, &mut out);
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

fn line(schema: &Schema, table: &Table, out: &mut String) {
    let (mut figures, mut ranges, mut assumed) = (0u32, 0u32, 0u32);
    let mut years: Vec<u32> = Vec::new();
    for row in table.rows() {
        for column in schema.columns.iter().filter(|column| column.kind.is_fact()) {
            let own = |suffix: &str| match row.text(&format!("{}_{suffix}", column.name)) {
                "" => row.text(suffix),
                text => text,
            };
            let value = row.text(column.name);
            if value.is_empty() {
                continue;
            }
            figures += 1;
            let bound = |suffix: &str| row.text(&format!("{}_{suffix}", column.name));
            ranges += u32::from(["low", "high"].iter().any(|b| !["", value].contains(&bound(b))));
            assumed += u32::from(own("assumed") == "yes");
            years.extend(own("year").parse::<u32>().ok());
        }
    }
    let share = |part: u32| match figures {
        0 => "-".to_owned(),
        all => format!("{:.0} %", f64::from(part) / f64::from(all) * 100.0),
    };
    let year = |year: Option<&u32>| year.map_or("-".to_owned(), u32::to_string);
    let _ = writeln!(
        out,
        "| {} | {} | {figures} | {} | {} | {} | {} |",
        schema.name,
        table.rows().count(),
        year(years.iter().min()),
        year(years.iter().max()),
        share(ranges),
        share(assumed)
    );
}

fn levels(zones: &Table, out: &mut String) {
    let mut count: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for zone in zones.rows() {
        *count.entry((zone.text("level"), zone.text("basis"))).or_default() += 1;
    }
    out.push_str("\n| zones that are | basis | rows |\n| --- | --- | ---: |\n");
    for ((level, basis), rows) in count {
        let _ = writeln!(out, "| {level} | {} | {rows} |", basis.replace('_', " "));
    }
}

/// Countries whose figure differs by more than a fifth from another source, with the differences.
fn disagreements(zones: &Table, checked: &Table, consumed: &Table, out: &mut String) {
    let by = |table: &Table, key: &str, column: &str| -> BTreeMap<String, f64> {
        table
            .rows()
            .filter_map(|row| Some((row.text(key).to_owned(), row.optional(column).ok()??)))
            .collect()
    };
    let others = [
        ("CO2.js", by(checked, "code", "co2js")),
        ("CodeCarbon", by(checked, "code", "codecarbon")),
        ("Electricity Maps, consumption", by(consumed, "code", "intensity")),
    ];
    let mut rows = String::new();
    let (mut zones_off, mut compared) = (0, [0u32; 3]);
    let mut off = [0u32; 3];
    for zone in zones.rows().filter(|zone| zone.text("level") == "country") {
        let Ok(own) = zone.number("intensity") else {
            continue;
        };
        let mut cells = Vec::new();
        let mut any = false;
        for (index, (_, values)) in others.iter().enumerate() {
            let cell = values.get(zone.text("code")).filter(|_| own > 0.0).map(|other| {
                compared[index] += 1;
                let change = other / own - 1.0;
                if change.abs() > DISAGREE {
                    off[index] += 1;
                    any = true;
                    format!("{:+.0} %", change * 100.0)
                } else {
                    String::new()
                }
            });
            cells.push(cell.unwrap_or_default());
        }
        if any {
            zones_off += 1;
            let _ = writeln!(
                rows,
                "| {} {} | {own} ({}) | {} |",
                zone.text("code"),
                zone.text("name"),
                zone.text("intensity_year"),
                cells.join(" | ")
            );
        }
    }
    let _ = writeln!(
        out,
        "\nDisagreements over 20 %: {zones_off} countries. {}. Differences only; contains information from Electricity Maps, made available under the Open Database License (ODbL).\n\n<details><summary>All of them</summary>\n",
        others
            .iter()
            .enumerate()
            .map(|(index, (name, _))| format!("{name}: {} of {}", off[index], compared[index]))
            .collect::<Vec<_>>()
            .join("; ")
    );
    let _ = writeln!(
        out,
        "| country | ours, g/kWh (year) | {} |\n| --- | --- | --- | --- | --- |\n{rows}\n</details>",
        others.each_ref().map(|(name, _)| *name).join(" | ")
    );
}
