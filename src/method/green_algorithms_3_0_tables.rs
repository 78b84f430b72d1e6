//! Tables of Green Algorithms 3.0: intensity by location, power by device, data centres, PUE by provider.

use super::Error;
use super::table::{TableError, read};
use std::collections::HashMap;

/// Intensity by location, g CO2e/kWh.
#[derive(Clone, Debug, PartialEq)]
pub struct Locations(HashMap<String, f64>);

impl Locations {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "green_algorithms_3_0_intensity.csv";
    /// The rows read from Electricity Maps, under the ODbL.
    pub const FILE_ODBL: &'static str = "green_algorithms_3_0_intensity_odbl.csv";

    /// Reads both files; `odbl` may be left out, then its locations are missing.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str, odbl: Option<&str>) -> Result<Self, Vec<TableError>> {
        let file = |name, text: &str| {
            read(
                name,
                text,
                &["location", "country", "region", "g_per_kwh"],
                |row| Some((row.name(0), row.number(3))),
            )
        };
        let mut rows = file(Self::FILE, text)?;
        if let Some(text) = odbl {
            rows.extend(file(Self::FILE_ODBL, text)?);
        }
        Ok(Self(rows.into_iter().collect()))
    }

    /// Intensity of a location such as `FR`, `US-CA` or `WORLD`, g CO2e/kWh.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(&self, location: &str) -> Result<f64, Error> {
        let not_found = || Error::NotFound {
            what: "location",
            name: location.to_owned(),
        };
        self.0.get(location).copied().ok_or_else(not_found)
    }
}

/// Thermal design power by device, W (processors: per core).
#[derive(Clone, Debug, PartialEq)]
pub struct Devices(HashMap<(bool, String), f64>);

impl Devices {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "green_algorithms_3_0_hardware.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, &["kind", "model", "tdp_w"], |row| {
            let gpu = row.one_of(0, &[("CPU", false), ("GPU", true)])?;
            Some(((gpu, row.name(1)), row.number(2)))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    fn find(&self, gpu: bool, model: &str) -> Result<f64, Error> {
        let what = if gpu { "GPU" } else { "CPU" };
        let watt = self.0.get(&(gpu, model.to_owned())).copied();
        watt.ok_or_else(|| Error::NotFound {
            what,
            name: model.to_owned(),
        })
    }

    /// W per core of a processor.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn cpu(&self, model: &str) -> Result<f64, Error> {
        self.find(false, model)
    }

    /// W of an accelerator.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn gpu(&self, model: &str) -> Result<f64, Error> {
        self.find(true, model)
    }
}

/// A data centre of a cloud provider.
#[derive(Clone, Debug, PartialEq)]
pub struct DataCentre {
    /// Location whose intensity holds.
    pub location: String,
    /// Its PUE, where published.
    pub pue: Option<f64>,
}

/// Data centres, named `PROVIDER--NAME`, and PUE by provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Facilities {
    centres: HashMap<String, DataCentre>,
    pues: HashMap<String, f64>,
}

impl Facilities {
    /// File name of the data centres under `assets/data/methods`.
    pub const FILE: &'static str = "green_algorithms_3_0_datacentres.csv";
    /// File name of the PUEs under `assets/data/methods`.
    pub const FILE_PUE: &'static str = "green_algorithms_3_0_pue.csv";

    /// Reads both tables.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(centres: &str, pues: &str) -> Result<Self, Vec<TableError>> {
        let centres = read(
            Self::FILE,
            centres,
            &["provider", "name", "location", "pue"],
            |row| {
                let centre = DataCentre {
                    location: row.name(2),
                    pue: row.optional(3),
                };
                Some((format!("{}--{}", row.name(0), row.name(1)), centre))
            },
        )?;
        let pues = read(Self::FILE_PUE, pues, &["provider", "pue"], |row| {
            Some((row.name(0), row.number(1)))
        })?;
        Ok(Self {
            centres: centres.into_iter().collect(),
            pues: pues.into_iter().collect(),
        })
    }

    /// A data centre by its unique name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn centre(&self, name: &str) -> Result<&DataCentre, Error> {
        self.centres.get(name).ok_or_else(|| Error::NotFound {
            what: "data centre",
            name: name.to_owned(),
        })
    }

    /// PUE of a provider; `Unknown` is the default of local servers and other providers.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn pue(&self, provider: &str) -> Result<f64, Error> {
        let pue = self.pues.get(provider).copied();
        pue.ok_or_else(|| Error::NotFound {
            what: "provider",
            name: provider.to_owned(),
        })
    }
}
