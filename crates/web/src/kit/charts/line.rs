//! Lines over time.

use kernel::Lang;
use maud::{Markup, Render, html};

use super::{
    Point, Series,
    scale::{Scale, smooth, x},
};
use crate::{kit::format, t};

const TOP: f64 = 12.0;
const HEIGHT: f64 = 168.0;
/// Labels closer than this would overlap.
const APART: f64 = 17.0;

/// A line chart, ready for a page. All series have the same number of points.
#[derive(Debug, Clone)]
pub struct Line {
    lang: Lang,
    says: String,
    series: Vec<Series>,
}

impl Line {
    /// `says` is the sentence above: what is to be seen, and what to do about it.
    pub fn new(lang: Lang, says: impl Into<String>) -> Self {
        Self { lang, says: says.into(), series: Vec::new() }
    }
    /// The first is the one that matters: it is drawn strongest.
    #[must_use]
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    fn class(&self, at: usize) -> String {
        match self.series.get(at) {
            Some(series) if series.before => "before".to_owned(),
            _ => format!("s{}", at.min(4)),
        }
    }

    /// The end of each line, moved apart where they would lie on each other.
    fn ends(&self, scale: Scale) -> Vec<(usize, f64)> {
        let mut ends: Vec<(usize, f64)> = self
            .series
            .iter()
            .enumerate()
            .filter_map(|(at, series)| Some((at, scale.y(series.points.last()?.value))))
            .collect();
        ends.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut free = f64::MIN;
        for end in &mut ends {
            end.1 = end.1.max(free);
            free = end.1 + APART;
        }
        // What was pushed below the axis moves up again, and its neighbours with it.
        let mut floor = TOP + HEIGHT;
        for end in ends.iter_mut().rev() {
            end.1 = end.1.min(floor);
            floor = end.1 - APART;
        }
        ends
    }

    fn plot(&self, scale: Scale, ticks: &[f64]) -> Markup {
        html! {
            @for tick in ticks {
                @let y = format!("{:.1}", scale.y(*tick));
                line.grid x1="0" x2="100%" y1=(y) y2=(y) {}
                // Zero is the ground that the lines start from: its number would lie under them.
                @if tick.abs() > f64::EPSILON { text.tick x="0" y=(format!("{:.1}", scale.y(*tick) - 4.0)) { (tick_words(self.lang, *tick)) } }
            }
            @for at in (0..self.series.len()).rev() {
                @if let Some(series) = self.series.get(at) {
                    svg.lines width="100%" height=(HEIGHT + TOP) viewBox={ "0 0 100 " (HEIGHT + TOP) } preserveAspectRatio="none" {
                        path class={ "line " (self.class(at)) } d=(path(series, scale)) {}
                    }
                    (self.points(series, at, scale))
                }
            }
        }
    }

    fn points(&self, series: &Series, line: usize, scale: Scale) -> Markup {
        let of = series.points.len();
        html! {
            @for (at, point) in series.points.iter().enumerate() {
                @let (cx, cy) = (format!("{:.2}%", x(at, of)), format!("{:.1}", scale.y(point.value)));
                @let dot = html! {
                    circle.reach cx=(cx) cy=(cy) r="12" {}
                    circle class={ "dot " (self.class(line)) (if at + 1 == of { " last" } else { "" }) } cx=(cx) cy=(cy) r="3.5" {
                        title { (series.name) ", " (point.label) ": " (point.shown) }
                    }
                };
                @match &point.href {
                    // By keyboard the table below has the same links; hundreds of stops here would help nobody.
                    Some(href) => a.point href=(href) tabindex="-1" { (dot) },
                    None => g.point { (dot) },
                }
            }
        }
    }

    fn axis(&self) -> Markup {
        let longest = self.series.iter().max_by_key(|series| series.points.len());
        let labels: Vec<&Point> =
            longest.map(|series| series.points.iter().collect()).unwrap_or_default();
        let y = TOP + HEIGHT + 20.0;
        html! {
            @if let (Some(first), Some(last)) = (labels.first(), labels.last()) {
                text.axis x="0" y=(y) { (first.label) }
                @if labels.len() > 1 { text.axis x="100%" y=(y) text-anchor="end" { (last.label) } }
            }
        }
    }
}

