//! Finds places by the names that people, providers and other programs write.

use super::search::fold;
use super::{Catalog, CloudRegion, Zone, ZoneLevel, cloud_regions, iso, names, place_names};

/// A place that a text names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundPlace {
    /// The cloud region, where the text names one.
    pub region: Option<&'static CloudRegion>,
    /// Code of the grid zone, where no cloud region is named.
    pub zone: Option<&'static str>,
    /// Names in the text without a figure of their own: that of the zone, or of the first region meant, stands for them.
    pub wider: Vec<String>,
}

/// Letters and digits of a text, without case and accents: two spellings of a name have the same.
fn key(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Whether a list of names, separated by `|`, contains one with this key.
fn lists(names: &str, wanted: &str) -> bool {
    names
        .split('|')
        .any(|name| !name.is_empty() && key(name) == wanted)
}

/// Whether a zone has this name, in the language of the page or in English, or another name in use.
fn has_name(zone: &Zone, wanted: &str) -> bool {
    !wanted.is_empty()
        && (key(zone.name) == wanted
            || key(zone.english) == wanted
            || lists(names(zone.code), wanted)
            || lists(place_names(zone.code).names, wanted))
}

/// The place that a text names: a region of the provider (any provider where none is given), a zone by name or code, or
/// names from the smallest to the largest, such as city, state and country. `None` where the text names no known place.
pub fn find(provider: &str, text: &str) -> Option<FoundPlace> {
    let text = text.trim();
    let in_zone = |zone: &Zone| FoundPlace {
        zone: Some(zone.code),
        ..FoundPlace::default()
    };
    // The name of a zone may contain commas and parentheses, and what names a zone is no provider's spelling.
    if provider.trim().is_empty()
        && let Some(zone) = zone_named(text)
    {
        return Some(in_zone(zone));
    }
    region(provider, text)
        .or_else(|| zone_named(text).map(in_zone))
        .or_else(|| by_parts(text))
}

/// The region of a provider by its code, or by another spelling in use: of a zone of it (`us-east-1a`), with other
/// separators, without its number, by the provider's display name.
pub fn region(provider: &str, text: &str) -> Option<FoundPlace> {
    let wanted = key(text);
    if wanted.is_empty() {
        return None;
    }
    let of_provider: Vec<&'static CloudRegion> = cloud_regions()
        .iter()
        .filter(|region| provider.trim().is_empty() || is_provider(region, provider))
        .collect();
    let find = |matches: &dyn Fn(&CloudRegion) -> bool| {
        let region = of_provider.iter().copied().find(|region| matches(region))?;
        Some(FoundPlace {
            region: Some(region),
            ..FoundPlace::default()
        })
    };
    let zone_letter = |text: &str| {
        let region = text.strip_suffix(|letter: char| letter.is_ascii_lowercase())?;
        Some(key(region)).filter(|region| region.ends_with(|last: char| last.is_ascii_digit()))
    };
    let without_letter = zone_letter(&fold(text)).unwrap_or_default();
    // `Europe (Frankfurt)`: a group of regions and a town in it.
    let display = text.split_once('(').map(|(group, town)| (key(group), key(town)));
    let in_group = |region: &CloudRegion| {
        display.as_ref().is_some_and(|(group, town)| {
            towns(region).any(|own| key(own) == *town)
                && region_groups(region).any(|names| lists(names, group))
        })
    };
    // `Canada (Central)` of one provider differs from `Canada Central` of another in its parentheses alone.
    let is_display_name = |region: &CloudRegion| {
        place_names(region.id)
            .names
            .split('|')
            .any(|name| fold(name) == fold(text))
    };
    let numbered = || {
        let is_code = text.contains(['-', '_', ' ']);
        let found = find(&|region: &CloudRegion| {
            let series = region.code.trim_end_matches(|last: char| last.is_ascii_digit());
            is_code && series.len() < region.code.len() && key(series) == wanted
        })?;
        Some(FoundPlace {
            wider: vec![text.to_owned()],
            ..found
        })
    };
    find(&is_display_name)
        .or_else(|| find(&|region| key(region.id) == wanted || key(region.code) == wanted))
        .or_else(|| find(&|region| !without_letter.is_empty() && key(region.code) == without_letter))
        .or_else(|| find(&in_group))
        .or_else(numbered)
}

/// Whether a text names the provider of a region.
fn is_provider(region: &CloudRegion, text: &str) -> bool {
    let wanted = key(text);
    let contains = |name: &str| !name.is_empty() && wanted.contains(&key(name));
    wanted == region.provider
        || names(region.provider).split('|').any(contains)
        || fold(text).split(' ').any(|word| word == region.provider)
}

/// Names of the groups that a provider sorts a region into, such as `Europe` for `aws/eu-west-1`.
fn region_groups(region: &CloudRegion) -> impl Iterator<Item = &'static str> + use<> {
    let id = region.id;
    id.match_indices('-')
        .map(move |(at, _)| place_names(&id[..at]).names)
}

