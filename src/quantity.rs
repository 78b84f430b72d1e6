//! Quantities, their meaningful products, and the conversions between units: the only place for them.
//!
//! A number that carries its quantity cannot be added to one of another: kilograms of greenhouse gas are not
//! kilograms of antimony equivalent, although both are masses. Only products with a physical meaning exist, and
//! each converts units once, here. A quantity is an `f64` in its fixed unit, without overhead at run time.
//!
//! The model carries them from the inputs to its leaves. The serving and generation models below it count joules,
//! milliseconds and GB, as their measurements do, with the unit in every name.
//!
//! ```
//! use genai_footprint::quantity::{Co2e, Duration, Energy, Intensity, Power};
//! let energy = 8.0 * Power(400.0) * Duration(24.0);
//! assert_eq!(energy, Energy(76.8));
//! assert_eq!(energy * Intensity(200.0), Co2e(15.36));
//! ```
//!
//! Products and sums without a physical meaning do not compile: greenhouse gas plus antimony equivalent,
//! ```compile_fail
//! # use genai_footprint::quantity::{Co2e, Minerals};
//! let sum = Co2e(1.0) + Minerals(1.0);
//! ```
//! power times energy,
//! ```compile_fail
//! # use genai_footprint::quantity::{Energy, Power};
//! let nothing = Power(1.0) * Energy(1.0);
//! ```
//! energy as emissions without an intensity,
//! ```compile_fail
//! # use genai_footprint::quantity::{Co2e, Energy};
//! let gas: Co2e = Energy(1.0) * 0.4;
//! ```
//! and a price of electricity applied to carbon.
//! ```compile_fail
//! # use genai_footprint::quantity::{Co2e, EnergyPrice};
//! let cost = Co2e(1.0) * EnergyPrice(0.06);
//! ```

use std::iter::Sum;
use std::ops::{Add, Div, Mul};

/// Hours in a day.
pub const HOURS_PER_DAY: f64 = 24.0;
/// Hours in a year of 365 days.
pub const HOURS_PER_YEAR: f64 = 8760.0;
/// Days in a year.
pub const DAYS_PER_YEAR: f64 = 365.0;
/// Minutes in an hour.
pub const MINUTES_PER_HOUR: f64 = 60.0;
/// Seconds in an hour.
pub const SECONDS_PER_HOUR: f64 = 3600.0;
/// Joules in a kilowatt-hour.
pub const JOULES_PER_KILOWATT_HOUR: f64 = 3.6e6;
/// Watt-hours in a kilowatt-hour.
pub const WATT_HOURS_PER_KILOWATT_HOUR: f64 = 1000.0;
/// Watts in a kilowatt.
pub const WATTS_PER_KILOWATT: f64 = 1000.0;
/// Grams in a kilogram.
pub const GRAMS_PER_KILOGRAM: f64 = 1000.0;
/// Kilograms in a tonne.
pub const KILOGRAMS_PER_TONNE: f64 = 1000.0;

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(pub f64);

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self { Self(self.0 + other.0) }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self { Self(all.map(|item| item.0).sum()) }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, times: f64) -> Self { Self(self.0 * times) }
        }
        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, by: f64) -> Self { Self(self.0 / by) }
        }
        /// A ratio.
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 { self.0 / other.0 }
        }
        impl Mul<$name> for f64 {
            type Output = $name;
            fn mul(self, quantity: $name) -> $name { $name(self * quantity.0) }
        }
    )* };
}

quantities! {
    /// Electricity, kWh.
    Energy;
    /// Electric power, W.
    Power;
    /// Time, h.
    Duration;
    /// Greenhouse gas, kg of CO₂ equivalent.
    Co2e;
    /// Greenhouse gas of electricity, g of CO₂ equivalent per kWh.
    Intensity;
    /// Water consumed, L.
    Water;
    /// Water consumed for electricity or for cooling (WUE, EWIF), L/kWh.
    WaterIntensity;
    /// Primary energy, MJ.
    PrimaryEnergy;
    /// Primary energy of electricity, MJ/kWh.
    PrimaryIntensity;
    /// Abiotic depletion of minerals and metals, kg of antimony equivalent.
    Minerals;
    /// Abiotic depletion caused by electricity, kg of antimony equivalent per kWh.
    MineralIntensity;
    /// Mass of equipment, kg.
    Mass;
    /// Greenhouse gas of treating waste, kg of CO₂ equivalent per kg of equipment.
    DisposalFactor;
    /// Cost, USD.
    Money;
    /// Price of electricity, USD/kWh.
    EnergyPrice;
    /// Price or social cost of greenhouse gas, USD per tonne of CO₂ equivalent.
    CarbonPrice;
}

