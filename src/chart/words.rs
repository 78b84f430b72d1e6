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
    pub all_equal: &'static str,
    pub methods_kind: &'static str,
    pub method: &'static str,
    pub overlap: &'static str,
    pub no_overlap: &'static str,
    // Cumulative.
    pub cumulative_kind: &'static str,
    pub training: &'static str,
    pub inference: &'static str,
    pub crossover: &'static str,
    pub time: &'static str,
    pub overtakes: &'static str,
    pub never_overtakes: &'static str,
    pub overtakes_in: &'static str,
    pub never_in: &'static str,
    pub name_and_time: &'static str,
    // Tornado.
    pub tornado_kind: &'static str,
    pub input: &'static str,
    pub from_to_heading: &'static str,
    pub at_low_input: &'static str,
    pub at_high_input: &'static str,
    pub from_to: &'static str,
    pub central_case: &'static str,
    pub matters_most: &'static str,
    // Distribution.
    pub distribution_kind: &'static str,
    pub median: &'static str,
    pub half_below: &'static str,
    // Regions.
    pub regions_kind: &'static str,
    pub region: &'static str,
    pub region_rank: &'static str,
    pub region_ends: &'static str,
    // Heat map.
    pub heat_kind: &'static str,
    pub hour: &'static str,
    pub month: &'static str,
    pub hour_in_month: &'static str,
    pub clock: &'static str,
    pub heat_ends: &'static str,
    pub no_data: &'static str,
    pub months: [&'static str; 12],
    // Waterfall and bridge.
    pub waterfall_kind: &'static str,
    pub step: &'static str,
    pub change: &'static str,
    pub reduced: &'static str,
    pub increased: &'static str,
    pub unchanged: &'static str,
    pub most_effective: &'static str,
    pub bridge_kind: &'static str,
    pub bridged: &'static str,
    pub largest_step: &'static str,
    // Leaderboard.
    pub leaderboard_kind: &'static str,
    pub workload: &'static str,
    pub would_rank: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    empty: "Nothing to draw: no figures in this selection.",
    percent: "{0}%",
    below_one_percent: "<1%",
    log_scale: "Logarithmic scale: equal steps along the axis multiply the value.",
    more_marks: "and {0} more, all in the table",
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
    lowest_highest: "Lowest: {0}, {1}. Highest: {2}, {3}.",
    all_equal: "All at {0}.",
    methods_kind: "Bar chart, one bar a method, with its interval where it has one.",
    method: "Method",
    overlap: "Their 90% intervals overlap; what scenarios share is drawn together, so their order can be surer than that.",
    no_overlap: "Their 90% intervals do not overlap.",
    cumulative_kind: "Line chart of cumulative impact over time, training dashed and inference solid.",
    training: "Training",
    inference: "Inference",
    crossover: "Crossover",
    time: "Time",
    overtakes: "{0}: inference overtakes training at {1}.",
    never_overtakes: "{0}: inference does not overtake training within the horizon.",
    overtakes_in: "Inference overtakes training: {0}.",
    never_in: "Not within the horizon: {0}.",
    name_and_time: "{0} ({1})",
    tornado_kind: "Bar chart of sensitivity, the input with the widest swing first.",
    input: "Input",
    from_to_heading: "Range of the input",
    at_low_input: "At the low input",
    at_high_input: "At the high input",
    from_to: "{0} to {1}",
    central_case: "Central case {0}",
    matters_most: "{0} matters most: from {1} to {2}, it moves the result from {3} to {4}.",
    distribution_kind: "Distribution of the draws, with the 5th, 50th and 95th percentile marked.",
    median: "Median",
    half_below: "{0}: half of the draws lie below {1}, 90% between the ends of {2}.",
    regions_kind: "Dot chart of regions, lowest first, with 5 to 95% intervals.",
    region: "Region",
    region_rank: "{0} is number {1} of {2} from the bottom, at {3}.",
    region_ends: "{0} is lowest at {1}, {2} highest at {3}.",
    heat_kind: "Heat map of hours and months.",
    hour: "Hour",
    month: "Month",
    hour_in_month: "{0}, {1}",
    clock: "{0}:00",
    heat_ends: "Lowest in {0} at {1} ({2}), highest in {3} at {4} ({5}).",
    no_data: "no data",
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    waterfall_kind: "Waterfall from the scenario as it is to the scenario with its measures.",
    step: "Step",
    change: "Change",
    reduced: "From {0} to {1}: {2} less.",
    increased: "From {0} to {1}: {2} more.",
    unchanged: "{0}, unchanged.",
    most_effective: "{0} does most ({1}).",
    bridge_kind: "Waterfall from another method's result to this calculator's.",
    bridged: "{0} gives {1}, {2} gives {3}.",
    largest_step: "The largest step between them: {0} ({1}).",
    leaderboard_kind: "Dot chart of published workloads and the reader's own, on a logarithmic scale.",
    workload: "Workload",
    would_rank: "{0}, at {1}, would be number {2} of {3} from the top.",
};

