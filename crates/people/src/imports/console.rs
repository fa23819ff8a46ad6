//! Members from a file: look at it, say what is what, try it out, say yes.

use std::io::Cursor;

use axum::{
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use kernel::{Error, FieldError, Fields, ImportId, Result, permission::ImportRows};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff,
    input::UPLOAD_MAX,
    kit::{
        Choice, Form, format, icons, layout,
        parts::{self, Button, Empty, Figure, Head, Item, rows as items},
    },
    reply::{self, see_other},
    t,
};

use super::{
    Field, Mapping, Mode, Options, Row, Rows, Summary,
    kept::{self, Members},
    run,
};
use crate::members::{self, Known};

type Kept = kept::Kept<Members>;

/// Rows that the preview shows.
const PREVIEW: usize = 5;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/members/imports", index)
        .post("/console/members/imports", upload)
        .get("/console/members/imports/{import}", show)
        .post("/console/members/imports/{import}/trial", trial)
        .post("/console/members/imports/{import}/run", start)
        .get("/console/members/imports/{import}/rejects", rejects)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + (64 << 10)))
}

fn framed(staff: &Staff<ImportRows>, main: Markup) -> Markup {
    let lang = staff.lang();
    let head = Head::new(t!(lang, "imports-members"))
        .back("/console/members", &t!(lang, "members-title"))
        .note(t!(lang, "imports-why"));
    layout::console(&staff.frame(t!(lang, "imports-members")), html! { (head) (main) })
}

fn upload_form(staff: &Staff<ImportRows>, form: &Form, all: &[Kept]) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (form.file("file", t!(lang, "imports-file"), ".csv,.txt,text/csv,text/plain").hint(t!(lang, "imports-file-hint")))
        (Button::primary(t!(lang, "imports-look")))
    };
    let list = all.iter().map(|kept| {
        Item::new(kept.file_name.clone())
            .href(format!("/console/members/imports/{}", kept.id))
            .note(format::date_time(lang, kept.made_at, &staff.shop.zone))
            .aside(t!(lang, &format!("imports-state-{}", kept.state)))
    });
    html! {
        div.narrow { (form.post_files("/console/members/imports", &staff.once(), fields)) }
        @if all.is_empty() {
            (Empty::new(icons::UPLOAD, t!(lang, "imports-none"), t!(lang, "imports-none-why")))
        } @else { (parts::card("", html! {}, items(list))) }
    }
}

async fn index(State(app): State<App>, staff: Staff<ImportRows>) -> Reply {
    let all = kept::list::<Members>(&mut app.db().read().await?, staff.scope.org()).await?;
    reply::page(framed(&staff, upload_form(&staff, &Form::new(staff.lang()), &all)))
}

async fn upload(State(app): State<App>, staff: Staff<ImportRows>, input: Input) -> Reply {
    match take(&app, &staff, &input).await {
        Ok(id) => Ok(see_other(&format!("/console/members/imports/{id}"))),
        Err(error) => {
            let all = kept::list::<Members>(&mut app.db().read().await?, staff.scope.org()).await?;
            reply::or_form(error, |fields| {
                framed(&staff, upload_form(&staff, &input.again(staff.lang(), fields), &all))
            })
        }
    }
}

async fn take(app: &App, staff: &Staff<ImportRows>, input: &Input) -> Result<ImportId> {
    let (name, bytes) = input.file("file").ok_or_else(|| FieldError::new("file", "required"))?;
    let rows = open(bytes)?;
    let mapping = Mapping::guess(rows.header());
    let key = input.once_in(staff.session.id, "imports")?;
    let by = Some(staff.id());
    let done = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            kept::keep::<Members>(tx, (name, &**bytes), &mapping, by).await
        })
        .await?;
    Ok(done.value.answer)
}

fn open(bytes: &[u8]) -> Result<Rows<Cursor<&[u8]>>> {
    Rows::open(Cursor::new(bytes))
        .map_err(Error::broken)?
        .map_err(|trouble| FieldError::new("file", trouble.code()).into())
}

async fn load(app: &App, staff: &Staff<ImportRows>, id: &str) -> Result<(Kept, Vec<u8>)> {
    let id: ImportId = id.parse().map_err(|_| Error::NotFound("import"))?;
    let mut db = app.db().read().await?;
    let kept = kept::require::<Members>(&mut db, staff.scope.org(), id).await?;
    let bytes = kept::bytes(&mut db, staff.scope.org(), id).await?;
    Ok((kept, bytes))
}

