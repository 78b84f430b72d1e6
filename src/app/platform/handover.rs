//! The page and the program of the further views talk through one element of the document: a link to the state
//! goes there as an attribute, and an event says that it has changed. Neither needs to know the other's code.

use gloo::events::EventListener;
use web_sys::{Element, Event, EventTarget};
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

/// Figures that the page wants as files, as `stages.svg 640`, a line each; taken when the other program sees to them.
const WISHES: &str = "data-save";

/// Event of the element: there is a wish.
const WISHED: &str = "genai-footprint:save";

/// Event of the element: a wish was seen to, or the loader could not bring the program that would.
const ANSWERED: &str = "genai-footprint:saved";

/// Whether the last wish came true.
const WORKED: &str = "data-saved";

impl Way {
    fn send(&self, place: &Element, link: &str) {
        // An element of the page takes both; where it does not, the view stays as it was.
        let _ = place.set_attribute(self.attribute, link);
        tell(place, self.event);
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

/// The page keeps the link to its state ready for the further views.
pub fn keep(place: &Element, link: &str) {
    let _ = place.set_attribute(THERE.attribute, link);
}

/// The page shows the state of this link to the further views, and has them loaded when they are not.
pub fn show(place: &Element, link: &str) {
    THERE.send(place, link);
    want();
}

fn want() {
    if let Some(window) = web_sys::window() {
        tell(&window, WANTED);
    }
}

fn tell(target: &EventTarget, event: &str) {
    if let Ok(event) = Event::new(event) {
        let _ = target.dispatch_event(&event);
    }
}

/// The page asks for a figure as a file. Without the other program the answer is no.
pub fn wish(wish: &str, done: Callback<bool>) {
    let Some(place) = place() else {
        return done.emit(false);
    };
    let before = place.get_attribute(WISHES).unwrap_or_default();
    let _ = place.set_attribute(WISHES, &[&before, wish, "\n"].concat());
    let asked = place.clone();
    let answer = EventListener::once(&place, ANSWERED, move |_| {
        // Still there: nobody took it.
        let lost = asked.remove_attribute(WISHES).is_err();
        let worked = asked.get_attribute(WORKED).is_some();
        done.emit(worked && !lost);
    });
    answer.forget();
    tell(&place, WISHED);
    want();
}

/// What the page has asked for, once.
pub fn wishes(place: &Element) -> Vec<String> {
    let wishes = place.get_attribute(WISHES).unwrap_or_default();
    let _ = place.remove_attribute(WISHES);
    wishes.lines().map(str::to_owned).collect()
}

/// Hears when the page asks for a file.
pub fn on_wish(place: &Element, heard: impl Fn() + 'static) -> EventListener {
    EventListener::new(place, WISHED, move |_| heard())
}

/// Tells the page whether a file was made.
pub fn answer(place: &Element, worked: bool) {
    let _ = place.toggle_attribute_with_force(WORKED, worked);
    tell(place, ANSWERED);
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
