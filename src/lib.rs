//! What a generative-AI workload costs the planet.
#![forbid(unsafe_code)]

pub mod codec;
pub mod data;
pub mod math;
pub mod model;
pub mod quantity;
pub mod report;
pub mod scenario;
