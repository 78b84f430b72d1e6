//! Cloud Carbon Footprint, core 1.0.0: usage from a cloud bill times fixed coefficients.
//!
//! Source: Thoughtworks, `@cloud-carbon-footprint/core` 1.0.0 (Apache-2.0). Reproduced with its artefacts: an average
//! power of 0 W and a factor of 0 are taken as "not given"; manufacture is also expressed in kWh, by dividing by
//! the factor; traffic ignores replication.

use super::cloud_carbon_footprint_1_0_tables::{Factors, Processors};
use super::common::{Basis, Boundary, Coverage};
use super::{Error, Method};
use serde::{Deserialize, Serialize};

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "cloud-carbon-footprint-1.0.0",
    family: "cloud-carbon-footprint",
    name: "Cloud Carbon Footprint",
    version: "1.0.0",
    citation: "ccf",
    url: "https://www.cloudcarbonfootprint.org",
    licence: "Apache-2.0",
    kinds: &[
        "compute",
        "storage",
        "memory",
        "networking",
        "embodied",
        "unknown",
        "watts",
        "gigabyte_hours",
        "physical_chips",
    ],
    boundary: Boundary {
        pue: Coverage::Counted,
        host: Coverage::Counted,
        idle: Coverage::LeftOut,
        embodied: Coverage::IfGiven,
        water: Coverage::LeftOut,
        market_based: Coverage::LeftOut,
        uncertainty: Coverage::LeftOut,
        development: Coverage::LeftOut,
    },
};

/// kWh a gigabyte-hour of memory.
pub const MEMORY_KWH_PER_GB_HOUR: f64 = 0.000_392;
/// kWh a gigabyte of traffic.
pub const NETWORK_KWH_PER_GB: f64 = 0.001;
/// PUE of the providers.
pub const PUES: [(&str, f64); 3] = [("aws", 1.135), ("gcp", 1.1), ("azure", 1.185)];
/// Lifetime of a server, h (four years).
pub const LIFESPAN_HOURS: f64 = 35_040.0;
/// Virtual processors a chip, for counting chips.
pub const VCPUS_PER_CHIP: f64 = 96.0;

/// Factor of the electricity, given or looked up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Factor {
    /// Metric tons CO2e/kWh; the second replaces a first of 0.
    Given {
        /// The region's.
        t_per_kwh: f64,
        /// The one of the region `Unknown`.
        #[serde(default)]
        unknown_t_per_kwh: Option<f64>,
    },
    /// By provider and region; regions the method does not know take the provider's `Unknown`.
    Region {
        /// `aws` or `azure`.
        provider: String,
        /// As the provider spells it.
        region: String,
    },
}

/// Chips in a machine whose largest size has so many virtual processors.
pub fn physical_chips(largest_vcpus: f64) -> f64 {
    (largest_vcpus / VCPUS_PER_CHIP).ceil()
}

/// Service and unit the provider has other usage of, for [`Inputs::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Energy of the usage already estimated, kWh.
    pub kwh: f64,
    /// Its cost or amount.
    pub amount: f64,
}

