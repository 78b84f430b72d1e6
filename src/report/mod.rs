//! Results as text: for the page, for files that travel, for tests.

pub mod number;
