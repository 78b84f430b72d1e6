//! The parts of the program that are downloaded when they are first needed.

use std::future::Future;
use std::pin::Pin;

use yew::prelude::*;

use super::state::View;
use super::text::Lang;
use super::views::ViewContext;
use crate::import::{ImportError, Imported, ImportedRun};

/// Draws a view.
pub type DrawView = fn(&ViewContext) -> Html;

/// Reads a file by its name and text.
pub type ReadFile = fn(Lang, &str, &str) -> Result<Imported<Vec<ImportedRun>>, ImportError>;

/// Code or texts that could not be downloaded. Another attempt starts afresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadError;

/// A download on its way.
pub type Arriving<T> = Pin<Box<dyn Future<Output = Result<T, DownloadError>>>>;

/// Downloads the parts: over the network where the program was split, else at once.
#[derive(Clone, Copy)]
pub struct Downloads {
    /// Every view but [`View::Result`].
    pub view: fn(View) -> Arriving<DrawView>,
    /// Reading files of other tools.
    pub import: fn() -> Arriving<ReadFile>,
}

impl PartialEq for Downloads {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.view, other.view) && std::ptr::fn_addr_eq(self.import, other.import)
    }
}
