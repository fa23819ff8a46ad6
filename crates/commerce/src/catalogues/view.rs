//! What the console shows of a file of products.

use kernel::{Error, Lang, Result, StoreId, permission::ManageProducts};
use maud::{Markup, html};
use people::{
    imports::{Reject, Row, Summary},
    stores::Store,
};
use web::{
    Staff,
    kit::{
        Choice, Form, Tone, format, icons, layout,
        parts::{self, Button, Empty, Figure, Head, Item, card, chip, rows},
    },
    t,
};

use super::{
    columns::Column,
    console::{File, PREVIEW, Tried, open, slots},
    plan::{Change, Outcome},
    run::Told,
};

/// Lines of the file that are shown as they are.
const FIRST: usize = 5;

pub fn framed(staff: &Staff<ManageProducts>, main: Markup) -> Markup {
    let lang = staff.lang();
    let title = t!(lang, "catalogues-title");
    let head = Head::new(title.clone())
        .back("/console/products", &t!(lang, "products-title"))
        .note(t!(lang, "imports-why"));
    layout::console(&staff.frame(title), html! { (head) (main) })
}

pub fn upload(staff: &Staff<ManageProducts>, form: &Form, all: &[File]) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (form.file("file", t!(lang, "imports-file"), ".csv,.txt,text/csv,text/plain").hint(t!(lang, "imports-file-hint")))
        (Button::primary(t!(lang, "imports-look")))
    };
    let item = |file: &File| {
        Item::new(file.file_name.clone())
            .href(format!("/console/products/imports/{}", file.id))
            .note(format::date_time(lang, file.made_at, &staff.shop.zone))
            .aside(t!(lang, &format!("imports-state-{}", file.state)))
    };
    html! {
        div.columns {
            (card("", "", form.post_files("/console/products/imports", &staff.once(), fields)))
            (card(&t!(lang, "catalogues-how"), "", html! {
                ul.plain-list {
                    @for key in ["catalogues-how-code", "catalogues-how-stock", "catalogues-how-bundle", "catalogues-how-empty"] {
                        li { (t!(lang, key)) }
                    }
                }
                (Button::plain(t!(lang, "catalogues-out")).href("/console/products/catalogue").icon(icons::DOWNLOAD))
            }))
        }
        @if all.is_empty() {
            (Empty::new(icons::UPLOAD, t!(lang, "imports-none"), t!(lang, "catalogues-none-why")))
        } @else { (card("", "", rows(all.iter().map(item)))) }
    }
}

/// A file that is looked at.
pub struct Sheet<'s> {
    pub kept: &'s File,
    pub bytes: &'s [u8],
    pub form: &'s Form,
    pub stores: &'s [Store],
    pub tried: Option<Tried>,
}

/// Fields that most files have; the others are one tap away.
const COMMON: [Column; 7] = [
    Column::Code,
    Column::Name,
    Column::Price,
    Column::Category,
    Column::Unit,
    Column::Stock,
    Column::Bundle,
];

/// What is what, what a trial said, and the first lines.
pub fn columns(staff: &Staff<ManageProducts>, sheet: &Sheet<'_>) -> Result<Markup> {
    let lang = staff.lang();
    let mut rows = open(sheet.bytes)?;
    let header = rows.header().to_vec();
    let mut first = Vec::new();
    while first.len() < FIRST
        && let Some(row) = rows.next_row().map_err(Error::broken)?
    {
        if let Row::Good { cells, .. } = row {
            first.push(cells);
        }
    }
    let base = format!("/console/products/imports/{}", sheet.kept.id);
    let fields = html! {
        (which(lang, sheet, &header))
        @if sheet.tried.is_some() {
            (Button::primary(t!(lang, "imports-run")).action(format!("{base}/run")))
            (Button::quiet(t!(lang, "imports-try")))
        } @else { (Button::primary(t!(lang, "imports-try"))) }
    };
    let form = sheet.form.post(&format!("{base}/trial"), &staff.once(), fields);
    Ok(html! {
        @match &sheet.tried {
            Some(tried) => div.columns {
                div { (preview(lang, sheet.stores, tried)) }
                div { (card(&t!(lang, "imports-columns"), "", form)) }
            },
            None => div.columns {
                div { (card(&t!(lang, "imports-columns"), "", form)) }
                div { (card(&t!(lang, "imports-first"), "", lines(lang, &header, &first))) }
            },
        }
    })
}

fn which(lang: Lang, sheet: &Sheet<'_>, header: &[String]) -> Markup {
    let choices = || {
        let none = Choice::new("", t!(lang, "imports-ignore"));
        let all = header.iter().enumerate().take(60);
        let all = all.map(|(at, name)| Choice::new(at.to_string(), name.as_str()));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    };
    let form = sheet.form;
    let slots = slots(sheet.stores);
    let field = |name: &str, label: String| form.select(name, label, choices()).optional();
    let label = |column: Column, store: Option<StoreId>| match named(sheet.stores, store) {
        Some(store) => t!(lang, "catalogues-stock-of", store = store),
        None => column_name(lang, column),
    };
    let (common, rest): (Vec<_>, Vec<_>) = slots
        .into_iter()
        .partition(|(column, store, _)| COMMON.contains(column) || store.is_some());
    let stores = sheet.stores.iter().map(|store| Choice::new(store.id.to_string(), &*store.name));
    let none = std::iter::once(Choice::new("", t!(lang, "catalogues-no-store")));
    let counts = [
        Choice::new("known", t!(lang, "catalogues-count-known"))
            .note(t!(lang, "catalogues-count-known-why")),
        Choice::new("fresh", t!(lang, "catalogues-count-fresh"))
            .note(t!(lang, "catalogues-count-fresh-why")),
    ];
    html! {
        @for (column, store, name) in common { (field(&name, label(column, store))) }
        details.more {
            summary { (t!(lang, "catalogues-more")) }
            @for (column, store, name) in rest { (field(&name, label(column, store))) }
        }
        (form.select("store", t!(lang, "catalogues-store"), none.chain(stores).collect::<Vec<_>>())
            .hint(t!(lang, "catalogues-store-hint")).optional())
        (form.radios("count", t!(lang, "catalogues-count"), counts))
    }
}

