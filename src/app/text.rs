//! Every visible text of the page, from `assets/text/*.csv`: one file per language, checked at build time.

use std::sync::OnceLock;

use crate::report::words::fill;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message: its index in the text file of every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Msg(u16);

/// A language of the page: its index in [`LANGUAGES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lang(usize);

/// The messages of one file, sorted by id.
struct Messages(Vec<(&'static str, &'static str)>);

impl Messages {
    fn parse(file: &'static str) -> Self {
        Self(file.lines().filter_map(|line| line.split_once('\t')).collect())
    }
}

/// Text files that the page has fetched, all of one language: switching to another reloads the page.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
static FETCHED: [OnceLock<&'static str>; 2] = [const { OnceLock::new() }; 2];

/// One of the text files of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordFile {
    /// Texts needed for the first render.
    First,
    /// Texts of the views that are loaded on demand.
    Views,
}

/// Stores a text file that the page has fetched. Only the first call for each file has an effect.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub fn install(file: WordFile, words: String) {
    // A second start of the page has the same texts.
    let _ = FETCHED[file as usize].set(words.leak());
}

impl Lang {
    /// English, in which every message id has a text.
    pub const EN: Self = Self(0);

    /// All languages, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// Index in [`LANGUAGES`].
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

    /// The content of a text file; `None` until it has been loaded.
    fn file(self, file: WordFile) -> Option<&'static str> {
        #[cfg(all(target_arch = "wasm32", feature = "app"))]
        return FETCHED[file as usize].get().copied();
        #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
        FILES.get(self.0).map(|(first, views)| match file {
            WordFile::First => *first,
            WordFile::Views => *views,
        })
    }

    /// The messages of a file, with their ids; empty until it has been loaded.
    fn messages(self, file: WordFile) -> &'static [(&'static str, &'static str)] {
        static PARSED: [[OnceLock<Messages>; 2]; LANGUAGES.len()] =
            [const { [const { OnceLock::new() }; 2] }; LANGUAGES.len()];
        self.file(file).map_or(&[], |text| {
            &PARSED[self.0][file as usize]
                .get_or_init(|| Messages::parse(text))
                .0
        })
    }

    /// The text of a message; empty until its file has been loaded.
    pub fn message(self, message: Msg) -> &'static str {
        let (first, index) = (self.messages(WordFile::First), usize::from(message.0));
        let found = match index.checked_sub(first.len()) {
            None => first.get(index),
            Some(index) => self.messages(WordFile::Views).get(index),
        };
        found.map_or("", |(_, text)| text)
    }

    /// The text of a message with its `{placeholders}` filled in.
    pub fn fill(self, message: Msg, parts: &[(&str, &str)]) -> String {
        fill(self.message(message), parts)
    }

    /// The text of a message id composed at run time (`param.pue`); empty where there is none, which tests rule out for
    /// all ids derived from the tables.
    pub fn lookup(self, id: &str) -> &'static str {
        [WordFile::First, WordFile::Views]
            .into_iter()
            .find_map(|file| {
                let messages = self.messages(file);
                let index = messages.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
                Some(messages[index].1)
            })
            .unwrap_or("")
    }

    /// The texts of the first file in the order of their ids, starting with the first id that has this prefix.
    pub fn messages_from(self, prefix: &str) -> impl Iterator<Item = &'static str> {
        let messages = self.messages(WordFile::First);
        let first = messages.partition_point(|(id, _)| *id < prefix);
        messages[first..].iter().map(|(_, text)| *text)
    }

    /// The text for an entry of a table, by kind and id: `("param", "pue")` for `param.pue`.
    pub fn message_for(self, kind: &str, id: &str) -> &'static str {
        self.lookup(&format!("{kind}.{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Indicator, Leaf, Stage};
    use crate::scenario::{Choice, Group, Options, Param, presets};

    #[test]
    fn every_table_entry_has_its_texts() {
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
        ids.extend(
            crate::import::Note::ALL
                .iter()
                .map(|note| format!("importnote.{}", note.id())),
        );
        ids.extend(Indicator::ALL.iter().map(|i| format!("indicator.{}", i.id())));
        ids.extend(Stage::ALL.iter().map(|s| format!("stage.{}", s.id())));
        ids.extend(Leaf::ALL.iter().map(|l| format!("leaf.{}", l.id())));
        ids.extend(Group::ALL.iter().map(|g| format!("group.{}", g.id())));
        let missing: Vec<_> = ids.iter().filter(|id| Lang::EN.lookup(id).is_empty()).collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
    }

    #[test]
    fn every_language_has_a_locale_of_its_own() {
        // A language without a row in `LOCALES` would have the English one.
        let names: std::collections::BTreeSet<_> = Lang::all().map(|lang| lang.locale().name).collect();
        assert_eq!(names.len(), LANGUAGES.len());
    }

    #[test]
    fn figures_receive_their_texts_in_order() {
        for lang in Lang::all() {
            let known: Vec<&str> = crate::chart::words::IDS
                .iter()
                .map(|id| lang.lookup(id))
                .collect();
            let received: Vec<&str> = lang.messages_from("figure.").take(known.len()).collect();
            assert_eq!(received, known);
            assert!(known.iter().all(|text| !text.is_empty()));
        }
        let all = Lang::EN
            .messages(WordFile::First)
            .iter()
            .filter(|(id, _)| id.starts_with("figure."));
        assert_eq!(all.count(), crate::chart::words::IDS.len());
    }
}
