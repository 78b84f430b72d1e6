//! Matches the names other programs and people use for places to the rows of the tables.
//!
//! A text is cut into parts at commas and brackets. Each part may name a cloud region, a country, a state or a town with
//! a data centre; the last named part is the largest, and the others narrow it down where they lie within it. Parts that
//! were not used are returned, so that the caller can report them.

use crate::data::search::fold;
use crate::data::{self, Catalog, CloudRegion, Zone, ZoneLevel, iso, places};

/// Words that name no place.
const FILLERS: [&str; 28] = [
    "region",
    "zone",
    "availability",
    "data",
    "center",
    "centre",
    "datacenter",
    "datacentre",
    "cluster",
    "on",
    "premise",
    "premises",
    "prem",
    "local",
    "the",
    "of",
    "in",
    "and",
    "cloud",
    "state",
    "province",
    "private",
    "infrastructure",
    "self",
    "hosted",
    "own",
    "hpc",
    "none",
];

/// Words that are part of names and name nothing alone.
const NOT_ALONE: [&str; 12] = [
    "south", "north", "east", "west", "central", "new", "republic", "great", "states", "united", "saudi",
    "zealand",
];

/// Words of the longest name of a place.
const LONGEST: usize = 5;

/// A place: a cloud region where the text names one, else a zone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub region: Option<&'static CloudRegion>,
    pub zone: Option<&'static str>,
    /// Parts of the text that were not used.
    pub left: Vec<String>,
    /// A part that could be another place as well.
    pub doubtful: Option<String>,
    /// Whether the provider is not one of the table.
    pub unknown_provider: bool,
}

impl Place {
    /// Name of what was found.
    pub fn name(&self) -> Option<&'static str> {
        match self.region {
            Some(region) => Some(region.id),
            None => Some(Catalog::built_in().zone(self.zone?)?.name),
        }
    }
}

fn is_provider(region: &CloudRegion, provider: &str) -> bool {
    let wanted = fold(provider);
    let words = || wanted.split(|letter: char| !letter.is_alphanumeric());
    let is_name = |name: &str| {
        let name = fold(name);
        !name.is_empty() && (wanted.contains(&name) || name.split(' ').any(|word| word == wanted))
    };
    !wanted.is_empty()
        && (words().any(|word| word == region.provider)
            || data::names(region.provider).split('|').any(is_name))
}

/// Whether a provider has regions in the table.
fn is_known_provider(provider: &str) -> bool {
    data::cloud_regions()
        .iter()
        .any(|region| is_provider(region, provider))
}

/// A code without the letter of an availability zone: `us-east-1a`, `us-central1-a`.
fn without_zone(code: &str) -> Option<&str> {
    let rest = code.strip_suffix(|letter: char| ('a'..='f').contains(&letter))?;
    let rest = rest.strip_suffix('-').unwrap_or(rest);
    rest.ends_with(|letter: char| letter.is_ascii_digit())
        .then_some(rest)
}

/// The regions whose code a text is: as it stands, with other separators, or without any.
fn regions_of_code(code: &str) -> Vec<&'static CloudRegion> {
    let code = fold(code.trim());
    let of = |fits: &dyn Fn(&CloudRegion) -> bool| -> Vec<&'static CloudRegion> {
        data::cloud_regions()
            .iter()
            .filter(|region| fits(region))
            .collect()
    };
    let dashed = code.replace(['_', ' '], "-");
    let squeeze = |text: &str| text.replace(['-', '_', ' '], "");
    let squeezed = squeeze(&code);
    let mut found = of(&|region| region.code == code);
    if found.is_empty() {
        found = of(&|region| region.code == dashed || without_zone(&dashed) == Some(region.code));
    }
    if found.is_empty() && !squeezed.is_empty() {
        found = of(&|region| squeeze(region.code) == squeezed);
    }
    found
}

/// The region of a provider by its code; without a provider, of the first that has the code.
pub(super) fn cloud_region(provider: &str, code: &str) -> Option<&'static CloudRegion> {
    let mut named = regions_of_code(code).into_iter();
    if provider.trim().is_empty() {
        return named.next();
    }
    named.find(|region| is_provider(region, provider))
}

/// Whether this is a zone's name, in the language of the page or in English.
fn has_name(zone: &Zone, folded: &str) -> bool {
    fold(zone.name) == folded || fold(zone.english) == folded
}

