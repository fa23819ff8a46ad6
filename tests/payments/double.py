"""A double of two payment providers on a free port of this machine, for the tests of `payments`.

    python3 tests/payments/double.py --now SECONDS

It prints `listening PORT`. `/v1/` is like Stripe, `/v3/` like WeChat Pay. What a test tells it is under
`/_/SIDE/`, as POST with JSON:

    mishap   {"what": "late" | "never" | "500" | "wrong_key" | "wrong_amount" | "long", "method": M}
             the next request of this method is done, and its answer goes wrong
    endpoint {"url": URL}                               where Stripe's events go
    pay      {"payment": KEY, "times": N, "key": "own" | "stranger"}
    refunded {"refund": KEY, "times": N, "key": …}
             tells it N times, and answers with the statuses that came back
    books    {}                                         how many payments and refunds there are
"""

import argparse
import http.server
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from seals import check_seal
from stripelike import StripeLike
from wechatlike import WeChatLike

LATE_S, NEVER_S = 3, 20


class Double(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, now):
        super().__init__(("127.0.0.1", 0), Handler)
        url = f"http://127.0.0.1:{self.server_port}"
        self.sides = {"stripe": StripeLike(now, url), "wechat": WeChatLike(now, url)}
        self.mishaps = {"stripe": {}, "wechat": {}}
        self.turn = threading.Lock()

    def control(self, side, what, said):
        provider = self.sides[side]
        match what:
            case "mishap":
                self.mishaps[side][said["method"]] = said["what"]
                return {}
            case "endpoint":
                provider.endpoint = said["url"]
                return {}
            case "books":
                return provider.books()
            case "pay":
                event = provider.pay(said["payment"])
            case "refunded":
                event = provider.tell_refund(said["refund"])
        sealed = provider.sealed(event, said.get("key", "own"))
        return {"statuses": [deliver(*sealed) for _ in range(said.get("times", 1))]}


def deliver(url, headers, body):
    request = urllib.request.Request(url, body, headers, method="POST")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return [answer.status, answer.read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode()]


class Handler(http.server.BaseHTTPRequestHandler):
    def handle_any(self):
        target = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if target.path.startswith("/_/"):
            _, _, side, what = target.path.split("/")
            with self.server.turn:
                made = self.server.control(side, what, json.loads(body))
            return self.say(200, {}, json.dumps(made).encode())
        side = "wechat" if target.path.startswith("/v3/") else "stripe"
        query = urllib.parse.parse_qs(target.query)
        with self.server.turn:
            mishap = self.server.mishaps[side].pop(self.command, None)
            provider = self.server.sides[side]
            answer = provider.answer(self.command, target.path, query, self.headers, body, mishap)
        if mishap == "never":
            time.sleep(NEVER_S)
            return None
        if mishap == "late":
            time.sleep(LATE_S)
        if mishap == "500":
            answer = 500, {}, b'{"code":"SYSTEM_ERROR"}'
        if mishap == "long":
            answer = 200, {}, b" " * 70_000
        return self.say(*answer)

    do_GET = do_POST = handle_any

    def say(self, status, headers, body):
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except BrokenPipeError:
            pass  # Whoever asked has lost patience, which is the point of being late.

    def log_message(self, *_):
        pass


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--now", type=int, required=True)
    check_seal()
    double = Double(arguments.parse_args().now)
    print("listening", double.server_port, flush=True)
    double.serve_forever()


if __name__ == "__main__":
    main()
