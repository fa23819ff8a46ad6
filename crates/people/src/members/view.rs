//! What members look like to the shop.

use std::collections::HashMap;

use ::store::Read;
use kernel::{
    Lang, OrgId, Permission as _, Result, StaffId, StoreId,
    permission::{
        EraseMembers, ExportMembers, ManageMembers, MergeMembers, ViewMembers, WelcomeMembers,
    },
};
use maud::{Markup, html};
use web::{
    Piece, Staff,
    kit::{
        Choice, List, Tone, format, icons,
        parts::{self, Button, Confirm, Head, avatar, chip},
        qr,
        tables::{Column, Row, Table},
    },
    t,
};

use super::{Consent, ConsentState, Member, console, merging};
use crate::memberships::Membership;

/// Names that stand beside members.
#[derive(Debug)]
pub struct Known {
    pub stores: Vec<(StoreId, String)>,
    pub staff: HashMap<StaffId, String>,
}

impl Known {
    pub async fn load(db: &mut impl Read, org: OrgId) -> Result<Self> {
        let stores = crate::stores::list(db, org).await?;
        let stores = stores.into_iter().map(|store| (store.id, store.name)).collect();
        Ok(Self { stores, staff: crate::staff::names(db, org).await? })
    }
    pub fn store(&self, id: Option<StoreId>) -> &str {
        let found = id.and_then(|id| self.stores.iter().find(|(store, _)| *store == id));
        found.map_or("", |(_, name)| name.as_str())
    }
    pub fn person(&self, id: Option<StaffId>) -> &str {
        id.and_then(|id| self.staff.get(&id)).map_or("", String::as_str)
    }
    pub fn store_choices(&self, lang: Lang) -> Vec<Choice> {
        let none = Choice::new("", t!(lang, "members-no-store"));
        let all = self.stores.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
        std::iter::once(none).chain(all).collect()
    }
    pub fn staff_choices(&self, lang: Lang) -> Vec<Choice> {
        let none = Choice::new("", t!(lang, "members-nobody"));
        let mut all: Vec<_> = self.staff.iter().collect();
        all.sort_by(|a, b| a.1.cmp(b.1));
        let all = all.into_iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
        std::iter::once(none).chain(all).collect()
    }
}

#[derive(Debug)]
pub struct Index<'i> {
    pub list: &'i List,
    pub members: &'i [Member],
    pub known: &'i Known,
    /// The name of the group that narrows the list.
    pub group: Option<String>,
    pub all: i64,
}

pub fn index(staff: &Staff<ViewMembers>, index: &Index<'_>) -> Markup {
    let (lang, list) = (staff.lang(), index.list);
    let zone = &staff.shop.zone;
    let rows = index.members.iter().map(|member| {
        Row::new()
            .href(console::href(member.id))
            .cell(html! { (avatar(&member.name)) " " (member.name) })
            .cell(member.phone.as_ref().map(super::E164::masked).unwrap_or_default())
            .cell(console::code(member))
            .cell(index.known.store(member.store))
            .cell(tags(&member.tags))
            .cell(format::date_with_year(lang, member.created_at.date(zone)))
    });
    let table = Table::new(list, t!(lang, "members-title"))
        .columns([
            Column::new("name", t!(lang, "members-name")).sort(),
            Column::new("phone", t!(lang, "members-phone")),
            Column::new("code", t!(lang, "members-code")),
            Column::new("store", t!(lang, "members-store")),
            Column::new("tags", t!(lang, "members-tags")),
            Column::new("since", t!(lang, "members-since")).sort(),
        ])
        .rows(rows)
        .filter()
        .tools(filters(lang, index))
        .empty(console::nobody(staff));
    let table =
        if staff.role.may(ExportMembers::NAME) { table.csv(list.href("csv", "1")) } else { table };
    let title = t!(lang, "members-title");
    let count = if index.all >= 10_000 {
        t!(lang, "members-many", count = index.all)
    } else {
        t!(lang, "members-count", count = index.all)
    };
    let head = Head::new(title.clone());
    let head = if index.all > 0 { head.note(count) } else { head };
    let head = head.aside(html! {
        @if staff.role.may(WelcomeMembers::NAME) {
            (Button::link("/console/members/new", t!(lang, "members-add")).icon(icons::USER_PLUS))
        }
        @if staff.role.may(kernel::permission::ImportRows::NAME) {
            (Button::link("/console/members/imports", t!(lang, "imports-title")).icon(icons::UPLOAD))
        }
    });
    console::framed(staff, &title, html! { (head) (table) })
}