/// The country of a zone: the part of its code before the first separator.
fn country_of(code: &str) -> &str {
    code.split(['-', '.']).next().unwrap_or(code)
}

/// The zones a text may name, the likeliest first: a name, the code of a country, another word for it, the code of a
/// state, a town with a data centre.
fn zones_named(text: &str) -> Vec<&'static str> {
    let text = text.trim();
    let wanted = fold(text);
    if wanted.is_empty() || NOT_ALONE.contains(&wanted.as_str()) {
        return Vec::new();
    }
    let zones = || Catalog::built_in().zones();
    let code = iso::alpha2(text).unwrap_or(text);
    let known = |names: &str| names.split('|').any(|name| fold(name) == wanted);
    let of_state = |zone: &Zone| {
        let state = zone.code.split_once('-').map(|(_, state)| state);
        zone.level == ZoneLevel::Subdivision && state.is_some_and(|state| state.eq_ignore_ascii_case(text))
    };
    // `Washington DC`: the code behind a name stands for itself.
    let last_word = text.rsplit(' ').next().unwrap_or_default();
    if last_word.len() == 2
        && last_word != text
        && last_word.chars().all(|letter| letter.is_ascii_uppercase())
    {
        return Vec::new();
    }
    let towns = data::cloud_regions()
        .iter()
        .filter(|region| {
            region
                .place
                .split(['(', ')'])
                .any(|place| fold(place.trim()) == wanted)
        })
        .map(|region| region.zone);
    let mut found: Vec<&'static str> = zones()
        .filter(|zone| has_name(zone, &wanted))
        .chain(zones().filter(|zone| zone.code.eq_ignore_ascii_case(code)))
        .chain(zones().filter(|zone| known(data::names(zone.code))))
        .map(|zone| zone.code)
        .collect();
    // The codes of states elsewhere are not how people write places.
    let states = zones().filter(|zone| of_state(zone) && ["US", "CA", "AU"].contains(&country_of(zone.code)));
    found.extend(states.map(|zone| zone.code));
    found.extend(towns);
    if found.is_empty() {
        // Official names; a name that only a wider area has a figure for is left to be reported.
        let official =
            places::find("", text).filter(|place| place.region.is_none() && place.wider.is_empty());
        found.extend(official.and_then(|place| place.zone));
    }
    let mut seen = Vec::new();
    found.retain(|code| {
        // The second figure of a zone has its name as well.
        let first = code.rsplit('.').next() == Some(code) && !seen.contains(code);
        seen.push(*code);
        first
    });
    found
}

/// Code of the state or province of this name in a country.
fn zone_within(country: &str, name: &str) -> Option<&'static str> {
    let wanted = fold(name.trim());
    Catalog::built_in()
        .zones()
        .find(|zone| zone.parent == Some(country) && has_name(zone, &wanted))
        .map(|zone| zone.code)
}

/// A country of three letters, or by name, with a state or province by name.
pub(super) fn country(alpha3: &str, name: &str, region: &str) -> Place {
    let code = iso::alpha2(alpha3.trim()).and_then(|code| Catalog::built_in().zone(code));
    let country = code
        .map(|zone| zone.code)
        .or_else(|| zones_named(name).first().copied());
    let Some(country) = country else {
        return Place::default();
    };
    let state = zone_within(country, region);
    let unused = state.is_none() && !region.trim().is_empty();
    Place {
        zone: Some(state.unwrap_or(country)),
        left: unused.then(|| region.trim().to_owned()).into_iter().collect(),
        ..Place::default()
    }
}

/// A part of a text and the zones it may name.
struct Named<'t> {
    text: &'t str,
    zones: Vec<&'static str>,
}

/// A text cut into the longest parts that name something, and the words between them.
fn parts(text: &str) -> Vec<Named<'_>> {
    let mut out = Vec::new();
    for part in text.split([',', ';', '(', ')', '/', '|', '\n']) {
        let part = part.trim().trim_matches(['.', '-', '–', ' ']);
        let zones = zones_named(part);
        if !zones.is_empty() {
            out.push(Named { text: part, zones });
            continue;
        }
        cut(part, &mut out);
    }
    out
}

