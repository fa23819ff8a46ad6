//! Joining in one turn.

use ::store::{NewJob, Tx};
use kernel::{FieldError, MemberId, Result, StoreId, text};
use serde_json::{Value as Json, json};

use super::{
    deciding,
    model::{
        ANSWER_MAX, Admit, Application, Claim, Join, Joined, Outcome, RECEIPT_MAX, Refusal, Second,
        State, To, Who, second,
    },
    seats, store,
};
use crate::{
    events,
    groups::{self, Group, PickHint},
    links::{self, Link, Standing},
    members::{self, Member, NewMember},
    memberships::{self, Membership, Why},
    series::{self, Series, Threshold},
};

/// Lets somebody in: who they are, which group, a seat, their place in it, tags, the lead gift, the
/// welcome, the counts. What was done before is not done again: the answer says `already`.
pub async fn join(tx: &mut Tx, join: Join) -> Result<Joined> {
    let way = Way::of(tx, &join).await?;
    let (known, proven) = recognize(tx, &join).await?;
    if let Some(member) = &known
        && let Some(answer) = before(tx, &join, &way, member, proven).await?
    {
        return Ok(answer);
    }
    let passage = threshold(tx, &join, &way, known.as_ref()).await?;
    let hint = PickHint { store: way.store, near: join.near };
    let group = seats::pick(tx, way.series.id, way.group, hint).await?;
    let person = person(tx, &join, &way, &group, known).await?;
    let wish = Wish { way: &way, group: &group, person: &person, proven };
    match passage {
        Passage::Open { question, answer } => {
            if !answer.is_empty() {
                let state = State::Admitted;
                keep_answer(tx, &wish, Kept { question, answer, state, due_at: None }).await?;
            }
            enter(tx, &wish).await
        }
        Passage::Waits { question, answer, due_at } => {
            let kept = Kept { question, answer, state: State::Waiting, due_at };
            wait(tx, &wish, kept).await
        }
    }
}

/// Where the wish leads, and to whose credit.
pub(super) struct Way {
    pub series: Series,
    pub link: Option<Link>,
    pub group: Option<kernel::GroupId>,
    pub store: Option<StoreId>,
    pub source: String,
    pub staff: Option<kernel::StaffId>,
}

impl Way {
    async fn of(tx: &mut Tx, join: &Join) -> Result<Self> {
        let org = tx.org();
        let (series, link, group) = match &join.to {
            To::Link(link) => {
                match link.standing(tx.now()) {
                    Standing::Open => {}
                    Standing::Closed => return Err(Refusal::LinkClosed.into()),
                    Standing::Expired => return Err(Refusal::LinkExpired.into()),
                }
                (link.series, Some(link.as_ref().clone()), link.group)
            }
            To::Series(series) => (*series, None, None),
            To::Group(group) => {
                let group = groups::require(tx, org, *group).await?;
                (group.series, None, Some(group.id))
            }
        };
        let series = series::require(tx, org, series).await?;
        let said = join.source.clone();
        let store = join.store.or_else(|| link.as_ref().and_then(|link| link.store));
        let staff = join.staff.or_else(|| link.as_ref().and_then(|link| link.staff));
        let source = said
            .or_else(|| link.as_ref().map(|link| link.source.clone()))
            .unwrap_or_else(|| "other".to_owned());
        Ok(Self { series, link, group, store, source, staff })
    }
    fn tags(&self) -> &[String] {
        self.link.as_ref().map_or(&[], |link| link.tags.as_slice())
    }
}

/// Whom we know already, and whether they may see what is theirs here.
async fn recognize(tx: &mut Tx, join: &Join) -> Result<(Option<Member>, bool)> {
    let org = tx.org();
    match &join.who {
        Who::Known(id) => {
            let member = members::require(tx, org, *id).await?;
            if member.erased_at.is_some() {
                return Err(members::Refusal::Erased.into());
            }
            Ok((Some(member), true))
        }
        Who::Typed(new) => {
            let Some(phone) = &new.phone else { return Ok((None, true)) };
            let member = members::by_phone(tx, org, phone).await?;
            let strange = member.is_some() && join.claim == Claim::Typed;
            Ok((member, !strange))
        }
    }
}

