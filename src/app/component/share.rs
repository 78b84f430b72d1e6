//! The Share menu: link, picture, data, print.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::chart_file::{Frame, Kind};
use super::menu::menu;
use crate::app::platform::{self, clipboard};
use crate::app::text::{self, Lang};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Waiting,
    Copied,
    Denied,
}

/// What can be shared.
pub struct Shared {
    /// The address with the state.
    pub link: AttrValue,
    /// Opens the view with citations and data.
    pub open_report: Callback<MouseEvent>,
}

/// A menu to copy the link, to save the main chart, to open the citations and data, and to print. If the browser denies
/// copying, a field appears to copy the link from.
#[hook]
pub fn use_share(lang: Lang, frame: &Frame, shared: Shared) -> Html {
    let Shared { link, open_report } = shared;
    let last = use_state_eq(|| (Progress::Waiting, AttrValue::default()));
    let unsaved = use_state_eq(|| false);
    // The message about an earlier copy does not apply to a changed link.
    let progress = if last.1 == link { last.0 } else { Progress::Waiting };
    let field = use_node_ref();
    let copy = {
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
    let save = |kind: Kind| {
        let (frame, unsaved) = (frame.clone(), unsaved.clone());
        move |_: MouseEvent| {
            let unsaved = unsaved.clone();
            let done = Callback::from(move |worked: bool| unsaved.set(!worked));
            frame.save_main(kind, done);
        }
    };
    let label = if progress == Progress::Copied {
        text::ACTION_SHARE_DONE
    } else {
        text::ACTION_COPY_LINK
    };
    let content = html! {
        <>
            // Stays open, since the answer appears in it.
            <button type="button" class="button primary" data-keep-open="true" onclick={copy}>
                <span aria-live="polite">{ lang.message(label) }</span>
            </button>
            if progress == Progress::Denied {
                <label class="small share-manual">{ lang.message(text::ACTION_SHARE_MANUAL) }
                    <input class="text" type="text" readonly=true ref={field} value={link} />
                </label>
            }
            <p class="small muted">{ lang.message(text::ACTION_SHARE_NOTE) }</p>
            { for [(Kind::Png, text::SHARE_PNG), (Kind::Svg, text::SHARE_SVG), (Kind::Csv, text::SHARE_CSV)].into_iter().map(|(kind, label)| html! {
                <button type="button" class="button" onclick={save(kind)}>{ lang.message(label) }</button>
            }) }
            <button type="button" class="button" onclick={open_report}>{ lang.message(text::SHARE_REPORT) }</button>
            <button type="button" class="button" onclick={|_| platform::print()}>{ lang.message(text::ACTION_PRINT) }</button>
        </>
    };
    html! {
        <>
            { menu("share", lang.message(text::ACTION_SHARE).into(), None, content) }
            if *unsaved {
                <p class="small share-unsaved" role="alert">{ lang.message(text::CHART_UNSAVED) }</p>
            }
        </>
    }
}
