//! Failed work in the console: why, and again or not.

use axum::extract::{Path, State};
use futures::future::BoxFuture;
use kernel::{Error, JobId, Lang, Permission as _, Result, permission::TendFailures};
use maud::{Markup, html};
use store::jobs::{self, DeadJob};
use web::{
    App, Input, Reply, Routes, Staff, Toast, Viewer,
    kit::{
        Form, format, icons, layout,
        parts::{self, Button, Empty, Head, Item, rows},
        words,
    },
    reply::{self, see_with},
    t,
};

/// More than anybody reads; what is older comes up when the newer is gone.
const MOST: u32 = 50;

/// Work that is of no use later: a code or a link is over in minutes.
const OVER: [&str; 1] = ["proofs.letter"];

/// Work that has a name of its own; the rest is told by the program's word for it.
const NAMED: [&str; 9] = [
    "imports.members",
    "joining.decide",
    "payments.ask",
    "payments.compare",
    "payments.refund",
    "payments.start",
    "proofs.letter",
    "reminders.letter",
    "todos.day",
];

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/failures", index)
        .post("/console/failures/{job}/attempts", attempt)
        .post("/console/failures/{job}/removal", remove)
}

/// What kind of work it was.
fn name(lang: Lang, kind: &str) -> String {
    if NAMED.contains(&kind) {
        words::say(lang, &format!("failures-kind-{}", kind.replace('.', "-")), Vec::new())
    } else {
        t!(lang, "failures-kind", kind = kind)
    }
}

async fn index(State(app): State<App>, staff: Staff<TendFailures>) -> Reply {
    let lang = staff.lang();
    let dead = jobs::dead(&mut app.db().read().await?, staff.scope.org(), MOST).await?;
    let title = t!(lang, "failures-title");
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "failures-why")))
        @if dead.is_empty() {
            (Empty::new(icons::GOOD, t!(lang, "failures-none"), t!(lang, "failures-none-why")))
        }
        div.stack { @for job in &dead { (card(&app, &staff, job)) } }
    };
    reply::page(layout::console(&staff.frame(title), main))
}

fn card(app: &App, staff: &Staff<TendFailures>, job: &DeadJob) -> Markup {
    let lang = staff.lang();
    let when = format::from_now(lang, job.at, app.now());
    let tries = t!(lang, "failures-tries", count = job.attempts);
    let why = job.trouble.strip_prefix("broken: ").unwrap_or(&job.trouble);
    let (form, base) = (Form::new(lang), format!("/console/failures/{}", job.id));
    let over = OVER.contains(&job.kind.as_str());
    let inside = html! {
        (rows([Item::new(name(lang, &job.kind)).start(icons::WARN).note(html! { (when) " · " (tries) })]))
        @if !why.is_empty() { p { code { (why) } } }
        @if over { p.hint { (t!(lang, "failures-over")) } }
        div.actions {
            @if !over {
                (form.post(&format!("{base}/attempts"), &staff.once(), Button::plain(t!(lang, "failures-again")).icon(icons::REPEAT)))
            }
            (form.post(&format!("{base}/removal"), &staff.once(), Button::quiet(t!(lang, "failures-let-go"))))
        }
    };
    parts::card("", html! {}, inside)
}

fn read(id: &str) -> Result<JobId> {
    id.parse().map_err(|_| Error::NotFound("job"))
}

async fn attempt(
    State(app): State<App>,
    staff: Staff<TendFailures>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = read(&id)?;
    let key = input.once_in(staff.session.id, &format!("failures.attempt {id}"))?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            if !jobs::retry(tx, id).await? {
                return Err(Error::NotFound("job"));
            }
            web::trail::note(tx, "failures.tried_again", id, &(), &()).await
        })
        .await?;
    Ok(see_with("/console/failures", &Toast::good("failures-tried")))
}

async fn remove(
    State(app): State<App>,
    staff: Staff<TendFailures>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = read(&id)?;
    let key = input.once_in(staff.session.id, &format!("failures.remove {id}"))?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            if !jobs::bury(tx, id).await? {
                return Err(Error::NotFound("job"));
            }
            web::trail::note(tx, "failures.let_go", id, &(), &()).await
        })
        .await?;
    Ok(see_with("/console/failures", &Toast::good("failures-gone")))
}

/// On Today, while there is something.
pub fn waits<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        if !viewer.role.is_some_and(|role| role.may(TendFailures::NAME)) {
            return Ok(None);
        }
        let count = jobs::dead_count(&mut app.db().read().await?, viewer.shop.org).await?;
        let title = t!(viewer.lang, "failures-today", count = count);
        let item = Item::new(title).start(icons::WARN).href("/console/failures");
        Ok((count > 0).then(|| rows([item])))
    })
}
