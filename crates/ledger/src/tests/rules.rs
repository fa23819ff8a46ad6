//! The rules, as tables with the outcome in the last column.

use super::table::Table;

#[test]
fn a_floor_is_never_passed_and_exactly_reaching_it_is_allowed() {
    Table::run(
        "post P1 MINT->stock 5                      | ok
         post P2 stock->ana 6                       | floor stock
         post P3 stock->ana 5                       | ok
         post P4 stock->bo 1                        | floor stock
         see  stock                                 | 0 held 0
         see  ana                                   | 5 held 0
         see  MINT                                  | -5 held 0
         see  bo                                    | nothing",
    );
}

#[test]
fn an_allowance_starts_at_zero_and_a_changed_limit_counts_at_once() {
    Table::run(
        "post P1 ana@-2->USED 1                     | ok
         post P2 ana@-2->USED 2                     | floor ana
         post P3 ana@-2->USED 1                     | ok
         post P4 ana@-3->USED 1                     | ok
         post P5 ana@-1->USED 1                     | floor ana
         see  ana                                   | -3 held 0
         post P6 USED->ana@-1 1                     | ok
         post P7 ana@-1->USED 1                     | floor ana",
    );
}

#[test]
fn transfers_of_a_posting_happen_all_or_none_and_in_order() {
    Table::run(
        "post P1 MINT->till 3 ; till->ana 3         | ok
         post P2 till->bo 1 ; MINT->till 1          | floor till
         post P3 MINT->till 4 ; till->bo 5          | floor till
         see  till                                  | 0 held 0
         see  bo                                    | nothing
         see  MINT                                  | -3 held 0",
    );
}

#[test]
fn the_same_id_is_the_same_posting_or_a_conflict() {
    Table::run(
        "post P1 MINT->stock 5                      | ok
         post P1 MINT->stock 5                      | already
         post P1 MINT->stock 6                      | conflict
         post P1 MINT->shelf 5                      | conflict
         post P1 MINT->stock@-1 5                   | already
         reserve P1 90 MINT->stock 5                | conflict
         post P2 stock->ana 9                       | floor stock
         post P2 stock->ana 1                       | ok
         reserve R1 90 stock->bo 1                  | ok
         reserve R1 90 stock->bo 1                  | already
         reserve R1 91 stock->bo 1                  | conflict
         take T1 R1                                 | ok
         take T1 R1                                 | already
         take T1 R1 1                               | conflict
         reserve R1 90 stock->bo 1                  | already
         reverse V1 P2                              | ok
         reverse V1 P2                              | already
         reverse V1 P1                              | conflict
         see  stock                                 | 4 held 0",
    );
}

#[test]
fn amounts_and_accounts_must_make_sense() {
    Table::run(
        "post P1 MINT->stock 0                      | amount
         post P2 MINT->stock -1                     | amount
         post P3 MINT->stock 1000000000000001       | amount
         post P4 MINT->stock 1000000000000000       | ok
         post P5 MINT->stock 1                      | overflow MINT
         post P6 OTHER->stock 1                     | overflow stock
         post P7 stock->stock 1                     | same_account stock
         post P8 MINT:gift->ana:seat 1              | unit_mismatch ana
         post P9 MINT:seat->ana:seat 1              | unit_mismatch MINT
         see  stock                                 | 1000000000000000 held 0",
    );
}

#[test]
fn at_most_sixty_four_transfers() {
    let list = |count: usize| vec!["MINT->stock 1"; count].join(" ; ");
    Table::run(&format!(
        "post P1 {}                                 | ok
         post P2 {}                                 | too_many_transfers
         see stock                                  | 64 held 0",
        list(64),
        list(65)
    ));
}

#[test]
fn what_is_reserved_counts_against_the_floor_until_it_ends() {
    Table::run(
        "post P1 MINT->stock 3                      | ok
         reserve R1 90 stock->ana 2                 | ok
         see  stock                                 | 3 held 2
         see  ana                                   | 0 held 0
         post P2 stock->bo 2                        | floor stock
         reserve R2 90 stock->bo 2                  | floor stock
         post P3 stock->bo 1                        | ok
         release R1                                 | ok
         release R1                                 | already
         release R9                                 | not_reserved
         release P1                                 | not_reserved
         take T1 R1                                 | not_reserved
         post P4 stock->bo 2                        | ok
         see  stock                                 | 0 held 0",
    );
}

#[test]
fn a_part_may_be_taken_and_the_rest_is_free() {
    Table::run(
        "post P1 MINT->stock 9                      | ok
         reserve R1 90 stock->ana 4 ; stock->bo 3   | ok
         take T1 R1 5 0                             | amount
         take T2 R1 0 0                             | amount
         take T3 R1 -1 1                            | amount
         take T4 R1 1                               | amount
         take T5 R1 1 0                             | ok
         see  stock                                 | 8 held 0
         see  ana                                   | 1 held 0
         see  bo                                    | 0 held 0
         take T6 R1 1 0                             | not_reserved
         release R1                                 | already",
    );
}

