//! Opening and closing lists, and taking orders from one.

use ::store::{EventRow, Future, NewJob, Tx};
use kernel::{FieldError, Fields, OrderListId, Result};
use ledger::balance;
use people::{events::MemberErased, groups, stores};
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::trail;

use super::{
    WIPE,
    difference::{Change, difference},
    model::{
        AT_ONCE, Details, Entry, MOST_ENTRIES, OrderList, Refusal, State, WIPED_AFTER_DAYS, Wanted,
    },
    reading::{NAME_MAX, NOTE_MAX, key},
    store::{self, Line},
};
use crate::{
    baskets::{Chosen, MOST_LINES},
    events::{OrderListClosed, OrderListOpened, OrdersTaken},
    fulfilments::Way,
    orders::{self, Order, Payment, actions::NamedOrder, actions::NewOrder},
    products::{self, MOST_OF_ONE, Part, accounts},
};

/// Offers goods to a chat.
pub async fn open(tx: &mut Tx, details: Details) -> Result<OrderListId> {
    let details = details.checked(tx.now())?;
    is_ours(tx, &details).await?;
    let list = OrderList {
        id: tx.id(),
        details,
        state: State::Open,
        revision: 0,
        wiped_at: None,
        created_at: tx.now(),
    };
    store::put(tx, &list).await?;
    wipe_later(tx, &list)?;
    trail::note(tx, "order_lists.opened", list.id, &(), &list.details).await?;
    tx.emit(&OrderListOpened { list: list.id, store: list.store, group: list.group })?;
    Ok(list.id)
}

/// Its store works, its group and goods are this shop's.
async fn is_ours(tx: &mut Tx, details: &Details) -> Result<()> {
    let org = tx.org();
    let mut fields = Fields::default();
    let wrong = |name: &'static str| FieldError::new(name, "choice_invalid");
    if stores::find(tx, org, details.store).await?.is_none_or(|store| !store.works()) {
        fields.push(wrong("store"));
    }
    if let Some(group) = details.group
        && groups::find(tx, org, group)
            .await?
            .is_none_or(|group| group.store.is_some_and(|store| store != details.store))
    {
        fields.push(wrong("group"));
    }
    for offer in &details.goods {
        let known = products::find(tx, org, offer.product).await?;
        if known.is_none_or(|product| product.state == products::State::Closed) {
            fields.push(wrong("goods"));
            break;
        }
    }
    fields.check(())
}

/// Changes what is said about it. Orders stay as they were taken; whose list it is stays, too.
pub async fn change(tx: &mut Tx, id: OrderListId, details: Details) -> Result<()> {
    let mut list = store::require(tx, tx.org(), id).await?;
    let (store, group) = (list.store, list.group);
    let details = Details { store, group, ..details }.checked(tx.now())?;
    if list.details == details {
        return Ok(());
    }
    is_ours(tx, &details).await?;
    trail::note(tx, "order_lists.changed", id, &list.details, &details).await?;
    list.details = details;
    store::put(tx, &list).await?;
    wipe_later(tx, &list)
}

/// Opens it again, or closes it. What was ordered stays good.
pub async fn set_state(tx: &mut Tx, id: OrderListId, state: State) -> Result<()> {
    let mut list = store::require(tx, tx.org(), id).await?;
    if list.state == state {
        return Ok(());
    }
    if list.wiped_at.is_some() {
        // Its time is over: names that are taken now would be kept for ever.
        return Err(Refusal::Closed.into());
    }
    trail::note(tx, "order_lists.state_changed", id, &list.state, &state).await?;
    list.state = state;
    store::put(tx, &list).await?;
    match state {
        State::Open => tx.emit(&OrderListOpened { list: id, store: list.store, group: list.group }),
        State::Closed => tx.emit(&OrderListClosed { list: id, store: list.store }),
    }
}

