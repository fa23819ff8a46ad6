//! Bills for programs: what would be taken off, and why. Nothing is changed by asking.

use axum::extract::State;
use kernel::permission::WorkCounter;
use kernel::{FieldError, Lang, MemberId, Result, StoreId, Time, VoucherId};
use people::{members, stores};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Body, Key, Reply, Shop, reply};

use super::{
    model::Reason,
    sentences::{Tongue, reason},
};
use crate::{
    api::{self, Amount},
    prices::PriceRule,
    purchases::{Line, NewPurchase, Prices, Source},
    vouchers::taking::{Basket, Which, Worked, work_out},
    words::Words,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

const fn one() -> i64 {
    1
}
const fn yes() -> bool {
    true
}

/// Goods of one kind.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = BillLine)]
#[serde(deny_unknown_fields)]
struct NewLine {
    #[serde(default)]
    #[schema(max_length = 120)]
    product: Option<String>,
    #[serde(default)]
    #[schema(max_length = 120)]
    category: Option<String>,
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
    /// Of all pieces.
    amount: Amount,
}

/// A purchase that is not made yet.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = NewBill)]
#[serde(deny_unknown_fields)]
struct New {
    /// sto_…
    store: String,
    /// mbr_…
    member: String,
    /// What it costs before vouchers.
    amount: Amount,
    /// What it is; the amounts add up to the bill's. Left out: one line of everything.
    #[serde(default)]
    #[schema(max_items = 200)]
    lines: Vec<NewLine>,
    /// vou_…: these come first, whatever else would take more off.
    #[serde(default)]
    #[schema(max_items = 10)]
    vouchers: Vec<String>,
    /// Only these, and nothing that was not asked for.
    #[serde(default)]
    only: bool,
    /// Whether member prices take off what they take, as they do if the purchase is told with
    /// `member_prices`.
    #[serde(default = "yes")]
    member_prices: bool,
}

/// What a purchase comes to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bill)]
struct Out {
    before: Amount,
    taken_off: Amount,
    /// What is to be paid.
    amount: Amount,
    /// What is taken off each line, in their order.
    lines: Vec<Amount>,
    /// Every voucher of the member that works with purchases, those that are taken first.
    vouchers: Vec<Told>,
    /// Every member price that is open, those that are taken first.
    prices: Vec<ToldPrice>,
}

/// A voucher, and why it is taken or not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillVoucher)]
struct Told {
    voucher: String,
    gift: String,
    name: Words,
    taken: bool,
    taken_off: Amount,
    /// `applies`, `gives`, `too_little`, `other_day`, …
    why: String,
    /// Below the minimum: what is missing.
    short: Option<Amount>,
    sentence: Words,
}

/// A member price, and why it is taken or not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillPrice)]
struct ToldPrice {
    price_rule: String,
    name: Words,
    taken: bool,
    taken_off: Amount,
    /// `applies`, `other_day`, `other_hour`, `other_tier`, …
    why: String,
    sentence: Words,
}

/// Why, in every language.
fn sentence(shop: &Shop, worked: &Worked, why: &Reason) -> Words {
    let mut sentence = Words::default();
    for lang in Lang::ALL {
        let other = match why {
            Reason::NotWith { other } => worked.name(*other, lang),
            _ => "",
        };
        *sentence.slot(lang) = reason(Tongue { lang, shop }, why, other);
    }
    sentence
}

const fn off(why: &Reason) -> i64 {
    if let Reason::Applies { off } = why { *off } else { 0 }
}

impl Out {
    fn of(shop: &Shop, lines: usize, worked: &Worked) -> Self {
        let money = |amount| Amount::of(shop.money(amount));
        let bill = &worked.bill;
        let told = |(voucher, gift, why): (_, &crate::gifts::Gift, &Reason)| {
            let voucher: &crate::vouchers::Voucher = voucher;
            let short = match why {
                Reason::TooLittle { short, .. } => Some(money(*short)),
                _ => None,
            };
            Told {
                voucher: voucher.id.to_string(),
                gift: gift.id.to_string(),
                name: gift.name.clone(),
                taken: why.taken(),
                taken_off: money(off(why)),
                why: why.word().to_owned(),
                short,
                sentence: sentence(shop, worked, why),
            }
        };
        let priced = |(rule, why): (&PriceRule, &Reason)| ToldPrice {
            price_rule: rule.id.to_string(),
            name: rule.name.clone(),
            taken: why.taken(),
            taken_off: money(off(why)),
            why: why.word().to_owned(),
            sentence: sentence(shop, worked, why),
        };
        Self {
            before: money(bill.before),
            taken_off: money(bill.off),
            amount: money(bill.total()),
            lines: (0..lines).map(|line| money(bill.off_line(line))).collect(),
            vouchers: worked.told().into_iter().map(told).collect(),
            prices: worked.told_prices().into_iter().map(priced).collect(),
        }
    }
}

/// What was asked, checked as a purchase would be.
fn checked(new: &New, shop: &Shop, (store, now): (StoreId, Time)) -> Result<NewPurchase> {
    let mut lines = Vec::with_capacity(new.lines.len());
    for (at, line) in new.lines.iter().enumerate() {
        let amount = line.amount.read_at(&format!("lines.{}.amount", at + 1), shop)?;
        let (product, category) = (line.product.clone(), line.category.clone());
        lines.push(Line { product, category, quantity: line.quantity, amount });
    }
    let wrong = |_| FieldError::new("vouchers", "choice_invalid");
    let vouchers: std::result::Result<Vec<VoucherId>, _> =
        new.vouchers.iter().map(|id| id.parse().map_err(wrong)).collect();
    let member: MemberId = api::at("member", &new.member)?;
    let purchase = NewPurchase {
        member: Some(member),
        store,
        staff: None,
        amount: new.amount.read("amount", shop)?,
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines,
        points: None,
        vouchers: vouchers?,
        prices: if new.member_prices { Prices::Apply } else { Prices::AsTold },
    };
    if new.only && purchase.vouchers.is_empty() {
        return Err(FieldError::new("vouchers", "required").into());
    }
    purchase.checked(now)
}

/// What a purchase of a member would come to, with a reason for every voucher and member price. Nothing is changed
#[utoipa::path(
    post, path = "/api/v1/bills", tag = "purchases", request_body = New, security(("key" = [])),
    responses((status = 200, body = Out))
)]
async fn create(key: Key<WorkCounter>, State(app): State<App>, body: Body<New>) -> Reply {
    let (new, now) = (body.value, app.now());
    let store: StoreId = api::at("store", &new.store)?;
    let asked = checked(&new, &key.shop, (store, now))?;
    let member: MemberId = api::at("member", &new.member)?;
    let mut db = app.db().read().await?;
    stores::require(&mut db, key.shop.org, store).await?;
    let member = members::require(&mut db, key.shop.org, member).await?.id;
    let (lines, prices) = (asked.goods(), asked.prices);
    let basket = Basket { member, store, at: now, lines, prices };
    let which = if new.only { Which::Only(&asked.vouchers) } else { Which::Best(&asked.vouchers) };
    let worked = work_out(&mut db, &key.shop, basket, which).await?;
    reply::json(&Out::of(&key.shop, asked.goods().len(), &worked))
}
