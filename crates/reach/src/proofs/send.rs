//! From the turn that drew a code to the road outside.

use std::sync::Arc;

use ::store::{Db, Future, NewJob, Tx};
use kernel::{Error, Note, OrgId, Outlet, Time};
use people::{joining::returns::LIVES, members::proof::Letter};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use web::{shops, t};

/// Sends one letter.
pub const JOB: &str = "proofs.send";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Road {
    Email,
    Sms,
}

#[derive(Serialize, Deserialize)]
struct Sending {
    road: Road,
    letter: Letter,
    /// Then what is in it opens nothing any more.
    until: Time,
}

pub fn by_email(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move { enqueue(tx, Road::Email, data) })
}

pub fn by_sms(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move { enqueue(tx, Road::Sms, data) })
}

fn enqueue(tx: &mut Tx, road: Road, data: Json) -> kernel::Result<Json> {
    let letter: Letter = serde_json::from_value(data).map_err(Error::broken)?;
    let until = tx.now().plus(LIVES);
    tx.enqueue(NewJob::now(JOB, &Sending { road, letter, until })?);
    Ok(Json::Null)
}

pub fn run(db: &Db, org: OrgId, data: Json) -> Future<'_> {
    Box::pin(async move {
        let Sending { road, letter, until } =
            serde_json::from_value(data).map_err(|_| Error::broken("a letter that is none"))?;
        let world = db.world();
        if world.now() >= until {
            return Err(Error::broken("the message is over before it could leave"));
        }
        let outlet: Arc<dyn Outlet> = match road {
            Road::Email => world.post.email.clone(),
            Road::Sms => world.post.sms.clone(),
        }
        .ok_or_else(|| Error::broken("there is no way to send it any more"))?;
        let shop = shops::require(&mut db.read().await?, org).await?;
        let note = note(road, &letter, &shop.name);
        let sent = tokio::task::spawn_blocking(move || outlet.send(&note)).await;
        sent.map_err(|_| Error::broken("the sender broke"))?
            .map_err(|unsent| Error::broken(unsent.0))
    })
}

fn note(road: Road, letter: &Letter, shop: &str) -> Note {
    let lang = letter.lang;
    let code = letter.code.as_deref().unwrap_or_default();
    let link = letter.link.as_deref().unwrap_or_default();
    let (subject, text) = match (road, letter.code.is_some()) {
        (Road::Sms, _) => (String::new(), t!(lang, "proofs-sms", shop = shop, code = code)),
        (Road::Email, true) => (
            t!(lang, "proofs-subject", shop = shop),
            t!(lang, "proofs-mail", shop = shop, code = code, link = link),
        ),
        (Road::Email, false) => (
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
            let mail = note(Road::Email, &letter, "Fresh Market");
            assert!(mail.text.contains("K7M2QP"), "{lang:?}");
            assert!(mail.text.lines().any(|line| Some(line) == letter.link.as_deref()));
            assert!(mail.subject.contains("Fresh Market"));
            let sms = note(Road::Sms, &letter, "Fresh Market");
            assert!(sms.text.contains("K7M2QP") && !sms.text.contains("http"));
            assert!(!format!("{mail:?}{sms:?}").contains("K7M2QP"), "no log has it");
            let confirm = note(Road::Email, &Letter { code: None, ..letter }, "Fresh Market");
            assert!(confirm.text.contains("/return/links/1"));
        }
    }
}
