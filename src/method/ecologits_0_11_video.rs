//! EcoLogits 0.11.3, video generation: a regression of the time a video takes on a whole server.
//!
//! Source: GenAI Impact, EcoLogits 0.11.3 (MPL-2.0), modules `impacts/video` and `estimations/video`. The interval is the
//! server's power (2.5th to 97.5th percentile) and the provider's PUE and WUE.

use super::Error;
use super::common::{Basis, Range};
use super::ecologits_0_11::Mix;
use super::ecologits_0_11_impacts::{Embodied, Impacts, Usage};
use super::ecologits_0_11_tables::{Electricity, Providers, Regression, VideoModels, VideoServers};
use serde::{Deserialize, Serialize};

/// Frames a second the method assumes.
pub const FRAMES_PER_SECOND: f64 = 24.0;
/// Life of the hardware, s (three years).
pub const LIFETIME_S: f64 = 3.0 * 365.0 * 24.0 * 3600.0;

/// One video with everything given.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
    /// Frames.
    pub frames: f64,
    /// Coefficients of the latency.
    pub regression: Regression,
    /// Power of the server with its accelerators, kW.
    pub power_kw: Range,
    /// Accelerators in the server.
    pub accelerators: f64,
    /// Manufacture of the server without accelerators: kg CO2e, kg Sb eq, MJ.
    pub server_embodied: [f64; 3],
    /// Manufacture of one accelerator: kg CO2e, kg Sb eq, MJ.
    pub accelerator_embodied: [f64; 3],
    /// Factors of the electricity.
    pub mix: Mix,
    /// Facility energy over IT energy.
    pub pue: Range,
    /// On-site water, L/kWh of IT energy.
    pub wue_l_per_kwh: Range,
    /// Measured time, s; the estimate is never longer.
    #[serde(default)]
    pub request_latency_s: Option<f64>,
}

/// One video of a model known to the method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelVideo {
    /// Name such as `openai/sora-2`.
    pub model: String,
    /// `720p`, `1080p`, `4k`, or pixels as `1280x720`.
    pub resolution: String,
    /// Length, s.
    pub duration_s: f64,
    /// Whether sound is made too.
    #[serde(default = "yes")]
    pub with_audio: bool,
    /// Zone of the electricity; the provider's where not given. (The program's own default is `WOR`.)
    #[serde(default)]
    pub zone: Option<String>,
    /// Facility energy over IT energy; the provider's where not given.
    #[serde(default)]
    pub pue: Option<Range>,
    /// On-site water, L/kWh; the provider's where not given.
    #[serde(default)]
    pub wue_l_per_kwh: Option<Range>,
}

fn yes() -> bool {
    true
}

/// The result for a video.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// The impacts.
    pub impacts: Impacts,
    /// Energy before the facility's overhead, kWh.
    pub it_energy_kwh: Range,
    /// Intensity of the electricity, g CO2e/kWh.
    pub g_per_kwh: f64,
    /// Time on the server, s.
    pub latency_s: f64,
    /// Frames counted.
    pub frames: f64,
    /// Codes of the method's own warnings.
    pub warnings: Vec<String>,
    /// Zone whose electricity was used; empty where the mix was given.
    pub zone: String,
}

impl Outcome {
    /// The result split into factors for a waterfall, at the midpoint of the interval: the whole server counts as devices.
    pub fn basis(&self) -> Basis {
        let (energy, it) = (self.impacts.usage.energy_kwh.mean(), self.it_energy_kwh.mean());
        Basis {
            device_kwh: it,
            pue: if it > 0.0 { energy / it } else { 1.0 },
            g_per_kwh: self.g_per_kwh,
            embodied_kg: self.impacts.embodied.gwp_kg.mean(),
            ..Basis::default()
        }
    }
}

/// Time on the server, s.
pub fn latency_s(width: f64, height: f64, frames: f64, regression: &Regression) -> f64 {
    let pixels = width * height;
    let volume = pixels * frames / 1000.0;
    let r = regression;
    let sum = r.n * frames * (pixels * pixels)
        + r.m * volume
        + r.m1 * frames
        + r.m2 * (pixels * pixels)
        + r.n1 * (frames * frames)
        + r.n2 * (volume * volume)
        + r.g;
    sum * r.non_audio_weight
}

/// Frames of a video of `duration_s`: 24 a second and one more, cut to a whole number.
pub fn frames(duration_s: f64) -> f64 {
    (duration_s * FRAMES_PER_SECOND + 1.0).trunc()
}

