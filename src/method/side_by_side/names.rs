//! What the methods call the accelerators and places of this calculator's tables.

use super::subject::Subject;
use crate::data::{self, Accelerator, CloudRegion, iso};
use crate::method::{codecarbon_3_3 as codecarbon, ml_co2_impact_2026_03 as mlco2};

/// Names of an accelerator: its id here, in ML CO2 Impact, Green Algorithms and Cloud Carbon Footprint; empty
/// where a method does not list it.
const ACCELERATORS: [[&str; 4]; 30] = [
    ["a100-sxm-40", "", "", "nvidia_tesla_a100"],
    ["a100-sxm-80", "A100 SXM4 80 GB", "", "nvidia_tesla_a100"],
    [
        "a100-pcie-40",
        "A100 PCIe 40/80GB",
        "NVIDIA A100 40GB PCIe",
        "nvidia_tesla_a100",
    ],
    [
        "a100-pcie-80",
        "A100 PCIe 40/80GB",
        "NVIDIA A100 80GB PCIe",
        "nvidia_tesla_a100",
    ],
    ["a10g", "A10G", "", "nvidia_a10g"],
    ["h100-sxm", "H100 SXM", "", ""],
    ["k80", "Tesla K80", "NVIDIA Tesla K80", "nvidia_tesla_k80"],
    ["l4", "L4", "", ""],
    ["l40s", "L40S", "", ""],
    ["m40", "Tesla M40 24GB", "", ""],
    [
        "p100-pcie",
        "Tesla P100",
        "NVIDIA Tesla P100 PCIe",
        "nvidia_tesla_p100",
    ],
    [
        "p100-sxm2",
        "Tesla P100",
        "NVIDIA Tesla P100",
        "nvidia_tesla_p100",
    ],
    ["p4", "", "NVIDIA Tesla P4", "nvidia_tesla_p4"],
    ["p40", "Tesla P40", "", "nvidia_tesla_p40"],
    ["rtx-2080ti", "RTX 2080 Ti", "NVIDIA RTX 2080 Ti", ""],
    ["rtx-3080", "RTX 3080", "", ""],
    ["rtx-3090", "RTX 3090", "", ""],
    ["rtx-4090", "RTX 4090", "", ""],
    ["rtx-8000", "RTX 8000", "", ""],
    ["rtx-a4000", "RTX A4000", "", ""],
    ["rtx-a5000", "RTX A5000", "", ""],
    ["rtx-a6000", "RTX A6000", "", ""],
    ["t4", "T4", "NVIDIA Tesla T4", "nvidia_t4"],
    ["tpu-v2", "TPUv2 Chip", "TPU v2", ""],
    ["tpu-v3", "TPUv3 Chip", "TPU v3", ""],
    ["tpu-v4", "", "TPU v4", ""],
    [
        "v100-pcie-16",
        "Tesla V100-PCIE-16GB",
        "NVIDIA Tesla V100",
        "nvidia_tesla_v100",
    ],
    ["v100-pcie-32", "", "NVIDIA Tesla V100", "nvidia_tesla_v100"],
    [
        "v100-sxm2-16",
        "Tesla V100-SXM2-16GB",
        "NVIDIA Tesla V100",
        "nvidia_tesla_v100",
    ],
    [
        "v100-sxm2-32",
        "Tesla V100-SXM2-32GB",
        "NVIDIA Tesla V100",
        "nvidia_tesla_v100",
    ],
];

fn accelerator(device: Option<&Accelerator>, method: usize) -> Option<&'static str> {
    let id = device?.id;
    let row = ACCELERATORS.iter().find(|row| row[0] == id)?;
    Some(row[method]).filter(|name| !name.is_empty())
}

/// Name in ML CO2 Impact.
pub(super) fn ml_co2_impact(device: Option<&Accelerator>) -> Option<&'static str> {
    accelerator(device, 1)
}

/// Name in Green Algorithms.
pub(super) fn green_algorithms(device: Option<&Accelerator>) -> Option<&'static str> {
    accelerator(device, 2)
}

/// Name in Cloud Carbon Footprint.
pub(super) fn cloud_carbon_footprint(device: Option<&Accelerator>) -> Option<&'static str> {
    accelerator(device, 3)
}

/// Country of a zone's code, two letters.
fn country(zone: &str) -> &str {
    zone.split('-').next().unwrap_or(zone)
}

/// The cloud regions of the place, the chosen one first. A zone of the world or of many countries has none: any
/// of its regions would be one country's.
pub(super) fn cloud_regions<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'static CloudRegion> + 'a {
    let zone = subject.zone();
    let others = data::cloud_regions()
        .iter()
        .filter(move |region| region.zone == zone);
    subject.region().into_iter().chain(others)
}

