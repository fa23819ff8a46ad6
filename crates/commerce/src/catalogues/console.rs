//! `/console/products/imports`: look at a file, say what is what, try it out, say yes; and
//! `/console/products/catalogue`: the way out.

use std::io::Cursor;

use axum::{
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use kernel::{
    Error, FieldError, Fields, ImportId, Result,
    permission::{ManageProducts, ViewProducts},
};
use people::{
    imports::{
        Mode, Reject, Rows, Summary,
        kept::{self, Kept},
    },
    stores::Store,
};
use web::{
    App, Input, Reply, Routes, Staff,
    input::UPLOAD_MAX,
    kit::Form,
    reply::{self, see_other},
};

use super::{
    columns::{Column, Columns},
    export::{Beside, Catalogue},
    run::{self, Ask, Count, NoPictures, Options, Told, open_stores},
    view,
};
use crate::{files, products::Which};

pub(super) type File = Kept<run::Files>;

/// Rows of which the preview tells.
pub(super) const PREVIEW: usize = 60;

pub fn routes(routes: Routes) -> Routes {
    let files = Routes::new()
        .get("/console/products/imports", index)
        .post("/console/products/imports", upload)
        .get("/console/products/imports/{import}", show)
        .post("/console/products/imports/{import}/trial", trial)
        .post("/console/products/imports/{import}/run", start)
        .get("/console/products/imports/{import}/rejects", rejects)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + (64 << 10)));
    routes.get("/console/products/catalogue", catalogue).merge(files)
}

/// What a trial said.
#[derive(Debug, Default)]
pub(super) struct Tried {
    pub summary: Summary,
    pub told: Vec<Told>,
    pub rejects: Vec<Reject>,
}

async fn catalogue(State(app): State<App>, staff: Staff<ViewProducts>) -> Reply {
    let stores = open_stores(app.db(), staff.shop.org).await?;
    let which = Which::default();
    let out = Catalogue { shop: &staff.shop, stores: &stores, which, beside: Beside::Nothing };
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    let mut text = format!("\u{feff}{}", out.head()?);
    let mut db = app.db().read().await?;
    let mut cursor = None;
    loop {
        let some = out.lines(&mut db, cursor).await?;
        text.extend(some.lines);
        cursor = some.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(files::saved("products.csv", text.into_bytes()))
}

async fn index(State(app): State<App>, staff: Staff<ManageProducts>) -> Reply {
    let all = kept::list(&mut app.db().read().await?, staff.shop.org).await?;
    let main = view::upload(&staff, &Form::new(staff.lang()), &all);
    reply::page(view::framed(&staff, main))
}

async fn upload(State(app): State<App>, staff: Staff<ManageProducts>, input: Input) -> Reply {
    match take(&app, &staff, &input).await {
        Ok(id) => Ok(see_other(&format!("/console/products/imports/{id}"))),
        Err(error) => {
            let all = kept::list(&mut app.db().read().await?, staff.shop.org).await?;
            reply::or_form(error, |fields| {
                let form = input.again(staff.lang(), fields);
                view::framed(&staff, view::upload(&staff, &form, &all))
            })
        }
    }
}

async fn take(app: &App, staff: &Staff<ManageProducts>, input: &Input) -> Result<ImportId> {
    let (name, bytes) = input.file("file").ok_or_else(|| FieldError::new("file", "required"))?;
    let stores = open_stores(app.db(), staff.shop.org).await?;
    let columns = Columns::guess(open(bytes)?.header(), &stores);
    let key = input.once_in(staff.session.id, "catalogues")?;
    let by = Some(staff.id());
    let done = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            kept::keep::<run::Files>(tx, (name, &**bytes), &columns, by).await
        })
        .await?;
    Ok(done.value.answer)
}

pub(super) fn open(bytes: &[u8]) -> Result<Rows<Cursor<&[u8]>>> {
    Rows::open(Cursor::new(bytes))
        .map_err(Error::broken)?
        .map_err(|trouble| FieldError::new("file", trouble.code()).into())
}

async fn load(app: &App, staff: &Staff<ManageProducts>, id: &str) -> Result<(File, Vec<u8>)> {
    let id: ImportId = id.parse().map_err(|_| Error::NotFound("import"))?;
    let mut db = app.db().read().await?;
    let kept = kept::require(&mut db, staff.shop.org, id).await?;
    let bytes = kept::bytes(&mut db, staff.shop.org, id).await?;
    Ok((kept, bytes))
}

async fn show(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
) -> Reply {
    let (kept, bytes) = load(&app, &staff, &id).await?;
    if kept.state != "new" {
        let mut response = view::framed(&staff, view::result(&staff, &kept)).into_response();
        if kept.state == "running" {
            response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
        }
        return Ok(response);
    }
    let stores = open_stores(app.db(), staff.shop.org).await?;
    let form = Form::filled(staff.lang(), values(&kept.mapping, &stores));
    let sheet =
        view::Sheet { kept: &kept, bytes: &bytes, form: &form, stores: &stores, tried: None };
    reply::page(view::framed(&staff, view::columns(&staff, &sheet)?))
}

/// The fields of a form that say which column is what: one of each, and stock by store.
pub(super) fn slots(stores: &[Store]) -> Vec<(Column, Option<kernel::StoreId>, String)> {
    let plain = Column::ALL.into_iter().map(|column| (column, None, column.word().to_owned()));
    let stock =
        stores.iter().map(|store| (Column::Stock, Some(store.id), format!("stock_{}", store.id)));
    plain.chain(stock).collect()
}