/// The towns and areas that a region names as its place: `Texas (Dallas)` has two.
fn towns(region: &CloudRegion) -> impl Iterator<Item = &'static str> + use<> {
    region
        .place
        .split(['(', ')'])
        .map(str::trim)
        .filter(|town| !town.is_empty())
}

/// The zone of a name, or of a code of two or three letters.
fn zone_named(text: &str) -> Option<&'static Zone> {
    let wanted = key(text);
    let zones = || Catalog::built_in().zones();
    let code = iso::alpha2(text.trim()).unwrap_or(text.trim());
    let own_name =
        |zone: &&Zone| !wanted.is_empty() && (key(zone.name) == wanted || key(zone.english) == wanted);
    zones()
        .find(own_name)
        .or_else(|| zones().find(|zone| zone.code.eq_ignore_ascii_case(code)))
        .or_else(|| zones().find(|zone| has_name(zone, &wanted)))
}

/// The part of a country of this name or code, or in which a provider names this town.
pub fn zone_within(country: &str, text: &str) -> Option<&'static Zone> {
    let wanted = key(text);
    let inside = || {
        Catalog::built_in()
            .zones()
            .filter(move |zone| zone.level == ZoneLevel::Subdivision && country_of(zone.code) == country)
    };
    let after = |zone: &Zone, separator: Option<(&str, &'static str)>| {
        separator.is_some_and(|(_, own)| zone.code.len() > own.len() && key(own) == wanted)
    };
    inside()
        .find(|zone| has_name(zone, &wanted))
        .or_else(|| inside().find(|zone| after(zone, zone.code.split_once('-'))))
        .or_else(|| inside().find(|zone| after(zone, zone.code.rsplit_once('-'))))
        .or_else(|| town(&wanted, Some(country)).filter(|zone| zone.code != country))
}

/// The zone in which a provider names a town.
fn town(wanted: &str, country: Option<&str>) -> Option<&'static Zone> {
    let region = cloud_regions().iter().find(|region| {
        country.is_none_or(|country| region.country == country) && towns(region).any(|own| key(own) == wanted)
    })?;
    Catalog::built_in().zone(region.zone)
}

