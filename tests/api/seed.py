#!/usr/bin/env python3
"""Makes a fresh shop a lived-in one, by its own API; prints the ids of what is there now, by kind, and
what it asked for, as requests that are known to be right. Every answer is what the API's document says.

    REGULARS_API_KEY=… seed.py http://127.0.0.1:PORT >ids.json
"""

import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request

import jsonschema_rs

BASE = sys.argv[1] + "/api/v1"
MEMBERS = 40
once = 0
asked = []
# Batches of printed codes, and codes that nobody entered.
slips = {}
# Gifts and programs that nobody changes or closes, so that what needs an open one is served.
kept = set()
# Entries by raffle: each is found in its own only.
raffle_claims = {}


class Document:
    """What the API says of itself."""

    def __init__(self):
        with urllib.request.urlopen(BASE + "/openapi.json", timeout=30) as answer:
            self.whole = json.load(answer)
        self.paths = {
            re.compile(re.sub(r"\{\w+\}", "[^/]+", path.removeprefix("/api/v1"))): path
            for path in self.whole["paths"]
        }
        self.validators = {}
        self.served = set()

    def hold(self, method, path, status, answer):
        """Holds that this answer is one that the document has for this operation."""
        fitting = [told for pattern, told in self.paths.items() if pattern.fullmatch(path.split("?")[0])]
        # `/members/found` is also a `/members/{member}`: the one that is said in full is meant.
        path = min(fitting, key=lambda told: told.count("{"))
        where = (path, method, status)
        if where not in self.validators:
            answers = self.whole["paths"][path][method.lower()]["responses"]
            if str(status) not in answers:
                sys.exit(f"{method} {path} answered {status}, of which its document says nothing")
            # An answer without a body has nothing that could be wrong.
            content = answers[str(status)].get("content")
            schema = content["application/json"]["schema"] if content else {"type": "null"}
            parts = {"components": self.whole["components"]}
            self.validators[where] = jsonschema_rs.Draft202012Validator(schema | parts)
        for wrong in self.validators[where].iter_errors(answer):
            sys.exit(f"{method} {path} answered what its document does not have: {wrong}")
        self.served.add(f"{method} {path}")


document = Document()


