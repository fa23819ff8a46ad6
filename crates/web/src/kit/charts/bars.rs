//! Bars beside names, the funnel of the four stages, and the spark inside a row.

use kernel::Lang;
use maud::{Markup, Render, html};

use super::{
    Point,
    scale::{Scale, smooth, x},
};
use crate::{
    kit::{
        format,
        parts::{Tone, bar},
    },
    t,
};

/// Amounts compared: one line per thing, longest is full width. A list, so it reads as one.
#[derive(Debug, Clone)]
pub struct Bars {
    says: String,
    points: Vec<Point>,
    tone: Tone,
}

impl Bars {
    pub fn new(says: impl Into<String>, points: Vec<Point>) -> Self {
        Self { says: says.into(), points, tone: Tone::Accent }
    }
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

fn named(point: &Point) -> Markup {
    html! {
        @match &point.href {
            Some(href) => a href=(href) { (point.label) },
            None => span { (point.label) },
        }
    }
}

impl Render for Bars {
    fn render(&self) -> Markup {
        let most = self.points.iter().map(|point| point.value).fold(0.0, f64::max);
        html! {
            figure.chart {
                figcaption.says { (self.says) }
                ol.bars {
                    @for point in &self.points {
                        li {
                            span.bars-name { (named(point)) }
                            (bar(point.value / most, self.tone, &point.shown))
                            b.num { (point.shown) }
                        }
                    }
                }
            }
        }
    }
}

/// How many are left at each stage, and what part went on from the one before.
#[derive(Debug, Clone)]
pub struct Funnel {
    lang: Lang,
    says: String,
    stages: Vec<Point>,
}

impl Funnel {
    pub fn new(lang: Lang, says: impl Into<String>, stages: Vec<Point>) -> Self {
        Self { lang, says: says.into(), stages }
    }
}

impl Render for Funnel {
    fn render(&self) -> Markup {
        let most = self.stages.iter().map(|stage| stage.value).fold(0.0, f64::max);
        let before = |at: usize| at.checked_sub(1).and_then(|at| self.stages.get(at));
        html! {
            figure.chart {
                figcaption.says { (self.says) }
                ol.funnel {
                    @for (at, stage) in self.stages.iter().enumerate() {
                        li {
                            @if let Some(before) = before(at).filter(|before| before.value > 0.0) {
                                span.funnel-rate {
                                    (t!(self.lang, "funnel-went-on", part = format::percent(self.lang, stage.value / before.value, 0)))
                                }
                            }
                            span.bars-name { (named(stage)) b.num { (stage.shown) } }
                            (bar(stage.value / most, Tone::Accent, &stage.shown))
                        }
                    }
                }
            }
        }
    }
}

/// A line without words, for a row. `label` says what it shows.
pub fn spark(values: &[f64], label: &str) -> Markup {
    let (scale, _) = Scale::of(values, 2.0, 20.0);
    let places: Vec<_> = values
        .iter()
        .enumerate()
        .map(|(at, value)| (x(at, values.len()), scale.y(*value)))
        .collect();
    html! {
        svg.spark viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label=(label) {
            path.line.s0 d=(smooth(&places)) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_funnel_says_what_part_went_on() {
        let stages =
            vec![Point::new("Traffic", 1862.0, "1,862"), Point::new("Trial", 931.0, "931")];
        let html = Funnel::new(Lang::En, "Half stay.", stages).render().into_string();
        assert!(html.contains("50\u{202f}%") && html.contains("width=\"50.0\""), "{html}");
    }

    #[test]
    fn empty_bars_have_no_width() {
        let html = Bars::new("Nothing yet.", vec![Point::new("Eggs", 0.0, "0")]).render();
        assert!(html.into_string().contains("width=\"0.0\""));
    }
}