/// What an earlier stay or application in the same series answers.
async fn before(
    tx: &mut Tx,
    join: &Join,
    way: &Way,
    member: &Member,
    proven: bool,
) -> Result<Option<Joined>> {
    let org = tx.org();
    let answer = |group, outcome| Joined {
        member: member.id,
        membership: None,
        application: None,
        group,
        series: way.series.id,
        outcome,
        new: false,
        proven,
        gift: Json::Null,
    };
    let stays = memberships::open_of_member(tx, org, member.id).await?;
    if let Some(stay) = stays.iter().find(|stay| stay.series == way.series.id) {
        let link_store = way.link.as_ref().and_then(|link| link.store);
        let wanted = join.store.or(link_store);
        let here = (stay.group, stay.store);
        let already = Joined { membership: Some(stay.id), ..answer(stay.group, Outcome::Already) };
        return match second(way.series.second_group, here, way.group, wanted) {
            Second::Same => Ok(Some(already)),
            // On a strange device a refusal would tell where somebody else is.
            Second::Refuse if !proven => Ok(Some(already)),
            Second::Refuse => {
                let name = groups::require(tx, org, stay.group).await?.name;
                Err(Refusal::SecondGroup.with("name", name).into())
            }
            Second::Move => {
                memberships::actions::leave(tx, stay.id, Why::Moved).await?;
                Ok(None)
            }
        };
    }
    if matches!(way.series.threshold, Threshold::None) || join.admit == Admit::AtOnce {
        return Ok(None);
    }
    let wishes = store::of_member(tx, org, member.id).await?;
    let waiting = wishes
        .into_iter()
        .find(|wish| wish.series == way.series.id && wish.state == State::Waiting);
    Ok(waiting
        .map(|wish| Joined { application: Some(wish.id), ..answer(wish.group, Outcome::Waiting) }))
}

/// What the threshold of the series says about this wish.
enum Passage {
    Open { question: String, answer: String },
    Waits { question: String, answer: String, due_at: Option<kernel::Time> },
}

async fn threshold(tx: &mut Tx, join: &Join, way: &Way, known: Option<&Member>) -> Result<Passage> {
    let open = Passage::Open { question: String::new(), answer: String::new() };
    if join.admit == Admit::AtOnce {
        return Ok(open);
    }
    let mut fields = kernel::Fields::default();
    match &way.series.threshold {
        Threshold::None => Ok(open),
        Threshold::Question { question } => {
            let answer = text::require(&mut fields, "answer", &join.answer, ANSWER_MAX);
            fields.check(Passage::Open { question: question.clone(), answer })
        }
        Threshold::Purchase => {
            let receipt = text::require(&mut fields, "receipt", &join.receipt, RECEIPT_MAX);
            let receipt = fields.check(receipt)?;
            let member = known.map(|member| member.id);
            if proves_purchase(tx, &receipt, member).await? {
                return Ok(Passage::Open { question: String::new(), answer: receipt });
            }
            Ok(Passage::Waits { question: String::new(), answer: receipt, due_at: None })
        }
        Threshold::Approval { question, decides_after_hours } => {
            let hours = u64::try_from(*decides_after_hours).unwrap_or(24);
            let due_at = Some(tx.now().plus(std::time::Duration::from_secs(hours * 3600)));
            let answer = match question {
                Some(_) => text::require(&mut fields, "answer", &join.answer, ANSWER_MAX),
                None => text::body(&mut fields, "answer", &join.answer, ANSWER_MAX),
            };
            let question = question.clone().unwrap_or_default();
            fields.check(Passage::Waits { question, answer, due_at })
        }
    }
}

/// Whether the value wing knows this receipt. Without that wing the host looks at it.
async fn proves_purchase(tx: &mut Tx, receipt: &str, member: Option<MemberId>) -> Result<bool> {
    if !tx.can_act("purchases.receipt") {
        return Ok(false);
    }
    let answer =
        tx.act("purchases.receipt", json!({ "receipt": receipt, "member": member })).await?;
    Ok(answer.get("known").and_then(Json::as_bool).unwrap_or(false))
}

/// The person of a wish, kept.
pub(super) struct Person {
    pub id: MemberId,
    pub new: bool,
}

async fn person(
    tx: &mut Tx,
    join: &Join,
    way: &Way,
    group: &Group,
    known: Option<Member>,
) -> Result<Person> {
    if let Some(member) = known {
        members::actions::tag(tx, &member, way.tags()).await?;
        return Ok(Person { id: member.id, new: false });
    }
    let Who::Typed(new) = &join.who else { return Err(kernel::Error::NotFound("member")) };
    let mut new = NewMember { source: way.source.clone(), ..new.clone() };
    new.store = new.store.or(group.store).or(way.store);
    new.contact = new.contact.or(way.staff);
    for tag in way.tags() {
        if !new.tags.contains(tag) && new.tags.len() < members::model::TAGS_MAX {
            new.tags.push(tag.clone());
        }
    }
    let (id, _) = members::actions::add_as(tx, new, way.staff).await?;
    Ok(Person { id, new: true })
}

/// Everything about one wish, once the person is kept.
pub(super) struct Wish<'w> {
    pub way: &'w Way,
    pub group: &'w Group,
    pub person: &'w Person,
    pub proven: bool,
}

