"""WeChat Pay as far as we speak to it: every request's signature is checked, every answer signed."""

import datetime
import json
import re

from seals import lines, resource, rsa_sign, rsa_verify

MCHID, APPID = "1900000109", "wxd678efh567hg6787"
SERIAL, PLATFORM = "5157F09EFDC096DE15EBE81A47057A72", "PUB_KEY_ID_0119000001092026070100000001"
V3_KEY = "0123456789abcdef0123456789ABCDEF"
BEIJING = datetime.timezone(datetime.timedelta(hours=8))


class Refusal(Exception):
    def __init__(self, status, code):
        super().__init__(code)
        self.status, self.code = status, code


class WeChatLike:
    def __init__(self, now, url):
        self.now, self.orders, self.refunds, self.nonces = now, {}, {}, set()
        self.events = 0

    def answer(self, method, path, query, headers, body, mishap):
        raw = path + ("?" + "&".join(f"{k}={v[0]}" for k, v in query.items()) if query else "")
        try:
            self.check(method, raw, headers, body)
            asked = json.loads(body) if body else {}
            status, value = self.route(method, path, query, asked, headers)
        except Refusal as refusal:
            told = {"code": refusal.code, "message": "测试"}
            return refusal.status, {}, json.dumps(told).encode()
        if mishap == "wrong_amount":
            value = json.loads(json.dumps(value))
            if "amount" in value:
                value["amount"] = {name: n + 1 if isinstance(n, int) else n
                                   for name, n in value["amount"].items()}
        plain = b"" if value is None else json.dumps(value).encode()
        return status, self.signed(plain, "stranger" if mishap == "wrong_key" else "own"), plain

    def check(self, method, raw, headers, body):
        scheme, _, rest = (headers["authorization"] or "").partition(" ")
        fields = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        wanted = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}
        if scheme != "WECHATPAY2-SHA256-RSA2048" or set(fields) != wanted:
            raise Refusal(401, "SIGN_ERROR")
        whose = (fields["mchid"], fields["serial_no"]) == (MCHID, SERIAL)
        fresh = abs(int(fields["timestamp"]) - self.now) <= 300
        unlike = fields["nonce_str"] not in self.nonces
        self.nonces.add(fields["nonce_str"])
        message = lines(method, raw, fields["timestamp"], fields["nonce_str"], body)
        if not (whose and fresh and unlike and rsa_verify("merchant", message, fields["signature"])):
            raise Refusal(401, "SIGN_ERROR")
        if headers["accept"] != "application/json" or headers["user-agent"] is None:
            raise Refusal(400, "PARAM_ERROR")

    def signed(self, body, key):
        nonce = f"nonce{self.events}"
        name = "platform" if key == "own" else "stranger"
        return {"Content-Type": "application/json", "Wechatpay-Serial": PLATFORM,
                "Wechatpay-Timestamp": str(self.now), "Wechatpay-Nonce": nonce,
                "Wechatpay-Signature": rsa_sign(name, lines(self.now, nonce, body))}

    def route(self, method, path, query, asked, headers):
        match method, path.strip("/").split("/")[1:]:
            case "POST", ["pay", "transactions", ("native" | "jsapi") as way]:
                return 200, self.place(way, asked)
            case "GET", ["pay", "transactions", "out-trade-no", key]:
                if query.get("mchid") != [MCHID]:
                    raise Refusal(400, "PARAM_ERROR")
                return 200, self.transaction(self.order(key))
            case "POST", ["pay", "transactions", "out-trade-no", key, "close"]:
                order = self.order(key)
                if asked != {"mchid": MCHID}:
                    raise Refusal(400, "PARAM_ERROR")
                if order["state"] == "SUCCESS":
                    raise Refusal(400, "ORDERPAID")
                order["state"] = "CLOSED"
                return 204, None
            case "POST", ["refund", "domestic", "refunds"]:
                return 200, self.give_back(asked)
        raise Refusal(404, "RESOURCE_NOT_EXISTS")

    def order(self, key):
        if key not in self.orders:
            raise Refusal(404, "ORDER_NOT_EXIST")
        return self.orders[key]

    def place(self, way, asked):
        if (asked["appid"], asked["mchid"]) != (APPID, MCHID):
            raise Refusal(400, "APPID_MCHID_NOT_MATCH")
        ends = datetime.datetime.fromisoformat(asked["time_expire"])
        assert ends.utcoffset() == datetime.timedelta(hours=8) and ends.timestamp() > self.now
        key = asked["out_trade_no"]
        assert re.fullmatch(r"[0-9A-Za-z_\-|*]{6,32}", key) and asked["description"]
        assert asked["amount"]["currency"] == "CNY" and (way == "native" or asked["payer"]["openid"])
        known = self.orders.setdefault(key, {"asked": asked, "state": "NOTPAY", "back": 0})
        if known["asked"] != asked:
            raise Refusal(403, "OUT_TRADE_NO_USED")
        if way == "native":
            return {"code_url": f"weixin://wxpay/bizpayurl?pr={key}"}
        return {"prepay_id": f"wx2014{key}"}

    def transaction(self, order):
        asked, state = order["asked"], order["state"]
        found = {"appid": APPID, "mchid": MCHID, "out_trade_no": asked["out_trade_no"],
                 "trade_state": state, "trade_state_desc": "测试"}
        if state in ("SUCCESS", "REFUND"):
            total = asked["amount"]["total"]
            found |= {"transaction_id": "42" + asked["out_trade_no"][-26:], "bank_type": "OTHERS",
                      "success_time": self.beijing(), "trade_type": "NATIVE",
                      "amount": {"total": total, "payer_total": total, "currency": "CNY",
                                 "payer_currency": "CNY"}}
        return found

    def give_back(self, asked):
        order, amount = self.order(asked["out_trade_no"]), asked["amount"]
        known = self.refunds.get(asked["out_refund_no"])
        if known is None:
            total = order["asked"]["amount"]["total"]
            if order["state"] not in ("SUCCESS", "REFUND") or amount["total"] != total:
                raise Refusal(400, "PARAM_ERROR")
            if order["back"] + amount["refund"] > total:
                raise Refusal(403, "NOT_ENOUGH")
            order["back"] += amount["refund"]
            order["state"] = "REFUND"
            known = {"asked": asked, "status": "PROCESSING", "id": f"503{len(self.refunds)}"}
            self.refunds[asked["out_refund_no"]] = known
        elif known["asked"] != asked:
            raise Refusal(400, "PARAM_ERROR")
        return {"refund_id": known["id"], "out_refund_no": asked["out_refund_no"],
                "out_trade_no": asked["out_trade_no"], "status": known["status"],
                "create_time": self.beijing(), "amount": amount | {"payer_refund": amount["refund"]}}

    # What the payer and time do.

    def pay(self, payment):
        order = self.order(payment)
        assert order["state"] == "NOTPAY"
        order["state"] = "SUCCESS"
        return self.event("TRANSACTION.SUCCESS", order["asked"]["notify_url"], self.transaction(order))

    def tell_refund(self, refund):
        known = self.refunds[refund]
        known["status"] = "SUCCESS"
        asked = known["asked"]
        plain = {"mchid": MCHID, "out_trade_no": asked["out_trade_no"], "out_refund_no": refund,
                 "refund_id": known["id"], "refund_status": "SUCCESS", "success_time": self.beijing(),
                 "amount": {"total": asked["amount"]["total"], "refund": asked["amount"]["refund"]}}
        return self.event("REFUND.SUCCESS", asked["notify_url"], plain)

    def event(self, kind, url, plain):
        self.events += 1
        body = {"id": f"EV-{self.events}", "create_time": self.beijing(), "summary": "测试",
                "resource_type": "encrypt-resource", "event_type": kind,
                "resource": resource(V3_KEY, plain, kind.split(".")[0].lower())}
        return url, body

    def sealed(self, event, key):
        url, body = event
        raw = json.dumps(body).encode()
        return url, self.signed(raw, key), raw

    def beijing(self):
        return datetime.datetime.fromtimestamp(self.now, BEIJING).isoformat()

    def books(self):
        return {"payments": len(self.orders), "refunds": len(self.refunds)}
