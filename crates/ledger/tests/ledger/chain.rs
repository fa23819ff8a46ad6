//! What anybody can check without the shop: a posting against its row, a row against the chain.

use std::ops::RangeInclusive;

use kernel::{Error, PageRequest, PostingId};
use ledger::{Flaw, Links, MOST_LINKS, Proof, Proven, Seal, Span, links};
use sha2::{Digest as _, Sha256};
use store::{Read, args};

use crate::{on_each, proofs::busy, world::Shop};

on_each! {
    async fn a_member_can_check_their_posting_without_seeing_others(shop) {
        let postings = busy(&shop).await;
        let mut read = shop.ground.db.read().await.unwrap();
        for id in &postings {
            let proof = ledger::proof(&mut read, shop.org, *id).await.unwrap();
            assert_eq!(proof.check(), Ok(*id));
            let text = serde_json::to_string(&proof).unwrap();
            let others = postings.iter().filter(|other| text.contains(&other.to_string()));
            assert_eq!(others.collect::<Vec<_>>(), [id]);
            let mut other = proof.clone();
            other.line = proof.line.replace("\"amount\":", "\"amount\":1");
            assert_eq!(other.check(), Err(Flaw::NotInRow));
            let mut other = proof.clone();
            other.place = 0;
            assert_eq!(other.check(), Err(Flaw::NotInRow));
            let mut other = proof.clone();
            (other.row, other.hash) = (proof.row + 1, proof.hash.clone());
            assert_eq!(other.check(), Err(Flaw::NotInRow));
            let mut other = proof.clone();
            other.lines = usize::MAX;
            assert_eq!(other.check(), Err(Flaw::Unreadable));
            let mut other = proof.clone();
            other.hash = "é".repeat(32);
            assert_eq!(other.check(), Err(Flaw::Unreadable));
        }
        let error = ledger::proof(&mut read, shop.org, shop.id()).await.unwrap_err();
        assert_eq!(error, Error::NotFound("posting"));
    }
}

/// All pages of what was moved under these prefixes.
async fn all(shop: &Shop, prefixes: &[&str], limit: u32) -> Vec<Proven> {
    let mut read = shop.ground.db.read().await.unwrap();
    let (mut all, mut cursor) = (Vec::new(), None);
    for _ in 0..100 {
        let page = PageRequest { limit: Some(limit.to_string()), cursor };
        let found = ledger::proofs_under(&mut read, shop.org, prefixes, &page).await.unwrap();
        assert!(found.items.len() <= limit as usize);
        all.extend(found.items);
        cursor = found.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
    panic!("pages without end");
}

on_each! {
    async fn a_holder_gets_the_proofs_of_what_moved_theirs_and_of_nothing_else(shop) {
        busy(&shop).await;
        let mut read = shop.ground.db.read().await.unwrap();
        let rows = read
            .rows(
                "SELECT t.source, t.target, p.id AS posting FROM transfer t JOIN posting p
                 ON p.org = t.org AND p.number = t.number AND p.leaf = t.leaf WHERE t.org = $1",
                args![shop.org],
            )
            .await
            .unwrap();
        drop(read);
        let moved: Vec<(String, String, PostingId)> = rows
            .iter()
            .map(|row| (row.get("source").unwrap(), row.get("target").unwrap(), row.get("posting").unwrap()))
            .collect();
        let holders: std::collections::BTreeSet<String> = moved
            .iter()
            .flat_map(|(source, target, _)| [source, target])
            .filter_map(|key| key.split('/').find(|part| part.starts_with("mbr_")).map(str::to_owned))
            .collect();
        assert!(holders.len() > 2, "{holders:?}");
        for holder in &holders {
            let prefixes = [format!("gifts/{holder}/"), format!("stamps/{holder}/")];
            let prefixes = [prefixes[0].as_str(), prefixes[1].as_str()];
            let own = |key: &String| prefixes.iter().any(|prefix| key.starts_with(prefix));
            let whole = all(&shop, &prefixes, 200).await;
            assert_eq!(all(&shop, &prefixes, 1).await, whole, "page by page it is the same");
            let lines = moved.iter().map(|(source, target, _)| usize::from(own(source)) + usize::from(own(target)));
            assert_eq!(whole.iter().map(|one| one.lines.len()).sum::<usize>(), lines.sum::<usize>());
            let mut ids: Vec<PostingId> = Vec::new();
            for one in &whole {
                let id = one.proof.check().unwrap();
                assert!(one.lines.iter().all(|line| line.posting == id && own(&line.account.to_string())));
                assert!(!one.lines.is_empty());
                ids.push(id);
            }
            let mut expected: Vec<PostingId> =
                moved.iter().filter(|(s, t, _)| own(s) || own(t)).map(|(.., id)| *id).collect();
            expected.sort();
            expected.dedup();
            ids.sort();
            assert_eq!(ids, expected, "each once");
        }
        let nobody = [format!("gifts/{}/", shop.member())];
        assert_eq!(all(&shop, &[&nobody[0]], 50).await, []);
        assert_eq!(all(&shop, &[], 50).await, []);
    }
}

on_each! {
    async fn a_changed_byte_anywhere_in_a_proof_is_found(shop) {
        let postings = busy(&shop).await;
        let mut read = shop.ground.db.read().await.unwrap();
        let proof = ledger::proof(&mut read, shop.org, postings[1]).await.unwrap();
        let text = serde_json::to_string(&proof).unwrap();
        let mut still = 0;
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
            let Ok(other) = serde_json::from_slice::<Proof>(&bytes) else { continue };
            if other.lines == proof.lines {
                assert!(other.check().is_err(), "byte {at} of {text}");
                still += 1;
            } else {
                // How many lines there are only says how the path is folded; the line is the same.
                assert_eq!(other.check().unwrap_or(postings[1]), postings[1]);
            }
        }
        assert!(still > 500, "most changes leave something to read: {still}");
    }
}