#[test]
fn a_reservation_ends_by_itself_at_its_instant() {
    Table::run(
        "post P1 MINT->stock 1                      | ok
         reserve R0 0 stock->ana 1                  | expired
         reserve R1 90 stock->ana 1                 | ok
         clock 89                                   |
         lapse                                      | 0
         clock 90                                   |
         take T1 R1                                 | expired
         lapse                                      | 1
         lapse                                      | 0
         take T2 R1                                 | not_reserved
         release R1                                 | already
         post P2 stock->bo 1                        | ok",
    );
}

#[test]
fn a_take_is_good_whatever_became_of_the_limit_since() {
    Table::run(
        "reserve R1 90 ana@-2->USED 2               | ok
         post P1 USED->ana@0 1                      | ok
         take T1 R1                                 | ok
         see ana                                    | -1 held 0",
    );
}

#[test]
fn a_release_is_good_whatever_became_of_the_limit_since() {
    Table::run(
        "post P1 MINT->stock 5                      | ok
         reserve R1 90 stock->ana 5                 | ok
         post P2 MINT->stock@7 1                    | ok
         release R1                                 | ok
         see stock                                  | 6 held 0",
    );
}

#[test]
fn a_reversal_happens_once_and_asks_the_receivers_floor_only() {
    Table::run(
        "post P1 MINT->stock 5                      | ok
         post P2 stock->ana 2                       | ok
         post P3 ana->bo 1                          | ok
         reverse V1 P2                              | floor ana
         reverse V2 P3                              | ok
         reverse V3 P3                              | already_reversed
         reverse V1 P2                              | ok
         reverse V4 V1                              | ok
         reverse V5 P9                              | no such posting
         see  stock                                 | 3 held 0
         see  ana                                   | 2 held 0
         post P4 stock->ana@5 1                     | ok
         reverse V6 P4                              | floor ana",
    );
}

#[test]
fn a_reservation_is_no_posting_but_its_taking_is() {
    Table::run(
        "post P1 MINT->stock 5                      | ok
         reserve R1 90 stock->ana 2                 | ok
         reverse V1 R1                              | no such posting
         take T1 R1                                 | ok
         reverse V2 T1                              | ok
         see  stock                                 | 5 held 0",
    );
}

#[test]
fn the_soonest_end_is_spent_first_and_never_last() {
    Table::run(
        "post P1 MINT->ana:*stamp 5 until 50        | ok
         post P2 MINT->ana:*stamp 3 until 20        | ok
         post P3 MINT->ana:*stamp 4                 | ok
         post P4 MINT->ana:*stamp 1 until 50        | ok
         see  ana:*stamp                            | 13 held 0 lots 20=3 50=6 never=4
         post P5 ana:*stamp->MINT:*stamp 4          | ok
         see  ana:*stamp                            | 9 held 0 lots 50=5 never=4
         post P6 ana:*stamp->MINT:*stamp 7          | ok
         see  ana:*stamp                            | 2 held 0 lots never=2",
    );
}

#[test]
fn a_lot_that_ended_is_not_spent_and_goes_to_the_expired_account() {
    Table::run(
        "post P1 MINT->ana:*stamp 5 until 50        | ok
         post P2 MINT->ana:*stamp 3 until 90        | ok
         clock 50                                   |
         post P3 ana:*stamp->MINT:*stamp 4          | floor ana
         post P4 ana:*stamp->MINT:*stamp 1          | ok
         see  ana:*stamp                            | 7 held 0 lots 50=5 90=2
         expire E1 ana:*stamp                       | 5
         expire E2 ana:*stamp                       | 0
         see  ana:*stamp                            | 2 held 0 lots 90=2
         see  expired/stamp:*stamp                  | 5 held 0",
    );
}

#[test]
fn a_named_lot_is_taken_whatever_ends_sooner_and_even_if_it_ended() {
    Table::run(
        "post P1 MINT->ana:*stamp 5 until 50        | ok
         post P2 MINT->ana:*stamp 5 until 90        | ok
         post P3 MINT->ana:*stamp 5                 | ok
         post P4 ana:*stamp->MINT:*stamp 3 of 90    | ok
         post P4 ana:*stamp->MINT:*stamp 3          | conflict
         post P5 ana:*stamp->bo:*stamp 4 of never   | ok
         see  ana:*stamp                            | 8 held 0 lots 50=5 90=2 never=1
         see  bo:*stamp                             | 4 held 0 lots never=4
         post P6 ana:*stamp->MINT:*stamp 3 of 90    | floor ana
         post P7 ana:*stamp->MINT:*stamp 1 of 70    | floor ana
         clock 60                                   |
         post P8 ana:*stamp->MINT:*stamp 5 of 50    | ok
         reserve R1 80 ana:*stamp->bo:*stamp 2      | ok
         post P9 ana:*stamp->MINT:*stamp 1 of 90    | floor ana
         reverse V1 P4                              | ok
         see  ana:*stamp                            | 6 held 2 lots 90=5/2 never=1",
    );
}

