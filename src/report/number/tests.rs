//! Table-driven cases; no-break spaces are written as ordinary spaces in the tables.

use proptest::prelude::*;

use super::*;

fn with_plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn amounts_get_a_suitable_unit_and_three_digits() {
    for (family, amount, english, french) in [
        (GHG, 14_523.0, "14.5 t CO₂e", "14,5 t CO₂e"),
        (GHG, 15.36, "15.4 kg CO₂e", "15,4 kg CO₂e"),
        (GHG, 0.0, "0 kg CO₂e", "0 kg CO₂e"),
        (GHG, -0.0, "0 kg CO₂e", "0 kg CO₂e"),
        (GHG, -1530.0, "−1.53 t CO₂e", "−1,53 t CO₂e"),
        (GHG, 999.4, "999 kg CO₂e", "999 kg CO₂e"),
        (GHG, 999.5, "1 t CO₂e", "1 t CO₂e"),
        (GHG, 999_700.0, "1 kt CO₂e", "1 kt CO₂e"),
        (GHG, 17_994_500.0, "18 kt CO₂e", "18 kt CO₂e"),
        (GHG, 1e-12, "0.000001 mg CO₂e", "0,000001 mg CO₂e"),
        (GHG, 1e-20, "1e-14 mg CO₂e", "1e-14 mg CO₂e"),
        (GHG, 2.5e12, "2,500 Mt CO₂e", "2 500 Mt CO₂e"),
        (ENERGY, 36.5e6, "36.5 GWh", "36,5 GWh"),
        (ENERGY, 76.8, "76.8 kWh", "76,8 kWh"),
        (ENERGY, 0.3e-3, "300 mWh", "300 mWh"),
        (ENERGY, 5.3e11, "530 TWh", "530 TWh"),
        (ENERGY, 5.312e13, "53,100 TWh", "53 100 TWh"),
        (POWER, 700.0, "700 W", "700 W"),
        (POWER, 1.25e8, "125 MW", "125 MW"),
        (WATER, 0.26e-3, "0.26 mL", "0,26 mL"),
        (WATER, 1e5, "100 m³", "100 m³"),
        (WATER, 7.7e8, "770 ML", "770 ML"),
        (HEAT, 4.2e4, "42 GJ", "42 GJ"),
        (ANTIMONY, 7.377e-8, "73.8 µg Sb eq", "73,8 µg Sb eq"),
        (ANTIMONY, 0.0051, "5.1 g Sb eq", "5,1 g Sb eq"),
        (MASS, 0.65, "650 g", "650 g"),
        (MONEY, 12.345, "12.3 USD", "12,3 USD"),
        (MONEY, 123_456.0, "123,000 USD", "123 000 USD"),
        (MONEY, 1.5e6, "1.5 million USD", "1,5 million USD"),
        (MONEY, 2e9, "2 billion USD", "2 milliards USD"),
        (BYTES, 8e10, "80 GB", "80 GB"),
        (COUNT, 38.4, "38.4", "38,4"),
        (COUNT, 3e9, "3 billion", "3 milliards"),
        (COUNT, f64::NAN, "–", "–"),
        (COUNT, f64::INFINITY, "–", "–"),
    ] {
        assert_eq!(
            with_plain_spaces(&family.text(amount, ENGLISH)),
            english,
            "{amount}"
        );
        assert_eq!(
            with_plain_spaces(&family.text(amount, FRENCH)),
            french,
            "{amount}"
        );
    }
}