async fn enter(tx: &mut Tx, wish: &Wish<'_>) -> Result<Joined> {
    let link = wish.way.link.as_ref();
    let entry = deciding::Entry {
        member: wish.person.id,
        group: wish.group,
        link: link.map(|link| link.id),
        gift: link.and_then(|link| link.gift),
        source: &wish.way.source,
        staff: wish.way.staff,
        new: wish.person.new,
    };
    let (stay, gift) = deciding::seat(tx, &entry).await?;
    Ok(Joined {
        member: wish.person.id,
        membership: Some(stay.id),
        application: None,
        group: wish.group.id,
        series: wish.way.series.id,
        outcome: Outcome::In,
        new: wish.person.new,
        proven: wish.proven,
        gift,
    })
}

struct Kept {
    question: String,
    answer: String,
    state: State,
    due_at: Option<kernel::Time>,
}

async fn keep_answer(tx: &mut Tx, wish: &Wish<'_>, kept: Kept) -> Result<Application> {
    let now = tx.now();
    let decided_at = (kept.state != State::Waiting).then_some(now);
    let application = Application {
        id: tx.id(),
        member: wish.person.id,
        group: wish.group.id,
        series: wish.way.series.id,
        store: wish.group.store,
        link: wish.way.link.as_ref().map(|link| link.id),
        source: wish.way.source.clone(),
        staff: wish.way.staff,
        threshold: wish.way.series.threshold.word().to_owned(),
        question: kept.question,
        answer: kept.answer,
        state: kept.state,
        made_at: now,
        due_at: kept.due_at,
        decided_at,
        decided_by: None,
        gift: wish.way.link.as_ref().and_then(|link| link.gift),
    };
    store::insert(tx, &application).await?;
    Ok(application)
}

/// Keeps the wish until a person or the timer decides; the gift is held back for them meanwhile if
/// the value wing can.
async fn wait(tx: &mut Tx, wish: &Wish<'_>, kept: Kept) -> Result<Joined> {
    let application = keep_answer(tx, wish, kept).await?;
    if let Some(due_at) = application.due_at {
        let data = json!({ "application": application.id });
        tx.enqueue(NewJob::at(deciding::JOB, application.id.to_string(), due_at, &data)?);
    }
    deciding::gift(tx, deciding::GiftStep::Reserve, &application).await?;
    tx.emit(&events::ApplicationMade {
        application: application.id,
        member: application.member,
        group: application.group,
        link: application.link,
    })?;
    Ok(Joined {
        member: wish.person.id,
        membership: None,
        application: Some(application.id),
        group: wish.group.id,
        series: wish.way.series.id,
        outcome: Outcome::Waiting,
        new: wish.person.new,
        proven: wish.proven,
        gift: Json::Null,
    })
}

/// Takes back what a member asked for and nobody decided: they were erased.
pub async fn withdraw_all(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    for wish in store::of_member(tx, org, member).await? {
        if wish.state == State::Waiting {
            deciding::withdraw(tx, &wish).await?;
        }
    }
    Ok(())
}

/// Takes back what somebody waits for where the other waits too, because the two become one.
pub async fn withdraw_doubles(tx: &mut Tx, member: MemberId, other: MemberId) -> Result<()> {
    let org = tx.org();
    let waits = |wish: &super::model::Application| wish.state == State::Waiting;
    let there = store::of_member(tx, org, other).await?;
    for wish in store::of_member(tx, org, member).await?.into_iter().filter(waits) {
        if there.iter().filter(|one| waits(one)).any(|one| one.series == wish.series) {
            deciding::withdraw(tx, &wish).await?;
        }
    }
    Ok(())
}

/// The link behind a typed or scanned code, or what to tell instead.
pub async fn open_link(tx: &mut Tx, code: &str) -> Result<Link> {
    let org = tx.org();
    let link = links::find_by_code(tx, org, code).await?.ok_or(kernel::Error::NotFound("link"))?;
    match link.standing(tx.now()) {
        Standing::Open => Ok(link),
        Standing::Closed => Err(Refusal::LinkClosed.into()),
        Standing::Expired => Err(Refusal::LinkExpired.into()),
    }
}

/// What is wrong with a form that wants a phone number and has none.
pub fn phone_missing() -> kernel::Error {
    FieldError::new("phone", "required").into()
}

/// A stay as it begins.
pub(super) fn stay(tx: &Tx, entry: &deciding::Entry<'_>) -> Membership {
    Membership {
        id: tx.id(),
        member: entry.member,
        group: entry.group.id,
        series: entry.group.series,
        store: entry.group.store,
        link: entry.link,
        source: entry.source.to_owned(),
        staff: entry.staff,
        joined_at: tx.now(),
        left_at: None,
        left_why: None,
    }
}
