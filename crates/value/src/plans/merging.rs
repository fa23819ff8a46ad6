//! What two records that became one paid for: every period stays as it was bought, and where two run at
//! once, both count. What was paid ahead for them is one sum.

use ::store::Tx;
use kernel::Result;
use ledger::Posting;
use people::members::merging::{Line, Merging};
use web::{shops, t};

use super::{accounts::unearned, reading::Held, sentences, store};

pub(crate) async fn merge(tx: &mut Tx, merging: Merging) -> Result<Option<Line>> {
    let Merging { into, from, lang } = merging;
    let org = tx.org();
    let theirs = store::of_member(tx, org, from).await?;
    if theirs.is_empty() {
        return Ok(None);
    }
    let shop = shops::require(tx, org).await?;
    let today = tx.now().date(&shop.zone);
    let mine = store::of_member(tx, org, into).await?;
    let (theirs, mine) = (Held::of(theirs, today), Held::of(mine, today));
    store::hand_over(tx, from, into).await?;
    let had = unearned(from, shop.currency)?;
    let paid = ledger::balance(tx, &had.key).await?.balance;
    if paid > 0 {
        let posting = Posting::new(tx.id(), "plans.carried", &into);
        let posting = posting.transfer(had, unearned(into, shop.currency)?, paid);
        ledger::post(tx, posting).await?;
    }
    let after = Held::of(store::of_member(tx, org, into).await?, today);
    let both = mine.state.holds() && theirs.state.holds();
    let told = [mine, theirs, after].map(|held| sentences::stands(lang, held.state, held.until));
    let line = Line::new(t!(lang, "plans-one"), told);
    Ok(Some(if both { line.noted(t!(lang, "plans-both")) } else { line }))
}
