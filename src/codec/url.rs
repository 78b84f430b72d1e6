//! The fragment of a share link: readable, sparse, versioned.
//!
//! `v=1&d=2026.11&view=compare&s=First&n=8&t=24&s=Second&n=16`: page keys first, then a block for each
//! scenario, opened by `s=` and its name. Keys come from the parameter table and never change their meaning.
//! A value may carry an interval: `wq=0.3~0.1~0.9`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{DecodeWarning, named};
use crate::math::decimal;
use crate::scenario::{Choice, Entry, MAX_SCENARIOS, Param, Scenario};

/// Version written into links.
pub const VERSION: &str = "1";

/// Maximum length of a fragment that is read, in bytes. Four full scenarios need under 6,000.
pub const MAX_LENGTH: usize = 16_384;

/// Keys of the page itself, before the first scenario.
pub const PAGE_KEYS: [&str; 6] = ["view", "active", "indicator", "done", "levers", "lang"];

/// Maximum length of an option id that is kept; no table has longer ones.
const MAX_OPTION: usize = 80;

/// Maximum bytes of unknown keys kept in a link.
const MAX_KEPT: usize = 400;

/// The contents of a link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// One to four scenarios; empty when the text named none.
    pub scenarios: Vec<Scenario>,
    /// Page keys and their values, as written.
    pub page: Vec<(String, String)>,
    /// Keys of a later version: index of the scenario, key, value. Written back unchanged.
    pub kept: Vec<(usize, String, String)>,
}

impl Link {
    /// The value of a page key.
    pub fn page(&self, key: &str) -> Option<&str> {
        self.page.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

/// Characters escaped in keys and values: those of form encoding except some that are allowed in a fragment and that all
/// links issued so far keep unescaped. A space becomes a plus.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'|')
    .remove(b' ');

fn percent_encode_component(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string().replace(' ', "+")
}

fn percent_decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// Builds a fragment pair by pair.
struct Writer(String);

impl Writer {
    fn pair(&mut self, key: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend([
            &percent_encode_component(key),
            "=",
            &percent_encode_component(value),
        ]);
    }
}

/// Keys and values of a form-encoded text.
pub fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_decode(key), percent_decode(value))
    })
}

/// Writes a fragment, without the `#`. `data_version` names the tables it was made with.
pub fn encode(link: &Link, data_version: &str) -> String {
    let mut out = Writer(String::new());
    out.pair("v", VERSION);
    out.pair("d", data_version);
    for (key, value) in &link.page {
        out.pair(key, value);
    }
    for (index, scenario) in link.scenarios.iter().enumerate() {
        out.pair("s", &scenario.name);
        for (choice, option) in scenario.choices() {
            out.pair(choice.spec().key, option);
        }
        for (param, entry) in scenario.values() {
            out.pair(param.spec().key, &entry_text(entry));
        }
        for (_, key, value) in link.kept.iter().filter(|(at, ..)| *at == index) {
            out.pair(key, value);
        }
    }
    out.0
}

