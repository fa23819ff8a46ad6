//! Planning one: the form, what comes of it, and the phone beside it.

use ::store::Tx;
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, Result,
    permission::{ManageActivities, ViewActivities},
};
use maud::{Markup, html};
use value::{bills::terms_form::Typed, prices};
use web::{
    App, Input, Reply, Staff, Toast,
    kit::{
        Form, Tab, icons, layout,
        live::phone_preview,
        parts::{Empty, Head},
    },
    reply, t,
};

use super::{Desk, at, load, pairs, said};
use crate::{
    activities::{Activity, Draft, form::Why, life},
    suggested::{self, Begun, Suggestion},
};

async fn made<K: Desk>(
    app: &App,
    staff: &Staff<impl Sized>,
    activity: Option<&Activity<K>>,
) -> Result<K::Made> {
    K::made(&mut app.db().read().await?, &staff.shop, (activity, app.now())).await
}

/// The form of a new one: filled in with what a playbook suggests, or as it always begins.
pub async fn new<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let made = made::<K>(&app, &staff, None).await?;
    let begun = match K::SUGGESTED {
        Some(kind) => suggested::begun(&app, shop, (kind, query.as_deref())).await?,
        None => Begun::Blank(Vec::new()),
    };
    let (form, suggestions) = match begun {
        Begun::With(draft) => {
            let Draft { plan, terms } = K::suggested(*draft).ok_or(Error::NotFound("activity"))?;
            (K::filled(lang, shop, &Activity::sketch(plan, terms, now)), Vec::new())
        }
        Begun::Blank(suggestions) => (K::fresh(lang, shop, (&made, now)), suggestions),
    };
    reply::page(editing::<K>(&staff, &form, (&made, &suggestions), None))
}

pub async fn edit<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(text): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let mut activity = load::<K>(&app, staff.shop.org, &text).await?;
    let made = made(&app, &staff, Some(&activity)).await?;
    for (_, what) in pairs(query.as_deref()).iter().filter(|(name, _)| name == "instead") {
        K::instead(&mut activity.terms, what);
    }
    let form = K::filled(staff.lang(), &staff.shop, &activity);
    reply::page(editing::<K>(&staff, &form, (&made, &[]), Some(&activity)))
}

pub async fn create<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    input: Input,
) -> Reply {
    let (slice, shop) = (K::SLICE, &staff.shop);
    let made = made::<K>(&app, &staff, None).await?;
    let once = input.once_in(staff.session.id, &format!("{slice}.create"))?;
    let done = match prices::sent(&input, |typed| K::read(typed, shop, &made)) {
        Ok(draft) => {
            let run = async |tx: &mut Tx| life::create(tx, shop, draft).await;
            app.db().write_once(&staff.scope, &once, run).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => {
            let toast = Toast::good(&format!("{slice}-created"));
            Ok(reply::see_with(&at::<K>(done.value.answer), &toast))
        }
        Err(error) => reply::or_form(K::placed(error, shop), |fields| {
            editing::<K>(&staff, &input.again(staff.lang(), fields), (&made, &[]), None)
        }),
    }
}

pub async fn change<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let (slice, shop) = (K::SLICE, &staff.shop);
    let activity = load::<K>(&app, shop.org, &text).await?;
    let made = made(&app, &staff, Some(&activity)).await?;
    let (id, why) = (activity.id, input.text("reason"));
    let once = input.once_in(staff.session.id, &format!("{slice}.change"))?;
    let done = match prices::sent(&input, |typed| K::read(typed, shop, &made)) {
        Ok(mut draft) => {
            K::as_it_was(&mut draft, &activity, shop);
            let run = async |tx: &mut Tx| life::change(tx, shop, id, (draft, why)).await;
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&at(id), &Toast::good(&format!("{slice}-changed")))),
        Err(error) => reply::or_form(K::placed(error, shop), |fields| {
            editing::<K>(&staff, &input.again(staff.lang(), fields), (&made, &[]), Some(&activity))
        }),
    }
}

/// The form with the phone beside it.
fn editing<K: Desk>(
    staff: &Staff<ManageActivities>,
    form: &Form,
    (made, suggestions): (&K::Made, &[Suggestion]),
    activity: Option<&Activity<K>>,
) -> Markup {
    let lang = staff.lang();
    let (name, to) = match activity {
        Some(one) => {
            let name = one.plan.name.say(lang);
            (t!(lang, &format!("{}-edit-title", K::SLICE), name = name), at(one.id))
        }
        None => (said::<K>(lang, "make"), K::PATH.to_owned()),
    };
    let why = Why::of(activity);
    let main = html! {
        (Head::new(name.clone()).back(&to, &said::<K>(lang, "title")).note(K::expected(lang, why)))
        (suggested::cards(suggested::Desk { lang, shop: &staff.shop }, suggestions))
        @if K::lacks(made) {
            (Empty::new(icons::GIFT, said::<K>(lang, "no-gift"), said::<K>(lang, "no-gift-why"))
                .action("/console/gifts/new", said::<K>(lang, "no-gift-make")))
        } @else {
            div.columns.with-phone {
                (form.post(&to, &staff.once(), K::fields(form, &staff.shop, made, why)))
                (phone_preview(&format!("{}/preview", K::PATH), &t!(lang, "activities-preview")))
            }
        }
    };
    layout::console(&staff.frame(name), main)
}

/// A member's page as it would be; a word about it while the form is not whole.
pub async fn preview<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut db = app.db().read().await?;
    let made = K::made(&mut db, shop, (None, now)).await?;
    let draft = drafted(query.as_deref(), |typed| K::read(typed, shop, &made))?;
    let name = draft.as_ref().map(|draft| draft.plan.name.say(lang).to_owned());
    let shown = match draft {
        Some(draft) => K::preview(&mut db, &staff, (&made, draft), now).await?,
        None => None,
    };
    drop(db);
    let mut frame = staff.ask.frame_in(shop).titled(t!(lang, "activities-preview"));
    frame.base = shop.href("");
    frame.playing = true;
    let main = html! {
        @if let (Some(name), Some(shown)) = (name, shown) {
            h1 { (name) }
            (shown)
        } @else {
            h1 { (t!(lang, "activities-preview")) }
            p.note { (t!(lang, "activities-preview-not-yet")) }
        }
    };
    reply::page(layout::phone(&frame, Tab::Play, main))
}

/// What a form beside its preview holds so far; nothing while it is not whole.
fn drafted<T>(query: Option<&str>, read: impl FnOnce(&Typed) -> Result<T>) -> Result<Option<T>> {
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
