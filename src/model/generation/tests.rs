use super::*;
use proptest::prelude::*;

const H100: Device = Device {
    peak_tflops: 989.4,
    bandwidth_gb_s: 3350.0,
    memory_gb: 80.0,
    tdp_w: 700.0,
    measured: true,
};

fn energy(job: &DiffusionJob, devices: f64, batch: f64) -> GenerationEnergy {
    energy_per_output(
        calibrated().unwrap(),
        job,
        &H100,
        &GenerationDeployment { devices, batch },
    )
}

#[test]
fn tokens_follow_the_packing() {
    let constants = calibrated().unwrap();
    assert!((tokens(constants, &DiffusionJob::image(1.0, 1024.0, 1024.0, 20.0)) - 4096.0).abs() < 1e-9);
    // Wan 2.1: 81 frames become 21 latent frames of 30 x 52 tokens.
    assert!((tokens(constants, &DiffusionJob::video(1.0, 832.0, 480.0, 81.0, 50.0)) - 32_760.0).abs() < 1e-9);
}

#[test]
fn published_pictures_lie_in_the_interval() {
    // ML.ENERGY leaderboard, updated 2026-02-16, GPU energy on one H100: Wh/image or Wh/video.
    let known = |job: DiffusionJob, passes: f64, packed: f64| DiffusionJob {
        passes: Some(passes),
        token_pixels: Some(16.0),
        token_frames: Some(packed),
        ..job
    };
    for (name, job, batch, watt_hours) in [
        (
            "Stable Diffusion 3.5 Large",
            known(DiffusionJob::image(8.1, 1024.0, 1024.0, 28.0), 2.0, 4.0),
            16.0,
            1.1434,
        ),
        (
            "FLUX.1-dev",
            known(DiffusionJob::image(12.0, 1024.0, 1024.0, 50.0), 1.0, 4.0),
            16.0,
            2.0975,
        ),
        (
            "CogVideoX 1.5 5B",
            known(DiffusionJob::video(5.0, 1360.0, 768.0, 81.0, 50.0), 2.0, 8.0),
            1.0,
            93.16,
        ),
    ] {
        let found = energy(&job, 1.0, batch);
        let ratio = watt_hours * 3600.0 / found.energy_j;
        assert!(
            (found.interval.low..=found.interval.high).contains(&ratio),
            "{name}: published over modelled {ratio}"
        );
    }
}

prop_compose! {
    fn any_job()(
        params_b in wide(-1.0, 2.5),
        steps in 1.0..200.0f64,
        width in wide(1.0, 4.0),
        height in wide(1.0, 4.0),
        frames in prop_oneof![Just(1.0), 1.0..1000.0f64],
        passes in proptest::option::of(1.0..3.0f64),
        token_pixels in proptest::option::of(4.0..64.0f64),
    ) -> DiffusionJob {
        DiffusionJob { frames, passes, token_pixels, ..DiffusionJob::image(params_b, width, height, steps) }
    }
}

/// Any positive number between two powers of ten, even in logarithm.
fn wide(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low..high).prop_map(|power| 10f64.powf(power))
}

proptest! {
    #[test]
    fn finite_and_positive(job in any_job(), devices in 1.0..64.0f64, batch in 1.0..256.0f64) {
        let found = energy(&job, devices, batch);
        for value in [found.energy_j, found.latency_s, found.mean_power_w] {
            prop_assert!(value.is_finite() && value > 0.0, "{:?}", found);
        }
        prop_assert!(found.extrapolation >= 0.0 && found.interval.low < 1.0 && found.interval.high > 1.0);
    }

    #[test]
    fn more_never_costs_less(job in any_job(), devices in 1.0..64.0f64, batch in 1.0..256.0f64, more in 1.0..10.0f64) {
        let base = energy(&job, devices, batch).energy_j * (1.0 - 1e-9);
        for larger in [
            DiffusionJob { params_b: job.params_b * more, ..job },
            DiffusionJob { steps: job.steps * more, ..job },
            DiffusionJob { width: job.width * more, ..job },
            DiffusionJob { height: job.height * more, ..job },
        ] {
            prop_assert!(energy(&larger, devices, batch).energy_j >= base);
        }
        prop_assert!(energy(&job, devices * more, batch).energy_j >= base);
        prop_assert!(base <= energy(&job, devices, (batch / more).max(1.0)).energy_j);
    }

    #[test]
    fn more_frames_never_cost_less(job in any_job(), more in 1.0..10.0f64) {
        // An image and a video need different passes where unknown; within videos frames only add.
        let video = DiffusionJob { frames: job.frames + 1.0, ..job };
        let longer = DiffusionJob { frames: video.frames * more, ..video };
        prop_assert!(energy(&longer, 1.0, 1.0).energy_j >= energy(&video, 1.0, 1.0).energy_j * (1.0 - 1e-9));
    }
}
