//! Types of the parts of the program that are downloaded when they are first needed.

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

/// Code or texts could not be downloaded. Calling the same function again makes another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadError;

/// A download in progress.
pub type PendingDownload<T> = Pin<Box<dyn Future<Output = Result<T, DownloadError>>>>;

/// The functions that download the parts. In a build without the feature `split` they resolve immediately.
#[derive(Clone, Copy)]
pub struct Downloads {
    /// Downloads any view except [`View::Result`], which is part of the main page.
    pub view: fn(View) -> PendingDownload<DrawView>,
    /// Downloads the code that reads files of other tools.
    pub import: fn() -> PendingDownload<ReadFile>,
}

impl PartialEq for Downloads {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.view, other.view) && std::ptr::fn_addr_eq(self.import, other.import)
    }
}
