//! The page and the program of the further views talk through one element of the document: a link to the state
//! goes there as an attribute, and an event says that it has changed. Neither needs to know the other's code.

use gloo::events::EventListener;
use web_sys::{Element, Event};
use yew::Callback;

/// Id of the element.
pub const PLACE: &str = "further";

/// A direction: the attribute that holds the link, and the event that tells of it.
struct Way {
    attribute: &'static str,
    event: &'static str,
}

const THERE: Way = Way {
    attribute: "data-link",
    event: "genai-footprint:link",
};

const BACK: Way = Way {
    attribute: "data-back",
    event: "genai-footprint:back",
};

/// Event of the window that asks the loader (`boot.js`) for the further views; more than once is no harm.
const WANTED: &str = "genai-footprint:further";

impl Way {
    fn send(&self, place: &Element, link: &str) {
        // An element of the page takes both; where it does not, the view stays as it was.
        let _ = place.set_attribute(self.attribute, link);
        if let Ok(event) = Event::new(self.event) {
            let _ = place.dispatch_event(&event);
        }
    }

    fn listen(&'static self, place: &Element, heard: Callback<String>) -> EventListener {
        let element = place.clone();
        EventListener::new(place, self.event, move |_| {
            heard.emit(element.get_attribute(self.attribute).unwrap_or_default());
        })
    }
}

/// The element where the further views are drawn.
pub fn place() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(PLACE)
}

/// The page shows the state of this link to the further views, and has them loaded when they are not.
pub fn show(place: &Element, link: &str) {
    THERE.send(place, link);
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new(WANTED)) {
        let _ = window.dispatch_event(&event);
    }
}

/// What the page shows to the further views now.
pub fn shown(place: &Element) -> String {
    place.get_attribute(THERE.attribute).unwrap_or_default()
}

/// The further views hear of a new state.
pub fn on_show(place: &Element, heard: Callback<String>) -> EventListener {
    THERE.listen(place, heard)
}

/// The further views ask the page for another state.
pub fn ask(place: &Element, link: &str) {
    BACK.send(place, link);
}

/// The page hears what state the further views ask for.
pub fn on_ask(place: &Element, heard: Callback<String>) -> EventListener {
    BACK.listen(place, heard)
}
