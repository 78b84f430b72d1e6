//! Finding rows by what people type: code, place, maker, country.

use super::{Catalog, CloudRegion, Zone, aliases};

/// Words a cloud region is found by beside its code and place: provider, country and zone, as people call them.
pub fn region_words(region: &CloudRegion) -> String {
    let names = |code| {
        let zone = Catalog::built_in().zone(code);
        zone.map_or(["", ""], |zone| [zone.name, zone.english])
    };
    let country = region.country;
    let ([country_name, country_english], [zone_name, zone_english]) = (names(country), names(region.zone));
    [
        region.code,
        country,
        country_name,
        country_english,
        aliases(country),
        region.provider,
        aliases(region.provider),
        zone_name,
        zone_english,
        aliases(region.zone),
    ]
    .join(" ")
}

/// Words a zone is found by beside its name: its code, its English name, and its country as people call it.
pub fn zone_words(zone: &Zone) -> String {
    let country = zone.code.split(['-', '.']).next().unwrap_or(zone.code);
    let around = Catalog::built_in().zone(country);
    let [around, around_english] = around.map_or(["", ""], |outer| [outer.name, outer.english]);
    [
        zone.code,
        country,
        around,
        around_english,
        aliases(country),
        aliases(zone.code),
        zone.english,
    ]
    .join(" ")
}

/// Indices of the rows that hold every word of the query, best first; all rows, in order, for an empty query.
///
/// A row is given by its words, the most telling first. Case and accents do not count.
pub fn rank<'a, const N: usize>(
    query: &str,
    count: usize,
    row: impl Fn(usize) -> [&'a str; N],
) -> Vec<usize> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split_whitespace().collect();
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
                    .filter_map(|(place, text)| points(text, word).map(|p| p + place))
                    .min()?;
            }
            Some((score, index))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).collect()
}

/// How well a text answers a word: 0 the whole text, 10 its start, 20 the start of a word in it, 30 its inside.
fn points(text: &str, word: &str) -> Option<usize> {
    if text == word {
        return Some(0);
    }
    let at = text.find(word)?;
    let before = text[..at].chars().next_back();
    Some(match before {
        None => 10,
        Some(letter) if letter.is_ascii() && !letter.is_ascii_alphanumeric() => 20,
        Some(_) => 30,
    })
}

/// Lower case without the accents of European names; the standard library's tables for all of Unicode would
/// weigh more than this page has to spend.
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
    fn people_find_what_they_type() {
        for (query, expected) in [
            ("fr", vec![1, 0, 3]),
            ("paris", vec![0, 3]),
            ("PARIS aws", vec![0]),
            ("eu-west-3", vec![0]),
            ("sao", vec![2]),
            ("nowhere", vec![]),
            ("", vec![0, 1, 2, 3]),
        ] {
            assert_eq!(rank(query, ROWS.len(), |i| ROWS[i]), expected, "{query}");
        }
    }
}
