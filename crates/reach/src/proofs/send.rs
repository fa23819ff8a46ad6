//! From the turn that ordered a letter to the road outside.

use std::sync::Arc;

use ::store::{Db, Fate, Future, NewJob, Tx, jobs};
use kernel::{Note, OrgId, Outlet, Scope};
use people::{
    joining::letters::{self, Letter, Order},
    members::proof::Way,
};
use serde_json::Value as Json;
use web::{shops, t};

/// Draws and sends one letter.
pub const JOB: &str = "proofs.letter";

/// The action behind both ways: the order says which.
pub fn post(tx: &mut Tx, order: Json) -> Future<'_, Json> {
    Box::pin(async move {
        tx.enqueue(NewJob::now(JOB, &order)?);
        Ok(Json::Null)
    })
}

pub fn run(db: &Db, org: OrgId, data: Json) -> Future<'_, Fate> {
    Box::pin(async move {
        let Ok(order) = serde_json::from_value::<Order>(data) else {
            return Ok(Fate::GivenUp("an order that cannot be read".to_owned()));
        };
        let world = db.world();
        if world.now() >= order.until {
            return Ok(Fate::Over);
        }
        let outlet: Option<Arc<dyn Outlet>> = match order.way {
            Way::Email => world.post.email.clone(),
            Way::Sms => world.post.sms.clone(),
            Way::Counter => None,
        };
        let Some(outlet) = outlet else {
            return Ok(Fate::GivenUp("there is no way to send it any more".to_owned()));
        };
        let scope = Scope::system(org);
        let drawn = db.write(&scope, async |tx| letters::draw(tx, &order).await).await?;
        let Some(letter) = drawn.value else { return Ok(Fate::Done) };
        let shop = shops::require(&mut db.read().await?, org).await?;
        let note = note(order.way, &letter, &shop.name);
        jobs::send(outlet, note).await
    })
}

fn note(way: Way, letter: &Letter, shop: &str) -> Note {
    let lang = letter.lang;
    let code = letter.code.as_deref().unwrap_or_default();
    let link = letter.link.as_deref().unwrap_or_default();
    let (subject, text) = match (way, letter.code.is_some()) {
        (Way::Sms, _) => (String::new(), t!(lang, "proofs-sms", shop = shop, code = code)),
        (_, true) => (
            t!(lang, "proofs-subject", shop = shop),
            t!(lang, "proofs-mail", shop = shop, code = code, link = link),
        ),
        (_, false) => (
            t!(lang, "proofs-subject-confirm", shop = shop),
            t!(lang, "proofs-mail-confirm", shop = shop, link = link),
        ),
    };
    Note { to: letter.to.clone(), subject, text }
}

#[cfg(test)]
mod tests {
    use kernel::Lang;

    use super::*;

    #[test]
    fn every_language_says_the_code_and_the_link() {
        for lang in Lang::ALL {
            let letter = Letter {
                to: "ana@example.com".into(),
                lang,
                code: Some("K7M2QP".into()),
                link: Some("https://club.example/fresh/return/links/1".into()),
            };
            let mail = note(Way::Email, &letter, "Fresh Market");
            assert!(mail.text.contains("K7M2QP"), "{lang:?}");
            assert!(mail.text.lines().any(|line| Some(line) == letter.link.as_deref()));
            assert!(mail.subject.contains("Fresh Market"));
            let sms = note(Way::Sms, &letter, "Fresh Market");
            assert!(sms.text.contains("K7M2QP") && !sms.text.contains("http"));
            assert!(!format!("{mail:?}{sms:?}").contains("K7M2QP"), "no log has it");
            let confirm = note(Way::Email, &Letter { code: None, ..letter }, "Fresh Market");
            assert!(confirm.text.contains("/return/links/1"));
        }
    }
}
