//! Text search for rows: code, place, developer, country.

use super::{Catalog, CloudRegion, Zone, cloud_regions, names};

/// Search words of a cloud region beyond its code and place: common names of provider, country and zone.
pub fn region_words(region: &CloudRegion) -> String {
    let own_names = |code| {
        let zone = Catalog::built_in().zone(code);
        zone.map_or(["", ""], |zone| [zone.name, zone.english])
    };
    let country = region.country;
    let [country_name, country_english] = own_names(country);
    let [zone_name, zone_english] = own_names(region.zone);
    [
        region.code,
        country,
        country_name,
        country_english,
        names(country),
        region.provider,
        names(region.provider),
        zone_name,
        zone_english,
        names(region.zone),
    ]
    .join(" ")
}

/// Search words of a zone beyond its name: its code, its English name, common names of its country, and the towns of
/// the cloud regions in it.
pub fn zone_words(zone: &Zone) -> String {
    let country = zone.code.split('-').next().unwrap_or(zone.code);
    let around = Catalog::built_in().zone(country);
    let [around, around_english] = around.map_or(["", ""], |outer| [outer.name, outer.english]);
    let mut words = [
        zone.code,
        country,
        around,
        around_english,
        names(country),
        names(zone.code),
        zone.english,
    ]
    .join(" ");
    for region in cloud_regions().iter().filter(|region| region.zone == zone.code) {
        words.extend([" ", region.place]);
    }
    words
}

/// Indices of the rows that contain every word of the query, best first; all rows, in order, for an empty query.
///
/// A row is given by its texts, the most important first. Case, accents and punctuation around words are ignored.
pub fn rank<'a, const N: usize>(
    query: &str,
    count: usize,
    row: impl Fn(usize) -> [&'a str; N],
) -> Vec<usize> {
    let folded = fold(query);
    let words: Vec<&str> = folded
        .split_whitespace()
        .map(|word| word.trim_matches([',', ';', '.', '(', ')', '"']))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return (0..count).collect();
    }
    let mut found: Vec<(usize, usize)> = (0..count)
        .filter_map(|index| {
            let texts = row(index).map(fold);
            let mut score = 0;
            for word in &words {
                score += texts
                    .iter()
                    .enumerate()
                    .filter_map(|(place, text)| match_rank(text, word).map(|p| p + place))
                    .min()?;
            }
            Some((score, index))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).collect()
}

/// Rank of a match, best first: 0 the whole text, 4 its first word, 5 another whole word, 10 its start, 20 the start of a
/// word, 30 anywhere.
fn match_rank(text: &str, word: &str) -> Option<usize> {
    if text == word {
        return Some(0);
    }
    let separates = |letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric();
    text.match_indices(word)
        .map(|(at, _)| {
            let before = text[..at].chars().next_back();
            let starts = before.is_none_or(separates);
            let ends = text[at + word.len()..].chars().next().is_none_or(separates);
            match before {
                None if ends => 4,
                Some(_) if starts && ends => 5,
                None => 10,
                Some(_) if starts => 20,
                Some(_) => 30,
            }
        })
        .min()
}

/// Folds case and removes the accents of Western European letters, those of the names in the tables; other letters
/// outside ASCII are left unchanged.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'À'..='Å' | 'à'..='å' => 'a',
            'Ç' | 'ç' => 'c',
            'È'..='Ë' | 'è'..='ë' => 'e',
            'Ì'..='Ï' | 'ì'..='ï' | 'ı' | 'İ' => 'i',
            'Ñ' | 'ñ' => 'n',
            'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' => 'o',
            'Ù'..='Ü' | 'ù'..='ü' => 'u',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [[&str; 3]; 4] = [
        ["aws/eu-west-3", "Paris", "France"],
        ["FR", "France", ""],
        ["gcp/southamerica-east1", "São Paulo", "Brazil"],
        ["azure/francecentral", "Paris", "France"],
    ];

    #[test]
    fn rows_are_found_by_common_queries() {
        for (query, expected) in [
            ("fr", vec![1, 0, 3]),
            ("paris", vec![0, 3]),
            ("PARIS aws", vec![0]),
            ("eu-west-3", vec![0]),
            ("sao", vec![2]),
            ("Paris, France", vec![0, 3]),
            ("east1", vec![2]),
            ("nowhere", vec![]),
            ("", vec![0, 1, 2, 3]),
        ] {
            assert_eq!(rank(query, ROWS.len(), |i| ROWS[i]), expected, "{query}");
        }
    }
}
