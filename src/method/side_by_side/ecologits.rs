//! EcoLogits for the scenario's queries: text by tokens, video by the model's name.

use super::names::alpha3;
use super::programs::{intensity_used, of_servers};
use super::subject::{Subject, Task};
use super::{Input, Origin, Reason, Used};
use crate::data::Model;
use crate::method::common::{Basis, Range};
use crate::method::ecologits_0_11::{Constants, Request};
use crate::method::ecologits_0_11_impacts::Impacts;
use crate::method::ecologits_0_11_tables::{Electricity, Models, Provider, Providers};
use crate::method::ecologits_0_11_tables::{VideoModels, VideoServers, Zone};
use crate::method::ecologits_0_11_video::Video;
use crate::method::library::need;
use crate::method::summary::Summary;
use crate::quantity::GRAMS_PER_KILOGRAM;
use crate::scenario::{InferenceRoute, Param};

/// The world in the method's table.
const WORLD: &str = "WOR";

/// Provider of open models in the method's table.
const OPEN_MODELS: &str = "huggingface_hub";

/// Video models: the id here, the name in the method's table.
const VIDEO_MODELS: [(&str, &str); 2] = [
    ("alibaba/wan2.1-t2v-14b-diffusers", "alibaba/wan2.1"),
    ("tencent/hunyuanvideo", "tencent/hunyuanvideo"),
];

pub(super) fn ecologits(subject: &Subject<'_>, task: &Task, used: &mut Vec<Used>) -> Result<Summary, Reason> {
    match subject.choices.inference {
        InferenceRoute::Tokens => text(subject, task, used),
        InferenceRoute::Metered if subject.choices.served[0].row.is_some() => text(subject, task, used),
        InferenceRoute::Metered => Err(Reason::ModelNeeded),
        InferenceRoute::Video => video(subject, task, used),
        InferenceRoute::Image => Err(Reason::NoImages),
        InferenceRoute::PerQuery | InferenceRoute::None => Err(Reason::TokensNeeded),
    }
}

/// Requests of the horizon: every call behind a query is one.
fn requests(subject: &Subject<'_>) -> f64 {
    subject.queries() * subject.values[Param::CallsPerTask]
}

/// The electricity of the place, else the world's, with the reader's own intensity where one was typed.
fn electricity(subject: &Subject<'_>) -> Result<(Zone, &'static str), Reason> {
    let table = need(subject.library.ecologits_electricity.as_ref(), Electricity::FILE)?;
    let country = alpha3(subject.zone()).filter(|code| table.find(code).is_ok());
    let code = country.unwrap_or(WORLD);
    let mut zone = table.find(code)?.clone();
    if let Some(typed) = subject.own_intensity() {
        zone.mix.gwp_kg_per_kwh = typed / GRAMS_PER_KILOGRAM;
    }
    Ok((zone, code))
}

/// Provider and name of a model in the method's table: under its maker, else among the open models.
fn listed<'a>(models: &'a Models, model: &Model) -> Option<(&'a str, &'a str)> {
    let maker = match model.id.split('/').next().unwrap_or_default() {
        "google" => "google_genai",
        "mistral" => "mistralai",
        maker => maker,
    };
    let same = |name: &str| name.eq_ignore_ascii_case(model.name);
    let names = models.names();
    let made = |provider: &str, name: &str| provider == maker && same(name);
    let open = |provider: &str, name: &str| {
        provider == OPEN_MODELS && name.split_once('/').is_some_and(|(_, name)| same(name))
    };
    let find = |rule: &dyn Fn(&str, &str) -> bool| names.iter().copied().find(|(p, n)| rule(p, n));
    find(&made).or_else(|| find(&open))
}

/// Central value with the interval of an estimate.
fn size(subject: &Subject<'_>, param: Param) -> Range {
    let (value, spread) = (subject.values[param], &subject.inputs.spread[param as usize]);
    if spread.is_certain() {
        return Range::point(value);
    }
    Range {
        min: spread.low.min(value),
        max: spread.high.max(value),
    }
}

