//! Figures: golden files byte for byte, and properties that hold for any data at any width.

mod samples;

use std::fs;
use std::path::Path;

use genai_footprint::app::text::Lang;
use genai_footprint::chart::figure::cumulative::{Cumulative, TimePoint, TimeSeries};
use genai_footprint::chart::figure::distribution::Sample;
use genai_footprint::chart::figure::stages::{Breakdown, Stages};
use genai_footprint::chart::figure::tornado::{Swing, Tornado};
use genai_footprint::chart::figure::waterfall::Waterfall;
use genai_footprint::chart::figure::{
    Entry, comparison, cumulative, distribution, heatmap, leaderboard, regions, stages, tornado, waterfall,
};
use genai_footprint::chart::palette::{Role, Shade};
use genai_footprint::chart::svg::{self, Framing};
use genai_footprint::chart::{Figure, Interval, Named, Node, View};
use proptest::prelude::*;

const WIDTHS: [i32; 11] = [240, 280, 320, 375, 479, 480, 600, 768, 960, 1280, 1600];

/// Checks the properties that every figure has; the error describes the violation.
fn check(figure: &Figure) -> Result<(), String> {
    let scene = &figure.scene;
    let mut texts = Vec::new();
    let mut groups = 0;
    let mut pending: Vec<&Node> = scene.nodes.iter().rev().collect();
    while let Some(node) = pending.pop() {
        pending.extend(node.children().iter().rev());
        let corners = match node {
            Node::Rect { x, y, w, h, .. } => vec![(*x, *y), (x + w, y + h)],
            Node::Path { points, .. } => points.clone(),
            Node::Circle { x, y, .. } => vec![(*x, *y)],
            Node::Text { .. } => node
                .text_box()
                .map_or(vec![], |b| vec![(b[0], b[1]), (b[2], b[3])]),
            Node::Group { mark, .. } => {
                if *mark != groups {
                    return Err(format!("group {groups} points at mark {mark}"));
                }
                groups += 1;
                vec![]
            }
        };
        for (x, y) in corners {
            if x < 0 || y < 0 || x > scene.width || y > scene.height {
                return Err(format!(
                    "({x}, {y}) outside {}x{}: {node:?}",
                    scene.width, scene.height
                ));
            }
        }
        if let Some(bounds) = node.text_box() {
            if node.content().is_none_or(str::is_empty) {
                return Err("an empty text".to_owned());
            }
            texts.push((bounds, node.content().unwrap_or_default()));
        }
    }
    for (index, (a, first)) in texts.iter().enumerate() {
        for (b, second) in &texts[index + 1..] {
            if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                return Err(format!("{first:?} {a:?} over {second:?} {b:?}"));
            }
        }
    }
    if groups != figure.marks.len() {
        return Err(format!("{groups} groups for {} marks", figure.marks.len()));
    }
    if figure
        .table
        .rows
        .iter()
        .any(|row| row.len() != figure.table.columns.len())
    {
        return Err("a row of the table is not as long as its head".to_owned());
    }
    if figure
        .table
        .rows
        .iter()
        .flatten()
        .any(|cell| cell.number.is_some_and(|number| !number.is_finite()))
    {
        return Err("a number of the table is not finite".to_owned());
    }
    let document = svg::document(
        figure,
        &Framing {
            title: "Title",
            notes: &[],
            source: "Source",
            link: "",
        },
    );
    if document.contains("NaN") {
        return Err("NaN in the document".to_owned());
    }
    if figure.caption.is_empty() || figure.description.is_empty() {
        return Err("no caption or description".to_owned());
    }
    Ok(())
}

fn check_widths(draw: impl Fn(&View) -> Figure) -> Result<(), TestCaseError> {
    for width in [240, 320, 480, 600, 960] {
        let figure = samples::with_view(width, Lang::EN.chart_words(), &draw);
        check(&figure).map_err(|error| TestCaseError::fail(format!("at {width}: {error}")))?;
    }
    Ok(())
}

#[test]
fn samples_are_valid_at_every_width_and_in_every_language() {
    for (title, draw) in samples::all() {
        for width in WIDTHS {
            for words in Lang::all().map(Lang::chart_words) {
                let figure = samples::with_view(width, words, draw);
                if let Err(error) = check(&figure) {
                    panic!("{title} at {width}: {error}");
                }
            }
        }
    }
}

/// One file per figure, at one width. `UPDATE_GOLDEN=1 cargo test` rewrites them.
#[test]
fn golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figures");
    for &(title, draw) in samples::FIGURES {
        let figure = samples::with_view(600, Lang::EN.chart_words(), draw);
        let framing = Framing {
            title,
            notes: &["Frankfurt: 64 accelerators".to_owned()],
            source: "GenAI Footprint, sample data",
            link: "https://example.org/tool/#v=1",
        };
        let text = svg::document(&figure, &framing);
        let path = folder.join(samples::file_name(title));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &text).expect("the folder of golden files is writable");
        }
        let wanted = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text == wanted, "{} differs from its golden file", path.display());
    }
}

