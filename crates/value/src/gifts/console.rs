//! `/console/gifts`: the list, a gift, making and changing one, its stock, opening and closing.

use ::store::Read;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use kernel::{
    Error, Fields, GiftId, PageRequest, Result,
    permission::{ManageGifts, ViewGifts},
};
use people::{series, stores};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    input::UPLOAD_MAX,
    kit::{Form, List, layout},
    reply, t,
};

use super::{
    actions::{self, NewGift},
    form::{self, Offers},
    model::{Gift, State as GiftState},
    pictures, store as rows, view,
};
use crate::counter::blocking;

pub fn routes(routes: Routes) -> Routes {
    let large = Routes::new()
        .post("/console/gifts/{id}/picture", picture)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + (64 << 10)));
    routes
        .get("/console/gifts", list)
        .get("/console/gifts/new", new)
        .post("/console/gifts", create)
        .get("/console/gifts/preview", preview)
        .get("/console/gifts/{id}", show)
        .post("/console/gifts/{id}", change)
        .get("/console/gifts/{id}/details", edit)
        .post("/console/gifts/{id}/stock", stock)
        .post("/console/gifts/{id}/closing", close)
        .post("/console/gifts/{id}/opening", open)
        .get("/{org}/gift-pictures/{id}", pictures::show)
        .merge(large)
}

/// The query of an address, as typed.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(50).collect()
}

fn gift_id(text: &str) -> Result<GiftId> {
    text.parse().map_err(|_| Error::NotFound("gift"))
}

async fn offers(db: &mut impl Read, org: kernel::OrgId) -> Result<Offers> {
    Ok(Offers { stores: stores::list(db, org).await?, series: series::list(db, org).await? })
}

async fn list(State(app): State<App>, staff: Staff<ViewGifts>, RawQuery(query): RawQuery) -> Reply {
    let lang = staff.lang();
    let asked = List::new(lang, "/console/gifts").query(pairs(query.as_deref()));
    let mut db = app.db().read().await?;
    let page =
        PageRequest { limit: Some("50".to_owned()), cursor: Some(asked.get("cursor").to_owned()) };
    let state = asked.get("state").parse().ok();
    let gifts = rows::list(&mut db, staff.shop.org, state, &page).await?;
    let wanted = asked.filter().to_lowercase();
    let shown: Vec<Gift> = gifts
        .items
        .into_iter()
        .filter(|gift| gift.name.say(lang).to_lowercase().contains(&wanted))
        .collect();
    let stocks = rows::stocks(&mut db, staff.shop.org, &shown).await?;
    if asked.get("csv") == "1" {
        return Ok(view::csv(lang, &staff.shop, &shown, &stocks));
    }
    let asked = asked.next(gifts.next_cursor);
    let main = view::list(&staff, &asked, &shown, &stocks);
    reply::page(layout::console(&staff.frame(t!(lang, "gifts-title")), main))
}

async fn new(State(app): State<App>, staff: Staff<ManageGifts>) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org).await?;
    reply::page(view::editing(&staff, &form::fresh(staff.lang()), &offers, None))
}

async fn create(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org).await?;
    let mut fields = Fields::default();
    let pieces = input.number(&mut fields, "stock", 0..=super::model::MOST_PIECES);
    let details = match (form::read(&input, &staff.shop, &offers), fields.is_empty()) {
        (Ok(details), true) => details,
        (Err(Error::Invalid(wrong)), _) => {
            wrong.iter().cloned().for_each(|one| fields.push(one));
            return reply::wrong(view::editing(
                &staff,
                &input.again(staff.lang(), fields),
                &offers,
                None,
            ));
        }
        (Ok(_), false) => {
            return reply::wrong(view::editing(
                &staff,
                &input.again(staff.lang(), fields),
                &offers,
                None,
            ));
        }
        (Err(other), _) => return Err(other.into()),
    };
    let once = input.once_in(staff.session.id, "gifts.create")?;
    let name = details.name.say(staff.lang()).to_owned();
    let made = app
        .db()
        .write_once(&staff.scope, &once, async |tx| {
            actions::create(tx, NewGift { details, stock: pieces, playbook_key: None }).await
        })
        .await?;
    let id = made.value.answer;
    let toast = Toast::good("gifts-created").with("name", name);
    Ok(reply::see_with(&format!("/console/gifts/{id}"), &toast))
}

async fn show(State(app): State<App>, staff: Staff<ViewGifts>, Path(id): Path<String>) -> Reply {
    let (org, lang) = (staff.shop.org, staff.lang());
    let mut db = app.db().read().await?;
    let gift = rows::require(&mut db, org, gift_id(&id)?).await?;
    let stock = rows::stocks(&mut db, org, std::slice::from_ref(&gift)).await?;
    let stock = stock.get(&gift.id).copied().unwrap_or_default();
    let offers = offers(&mut db, org).await?;
    let main = view::one(&staff, &gift, stock, &offers, &Form::new(lang));
    reply::page(layout::console(&staff.frame(gift.name.say(lang)), main))
}

