//! Every visible word of the page, from `assets/text/*.csv`: one file a language, checked when built.

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message: the same index in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Msg(u16);

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
}

impl Lang {
    /// Code for `lang` attributes and links.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
        }
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::En => &EN,
        }
    }

    /// The words of a message.
    pub fn get(self, message: Msg) -> &'static str {
        self.words()[usize::from(message.0)]
    }

    /// The words of a message with its `{placeholders}` filled in.
    pub fn fill(self, message: Msg, parts: &[(&str, &str)]) -> String {
        fill(self.get(message), parts)
    }

    /// The words under an id that is composed at run time (`param.pue`); empty where there are none, which the
    /// tests rule out for everything the tables name.
    pub fn of(self, id: &str) -> &'static str {
        IDS.binary_search(&id).map_or("", |index| self.words()[index])
    }
}

/// Fills `{name}` placeholders.
pub fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(
            parts
                .iter()
                .find(|(key, _)| *key == name)
                .map_or("", |(_, value)| value),
        );
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Indicator, Leaf, Stage};
    use crate::scenario::{Choice, Group, Options, PRESETS, Param};

    #[test]
    fn everything_the_tables_name_has_words() {
        let mut ids: Vec<String> = Vec::new();
        ids.extend(Param::ALL.iter().map(|p| format!("param.{}", p.spec().id)));
        for choice in Choice::ALL {
            ids.push(format!("choice.{}", choice.spec().id));
            if let Options::List(options) = choice.spec().options {
                ids.extend(options.iter().map(|o| format!("option.{}.{o}", choice.spec().id)));
            }
        }
        ids.extend(
            PRESETS
                .iter()
                .flat_map(|p| [format!("preset.{}", p.id), format!("preset.{}.story", p.id)]),
        );
        ids.extend(Indicator::ALL.iter().map(|i| format!("indicator.{}", i.id())));
        ids.extend(Stage::ALL.iter().map(|s| format!("stage.{}", s.id())));
        ids.extend(Leaf::ALL.iter().map(|l| format!("leaf.{}", l.id())));
        ids.extend(Group::ALL.iter().map(|g| format!("group.{}", g.id())));
        let missing: Vec<_> = ids.iter().filter(|id| Lang::En.of(id).is_empty()).collect();
        assert!(missing.is_empty(), "no words for {missing:?}");
    }

    #[test]
    fn placeholders() {
        for (template, expected) in [
            ("{a} of {b}", "1 of 2"),
            ("plain", "plain"),
            ("{x}!", "!"),
            ("open { brace", "open { brace"),
        ] {
            assert_eq!(fill(template, &[("a", "1"), ("b", "2")]), expected);
        }
    }
}
