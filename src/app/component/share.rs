//! The button that copies a link to the current state.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::platform::{self, clipboard};
use crate::app::text::{self, Lang};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Waiting,
    Copied,
    Denied,
}

/// A button that copies the link; if the browser denies that, a field appears to copy it from.
#[hook]
pub fn use_share(lang: Lang, link: AttrValue) -> Html {
    let last = use_state_eq(|| (Progress::Waiting, AttrValue::default()));
    // The message about an earlier copy does not apply to a changed link.
    let progress = if last.1 == link { last.0 } else { Progress::Waiting };
    let field = use_node_ref();
    let onclick = {
        let (link, field) = (link.clone(), field.clone());
        move |_| {
            let (link, last, field) = (link.clone(), last.clone(), field.clone());
            clipboard::write(
                link.to_string(),
                Callback::from(move |worked| {
                    let progress = if worked {
                        Progress::Copied
                    } else {
                        Progress::Denied
                    };
                    last.set((progress, link.clone()));
                    let field = field.clone();
                    // After rendering; the field exists only if copying was denied.
                    platform::after(0, move || {
                        if let Some(input) = field.cast::<HtmlInputElement>() {
                            // If this fails, the reader can still select the text.
                            let _ = input.focus();
                            input.select();
                        }
                    });
                }),
            );
        }
    };
    let label = if progress == Progress::Copied {
        text::ACTION_SHARE_DONE
    } else {
        text::ACTION_SHARE
    };
    html! {
        <>
            <button type="button" class="button primary" {onclick} title={lang.message(text::ACTION_SHARE_NOTE)}>
                <span aria-live="polite">{ lang.message(label) }</span>
            </button>
            if progress == Progress::Denied {
                <label class="small share-manual">{ lang.message(text::ACTION_SHARE_MANUAL) }
                    <input class="text" type="text" readonly=true ref={field} value={link} />
                </label>
            }
        </>
    }
}