/// Chips that narrow the list: stores, and what is on.
fn filters(lang: Lang, index: &Index<'_>) -> Markup {
    let list = index.list;
    let here = list.get("store");
    html! {
        div.actions {
            @if index.known.stores.len() > 1 {
                form.narrow-by method="get" action=(list.path) {
                    select name="store" aria-label=(t!(lang, "members-store")) {
                        option value="" { (t!(lang, "members-all-stores")) }
                        @for (id, name) in &index.known.stores {
                            option value=(id) selected[here == id.to_string()] { (name) }
                        }
                    }
                    @for (name, value) in list.query.iter().filter(|(name, _)| name != "store" && name != "cursor") {
                        input type="hidden" name=(name) value=(value);
                    }
                    button.button type="submit" { (t!(lang, "members-show")) }
                }
            }
            @for key in ["tag", "group", "since"] {
                @if !list.get(key).is_empty() {
                    @let name = index.group.as_deref().filter(|_| key == "group");
                    // The sign stands first: a long name is cut at its end.
                    a.chip.accent href=(list.href(key, "")) { "× " (name.unwrap_or_else(|| list.get(key))) }
                }
            }
        }
    }
}

fn tags(tags: &[String]) -> Markup {
    let href = |tag: &str| web::kit::links::with_query("/console/members", [("tag", tag)]);
    html! {
        @if !tags.is_empty() {
            span.tags { @for tag in tags { a.chip.plain href=(href(tag)) { (tag) } } }
        }
    }
}

#[derive(Debug)]
pub struct Shown {
    pub member: Member,
    pub stays: Vec<Membership>,
    pub consents: Vec<Consent>,
    pub known: Known,
    pub drawn: Vec<Markup>,
}

pub fn show(staff: &Staff<ViewMembers>, shown: &Shown) -> Markup {
    let (lang, member) = (staff.lang(), &shown.member);
    let name =
        if member.erased_at.is_some() { t!(lang, "members-erased") } else { member.name.clone() };
    let manage = staff.role.may(ManageMembers::NAME) && member.erased_at.is_none();
    let head = console::head(staff, &name).note(sentence(staff, shown)).aside(html! {
        @if manage {
            (Button::link(format!("/console/members/{}/details", member.id), t!(lang, "members-change")).icon(icons::EDIT))
            (Button::link(format!("/counter/cards/{}", member.id), t!(lang, "members-card")).icon(icons::PRINT))
        }
    });
    let main = html! {
        (head)
        div.columns {
            div.stack {
                @for piece in &shown.drawn { (piece) }
                (notes(lang, member))
            }
            div.stack {
                (facts(staff, shown))
                (consents(staff, shown))
                @if manage { (dangers(staff, member)) }
            }
        }
    };
    console::framed(staff, &name, main)
}

/// The one sentence that matters: since when, where, and through whom.
fn sentence(staff: &Staff<ViewMembers>, shown: &Shown) -> String {
    let (lang, member) = (staff.lang(), &shown.member);
    let since = format::date_with_year(lang, member.created_at.date(&staff.shop.zone));
    if member.erased_at.is_some() {
        return t!(lang, "members-erased-why");
    }
    let groups = shown.stays.iter().filter(|stay| stay.is_open()).count();
    t!(lang, "members-sentence", since = since, groups = groups)
}

fn facts(staff: &Staff<ViewMembers>, shown: &Shown) -> Markup {
    let (lang, member) = (staff.lang(), &shown.member);
    let whole = staff.role.may(ManageMembers::NAME);
    let phone = member.phone.as_ref().map(|p| if whole { p.spaced() } else { p.masked() });
    let proven = if member.phone_proven_at.is_some() {
        chip(Tone::Good, &t!(lang, "members-proven"))
    } else {
        chip(Tone::Plain, &t!(lang, "members-typed"))
    };
    let mut pairs = vec![(t!(lang, "members-code"), html! { code { (member.code_spaced()) } })];
    if let Some(phone) = phone {
        pairs.push((t!(lang, "members-phone"), html! { (phone) " " (proven) }));
    }
    if let Some(email) = member.email.as_ref().filter(|_| whole) {
        pairs.push((t!(lang, "members-email"), html! { (email) }));
    }
    if let Some(b) = member.birthday {
        let day = b.in_year(b.year.unwrap_or(2000)).map(|date| match b.year {
            Some(_) => format::date_with_year(lang, date),
            None => format::date(lang, date),
        });
        pairs.push((t!(lang, "members-birthday"), html! { (day.unwrap_or_default()) }));
    }
    let texts = [
        ("members-store", shown.known.store(member.store).to_owned()),
        ("members-contact", shown.known.person(member.contact).to_owned()),
        ("members-lang", member.lang.map(|l| l.own_name().to_owned()).unwrap_or_default()),
        ("members-source", source(lang, &member.source)),
    ];
    for (key, text) in texts {
        if !text.is_empty() {
            pairs.push((t!(lang, key), html! { (text) }));
        }
    }
    if !member.tags.is_empty() {
        pairs.push((t!(lang, "members-tags"), tags(&member.tags)));
    }
    parts::card(&t!(lang, "members-about"), html! {}, parts::facts(pairs))
}

