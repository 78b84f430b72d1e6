//! Delimited text read with positions.
//!
//! RFC 4180 with the deviations of spreadsheets: a byte-order mark, CRLF, LF or CR line ends, blank
//! lines, and any one-byte delimiter. Positions are 1-based; columns count characters, as editors do.
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::fmt;

/// A position in a text and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in characters.
    pub column: usize,
    /// What is wrong, as a sentence without a full stop.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.line, self.column, self.reason)
    }
}

impl std::error::Error for Problem {}

/// One cell and where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Content without the enclosing quotes, doubled quotes undone.
    pub text: Cow<'a, str>,
    /// 1-based line of the first character (differs from the record's after a quoted line break).
    pub line: usize,
    /// 1-based column of the first character, in characters.
    pub column: usize,
}

/// One record: the cells between two line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// 1-based line on which the record starts.
    pub line: usize,
    /// Its cells, at least one.
    pub cells: Vec<Cell<'a>>,
    /// Whether a line end follows; false only for the last record of a text without a final line end.
    pub terminated: bool,
}

impl Record<'_> {
    /// Text of cell `index`, empty where the record is too short.
    pub fn text(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", |cell| cell.text.as_ref())
    }

    /// A problem at cell `index`, or at the record's start where the record is too short.
    pub fn problem(&self, index: usize, reason: impl Into<String>) -> Problem {
        let (line, column) = self
            .cells
            .get(index)
            .map_or((self.line, 1), |cell| (cell.line, cell.column));
        Problem {
            line,
            column,
            reason: reason.into(),
        }
    }
}

/// Iterator over the records of a text; see [`records`].
#[derive(Clone, Debug)]
pub struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    line: usize,
    /// A position on the current line and its column, from which later columns are counted.
    counted: (usize, usize),
    comments: bool,
    failed: bool,
}

/// The records of `text`, blank lines left out. After an `Err` (a quote that is never closed, or text behind
/// a closing quote) the iterator ends, since the following records are ambiguous.
pub fn records(text: &str, delimiter: u8) -> Records<'_> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Records {
        text,
        delimiter,
        at: 0,
        line: 1,
        counted: (0, 1),
        comments: false,
        failed: false,
    }
}

/// The delimiter of a text by its first line that is not a comment: the most frequent of comma, semicolon and
/// tab outside quotes, comma where none occurs.
pub fn sniff_delimiter(text: &str) -> u8 {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text
        .split(['\n', '\r'])
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .unwrap_or("");
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some(count) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte) {
            count.1 += 1;
        }
    }
    // `max_by_key` keeps the last of equals; the reversed order prefers the comma.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

impl<'a> Records<'a> {
    /// The same without lines that start with `#`, whatever quotes they hold.
    #[must_use]
    pub fn skip_comments(self) -> Self {
        Self {
            comments: true,
            ..self
        }
    }

    /// Skips a comment with its line end if one is here.
    fn comment(&mut self) -> bool {
        if !self.comments || self.byte() != Some(b'#') {
            return false;
        }
        while self.byte().is_some() && !self.line_end() {
            self.at += 1;
        }
        true
    }

    /// Column of the current position.
    fn column(&mut self) -> usize {
        let (from, column) = self.counted;
        let further = self
            .text
            .get(from..self.at)
            .map_or(0, |between| between.chars().count());
        self.counted = (self.at, column + further);
        self.counted.1
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips a line end if one is here.
    fn line_end(&mut self) -> bool {
        let step = match (self.byte(), self.text.as_bytes().get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\n' | b'\r'), _) => 1,
            _ => return false,
        };
        self.at += step;
        self.line += 1;
        self.counted = (self.at, 1);
        true
    }

    fn cell(&mut self) -> Result<Cell<'a>, Problem> {
        let (line, column, start) = (self.line, self.column(), self.at);
        if self.byte() == Some(b'"') {
            let text = self.quoted(line, column)?;
            return Ok(Cell { text, line, column });
        }
        while let Some(byte) = self.byte() {
            if byte == self.delimiter || byte == b'\n' || byte == b'\r' {
                break;
            }
            self.at += 1;
        }
        Ok(Cell {
            text: Cow::Borrowed(self.text.get(start..self.at).unwrap_or("")),
            line,
            column,
        })
    }

