//! Uncertainty analysis: distributions of inputs, one seeded sample, intervals, sensitivity, comparison.
//!
//! All but [`monte_carlo`], [`saving`] and [`timeline`] work on plain columns of numbers, whatever they mean. Everything
//! is deterministic to the bit, natively and in WebAssembly: the generator uses integer arithmetic, and `exp` and `ln`
//! come from [`crate::math`].
//!
//! One [`Sample`] serves all scenarios. An input names its unknown by a key; equal keys are one and the same
//! unknown and get the same draws wherever they occur, so that a difference between two scenarios is never
//! noise. The draws of a key depend on seed, key and number of draws alone: adding a parameter leaves those of
//! all others as they were.

pub mod compare;
pub mod distribution;
pub mod generator;
pub mod monte_carlo;
pub mod propagate;
pub mod sample;
pub mod saving;
pub mod sensitivity;
pub mod summary;
pub mod timeline;

pub use compare::{Comparison, compare, probability_smaller, probability_smallest};
pub use distribution::{Distribution, DistributionError};
pub use propagate::{Input, Run};
pub use sample::Sample;
pub use saving::Saving;
pub use sensitivity::{Swing, VarianceShares, tornado, variance_shares};
pub use summary::{Histogram, Scale, Summary};
pub use timeline::Timeline;
