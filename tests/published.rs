//! Published figures that follow from inputs their authors print, through our own inputs: scenario, resolved,
//! evaluated. `tests/data/published_cases.csv` holds one figure a row, or the reason why it cannot be said.
//!
//! What a row does not set must not matter: every other parameter is moved to both ends of its range, and the
//! figure must stay. So it is the published inputs that reproduce it, not a default of ours.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use genai_footprint::data::Catalog;
use genai_footprint::model::{Indicator, Leaf, evaluate};
use genai_footprint::scenario::{Choice, Inputs, Param, Scenario, resolve};
use tables::{Errors, Row, Table};

/// Most a figure may differ where the printed digits do not allow more.
const TOLERANCE: f64 = 0.02;

/// Nothing counted beside the accelerators: what a publication counts, its row adds.
const BARE: &str = "pue=1; host_share=0; wue=0; accelerator_embodied=0; host_embodied=0; serving_embodied=0; \
    network_storage_embodied=0; disposal_factor=0; development_multiplier=1; data_preparation=0; \
    fine_tuning_hours=0; fine_tuning_power_fraction=1; network_storage_energy=0; contract_share=0";

const TRAINING: &str = "training_timing=1; inference_route=none; training_power_fraction=1";

/// One query on one day.
const SERVING: &str = "training_route=none; queries_per_day=1; horizon=1/365; idle_share=0; query_growth=0; \
    efficiency_gain=0; decarbonisation=0; calls_per_task=1; reasoning_tokens=0";

/// What a row starts from: its first word.
fn base(name: &str) -> Vec<String> {
    let own: &[&str] = match name {
        "hours" => &["training_route=hours", TRAINING],
        "compute" => &["training_route=compute; flops_per_param_token=6", TRAINING],
        "metered" => &["training_route=metered", TRAINING],
        "query" => &["inference_route=per_query", SERVING],
        "joules" => &["inference_route=metered", SERVING],
        _ => panic!("{name} is no base"),
    };
    own.iter()
        .chain(&[BARE])
        .flat_map(|text| text.split("; "))
        .map(str::to_owned)
        .collect()
}

/// A product of numbers: `a*b/c`, from left to right.
fn product(text: &str) -> f64 {
    let mut result = 1.0;
    let mut rest = text;
    let mut divide = false;
    loop {
        let end = rest.find(['*', '/']).unwrap_or(rest.len());
        let number: f64 = rest[..end]
            .trim()
            .parse()
            .unwrap_or_else(|_| panic!("{text}: {:?} is no number", &rest[..end]));
        result = if divide { result / number } else { result * number };
        let Some(sign) = rest.get(end..=end) else {
            return result;
        };
        divide = sign == "/";
        rest = &rest[end + 1..];
    }
}

/// One scenario of a row, with the parameters that the row or its base sets.
struct Case {
    inputs: Inputs,
    set: Vec<Param>,
}

fn case(id: &str, settings: &str) -> Case {
    let mut parts = settings.split("; ").map(str::to_owned);
    let start = base(&parts.next().unwrap_or_default());
    let own: Vec<String> = parts.collect();
    let mut scenario = Scenario::new(id);
    let mut set = Vec::new();
    for (is_own, setting) in start
        .iter()
        .map(|s| (false, s))
        .chain(own.iter().map(|s| (true, s)))
    {
        let (name, value) = setting.split_once('=').expect("name=value");
        if let Some(choice) = Choice::ALL.into_iter().find(|c| c.spec().id == name) {
            scenario.choose(choice, value);
            continue;
        }
        let param = Param::ALL
            .into_iter()
            .find(|p| p.spec().id == name)
            .unwrap_or_else(|| panic!("{id}: {name} is no parameter"));
        let asked = product(value);
        let stored = scenario.set(param, asked).expect("a number").value;
        assert!(
            (stored - asked).abs() <= 1e-12 * asked.abs(),
            "{id}: {setting} is out of range, {stored} is used"
        );
        assert!(
            !is_own || scenario.applies(param),
            "{id}: {name} has no effect on this route"
        );
        set.push(param);
    }
    let inputs = resolve(&scenario, Catalog::built_in());
    assert_eq!(inputs.warnings, [], "{id}");
    Case { inputs, set }
}

/// `water_l` is both waters; `indicator:leaf` one leaf; else the total of an indicator.
fn quantity(inputs: &Inputs, name: &str) -> f64 {
    let leaves = evaluate(&inputs.values, &inputs.choices);
    let indicator = |id: &str| {
        Indicator::ALL
            .into_iter()
            .find(|i| i.id() == id)
            .unwrap_or_else(|| panic!("{id} is no indicator"))
    };
    if name == "water_l" {
        return leaves.total(Indicator::WaterOnSite) + leaves.total(Indicator::WaterOffSite);
    }
    match name.split_once(':') {
        None => leaves.total(indicator(name)),
        Some((of, id)) => {
            let leaf = Leaf::ALL.iter().find(|l| l.id() == id).expect("a leaf");
            leaves.get(*leaf, indicator(of))
        }
    }
}

/// The quantity of a scenario; an error names a parameter that is not set and yet moves it.
fn settled(case: Case, name: &str) -> Result<f64, String> {
    let Case { mut inputs, set } = case;
    let found = quantity(&inputs, name);
    for param in Param::ALL.into_iter().filter(|p| !set.contains(p)) {
        let kept = inputs.values[param];
        for end in [param.spec().min, param.spec().max] {
            inputs.values[param] = end;
            let moved = quantity(&inputs, name);
            if (moved - found).abs() > 1e-9 * found.abs() {
                let id = param.spec().id;
                return Err(format!(
                    "{id} is not set, yet at {end} gives {moved} instead of {found}"
                ));
            }
        }
        inputs.values[param] = kept;
    }
    Ok(found)
}

