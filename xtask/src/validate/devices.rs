//! The accelerators that measurements were made on.

use genai_footprint::data;
use genai_footprint::model::serving::Device;
use genai_footprint::scenario::Precision;

use tables::Row;

/// The device a row was measured on, by its column `gpu_model`, with its peak at a precision.
pub(super) fn measured(row: &Row<'_>, precision: Precision) -> Result<Device, String> {
    let id = match row.text("gpu_model") {
        "H100" => "h100-sxm",
        "B200" => "b200",
        _ => return Err(row.error("gpu_model", "unknown").into()),
    };
    data::accelerator(id)
        .and_then(|found| {
            Some(Device {
                peak_tflops: precision.peak(found)?,
                bandwidth_gb_s: found.bandwidth_gb_s,
                memory_gb: found.memory_gb,
                tdp_w: found.tdp_w.central,
                measured: true,
            })
        })
        .ok_or_else(|| {
            row.error("gpu_model", "not in assets/data/accelerators.csv")
                .into()
        })
}
