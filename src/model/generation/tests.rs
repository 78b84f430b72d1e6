use super::*;

const H100: Device = Device {
    peak_tflops: 989.4,
    bandwidth_gb_s: 3350.0,
    memory_gb: 80.0,
    tdp_w: 700.0,
    measured: true,
};

fn energy(picture: &Picture, devices: f64, batch: f64) -> GenerationEnergy {
    energy_per_picture(calibrated().unwrap(), picture, &H100, &Studio { devices, batch })
}

#[test]
fn tokens_follow_the_packing() {
    let constants = calibrated().unwrap();
    assert!((tokens(constants, &Picture::image(1.0, 1024.0, 1024.0, 20.0)) - 4096.0).abs() < 1e-9);
    // Wan 2.1: 81 frames become 21 latent frames of 30 x 52 tokens.
    assert!((tokens(constants, &Picture::video(1.0, 832.0, 480.0, 81.0, 50.0)) - 32_760.0).abs() < 1e-9);
}

#[test]
fn published_pictures_lie_in_the_interval() {
    // ML.ENERGY leaderboard, updated 2026-02-16, GPU energy on one H100: Wh/image or Wh/video.
    let known = |picture: Picture, passes: f64, packed: f64| Picture {
        passes: Some(passes),
        token_pixels: Some(16.0),
        token_frames: Some(packed),
        ..picture
    };
    for (name, picture, batch, watt_hours) in [
        (
            "Stable Diffusion 3.5 Large",
            known(Picture::image(8.1, 1024.0, 1024.0, 28.0), 2.0, 4.0),
            16.0,
            1.1434,
        ),
        (
            "FLUX.1-dev",
            known(Picture::image(12.0, 1024.0, 1024.0, 50.0), 1.0, 4.0),
            16.0,
            2.0975,
        ),
        (
            "CogVideoX 1.5 5B",
            known(Picture::video(5.0, 1360.0, 768.0, 81.0, 50.0), 2.0, 8.0),
            1.0,
            93.16,
        ),
    ] {
        let found = energy(&picture, 1.0, batch);
        let ratio = watt_hours * 3600.0 / found.energy_j;
        assert!(
            (found.interval.low..=found.interval.high).contains(&ratio),
            "{name}: published over modelled {ratio}"
        );
    }
}