/// Reads a fragment, with or without the `#`. `data_version` names the tables of this build.
pub fn decode(fragment: &str, data_version: &str) -> (Link, Vec<DecodeWarning>) {
    let mut warnings = Vec::new();
    let mut text = fragment.strip_prefix('#').unwrap_or(fragment);
    if text.len() > MAX_LENGTH {
        warnings.push(DecodeWarning::TooLong(text.len()));
        let mut end = MAX_LENGTH;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // A truncated pair would be read as a wrong value.
        text = &text[..text[..end].rfind('&').unwrap_or(0)];
    }
    let mut link = Link::default();
    if text.is_empty() {
        return (link, warnings);
    }
    // Some mail programs encode a link a second time.
    let again = if text.contains('=') {
        String::new()
    } else {
        decoded_once(text)
    };
    let text = if again.is_empty() { text } else { &again };

    let mut dropped = 0;
    let mut kept_bytes = 0;
    for (key, value) in pairs(text) {
        if key == "s" {
            if link.scenarios.len() == MAX_SCENARIOS {
                dropped += 1;
            } else {
                link.scenarios.push(named(&value, &mut warnings));
            }
            continue;
        }
        if dropped > 0 {
            continue;
        }
        let Some(index) = link.scenarios.len().checked_sub(1) else {
            page_key(&mut link, &key, &value, data_version, &mut warnings);
            continue;
        };
        if let Some(choice) = Choice::ALL.into_iter().find(|c| c.spec().key == key) {
            let option: String = value.chars().take(MAX_OPTION).collect();
            link.scenarios[index].choose(choice, &option);
        } else if let Some(param) = Param::ALL.into_iter().find(|p| p.spec().key == key) {
            set(&mut link.scenarios[index], param, &value, &mut warnings);
        } else if PAGE_KEYS.contains(&key.as_str()) {
            // A page key added by hand at the end of a link.
            page_key(&mut link, &key, &value, data_version, &mut warnings);
        } else {
            kept_bytes += key.len() + value.len();
            if kept_bytes <= MAX_KEPT {
                link.kept.push((index, key.clone(), value.clone()));
            }
            warnings.push(DecodeWarning::UnknownKey(key.chars().take(MAX_OPTION).collect()));
        }
    }
    if dropped > 0 {
        warnings.push(DecodeWarning::TooManyScenarios(dropped));
    }
    if link.scenarios.is_empty() && link.page.is_empty() && !text.is_empty() {
        warnings.retain(|w| !matches!(w, DecodeWarning::UnknownKey(_)));
        warnings.push(DecodeWarning::NotALink);
    }
    (link, warnings)
}

fn page_key(link: &mut Link, key: &str, value: &str, data_version: &str, warnings: &mut Vec<DecodeWarning>) {
    let short = |text: &str| text.chars().take(MAX_OPTION).collect::<String>();
    match key {
        "v" if value == VERSION => {}
        "v" => warnings.push(DecodeWarning::LaterVersion(short(value))),
        "d" if value == data_version => {}
        "d" => warnings.push(DecodeWarning::OtherData(short(value))),
        _ if PAGE_KEYS.contains(&key) => {
            if link.page(key).is_none() {
                link.page.push((key.to_owned(), short(value)));
            }
        }
        _ => warnings.push(DecodeWarning::UnknownKey(short(key))),
    }
}

fn set(scenario: &mut Scenario, param: Param, text: &str, warnings: &mut Vec<DecodeWarning>) {
    let Some(requested) = Entry::parse(text) else {
        warnings.push(DecodeWarning::NotANumber {
            param,
            text: text.chars().take(MAX_OPTION).collect(),
        });
        return;
    };
    if let Some(stored) = scenario.set(param, requested)
        && stored.value.to_bits() != requested.value.to_bits()
    {
        warnings.push(DecodeWarning::Clamped {
            param,
            asked: requested.value,
            used: stored.value,
        });
    }
}

fn entry_text(entry: Entry) -> String {
    match entry.range {
        None => number(entry.value),
        Some((low, high)) => format!("{}~{}~{}", number(entry.value), number(low), number(high)),
    }
}

/// The shorter of plain and exponent form; both read back to the same bits.
fn number(value: f64) -> String {
    let (plain, scientific) = (
        decimal::to_plain_string(value),
        decimal::to_scientific_string(value),
    );
    if scientific.len() + 2 < plain.len() {
        scientific
    } else {
        plain
    }
}