async fn show(State(app): State<App>, staff: Staff<ImportRows>, Path(id): Path<String>) -> Reply {
    let (kept, bytes) = load(&app, &staff, &id).await?;
    if kept.state != "new" {
        let mut response = framed(&staff, result(&staff, &kept)).into_response();
        if kept.state == "running" {
            response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
        }
        return Ok(response);
    }
    let known = Known::load(&mut app.db().read().await?, staff.scope.org()).await?;
    let form = Form::filled(staff.lang(), values(&kept.mapping));
    reply::page(framed(
        &staff,
        columns(
            &staff,
            &Sheet { kept: &kept, bytes: &bytes, form: &form, known: &known, tried: None },
        )?,
    ))
}

/// The mapping as the form's fields.
fn values(mapping: &Mapping) -> Vec<(String, String)> {
    Field::ALL
        .into_iter()
        .filter_map(|field| {
            mapping.column(field).map(|at| (field.word().to_owned(), at.to_string()))
        })
        .collect()
}

struct Sheet<'s> {
    kept: &'s Kept,
    bytes: &'s [u8],
    form: &'s Form,
    known: &'s Known,
    tried: Option<Summary>,
}

/// What is what, the first lines, and what a trial said.
fn columns(staff: &Staff<ImportRows>, sheet: &Sheet<'_>) -> Result<Markup> {
    let lang = staff.lang();
    let mut rows = open(sheet.bytes)?;
    let header = rows.header().to_vec();
    let mut first = Vec::new();
    while first.len() < PREVIEW
        && let Some(row) = rows.next_row().map_err(Error::broken)?
    {
        if let Row::Good { cells, .. } = row {
            first.push(cells);
        }
    }
    let base = format!("/console/members/imports/{}", sheet.kept.id);
    let choices = || {
        let none = Choice::new("", t!(lang, "imports-ignore"));
        let all =
            header.iter().enumerate().map(|(at, name)| Choice::new(at.to_string(), name.as_str()));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    };
    let fields = html! {
        h2 { (t!(lang, "imports-columns")) }
        @for field in Field::ALL {
            @let select = sheet.form.select(field.word(), t!(lang, &format!("imports-field-{}", field.word())), choices());
            @if field == Field::Name { (select) } @else { (select.optional()) }
        }
        (sheet.form.select("store", t!(lang, "imports-store"), sheet.known.store_choices(lang)).optional())
        p.hint { (t!(lang, "imports-consent")) }
        @if sheet.tried.is_some() {
            (Button::primary(t!(lang, "imports-run")).action(format!("{base}/run")))
            (Button::quiet(t!(lang, "imports-try")))
        } @else { (Button::primary(t!(lang, "imports-try"))) }
    };
    Ok(html! {
        @if let Some(summary) = &sheet.tried {
            (parts::card(&t!(lang, "imports-would"), html! {}, figures(staff, summary)))
        }
        div.narrow { (sheet.form.post(&format!("{base}/trial"), &staff.once(), fields)) }
        (parts::card(&t!(lang, "imports-first"), html! {}, preview(&header, &first)))
    })
}

fn preview(header: &[String], first: &[Vec<String>]) -> Markup {
    let cut = |text: &str| text.chars().take(40).collect::<String>();
    html! {
        div.table-wrap {
            table.table.small {
                thead { tr { @for name in header.iter().take(12) { th scope="col" { (cut(name)) } } } }
                tbody { @for row in first { tr { @for cell in row.iter().take(12) { td { (cut(cell)) } } } } }
            }
        }
    }
}

fn figures(staff: &Staff<ImportRows>, summary: &Summary) -> Markup {
    let lang = staff.lang();
    let all = [
        ("imports-rows", summary.rows),
        ("imports-added", summary.added),
        ("imports-updated", summary.updated),
        ("imports-same", summary.same),
        ("imports-rejected", summary.rejected),
    ];
    let number = |count: u64| format::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    html! { div.figures { @for (key, count) in all { (Figure::new(t!(lang, key), number(count))) } } }
}