def ask(method, path, body=None):
    global once
    once += 1
    if method != "GET":
        asked.append({"method": method, "path": path, "body": body})
    request = urllib.request.Request(BASE + path, method=method)
    request.add_header("Authorization", "Bearer " + os.environ["REGULARS_API_KEY"])
    request.add_header("Idempotency-Key", f"seed-{once:04}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            told = json.loads(answer.read() or "null")
            document.hold(method, path, answer.status, told)
            return told
    except urllib.error.HTTPError as refused:
        sys.exit(f"{method} {path} {json.dumps(body)}\n{refused.code} {refused.read().decode()}")


def add(path, **body):
    return ask("POST", path, body)


def ids(path):
    """Of the first page of a list."""
    return [item["id"] for item in ask("GET", path + ("&" if "?" in path else "?") + "limit=200")["items"]]


# A point for each whole yuan, a hundred of them are worth one.
TERMS = {
    "unit": {"en": "leaves", "zh-CN": "叶", "es": "hojas"},
    "rules": [{"earn": {"for": "amount", "points": 1, "per": 100}}],
    "expiry": {"kind": "never"},
    "returns": "into_debt",
    "worth": {"points": 100, "amount": 100, "most_percent": 50},
}


def money(amount):
    return {"amount": amount, "currency": "CNY"}


def live():
    stores = [add("/stores", name=name, address=f"{name} 1")["id"] for name in ("Riverside", "Station", "Old Town")]
    series = [
        add("/series", playbook="fresh-food", name="Produce", stores=stores[:2])["id"],
        add("/series", playbook="restaurant", name="Lunch", stores=stores[2:])["id"],
    ]
    waiting = {"kind": "approval", "decides_after_hours": 24}
    series.append(add("/series", name="Runners", stores=stores[:1], threshold=waiting)["id"])
    for n in range(12):
        add("/memberships", name=f"Runner {n}", series=series[2])
    for one in series:
        ask("GET", f"/series/{one}/suggestions")
    for app in ("WhatsApp", "LINE"):
        outside = add(
            "/groups/adoptions", series=series[2], store=stores[0], name=f"Runners on {app}", app=app,
            members=120, limit=500, link="https://chat.example/runners",
        )["id"]
        add(f"/groups/{outside}/counts", members=130)
        ask("PUT", f"/groups/{outside}/code", {"link": "https://chat.example/runners-too"})
    for source in ("till", "poster"):
        add("/links", series=series[0], source=source)
    gift = add(
        "/gifts",
        kind="lead",
        name={"en": "Mango", "zh-CN": "芒果", "es": "Mango"},
        cost=money(320),
        stock=100_000,
        per_member=1000,
    )["id"]
    # Everybody's; each series has its own.
    add("/stamp-cards", name={"en": "Five visits"}, needs=5, each="visit", gift=gift)
    members = [
        add("/members", name=f"Regular {n}", phone=f"138000{n:05}", store=stores[n % 3])["id"]
        for n in range(MEMBERS)
    ]
    twice = [add("/members", name="Regular Twice", email="twice@fresh.example")["id"] for _ in range(2)]
    add(f"/members/{twice[0]}/merge", **{"from": twice[1]})
    for n, member in enumerate(members):
        add("/memberships", member=member, series=series[0], store=stores[n % 2])
        amount = money(900 + n)
        add("/purchases", member=member, store=stores[n % 3], amount=amount, reference=f"till {n}")
        add("/visits", member=member, store=stores[n % 3])
        vouchers = [add("/vouchers", gift=gift, member=member)["id"] for _ in range(2)]
        if n % 2:
            add("/redemptions", voucher=vouchers[0], store=stores[0])
    ours = add("/gifts", kind="lead", name={"en": "Pear"}, cost=money(80), stock=10_000, per_member=1000)["id"]
    kept.add(ours)
    ten = {"benefit": {"kind": "percent", "percent": 10}, "conditions": {"weekdays": [3]}}
    for n in range(3):
        rule = add("/price-rules", name={"en": f"Member day {n}"}, terms=ten)["id"]
        ask("PATCH", f"/price-rules/{rule}", {"hours": {"from": "09:00:00"}})
    points(stores, gift, members)
    ours_points = points(stores, ours, members)
    kept.add(ours_points)
    staff = ids("/staff")[0]
    for n in range(2):
        allowance = add("/allowances", name=f"Treats {n}", budget={"kind": "pieces", "pieces": 10_000}, period="month")["id"]
        ask("PATCH", f"/allowances/{allowance}", {"period": "week"})
        for member in members[:12]:
            given = add("/givings", allowance=allowance, staff=staff, member=member, gift=gift)["id"]
            if n:
                ask("DELETE", f"/givings/{given}")
    plan = {"name": {"en": "Club"}, "price": money(12_000), "every": "month", "refund": "days"}
    for n in range(2):
        club = add("/plans", **plan)["id"]
        ask("PATCH", f"/plans/{club}", {"plan": plan | {"early": True}, "state": "open"})
        for member in members[20 * n:20 * n + 20]:
            for _ in range(3):
                term = add("/plan-terms", plan=club, member=member, amount=money(12_000))["id"]
            ask("DELETE", f"/plan-terms/{term}")
    for member in members[:6]:
        add(f"/plan-members/{member}/refunds")
    flash_sales(ours, members)
    raffles(ours, members)
    wallets(stores, members)
    packets(ours, ours_points, members)
    group_buys(members)
    presales(stores, members)
    prints(stores, (gift, ours), members)
    orders = []
    for n in range(8):
        product = add("/products", name={"en": f"Berries {n}"}, price=money(500 + n), category="Fruit")["id"]
        for store in stores:
            add(f"/products/{product}/restocks", store=store, pieces=100_000, reason="Monday")
        for member in members[:5]:
            order = {"member": member, "store": stores[0], "lines": [{"product": product, "quantity": 1}]}
            orders.append(add("/orders", **order)["id"])
    payments(orders[::7])
    outlets(stores, members, ids("/products"))
    order_lists(stores, members, ids("/products"))
    for group in ids("/groups?place=here"):
        add(f"/groups/{group}/messages", text="Mangoes are in.")
    # What was brought to its group stays, whatever becomes of its slot.
    for todo in ids("/todos")[::2]:
        add(f"/todos/{todo}/completion")


def outlets(stores, members, products):
    week = [{"day": day, "from": "17:00", "until": "19:00", "room": 200} for day in range(7)]
    door = {"name": "Ana", "phone": "13800000001", "postcode": "200040", "address": "Garden Street 3"}
    kinds = ({"kind": "point", "address": "Garden Street 3", "keeper": members[0]}, {"kind": "zone", "areas": ["2"]})
    for n, kind in enumerate(kinds * 2):
        outlet = add("/outlets", name=f"Outlet {n}", store=stores[0], windows=week, fee=money(800), **kind)["id"]
        slot = ask("GET", f"/outlets/{outlet}/slots")["items"][-1]["slot"]
        for m, member in enumerate(members[:4]):
            line = {"product": products[0], "quantity": 1}
            order = add("/orders", member=member, outlet=outlet, slot=slot, door=door, lines=[line])["id"]
            if kind["kind"] == "zone":
                add(f"/orders/{order}/readiness")
                if m % 2:
                    add(f"/orders/{order}/departure")
                    # Nobody opened, and somebody is on the way again.
                    add(f"/orders/{order}/failure")
                    add(f"/orders/{order}/departure")


def order_lists(stores, members, products):
    """Lists of a chat: what it wrote is read, confirmed, and changed."""
    offers = [{"product": products[0], "names": ["pears", "梨"], "units": ["box"]}]
    soon = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600 * h)) for h in (24, 48, 52)]
    times = dict(zip(("closes_at", "ready_at", "until_at"), soon))
    for n in range(3):
        new = dict(name=f"Market {n}", store=stores[0], lang="en", goods=offers, **times)
        one = add("/order-lists", **new)["id"]
        ask("PATCH", f"/order-lists/{one}", {"place": f"Gate {n}"})
        text = "1. Chen, 2 boxes of pears\n2. Li, 1 (no bag)\n3. Bo, the usual\n4. Mei, 9\ncancel 4"
        read = add(f"/order-lists/{one}/readings", text=text)
        lines = [{k: line[k] for k in ("number", "name", "parts", "note")} for line in read["ordered"]]
        lines[0]["member"] = members[n]
        taken = add(f"/order-lists/{one}/confirmations", revision=read["revision"], lines=lines, withdrawn=[])
        again = add(f"/order-lists/{one}/confirmations", lines=lines[:1], withdrawn=["Li"])
        assert (taken["made"], again["withdrawn"], again["same"]) == (2, 1, 1), (taken, again)
        add(f"/order-lists/{one}/closing")
        add(f"/order-lists/{one}/opening")
        assert len(ask("GET", f"/order-lists/{one}")["entries"]) == 1


