//! What the console shows of birthdays.

use jiff::civil::Date;
use kernel::{
    Lang, Permission as _,
    permission::{ManageGifts, ViewGifts, ViewMembers},
};
use maud::{Markup, html};
use people::members::Member;
use web::{
    Staff,
    kit::{
        Form, format, icons, layout,
        parts::{self, Button, Empty, Figure, Head, Item, avatar, card, rows},
    },
    t,
};

use super::{
    form::{self, Offers},
    model::Plan,
};

/// Everything on `/console/birthdays`.
pub struct Overview {
    pub plan: Plan,
    pub offers: Offers,
    /// Whose birthday comes, the soonest first; more than are shown.
    pub coming: Vec<(Date, Member)>,
    /// Gifts of the last twelve months.
    pub given: i64,
}

/// Days that the page looks ahead, and people that it shows.
pub const AHEAD: u32 = 30;
pub const SHOWN: usize = 20;

pub fn index(staff: &Staff<ViewGifts>, overview: &Overview) -> Markup {
    let lang = staff.lang();
    let mine = staff.role.may(ManageGifts::NAME);
    let head = Head::new(t!(lang, "birthdays-title")).note(sentence(lang, overview));
    let edit = html! {
        @if mine && overview.plan.gives() {
            (Button::primary(t!(lang, "birthdays-edit")).href("/console/birthdays/plan"))
        }
    };
    html! {
        (head.aside(edit))
        @if !overview.plan.gives() {
            (Empty::new(icons::GIFT, t!(lang, "birthdays-none"), t!(lang, "birthdays-none-why"))
                .action_for::<ManageGifts>(staff.role, "/console/birthdays/plan", t!(lang, "birthdays-make")))
        } @else {
            div.figures {
                (Figure::new(t!(lang, "birthdays-given"), format::number(lang, overview.given)).note(t!(lang, "birthdays-given-note")))
            }
        }
        div.columns {
            @if staff.role.may(ViewMembers::NAME) {
                (card(&t!(lang, "birthdays-coming", days = AHEAD), "", coming(lang, overview)))
            }
            @if overview.plan.gives() {
                (card(&t!(lang, "birthdays-rules"), "", rules(lang, overview)))
            }
        }
        (parts::history(&staff.viewer(), staff.shop.org))
    }
}

fn named(lang: Lang, offers: &Offers, id: kernel::GiftId) -> String {
    let found = offers.gifts.iter().find(|gift| gift.id == id);
    found.map_or_else(String::new, |gift| gift.details.name.say(lang).to_owned())
}

fn sentence(lang: Lang, overview: &Overview) -> String {
    match overview.plan.gift {
        Some(gift) => {
            let gift = named(lang, &overview.offers, gift);
            t!(lang, "birthdays-says", gift = gift, days = overview.plan.days_before)
        }
        None => t!(lang, "birthdays-lead"),
    }
}

fn coming(lang: Lang, overview: &Overview) -> Markup {
    let items = overview.coming.iter().take(SHOWN).map(|(day, member)| {
        Item::new(member.name.clone())
            .start(avatar(&member.name))
            .aside(html! { span.num { (format::date(lang, *day)) } })
            .href(format!("/console/members/{}", member.id))
    });
    let more = overview.coming.len().saturating_sub(SHOWN);
    html! {
        @if overview.coming.is_empty() { p.nothing { (t!(lang, "birthdays-nobody")) } }
        @else { (rows(items)) }
        @if more > 0 { p.hint { (t!(lang, "birthdays-more", people = more)) } }
    }
}

fn rules(lang: Lang, overview: &Overview) -> Markup {
    let of_tiers = overview.plan.tiers.iter().filter_map(|one| {
        let (_, name) = overview.offers.tiers.iter().find(|(id, _)| *id == one.tier)?;
        Some(Item::new(name.clone()).note(named(lang, &overview.offers, one.gift)))
    });
    html! {
        (rows(of_tiers))
        ul {
            li { (t!(lang, "birthdays-rule-once")) }
            li { (t!(lang, "birthdays-rule-leap")) }
            li { (t!(lang, "birthdays-rule-late")) }
        }
    }
}

pub fn editing(staff: &Staff<ManageGifts>, form: &Form, offers: &Offers) -> Markup {
    let lang = staff.lang();
    let title = t!(lang, "birthdays-title");
    let main = html! {
        (Head::new(title.clone()).back("/console/birthdays", &title).note(t!(lang, "birthdays-plan-note")))
        @if offers.gifts.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "birthdays-no-gifts"), t!(lang, "birthdays-no-gifts-why"))
                .action("/console/gifts/new", t!(lang, "birthdays-make-gift")))
        } @else {
            (form.post("/console/birthdays/plan", &staff.once(), form::fields(form, offers)))
        }
    };
    layout::console(&staff.frame(title), main)
}
