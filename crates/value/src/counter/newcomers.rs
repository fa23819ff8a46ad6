//! Somebody new at the counter, with or without a phone: a name, a group, a printed card.

use axum::extract::{Path, State};
use kernel::{Fields, MemberId, Result, SeriesId};
use maud::{Markup, html};
use people::{
    joining::{self, Join, To, Who},
    members::{self, ConsentKind, ConsentState, Member, NewMember, model::Typed},
    series::{self, Series},
};
use web::{
    App, Input, Reply, Routes,
    kit::{
        Form, Tone, icons, layout,
        parts::{Button, Head, Verdict},
    },
    reply, t,
};

use super::till::{self, Till};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/newcomers", form)
        .post("/counter/newcomers", add)
        .get("/counter/newcomers/{id}", welcome)
}

async fn open_series(app: &App, till: &Till) -> Result<Vec<Series>> {
    let all = series::list(&mut app.db().read().await?, till.shop.org).await?;
    Ok(all.into_iter().filter(|series| series.closed_at.is_none()).collect())
}

async fn form(State(app): State<App>, till: Till) -> Reply {
    let series = open_series(&app, &till).await?;
    reply::page(page(&app, &till, &Form::new(till.lang()), &series).await?)
}

async fn page(app: &App, till: &Till, form: &Form, series: &[Series]) -> Result<Markup> {
    let lang = till.lang();
    let frame = till::frame(app, till, t!(lang, "counter-newcomer")).await?;
    let fields = html! {
        (form.text("name", t!(lang, "counter-new-name")).max(120).autocomplete("off").autofocus())
        (form.phone("phone", t!(lang, "counter-new-phone"), &till.shop.country)
            .hint(t!(lang, "counter-new-phone-hint")).optional())
        @if series.len() > 1 {
            (form.select("series", t!(lang, "counter-new-series"),
                series.iter().map(|one| (one.id.to_string(), one.name.clone()))).optional())
        } @else if let Some(only) = series.first() {
            (form.hidden("series", &only.id.to_string()))
        }
        (form.checkbox("agrees", t!(lang, "counter-new-agrees")).required())
        (Button::primary(t!(lang, "counter-new-add")).big())
        (Button::link("/counter", t!(lang, "counter-new-back")))
    };
    let head = Head::new(t!(lang, "counter-newcomer")).note(t!(lang, "counter-newcomer-why"));
    Ok(layout::counter(
        &frame,
        html! { div.counter-form { (head) (form.post("/counter/newcomers", &till.once(), fields)) } },
    ))
}

fn read(till: &Till, input: &Input) -> Result<(NewMember, Option<SeriesId>)> {
    let mut fields = Fields::default();
    let typed = Typed {
        name: input.text("name"),
        phone: input.text("phone"),
        country: input.optional("phone_country").unwrap_or(&till.shop.country),
        ..Typed::default()
    };
    let mut new = NewMember::read(&mut fields, typed).from("counter");
    if !input.ticked("agrees") {
        fields.push(kernel::FieldError::new("agrees", "required"));
    }
    new.store = Some(till.store);
    let series = input.text("series").parse().ok();
    let consents = [(ConsentKind::Membership, ConsentState::Given)];
    fields.check((new.agreed("counter", &consents), series))
}

async fn add(State(app): State<App>, till: Till, input: Input) -> Reply {
    let (new, series) = match read(&till, &input) {
        Ok(read) => read,
        Err(error) => return again(&app, &till, &input, error).await,
    };
    let once = input.once_in(till.session.id, "counter.newcomers")?;
    let (store, staff) = (till.store, till.staff);
    let added = app
        .db()
        .write_once(&till.scope, &once, async |tx| match series {
            Some(series) => {
                let join = Join::new(Who::Typed(new), To::Series(series))
                    .at_counter(Some(store), Some(staff));
                joining::join(tx, join).await.map(|joined| joined.member)
            }
            None => members::actions::add(tx, new).await,
        })
        .await;
    match added {
        Ok(written) => {
            let id: MemberId = written.value.answer;
            Ok(reply::see_other(&format!("/counter/newcomers/{id}")))
        }
        Err(error @ kernel::Error::Invalid(_)) => again(&app, &till, &input, error).await,
        Err(error) => Ok(till::refused(&app, &till, error, "/counter/newcomers").await?),
    }
}

async fn again(app: &App, till: &Till, input: &Input, error: kernel::Error) -> Reply {
    let kernel::Error::Invalid(fields) = error else { return Err(error.into()) };
    let series = open_series(app, till).await?;
    reply::wrong(page(app, till, &input.again(till.lang(), fields), &series).await?)
}

async fn member(app: &App, till: &Till, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| kernel::Error::NotFound("member"))?;
    members::require(&mut app.db().read().await?, till.shop.org, id).await
}

async fn welcome(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let lang = till.lang();
    let member = member(&app, &till, &id).await?;
    let word = t!(lang, "counter-welcome");
    let frame = till::frame(&app, &till, word.clone()).await?;
    let text = t!(lang, "counter-new-done", name = member.name.as_str());
    let buttons = html! {
        (Button::plain(t!(lang, "counter-new-card")).icon(icons::PRINT).href(format!("/counter/cards/{}", member.id)).big())
        (Button::plain(t!(lang, "counter-new-go-on")).href(till::desk_of(&member.code)).big())
    };
    reply::page(layout::counter(&frame, Verdict::new(Tone::Good, word, text).then(buttons)))
}
