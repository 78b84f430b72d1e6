//! The bar at the bottom of a phone: the number that the sliders change, and the main chart when it is opened.

use yew::prelude::*;

/// What the bar shows.
pub struct ResultBar {
    /// Name of the indicator.
    pub label: &'static str,
    /// The total of the active scenario.
    pub amount: String,
    /// Series colour and total of every scenario, relative to the largest.
    pub bars: Vec<(usize, f64)>,
}

/// Width and height of the small bars, px.
const WIDTH: u32 = 64;
const HEIGHT: usize = 20;

/// The number with a small bar per scenario; a tap opens the chart, a second one closes it.
#[hook]
pub fn use_result_bar(bar: &ResultBar, chart: impl FnOnce() -> Option<Html>) -> Html {
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let step = HEIGHT / bar.bars.len().max(1);
    html! {
        <div class="pin">
            if *open {
                { chart().unwrap_or_default() }
            }
            <button type="button" aria-expanded={open.to_string()} onclick={toggle}>
                <span class="small">{ bar.label }</span>
                <b>{ &bar.amount }</b>
                <svg class="chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} aria-hidden="true">
                    { for bar.bars.iter().enumerate().map(|(at, (colour, share))| html! {
                        <rect class={format!("c-bar series-{}", colour + 1)} x="0" y={(at * step).to_string()}
                            height={(step - 1).to_string()} width={format!("{:.1}", share * f64::from(WIDTH))} />
                    }) }
                </svg>
            </button>
        </div>
    }
}