/// Where somebody came from, in words; a word of somebody else's stays as it is.
pub fn source(lang: Lang, word: &str) -> String {
    web::kit::words::find(lang, &format!("links-source-{word}"), vec![])
        .unwrap_or_else(|| word.to_owned())
}

fn consents(staff: &Staff<ViewMembers>, shown: &Shown) -> Markup {
    let lang = staff.lang();
    let rows = shown.consents.iter().rev().take(12).map(|consent| {
        let (tone, key) = match consent.state {
            ConsentState::Given => (Tone::Good, "members-consent-given"),
            ConsentState::Withdrawn => (Tone::Warn, "members-consent-withdrawn"),
            ConsentState::NotAsked => (Tone::Plain, "members-consent-not_asked"),
        };
        let when = format::date_time(lang, consent.at, &staff.shop.zone);
        let place = t!(lang, &format!("members-place-{}", consent.place));
        parts::Item::new(t!(lang, &format!("members-consent-{}", consent.kind.word())))
            .note(html! { (when) " · " (place) " · " (consent.wording) })
            .aside(chip(tone, &t!(lang, key)))
    });
    let inside = if shown.consents.is_empty() {
        html! { p.nothing { (t!(lang, "members-consents-none")) } }
    } else {
        parts::rows(rows)
    };
    parts::card(&t!(lang, "members-consents"), html! {}, inside)
}

fn notes(lang: Lang, member: &Member) -> Markup {
    html! {
        @if !member.notes.is_empty() {
            (parts::card(&t!(lang, "members-notes"), html! {}, html! {
                @for line in member.notes.lines() { p { (line) } }
            }))
        }
    }
}

fn dangers(staff: &Staff<ViewMembers>, member: &Member) -> Markup {
    let lang = staff.lang();
    let inside = html! {
        div.actions {
            @if staff.role.may(MergeMembers::NAME) {
                (Button::quiet(t!(lang, "merging-begin")).href(merging::href(member)).icon(icons::PEOPLE))
            }
            (Button::quiet(t!(lang, "members-data")).href(format!("/console/members/{}/data", member.id)).icon(icons::DOWNLOAD))
            @if staff.role.may(EraseMembers::NAME) {
                (Button::quiet(t!(lang, "members-erase")).href(erasure(member)))
            }
        }
    };
    parts::card(&t!(lang, "members-their-data"), html! {}, inside)
}

fn erasure(member: &Member) -> String {
    format!("{}/erasure", console::href(member.id))
}

/// Whether to erase a member, who holds all this.
pub fn leaving(staff: &Staff<EraseMembers>, member: &Member, lost: &[Markup]) -> Markup {
    let lang = staff.lang();
    let title = t!(lang, "members-erase-title", name = member.name.as_str());
    let question = Confirm::new(lang, t!(lang, "members-erase"), title.clone())
        .loses(t!(lang, "members-erase-loses"))
        .people(1)
        .fields(html! { @for one in lost { (one) } })
        .post(erasure(member), staff.once());
    let main = html! {
        (console::head_of(member, &title))
        (parts::card("", "", question.on_page(&console::href(member.id))))
    };
    console::framed(staff, &title, main)
}

/// The member's card for the phone: name, and the code that the counter scans.
pub fn card(lang: Lang, member: &Member) -> Result<Markup> {
    let picture = qr::svg(&member.card(), &t!(lang, "members-code-aria"))?;
    Ok(parts::card(
        &t!(lang, "members-my-card"),
        html! {},
        html! { (picture) p.lead { code { (member.code_spaced()) } } p { (t!(lang, "members-my-card-why")) } },
    ))
}

/// The parts of shared pages that this slice draws: none yet beyond its own pages.
pub fn pieces() -> Vec<Piece> {
    Vec::new()
}