/// What a host says is right.
#[derive(Debug, Clone, Default)]
pub struct Confirmation {
    /// The revision that was looked at; none: whatever it is now.
    pub seen: Option<i64>,
    /// Lines as they are to be.
    pub wanted: Vec<Wanted>,
    /// Names whose lines are off.
    pub off: Vec<String>,
}

/// What the shelf has too little for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    pub name: String,
    pub product: kernel::ProductId,
    /// How many of it are left for this line.
    pub left: i64,
}

/// What became of the lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub made: usize,
    pub changed: usize,
    pub withdrawn: usize,
    pub same: usize,
    /// Lines that did not fit, and what they lacked. Nothing of them was ordered.
    pub short: Vec<Short>,
    /// Names whose order was packed, paid or handed over already, and stayed as it was.
    pub kept: Vec<String>,
    /// Lines that wait for another command.
    pub left: usize,
}

/// Makes orders of what a host confirmed. What is as it was stays as it was, so that twice is once; at
/// most [`AT_ONCE`] orders are made, changed or called off, and the rest is left for the next time.
pub async fn confirm(tx: &mut Tx, id: OrderListId, told: Confirmation) -> Result<Taken> {
    let mut list = store::require(tx, tx.org(), id).await?;
    checked(&list, &told)?;
    if list.state == State::Closed {
        return Err(Refusal::Closed.into());
    }
    let entries = store::entries(tx, tx.org(), id).await?;
    let found = difference(&told.wanted, &told.off, &entries);
    let mut taken = Taken { same: found.same.len(), ..Taken::default() };
    if found.count() == 0 {
        return Ok(taken);
    }
    if told.seen.is_some_and(|seen| seen != list.revision) {
        return Err(Refusal::MovedOn.into());
    }
    if entries.len() + found.added.len() > MOST_ENTRIES + found.withdrawn.len() {
        return Err(Refusal::Full.into());
    }
    taken.left = found.count().saturating_sub(AT_ONCE);
    let mut room = AT_ONCE;
    for entry in found.withdrawn.iter().take(room) {
        withdraw(tx, &list, entry, &mut taken).await?;
    }
    room = room.saturating_sub(found.withdrawn.len());
    for change in found.changed.iter().take(room) {
        reorder(tx, &list, change, &mut taken).await?;
    }
    room = room.saturating_sub(found.changed.len());
    for wanted in found.added.iter().take(room) {
        add(tx, &list, wanted, &mut taken).await?;
    }
    list.revision += 1;
    store::put(tx, &list).await?;
    let Taken { made, changed, withdrawn, .. } = taken;
    let noted = json!({ "made": made, "changed": changed, "withdrawn": withdrawn });
    trail::note(tx, "order_lists.taken", id, &(), &noted).await?;
    let [made, changed, withdrawn] =
        [made, changed, withdrawn].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    tx.emit(&OrdersTaken { list: id, store: list.store, made, changed, withdrawn })?;
    Ok(taken)
}

/// Names every line that is out of bounds.
fn checked(list: &OrderList, told: &Confirmation) -> Result<()> {
    let mut fields = Fields::default();
    fields.at_most("lines", told.wanted.len(), MOST_ENTRIES);
    fields.at_most("off", told.off.len(), MOST_ENTRIES);
    let mut names = std::collections::BTreeSet::new();
    for (line, at) in told.wanted.iter().zip(1..) {
        let field = |of: &str| format!("lines.{at}.{of}");
        let mut wrong = |of: &str, code| fields.push(FieldError::new(field(of), code));
        if key(&line.name).is_empty() {
            wrong("name", "required");
        } else if line.name.chars().count() > NAME_MAX {
            wrong("name", "order_list_name_long");
        } else if !names.insert(key(&line.name)) {
            wrong("name", "order_list_name_twice");
        }
        if line.note.chars().count() > NOTE_MAX {
            wrong("note", "order_list_name_long");
        }
        let offered = |part: &Part| list.goods.iter().any(|offer| offer.product == part.product);
        let once = |place: usize, part: &Part| {
            !line.parts.iter().take(place).any(|other| other.product == part.product)
        };
        if line.parts.is_empty() || line.parts.len() > MOST_LINES {
            wrong("parts", "order_list_parts");
        } else if !line.parts.iter().enumerate().all(|(at, part)| offered(part) && once(at, part)) {
            wrong("parts", "choice_invalid");
        }
        if line.parts.iter().any(|part| !(1..=MOST_OF_ONE).contains(&part.quantity)) {
            let wrong = FieldError::new(field("parts"), "number_range");
            fields.push(wrong.with("min", 1).with("max", MOST_OF_ONE));
        }
        if !(0..=999).contains(&line.number) {
            let wrong = FieldError::new(field("number"), "number_range");
            fields.push(wrong.with("min", 0).with("max", 999));
        }
    }
    fields.check(())
}

