//! What the console does and shows of every kind alike.

use std::time::Duration;

use ::store::{EventRow, Reader, Tx};
use axum::response::Response;
use kernel::{
    Error, FieldError, Fields, Id, Lang, OrgId, PageRequest, Result, Time,
    permission::ManageActivities,
};
use maud::{Markup, html};
use value::bills::terms_form::Typed;
use web::{
    App, Input, Staff, Toast,
    kit::{
        List, Tone, icons,
        parts::{Item, card, chip, rows},
        words,
    },
    live, reply, t,
};

use super::{
    model::{Activity, Life, Phase, Sort},
    store,
};

/// A kind at the desk.
pub trait Desk: Sort {
    /// Where its list is.
    const PATH: &'static str;
}

/// The id in an address.
pub fn id<D: Desk>(text: &str) -> Result<Id<D>> {
    text.parse().map_err(|_| Error::NotFound("activity"))
}

/// Its own page.
pub fn at<D: Desk>(id: Id<D>) -> String {
    format!("{}/{id}", D::PATH)
}

/// A page of the list, as it was asked for: of one state or all, and by a part of the name.
pub async fn listed<D: Desk>(
    db: &mut Reader,
    staff: &Staff<impl Sized>,
    query: Option<&str>,
) -> Result<(List, Vec<Activity<D>>)> {
    let lang = staff.lang();
    let asked = List::new(lang, D::PATH).query(pairs(query));
    let cursor = Some(asked.get("cursor").to_owned());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let life: Option<Life> = asked.get("state").parse().ok();
    let found = store::list::<D>(db, staff.shop.org, life, &page).await?;
    let wanted = asked.filter().to_lowercase();
    let mut all = found.items;
    all.retain(|one| one.plan.name.say(lang).to_lowercase().contains(&wanted));
    Ok((asked.next(found.next_cursor), all))
}

/// Tells an open page that something of it happened, at most once a second.
pub fn follow<D: Desk>(app: &App, org: OrgId, id: Id<D>) -> Response {
    let id = id.to_string();
    let touches = move |event: &EventRow| {
        let kind = event.kind.strip_prefix(D::SLICE);
        kind.is_some_and(|rest| rest.starts_with('.'))
            && event.data.get(D::SUBJECT).is_some_and(|it| *it == *id)
    };
    let pick = move |events: &[EventRow]| events.iter().any(&touches).then(String::new);
    live::follow_calmly(app, org, Duration::from_secs(1), pick)
}

/// One step of its life: the way to its page, or what stands in the way.
pub async fn step<D: Desk>(
    (app, staff): (&App, &Staff<ManageActivities>),
    (id, noun): (Id<D>, &'static str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, Id<D>) -> Result<()>,
) -> Result<Result<Response, Fields>> {
    let slice = D::SLICE;
    let once = input.once_in(staff.session.id, &format!("{slice}.{noun}/{id}"))?;
    let run = async |tx: &mut Tx| run(tx, id).await;
    match app.db().write_once(&staff.scope, &once, run).await {
        Ok(_) => Ok(Ok(reply::see_with(&at(id), &Toast::good(&format!("{slice}-did-{noun}"))))),
        Err(Error::Invalid(fields)) => Ok(Err(fields)),
        Err(error) => Err(error),
    }
}

/// What a form beside its preview holds so far; nothing while it is not whole.
pub fn drafted<T>(
    query: Option<&str>,
    read: impl FnOnce(&Typed) -> Result<T>,
) -> Result<Option<T>> {
    let typed = pairs(query);
    let all = |name: &str| -> Vec<String> {
        typed.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    };
    let text = |name: &str| all(name).into_iter().next().unwrap_or_default();
    match read(&Typed { text: &text, all: &all }) {
        Ok(draft) => Ok(Some(draft)),
        Err(Error::Invalid(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Values of `instead` in the address of a form that begins with what would be lawful.
pub const FREE: &str = "free";
pub const BACK: &str = "back";

fn mending(lang: Lang, at: &str, wrong: &FieldError) -> (String, String) {
    match wrong.code {
        "law_free_way_in" => (format!("{at}?instead={FREE}"), t!(lang, "activities-mend-free")),
        "law_deposit_share" | "law_withdrawal" => {
            (format!("{at}?instead={BACK}"), t!(lang, "activities-mend-back"))
        }
        "law_contact" => ("/console/stores".to_owned(), t!(lang, "activities-mend-address")),
        "law_currency" => ("/console/laws".to_owned(), t!(lang, "activities-mend-laws")),
        _ => (format!("{at}#{}", wrong.field), t!(lang, "activities-mend")),
    }
}

/// The pairs of a query, at most three hundred.
pub fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let query = query.unwrap_or_default().as_bytes();
    form_urlencoded::parse(query).into_owned().take(300).collect()
}

/// Where it is in its life.
pub fn state<S: Sort>(lang: Lang, activity: &Activity<S>, now: Time) -> Markup {
    let (tone, word) = match (activity.life, activity.phase(now)) {
        (Life::Draft, _) => (Tone::Plain, t!(lang, "activities-state-draft")),
        (Life::Checked, _) => (Tone::Plain, t!(lang, "activities-state-checked")),
        (_, Phase::Before) => (Tone::Accent, t!(lang, "activities-state-scheduled")),
        (_, Phase::On) => (Tone::Good, t!(lang, "activities-state-open")),
        (Life::Settled, _) => (Tone::Plain, t!(lang, "activities-state-settled")),
        (Life::Archived, _) => (Tone::Plain, t!(lang, "activities-state-archived")),
        _ => (Tone::Warn, t!(lang, "activities-state-closed")),
    };
    chip(tone, &word)
}

/// What stands in the way of the step that was asked for, and where each can be mended: most of it in the
/// form, which is `at` this address.
pub fn in_the_way(lang: Lang, at: &str, wrong: &Fields) -> Markup {
    let item = |one: &FieldError| {
        let (href, word) = mending(lang, at, one);
        Item::new(words::field_error(lang, one))
            .start(icons::ALERT)
            .aside(html! { a.quiet-link href=(href) { (word) } })
    };
    let items = rows(wrong.iter().map(item));
    html! {
        section role="alert" {
            (card(&t!(lang, "activities-in-the-way"), "", items))
        }
    }
}
