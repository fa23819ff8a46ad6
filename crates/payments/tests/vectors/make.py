"""Makes messages.json: see README.md."""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3] / "tests/payments"))

from seals import KEYS, check_seal, hmac_hex, lines, openssl, resource, rsa_sign  # noqa: E402

NOW = 1_782_864_000  # 2026-07-01T00:00:00Z
V3_KEY = "0123456789abcdef0123456789ABCDEF"
WHSEC = "whsec_test_of_the_corner_shop"
MCHID, APPID, SERIAL = "1900000109", "wxd678efh567hg6787", "5157F09EFDC096DE15EBE81A47057A72"
PLATFORM, NEXT = "PUB_KEY_ID_0119000001092026070100000001", "PUB_KEY_ID_0119000001092026070100000002"
PAYMENT, REFUND = "pay_01JZ8X3F5QW9V2B7N4M6K0RSTD", "rfd_01JZ8X3F5QW9V2B7N4M6K0RSTE"


def make_keys():
    KEYS.mkdir(exist_ok=True)
    for name in ["merchant", "platform", "next", "stranger"]:
        key, public = str(KEYS / f"{name}.key.pem"), str(KEYS / f"{name}.pub.pem")
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
        openssl("pkey", "-in", key, "-pubout", "-out", public)
    certificate = str(KEYS / "platform.crt.pem")
    openssl("req", "-x509", "-new", "-key", str(KEYS / "platform.key.pem"), "-days", "36500",
            "-subj", "/CN=Tenpay.com sign/O=Test", "-out", certificate)


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def written(body):
    """A body that is nothing but long is said by its length."""
    return {"spaces": len(body)} if body and not body.strip() else {"body": body}


# --- Stripe ---------------------------------------------------------------------------------------

def stripe_signature(body, at=NOW, secret=WHSEC):
    return hmac_hex(secret, f"{at}.".encode() + body.encode())


def event(kind, thing, **changes):
    whole = {"id": "evt_1", "object": "event", "api_version": "2024-06-20", "created": NOW - 2,
             "livemode": False, "type": kind, "data": {"object": thing}}
    return compact(whole | changes)


def session(**changes):
    return {"id": "cs_test_a1", "object": "checkout.session", "amount_total": 1250, "currency": "eur",
            "client_reference_id": PAYMENT, "metadata": {"payment": PAYMENT}, "livemode": False,
            "payment_intent": "pi_1", "payment_status": "paid", "status": "complete",
            "url": None} | changes


def intent(**changes):
    return {"id": "pi_1", "object": "payment_intent", "amount": 1250, "currency": "eur",
            "metadata": {"payment": PAYMENT}, "status": "succeeded", "latest_charge": "ch_1"} | changes


def charge(**changes):
    return {"id": "ch_1", "object": "charge", "amount": 1250, "amount_refunded": 500, "currency": "eur",
            "metadata": {"payment": PAYMENT}, "payment_intent": "pi_1", "refunded": False,
            "status": "succeeded"} | changes


def refund(**changes):
    return {"id": "re_1", "object": "refund", "amount": 500, "currency": "eur", "charge": "ch_1",
            "metadata": {"payment": PAYMENT, "refund": REFUND}, "payment_intent": "pi_1",
            "status": "succeeded"} | changes


def stripe(name, body, says, signature=None):
    header = signature if signature is not None else f"t={NOW},v1={stripe_signature(body)}"
    headers = [["Content-Type", "application/json"]]
    if header:
        headers.append(["Stripe-Signature", header])
    return {"name": name, "headers": headers, **written(body), "says": says}


