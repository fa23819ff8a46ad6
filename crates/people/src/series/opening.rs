//! Opening a series: three small steps, with the phone beside them.

use axum::{
    extract::{Query, State},
    response::IntoResponse as _,
};
use kernel::{Fields, Lang, permission::ManageSeries};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Choice, Form, icons, layout, links, live,
        parts::{self, Button, Head, Postcard, Step, card},
    },
    reply, t,
};

use super::{
    actions,
    draft::{Draft, all_wrong},
    model::NewSeries,
};
use crate::{
    groups::naming::{self, Parts},
    playbooks,
    stores::{self, Store},
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/series/new", choose)
        .get("/console/series/draft", details)
        .post("/console/series/draft", back)
        .post("/console/series/preview", preview)
        .get("/console/series/sketch", sketch)
        .post("/console/series", open)
}

fn steps(lang: Lang, draft: Option<&Draft>, current: usize) -> Markup {
    let again = draft.map(|draft| links::with_query("/console/series/draft", draft.pairs()));
    let step = |label, href| Step { label, href };
    parts::steps(
        lang,
        &[
            step(t!(lang, "series-step-playbook"), Some("/console/series/new".to_owned())),
            step(t!(lang, "series-step-details"), again),
            step(t!(lang, "series-step-preview"), None),
        ],
        current,
    )
}

/// Step one: which kind of shop.
async fn choose(staff: Staff<ManageSeries>) -> Reply {
    let lang = staff.lang();
    let frame = staff.frame(t!(lang, "series-new"));
    let main = html! {
        (Head::new(t!(lang, "series-new")).back("/console/series", &t!(lang, "series-title")).note(t!(lang, "series-new-lead")))
        (steps(lang, None, 0))
        ul.playbooks.small {
            @for book in playbooks::all() {
                li {
                    section.card.playbook {
                        p.over { (playbooks::trade(lang, book)) }
                        h2 { a.row-link href={ "/console/series/draft?playbook=" (book.id) } { (book.name.in_(lang)) } }
                        p { (book.summary.in_(lang)) }
                    }
                }
            }
            li {
                section.card.playbook {
                    p.over { (t!(lang, "series-no-playbook")) }
                    h2 { a.row-link href="/console/series/draft" { (t!(lang, "series-from-nothing")) } }
                    p { (t!(lang, "series-from-nothing-why")) }
                }
            }
        }
        p { a.quiet-link href="/console/playbooks" { (t!(lang, "series-compare")) } }
    };
    reply::page(layout::console(&frame, main))
}

/// Step two, filled from the playbook or from what was typed before.
async fn details(
    State(app): State<App>,
    staff: Staff<ManageSeries>,
    Query(query): Query<Vec<(String, String)>>,
) -> Reply {
    let known = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
    let draft = Draft::of_query(query);
    // Only the playbook is chosen: everything else begins with what it says.
    let draft = if draft.text("name").is_empty() && draft.text("capacity").is_empty() {
        let lang = draft.lang().unwrap_or(staff.shop.lang);
        let begun = match draft.playbook() {
            Some(book) => Draft::of_playbook(book, lang),
            None => blank(lang),
        };
        begun.at_stores(known.iter().map(|store| store.id))
    } else {
        draft
    };
    reply::page(step_two(&staff, &known, &draft, Fields::default()))
}

/// Back from the preview, with everything as it was.
async fn back(State(app): State<App>, staff: Staff<ManageSeries>, input: Input) -> Reply {
    let known = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
    reply::page(step_two(&staff, &known, &Draft::of_form(&input), Fields::default()))
}

