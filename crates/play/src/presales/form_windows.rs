//! The rows of a form in which windows are typed.

use kernel::{FieldError, Fields};
use maud::{Markup, html};
use value::gifts::model::MOST_PIECES;
use web::{
    Shop,
    kit::{Choice, Form},
    t,
};

use super::{form::Made, model::Window};
use crate::activities::{
    form::number,
    model::{instant, local},
};

/// One row: from, until, store, capacity.
type Names = [&'static str; 4];

macro_rules! rows {
    ($($n:literal)*) => {
        [$([
            concat!("from_", $n), concat!("until_", $n), concat!("store_", $n), concat!("capacity_", $n),
        ]),*]
    };
}
const ROWS: [Names; 12] = rows![0 1 2 3 4 5 6 7 8 9 10 11];

/// Windows in a form.
pub fn fill(values: &mut Vec<(String, String)>, shop: &Shop, windows: &[Window]) {
    for ([from, until, store, capacity], window) in ROWS.iter().zip(windows) {
        let mut put = |name: &str, value: String| values.push((name.to_owned(), value));
        put(from, local(window.from, &shop.zone));
        put(until, local(window.until, &shop.zone));
        put(store, window.store.map_or_else(String::new, |id| id.to_string()));
        put(capacity, window.capacity.to_string());
    }
}

/// Rows of windows: what is there, and one to fill.
fn shown(form: &Form) -> usize {
    let filled = ROWS.iter().rposition(|[from, ..]| !form.value(from).is_empty());
    filled.map_or(1, |at| at + 2).min(ROWS.len())
}

pub fn fields(form: &Form, made: &Made) -> Markup {
    let lang = form.lang;
    let stores = || {
        let any = Choice::new("", t!(lang, "presales-any-store"));
        let stores = made.stores.iter();
        let stores = stores.map(|(id, name)| Choice::new(id.to_string(), name.clone()));
        std::iter::once(any).chain(stores)
    };
    html! {
        fieldset.window-rows {
            legend { (t!(lang, "presales-windows")) }
            p.hint { (t!(lang, "presales-windows-hint")) }
            @for (at, [from, until, store, capacity]) in ROWS.iter().take(shown(form)).enumerate() {
                div.two-fields {
                    (form.date_time(from, t!(lang, "presales-window-from", n = at + 1)).optional())
                    (form.date_time(until, t!(lang, "presales-window-until", n = at + 1)).optional())
                }
                div.two-fields {
                    (form.number(capacity, t!(lang, "presales-window-capacity", n = at + 1)).optional())
                    @if made.stores.len() > 1 {
                        (form.select(store, t!(lang, "presales-window-store", n = at + 1), stores()).optional())
                    } @else {
                        (form.hidden(store, form.value(store)))
                    }
                }
            }
        }
    }
}

/// The rows that say something. Half a row is named.
pub fn read(text: &impl Fn(&str) -> String, shop: &Shop, fields: &mut Fields) -> Vec<Window> {
    let mut windows = Vec::new();
    for [from, until, store, capacity] in ROWS {
        if [from, until, capacity].iter().all(|name| text(name).is_empty()) {
            continue;
        }
        let mut at = |field: &'static str| {
            let found = instant(&text(field), &shop.zone);
            if found.is_none() {
                fields.push(FieldError::new(field, "instant_invalid"));
            }
            found.unwrap_or_default()
        };
        let (starts, ends) = (at(from), at(until));
        let typed = text(store);
        let place = typed.parse().ok();
        if !typed.is_empty() && place.is_none() {
            fields.push(FieldError::new(store, "choice_invalid"));
        }
        let capacity = number(&text(capacity), (capacity, (1, MOST_PIECES)), fields);
        windows.push(Window { from: starts, until: ends, store: place, capacity });
    }
    windows
}

/// What is wrong with the windows is about their first row.
pub fn placed(wrong: &Fields) -> Fields {
    let [[first, ..], ..] = ROWS;
    let mut fields = Fields::default();
    for one in wrong.iter() {
        let mut one = one.clone();
        if one.field == "windows" {
            one.field = first.into();
        }
        fields.push(one);
    }
    fields
}