#[test]
fn intervals_share_a_unit() {
    for (low, high, english, french) in [
        (8_100.0, 28_000.0, "8.1–28 t CO₂e", "8,1–28 t CO₂e"),
        (12.0, 34.0, "12–34 kg CO₂e", "12–34 kg CO₂e"),
        (123.4, 678.9, "120–680 kg CO₂e", "120–680 kg CO₂e"),
        (900.0, 1100.0, "0.9–1.1 t CO₂e", "0,9–1,1 t CO₂e"),
        (5.0, 5.0, "5 kg CO₂e", "5 kg CO₂e"),
        (101.0, 103.0, "101–103 kg CO₂e", "101–103 kg CO₂e"),
        (100.1, 100.3, "100.1–100.3 kg CO₂e", "100,1–100,3 kg CO₂e"),
        (0.0, 34.0, "0–34 kg CO₂e", "0–34 kg CO₂e"),
        (0.0, 0.0, "0 kg CO₂e", "0 kg CO₂e"),
        (-5.0, 3.0, "−5 to 3 kg CO₂e", "−5 à 3 kg CO₂e"),
        (-5000.0, -3.0, "−5 t CO₂e to −3 kg CO₂e", "−5 t CO₂e à −3 kg CO₂e"),
        (-5000.0, 800.0, "−5 to 0.8 t CO₂e", "−5 à 0,8 t CO₂e"),
        (0.3, 28_000.0, "300 g CO₂e to 28 t CO₂e", "300 g CO₂e à 28 t CO₂e"),
        (f64::NAN, 1.0, "–", "–"),
        (0.0, f64::INFINITY, "–", "–"),
    ] {
        let amount = if low.abs() > high.abs() { low } else { high };
        assert_eq!(with_plain_spaces(&GHG.range(amount, low, high, ENGLISH)), english);
        assert_eq!(with_plain_spaces(&GHG.range(amount, low, high, FRENCH)), french);
    }
    // In the unit of the amount, whatever the ends are.
    assert_eq!(
        with_plain_spaces(&GHG.range(427.0, 100.0, 1400.0, ENGLISH)),
        "100–1,400 kg CO₂e"
    );
    assert_eq!(
        with_plain_spaces(&GHG.range(1400.0, 600.0, 3000.0, ENGLISH)),
        "0.6–3 t CO₂e"
    );
    assert_eq!(range(0.812, 1.24, ENGLISH), "0.81–1.2");
    assert_eq!(range(-0.5, -0.25, ENGLISH), "−0.5 to −0.25");
    assert_eq!(
        with_plain_spaces(&MONEY.range(2e6, 1.1e6, 2.4e6, FRENCH)),
        "1,1–2,4 millions USD"
    );
}

#[test]
fn significant_digits_are_decimal() {
    for (value, digits, expected) in [
        (1.005, 3, "1.01"),
        (2.675, 3, "2.68"),
        (0.15, 1, "0.2"),
        (9.999, 3, "10"),
        (99_950.0, 3, "100,000"),
        (1234.5, 2, "1,200"),
        (1234.5, 9, "1,234.5"),
        (0.000_123_456, 2, "0.00012"),
        (0.1 + 0.2, 15, "0.3"),
        (-0.0, 3, "0"),
        (5e-324, 3, "5e-324"),
        (f64::MAX, 3, "1.8e308"),
        (f64::NEG_INFINITY, 3, "–"),
        (7.0, 0, "7"),
    ] {
        assert_eq!(significant(value, digits, ENGLISH), expected);
    }
}

#[test]
fn full_precision_keeps_all_digits() {
    for (value, english, french, machine_text) in [
        (0.1, "0.1", "0,1", "0.1"),
        (1_234_567.25, "1,234,567.25", "1 234 567,25", "1234567.25"),
        (-1234.0, "-1,234", "-1 234", "-1234"),
        (7.377e-8, "7.377e-8", "7,377e-8", "7.377e-8"),
        (1e15, "1e15", "1e15", "1e15"),
        (
            1e14,
            "100,000,000,000,000",
            "100 000 000 000 000",
            "100000000000000",
        ),
        (f64::NAN, "–", "–", ""),
    ] {
        assert_eq!(full_precision(value, ENGLISH), english);
        assert_eq!(with_plain_spaces(&full_precision(value, FRENCH)), french);
        assert_eq!(machine(value), machine_text);
    }
}

#[test]
fn shares_become_percentages() {
    for (share, english, french) in [
        (0.1234, "12.3%", "12,3 %"),
        (1.0, "100%", "100 %"),
        (0.07, "7%", "7 %"),
        (0.0, "0%", "0 %"),
        (f64::NAN, "–", "–"),
    ] {
        assert_eq!(percent(share, ENGLISH), english);
        assert_eq!(with_plain_spaces(&percent(share, FRENCH)), french);
    }
}

#[test]
fn probabilities_never_become_certain() {
    for (share, english, french) in [
        (0.0, "less than 1%", "moins de 1 %"),
        (1e-5, "less than 1%", "moins de 1 %"),
        (0.0049, "less than 1%", "moins de 1 %"),
        (0.005, "1%", "1 %"),
        (0.5, "50%", "50 %"),
        (0.506, "51%", "51 %"),
        (0.994, "99%", "99 %"),
        (0.996, "more than 99%", "plus de 99 %"),
        (1.0, "more than 99%", "plus de 99 %"),
        (f64::NAN, "–", "–"),
    ] {
        assert_eq!(probability(share, ENGLISH), english, "{share}");
        assert_eq!(with_plain_spaces(&probability(share, FRENCH)), french, "{share}");
    }
}