def points(stores, gift, members):
    program = add("/points-programs", name={"en": "Leaves", "zh-CN": "叶", "es": "Hojas"}, terms=TERMS)["id"]
    ask("PATCH", f"/points-programs/{program}", {"terms": TERMS})
    ask("PUT", f"/points-programs/{program}/prices/{gift}", {"points": 5})
    ask("PUT", f"/points-programs/{program}/ladder", {
        "tiers": [{"name": {"en": "Gold"}, "from": 100}], "by": "points", "period": {"kind": "year"},
        "starts": "now", "lasts": {"kind": "next_period"}, "falls": "to_balance",
    })
    for n, member in enumerate(members):
        add("/points/adjustments", program=program, member=member, points=50_000, reason="A warm welcome")
        add("/points/transfers", program=program, to=members[n - 1], points=1, **{"from": member})
        add("/points/swaps", program=program, member=member, gift=gift)
    return program


def flash_sales(gift, members):
    # Not yet: what is due opens by itself, and then it cannot be opened by hand.
    day = lambda n: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + n * 86400))
    plan = {"gift": gift, "opens_at": day(1), "closes_at": day(30), "limits": {"per_member": 20}}
    for n in range(4):
        sale = add("/flash-sales", name={"en": f"Pears {n}"}, pieces=100 + n, **plan)["id"]
        ask("PATCH", f"/flash-sales/{sale}", {"hold_minutes": 600 + n})
        if n == 3:
            add(f"/flash-sales/{sale}/archiving")
            continue
        moved = {"moment": "last_call", "at": day(20), "text": {"en": "Pears, until tonight"}}
        ask("PUT", f"/activities/{sale}/run", {"moments": [moved, {"moment": "thanks", "left_out": True}]})
        ask("GET", f"/activities/{sale}/run")
        add(f"/flash-sales/{sale}/schedule")
        add(f"/flash-sales/{sale}/opening")
        kept.add(sale)
        for member in members[:12]:
            add(f"/flash-sales/{sale}/claims", member=member)
    last = add("/flash-sales", name={"en": "The last pear"}, pieces=1, **plan)["id"]
    add(f"/flash-sales/{last}/opening")
    add(f"/flash-sales/{last}/claims", member=members[0])
    for member in members[1:5]:
        add(f"/flash-sales/{last}/places", member=member)
    add("/flash-sales", name={"en": "A draft"}, pieces=5, **plan)
    over = add("/flash-sales", name={"en": "Over"}, pieces=5, **plan)["id"]
    add(f"/flash-sales/{over}/opening")
    add(f"/flash-sales/{over}/closing", reason="The pears were gone")