/// The inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Inputs {
    /// Virtual processors.
    Compute {
        /// Virtual-processor-hours.
        vcpu_hours: f64,
        /// Mean use, per cent.
        cpu_util_pct: f64,
        /// Power idle, W per virtual processor.
        min_w: f64,
        /// Power at full use, W per virtual processor.
        max_w: f64,
        /// Mean power, W; replaces the three above unless 0.
        #[serde(default)]
        average_w: Option<f64>,
        /// Facility energy over IT energy.
        pue: f64,
        /// Copies of the machine.
        #[serde(default)]
        replication: Option<f64>,
        /// The electricity.
        factor: Factor,
    },
    /// Drives.
    Storage {
        /// Terabyte-hours.
        terabyte_hours: f64,
        /// Wh a terabyte-hour: the program takes 1.2 for solid-state drives and 0.65 for hard drives.
        coefficient: f64,
        /// Facility energy over IT energy.
        pue: f64,
        /// Copies.
        #[serde(default)]
        replication: Option<f64>,
        /// The electricity.
        factor: Factor,
    },
    /// Memory.
    Memory {
        /// Gigabyte-hours.
        gigabyte_hours: f64,
        /// kWh a gigabyte-hour.
        #[serde(default = "memory_coefficient")]
        coefficient: f64,
        /// Facility energy over IT energy.
        pue: f64,
        /// Copies.
        #[serde(default)]
        replication: Option<f64>,
        /// The electricity.
        factor: Factor,
    },
    /// Traffic.
    Networking {
        /// Gigabytes.
        gigabytes: f64,
        /// kWh a gigabyte.
        #[serde(default = "network_coefficient")]
        coefficient: f64,
        /// Facility energy over IT energy.
        pue: f64,
        /// The electricity.
        factor: Factor,
    },
    /// Manufacture.
    Embodied {
        /// Manufacture of the whole server, metric tons CO2e.
        scope3_t: f64,
        /// Hours of use.
        usage_hours: f64,
        /// Virtual processors of the machine rented.
        instance_vcpu: f64,
        /// Virtual processors of the largest machine of its family.
        largest_vcpu: f64,
        /// Lifetime of the server, h.
        #[serde(default = "lifespan")]
        lifespan_h: f64,
        /// The electricity.
        factor: Factor,
    },
    /// Usage of no known kind, by its cost or amount.
    Unknown {
        /// Cost or amount.
        amount: f64,
        /// Other usage of the same service and unit.
        #[serde(default)]
        service: Option<Known>,
        /// Other usage of the same unit in any service.
        #[serde(default)]
        total: Option<Known>,
        /// The electricity.
        factor: Factor,
    },
    /// Power and memory assumed for a machine that may have any of these processors.
    Watts {
        /// `aws` or `azure`.
        provider: String,
        /// Names as in the table.
        processors: Vec<String>,
    },
    /// Memory a machine has beyond its processors' reference server, in use.
    GigabyteHours {
        /// Chips of the largest machine.
        physical_chips: f64,
        /// Memory of the largest machine, GB.
        largest_memory_gb: f64,
        /// Memory the processors' power already covers, GB.
        processor_memory_gb: f64,
        /// Memory of the machine rented, GB.
        instance_memory_gb: f64,
        /// Hours of use.
        usage_hours: f64,
    },
    /// Chips of a machine.
    PhysicalChips {
        /// Virtual processors of the largest machine.
        largest_vcpu: f64,
    },
}

fn memory_coefficient() -> f64 {
    MEMORY_KWH_PER_GB_HOUR
}

fn network_coefficient() -> f64 {
    NETWORK_KWH_PER_GB
}

fn lifespan() -> f64 {
    LIFESPAN_HOURS
}

/// The result.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// An estimate.
    Footprint {
        /// Energy, kWh (for manufacture: emissions over the factor, an artefact).
        kwh: f64,
        /// Metric tons CO2e.
        co2e_t: f64,
    },
    /// Power and memory.
    Watts {
        /// W per virtual processor, idle.
        min_w: f64,
        /// W per virtual processor, at full use.
        max_w: f64,
        /// GB.
        memory_gb: f64,
    },
    /// Gigabyte-hours of memory.
    GigabyteHours {
        /// GB h.
        gigabyte_hours: f64,
    },
    /// Number of chips.
    PhysicalChips {
        /// Chips.
        physical_chips: f64,
    },
}

impl Factor {
    fn t_per_kwh(&self, factors: Option<&Factors>) -> Result<f64, Error> {
        match self {
            Self::Given {
                t_per_kwh,
                unknown_t_per_kwh,
            } => {
                let missing = *t_per_kwh == 0.0 || t_per_kwh.is_nan();
                Ok(if missing {
                    unknown_t_per_kwh.unwrap_or(f64::NAN)
                } else {
                    *t_per_kwh
                })
            }
            Self::Region { provider, region } => factors
                .ok_or(Error::MissingTable(Factors::FILE))?
                .find(provider, region),
        }
    }
}