/// Whether an order can still become another: nobody packed it, nobody paid it.
fn is_loose(order: &Order, now: kernel::Time) -> bool {
    order.state_at(now).may_leave() && order.payment == Payment::Owed
}

/// Calls an order off, and takes its line from the list.
async fn withdraw(tx: &mut Tx, list: &OrderList, entry: &Entry, taken: &mut Taken) -> Result<()> {
    let order = orders::require(tx, tx.org(), entry.order).await?;
    let state = order.state_at(tx.now());
    if state.is_open() && !is_loose(&order, tx.now()) || state == orders::State::Collected {
        taken.kept.push(entry.name.clone());
        return Ok(());
    }
    if state.is_open() {
        orders::actions::cancel(tx, order.id, "").await?;
    }
    orders::actions::forget(tx, order.id).await?;
    store::remove_entry(tx, list.id, &entry.line).await?;
    taken.withdrawn += 1;
    Ok(())
}

/// Another number or note is written down; other goods are another order.
async fn reorder(tx: &mut Tx, list: &OrderList, change: &Change, taken: &mut Taken) -> Result<()> {
    let Change { before, now } = change;
    let mut order = before.order;
    if change.reorders() {
        let old = orders::require(tx, tx.org(), order).await?;
        let state = old.state_at(tx.now());
        if state.is_open() && !is_loose(&old, tx.now()) || state == orders::State::Collected {
            taken.kept.push(now.name.clone());
            return Ok(());
        }
        let freed = if state.is_open() { before.parts.as_slice() } else { &[] };
        if !fits(tx, list, (now, freed), taken).await? {
            return Ok(());
        }
        if state.is_open() {
            orders::actions::cancel(tx, old.id, "").await?;
        }
        orders::actions::forget(tx, old.id).await?;
        order = place(tx, list, now).await?.id;
    }
    let entry = entry(tx, now, order);
    store::put_entry(tx, list.id, &entry).await?;
    taken.changed += 1;
    Ok(())
}

async fn add(tx: &mut Tx, list: &OrderList, wanted: &Wanted, taken: &mut Taken) -> Result<()> {
    if !fits(tx, list, (wanted, &[]), taken).await? {
        return Ok(());
    }
    let order = place(tx, list, wanted).await?.id;
    let entry = entry(tx, wanted, order);
    store::put_entry(tx, list.id, &entry).await?;
    taken.made += 1;
    Ok(())
}

fn entry(tx: &Tx, wanted: &Wanted, order: kernel::OrderId) -> Entry {
    let Wanted { number, name, member, parts, note } = wanted.clone();
    Entry { line: key(&name), number, name, note, member, parts, order, changed_at: tx.now() }
}