/// French.
pub static FRENCH: Words = Words {
    empty: "Rien à représenter : aucune valeur dans cette sélection.",
    percent: "{0} %",
    below_one_percent: "< 1 %",
    log_scale: "Échelle logarithmique : des pas égaux le long de l’axe multiplient la valeur.",
    more_marks: "et {0} autres, tous dans le tableau",
    scenario: "Scénario",
    central: "Valeur centrale",
    low: "5e centile",
    high: "95e centile",
    stages_kind: "Diagramme en barres des étapes du cycle de vie.",
    total: "Total",
    stage: "Étape",
    stage_share: "{0} : {1} du total de {2} pour {3}.",
    stage_same: "Première étape dans tous les scénarios : {0}.",
    comparison_kind: "Diagramme en barres, une par scénario, avec intervalles de 5 à 95 %.",
    one_value: "{0} : {1}.",
    one_interval: "{0} : {1} (intervalle à 90 % : {2}).",
    lowest_highest: "Le plus bas : {0}, {1}. Le plus haut : {2}, {3}.",
    all_equal: "Tous à {0}.",
    methods_kind: "Diagramme en barres, une par méthode, avec son intervalle s’il existe.",
    method: "Méthode",
    overlap: "Leurs intervalles à 90 % se chevauchent ; ce que les scénarios partagent est tiré ensemble, leur ordre peut donc être plus sûr.",
    no_overlap: "Leurs intervalles à 90 % ne se chevauchent pas.",
    cumulative_kind: "Courbes de l’impact cumulé, entraînement en pointillé et inférence en trait plein.",
    training: "Entraînement",
    inference: "Inférence",
    crossover: "Croisement",
    time: "Temps",
    overtakes: "{0} : l’inférence dépasse l’entraînement à {1}.",
    never_overtakes: "{0} : l’inférence ne dépasse pas l’entraînement sur la période.",
    overtakes_in: "L’inférence dépasse l’entraînement : {0}.",
    never_in: "Pas sur la période : {0}.",
    name_and_time: "{0} ({1})",
    tornado_kind: "Diagramme de sensibilité, le paramètre le plus influent en premier.",
    input: "Paramètre",
    from_to_heading: "Plage du paramètre",
    at_low_input: "À la valeur basse",
    at_high_input: "À la valeur haute",
    from_to: "{0} à {1}",
    central_case: "Cas central {0}",
    matters_most: "{0} compte le plus : de {1} à {2}, le résultat passe de {3} à {4}.",
    distribution_kind: "Distribution des tirages, avec les 5e, 50e et 95e centiles.",
    median: "Médiane",
    half_below: "{0} : la moitié des tirages est sous {1}, 90 % entre les bornes de {2}.",
    regions_kind: "Régions classées de la plus basse à la plus haute, avec intervalles de 5 à 95 %.",
    region: "Région",
    region_rank: "{0} : rang {1} sur {2} à partir du bas, à {3}.",
    region_ends: "Minimum : {0}, {1} ; maximum : {2}, {3}.",
    heat_kind: "Carte de chaleur des heures et des mois.",
    hour: "Heure",
    month: "Mois",
    hour_in_month: "{0}, {1}",
    clock: "{0} h",
    heat_ends: "Minimum en {0} à {1} ({2}), maximum en {3} à {4} ({5}).",
    no_data: "pas de données",
    months: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ],
    waterfall_kind: "Cascade du scénario actuel au scénario avec ses mesures.",
    step: "Pas",
    change: "Variation",
    reduced: "De {0} à {1} : {2} de moins.",
    increased: "De {0} à {1} : {2} de plus.",
    unchanged: "{0}, inchangé.",
    most_effective: "Mesure la plus efficace : {0} ({1}).",
    bridge_kind: "Cascade du résultat d’une autre méthode à celui de ce calculateur.",
    bridged: "{0} donne {1}, {2} donne {3}.",
    largest_step: "Le plus grand écart : {0} ({1}).",
    leaderboard_kind: "Charges publiées et celle du lecteur, sur une échelle logarithmique.",
    workload: "Charge",
    would_rank: "{0}, à {1}, serait au rang {2} sur {3} à partir du haut.",
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

    /// The debug text of a language lists its sentences in the order of the fields.
    fn holes(words: &Words) -> Vec<Vec<String>> {
        let text = format!("{words:#?}");
        text.lines()
            .map(|line| {
                let mut holes: Vec<String> = line
                    .split('{')
                    .skip(1)
                    .filter_map(|s| s.split_once('}'))
                    .map(|s| s.0.to_owned())
                    .collect();
                holes.sort();
                holes
            })
            .collect()
    }

    #[test]
    fn languages_have_the_same_holes() {
        assert_eq!(holes(&ENGLISH), holes(&FRENCH));
        assert!(holes(&ENGLISH).iter().any(|line| line.len() == 6));
    }
}
