//! Charts as SVG from the server, without boxes: few lines, labelled at their ends, comparison to
//! the last period dashed, a sentence above that says what is to be seen, and a table below for
//! those who cannot see it or want the numbers. Why not a crate: `docs/decisions/0003`.
//!
//! Points lie at percentages of the width and pixels of the height, so that a chart is as wide as
//! its place while its words keep their size. Colours come from classes `s0` to `s4`.

mod bars;
mod line;
mod scale;

pub use bars::{Bars, Funnel, spark};
pub use line::Line;

/// One value with what it says and where it leads.
#[derive(Debug, Clone)]
pub struct Point {
    /// Where it lies on the axis, in words: "16 Nov", "Riverside".
    pub label: String,
    pub value: f64,
    /// The value in words: "¥52.80".
    pub shown: String,
    pub href: Option<String>,
}

impl Point {
    pub fn new(label: impl Into<String>, value: f64, shown: impl Into<String>) -> Self {
        Self { label: label.into(), value, shown: shown.into(), href: None }
    }
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// One line of a chart.
#[derive(Debug, Clone)]
pub struct Series {
    pub name: String,
    pub points: Vec<Point>,
    /// The last period: thin and dashed.
    pub before: bool,
}

impl Series {
    pub fn new(name: impl Into<String>, points: Vec<Point>) -> Self {
        Self { name: name.into(), points, before: false }
    }
    #[must_use]
    pub fn before(mut self) -> Self {
        self.before = true;
        self
    }
}