/// The quantity of a scenario, or the sum over several.
fn figure(id: &str, settings: &str, name: &str) -> f64 {
    settings
        .split(" + ")
        .map(|one| settled(case(id, one), name).unwrap_or_else(|fault| panic!("{id}: {fault}")))
        .sum()
}

fn ours(row: &Row) -> f64 {
    let id = row.text("id");
    let first = figure(id, row.text("settings"), row.text("quantity"));
    let second = || figure(id, row.text("against"), row.text("against_quantity"));
    let value = match row.text("compare") {
        "" => first,
        "ratio" => first / second(),
        "change" => first / second() - 1.0,
        "saving" => 1.0 - first / second(),
        other => panic!("{id}: {other} compares nothing"),
    };
    match row.text("times") {
        "" => value,
        factor => value * product(factor),
    }
}

/// Half a unit of the last digit printed.
fn rounding(printed: &str) -> f64 {
    let decimals = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
    (0..decimals).fold(0.5, |half, _| half / 10.0)
}

fn table() -> Table {
    let mut errors = Errors::default();
    let text = include_str!("data/published_cases.csv");
    let table = Table::parse("tests/data/published_cases.csv", text, &mut errors);
    assert!(errors.is_empty(), "{errors:?}");
    table
}

/// Rows of the table by how they fare.
#[derive(Debug, Default, PartialEq)]
struct Count {
    rows: usize,
    reproduced: usize,
    to_the_digit: usize,
    differing: usize,
    unsaid: usize,
}

fn count() -> Count {
    let mut count = Count::default();
    let mut faults = Vec::new();
    for row in table().rows() {
        count.rows += 1;
        let (id, printed, reason) = (row.text("id"), row.text("expected"), row.text("reason"));
        assert!(!row.text("citation").is_empty(), "{id}: no citation");
        if row.text("settings").is_empty() {
            assert!(!reason.is_empty(), "{id}: neither settings nor a reason");
            count.unsaid += 1;
            continue;
        }
        let expected: f64 = printed.parse().expect("a number");
        let found = ours(&row);
        let off = (found - expected).abs();
        // A last digit of its own: 0.285 stands as 0.28 or 0.29.
        let digit = off <= rounding(printed) * (1.0 + 1e-9);
        let fits = digit || off <= TOLERANCE * expected.abs();
        match (fits, reason.is_empty()) {
            (true, true) => {
                count.reproduced += 1;
                count.to_the_digit += usize::from(digit);
            }
            (false, false) => count.differing += 1,
            (true, false) => faults.push(format!("{id}: {found} fits {printed}; the reason is void")),
            (false, true) => faults.push(format!(
                "{id}: {found} instead of {printed} {} ({:+.2} %)",
                row.text("unit"),
                (found / expected - 1.0) * 100.0
            )),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    count
}

#[test]
fn published_figures_come_out_of_their_published_inputs() {
    let count = count();
    println!("{count:?}");
    let sentence = format!(
        "Of {} published figures {} come out, {} of them to the last digit printed and the others within 2 %; {} that differs and {} that no input says do not",
        count.rows, count.reproduced, count.to_the_digit, count.differing, count.unsaid
    );
    let method: String = include_str!("../docs/method.md")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(method.contains(&sentence), "docs/method.md must say: {sentence}");
}

#[test]
fn no_published_figure_is_skipped() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/validation/published_figures.csv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: shared/ is absent");
        return;
    };
    let mut errors = Errors::default();
    let all = Table::parse("published_figures.csv", &text, &mut errors);
    assert!(errors.is_empty(), "{errors:?}");
    let theirs: BTreeSet<(&str, &str)> = all
        .rows()
        .filter(|row| row.text("check_class") == "arithmetic")
        .map(|row| (row.text("id"), row.text("output_value")))
        .collect();
    let table = table();
    let here: BTreeSet<(&str, &str)> = table
        .rows()
        .map(|row| (row.text("id"), row.text("expected")))
        .collect();
    assert!(!theirs.is_empty());
    assert_eq!(here, theirs);
}

#[test]
fn products_and_roundings() {
    for (text, value) in [
        ("2", 2.0),
        ("3*4/6", 2.0),
        ("0.4*1000", 400.0),
        ("60/8", 7.5),
        ("1/2/2", 0.25),
    ] {
        assert!((product(text) - value).abs() < 1e-15, "{text}");
    }
    for (text, half) in [("27", 0.5), ("0.24", 0.005), ("-0.114", 0.0005)] {
        assert!((rounding(text) - half).abs() < 1e-15, "{text}");
    }
}

#[test]
fn an_unset_input_that_affects_the_result_is_reported() {
    let settings = "hours; accelerators=1; training_hours=1; tdp=400";
    let mut bare = case("x", settings);
    let found = settled(case("x", settings), "energy_kwh").expect("all is set");
    assert!((found - 0.4).abs() < 1e-12);
    // Without its base the default of 57 % for hosts would slip in.
    bare.set.retain(|param| *param != Param::HostShare);
    let fault = settled(bare, "energy_kwh").expect_err("hosts matter");
    assert!(fault.starts_with("host_share is not set"), "{fault}");
}
