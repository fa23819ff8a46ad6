//! What rules are called, how they are kept, and what would be lawful instead.

use kernel::{Lang, Money};
use web::{kit::format, t};

use super::model::{Check, Pack, Rule};

/// What a pack is called.
pub fn pack(lang: Lang, pack: &Pack) -> String {
    match pack.name.as_str() {
        "cn" => t!(lang, "laws-pack-cn"),
        "eu" => t!(lang, "laws-pack-eu"),
        "us" => t!(lang, "laws-pack-us"),
        other => other.to_owned(),
    }
}

/// What a rule says.
pub fn rule(lang: Lang, pack: &Pack, rule: &Rule) -> String {
    let limit = rule.limit.unwrap_or_default();
    let amount = || {
        let currency = pack.currency.as_deref().and_then(|code| code.parse().ok());
        let money = currency.map(|currency| format::money(lang, Money::new(limit, currency)));
        money.unwrap_or_else(|| format::number(lang, limit))
    };
    match rule.name.as_str() {
        "top_prize" => t!(lang, "laws-rule-top-prize", limit = amount()),
        "published" => t!(lang, "laws-rule-published"),
        "no_harm" => t!(lang, "laws-rule-no-harm"),
        "no_arranged_winner" => t!(lang, "laws-rule-no-arranged-winner"),
        "reference_price" => t!(lang, "laws-rule-reference-price"),
        "wallet_named" => t!(lang, "wallets-law-named", limit = amount()),
        "wallet_unnamed" => t!(lang, "wallets-law-unnamed", limit = amount()),
        "wallet_refund" => t!(lang, "wallets-law-refund", days = limit),
        "wallet_never_ends" => t!(lang, "wallets-law-never-ends"),
        "no_reward_for_sharing" => t!(lang, "laws-rule-no-reward-for-sharing"),
        "levels" => t!(lang, "laws-rule-levels"),
        "prior_price" => t!(lang, "laws-rule-prior-price"),
        "conditions" => t!(lang, "laws-rule-conditions"),
        "prizes_are_there" => t!(lang, "laws-rule-prizes-are-there"),
        "consent" => t!(lang, "laws-rule-consent"),
        "no_purchase" => t!(lang, "laws-rule-no-purchase"),
        "registration" => t!(lang, "laws-rule-registration", limit = amount()),
        "disclosure" => t!(lang, "laws-rule-disclosure"),
        "deposit_share" => t!(lang, "laws-rule-deposit-share", percent = limit),
        "withdrawal" => t!(lang, "laws-rule-withdrawal", days = limit),
        other => other.to_owned(),
    }
}

/// How it is kept here.
pub fn kept(lang: Lang, rule: &Rule) -> String {
    match rule.check {
        Some(Check::WalletNamed | Check::WalletUnnamed | Check::WalletRefundDays) => {
            t!(lang, "laws-checked-wallets")
        }
        Some(Check::WalletNeverEnds) => t!(lang, "laws-always"),
        Some(_) if rule.weight == super::model::Weight::Note => t!(lang, "laws-noted"),
        Some(_) => t!(lang, "laws-checked"),
        None => match rule.name.as_str() {
            "no_harm" => t!(lang, "laws-kept-no-harm"),
            "no_arranged_winner" => t!(lang, "laws-kept-no-arranged-winner"),
            "reference_price" | "prior_price" => t!(lang, "laws-kept-no-earlier-price"),
            "no_reward_for_sharing" => t!(lang, "laws-kept-no-reward-for-sharing"),
            "levels" => t!(lang, "laws-kept-levels"),
            "prizes_are_there" => t!(lang, "laws-kept-prizes-are-there"),
            "consent" => t!(lang, "laws-kept-consent"),
            "disclosure" => t!(lang, "laws-kept-disclosure"),
            _ => t!(lang, "laws-always"),
        },
    }
}
