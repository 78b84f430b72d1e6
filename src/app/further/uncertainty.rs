//! View.

use yew::prelude::*;

use super::Shown;

/// The view.
pub(super) fn view(shown: &Shown) -> Html {
    html! { <section class="card"><h2>{ shown.name() }</h2>{ shown.ui.lang.code() }{ shown.outcome().inputs.warnings.len() }</section> }
}
