//! Where the program is split. Built with the feature `split`, all code that only one of these functions leads to
//! becomes a file of its own, which calling the function downloads. Without the feature the same source is one program.

#![allow(
    unsafe_code,
    reason = "wasm_split declares the loader's functions, which is foreign code to Rust"
)]

use genai_footprint::app::lazy::{DrawView, ReadFile};
use genai_footprint::app::views;

macro_rules! pieces {
    ($($name:ident: $type:ty = $value:path;)*) => {$(
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        pub(super) fn $name() -> Result<$type, wasm_split_helpers::SplitLoaderError> {
            Ok($value)
        }

        #[cfg(not(feature = "split"))]
        #[allow(clippy::unused_async, reason = "a download where the program is split")]
        pub(super) async fn $name() -> Result<$type, std::convert::Infallible> {
            Ok($value)
        }
    )*};
}

pieces! {
    views: DrawView = views::draw;
    compare: DrawView = views::compare::view;
    methods: DrawView = views::methods::view;
    import: ReadFile = views::import::read_file;
}
