//! What a generative-AI workload costs the planet.
#![forbid(unsafe_code)]

pub mod math;