/// Walks as docs/ledger.md says: the hash that follows from a row's hash and the rows behind it.
fn walk(before: &str, links: &Links) -> String {
    let mut hash = unhex(before);
    for (number, (at, root)) in (links.from..).zip(&links.rows) {
        let next = Sha256::new()
            .chain_update(&hash)
            .chain_update(number.to_be_bytes())
            .chain_update(at.to_be_bytes())
            .chain_update(unhex(root));
        hash = next.finalize().to_vec();
    }
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|n| u8::from_str_radix(&text[n * 2..n * 2 + 2], 16).unwrap()).collect()
}

async fn span(read: &mut impl Read, shop: &Shop, rows: RangeInclusive<i64>) -> Links {
    let span = Span { from: *rows.start(), to: *rows.end() };
    links(read, shop.org, span).await.unwrap()
}

fn number(of: i64) -> usize {
    usize::try_from(of).unwrap()
}

on_each! {
    async fn a_noted_row_leads_to_the_head_and_no_changed_history_does(shop) {
        busy(&shop).await;
        let mut read = shop.ground.db.read().await.unwrap();
        let head = ledger::head(&mut read, shop.org).await.unwrap().unwrap();
        assert_eq!(head.row, 9);
        let mut noted: Vec<Seal> = Vec::new();
        for row in 1..=head.row {
            noted.push(ledger::seal(&mut read, shop.org, row).await.unwrap().unwrap());
        }
        assert_eq!(noted.last(), Some(&head));
        for seal in &noted {
            let way = span(&mut read, &shop, seal.row + 1..=head.row).await;
            assert_eq!((&way.before, way.rows.len()), (&seal.hash, number(head.row - seal.row)));
            assert_eq!((way.to, &way.hash), (head.row, &head.hash));
            assert_eq!(walk(&seal.hash, &way), head.hash);
            for at in 0..way.rows.len() {
                let mut other = way.clone();
                other.rows[at].0 += 1;
                assert_ne!(walk(&seal.hash, &other), head.hash);
                let mut other = way.clone();
                other.rows[at].1 = "00".repeat(32);
                assert_ne!(walk(&seal.hash, &other), head.hash);
            }
        }
        let whole = span(&mut read, &shop, 1..=head.row).await;
        assert_eq!(walk(&"00".repeat(32), &whole), head.hash, "from the very first row");
        let part = span(&mut read, &shop, 3..=5).await;
        assert_eq!((part.to, &part.hash, part.rows.len()), (5, &noted[4].hash, 3));
        let beyond = span(&mut read, &shop, 8..=i64::MAX).await;
        assert_eq!((beyond.to, beyond.rows.len()), (9, 2), "not written yet");
        for from in [i64::MIN, -1, 0, head.row + 2, i64::MAX] {
            let none = links(&mut read, shop.org, Span { from, to: i64::MAX }).await;
            assert_eq!(none.unwrap_err(), Error::NotFound("row"), "{from}");
        }
        drop(read);
        // Whoever changes a line has to change the row's hash, and the noted head no longer follows.
        let spoil = "UPDATE journal SET body = body || '~' WHERE org = $1 AND number = 4";
        shop.ground.db.write(&shop.scope(), async |tx| tx.run(spoil, args![shop.org]).await).await.unwrap();
        let mut read = shop.ground.db.read().await.unwrap();
        let way = span(&mut read, &shop, 2..=head.row).await;
        assert_ne!(walk(&noted[0].hash, &way), head.hash);
    }
}