/// Code of the country of a zone.
fn country_of(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// Names from the smallest to the largest, between commas, semicolons, slashes or parentheses.
fn by_parts(text: &str) -> Option<FoundPlace> {
    let parts: Vec<&str> = text
        .split([',', ';', '(', ')', '/'])
        .map(str::trim)
        .filter(|part| !key(part).is_empty())
        .collect();
    let (found, at) = (0..parts.len())
        .rev()
        .find_map(|at| Some((largest(&parts[..=at])?, at)))?;
    let country = country_of(found.code);
    // A state before its country, its name as one part or two ("Washington, DC, USA").
    let before = &parts[..at];
    let joined = before.len().checked_sub(2).map(|from| before[from..].join(" "));
    let inside = || {
        joined
            .as_deref()
            .and_then(|name| zone_within(country, name).map(|zone| (zone, before.len() - 2)))
            .or_else(|| {
                (0..before.len())
                    .rev()
                    .find_map(|at| Some((zone_within(country, before[at])?, at)))
            })
    };
    let (zone, rest) = if found.level == ZoneLevel::Subdivision {
        (found, before)
    } else {
        inside().map_or((found, before), |(zone, at)| (zone, &before[..at]))
    };
    let names_zone = |part: &str| has_name(zone, &key(part)) || zone.code.eq_ignore_ascii_case(part);
    let is_inside = |part: &str| {
        zone.level == ZoneLevel::Subdivision
            && zone_within(country, part).is_some_and(|other| other.code == zone.code)
    };
    // A part of a country that stands for itself has no figure of its own either.
    let own =
        (rest.is_empty() && at == 0 && !names_zone(parts[0]) && !is_inside(parts[0])).then_some(parts[0]);
    let wider = rest
        .iter()
        .copied()
        .filter(|part| !names_zone(part) && !is_inside(part))
        .chain(own)
        .chain(parts[at + 1..].iter().copied())
        .map(str::to_owned)
        .collect();
    Some(FoundPlace {
        region: None,
        zone: Some(zone.code),
        wider,
    })
}

/// The zone of the last of some names. Behind a town, two letters are a state of the United States or a province of
/// Canada, unless the town is known to lie in the country of that code.
fn largest(names: &[&str]) -> Option<&'static Zone> {
    let (last, before) = names.split_last()?;
    if last.len() == 2
        && let Some(town_name) = before.last()
    {
        let country = iso::alpha2(last).unwrap_or(last).to_ascii_uppercase();
        let lies_there = town(&key(town_name), Some(&country)).is_some()
            || zone_within(&country, town_name).is_some()
            || lists(place_names(&country).parts, &key(town_name));
        let state = || {
            ["US", "CA"]
                .into_iter()
                .find_map(|country| zone_within(country, last))
        };
        if !lies_there && let Some(state) = state() {
            return Some(state);
        }
    }
    let wanted = key(last);
    zone_named(last)
        .or_else(|| {
            ["US", "CA"]
                .into_iter()
                .find_map(|country| zone_within(country, last))
        })
        .or_else(|| {
            Catalog::built_in()
                .zones()
                .find(|zone| lists(place_names(zone.code).parts, &wanted))
        })
        .or_else(|| town(&wanted, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_the_names_people_write() {
        for (provider, text, region, zone, wider) in [
            ("", "Montreal, QC, Canada", None, Some("CA-QC"), &[][..]),
            ("", "Montréal, Canada", None, Some("CA-QC"), &[]),
            ("", "Cambridge, MA, USA", None, Some("US-MA"), &["Cambridge"]),
            ("", "Cambridge, MA", None, Some("US-MA"), &["Cambridge"]),
            ("", "Washington, DC", None, Some("US-DC"), &[]),
            ("", "Washington, DC, USA", None, Some("US-DC"), &[]),
            ("", "Washington", None, Some("US-WA"), &[]),
            ("", "Seattle, Washington, USA", None, Some("US-WA"), &["Seattle"]),
            ("", "Berlin, DE", None, Some("DE"), &["Berlin"]),
            ("", "Munich, DE", None, Some("DE"), &["Munich"]),
            ("", "Toronto, CA", None, Some("CA-ON"), &[]),
            ("", "Ontario, CA", None, Some("CA-ON"), &[]),
            ("", "San Francisco, CA", None, Some("US-CA"), &["San Francisco"]),
            ("", "Georgia, USA", None, Some("US-GA"), &[]),
            ("", "Tbilisi, Georgia", None, Some("GE"), &["Tbilisi"]),
            ("", "Paris, France", None, Some("FR"), &["Paris"]),
            ("", "Hamburg", None, Some("DE"), &["Hamburg"]),
            ("", "Catalonia", None, Some("ES"), &["Catalonia"]),
            ("", "Catalunya, Spain", None, Some("ES"), &["Catalunya"]),
            ("", "Scotland", None, Some("GB"), &["Scotland"]),
            ("", "Frankfurt", None, Some("DE"), &["Frankfurt"]),
            ("", "Korea, Republic of", None, Some("KR"), &[]),
            ("", "U.S.A.", None, Some("US"), &[]),
            ("", "de", None, Some("DE"), &[]),
            ("", "RFCE", None, Some("US-EGRID-RFCE"), &[]),
            ("", "us-east-1", Some("aws/us-east-1"), None, &[]),
            ("", "us-east-1a", Some("aws/us-east-1"), None, &[]),
            ("", "us-central1-a", Some("gcp/us-central1"), None, &[]),
            ("", "US East (N. Virginia)", Some("aws/us-east-1"), None, &[]),
            ("", "Europe (Frankfurt)", Some("aws/eu-central-1"), None, &[]),
            ("", "Canada (Central)", Some("aws/ca-central-1"), None, &[]),
            ("", "West Europe", Some("azure/westeurope"), None, &[]),
            ("Microsoft Azure", "East US 2", Some("azure/eastus2"), None, &[]),
            (
                "",
                "northamerica_northeast",
                Some("gcp/northamerica-northeast1"),
                None,
                &["northamerica_northeast"],
            ),
            (
                "Amazon Web Services",
                "eu-west-3",
                Some("aws/eu-west-3"),
                None,
                &[],
            ),
        ] {
            let found = find(provider, text).unwrap_or_default();
            assert_eq!(
                (found.region.map(|region| region.id), found.zone),
                (region, zone),
                "{provider:?} {text:?}"
            );
            assert_eq!(found.wider, wider, "{provider:?} {text:?}");
        }
    }

    #[test]
    fn what_no_table_has_is_not_found() {
        for (provider, text) in [
            ("", ""),
            ("", "on premise"),
            ("", "South"),
            ("", "Republic"),
            ("", "Atlantis, Middle-earth"),
            ("AWS", "us-central1"),
            ("Web Services of mine", "us-central1-zz"),
        ] {
            assert_eq!(find(provider, text), None, "{provider:?} {text:?}");
        }
    }

    /// Every way to name a country leads to one zone, and a zone has one figure on a basis.
    #[test]
    fn every_name_of_a_zone_leads_to_one_intensity() {
        let fetched = include_str!("../../assets/data/odbl/zones-odbl.csv");
        let (catalog, warnings) = Catalog::with_odbl(fetched);
        assert_eq!(warnings, []);
        let found = |provider: &str, text: &str| {
            let found = find(provider, text).unwrap_or_else(|| panic!("{text:?} is not found"));
            assert_eq!(found.wider, Vec::<String>::new(), "{text:?}");
            found
                .region
                .map_or(found.zone, |region| Some(region.zone))
                .expect(text)
        };
        for zone in Catalog::built_in().zones() {
            let mut spellings = vec![zone.code.to_owned(), zone.code.to_lowercase()];
            match zone.level {
                ZoneLevel::Subdivision => {
                    let country = country_of(zone.code);
                    spellings.push(format!("{}, {country}", zone.english));
                    spellings.push(format!("{}, {}", zone.name, iso::alpha3(country).expect(country)));
                }
                _ => spellings.extend([zone.name.to_owned(), zone.english.to_uppercase()]),
            }
            spellings.extend(iso::alpha3(zone.code).map(str::to_owned));
            let official = place_names(zone.code).names.split('|');
            let also = names(zone.code)
                .split('|')
                .chain(official)
                .filter(|name| !name.is_empty());
            spellings.extend(also.map(str::to_owned));
            for spelling in spellings {
                assert_eq!(found("", &spelling), zone.code, "{spelling:?}");
            }
            let alike = catalog.zones().filter(|other| other.code == zone.code).count();
            assert_eq!(alike, 1, "{} stands once, whatever was fetched", zone.code);
        }
        for region in cloud_regions() {
            assert_eq!(found(region.provider, region.code), region.zone, "{}", region.id);
            assert_eq!(found("", region.id), region.zone, "{}", region.id);
            assert_eq!(country_of(region.zone), region.country, "{}", region.id);
        }
    }
}