def stripe_facts():
    paid = f"evt_1 {PAYMENT} Paid 1250 EUR"
    yen = session(amount_total=500, currency="jpy")
    for name, kind, thing, says in [
        ("a paid session", "checkout.session.completed", session(), paid),
        ("a delayed payment", "checkout.session.completed", session(payment_status="unpaid"),
         f"evt_1 {PAYMENT} Waiting 1250 EUR"),
        ("a delayed payment came", "checkout.session.async_payment_succeeded", session(), paid),
        ("a delayed payment failed", "checkout.session.async_payment_failed",
         session(payment_status="unpaid"), f"evt_1 {PAYMENT} Failed 1250 EUR"),
        ("a session ran out", "checkout.session.expired",
         session(status="expired", payment_status="unpaid"), f"evt_1 {PAYMENT} Closed 1250 EUR"),
        ("a paid intent", "payment_intent.succeeded", intent(), paid),
        ("a canceled intent", "payment_intent.canceled", intent(status="canceled"),
         f"evt_1 {PAYMENT} Closed 1250 EUR"),
        ("a refused card may be followed by another", "payment_intent.payment_failed",
         intent(status="requires_payment_method"), f"evt_1 {PAYMENT} Waiting 1250 EUR"),
        ("something given back", "charge.refunded", charge(),
         f"evt_1 {PAYMENT} Refunded(Some(500)) 1250 EUR"),
        ("a refund of ours", "refund.updated", refund(), f"evt_1 {PAYMENT} {REFUND} Done 500 EUR"),
        ("a refund that failed", "refund.failed", refund(status="failed"),
         f"evt_1 {PAYMENT} {REFUND} Failed 500 EUR"),
        ("a refund by hand", "refund.created", refund(metadata={"payment": PAYMENT}), "ignored"),
        ("a currency without decimals", "checkout.session.completed", yen,
         f"evt_1 {PAYMENT} Paid 500 JPY"),
        ("a currency with two zeros too many", "checkout.session.completed",
         session(amount_total=500, currency="isk"), f"evt_1 {PAYMENT} Paid 5 ISK"),
        ("an event nobody follows", "customer.created", {"id": "cus_1"}, "ignored"),
        ("somebody else's session", "checkout.session.completed",
         session(client_reference_id=None, metadata={}), "ignored"),
    ]:
        yield stripe(name, event(kind, thing), says)


def stripe_doubts():
    good = event("checkout.session.completed", session())
    right = stripe_signature(good)
    old, soon = NOW - 301, NOW + 301
    yield stripe("several signatures", good, f"evt_1 {PAYMENT} Paid 1250 EUR",
                 f"t={NOW},v1={'00' * 32},v1={right},v0={'11' * 32}")
    yield stripe("the edge of the past", good, f"evt_1 {PAYMENT} Paid 1250 EUR",
                 f"t={NOW - 300},v1={stripe_signature(good, NOW - 300)}")
    for name, code, signature in [
        ("no signature", "payments.not_signed", ""),
        ("a signature without a time", "payments.not_signed", f"v1={right}"),
        ("two times", "payments.not_signed", f"t={NOW},t={NOW},v1={right}"),
        ("a time with a sign", "payments.not_signed", f"t=+{NOW},v1={right}"),
        ("only another scheme", "payments.not_signed", f"t={NOW},v0={right}"),
        ("nonsense for a signature", "payments.not_signed", "weather"),
        ("another secret", "payments.wrong_signature",
         f"t={NOW},v1={stripe_signature(good, secret='whsec_other')}"),
        ("another time than was signed", "payments.wrong_signature", f"t={NOW - 1},v1={right}"),
        ("half a signature", "payments.wrong_signature", f"t={NOW},v1={right[:32]}"),
        ("kept for later", "payments.too_old", f"t={old},v1={stripe_signature(good, old)}"),
        ("from the future", "payments.too_early", f"t={soon},v1={stripe_signature(good, soon)}"),
    ]:
        yield stripe(name, good, code, signature)
    yield stripe("a cut body", good[:-9], "payments.wrong_signature", f"t={NOW},v1={right}")
    yield stripe("a changed amount", good.replace("1250", "1251"), "payments.wrong_signature",
                 f"t={NOW},v1={right}")
    for name, body, code in [
        ("signed nonsense", "weather", "payments.unreadable"),
        ("signed emptiness", "", "payments.unreadable"),
        ("real money to a test key", event("checkout.session.completed", session(), livemode=True),
         "payments.wrong_mode"),
        ("a negative amount", event("checkout.session.completed", session(amount_total=-1)),
         "payments.wrong_amount"),
        ("a broken unit", event("checkout.session.completed",
                                session(amount_total=550, currency="isk")), "payments.wrong_amount"),
        ("a currency of nowhere", event("checkout.session.completed", session(currency="zzz")),
         "payments.wrong_currency"),
        ("no amount", event("checkout.session.completed", session(amount_total=None)),
         "payments.unreadable"),
        ("a body without end", " " * 65_537, "payments.too_large"),
    ]:
        yield stripe(name, body, code)