/// Cuts a part at its spaces; the longest run of words that names something wins. Two letters name something only as
/// capitals: `in` and `me` are words.
fn cut<'t>(part: &'t str, out: &mut Vec<Named<'t>>) {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for word in part.split_whitespace() {
        let start = word.as_ptr() as usize - part.as_ptr() as usize;
        starts.push((start, start + word.len()));
    }
    let mut at = 0;
    while at < starts.len() {
        let run = (at..starts.len().min(at + LONGEST)).rev().find_map(|last| {
            let text = &part[starts[at].0..starts[last].1];
            let plain = text.trim_matches(['-', '–', ':', '.']);
            let code = plain.len() > 2 || plain.chars().all(|letter| letter.is_ascii_uppercase());
            let zones = if code { zones_named(plain) } else { Vec::new() };
            (!zones.is_empty()).then_some((last, Named { text, zones }))
        });
        if let Some((last, named)) = run {
            out.push(named);
            at = last + 1;
        } else {
            out.push(Named {
                text: &part[starts[at].0..starts[at].1],
                zones: Vec::new(),
            });
            at += 1;
        }
    }
}

/// Whether a zone lies in another one or is it.
fn lies_in(inner: &str, outer: &str) -> bool {
    let mut zone = Some(inner);
    // Chains are at most a state, its country and the continents around it.
    for _ in 0..8 {
        match zone {
            Some(code) if code == outer => return true,
            Some(code) => zone = Catalog::built_in().zone(code).and_then(|zone| zone.parent),
            None => return false,
        }
    }
    false
}

fn is_aggregate(code: &str) -> bool {
    Catalog::built_in()
        .zone(code)
        .is_some_and(|zone| zone.level == ZoneLevel::Aggregate)
}

/// A free-text location: a provider's region, or names of places.
pub(super) fn place(provider: &str, text: &str) -> Place {
    let known_provider = is_known_provider(provider);
    let unknown_provider = !provider.trim().is_empty() && !known_provider;
    let found = region(if known_provider { provider } else { "" }, text, unknown_provider)
        .or_else(|| console_name(if known_provider { provider } else { "" }, text))
        .unwrap_or_else(|| zone(text));
    Place {
        unknown_provider,
        ..found
    }
}

/// The region that the text or a word of it is the code of. Of an unknown provider only the zone counts, and only where
/// all regions of this code agree.
fn region(provider: &str, text: &str, unknown_provider: bool) -> Option<Place> {
    let of_provider = |region: &&CloudRegion| provider.is_empty() || is_provider(region, provider);
    let in_text = |region: &&CloudRegion| {
        fold(text)
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word == region.provider)
    };
    let candidates = |code: &str| -> Vec<&'static CloudRegion> {
        let mut found = regions_of_code(code);
        found.retain(|region| of_provider(region));
        if found.iter().any(&in_text) {
            found.retain(|region| in_text(region));
        }
        found
    };
    let parts = || text.split([',', ';', '(', ')', '/', '|', ' ', '\n']);
    let whole = candidates(text);
    let (code, found) = if whole.is_empty() {
        let coded =
            parts().filter(|part| part.contains(|letter: char| letter.is_ascii_digit() || letter == '-'));
        coded
            .map(|part| (part, candidates(part)))
            .find(|(_, found)| !found.is_empty())?
    } else {
        (text, whole)
    };
    let first = *found.first()?;
    let agree = found.iter().all(|region| region.zone == first.zone);
    let left = if code == text {
        Vec::new()
    } else {
        unused_words(text, code, first)
    };
    Some(Place {
        region: Some(first).filter(|_| !unknown_provider),
        zone: unknown_provider.then_some(first.zone),
        left,
        doubtful: (!agree).then(|| code.to_owned()),
        unknown_provider,
    })
}

/// Words of a text beside the code of a region that do not name its own country, state, town or provider.
fn unused_words(text: &str, code: &str, region: &CloudRegion) -> Vec<String> {
    let rest = text.replacen(code, ",", 1);
    let own = fold(&format!(
        "{} {} {}",
        region.place,
        region.provider,
        data::names(region.provider)
    ));
    unused(&rest, &parts(&rest), |part| {
        let words = fold(part.text);
        !own.contains(words.as_str()) && !part.zones.iter().any(|zone| lies_in(region.zone, zone))
    })
}

/// Whether a text names neither a place nor a provider.
pub(super) fn says_nothing(text: &str) -> bool {
    let folded = fold(text);
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .all(|word| word.is_empty() || FILLERS.contains(&word) || is_known_provider(word))
}

