//! What happened to a wallet, as one would tell its owner.

use kernel::Lang;
use web::t;

use super::{
    accounts::Part,
    fold::{Forfeits, Spending},
    model::Plan,
};

/// The words of a line of a statement, by the reason that the journal has for it.
pub fn line_said(lang: Lang, reason: &str, part: Part) -> String {
    match (reason, part) {
        ("wallets.topped_up", Part::Principal) => t!(lang, "wallets-line-topped-up"),
        ("wallets.topped_up", Part::Bonus) => t!(lang, "wallets-line-given"),
        ("wallets.top_up_undone", Part::Principal) => t!(lang, "wallets-line-undone"),
        ("wallets.top_up_undone", Part::Bonus) => t!(lang, "wallets-line-undone-bonus"),
        ("wallets.gift", Part::Bonus) => t!(lang, "wallets-line-gift"),
        ("wallets.paid", Part::Principal) => t!(lang, "wallets-line-paid"),
        ("wallets.paid", Part::Bonus) => t!(lang, "wallets-line-paid-bonus"),
        ("wallets.repaid", Part::Principal) => t!(lang, "wallets-line-repaid"),
        ("wallets.repaid", Part::Bonus) => t!(lang, "wallets-line-repaid-bonus"),
        ("wallets.deposited", Part::Principal) => t!(lang, "wallets-line-deposited"),
        ("wallets.deposited", Part::Bonus) => t!(lang, "wallets-line-deposited-bonus"),
        ("wallets.deposit_returned", Part::Principal) => t!(lang, "wallets-line-deposit-back"),
        ("wallets.deposit_returned", Part::Bonus) => t!(lang, "wallets-line-deposit-back-bonus"),
        ("wallets.refunded", Part::Principal) => t!(lang, "wallets-line-refunded"),
        ("wallets.refunded", Part::Bonus) => t!(lang, "wallets-line-forfeited"),
        ("wallets.joined", _) => t!(lang, "wallets-line-joined"),
        _ => t!(lang, "wallets-line-other"),
    }
}

/// What becomes of the money when somebody wants it back, in one sentence, as it is said before
/// anybody pays in.
pub fn refund_rule(lang: Lang, plan: &Plan) -> String {
    match (plan.refund_days, plan.forfeits) {
        (None, Forfeits::Proportion) => t!(lang, "wallets-rule-always-proportion"),
        (None, Forfeits::Whole) => t!(lang, "wallets-rule-always-whole"),
        (Some(days), Forfeits::Proportion) => {
            t!(lang, "wallets-rule-days-proportion", days = days)
        }
        (Some(days), Forfeits::Whole) => t!(lang, "wallets-rule-days-whole", days = days),
    }
}

/// Both rules, as members read them.
pub fn rules(lang: Lang, plan: &Plan) -> String {
    // Chinese sentences stand without a space between them.
    let between = if lang == Lang::Zh { "" } else { " " };
    format!("{}{between}{}", spending_rule(lang, plan), refund_rule(lang, plan))
}

/// Which part a payment takes first.
fn spending_rule(lang: Lang, plan: &Plan) -> String {
    match plan.spending {
        Spending::BonusFirst => t!(lang, "wallets-rule-bonus-first"),
        Spending::PrincipalFirst => t!(lang, "wallets-rule-principal-first"),
    }
}