# --- WeChat Pay -----------------------------------------------------------------------------------

def transaction(**changes):
    return {"appid": APPID, "mchid": MCHID, "out_trade_no": PAYMENT,
            "transaction_id": "1217752501201407033233368018", "trade_type": "NATIVE",
            "trade_state": "SUCCESS", "trade_state_desc": "支付成功", "bank_type": "OTHERS",
            "success_time": "2026-07-01T07:59:58+08:00", "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
            "amount": {"total": 1250, "payer_total": 1200, "currency": "CNY",
                       "payer_currency": "CNY"}} | changes


def given_back(**changes):
    return {"mchid": MCHID, "out_trade_no": PAYMENT, "transaction_id": "1217752501201407033233368018",
            "out_refund_no": REFUND, "refund_id": "50200207182018070300011301001",
            "refund_status": "SUCCESS", "success_time": "2026-07-01T07:59:58+08:00",
            "user_received_account": "支付用户零钱",
            "amount": {"total": 1250, "refund": 500, "payer_total": 1250, "payer_refund": 500}} | changes


def notice(kind, plain, v3_key=V3_KEY, **changes):
    whole = {"id": "EV-2018022511223320873", "create_time": "2026-07-01T07:59:59+08:00",
             "resource_type": "encrypt-resource", "event_type": kind, "summary": "支付成功",
             "resource": resource(v3_key, plain, kind.split(".")[0].lower())}
    return compact(whole | changes)


def wechat(name, body, says, at=NOW, key="platform", serial=PLATFORM, drop=None, **changes):
    nonce = "d824f2e086d3c1df967785d13fcd22ef"
    headers = {"Wechatpay-Nonce": nonce, "Wechatpay-Timestamp": str(at), "Wechatpay-Serial": serial,
               "Wechatpay-Signature": rsa_sign(key, lines(at, nonce, body)),
               "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048"} | changes.pop("headers", {})
    headers.pop(drop, None)
    return {"name": name, "headers": [list(pair) for pair in headers.items()],
            **written(changes.pop("sent", body)), "says": says}


def wechat_facts():
    event_id = "EV-2018022511223320873"
    paid = f"{event_id} {PAYMENT} Paid 1250 CNY"
    good = notice("TRANSACTION.SUCCESS", transaction())
    yield wechat("a paid order", good, paid)
    yield wechat("the next key of the platform", good, paid, key="next", serial=NEXT)
    yield wechat("the edge of the past", good, paid, at=NOW - 300)
    yield wechat("a refund", notice("REFUND.SUCCESS", given_back()),
                 f"{event_id} {PAYMENT} {REFUND} Done 500 CNY")
    yield wechat("a refund that is stuck",
                 notice("REFUND.ABNORMAL", given_back(refund_status="ABNORMAL", success_time=None)),
                 f"{event_id} {PAYMENT} {REFUND} Failed 500 CNY")
    yield wechat("an event nobody follows", notice("COUPON.USE", {"coupon": 1}), "ignored")
    yield wechat("another currency is told as it is", notice("TRANSACTION.SUCCESS", transaction(
        amount={"total": 1250, "currency": "USD"})), f"{event_id} {PAYMENT} Paid 1250 USD")


