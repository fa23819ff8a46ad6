"""What schemathesis cannot know of the shop that it tries: which ids are there, and what fits where
the schema says no more than `string`. Right requests mostly get those, wrong ones stay as they are
made up, and some are what made the shop, once more. Holds that what was ended says so. Counts what each operation answered, and fails the run when
one that the shop could serve never did.
"""

import atexit
import copy
import json
import os
import random
import re

import schemathesis
from schemathesis import GenerationMode

CHANCE = random.Random(1997)
with open(os.environ["SEEDED"]) as file:
    IDS = json.load(file)

# Fields and parameters that name a thing, and the list that has it.
THINGS = {
    "store": "stores", "stores": "stores", "series": "series", "group": "groups", "gift": "gifts",
    "link": "links", "member": "members", "membership": "memberships", "voucher": "vouchers",
    "message": "messages", "program": "points-programs", "purchase": "purchases", "to": "members",
    "from": "members", "host": "staff", "backup": "staff", "contact": "staff",
    "tier": "tiers",
    "product": "products", "order": "orders", "outlet": "outlets", "keeper": "members",
    "allowance": "allowances", "plan": "plans", "handout": "handouts",
}
# What fits where only the shop's own rules say so.
FITTING = {
    "currency": lambda: "CNY",
    "playbook": lambda: CHANCE.choice(["fresh-food", "restaurant", "clothing"]),
    "source": lambda: CHANCE.choice(["till", "poster", "flyer"]),
    "way": lambda: "stripe",
    "lang": lambda: CHANCE.choice(["en", "zh-CN", "es"]),
    "phone": lambda: f"139{CHANCE.randrange(10**8):08}",
    "email": lambda: f"regular{CHANCE.randrange(10**6)}@fresh.example",
    "reason": lambda: CHANCE.choice(["spam", "other"]),
}
# Words that a series needs in its own language.
WORDS = {"en": "Six at the door", "zh": "六点门口见", "es": "A las seis en la puerta"}
# Thresholds rise and terms fit their period, which no schema says.
LADDER = {
    "tiers": [{"name": {"en": "Silver"}, "from": 50}, {"name": {"en": "Gold"}, "from": 100}],
    "by": "points", "period": {"kind": "year"}, "starts": "now", "lasts": {"kind": "next_period"},
    "falls": "to_balance",
}
# What fits in the body of one operation only.
OF_OPERATION = {"/api/v1/slips": lambda: {"code": thing("slips", "")}}
# Operations that this shop has nothing for.
UNSERVED = set()

# What is taken back stays readable, because history is append-only. How each kind says that it is over.
ENDS = {
    "links": lambda thing: thing["state"] == "closed",
    "members": lambda thing: thing["erased_at"] is not None,
    "memberships": lambda thing: thing["left_at"] is not None,
    "slots": lambda thing: thing["ended_at"] is not None,
    "redemptions": lambda thing: thing["undone_at"] is not None,
    "vouchers": lambda thing: thing["state"] == "withdrawn",
    "presale-reservations": lambda thing: thing["state"] not in ("reserved", "held"),
}

# 2xx by operation.
SERVED = {}
# What made the shop, by operation.
SAID = {}
ENDED = set()


def mostly():
    return CHANCE.random() < 0.85


def thing(kind, old):
    there = IDS.get(kind)
    return CHANCE.choice(there) if there and mostly() else old


def fitting(name, value):
    """The value of this name, with what fits in its place."""
    if isinstance(value, dict):
        if "tiers" in value and "by" in value and mostly():
            return dict(LADDER)
        told = WORDS if name in ("title", "texts") and mostly() else {}
        return told | {key: fitting(key, inner) for key, inner in value.items() if key not in told}
    if isinstance(value, list):
        return [fitting(name, inner) for inner in value]
    if not isinstance(value, str):
        return value
    if name in THINGS and not value.startswith("https://"):
        return thing(THINGS[name], value)
    return FITTING[name]() if name in FITTING and mostly() else value


