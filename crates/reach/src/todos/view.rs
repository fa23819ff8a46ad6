//! The host's day as a page.

use kernel::{Lang, Time};
use maud::{Markup, Render, html};
use people::{
    groups::{Place, outside::Warning},
    playbooks::SlotKind,
};
use web::{
    App, Shop,
    kit::{
        Form, Tone, format, icons,
        parts::{self, Button, Empty, Item, chip},
    },
    t,
};

use super::{
    bundle::{Card, Day, Line},
    model::State,
};
use crate::programmes;

/// What the page needs to know besides the day itself.
pub struct Look<'l> {
    pub app: &'l App,
    pub shop: &'l Shop,
    pub lang: Lang,
    pub now: Time,
    /// A fresh mark for each form.
    pub once: &'l (dyn Fn() -> String + Sync),
    /// Where the page is: forms come back to it.
    pub here: &'l str,
}

/// The cards of a day: first what is on, then what comes, then what is done.
pub fn day(look: &Look<'_>, day: &Day) -> Markup {
    let lang = look.lang;
    let (done, open): (Vec<&Card>, Vec<&Card>) = day.cards.iter().partition(|card| card.is_done());
    let (now, later): (Vec<&Card>, Vec<&Card>) =
        open.into_iter().partition(|card| card.due_at <= look.now);
    html! {
        div.stack.day {
            (warnings(look, day))
            @if day.cards.is_empty() { (nothing(lang, day)) }
            @if !now.is_empty() {
                h2 { (t!(lang, "todos-due")) }
                @for card in &now { (draw(look, card, Standing::Now)) }
            }
            @if !later.is_empty() {
                h2 { (t!(lang, "todos-later")) }
                @for card in &later { (draw(look, card, Standing::Later)) }
            }
            @if !done.is_empty() {
                h2 { (t!(lang, "todos-done-today")) }
                @for card in &done { (draw(look, card, Standing::Done)) }
            }
        }
    }
}

