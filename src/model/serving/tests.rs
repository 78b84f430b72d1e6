use super::*;

const H100: Device = Device {
    peak_tflops: 989.4,
    bandwidth_gb_s: 3350.0,
    memory_gb: 80.0,
    tdp_w: 700.0,
    measured: true,
};

fn constants() -> &'static ServingConstants {
    calibrated().unwrap()
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
fn load_alone_makes_a_query_an_order_of_magnitude_dearer() {
    // OLMo 2 7B on one H100: 3.58 Wh at one request a second against 0.18 Wh saturated, a factor of 20
    // (Morrison and others 2025, arXiv:2503.05804, Table 3).
    let roofline = Roofline::new(constants(), &dense(7.0), &H100, 1.0);
    let request = Serving::text(1.0, constants().max_batch, 250.0, 300.0);
    let slow = replica(&roofline, &request, 1.0);
    let full = replica(&roofline, &request, 1e6);
    assert!(!slow.saturated && full.saturated);
    let ratio = slow.total_j() / full.total_j();
    assert!((10.0..30.0).contains(&ratio), "{ratio}");
}
