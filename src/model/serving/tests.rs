use super::*;
use proptest::prelude::*;

const H100: Device = Device {
    peak_tflops: 989.4,
    bandwidth_gb_s: 3350.0,
    memory_gb: 80.0,
    tdp_w: 700.0,
    measured: true,
};
const B200_FP8: Device = Device {
    peak_tflops: 4500.0,
    bandwidth_gb_s: 7700.0,
    memory_gb: 180.0,
    tdp_w: 1000.0,
    measured: true,
};

fn constants() -> &'static ServingConstants {
    calibrated().unwrap()
}

fn energy(model: &ServedModel, device: &Device, serving: &ServingLoad) -> ServingEnergy {
    Roofline::new(constants(), model, device, serving.devices).energy(serving)
}

fn dense(total_b: f64) -> ServedModel {
    ServedModel::new(total_b, total_b, 16.0, Architecture::Dense)
}

#[test]
fn smooth_min_stays_below_both() {
    for (a, b) in [(1.0, 1.0), (1.0, 5.0), (0.3, 0.97), (0.0, 2.0), (1e-9, 1e9)] {
        let low = smooth_min(a, b);
        assert!(low <= a.min(b) && low >= 0.9 * a.min(b), "{a} {b} {low}");
    }
}

#[test]
fn one_request_reads_the_active_parameters() {
    let model = ServedModel::new(100.0, 10.0, 16.0, Architecture::MixtureOfExperts);
    let roofline = Roofline::new(constants(), &model, &H100, 4.0);
    assert!((roofline.weights_gb(1.0) / 20.0 - 1.0).abs() < 1e-9);
    assert!((roofline.weights_gb(1e9) / 200.0 - 1.0).abs() < 1e-9);
}

#[test]
fn published_queries_lie_in_the_interval() {
    // ML.ENERGY leaderboard, updated 2026-02-16, chat at batch 8: Wh a request, accelerators only. Neither of
    // the two models is among the rows of the calibration.
    for (name, model, device, devices, output, watt_hours) in [
        ("Gemma 3 27B", dense(27.0), H100, 2.0, 714.3, 0.305_97),
        (
            "DeepSeek V3.1",
            ServedModel::new(671.0, 37.0, 8.0, Architecture::MixtureOfExperts),
            B200_FP8,
            8.0,
            841.7,
            2.013_83,
        ),
    ] {
        let request = ServingLoad::text(devices, 8.0, constants().prompt_chat, output);
        let found = energy(&model, &device, &request);
        let ratio = watt_hours * 3600.0 / found.total_j();
        assert!(
            (found.interval.low..=found.interval.high).contains(&ratio),
            "{name}: published over modelled {ratio}"
        );
        assert!(found.extrapolation.abs() < f64::EPSILON, "{name}");
    }
}

#[test]
fn low_load_raises_energy_per_query_tenfold() {
    // OLMo 2 7B: 3.58 Wh at one request a second against 0.18 Wh saturated, a factor of 20 (Morrison and
    // others 2025, arXiv:2503.05804). Only the factor is compared: 3.58 Wh each second is 12.9 kW, more than
    // one H100 can draw.
    let roofline = Roofline::new(constants(), &dense(7.0), &H100, 1.0);
    let request = ServingLoad::text(1.0, constants().max_batch, 250.0, 300.0);
    let slow = replica(&roofline, &request, 1.0);
    let full = replica(&roofline, &request, 1e6);
    assert!(!slow.saturated && full.saturated);
    let ratio = slow.total_j() / full.total_j();
    assert!((10.0..30.0).contains(&ratio), "{ratio}");
}

#[test]
fn a_replica_without_requests_draws_idle_power() {
    let roofline = Roofline::new(constants(), &dense(7.0), &H100, 1.0);
    let request = ServingLoad::text(1.0, 256.0, 250.0, 300.0);
    let rare = replica(&roofline, &request, 1e-4);
    let hour_j = rare.total_j() * 1e-4 * 3600.0;
    let idle_j = roofline.idle_power_w() * 3600.0;
    assert!(rare.busy_share < 1e-3);
    assert!((1.0..1.01).contains(&(hour_j / idle_j)));
}