/// `US East (N. Virginia)`: how the console of AWS names its regions. A country before the brackets is no console name.
fn console_name(provider: &str, text: &str) -> Option<Place> {
    let (area, rest) = text.split_once('(')?;
    let town = fold(rest.split(')').next()?.trim());
    let area = zones_named(area);
    let wanted = if provider.is_empty() { "aws" } else { provider };
    let region = data::cloud_regions()
        .iter()
        .find(|region| is_provider(region, wanted) && fold(region.place) == town)?;
    let is_country = area.iter().any(|zone| !is_aggregate(zone));
    (!is_country).then_some(Place {
        region: Some(region),
        ..Place::default()
    })
}

/// The zone that the parts of a text name together.
fn zone(text: &str) -> Place {
    let parts = parts(text);
    let Some(last) = parts.iter().rposition(|part| !part.zones.is_empty()) else {
        return Place {
            left: unused(text, &parts, |_| true),
            ..Place::default()
        };
    };
    let anchor = &parts[last];
    let others = || {
        parts
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != last)
            .map(|(_, part)| part)
    };
    let in_country = |zone: &str, outer: &str| {
        lies_in(zone, outer) || (!is_aggregate(outer) && country_of(zone) == country_of(outer))
    };
    let support = |outer: &str| {
        others()
            .filter(|part| part.zones.iter().any(|zone| in_country(zone, outer)))
            .count()
    };
    let most = anchor.zones.iter().map(|zone| support(zone)).max().unwrap_or(0);
    let mut likely: Vec<&'static str> = anchor
        .zones
        .iter()
        .copied()
        .filter(|zone| support(zone) == most)
        .collect();
    // `Boston, MA`: two letters behind an unknown town are a state rather than a country.
    let is_code = anchor.text.len() == 2;
    let behind_town = is_code && last > 0 && most == 0;
    let doubtful = behind_town && likely.len() > 1;
    if behind_town && let Some(state) = likely.iter().position(|zone| zone.contains('-')) {
        likely.swap(0, state);
    }
    let outer = likely.first().copied().unwrap_or_default();
    // The others narrow it down: a state in its country, anything in a continent.
    let inner = others().collect::<Vec<_>>().into_iter().rev().find_map(|part| {
        let narrows = |zone: &&&'static str| **zone != outer && lies_in(zone, outer);
        part.zones.iter().find(narrows).copied()
    });
    let zone = inner.unwrap_or(outer);
    Place {
        zone: Some(zone),
        left: unused(text, &parts, |part| {
            // Before the code of a state stands a town, which may be named like another state: `Washington, DC`.
            let in_state = |other: &str| is_code && country_of(other) == country_of(outer);
            let is_used = |other: &&str| lies_in(other, outer) || lies_in(zone, other) || in_state(other);
            !part.zones.iter().any(is_used)
        }),
        doubtful: doubtful.then(|| anchor.text.to_owned()),
        ..Place::default()
    }
}

