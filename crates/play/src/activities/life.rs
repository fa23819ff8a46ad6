//! The life of an activity, whatever its kind: planned, looked through, announced, opened, closed, put away.
//!
//! Every step is here once. What only a kind can say of it is asked by [`Lives`]: what its draft names, what
//! lies aside while it is announced, what its end is.

use std::time::Duration;

use ::store::{NewJob, Tx};
use kernel::{Error, FieldError, Fields, Id, Result, Time};
use web::{Shop, trail};

use super::{
    model::{Activity, Draft, Life, Sort, reason},
    plans::{self, Noted},
    reading::note_playing,
    store,
};

/// A look is never late for so long.
const FAILED: Duration = Duration::from_mins(5);

/// A kind that can be planned and has a life. What stands in the way of a step is named, field by field.
pub trait Lives: Sort + Sized {
    /// The job that looks at one of it.
    const LOOK: &'static str;
    /// What a draft names of the shop's: its gift, its gifts, or nothing.
    type Named: Send + Sync;

    /// The refusal of a step for which it is somewhere else in its life.
    fn wrong_state() -> Error;

    /// Cleans a draft, and names every field that is out of bounds.
    fn checked(draft: Draft<Self>, fields: &mut Fields) -> Draft<Self>;

    /// What a draft names is this shop's.
    fn named(
        tx: &mut Tx,
        shop: &Shop,
        draft: &Draft<Self>,
        fields: &mut Fields,
    ) -> impl Future<Output = Result<Self::Named>> + Send;

    /// What stops it from being announced besides: too little on a shelf, more than the budget, a law.
    fn hold(
        tx: &mut Tx,
        shop: &Shop,
        asked: (Id<Self>, &Draft<Self>, &Self::Named),
        fields: &mut Fields,
    ) -> impl Future<Output = Result<()>> + Send;

    /// What of a change breaks a promise to the people who were told of it as it was.
    fn promised(
        tx: &mut Tx,
        shop: &Shop,
        change: (&Activity<Self>, &Draft<Self>),
        fields: &mut Fields,
    ) -> impl Future<Output = Result<()>> + Send;

    /// It is announced: what it needs lies aside from now on, and it is told.
    fn announce(
        tx: &mut Tx,
        shop: &Shop,
        announced: (&Activity<Self>, &Self::Named),
    ) -> impl Future<Output = Result<()>> + Send;

    /// It is open: it is told.
    fn opened(
        tx: &mut Tx,
        activity: &Activity<Self>,
        opened: Opened,
    ) -> impl Future<Output = Result<()>> + Send;

    /// It was changed after it was announced: more lies aside, and it is told.
    fn changed(
        tx: &mut Tx,
        change: (&Activity<Self>, &Activity<Self>),
    ) -> impl Future<Output = Result<()>> + Send;

    /// Whether somebody can close it before its time.
    fn may_close(activity: &Activity<Self>, _now: Time) -> bool {
        matches!(activity.life, Life::Scheduled | Life::Open)
    }

    /// Nobody takes part in it any more.
    fn end(tx: &mut Tx, activity: &mut Activity<Self>) -> impl Future<Output = Result<()>> + Send;

    /// Notes when to look at it again, and settles it when nothing of it is out any more.
    fn plan_next(
        tx: &mut Tx,
        activity: &mut Activity<Self>,
    ) -> impl Future<Output = Result<()>> + Send;
}

/// Whether it opened at the hour that people were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    OnTime,
    Early,
}

/// Writes a draft.
pub async fn create<K: Lives>(tx: &mut Tx, shop: &Shop, draft: Draft<K>) -> Result<Id<K>> {
    let mut fields = Fields::default();
    let draft = K::checked(draft, &mut fields);
    K::named(tx, shop, &draft, &mut fields).await?;
    let Draft { plan, terms } = fields.check(draft)?;
    let activity = Activity { id: tx.id::<K>(), ..Activity::sketch(plan, terms, tx.now()) };
    store::insert(tx, &activity).await?;
    let what = format!("{}.created", K::SLICE);
    trail::note(tx, &what, activity.id, &(), &Noted::of(&activity)).await?;
    Ok(activity.id)
}

/// Changes it. A draft is changed freely; what was announced keeps what was promised, and is changed with a
/// reason.
pub async fn change<K: Lives>(
    tx: &mut Tx,
    shop: &Shop,
    id: Id<K>,
    (draft, why): (Draft<K>, &str),
) -> Result<()> {
    let was = store::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let draft = K::checked(draft, &mut fields);
    match was.life {
        Life::Draft | Life::Checked => {
            K::named(tx, shop, &draft, &mut fields).await?;
            let Draft { plan, terms } = fields.check(draft)?;
            let is = Activity { plan, terms, life: Life::Draft, ..was.clone() };
            plans::keep(tx, (&was, &is), None).await
        }
        Life::Scheduled | Life::Open => {
            K::promised(tx, shop, (&was, &draft), &mut fields).await?;
            let Draft { plan, terms } = fields.check(draft)?;
            let why = reason(why)?;
            let mut is = Activity { plan, terms, ..was.clone() };
            plans::keep(tx, (&was, &is), Some(&why)).await?;
            K::changed(tx, (&was, &is)).await?;
            K::plan_next(tx, &mut is).await
        }
        Life::Closed | Life::Settled | Life::Archived => Err(K::wrong_state()),
    }
}

