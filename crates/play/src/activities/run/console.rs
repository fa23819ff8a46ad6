//! The run at the desk: the line of moments on an activity's page, the form that changes it, and the pictures.

use ::store::Tx;
use axum::extract::{Path, Query, State};
use kernel::{
    Fields, Lang, Permission as _, Result,
    permission::{ManageActivities, ViewActivities},
};
use maud::{Markup, html};
use web::{
    App, Input, Place, Reply, Shop, Staff, Toast,
    kit::{
        Form, icons, layout,
        parts::{Button, Head, card},
    },
    pieces, reply, t,
};

use super::{
    actions::{self, Weighed},
    card::{Paper, Picture},
    model::{Changed, Kept, Run, short},
    pages::{Asked, load},
    view::{self, Look},
};
use crate::activities::{
    Activity, Life,
    console::{Desk, at},
    model::{instant, local},
};

/// What an activity's page shows of its run: the moments, how they stand in the groups, and its pictures.
pub async fn part<R: Desk>(
    app: &App,
    staff: &Staff<impl Sized>,
    activity: &Activity<R>,
) -> Result<Markup> {
    if activity.life == Life::Archived {
        return Ok(html! {});
    }
    let (lang, shop) = (staff.lang(), &staff.shop);
    let (run, kept) = run_of(app, shop, activity).await?;
    let weighed = weigh(app, staff, activity, &run).await?;
    let viewer = staff.viewer().about(activity.id);
    let drawn = pieces::draw(app, Place::ActivityPage, &viewer).await?;
    let look = Look { shop, lang, now: app.now(), weighed: weighed.as_ref() };
    let edit = format!("{}/run", at(activity.id));
    let mine = staff.role.may(ManageActivities::NAME) && kept.known_at.is_none();
    Ok(html! {
        (view::timeline(&look, &run, mine.then_some(edit.as_str())))
        @for piece in &drawn { (piece) }
        (papers(lang, shop, activity))
    })
}

/// The run of an activity as it stands.
pub async fn run_of<R: Desk>(
    app: &App,
    shop: &Shop,
    activity: &Activity<R>,
) -> Result<(Run, Kept)> {
    let mut db = app.db().read().await?;
    let facts = R::facts(&mut db, shop, activity.clone()).await?;
    let kept = actions::kept(&mut db, shop, activity.id).await?;
    let run = actions::written(&mut db, shop, (activity, &facts, &kept)).await?;
    Ok((run, kept))
}

/// Before it is over one wants to know what gives way. A writer that is busy is no reason to refuse the page.
async fn weigh<R: Desk>(
    app: &App,
    staff: &Staff<impl Sized>,
    activity: &Activity<R>,
    run: &Run,
) -> Result<Option<Weighed>> {
    if !matches!(activity.life, Life::Draft | Life::Checked | Life::Scheduled) {
        return Ok(None);
    }
    let ask = async |tx: &mut Tx| actions::weigh(tx, activity, run).await;
    Ok(app.db().write(&staff.scope, ask).await.map_or(None, |written| written.value))
}

/// The pictures of it, to take along.
fn papers<R: Desk>(lang: Lang, shop: &Shop, activity: &Activity<R>) -> Markup {
    let own = |what: &str| format!("{}/{what}?paper={}", at(activity.id), shop.lang.tag());
    let how = shop.href(&format!("{}/how", R::page(activity.id)));
    let inside = html! {
        div.run-papers {
            a href=(own("card.png")) { img src=(own("card.png")) alt=(t!(lang, "activities_runs-card")) width="1200" height="900" loading="lazy"; }
            div.actions {
                a.button.quiet download href=(own("card.png")) { (icons::DOWNLOAD) span { (t!(lang, "activities_runs-card")) } }
                a.button.quiet download href=(own("poster.png")) { (icons::DOWNLOAD) span { (t!(lang, "activities_runs-poster")) } }
                a.button.quiet download href=(own("poster.svg")) { (icons::DOWNLOAD) span { (t!(lang, "activities_runs-poster-svg")) } }
                @if activity.life.is_told() { (Button::link(how, t!(lang, "activities_runs-how")).icon(icons::PRINT)) }
            }
        }
    };
    card(&t!(lang, "activities_runs-papers"), "", inside)
}

