//! Writes every figure at phone, tablet and desktop width into one HTML page, light and dark, for looking at.
//!
//! `cargo run --no-default-features --features charts --example figures -- FOLDER`

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use genai_footprint::chart::figure::stages::{Breakdown, Stages};
use genai_footprint::chart::figure::{comparison, stages};
use genai_footprint::chart::svg::{self, Framing};
use genai_footprint::chart::words::ENGLISH;
use genai_footprint::chart::{Figure, Interval, Named, Node, View};

const WIDTHS: [i32; 3] = [960, 600, 320];

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/figures".to_owned()));
    fs::create_dir_all(&folder)?;
    let style = fs::read_to_string("assets/chart.css")?;
    for theme in ["light", "dark"] {
        let mut page = format!(
            "<!doctype html><html lang=en data-theme={theme}><meta charset=utf-8><title>Figures</title><style>{style}
            body{{margin:24px;background:var(--chart-surface);color:var(--chart-plain);font:14px/1.5 'Liberation Sans',sans-serif}}
            .row{{display:flex;gap:40px;align-items:flex-start;margin-bottom:56px}}figure{{margin:0}}
            h2{{font-size:18px;margin:0 0 8px}}figcaption{{margin-bottom:12px}}</style>"
        );
        for (title, draw) in figures() {
            let _ = write!(page, "<h2>{title}</h2><div class=row>");
            for width in WIDTHS {
                let figure = with_view(width, |view| draw(view));
                let _ = write!(
                    page,
                    "<figure style='width:{width}px;flex:none'><figcaption>{}</figcaption>",
                    figure.caption
                );
                inline(&mut page, &figure);
                page.push_str("</figure>");
                if width == 600 {
                    let framing = Framing {
                        title,
                        source: "GenAI Footprint, data 2026.11",
                    };
                    let file = title.to_lowercase().replace(' ', "-") + ".svg";
                    fs::write(folder.join(file), svg::document(&figure, &framing))?;
                }
            }
            page.push_str("</div>");
        }
        fs::write(folder.join(format!("{theme}.html")), page)?;
    }
    println!("{}", folder.display());
    Ok(())
}

type Draw = Box<dyn Fn(&View) -> Figure>;

fn number(value: f64) -> String {
    let digits = match value.abs() {
        v if v == 0.0 || v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
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

fn with_view(width: i32, draw: impl Fn(&View) -> Figure) -> Figure {
    draw(&View {
        width,
        words: &ENGLISH,
        unit: "t CO2e",
        value: &|v| format!("{} t", number(v)),
        range: &|low, high| format!("{}–{} t", number(low), number(high)),
        tick: &|v| {
            let text = number(v);
            let text = if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.')
            } else {
                &text
            };
            format!("{text} t")
        },
    })
}

fn figures() -> Vec<(&'static str, Draw)> {
    vec![
        (
            "Stages, one scenario",
            Box::new(|view: &View| stages::draw(&stage_data(1), view)),
        ),
        (
            "Stages, two scenarios",
            Box::new(|view: &View| stages::draw(&stage_data(2), view)),
        ),
        (
            "Stages, four scenarios",
            Box::new(|view: &View| stages::draw(&stage_data(4), view)),
        ),
        (
            "Comparison",
            Box::new(|view: &View| comparison::draw(&SCENARIOS, view)),
        ),
        (
            "Comparison, one",
            Box::new(|view: &View| comparison::draw(&SCENARIOS[..1], view)),
        ),
    ]
}

const fn interval(low: f64, central: f64, high: f64) -> Interval {
    Interval { low, central, high }
}

const SCENARIOS: [Named<'static>; 4] = [
    Named {
        name: "70B chat service, Virginia",
        value: interval(1180.0, 1620.0, 2310.0),
    },
    Named {
        name: "Same service in Quebec",
        value: interval(96.0, 142.0, 230.0),
    },
    Named {
        name: "8B distilled model, Virginia",
        value: interval(190.0, 301.0, 455.0),
    },
    Named {
        name: "70B with 4-bit weights, speculative decoding and caching",
        value: interval(520.0, 760.0, 1210.0),
    },
];

fn stage_data(count: usize) -> Stages<'static> {
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

/// The scene as the page draws it: classes, no styles.
fn inline(page: &mut String, figure: &Figure) {
    let _ = write!(
        page,
        "<svg class=chart role=img viewBox='{}'>",
        figure.scene.view_box()
    );
    for node in &figure.scene.nodes {
        element(page, node);
    }
    page.push_str("</svg>");
}

fn element(page: &mut String, node: &Node) {
    let _ = write!(page, "<{}", node.tag());
    for (name, value) in node.attributes() {
        let _ = write!(page, " {name}='{value}'");
    }
    let _ = write!(page, ">{}", node.content().unwrap_or_default());
    if let Some(title) = node.title() {
        let _ = write!(page, "<title>{title}</title>");
    }
    for child in node.children() {
        element(page, child);
    }
    let _ = write!(page, "</{}>", node.tag());
}
