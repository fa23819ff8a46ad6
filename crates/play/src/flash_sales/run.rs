//! What a flash sale tells: groups before, during and after it, and whoever reads its card.

use ::store::{Event as _, Read};
use kernel::{FlashSaleId, Result, kinds};
use value::bills::sentences::Tongue;
use web::{Shop, kit::format, t};

use super::{
    asked::{self, Shown},
    model::{Figures, FlashSale},
    view,
};
use crate::{
    activities::{
        Life,
        run::{Moment, Outcome, Rule, Runs},
    },
    events::{FlashSaleChanged, FlashSaleClosed, FlashSaleOpened, FlashSaleScheduled},
};

/// A sale, and how it stands.
pub struct Facts {
    shown: Shown,
    figures: Figures,
}

impl Runs for kinds::FlashSale {
    type Facts = Facts;
    const HEARS: &'static [&'static str] = &[
        FlashSaleScheduled::KIND,
        FlashSaleOpened::KIND,
        FlashSaleChanged::KIND,
        FlashSaleClosed::KIND,
    ];

    fn page(id: FlashSaleId) -> String {
        format!("/play/{id}")
    }

    async fn facts(db: &mut impl Read, shop: &Shop, sale: FlashSale) -> Result<Facts> {
        let shown = asked::shown(db, shop.org, sale).await?;
        let figures = asked::figures(db, shop.org, &shown).await?;
        Ok(Facts { shown, figures })
    }

    fn outcome(facts: &Facts) -> Outcome {
        match facts.shown.sale.life {
            Life::Draft | Life::Checked | Life::Scheduled | Life::Open => Outcome::Open,
            // Closed before anybody could take one.
            _ if facts.figures.claimed() == 0 => Outcome::CalledOff,
            _ => Outcome::Known,
        }
    }

    fn say(tongue: Tongue, facts: &Facts, moment: Moment) -> Option<String> {
        let (lang, zone) = (tongue.lang, &tongue.shop.zone);
        let (plan, terms) = (&facts.shown.sale.plan, &facts.shown.sale.terms);
        let what = facts.shown.gift.name.say(lang);
        let cost = view::costs(tongue, &facts.shown);
        let link = "{link}";
        let taken = facts.figures.held + facts.figures.collected;
        match moment {
            Moment::Teaser => Some(t!(
                lang,
                "flash_sales-run-teaser",
                when = format::date_time(lang, plan.opens_at, zone),
                pieces = terms.pieces,
                what = what,
                cost = cost,
                link = link
            )),
            Moment::Opening => Some(t!(
                lang,
                "flash_sales-run-opening",
                pieces = terms.pieces,
                what = what,
                cost = cost,
                each = plan.limits.per_member,
                link = link
            )),
            Moment::LastCall => Some(t!(
                lang,
                "flash_sales-run-last_call",
                until = format::date_time(lang, plan.closes_at, zone),
                what = what,
                cost = cost,
                link = link
            )),
            Moment::Thanks if taken > 0 && Self::outcome(facts) == Outcome::Known => Some(t!(
                lang,
                "flash_sales-run-thanks",
                taken = taken,
                pieces = terms.pieces,
                what = what
            )),
            Moment::Winners | Moment::Thanks => None,
        }
    }

    fn what(tongue: Tongue, facts: &Facts) -> String {
        let name = facts.shown.gift.name.say(tongue.lang);
        format!("{name} · {}", view::costs(tongue, &facts.shown))
    }

    fn steps(tongue: Tongue, facts: &Facts) -> [String; 3] {
        view::steps(tongue, &facts.shown)
    }

    fn rules(tongue: Tongue, facts: &Facts) -> Vec<Rule> {
        view::rules(tongue, &facts.shown, "").into_iter().map(|(_, rule)| rule).collect()
    }
}