/// A draft: nothing else can be looked through or announced.
async fn require_draft<K: Lives>(tx: &mut Tx, id: Id<K>) -> Result<Activity<K>> {
    let found = store::require(tx, tx.org(), id).await?;
    match found.life {
        Life::Draft | Life::Checked => Ok(found),
        _ => Err(K::wrong_state()),
    }
}

/// Looks a draft through: what would stop it from being announced is named, field by field.
pub async fn check<K: Lives>(tx: &mut Tx, shop: &Shop, id: Id<K>) -> Result<()> {
    let was = require_draft(tx, id).await?;
    ready(tx, shop, &was).await?;
    let is = Activity { life: Life::Checked, ..was.clone() };
    plans::keep(tx, (&was, &is), None).await
}

/// Nothing stands in the way of its announcement.
async fn ready<K: Lives>(tx: &mut Tx, shop: &Shop, is: &Activity<K>) -> Result<K::Named> {
    let mut fields = Fields::default();
    let draft = Draft::of(is);
    let named = K::named(tx, shop, &draft, &mut fields).await?;
    if is.plan.closes_at <= tx.now() {
        fields.push(FieldError::new("closes_at", "time_past"));
    }
    K::hold(tx, shop, (is.id, &draft, &named), &mut fields).await?;
    fields.check(named)
}

/// Announces it: members see when it opens.
pub async fn schedule<K: Lives>(tx: &mut Tx, shop: &Shop, id: Id<K>) -> Result<Activity<K>> {
    let was = require_draft(tx, id).await?;
    let named = ready(tx, shop, &was).await?;
    let mut is = Activity { life: Life::Scheduled, ..was.clone() };
    plans::keep(tx, (&was, &is), None).await?;
    note_playing(tx).await?;
    K::announce(tx, shop, (&is, &named)).await?;
    K::plan_next(tx, &mut is).await?;
    Ok(is)
}

/// Opens it now, whatever its hour was; a draft is announced with it.
pub async fn open<K: Lives>(tx: &mut Tx, shop: &Shop, id: Id<K>) -> Result<Activity<K>> {
    let (found, now) = (store::require(tx, tx.org(), id).await?, tx.now());
    let was = match found.life {
        Life::Draft | Life::Checked => schedule(tx, shop, id).await?,
        Life::Scheduled if found.plan.closes_at > now => found,
        _ => return Err(K::wrong_state()),
    };
    let mut is = was.clone();
    is.plan.opens_at = is.plan.opens_at.min(now);
    let opened = if was.plan.opens_at > now { Opened::Early } else { Opened::OnTime };
    begin(tx, &mut is, opened).await?;
    plans::note(tx, "opened", (&was, &is), None).await?;
    K::plan_next(tx, &mut is).await?;
    Ok(is)
}

/// From now on it is open.
pub async fn begin<K: Lives>(
    tx: &mut Tx,
    activity: &mut Activity<K>,
    opened: Opened,
) -> Result<()> {
    activity.life = Life::Open;
    store::update(tx, activity).await?;
    K::opened(tx, activity, opened).await
}

/// Closes it before its time, with the reason. What was taken stays good.
pub async fn close<K: Lives>(tx: &mut Tx, id: Id<K>, why: &str) -> Result<Activity<K>> {
    let was = store::require(tx, tx.org(), id).await?;
    if !K::may_close(&was, tx.now()) {
        return Err(K::wrong_state());
    }
    let why = reason(why)?;
    let mut is = was.clone();
    K::end(tx, &mut is).await?;
    plans::note(tx, "closed", (&was, &is), Some(&why)).await?;
    K::plan_next(tx, &mut is).await?;
    Ok(is)
}

/// Nobody takes part any more: it is closed from now on, or settled.
pub async fn over<K: Lives>(tx: &mut Tx, activity: &mut Activity<K>, life: Life) -> Result<()> {
    activity.life = life;
    store::update(tx, activity).await?;
    note_playing(tx).await
}

/// Out of the way. What was never announced goes there too.
pub async fn archive<K: Lives>(tx: &mut Tx, id: Id<K>) -> Result<()> {
    let was = store::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked | Life::Settled) {
        return Err(K::wrong_state());
    }
    let is = Activity { life: Life::Archived, ..was.clone() };
    plans::keep(tx, (&was, &is), None).await
}

/// Nobody takes part in it any more.
pub async fn end<K: Lives>(tx: &mut Tx, activity: &mut Activity<K>) -> Result<()> {
    K::end(tx, activity).await
}

/// The next look at it.
pub fn look_at<K: Lives>(id: Id<K>, at: Time) -> Result<NewJob> {
    NewJob::at(K::LOOK, id.to_string(), at, &id)
}

/// Looks at it then, or not any more.
pub async fn set_next<K: Lives>(
    tx: &mut Tx,
    activity: &mut Activity<K>,
    next: Option<Time>,
) -> Result<()> {
    if let Some(at) = next {
        tx.enqueue(look_at(activity.id, at)?);
    }
    if next != activity.due_at {
        store::set_due(tx, activity.id.uuid(), next).await?;
        activity.due_at = next;
    }
    Ok(())
}

/// Looks at it then, if that is sooner than planned or nothing is.
pub async fn look_by<K: Lives>(tx: &mut Tx, activity: &mut Activity<K>, at: Time) -> Result<()> {
    // A look that has been due for long is one that failed.
    let now = tx.now();
    if activity.due_at.is_some_and(|due| due <= at && due.plus(FAILED) > now) {
        return Ok(());
    }
    set_next(tx, activity, Some(at)).await
}