/// The region as ML CO2 Impact spells it.
pub(super) fn ml_co2_region(region: &CloudRegion) -> (&'static str, &'static str) {
    match region.id {
        "ovh/fr-gravelines" => ("ovh", "gra"),
        "ovh/ca-beauharnois" => ("ovh", "bhs"),
        "scaleway/fr-par" => ("scaleway", ""),
        _ => (region.provider, region.code),
    }
}

/// The first region of the place that ML CO2 Impact lists.
pub(super) fn ml_co2_place(
    subject: &Subject<'_>,
    regions: &mlco2::Regions,
) -> Option<(&'static str, &'static str)> {
    cloud_regions(subject)
        .map(ml_co2_region)
        .find(|(provider, code)| regions.find(provider, code).is_ok())
}

/// The region as Cloud Carbon Footprint spells it: Azure's with capitals here and there.
pub(super) fn ccf_region(region: &CloudRegion) -> &'static str {
    match (region.provider, region.code) {
        ("azure", "centralus") => "CentralUS",
        ("azure", "eastus") => "EastUS",
        ("azure", "eastus2") => "EastUS2",
        ("azure", "eastus3") => "EastUS3",
        ("azure", "northcentralus") => "NorthCentralUs",
        ("azure", "southcentralus") => "SouthCentralUS",
        ("azure", "westcentralus") => "WestCentralUS",
        ("azure", "westus") => "WestUS",
        _ => region.code,
    }
}

/// The zone as Green Algorithms spells it, then its country, then the world.
pub(super) fn green_locations(zone: &str) -> [&str; 3] {
    let own = match zone {
        "CA-MB" => "CA-MT",
        "HK" => "CN-HK",
        _ => zone,
    };
    [own, country(zone), "WORLD"]
}

/// The zone's country in three letters; none for the world and for groups of countries.
pub(super) fn alpha3(zone: &str) -> Option<&'static str> {
    iso::alpha3(country(zone))
}

/// The place as CodeCarbon takes it: states and provinces by name, Nordic bidding zones by code, Google's regions
/// by theirs.
pub(super) fn codecarbon_place(subject: &Subject<'_>) -> codecarbon::Place {
    let zone = subject.zone();
    let google = subject.region().filter(|region| region.provider == "gcp");
    let region = match (country(zone), zone.split_once('-')) {
        ("SE" | "NO", Some((_, area))) => Some(area.to_lowercase()),
        (_, Some(_)) => subject.catalog.zone(zone).map(|zone| zone.english.to_lowercase()),
        _ => None,
    };
    codecarbon::Place {
        country: alpha3(zone).map(str::to_owned),
        region,
        cloud_provider: google.map(|_| "gcp".to_owned()),
        cloud_region: google.map(|region| region.code.to_owned()),
        forced_g_per_kwh: subject.own_intensity(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::method::library::built_in;

    #[test]
    fn every_name_is_in_both_tables() {
        let library = built_in().unwrap();
        let (pages, green) = (library.mlco2_hardware.as_ref(), library.green_devices.as_ref());
        let ccf = library.ccf_processors.as_ref().unwrap();
        for [id, page, form, processor] in ACCELERATORS {
            assert!(data::accelerator(id).is_some(), "{id}");
            assert!(page.is_empty() || pages.unwrap().watt(page).is_ok(), "{page}");
            assert!(form.is_empty() || green.unwrap().gpu(form).is_ok(), "{form}");
            let known = ["aws", "azure"].map(|cloud| ccf.power(cloud, processor).is_ok());
            assert!(processor.is_empty() || known.contains(&true), "{processor}");
        }
    }

    #[test]
    fn the_regions_of_the_methods_are_found() {
        let library = built_in().unwrap();
        let (pages, factors) = (library.mlco2_regions.as_ref(), library.ccf_factors.as_ref());
        let unknown = |provider| factors.unwrap().find(provider, "Unknown").unwrap();
        for id in [
            "azure/eastus",
            "azure/westus",
            "azure/centralus",
            "azure/northcentralus",
            "azure/westus2",
        ] {
            let region = data::cloud_region(id).unwrap();
            let factor = factors.unwrap().find("azure", ccf_region(region)).unwrap();
            assert!((factor - unknown("azure")).abs() > 1e-9, "{id}");
        }
        for id in [
            "ovh/fr-gravelines",
            "ovh/ca-beauharnois",
            "scaleway/fr-par",
            "aws/us-east-2",
            "azure/eastus",
        ] {
            let (provider, code) = ml_co2_region(data::cloud_region(id).unwrap());
            assert!(pages.unwrap().find(provider, code).is_ok(), "{id}");
        }
    }
}
