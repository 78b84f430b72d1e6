//! The methods' own tables together: parsed from text handed in, file by file.

use super::Error;
use super::table::TableError;
use super::{cloud_carbon_footprint_1_0_tables as ccf, codecarbon_3_3 as codecarbon};
use super::{codecarbon_3_3_hardware as hardware, ecologits_0_11_tables as ecologits};
use super::{green_algorithms_3_0_tables as green, ml_co2_impact_2026_03 as mlco2};

/// Every table a method may ask for; those not handed in are missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// Text models of EcoLogits 0.11.
    pub ecologits_models: Option<ecologits::Models>,
    /// Electricity of EcoLogits 0.11.
    pub ecologits_electricity: Option<ecologits::Electricity>,
    /// Providers of EcoLogits 0.11.
    pub ecologits_providers: Option<ecologits::Providers>,
    /// Servers for video of EcoLogits 0.11.
    pub ecologits_servers: Option<ecologits::VideoServers>,
    /// Video models of EcoLogits 0.11.
    pub ecologits_videos: Option<ecologits::VideoModels>,
    /// Countries of CodeCarbon 3.3.
    pub codecarbon_countries: Option<codecarbon::Countries>,
    /// Regions of CodeCarbon 3.3.
    pub codecarbon_regions: Option<codecarbon::Regions>,
    /// Cloud regions of CodeCarbon 3.3.
    pub codecarbon_clouds: Option<codecarbon::Clouds>,
    /// Processors of CodeCarbon 3.3.
    pub codecarbon_cpus: Option<hardware::CpuPowers>,
    /// Factors of Cloud Carbon Footprint 1.0.
    pub ccf_factors: Option<ccf::Factors>,
    /// Processors of Cloud Carbon Footprint 1.0.
    pub ccf_processors: Option<ccf::Processors>,
    /// Hardware of ML CO2 Impact.
    pub mlco2_hardware: Option<mlco2::Hardware>,
    /// Regions of ML CO2 Impact.
    pub mlco2_regions: Option<mlco2::Regions>,
    /// Locations of Green Algorithms 3.0.
    pub green_locations: Option<green::Locations>,
    /// Devices of Green Algorithms 3.0.
    pub green_devices: Option<green::Devices>,
    /// Data centres of Green Algorithms 3.0.
    pub green_facilities: Option<green::Facilities>,
}

/// Names of the files under `assets/data/methods`, each of which [`Library::parse`] takes.
pub const FILES: [&str; 19] = [
    ecologits::Models::FILE,
    ecologits::Electricity::FILE,
    ecologits::Providers::FILE,
    ecologits::VideoServers::FILE,
    ecologits::VideoModels::FILE,
    codecarbon::Countries::FILE,
    codecarbon::Regions::FILE,
    codecarbon::Clouds::FILE,
    hardware::CpuPowers::FILE,
    ccf::Factors::FILE,
    ccf::Processors::FILE,
    mlco2::Hardware::FILE,
    mlco2::Regions::FILE,
    mlco2::Regions::FILE_ODBL,
    green::Locations::FILE,
    green::Locations::FILE_ODBL,
    green::Devices::FILE,
    green::Facilities::FILE,
    green::Facilities::FILE_PUE,
];

impl Library {
    /// Parses the files for which `text` has an answer. Data under the ODbL come in files of their own; without
    /// them the regions they hold are missing.
    ///
    /// # Errors
    /// Every fault of every file, with file, line and column.
    pub fn parse<'a>(text: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Vec<TableError>> {
        let mut errors = Vec::new();
        let mut library = Self::default();
        let of = |name: &str| text(name);
        keep(
            &mut library.ecologits_models,
            of(ecologits::Models::FILE).map(ecologits::Models::parse),
            &mut errors,
        );
        keep(
            &mut library.ecologits_electricity,
            of(ecologits::Electricity::FILE).map(ecologits::Electricity::parse),
            &mut errors,
        );
        keep(
            &mut library.ecologits_providers,
            of(ecologits::Providers::FILE).map(ecologits::Providers::parse),
            &mut errors,
        );
        keep(
            &mut library.ecologits_servers,
            of(ecologits::VideoServers::FILE).map(ecologits::VideoServers::parse),
            &mut errors,
        );
        keep(
            &mut library.ecologits_videos,
            of(ecologits::VideoModels::FILE).map(ecologits::VideoModels::parse),
            &mut errors,
        );
        keep(
            &mut library.codecarbon_countries,
            of(codecarbon::Countries::FILE).map(codecarbon::Countries::parse),
            &mut errors,
        );
        keep(
            &mut library.codecarbon_regions,
            of(codecarbon::Regions::FILE).map(codecarbon::Regions::parse),
            &mut errors,
        );
        keep(
            &mut library.codecarbon_clouds,
            of(codecarbon::Clouds::FILE).map(codecarbon::Clouds::parse),
            &mut errors,
        );
        keep(
            &mut library.codecarbon_cpus,
            of(hardware::CpuPowers::FILE).map(hardware::CpuPowers::parse),
            &mut errors,
        );
        keep(
            &mut library.ccf_factors,
            of(ccf::Factors::FILE).map(ccf::Factors::parse),
            &mut errors,
        );
        keep(
            &mut library.ccf_processors,
            of(ccf::Processors::FILE).map(ccf::Processors::parse),
            &mut errors,
        );
        keep(
            &mut library.mlco2_hardware,
            of(mlco2::Hardware::FILE).map(mlco2::Hardware::parse),
            &mut errors,
        );
        keep(
            &mut library.mlco2_regions,
            of(mlco2::Regions::FILE).map(|text| mlco2::Regions::parse(text, of(mlco2::Regions::FILE_ODBL))),
            &mut errors,
        );
        keep(
            &mut library.green_locations,
            of(green::Locations::FILE)
                .map(|text| green::Locations::parse(text, of(green::Locations::FILE_ODBL))),
            &mut errors,
        );
        keep(
            &mut library.green_devices,
            of(green::Devices::FILE).map(green::Devices::parse),
            &mut errors,
        );
        let facilities = of(green::Facilities::FILE).zip(of(green::Facilities::FILE_PUE));
        keep(
            &mut library.green_facilities,
            facilities.map(|(centres, pues)| green::Facilities::parse(centres, pues)),
            &mut errors,
        );
        if errors.is_empty() {
            Ok(library)
        } else {
            Err(errors)
        }
    }
}

