//! A printed card for somebody without a phone: large name, code and QR.

use axum::extract::{Path, Query, State};
use kernel::{Error, MemberId, permission::WelcomeMembers};
use maud::html;
use serde::Deserialize;
use web::{
    App, Counter, Reply, Routes,
    kit::{layout, qr},
    reply, t,
};

use crate::members;

pub fn routes() -> Routes {
    Routes::new().get("/counter/cards/{member}", card)
}

/// The card's language, if it shall be another than the member's.
#[derive(Debug, Deserialize)]
struct Asked {
    paper: Option<String>,
}

async fn card(
    State(app): State<App>,
    counter: Counter<WelcomeMembers>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    let member = members::require(&mut app.db().read().await?, counter.shop.org, id).await?;
    if member.erased_at.is_some() {
        return Err(Error::NotFound("member").into());
    }
    let asked = asked.paper.and_then(|tag| tag.parse().ok());
    let lang = asked.or(member.lang).unwrap_or_else(|| counter.lang());
    let picture = qr::svg(&member.card(), &t!(lang, "members-code-aria"))?;
    let main = html! {
        div.purse {
            section {
                div {
                    p { (counter.shop.name) }
                    h1 { (member.name) }
                    p { strong { (member.code_spaced()) } }
                    p { (t!(lang, "joining-card-why")) }
                }
                (picture)
            }
        }
    };
    let mut frame = counter.frame(t!(lang, "members-card"));
    frame.lang = lang;
    reply::page(layout::print(&frame, main))
}