async fn edit(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let mut db = app.db().read().await?;
    let gift = rows::require(&mut db, staff.shop.org, gift_id(&id)?).await?;
    let offers = offers(&mut db, staff.shop.org).await?;
    let form = form::filled(staff.lang(), &staff.shop, &gift.details);
    reply::page(view::editing(&staff, &form, &offers, Some(&gift)))
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = gift_id(&id)?;
    let mut db = app.db().read().await?;
    let gift = rows::require(&mut db, staff.shop.org, id).await?;
    let offers = offers(&mut db, staff.shop.org).await?;
    drop(db);
    let details = match form::read(&input, &staff.shop, &offers) {
        Ok(details) => details,
        Err(error) => {
            return reply::or_form(error, |fields| {
                view::editing(&staff, &input.again(staff.lang(), fields), &offers, Some(&gift))
            });
        }
    };
    let once = input.once_in(staff.session.id, "gifts.change")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::change(tx, id, details).await)
        .await?;
    Ok(reply::see_with(&format!("/console/gifts/{id}"), &Toast::good("gifts-changed")))
}

async fn stock(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = gift_id(&id)?;
    let back = input.text("way") == "back";
    let mut fields = Fields::default();
    let pieces = input.number(&mut fields, "pieces", 1..=super::model::MOST_PIECES);
    let once = input.once_in(staff.session.id, "gifts.stock")?;
    let done = match fields.check(()) {
        Ok(()) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| {
                if back {
                    actions::take_back(tx, id, pieces).await
                } else {
                    actions::restock(tx, id, pieces).await
                }
            })
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(()) => {
            let key = if back { "gifts-taken-back" } else { "gifts-restocked" };
            let toast = Toast::good(key).with("pieces", pieces);
            return Ok(reply::see_with(&format!("/console/gifts/{id}"), &toast));
        }
        // Not so many lie there: the field says it, and what was typed stays.
        Err(Error::Refused(refused))
            if Error::from(refused.clone()).is(super::Refusal::NotThatMany) =>
        {
            let mut wrong = kernel::FieldError::new("pieces", "pieces_left");
            wrong.args = refused.args;
            Error::from(wrong)
        }
        Err(error) => error,
    };
    let mut db = app.db().read().await?;
    let gift = rows::require(&mut db, staff.shop.org, id).await?;
    let now = rows::stocks(&mut db, staff.shop.org, std::slice::from_ref(&gift)).await?;
    let now = now.get(&id).copied().unwrap_or_default();
    let offers = offers(&mut db, staff.shop.org).await?;
    reply::or_form(error, |fields| {
        let form = input.again(staff.lang(), fields);
        let main = view::one(&staff, &gift, now, &offers, &form);
        layout::console(&staff.frame(gift.name.say(staff.lang())), main)
    })
}

async fn close(
    app: State<App>,
    staff: Staff<ManageGifts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, GiftState::Closed).await
}

async fn open(app: State<App>, staff: Staff<ManageGifts>, id: Path<String>, input: Input) -> Reply {
    set(app, staff, id, input, GiftState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
    state: GiftState,
) -> Reply {
    let id = gift_id(&id)?;
    let once = input.once_in(staff.session.id, "gifts.state")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::set_state(tx, id, state).await)
        .await?;
    let key = if state == GiftState::Open { "gifts-opened" } else { "gifts-closed" };
    Ok(reply::see_with(&format!("/console/gifts/{id}"), &Toast::good(key)))
}

async fn picture(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = gift_id(&id)?;
    let once = input.once_in(staff.session.id, "gifts.picture")?;
    let bytes = match input.file("picture") {
        Some((_, bytes)) => {
            let bytes = bytes.clone();
            Some(blocking(move || pictures::kept(&bytes)).await?)
        }
        None => None,
    };
    let bytes = match bytes.transpose() {
        Ok(bytes) => bytes,
        Err(Error::Invalid(_)) => {
            let toast = Toast::warn("gifts-picture-unreadable");
            return Ok(reply::see_with(&format!("/console/gifts/{id}"), &toast));
        }
        Err(other) => return Err(other.into()),
    };
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::picture(tx, id, bytes).await)
        .await?;
    Ok(reply::see_with(&format!("/console/gifts/{id}"), &Toast::good("gifts-pictured")))
}

/// The phone beside the form: the ticket as a member will see it.
async fn preview(staff: Staff<ViewGifts>, RawQuery(query): RawQuery) -> Reply {
    let typed = pairs(query.as_deref());
    reply::page(view::preview(&staff, &typed))
}
