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

/// The words of one file, sorted by id.
struct Words(Vec<(&'static str, &'static str)>);

impl Words {
    fn read(file: &'static str) -> Self {
        Self(file.lines().filter_map(|line| line.split_once('\t')).collect())
    }
}

/// Words that the page has fetched: of one language, which it keeps until it is loaded again.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
static FETCHED: [OnceLock<&'static str>; 2] = [const { OnceLock::new() }; 2];

/// Which of the word files of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordFile {
    /// What the first picture needs.
    First,
    /// What only views say that are opened later.
    Views,
}

/// Hands over a file of words that the page has fetched. The first one of each kind stays.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub fn install(file: WordFile, words: String) {
    // A second start of the page finds the same words.
    let _ = FETCHED[file as usize].set(words.leak());
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

    /// The text of a word file; `None` while it has not come.
    fn file(self, file: WordFile) -> Option<&'static str> {
        #[cfg(all(target_arch = "wasm32", feature = "app"))]
        return FETCHED[file as usize].get().copied();
        #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
        FILES.get(self.0).map(|(first, views)| match file {
            WordFile::First => *first,
            WordFile::Views => *views,
        })
    }

    /// The words of a file; none while it has not come.
    fn words(self, file: WordFile) -> &'static [(&'static str, &'static str)] {
        static READ: [[OnceLock<Words>; 2]; LANGUAGES.len()] =
            [const { [const { OnceLock::new() }; 2] }; LANGUAGES.len()];
        self.file(file).map_or(&[], |text| {
            &READ[self.0][file as usize].get_or_init(|| Words::read(text)).0
        })
    }

    /// The words of a message; empty while its file has not come.
    pub fn get(self, message: Msg) -> &'static str {
        let (first, place) = (self.words(WordFile::First), usize::from(message.0));
        let found = match place.checked_sub(first.len()) {
            None => first.get(place),
            Some(place) => self.words(WordFile::Views).get(place),
        };
        found.map_or("", |(_, text)| text)
    }

    /// The words of a message with its `{placeholders}` filled in.
    pub fn fill(self, message: Msg, parts: &[(&str, &str)]) -> String {
        fill(self.get(message), parts)
    }

    /// The words under an id that is composed at run time (`param.pue`); empty where there are none, which the
    /// tests rule out for everything the tables name.
    pub fn of(self, id: &str) -> &'static str {
        [WordFile::First, WordFile::Views]
            .into_iter()
            .find_map(|file| {
                let words = self.words(file);
                let place = words.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
                Some(words[place].1)
            })
            .unwrap_or("")
    }

    /// The words of the first file whose ids begin like this and those behind them, in the order of ids.
    pub fn all_of(self, prefix: &str) -> impl Iterator<Item = &'static str> {
        let words = self.words(WordFile::First);
        let first = words.partition_point(|(id, _)| *id < prefix);
        words[first..].iter().map(|(_, text)| *text)
    }

    /// The words for one of a kind, as the tables name it: `("param", "pue")` for `param.pue`.
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
            .words(WordFile::First)
            .iter()
            .filter(|(id, _)| id.starts_with("figure."));
        assert_eq!(all.count(), crate::chart::words::IDS.len());
    }
}
