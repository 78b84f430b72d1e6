//! The block `co2_eq_emissions` of a Hugging Face model card: emissions in grams, and what was run.
//!
//! Reads the front matter between two lines `---` at the start of the card, as YAML 1.2: the key with a number, or with
//! `emissions`, `source`, `training_type`, `geographical_location` and `hardware_used` as a mapping. Lists of texts are
//! joined by commas.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{Imported, Note, Problem, Remark, number};

/// The fields of the block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardEmissions {
    /// 1-based line of the key.
    pub line: usize,
    /// Emissions, g CO2e.
    pub emissions_g: f64,
    /// Where the figure comes from, such as CodeCarbon or a link.
    pub source: Option<String>,
    /// Such as `pre-training` or `fine-tuning`.
    pub training_type: Option<String>,
    /// Such as `Paris, France`.
    pub geographical_location: Option<String>,
    /// Such as `8 x A100`.
    pub hardware_used: Option<String>,
}

const KEY: &str = "co2_eq_emissions";

/// The YAML between the two lines `---`, and the number of lines before it.
fn front_matter(card: &str) -> Result<(&str, usize), Problem> {
    let problem = |line: usize, note: Note| Remark::from(note).at((line, 1));
    let card = card.strip_prefix('\u{feff}').unwrap_or(card);
    let mut end = 0;
    let mut start = None;
    for (before, line) in card.split_inclusive('\n').enumerate() {
        let text = line.trim_end();
        match start {
            None if text.is_empty() => {}
            None if text == "---" => start = Some((end + line.len(), before + 1)),
            None => {
                return Err(problem(before + 1, Note::NoFrontMatter));
            }
            Some((start, lines)) if text == "---" || text == "..." => return Ok((&card[start..end], lines)),
            Some(_) => {}
        }
        end += line.len();
    }
    Err(match start {
        None => problem(1, Note::CardEmpty),
        Some(_) => problem(card.lines().count(), Note::FrontMatterOpen),
    })
}

/// A node of the YAML and where it starts.
struct Node {
    line: usize,
    column: usize,
    content: Content,
}

/// Items of a list or a mapping are indices into the list of all nodes: an alias repeats an index, and however
/// deeply a text is nested, nothing here recurses.
enum Content {
    Text {
        text: String,
        /// Without quotes, so that it may be null.
        plain: bool,
    },
    List(Vec<usize>),
    /// Keys and values, alternating.
    Mapping(Vec<usize>),
}

impl Node {
    fn problem(&self, reason: impl Into<Remark>) -> Problem {
        reason.into().at((self.line, self.column))
    }

    /// A number of grams.
    fn emissions(&self) -> Result<f64, Problem> {
        let Content::Text { text, .. } = &self.content else {
            return Err(self.problem(Note::NumberExpected));
        };
        let (value, _) = number(text).map_err(|reason| self.problem(reason))?;
        if value < 0.0 {
            return Err(self.problem(Note::BelowZero.with("text", text.as_str())));
        }
        Ok(value)
    }

    fn is_null(&self) -> bool {
        matches!(&self.content, Content::Text { text, plain: true } if matches!(text.as_str(), "" | "null" | "~" | "Null" | "NULL"))
    }
}

/// All nodes of a text, the root first.
struct Document(Vec<Node>);

