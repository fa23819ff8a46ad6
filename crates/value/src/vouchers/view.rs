//! What the console shows of vouchers that are outstanding.

use kernel::{
    Lang, Permission as _,
    permission::{ExportMembers, ViewGifts},
};
use maud::{Markup, html};
use web::{
    Shop, Staff,
    kit::{
        List, format, icons,
        parts::{Empty, Figure, Head, card},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    Voucher,
    outstanding::{Day, Sum},
    pieces,
};
use crate::gifts::Gift;

/// A voucher with whose it is, as far as that may be seen.
pub struct Promise {
    pub voucher: Voucher,
    pub name: Option<String>,
}

/// Everything on `/console/vouchers`.
pub struct Overview {
    /// The one that is looked at.
    pub gift: Option<Gift>,
    pub all: Sum,
    pub gifts: Vec<(Gift, Sum)>,
    pub days: Vec<Day>,
    pub promises: Vec<Promise>,
}

pub fn index(staff: &Staff<ViewGifts>, list: &List, overview: &Overview) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let head = match &overview.gift {
        Some(gift) => Head::new(gift.name.say(lang).to_owned())
            .back("/console/vouchers", &t!(lang, "vouchers-title")),
        None => Head::new(t!(lang, "vouchers-title")).note(t!(lang, "vouchers-lead")),
    };
    let nothing = overview.all.vouchers == 0
        && overview.days.iter().all(|day| day.given + day.collected + day.lapsed == 0);
    if overview.gift.is_none() && nothing {
        let (title, why) = (t!(lang, "vouchers-nobody"), t!(lang, "vouchers-nobody-why"));
        let empty = Empty::new(icons::GIFT, title, why);
        return html! { (head) (empty.action("/console/gifts", t!(lang, "gifts-title"))) };
    }
    let of = overview.gift.as_ref().map(|gift| gift.id);
    let mine = overview.gifts.iter().find(|(gift, _)| Some(gift.id) == of);
    let sum = match of {
        Some(_) => mine.map(|(_, sum)| *sum).unwrap_or_default(),
        None => overview.all,
    };
    html! {
        (head)
        (figures(lang, shop, sum))
        @if overview.gift.is_none() {
            div.columns {
                div { (by_gift(lang, shop, &overview.gifts)) }
                div { (history(lang, &overview.days)) }
            }
        }
        (one_by_one(staff, list, overview))
    }
}

fn figures(lang: Lang, shop: &Shop, sum: Sum) -> Markup {
    html! {
        div.figures {
            (Figure::new(t!(lang, "vouchers-outstanding"), format::number(lang, sum.vouchers)))
            (Figure::new(t!(lang, "vouchers-would-cost"), format::money(lang, shop.money(sum.cost)))
                .note(t!(lang, "vouchers-would-cost-note")))
            (Figure::new(t!(lang, "vouchers-ending"), format::number(lang, sum.ending)))
        }
    }
}

fn by_gift(lang: Lang, shop: &Shop, gifts: &[(Gift, Sum)]) -> Markup {
    let list = List::new(lang, "/console/vouchers");
    let lines = gifts.iter().map(|(gift, sum)| {
        Row::new()
            .href(list.href("gift", &gift.id.to_string()))
            .cell(gift.name.say(lang))
            .cell(format::number(lang, sum.vouchers))
            .cell(format::money(lang, shop.money(sum.cost)))
    });
    let table = Table::new(&list, t!(lang, "vouchers-by-gift"))
        .columns([
            Column::new("gift", t!(lang, "vouchers-gift")),
            Column::new("vouchers", t!(lang, "vouchers-outstanding")).number(),
            Column::new("cost", t!(lang, "vouchers-would-cost")).number(),
        ])
        .rows(lines);
    card(&t!(lang, "vouchers-by-gift"), "", table)
}

/// Day by day, with what was outstanding at the end of each: from today backwards, as long as there
/// was something.
fn history(lang: Lang, days: &[Day]) -> Markup {
    let list = List::new(lang, "/console/vouchers");
    let some = |day: &Day| day.left + day.given + day.collected + day.lapsed > 0;
    let first = days.iter().rposition(some).map_or(0, |at| at + 1);
    let lines = days.iter().take(first).map(|day| {
        let number = |n| format::number(lang, n);
        Row::new()
            .cell(format::date(lang, day.day))
            .cell(number(day.given))
            .cell(number(day.collected))
            .cell(number(day.lapsed))
            .cell(number(day.left))
    });
    let table = Table::new(&list, t!(lang, "vouchers-history"))
        .columns([
            Column::new("day", t!(lang, "vouchers-day")),
            Column::new("given", t!(lang, "vouchers-given-out")).number(),
            Column::new("collected", t!(lang, "vouchers-collected")).number(),
            Column::new("lapsed", t!(lang, "vouchers-lapsed")).number(),
            Column::new("left", t!(lang, "vouchers-outstanding")).number(),
        ])
        .rows(lines);
    card(&t!(lang, "vouchers-history"), "", table)
}

fn one_by_one(staff: &Staff<ViewGifts>, list: &List, overview: &Overview) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let gift = |voucher: &Voucher| {
        let found = overview.gifts.iter().find(|(gift, _)| gift.id == voucher.gift);
        found.map_or("", |(gift, _)| gift.name.say(lang)).to_owned()
    };
    let lines = overview.promises.iter().map(|Promise { voucher, name }| {
        let row = match name {
            Some(_) => Row::new().href(format!("/console/members/{}", voucher.member)),
            None => Row::new(),
        };
        row.cell(name.clone().unwrap_or_else(|| t!(lang, "vouchers-somebody")))
            .cell(gift(voucher))
            .cell(format::date(lang, voucher.issued_at.date(&shop.zone)))
            .cell(pieces::until(lang, shop, voucher))
            .cell(format::money(lang, shop.money(voucher.cost)))
    });
    let (none, why) = (t!(lang, "vouchers-nobody"), t!(lang, "vouchers-nobody-why"));
    let table = Table::new(list, t!(lang, "vouchers-one-by-one"))
        .columns([
            Column::new("member", t!(lang, "vouchers-whose")),
            Column::new("gift", t!(lang, "vouchers-gift")),
            Column::new("given", t!(lang, "vouchers-given-out")),
            Column::new("ends", t!(lang, "vouchers-ends")),
            Column::new("cost", t!(lang, "vouchers-would-cost")).number(),
        ])
        .rows(lines)
        .empty(Empty::new(icons::GIFT, none, why));
    let table = if staff.role.may(ExportMembers::NAME) && !overview.promises.is_empty() {
        table.csv(list.href("csv", "1"))
    } else {
        table
    };
    html! {
        section {
            h2 { (t!(lang, "vouchers-one-by-one")) }
            (table)
        }
    }
}
