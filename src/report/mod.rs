//! Results as text.

pub mod csv;
pub mod number;
