//! The week as a grid, and tonight as members will see it.

use kernel::{Lang, Result};
use maud::{Markup, html};
use people::{
    groups::Group,
    playbooks::{Day, POSTS_A_DAY},
    series::Series,
};
use web::{
    Shop,
    kit::{
        Tone, format, icons,
        parts::{Button, chip},
    },
    t,
};

use super::{
    form::kind_name,
    model::{Names, Slot, fill, said},
    today,
};

/// Seven days beside each other on a desk, below each other on a phone.
pub fn week(lang: Lang, series: &Series, slots: &[Slot], today: Day) -> Markup {
    html! {
        div.week {
            @for day in Day::ALL {
                @let on: Vec<&Slot> = slots.iter().filter(|slot| slot.days.has(day)).collect();
                section.week-day aria-current=[(day == today).then_some("date")] {
                    h2 { (format::weekday(lang, day.weekday())) }
                    ul {
                        @for slot in &on {
                            li.slot.selling[slot.selling] {
                                a.row-link href={ "/console/programmes/" (series.id) "/slots/" (slot.id) } {
                                    b.num { (slot.at) } " " (said(&slot.title, series.lang))
                                }
                                small { (today::icon(slot.kind)) (kind_name(lang, slot.kind)) }
                                @if slot.selling { (chip(Tone::Gold, &t!(lang, "programmes-sells"))) }
                            }
                        }
                    }
                    @if on.len() < POSTS_A_DAY {
                        a.quiet-link href={ "/console/programmes/" (series.id) "/slots/new?day=" (super::day_word(day)) } {
                            (icons::PLUS) (t!(lang, "programmes-add"))
                        }
                    } @else { p.hint { (t!(lang, "programmes-day-full", max = POSTS_A_DAY)) } }
                }
            }
        }
    }
}

/// What a group's members will read on a day, text by text.
pub struct Evening<'e> {
    pub shop: &'e Shop,
    pub series: &'e Series,
    pub group: &'e Group,
    pub store: &'e str,
    pub host: &'e str,
    pub slots: &'e [Slot],
    pub date: jiff::civil::Date,
}

/// The texts of one day as the phone will show them.
pub fn evening(lang: Lang, evening: &Evening<'_>) -> Markup {
    let weekday = Day::of(evening.date.weekday());
    let mut on: Vec<_> = evening.slots.iter().filter(|slot| slot.days.has(weekday)).collect();
    on.sort_by_key(|slot| slot.at);
    let opened_on = evening.group.opened_at.date(&evening.shop.zone);
    let names = Names {
        brand: &evening.shop.name,
        store: evening.store,
        group: &evening.group.name,
        host: if evening.host.is_empty() { &evening.series.plan.persona } else { evening.host },
    };
    let own = evening.series.lang;
    html! {
        @if on.is_empty() { p.hint { (t!(lang, "programmes-day-empty")) } }
        ol.talk {
            @for slot in on.iter().take(POSTS_A_DAY) {
                li.said.shop {
                    div.said-head {
                        strong { (said(&slot.title, own)) }
                        @if slot.selling { (chip(Tone::Gold, &t!(lang, "programmes-sells"))) }
                        time.num { (slot.at) }
                    }
                    @if let Some(text) = slot.text_on(opened_on, evening.date) {
                        p.words { (fill(said(text, own), &names).replace("{link}", &t!(lang, "programmes-link-here"))) }
                    }
                    @if !said(&slot.hint, own).is_empty() {
                        p.hint { (icons::CAMERA) " " (said(&slot.hint, own)) }
                    }
                }
            }
        }
    }
}

/// Days to look at: today and the six after it.
pub fn days(
    lang: Lang,
    series: &Series,
    today: jiff::civil::Date,
    chosen: jiff::civil::Date,
) -> Result<Markup> {
    let all: Vec<_> =
        (0..7).filter_map(|n| today.checked_add(jiff::Span::new().days(n)).ok()).collect();
    Ok(html! {
        nav.chips aria-label=(t!(lang, "programmes-preview-day")) {
            @for day in all {
                a.chip.plain href={ "/console/programmes/" (series.id) "?day=" (day) "#evening" }
                    aria-current=[(day == chosen).then_some("true")] { (format::day(lang, day, today)) }
            }
        }
    })
}

/// The form that adopts a playbook's week.
pub fn adoption(lang: Lang, series: &Series, once: &str) -> Markup {
    let form = web::kit::Form::new(lang)
        .or_default("playbook", series.playbook.clone().unwrap_or_default());
    let books = people::playbooks::all().iter().map(|book| {
        let (useful, selling) = book.balance();
        let note = t!(lang, "programmes-balance", useful = useful, selling = selling);
        web::kit::Choice::new(book.id.as_str(), book.name.in_(lang)).note(note)
    });
    let fields = html! {
        (form.radios("playbook", t!(lang, "programmes-adopt-which"), books))
        (Button::primary(t!(lang, "programmes-adopt")))
    };
    form.post(&format!("/console/programmes/{}/adoption", series.id), once, fields)
}