on_each! {
    async fn an_answer_holds_so_many_rows_and_the_next_goes_on_there(shop) {
        busy(&shop).await;
        let copy = "INSERT INTO journal (org, number, at, hash, body)
                    SELECT org, number + CAST($2 AS BIGINT), at, hash, body FROM journal WHERE org = $1";
        shop.ground
            .db
            .write(&shop.scope(), async |tx| {
                for many in [9i64, 18, 36, 72, 144, 288, 576, 1152] {
                    tx.run(copy, args![shop.org, many]).await?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let mut read = shop.ground.db.read().await.unwrap();
        let first = span(&mut read, &shop, 1..=i64::MAX).await;
        assert_eq!((first.to, first.rows.len()), (MOST_LINKS, number(MOST_LINKS)));
        let next = span(&mut read, &shop, first.to + 1..=i64::MAX).await;
        assert_eq!((next.to, &next.before), (2304, &first.hash));
        drop(read);
        // A row may be long; a hundred of a hundred thousand bytes are too much for one answer.
        let long = "UPDATE journal SET body = $2 WHERE org = $1 AND number <= 100";
        let text = "x".repeat(100_000);
        shop.ground.db.write(&shop.scope(), async |tx| tx.run(long, args![shop.org, text]).await).await.unwrap();
        let mut read = shop.ground.db.read().await.unwrap();
        let short = span(&mut read, &shop, 1..=2000).await;
        assert_eq!((short.to, short.rows.len()), (50, 50));
    }
}

on_each! {
    async fn another_org_shows_nothing_of_these_books(shop) {
        busy(&shop).await;
        let other = shop.ground.world.id::<kernel::kinds::Org>();
        let mut read = shop.ground.db.read().await.unwrap();
        assert_eq!(ledger::head(&mut read, other).await.unwrap(), None);
        assert_eq!(ledger::seal(&mut read, other, 1).await.unwrap(), None);
        let none = links(&mut read, other, Span { from: 2, to: 9 }).await;
        assert_eq!(none.unwrap_err(), Error::NotFound("row"));
        let page = PageRequest::default();
        let found = ledger::proofs_under(&mut read, other, &["gifts/", "stamps/"], &page).await.unwrap();
        assert_eq!(found.items, []);
    }
}

/// The example of docs/ledger.md, which people work through by hand.
#[test]
fn the_worked_example_of_the_documentation_holds() {
    let page = include_str!("../../../../docs/ledger.md");
    let example = page.split("```").find_map(|part| part.strip_prefix("json\n")).unwrap();
    let proof: Proof = serde_json::from_str(example).unwrap();
    proof.check().unwrap();
    assert_eq!((proof.place, proof.lines, proof.path.len()), (2, 8, 3), "as its words say");
    let sha = |parts: &[&[u8]]| Sha256::digest(parts.concat());
    let path: Vec<Vec<u8>> = proof.path.iter().map(|hash| unhex(hash)).collect();
    let leaf = sha(&[&[0], proof.line.as_bytes()]);
    let pair = sha(&[&[1], &leaf, &path[0]]);
    let half = sha(&[&[1], &path[1], &pair]);
    let root = sha(&[&[1], &half, &path[2]]);
    let (row, at) = (proof.row.to_be_bytes(), proof.at.to_be_bytes());
    let hash = sha(&[&unhex(&proof.before), &row, &at, &root]);
    let hexadecimal =
        |hash: &[u8]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let worked = [leaf, pair, half, root, hash].map(|hash| hexadecimal(&hash));
    let told = page.lines().filter_map(|line| line.strip_prefix("# "));
    assert_eq!(told.filter(|line| line.len() == 64).collect::<Vec<_>>(), worked);
    assert_eq!(worked[4], proof.hash);
}
