//! The link to what is on the page.

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

/// Copies the link; where the browser denies that, shows it to be copied by hand.
#[hook]
pub fn use_share(lang: Lang, link: AttrValue) -> Html {
    let last = use_state_eq(|| (Progress::Waiting, AttrValue::default()));
    // Another link: what was copied is no longer what is shown.
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
                    // The field is there once the page is drawn with it, and where it is needed.
                    platform::after(0, move || {
                        if let Some(input) = field.cast::<HtmlInputElement>() {
                            // A field that cannot take the focus can still be selected by hand.
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
            <button type="button" class="button primary" {onclick} title={lang.get(text::ACTION_SHARE_NOTE)}>
                <span aria-live="polite">{ lang.get(label) }</span>
            </button>
            if progress == Progress::Denied {
                <label class="small share-manual">{ lang.get(text::ACTION_SHARE_MANUAL) }
                    <input class="text" type="text" readonly=true ref={field} value={link} />
                </label>
            }
        </>
    }
}
