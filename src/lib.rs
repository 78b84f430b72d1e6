//! What a generative-AI workload costs the planet.
#![forbid(unsafe_code)]

pub mod delimited;
pub mod import;
pub mod math;
pub mod method;
