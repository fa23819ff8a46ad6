//! Parts of groups' pages.

use kernel::{Error, Lang, OrgId, PageRequest, Result, StaffId, Time};
use maud::{Markup, html};
use store::Read;
use web::{
    Input,
    kit::{
        Choice, Field, Form, Tone, format, icons,
        parts::{bar, chip},
    },
    t,
};

use super::{
    actions::Hosts,
    model::{Group, Place},
    outside::{self, Warning},
};
use crate::staff;

/// The people that a group can be given to: who works here, by name, at most a thousand.
pub async fn hosts(db: &mut impl Read, org: OrgId) -> Result<Vec<(StaffId, String)>> {
    let mut all = Vec::new();
    let mut cursor = None;
    for _ in 0..5 {
        let asked = PageRequest { limit: Some("200".to_owned()), cursor };
        let page = staff::list(db, org, &staff::Filter::default(), &asked).await?;
        all.extend(page.items.into_iter().map(|person| (person.id, person.name)));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(all)
}

/// A choice of one person, or nobody.
pub fn host_field<'f>(form: &'f Form, name: &str, people: &[(StaffId, String)]) -> Field<'f> {
    let lang = form.lang;
    let label = if name == "host" { t!(lang, "groups-host") } else { t!(lang, "groups-backup") };
    let nobody = Choice::new("none", t!(lang, "groups-nobody"));
    let all = people.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    form.select(name, label, std::iter::once(nobody).chain(all)).optional()
}

/// What the two fields say.
pub fn hosts_typed(input: &Input) -> Result<Hosts> {
    let one = |name: &str| match input.text(name) {
        "" | "none" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::NotFound("person")),
    };
    Ok(Hosts { host: one("host")?, backup: one("backup")? })
}

/// How full it is, in words and as a bar.
pub fn fill(lang: Lang, group: &Group) -> Markup {
    let words = t!(lang, "groups-fill", members = group.count(), seats = group.capacity);
    html! {
        span.fill {
            span.num { (words) }
            (bar(group.fullness(), fill_tone(group), &words))
        }
    }
}

pub fn fill_tone(group: &Group) -> Tone {
    match group.free() {
        0 => Tone::Bad,
        free if free * 100 <= group.capacity * (100 - outside::WARN_PERCENT) => Tone::Warn,
        _ => Tone::Accent,
    }
}

/// A warning in one sentence.
pub fn warning(lang: Lang, warning: Warning, now: Time) -> String {
    match warning {
        Warning::NoCode => t!(lang, "groups-warn-no-code"),
        Warning::CodeEnded(at) => {
            t!(lang, "groups-warn-code-ended", when = format::from_now(lang, at, now))
        }
        Warning::CodeEnds(at) => {
            t!(lang, "groups-warn-code-ends", when = format::from_now(lang, at, now))
        }
        Warning::NearlyFull => t!(lang, "groups-warn-nearly-full"),
        Warning::Full => t!(lang, "groups-warn-full"),
    }
}

pub const fn warning_tone(warning: Warning) -> Tone {
    match warning {
        Warning::NoCode | Warning::CodeEnded(_) | Warning::Full => Tone::Bad,
        Warning::CodeEnds(_) | Warning::NearlyFull => Tone::Warn,
    }
}

/// A word for the warning in a list.
pub fn warning_chip(lang: Lang, one: Warning) -> Markup {
    let word = match one {
        Warning::NoCode => t!(lang, "groups-chip-no-code"),
        Warning::CodeEnded(_) => t!(lang, "groups-chip-code-ended"),
        Warning::CodeEnds(_) => t!(lang, "groups-chip-code-ends"),
        Warning::NearlyFull => t!(lang, "groups-chip-nearly-full"),
        Warning::Full => t!(lang, "groups-chip-full"),
    };
    chip(warning_tone(one), &word)
}

/// Here, outside, closed: what a list says beside the name.
pub fn chips(lang: Lang, group: &Group, now: Time) -> Markup {
    html! {
        @if !group.is_open() { (chip(Tone::Plain, &t!(lang, "groups-state-closed"))) }
        @else if group.place == Place::Outside { (chip(Tone::Accent, &t!(lang, "groups-place-outside"))) }
        @else if group.free() == 0 { (chip(Tone::Warn, &t!(lang, "groups-chip-full"))) }
        @else { (chip(Tone::Good, &t!(lang, "groups-place-here"))) }
        @for one in outside::warnings_of(group, now) { " " (warning_chip(lang, one)) }
    }
}

/// Where a count comes from: "as told by Mei, 3 days ago".
pub fn told_words(lang: Lang, group: &Group, who: Option<&str>, now: Time) -> String {
    let Some((_, at)) = group.told else { return t!(lang, "groups-told-never") };
    let when = format::from_now(lang, at, now);
    match who {
        Some(name) => t!(lang, "groups-told-by", name = name, when = when),
        None => t!(lang, "groups-told", when = when),
    }
}

/// Warnings above a page, the worst first.
pub fn warnings(lang: Lang, group: &Group, now: Time) -> Markup {
    html! {
        @for one in outside::warnings_of(group, now) {
            p class={ "notice " (warning_tone(one).class()) } role="status" {
                (icons::WARN) span { (warning(lang, one, now)) }
            }
        }
    }
}
