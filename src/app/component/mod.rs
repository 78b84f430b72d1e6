//! The components of the page, one per file. What has no state of its own is a plain function that returns `Html`.

pub mod chart_file;
pub mod chart_view;
pub mod inputs;
pub mod language;
pub mod lazy_view;
pub mod menu;
pub mod notes;
pub mod picker;
pub mod place;
pub mod result;
pub mod result_bar;
pub mod scenarios;
pub mod share;
pub mod slider;
pub mod tables;
pub mod theme_switch;