#[test]
fn values_take_the_form_of_their_unit() {
    for (value, digits, unit, english, french) in [
        (0.57, None, "share", "57%", "57 %"),
        (0.123_456, Some(4), "share", "12.35%", "12,35 %"),
        (0.85, None, "share of TDP", "85%", "85 %"),
        (1.15, None, "x", "1.15", "1,15"),
        (1.0, None, "years", "1 year", "1 an"),
        (1.5, None, "years", "1.5 years", "1,5 an"),
        (5.0, None, "years", "5 years", "5 ans"),
        (400.0, None, "W", "400 W", "400 W"),
        (f64::NAN, None, "share", "–", "–"),
    ] {
        let text = |names, locale| with_plain_spaces(&with_unit(value, digits, unit, names, locale));
        let [in_english, in_french] = match unit {
            "years" => ["year|years", "an|ans"],
            other => [other; 2],
        };
        assert_eq!(text(in_english, ENGLISH), english);
        assert_eq!(text(in_french, FRENCH), french);
    }
    assert_eq!(range_in_unit(0.3, 0.75, "share", ENGLISH), "30–75%");
    assert_eq!(range_in_unit(300.0, 500.0, "W", ENGLISH), "300–500");
}

#[test]
fn durations_get_a_suitable_unit() {
    for (hours, english, french) in [
        (0.0, "0 h", "0 h"),
        (0.01, "36 s", "36 s"),
        (0.5, "30 min", "30 min"),
        (1.0, "1 h", "1 h"),
        (24.0, "24 h", "24 h"),
        (720.0, "30 days", "30 jours"),
        (8760.0, "365 days", "365 jours"),
        (17_520.0, "2 years", "2 ans"),
        (87_600.0, "10 years", "10 ans"),
        (-3.0, "−3 h", "−3 h"),
        (f64::NAN, "–", "–"),
    ] {
        assert_eq!(with_plain_spaces(&duration(hours, ENGLISH)), english);
        assert_eq!(with_plain_spaces(&duration(hours, FRENCH)), french);
    }
}

#[test]
fn singular_and_plural() {
    let one_and_half = Decimal::of(1.5).unwrap();
    assert!(one_and_half.is_singular(FRENCH) && !one_and_half.is_singular(ENGLISH));
    for value in [0.0, 0.5] {
        let d = Decimal::of(value).unwrap();
        assert!(d.is_singular(FRENCH) && !d.is_singular(ENGLISH), "{value}");
    }
    for value in [2.0, 10.0, 12.0] {
        let d = Decimal::of(value).unwrap();
        assert!(!d.is_singular(FRENCH) && !d.is_singular(ENGLISH), "{value}");
    }
    assert!(Decimal::of(1.0).unwrap().is_singular(ENGLISH));
}

#[test]
fn columns_share_a_unit() {
    let unit = GHG.unit(28_000.0);
    assert_eq!((unit.name(ENGLISH), unit.size()), ("t CO₂e", 1e3));
    assert_eq!(unit.text(150.0, ENGLISH), "0.15");
    assert_eq!(unit.text(28_000.0, ENGLISH), "28");
    assert_eq!(GHG.unit(0.5).size().to_bits(), 1e-3f64.to_bits());
    assert_eq!(GHG.unit(f64::NAN).name(ENGLISH), "kg CO₂e");
}

