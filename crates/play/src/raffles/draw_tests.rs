//! Drawing, drawing again, and what a shop cannot do, on both engines.

use fair::{Fault, Nonce, verify};
use kernel::Error;
use value::vouchers;

use super::{
    actions, drawing,
    entering::{self, Entering},
    model::{Fate, Refusal, Source, Style, Unclaimed, Why},
    tests::{HOUR, proven},
};
use crate::{activities::Life, on_each};

on_each! {
    async fn what_nobody_collects_goes_to_the_next_ticket_if_that_was_announced(fair) {
        let mut receipts = Vec::new();
        let id = fair.raffle(1, |draft| {
            draft.terms.unclaimed = Unclaimed::Redraw;
            draft.terms.collect_days = 1;
        }).await;
        for name in ["Ana", "Bo", "Chen"] {
            let member = fair.member(name).await;
            receipts.push(fair.enter(id, member).await.unwrap().receipt);
        }
        fair.draw_at_its_hour(id).await;
        fair.pass(24 * 60);
        fair.settle().await;
        let picks = fair.picks(id).await;
        assert_eq!((picks[0].fate, picks[0].why), (Fate::Passed, Some(Why::Unclaimed)));
        assert_eq!((picks.len(), picks[1].fate), (2, Fate::Held));
        assert_ne!(picks[0].member, picks[1].member, "who won has won");
        let summary = proven(&fair.proof(id).await, &receipts);
        assert_eq!(summary.won[0].rerolled.as_ref().unwrap().as_str(), "unclaimed");
        // By hand, with the reason; what was collected stays.
        let again = async |number, why| {
            fair.turn(async |tx| drawing::reroll(tx, id, (number, why)).await).await
        };
        assert!(again(0, Why::Declined).await.unwrap_err().is(Refusal::RerollWrong));
        assert_eq!(again(9, Why::Declined).await.unwrap_err().code(), "not_found");
        again(1, Why::Declined).await.unwrap();
        fair.settle().await;
        let last = fair.picks(id).await.pop().unwrap();
        let redeem = vouchers::Redeem { voucher: last.voucher.unwrap(), store: None, staff: None };
        fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        assert!(again(2, Why::Declined).await.unwrap_err().is(Refusal::RerollWrong), "it is gone");
        fair.settle().await;
        assert_eq!(proven(&fair.proof(id).await, &receipts).won.len(), 3);
        assert_eq!((fair.read_raffle(id).await.life, fair.shelf().await), (Life::Settled, 49));
        fair.audited().await;
    }

    async fn a_raffle_is_drawn_once_however_often_it_is_asked_for_at_a_time(fair) {
        let id = fair.raffle(2, |draft| draft.terms.wait_minutes = 0).await;
        for name in ["Ana", "Bo", "Chen"] {
            let member = fair.member(name).await;
            fair.enter(id, member).await.unwrap();
        }
        fair.turn(async |tx| actions::close(tx, id, "a full house").await).await.unwrap();
        let draw = || fair.turn(async |tx| drawing::draw(tx, id, None).await);
        let (one, two) = tokio::join!(draw(), draw());
        let refused = [one, two].into_iter().filter_map(std::result::Result::err);
        let refused: Vec<_> = refused.collect();
        assert_eq!(refused.len(), 1);
        assert!(refused[0].is(Refusal::AlreadyDrawn), "{refused:?}");
        fair.settle().await;
        assert!(draw().await.unwrap_err().is(Refusal::AlreadyDrawn));
        let wrong = fair.turn(async |tx| drawing::draw(tx, id, Some("00")).await).await;
        assert!(wrong.unwrap_err().is(Refusal::AlreadyDrawn));
        assert_eq!(fair.picks(id).await.len(), 2);
        fair.audited().await;
    }

    async fn a_phone_keeps_its_nonce_until_the_closing(fair) {
        let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
        let id = fair.raffle(1, |_| ()).await;
        let kept = Nonce::from_bytes([7; 32]);
        let entering = Entering { nonce: Some(kept.commitment()), ..Entering::new(id, ana) };
        let mine = fair.entering(entering).await.unwrap();
        fair.enter(id, bo).await.unwrap();
        let show = async |member, nonce| {
            fair.turn(async |tx| {
                entering::show_nonce(tx, (id, member), (mine.id, nonce)).await
            }).await
        };
        assert!(show(ana, kept).await.unwrap_err().is(Refusal::TooEarly), "it is still open");
        fair.ground.clock.advance(HOUR * 2);
        fair.settle().await;
        let draw = || fair.turn(async |tx| drawing::draw(tx, id, None).await);
        let Error::Refused(refused) = draw().await.unwrap_err() else { panic!() };
        assert_eq!(refused.code, "raffles.too_early", "Ana's is not shown yet");
        assert!(show(ana, Nonce::from_bytes([8; 32])).await.unwrap_err().is(Refusal::NonceWrong));
        assert_eq!(show(bo, kept).await.unwrap_err().code(), "not_found");
        show(ana, kept).await.unwrap();
        draw().await.expect("everybody showed theirs");
        assert!(show(ana, kept).await.unwrap_err().is(Refusal::AlreadyDrawn));
        let summary = proven(&fair.proof(id).await, &[mine.receipt]);
        assert_eq!(summary.input, "2 of 2 nonces of members were shown");
        fair.settle().await;
    }

    async fn a_beacons_round_is_named_before_and_typed_in_after(fair) {
        let ana = fair.member("Ana").await;
        let id = fair.raffle(1, |draft| draft.terms.source = Source::Drand).await;
        let receipt = fair.enter(id, ana).await.unwrap().receipt;
        fair.turn(async |tx| actions::close(tx, id, "all are here").await).await.unwrap();
        let digits = "ab".repeat(48);
        let draw = async |beacon: Option<&str>| {
            fair.turn(async |tx| drawing::draw(tx, id, beacon).await).await
        };
        assert!(draw(Some(&digits)).await.unwrap_err().is(Refusal::TooEarly), "closed early");
        fair.ground.clock.advance(HOUR * 3);
        fair.settle().await;
        assert_eq!(fair.read_raffle(id).await.life, Life::Closed, "it waits for a hand");
        for wrong in [None, Some(""), Some("ab"), Some("zz")] {
            assert!(draw(wrong).await.unwrap_err().is(Refusal::InputWrong), "{wrong:?}");
        }
        draw(Some(&format!(" {} ", digits.to_uppercase()))).await.unwrap();
        let summary = proven(&fair.proof(id).await, &[receipt]);
        assert!(summary.input.contains(&digits), "{}", summary.input);
        fair.settle().await;
        fair.audited().await;
    }

    async fn a_shop_that_leaves_somebody_out_is_shown_by_their_receipt(fair) {
        let mut receipts = Vec::new();
        let id = fair.raffle(1, |_| ()).await;
        for name in ["Ana", "Bo", "Chen"] {
            let member = fair.member(name).await;
            receipts.push(fair.enter(id, member).await.unwrap().receipt);
        }
        // Somebody with the database at hand takes the last entry out before the closing.
        fair.turn(async |tx| {
            let org = tx.org();
            let sql = "DELETE FROM raffle_entry WHERE org = $1 AND raffle = $2 AND place = 2";
            tx.run(sql, ::store::args![org, id]).await
        }).await.unwrap();
        fair.draw_at_its_hour(id).await;
        let proof = fair.proof(id).await;
        assert!(verify(proof.as_bytes(), Some(receipts[0].as_bytes())).is_ok());
        let left_out = verify(proof.as_bytes(), Some(receipts[2].as_bytes()));
        assert_eq!(left_out, Err(Fault::LeftOut));
        fair.settle().await;
    }

    async fn an_instant_raffle_tells_at_once_and_shows_afterwards_that_it_was_fixed(fair) {
        let mut people = Vec::new();
        for at in 0..6 {
            people.push(fair.member(&format!("Person {at}")).await);
        }
        let id = fair.raffle(3, |draft| {
            (draft.terms.style, draft.terms.plays, draft.terms.free) = (Style::Scratch, 10, 2);
        }).await;
        let sealed = fair.sealed(id).await;
        let closing = sealed.closed.as_ref().unwrap().closing.hash();
        let (mut receipts, mut won) = (Vec::new(), Vec::new());
        'all: for member in &people {
            for _ in 0..2 {
                match fair.enter(id, *member).await {
                    Ok(played) => {
                        assert_eq!(played.tickets, 1);
                        won.extend(played.won.map(|pick| (played.place, pick.prize, pick.voucher)));
                        receipts.push(played.receipt);
                    }
                    Err(error) => {
                        assert!(error.is(Refusal::Full), "{error:?}");
                        break 'all;
                    }
                }
            }
        }
        assert_eq!((receipts.len(), won.len()), (10, 3), "every prize is among the plays");
        assert!(won.iter().all(|(_, _, voucher)| voucher.is_some()));
        let off = fair.turn(async |tx| actions::call_off(tx, id, "no luck").await).await;
        assert!(off.unwrap_err().is(Refusal::WrongState), "what was played was played");
        fair.turn(async |tx| actions::close(tx, id, "all played").await).await.unwrap();
        let proof = fair.proof(id).await;
        let summary = proven(&proof, &receipts);
        assert_eq!(summary.closing, closing, "published before the first play");
        let told = fair::Proof::read(proof.as_bytes()).unwrap();
        let mut places: Vec<_> = told.picks.iter().map(|pick| i64::try_from(pick.entry).unwrap()).collect();
        places.sort_unstable();
        assert_eq!(places, won.iter().map(|(place, ..)| *place).collect::<Vec<_>>());
        fair.pass(7 * 24 * 60);
        fair.settle().await;
        assert_eq!((fair.read_raffle(id).await.life, fair.shelf().await), (Life::Settled, 50));
        fair.audited().await;
    }
}
