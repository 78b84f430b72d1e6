//! The words of the figures, handed in. `{0}`, `{1}` … are holes for names and numbers.

macro_rules! words {
    ($($name:ident,)*) => {
        const IDS: &[&str] = &[$(concat!("figure.", stringify!($name))),*];

        /// Places of the words, in the order of [`IDS`].
        #[allow(non_camel_case_types, reason = "each is also the name of a function and of its words")]
        enum Place { $($name),* }

        impl Words {
            $(
                #[allow(missing_docs, reason = "each is told by its words")]
                pub fn $name(&self) -> &'static str {
                    self.words[Place::$name as usize]
                }
            )*
        }
    };
}

/// All sentences and labels a figure can contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    words: [&'static str; IDS.len()],
    months: [&'static str; 12],
}

impl Words {
    /// The words that `lookup` knows by `figure.` and their name; the months stand in one, with bars between.
    pub fn new(lookup: impl Fn(&str) -> &'static str) -> Self {
        let mut months = lookup("figure.months").split('|');
        Self {
            words: std::array::from_fn(|place| lookup(IDS[place])),
            months: std::array::from_fn(|_| months.next().unwrap_or_default()),
        }
    }

    /// Names of the months, short.
    pub fn months(&self) -> &[&'static str; 12] {
        &self.months
    }
}

words! {
    // Shared.
    empty,
    percent,
    below_one_percent,
    log_scale,
    more_marks,
    scenario,
    central,
    low,
    high,
    // Stage breakdown.
    stages_kind,
    total,
    stage,
    stage_share,
    stage_same,
    // Comparison.
    comparison_kind,
    one_value,
    one_interval,
    lowest_highest,
    all_equal,
    methods_kind,
    method,
    overlap,
    no_overlap,
    // Cumulative.
    cumulative_kind,
    training,
    inference,
    crossover,
    time,
    overtakes,
    never_overtakes,
    overtakes_in,
    never_in,
    name_and_time,
    // Tornado.
    tornado_kind,
    input,
    from_to_heading,
    at_low_input,
    at_high_input,
    from_to,
    central_case,
    matters_most,
    // Distribution.
    distribution_kind,
    median,
    half_below,
    // Regions.
    regions_kind,
    region,
    region_rank,
    region_ends,
    // Heat map.
    heat_kind,
    hour,
    month,
    hour_in_month,
    clock,
    heat_ends,
    no_data,
    // Waterfall and bridge.
    waterfall_kind,
    step,
    change,
    reduced,
    increased,
    unchanged,
    most_effective,
    bridge_kind,
    bridged,
    largest_step,
    // Leaderboard.
    leaderboard_kind,
    workload,
    would_rank,
}

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
