//! The words of the figures, one value a language. `{0}`, `{1}` … are holes for names and numbers.

/// All sentences and labels a figure can contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is its own English text, below")]
pub struct Words {
    // Shared.
    pub empty: &'static str,
    pub percent: &'static str,
    pub below_one_percent: &'static str,
    pub log_scale: &'static str,
    pub more_marks: &'static str,
    pub and: &'static str,
    // Column headings.
    pub scenario: &'static str,
    pub central: &'static str,
    pub low: &'static str,
    pub high: &'static str,
    // Stage breakdown.
    pub stages_kind: &'static str,
    pub total: &'static str,
    pub stage: &'static str,
    pub stage_share: &'static str,
    pub stage_same: &'static str,
    // Comparison.
    pub comparison_kind: &'static str,
    pub one_value: &'static str,
    pub one_interval: &'static str,
    pub lowest_highest: &'static str,
    pub overlap: &'static str,
    pub no_overlap: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    empty: "Nothing to draw: no figures in this selection.",
    percent: "{0}%",
    below_one_percent: "<1%",
    log_scale: "Logarithmic scale: each step along the axis multiplies the value.",
    more_marks: "and {0} more, all in the table",
    and: "and",
    scenario: "Scenario",
    central: "Central",
    low: "5th percentile",
    high: "95th percentile",
    stages_kind: "Bar chart of life-cycle stages.",
    total: "Total",
    stage: "Stage",
    stage_share: "{0} makes up {1} of the total of {2} for {3}.",
    stage_same: "{0} is the largest stage in every scenario.",
    comparison_kind: "Bar chart, one bar a scenario, with 5 to 95% intervals.",
    one_value: "{0}: {1}.",
    one_interval: "{0}: {1} (90% interval {2}).",
    lowest_highest: "{0} is lowest at {1}, {2} highest at {3}.",
    overlap: "Their 90% intervals overlap, so the order is not certain.",
    no_overlap: "Their 90% intervals do not overlap.",
};

/// The template with its holes filled; holes without a value stay as they are.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let hole = after.split_once('}').and_then(|(number, tail)| {
            let value = number.parse::<usize>().ok().and_then(|index| values.get(index))?;
            Some((value, tail))
        });
        if let Some((value, tail)) = hole {
            text.push_str(value);
            rest = tail;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_once_and_in_any_order() {
        assert_eq!(fill("{1} of {0}", &["a", "b"]), "b of a");
        assert_eq!(fill("{0}", &["{0}"]), "{0}");
        assert_eq!(fill("{2} {x} {", &["a"]), "{2} {x} {");
    }
}
