//! The bar at the bottom of a phone: the number that the sliders change, and the main chart when it is opened.

use yew::prelude::*;

use super::chart_view::ChartView;
use crate::app::figures::Chart;
use crate::app::text::{self, Lang};

/// What the bar shows.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language of the page.
    pub lang: Lang,
    /// The indicator.
    pub label: AttrValue,
    /// The total of the active scenario.
    pub amount: AttrValue,
    /// Series colour and total of every scenario, relative to the largest.
    pub bars: Vec<(usize, f64)>,
    /// The main chart.
    pub chart: Chart,
}

/// Width and height of the small bars, px.
const WIDTH: u32 = 64;
const HEIGHT: usize = 20;

/// The number with a small bar per scenario; a tap opens the chart, a second one closes it.
#[component]
pub fn ResultBar(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let step = HEIGHT / props.bars.len().max(1);
    html! {
        <div class="pin">
            if *open {
                <ChartView lang={props.lang} name="bar-chart" title={props.chart.title.clone()} draw={props.chart.draw.clone()} />
            }
            <button type="button" aria-expanded={open.to_string()} onclick={toggle}
                aria-label={[props.lang.message(text::RESULT_TITLE), ": ", &props.label, ", ", &props.amount].concat()}>
                <span class="small">{ &props.label }</span>
                <b>{ &props.amount }</b>
                <svg class="chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} aria-hidden="true">
                    { for props.bars.iter().enumerate().map(|(at, (colour, share))| html! {
                        <rect class={format!("c-bar series-{}", colour + 1)} x="0" y={(at * step).to_string()}
                            height={(step - 1).to_string()} width={format!("{:.1}", share * f64::from(WIDTH))} />
                    }) }
                </svg>
            </button>
        </div>
    }
}
