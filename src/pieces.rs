//! The split points of the program. With the feature `split`, the code that is reachable through only one of these
//! functions becomes a file of its own, which the first call of the function downloads. Without the feature the same
//! source compiles to a single program.

#![allow(
    unsafe_code,
    reason = "the macro wasm_split declares foreign functions, which load the pieces"
)]

use genai_footprint::app::lazy::{DrawView, ReadFile, ResultDetails};
use genai_footprint::app::views;

macro_rules! pieces {
    ($($name:ident: $type:ty = $value:path;)*) => {$(
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        pub(super) fn $name() -> Result<$type, wasm_split_helpers::SplitLoaderError> {
            Ok($value)
        }

        #[cfg(not(feature = "split"))]
        #[allow(clippy::unused_async, reason = "asynchronous like its split counterpart")]
        pub(super) async fn $name() -> Result<$type, std::convert::Infallible> {
            Ok($value)
        }
    )*};
}

pieces! {
    result_details: ResultDetails = views::result_details::DETAILS;
    views: DrawView = views::draw;
    measures: DrawView = views::mitigate::view;
    compare: DrawView = views::compare::view;
    methods: DrawView = views::methods::view;
    import: ReadFile = views::import::read_file;
}