#[test]
fn memory_determines_the_number_of_devices() {
    for (total_b, bits, devices) in [
        (8.0, 16.0, 1.0),
        (70.0, 16.0, 2.0),
        (70.0, 4.25, 1.0),
        (405.0, 8.0, 8.0),
    ] {
        let model = ServedModel::new(total_b, total_b, bits, Architecture::Dense);
        let request = ServingLoad::text(1.0, 8.0, 200.0, 400.0);
        let found = devices_for_memory(constants(), &model, &H100, &request);
        assert!((found - devices).abs() < f64::EPSILON, "{total_b} {bits} {found}");
    }
    let too_big = energy(&dense(70.0), &H100, &ServingLoad::text(1.0, 8.0, 200.0, 400.0));
    assert!(!too_big.fits_memory && too_big.total_j().is_finite());
}

#[test]
fn outside_what_was_measured_the_interval_widens() {
    let near = ServingLoad::text(1.0, 32.0, 100.0, 400.0);
    let l4 = Device {
        peak_tflops: 121.0,
        bandwidth_gb_s: 300.0,
        memory_gb: 24.0,
        tdp_w: 72.0,
        measured: false,
    };
    let far = ServingLoad { batch: 1.0, ..near };
    let (inside, outside) = (energy(&dense(8.0), &H100, &near), energy(&dense(1.0), &l4, &far));
    assert!(inside.extrapolation.abs() < f64::EPSILON);
    // Multiples of the end of the range: total and active parameters, bandwidth, power per bandwidth, batch.
    let times = [
        8.0 / 1.0,
        3.0 / 1.0,
        3350.0 / 300.0,
        72.0 / 300.0 / 0.21,
        7.5 / 1.0,
    ];
    let squares: f64 = times.iter().map(|times: &f64| times.ln().powi(2)).sum();
    assert!((outside.extrapolation - squares.sqrt()).abs() < 1e-12);
    assert!(outside.interval.low < inside.interval.low && outside.interval.high > inside.interval.high);
    // Another chip counts as outside even where its figures lie between those measured.
    let other = Device {
        measured: false,
        ..H100
    };
    assert!(energy(&dense(8.0), &other, &near).extrapolation >= 1.0);
}

/// Any positive number between two powers of ten, uniform in its logarithm.
fn wide(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low..high).prop_map(|power| 10f64.powf(power))
}

prop_compose! {
    fn any_model()(
        total_b in wide(-1.0, 4.0),
        active in 0.01..1.0f64,
        weight_bits in prop_oneof![Just(4.25), Just(8.0), Just(16.0), 1.0..32.0f64],
        experts in any::<bool>(),
        layers in proptest::option::of(1.0..200.0f64),
        kv_bytes_per_token in proptest::option::of(0.0..1e6f64),
        expert_share in proptest::option::of(0.0..1.0f64),
        kv_share in 0.01..=1.0f64,
        window in proptest::option::of(1.0..1e6f64),
    ) -> ServedModel {
        ServedModel {
            total_b,
            active_b: if experts { total_b * active } else { total_b },
            weight_bits,
            architecture: if experts { Architecture::MixtureOfExperts } else { Architecture::Dense },
            expert_share,
            layers,
            kv_bytes_per_token,
            kv_share,
            attention_window: window.unwrap_or(f64::INFINITY),
        }
    }
}

prop_compose! {
    fn any_device()(
        peak_tflops in wide(0.0, 5.0),
        bandwidth_gb_s in wide(1.0, 5.0),
        memory_gb in wide(0.0, 3.0),
        tdp_w in wide(0.5, 4.0),
        measured in any::<bool>(),
    ) -> Device {
        Device { peak_tflops, bandwidth_gb_s, memory_gb, tdp_w, measured }
    }
}

prop_compose! {
    fn any_load()(
        devices in wide(0.0, 2.5),
        batch in wide(0.0, 4.0),
        prompt_tokens in wide(-1.0, 6.0),
        output_tokens in wide(0.0, 5.0),
        cached_share in 0.0..1.0f64,
        images in 0.0..5.0f64,
        videos in 0.0..2.0f64,
    ) -> ServingLoad {
        ServingLoad { devices, batch, prompt_tokens, output_tokens, cached_share, images, videos }
    }
}

fn joules(model: &ServedModel, device: &Device, serving: &ServingLoad) -> f64 {
    energy(model, device, serving).total_j()
}

/// Not less, up to rounding.
fn not_less(more: f64, less: f64) -> bool {
    more >= less * (1.0 - 1e-9)
}