/// The parts of a text that were not used, those beside each other together.
fn unused(text: &str, parts: &[Named<'_>], is_unused: impl Fn(&Named<'_>) -> bool) -> Vec<String> {
    let start_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for part in parts
        .iter()
        .filter(|part| is_unused(part) && !says_nothing(part.text))
    {
        let (start, end) = (start_of(part.text), start_of(part.text) + part.text.len());
        match spans.last_mut() {
            Some(last) if text[last.1..start].trim().is_empty() => last.1 = end,
            _ => spans.push((start, end)),
        }
    }
    spans
        .into_iter()
        .map(|(start, end)| text[start..end].to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("", "us-east-1", Some("aws/us-east-1"), None, ""),
            (
                "Google Cloud Platform",
                "us-central1",
                Some("gcp/us-central1"),
                None,
                "",
            ),
            ("gcp", "us-central1", Some("gcp/us-central1"), None, ""),
            ("AWS", "us-central1", None, None, "us-central1"),
            ("Azure", "WestEurope", Some("azure/westeurope"), None, ""),
            (
                "Amazon Web Services",
                "eu-west-3",
                Some("aws/eu-west-3"),
                None,
                "",
            ),
            ("", "US East (N. Virginia)", Some("aws/us-east-1"), None, ""),
            ("AWS", "Europe (Frankfurt)", Some("aws/eu-central-1"), None, ""),
            ("", "us-east-1a", Some("aws/us-east-1"), None, ""),
            ("", "us-central1-f", Some("gcp/us-central1"), None, ""),
            ("", "us_west1", Some("gcp/us-west1"), None, ""),
            ("", "West Europe", Some("azure/westeurope"), None, ""),
            ("", "East US 2", Some("azure/eastus2"), None, ""),
            ("", "Europe West 4", Some("gcp/europe-west4"), None, ""),
            ("", "AWS us-west-2 (Oregon)", Some("aws/us-west-2"), None, ""),
            ("", "us-west-2, Hamburg", Some("aws/us-west-2"), None, "Hamburg"),
            ("Lambda", "us-west-2", None, Some("US-OR"), ""),
            ("", "Paris, France", None, Some("FR"), ""),
            ("", "Quebec, Canada", None, Some("CA-QC"), ""),
            ("", "Montreal, QC, Canada", None, Some("CA-QC"), ""),
            ("", "Montreal", None, Some("CA-QC"), ""),
            ("", "Toronto", None, Some("CA-ON"), ""),
            ("", "Cambridge, MA, USA", None, Some("US-MA"), "Cambridge"),
            ("", "Washington, DC", None, Some("US-DC"), ""),
            ("", "Washington DC", None, Some("US-DC"), ""),
            ("", "Georgia, USA", None, Some("US-GA"), ""),
            ("", "Tbilisi, Georgia", None, Some("GE"), "Tbilisi"),
            ("", "Frankfurt Germany", None, Some("DE"), ""),
            ("", "Austin, Texas, United States", None, Some("US-TX"), "Austin"),
            ("", "Paris, Texas", None, Some("US-TX"), "Paris"),
            ("", "California, Texas", None, Some("US-TX"), "California"),
            ("", "Germany and France", None, Some("FR"), "Germany"),
            ("", "San Sebastian, Spain", None, Some("ES"), "San Sebastian"),
            ("", "USA", None, Some("US"), ""),
            ("", "Deutschland", None, Some("DE"), ""),
            ("", "GBR", None, Some("GB"), ""),
            ("", "de", None, Some("DE"), ""),
            ("", "northamerica_northeast", None, None, "northamerica_northeast"),
            ("", "Atlantis, France", None, Some("FR"), "Atlantis"),
            ("", "on premise", None, None, ""),
            ("", "", None, None, ""),
        ];
        let mut wrong = Vec::new();
        for (provider, text, region, zone, left) in cases {
            let found = place(provider, text);
            let got = (found.region.map(|r| r.id), found.zone, found.left.join(" "));
            if (got.0, got.1, got.2.as_str()) != (region, zone, left) {
                wrong.push(format!("{provider:?} {text:?}: {got:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let countries = ["Canada", "Sweden", "Estonia", "Ireland", "Australia"];
        for (name, two, three) in countries
            .iter()
            .zip(["CA", "SE", "EE", "IE", "AU"])
            .zip(["CAN", "SWE", "EST", "IRL", "AUS"])
            .map(|((a, b), c)| (a, b, c))
        {
            for text in [name, two, three] {
                assert_eq!(place("", text).zone, Some(two), "{text}");
            }
        }
    }

    #[test]
    fn letters_that_are_a_state_and_a_country_are_doubtful_behind_an_unknown_town() {
        for (text, zone, doubtful) in [
            ("Springfield, CA", Some("US-CA"), true),
            ("Toronto, CA", Some("CA-ON"), false),
            ("Berlin, DE", Some("DE"), false),
            ("CA", Some("CA"), false),
            ("Springfield, MA, USA", Some("US-MA"), false),
        ] {
            let found = place("", text);
            assert_eq!((found.zone, found.doubtful.is_some()), (zone, doubtful), "{text}");
        }
    }

    #[test]
    fn countries_of_a_log() {
        assert_eq!(country("usa", "", "california").zone, Some("US-CA"));
        let france = country("FRA", "France", "ile-de-france");
        assert_eq!(
            (france.zone, france.left),
            (Some("FR"), vec!["ile-de-france".to_owned()])
        );
        assert_eq!(country("", "Sweden", "").zone, Some("SE"));
        assert_eq!(
            (country("XXX", "", "").zone, country("", "", "ohio").zone),
            (None, None)
        );
    }
}
