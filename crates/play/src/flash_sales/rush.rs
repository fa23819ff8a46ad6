//! A rush: many who want a piece of one sale at the same moment, in one turn.

use std::collections::HashSet;

use ::store::{Together, Tx, Word};
use kernel::{MemberId, Result, Scope};
use uuid::Uuid;
use value::{
    gifts,
    points::{self, Book},
    visits::day_of,
    vouchers::{self, Held, Voucher},
};
use web::{Shop, shops};

use super::{
    actions,
    claims::{self, Claiming, Taken, claim},
    jobs,
    model::{Claim, FlashSale},
    store,
};
use crate::activities::{self, reading::is_for};

/// A claim of somebody who asked for themselves, or for whom a program asks.
#[derive(Debug, Clone)]
pub struct Wish(pub Claiming);

impl Together for Wish {
    type Answer = Taken;

    fn subject(&self) -> Uuid {
        self.0.sale.uuid()
    }

    async fn alone(&self, tx: &mut Tx) -> Result<Taken> {
        let shop = shops::require(tx, tx.org()).await?;
        claim(tx, &shop, self.0).await
    }

    async fn many(tx: &mut Tx, asked: &[(&Scope, &Self)]) -> Result<Vec<Word<Taken>>> {
        let Some((_, Self(first))) = asked.first() else { return Ok(Vec::new()) };
        let (org, now) = (tx.org(), tx.now());
        let sale: FlashSale = activities::require(tx, org, first.sale).await?;
        if let Err(closed) = claims::is_on(&sale, now) {
            return Ok(asked.iter().map(|_| Word::Told(Err(closed.clone()))).collect());
        }
        // While somebody waits it is not for the quickest.
        if store::anybody_waits(tx, org, sale.id).await? {
            return Ok(asked.iter().map(|_| Word::Alone).collect());
        }
        let shop = shops::require(tx, org).await?;
        let day = day_of(now, &shop.zone);
        Rush { sale, shop, day }.decide(tx, asked).await
    }
}

struct Rush {
    sale: FlashSale,
    shop: Shop,
    day: String,
}

impl Rush {
    async fn decide(self, tx: &mut Tx, asked: &[(&Scope, &Wish)]) -> Result<Vec<Word<Taken>>> {
        let members: Vec<MemberId> =
            asked.iter().map(|(_, Wish(claiming))| claiming.member).collect();
        let mut book = match self.sale.plan.cost {
            Some(_) => Some(Book::open(tx, &members).await?),
            None => None,
        };
        let mut words: Vec<Word<Taken>> = asked.iter().map(|_| Word::Alone).collect();
        let able = self.able(tx, &members, book.as_ref()).await?;
        let mut wanted: Vec<(usize, &Scope, Claiming)> = Vec::new();
        for (at, (scope, Wish(claiming))) in asked.iter().enumerate() {
            if able.contains(&at) {
                wanted.push((at, scope, *claiming));
            }
        }
        let given = self.give(tx, &wanted).await?;
        // The pool counts down in the order of the claims.
        let taken = i64::try_from(given.iter().flatten().count()).unwrap_or(0);
        let mut left = actions::left(tx, &self.sale).await? + taken;
        let mut made: Vec<Claim> = Vec::new();
        for ((at, scope, claiming), given) in wanted.into_iter().zip(given) {
            let told = match given {
                Ok(voucher) => {
                    tx.speak_for(scope);
                    if let (Some(book), Some(cost)) = (&mut book, self.sale.plan.cost) {
                        claims::pay(book, tx, (claiming.member, cost), &voucher)?;
                    }
                    let claim =
                        claims::taken(tx, &self.sale, claiming, (voucher.id, self.day.clone()));
                    left -= 1;
                    claims::tell(tx, &self.sale, &claim, left)?;
                    let told = Taken::of(&claim, voucher, left);
                    made.push(claim);
                    Ok(told)
                }
                Err(error) => Err(claims::said(error, &self.sale, (claiming.member, &self.day))),
            };
            if let Some(word) = words.get_mut(at) {
                *word = Word::Told(told);
            }
        }
        store::insert_claims(tx, &made).await?;
        if let Some(book) = book {
            book.close(tx).await?;
        }
        if let (Some(soonest), mut sale) = (made.iter().map(|claim| claim.until).min(), self.sale) {
            jobs::look_by(tx, &mut sale, soonest).await?;
        }
        Ok(words)
    }

    /// Whose claims can be decided with others, by their places: those of members as they stand for whom
    /// it is and who can pay, and of each only the first. Every other is told alone why not.
    async fn able(
        &self,
        tx: &mut Tx,
        members: &[MemberId],
        book: Option<&Book>,
    ) -> Result<HashSet<usize>> {
        let now = tx.now();
        let mut standing = people::members::standing_among(tx, members).await?;
        let mut able = HashSet::new();
        for (at, member) in members.iter().enumerate() {
            let pays = match (book, self.sale.plan.cost) {
                (Some(book), Some(cost)) => {
                    let whose = points::Whose { program: cost.program, member: *member };
                    book.standing(whose, now)?.balance() >= cost.points
                }
                _ => true,
            };
            if standing.remove(member)
                && pays
                && is_for(tx, &self.shop, &self.sale.plan.whom, (*member, now)).await?
            {
                able.insert(at);
            }
        }
        Ok(able)
    }

    async fn give(
        &self,
        tx: &mut Tx,
        wanted: &[(usize, &Scope, Claiming)],
    ) -> Result<Vec<Result<Voucher>>> {
        let now = tx.now();
        let gift = gifts::require(tx, tx.org(), self.sale.terms.gift).await?;
        let all: Result<Vec<(&Scope, Held)>> = wanted
            .iter()
            .map(|(_, scope, claiming)| {
                Ok((*scope, claims::held(&self.sale, *claiming, (now, &self.day))?))
            })
            .collect();
        vouchers::give_held_each(tx, &gift, all?).await
    }
}
