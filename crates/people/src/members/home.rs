//! The brand's postcard: to strangers what it is and how one joins, to members what is theirs today.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::{Lang, Result};
use maud::{Markup, html};
use web::{
    App, Guest, Place, Reply,
    kit::{
        Tab, assets, icons, layout,
        parts::{self, Button, Empty, Head, Item, Postcard, rows},
        qr,
    },
    pieces, reply, t, wanted, who,
};

use super::{Member, model, store as rows_of};
use crate::{links, memberships, series};

pub async fn show(State(app): State<App>, guest: Guest) -> Reply {
    let member = match guest.member() {
        Some(id) => rows_of::find(&mut app.db().read().await?, guest.shop.org, id).await?,
        None => None,
    };
    match member.filter(|member| member.erased_at.is_none()) {
        Some(member) => home(&app, &guest, &member).await,
        None => welcome(&app, &guest).await,
    }
}

/// Morning, day or evening at the shop's own clock.
fn greeting(app: &App, guest: &Guest, member: &Member) -> String {
    let lang = guest.lang();
    let hour = app.now().zoned(&guest.shop.zone).hour();
    let key = match hour {
        4..=10 => "members-good-morning",
        11..=17 => "members-good-day",
        _ => "members-good-evening",
    };
    t!(lang, key, name = member.short_name())
}

async fn home(app: &App, guest: &Guest, member: &Member) -> Reply {
    let lang = guest.lang();
    let viewer = guest.viewer().about(member.id);
    let drawn = pieces::draw(app, Place::Home, &viewer).await?;
    let title = greeting(app, guest, member);
    let main = html! {
        (Postcard::new(guest.shop.name.clone(), title.clone()))
        @if wanted::of(guest).is_some() {
            (parts::card("", html! {}, rows([Item::new(t!(lang, "joining-wanted"))
                .start(icons::ARROW_RIGHT).note(t!(lang, "joining-wanted-why")).href(guest.shop.href("/wanted"))])))
        }
        @for piece in &drawn { (piece) }
        @if drawn.is_empty() {
            (Empty::new(icons::GROUPS, t!(lang, "members-home-none"), t!(lang, "members-home-none-why")))
        }
        (parts::card("", html! {}, rows([Item::new(t!(lang, "members-my-card"))
            .start(icons::QR).note(t!(lang, "members-my-card-why")).href(guest.shop.href("/card"))])))
    };
    reply::page(layout::phone(&guest.frame(guest.shop.name.clone()), Tab::Home, main))
}

async fn welcome(app: &App, guest: &Guest) -> Reply {
    let lang = guest.lang();
    let (open, door) = {
        let mut db = app.db().read().await?;
        let org = guest.shop.org;
        let all = series::list(&mut db, org).await?;
        let open: Vec<_> = all
            .into_iter()
            .filter(|one| one.state == series::State::Open && !one.plan.promise.is_empty())
            .take(12)
            .collect();
        let page = kernel::PageRequest::default();
        let web = links::list(&mut db, org, "web", &page).await?;
        let now = app.now();
        let door = web
            .items
            .into_iter()
            .find(|link| link.source == "web" && link.standing(now) == links::Standing::Open);
        (open, door)
    };
    let drawn = pieces::draw(app, Place::Welcome, &guest.viewer()).await?;
    let unproven = guest.session.is_some();
    let main = html! {
        (Postcard::new(t!(lang, "members-welcome-over"), guest.shop.name.clone()))
        @if let [one] = open.as_slice() { p.promise { (one.plan.promise) } }
        @for piece in &drawn { (piece) }
        @if let Some(door) = &door {
            (Button::primary(t!(lang, "members-welcome-join")).href(guest.shop.href(&door.path())).big())
        } @else {
            (parts::card(&t!(lang, "members-welcome-how"), html! {}, html! { p { (t!(lang, "members-welcome-how-why")) } }))
        }
        @if open.len() > 1 {
            // One community's promise is the reason to join; several are a wall: each opens by its name.
            section.card.promises {
                @for one in &open {
                    details { summary { (one.name) } p.promise { (one.plan.promise) } }
                }
            }
        }
        (returning(guest, lang, unproven))
    };
    reply::page(layout::plain(&guest.frame(guest.shop.name.clone()), main))
}

