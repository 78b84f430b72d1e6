//! `cargo xtask data`: regenerates tables from pinned packages and reports old against new values.
//!
//! Generated are `marginal.csv`, `odbl/zones-odbl.csv`, `check/grid.csv` and, in `zones.csv`, the cells whose
//! source is a package. Facts that are maintained by hand are never changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tables::compact::shortest;
use tables::life_cycle::{self, Upstream};
use tables::{Errors, Table, report, spread};

use crate::run;

const CO2JS: &str = "0.19.0";
const ECOLOGITS: &str = "0.11.3";
const CODECARBON: &str = "3.3.2";

/// Newest year first.
const YEARS: [u16; 5] = [2025, 2024, 2023, 2022, 2021];

const OPEN: &str = "<!-- report: written by `cargo xtask data --report` -->";
const CLOSE: &str = "<!-- end of the report -->";

const POUND_PER_MWH: f64 = 0.453_592_37;

/// Runs the command.
///
/// # Errors
/// Names what could not be downloaded, read or written, and the changes that need review.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args {
        [] => refresh(),
        [flag] if flag == "--report" => write_report(),
        [flag] if flag == "--derived" => ranges(),
        _ => Err("cargo xtask data [--report | --derived]".to_owned()),
    }
}

fn data() -> PathBuf {
    run::root().join("assets/data")
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn table(name: &str) -> Result<Table, String> {
    let mut errors = Errors::new();
    let table = Table::read(&data().join(name), &mut errors);
    checked(&errors).map(|()| table)
}

fn checked(errors: &Errors) -> Result<(), String> {
    if errors.is_empty() {
        return Ok(());
    }
    Err(errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n"))
}

/// Writes the report into `docs/data.md`.
fn write_report() -> Result<(), String> {
    let tables = report::markdown(&data()).map_err(|errors| checked(&errors).err().unwrap_or_default())?;
    print!("{tables}");
    let path = run::root().join("docs/data.md");
    let text = read(&path)?;
    let (before, rest) = text
        .split_once(OPEN)
        .ok_or_else(|| format!("{}: the mark {OPEN} is missing", path.display()))?;
    let (_, after) = rest
        .split_once(CLOSE)
        .ok_or_else(|| format!("{}: the mark {CLOSE} is missing", path.display()))?;
    write(&path, &format!("{before}{OPEN}\n\n{tables}\n{CLOSE}{after}"))
}

/// The packages, unpacked.
struct Packages {
    co2js: PathBuf,
    ecologits: PathBuf,
    codecarbon: PathBuf,
}

fn fetch() -> Result<Packages, String> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| run::root().join("target"), PathBuf::from);
    let folder = target.join("refresh");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let inside = |program: &str, words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words).current_dir(&folder);
        run::show(&mut command)
    };
    inside("npm", &["pack", "--silent", &format!("@tgwf/co2@{CO2JS}")])?;
    inside("tar", &["-xzf", &format!("tgwf-co2-{CO2JS}.tgz")])?;
    for (name, version) in [("ecologits", ECOLOGITS), ("codecarbon", CODECARBON)] {
        let pinned = format!("{name}=={version}");
        inside(
            "python3",
            &[
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--dest",
                ".",
                &pinned,
            ],
        )?;
        let wheel = format!("{name}-{version}-py3-none-any.whl");
        inside("python3", &["-m", "zipfile", "-e", &wheel, name])?;
    }
    Ok(Packages {
        co2js: folder.join("package/dist/esm/data"),
        ecologits: folder.join("ecologits/ecologits/data"),
        codecarbon: folder.join("codecarbon/codecarbon/data/private_infra"),
    })
}