    fn quoted(&mut self, line: usize, column: usize) -> Result<Cow<'a, str>, Problem> {
        self.at += 1;
        let start = self.at;
        let mut doubled = false;
        loop {
            match self.byte() {
                None => {
                    return Err(Problem {
                        line,
                        column,
                        reason: "this quote is never closed".into(),
                    });
                }
                Some(b'"') if self.text.as_bytes().get(self.at + 1) == Some(&b'"') => {
                    doubled = true;
                    self.at += 2;
                }
                Some(b'"') => break,
                Some(b'\n' | b'\r') => {
                    self.line_end();
                }
                Some(_) => self.at += 1,
            }
        }
        let inside = self.text.get(start..self.at).unwrap_or("");
        self.at += 1;
        match self.byte() {
            Some(byte) if byte != self.delimiter && byte != b'\n' && byte != b'\r' => Err(Problem {
                line: self.line,
                column: self.column(),
                reason: "text behind a closing quote".into(),
            }),
            _ if doubled => Ok(Cow::Owned(inside.replace("\"\"", "\""))),
            _ => Ok(Cow::Borrowed(inside)),
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        while self.line_end() || self.comment() {}
        self.byte()?;
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            match self.cell() {
                Ok(cell) => cells.push(cell),
                Err(problem) => {
                    self.failed = true;
                    return Some(Err(problem));
                }
            }
            if self.byte() == Some(self.delimiter) {
                self.at += 1;
                continue;
            }
            let terminated = self.line_end();
            return Some(Ok(Record {
                line,
                cells,
                terminated,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        records(text, delimiter)
            .map(|record| {
                record
                    .unwrap()
                    .cells
                    .into_iter()
                    .map(|cell| cell.text.into_owned())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn splits() {
        let cases: [(&str, &str, Vec<Vec<&str>>); 8] = [
            ("plain", "a,b\n1,2\n", vec![vec!["a", "b"], vec!["1", "2"]]),
            (
                "byte-order mark and CRLF",
                "\u{feff}a,b\r\n1,2\r\n",
                vec![vec!["a", "b"], vec!["1", "2"]],
            ),
            ("old line ends", "a,b\r1,2", vec![vec!["a", "b"], vec!["1", "2"]]),
            ("empty cells", ",\n,,", vec![vec!["", ""], vec!["", "", ""]]),
            ("blank lines", "\n\na\n\n\nb\n", vec![vec!["a"], vec!["b"]]),
            ("quotes", "\"a,\"\"b\"\"\",c\n", vec![vec!["a,\"b\"", "c"]]),
            (
                "a line break in quotes",
                "\"a\r\nb\",c\n",
                vec![vec!["a\r\nb", "c"]],
            ),
            ("a quote inside a cell", "a\"b,c", vec![vec!["a\"b", "c"]]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(texts(text, b','), expected, "{name}");
        }
        assert_eq!(texts("a;1,5\n", b';'), vec![vec!["a", "1,5"]]);
    }

    #[test]
    fn positions() {
        let all: Vec<_> = records("ä,b\n\"x\ny\",é,z\nlast", b',')
            .map(Result::unwrap)
            .collect();
        assert_eq!((all[0].cells[1].line, all[0].cells[1].column), (1, 3));
        assert_eq!(
            (all[1].line, all[1].cells[1].line, all[1].cells[1].column),
            (2, 3, 4)
        );
        assert_eq!(all[1].cells[2].column, 6);
        assert_eq!(
            all.iter().map(|record| record.terminated).collect::<Vec<_>>(),
            [true, true, false]
        );
    }

    #[test]
    fn broken_quotes() {
        let cases = [
            ("a,\"b\nc", "line 1, column 3: this quote is never closed"),
            ("a\n\"b\"c,d", "line 2, column 4: text behind a closing quote"),
        ];
        for (text, expected) in cases {
            let last = records(text, b',').last().unwrap().unwrap_err();
            assert_eq!(last.to_string(), expected);
        }
    }

    #[test]
    fn comments() {
        let text = "# a \"note\n\nid,#\r\n#\r\n\"#x\",1\n# last";
        let found: Vec<_> = records(text, b',')
            .skip_comments()
            .map(Result::unwrap)
            .map(|record| (record.line, record.text(0).to_owned(), record.text(1).to_owned()))
            .collect();
        assert_eq!(
            found,
            [(3, "id".into(), "#".into()), (5, "#x".into(), "1".into())]
        );
        assert_eq!(records("# kept", b',').count(), 1);
    }

    #[test]
    fn delimiters() {
        for (text, expected) in [
            ("a,b;c,d\n", b','),
            ("a;b;c,d\n", b';'),
            ("a\tb\n", b'\t'),
            ("a", b','),
            ("\"a;b;c\",d", b','),
        ] {
            assert_eq!(sniff_delimiter(text), expected, "{text:?}");
        }
    }
}
