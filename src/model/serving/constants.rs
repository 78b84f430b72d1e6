//! The constants of the serving model and of image and video generation.

use std::borrow::Cow;
use std::fmt;

use crate::math::decimal;

/// A constant that a table lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingConstant(pub &'static str);

impl fmt::Display for MissingConstant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the constant {} is missing or not a finite number", self.0)
    }
}

macro_rules! constants {
    ($(#[$outer:meta])* $name:ident, $prefix:literal: $($(#[$doc:meta])* $field:ident),+ $(,)?) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: f64,)+
        }

        impl $name {
            /// Ids in the table of constants, in the order of the fields.
            pub const IDS: &'static [&'static str] = &[$(concat!($prefix, stringify!($field))),+];

            /// Reads every constant from the text of a table.
            ///
            /// # Errors
            /// Names the first constant that the table lacks or that is not finite.
            pub fn read(table: &str) -> Result<Self, MissingConstant> {
                let rows: Vec<Constant> = constants_in(table).collect();
                Self::from_table(|id| rows.iter().find(|row| row.id == id).map(|row| row.value))
            }

            /// Reads every constant from a table.
            ///
            /// # Errors
            /// Names the first constant that `lookup` does not have or that is not finite.
            pub fn from_table(lookup: impl Fn(&str) -> Option<f64>) -> Result<Self, MissingConstant> {
                let mut missing = None;
                let [$($field),+] = [$(concat!($prefix, stringify!($field))),+].map(|id| {
                    lookup(id).filter(|value| value.is_finite()).unwrap_or_else(|| {
                        missing.get_or_insert(MissingConstant(id));
                        f64::NAN
                    })
                });
                missing.map_or(Ok(Self { $($field),+ }), Err)
            }

            /// The constant with this id.
            pub fn get(&self, id: &str) -> Option<f64> {
                match id {
                    $(concat!($prefix, stringify!($field)) => Some(self.$field),)+
                    _ => None,
                }
            }

            /// Replaces the constant with this id; returns whether it exists.
            pub fn set(&mut self, id: &str, value: f64) -> bool {
                match id {
                    $(concat!($prefix, stringify!($field)) => self.$field = value,)+
                    _ => return false,
                }
                true
            }
        }
    };
}

constants! {
    /// Constants of the serving model: `assets/data/constants/serving.csv`, calibrated by `cargo xtask
    /// validate serving --write`. Shares are of 1, times are milliseconds.
    ServingConstants, "serving_":
    /// Fixed time of a decode step, ms.
    step_overhead_ms,
    /// Time of a layer's launches in a dense model, ms a layer.
    layer_overhead_dense_ms,
    /// The same in a mixture of experts, ms a layer.
    layer_overhead_moe_ms,
    /// Growth of the layer overhead with each doubling of the devices.
    sync_per_doubling,
    /// Share of the peak bandwidth reached when reading weights, dense.
    bandwidth_use_dense,
    /// The same, mixture of experts on one device.
    bandwidth_use_moe,
    /// Exponent of the devices by which uneven experts slow a step.
    imbalance_exponent,
    /// Share of the peak bandwidth reached when reading the KV cache.
    bandwidth_use_kv,
    /// Exponent of bandwidth above 3,350 GB/s that kernels fail to use.
    fast_memory_exponent,
    /// Share of peak FLOP/s reached in decode.
    compute_use_decode,
    /// Share of peak FLOP/s reached in prefill.
    compute_use_prefill,
    /// Time of the host for each sequence in a step, ms.
    sequence_overhead_ms,
    /// Time of the host for each request, ms.
    request_overhead_ms,
    /// Time to prepare and encode an image of a prompt, ms.
    image_overhead_ms,
    /// Time to prepare and encode a video of a prompt, ms.
    video_overhead_ms,
    /// Exponent of the batch by which tokens spread over experts less than at random.
    routing_spread,
    /// Time that 8-bit kernels take to read weights beyond what their bytes explain, share.
    eight_bit_slowdown,
    /// Share of the final answer that is in the cache on average over a request.
    context_share,
    /// Power while the device works, share of TDP, without the parts below.
    power_active,
    /// Power while the device waits for the host, share of TDP.
    power_waiting,
    /// Additional power at full use of the bandwidth for weights, share of TDP.
    power_weights,
    /// Additional power at full use of the bandwidth for the KV cache, share of TDP.
    power_kv,
    /// Additional power at full use of the peak FLOP/s, share of TDP.
    power_compute,
    /// Mean power that the power limit allows, share of TDP.
    power_cap,
    /// Idle power of a device with a loaded model, share of TDP.
    power_idle,
    /// Chosen experts over all experts, divided by active over total parameters, where unknown.
    router_share,
    /// Layers of a dense model of 8 billion parameters, where unknown.
    layers_dense,
    /// Exponent of the parameter count in that.
    layers_dense_exponent,
    /// Layers of a mixture of experts of 30 billion parameters, where unknown.
    layers_moe,
    /// Exponent of the parameter count in that.
    layers_moe_exponent,
    /// KV cache of a dense model with 8 billion active parameters, KiB a token, where unknown.
    kv_dense_kib,
    /// The same, mixture of experts.
    kv_moe_kib,
    /// Exponent of the active parameters in both.
    kv_exponent,
    /// Share of the memory of a device that a server may fill.
    memory_share,
    /// Default batch where the service is not described.
    default_batch,
    /// Largest batch that a scheduler admits, where unknown.
    max_batch,
    /// Prompt of a chat turn, tokens.
    prompt_chat,
    /// Prompt of a reasoning task, tokens.
    prompt_reasoning,
    /// Prompt of a code completion, tokens.
    prompt_code,
    /// Prompt of a question about an image, tokens.
    prompt_image,
    /// Prompt of a question about a video, tokens.
    prompt_video,
    /// Held-out measurements, 5th percentile of measured over predicted, text prompts.
    error_text_low,
    /// 95th percentile, text prompts.
    error_text_high,
    /// 5th percentile, prompts with images or videos.
    error_media_low,
    /// 95th percentile, prompts with images or videos.
    error_media_high,
    /// Widening of the interval, in logarithm, for a distance of 1 from what was measured.
    extrapolation_widening,
}