impl Document {
    /// `lines_before` counts the lines of the file before the text.
    fn parse(yaml: &str, lines_before: usize) -> Result<Self, Problem> {
        let place = |marker: Marker| (lines_before + marker.line(), marker.col() + 1);
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        for event in Parser::new_from_str(yaml) {
            let (event, span) = event.map_err(|error| {
                // An unclosed item is detected at the end of the text; the error is reported where the item begins.
                let at_end = error.marker().line() > yaml.lines().count();
                let unclosed = open.last().filter(|_| at_end).map(|index| &nodes[*index]);
                let (line, column) =
                    unclosed.map_or_else(|| place(*error.marker()), |node| (node.line, node.column));
                Note::NotYaml.with("detail", error.info()).at((line, column))
            })?;
            let (content, anchor) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    let (text, plain) = (text.into_owned(), style == ScalarStyle::Plain);
                    (Some(Content::Text { text, plain }), anchor)
                }
                Event::SequenceStart(anchor, _) => (Some(Content::List(Vec::new())), anchor),
                Event::MappingStart(anchor, _) => (Some(Content::Mapping(Vec::new())), anchor),
                Event::Alias(anchor) => (None, anchor),
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                    continue;
                }
                _ => continue,
            };
            let parent = open.last().copied();
            let index = if let Some(content) = content {
                let (line, column) = place(span.start);
                if !matches!(content, Content::Text { .. }) {
                    open.push(nodes.len());
                }
                if anchor > 0 {
                    anchors.insert(anchor, nodes.len());
                }
                nodes.push(Node {
                    line,
                    column,
                    content,
                });
                nodes.len() - 1
            } else {
                // The parser has refused an alias without an anchor.
                anchors.get(&anchor).copied().unwrap_or_default()
            };
            match parent.map(|parent| &mut nodes[parent].content) {
                Some(Content::List(parts) | Content::Mapping(parts)) => parts.push(index),
                Some(Content::Text { .. }) | None => {}
            }
        }
        Ok(Self(nodes))
    }

    /// Keys and values of a mapping; empty for anything else.
    fn entries(&self, node: &Node) -> impl Iterator<Item = (&Node, &Node)> {
        let parts: &[usize] = match &node.content {
            Content::Mapping(parts) => parts,
            _ => &[],
        };
        parts
            .as_chunks()
            .0
            .iter()
            .map(|[key, value]| (&self.0[*key], &self.0[*value]))
    }

    /// A text, or the texts of a list; `None` for null.
    fn text(&self, node: &Node) -> Result<Option<String>, Problem> {
        let expected = |node: &Node| node.problem(Note::TextExpected);
        match &node.content {
            _ if node.is_null() => Ok(None),
            Content::Text { text, .. } => Ok(Some(text.trim().to_owned())),
            Content::List(items) => {
                let texts: Result<Vec<&str>, Problem> = items
                    .iter()
                    .map(|item| match &self.0[*item] {
                        Node {
                            content: Content::Text { text, .. },
                            ..
                        } => Ok(text.trim()),
                        node => Err(expected(node)),
                    })
                    .collect();
                Ok(Some(texts?.join(", ")))
            }
            Content::Mapping(_) => Err(expected(node)),
        }
    }
}

