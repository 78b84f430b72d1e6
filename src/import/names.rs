//! Matches the names other programs use for accelerators and locations to the rows of the tables.

use crate::data::places::{self, FoundPlace};
use crate::data::search::fold;
use crate::data::{self, Accelerator, Catalog, iso};
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

/// The place of a country of three letters, with a state or province by name.
pub(super) fn country(alpha3: &str, region: &str) -> Option<FoundPlace> {
    let code = iso::alpha2(alpha3.trim())?;
    let country = Catalog::built_in().zone(code)?;
    let region = region.trim();
    let within = places::zone_within(code, region);
    let is_wider = within.is_none() && !region.is_empty();
    Some(FoundPlace {
        region: None,
        zone: Some(within.unwrap_or(country).code),
        wider: is_wider.then(|| region.to_owned()).into_iter().collect(),
    })
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
    fn a_country_with_a_part_of_it() {
        for (alpha3, region, zone, wider) in [
            ("usa", "california", Some("US-CA"), &[][..]),
            ("CAN", "Québec", Some("CA-QC"), &[]),
            ("FRA", "ile-de-france", Some("FR"), &["ile-de-france"]),
            ("FRA", "", Some("FR"), &[]),
            ("XXX", "", None, &[]),
            ("", "ohio", None, &[]),
        ] {
            let found = country(alpha3, region).unwrap_or_default();
            assert_eq!(
                (found.zone, found.wider),
                (zone, wider.iter().map(|name| (*name).to_owned()).collect()),
                "{alpha3} {region}"
            );
        }
    }
}