impl Inputs {
    /// Energy before the factor, kWh, and the factor; nothing for the kinds without them.
    fn energy(&self) -> Option<(f64, &Factor)> {
        Some(match self {
            Self::Compute {
                vcpu_hours,
                cpu_util_pct,
                min_w,
                max_w,
                average_w,
                pue,
                replication,
                factor,
            } => {
                let modelled = min_w + (cpu_util_pct / 100.0) * (max_w - min_w);
                let watt = average_w.filter(|watt| *watt != 0.0).unwrap_or(modelled);
                (
                    watt * vcpu_hours * pue * replication.unwrap_or(1.0) / 1000.0,
                    factor,
                )
            }
            Self::Storage {
                terabyte_hours,
                coefficient,
                pue,
                replication,
                factor,
            } => (
                terabyte_hours * coefficient * pue * replication.unwrap_or(1.0) / 1000.0,
                factor,
            ),
            Self::Memory {
                gigabyte_hours,
                coefficient,
                pue,
                replication,
                factor,
            } => (
                gigabyte_hours * coefficient * pue * replication.unwrap_or(1.0),
                factor,
            ),
            Self::Networking {
                gigabytes,
                coefficient,
                pue,
                factor,
            } => (gigabytes * coefficient * pue, factor),
            Self::Unknown {
                amount,
                service,
                total,
                factor,
            } => {
                let known = service.as_ref().or(total.as_ref());
                (
                    known.map_or(0.0, |known| known.kwh / known.amount * amount),
                    factor,
                )
            }
            Self::Embodied { .. }
            | Self::Watts { .. }
            | Self::GigabyteHours { .. }
            | Self::PhysicalChips { .. } => return None,
        })
    }

