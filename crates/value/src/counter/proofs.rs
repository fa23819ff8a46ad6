//! A member with a lost session shows six characters; the cashier says that it is them.

use axum::extract::State;
use people::{joining::returns, members};
use web::{
    App, Input, Reply, Routes,
    kit::{Tone, parts::Verdict},
    reply, t,
};

use super::till::{self, Till, desk_of};

pub fn routes(routes: Routes) -> Routes {
    routes.post("/counter/proofs", prove)
}

async fn prove(State(app): State<App>, till: Till, input: Input) -> Reply {
    let lang = till.lang();
    let code = input.text("code").to_owned();
    let once = input.once_in(till.session.id, "counter.proofs")?;
    let staff = till.staff;
    let proven = app
        .db()
        .write_once(&till.scope, &once, async |tx| returns::prove(tx, &code, staff).await)
        .await;
    let member = match proven {
        Ok(written) => written.value.answer.member,
        Err(error) => return Ok(till::refused(&app, &till, error, "/counter").await?),
    };
    let member = members::require(&mut app.db().read().await?, till.shop.org, member).await?;
    let word = t!(lang, "counter-proven");
    let frame = till::frame(&app, &till, word.clone()).await?;
    let text = t!(lang, "counter-proven-text", name = member.name.as_str());
    reply::page(till::verdict(&frame, Verdict::new(Tone::Good, word, text), &desk_of(&member.code)))
}
