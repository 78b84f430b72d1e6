//! Sample data for figures, invented but realistic. Shared by the golden tests and
//! the gallery in `examples/figures.rs`.

use genai_footprint::chart::figure::cumulative::{Cumulative, TimePoint, TimeSeries};
use genai_footprint::chart::figure::distribution::Sample;
use genai_footprint::chart::figure::heatmap::Profile;
use genai_footprint::chart::figure::stages::{Breakdown, Stages};
use genai_footprint::chart::figure::tornado::{Swing, Tornado};
use genai_footprint::chart::figure::waterfall::Waterfall;
use genai_footprint::chart::figure::{
    Entry, comparison, cumulative, distribution, heatmap, leaderboard, regions, stages, tornado, waterfall,
};
use genai_footprint::chart::{Figure, Interval, Named, View, Words};
use genai_footprint::math;

/// A figure of the gallery: its title and how to draw it.
pub(crate) type Sketch = (&'static str, fn(&View) -> Figure);

/// One sample of every kind of figure. Each has a golden file.
pub(crate) const FIGURES: &[Sketch] = &[
    ("Stages, one scenario", |view| stages::draw(&stage_data(1), view)),
    ("Comparison", |view| comparison::draw(&SCENARIOS, view)),
    ("Cumulative, four scenarios", |view| cumulative_figure(4, view)),
    ("Tornado", |view| tornado::draw(&TORNADO, view)),
    ("Distribution, four scenarios", |view| sample_figure(4, view)),
    ("Regions", |view| regions::draw(&region_data(), view)),
    ("Heat map", |view| heatmap::draw(&profile(), view)),
    ("Mitigation waterfall", |view| {
        waterfall::mitigation(&MEASURES, view)
    }),
    ("Leaderboard", |view| leaderboard::draw(&BOARD, view)),
    ("Methods bridge", |view| waterfall::bridge(&METHODS, view)),
];

/// Other amounts of data, and extreme values.
const VARIANTS: &[Sketch] = &[
    ("Stages, two scenarios", |view| stages::draw(&stage_data(2), view)),
    ("Stages, four scenarios", |view| {
        stages::draw(&stage_data(4), view)
    }),
    ("Comparison, one scenario", |view| {
        comparison::draw(&SCENARIOS[..1], view)
    }),
    ("Cumulative, one scenario", |view| cumulative_figure(1, view)),
    ("Distribution, one scenario", |view| sample_figure(1, view)),
    ("All zero", |view| comparison::draw(&ZEROS, view)),
    ("Huge span", |view| comparison::draw(&SPAN, view)),
    ("Nothing known", |view| comparison::draw(&UNKNOWN, view)),
];

/// All samples.
pub(crate) fn all() -> impl Iterator<Item = Sketch> {
    FIGURES.iter().chain(VARIANTS).copied()
}

/// Name of the file of a figure, by its title.
pub(crate) fn file_name(title: &str) -> String {
    title.to_lowercase().replace(", ", "-").replace(' ', "-") + ".svg"
}

/// Number formatting of the gallery: three significant digits, with thousands separators.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if size >= 1e15 || (size < 1e-4 && size > 0.0) {
        return format!("{value:.1e}");
    }
    let digits = match size {
        v if !(f64::MIN_POSITIVE..100.0).contains(&v) => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        v if v >= 0.1 => 3,
        _ => 6,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, c) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(c);
    }
    if rest.is_empty() {
        grouped
    } else {
        format!("{grouped}.{rest}")
    }
}

/// Draws at a width in a language, in tonnes.
pub(crate) fn with_view(width: i32, words: &Words, draw: impl Fn(&View) -> Figure) -> Figure {
    draw(&View {
        width,
        words,
        colours: &[],
        unit: "t CO2e",
        value: &|v| format!("{} t", number(v)),
        range: &|_, low, high| format!("{}–{} t", number(low), number(high)),
        beside: &|v, _| {
            let text = number(v);
            let short = text.trim_end_matches('0').trim_end_matches('.');
            format!("{} t", if text.contains('.') { short } else { &text })
        },
    })
}

const fn interval(low: f64, central: f64, high: f64) -> Interval {
    Interval { low, central, high }
}

const fn named(name: &str, low: f64, central: f64, high: f64) -> Named<'_> {
    Named {
        name,
        value: interval(low, central, high),
    }
}

pub(crate) const SCENARIOS: [Named<'static>; 4] = [
    named("70B chat service, Virginia", 1180.0, 1620.0, 2310.0),
    named("Same service in Quebec", 96.0, 142.0, 230.0),
    named("8B distilled model, Virginia", 190.0, 301.0, 455.0),
    named(
        "70B with 4-bit weights, speculative decoding and caching",
        520.0,
        760.0,
        1210.0,
    ),
];

