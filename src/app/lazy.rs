//! Types of the parts of the program that are downloaded when they are first needed.

use std::future::Future;
use std::pin::Pin;

use yew::prelude::*;

use super::component::chart_file::{Kind, Origin};
use super::context::Ui;
use super::figures::{Chart, Subjects};
use super::state::View;
use super::text::Lang;
use super::views::ViewContext;
use crate::analysis::Results;
use crate::chart::Figure;
use crate::import::{ImportError, Imported, ImportedRun};
use crate::model::Indicator;

/// Draws a view.
pub type DrawView = fn(&ViewContext) -> Html;

/// Saves a figure in a format, with its name, its title and its origin; the callback receives whether that worked.
pub type SaveFigure = fn(Kind, &Figure, &str, &str, Option<&Origin>, &Callback<bool>);

/// What is needed right after the first picture: the figures of the Result view, and how figures are saved.
#[derive(Clone, Copy)]
pub struct ResultDetails {
    /// The figure beside the headline.
    pub main_chart: fn(Lang, &Subjects, Indicator) -> Chart,
    /// Shows a figure under a name for ids.
    pub show: fn(Lang, &'static str, &Chart) -> Html,
    /// Says when inference overtakes training in the active scenario.
    pub crossover: fn(&DetailsProps) -> Html,
    /// Draws what the Result view shows below the headline.
    pub below: fn(&DetailsProps) -> Html,
    /// Saves a figure.
    pub save: SaveFigure,
}

/// What they show.
#[derive(Clone, PartialEq, Properties)]
pub struct DetailsProps {
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// Results computed so far.
    pub results: Results,
    /// The scenarios.
    pub subjects: Subjects,
    /// Index of the active one.
    pub active: usize,
    /// The indicator shown.
    pub indicator: Indicator,
    /// Whether the page was opened on a narrow screen.
    pub narrow: bool,
    /// Whether it is being printed.
    pub printing: bool,
}

impl PartialEq for ResultDetails {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.below, other.below)
    }
}

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
    /// Downloads the figures of the Result view.
    pub result_details: fn() -> PendingDownload<ResultDetails>,
    /// Downloads the code that reads files of other tools.
    pub import: fn() -> PendingDownload<ReadFile>,
}

impl PartialEq for Downloads {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.view, other.view)
            && std::ptr::fn_addr_eq(self.result_details, other.result_details)
            && std::ptr::fn_addr_eq(self.import, other.import)
    }
}
