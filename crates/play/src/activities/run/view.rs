//! A run as a line of moments: on the activity's page, and in the form that changes it.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Lang, Time};
use maud::{Markup, html};
use people::playbooks::TEXT_MAX;
use web::{
    Shop,
    kit::{
        Form, Tone, format,
        icons::{self, Icon},
        parts::{Button, card, chip},
    },
    t,
};

use super::{
    actions::{GivesWay, Weighed},
    model::{Kept, Line, Moment, Run, short},
};
use crate::activities::model::local;

pub fn called(lang: Lang, moment: Moment) -> String {
    match moment {
        Moment::Teaser => t!(lang, "activities_runs-teaser"),
        Moment::Opening => t!(lang, "activities_runs-opening"),
        Moment::LastCall => t!(lang, "activities_runs-last_call"),
        Moment::Winners => t!(lang, "activities_runs-winners"),
        Moment::Thanks => t!(lang, "activities_runs-thanks"),
    }
}

const fn sign(moment: Moment) -> Icon {
    match moment {
        Moment::Teaser => icons::BELL,
        Moment::Opening => icons::PLAY,
        Moment::LastCall => icons::CLOCK,
        Moment::Winners => icons::PARTY,
        Moment::Thanks => icons::HEART,
    }
}

/// What the line of moments is drawn with.
pub struct Look<'l> {
    pub shop: &'l Shop,
    pub lang: Lang,
    pub now: Time,
    /// What it meets in the groups, when somebody keeps their days.
    pub weighed: Option<&'l Weighed>,
}

/// The whole run with the way to change it.
pub fn timeline(look: &Look<'_>, run: &Run, edit: Option<&str>) -> Markup {
    let lang = look.lang;
    let aside = html! {
        @if let Some(edit) = edit { (Button::link(edit, t!(lang, "activities_runs-edit")).icon(icons::EDIT)) }
    };
    let inside = html! {
        @if run.off { p.nothing { (t!(lang, "activities_runs-off-said")) } }
        @else if run.lines.is_empty() { p.nothing { (t!(lang, "activities_runs-nothing")) } }
        @else {
            @if let Some(weighed) = look.weighed {
                p.note { (t!(lang, "activities_runs-groups", groups = weighed.groups)) }
            }
            ol.run { @for line in &run.lines { (moment(look, line)) } }
            @if let Some(weighed) = look.weighed {
                @for gone in &weighed.gives_way { p.hint { (icons::INFO) " " (gives_way(lang, gone)) } }
            }
        }
    };
    card(&t!(lang, "activities_runs-title"), aside, inside)
}

fn moment(look: &Look<'_>, line: &Line) -> Markup {
    let lang = look.lang;
    let own = line.text.say(look.shop.lang);
    html! {
        li.over[line.window.expires_at <= look.now].out[line.left_out] {
            span.run-sign { (sign(line.moment)) }
            div {
                strong { (called(lang, line.moment)) }
                " " small.num { (format::date_time(lang, line.window.due_at, &look.shop.zone)) }
                @if line.left_out { " " (chip(Tone::Plain, &t!(lang, "activities_runs-left-out"))) }
                @else if line.changed { " " (chip(Tone::Accent, &t!(lang, "activities_runs-changed"))) }
                @if own.is_empty() { p.note { (t!(lang, "activities_runs-to-come")) } }
                @else { p.words lang=(look.shop.lang.tag()) { (own.replace("{link}", &t!(lang, "activities_runs-link"))) } }
            }
        }
    }
}

fn gives_way(lang: Lang, gone: &GivesWay) -> String {
    let titles =
        [(Lang::En, &gone.title.en), (Lang::Zh, &gone.title.zh), (Lang::Es, &gone.title.es)];
    let own = titles.iter().find(|(one, text)| *one == lang && !text.is_empty());
    let title = own.or_else(|| titles.iter().find(|(_, text)| !text.is_empty()));
    let title = title.map_or("", |(_, text)| text.as_str());
    let day = gone.day.parse::<Date>();
    let day = day.map_or_else(|_| gone.day.clone(), |day| format::date_with_weekday(lang, day));
    t!(
        lang,
        "activities_runs-gives-way",
        day = day,
        at = gone.at.as_str(),
        title = title,
        groups = gone.groups
    )
}

/// What the form begins with: every hour as it is, and what was rewritten.
pub fn filled(lang: Lang, shop: &Shop, (run, kept): (&Run, &Kept)) -> Form {
    let mut values: HashMap<String, String> = HashMap::new();
    if !run.off {
        values.insert("on".into(), "on".into());
    }
    for line in &run.lines {
        let word = line.moment.word();
        if !line.left_out {
            values.insert(format!("tell_{word}"), "on".into());
        }
        values.insert(format!("at_{word}"), local(line.window.due_at, &shop.zone));
        let changed = kept.of(line.moment);
        for one in Lang::ALL {
            values.insert(format!("text_{word}_{}", short(one)), changed.text.of(one).to_owned());
        }
    }
    Form::filled(lang, values)
}

/// One block of fields for each moment.
pub fn fields(form: &Form, shop: &Shop, run: &Run) -> Markup {
    let lang = form.lang;
    html! {
        (form.checkbox("on", t!(lang, "activities_runs-on")).hint(t!(lang, "activities_runs-on-hint")))
        @for line in &run.lines {
            fieldset.run-moment {
                legend { (sign(line.moment)) " " (called(lang, line.moment)) }
                (form.checkbox(&format!("tell_{}", line.moment.word()), t!(lang, "activities_runs-tell")))
                (form.date_time(&format!("at_{}", line.moment.word()), t!(lang, "activities_runs-at")))
                @if line.text.is_empty() { p.note { (t!(lang, "activities_runs-to-come")) } }
                @else { (texts(form, shop, line)) }
            }
        }
        p.hint { (t!(lang, "activities_runs-places")) }
        (Button::primary(t!(lang, "save")))
    }
}

/// The shop's own language first; the others under a fold.
fn texts(form: &Form, shop: &Shop, line: &Line) -> Markup {
    let lang = form.lang;
    let field = |one: Lang, label: String| {
        let name = format!("text_{}_{}", line.moment.word(), short(one));
        let made = line.text.of(one).to_owned();
        html! { (form.textarea(&name, label, 4).max(TEXT_MAX).optional().placeholder(made)) }
    };
    html! {
        (field(shop.lang, t!(lang, "activities_runs-text")))
        details.unfold {
            summary.quiet-link { (t!(lang, "activities_runs-others")) }
            @for one in Lang::ALL.into_iter().filter(|one| *one != shop.lang) {
                (field(one, t!(lang, "activities_runs-text-in", lang = one.own_name())))
            }
        }
    }
}