const ZEROS: [Named<'static>; 2] = [named("First", 0.0, 0.0, 0.0), named("Second", 0.0, 0.0, 0.0)];

const SPAN: [Named<'static>; 4] = [
    named("One prompt", 5e-7, 1e-6, 3e-6),
    named("One user for a year", 0.01, 0.02, 0.04),
    named("All data centres of the world", 4e8, 6e8, 7e8),
    named(
        "A number nobody has ever measured, and nobody ever will in full",
        1e11,
        1e12,
        2e12,
    ),
];

const UNKNOWN: [Named<'static>; 2] = [
    named("Not a number", f64::NAN, f64::NAN, f64::NAN),
    named("Without end", 0.0, f64::INFINITY, f64::INFINITY),
];

pub(crate) fn stage_data(count: usize) -> Stages<'static> {
    const NAMES: [&str; 5] = [
        "Manufacturing",
        "Training",
        "Data-centre operations",
        "Inference",
        "End of life",
    ];
    const BREAKDOWNS: [Breakdown<'static>; 4] = [
        Breakdown {
            name: SCENARIOS[0].name,
            values: &[88.0, 310.0, 190.0, 1030.0, 2.1],
            total: SCENARIOS[0].value,
        },
        Breakdown {
            name: SCENARIOS[1].name,
            values: &[88.0, 21.0, 4.2, 27.0, 2.1],
            total: SCENARIOS[1].value,
        },
        Breakdown {
            name: SCENARIOS[2].name,
            values: &[31.0, 120.0, 29.0, 120.0, 0.7],
            total: SCENARIOS[2].value,
        },
        Breakdown {
            name: SCENARIOS[3].name,
            values: &[60.0, 310.0, 90.0, 298.0, 1.6],
            total: SCENARIOS[3].value,
        },
    ];
    Stages {
        stages: &NAMES,
        scenarios: &BREAKDOWNS[..count],
    }
}

fn cumulative_figure(count: usize, view: &View) -> Figure {
    const DAILY: [(f64, f64); 4] = [(310.0, 2.8), (21.0, 0.07), (120.0, 0.9), (310.0, 0.5)];
    let points: Vec<Vec<TimePoint>> = DAILY
        .iter()
        .map(|(training, daily)| {
            let at = |month: u32| {
                let days = f64::from(month) * 30.4;
                let served = daily * days * (1.0 + days / 700.0);
                TimePoint {
                    time: days,
                    training: interval(training * 0.8, *training, training * 1.25),
                    inference: interval(served * 0.7, served, served * 1.4),
                }
            };
            (0..=24).map(at).collect()
        })
        .collect();
    let crossovers = [
        Some(interval(71.0, 97.0, 140.0)),
        Some(interval(160.0, 222.0, 310.0)),
        Some(interval(88.0, 113.0, 170.0)),
        None,
    ];
    let series: Vec<TimeSeries> = (0..count)
        .map(|index| TimeSeries {
            name: SCENARIOS[index].name,
            points: &points[index],
            crossover: crossovers[index],
        })
        .collect();
    cumulative::draw(
        &Cumulative {
            series: &series,
            time: &|days| format!("{days:.0} days"),
            bound: &|days| format!("{days:.0} days"),
            tick: &|days| format!("{days:.0} days"),
        },
        view,
    )
}

const TORNADO: Tornado<'static> = Tornado {
    central: SCENARIOS[0].value,
    swings: &SWINGS,
    scenario: 0,
};

const SWINGS: [Swing<'static>; 7] = [
    Swing {
        name: "Wh per query",
        low_input: "0.2",
        high_input: "3.4",
        at_low: 610.0,
        at_high: 4020.0,
    },
    Swing {
        name: "Grid intensity",
        low_input: "210 g",
        high_input: "480 g",
        at_low: 980.0,
        at_high: 2140.0,
    },
    Swing {
        name: "PUE",
        low_input: "1.08",
        high_input: "1.58",
        at_low: 1510.0,
        at_high: 2090.0,
    },
    Swing {
        name: "Utilisation of the accelerators",
        low_input: "20%",
        high_input: "70%",
        at_low: 2050.0,
        at_high: 1490.0,
    },
    Swing {
        name: "Lifetime",
        low_input: "3 years",
        high_input: "6 years",
        at_low: 1660.0,
        at_high: 1590.0,
    },
    Swing {
        name: "Embodied carbon of one accelerator with its share of the host",
        low_input: "124 kg",
        high_input: "320 kg",
        at_low: 1600.0,
        at_high: 1672.0,
    },
    Swing {
        name: "E-waste share",
        low_input: "10%",
        high_input: "40%",
        at_low: 1620.0,
        at_high: 1620.6,
    },
];

fn sample_figure(count: usize, view: &View) -> Figure {
    let draws: Vec<Vec<f64>> = SCENARIOS[..count]
        .iter()
        .map(|one| {
            let spread = math::ln(one.value.high / one.value.low) / 3.29;
            (0..4000)
                .map(|i| one.value.central * math::exp(spread * normal((f64::from(i) + 0.5) / 4000.0)))
                .collect()
        })
        .collect();
    let samples: Vec<Sample> = SCENARIOS
        .iter()
        .zip(&draws)
        .map(|(named, draws)| Sample { named: *named, draws })
        .collect();
    distribution::draw(&samples, view)
}