def said(case):
    """What made the shop by this operation: the values of its path, and its body."""
    operation = (case.method, case.path)
    if operation not in SAID:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", case.path.removeprefix("/api/v1")))
        tries = ((pattern.fullmatch(one["path"]), one) for one in IDS["asked"] if one["method"] == case.method)
        SAID[operation] = [(match.groupdict(), one["body"]) for match, one in tries if match]
    return SAID[operation]


def right(case):
    return case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context, case, **kwargs):
    if not right(case):
        # Characters are counted as people count them: what is too long shall be so by any count.
        for name, value in (case.query or {}).items():
            if isinstance(value, str) and len(value) > 200:
                case.query[name] = value + "x" * 200
        return
    # What was never served is said more often as it was before, until it is.
    never = not SERVED.get(f"{case.method} {case.path}", 1)
    if said(case) and CHANCE.random() < (0.5 if never else 0.2):
        path, body = CHANCE.choice(said(case))
        case.path_parameters.update(path)
        if body is not None:
            case.body = copy.deepcopy(body) | OF_OPERATION.get(case.path, dict)()
        return
    kind = listed(case)
    for name, value in (case.path_parameters or {}).items():
        case.path_parameters[name] = thing(kind if name == "id" else THINGS.get(name), value)
    group = IDS["group_of"].get((case.path_parameters or {}).get("message"))
    if group:
        case.path_parameters["id"] = group
    claims = IDS["raffle_claims"]
    if "claim" in (case.path_parameters or {}):
        case.path_parameters["id"] = CHANCE.choice(list(claims))
        case.path_parameters["claim"] = CHANCE.choice(claims[case.path_parameters["id"]])
    if case.query:
        case.query = fitting("", dict(case.query))
    if isinstance(case.body, dict):
        case.body = fitting("", case.body)
        case.body |= OF_OPERATION.get(case.path, dict)()


def listed(case):
    """The list that the operation is about: `members` of `/api/v1/members/{member}`."""
    return case.path.removeprefix("/api/v1/").split("/")[0]


def named(case):
    """The one thing that the operation is about, if it is `/api/v1/members/{member}` and the like."""
    names = list((case.path_parameters or {}).values())
    return names[0] if case.path.count("/") == 4 and len(names) == 1 else None


@schemathesis.hook
def after_call(context, case, response):
    # Methods that the document does not have are tried as well.
    if case.method.lower() != case.operation.method.lower():
        return
    operation = f"{case.method} {case.path}"
    served = 200 <= response.status_code < 300
    SERVED[operation] = SERVED.get(operation, 0) + served
    if not served:
        return
    kind = listed(case)
    if case.method == "POST" and case.path == f"/api/v1/{kind}" and kind in IDS:
        made = response.json().get("id")
        if made and made not in IDS[kind]:
            IDS[kind].append(made)
    gone = named(case)
    if case.method == "DELETE" and gone:
        ENDED.add((kind, gone))
        if gone in IDS[kind] and len(IDS[kind]) > 1:
            IDS[kind].remove(gone)


@schemathesis.check
def what_is_ended_says_so(context, response, case):
    kind = listed(case)
    if case.method == "GET" and response.status_code == 200 and (kind, named(case)) in ENDED:
        assert ENDS[kind](response.json()), "it was ended, and is shown as if it was not"


@atexit.register
def tell():
    # What made the shop was held to the document as well.
    served = set(IDS["served"]) | {operation for operation, count in SERVED.items() if count}
    never = set(SERVED) - served
    print(f"{len(SERVED) - len(never)} of {len(SERVED)} operations served something")
    for operation in sorted(never):
        print(f"never 2xx: {operation}" + (" (as known)" if operation in UNSERVED else ""))
    with open(os.environ["NEVER_SERVED"], "w") as out:
        out.writelines(f"{operation}\n" for operation in sorted(never - UNSERVED))
