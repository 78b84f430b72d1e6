//! What each method is given for one part of the scenario, and what it makes of it. EcoLogits has a file of its own.

use super::names;
use super::subject::{Subject, Task};
use super::{Input, Origin, Part, Reason, Used};
use crate::method::codecarbon_3_3_hardware::{Architecture, CONSTANT_SHARE, Ram, UNKNOWN_CPU_W};
use crate::method::common::{Basis, Range};
use crate::method::evaluate::green_tables;
use crate::method::library::need;
use crate::method::summary::Summary;
use crate::method::{back_of_envelope_1 as envelope, cloud_carbon_footprint_1_0 as ccf};
use crate::method::{cloud_carbon_footprint_1_0_tables as ccf_tables, codecarbon_3_3 as codecarbon};
use crate::method::{green_algorithms_3_0 as green, ml_co2_impact_2026_03 as mlco2};
use crate::model::inference;
use crate::quantity::{DAYS_PER_YEAR, Energy, GRAMS_PER_KILOGRAM, SECONDS_PER_HOUR, WATTS_PER_KILOWATT};
use crate::scenario::{InferenceRoute, Param, TrainingRoute};

/// Mean use of a machine that Cloud Carbon Footprint assumes where the cloud does not report it, per cent.
pub const CCF_USE_PCT: f64 = 50.0;

/// A result without an interval.
fn point(kwh: f64, kg: f64, basis: Basis) -> Summary {
    Summary {
        kwh: Range::point(kwh),
        kg: Range::point(kg),
        water_l: None,
        basis,
    }
}

/// A figure of whole servers, split into devices and the rest by our share of the rest: neither step of the
/// bridge is then more than what the method really leaves out.
pub(super) fn of_servers(mut basis: Basis, task: &Task) -> Basis {
    basis.host_share = task.ours.host_share;
    basis.device_kwh /= 1.0 + basis.host_share;
    basis
}

/// The intensity in the list of inputs: the reader's own, or the method's.
pub(super) fn intensity_used(subject: &Subject<'_>, task: &Task, used: &mut Vec<Used>, g_per_kwh: f64) {
    let origin = match subject.own_intensity() {
        Some(_) => Origin::Scenario,
        None => Origin::Table,
    };
    task.used(used, Input::Intensity, g_per_kwh, origin);
}

/// Where a cloud region comes from: the reader chose it, or it is the first of the method's list in the zone.
fn region_origin(subject: &Subject<'_>, provider: &str) -> Origin {
    match subject.region() {
        Some(region) if region.provider == provider => Origin::Scenario,
        _ => Origin::Table,
    }
}

/// Power times hours, or queries times energy: nameplate power, or the meter's where there is one.
pub(super) fn back_of_envelope(
    subject: &Subject<'_>,
    task: &Task,
    used: &mut Vec<Used>,
) -> Result<Summary, Reason> {
    let (v, choices) = (subject.values, subject.choices);
    let region = subject.zone().to_owned();
    let g_per_kwh = subject.own_intensity();
    let per_query = match (task.part, choices.inference) {
        (Part::Inference, InferenceRoute::PerQuery) => Some(Energy::from_watt_hours(v[Param::WhPerQuery]).0),
        (Part::Inference, InferenceRoute::Metered) => {
            let energy = inference::metered_query(
                v[Param::JoulesPerToken],
                v[Param::OutputTokens],
                v[Param::ReasoningTokens],
                v[Param::CallsPerTask],
            );
            Some(energy.0)
        }
        _ => None,
    };
    let metered = task.part == Part::Training && choices.training == TrainingRoute::Metered;
    let inputs = if let Some(kwh_per_query) = per_query {
        let days = v[Param::Horizon] * DAYS_PER_YEAR;
        let queries_per_day = if days > 0.0 { subject.queries() / days } else { 0.0 };
        task.used(used, Input::QueriesPerDay, queries_per_day, Origin::Scenario);
        task.used(used, Input::EnergyPerQuery, kwh_per_query, Origin::Scenario);
        task.used(used, Input::Days, days, Origin::Scenario);
        envelope::Inputs::Queries {
            queries_per_day,
            kwh_per_query,
            days,
            region,
            g_per_kwh,
        }
    } else {
        // A meter says what the servers drew on average; without one the nameplate has to do.
        let drawn = task.device_kwh * (1.0 + task.ours.host_share) * WATTS_PER_KILOWATT / task.device_hours();
        let watt = if metered && drawn.is_finite() {
            drawn
        } else {
            task.tdp_w
        };
        task.used(used, Input::Devices, task.devices, Origin::Scenario);
        task.used(used, Input::DevicePower, watt, Origin::Scenario);
        task.used(used, Input::Hours, task.hours, Origin::Scenario);
        envelope::Inputs::Training {
            devices: task.devices,
            watt,
            hours: task.hours,
            region,
            g_per_kwh,
        }
    };
    let outcome = inputs.evaluate()?;
    task.used(used, Input::Place, subject.zone(), Origin::Scenario);
    intensity_used(subject, task, used, outcome.g_per_kwh);
    let basis = inputs.basis()?;
    let servers = metered || (per_query.is_some() && choices.inference == InferenceRoute::PerQuery);
    let basis = if servers { of_servers(basis, task) } else { basis };
    Ok(point(outcome.kwh, outcome.kg, basis))
}