    /// The result. Not a number where the program gives none either (a factor of 0 without `Unknown`, no largest
    /// machine).
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::MissingTable`] for figures to be looked up.
    pub fn evaluate(
        &self,
        factors: Option<&Factors>,
        processors: Option<&Processors>,
    ) -> Result<Outcome, Error> {
        if let Some((kwh, factor)) = self.energy() {
            return Ok(Outcome::Footprint {
                kwh,
                co2e_t: kwh * factor.t_per_kwh(factors)?,
            });
        }
        match self {
            Self::Embodied {
                scope3_t,
                usage_hours,
                instance_vcpu,
                largest_vcpu,
                lifespan_h,
                factor,
            } => {
                let co2e_t = scope3_t * (usage_hours / lifespan_h) * (instance_vcpu / largest_vcpu);
                Ok(Outcome::Footprint {
                    kwh: co2e_t / factor.t_per_kwh(factors)?,
                    co2e_t,
                })
            }
            Self::Watts {
                provider,
                processors: names,
            } => {
                let table = processors.ok_or(Error::MissingTable(Processors::FILE))?;
                let [min_w, max_w, memory_gb] = table.assumed(provider, names)?;
                Ok(Outcome::Watts {
                    min_w,
                    max_w,
                    memory_gb,
                })
            }
            Self::GigabyteHours {
                physical_chips,
                largest_memory_gb,
                processor_memory_gb,
                instance_memory_gb,
                usage_hours,
            } => {
                let beyond = largest_memory_gb / physical_chips - processor_memory_gb;
                let ratio = largest_memory_gb / instance_memory_gb;
                let gigabyte_hours = if beyond > 0.0 {
                    beyond / ratio * usage_hours
                } else {
                    0.0
                };
                Ok(Outcome::GigabyteHours { gigabyte_hours })
            }
            Self::PhysicalChips { largest_vcpu } => Ok(Outcome::PhysicalChips {
                physical_chips: physical_chips(*largest_vcpu),
            }),
            _ => Err(Error::Rejected("this kind has no result".into())),
        }
    }

    /// The result split into factors for a waterfall: full-use power as the devices' and the use as power fraction.
    ///
    /// # Errors
    /// As [`Inputs::evaluate`], and [`Error::Rejected`] for the kinds without emissions.
    pub fn basis(&self, factors: Option<&Factors>) -> Result<Basis, Error> {
        if let Some((kwh, factor)) = self.energy() {
            let g_per_kwh = factor.t_per_kwh(factors)? * 1e6;
            let (full, pue) = match self {
                Self::Compute {
                    vcpu_hours,
                    max_w,
                    pue,
                    replication,
                    ..
                } => (max_w * vcpu_hours * replication.unwrap_or(1.0) / 1000.0, *pue),
                Self::Storage { pue, .. } | Self::Memory { pue, .. } | Self::Networking { pue, .. } => {
                    (kwh / pue, *pue)
                }
                _ => (kwh, 1.0),
            };
            let known = full.is_finite() && full > 0.0 && pue > 0.0;
            let (device_kwh, power_fraction) = if known {
                (full, kwh / pue / full)
            } else {
                (kwh, 1.0)
            };
            let pue = if known { pue } else { 1.0 };
            return Ok(Basis {
                device_kwh,
                power_fraction,
                pue,
                g_per_kwh,
                ..Basis::default()
            });
        }
        match self.evaluate(factors, None)? {
            Outcome::Footprint { co2e_t, .. } => Ok(Basis {
                embodied_kg: co2e_t * 1000.0,
                ..Basis::default()
            }),
            _ => Err(Error::Rejected("this kind has no emissions".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compute(average_w: Option<f64>, t_per_kwh: f64) -> Inputs {
        Inputs::Compute {
            vcpu_hours: 10.0,
            cpu_util_pct: 50.0,
            min_w: 1.0,
            max_w: 3.0,
            average_w,
            pue: 1.5,
            replication: None,
            factor: Factor::Given {
                t_per_kwh,
                unknown_t_per_kwh: Some(0.5),
            },
        }
    }

    #[test]
    fn artefacts() {
        let cases = [
            ("modelled power", compute(None, 0.1), 0.003),
            ("0 W is not given", compute(Some(0.0), 0.1), 0.003),
            ("a factor of 0 is not given", compute(None, 0.0), 0.015),
        ];
        for (name, inputs, tons) in cases {
            let Ok(Outcome::Footprint { co2e_t, .. }) = inputs.evaluate(None, None) else {
                panic!("{name}")
            };
            assert!((co2e_t - tons).abs() < 1e-12, "{name}: {co2e_t}");
        }
    }

    /// Expected values printed by the real package in node.
    #[test]
    fn kinds_beside_the_estimators() {
        let gigabytes = |physical_chips: f64| Inputs::GigabyteHours {
            physical_chips,
            largest_memory_gb: 768.0,
            processor_memory_gb: 98.12,
            instance_memory_gb: 96.0,
            usage_hours: 100.0,
        };
        for (chips, expected) in [(2.0, 3573.5), (8.0, 0.0)] {
            let outcome = gigabytes(chips).evaluate(None, None);
            assert_eq!(
                outcome,
                Ok(Outcome::GigabyteHours {
                    gigabyte_hours: expected
                })
            );
        }
        for (largest_vcpu, physical_chips) in [(97.0, 2.0), (96.0, 1.0)] {
            let outcome = Inputs::PhysicalChips { largest_vcpu }.evaluate(None, None);
            assert_eq!(outcome, Ok(Outcome::PhysicalChips { physical_chips }));
        }
        let known = |kwh, amount| Some(Known { kwh, amount });
        let unknown = |service| Inputs::Unknown {
            amount: 3.0,
            service,
            total: known(5.0, 10.0),
            factor: Factor::Given {
                t_per_kwh: 0.5,
                unknown_t_per_kwh: None,
            },
        };
        for (service, kwh, co2e_t) in [(known(8.0, 4.0), 6.0, 3.0), (None, 1.5, 0.75)] {
            assert_eq!(
                unknown(service).evaluate(None, None),
                Ok(Outcome::Footprint { kwh, co2e_t })
            );
        }
    }

    proptest! {
        #[test]
        fn basis_gives_the_result(hours in 0.0..1e9_f64, util in 0.0..100.0_f64, low in 0.0..500.0_f64) {
            let inputs = Inputs::Compute {
                vcpu_hours: hours,
                cpu_util_pct: util,
                min_w: low,
                max_w: low + 10.0,
                average_w: None,
                pue: 1.2,
                replication: Some(2.0),
                factor: Factor::Given { t_per_kwh: 0.0004, unknown_t_per_kwh: None },
            };
            let Ok(Outcome::Footprint { co2e_t, .. }) = inputs.evaluate(None, None) else { panic!() };
            prop_assert!((inputs.basis(None).unwrap().kg() - co2e_t * 1000.0).abs() <= 1e-9 * co2e_t * 1000.0);
        }
    }
}
