//! Forms sent twice, as a double tap and a stale tab do: one effect.

use axum::http::header;
use store::{Read as _, args};

use super::{
    ground::{Asker, Ground, on_each_engine},
    sent::Sent,
};

/// How much happened so far: every effect is written down as a change or an event.
async fn happened(ground: &Ground) -> i64 {
    let mut db = ground.house().db().read().await.unwrap();
    let mut sum = 0;
    for table in ["event", "trail", "session", "journal"] {
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE org = $1");
        let row = db.row(&sql, args![ground.street.chain]).await.unwrap().unwrap();
        sum += row.get::<i64>("n").unwrap();
    }
    sum
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_sent_twice_has_one_effect() {
    on_each_engine(async |ground| {
        let mut took = 0;
        for (at, (asker, sheet)) in ground.sheets().into_iter().enumerate() {
            if asker == Asker::Nobody {
                continue;
            }
            let names: Vec<_> = sheet.names().into_iter().map(str::to_owned).collect();
            let mark = format!("twice-{at}");
            let mut filled = sheet.with(&[("once", &mark)]);
            for (name, value) in
                [("name", "Sala Ríos"), ("name_en", "Mango"), ("cost", "3"), ("reason", "spam")]
            {
                if names.iter().any(|known| known == name) {
                    filled = filled.with(&[(name, value)]);
                }
            }
            // One tab, one session: the mark counts for whoever sends it.
            let Some((name, cookie)) = ground.shows(asker).await else { continue };
            let send = async || {
                let shown = Some((name.clone(), cookie.clone()));
                ground.hold(Sent::post(&filled.action, filled.body()).by(shown).lang(at)).await
            };
            assert_eq!(name, header::COOKIE);
            let before = happened(ground).await;
            let first = send().await;
            let once = happened(ground).await;
            let second = send().await;
            let twice = happened(ground).await;
            took += i64::from(once > before);
            if twice != once {
                ground.complain(second.told(&format!(
                    "{} effects, then {}",
                    once - before,
                    twice - once
                )));
            }
            // What left by the first answer only, such as a new link, is not said again; that it was done is.
            let said = second.status < 400 || first.status == second.status;
            let gone = sheet.action.ends_with("sign-out") || sheet.action.ends_with("locking");
            if !said && !gone {
                ground
                    .complain(second.told(&format!("{} and then {}", first.status, second.status)));
            }
        }
        assert!(took > 20, "only {took} forms did anything");
    })
    .await;
}