fn text(subject: &Subject<'_>, task: &Task, used: &mut Vec<Used>) -> Result<Summary, Reason> {
    let (library, v) = (subject.library, subject.values);
    if v.requested_shares() > 0.0 {
        return Err(Reason::OneModelOnly);
    }
    let models = need(library.ecologits_models.as_ref(), Models::FILE)?;
    let providers = need(library.ecologits_providers.as_ref(), Providers::FILE)?;
    let (zone, place) = electricity(subject)?;
    let own_size = subject.typed(Param::TotalParams) || subject.typed(Param::ActiveParams);
    let known = subject.choices.served[0]
        .row
        .filter(|_| !own_size)
        .and_then(|model| listed(models, model));
    let (provider, sizes, origin) = if let Some((provider, name)) = known {
        let model = models.find(provider, name)?;
        task.used(used, Input::Model, name, Origin::Table);
        let sizes = (model.active_b, model.total_b, model.tps, model.ttft_s);
        (provider, sizes, Origin::Table)
    } else {
        let (active, total) = (
            size(subject, Param::ActiveParams),
            size(subject, Param::TotalParams),
        );
        let active = Range {
            min: active.min.min(total.min),
            max: active.max.min(total.max),
        };
        (OPEN_MODELS, (active, total, None, None), Origin::Scenario)
    };
    let (active_parameters_b, total_parameters_b, tps, ttft_s) = sizes;
    let facility: &Provider = providers.text(provider)?;
    let request = Request {
        active_parameters_b,
        total_parameters_b,
        output_tokens: v[Param::OutputTokens] + v[Param::ReasoningTokens],
        mix: zone.mix,
        pue: facility.pue,
        wue_l_per_kwh: facility.wue_l_per_kwh,
        request_latency_s: None,
        tps,
        ttft_s,
        constants: Constants::default(),
    };
    let outcome = request.evaluate()?;
    let count = requests(subject);
    task.used(used, Input::ActiveParameters, active_parameters_b, origin);
    task.used(used, Input::TotalParameters, total_parameters_b, origin);
    task.used(used, Input::OutputTokens, request.output_tokens, Origin::Scenario);
    placed(
        subject,
        task,
        used,
        provider,
        facility.pue,
        place,
        zone.mix.gwp_kg_per_kwh,
    );
    Ok(summary(&outcome.impacts, count, request.basis(count)?))
}

/// What text and video have in common at the end of the list.
fn placed(
    subject: &Subject<'_>,
    task: &Task,
    used: &mut Vec<Used>,
    provider: &str,
    pue: Range,
    place: &str,
    kg_per_kwh: f64,
) {
    task.used(used, Input::Requests, requests(subject), Origin::Scenario);
    task.used(used, Input::Provider, provider, Origin::Table);
    task.used(used, Input::Pue, pue, Origin::Table);
    task.used(used, Input::Place, place, Origin::Table);
    intensity_used(subject, task, used, kg_per_kwh * GRAMS_PER_KILOGRAM);
}

fn summary(impacts: &Impacts, requests: f64, basis: Basis) -> Summary {
    Summary {
        kwh: impacts.usage.energy_kwh.times(requests),
        kg: impacts.total.gwp_kg.times(requests),
        water_l: None,
        basis,
    }
}

fn video(subject: &Subject<'_>, task: &Task, used: &mut Vec<Used>) -> Result<Summary, Reason> {
    let (library, v) = (subject.library, subject.values);
    let models = need(library.ecologits_videos.as_ref(), VideoModels::FILE)?;
    let servers = need(library.ecologits_servers.as_ref(), VideoServers::FILE)?;
    let providers = need(library.ecologits_providers.as_ref(), Providers::FILE)?;
    let (zone, place) = electricity(subject)?;
    let picked = subject.choices.served[0].row.ok_or(Reason::ModelNeeded)?;
    let (_, name) = VIDEO_MODELS
        .into_iter()
        .find(|(id, _)| *id == picked.id)
        .ok_or(Reason::ModelUnknown)?;
    let model = models.find(name)?;
    let hardware = servers.find(&model.hardware)?;
    let facility = providers.video(&model.provider)?;
    let one = Video {
        width: v[Param::ImageWidth],
        height: v[Param::ImageHeight],
        frames: v[Param::Frames],
        regression: model.regression,
        power_kw: hardware.power_kw,
        accelerators: hardware.accelerators,
        server_embodied: hardware.server,
        accelerator_embodied: hardware.accelerator,
        mix: zone.mix,
        pue: facility.pue,
        wue_l_per_kwh: facility.wue_l_per_kwh,
        request_latency_s: None,
    };
    let outcome = one.evaluate()?;
    let count = requests(subject);
    task.used(used, Input::Model, name, Origin::Table);
    task.used(used, Input::Hardware, model.hardware.as_str(), Origin::Table);
    task.used(used, Input::Width, one.width, Origin::Scenario);
    task.used(used, Input::Height, one.height, Origin::Scenario);
    task.used(used, Input::Frames, one.frames, Origin::Scenario);
    placed(
        subject,
        task,
        used,
        &model.provider,
        facility.pue,
        place,
        zone.mix.gwp_kg_per_kwh,
    );
    let mut basis = of_servers(outcome.basis(), task);
    basis.device_kwh *= count;
    basis.embodied_kg *= count;
    Ok(summary(&outcome.impacts, count, basis))
}