fn decoded_once(text: &str) -> String {
    pairs(text).map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Link, Vec<DecodeWarning>) {
        decode(text, "2026.11")
    }

    #[test]
    fn escaped_characters() {
        for (text, written) in [
            ("8~6~9", "8~6~9"),
            ("aws/eu-west-3", "aws/eu-west-3"),
            ("FR.c|a:b_*", "FR.c|a:b_*"),
            ("Été & 100 %", "%C3%89t%C3%A9+%26+100+%25"),
            ("a+b=c#d", "a%2Bb%3Dc%23d"),
            ("\n\"<'", "%0A%22%3C%27"),
        ] {
            assert_eq!(percent_encode_component(text), written);
            assert_eq!(percent_decode(written), text);
        }
    }

    #[test]
    fn invalid_escapes_are_kept_unchanged() {
        for (written, text) in [
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%2b%2B+", "++ "),
            ("%FF", "\u{fffd}"),
            ("é", "é"),
        ] {
            assert_eq!(percent_decode(written), text, "{written}");
        }
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let read: Vec<_> = pairs("&a=b=c&&d&=e&").collect();
        assert_eq!(read, [pair("a", "b=c"), pair("d", ""), pair("", "e")]);
    }

    proptest::proptest! {
        #[test]
        fn any_pair_reads_back(key in ".{0,20}", value in ".{0,20}") {
            let mut out = Writer(String::new());
            out.pair(&key, &value);
            proptest::prop_assert!(out.0.is_ascii());
            proptest::prop_assert_eq!(pairs(&out.0).collect::<Vec<_>>(), [(key, value)]);
        }
    }

    #[test]
    fn values_survive_a_round_trip() {
        let mut first = Scenario::new("Été & 100 %")
            .with(Param::Accelerators, 512.0)
            .with(Param::TrainingHours, 720.5)
            .choosing(Choice::Zone, "US-CA");
        first.set(
            Param::WhPerQuery,
            Entry {
                value: 0.3,
                range: Some((0.1, 0.9)),
            },
        );
        let link = Link {
            scenarios: vec![first, Scenario::new("")],
            page: vec![("view".into(), "compare".into())],
            kept: vec![(1, "zz9".into(), "later".into())],
        };
        let text = encode(&link, "2026.11");
        let (back, warnings) = read(&text);
        assert_eq!(back, link, "{text}");
        assert_eq!(warnings, [DecodeWarning::UnknownKey("zz9".into())]);
        assert_eq!(encode(&back, "2026.11"), text);
    }

    #[test]
    fn page_keys_may_follow_a_scenario() {
        let (link, warnings) = read("v=1&s=A&n=8&view=compare&view=result&lang=fr");
        assert_eq!(
            (link.page("view"), link.page("lang")),
            (Some("compare"), Some("fr"))
        );
        assert_eq!((link.scenarios.len(), warnings), (1, Vec::new()));
    }

    #[test]
    fn a_damaged_link_is_read_as_far_as_possible() {
        let (link, warnings) = read("#v=1&d=2026.11&s=A&n=-1&t=abc&pue=1e999&q=NaN&f=&w=700");
        let scenario = &link.scenarios[0];
        assert_eq!(scenario.get(Param::Accelerators).map(|e| e.value), Some(1.0));
        assert_eq!(scenario.get(Param::Tdp).map(|e| e.value), Some(700.0));
        assert_eq!(
            scenario.get(Param::Pue).map(|e| e.value),
            Some(Param::Pue.spec().max)
        );
        assert_eq!(scenario.get(Param::TrainingHours), None);
        assert_eq!(warnings.len(), 5, "{warnings:?}");
    }

    #[test]
    fn malformed_texts() {
        for (text, scenarios, warnings) in [
            ("", 0, 0),
            ("#", 0, 0),
            ("hello", 0, 1),
            ("v=9&s=A", 1, 1),
            ("v=1&d=2020.01&s=A", 1, 1),
            ("s=A&s=B&s=C&s=D&s=E&n=5", 4, 1),
            ("v%3D1%26s%3DA%26n%3D16", 1, 0),
            ("s=%FF%FE&n=8~1", 1, 1),
            ("s=A&n=8~9~7", 1, 0),
        ] {
            let (link, found) = read(text);
            assert_eq!(link.scenarios.len(), scenarios, "{text}");
            assert_eq!(found.len(), warnings, "{text}: {found:?}");
        }
    }

    #[test]
    fn a_very_long_fragment_is_cut_at_a_pair() {
        let text = format!("v=1&s=A&n=16&{}", "junk=1&".repeat(20_000));
        let (link, warnings) = read(&text);
        assert_eq!(
            link.scenarios[0].get(Param::Accelerators).map(|e| e.value),
            Some(16.0)
        );
        assert!(warnings.contains(&DecodeWarning::TooLong(text.len())));
        let kept: usize = link.kept.iter().map(|(_, k, v)| k.len() + v.len()).sum();
        assert!(kept <= MAX_KEPT);
    }

    #[test]
    fn numbers_are_short_and_read_back_exactly() {
        for (value, text) in [
            (8.0, "8"),
            (1e12, "1e12"),
            (0.3, "0.3"),
            (1_500_000.0, "1500000"),
            (7.377e-8, "7.377e-8"),
        ] {
            assert_eq!(number(value), text);
            assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()));
        }
    }
}