fn json(path: &Path) -> Result<Value, String> {
    let text = read(path)?;
    let wrong = |error: serde_json::Error| format!("{}: {error}", path.display());
    if path.extension().is_some_and(|kind| kind == "js") {
        // `const data = {…}; const type = …`: only the object is data, with escapes that JSON does not have.
        let text = text.replace("\\'", "'").replace("\\x", "\\u00");
        let start = text
            .find('{')
            .ok_or_else(|| format!("{}: holds no object", path.display()))?;
        return serde_json::Deserializer::from_str(&text[start..])
            .into_iter::<Value>()
            .next()
            .ok_or_else(|| format!("{}: holds no object", path.display()))?
            .map_err(wrong);
    }
    serde_json::from_str(&text).map_err(wrong)
}

fn number(value: &Value) -> Option<f64> {
    value
        .as_f64()
        .or_else(|| value.as_str()?.parse().ok())
        .filter(|number| number.is_finite())
}

/// Rounds to a number of decimals.
fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    text.parse::<f64>().map_or(text, shortest)
}

/// The changes, and those of them that need review.
#[derive(Default)]
struct Changes {
    count: usize,
    alarms: Vec<String>,
}

impl Changes {
    /// Records a change of a figure of the grid, in g/kWh.
    fn intensity(&mut self, what: &str, old: Option<f64>, new: f64) {
        if old.is_some_and(|old| old.to_bits() == new.to_bits()) {
            return;
        }
        self.count += 1;
        println!(
            "{what}: {} -> {new}",
            old.map_or("none".to_owned(), |old| old.to_string())
        );
        if new <= 0.0 {
            self.alarms.push(format!("{what} is {new}"));
        } else if !(5.0..=1400.0).contains(&new) {
            self.alarms
                .push(format!("{what} is {new} g/kWh: outside 5 to 1400"));
        }
        if let Some(old) = old.filter(|old| *old > 0.0 && (new / old - 1.0).abs() > 0.4) {
            self.alarms
                .push(format!("{what} moves from {old} to {new}: more than 40 %"));
        }
    }
}

fn refresh() -> Result<(), String> {
    let packages = fetch()?;
    let mut changes = Changes::default();
    let iso: BTreeMap<String, String> = table("check/iso3.csv")?
        .rows()
        .map(|row| (row.text("iso3").to_owned(), row.text("code").to_owned()))
        .collect();
    zones(&packages, &iso, &mut changes)?;
    ranges()?;
    marginal(&packages, &iso, &mut changes)?;
    consumption(&packages, &mut changes)?;
    cross_check(&packages, &iso)?;
    println!("{} figures changed.", changes.count);
    if changes.alarms.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "look at these before you commit:\n{}",
            changes.alarms.join("\n")
        ))
    }
}

/// Cells of `zones.csv` that come from packages.
fn zones(packages: &Packages, iso: &BTreeMap<String, String>, changes: &mut Changes) -> Result<(), String> {
    let mut intensities: BTreeMap<String, String> = BTreeMap::new();
    let mut combustion: BTreeMap<String, String> = BTreeMap::new();
    let mut minerals: BTreeMap<String, String> = BTreeMap::new();
    let mut fallback: Vec<String> = Vec::new();
    let mixes = json(&packages.ecologits.join("electricity_mixes.json"))?;
    for mix in mixes["electricity_mixes"].as_array().into_iter().flatten() {
        let Some(code) = mix["name"].as_str().and_then(|name| iso.get(name)) else {
            continue;
        };
        if let Some(value) = number(&mix["gwp"]) {
            intensities.insert(code.clone(), rounded(value * 1000.0, 2));
        }
        let stands_for_world = mix["warnings"]
            .as_array()
            .is_some_and(|all| all.iter().any(|w| w == "electricity-mix-adpe-world"));
        if stands_for_world {
            fallback.push(code.clone());
        } else if let Some(value) = number(&mix["adpe"]) {
            let four: f64 = format!("{value:.3e}").parse().unwrap_or(value);
            minerals.insert(code.clone(), shortest(four));
        }
    }
    for (name, decimals, field, factor, prefix) in [
        ("2023/usa_emissions.json", 1, "emissions", POUND_PER_MWH, "US-"),
        (
            "2023/china_provincial_emissions.json",
            1,
            "emission_factor",
            1.0,
            "",
        ),
    ] {
        let file = json(&packages.codecarbon.join(name))?;
        let rows = file.get("data").unwrap_or(&file);
        for (key, row) in rows.as_object().into_iter().flatten() {
            let code = match row["regionCode"].as_str() {
                // The average of all states is that of the country.
                Some(region) if region.eq_ignore_ascii_case("egrid-avg") => "US".to_owned(),
                Some(region) => format!("{prefix}{}", region.to_uppercase()),
                None => key.clone(),
            };
            if let Some(value) = number(&row[field]) {
                combustion.insert(code, rounded(value * factor, decimals));
            }
        }
    }
    from_packages(&intensities, &combustion, &minerals, &fallback, changes)
}

