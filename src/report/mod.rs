//! Results as text: for the page, for exported files, for tests.

pub mod bibtex;
pub mod csv;
pub mod document;
pub mod explain;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod modelcard;
pub mod number;
pub mod quote;
pub mod words;
