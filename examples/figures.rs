//! Writes an HTML page with every figure at desktop, tablet and phone width, light and dark, for visual inspection,
//! and each figure as the SVG file that the page would save.
//!
//! `cargo run --example figures -- FOLDER`

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use genai_footprint::app::text::Lang;
use genai_footprint::chart::svg::{self, Framing};
use genai_footprint::chart::{Figure, Node};

const WIDTHS: [i32; 3] = [960, 600, 320];

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/figures".to_owned()));
    fs::create_dir_all(&folder)?;
    let style = fs::read_to_string("assets/chart.css")?;
    let french = Lang::from_code("fr").map_or_else(|| Lang::EN.chart_words(), Lang::chart_words);
    for (page, theme, words) in [
        ("light", "light", Lang::EN.chart_words()),
        ("dark", "dark", Lang::EN.chart_words()),
        ("french", "light", french),
    ] {
        let mut html = format!(
            "<!doctype html><html><meta charset=utf-8><title>Figures</title><style>{style}
            html{{color-scheme:{theme}}}
            body{{margin:24px;background:var(--chart-surface);color:var(--chart-plain);font:14px/1.5 'Liberation Sans',sans-serif}}
            .row{{display:flex;gap:40px;align-items:flex-start;margin-bottom:56px}}figure{{margin:0;flex:none}}
            h2{{font-size:18px;margin:0 0 8px}}figcaption{{margin-bottom:12px}}</style>"
        );
        for (title, draw) in samples::all() {
            let _ = write!(html, "<h2>{title}</h2><div class=row>");
            for width in WIDTHS {
                let figure = samples::with_view(width, words, draw);
                let _ = write!(
                    html,
                    "<figure style='width:{width}px'><figcaption>{}</figcaption>",
                    figure.caption
                );
                let _ = write!(
                    html,
                    "<svg class=chart role=img viewBox='{}'>",
                    figure.scene.view_box()
                );
                figure
                    .scene
                    .nodes
                    .iter()
                    .for_each(|node| element(&mut html, node));
                html.push_str("</svg></figure>");
                if page == "light" && width == 600 {
                    fs::write(folder.join(samples::file_name(title)), document(&figure, title))?;
                }
            }
            html.push_str("</div>");
        }
        fs::write(folder.join(format!("{page}.html")), html)?;
    }
    println!("{}", folder.display());
    Ok(())
}

fn document(figure: &Figure, title: &str) -> String {
    svg::document(
        figure,
        &Framing {
            title,
            notes: &[],
            source: "GenAI Footprint, sample data",
            link: "",
        },
    )
}

/// A node as the page renders it: with classes, without inline styles.
fn element(html: &mut String, node: &Node) {
    let _ = write!(html, "<{}", node.tag());
    for (name, value) in node.attributes() {
        let _ = write!(html, " {name}='{value}'");
    }
    let _ = write!(html, ">{}", node.content().unwrap_or_default());
    if let Some(title) = node.title() {
        let _ = write!(html, "<title>{title}</title>");
    }
    node.children().iter().for_each(|child| element(html, child));
    let _ = write!(html, "</{}>", node.tag());
}
