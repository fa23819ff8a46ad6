//! Writing a run, bringing it to the groups, and changing it.

use ::store::{EventRow, Future, Read, Tx};
use kernel::{Fields, Id, Lang, Result, Time};
use serde_json::{Value as Json, json};
use value::{
    bills::{Whom, sentences::Tongue},
    prices,
    words::Words,
};
use web::{Shop, shops, t, trail};

use super::{
    Outcome, Runs,
    model::{Kept, Line, Moment, Run},
    store,
};
use crate::activities::{self, Activity, Life};

/// Something happened to an activity: its run is brought anew.
pub fn hear<'a, R: Runs>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let id = event.data.get(R::SUBJECT).and_then(Json::as_str);
        let Some(id) = id.and_then(|id| id.parse::<Id<R>>().ok()) else { return Ok(()) };
        let shop = shops::require(tx, tx.org()).await?;
        bring(tx, &shop, (id, event.at)).await
    })
}

/// What is kept of a run.
pub async fn kept<R: Runs>(db: &mut impl Read, shop: &Shop, id: Id<R>) -> Result<Kept> {
    store::kept(db, shop.org, id.uuid()).await
}

/// The whole run, from the facts as they are.
pub async fn written<R: Runs>(
    db: &mut impl Read,
    shop: &Shop,
    (activity, facts, kept): (&Activity<R>, &R::Facts, &Kept),
) -> Result<Run> {
    let course = kept.course(&activity.plan, R::ends_at(activity));
    let open = R::outcome(facts) == Outcome::Open;
    let only = only(db, shop, &activity.plan.whom).await?;
    let mut lines = Vec::new();
    for moment in Moment::ALL {
        let Some(window) = kept.window(&course, moment, &shop.zone) else { continue };
        let changed = kept.of(moment);
        let (mut title, mut text) = (Words::default(), Words::default());
        for lang in Lang::ALL {
            let tongue = Tongue { lang, shop };
            *title.slot(lang) = titled(tongue, activity, moment);
            let typed = changed.text.of(lang);
            if let Some(made) = R::say(tongue, facts, moment) {
                let whole = format!("{made}{}", only.of(lang));
                *text.slot(lang) = if typed.is_empty() { whole } else { typed.to_owned() };
            }
        }
        // What is made of the end is planned as long as the end is not there.
        let to_come = open && moment.is_after() && (moment == Moment::Thanks || R::WINNERS);
        if !text.is_empty() || to_come {
            let rewritten = changed.at.is_some() || !changed.text.is_empty();
            let left_out = changed.left_out;
            lines.push(Line { moment, window, title, text, changed: rewritten, left_out });
        }
    }
    Ok(Run { off: kept.off, lines })
}

/// What a post of this moment is called in a host's day.
fn titled<R: Runs>(tongue: Tongue, activity: &Activity<R>, moment: Moment) -> String {
    let name = activity.plan.name.say(tongue.lang);
    match moment {
        Moment::Teaser => t!(tongue.lang, "activities_runs-title-teaser", name = name),
        Moment::Opening => t!(tongue.lang, "activities_runs-title-opening", name = name),
        Moment::LastCall => t!(tongue.lang, "activities_runs-title-last_call", name = name),
        Moment::Winners => t!(tongue.lang, "activities_runs-title-winners", name = name),
        Moment::Thanks => t!(tongue.lang, "activities_runs-title-thanks", name = name),
    }
}

/// Groups that it is for hear of it among themselves; tiers have no group, so all hear for whom it is.
async fn only(db: &mut impl Read, shop: &Shop, whom: &Whom) -> Result<Words> {
    let mut words = Words::default();
    if matches!(whom, Whom::Tiers { .. }) {
        let offers = prices::offers(db, shop.org, None).await?;
        for lang in Lang::ALL {
            let whom = prices::whom_said(lang, whom, &offers);
            *words.slot(lang) = format!(" {}", t!(lang, "activities-how-only", whom = whom));
        }
    }
    Ok(words)
}

