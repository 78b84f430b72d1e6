//! Conversions between units: the only place for them.

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
