//! Matches the names other programs use for accelerators and locations to the rows of the tables.

use crate::data::search::fold;
use crate::data::{self, Accelerator, Catalog, CloudRegion, Zone, iso};
use crate::scenario::Choice;

/// Words of manufacturers and product lines, which do not identify a device.
const VENDOR_WORDS: [&str; 16] = [
    "nvidia",
    "amd",
    "google",
    "intel",
    "aws",
    "apple",
    "huawei",
    "microsoft",
    "meta",
    "tesla",
    "geforce",
    "quadro",
    "radeon",
    "instinct",
    "gpu",
    "chip",
];

/// An accelerator found by its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MatchedAccelerator {
    pub accelerator: &'static Accelerator,
    /// Count, where the text has one: `4 x A100`.
    pub count: Option<f64>,
    /// Whether other variants match as well: `A100` names five.
    pub ambiguous: bool,
}

/// Words of a device's name without its vendor, units joined to their numbers, generations of sockets left out.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let parts = folded.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut words: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let plain = match part {
            _ if part.starts_with("sxm") => "sxm",
            _ if part.starts_with("tpuv") => {
                words.push("tpu".to_owned());
                &part[3..]
            }
            _ => part,
        };
        match words.last_mut() {
            Some(number) if plain == "gb" && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                number.push_str("gb");
            }
            _ if VENDOR_WORDS.contains(&plain) => {}
            _ => words.push(plain.to_owned()),
        }
    }
    words
}

/// Whether a word distinguishes variants of one device.
fn is_variant(word: &str) -> bool {
    ["sxm", "pcie", "nvl"].contains(&word)
        || word
            .strip_suffix("gb")
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `4 x NVIDIA A100` and `8x A100`: the count, and what follows it.
fn split_count(text: &str) -> (Option<f64>, &str) {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let device = rest
        .trim_start()
        .strip_prefix(['x', 'X', '×', '*'])
        .filter(|rest| {
            // `4xlarge` would be a machine, `4 x A100` is four devices.
            rest.starts_with(' ') || rest.starts_with(|letter: char| letter.is_uppercase())
        });
    match (number.parse(), device) {
        (Ok(count), Some(device)) if count > 0.0 => (Some(count), device.trim()),
        _ => (None, text),
    }
}

/// The accelerator a text names: every identifying word must occur. The match with most words wins; of equal matches
/// the default of a new scenario, then the first of the table.
pub(super) fn accelerator(text: &str) -> Option<MatchedAccelerator> {
    let (count, device) = split_count(text);
    let wanted = words(device);
    let score = |row: &Accelerator| {
        let own = words(row.name.split('(').next().unwrap_or_default());
        let named = own.iter().any(|word| !is_variant(word))
            && own
                .iter()
                .filter(|word| !is_variant(word))
                .all(|word| wanted.contains(word));
        // A variant the text contradicts does not fit: a PCIe card is no SXM module.
        let contradicts = |group: &dyn Fn(&str) -> bool| {
            let first_in = |words: &[String]| words.iter().find(|word| group(word)).cloned();
            matches!((first_in(&own), first_in(&wanted)), (Some(a), Some(b)) if a != b)
        };
        let form = |word: &str| is_variant(word) && !word.ends_with("gb");
        let memory = |word: &str| is_variant(word) && word.ends_with("gb");
        let fits = named && !contradicts(&form) && !contradicts(&memory);
        fits.then(|| own.iter().filter(|word| wanted.contains(word)).count())
    };
    let fitting: Vec<(usize, &'static Accelerator)> = data::accelerators()
        .iter()
        .filter_map(|row| Some((score(row)?, row)))
        .collect();
    let best = fitting.iter().map(|(score, _)| *score).max()?;
    let mut ties = fitting
        .iter()
        .filter(|(score, _)| *score == best)
        .map(|(_, row)| *row);
    let default = Choice::Accelerator.spec().default;
    let ambiguous = ties.clone().count() > 1;
    let accelerator = ties
        .clone()
        .find(|row| row.id == default)
        .or_else(|| ties.next())?;
    Some(MatchedAccelerator {
        accelerator,
        count,
        ambiguous,
    })
}

/// A place: a cloud region where the text names one, else a zone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub region: Option<&'static CloudRegion>,
    pub zone: Option<&'static str>,
}

fn is_provider(region: &CloudRegion, provider: &str) -> bool {
    let wanted = fold(provider);
    let also = fold(data::aliases(region.provider));
    !wanted.is_empty()
        && (region.provider == wanted || wanted.contains(&also) || also.split(' ').any(|word| word == wanted))
}

/// The region of a provider by its code; without a provider, of the first that has the code.
pub(super) fn cloud_region(provider: &str, code: &str) -> Option<&'static CloudRegion> {
    let code = fold(code.trim());
    let mut named = data::cloud_regions()
        .iter()
        .filter(move |region| region.code == code);
    if provider.trim().is_empty() {
        return named.next();
    }
    named.find(|region| is_provider(region, provider))
}

/// Whether this is a zone's name, in the language of the page or in English.
fn has_name(zone: &Zone, folded: &str) -> bool {
    fold(zone.name) == folded || fold(zone.english) == folded
}