/// The page's list of devices, its regions, or a place of one's own where it lists none.
pub(super) fn ml_co2_impact(
    subject: &Subject<'_>,
    task: &Task,
    used: &mut Vec<Used>,
) -> Result<Summary, Reason> {
    let hardware = need(subject.library.mlco2_hardware.as_ref(), mlco2::Hardware::FILE)?;
    let regions = need(subject.library.mlco2_regions.as_ref(), mlco2::Regions::FILE)?;
    let name = names::ml_co2_impact(task.accelerator).ok_or(Reason::AcceleratorUnknown)?;
    task.used(used, Input::Hardware, name, Origin::Scenario);
    task.used(used, Input::DevicePower, hardware.watt(name)?, Origin::Table);
    task.used(used, Input::DeviceHours, task.device_hours(), Origin::Scenario);
    let own = |g_per_kwh: f64| mlco2::Place::Private {
        kg_per_kwh: g_per_kwh / GRAMS_PER_KILOGRAM,
        offset_pct: 0.0,
    };
    let listed = names::ml_co2_place(subject, regions);
    let (place, origin) = match (subject.own_intensity(), listed) {
        (Some(typed), _) => (own(typed), Origin::Scenario),
        (None, Some((provider, region))) => {
            let origin = region_origin(subject, provider);
            task.used(used, Input::Provider, provider, origin);
            task.used(used, Input::Region, region, origin);
            let cloud = mlco2::Place::Cloud {
                provider: provider.to_owned(),
                region: region.to_owned(),
            };
            (cloud, Origin::Table)
        }
        (None, None) => (own(subject.values[Param::Intensity]), Origin::Scenario),
    };
    let inputs = mlco2::Inputs::Page {
        hardware: Some(name.to_owned()),
        watt: None,
        hours: task.device_hours(),
        place,
    };
    let outcome = inputs.evaluate(Some(hardware), Some(regions))?;
    let g_per_kwh = outcome.intensity_kg_per_kwh * GRAMS_PER_KILOGRAM;
    task.used(used, Input::Intensity, g_per_kwh, origin);
    let basis = inputs.basis(Some(hardware), Some(regions))?;
    Ok(point(outcome.energy_kwh, outcome.co2_kg, basis))
}

