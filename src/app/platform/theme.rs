//! Light theme, dark theme, or the system's setting.

use super::{location, storage};

const KEY: &str = "genai-footprint.theme";

/// The reader's preference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The system's setting.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The next theme of the button. After the system's setting comes the opposite theme, so that every press has a
    /// visible effect.
    #[must_use]
    pub fn next(self) -> Self {
        let media =
            web_sys::window().and_then(|w| w.match_media("(prefers-color-scheme: dark)").ok().flatten());
        let dark = media.is_some_and(|media| media.matches());
        let (other, same) = if dark {
            (Self::Light, Self::Dark)
        } else {
            (Self::Dark, Self::Light)
        };
        match self {
            Self::Auto => other,
            theme if theme == other => same,
            _ => Self::Auto,
        }
    }

    /// Name in storage and links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.id() == id)
    }

    /// The preference in the address, otherwise the stored one.
    pub fn preferred() -> Self {
        location::option("theme")
            .or_else(|| storage::get(KEY))
            .and_then(|id| Self::from_id(&id))
            .unwrap_or_default()
    }

    /// Applies the theme to the page.
    pub fn apply(self) {
        let root = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.document_element());
        if let Some(root) = root {
            let _ = match self {
                Self::Auto => root.remove_attribute("data-theme"),
                theme => root.set_attribute("data-theme", theme.id()),
            };
        }
    }

    /// Stores the preference.
    pub fn store(self) {
        storage::set(KEY, self.id());
    }
}