/// Code of the zone of a code or name: a code of two or three letters, or a name of the grid table.
fn zone_named(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let wanted = fold(text);
    let zones = || Catalog::built_in().zones();
    if wanted.is_empty() {
        return None;
    }
    let by_name = zones().find(|zone| has_name(zone, &wanted));
    let by_code = || {
        let code = iso::alpha2(text).unwrap_or(text);
        zones().find(|zone| zone.code.eq_ignore_ascii_case(code))
    };
    let by_alias = || {
        let known = |words: &str| fold(words).split(' ').any(|word| word == wanted);
        zones().find(|zone| known(data::aliases(zone.code)))
    };
    by_name.or_else(by_code).or_else(by_alias).map(|zone| zone.code)
}

/// Code of the state or province of this name in a country.
fn zone_within(country: &str, name: &str) -> Option<&'static str> {
    let wanted = fold(name.trim());
    Catalog::built_in()
        .zones()
        .find(|zone| zone.parent == Some(country) && has_name(zone, &wanted))
        .map(|zone| zone.code)
}

/// A country of three letters, with a state or province by name.
pub(super) fn country(alpha3: &str, region: &str) -> Option<&'static str> {
    let code = iso::alpha2(alpha3.trim())?;
    let zone = Catalog::built_in().zone(code)?;
    Some(zone_within(code, region).unwrap_or(zone.code))
}

/// A free-text location: a provider's region, or names separated by commas, of which the last known one counts.
pub(super) fn place(provider: &str, text: &str) -> Place {
    if let Some(region) = cloud_region(provider, text) {
        return Place {
            region: Some(region),
            zone: None,
        };
    }
    let parts: Vec<&str> = text.split([',', ';', '(', ')', '/']).collect();
    // The last name is the largest area; a state before it belongs to that country ("Georgia, USA").
    let country = parts.iter().rev().find_map(|part| zone_named(part));
    let state = country.and_then(|code| parts.iter().find_map(|part| zone_within(code, part)));
    let zone = state.or(country);
    Place { region: None, zone }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accelerators_by_many_names() {
        let cases = [
            ("A100 SXM4 80 GB", Some(("a100-sxm-80", None, false))),
            (
                "4 x NVIDIA A100-SXM4-80GB",
                Some(("a100-sxm-80", Some(4.0), false)),
            ),
            ("8x A100", Some(("a100-sxm-80", Some(8.0), true))),
            ("NVIDIA A100-PCIE-40GB", Some(("a100-pcie-40", None, false))),
            ("Tesla V100-SXM2-16GB", Some(("v100-sxm2-16", None, false))),
            ("1 x Tesla T4", Some(("t4", Some(1.0), false))),
            ("NVIDIA GeForce RTX 3090 Ti", Some(("rtx-3090ti", None, false))),
            ("RTX 3090", Some(("rtx-3090", None, false))),
            ("H100 SXM", Some(("h100-sxm", None, false))),
            ("NVIDIA H100 80GB HBM3", Some(("h100-sxm", None, true))),
            ("TPUv3 Chip", Some(("tpu-v3", None, false))),
            ("AMD Instinct MI250X", Some(("mi250x", None, false))),
            ("A10G", Some(("a10g", None, false))),
            ("A10", Some(("a10", None, false))),
            ("2xlarge", None),
            ("Intel Xeon Gold 6148", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = accelerator(text).map(|found| (found.accelerator.id, found.count, found.ambiguous));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn zones_are_known_by_their_english_name_in_every_language() {
        let mut zone = Catalog::built_in().zone("US-VA").cloned().expect("Virginia");
        zone.name = "Virginie";
        for (name, known) in [("virginia", true), ("virginie", true), ("vermont", false)] {
            assert_eq!(has_name(&zone, name), known, "{name}");
        }
    }

    #[test]
    fn places_by_many_names() {
        let cases = [
            ("", "us-east-1", Some("aws/us-east-1"), None),
            (
                "Google Cloud Platform",
                "us-central1",
                Some("gcp/us-central1"),
                None,
            ),
            ("gcp", "us-central1", Some("gcp/us-central1"), None),
            ("AWS", "us-central1", None, None),
            ("Azure", "WestEurope", Some("azure/westeurope"), None),
            ("Amazon Web Services", "eu-west-3", Some("aws/eu-west-3"), None),
            ("", "Paris, France", None, Some("FR")),
            ("", "Quebec, Canada", None, Some("CA-QC")),
            ("", "Georgia, USA", None, Some("US-GA")),
            ("", "Tbilisi, Georgia", None, Some("GE")),
            ("", "USA", None, Some("US")),
            ("", "Deutschland", None, Some("DE")),
            ("", "GBR", None, Some("GB")),
            ("", "de", None, Some("DE")),
            ("", "on premise", None, None),
            ("", "", None, None),
        ];
        for (provider, text, region, zone) in cases {
            let found = place(provider, text);
            assert_eq!(
                (found.region.map(|r| r.id), found.zone),
                (region, zone),
                "{provider:?} {text:?}"
            );
        }
        assert_eq!(country("usa", "california"), Some("US-CA"));
        assert_eq!(country("FRA", "ile-de-france"), Some("FR"));
        assert_eq!((country("XXX", ""), country("", "ohio")), (None, None));
    }
}