/// Brings the run of an activity to whoever keeps the groups' days, or takes it out, after something that
/// happened at an instant.
async fn bring<R: Runs>(tx: &mut Tx, shop: &Shop, (id, at): (Id<R>, Time)) -> Result<()> {
    let org = tx.org();
    if !tx.can_act("runs.bring") {
        return Ok(());
    }
    let Some(activity) = activities::find(tx, org, id).await? else { return Ok(()) };
    if matches!(activity.life, Life::Draft | Life::Checked | Life::Archived) {
        return Ok(());
    }
    let facts = R::facts(tx, shop, activity.clone()).await?;
    let outcome = R::outcome(&facts);
    if outcome == Outcome::CalledOff {
        return tx.act("runs.withdraw", json!({ "activity": id.uuid() })).await.map(drop);
    }
    let kept = seen(tx, &activity, (outcome, at)).await?;
    let run = written(tx, shop, (&activity, &facts, &kept)).await?;
    let lines: Vec<&Line> = run.going_out(kept.known_at).collect();
    tx.act("runs.bring", brought(&activity, &lines)).await.map(drop)
}

/// Notes since when people know of it, and since when its end is known: a later look must not move that, and
/// neither must an event that is heard long after it happened.
async fn seen<R: Runs>(
    tx: &mut Tx,
    activity: &Activity<R>,
    (outcome, at): (Outcome, Time),
) -> Result<Kept> {
    let (org, now, id) = (tx.org(), tx.now(), activity.id.uuid());
    let was = store::kept(tx, org, id).await?;
    let mut kept = was.clone();
    kept.told_at = kept.told_at.or(Some(at));
    if outcome == Outcome::Known {
        let known = at.max(R::ends_at(activity).min(now));
        kept.known_at = kept.known_at.or(Some(known));
    }
    if kept != was {
        store::keep(tx, id, &kept).await?;
    }
    Ok(kept)
}

/// A run as the groups' days take it.
pub fn brought<R: Runs>(activity: &Activity<R>, lines: &[&Line]) -> Json {
    let whom = match &activity.plan.whom {
        Whom::Members | Whom::Tiers { .. } => json!("all"),
        Whom::Groups { groups } => json!({ "groups": groups }),
        Whom::Series { series } => json!({ "series": series }),
    };
    let said = |words: &Words| json!({ "en": words.en, "zh": words.zh, "es": words.es });
    let post = |line: &&Line| {
        let (kind, sells) = line.moment.post();
        json!({
            "moment": line.moment.word(),
            "due_at": line.window.due_at,
            "expires_at": line.window.expires_at,
            "kind": kind,
            "selling": sells == super::model::Sells::Yes,
            "said": { "title": said(&line.title), "text": said(&line.text) },
        })
    };
    json!({
        "activity": activity.id.uuid(),
        "page": R::page(activity.id),
        "whom": whom,
        "posts": lines.iter().map(post).collect::<Vec<_>>(),
    })
}

/// What a run would meet in the groups: how many they are, and which weekly posts give way.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Weighed {
    pub groups: i64,
    pub gives_way: Vec<GivesWay>,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct GivesWay {
    /// The local day, `2026-03-02`.
    pub day: String,
    pub at: String,
    pub title: Titles,
    pub groups: i64,
}

/// A title of a weekly post.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Titles {
    pub en: String,
    pub zh: String,
    pub es: String,
}

/// Asks whoever keeps the groups' days; nothing where nobody does.
pub async fn weigh<R: Runs>(
    tx: &mut Tx,
    activity: &Activity<R>,
    run: &Run,
) -> Result<Option<Weighed>> {
    if run.off || !tx.can_act("runs.weigh") {
        return Ok(None);
    }
    let lines: Vec<&Line> = run.lines.iter().filter(|line| !line.left_out).collect();
    let answer = tx.act("runs.weigh", brought(activity, &lines)).await?;
    serde_json::from_value(answer).map(Some).map_err(kernel::Error::broken)
}

/// What an operator changes: hours, texts, what is left out, whether there is a run at all. What was told
/// already is told; what is to come is brought anew.
pub async fn change<R: Runs>(tx: &mut Tx, shop: &Shop, id: Id<R>, wanted: Kept) -> Result<()> {
    let org = tx.org();
    let activity = activities::require(tx, org, id).await?;
    let was = store::kept(tx, org, id.uuid()).await?;
    let ends_at = R::ends_at(&activity);
    let mut fields = Fields::default();
    let course = was.course(&activity.plan, ends_at);
    let checked = wanted.checked(&course, &mut fields);
    let checked = fields.check(checked)?;
    let kept = Kept { told_at: was.told_at, known_at: was.known_at, ..checked };
    if kept == was {
        return Ok(());
    }
    store::keep(tx, id.uuid(), &kept).await?;
    trail::note(tx, "activities.run_changed", id, &noted(&was), &noted(&kept)).await?;
    let now = tx.now();
    bring(tx, shop, (id, now)).await
}

fn noted(kept: &Kept) -> Json {
    json!({ "off": kept.off, "moments": kept.moments })
}