#[test]
fn bars_start_at_zero_and_intervals_are_drawn() {
    let figure = samples::with_view(960, Lang::EN.chart_words(), |view| {
        comparison::draw(&samples::SCENARIOS, view)
    });
    let mut lefts = Vec::new();
    for group in figure
        .scene
        .nodes
        .iter()
        .filter(|node| matches!(node, Node::Group { .. }))
    {
        let nodes_of = |role: Role| {
            group
                .children()
                .iter()
                .filter(move |node| node.style().is_some_and(|style| style.role == role))
        };
        assert_eq!(nodes_of(Role::Whisker).count(), 1);
        lefts.extend(nodes_of(Role::Bar).map(|bar| if let Node::Rect { x, .. } = bar { *x } else { -1 }));
    }
    assert_eq!(lefts.len(), 4);
    assert!(lefts.iter().all(|left| *left == lefts[0]), "{lefts:?}");
}

#[test]
fn a_logarithmic_axis_is_labelled_as_such() {
    let figure = samples::with_view(600, Lang::EN.chart_words(), |view| {
        leaderboard::draw(&samples::BOARD, view)
    });
    let texts: Vec<&str> = figure.scene.nodes.iter().filter_map(Node::content).collect();
    assert!(texts.iter().any(|text| text.contains("Logarithmic")), "{texts:?}");
}

#[test]
fn shortened_texts_have_the_full_text_as_title() {
    let name = "x".repeat(300);
    let values = [
        Named {
            name: &name,
            value: Interval::exact(1.0),
        },
        Named {
            name: "b",
            value: Interval::exact(2.0),
        },
    ];
    let figure = samples::with_view(320, Lang::EN.chart_words(), |view| {
        comparison::draw(&values, view)
    });
    let texts = figure
        .scene
        .nodes
        .iter()
        .flat_map(Node::children)
        .filter(|node| node.content().is_some());
    let cut: Vec<_> = texts.filter_map(Node::title).collect();
    assert_eq!(cut, [name.as_str()]);
}

#[test]
fn markup_in_names_is_escaped() {
    let values = [Named {
        name: "<script>\"&",
        value: Interval::exact(1.0),
    }];
    let figure = samples::with_view(600, Lang::EN.chart_words(), |view| {
        comparison::draw(&values, view)
    });
    let text = svg::document(
        &figure,
        &Framing {
            title: "<b>",
            notes: &["<i>".to_owned()],
            source: "&",
            link: "https://example.org/?a=1&b=<u>",
        },
    );
    assert!(!text.contains("<script>") && !text.contains("<b>"), "{text}");
    assert!(!text.contains("<i>") && !text.contains("<u>"), "{text}");
}

/// The page's style sheet and the export agree on the light theme, and every class has a rule or a variable.
#[test]
fn style_sheet_matches_the_export() {
    let css = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/chart.css"))
        .expect("assets/chart.css is there");
    let shades = [
        Shade::Plain,
        Shade::Muted,
        Shade::Up,
        Shade::Down,
        Shade::Total,
        Shade::Missing,
    ];
    for shade in (0..4)
        .map(Shade::series)
        .chain(shades)
        .chain((0..7).map(Shade::heat))
    {
        let selector = if shade == Shade::Plain {
            "*".to_owned()
        } else {
            format!(".{}", shade.class())
        };
        let rule = format!("\n.chart {selector} {{ --shade: var(");
        let (_, variable) = css.split_once(&rule).expect(&rule);
        let (variable, _) = variable.split_once(')').expect(&rule);
        let line = format!("\n  {variable}: light-dark({}, ", shade.light());
        assert!(css.contains(&line), "no {line}");
    }
    for (title, draw) in samples::all() {
        let figure = samples::with_view(600, Lang::EN.chart_words(), draw);
        let all = figure
            .scene
            .nodes
            .iter()
            .chain(figure.scene.nodes.iter().flat_map(Node::children));
        for class in all.map(Node::class) {
            for name in class.split(' ') {
                assert!(
                    css.contains(&format!(".{name} "))
                        || css.contains(&format!(".{name},"))
                        || css.contains(&format!(".{name}.")),
                    "{title}: no rule for .{name}"
                );
            }
        }
    }
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-6.0..12.0f64).prop_map(|exponent| genai_footprint::math::pow(10.0, exponent)),
        2 => -1e4..1e4f64,
        1 => prop_oneof![
            Just(0.0), Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY),
            Just(f64::MAX), Just(f64::MIN_POSITIVE), Just(5e-324), Just(-1e300), Just(1e300),
        ],
    ]
}

fn interval() -> impl Strategy<Value = Interval> {
    prop_oneof![
        (value(), value(), value()).prop_map(|(low, central, high)| Interval { low, central, high }),
        value().prop_map(Interval::exact),
        (value(), 0.0..1.0f64, 1.0..3.0f64).prop_map(|(v, down, up)| Interval {
            low: v * down,
            central: v,
            high: v * up
        }),
    ]
}

