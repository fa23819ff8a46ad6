//! Parts of the pages about stores.

use kernel::Lang;
use maud::{Markup, html};
use web::{
    kit::{Form, format, live, parts::facts, words},
    t,
};

use super::{
    asked::SLOTS,
    model::{DAYS, Hours, Store, clock},
};

/// The day's name: `stores-day-mon`.
pub fn day_name(lang: Lang, day: &str) -> String {
    words::say(lang, &format!("stores-day-{day}"), Vec::new())
}

/// All fields of a store, without the button.
pub fn fields(form: &Form) -> Markup {
    let lang = form.lang;
    html! {
        (form.text("name", t!(lang, "stores-name")).hint(t!(lang, "stores-name-hint")).max(kernel::text::NAME_MAX).autocomplete("off"))
        (form.textarea("address", t!(lang, "stores-address"), 2).max(300).optional())
        fieldset.field {
            legend { (t!(lang, "stores-place")) span.optional { (t!(lang, "form-optional")) } }
            p.hint { (t!(lang, "stores-place-hint")) }
            div.two-fields {
            (form.text("lat", t!(lang, "stores-lat")).placeholder("31.2304").autocomplete("off").optional())
            (form.text("lon", t!(lang, "stores-lon")).placeholder("121.4737").autocomplete("off").optional())
            }
            (live::near_me(&t!(lang, "stores-here"), &t!(lang, "stores-here-refused")))
        }
        fieldset.field.hours {
            legend { (t!(lang, "stores-hours")) }
            p.hint { (t!(lang, "stores-hours-hint")) }
            @for day in DAYS { (day_fields(form, day)) }
        }
        (form.text("code", t!(lang, "stores-code")).hint(t!(lang, "stores-code-hint")).max(12).autocomplete("off").optional())
    }
}

fn day_fields(form: &Form, day: &str) -> Markup {
    let lang = form.lang;
    let name = day_name(lang, day);
    let wrong = form
        .errors()
        .of(&format!("hours.{day}"))
        .next()
        .map(|error| words::field_error(lang, error));
    html! {
        div.day-hours id={ "f-hours-" (day) } {
            strong { (name) }
            @for slot in 1..=SLOTS {
                span.opening {
                    (form.time(&format!("{day}_from{slot}"), t!(lang, "stores-from", day = name.as_str(), slot = slot)).optional())
                    (form.time(&format!("{day}_until{slot}"), t!(lang, "stores-until", day = name.as_str(), slot = slot)).optional())
                }
            }
            @if let Some(wrong) = wrong { p.wrong { (wrong) } }
        }
    }
}

/// Hours in words, a line per day.
pub fn hours(lang: Lang, hours: &Hours) -> Markup {
    let line = |openings: &Vec<super::model::Opening>| {
        if openings.is_empty() {
            return t!(lang, "stores-closed-day");
        }
        let all: Vec<String> =
            openings.iter().map(|o| format!("{}–{}", clock(o.from), clock(o.until))).collect();
        all.join(", ")
    };
    facts(
        hours
            .days()
            .into_iter()
            .zip(DAYS)
            .map(|(openings, day)| (day_name(lang, day), html! { span.num { (line(openings)) } })),
    )
}

/// The place in figures, with a link that maps understand.
pub fn place(store: &Store) -> Markup {
    html! {
        @match (store.lat, store.lon) {
            (Some(lat), Some(lon)) => a href={ "geo:" (lat) "," (lon) } { (format::decimal(Lang::En, lat, 4)) ", " (format::decimal(Lang::En, lon, 4)) },
            _ => "–",
        }
    }
}