fn blank(lang: Lang) -> Draft {
    let plain = NewSeries::plain("", lang);
    let pairs = [
        ("lang_of", lang.tag().to_owned()),
        ("template", plain.template),
        ("where", "stores".to_owned()),
        ("capacity", plain.capacity.to_string()),
        ("second_group", plain.second_group.word().to_owned()),
        ("threshold", "none".to_owned()),
    ];
    Draft::of_query(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn step_two(staff: &Staff<ManageSeries>, known: &[Store], draft: &Draft, errors: Fields) -> Markup {
    let lang = staff.lang();
    let frame = staff.frame(t!(lang, "series-new"));
    let form = draft.form(lang, errors);
    let src = links::with_query("/console/series/sketch", draft.pairs());
    let fields = html! {
        (form.hidden("playbook", draft.text("playbook")))
        (super::view::fields(&form, known))
        (Button::primary(t!(lang, "series-to-preview")))
    };
    let main = html! {
        (Head::new(t!(lang, "series-step-details")).back("/console/series/new", &t!(lang, "series-step-playbook")))
        (steps(lang, Some(draft), 1))
        div.columns.with-phone {
            div { (form.post("/console/series/preview", &staff.once(), fields)) }
            (live::phone_preview(&src, &t!(lang, "series-phone")))
        }
    };
    layout::console(&frame, main)
}

/// Step three: what members will see, and what the week looks like.
async fn preview(State(app): State<App>, staff: Staff<ManageSeries>, input: Input) -> Reply {
    let known = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
    let draft = Draft::of_form(&input);
    let (new, errors) = draft.read();
    let new = match all_wrong(errors, new.check()) {
        Ok(new) => new,
        Err(errors) => return reply::wrong(step_two(&staff, &known, &draft, errors)),
    };
    let lang = staff.lang();
    let frame = staff.frame(t!(lang, "series-new"));
    let src = links::with_query("/console/series/sketch", draft.pairs());
    let names = first_names(&staff.shop.name, &new, &known);
    let form = Form::new(lang);
    let again = html! {
        @for (name, value) in draft.pairs() { (form.hidden(name, value)) }
        div.actions {
            (Button::primary(t!(lang, "series-open", groups = names.len())))
            (Button::quiet(t!(lang, "series-back")).action("/console/series/draft"))
        }
    };
    let main = html! {
        (Head::new(t!(lang, "series-step-preview")).note(t!(lang, "series-preview-lead")))
        (steps(lang, Some(&draft), 2))
        div.columns.with-phone {
            div {
                (card(&t!(lang, "series-first-groups"), html! {}, html! {
                    ul.plain-list { @for name in names.iter().take(12) { li { (icons::GROUPS) span { (name) } } } }
                    @if names.len() > 12 { p.hint { (t!(lang, "series-and-more", count = names.len() - 12)) } }
                }))
                (card(&t!(lang, "series-promise"), html! {}, html! { p.promise { (new.plan.promise) } }))
                (form.post("/console/series", &staff.once(), again))
            }
            (live::phone_preview(&src, &t!(lang, "series-phone")))
        }
        @if let Some(book) = draft.playbook() {
            section.playbook-part aria-labelledby="week" {
                h2 id="week" { (t!(lang, "series-first-week")) }
                (playbooks::week(new.lang, book))
            }
        }
    };
    reply::page(layout::console(&frame, main))
}

/// The names of the groups that would be opened.
fn first_names(brand: &str, new: &NewSeries, known: &[Store]) -> Vec<String> {
    let chosen = known.iter().filter(|store| new.stores.contains(&store.id));
    let mut places: Vec<&str> = chosen.map(|store| store.name.as_str()).collect();
    if new.stores.is_empty() {
        places.push("");
    }
    let template =
        if places.len() > 1 { naming::told_apart(&new.template) } else { new.template.clone() };
    places
        .into_iter()
        .map(|store| {
            let parts = Parts {
                brand,
                store,
                category: &new.category,
                persona: &new.plan.persona,
                goal: &new.plan.goal,
                number: 1,
            };
            naming::name(&template, &parts)
        })
        .collect()
}

/// The phone beside the form: the page that somebody sees who scans the code.
async fn sketch(
    State(app): State<App>,
    staff: Staff<ManageSeries>,
    Query(query): Query<Vec<(String, String)>>,
) -> Reply {
    let known = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
    // What was typed last stands last.
    let draft = Draft::of_query(query.into_iter().rev().collect());
    let (new, _) = draft.read();
    let lang = new.lang;
    let mut frame = staff.ask.frame_in(&staff.shop);
    frame.lang = lang;
    frame.flash.clear();
    let name = first_names(&staff.shop.name, &new, &known).into_iter().next().unwrap_or_default();
    let main = html! {
        (Postcard::new(t!(lang, "series-sketch-over", shop = staff.shop.name.as_str()), name))
        @if !new.plan.promise.is_empty() { p.promise { (new.plan.promise) } }
        (card("", html! {}, html! {
            p { strong { (super::view::threshold_words(lang, &new.threshold)) } }
            @if let Some(question) = new.threshold.question() { p { (question) } }
            p.button.primary.big { span { (t!(lang, "series-sketch-join")) } }
            p.hint { (t!(lang, "series-sketch-leave")) }
        }))
        @if !new.plan.rules.is_empty() {
            (card(&t!(lang, "series-rules"), html! {}, html! {
                ol.house-rules { @for rule in &new.plan.rules { li { (rule.text) } } }
            }))
        }
    };
    reply::page(layout::plain(&frame.titled(t!(lang, "series-phone")), main))
}

/// Opens it.
async fn open(State(app): State<App>, staff: Staff<ManageSeries>, input: Input) -> Reply {
    let key = input.once_in(staff.session.id, "series")?;
    let draft = Draft::of_form(&input);
    let (new, errors) = draft.read();
    let again = async |errors: Fields| -> Reply {
        let known = stores::list(&mut app.db().read().await?, staff.shop.org).await?;
        reply::wrong(step_two(&staff, &known, &draft, errors))
    };
    let new = match all_wrong(errors, new.check()) {
        Ok(new) => new,
        Err(errors) => return again(errors).await,
    };
    let name = new.name.clone();
    let done =
        app.db().write_once(&staff.scope, &key, async |tx| actions::open(tx, new).await).await;
    match done {
        Ok(done) => {
            let to = format!("/console/series/{}", done.value.answer);
            let toast = Toast::good("series-opened").with("name", name);
            Ok(reply::see_with(&to, &toast).into_response())
        }
        Err(kernel::Error::Invalid(errors)) => again(errors).await,
        Err(error) => Err(error.into()),
    }
}

/// The languages of texts, each by its own name.
pub fn languages() -> Vec<Choice> {
    Lang::ALL.into_iter().map(|lang| Choice::new(lang.tag(), lang.own_name())).collect()
}