/// Reads the block of a card.
///
/// # Errors
/// No front matter, text that is no YAML, no block, or no number for the emissions, with line and column.
pub fn parse(card: &str) -> Result<Imported<CardEmissions>, Problem> {
    let (yaml, lines_before) = front_matter(card)?;
    let document = Document::parse(yaml, lines_before)?;
    let is_key = |key: &Node| matches!(&key.content, Content::Text { text, .. } if text == KEY);
    let found = document
        .0
        .first()
        .and_then(|root| document.entries(root).find(|(key, _)| is_key(key)));
    let Some((key, block)) = found else {
        return Err(Note::KeyMissing.with("key", KEY).at((1, 1)));
    };
    let mut card = CardEmissions {
        line: key.line,
        ..CardEmissions::default()
    };
    let mut warnings = Vec::new();
    if !matches!(block.content, Content::Mapping(_)) && !block.is_null() {
        card.emissions_g = block.emissions()?;
        return Ok(Imported {
            value: card,
            warnings,
            left_out: Vec::new(),
        });
    }
    let mut seen = Vec::new();
    for (key, value) in document.entries(block) {
        let name = document.text(key)?.unwrap_or_default();
        if seen.contains(&name) {
            return Err(key.problem(Note::ColumnTwice.with("column", name)));
        }
        let slot = match name.as_str() {
            "emissions" => {
                card.emissions_g = value.emissions()?;
                None
            }
            "source" => Some(&mut card.source),
            "training_type" => Some(&mut card.training_type),
            "geographical_location" => Some(&mut card.geographical_location),
            "hardware_used" => Some(&mut card.hardware_used),
            _ => {
                warnings.push(key.problem(Note::ColumnUnread.with("column", name.as_str())));
                None
            }
        };
        if let Some(slot) = slot {
            // The figure counts without these texts.
            match document.text(value) {
                Ok(text) => *slot = text,
                Err(problem) => warnings.push(problem),
            }
        }
        seen.push(name);
    }
    if !seen.iter().any(|name| name == "emissions") {
        return Err(key.problem(Note::EmissionsMissing));
    }
    Ok(Imported {
        value: card,
        warnings,
        left_out: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_cards() {
        let full = "---\nlicense: mit\nco2_eq_emissions:\n  emissions: 1.2e3 # grams\n  source: \"CodeCarbon, v3\"\n  training_type: 'it''s fine-tuning'\n  geographical_location: Paris, France\n  hardware_used:\n    - 8 x A100\n    - 1 x T4\n  note: x\ntags:\n- a\n---\n# Card\n";
        let imported = parse(full).unwrap();
        let expected = CardEmissions {
            line: 3,
            emissions_g: 1200.0,
            source: Some("CodeCarbon, v3".into()),
            training_type: Some("it's fine-tuning".into()),
            geographical_location: Some("Paris, France".into()),
            hardware_used: Some("8 x A100, 1 x T4".into()),
        };
        assert_eq!(imported.value, expected);
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 11, column 3: “note” is not read"
        );
        let cases = [
            ("a number", "---\nco2_eq_emissions: 149200\n---\n", 149_200.0),
            ("a text", "---\r\nco2_eq_emissions: \"0.5\"\r\n---\r\n", 0.5),
            (
                "braces",
                "---\nco2_eq_emissions: {emissions: 7, source: 'a, b', hardware_used: [x, y]}\n---\n",
                7.0,
            ),
            (
                "a byte-order mark",
                "\u{feff}---\nco2_eq_emissions:\n    emissions: 3\n---\n",
                3.0,
            ),
            (
                "null beside it",
                "---\nco2_eq_emissions:\n  emissions: 3\n  source: null\n...\n",
                3.0,
            ),
        ];
        for (name, card, grams) in cases {
            let value = parse(card)
                .unwrap_or_else(|problem| panic!("{name}: {problem}"))
                .value;
            assert!((value.emissions_g - grams).abs() < 1e-12, "{name}");
        }
        let braces = parse(cases[2].1).unwrap().value;
        assert_eq!(
            (braces.source.as_deref(), braces.hardware_used.as_deref()),
            (Some("a, b"), Some("x, y"))
        );
    }

    #[test]
    fn reads_all_of_yaml() {
        let cases = [
            (
                "block scalars",
                "source: |\n    CodeCarbon\n  geographical_location: >-\n    Paris,\n    France",
                "CodeCarbon",
                "Paris, France",
            ),
            (
                "a text over several lines",
                "source: Code\n    Carbon\n  geographical_location: \"Paris,\n    France\"",
                "Code Carbon",
                "Paris, France",
            ),
            (
                "anchors",
                "training_type: &words CodeCarbon\n  source: *words\n  geographical_location: &list [Paris, France]\n  hardware_used: *list",
                "CodeCarbon",
                "Paris, France",
            ),
            (
                "quoted keys",
                "\"source\": CodeCarbon\n  'geographical_location': Paris, France",
                "CodeCarbon",
                "Paris, France",
            ),
            (
                "escapes and signs inside a text",
                "source: \"\\u00c9mile: \\\"it\\\" # 1\"\n  geographical_location: Paris#1",
                "Émile: \"it\" # 1",
                "Paris#1",
            ),
        ];
        for (name, lines, source, place) in cases {
            let card = format!("---\nlicense: mit\nco2_eq_emissions:\n  {lines}\n  emissions: 7\n---\n");
            let imported = parse(&card).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            let read = imported.value;
            assert_eq!(
                (read.line, read.emissions_g.to_bits()),
                (3, 7_f64.to_bits()),
                "{name}"
            );
            assert_eq!(read.source.as_deref(), Some(source), "{name}");
            assert_eq!(read.geographical_location.as_deref(), Some(place), "{name}");
            assert_eq!(imported.warnings, [], "{name}");
        }
        let flow = "---\nco2_eq_emissions: {\n  emissions: 7, # grams\n  hardware_used: [8 x A100,\n    'T4'],\n  note: x\n}\n---\n";
        let imported = parse(flow).unwrap();
        assert_eq!(imported.value.hardware_used.as_deref(), Some("8 x A100, T4"));
        assert_eq!(
            imported.warnings[0].to_string(),
            "line 6, column 3: “note” is not read"
        );
        let whole = "---\nbase: &block\n  emissions: 7\nco2_eq_emissions: *block\n---\n";
        assert_eq!(parse(whole).unwrap().value.line, 4);
    }

    #[test]
    fn names_what_is_wrong() {
        let cases = [
            ("", "line 1, column 1: the card is empty"),
            (
                "# Card",
                "line 1, column 1: the card has no front matter: this line should be ---",
            ),
            (
                "---\na: 1\n",
                "line 2, column 1: the front matter never ends: no second line ---",
            ),
            (
                "---\na: 1\n---\n",
                "line 1, column 1: the front matter has no co2_eq_emissions",
            ),
            (
                "---\nco2_eq_emissions: lots\n---\n",
                "line 2, column 19: “lots” is not a number",
            ),
            (
                "---\nco2_eq_emissions: -1\n---\n",
                "line 2, column 19: “-1” is below 0",
            ),
            (
                "---\nco2_eq_emissions:\n  source: x\n---\n",
                "line 2, column 1: the block gives no emissions",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: 12 kg\n---\n",
                "line 3, column 14: “12 kg” is not a number",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: 1\n  emissions: 2\n---\n",
                "line 4, column 3: “emissions” occurs twice",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: 1\n    source: x\n---\n",
                "line 4, column 11: this is not YAML: mapping values are not allowed in this context",
            ),
            (
                "---\nco2_eq_emissions:\n  source: |\n    x\n---\n",
                "line 2, column 1: the block gives no emissions",
            ),
            (
                "---\nco2_eq_emissions: {emissions: 1\n---\n",
                "line 2, column 19: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'",
            ),
            (
                "---\nco2_eq_emissions:\n\temissions: 1\n---\n",
                "line 3, column 2: this is not YAML: tabs disallowed within this context (block indentation)",
            ),
            (
                "---\nco2_eq_emissions: [1]\n---\n",
                "line 2, column 19: here a number is expected",
            ),
            (
                "---\nco2_eq_emissions:\n  emissions: *grams\n---\n",
                "line 3, column 14: this is not YAML: while parsing node, found unknown anchor",
            ),
            (
                "---\nco2_eq_emissions: &it [*it]\n---\n",
                "line 2, column 19: here a number is expected",
            ),
        ];
        for (card, expected) in cases {
            assert_eq!(parse(card).unwrap_err().to_string(), expected, "{card:?}");
        }
    }
    #[test]
    fn a_faulty_text_does_not_cost_the_figure() {
        for (lines, expected) in [
            ("source: {a: b}", "line 4, column 11: here a text is expected"),
            (
                "hardware_used:\n  - A100\n  - [T4]",
                "line 6, column 5: here a text is expected",
            ),
        ] {
            let card = format!("---\nco2_eq_emissions:\n  emissions: 1\n  {lines}\n---\n");
            let imported = parse(&card).unwrap();
            assert!((imported.value.emissions_g - 1.0).abs() < 1e-12);
            assert_eq!(imported.warnings[0].to_string(), expected);
        }
    }
}