fn named(stores: &[Store], store: Option<StoreId>) -> Option<&str> {
    let store = store?;
    stores.iter().find(|one| one.id == store).map(|one| one.name.as_str())
}

pub(super) fn column_name(lang: Lang, column: Column) -> String {
    t!(lang, &format!("catalogues-column-{}", column.word().replace('_', "-")))
}

fn lines(lang: Lang, header: &[String], first: &[Vec<String>]) -> Markup {
    let cut = |text: &str| text.chars().take(40).collect::<String>();
    html! {
        div.table-wrap tabindex="0" role="region" aria-label=(t!(lang, "imports-first")) {
            table.table.small {
                thead { tr { @for name in header.iter().take(12) { th scope="col" { (cut(name)) } } } }
                tbody { @for row in first { tr { @for cell in row.iter().take(12) { td { (cut(cell)) } } } } }
            }
        }
    }
}

fn preview(lang: Lang, stores: &[Store], tried: &Tried) -> Markup {
    let more = usize::try_from(tried.summary.added + tried.summary.updated).unwrap_or(usize::MAX);
    html! {
        (card(&t!(lang, "imports-would"), "", html! {
            (figures(lang, &tried.summary))
            @if tried.summary.added + tried.summary.updated == 0 { p.note { (t!(lang, "catalogues-nothing")) } }
        }))
        @if !tried.rejects.is_empty() {
            (card(&t!(lang, "catalogues-refused"), "", rows(tried.rejects.iter().map(|one| refused(lang, one)))))
        }
        @if !tried.told.is_empty() {
            (card(&t!(lang, "catalogues-moved"), "", html! {
                (rows(tried.told.iter().map(|one| moved(lang, stores, one))))
                @if more > PREVIEW { p.note { (t!(lang, "catalogues-and-more", count = more - PREVIEW)) } }
            }))
        }
    }
}

fn refused(lang: Lang, reject: &Reject) -> Item {
    let start: String = reject.row.chars().take(60).collect();
    Item::new(reason(lang, &reject.reason)).note(t!(
        lang,
        "catalogues-line",
        line = reject.line,
        row = start
    ))
}

/// Why a row that is no row at all was refused, in words; else the reason that it came with.
fn reason(lang: Lang, reason: &str) -> String {
    match reason {
        "row_too_long" => t!(lang, "catalogues-row-too-long"),
        "row_not_utf8" => t!(lang, "catalogues-row-not-utf8"),
        "row_too_many_columns" => t!(lang, "catalogues-row-too-many-columns"),
        other => other.to_owned(),
    }
}

fn moved(lang: Lang, stores: &[Store], told: &Told) -> Item {
    let note = told.changes.iter().map(|change| changed(lang, stores, change));
    let (tone, word) = match told.outcome {
        Outcome::Added => (Tone::Good, t!(lang, "catalogues-new")),
        _ => (Tone::Plain, t!(lang, "catalogues-changed")),
    };
    Item::new(told.name.clone())
        .note(format::list(lang, &note.collect::<Vec<_>>()))
        .aside(chip(tone, &word))
}

fn changed(lang: Lang, stores: &[Store], change: &Change) -> String {
    let short = |text: &str| {
        let cut: String = text.chars().take(30).collect();
        if cut.is_empty() { "–".to_owned() } else { cut }
    };
    let what = match named(stores, change.store) {
        Some(store) => t!(lang, "catalogues-stock-of", store = store),
        None => column_name(lang, change.what),
    };
    format!("{what} {} → {}", short(&change.before), short(&change.after))
}

fn figures(lang: Lang, summary: &Summary) -> Markup {
    let all = [
        ("imports-rows", summary.rows),
        ("catalogues-added", summary.added),
        ("catalogues-updated", summary.updated),
        ("imports-same", summary.same),
        ("imports-rejected", summary.rejected),
    ];
    let number = |count: u64| format::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    html! { div.figures { @for (key, count) in all { (Figure::new(t!(lang, key), number(count))) } } }
}

pub fn result(staff: &Staff<ManageProducts>, file: &File) -> Markup {
    let lang = staff.lang();
    html! {
        (parts::card(&file.file_name, t!(lang, &format!("imports-state-{}", file.state)), figures(lang, &file.summary)))
        div.actions {
            @if file.summary.rejected > 0 {
                (Button::plain(t!(lang, "imports-rejects")).href(format!("/console/products/imports/{}/rejects", file.id)).icon(icons::DOWNLOAD))
            }
            (Button::quiet(t!(lang, "imports-again")).href("/console/products/imports"))
        }
    }
}
