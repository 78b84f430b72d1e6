//! Files of other tools as scenarios: what is recognised, what is taken over, what our figure is beside theirs.

use genai_footprint::data::Catalog;
use genai_footprint::import::{ImportedRun, Kind, Note, read};
use genai_footprint::model::{Indicator, evaluate};
use genai_footprint::scenario::{Choice, Param, Scenario, resolve};
use proptest::prelude::*;
use std::fmt::Write as _;

const NEWEST: &str = include_str!("data/codecarbon/emissions_3_3_2.csv");

fn one(file: &str, text: &str) -> ImportedRun {
    let read = read(file, text).unwrap_or_else(|error| panic!("{error}"));
    let [logged] = &read.value[..] else {
        panic!("{file}: {:?}", read.value)
    };
    logged.clone()
}

fn ours(scenario: &Scenario, indicator: Indicator) -> f64 {
    let inputs = resolve(scenario, Catalog::built_in());
    evaluate(&inputs.values, &inputs.choices).total(indicator)
}

/// What is noted, without the values.
fn notes(logged: &ImportedRun) -> Vec<Note> {
    logged.notes.iter().map(|remark| remark.note).collect()
}

const HEADER: &str = "project_name,run_id,duration,emissions,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_iso_code,region,cloud_provider,cloud_region,gpu_count,gpu_model,pue\n";

#[test]
fn a_project_with_accelerators() {
    let text = format!(
        "{HEADER}bert,1,36000,5,1.1,11,1.1,13.2,DEU,,,,4,4 x NVIDIA A100-SXM4-80GB,1.1\n\
         bert,2,36000,5,1.1,11,1.1,13.2,DEU,,,,4,4 x NVIDIA A100-SXM4-80GB,1.1\n"
    );
    let logged = one("emissions.csv", &text);
    assert_eq!(
        (logged.kind, logged.name.as_str(), logged.runs),
        (Kind::Emissions, "bert", 2)
    );
    assert_eq!(
        (logged.energy_kwh, logged.ghg_kg, logged.notes.len()),
        (Some(26.4), Some(10.0), 0)
    );
    assert!((logged.g_per_kwh().unwrap() - 10_000.0 / 26.4).abs() < 1e-9);
    let scenario = logged.scenario.unwrap();
    let value = |param| scenario.get(param).unwrap().value;
    assert!((value(Param::MeteredTraining) - 24.0).abs() < 1e-9 && (value(Param::Pue) - 1.1).abs() < 1e-9);
    assert!((value(Param::HostShare) - 0.2).abs() < 1e-9);
    // 20 kWh at the accelerators in 80 device-hours of 400 W.
    assert!((value(Param::TrainingPowerFraction) - 0.625).abs() < 1e-9);
    assert_eq!(
        (
            scenario.chosen(Choice::Accelerator),
            scenario.chosen(Choice::Zone)
        ),
        ("a100-sxm-80", "DE")
    );
    assert!((ours(&scenario, Indicator::Energy) / 26.4 - 1.0).abs() < 1e-9);
}

#[test]
fn projects_are_separate_and_irregular_ones_have_notes() {
    let text = format!(
        "{HEADER}a,1,3600,1,1,0,1,2,USA,california,,,,,\n\
         b,2,3600,1,0,1,0,1,USA,,gcp,us-west1,1,Abacus 3000,1\n\
         b,3,3600,9,0,9,0,9,FRA,,,,1,1 x Tesla T4,1\n\
         c,4,3600,1,,,,,FRA,,,,,,\n\
         d,5,3600,1,5,1,0,6,XXX,,,,1,A100,1\n"
    );
    let read = read("e.csv", &text).unwrap().value;
    let [a, b, c, d] = &read[..] else {
        panic!("{read:?}")
    };
    let scenario = a.scenario.as_ref().unwrap();
    assert_eq!(
        (scenario.chosen(Choice::Zone), notes(a)),
        ("US-CA", vec![Note::NoAccelerator])
    );
    assert!((ours(scenario, Indicator::Energy) - 2.0).abs() < 1e-9);
    let scenario = b.scenario.as_ref().unwrap();
    assert_eq!(
        (
            scenario.chosen(Choice::Zone),
            scenario.chosen(Choice::Accelerator)
        ),
        ("FR", "t4")
    );
    assert!(b.has(Note::SeveralPlaces) && b.has(Note::SeveralAccelerators));
    assert!((b.ghg_kg.unwrap() - 10.0).abs() < 1e-12 && b.line == 3);
    assert_eq!(
        (c.scenario.clone(), c.energy_kwh, notes(c)),
        (None, None, vec![Note::EnergyMissing])
    );
    assert!(d.has(Note::PlaceUnknown) && d.has(Note::Clamped), "{:?}", d.notes);
    assert!(d.has(Note::AcceleratorAmbiguous));
}

#[test]
fn a_cloud_region_sets_its_zone() {
    let text = format!("{HEADER}x,1,3600,1,0,1,0,1,USA,,gcp,us-west1,1,T4,1\n");
    let scenario = one("e.csv", &text).scenario.unwrap();
    assert_eq!(scenario.chosen(Choice::Region), "gcp/us-west1");
    assert_eq!(resolve(&scenario, Catalog::built_in()).choices.zone, "US-OR");
}

#[test]
fn the_real_package_s_file() {
    let read = read("emissions.csv", NEWEST).unwrap();
    assert!(read.value.iter().any(|logged| logged.name == "train, large"));
    for logged in &read.value {
        let Some(scenario) = &logged.scenario else {
            continue;
        };
        let (ours, theirs) = (ours(scenario, Indicator::Energy), logged.energy_kwh.unwrap());
        assert!(
            (ours / theirs - 1.0).abs() < 1e-9,
            "{}: {ours} kWh, logged {theirs}",
            logged.name
        );
    }
}

