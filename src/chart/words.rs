//! The texts of the figures, supplied by the caller. `{0}`, `{1}` … are placeholders for names and numbers.

use crate::template;

macro_rules! words {
    ($($name:ident,)*) => {
        /// Message ids, in the order in which [`Words::new`] expects the texts.
        pub const IDS: &[&str] = &[$(concat!("figure.", stringify!($name))),*];

        /// Index of each text, in the order of [`IDS`].
        #[allow(non_camel_case_types, reason = "each is also the name of a function and of its message")]
        enum Index { $($name),* }

        impl Words {
            $(
                #[allow(missing_docs, reason = "the message of the same id says it")]
                pub fn $name(&self) -> &'static str {
                    self.words[Index::$name as usize]
                }
            )*
        }
    };
}

/// All sentences and labels that figures use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    words: [&'static str; IDS.len()],
    month_names: [&'static str; 12],
}

impl Words {
    /// The texts in the order of [`IDS`]; the names of the months are one text, separated by `|`.
    pub fn new(in_order: impl Iterator<Item = &'static str>) -> Self {
        let mut in_order = in_order.fuse();
        let words: [&'static str; IDS.len()] = std::array::from_fn(|_| in_order.next().unwrap_or_default());
        let mut months = words[Index::months as usize].split('|');
        Self {
            words,
            month_names: std::array::from_fn(|_| months.next().unwrap_or_default()),
        }
    }

    /// Abbreviated names of the months.
    pub fn month_names(&self) -> &[&'static str; 12] {
        &self.month_names
    }
}

// Sorted like the messages of a language, so that the texts can be read in one pass without looking up ids.
words! {
    all_equal,
    at_high_input,
    at_low_input,
    below_one_percent,
    bridge_kind,
    bridged,
    central,
    central_case,
    change,
    clock,
    comparison_kind,
    crossover,
    cumulative_kind,
    distribution_kind,
    empty,
    from_to,
    from_to_beyond,
    from_to_heading,
    half_below,
    heat_ends,
    heat_kind,
    high,
    hour,
    hour_in_month,
    increased,
    inference,
    input,
    joined,
    labelled,
    largest_step,
    leaderboard_kind,
    log_scale,
    low,
    lowest_highest,
    matters_most,
    median,
    method,
    methods_kind,
    month,
    months,
    more_marks,
    most_effective,
    name_and_time,
    never_in,
    never_overtakes,
    no_data,
    no_overlap,
    nothing_trained,
    one_interval,
    one_value,
    overlap,
    overtakes,
    overtakes_in,
    percent,
    reduced,
    region,
    region_ends,
    region_rank,
    regions_kind,
    scenario,
    stage,
    stage_same,
    stage_share,
    stages_kind,
    step,
    time,
    tornado_kind,
    total,
    training,
    unchanged,
    waterfall_kind,
    with_interval,
    workload,
    would_rank,
}

impl Words {
    /// Separator of the parts of a list whose parts have commas.
    pub(crate) fn separator(&self) -> String {
        fill(self.joined(), &["", ""])
    }
}

/// The template with its numbered placeholders filled in.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    template::fill(template, |placeholder| {
        values.get(placeholder.parse::<usize>().ok()?).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_by_number() {
        assert_eq!(fill("{1} of {0}", &["a", "b"]), "b of a");
        assert_eq!(fill("{2} {x}{0}", &["a"]), " a");
    }
}