fn editing<R: Desk>(
    staff: &Staff<ManageActivities>,
    activity: &Activity<R>,
    (run, form): (&Run, &Form),
) -> Markup {
    let lang = staff.lang();
    let (page, name) = (at(activity.id), activity.plan.name.say(lang));
    let title = t!(lang, "activities_runs-title");
    let body = html! {
        (Head::new(title.clone()).back(&page, name).note(t!(lang, "activities_runs-lead")))
        div.narrow { (form.post(&format!("{page}/run"), &staff.once(), view::fields(form, &staff.shop, run))) }
    };
    layout::console(&staff.frame(title), body)
}

pub async fn edit<R: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(text): Path<String>,
) -> Reply {
    let (activity, _) = load::<R>(&app, &staff.shop, &text).await?;
    let (run, kept) = run_of(&app, &staff.shop, &activity).await?;
    let form = view::filled(staff.lang(), &staff.shop, (&run, &kept));
    reply::page(editing(&staff, &activity, (&run, &form)))
}

/// What was typed. An hour that is as it was shown is no change.
fn read(input: &Input, shop: &Shop, (run, kept): (&Run, &Kept), fields: &mut Fields) -> Kept {
    let mut wanted = Kept { off: !input.ticked("on"), ..kept.clone() };
    for line in &run.lines {
        let word = line.moment.word();
        let before = kept.of(line.moment);
        let typed = input.text(&format!("at_{word}"));
        let shown = local(line.window.due_at, &shop.zone);
        let at = if typed.trim() == shown {
            before.at
        } else {
            let at = instant(typed, &shop.zone);
            if at.is_none() {
                fields.push(kernel::FieldError::new(format!("at_{word}"), "instant_invalid"));
            }
            at
        };
        let mut text = before.text.clone();
        if !line.text.is_empty() {
            for lang in Lang::ALL {
                let typed = input.text(&format!("text_{word}_{}", short(lang)));
                typed.trim().clone_into(text.slot(lang));
            }
        }
        let left_out = !input.ticked(&format!("tell_{word}"));
        wanted.moments.insert(line.moment, Changed { at, text, left_out });
    }
    wanted
}

pub async fn save<R: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(text): Path<String>,
    input: Input,
) -> Reply {
    let (activity, _) = load::<R>(&app, &staff.shop, &text).await?;
    let (run, kept) = run_of(&app, &staff.shop, &activity).await?;
    let once = input.once_in(staff.session.id, &format!("activities.run/{}", activity.id))?;
    let mut fields = Fields::default();
    let wanted = read(&input, &staff.shop, (&run, &kept), &mut fields);
    let done = match fields.check(wanted) {
        Ok(wanted) => {
            let change =
                async |tx: &mut Tx| actions::change(tx, &staff.shop, activity.id, wanted).await;
            app.db().write_once(&staff.scope, &once, change).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&at(activity.id), &Toast::good("activities_runs-saved"))),
        Err(error) => reply::or_form(error, |fields| {
            editing(&staff, &activity, (&run, &input.again(staff.lang(), fields)))
        }),
    }
}

async fn picture<R: Desk>(
    (app, staff): (App, Staff<ViewActivities>),
    (text, asked): (String, Asked),
    picture: Picture,
) -> Reply {
    let (activity, facts) = load::<R>(&app, &staff.shop, &text).await?;
    let lang = asked.lang(staff.shop.lang);
    let paper = Paper::of((&app, &staff.shop, lang), &activity, &facts);
    Ok(paper.answer(picture, &activity.id.to_string()).await?)
}

pub async fn card_png<R: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    picture::<R>((app, staff), (text, asked), Picture::Card).await
}

pub async fn poster_png<R: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    picture::<R>((app, staff), (text, asked), Picture::Poster).await
}

pub async fn poster_svg<R: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    picture::<R>((app, staff), (text, asked), Picture::Drawing).await
}