#[test]
fn typed_numbers_are_parsed() {
    for (typed, unit, expected) in [
        ("1e6", "devices", 1e6),
        ("1E+6", "devices", 1e6),
        ("1,000", "devices", 1000.0),
        ("1,5", "x", 1.5),
        ("1,2345", "x", 1.2345),
        ("1,234,567.5", "devices", 1_234_567.5),
        ("12,34,567", "devices", 1_234_567.0),
        ("1.000,5", "devices", 1000.5),
        ("1.000.000", "devices", 1e6),
        ("1 000", "devices", 1000.0),
        ("1\u{202f}000,5", "devices", 1000.5),
        ("1'000", "devices", 1000.0),
        ("1_000_000", "devices", 1e6),
        (".5", "x", 0.5),
        ("5.", "x", 5.0),
        ("+5", "x", 5.0),
        ("2.5k", "devices", 2500.0),
        ("3 M", "queries/day", 3e6),
        ("3m", "queries/day", 3e6),
        ("3 million", "queries/day", 3e6),
        ("0.1e3k", "x", 1e5),
        ("30 d", "h", 720.0),
        ("64 GPUs", "devices", 64.0),
        ("30d", "device-h", 720.0),
        ("90 min", "h", 1.5),
        ("90m", "h", 1.5),
        ("2 weeks", "h", 336.0),
        ("1 an", "h", 8760.0),
        ("5M h", "device-h", 5e6),
        ("73 d", "years", 0.2),
        ("6m", "years", 0.5),
        ("6 mois", "years", 0.5),
        ("18 months", "years", 1.5),
        ("10/s", "queries/day", 864_000.0),
        ("10 queries/s", "queries/day", 864_000.0),
        ("1M/month", "queries/day", 1e6 * 12.0 / 365.0),
        ("86400/day", "requests/s", 1.0),
        ("12 %", "share", 0.12),
        ("65%", "share of TDP", 0.65),
        ("3%", "%/year", 3.0),
        ("5 MWh", "kWh", 5000.0),
        ("5 mwh", "kWh", 5000.0),
        ("3.6 MJ", "kWh", 1.0),
        ("2k kWh", "kWh", 2000.0),
        ("0.3 Wh", "Wh", 0.3),
        ("1080 J", "Wh", 0.3),
        ("500 mJ", "J/token", 0.5),
        ("0.5 J/token", "J/token", 0.5),
        ("0.4 kW", "W", 400.0),
        ("400W", "W", 400.0),
        ("2 t", "kg CO2e", 2000.0),
        ("150 kg CO₂e", "kg CO2e", 150.0),
        ("73.8 µg", "kg Sb eq", 7.38e-8),
        ("0.5 kg/kWh", "g/kWh", 500.0),
        ("500 g CO2e/kWh", "g/kWh", 500.0),
        ("820 lb/MWh", "g/kWh", 371.945_743_4),
        ("0.35 t/MWh", "g/kWh", 350.0),
        ("3 TB/s", "GB/s", 3000.0),
        ("80 GB", "GB", 80.0),
        ("1 PFLOP/s", "TFLOP/s", 1000.0),
        ("1.8 m³/MWh", "L/kWh", 1.8),
        ("$60/MWh", "USD/kWh", 0.06),
        ("190 USD/t", "USD/t", 190.0),
        ("1.2x", "x", 1.2),
        ("70B", "billion", 70.0),
        ("70", "billion", 70.0),
        ("2T", "billion", 2000.0),
        ("350M", "billion", 0.35),
        ("0,123", "x", 0.123),
        ("-5", "x", -5.0),
        ("−5", "x", -5.0),
        ("-0", "x", 0.0),
        ("1e-3", "x", 0.001),
        ("1e-999", "x", 0.0),
        ("0e99999999999", "x", 0.0),
    ] {
        let read = parse(typed, unit, ENGLISH).unwrap_or_else(|error| panic!("{typed}: {error:?}"));
        assert!(
            (read - expected).abs() <= 1e-15 * expected.abs(),
            "{typed}: {read}"
        );
        assert!(read != 0.0 || read.is_sign_positive(), "{typed}");
    }
}

#[test]
fn a_single_separator_is_read_by_the_rules_of_the_language() {
    const GERMAN: Locale = Locale {
        decimal: ',',
        group: '.',
        ..ENGLISH
    };
    for (typed, english, french, german) in [
        ("1,000", 1000.0, 1.0, 1.0),
        ("1.000", 1.0, 1.0, 1000.0),
        ("1,5", 1.5, 1.5, 1.5),
        ("1.5", 1.5, 1.5, 1.5),
        ("1.000,5", 1000.5, 1000.5, 1000.5),
        ("1,000.5", 1000.5, 1000.5, 1000.5),
        ("0,123", 0.123, 0.123, 0.123),
        ("1 000,123", 1000.123, 1000.123, 1000.123),
    ] {
        for (locale, expected) in [(ENGLISH, english), (FRENCH, french), (GERMAN, german)] {
            assert_eq!(parse(typed, "x", locale), Ok(expected), "{typed}");
        }
    }
}

#[test]
fn invalid_numbers_are_rejected_with_a_reason() {
    for (typed, unit, error) in [
        ("", "h", ParseError::Empty),
        (" \u{a0} ", "h", ParseError::Empty),
        ("abc", "h", ParseError::NotANumber),
        ("NaN", "h", ParseError::NotANumber),
        ("--5", "h", ParseError::NotANumber),
        ("-", "h", ParseError::NotANumber),
        (".", "h", ParseError::NotANumber),
        ("1,2,3", "h", ParseError::NotANumber),
        ("1.2.3", "h", ParseError::NotANumber),
        ("1.000,5,5", "h", ParseError::NotANumber),
        ("12 34", "h", ParseError::NotANumber),
        ("1,,000", "h", ParseError::NotANumber),
        ("e6", "h", ParseError::NotANumber),
        ("5 bananas", "h", ParseError::Unit),
        ("5 kWh", "h", ParseError::Unit),
        ("5 d", "kWh", ParseError::Unit),
        ("5 %", "kWh", ParseError::Unit),
        ("5/s", "kWh", ParseError::Unit),
        ("5-6", "x", ParseError::Unit),
        ("1e", "h", ParseError::Unit),
        ("1e999", "h", ParseError::Infinite),
        ("1e99999999999999999999", "h", ParseError::Infinite),
        ("-∞", "h", ParseError::Infinite),
        ("inf", "h", ParseError::Infinite),
        ("1e308 y", "h", ParseError::Infinite),
    ] {
        assert_eq!(parse(typed, unit, ENGLISH), Err(error), "{typed}");
    }
}

