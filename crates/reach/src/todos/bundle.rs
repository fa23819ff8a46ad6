//! A day's to-dos of one person, bundled: one card for each text, with all the groups it goes to.

use std::collections::HashMap;

use kernel::{GroupId, OrgId, Result, SlotId, StaffId, Time};
use people::groups::{self, Group, Narrow, outside};
use store::Read;
use web::Shop;

use super::{
    model::{Todo, day_text},
    store as rows,
};
use crate::{
    posts::{self, Post},
    programmes::{self, Slot},
    runs,
};

/// Groups that nobody hosts fall to the operators; more than these are shown by the list of hosts.
const ORPHANS: usize = 50;

/// One text with everywhere it goes.
#[derive(Debug)]
pub struct Card {
    pub slot: Slot,
    /// Where its picture is saved from.
    pub picture: Option<String>,
    pub due_at: Time,
    pub expires_at: Time,
    pub lines: Vec<Line>,
}

/// One group of a card.
#[derive(Debug)]
pub struct Line {
    pub todo: Todo,
    pub group: Group,
    pub post: Post,
    /// How to get to a group that lives elsewhere, if we were told.
    pub way: Option<String>,
}

impl Card {
    pub fn waiting(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.todo.is_waiting())
    }
    pub fn is_done(&self) -> bool {
        self.waiting().next().is_none()
    }
    /// Whether one text is right for all of its groups.
    pub fn is_one_text(&self) -> bool {
        let first = self.lines.first().map(|line| &line.post);
        self.lines.iter().all(|line| {
            !line.post.has_link() && first.is_some_and(|post| post.text == line.post.text)
        })
    }
}

/// A person's day.
#[derive(Debug, Default)]
pub struct Day {
    pub cards: Vec<Card>,
    pub groups: Vec<Group>,
    /// What needs a hand at groups that live elsewhere.
    pub warnings: Vec<(Group, outside::Warning)>,
}

/// The groups of a person: those they host or stand in for; without any, and with more to say than a
/// host, those that nobody hosts.
pub async fn groups_of(
    db: &mut impl Read,
    scope: &kernel::Scope,
    person: StaffId,
    own: Own,
) -> Result<Vec<Group>> {
    let mine = groups::of_host(db, scope.org(), person).await?;
    if !mine.is_empty() || own == Own::Only {
        return Ok(mine);
    }
    let narrow = Narrow { state: Some(groups::State::Open), ..Narrow::default() };
    let page = kernel::PageRequest { limit: Some("200".to_owned()), cursor: None };
    let all = groups::list(db, scope.org(), &narrow, groups::Order::default(), &page).await?;
    let mut all = all.items;
    all.retain(|group| group.host.is_none() && scope.remit().covers_group(group.id, group.store));
    all.truncate(ORPHANS);
    Ok(all)
}

/// Whether only what somebody hosts is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    Only,
    AndOrphans,
}

/// The day of these groups: what was done and what is still worth doing.
pub async fn of(db: &mut impl Read, shop: &Shop, groups: Vec<Group>, now: Time) -> Result<Day> {
    let day = day_text(now.date(&shop.zone));
    let ids: Vec<GroupId> = groups.iter().map(|group| group.id).collect();
    let mut todos = rows::of_groups(db, shop.org, &day, &ids).await?;
    todos.retain(|todo| todo.shows(now));
    let lines = lines(db, shop.org, &groups, todos).await?;
    let slots = slots(db, shop, &lines).await?;
    let mut cards: Vec<Card> = Vec::new();
    for line in lines {
        let Some((slot, picture)) = slots.get(&line.todo.slot) else { continue };
        // The groups of a series that opened in different weeks have different texts of a slot.
        let same = |card: &&mut Card| {
            card.slot.id == slot.id
                && card.lines.first().is_some_and(|first| alike(&first.post, &line.post))
        };
        match cards.iter_mut().find(same) {
            Some(card) => card.lines.push(line),
            None => cards.push(Card {
                slot: slot.clone(),
                picture: picture.clone(),
                due_at: line.todo.due_at,
                expires_at: line.todo.expires_at,
                lines: vec![line],
            }),
        }
    }
    let warnings = groups
        .iter()
        .flat_map(|group| outside::warnings_of(group, now).into_iter().map(|w| (group.clone(), w)))
        .collect();
    Ok(Day { cards, groups, warnings })
}

/// What the texts come from, weekly or dated, each with the way to its picture.
async fn slots(
    db: &mut impl Read,
    shop: &Shop,
    lines: &[Line],
) -> Result<HashMap<SlotId, (Slot, Option<String>)>> {
    let ids: Vec<SlotId> = lines.iter().map(|line| line.todo.slot).collect();
    let mut slots = HashMap::new();
    for one in runs::of_ids(db, shop.org, &ids).await? {
        let Some(line) = lines.iter().find(|line| line.todo.slot == one.id) else { continue };
        let card = format!("{}?paper={}", shop.href(&one.card()), line.post.lang.tag());
        slots.insert(one.id, (one.as_slot(line.todo.series, &shop.zone), Some(card)));
    }
    for line in lines {
        if !slots.contains_key(&line.todo.slot)
            && let Some(slot) = programmes::find(db, shop.org, line.todo.slot).await?
        {
            let own = format!("/console/programmes/{}/slots/{}/picture", slot.series, slot.id);
            let picture = slot.picture.map(|_| own);
            slots.insert(slot.id, (slot, picture));
        }
    }
    Ok(slots)
}

/// Whether two posts say the same but for the names in them: near enough to stand on one card.
fn alike(one: &Post, other: &Post) -> bool {
    let begin = |post: &Post| post.text.chars().take(24).collect::<String>();
    one.text == other.text || begin(one) == begin(other)
}

async fn lines(
    db: &mut impl Read,
    org: OrgId,
    groups: &[Group],
    todos: Vec<Todo>,
) -> Result<Vec<Line>> {
    let ids: Vec<_> = todos.iter().map(|todo| todo.post).collect();
    let posts = posts::of_ids(db, org, &ids).await?;
    let mut posts: HashMap<_, Post> = posts.into_iter().map(|post| (post.id, post)).collect();
    let mut lines = Vec::new();
    for todo in todos {
        let group = groups.iter().find(|group| group.id == todo.group).cloned();
        let (Some(group), Some(post)) = (group, posts.remove(&todo.post)) else { continue };
        let way = match group.place {
            groups::Place::Outside => {
                outside::find(db, org, group.id).await?.and_then(|outside| outside.link)
            }
            groups::Place::Here => None,
        };
        lines.push(Line { todo, group, post, way });
    }
    Ok(lines)
}
