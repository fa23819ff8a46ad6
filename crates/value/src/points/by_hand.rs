//! `/console/members/{member}/points`: a member's whole history of points, and giving or taking some
//! by hand.

use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, FieldError, Fields, MemberId, PageRequest, Permission as _, Result,
    permission::{AdjustPoints, ViewPoints},
    text,
};
use maud::{Markup, html};
use people::members::{self, Member};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, List, format, icons, layout,
        parts::{Button, Empty, Head, Tabs, card},
    },
    reply, t,
};

use super::{
    accounts::Whose,
    actions::{Adjust, adjust},
    engine::MOST_POINTS,
    holdings::{Holding, holdings},
    model::{LONGEST_NOTE, Refusal},
    pieces::{Drawing, by_hand, chosen, href},
    store, view,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/members/{member}/points", show)
        .post("/console/members/{member}/points", change)
}

/// The member, if this person of staff may see them, and what they have.
async fn found<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<(Member, Vec<Holding>)> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    let mut db = app.db().read().await?;
    let member = members::require(&mut db, staff.shop.org, id).await?;
    if !members::visible(&mut db, staff.shop.org, staff.remit(), &member).await? {
        return Err(Error::NotFound("member"));
    }
    let all = holdings(&mut db, &staff.shop, app.now(), member.id).await?;
    Ok((member, all))
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewPoints>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (member, all) = found(&app, &staff, &id).await?;
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).into_owned().take(50);
    let list = List::new(staff.lang(), href(member.id)).query(asked);
    let form = Form::filled(staff.lang(), [("way", "give")]);
    reply::page(page(&app, &staff, &Page { member, all, list, form }).await?)
}

/// What the page shows.
struct Page {
    member: Member,
    all: Vec<Holding>,
    list: List,
    form: Form,
}

async fn page<P>(app: &App, staff: &Staff<P>, page: &Page) -> Result<Markup> {
    let (lang, now) = (staff.lang(), app.now());
    let title = t!(lang, "points-whose", name = page.member.name.as_str());
    let of = page.list.get("program");
    let holding = chosen(&page.all, of).or_else(|| page.all.first());
    let inside = match holding {
        Some(holding) => history(app, staff, page, holding).await?,
        None => html! {
            (Empty::new(icons::VALUE, t!(lang, "points-none"), t!(lang, "points-none-why")))
        },
    };
    let adjusts = staff.role.may(AdjustPoints::NAME) && page.member.erased_at.is_none();
    let action = href(page.member.id);
    let main = html! {
        (Head::new(title.clone()).back(&view::member_href(page.member.id), &page.member.name)
            .note(holding.map(|one| sentence(lang, one, now)).transpose()?.unwrap_or_default()))
        div.columns {
            div { (inside) }
            @if adjusts && !page.all.is_empty() {
                (card(&t!(lang, "points-adjust"), "", by_hand(&page.form, &page.all, (&action, &staff.once()))))
            }
        }
    };
    Ok(layout::console(&staff.frame(title), main))
}

/// The one sentence that matters: how many they can spend.
fn sentence(lang: kernel::Lang, holding: &Holding, now: kernel::Time) -> Result<String> {
    let unit = holding.known.terms(now)?.unit.say(lang);
    Ok(t!(lang, "points-can-spend", points = holding.standing.balance(), unit = unit))
}

async fn history<P>(app: &App, staff: &Staff<P>, page: &Page, holding: &Holding) -> Result<Markup> {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let whose = Whose { program: holding.known.program.id, member: page.member.id };
    let cursor = Some(page.list.get("cursor").to_owned());
    let asked = PageRequest { limit: Some("50".to_owned()), cursor };
    let mut db = app.db().read().await?;
    let entries = store::entries(&mut db, shop.org, whose, &asked).await?;
    let drawing = Drawing::load(&mut db, (lang, shop, app.now()), &entries.items).await?;
    let mut tabs = Tabs::new(t!(lang, "points-title"))
        .here(page.list.href("program", &whose.program.to_string()));
    for one in &page.all {
        let to = page.list.href("program", &one.known.program.id.to_string());
        tabs = tabs.tab(to, one.known.program.name.say(lang));
    }
    Ok(html! {
        @if page.all.len() > 1 { (tabs) }
        (card("", "", html! {
            (drawing.stands(holding)?)
            @if entries.items.is_empty() { p.nothing { (t!(lang, "points-of-nobody")) } }
            @else { (drawing.rows(holding, &entries.items)) }
            @if let Some(next) = &entries.next_cursor {
                (Button::link(page.list.href("cursor", next), t!(lang, "table-more")))
            }
        }))
    })
}

