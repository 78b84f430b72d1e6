//! From energy to greenhouse gas.

use super::GRAMS_PER_KILOGRAM;

/// Emissions of `energy` kWh at `intensity` g CO2e/kWh, kg CO2e.
pub fn emissions(energy: f64, intensity: f64) -> f64 {
    energy * intensity / GRAMS_PER_KILOGRAM
}

/// Market-based intensity, g CO2e/kWh: contracts cover `share` (0-1) of the energy at `contract` g/kWh, the
/// rest is bought at the `residual` mix. Where no residual mix is known the location average stands in for it,
/// which flatters the rest (GHG Protocol scope 2 guidance, 2015).
pub fn market_intensity(share: f64, contract: f64, residual: f64) -> f64 {
    (1.0 - share) * residual + share * contract
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_replace_their_share() {
        assert!((market_intensity(0.0, 0.0, 500.0) - 500.0).abs() < 1e-12);
        assert!((market_intensity(0.25, 20.0, 400.0) - 305.0).abs() < 1e-12);
        assert!((market_intensity(1.0, 20.0, 400.0) - 20.0).abs() < 1e-12);
    }
}
