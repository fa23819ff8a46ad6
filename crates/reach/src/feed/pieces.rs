//! The last messages on the console's page of a group.

use futures::future::BoxFuture;
use kernel::{GroupId, Permission as _, Result, permission::ReadFeed};
use maud::{Markup, html};
use people::groups::{self, Place as Lives};
use web::{
    App, Piece, Place, Viewer,
    kit::{
        icons,
        parts::{self, Button},
    },
    t,
};

use super::{
    model::Author,
    store as rows,
    view::{self, Look, Moderates},
};

/// Messages that are shown there.
const FEW: u32 = 3;

pub fn pieces() -> Vec<Piece> {
    vec![Piece { place: Place::GroupPage, order: 40, draw: group_page }]
}

fn group_page<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let (lang, org) = (viewer.lang, viewer.shop.org);
        let Some(id) = viewer.subject.map(GroupId::from_uuid) else { return Ok(None) };
        if !viewer.role.is_some_and(|role| role.may(ReadFeed::NAME)) {
            return Ok(None);
        }
        let mut db = app.db().read().await?;
        let group = groups::require(&mut db, org, id).await?;
        if group.place != Lives::Here || !viewer.remit().covers_group(id, group.store) {
            return Ok(None);
        }
        let mut messages = rows::page(&mut db, org, id, None, FEW).await?.items;
        messages.reverse();
        let known = view::Known::load(&mut db, org, &messages).await?;
        let rule = rows::rule(&mut db, org, group.series).await?;
        let look = Look {
            lang,
            zone: &viewer.shop.zone,
            now: app.now(),
            me: Author::Assistant,
            base: format!("{}/feed", group.href()),
            brand: &viewer.shop.name,
            slug: &viewer.shop.slug,
            welcome: &rule.welcome,
            group: &group.name,
            moderates: Moderates::No,
            read: messages.last().map(|message| message.id),
            once: String::new(),
        };
        let open = Button::link(format!("{}/feed", group.href()), t!(lang, "feed-open"));
        let inside = html! {
            @if messages.is_empty() { p { (t!(lang, "feed-empty-shop")) } }
            @else { (view::messages(&look, &messages, &known)) }
            div.actions { (open.icon(icons::GROUPS)) }
        };
        Ok(Some(parts::card(&t!(lang, "feed-title"), "", inside)))
    })
}