/// What was typed: above zero to give, below to take.
fn read(input: &Input, all: &[Holding]) -> Result<(Adjust, bool)> {
    let mut fields = Fields::default();
    let holding = chosen(all, input.text("program"));
    if holding.is_none() {
        fields.push(FieldError::new("program", "choice_invalid"));
    }
    let takes = match input.text("way") {
        "give" => false,
        "take" => true,
        _ => {
            fields.push(FieldError::new("way", "choice_invalid"));
            false
        }
    };
    let points = input.number(&mut fields, "points", 1..=MOST_POINTS);
    let reason = text::require(&mut fields, "reason", input.text("reason"), LONGEST_NOTE);
    let have = holding.map_or(0, |one| one.standing.balance());
    if takes && points > have && fields.is_empty() {
        fields.push(FieldError::new("points", "points_have").with("have", have));
    }
    let nobody = uuid::Uuid::nil();
    let adjust = Adjust {
        program: holding.map_or(kernel::Id::from_uuid(nobody), |one| one.known.program.id),
        member: kernel::Id::from_uuid(nobody),
        points: if takes { -points } else { points },
        reason,
    };
    fields.check((adjust, takes))
}

async fn change(
    State(app): State<App>,
    staff: Staff<AdjustPoints>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (member, all) = found(&app, &staff, &id).await?;
    // There is no form any more that could say what is wrong.
    if member.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    let once = input.once_in(staff.session.id, "points.adjust")?;
    let done = match read(&input, &all) {
        Ok((wanted, true)) if !input.ticked("sure") => {
            return reply::page(sure(&staff, &member, &all, &wanted));
        }
        Ok((wanted, _)) => {
            let wanted = Adjust { member: member.id, ..wanted };
            let points = wanted.points;
            app.db()
                .write_once(&staff.scope, &once, async |tx| {
                    adjust(tx, wanted).await.map(|noted| noted.entry)
                })
                .await
                .map(|_| points)
        }
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(points) => {
            let key = if points > 0 { "points-gave" } else { "points-took" };
            let toast = Toast::good(key).with("points", points.abs()).with("name", &member.name);
            return Ok(reply::see_with(&href(member.id), &toast));
        }
        // They spent some in between: the field says it, and what was typed stays.
        Err(Error::Refused(refused)) if Error::from(refused.clone()).is(Refusal::NotEnough) => {
            let mut wrong = FieldError::new("points", "points_have");
            wrong.args = refused.args;
            Error::from(wrong)
        }
        Err(error) => error,
    };
    let Error::Invalid(fields) = error else { return Err(error.into()) };
    let form = input.again(staff.lang(), fields);
    let list = List::new(staff.lang(), href(member.id)).query([("program", input.text("program"))]);
    reply::wrong(page(&app, &staff, &Page { member, all, list, form }).await?)
}

/// Taking is asked twice, in words.
fn sure(staff: &Staff<AdjustPoints>, member: &Member, all: &[Holding], wanted: &Adjust) -> Markup {
    let (lang, name) = (staff.lang(), member.name.as_str());
    let holding = all.iter().find(|one| one.known.program.id == wanted.program);
    let have = holding.map_or(0, |one| one.standing.balance());
    let (points, here) = (-wanted.points, href(member.id));
    let title = t!(lang, "points-take-title", points = points, name = name);
    let (program, count) = (wanted.program.to_string(), points.to_string());
    let form = Form::new(lang);
    let fields = html! {
        (form.hidden("program", &program))
        (form.hidden("way", "take"))
        (form.hidden("points", &count))
        (form.hidden("reason", &wanted.reason))
        (form.hidden("sure", "on"))
        div.actions {
            (Button::danger(t!(lang, "points-take-do", points = points)))
            (Button::link(here.clone(), t!(lang, "cancel")))
        }
    };
    let left = format::number(lang, have - points);
    let main = html! {
        (Head::new(title.clone()).back(&here, name)
            .note(t!(lang, "points-take-loses", name = name, have = have, left = left)))
        (card("", "", html! {
            p { (t!(lang, "points-take-reason")) " " q { (wanted.reason) } }
            (form.post(&here, &staff.once(), fields))
        }))
    };
    layout::console(&staff.frame(title), main)
}