fn result(staff: &Staff<ImportRows>, kept: &Kept) -> Markup {
    let lang = staff.lang();
    html! {
        (parts::card(&kept.file_name, t!(lang, &format!("imports-state-{}", kept.state)), figures(staff, &kept.summary)))
        div.actions {
            @if kept.summary.rejected > 0 {
                (Button::plain(t!(lang, "imports-rejects")).href(format!("/console/members/imports/{}/rejects", kept.id)).icon(icons::DOWNLOAD))
            }
            (Button::quiet(t!(lang, "imports-again")).href("/console/members/imports"))
        }
    }
}

/// The mapping that a form says.
fn said(input: &Input, width: usize) -> Result<Mapping> {
    let mut mapping = Mapping::default();
    let mut fields = Fields::default();
    let mut used = Vec::new();
    for field in Field::ALL {
        let text = input.text(field.word()).trim();
        if text.is_empty() {
            continue;
        }
        match text.parse::<usize>().ok().filter(|at| *at < width) {
            Some(at) if used.contains(&at) => {
                fields.push(FieldError::new(field.word(), "csv_twice"));
            }
            Some(at) => {
                used.push(at);
                mapping.put(field, Some(at));
            }
            None => fields.push(FieldError::new(field.word(), "choice_invalid")),
        }
    }
    let mapping = fields.check(mapping)?;
    mapping.check()?;
    Ok(mapping)
}

/// Reads the form of a kept file: what is what, and where the people belong.
fn asked(staff: &Staff<ImportRows>, input: &Input, bytes: &[u8]) -> Result<(Mapping, Options)> {
    let width = open(bytes)?.header().len();
    let mapping = said(input, width)?;
    Ok((mapping, kept::options(staff.lang(), input.text("store").parse().ok())))
}

async fn trial(
    State(app): State<App>,
    staff: Staff<ImportRows>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (kept, bytes) = load(&app, &staff, &id).await?;
    if kept.state != "new" {
        return Ok(see_other(&format!("/console/members/imports/{}", kept.id)));
    }
    let known = Known::load(&mut app.db().read().await?, staff.scope.org()).await?;
    let tried = match asked(&staff, &input, &bytes) {
        Ok((mapping, options)) => {
            let options = Options { mode: Mode::Try, ..options };
            let ask = (&mapping, &options);
            let rows = open(&bytes)?;
            Ok(run::members(app.db(), &staff.scope, rows, ask, &mut |_| {}).await?)
        }
        Err(error) => Err(error),
    };
    let page = |form: &Form, tried| {
        let sheet = Sheet { kept: &kept, bytes: &bytes, form, known: &known, tried };
        columns(&staff, &sheet).map(|main| framed(&staff, main))
    };
    match tried {
        Ok(summary) => {
            reply::page(page(&input.again(staff.lang(), Fields::default()), Some(summary))?)
        }
        Err(Error::Invalid(fields)) => {
            reply::wrong(page(&input.again(staff.lang(), fields), None)?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn start(
    State(app): State<App>,
    staff: Staff<ImportRows>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (kept, bytes) = load(&app, &staff, &id).await?;
    let place = format!("/console/members/imports/{}", kept.id);
    if kept.state != "new" {
        return Ok(see_other(&place));
    }
    let (mapping, options) = asked(&staff, &input, &bytes)?;
    let key = input.once_in(staff.session.id, "imports.run")?;
    let import = kept.id;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            web::trail::note(tx, "members.imported", import, &(), &kept.file_name).await?;
            kept::start::<Members>(tx, import, &mapping, &options).await
        })
        .await?;
    Ok(see_other(&place))
}

async fn rejects(
    State(app): State<App>,
    staff: Staff<ImportRows>,
    Path(id): Path<String>,
) -> Reply {
    let id: ImportId = id.parse().map_err(|_| Error::NotFound("import"))?;
    let mut db = app.db().read().await?;
    let org = staff.scope.org();
    kept::require::<Members>(&mut db, org, id).await?;
    let mut text =
        format!("\u{feff}{}", members::csv_line(["line", "reason", "row"].map(str::to_owned)));
    for one in kept::rejects(&mut db, org, id).await? {
        text.push_str(&members::csv_line([one.line.to_string(), one.reason, one.row]));
    }
    members::file("rejects.csv", "text/csv; charset=utf-8", text.into_bytes())
}