/// Approximate quantile of the normal distribution, good enough to draw a bell curve.
fn normal(p: f64) -> f64 {
    4.91 * (math::pow(p, 0.14) - math::pow(1.0 - p, 0.14))
}

fn region_data() -> Vec<Entry<'static>> {
    const REGIONS: [(&str, f64); 36] = [
        ("Iceland", 28.0),
        ("Quebec", 31.0),
        ("Norway", 33.0),
        ("Sweden", 36.0),
        ("France", 53.0),
        ("Switzerland", 58.0),
        ("Ontario", 71.0),
        ("Brazil", 103.0),
        ("Finland", 79.0),
        ("New Zealand", 112.0),
        ("Denmark", 142.0),
        ("Austria", 128.0),
        ("Spain", 151.0),
        ("Portugal", 139.0),
        ("Belgium", 158.0),
        ("United Kingdom", 217.0),
        ("Oregon, United States (Northwest Power Pool)", 265.0),
        ("California", 238.0),
        ("Ireland", 291.0),
        ("Netherlands", 253.0),
        ("Italy", 287.0),
        ("Virginia, United States", 372.0),
        ("Germany", 344.0),
        ("Texas", 396.0),
        ("United States", 384.0),
        ("Chile", 261.0),
        ("Japan", 482.0),
        ("South Korea", 431.0),
        ("Singapore", 498.0),
        ("Taiwan", 636.0),
        ("Australia", 552.0),
        ("China", 560.0),
        ("Poland", 614.0),
        ("Indonesia", 682.0),
        ("India", 708.0),
        ("South Africa", 707.0),
    ];
    let entry = |(name, value): &(&'static str, f64)| Entry {
        named: named(name, value * 0.9, *value, value * 1.12),
        detail: "",
        scenario: match *name {
            "Virginia, United States" => Some(0),
            "Quebec" => Some(1),
            _ => None,
        },
    };
    REGIONS.iter().map(entry).collect()
}

fn profile() -> Profile {
    let mut profile = [[0.0; 24]; 12];
    for (month, hours) in profile.iter_mut().enumerate() {
        for (hour, value) in hours.iter_mut().enumerate() {
            let (month, hour) = (month as f64, hour as f64);
            let sun = (1.0 - (hour - 12.5).abs() / (4.0 + 2.5 * (1.0 - (month - 5.5).abs() / 6.0))).max(0.0);
            let evening = (1.0 - (hour - 19.0).abs() / 4.0).max(0.0);
            *value = 330.0 - 190.0 * sun + 70.0 * evening + 9.0 * (month - 5.5).abs();
        }
    }
    profile[1][3] = f64::NAN;
    profile
}

const MEASURES: Waterfall<'static> = Waterfall {
    start: named("As it is", 1180.0, 1620.0, 2310.0),
    steps: &[
        named("4-bit weights", -610.0, -480.0, -290.0),
        named("Larger batches", -330.0, -240.0, -120.0),
        named("Prompt caching", -150.0, -85.0, -20.0),
        named("Second region for latency", 12.0, 40.0, 77.0),
        named(
            "Train in Quebec instead of Virginia, with the checkpoints moved once",
            -310.0,
            -285.0,
            -260.0,
        ),
    ],
    end: named("With all measures", 340.0, 570.0, 930.0),
};

const METHODS: Waterfall<'static> = Waterfall {
    start: named("Power × hours × intensity", 24.0, 24.0, 24.0),
    steps: &[
        named("Host and idle power", 6.1, 6.1, 6.1),
        named("PUE 1.12 instead of 1", 3.6, 3.6, 3.6),
        named("Grid of 2024 instead of 2020", -5.2, -5.2, -5.2),
        named("Manufacturing", 2.9, 2.9, 2.9),
    ],
    end: named("This calculator", 22.0, 31.4, 45.0),
};

const fn published(name: &'static str, value: f64, detail: &'static str) -> Entry<'static> {
    Entry {
        named: named(name, value, value, value),
        detail,
        scenario: None,
    }
}

pub(crate) const BOARD: [Entry<'static>; 10] = [
    published("GPT-3", 552.0, "estimate by others"),
    published("BLOOM", 24.7, "dynamic power only"),
    published("Llama 3.1 405B", 8930.0, "location-based"),
    published("OLMo 2 7B", 52.0, "with PUE"),
    published("Stable Diffusion 2", 15.0, "power × hours"),
    published("Gopher", 380.0, "with PUE"),
    published("T5", 46.7, "with PUE"),
    published("BERT base", 0.652, "estimate by others"),
    Entry {
        named: SCENARIOS[0],
        detail: "",
        scenario: Some(0),
    },
    Entry {
        named: SCENARIOS[1],
        detail: "",
        scenario: Some(1),
    },
];