fn keep<T>(slot: &mut Option<T>, parsed: Option<Result<T, Vec<TableError>>>, errors: &mut Vec<TableError>) {
    match parsed {
        Some(Ok(table)) => *slot = Some(table),
        Some(Err(faults)) => errors.extend(faults),
        None => {}
    }
}

/// The table, or which file is missing.
pub(crate) fn need<'a, T>(table: Option<&'a T>, file: &'static str) -> Result<&'a T, Error> {
    table.ok_or(Error::MissingTable(file))
}

/// The tables that come with the project.
///
/// # Errors
/// Never in a tested build: the files are parsed by the project's own tests.
#[cfg(not(target_arch = "wasm32"))]
pub fn built_in() -> Result<&'static Library, Error> {
    use std::sync::OnceLock;
    static LIBRARY: OnceLock<Result<Library, Vec<TableError>>> = OnceLock::new();
    let parsed = LIBRARY.get_or_init(|| Library::parse(built_in_text));
    parsed.as_ref().map_err(|errors| {
        Error::Rejected(
            errors
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
        )
    })
}

/// Text of a table that comes with the project, by its file name.
#[cfg(not(target_arch = "wasm32"))]
pub fn built_in_text(file: &str) -> Option<&'static str> {
    macro_rules! table {
        ($($name:literal),+ $(,)?) => {
            match file {
                $($name => Some(include_str!(concat!("../../assets/data/methods/", $name))),)+
                _ => None,
            }
        };
    }
    table!(
        "ecologits_0_11_models.csv",
        "ecologits_0_11_electricity.csv",
        "ecologits_0_11_providers.csv",
        "ecologits_0_11_video_hardware.csv",
        "ecologits_0_11_video_models.csv",
        "codecarbon_3_3_countries.csv",
        "codecarbon_3_3_regions.csv",
        "codecarbon_3_3_cloud.csv",
        "codecarbon_3_3_cpu_power.csv",
        "cloud_carbon_footprint_factors.csv",
        "cloud_carbon_footprint_processors.csv",
        "ml_co2_impact_hardware.csv",
        "ml_co2_impact_regions.csv",
        "ml_co2_impact_regions_odbl.csv",
        "green_algorithms_3_0_intensity.csv",
        "green_algorithms_3_0_intensity_odbl.csv",
        "green_algorithms_3_0_hardware.csv",
        "green_algorithms_3_0_datacentres.csv",
        "green_algorithms_3_0_pue.csv",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_there_and_reads() {
        for file in FILES {
            let text = built_in_text(file).unwrap_or_else(|| panic!("{file} is not included"));
            assert!(text.contains("# Source: "), "{file} names no source");
            let (licence, odbl) = (text.contains("# Licence of this file: "), file.contains("_odbl"));
            assert!(
                licence != odbl && odbl == text.contains("opendatacommons.org"),
                "{file} names no licence"
            );
        }
        let library = built_in().unwrap();
        assert!(
            library
                .ecologits_models
                .as_ref()
                .is_some_and(|models| models.names().len() == 351)
        );
        assert!(
            library
                .codecarbon_countries
                .as_ref()
                .is_some_and(|countries| countries.codes().len() == 213)
        );
    }

    #[test]
    fn files_may_be_missing() {
        let library = Library::parse(|_| None).unwrap();
        assert_eq!(library, Library::default());
        let faults =
            Library::parse(|file| (file == green::Devices::FILE).then_some("kind,model,tdp_w\nTPU,x,y\n"));
        assert_eq!(faults.unwrap_err().len(), 1);
    }

    #[test]
    fn odbl_rows_are_apart() {
        let without = |file: &str| built_in_text(file).filter(|_| !file.contains("odbl"));
        let library = Library::parse(without).unwrap();
        assert!(library.green_locations.unwrap().find("IL").is_err());
        assert!(library.mlco2_regions.unwrap().find("coreweave", "LGA1").is_err());
    }
}