/// The calculator with accelerators only: cores and memory are the reader's to give, and the scenario has none.
pub(super) fn green_algorithms(
    subject: &Subject<'_>,
    task: &Task,
    used: &mut Vec<Used>,
) -> Result<Summary, Reason> {
    let tables = green_tables(subject.library);
    let locations = need(tables.locations, "green_algorithms_3_0_intensity.csv")?;
    let facilities = need(tables.facilities, "green_algorithms_3_0_datacentres.csv")?;
    let devices = need(tables.devices, "green_algorithms_3_0_hardware.csv")?;
    let listed = names::green_algorithms(task.accelerator).filter(|_| !subject.typed(task.tdp));
    match listed {
        Some(name) => {
            task.used(used, Input::Hardware, name, Origin::Scenario);
            task.used(used, Input::DevicePower, devices.gpu(name)?, Origin::Table);
        }
        None => task.used(used, Input::DevicePower, task.tdp_w, Origin::Scenario),
    }
    let place = names::green_locations(subject.zone())
        .into_iter()
        .find(|place| locations.find(place).is_ok());
    let cloud = subject
        .region()
        .filter(|region| facilities.pue(region.provider).is_ok());
    let server = cloud
        .map(|region| format!("{}--{}", region.provider, region.code))
        .filter(|server| facilities.centre(server).is_ok());
    let form = green::Form {
        core_type: green::CoreType::Gpu,
        n_cpu_cores: 0.0,
        cpu_model: None,
        tdp_per_core_w: None,
        n_gpus: task.devices,
        gpu_model: listed.map(str::to_owned),
        tdp_gpu_w: listed.is_none().then_some(task.tdp_w),
        memory_gb: 0.0,
        hours: task.hours,
        minutes: 0.0,
        usage_cpu: 1.0,
        usage_gpu: 1.0,
        platform: Some(match cloud {
            Some(_) => green::Platform::CloudComputing,
            None => green::Platform::LocalServer,
        }),
        provider: cloud.map(|region| region.provider.to_owned()),
        server: server.clone(),
        location: place.map(str::to_owned),
        g_per_kwh: subject.own_intensity(),
        pue: None,
        multiplier: task.runs,
    };
    let outcome = form.evaluate(&tables)?;
    task.used(used, Input::Devices, task.devices, Origin::Scenario);
    task.used(used, Input::Hours, task.hours, Origin::Scenario);
    task.used(used, Input::Use, form.usage_gpu, Origin::Assumed);
    task.used(used, Input::Memory, form.memory_gb, Origin::Assumed);
    task.used(used, Input::Runs, task.runs, Origin::Scenario);
    if let Some(region) = cloud {
        task.used(used, Input::Provider, region.provider, Origin::Scenario);
    }
    if let Some(server) = &server {
        task.used(used, Input::Region, server.as_str(), Origin::Scenario);
    }
    task.used(used, Input::Pue, outcome.pue, Origin::Table);
    task.used(used, Input::Place, place.unwrap_or_default(), Origin::Table);
    intensity_used(subject, task, used, outcome.g_per_kwh);
    let kg = outcome.carbon_g / GRAMS_PER_KILOGRAM;
    Ok(point(outcome.energy_kwh, kg, form.basis(&tables)?))
}

/// A tracked run: the accelerators as a meter sees them, processor and memory as the tracker assumes them where it
/// knows neither name nor size.
pub(super) fn code_carbon(
    subject: &Subject<'_>,
    task: &Task,
    used: &mut Vec<Used>,
) -> Result<Summary, Reason> {
    let library = subject.library;
    let countries = need(library.codecarbon_countries.as_ref(), codecarbon::Countries::FILE)?;
    let regions = need(library.codecarbon_regions.as_ref(), codecarbon::Regions::FILE)?;
    let clouds = need(library.codecarbon_clouds.as_ref(), codecarbon::Clouds::FILE)?;
    let least = Ram {
        memory_gb: 0.0,
        architecture: Architecture::X86,
        forced_w: None,
    };
    let mean = if task.hours > 0.0 {
        task.device_kwh * WATTS_PER_KILOWATT / task.hours
    } else {
        0.0
    };
    let run = codecarbon::Run {
        duration_s: task.hours * SECONDS_PER_HOUR,
        cpu_power_w: task.servers * UNKNOWN_CPU_W * CONSTANT_SHARE,
        gpu_power_w: mean,
        ram_power_w: task.servers * least.evaluate()?.power_w,
        pue: 1.0,
        wue: 0.0,
        place: names::codecarbon_place(subject),
    };
    let outcome = run.evaluate(countries, regions, clouds)?;
    task.used(used, Input::Hours, task.hours, Origin::Scenario);
    task.used(used, Input::AcceleratorPower, run.gpu_power_w, Origin::Scenario);
    task.used(used, Input::ProcessorPower, run.cpu_power_w, Origin::Assumed);
    task.used(used, Input::MemoryPower, run.ram_power_w, Origin::Assumed);
    task.used(used, Input::Pue, run.pue, Origin::Assumed);
    let place = match outcome.source {
        codecarbon::IntensitySource::Cloud => run.place.cloud_region.as_deref(),
        codecarbon::IntensitySource::Region => run.place.region.as_deref(),
        codecarbon::IntensitySource::Country => run.place.country.as_deref(),
        codecarbon::IntensitySource::World => Some("WORLD"),
        codecarbon::IntensitySource::Forced => None,
    };
    if let Some(place) = place {
        task.used(used, Input::Place, place, Origin::Table);
    }
    intensity_used(subject, task, used, outcome.g_per_kwh);
    let basis = run.basis(countries, regions, clouds)?;
    Ok(point(outcome.energy_consumed, outcome.emissions, basis))
}

