"""Stripe as far as we speak to it: its manners, not its money."""

import json
import urllib.parse

from seals import hmac_hex

KEY, WHSEC = "sk_test_of_the_double", "whsec_of_the_double"


class Refusal(Exception):
    def __init__(self, status, code, kind="invalid_request_error"):
        super().__init__(code)
        self.answer = status, {}, json.dumps({"error": {"type": kind, "code": code}}).encode()


class StripeLike:
    def __init__(self, now, url):
        self.now, self.url, self.endpoint = now, url, None
        self.sessions, self.intents, self.refunds, self.saved = {}, {}, {}, {}
        self.events = 0

    def answer(self, method, path, query, headers, body, mishap):
        try:
            if headers["authorization"] != f"Bearer {KEY}":
                raise Refusal(401, None)
            assert headers["stripe-version"] == "2024-06-20"
            form = {}
            if method == "POST":
                kind = headers["content-type"]
                assert not body or kind == "application/x-www-form-urlencoded", kind
                form = dict(urllib.parse.parse_qsl(body.decode(), strict_parsing=bool(body)))
            value = self.once(headers["idempotency-key"], path, form, query, method)
            if mishap == "wrong_amount":
                value = json.loads(json.dumps(value))
                for name in ["amount", "amount_total"]:
                    if name in value:
                        value[name] += 1
            return 200, {}, json.dumps(value).encode()
        except Refusal as refusal:
            return refusal.answer

    def once(self, key, path, form, query, method):
        if key is None:
            return self.route(method, path, form, query)
        if key in self.saved:
            asked, value = self.saved[key]
            if asked != (path, form):
                raise Refusal(400, None, "idempotency_error")
            return value
        value = self.route(method, path, form, query)
        self.saved[key] = (path, form), json.loads(json.dumps(value))
        return value

    def route(self, method, path, form, query):
        match method, path.strip("/").split("/")[1:]:
            case "POST", ["checkout", "sessions"]:
                return self.open(form)
            case "GET", ["checkout", "sessions", id]:
                assert query.get("expand[]") == ["payment_intent.latest_charge"], query
                return self.session(id)
            case "POST", ["checkout", "sessions", id, "expire"]:
                session = self.session(id)
                if session["status"] != "open":
                    raise Refusal(400, "resource_invalid")
                self.sessions[id]["status"] = "expired"
                return self.session(id)
            case "GET", ["payment_intents", id]:
                return self.intents.get(id) or self.missing()
            case "GET", ["refunds"]:
                [intent] = query["payment_intent"]
                found = [one for one in self.refunds.values() if one["payment_intent"] == intent]
                return {"object": "list", "data": found, "has_more": False}
            case "POST", ["refunds"]:
                return self.give_back(form)
        raise Refusal(404, "resource_missing")

    @staticmethod
    def missing():
        raise Refusal(404, "resource_missing")

    def open(self, form):
        assert form["mode"] == "payment" and form["line_items[0][quantity]"] == "1"
        assert form["success_url"] and form["cancel_url"]
        assert form["line_items[0][price_data][product_data][name]"]
        if not 30 * 60 <= int(form["expires_at"]) - self.now <= 24 * 60 * 60:
            raise Refusal(400, None)
        id = f"cs_test_{len(self.sessions) + 1}"
        self.sessions[id] = {
            "id": id, "object": "checkout.session", "livemode": False, "status": "open",
            "payment_status": "unpaid", "url": f"{self.url}/pay/{id}", "payment_intent": None,
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "client_reference_id": form["client_reference_id"],
            "metadata": {"payment": form["metadata[payment]"]},
        }
        assert form["payment_intent_data[metadata][payment]"] == form["client_reference_id"]
        return self.session(id)

    def session(self, id):
        found = self.sessions.get(id) or self.missing()
        return found | {"payment_intent": self.intents.get(found["payment_intent"])}

    def give_back(self, form):
        intent = self.intents.get(form["payment_intent"]) or self.missing()
        charge, amount = intent["latest_charge"], int(form["amount"])
        if amount > charge["amount"] - charge["amount_refunded"]:
            raise Refusal(400, "charge_already_refunded")
        charge["amount_refunded"] += amount
        id = f"re_{len(self.refunds) + 1}"
        self.refunds[id] = {
            "id": id, "object": "refund", "amount": amount, "currency": charge["currency"],
            "charge": charge["id"], "payment_intent": intent["id"], "status": "succeeded",
            "metadata": {"payment": form["metadata[payment]"], "refund": form["metadata[refund]"]},
        }
        return self.refunds[id]

    # What the payer and time do.

    def pay(self, payment):
        [session] = [s for s in self.sessions.values() if s["client_reference_id"] == payment]
        assert session["status"] == "open"
        number = session["id"].rsplit("_", 1)[1]
        charge = {"id": f"ch_{number}", "object": "charge", "amount": session["amount_total"],
                  "amount_refunded": 0, "currency": session["currency"], "status": "succeeded",
                  "metadata": session["metadata"], "payment_intent": f"pi_{number}"}
        self.intents[f"pi_{number}"] = {
            "id": f"pi_{number}", "object": "payment_intent", "amount": session["amount_total"],
            "currency": session["currency"], "status": "succeeded", "latest_charge": charge,
            "metadata": session["metadata"],
        }
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": f"pi_{number}"}
        self.sessions[session["id"]] = session
        return self.event("checkout.session.completed", session)

    def tell_refund(self, refund):
        [found] = [r for r in self.refunds.values() if r["metadata"]["refund"] == refund]
        return self.event("refund.updated", found)

    def event(self, kind, thing):
        self.events += 1
        return {"id": f"evt_{self.events}", "object": "event", "created": self.now, "livemode": False,
                "type": kind, "data": {"object": thing}}

    def sealed(self, event, key):
        """Where it goes, its headers and its body."""
        body = json.dumps(event).encode()
        mark = hmac_hex(WHSEC if key == "own" else "whsec_stranger", f"{self.now}.".encode() + body)
        headers = {"Content-Type": "application/json; charset=utf-8",
                   "Stripe-Signature": f"t={self.now},v1={mark}"}
        return self.endpoint, headers, body

    def books(self):
        return {"payments": len(self.sessions), "refunds": len(self.refunds)}
