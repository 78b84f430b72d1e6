//! What Green Algorithms 3.0 prints: amounts with units, and what they compare to.

use super::text::{python_fixed, python_percent, python_scientific};
use serde::Serialize;

/// g CO2e a tree takes up in a year.
pub const TREE_YEAR_G: f64 = 11_000.0;
/// g CO2e a kilometre by car in Europe.
pub const CAR_EU_G_PER_KM: f64 = 175.0;
/// g CO2e a flight Paris-Dublin.
pub const FLIGHT_PARIS_DUBLIN_G: f64 = 110_000.0;
/// g CO2e a flight New York-San Francisco.
pub const FLIGHT_NY_SF_G: f64 = 570_000.0;
/// g CO2e a flight New York-Melbourne.
pub const FLIGHT_NYC_MELBOURNE_G: f64 = 2_310_000.0;
/// Texts as the page prints them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// Energy.
    pub energy: String,
    /// Emissions.
    pub carbon: String,
    /// Trees.
    pub tree: String,
    /// Car.
    pub car: String,
    /// Share or number of flights.
    pub flight_amount: String,
    /// What follows it.
    pub flight_label: String,
}

/// Two decimals, or three significant digits in powers of ten from 1000 on and below `least`.
fn quantity(value: f64, least: f64, unit: &str) -> String {
    let plain = value == 0.0 || (value < 1e3 && value >= least);
    let number = if plain {
        python_fixed(value, 2)
    } else {
        python_scientific(value, 2)
    };
    format!("{number} {unit}")
}

/// Energy as printed, from kWh.
pub fn energy_text(kwh: f64) -> String {
    match kwh {
        _ if kwh >= 1e3 => quantity(kwh / 1e3, 1.0, "MWh"),
        _ if kwh < 1.0 => quantity(kwh * 1e3, 1.0, "Wh"),
        _ => quantity(kwh, 1.0, "kWh"),
    }
}

/// Emissions as printed, from g CO2e.
pub fn carbon_text(grams: f64) -> String {
    match grams {
        _ if grams >= 1e6 => quantity(grams / 1e6, 1.0, "TCO2e"),
        _ if grams >= 1e3 => quantity(grams / 1e3, 1.0, "kgCO2e"),
        _ if grams < 1.0 => quantity(grams * 1e3, 1.0, "mgCO2e"),
        _ => quantity(grams, 1.0, "gCO2e"),
    }
}

/// Trees as printed, from g CO2e.
pub fn tree_text(grams: f64) -> String {
    let months = grams / TREE_YEAR_G * 12.0;
    if months >= 24.0 {
        quantity(months / 12.0, 0.1, "tree-years")
    } else {
        quantity(months, 0.1, "tree-months")
    }
}

/// Car as printed, from g CO2e.
pub fn car_text(grams: f64) -> String {
    quantity(grams / CAR_EU_G_PER_KM, 0.1, "km")
}

/// Flights as printed, from g CO2e: amount and what follows it.
pub fn flight_texts(grams: f64) -> (String, String) {
    let (whole, route) = match grams {
        _ if grams < 0.5 * FLIGHT_NY_SF_G => (FLIGHT_PARIS_DUBLIN_G, "Paris-Dublin"),
        _ if grams < 0.5 * FLIGHT_NYC_MELBOURNE_G => (FLIGHT_NY_SF_G, "NYC-San Francisco"),
        _ => (FLIGHT_NYC_MELBOURNE_G, "NYC-Melbourne"),
    };
    let share = grams / whole;
    let amount = match share {
        _ if share == 0.0 => "0".to_owned(),
        _ if share > 1e6 => python_scientific(share, 0),
        _ if share >= 1.0 => python_fixed(share, 1),
        _ if share >= 0.01 => python_percent(share, 0),
        _ if share >= 1e-4 => python_percent(share, 2),
        _ => format!("{} %", python_scientific(share * 100.0, 0)),
    };
    let label = if share >= 1.0 || share == 0.0 {
        "flights"
    } else {
        "of a flight"
    };
    (amount, format!("{label} {route}"))
}

impl Texts {
    /// All texts of a result, from kWh and g CO2e.
    pub fn new(kwh: f64, grams: f64) -> Self {
        let (flight_amount, flight_label) = flight_texts(grams);
        Self {
            energy: energy_text(kwh),
            carbon: carbon_text(grams),
            tree: tree_text(grams),
            car: car_text(grams),
            flight_amount,
            flight_label,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected texts printed by the tool's own functions (`blueprints/metrics/utils`, run in CPython 3.11).
    #[test]
    fn prints_at_the_edges_of_its_units() {
        let energies = [
            (0.0, "0.00 Wh"),
            (0.000_5, "5.00e-01 Wh"),
            (0.999_999, "1,000.00 Wh"),
            (1.0, "1.00 kWh"),
            (999.999, "1,000.00 kWh"),
            (1e6, "1.00e+03 MWh"),
        ];
        for (kwh, expected) in energies {
            assert_eq!(energy_text(kwh), expected, "{kwh}");
        }
        let flights = [
            (0.0, "0", "flights Paris-Dublin"),
            (1.0, "9e-04 %", "of a flight Paris-Dublin"),
            (284_999.0, "2.6", "flights Paris-Dublin"),
            (285_000.0, "50%", "of a flight NYC-San Francisco"),
            (1_154_999.0, "2.0", "flights NYC-San Francisco"),
            (1_155_000.0, "50%", "of a flight NYC-Melbourne"),
            (2.5e12, "1e+06", "flights NYC-Melbourne"),
            (2.310_1e9, "1,000.0", "flights NYC-Melbourne"),
        ];
        for (grams, amount, label) in flights {
            assert_eq!(
                flight_texts(grams),
                (amount.to_owned(), label.to_owned()),
                "{grams}"
            );
        }
        assert_eq!(tree_text(22_000.0), "2.00 tree-years");
        assert_eq!(tree_text(91.0), "9.93e-02 tree-months");
        assert_eq!(car_text(17.5), "0.10 km");
        assert_eq!(carbon_text(999.999), "1,000.00 gCO2e");
    }
}