def packets(gift, program, members):
    day = lambda n: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + n * 86400))
    plan = {"opens_at": day(1), "closes_at": day(30), "shares": 60, "total": 6000}
    kinds = ({"kind": "money"}, {"kind": "points", "program": program})
    for n in range(4):
        packet = add("/packets", name={"en": f"Good luck {n}"}, gives=kinds[n % 2], **plan)["id"]
        ask("PATCH", f"/packets/{packet}", {"least": 2 + n})
        if n == 3:
            add(f"/packets/{packet}/archiving")
            continue
        add(f"/packets/{packet}/schedule")
        add(f"/packets/{packet}/opening")
        kept.add(packet)
        for member in members[:12]:
            add(f"/packets/{packet}/claims", member=member)
        for people in (8, 30):
            note = {"channel": "WeChat", "amount": money(8_800), "people": people, "handed_on": "2026-03-01"}
            noted = add(f"/packets/{packet}/handouts", **note)["id"]
        if n == 2:
            ask("DELETE", f"/packets/{packet}/handouts/{noted}")
    vouchers = {**plan, "shares": 3, "total": 3}
    tickets = add("/packets", name={"en": "A pear each"}, gives={"kind": "vouchers", "gift": gift}, **vouchers)["id"]
    add(f"/packets/{tickets}/opening")
    for member in members[:3]:
        add(f"/packets/{tickets}/claims", member=member)
    add("/packets", name={"en": "A draft"}, gives=kinds[0], **plan)
    over = add("/packets", name={"en": "Over"}, gives=kinds[0], **plan)["id"]
    add(f"/packets/{over}/opening")
    add(f"/packets/{over}/closing", reason="The rain")
    ask("GET", f"/packets/{over}/proof")
def raffles(gift, members):
    # As with flash sales: opened by hand, and not by their clock.
    day = lambda n: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + n * 86400))
    plan = {"prizes": [{"gift": gift, "quantity": 2}], "opens_at": day(1), "closes_at": day(30)}
    plan |= {"limits": {"per_member": 20}, "wait_minutes": 10}
    for n in range(5):
        raffle = add("/raffles", name={"en": f"Pears to win {n}"}, **plan)["id"]
        ask("PATCH", f"/raffles/{raffle}", {"collect_days": 7 + n})
        if n == 4:
            add(f"/raffles/{raffle}/archiving")
            continue
        add(f"/raffles/{raffle}/schedule")
        add(f"/raffles/{raffle}/opening")
        kept.add(raffle)
        for member in members[:8]:
            add(f"/raffles/{raffle}/tickets", member=member, tickets=2)
            claim = add(f"/raffles/{raffle}/claims", member=member)["id"]
            raffle_claims.setdefault(raffle, []).append(claim)
        nonce = bytes([n]) * 32
        bound = hashlib.sha256(b"regulars fair 1 nonce\n" + (32).to_bytes(4, "big") + nonce).hexdigest()
        own = add(f"/raffles/{raffle}/claims", member=members[9], nonce=bound)["id"]
        if n > 1:
            add(f"/raffles/{raffle}/closing", reason="A full house")
            add(f"/raffles/{raffle}/claims/{own}/nonce", nonce=nonce.hex())
            add(f"/raffles/{raffle}/draw")
        if n > 2:
            add(f"/raffles/{raffle}/rerolls", pick=0, why="declined")
    wheel = add("/raffles", name={"en": "A wheel"}, style="wheel", plays=500, **plan)["id"]
    add(f"/raffles/{wheel}/opening")
    welcome = plan | {"style": "egg", "plays": 500, "free": 0, "joining": 1, "limits": {"per_member": 1}}
    welcome = add("/raffles", name={"en": "An egg to say hello"}, **welcome)["id"]
    add(f"/raffles/{welcome}/opening")
    add("/raffles", name={"en": "A draft"}, **plan)
    off = add("/raffles", name={"en": "Called off"}, **plan)["id"]
    add(f"/raffles/{off}/opening")
    add(f"/raffles/{off}/cancellation", reason="The pears were gone")