/// Changes the rows of `zones.csv`, cell by cell; comments are kept. `change` gets the index of a column by its name.
fn edit_zones(
    mut change: impl FnMut(&dyn Fn(&str) -> Result<usize, String>, &mut [String]) -> Result<(), String>,
) -> Result<(), String> {
    let path = data().join("zones.csv");
    let mut header: Vec<String> = Vec::new();
    let mut out = String::new();
    for line in read(&path)?.lines() {
        let Some(record) = delimited::records(line, b',').skip_comments().next() else {
            let _ = writeln!(out, "{line}");
            continue;
        };
        let mut cells = tables::cells(record.map_err(|problem| format!("zones.csv: {problem}"))?);
        if header.is_empty() {
            header = cells;
            let _ = writeln!(out, "{line}");
            continue;
        }
        let at = |name: &str| {
            let place = header.iter().position(|own| own == name);
            place.ok_or_else(|| format!("zones.csv: no column {name}"))
        };
        change(&at, &mut cells)?;
        let _ = writeln!(out, "{}", tables::record(&cells));
    }
    write(&path, &out)
}

/// Updates the cells that come from packages.
fn from_packages(
    intensities: &BTreeMap<String, String>,
    combustion: &BTreeMap<String, String>,
    minerals: &BTreeMap<String, String>,
    fallback: &[String],
    changes: &mut Changes,
) -> Result<(), String> {
    edit_zones(|at, cells| {
        let [code, mineral, mineral_source] = [at("code")?, at("minerals")?, at("minerals_source")?];
        let own = cells[code].clone();
        for (figure, packaged, values) in [
            ("intensity", &["ember_owid"][..], intensities),
            ("combustion", &["egrid2023", "china2023"], combustion),
        ] {
            let [figure, source, year] = [
                at(figure)?,
                at(&format!("{figure}_source"))?,
                at(&format!("{figure}_year"))?,
            ];
            if let Some(new) = values.get(&own).filter(|new| {
                packaged.contains(&cells[source].as_str()) && new.parse() != cells[figure].parse::<f64>()
            }) {
                let old = cells[figure].parse().ok();
                changes.intensity(&format!("zones.csv {own}"), old, new.parse().unwrap_or_default());
                changes.alarms.push(format!(
                    "zones.csv {own}: the package names no year; is {} still right?",
                    cells[year]
                ));
                cells[figure].clone_from(new);
            }
        }
        if cells[mineral_source] == "ademe_elec" && own != "WORLD" {
            if fallback.contains(&own) {
                changes
                    .alarms
                    .push(format!("zones.csv {own}: minerals are now the world's figure"));
            } else if let Some(new) = minerals
                .get(&own)
                .filter(|new| new.parse() != cells[mineral].parse::<f64>())
            {
                println!("zones.csv {own}: minerals {} -> {new}", cells[mineral]);
                changes.count += 1;
                cells[mineral].clone_from(new);
            }
        }
        Ok(())
    })
}

