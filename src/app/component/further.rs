//! The place of the further views: kept in the document, filled by the second program.

use web_sys::Element;
use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::markup::html;
use crate::app::platform::handover;
use crate::app::state::Action;

/// Hands the state over as a link without address whenever it changes, and takes up what the further views
/// ask for.
#[hook]
pub fn use_further(ui: &Ui, shown: bool, link: AttrValue) -> Html {
    let place = use_node_ref();
    {
        let (place, send) = (place.clone(), ui.send.clone());
        use_effect_with((), move |()| {
            let listener = place.cast::<Element>().map(|element| {
                let heard = Callback::from(move |link: String| {
                    send.emit(Action::open(&link));
                });
                handover::on_ask(&element, heard)
            });
            move || drop(listener)
        });
    }
    {
        let place = place.clone();
        use_effect_with((shown, link), move |(shown, link)| {
            if let Some(element) = place.cast::<Element>() {
                if *shown {
                    handover::show(&element, link);
                } else {
                    handover::keep(&element, link);
                }
            }
        });
    }
    html! { <div id={handover::PLACE} class="further" hidden={!shown} ref={place}></div> }
}