#[test]
fn a_gift_between_members_keeps_the_end() {
    Table::run(
        "post P1 MINT->ana:*stamp 5 until 50        | ok
         post P2 MINT->ana:*stamp 5 until 90        | ok
         post P3 ana:*stamp->bo:*stamp 7            | ok
         see  bo:*stamp                             | 7 held 0 lots 50=5 90=2
         reverse V1 P3                              | ok
         see  bo:*stamp                             | 0 held 0
         see  ana:*stamp                            | 10 held 0 lots 50=5 90=5",
    );
}

#[test]
fn a_return_gives_back_to_the_lots_it_came_from_even_if_they_ended() {
    Table::run(
        "post P1 MINT->ana:*stamp 2 until 20        | ok
         post P2 MINT->ana:*stamp 4 until 50        | ok
         post P3 ana:*stamp->MINT:*stamp 5          | ok
         clock 30                                   |
         reverse V1 P3                              | ok
         see  ana:*stamp                            | 6 held 0 lots 20=2 50=4
         post P4 ana:*stamp->MINT:*stamp 5          | floor ana
         expire E1 ana:*stamp                       | 2",
    );
}

#[test]
fn taking_back_an_award_takes_its_own_lot_first_and_then_the_soonest() {
    Table::run(
        "post P1 MINT->ana:*stamp 4 until 20        | ok
         post P2 MINT->ana:*stamp 4 until 50        | ok
         post P3 MINT->ana:*stamp 4                 | ok
         reverse V2 P2                              | ok
         see  ana:*stamp                            | 8 held 0 lots 20=4 never=4
         post P4 ana:*stamp->MINT:*stamp 3          | ok
         reverse V1 P1                              | ok
         see  ana:*stamp                            | 1 held 0 lots never=1
         reverse V3 P3                              | floor ana",
    );
}

#[test]
fn taking_back_an_award_leaves_what_is_held_of_its_lot() {
    Table::run(
        "post P1 MINT->ana:*stamp 4 until 20        | ok
         post P2 MINT->ana:*stamp 4 until 50        | ok
         reserve R1 90 ana:*stamp->bo:*stamp 3      | ok
         reverse V1 P1                              | ok
         see  ana:*stamp                            | 4 held 3 lots 20=3/3 50=1
         take T1 R1                                 | ok
         see  bo:*stamp                             | 3 held 0 lots 20=3",
    );
}

#[test]
fn reserved_lots_stay_good_while_they_are_held() {
    Table::run(
        "post P1 MINT->ana:*stamp 4 until 20        | ok
         post P2 MINT->ana:*stamp 4 until 50        | ok
         reserve R1 90 ana:*stamp->bo:*stamp 6      | ok
         see  ana:*stamp                            | 8 held 6 lots 20=4/4 50=4/2
         post P3 ana:*stamp->bo:*stamp 3            | floor ana
         clock 30                                   |
         expire E1 ana:*stamp                       | 0
         take T1 R1 5                               | ok
         see  bo:*stamp                             | 5 held 0 lots 20=4 50=1
         see  ana:*stamp                            | 3 held 0 lots 50=3",
    );
}

#[test]
fn an_account_of_lots_holds_or_issues_for_good_and_cannot_owe() {
    Table::run(
        "post P1 MINT->ana:*stamp 4                 | ok
         post P2 MINT->bo@-1:*stamp 4               | broken: a holder of lots/stamp cannot owe it
         post P3 MINT->stock 4 until 5              | broken: gift has no lots to expire
         post P4 ana:*stamp->bo:*stamp 1 until 5    | broken: an expiry is set when the issuing side gives to a holder
         see  ana:*stamp                            | 4 held 0 lots never=4",
    );
    let mut table = Table::new();
    let mut posting = super::table::posting("P1", "MINT->ana:*stamp 4");
    assert_eq!(table.decide(&crate::Move::Post(posting.clone())), "ok");
    posting.id = super::table::id("P2");
    posting.transfers[0].to.floor = None;
    assert_eq!(table.decide(&crate::Move::Post(posting)), "unit_mismatch ana");
}

#[test]
fn lots_of_an_account_are_bounded() {
    let mut table = Table::new();
    for n in 1..=crate::MOST_LOTS {
        let posting =
            super::table::posting(&format!("P{n}"), &format!("MINT->ana:*stamp 1 until {n}"));
        assert_eq!(table.decide(&crate::Move::Post(posting)), "ok");
    }
    let more = super::table::posting("Q", "MINT->ana:*stamp 1");
    assert_eq!(table.decide(&crate::Move::Post(more)), "too_many_lots ana");
    let same = super::table::posting("R", "MINT->ana:*stamp 1 until 7");
    assert_eq!(table.decide(&crate::Move::Post(same)), "ok");
    let all = super::table::posting("S", "ana:*stamp->MINT:*stamp 10001");
    assert_eq!(table.decide(&crate::Move::Post(all)), "ok");
}

#[test]
fn words_that_could_be_personal_data_are_no_subjects() {
    let mut table = Table::new();
    for subject in ["Ana Müller", "ana@example.org", "", "+34 600", &"x".repeat(121)] {
        let mut posting = super::table::posting("P1", "MINT->stock 1");
        posting.subject = subject.to_owned();
        let found = table.decide(&crate::Move::Post(posting));
        assert!(found.starts_with("broken"), "{subject}: {found}");
    }
}
