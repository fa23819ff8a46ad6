//! What a pre-sale tells: groups before, during and after it, and whoever reads its card.

use ::store::{Event as _, Read};
use kernel::{PresaleId, Result, Time, kinds};
use value::bills::sentences::Tongue;
use web::{Shop, kit::format, t};

use super::{
    asked::{self, Shown},
    model::{Figures, Presale},
    view,
};
use crate::{
    activities::{
        Life,
        run::{Moment, Outcome, Rule, Runs},
    },
    events::{
        PresaleCalledOff, PresaleChanged, PresaleClosed, PresaleOpened, PresaleScheduled,
        PresaleSettled,
    },
};

/// A pre-sale, and how its reservations stand.
pub struct Facts {
    shown: Shown,
    figures: Figures,
}

impl Facts {
    /// Reservations that hold, or ended in somebody's bag.
    const fn reserved(&self) -> i64 {
        self.figures.reserved + self.figures.held + self.figures.collected
    }
}

impl Runs for kinds::Presale {
    type Facts = Facts;
    const HEARS: &'static [&'static str] = &[
        PresaleScheduled::KIND,
        PresaleOpened::KIND,
        PresaleChanged::KIND,
        PresaleClosed::KIND,
        PresaleCalledOff::KIND,
        PresaleSettled::KIND,
    ];

    fn page(id: PresaleId) -> String {
        format!("/presales/{id}")
    }

    async fn facts(db: &mut impl Read, shop: &Shop, presale: Presale) -> Result<Facts> {
        let shown = asked::shown(db, shop.org, presale).await?;
        let figures = asked::figures(db, shop.org, &shown).await?;
        Ok(Facts { shown, figures })
    }

    fn outcome(facts: &Facts) -> Outcome {
        let presale = &facts.shown.presale;
        match presale.life {
            _ if presale.terms.called_off.is_some() => Outcome::CalledOff,
            Life::Draft | Life::Checked | Life::Scheduled | Life::Open => Outcome::Open,
            _ if facts.reserved() == 0 => Outcome::CalledOff,
            _ => Outcome::Known,
        }
    }

    fn say(tongue: Tongue, facts: &Facts, moment: Moment) -> Option<String> {
        let (lang, zone) = (tongue.lang, &tongue.shop.zone);
        let Presale { plan, terms, .. } = &facts.shown.presale;
        let what = facts.shown.gift.name.say(lang);
        let (cost, pays) = (view::costs(tongue, &facts.shown), view::pays(tongue, &facts.shown));
        let link = "{link}";
        let at = |time: Time| format::date_time(lang, time, zone);
        let ready = at(terms.ready_at);
        match moment {
            Moment::Teaser => Some(t!(
                lang,
                "presales-run-teaser",
                when = at(plan.opens_at),
                what = what,
                cost = cost,
                ready = ready,
                link = link
            )),
            Moment::Opening => Some(t!(
                lang,
                "presales-run-opening",
                what = what,
                cost = cost,
                pays = pays,
                ready = ready,
                link = link
            )),
            Moment::LastCall => Some(t!(
                lang,
                "presales-run-last_call",
                until = at(plan.closes_at),
                what = what,
                cost = cost,
                link = link
            )),
            Moment::Thanks if Self::outcome(facts) == Outcome::Known => {
                let many = facts.reserved();
                Some(t!(lang, "presales-run-thanks", many = many, what = what, ready = ready))
            }
            Moment::Winners | Moment::Thanks => None,
        }
    }

    fn what(tongue: Tongue, facts: &Facts) -> String {
        let name = facts.shown.gift.name.say(tongue.lang);
        format!("{name} · {}", view::costs(tongue, &facts.shown))
    }

    fn steps(tongue: Tongue, facts: &Facts) -> [String; 3] {
        view::steps(tongue, &facts.shown.presale)
    }

    fn rules(tongue: Tongue, facts: &Facts) -> Vec<Rule> {
        view::rules(tongue, &facts.shown, "").into_iter().map(|(_, rule)| rule).collect()
    }
}