/// Pixels across and down.
///
/// # Errors
/// [`Error::Rejected`] for other words.
pub fn resolution(text: &str) -> Result<(f64, f64), Error> {
    let key = text.trim().to_lowercase();
    match key.as_str() {
        "720p" => return Ok((1280.0, 720.0)),
        "1080p" => return Ok((1920.0, 1080.0)),
        "4k" => return Ok((3840.0, 2160.0)),
        _ => {}
    }
    let pixels = |part: &str| part.trim().parse::<u32>().ok().map(f64::from);
    key.split_once('x')
        .and_then(|(width, height)| Some((pixels(width)?, pixels(height)?)))
        .ok_or_else(|| Error::Rejected(format!("Unsupported resolution: {text:?}")))
}

impl Video {
    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] for intervals upside down, as in the program.
    pub fn evaluate(&self) -> Result<Outcome, Error> {
        let estimate = latency_s(self.width, self.height, self.frames, &self.regression);
        let latency = self
            .request_latency_s
            .filter(|measured| *measured < estimate)
            .unwrap_or(estimate);
        let it = self.power_kw.times(latency / 3600.0);
        let both = |a: Range, b: Range| Range {
            min: a.min * b.min,
            max: a.max * b.max,
        };
        let energy_kwh = both(self.pue, it);
        let water = self.wue_l_per_kwh.plus(self.pue.times(self.mix.wue_l_per_kwh));
        let usage = Usage {
            energy_kwh,
            gwp_kg: energy_kwh.times(self.mix.gwp_kg_per_kwh),
            adpe_kg: energy_kwh.times(self.mix.adpe_kg_per_kwh),
            pe_mj: energy_kwh.times(self.mix.pe_mj_per_kwh),
            wcf_l: both(it, water),
        };
        let share = latency / LIFETIME_S;
        let part = |index: usize| {
            let whole = self.server_embodied[index] + self.accelerators * self.accelerator_embodied[index];
            Range::point(share * whole)
        };
        let embodied = Embodied {
            gwp_kg: part(0),
            adpe_kg: part(1),
            pe_mj: part(2),
        };
        let ordered = [self.power_kw, self.pue, self.wue_l_per_kwh]
            .into_iter()
            .all(Range::is_ordered);
        if !ordered {
            return Err(Error::Rejected("min value must be lower than max value".into()));
        }
        Ok(Outcome {
            impacts: Impacts::new(usage, embodied)?,
            it_energy_kwh: it,
            g_per_kwh: self.mix.gwp_kg_per_kwh * 1000.0,
            latency_s: latency,
            frames: self.frames,
            warnings: Vec::new(),
            zone: String::new(),
        })
    }
}

impl ModelVideo {
    /// The result for a known model.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a model or zone the method does not know, otherwise as [`Video::evaluate`].
    pub fn evaluate(
        &self,
        models: &VideoModels,
        servers: &VideoServers,
        providers: &Providers,
        electricity: &Electricity,
    ) -> Result<Outcome, Error> {
        let model = models.find(&self.model)?;
        let provider = providers.video(&model.provider)?;
        let code = self.zone.as_deref().unwrap_or(&provider.zone);
        let zone = electricity.find(code)?;
        let (width, height) = resolution(&self.resolution)?;
        let hardware = servers.find(&model.hardware)?;
        let weight = if self.with_audio {
            1.0
        } else {
            model.regression.non_audio_weight
        };
        let video = Video {
            width,
            height,
            frames: frames(self.duration_s),
            regression: Regression {
                non_audio_weight: weight,
                ..model.regression
            },
            power_kw: hardware.power_kw,
            accelerators: hardware.accelerators,
            server_embodied: hardware.server,
            accelerator_embodied: hardware.accelerator,
            mix: zone.mix,
            pue: self.pue.unwrap_or(provider.pue),
            wue_l_per_kwh: self.wue_l_per_kwh.unwrap_or(provider.wue_l_per_kwh),
            request_latency_s: None,
        };
        Ok(Outcome {
            warnings: zone.warnings.clone(),
            zone: code.to_owned(),
            ..video.evaluate()?
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolutions() {
        for (text, expected) in [
            ("720p", (1280.0, 720.0)),
            (" 4K ", (3840.0, 2160.0)),
            ("640X480", (640.0, 480.0)),
            ("1 x 2", (1.0, 2.0)),
        ] {
            assert_eq!(resolution(text).ok(), Some(expected), "{text:?}");
        }
        for text in ["", "480p", "1280", "axb", "1x2x3", "-1x2"] {
            assert!(resolution(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn counts_frames() {
        for (seconds, expected) in [(5.0, 121.0), (8.0, 193.0), (0.0, 1.0), (0.99, 24.0)] {
            assert!((frames(seconds) - expected).abs() < 1e-12, "{seconds}");
        }
    }
}