proptest! {
    #[test]
    fn finite_and_positive(model in any_model(), device in any_device(), serving in any_load(), rate in wide(-9.0, 6.0)) {
        let found = energy(&model, &device, &serving);
        for value in [found.decode_j, found.step_time_s, found.mean_power_w, found.tokens_per_s, found.batch] {
            prop_assert!(value.is_finite() && value > 0.0, "{:?}", found);
        }
        prop_assert!(found.prefill_j.is_finite() && found.prefill_j >= 0.0);
        prop_assert!(found.extrapolation.is_finite() && found.extrapolation >= 0.0);
        prop_assert!(found.power_fraction <= constants().power_cap);
        prop_assert!(found.interval.low > 0.0 && found.interval.low < 1.0 && found.interval.high > 1.0);
        let roofline = Roofline::new(constants(), &model, &device, serving.devices);
        let traffic = replica(&roofline, &serving, rate);
        prop_assert!(traffic.total_j().is_finite() && traffic.total_j() > 0.0 && traffic.idle_j >= 0.0);
    }

    #[test]
    fn any_input_gives_a_finite_number(values in proptest::collection::vec(any::<f64>(), 16)) {
        let model = ServedModel {
            expert_share: Some(values[0]),
            layers: Some(values[1]),
            kv_bytes_per_token: Some(values[2]),
            ..ServedModel::new(values[3], values[4], values[5], Architecture::MixtureOfExperts)
        };
        let device = Device {
            peak_tflops: values[6],
            bandwidth_gb_s: values[7],
            memory_gb: values[8],
            tdp_w: values[9],
            measured: false,
        };
        let serving = ServingLoad {
            cached_share: values[14],
            images: values[15],
            ..ServingLoad::text(values[10], values[11], values[12], values[13])
        };
        prop_assert!(joules(&model, &device, &serving).is_finite());
    }

    #[test]
    fn more_parameters_never_cost_less(model in any_model(), device in any_device(), serving in any_load(), more in 1.0..10.0f64) {
        // Published facts are held fixed or unknown for both, as for a reader who moves one slider.
        let model = ServedModel { expert_share: None, ..model };
        let wider = ServedModel { active_b: (model.active_b * more).min(model.total_b), ..model };
        let base = joules(&model, &device, &serving);
        prop_assert!(not_less(joules(&wider, &device, &serving), base));
        let deeper = ServedModel {
            total_b: model.total_b * more,
            active_b: if model.architecture == Architecture::Dense { model.total_b * more } else { model.active_b },
            ..model
        };
        prop_assert!(not_less(joules(&deeper, &device, &serving), base));
    }

    #[test]
    fn more_tokens_never_cost_less(model in any_model(), device in any_device(), serving in any_load(), more in 1.0..10.0f64) {
        let base = joules(&model, &device, &serving);
        let longer = ServingLoad { output_tokens: serving.output_tokens * more, ..serving };
        prop_assert!(not_less(joules(&model, &device, &longer), base));
        let wordier = ServingLoad { prompt_tokens: serving.prompt_tokens * more, ..serving };
        prop_assert!(not_less(joules(&model, &device, &wordier), base));
        let colder = ServingLoad { cached_share: serving.cached_share / more, ..serving };
        prop_assert!(not_less(joules(&model, &device, &colder), base));
    }

    #[test]
    fn less_attention_never_costs_more(model in any_model(), device in any_device(), serving in any_load(), less in 0.01..1.0f64) {
        let base = joules(&model, &device, &serving);
        let narrower = ServedModel { attention_window: (model.attention_window * less).min(1e6), ..model };
        prop_assert!(not_less(base, joules(&narrower, &device, &serving)));
        let shared = ServedModel { kv_share: model.kv_share * less, ..model };
        prop_assert!(not_less(base, joules(&shared, &device, &serving)));
    }

    #[test]
    fn a_smaller_batch_never_costs_less(model in any_model(), device in any_device(), serving in any_load(), more in 1.0..10.0f64) {
        let larger = ServingLoad { batch: serving.batch * more, ..serving };
        prop_assert!(not_less(joules(&model, &device, &serving), joules(&model, &device, &larger)));
    }

    #[test]
    fn more_traffic_never_costs_more(model in any_model(), device in any_device(), serving in any_load(), rate in wide(-6.0, 4.0), more in 1.0..10.0f64) {
        let roofline = Roofline::new(constants(), &model, &device, serving.devices);
        let slow = replica(&roofline, &serving, rate).total_j();
        let fast = replica(&roofline, &serving, rate * more).total_j();
        prop_assert!(slow >= fast * (1.0 - 1e-6), "{slow} {fast}");
    }
}