fn nothing(lang: Lang, day: &Day) -> Markup {
    if day.groups.is_empty() {
        Empty::new(icons::TODO, t!(lang, "todos-no-groups"), t!(lang, "todos-no-groups-why"))
            .render()
    } else {
        Empty::new(icons::CHECK, t!(lang, "todos-nothing"), t!(lang, "todos-nothing-why")).render()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Now,
    Later,
    Done,
}

fn draw(look: &Look<'_>, card: &Card, standing: Standing) -> Markup {
    let lang = look.lang;
    let Some(first) = card.lines.first() else { return html! {} };
    let body = html! {
        @if standing == Standing::Done {
            details { summary { (t!(lang, "todos-show-text")) } p.words { (shown(look, card, first)) } }
        } @else { p.words { (shown(look, card, first)) } }
        @if standing != Standing::Done { (tools(look, card, first)) }
        (lines(look, card))
    };
    html! {
        article.todo.now[standing == Standing::Now].done[standing == Standing::Done] {
            header.todo-head {
                span.todo-sign { (sign(card.slot.kind, standing)) }
                div {
                    h3 { (first.post.title) }
                    small { (when(look, card, standing)) }
                }
                @if card.slot.selling { (chip(Tone::Gold, &t!(lang, "programmes-sells"))) }
            }
            (body)
        }
    }
}

fn sign(kind: SlotKind, standing: Standing) -> Markup {
    html! { @if standing == Standing::Done { (icons::CHECK) } @else { (programmes::icon(kind)) } }
}

fn when(look: &Look<'_>, card: &Card, standing: Standing) -> String {
    let lang = look.lang;
    let at = format::time(card.due_at, &look.shop.zone);
    match standing {
        Standing::Now => {
            let left = format::span(lang, card.expires_at.since(look.now).as_secs());
            t!(lang, "todos-now", at = at, left = left)
        }
        Standing::Later => {
            let left = format::from_now(lang, card.due_at, look.now);
            t!(lang, "todos-at", at = at, left = left)
        }
        Standing::Done => at,
    }
}

/// The text as it will be read; where each group has its own link, its place says so.
fn shown(look: &Look<'_>, card: &Card, first: &Line) -> String {
    if card.lines.len() == 1 {
        first.post.words(&address(look, first))
    } else {
        first.post.words(&t!(look.lang, "todos-link-here"))
    }
}

fn address(look: &Look<'_>, line: &Line) -> String {
    look.app.url(&look.shop.href(&line.post.path()))
}

/// What helps to send it: the text once (if all groups get the same), the picture, the tip.
fn tools(look: &Look<'_>, card: &Card, first: &Line) -> Markup {
    let lang = look.lang;
    let own = first.post.lang;
    let hint = programmes::said(&card.slot.hint, own);
    let tip = programmes::said(&card.slot.tip, own);
    html! {
        @if !hint.is_empty() { p.hint { (icons::CAMERA) " " (hint) } }
        @if !tip.is_empty() { p.hint { (icons::IDEA) " " (tip) } }
        div.actions {
            @if card.lines.len() > 1 && card.is_one_text() {
                (copy(lang, &first.post.text))
            }
            @if let Some(picture) = &card.picture {
                a.button.quiet download href=(picture) {
                    (icons::DOWNLOAD) span { (t!(lang, "todos-save-picture")) }
                }
            }
        }
    }
}

/// A button that copies; without scripts the text is there to be marked by hand.
fn copy(lang: Lang, text: &str) -> Markup {
    html! {
        copy-button data-text=(text) data-done=(t!(lang, "todos-copied")) {
            button.button.quiet type="button" hidden { (icons::COPY) span { (t!(lang, "todos-copy")) } }
        }
        noscript { details { summary { (t!(lang, "todos-copy")) } pre.words { (text) } } }
    }
}

fn lines(look: &Look<'_>, card: &Card) -> Markup {
    let lang = look.lang;
    let waiting: Vec<String> = card.waiting().map(|line| line.todo.id.to_string()).collect();
    let form = Form::new(lang);
    let inside = html! {
        input type="hidden" name="back" value=(look.here);
        ul.todo-lines { @for line in &card.lines { (draw_line(look, card, line)) } }
        @if waiting.len() > 1 {
            div.actions {
                (Button::primary(t!(lang, "todos-all-done", count = waiting.len())).icon(icons::CHECK).value("todo", waiting.join(",")))
            }
        }
    };
    form.post("/console/day/completions", &(look.once)(), inside)
}

fn draw_line(look: &Look<'_>, card: &Card, line: &Line) -> Markup {
    let lang = look.lang;
    let waits = line.todo.is_waiting();
    let here = line.group.place == Place::Here;
    html! {
        li.todo-line {
            span.row-words {
                a href={ (line.group.href()) @if here { "/feed" } } { (line.group.name) }
                small { (proof(look, line)) }
            }
            span.todo-tools {
                @if waits {
                    @if !(here || card.lines.len() > 1 && card.is_one_text()) {
                        (copy(lang, &line.post.words(&address(look, line))))
                    }
                    @if let Some(way) = &line.way {
                        a.button.quiet href=(way) target="_blank" rel="noopener" { (icons::EXTERNAL) span { (t!(lang, "todos-open-group")) } }
                    }
                    @if here {
                        (Button::primary(t!(lang, "todos-post-here")).icon(icons::SEND).value("todo", line.todo.id.to_string()).action("/console/day/messages"))
                    } @else {
                        (Button::plain(t!(lang, "todos-done")).icon(icons::CHECK).value("todo", line.todo.id.to_string()))
                    }
                } @else {
                    (Button::quiet(t!(lang, "todos-undo")).icon(icons::UNDO).value("todo", line.todo.id.to_string()).action("/console/day/reopenings"))
                }
            }
        }
    }
}

/// What is said about it and what is seen of it, told apart.
fn proof(look: &Look<'_>, line: &Line) -> Markup {
    let lang = look.lang;
    let at = line.todo.done_at.map(|at| format::time(at, &look.shop.zone)).unwrap_or_default();
    html! {
        @match line.todo.state {
            State::Waiting => {
                @if line.group.place == Place::Outside { (t!(lang, "todos-people", count = line.group.count())) }
                @else { (t!(lang, "todos-here", count = line.group.count())) }
            },
            State::Done => (t!(lang, "todos-said", at = at)),
            State::Posted => (t!(lang, "todos-posted", at = at)),
        }
        @if line.post.opened > 0 || line.post.claims > 0 {
            " · " b.good { (t!(lang, "todos-seen", opened = line.post.opened, came = line.post.claims)) }
        }
    }
}

fn warnings(look: &Look<'_>, day: &Day) -> Markup {
    let lang = look.lang;
    let mut items: Vec<Item> = Vec::new();
    for (group, warning) in &day.warnings {
        let (tone, text) = match warning {
            Warning::NoCode => (Tone::Bad, t!(lang, "todos-code-none")),
            Warning::CodeEnded(_) => (Tone::Bad, t!(lang, "todos-code-ended")),
            Warning::CodeEnds(at) => {
                let left = format::from_now(lang, *at, look.now);
                (Tone::Warn, t!(lang, "todos-code-ends", left = left))
            }
            Warning::NearlyFull => (Tone::Warn, t!(lang, "todos-nearly-full")),
            Warning::Full => (Tone::Bad, t!(lang, "todos-full")),
        };
        let code = !matches!(warning, Warning::NearlyFull | Warning::Full);
        let to = if code { format!("{}/code", group.href()) } else { group.href() };
        items.push(Item::new(group.name.as_str()).start(parts::sign(tone)).note(text).href(to));
    }
    html! { @if !items.is_empty() { section.card { (parts::rows(items)) } } }
}

/// Counting heads: how many are in each group that lives elsewhere, one field each.
pub fn counts(look: &Look<'_>, day: &Day) -> Markup {
    let lang = look.lang;
    let outside: Vec<_> = day.groups.iter().filter(|group| group.place == Place::Outside).collect();
    html! {
        @if !outside.is_empty() {
            details.card {
                summary { (icons::PEOPLE) " " (t!(lang, "todos-count")) }
                p.hint { (t!(lang, "todos-count-why")) }
                div.stack {
                    @for group in &outside {
                        form.count method="post" action={ (group.href()) "/counts" } {
                            input type="hidden" name="once" value=((look.once)());
                            label for={ "count-" (group.id) } { (group.name) }
                            span.joined {
                                input id={ "count-" (group.id) } type="text" inputmode="numeric" name="members"
                                    value=(group.count()) maxlength="6" required;
                                (Button::plain(t!(lang, "save")))
                            }
                            @if let Some((_, at)) = group.told {
                                small.hint { (t!(lang, "todos-counted", day = format::relative_day(lang, at, look.now, &look.shop.zone))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
