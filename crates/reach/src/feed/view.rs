//! What messages look like, on the phone and in the console.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use kernel::{Lang, MemberId, MessageId, OrgId, PostId, Result, SlotId, StaffId, Time};
use maud::{Markup, Render, html};
use people::{members, staff};
use store::Read;
use web::{
    kit::{
        Form, Tone, format, icons,
        parts::{Button, Confirm, Ticket, avatar, chip},
    },
    t,
};

use super::model::{Author, Card, Message, TITLE_MAX, WELCOMED, parts};
use crate::{
    posts::{self, Post},
    programmes,
    runs::{self, Dated},
};

/// Names and posts that messages speak of.
#[derive(Debug, Default)]
pub struct Known {
    members: HashMap<MemberId, String>,
    staff: HashMap<StaffId, String>,
    posts: HashMap<PostId, Post>,
    /// What activities brought.
    dated: HashMap<SlotId, Dated>,
}

impl Known {
    pub async fn load(db: &mut impl Read, org: OrgId, messages: &[Message]) -> Result<Self> {
        let mut ids: Vec<MemberId> = Vec::new();
        let mut posts: Vec<PostId> = Vec::new();
        for message in messages {
            ids.extend(message.author.member());
            if let Some(Card::Welcome { members }) = &message.card {
                ids.extend(members.iter().take(WELCOMED));
            }
            posts.extend(message.post);
        }
        ids.sort_unstable();
        ids.dedup();
        let posts = posts::of_ids(db, org, &posts).await?;
        let slots: Vec<SlotId> = posts.iter().map(|post| post.slot).collect();
        let dated = runs::of_ids(db, org, &slots).await?;
        Ok(Self {
            dated: dated.into_iter().map(|one| (one.id, one)).collect(),
            members: members::names(db, org, &ids).await?,
            staff: staff::names(db, org).await?,
            posts: posts.into_iter().map(|post| (post.id, post)).collect(),
        })
    }
    /// A member's first name; members do not learn more of each other.
    fn first_name(&self, id: MemberId) -> Option<&str> {
        let name = self.members.get(&id)?;
        name.split_whitespace().next()
    }
}

/// Who looks, and from where.
#[derive(Debug)]
pub struct Look<'l> {
    pub lang: Lang,
    pub zone: &'l TimeZone,
    pub now: Time,
    pub me: Author,
    /// Where this feed's pages are: `/fresh/groups/grp_…` or `/console/groups/grp_…/feed`.
    pub base: String,
    pub brand: &'l str,
    /// The brand's address.
    pub slug: &'l str,
    /// The welcome of the series; blank means ours.
    pub welcome: &'l str,
    /// The group's name, for the welcome.
    pub group: &'l str,
    pub moderates: Moderates,
    /// Up to which message it was read before.
    pub read: Option<MessageId>,
    pub once: String,
}

/// Whether the one who looks takes out other people's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moderates {
    Yes,
    No,
}

/// The messages, oldest first, with a line at each new day and one where the unread begin.
pub fn messages(look: &Look<'_>, messages: &[Message], known: &Known) -> Markup {
    let mut day = None;
    let mut fresh = look.read.is_none();
    html! {
        ol.talk {
            @for message in messages {
                @let date = message.at.date(look.zone);
                @if day.replace(date) != Some(date) {
                    li.talk-day { span { (day_name(look, message.at)) } }
                }
                @if !fresh && look.read.is_some_and(|read| message.id > read) && message.author != look.me {
                    (mark_fresh(&mut fresh))
                    li.talk-new #new { span { (t!(look.lang, "feed-new")) } }
                }
                (one(look, message, known))
            }
        }
    }
}

fn mark_fresh(fresh: &mut bool) -> Markup {
    *fresh = true;
    html! {}
}

fn day_name(look: &Look<'_>, at: Time) -> String {
    let (date, today) = (at.date(look.zone), look.now.date(look.zone));
    if (today - date).get_days() < 2 {
        format::day(look.lang, date, today)
    } else {
        format::date_with_weekday(look.lang, date)
    }
}

fn one(look: &Look<'_>, message: &Message, known: &Known) -> Markup {
    let lang = look.lang;
    let own = message.author == look.me && message.author.id().is_some();
    if let Some(removed) = &message.removed {
        return html! {
            li.said.gone id=(message.id) {
                p {
                    @if removed.reason.is_empty() { (t!(lang, "feed-taken-back")) }
                    @else { (t!(lang, "feed-removed", reason = removed.reason.as_str())) }
                }
                @if look.moderates == Moderates::Yes && !message.text.is_empty() {
                    details { summary { (t!(lang, "feed-removed-show")) } p.words { (message.text) } }
                }
            }
        };
    }
    if let Some(Card::Welcome { members }) = &message.card {
        return html! {
            li.said.assistant id=(message.id) {
                div.said-head { (chip(Tone::Plain, &t!(lang, "feed-assistant"))) (time(look, message)) }
                p.words { (welcome(look, members, known)) }
            }
        };
    }
    let post = message.post.and_then(|id| known.posts.get(&id));
    html! {
        li.said.own[own].shop[matches!(message.author, Author::Staff(_))].assistant[message.author == Author::Assistant] id=(message.id) {
            (head(look, message, known))
            @if let Some(Card::Gift { title }) = &message.card {
                (Ticket::new(t!(lang, "feed-gift"), title.as_str()).icon(icons::GIFT))
            }
            @if let Some(Card::Notice { title }) = &message.card { p.notice-title { (icons::BELL) strong { (title) } } }
            @if let Some(post) = post { p.said-title { (post.title) } }
            @if !message.text.is_empty() { p.words { (words(&message.text)) } }
            @if let Some(picture) = message.picture {
                a.said-picture href={ (look.base) "/pictures/" (picture) } {
                    img src={ (look.base) "/pictures/" (picture) } alt=(t!(lang, "feed-picture-of", name = author_name(look, message, known))) loading="lazy";
                }
            }
            @if let Some(post) = post && let Some(dated) = known.dated.get(&post.slot) {
                a.said-picture href={ "/" (look.slug) (post.path()) } {
                    img src={ "/" (look.slug) (dated.card()) "?paper=" (post.lang.tag()) } alt=(post.title) width="1200" height="900" loading="lazy";
                }
            }
            (tools(look, message))
        }
    }
}