/// The way back for a member whose device is not known.
fn returning(guest: &Guest, lang: Lang, unproven: bool) -> Markup {
    let (title, note) = if unproven {
        (t!(lang, "members-unproven"), t!(lang, "members-unproven-why"))
    } else {
        (t!(lang, "members-return"), t!(lang, "members-return-why"))
    };
    parts::card(
        "",
        html! {},
        rows([Item::new(title).start(icons::KEY).note(note).href(guest.shop.href("/return"))]),
    )
}

pub async fn groups(State(app): State<App>, member: who::Member) -> Reply {
    let lang = member.lang();
    let org = member.shop.org;
    let mut db = app.db().read().await?;
    let open = memberships::open_of_member(&mut db, org, member.id).await?;
    let known = memberships::groups_of(&mut db, org, &open).await?;
    let viewer = member.viewer().about(member.id);
    let items: Vec<Item> = open
        .iter()
        .filter_map(|stay| {
            known.get(&stay.group).map(|g| memberships::phone_item(&viewer, g, stay))
        })
        .collect();
    let title = t!(lang, "tab-groups");
    let main = html! {
        (Head::new(title.clone()))
        @if items.is_empty() {
            (Empty::new(icons::GROUPS, t!(lang, "members-home-none"), t!(lang, "members-home-none-why")))
        } @else { (parts::card("", html! {}, rows(items))) }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Groups, main))
}

pub async fn wallet(State(app): State<App>, member: who::Member) -> Reply {
    let lang = member.lang();
    let drawn = pieces::draw(&app, Place::Wallet, &member.viewer().about(member.id)).await?;
    let title = t!(lang, "tab-wallet");
    let main = html! {
        (Head::new(title.clone()))
        @for piece in &drawn { (piece) }
        @if drawn.is_empty() {
            (Empty::new(icons::TICKET, t!(lang, "members-wallet-none"), t!(lang, "members-wallet-none-why")))
        }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Wallet, main))
}

/// The card turned to the cashier.
pub async fn card(State(app): State<App>, member: who::Member) -> Reply {
    let lang = member.lang();
    let person = rows_of::require(&mut app.db().read().await?, member.shop.org, member.id).await?;
    let title = t!(lang, "members-my-card");
    let picture = qr::svg(&person.card(), &t!(lang, "members-code-aria"))?;
    let shown = parts::Shown::new(person.name.clone(), picture, model::spaced(&person.code))
        .note(t!(lang, "members-card-turn"))
        .back(member.shop.href(""), t!(lang, "members-done"));
    reply::page(layout::phone(&member.frame(title), Tab::Me, shown))
}

/// What a phone needs to put the brand on its home screen.
pub async fn manifest(guest: Guest) -> std::result::Result<Response, web::reply::Fail> {
    let start = guest.shop.href("");
    let body = serde_json::json!({
        "name": guest.shop.name,
        "short_name": short(&guest.shop.name),
        "lang": guest.lang().tag(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#fbf7ee",
        "theme_color": format!("#{}", guest.shop.accent),
        "icons": [{ "src": assets::href("icon.svg"), "sizes": "any", "type": "image/svg+xml" }],
    });
    let text = json(&body)?;
    Ok(([(header::CONTENT_TYPE, "application/manifest+json")], text).into_response())
}

fn json(body: &serde_json::Value) -> Result<String> {
    serde_json::to_string(body).map_err(kernel::Error::broken)
}

/// Below an icon there is room for twelve characters.
fn short(name: &str) -> String {
    name.chars().take(12).collect()
}