/// A cloud bill of accelerators alone: the virtual processors beside them are the machine's, which the scenario
/// does not name.
pub(super) fn cloud_carbon_footprint(
    subject: &Subject<'_>,
    task: &Task,
    used: &mut Vec<Used>,
) -> Result<Summary, Reason> {
    let factors = need(subject.library.ccf_factors.as_ref(), ccf_tables::Factors::FILE)?;
    let processors = need(
        subject.library.ccf_processors.as_ref(),
        ccf_tables::Processors::FILE,
    )?;
    let name = names::cloud_carbon_footprint(task.accelerator).ok_or(Reason::AcceleratorUnknown)?;
    // A bill comes from one provider: the chosen region's, or any of the place where none is chosen.
    let chosen = subject.region().map(|region| region.provider);
    let known = |provider: &str| factors.find(provider, "Unknown").is_ok();
    let region = names::cloud_regions(subject)
        .filter(|region| known(region.provider) && chosen.is_none_or(|provider| provider == region.provider))
        .find(|region| processors.power(region.provider, name).is_ok());
    let Some(region) = region else {
        let listed = ["aws", "azure"].map(|provider| processors.power(provider, name).is_ok());
        let billed = names::cloud_regions(subject).any(|region| {
            known(region.provider) && chosen.is_none_or(|provider| provider == region.provider)
        });
        return Err(if billed || !listed.contains(&true) {
            Reason::AcceleratorUnknown
        } else {
            Reason::CloudRegionNeeded
        });
    };
    let [min_w, max_w] = processors.power(region.provider, name)?;
    let (_, pue) = ccf::PUES
        .into_iter()
        .find(|(provider, _)| *provider == region.provider)
        .ok_or(Reason::CloudRegionNeeded)?;
    let code = names::ccf_region(region);
    let factor = match subject.own_intensity() {
        Some(typed) => ccf::Factor::Given {
            t_per_kwh: typed / 1e6,
            unknown_t_per_kwh: factors.find(region.provider, "Unknown").ok(),
        },
        None => ccf::Factor::Region {
            provider: region.provider.to_owned(),
            region: code.to_owned(),
        },
    };
    let inputs = ccf::Inputs::Compute {
        vcpu_hours: task.device_hours(),
        cpu_util_pct: CCF_USE_PCT,
        min_w,
        max_w,
        average_w: None,
        pue,
        replication: None,
        factor,
    };
    let origin = region_origin(subject, region.provider);
    task.used(used, Input::Provider, region.provider, origin);
    task.used(used, Input::Region, code, origin);
    task.used(used, Input::Hardware, name, Origin::Scenario);
    task.used(used, Input::DeviceHours, task.device_hours(), Origin::Scenario);
    task.used(used, Input::IdlePower, min_w, Origin::Table);
    task.used(used, Input::DevicePower, max_w, Origin::Table);
    task.used(used, Input::Use, CCF_USE_PCT / 100.0, Origin::Assumed);
    task.used(used, Input::Pue, pue, Origin::Table);
    let basis = inputs.basis(Some(factors))?;
    intensity_used(subject, task, used, basis.g_per_kwh);
    match inputs.evaluate(Some(factors), Some(processors))? {
        ccf::Outcome::Footprint { kwh, co2e_t } => Ok(point(kwh, co2e_t * 1000.0, basis)),
        _ => Err(Reason::Rejected),
    }
}
