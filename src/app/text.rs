//! Every visible word of the page, from `assets/text/*.csv`: one file a language, checked when built.

use std::sync::OnceLock;

use crate::report::words::fill;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message: its place in the file of every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Msg(u16);

/// A language of the page: its place among [`LANGUAGES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lang(usize);

/// Ids and words of one language, sorted by id.
type Sorted = Vec<(&'static str, &'static str)>;

/// Words that the page has fetched: of one language, which it keeps until it is loaded again.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
static FETCHED: OnceLock<&'static str> = OnceLock::new();

/// Hands over the file of words that the page has fetched. The first one stays.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub fn install(words: String) {
    // A second start of the page finds the same words.
    let _ = FETCHED.set(words.leak());
}

impl Lang {
    /// English, which every id has words in.
    pub const EN: Self = Self(0);

    /// All, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// Place among [`LANGUAGES`].
    pub const fn index(self) -> usize {
        self.0
    }

    /// Code for `lang` attributes and links.
    pub const fn code(self) -> &'static str {
        LANGUAGES[self.0]
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|lang| lang.code() == code)
    }

    #[cfg(all(target_arch = "wasm32", feature = "app"))]
    fn file(self) -> &'static str {
        FETCHED.get().copied().unwrap_or_default()
    }

    #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
    fn file(self) -> &'static str {
        FILES[self.0]
    }

    fn words(self) -> &'static [(&'static str, &'static str)] {
        static READ: [OnceLock<Sorted>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
        READ[self.0].get_or_init(|| {
            let lines = self.file().lines();
            lines.filter_map(|line| line.split_once('\t')).collect()
        })
    }

    /// The words of a message.
    pub fn get(self, message: Msg) -> &'static str {
        self.words()
            .get(usize::from(message.0))
            .map_or("", |(_, text)| text)
    }

    /// The words of a message with its `{placeholders}` filled in.
    pub fn fill(self, message: Msg, parts: &[(&str, &str)]) -> String {
        fill(self.get(message), parts)
    }

    /// The words under an id that is composed at run time (`param.pue`); empty where there are none, which the
    /// tests rule out for everything the tables name.
    pub fn of(self, id: &str) -> &'static str {
        let words = self.words();
        words
            .binary_search_by(|(known, _)| (*known).cmp(id))
            .map_or("", |index| words[index].1)
    }

    /// The words whose ids begin like this and those behind them, in the order of ids.
    pub fn all_of(self, prefix: &str) -> impl Iterator<Item = &'static str> {
        let words = self.words();
        let first = words.partition_point(|(id, _)| *id < prefix);
        words[first..].iter().map(|(_, text)| *text)
    }

    /// The words for one of a kind, as the tables name it: `("param", "pue")` for `param.pue`. Said so often
    /// that it pays not to spell it out at every place.
    #[inline(never)]
    pub fn of_kind(self, kind: &str, id: &str) -> &'static str {
        self.of(&format!("{kind}.{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Indicator, Leaf, Stage};
    use crate::scenario::{Choice, Group, Options, Param, presets};

    #[test]
    fn everything_the_tables_name_has_words() {
        let mut ids: Vec<String> = Vec::new();
        ids.extend(
            Param::ALL
                .iter()
                .flat_map(|p| [format!("param.{}", p.spec().id), format!("note.{}", p.spec().id)]),
        );
        ids.extend(
            crate::data::mitigations()
                .iter()
                .filter(|m| !m.claim.is_empty())
                .map(|m| format!("claim.{}", m.claim)),
        );
        for choice in Choice::ALL {
            ids.push(format!("choice.{}", choice.spec().id));
            if let Options::List(options) = choice.spec().options {
                ids.extend(options.iter().map(|o| format!("option.{}.{o}", choice.spec().id)));
            }
        }
        ids.extend(
            presets()
                .iter()
                .flat_map(|p| [format!("preset.{}", p.id), format!("preset.{}.story", p.id)]),
        );
        ids.extend(Indicator::ALL.iter().map(|i| format!("indicator.{}", i.id())));
        ids.extend(Stage::ALL.iter().map(|s| format!("stage.{}", s.id())));
        ids.extend(Leaf::ALL.iter().map(|l| format!("leaf.{}", l.id())));
        ids.extend(Group::ALL.iter().map(|g| format!("group.{}", g.id())));
        let missing: Vec<_> = ids.iter().filter(|id| Lang::EN.of(id).is_empty()).collect();
        assert!(missing.is_empty(), "no words for {missing:?}");
    }

    #[test]
    fn words_of_the_figures_are_handed_over_in_their_order() {
        for lang in Lang::all() {
            let known: Vec<&str> = crate::chart::words::IDS.iter().map(|id| lang.of(id)).collect();
            let handed: Vec<&str> = lang.all_of("figure.").take(known.len()).collect();
            assert_eq!(handed, known);
            assert!(known.iter().all(|text| !text.is_empty()));
        }
        let all = Lang::EN
            .words()
            .iter()
            .filter(|(id, _)| id.starts_with("figure."));
        assert_eq!(all.count(), crate::chart::words::IDS.len());
    }
}
