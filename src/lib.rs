//! What a generative-AI workload costs the planet.
#![forbid(unsafe_code)]

pub mod analysis;
#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "charts")]
pub mod chart;
pub mod codec;
pub mod data;
pub mod import;
pub mod math;
pub mod method;
pub mod mitigation;
pub mod model;
pub mod quantity;
pub mod report;
pub mod scenario;
pub mod template;
pub mod uncertainty;