constants! {
    /// Constants of image and video generation: `assets/data/constants/serving_generation.csv`.
    GenerationConstants, "generation_":
    /// Share of peak FLOP/s reached in linear layers on one device.
    compute_use_linear,
    /// Share of peak FLOP/s reached in attention on one device.
    compute_use_attention,
    /// Exponent of the devices by which exchange between them slows a step.
    exchange_exponent,
    /// Exponent of the peak FLOP/s above 989.4 TFLOP/s that kernels fail to use.
    fast_device_exponent,
    /// Time of a layer's launches in a denoising step, ms a layer.
    layer_overhead_ms,
    /// Growth of that with each additional device.
    overhead_per_device,
    /// Time to decode one gigapixel on a device of 989.4 TFLOP/s, s.
    decoder_s_per_gigapixel,
    /// Power while the device works, share of TDP, without the part below.
    power_active,
    /// Additional power at full use of the peak FLOP/s, share of TDP.
    power_compute,
    /// Mean power that the power limit allows, share of TDP.
    power_cap,
    /// Layers times width of a transformer of 1.3 billion parameters.
    attention_width,
    /// Exponent of the parameter count in that.
    attention_width_exponent,
    /// Layers of a transformer of 1.3 billion parameters, where unknown.
    layers,
    /// Exponent of the parameter count in that.
    layers_exponent,
    /// Passes a step, where it is unknown whether the model needs guidance, images.
    passes_image,
    /// Passes a step, where it is unknown whether the model needs guidance, videos.
    passes_video,
    /// Side length in pixels of the square that makes one token, where unknown.
    token_pixels,
    /// Frames that make one latent frame, where unknown.
    token_frames,
    /// Held-out measurements, 5th percentile of measured over predicted, guidance and tokens known.
    error_known_low,
    /// 95th percentile, guidance and tokens known.
    error_known_high,
    /// 5th percentile, guidance or tokens unknown.
    error_unknown_low,
    /// 95th percentile, guidance or tokens unknown.
    error_unknown_high,
    /// Widening of the interval, in logarithm, for a distance of 1 from what was measured.
    extrapolation_widening,
}

/// A calibrated constant as its table states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant<'t> {
    /// Its id.
    pub id: Cow<'t, str>,
    /// Its value.
    pub value: f64,
    /// Reference year.
    pub year: u16,
    /// Id of its source.
    pub source: Cow<'t, str>,
    /// Whether it is assumed rather than published.
    pub assumed: bool,
}

/// The rows of a table of constants, `id,value,low,high,unit,year,shape,source,assumed,note`; lines without
/// a number in the value column, such as the header, are skipped.
pub fn constants_in(table: &str) -> impl Iterator<Item = Constant<'_>> {
    delimited::records(table, b',')
        .skip_comments()
        .map_while(Result::ok)
        .filter_map(|mut row| {
            let value = decimal::parse(row.text(1).trim())?;
            let year = row.text(5).parse().ok()?;
            let assumed = row.text(8) == "yes";
            let source = std::mem::take(&mut row.cells.get_mut(7)?.text);
            let id = std::mem::take(&mut row.cells.first_mut()?.text);
            Some(Constant {
                id,
                value,
                year,
                source,
                assumed,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_every_constant() {
        for (table, ids) in [
            (crate::model::serving::table(), ServingConstants::IDS),
            (crate::model::generation::table(), GenerationConstants::IDS),
        ] {
            let found: Vec<Constant> = constants_in(table).collect();
            for id in ids {
                assert!(found.iter().any(|constant| constant.id == *id), "{id}");
            }
        }
    }

    #[test]
    fn rows_are_read_with_their_source() {
        let table = "# note\nid,value,low,high,unit,year,shape,source,assumed,note\n\
                     a,0.5,0.4,0.6,ms,2026,lognormal,s,,Calibrated\n\
                     b,2,1,3,1,2025,lognormal,\"t\",yes,\"one, two\"\n";
        let found: Vec<_> = constants_in(table)
            .map(|c| {
                (
                    c.id.into_owned(),
                    c.value,
                    c.year,
                    c.source.into_owned(),
                    c.assumed,
                )
            })
            .collect();
        let row = |id: &str, value, year, source: &str, assumed| {
            (id.to_owned(), value, year, source.to_owned(), assumed)
        };
        assert_eq!(
            found,
            [row("a", 0.5, 2026, "s", false), row("b", 2.0, 2025, "t", true)]
        );
    }

    #[test]
    fn missing_constants_are_named() {
        let error = ServingConstants::from_table(|id| (id != "serving_power_cap").then_some(1.0));
        assert_eq!(error, Err(MissingConstant("serving_power_cap")));
        assert!(ServingConstants::from_table(|_| Some(f64::NAN)).is_err());
    }

    #[test]
    fn get_follows_set() {
        let mut constants = ServingConstants::from_table(|_| Some(1.0)).unwrap();
        assert!(constants.set("serving_power_kv", 0.25));
        assert_eq!(constants.get("serving_power_kv"), Some(0.25));
        assert_eq!(constants.get("serving_power_active"), Some(1.0));
        assert!(!constants.set("unheard_of", 0.25));
    }
}
