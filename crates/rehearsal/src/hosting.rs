//! What is said in the groups: hosts bring the day's programme, and people talk.

use kernel::{Actor, GroupId, Result, TodoId};
use people::groups;
use reach::{
    feed::{self, NewMessage},
    todos,
};

use crate::{
    crowd::Person,
    engine::{Engine, refusals_aside},
};

/// How many of the day's posts a host gets round to.
const DILIGENCE: f64 = 0.85;
/// How often somebody who was in the shop says something about it.
const TALKS: f64 = 0.06;

/// What people say of fresh food, and of everything else.
const SAID: [&[&str]; 2] = [
    &[
        "The strawberries were perfect today, thank you!",
        "Are there still leeks for soup?",
        "Got the last bunch of basil. Sorry, everyone.",
        "Made the pumpkin soup from Tuesday's recipe. The children asked for more.",
        "Which apples are best for baking?",
        "Picked up my four eggs on the way home.",
        "The tomatoes keep much longer outside the fridge, I tried it.",
        "Will there be mushrooms at the weekend?",
        "今天的草莓很甜，孩子很喜欢。",
        "Saturday morning is really the best time to come.",
    ],
    &[
        "Very friendly advice today, thank you.",
        "Is it open on the holiday?",
        "Collected my gift, it is nicer than I expected.",
        "Has somebody tried the new one yet?",
        "Brought my sister along this time.",
        "Sizes run a little large, I took one smaller.",
        "店员很耐心，谢谢。",
        "Will there be more of these next week?",
    ],
];

/// A post of the day and the minute after midnight at which its host gets to it.
pub type Due = (u64, TodoId);

impl Engine<'_> {
    /// Which posts of the morning's day will be brought, and when.
    pub async fn programme(&self, day: &str, midnight: kernel::Time) -> Result<Vec<Due>> {
        let mut db = self.db.read().await?;
        let todos = todos::of_day(&mut db, self.chain.scope.org(), day).await?;
        Ok(todos
            .iter()
            .filter(|_| self.dice.happens(DILIGENCE))
            .map(|todo| {
                let at = (todo.due_at.micros() - midnight.micros()) / 60_000_000;
                (at.unsigned_abs() + self.dice.below(20) as u64, todo.id)
            })
            .collect())
    }

    /// The host of its group brings a post: into the feed where the group lives here, and by hand
    /// where it does not.
    pub async fn host(&self, todo: TodoId) -> Result<()> {
        let org = self.chain.scope.org();
        let (place, host) = {
            let mut db = self.db.read().await?;
            let Some(todo) = todos::find(&mut db, org, todo).await? else { return Ok(()) };
            let group = groups::require(&mut db, org, todo.group).await?;
            (group.place, group.host)
        };
        let Some(host) = host else { return Ok(()) };
        let scope = self.acting(Actor::Staff(host));
        let base_url = self.base_url;
        let done = self.db.write(&scope, async |tx| match place {
            groups::Place::Here => todos::actions::post_here(tx, todo, base_url).await,
            groups::Place::Outside => todos::actions::complete(tx, todo).await,
        });
        refusals_aside(done.await)
    }

    /// After shopping, some say so in their group.
    pub async fn talk(&self, person: &Person) -> Result<()> {
        let (Some(member), Some(group)) = (person.member, person.group) else { return Ok(()) };
        if !self.dice.happens(TALKS) {
            return Ok(());
        }
        let fresh = person.series + 1 == self.chain.series.len();
        let [of_food, of_all] = SAID;
        let said = self.dice.pick(if fresh { of_food } else { of_all });
        let text = said.map_or_else(String::new, |said| (*said).to_owned());
        self.say(Actor::Member(member), group, text).await
    }

    async fn say(&self, actor: Actor, group: GroupId, text: String) -> Result<()> {
        let scope = self.acting(actor);
        let new = NewMessage { text, card: None, picture: None };
        let said =
            self.db.write(&scope, async |tx| feed::actions::post(tx, group, new.clone()).await);
        refusals_aside(said.await)
    }
}
