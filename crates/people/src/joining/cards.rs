//! A printed card for somebody without a phone: large name, code and QR.

use axum::extract::{Path, State};
use kernel::{Error, MemberId, permission::WelcomeMembers};
use maud::html;
use web::{
    App, Counter, Reply, Routes,
    kit::{layout, qr},
    reply, t,
};

use crate::members;

pub fn routes() -> Routes {
    Routes::new().get("/counter/cards/{member}", card)
}

async fn card(
    State(app): State<App>,
    counter: Counter<WelcomeMembers>,
    Path(id): Path<String>,
) -> Reply {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    let member = members::require(&mut app.db().read().await?, counter.shop.org, id).await?;
    if member.erased_at.is_some() {
        return Err(Error::NotFound("member").into());
    }
    let lang = member.lang.unwrap_or_else(|| counter.lang());
    let picture = qr::svg(&member.card(), &t!(lang, "members-code-aria"))?;
    let main = html! {
        div.tent {
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
    reply::page(layout::print(&counter.frame(t!(lang, "members-card")), main))
}