def presales(stores, members):
    day = lambda n: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + n * 86400))
    terms = {"benefit": {"kind": "price", "each": 2490}, "conditions": {"goods": {"products": ["Cherries"]}}}
    gift = add("/gifts", kind="reward", name={"en": "A box of cherries"}, cost=money(900), stock=50_000, terms=terms)["id"]
    window = lambda n, **more: {"from": day(40 + n), "until": day(41 + n), "capacity": 400} | more
    cup = add("/gifts", kind="reward", name={"en": "A cup of cherries"}, cost=money(90), stock=50_000)["id"]
    kept.add(cup)
    plan = {
        "samples": {"gift": cup, "pieces": 60, "from": day(0), "until": day(30), "hold_hours": 24},
        "gift": gift, "pieces": 200, "price": money(2490), "opens_at": day(1), "closes_at": day(30), "ready_at": day(39),
        "early": {"pieces": 20, "price": money(1990)}, "windows": [window(0), window(1, store=stores[0])],
        "limits": {"per_member": 20},
    }
    for n in range(4):
        presale = add("/presales", name={"en": f"First cherries {n}"}, deposit=money(10), after="half", **plan)["id"]
        ask("PATCH", f"/presales/{presale}", {"pieces": 210 + n})
        if n == 3:
            add(f"/presales/{presale}/archiving")
            continue
        add(f"/presales/{presale}/schedule")
        add(f"/presales/{presale}/opening")
        kept.add(presale)
        for at in range(4):
            add(f"/presales/{presale}/samples", member=members[at])
        ask("GET", f"/presales/{presale}/samples")
        for at in range(12):
            one = add(f"/presales/{presale}/claims", member=members[at], window=1 + at % 2, paid="cash" if at % 3 else "wallet")["id"]
        ask("GET", f"/presales/{presale}/claims")
        ask("GET", f"/presale-reservations/{one}")
        ask("PATCH", f"/presale-reservations/{one}", {"window": 1})
        ask("DELETE", f"/presale-reservations/{one}")
    add("/presales", name={"en": "A draft"}, **plan)
    for noun in ("closing", "calling-off"):
        over = add("/presales", name={"en": "Over"}, **plan)["id"]
        add(f"/presales/{over}/opening")
        add(f"/presales/{over}/{noun}", reason="The cherries were gone")
def group_buys(members):
    day = lambda n: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + n * 86400))
    terms = {"benefit": {"kind": "price", "each": 1290}, "conditions": {"goods": {"products": ["Pears"]}}}
    gift = add("/gifts", kind="reward", name={"en": "A crate of pears"}, cost=money(600), stock=50_000, terms=terms)["id"]
    plan = {
        "gift": gift, "seats": 100, "most": 6, "opens_at": day(1), "closes_at": day(30), "limits": {"per_member": 20},
        "tiers": [{"people": 3, "price": money(990)}, {"people": 5, "price": money(790)}],
    }
    for n in range(4):
        buy = add("/group-buys", name={"en": f"Pears together {n}"}, deposit=money(10), **plan)["id"]
        ask("PATCH", f"/group-buys/{buy}", {"seats": 200 + n})
        if n == 3:
            add(f"/group-buys/{buy}/archiving")
            continue
        add(f"/group-buys/{buy}/schedule")
        add(f"/group-buys/{buy}/opening")
        kept.add(buy)
        for at in range(0, 12, 2):
            team = add(f"/group-buys/{buy}/teams", member=members[at])["team"]["id"]
            add(f"/group-buy-teams/{team}/seats", member=members[at + 1])
            add(f"/group-buys/{buy}/claims", member=members[(at + 2) % 12], team=team)
        ask("GET", f"/group-buy-teams/{team}")
        ask("DELETE", f"/group-buy-teams/{team}/seats/{members[at]}")
    add("/group-buys", name={"en": "A draft"}, **plan)
    over = add("/group-buys", name={"en": "Over"}, **plan)["id"]
    add(f"/group-buys/{over}/opening")
    add(f"/group-buys/{over}/closing", reason="The pears were gone")


