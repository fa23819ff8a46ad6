//! What a group buy tells: groups before, during and after it, and whoever reads its card.

use ::store::{Event as _, Read};
use kernel::{GroupBuyId, Result, kinds};
use value::bills::sentences::Tongue;
use web::{Shop, kit::format, t};

use super::{
    asked::{self, Shown},
    model::{Figures, GroupBuy},
    view,
};
use crate::{
    activities::{
        Life,
        run::{Moment, Outcome, Rule, Runs},
    },
    events::{GroupBuyChanged, GroupBuyClosed, GroupBuyOpened, GroupBuyScheduled, GroupBuySettled},
};

/// A group buy, and how its teams stand.
pub struct Facts {
    shown: Shown,
    figures: Figures,
}

impl Runs for kinds::GroupBuy {
    type Facts = Facts;
    const HEARS: &'static [&'static str] = &[
        GroupBuyScheduled::KIND,
        GroupBuyOpened::KIND,
        GroupBuyChanged::KIND,
        GroupBuyClosed::KIND,
        GroupBuySettled::KIND,
    ];

    fn page(id: GroupBuyId) -> String {
        format!("/group-buys/{id}")
    }

    async fn facts(db: &mut impl Read, shop: &Shop, buy: GroupBuy) -> Result<Facts> {
        let shown = asked::shown(db, shop.org, buy).await?;
        let figures = asked::figures(db, shop.org, &shown).await?;
        Ok(Facts { shown, figures })
    }

    fn outcome(facts: &Facts) -> Outcome {
        let Figures { teams_open, teams_made, teams_failed, .. } = facts.figures;
        match facts.shown.buy.life {
            Life::Draft | Life::Checked | Life::Scheduled | Life::Open => Outcome::Open,
            // Closed before anybody started a team.
            _ if teams_open + teams_made + teams_failed == 0 => Outcome::CalledOff,
            _ => Outcome::Known,
        }
    }

    fn say(tongue: Tongue, facts: &Facts, moment: Moment) -> Option<String> {
        let (lang, zone) = (tongue.lang, &tongue.shop.zone);
        let GroupBuy { plan, terms, .. } = &facts.shown.buy;
        let what = facts.shown.gift.name.say(lang);
        let cost = view::costs(tongue, &facts.shown);
        let link = "{link}";
        let at = |time| format::date_time(lang, time, zone);
        match moment {
            Moment::Teaser => {
                let when = at(plan.opens_at);
                Some(t!(
                    lang,
                    "group_buys-run-teaser",
                    when = when,
                    what = what,
                    cost = cost,
                    link = link
                ))
            }
            Moment::Opening => Some(t!(
                lang,
                "group_buys-run-opening",
                what = what,
                cost = cost,
                hours = format::span(lang, u64::from(terms.team_hours) * 3600),
                link = link
            )),
            Moment::LastCall => {
                let until = at(plan.closes_at);
                Some(t!(
                    lang,
                    "group_buys-run-last_call",
                    until = until,
                    what = what,
                    cost = cost,
                    link = link
                ))
            }
            Moment::Thanks
                if facts.figures.teams_made > 0 && Self::outcome(facts) == Outcome::Known =>
            {
                let teams = facts.figures.teams_made;
                Some(t!(lang, "group_buys-run-thanks", teams = teams, what = what))
            }
            Moment::Winners | Moment::Thanks => None,
        }
    }

    fn what(tongue: Tongue, facts: &Facts) -> String {
        let name = facts.shown.gift.name.say(tongue.lang);
        format!("{name} · {}", view::costs(tongue, &facts.shown))
    }

    fn steps(tongue: Tongue, facts: &Facts) -> [String; 3] {
        view::steps(tongue, &facts.shown.buy)
    }

    fn rules(tongue: Tongue, facts: &Facts) -> Vec<Rule> {
        view::rules(tongue, &facts.shown, "").into_iter().map(|(_, rule)| rule).collect()
    }
}