fn name() -> impl Strategy<Value = String> {
    // The check looks for NaN in the whole document, so names must not contain it.
    prop_oneof![3 => "[A-Za-z0-9,.()-]{1,14}( [A-Za-z0-9-]{1,12}){0,5}", 1 => "\\PC{0,60}", 1 => "W{60}"]
        .prop_map(|name| name.replace("NaN", "Nan"))
}

fn list<T: std::fmt::Debug>(
    one: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = Vec<(String, T)>> {
    prop::collection::vec((name(), one), 0..=most)
}

fn named(list: &[(String, Interval)]) -> Vec<Named<'_>> {
    list.iter()
        .map(|(name, value)| Named { name, value: *value })
        .collect()
}

#[test]
fn tick_labels_of_adjacent_panels_do_not_overlap() {
    // Found by the property tests below: the last label of a panel overlapped the first of the next one.
    let wide = Interval {
        low: 10_125_762_125.693_401,
        central: 0.0,
        high: 1.0,
    };
    let scenarios = [("0", wide), (",", Interval::exact(1.0))].map(|(name, total)| Breakdown {
        name,
        values: &[],
        total,
    });
    let data = Stages {
        stages: &[],
        scenarios: &scenarios,
    };
    check_widths(|view| stages::draw(&data, view)).expect("apart");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_comparison(data in list(interval(), 4)) {
        check_widths(|view| comparison::draw(&named(&data), view))?;
    }

    #[test]
    fn any_stages(
        names in prop::collection::vec(name(), 0..6),
        data in list((prop::collection::vec(value(), 0..7), interval()), 4),
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let scenarios: Vec<Breakdown> = data
            .iter()
            .map(|(name, (values, total))| Breakdown { name, values, total: *total })
            .collect();
        check_widths(|view| stages::draw(&Stages { stages: &names, scenarios: &scenarios }, view))?;
    }

    #[test]
    fn any_ranking(data in list((interval(), name(), prop::option::of(0..4usize)), 40)) {
        let entries: Vec<Entry> = data
            .iter()
            .map(|(name, (value, detail, scenario))| Entry {
                named: Named { name, value: *value },
                detail,
                scenario: *scenario,
            })
            .collect();
        check_widths(|view| regions::draw(&entries, view))?;
        check_widths(|view| leaderboard::draw(&entries, view))?;
    }

    #[test]
    fn any_tornado(central in interval(), data in list((value(), value(), name(), name()), 12)) {
        let swings: Vec<Swing> = data
            .iter()
            .map(|(name, (at_low, at_high, low_input, high_input))| Swing {
                name, low_input, high_input, at_low: *at_low, at_high: *at_high,
            })
            .collect();
        check_widths(|view| tornado::draw(&Tornado { central, swings: &swings, scenario: 1 }, view))?;
    }

    #[test]
    fn any_waterfall(start in interval(), end in interval(), data in list(interval(), 9)) {
        let steps = named(&data);
        let data = Waterfall {
            start: Named { name: "Start", value: start },
            steps: &steps,
            end: Named { name: "The end of it all, at last", value: end },
        };
        check_widths(|view| waterfall::mitigation(&data, view))?;
        check_widths(|view| waterfall::bridge(&data, view))?;
    }

    #[test]
    fn any_distribution(data in list((interval(), prop::collection::vec(value(), 0..60)), 4)) {
        let samples: Vec<Sample> = data
            .iter()
            .map(|(name, (value, draws))| Sample { named: Named { name, value: *value }, draws })
            .collect();
        check_widths(|view| distribution::draw(&samples, view))?;
    }

    #[test]
    fn any_cumulative_series(
        data in list((prop::collection::vec((value(), interval(), interval()), 0..9), prop::option::of(interval())), 4)
    ) {
        let points: Vec<Vec<TimePoint>> = data
            .iter()
            .map(|(_, (points, _))| {
                let point = |(time, training, inference): &(f64, Interval, Interval)| TimePoint {
                    time: *time, training: *training, inference: *inference,
                };
                points.iter().map(point).collect()
            })
            .collect();
        let series: Vec<TimeSeries> = data
            .iter()
            .zip(&points)
            .map(|((name, (_, crossover)), points)| TimeSeries { name, points, crossover: *crossover })
            .collect();
        let time = |days: f64| format!("day {}", samples::number(days));
        check_widths(|view| cumulative::draw(&Cumulative { series: &series, time: &time, bound: &time, tick: &time }, view))?;
    }

    #[test]
    fn any_heat_map(values in prop::collection::vec(value(), 288)) {
        let mut profile = [[0.0; 24]; 12];
        for (cell, value) in profile.iter_mut().flatten().zip(&values) {
            *cell = *value;
        }
        check_widths(|view| heatmap::draw(&profile, view))?;
    }
}
