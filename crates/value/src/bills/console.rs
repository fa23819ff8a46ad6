//! `/console/bills`: what holds for all vouchers of the shop together.

use ::store::Tx;
use axum::extract::State;
use kernel::{
    Error, Fields, Permission as _, Result,
    permission::{ManageGifts, ViewGifts},
};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, layout,
        parts::{Button, Head, card, facts},
    },
    reply, t, trail,
};

use super::{
    model::Policy,
    store::{policy, put_policy},
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/bills", show).post("/console/bills", keep)
}

/// The most vouchers that a shop may let go together.
const MOST_TOGETHER: i64 = 10;
/// What the trail calls the policy: a shop has one.
const TRAIL: &str = "bills";

fn page(staff: &Staff<impl Sized>, form: &Form, policy: Policy) -> Markup {
    let lang = staff.lang();
    let said = t!(
        lang,
        "bills-policy-says",
        percent = policy.most_percent,
        vouchers = policy.most_vouchers
    );
    html! {
        (Head::new(t!(lang, "bills-policy")).back("/console/gifts", &t!(lang, "gifts-title")).note(said))
        @if staff.role.may(ManageGifts::NAME) {
            (form.post("/console/bills", &staff.once(), html! {
                (form.number("most_percent", t!(lang, "bills-most-percent"))
                    .hint(t!(lang, "bills-most-percent-hint")))
                (form.number("most_vouchers", t!(lang, "bills-most-vouchers"))
                    .hint(t!(lang, "bills-most-vouchers-hint")))
                div.actions { (Button::primary(t!(lang, "save"))) }
            }))
        }
        (card(&t!(lang, "bills-policy-rules"), "", facts([
            (t!(lang, "bills-rule-best"), html! { (t!(lang, "bills-rule-best-why")) }),
            (t!(lang, "bills-rule-coin"), html! { (t!(lang, "bills-rule-coin-why")) }),
            (t!(lang, "bills-rule-back"), html! { (t!(lang, "bills-rule-back-why")) }),
        ])))
    }
}

fn filled(staff: &Staff<impl Sized>, policy: Policy) -> Form {
    let values = [
        ("most_percent", policy.most_percent.to_string()),
        ("most_vouchers", policy.most_vouchers.to_string()),
    ];
    Form::filled(staff.lang(), values)
}

async fn show(State(app): State<App>, staff: Staff<ViewGifts>) -> Reply {
    let stands = policy(&mut app.db().read().await?, staff.shop.org).await?;
    let main = page(&staff, &filled(&staff, stands), stands);
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "bills-policy")), main))
}

fn read(input: &Input) -> Result<Policy> {
    let mut fields = Fields::default();
    let percent = input.number(&mut fields, "most_percent", 1..=100);
    let vouchers = input.number(&mut fields, "most_vouchers", 0..=MOST_TOGETHER);
    let small = |number: i64| u32::try_from(number).unwrap_or_default();
    fields.check(Policy { most_percent: small(percent), most_vouchers: small(vouchers) })
}

async fn put(tx: &mut Tx, wanted: Policy) -> Result<()> {
    let before = policy(tx, tx.org()).await?;
    if before != wanted {
        trail::note(tx, "bills.kept", TRAIL, &before, &wanted).await?;
        put_policy(tx, wanted).await?;
    }
    Ok(())
}

async fn keep(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let once = input.once_in(staff.session.id, "bills.keep")?;
    let wanted = match read(&input) {
        Ok(wanted) => wanted,
        Err(error @ Error::Invalid(_)) => {
            let stands = policy(&mut app.db().read().await?, staff.shop.org).await?;
            return reply::or_form(error, |fields| {
                let main = page(&staff, &input.again(staff.lang(), fields), stands);
                layout::console(&staff.frame(t!(staff.lang(), "bills-policy")), main)
            });
        }
        Err(error) => return Err(error.into()),
    };
    app.db().write_once(&staff.scope, &once, async |tx| put(tx, wanted).await).await?;
    Ok(reply::see_with("/console/bills", &Toast::good("bills-kept")))
}
