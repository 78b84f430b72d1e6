//! What a generative-AI workload costs the planet.
#![forbid(unsafe_code)]

#[cfg(feature = "charts")]
pub mod chart;
pub mod math;
