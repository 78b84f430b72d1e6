//! Results of other tools, read from their own files: pure functions from text to values, with the line and
//! column of every error.

mod amount;
pub mod codecarbon;
mod hardware;
mod metered;
pub mod ml_co2;
pub mod model_card;
mod names;
mod note;
mod runs;
mod usage;

pub use note::{Note, Part, Problem, Remark};
pub use runs::{ImportError, ImportedRun, Kind, read};

/// An imported value with its warnings.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported<T> {
    /// What was read.
    pub value: T,
    /// Warnings about irregularities, in the order of the lines.
    pub warnings: Vec<Problem>,
    /// What was left out because it could not be read, in the order of the lines.
    pub left_out: Vec<Problem>,
}

impl<T> Imported<T> {
    /// The same with another value.
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Imported<U> {
        Imported {
            value: change(self.value),
            warnings: self.warnings,
            left_out: self.left_out,
        }
    }
}

/// A number as written in a file: with a decimal point or comma, an exponent, spaces around. Also
/// returns whether it has a decimal comma.
///
/// # Errors
/// A description of the error.
pub(crate) fn number(text: &str) -> Result<(f64, bool), Remark> {
    let trimmed = text.trim();
    let comma = trimmed.contains(',');
    if comma && (trimmed.contains('.') || trimmed.matches(',').count() > 1) {
        return Err(Note::AmbiguousNumber.with("text", trimmed));
    }
    let plain = if comma {
        trimmed.replace(',', ".")
    } else {
        trimmed.to_owned()
    };
    // Rust also reads words such as `inf`; a number in a file starts with a digit, a sign or the point.
    let starts = plain.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    let value = plain
        .parse()
        .ok()
        .filter(|value: &f64| starts && value.is_finite());
    value
        .map(|value| (value, comma))
        .ok_or_else(|| Note::NotANumber.with("text", trimmed))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers() {
        let cases = [
            ("1.5", Some((1.5, false))),
            (" 1,5 ", Some((1.5, true))),
            ("1,45E-06", Some((1.45e-6, true))),
            ("-3e2", Some((-300.0, false))),
            ("1.234,5", None),
            ("1,234,5", None),
            ("inf", None),
            ("-inf", None),
            ("1e999", None),
            ("", None),
            ("12 kg", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text).ok(), expected, "{text:?}");
        }
    }
}