def wechat_doubts():
    good = notice("TRANSACTION.SUCCESS", transaction())
    for header in ["Serial", "Signature", "Timestamp", "Nonce"]:
        yield wechat(f"no {header.lower()}", good, "payments.not_signed", drop=f"Wechatpay-{header}")
    yield wechat("a time with a sign", good, "payments.not_signed", at=f"+{NOW}")
    yield wechat("a serial nobody knows", good, "payments.unknown_serial", serial="PUB_KEY_ID_0")
    yield wechat("a stranger's key", good, "payments.wrong_signature", key="stranger")
    yield wechat("one key under the other's serial", good, "payments.wrong_signature", key="next")
    probe = "WECHATPAY/SIGNTEST/" + rsa_sign("platform", lines(NOW, "probe", good))
    yield wechat("WeChat's own probe", good, "payments.wrong_signature",
                 headers={"Wechatpay-Signature": probe})
    yield wechat("a cut body", good, "payments.wrong_signature", sent=good[:-1])
    yield wechat("another nonce", good, "payments.wrong_signature", headers={"Wechatpay-Nonce": "x"})
    yield wechat("kept for later", good, "payments.too_old", at=NOW - 301)
    yield wechat("from the future", good, "payments.too_early", at=NOW + 301)
    yield wechat("sealed for another secret", notice("TRANSACTION.SUCCESS", transaction(),
                                                     v3_key="f" * 32), "payments.wrong_secret")
    sealed = resource(V3_KEY, transaction(), "transaction")
    for name, change in [("with other associated data", {"associated_data": "refund"}),
                         ("with a cut seal", {"ciphertext": sealed["ciphertext"][:-8]})]:
        yield wechat(name, notice("TRANSACTION.SUCCESS", {}, resource=sealed | change),
                     "payments.wrong_secret")
    for name, change in [("another algorithm", {"algorithm": "AEAD_AES_128_GCM"}),
                         ("a nonce of thirteen", {"nonce": "fdasflkja4841"}),
                         ("a seal that is no base64", {"ciphertext": "weather!"})]:
        yield wechat(name, notice("TRANSACTION.SUCCESS", {}, resource=sealed | change),
                     "payments.unreadable")
    for name, change, code in [
        ("another merchant", {"mchid": "1900000110"}, "payments.wrong_merchant"),
        ("another app", {"appid": "wx0000000000000000"}, "payments.wrong_app"),
        ("a key that is none of ours", {"out_trade_no": "a b"}, "payments.wrong_payment"),
        ("a negative amount", {"amount": {"total": -1, "currency": "CNY"}}, "payments.wrong_amount"),
        ("a currency of nowhere", {"amount": {"total": 1, "currency": "ZZZ"}},
         "payments.wrong_currency"),
        ("half a unit", {"amount": {"total": 12.5, "currency": "CNY"}}, "payments.unreadable"),
        ("a state of nowhere", {"trade_state": "MAYBE"}, "payments.unreadable"),
    ]:
        yield wechat(name, notice("TRANSACTION.SUCCESS", transaction(**change)), code)
    yield wechat("another merchant's refund", notice("REFUND.SUCCESS", given_back(mchid="1")),
                 "payments.wrong_merchant")
    yield wechat("signed nonsense", "weather", "payments.unreadable")
    yield wechat("a body without end", " " * 65_537, "payments.too_large")


def signatures():
    """What the merchant signs: PKCS#1 v1.5 gives the same for the same."""
    for name, parts in [
        ("an order", ["POST", "/v3/pay/transactions/native", NOW, "593BEC0C930BF1AFEB40B4A08C8FB242",
                      '{"description":"一杯咖啡"}']),
        ("a question", ["GET", f"/v3/pay/transactions/out-trade-no/{PAYMENT}?mchid={MCHID}", NOW,
                        "593BEC0C930BF1AFEB40B4A08C8FB242", ""]),
        ("a call inside the app", [APPID, NOW, "593BEC0C930BF1AFEB40B4A08C8FB242",
                                   "prepay_id=wx201410272009395522657a690389285100"]),
    ]:
        yield {"name": name, "lines": [str(part) for part in parts],
               "signature": rsa_sign("merchant", lines(*parts))}


def main():
    check_seal()
    if "--keys" in sys.argv or not KEYS.exists():
        make_keys()
    made = {
        "now": NOW, "v3_key": V3_KEY, "whsec": WHSEC, "mchid": MCHID, "appid": APPID, "serial": SERIAL,
        "platform": PLATFORM, "next": NEXT,
        "stripe": [*stripe_facts(), *stripe_doubts()],
        "wechat": [*wechat_facts(), *wechat_doubts()],
        "signatures": [*signatures()],
    }
    (HERE / "messages.json").write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    print({name: len(made[name]) for name in ["stripe", "wechat", "signatures"]})


if __name__ == "__main__":
    main()