#[test]
fn tables_and_json_of_usage() {
    let table = "hardware,hours,provider,region,count,carbon_kg\nA100 SXM4 80 GB,24,aws,eu-central-1,8,47\n";
    let json = "[{\"hardware\": \"A100 SXM4 80 GB\", \"hours\": 24, \"provider\": \"aws\", \"region\": \"eu-central-1\", \"count\": 8, \"carbon_kg\": 47}]";
    for (file, text) in [("usage.csv", table), ("usage.json", json)] {
        let logged = one(file, text);
        assert_eq!(
            (logged.kind, logged.ghg_kg, logged.energy_kwh),
            (Kind::Usage, Some(47.0), None),
            "{file}"
        );
        let scenario = logged.scenario.unwrap();
        let value = |param| scenario.get(param).unwrap().value;
        assert!(
            (value(Param::Accelerators) - 8.0).abs() < 1e-12
                && (value(Param::TrainingHours) - 24.0).abs() < 1e-12
        );
        assert_eq!(
            (scenario.chosen(Choice::Region), logged.notes.len()),
            ("aws/eu-central-1", 0)
        );
    }
    // Device-hours of a whole cluster are more hours than a scenario holds of one device.
    let long = one("usage.csv", "hardware;hours\nH100 SXM;1500000,5\n")
        .scenario
        .unwrap();
    let value = |param| long.get(param).unwrap().value;
    assert!((value(Param::Accelerators) * value(Param::TrainingHours) - 1_500_000.5).abs() < 1e-6);
    let counted = one("usage.csv", "gpu,hours,region\n8 x A100,10,Mars\n");
    assert_eq!(notes(&counted), [Note::AcceleratorAmbiguous, Note::PlaceUnknown]);
    assert!((counted.scenario.unwrap().get(Param::Accelerators).unwrap().value - 8.0).abs() < 1e-12);
    let most = one("usage.csv", "hardware,hours\nT4,1e15\n");
    assert_eq!(notes(&most), [Note::Clamped, Note::PlaceMissing]);
}

#[test]
fn model_cards() {
    let block = "---\nco2_eq_emissions:\n  emissions: 2500\n  geographical_location: Paris, France\n  hardware_used: 1 x T4\n---\n";
    let logged = one("README.md", block);
    assert_eq!(
        (logged.kind, logged.ghg_kg, notes(&logged)),
        (Kind::ModelCard, Some(2.5), vec![Note::HoursMissing])
    );
    assert_eq!(logged.scenario, None);
    let list = "- **Hardware Type:** T4\n- **Hours used:** 10\n- **Carbon Emitted:** 3 kg\n";
    let both = one("README.md", &format!("{block}{list}"));
    let scenario = both.scenario.unwrap();
    assert_eq!((both.ghg_kg, scenario.chosen(Choice::Zone)), (Some(2.5), "FR"));
    let alone = one("README.md", &format!("---\nlicense: mit\n---\n{list}"));
    assert_eq!((alone.ghg_kg, alone.line), (Some(3.0), 4));
    assert_eq!(one("card.txt", list).kind, Kind::ModelCard);
}

#[test]
fn what_is_not_understood_is_named() {
    for (text, kind, expected) in [
        (
            "",
            None,
            "f:1:1: neither an emissions.csv, nor hardware and hours, nor a model card",
        ),
        ("name,mass\nx,1\n", None, "f:1:1: neither"),
        ("duration,emissions\n1,lots\n", Some(Kind::Emissions), "f:2:3: "),
        ("hardware,hours\nT4,soon\n", Some(Kind::Usage), "f:2:4: "),
        (
            "{\"hours\": 1}",
            Some(Kind::Usage),
            "f:1:1: there is no “hardware”",
        ),
        (
            "---\na: b\n---\n",
            Some(Kind::ModelCard),
            "f:1:1: the front matter has no co2_eq_emissions",
        ),
    ] {
        let error = read("f", text).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{text:?}: {error}");
        assert_eq!(error.kind, kind, "{text:?}");
    }
}

#[test]
fn a_hundred_thousand_rows_by_project() {
    let mut text = HEADER.to_owned();
    for number in 0..100_000 {
        let project = number % 7;
        writeln!(
            text,
            "p{project},r{number},60,0.001,0.0001,0.001,0.0001,0.0012,DEU,,,,1,1 x Tesla T4,1"
        )
        .unwrap();
    }
    let read = read("emissions.csv", &text).unwrap();
    assert_eq!((read.value.len(), read.warnings.len()), (7, 0));
    let runs: usize = read.value.iter().map(|logged| logged.runs).sum();
    let kwh: f64 = read.value.iter().filter_map(|logged| logged.energy_kwh).sum();
    assert_eq!(runs, 100_000);
    assert!((kwh - 120.0).abs() < 1e-6);
    assert!(
        read.value
            .iter()
            .all(|logged| logged.scenario.is_some() && logged.notes.is_empty())
    );
}

proptest! {
    #[test]
    fn any_figures_make_a_scenario_in_bounds(
        cpu in 0.0..1e9_f64,
        gpu in 0.0..1e9_f64,
        seconds in 0.0..1e12_f64,
        pue in 0.0..9.0_f64,
        device in "[ -~&&[^,\"\r\n]]{0,30}",
    ) {
        let sum = cpu + gpu;
        let text = format!("{HEADER}x,1,{seconds},1,{cpu},{gpu},0,{sum},DEU,,,,3,{device},{pue}\n");
        let logged = one("e.csv", &text);
        if let Some(scenario) = logged.scenario {
            prop_assert!(Indicator::ALL.into_iter().all(|indicator| ours(&scenario, indicator).is_finite()));
        }
    }
}