/// Whether the shelves have enough, once the goods of its order before are free. What they lack is told.
async fn fits(
    tx: &mut Tx,
    list: &OrderList,
    (wanted, freed): (&Wanted, &[Part]),
    taken: &mut Taken,
) -> Result<bool> {
    let (org, mut enough) = (tx.org(), true);
    let (mut needs, mut back) = (Vec::<(Part, Part)>::new(), Vec::new());
    for part in freed {
        let product = products::require(tx, org, part.product).await?;
        back.extend(product.made_of(part.quantity));
    }
    for part in &wanted.parts {
        let product = products::require(tx, org, part.product).await?;
        if product.state == products::State::Closed {
            needs.push((*part, Part { quantity: i64::MAX, ..*part }));
            continue;
        }
        needs.extend(product.made_of(part.quantity).into_iter().map(|one| (*part, one)));
    }
    for (line, part) in &needs {
        let sum = |all: &mut dyn Iterator<Item = &Part>| {
            all.filter(|one| one.product == part.product)
                .fold(0i64, |sum, one| sum.saturating_add(one.quantity))
        };
        let need = sum(&mut needs.iter().map(|(_, one)| one));
        let shelf = accounts::shelf(part.product, list.store)?;
        let free = balance(tx, &shelf.key).await?.free() + sum(&mut back.iter());
        if free < need {
            let each = (part.quantity / line.quantity.max(1)).max(1);
            let left = if part.quantity == i64::MAX { 0 } else { (free / each).max(0) };
            if !taken.short.iter().any(|one| one.name == wanted.name && one.product == line.product)
            {
                taken.short.push(Short { name: wanted.name.clone(), product: line.product, left });
            }
            enough = false;
        }
    }
    Ok(enough)
}

/// An order of a member's, or one under a name; its goods are held until the collection is over.
async fn place(tx: &mut Tx, list: &OrderList, wanted: &Wanted) -> Result<Order> {
    let org = tx.org();
    let mut lines = Vec::with_capacity(wanted.parts.len());
    for part in &wanted.parts {
        let product = products::require(tx, org, part.product).await?;
        lines.push(Chosen { product, quantity: part.quantity });
    }
    let order = match wanted.member {
        Some(member) => {
            let way = Way::Store(list.store);
            let new = NewOrder { member, way, lines, vouchers: Vec::new() };
            orders::actions::place(tx, new).await?
        }
        None => {
            let new = NamedOrder { name: wanted.name.clone(), store: list.store, lines };
            orders::actions::place_by_name(tx, new).await?
        }
    };
    orders::actions::hold_until(tx, order.id, list.until_at).await?;
    Ok(order)
}

fn wipe_later(tx: &mut Tx, list: &OrderList) -> Result<()> {
    let at = list.until_at.plus_days(WIPED_AFTER_DAYS);
    tx.enqueue(NewJob::at(WIPE, list.id.to_string(), at, &list.id)?);
    Ok(())
}

/// Entries that one turn forgets; the next ones are forgotten in the next.
const FORGOTTEN_AT_ONCE: usize = 100;

/// Forgets the names of a list whose collection was over long ago. The orders stay, without a name.
pub async fn wipe(tx: &mut Tx, id: OrderListId) -> Result<()> {
    let Some(mut list) = store::find(tx, tx.org(), id).await? else { return Ok(()) };
    if list.until_at.plus_days(WIPED_AFTER_DAYS) > tx.now() {
        return wipe_later(tx, &list);
    }
    let named = |entry: &Entry| entry.line != entry.order.to_string();
    let entries = store::entries(tx, tx.org(), id).await?;
    let mut entries = entries.into_iter().filter(named);
    for Entry { line, order, .. } in entries.by_ref().take(FORGOTTEN_AT_ONCE) {
        store::forget(tx, &Line { list: id, line, order }).await?;
        orders::actions::forget(tx, order).await?;
    }
    if entries.next().is_some() {
        tx.enqueue(NewJob::at(WIPE, id.to_string(), tx.now(), &id)?);
    }
    list.state = State::Closed;
    list.wiped_at = Some(tx.now());
    store::put(tx, &list).await
}

/// Somebody was erased: so is what lists say of them.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let Some(gone) = event.read::<MemberErased>() else { return Ok(()) };
        for line in store::of_member(tx, gone.member).await? {
            store::forget(tx, &line).await?;
        }
        Ok(())
    })
}