/// The columns as the form's fields.
fn values(columns: &Columns, stores: &[Store]) -> Vec<(String, String)> {
    let at = |(column, store, name): (Column, _, String)| {
        columns.column(column, store).map(|at| (name, at.to_string()))
    };
    let mut values: Vec<_> = slots(stores).into_iter().filter_map(at).collect();
    if let [only] = stores {
        values.push(("store".to_owned(), only.id.to_string()));
    }
    values.push(("count".to_owned(), "known".to_owned()));
    values
}

/// What a form says of a file.
fn said(
    staff: &Staff<ManageProducts>,
    input: &Input,
    (bytes, stores): (&[u8], &[Store]),
) -> Result<(Columns, Options)> {
    let width = open(bytes)?.header().len();
    let (mut columns, mut fields) = (Columns::default(), Fields::default());
    let mut used = Vec::new();
    for (column, store, name) in slots(stores) {
        let text = input.text(&name).trim();
        if text.is_empty() {
            continue;
        }
        match text.parse::<usize>().ok().filter(|at| *at < width) {
            Some(at) if used.contains(&at) => fields.push(FieldError::new(name, "csv_twice")),
            Some(at) => {
                used.push(at);
                columns.put((column, store), Some(at));
            }
            None => fields.push(FieldError::new(name, "choice_invalid")),
        }
    }
    let chosen = input.text("store").trim();
    let store = stores.iter().find(|store| store.id.to_string() == chosen).map(|store| store.id);
    if store.is_none() && !chosen.is_empty() {
        fields.push(FieldError::new("store", "choice_invalid"));
    }
    let count = match input.text("count") {
        "" | "known" => Count::Known,
        "fresh" => Count::Fresh,
        _ => {
            fields.push(FieldError::new("count", "choice_invalid"));
            Count::Known
        }
    };
    let columns = fields.check(columns)?;
    columns.check(store)?;
    Ok((columns, Options { mode: Mode::Write, store, count, lang: staff.lang() }))
}

async fn attempt(
    app: &App,
    staff: &Staff<ManageProducts>,
    bytes: &[u8],
    (columns, options): (&Columns, Options),
) -> Result<Tried> {
    let options = Options { mode: Mode::Try, ..options };
    let ask = Ask { columns, options: &options, pictures: &NoPictures };
    let mut tried = Tried::default();
    let open = || Ok(Cursor::new(bytes));
    let summary = run::products(app.db(), &staff.scope, &open, &ask, &mut |step| {
        let moved = step.told.iter().filter(|one| one.outcome != super::Outcome::Same);
        let room = PREVIEW.saturating_sub(tried.told.len());
        tried.told.extend(moved.take(room).cloned());
        let room = PREVIEW.saturating_sub(tried.rejects.len());
        tried.rejects.extend(step.rejects.iter().take(room).cloned());
    })
    .await?;
    tried.summary = summary;
    Ok(tried)
}

async fn trial(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (kept, bytes) = load(&app, &staff, &id).await?;
    if kept.state != "new" {
        return Ok(see_other(&format!("/console/products/imports/{}", kept.id)));
    }
    let stores = open_stores(app.db(), staff.shop.org).await?;
    let page = |form: &Form, tried| {
        let sheet = view::Sheet { kept: &kept, bytes: &bytes, form, stores: &stores, tried };
        view::columns(&staff, &sheet).map(|main| view::framed(&staff, main))
    };
    let tried = match said(&staff, &input, (&bytes, &stores)) {
        Ok((columns, options)) => attempt(&app, &staff, &bytes, (&columns, options)).await,
        Err(error) => Err(error),
    };
    match tried {
        Ok(tried) => reply::page(page(&input.again(staff.lang(), Fields::default()), Some(tried))?),
        Err(Error::Invalid(fields)) => {
            reply::wrong(page(&input.again(staff.lang(), fields), None)?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn start(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let (kept, bytes) = load(&app, &staff, &id).await?;
    let place = format!("/console/products/imports/{}", kept.id);
    if kept.state != "new" {
        return Ok(see_other(&place));
    }
    let stores = open_stores(app.db(), staff.shop.org).await?;
    let (columns, options) = match said(&staff, &input, (&bytes, &stores)) {
        Ok(said) => said,
        Err(error) => {
            return reply::or_form(error, |fields| {
                let form = &input.again(staff.lang(), fields);
                let (kept, bytes, stores) = (&kept, bytes.as_slice(), stores.as_slice());
                let sheet = view::Sheet { kept, bytes, form, stores, tried: None };
                let main = view::columns(&staff, &sheet).unwrap_or_default();
                view::framed(&staff, main)
            });
        }
    };
    let key = input.once_in(staff.session.id, "catalogues.run")?;
    let import = kept.id;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            web::trail::note(tx, "products.imported", import, &(), &kept.file_name).await?;
            kept::start::<run::Files>(tx, import, &columns, &options).await
        })
        .await?;
    Ok(see_other(&place))
}

async fn rejects(
    State(app): State<App>,
    staff: Staff<ManageProducts>,
    Path(id): Path<String>,
) -> Reply {
    let id: ImportId = id.parse().map_err(|_| Error::NotFound("import"))?;
    let (mut db, org) = (app.db().read().await?, staff.shop.org);
    kept::require::<run::Files>(&mut db, org, id).await?;
    let rows = kept::rejects(&mut db, org, id).await?;
    let rows = rows.into_iter().map(|one| [one.line.to_string(), one.reason, one.row]);
    Ok(files::csv("rejects.csv", ["line", "reason", "row"], rows))
}