/// Life-cycle intensities of the zones with a row in `grid_mix.csv`, and the ranges of all intensities of `zones.csv`, from
/// how the yearly averages of `grid_trend.csv` have changed. A zone without a series of its own is assumed to change like
/// the zone that contains it.
fn ranges() -> Result<(), String> {
    let trend = table("grid_trend.csv")?;
    let years: Vec<String> = (2000..=2100).map(|year: u16| year.to_string()).collect();
    let spreads: BTreeMap<&str, f64> = trend
        .rows()
        .filter_map(|row| {
            let values: Vec<Option<f64>> = years.iter().map(|year| row.number(year).ok()).collect();
            Some((row.text("code"), spread::yearly(&values)?))
        })
        .collect();
    let zones = table("zones.csv")?;
    let parents: BTreeMap<&str, &str> = zones
        .rows()
        .map(|row| (row.text("code"), row.text("parent")))
        .collect();
    let upstream = Upstream::of(&table("grid_upstream.csv")?)?;
    let mixes = table("grid_mix.csv")?;
    edit_zones(|at, cells| {
        let [code, source, central, low, high, assumed, combustion] = [
            at("code")?,
            at("intensity_source")?,
            at("intensity")?,
            at("intensity_low")?,
            at("intensity_high")?,
            at("intensity_assumed")?,
            at("combustion")?,
        ];
        let around = std::iter::successors(Some(cells[code].as_str()), |code| parents.get(code).copied());
        let yearly = around
            .take_while(|code| !code.is_empty())
            .find_map(|code| spreads.get(code))
            .copied();
        if ["egrid2023_life_cycle", "china2023_life_cycle"].contains(&cells[source].as_str()) {
            let wrong = |what: &str| format!("{}: no {what}", cells[code]);
            let mix = mixes.rows().find(|row| row.text("code") == cells[code]);
            let (chain, is_assumed) = upstream.of_mix(&mix.ok_or_else(|| wrong("mix"))?)?;
            let direct = cells[combustion].parse().map_err(|_| wrong("combustion"))?;
            let found = life_cycle::intensity(direct, chain, yearly.unwrap_or_default());
            cells[central] = rounded(found.central, 1);
            (cells[low], cells[high]) = (rounded(found.low, 1), rounded(found.high, 1));
            cells[assumed] = String::from(if is_assumed { "yes" } else { "" });
            return Ok(());
        }
        let known = yearly.zip(cells[central].parse().ok());
        let (from, to) = known.map_or_else(Default::default, |(spread, central)| {
            let (from, to) = spread::range(central, spread);
            (rounded(from, 2), rounded(to, 2))
        });
        (cells[low], cells[high]) = (from, to);
        Ok(())
    })
}

/// Operating margins of UNFCCC, as included in CO2.js.
fn marginal(
    packages: &Packages,
    iso: &BTreeMap<String, String>,
    changes: &mut Changes,
) -> Result<(), String> {
    let path = data().join("marginal.csv");
    let old = table("marginal.csv")?;
    let old: BTreeMap<&str, f64> = old
        .rows()
        .filter_map(|row| Some((row.text("zone"), row.number("marginal").ok()?)))
        .collect();
    let file = json(&packages.co2js.join("marginal-intensities-2021.min.js"))?;
    let values: BTreeMap<&str, f64> = file
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| {
            let code = match key.as_str() {
                "MEMO:  EU 27" => "EU27",
                name => iso.get(name)?,
            };
            // Values above 1500 g/kWh are errors and 0 means unknown: both are left out.
            Some((code, number(value).filter(|v| (0.0..=1500.0).contains(v))?))
        })
        .collect();
    let zones = table("zones.csv")?;
    let mut out = head(&path)?;
    for zone in zones.rows() {
        let code = zone.text("code");
        if let Some(new) = values.get(code) {
            if old.get(code).is_none_or(|old| old.to_bits() != new.to_bits()) {
                println!("marginal.csv {code}: {:?} -> {new}", old.get(code));
                changes.count += 1;
            }
            let _ = writeln!(out, "{code},{},2021,unfccc_om", shortest(*new));
        }
    }
    for gone in old.keys().filter(|code| !values.contains_key(**code)) {
        changes
            .alarms
            .push(format!("marginal.csv {gone} is no longer in the package"));
    }
    write(&path, &out)
}