def wallets(stores, members):
    plan = {
        "state": "open", "spending": "bonus_first", "forfeits": "proportion",
        "least": money(100), "most": money(50_000),
        "cap_named": money(500_000), "cap_unnamed": money(100_000),
    }
    ask("PUT", "/wallets/plan", plan)
    ask("PUT", "/law-packs", {"chosen": ask("GET", "/law-packs")["chosen"]})
    for n, member in enumerate(members):
        wrong = add("/top-ups", member=member, amount=money(500), store=stores[n % 3])["id"]
        ask("DELETE", f"/top-ups/{wrong}")
        add("/top-ups", member=member, amount=money(20_000), store=stores[n % 3])
        bought = add("/purchases", member=member, store=stores[n % 3], amount=money(2_000 + n))["id"]
        add(f"/wallets/{member}/payments", purchase=bought, most=money(100))
        add(f"/wallets/{member}/refunds", amount=money(100))
        add(f"/purchases/{bought}/returns", store=stores[n % 3], amount=money(10))


def tell(what, **said):
    """Has the payment provider's double do something."""
    url = os.environ["DOUBLE"] + "/_/stripe/" + what
    with urllib.request.urlopen(url, data=json.dumps(said).encode(), timeout=30) as answer:
        return json.load(answer)


def payments(orders):
    tell("endpoint", url=sys.argv[1] + "/api/payments/stripe/messages")
    for order in orders:
        payment = add(f"/orders/{order}/payments", way="stripe")["id"]
        for _ in range(200):
            if ask("GET", f"/payments/{payment}")["state"] == "open":
                break
            time.sleep(0.1)
        told = tell("pay", payment=payment)["statuses"]
        if [status for status, _ in told] != [200]:
            sys.exit(f"a message of the provider was answered with {told}")
        add(f"/payments/{payment}/refunds", amount=money(100), reason="A bruise")


def prints(stores, gifts, members):
    gift, ours = gifts
    batches = [
        add("/prints", gift=what, pieces=200, note="For the market")["id"] for what in (gift, gift, gift, ours)
    ]
    for _ in range(100):
        if all(ask("GET", f"/prints/{batch}")["state"] == "ready" for batch in batches):
            break
        time.sleep(0.1)
    codes = [item["code"] for item in ask("GET", f"/prints/{batches[-1]}/codes?limit=200")["items"]]
    add("/slips", code=codes.pop(), member=members[0], store=stores[0])
    add(f"/prints/{batches[0]}/sealing")
    add(f"/prints/{batches[1]}/voiding")
    slips.update(prints=batches[:-1], slips=codes)


def found():
    kinds = ("stores", "series", "groups", "links", "gifts", "members", "memberships", "purchases")
    kinds += ("redemptions", "todos", "applications", "staff", "stamp-cards", "playbooks", "top-ups")
    kinds += ("points-programs", "products", "orders", "payments", "price-rules", "outlets", "order-lists")
    kinds += ("allowances", "givings", "plans", "plan-terms", "flash-sales", "packets", "raffles")
    there = {kind: ids("/" + kind) for kind in kinds}
    for kind in ("gifts", "points-programs"):
        there[kind] = [thing for thing in there[kind] if thing not in kept]
    there["vouchers"] = ids("/vouchers?state=issued")
    there["presales"] = ids("/presales")
    claims = (ids(f"/presales/{presale}/claims") for presale in there["presales"])
    there["presale-reservations"] = [one for some in claims for one in some]
    there["handouts"] = [note for one in there["packets"] for note in ids(f"/packets/{one}/handouts")]
    ladders = ask("GET", "/ladders")["items"]
    there["tiers"] = [tier["id"] for one in ladders for tier in one["ladder"]["tiers"]]
    there["slots"] = [slot for one in there["series"] for slot in ids(f"/slots?series={one}")]
    # A message is found in its group only.
    there["group_of"] = {
        message: group
        for group in ids("/groups?place=here")
        for message in ids(f"/groups/{group}/messages")
    }
    there["messages"] = list(there["group_of"])
    todos = ask("GET", "/todos?limit=200")["items"]
    there["raffle_claims"] = raffle_claims
    there["posts"] = [todo["post"] for todo in todos if todo.get("post")]
    return there | slips


live()
json.dump(found() | {"asked": asked, "served": sorted(document.served)}, sys.stdout)
