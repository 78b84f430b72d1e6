//! Greenhouse gas emissions of electricity.

use crate::quantity::{Co2e, Energy, Intensity};

/// Emissions of electricity.
pub fn emissions(energy: Energy, intensity: Intensity) -> Co2e {
    energy * intensity
}

/// Market-based intensity: contracts cover `share` (0-1) of the energy at the intensity of `contract`, the rest
/// is bought at the `residual` mix. Where no residual mix is known the location average replaces it,
/// which understates the rest (GHG Protocol scope 2 guidance, 2015).
pub fn market_intensity(share: f64, contract: Intensity, residual: Intensity) -> Intensity {
    residual * (1.0 - share) + contract * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_replace_their_share() {
        for (share, contract, residual, expected) in [
            (0.0, 0.0, 500.0, 500.0),
            (0.25, 20.0, 400.0, 305.0),
            (1.0, 20.0, 400.0, 20.0),
        ] {
            let mixed = market_intensity(share, Intensity(contract), Intensity(residual));
            assert!((mixed.0 - expected).abs() < 1e-12);
        }
    }
}