impl Render for Line {
    fn render(&self) -> Markup {
        let values: Vec<f64> =
            self.series.iter().flat_map(|series| &series.points).map(|point| point.value).collect();
        let (scale, ticks) = Scale::of(&values, TOP, HEIGHT);
        let height = TOP + HEIGHT + 28.0;
        html! {
            figure.chart {
                figcaption.says { (self.says) }
                div.chart-plot aria-hidden="true" {
                    svg.plot width="100%" height=(height) { (self.plot(scale, &ticks)) (self.axis()) }
                    svg.ends height=(height) {
                        @for (at, y) in self.ends(scale) {
                            @if let Some(series) = self.series.get(at) {
                                text class={ "end " (self.class(at)) } x="10" y=(format!("{:.1}", y + 4.0)) {
                                    tspan.end-name { (series.name) " " }
                                    @if !series.before { tspan.num { (series.points.last().map_or("", |point| &point.shown)) } }
                                }
                            }
                        }
                    }
                }
                ul.legend aria-hidden="true" {
                    @for (at, series) in self.series.iter().enumerate() {
                        li class=(self.class(at)) { (series.name) }
                    }
                }
                (numbers(self.lang, &self.says, &self.series))
            }
        }
    }
}

fn path(series: &Series, scale: Scale) -> String {
    let of = series.points.len();
    let places: Vec<_> = series
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| (x(at, of), scale.y(point.value)))
        .collect();
    smooth(&places)
}

fn tick_words(lang: Lang, tick: f64) -> String {
    let whole = (tick - tick.round()).abs() < 1e-9;
    format::decimal(lang, tick, usize::from(!whole))
}

/// The same as a table, folded away.
fn numbers(lang: Lang, says: &str, series: &[Series]) -> Markup {
    let rows = series.iter().map(|one| one.points.len()).max().unwrap_or(0);
    html! {
        details.numbers {
            summary { (t!(lang, "chart-numbers")) }
            div.table-wrap { table.table.small {
                caption.visually-hidden { (says) }
                thead { tr {
                    th scope="col" { (t!(lang, "chart-when")) }
                    @for one in series { th.num scope="col" { (one.name) } }
                } }
                tbody { @for at in 0..rows { tr {
                    @let label = series.iter().find_map(|one| one.points.get(at)).map_or("", |point| &point.label);
                    th scope="row" { (label) }
                    @for one in series {
                        td.num data-label=(one.name) {
                            @if let Some(point) = one.points.get(at) {
                                @match &point.href {
                                    Some(href) => a href=(href) { (point.shown) },
                                    None => (point.shown),
                                }
                            }
                        }
                    }
                } } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, values: &[f64]) -> Series {
        let point = |(at, value): (usize, &f64)| {
            Point::new(format!("{} Nov", at + 16), *value, format!("{value}")).href("/day?<x>")
        };
        Series::new(name, values.iter().enumerate().map(point).collect())
    }

    #[test]
    fn a_line_has_a_sentence_links_and_its_numbers() {
        let chart = Line::new(Lang::En, "The poster brings the most.")
            .series(series("Till poster", &[40.0, 55.0, 96.0]))
            .series(series("last week", &[30.0, 30.0, 95.0]).before());
        let html = chart.render().into_string();
        assert!(html.contains("<figcaption class=\"says\">The poster brings the most."));
        assert_eq!(html.matches("<a class=\"point\"").count(), 6);
        assert_eq!(html.matches("<tr>").count(), 4);
        assert_eq!(html.matches("class=\"tick\"").count(), 2, "50 and 100, not 0: {html}");
        assert!(html.contains("line before") && !html.contains("style="), "{html}");
    }

    #[test]
    fn labels_at_the_ends_never_lie_on_each_other() {
        let chart = ["a", "b", "c"]
            .into_iter()
            .fold(Line::new(Lang::En, ""), |chart, name| chart.series(series(name, &[0.0, 0.0])));
        let (scale, _) = Scale::of(&[0.0], TOP, HEIGHT);
        let ends = chart.ends(scale);
        for two in ends.windows(2) {
            assert!(two[1].1 - two[0].1 >= APART - 0.01, "{ends:?}");
        }
        assert!(ends.iter().all(|end| end.1 <= TOP + HEIGHT));
    }

    #[test]
    fn nothing_to_draw_is_no_panic() {
        assert!(Line::new(Lang::Es, "").render().into_string().contains("chart"));
        let one = Line::new(Lang::Zh, "").series(series("a", &[f64::NAN]));
        let html = one.render().into_string();
        assert!(!html.contains("cy=\"NaN") && !html.contains("M50.00 NaN"), "{html}");
    }
}
