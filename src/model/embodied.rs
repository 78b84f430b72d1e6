//! Amortization of embodied impacts: the share of hardware attributed to a job.

use crate::quantity::Duration;

/// Devices attributed to a job, as a fraction or multiple of one device: occupied `device_hours` over the hours of
/// useful work in a lifetime, `lifetime` times `utilisation` (0-1, above 0).
pub fn amortized_share(device_hours: Duration, lifetime: Duration, utilisation: f64) -> f64 {
    device_hours / (lifetime * utilisation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bloom_hardware_share() {
        // Luccioni et al. 2022: 1,082,990 GPU-hours, 6 years, 85 %, 150 kg a GPU and 2,500 kg a server of 8.
        let devices = amortized_share(Duration(1_082_990.0), Duration::from_years(6.0), 0.85);
        assert!((devices * 150.0 / 1000.0 - 3.64).abs() < 0.005);
        assert!((devices / 8.0 * 2500.0 / 1000.0 - 7.57).abs() < 0.01);
    }
}