#[test]
fn every_parameter_accepts_its_own_unit() {
    for param in crate::scenario::Param::ALL {
        let spec = param.spec();
        let typed = format!("2 {}", spec.unit);
        assert_eq!(parse(&typed, spec.unit, ENGLISH), Ok(2.0), "{}", spec.id);
    }
}

/// The same number, whatever the sign of zero.
fn same(a: f64, b: f64) -> bool {
    (a + 0.0).to_bits() == (b + 0.0).to_bits()
}

/// Decimal digits that every `f64` preserves; beyond them the spacing of `f64` is as large as the rounding.
const RELIABLE_DIGITS: usize = 15;

fn finite() -> impl Strategy<Value = f64> {
    any::<u64>()
        .prop_map(f64::from_bits)
        .prop_filter("finite", |v| v.is_finite())
}

proptest! {
    #[test]
    fn formatted_values_parse_to_the_same_value(value in prop_oneof![finite(), -1e9..1e9f64, 0.0..1.0f64]) {
        for locale in [ENGLISH, FRENCH] {
            let read = parse(&full_precision(value, locale), "x", locale).unwrap();
            prop_assert!(same(read, value), "{} comes back as {read}", full_precision(value, locale));
        }
        prop_assert!(same(machine(value).parse().unwrap(), value));
    }

    #[test]
    fn rounding_is_to_the_nearest_value(value in finite(), digits in 1..=RELIABLE_DIGITS) {
        let text = significant(value, digits, ENGLISH);
        // Rounding up the largest numbers overflows; subnormal numbers have fewer digits.
        prop_assume!(value.abs() < 1e308 && value.is_normal());
        let shown = parse(&text, "x", ENGLISH).unwrap();
        let tolerance = 5.000_001 * 10f64.powi(-i32::try_from(digits).unwrap());
        prop_assert!((shown - value).abs() <= tolerance * value.abs(), "{}", text);
        let counted: String = text.split('e').next().unwrap().chars().filter(char::is_ascii_digit).collect();
        let counted = counted.trim_start_matches('0').trim_end_matches('0');
        prop_assert!(counted.len() <= digits, "{}", text);
    }

    #[test]
    fn formatted_amounts_never_contain_nan_infinity_or_negative_zero(value in finite(), other in finite()) {
        for family in [ENERGY, POWER, GHG, WATER, HEAT, ANTIMONY, MASS, MONEY, BYTES, COUNT] {
            for locale in [ENGLISH, FRENCH] {
                let text = family.text(value, locale) + &family.range(value, value.min(other), value.max(other), locale);
                let dirty = ["NaN", "inf", "−0\u{a0}"].iter().any(|part| text.contains(part));
                prop_assert!(!dirty, "{}", text);
            }
        }
    }

    #[test]
    fn parsing_any_text_gives_a_finite_number_or_an_error(text in "\\PC*", typed in "[-+]?[0-9., '_]{0,12}[eE]?[-+0-9]{0,4} ?[kmMGTB%a-z/³₂]{0,6}") {
        for unit in ["x", "h", "years", "kWh", "billion", "share", "g/kWh", "queries/day", ""] {
            for text in [&text, &typed] {
                if let Ok(value) = parse(text, unit, ENGLISH) {
                    prop_assert!(value.is_finite());
                }
                let _ = parse(text, &text.clone(), FRENCH);
            }
        }
    }
}

#[test]
fn years_keep_all_their_digits() {
    for (value, english, french) in [
        (1.0, "1\u{a0}year", "1\u{a0}an"),
        (1.5, "1.5\u{a0}years", "1,5\u{a0}an"),
        (3.0, "3\u{a0}years", "3\u{a0}ans"),
    ] {
        assert_eq!(
            (years(value, ENGLISH), years(value, FRENCH)),
            (english.to_owned(), french.to_owned())
        );
    }
}