fn author_name(look: &Look<'_>, message: &Message, known: &Known) -> String {
    let lang = look.lang;
    match message.author {
        Author::Assistant => t!(lang, "feed-assistant"),
        Author::Staff(id) => known.staff.get(&id).cloned().unwrap_or_else(|| look.brand.to_owned()),
        Author::Member(id) => match known.first_name(id) {
            Some(name) => name.to_owned(),
            None => t!(lang, "feed-somebody"),
        },
    }
}

fn head(look: &Look<'_>, message: &Message, known: &Known) -> Markup {
    let lang = look.lang;
    let name = author_name(look, message, known);
    html! {
        div.said-head {
            @match message.author {
                Author::Assistant => (chip(Tone::Plain, &name)),
                Author::Staff(_) => {
                    (avatar(&name)) strong { (name) } (chip(Tone::Accent, &t!(lang, "feed-shop")))
                },
                Author::Member(_) => { (avatar(&name)) strong { (name) } },
            }
            (time(look, message))
        }
    }
}

fn time(look: &Look<'_>, message: &Message) -> Markup {
    html! { time.num datetime=(message.at) { (format::time(message.at, look.zone)) } }
}

/// Words with their addresses as links. What people type is text and stays text.
pub fn words(text: &str) -> Markup {
    html! {
        @for (part, address) in parts(text) {
            @if address { a href=(part) rel="nofollow noopener" { (shown(part)) } } @else { (part) }
        }
    }
}

/// An address as one reads it: without the scheme.
fn shown(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

fn welcome(look: &Look<'_>, members: &[MemberId], known: &Known) -> String {
    let lang = look.lang;
    let mut names: Vec<String> = members
        .iter()
        .take(WELCOMED)
        .filter_map(|id| known.first_name(*id))
        .map(str::to_owned)
        .collect();
    let more = members.len().saturating_sub(WELCOMED);
    if more > 0 {
        names.push(t!(lang, "feed-more-people", count = more));
    }
    let names =
        if names.is_empty() { t!(lang, "feed-somebody") } else { format::list(lang, &names) };
    if look.welcome.is_empty() {
        return t!(lang, "feed-welcome", name = names, group = look.group);
    }
    let filled = programmes::Names { brand: look.brand, group: look.group, ..Default::default() };
    // The name comes last: what people call themselves is never read for places.
    programmes::fill(look.welcome, &filled).replace("{name}", &names)
}

fn tools(look: &Look<'_>, message: &Message) -> Markup {
    let lang = look.lang;
    let action = format!("{}/messages/{}/removal", look.base, message.id);
    html! {
        @if message.can_be_taken_back(look.me, look.now) {
            form.said-tools method="post" action=(action) {
                input type="hidden" name="once" value={ (look.once) (message.id.bare()) };
                button.linkish type="submit" { (t!(lang, "feed-take-back")) }
            }
        } @else if look.moderates == Moderates::Yes {
            div.said-tools { (removal(look, message, &action)) }
        }
    }
}

fn removal(look: &Look<'_>, message: &Message, action: &str) -> Markup {
    let lang = look.lang;
    let id = format!("reason-{}", message.id);
    Confirm::new(lang, t!(lang, "feed-remove"), t!(lang, "feed-remove-title"))
        .loses(t!(lang, "feed-remove-loses"))
        .post(action, format!("{}{}", look.once, message.id.bare()))
        .fields(html! {
            div.field {
                label for=(id) { (t!(lang, "feed-remove-reason")) }
                input id=(id) type="text" name="reason" required maxlength="200";
            }
        })
        .render()
}

/// The form in which members write: a line of text, a picture, a button.
pub fn write(form: &Form, action: &str, once: &str) -> Markup {
    let lang = form.lang;
    form.post_files(
        action,
        once,
        html! {
            (form.textarea("text", t!(lang, "feed-write"), 2).max(super::model::TEXT_MAX).optional())
            (form.file("picture", t!(lang, "feed-picture"), "image/*").optional())
            (Button::primary(t!(lang, "feed-send")).icon(icons::SEND))
        },
    )
}

/// The form in which the shop writes: the same, and what kind of message it is.
pub fn write_for_shop(form: &Form, action: &str, once: &str) -> Markup {
    let lang = form.lang;
    let kinds = [
        ("plain", t!(lang, "feed-kind-plain")),
        ("notice", t!(lang, "feed-kind-notice")),
        ("gift", t!(lang, "feed-kind-gift")),
    ];
    form.post_files(
        action,
        once,
        html! {
            (form.textarea("text", t!(lang, "feed-write"), 4).max(super::model::TEXT_MAX).optional())
            (form.select("kind", t!(lang, "feed-kind"), kinds))
            (form.text("title", t!(lang, "feed-card-title")).max(TITLE_MAX).hint(t!(lang, "feed-card-title-hint")).optional())
            (form.file("picture", t!(lang, "feed-picture"), "image/*").hint(t!(lang, "feed-picture-hint")).optional())
            (Button::primary(t!(lang, "feed-send")).icon(icons::SEND))
        },
    )
}