/// Each product with its two inverse quotients; `scale` raw products make one unit of the result.
macro_rules! products {
    ($($left:ident * $right:ident = $product:ident / $scale:expr;)*) => { $(
        impl Mul<$right> for $left {
            type Output = $product;
            fn mul(self, other: $right) -> $product { $product(self.0 * other.0 / $scale) }
        }
        impl Mul<$left> for $right {
            type Output = $product;
            fn mul(self, other: $left) -> $product { $product(other.0 * self.0 / $scale) }
        }
        impl Div<$right> for $product {
            type Output = $left;
            fn div(self, other: $right) -> $left { $left(self.0 * $scale / other.0) }
        }
        impl Div<$left> for $product {
            type Output = $right;
            fn div(self, other: $left) -> $right { $right(self.0 * $scale / other.0) }
        }
    )* };
}

products! {
    Power * Duration = Energy / WATTS_PER_KILOWATT;
    Energy * Intensity = Co2e / GRAMS_PER_KILOGRAM;
    Energy * WaterIntensity = Water / 1.0;
    Energy * PrimaryIntensity = PrimaryEnergy / 1.0;
    Energy * MineralIntensity = Minerals / 1.0;
    Energy * EnergyPrice = Money / 1.0;
    Mass * DisposalFactor = Co2e / 1.0;
    Co2e * CarbonPrice = Money / KILOGRAMS_PER_TONNE;
}

impl Energy {
    /// From joules.
    pub fn from_joules(joules: f64) -> Self {
        Self(joules / JOULES_PER_KILOWATT_HOUR)
    }

    /// From watt-hours.
    pub fn from_watt_hours(watt_hours: f64) -> Self {
        Self(watt_hours / WATT_HOURS_PER_KILOWATT_HOUR)
    }
}

impl Duration {
    /// From seconds.
    pub fn from_seconds(seconds: f64) -> Self {
        Self(seconds / SECONDS_PER_HOUR)
    }

    /// From years of 365 days.
    pub fn from_years(years: f64) -> Self {
        Self(years * HOURS_PER_YEAR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(value: f64, expected: f64) {
        assert!(
            (value / expected - 1.0).abs() < 1e-15,
            "{value} is not {expected}"
        );
    }

    #[test]
    fn constants_agree_with_each_other() {
        close(HOURS_PER_YEAR, DAYS_PER_YEAR * HOURS_PER_DAY);
        close(JOULES_PER_KILOWATT_HOUR, SECONDS_PER_HOUR * WATTS_PER_KILOWATT);
    }

    #[test]
    fn products_convert_units() {
        close((Power(700.0) * Duration(720.0)).0, 504.0);
        close((Energy(1000.0) * Intensity(400.0)).0, 400.0);
        close((Energy(10.0) * WaterIntensity(1.8)).0, 18.0);
        close((Energy(10.0) * PrimaryIntensity(9.0)).0, 90.0);
        close((Energy(10.0) * MineralIntensity(5e-8)).0, 5e-7);
        close((Energy(10.0) * EnergyPrice(0.06)).0, 0.6);
        close((Mass(10.0) * DisposalFactor(0.5)).0, 5.0);
        close((Co2e(2000.0) * CarbonPrice(190.0)).0, 380.0);
    }

    #[test]
    fn other_units_convert() {
        close(Energy::from_joules(7.2e6).0, 2.0);
        close(Energy::from_watt_hours(0.3).0, 3e-4);
        close(Duration::from_seconds(5400.0).0, 1.5);
        close(Duration::from_years(0.5).0, 4380.0);
    }

    #[test]
    fn sums_and_ratios() {
        close([Mass(1.5), Mass(2.5)].into_iter().sum::<Mass>().0, 4.0);
        close((Mass(4.0) / 8.0).0, 0.5);
        close(Mass(4.0) / Mass(8.0), 0.5);
    }

    #[test]
    fn quotients_invert_products() {
        close((Energy(504.0) / Duration(720.0)).0, 700.0);
        close((Energy(504.0) / Power(700.0)).0, 720.0);
        close((Co2e(400.0) / Energy(1000.0)).0, 400.0);
    }
}
