//! The place of the further views: kept in the document, filled by the second program.

use crate::app::markup::html;
use web_sys::Element;
use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::platform::handover;
use crate::app::state::Action;

/// What the further views need.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The way to change the state.
    pub ui: Ui,
    /// Whether one of them is shown.
    pub shown: bool,
    /// Link to the state of the page, without address.
    pub link: AttrValue,
}

/// Hands the state over whenever it changes, and takes up what the further views ask for.
#[component]
pub fn Further(props: &Props) -> Html {
    let place = use_node_ref();
    {
        let (place, send) = (place.clone(), props.ui.send.clone());
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
        use_effect_with((props.shown, props.link.clone()), move |(shown, link)| {
            if let Some(element) = place.cast::<Element>().filter(|_| *shown) {
                handover::show(&element, link);
            }
        });
    }
    html! { <div id={handover::PLACE} class="further" hidden={!props.shown} ref={place}></div> }
}