/// Comments and header of a table: everything above its first row.
fn head(path: &Path) -> Result<String, String> {
    let mut out = String::new();
    for line in read(path)?.lines() {
        let _ = writeln!(out, "{line}");
        if !line.starts_with('#') {
            break;
        }
    }
    Ok(out)
}

/// Electricity Maps yearly: the newest year of each zone. ODbL 1.0.
fn consumption(packages: &Packages, changes: &mut Changes) -> Result<(), String> {
    let path = data().join("odbl/zones-odbl.csv");
    let old = table("odbl/zones-odbl.csv")?;
    let old: BTreeMap<&str, (f64, bool)> = old
        .rows()
        .filter_map(|row| {
            let value = row.number("intensity").ok()?;
            Some((row.text("code"), (value, row.text("estimated") == "yes")))
        })
        .collect();
    let mut zones: BTreeMap<String, (String, Vec<(u16, f64)>)> = BTreeMap::new();
    for year in YEARS {
        let file = json(&packages.co2js.join(format!("electricity-maps/yearly_{year}.js")))?;
        for (code, zone) in file.as_object().into_iter().flatten() {
            let Some(value) = number(&zone["carbonIntensity"]["value"]) else {
                continue;
            };
            let name = zone["zone"]["zoneName"]
                .as_str()
                .unwrap_or(code)
                .replace(',', " /");
            let entry = zones.entry(code.clone()).or_insert_with(|| (name, Vec::new()));
            entry.1.push((year, value));
        }
    }
    let mut out = head(&path)?;
    for (code, (name, values)) in &zones {
        let Some((year, newest)) = values.first() else {
            continue;
        };
        let same = values.len() == YEARS.len()
            && values
                .iter()
                .all(|(_, value)| value.to_bits() == newest.to_bits());
        let known = old.get(code.as_str());
        // Zones known to have default values of the source stay marked.
        let estimated = same || known.is_some_and(|(_, estimated)| *estimated);
        if same && known.is_some_and(|(_, estimated)| !estimated) {
            changes
                .alarms
                .push(format!("zones-odbl.csv {code} is the same in all years"));
        }
        changes.intensity(
            &format!("zones-odbl.csv {code}"),
            known.map(|(value, _)| *value),
            *newest,
        );
        let parent = code.split_once('-').map_or("", |(country, _)| country);
        let mark = if estimated { "yes" } else { "" };
        let _ = writeln!(out, "{code},{name},{parent},{year},{},{mark}", shortest(*newest));
    }
    for gone in old.keys().filter(|code| !zones.contains_key(**code)) {
        changes
            .alarms
            .push(format!("zones-odbl.csv {gone} is no longer in the package"));
    }
    write(&path, &out)
}

/// Figures of other tables for the same countries: only for the report, never compiled in.
fn cross_check(packages: &Packages, iso: &BTreeMap<String, String>) -> Result<(), String> {
    let average = json(&packages.co2js.join("average-intensities.min.js"))?;
    let mix = json(&packages.codecarbon.join("global_energy_mix.json"))?;
    let mut rows: BTreeMap<&str, [String; 2]> = BTreeMap::new();
    for (name, code) in iso {
        let cell = |value: Option<&Value>| {
            // 0 means unknown.
            let known = value.and_then(number).filter(|v| *v > 0.0);
            known.map_or(String::new(), |value| rounded(value, 1))
        };
        let other = mix.get(name).and_then(|row| row.get("carbon_intensity"));
        rows.insert(code, [cell(average.get(name)), cell(other)]);
    }
    let mut out = String::from(
        "# CC BY-SA 4.0 (column co2js: The Green Web Foundation, CO2.js 0.19.0, after Ember), MIT (column codecarbon: CodeCarbon 3.3.2). g/kWh. For the quality report alone. Generated by `cargo xtask data`.\ncode,co2js,codecarbon\n",
    );
    for (code, [first, second]) in rows {
        let _ = writeln!(out, "{code},{first},{second}");
    }
    write(&data().join("check/grid.csv"), &out)
}
