//! Results as text: for the page, for files that travel, for tests.

pub mod csv;
pub mod number;
