// The main journey in browsers that run no scripts: set up, join, redeem, post, figures.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serve, troubles, until, withoutJavaScript } from "./harness.mjs";
import * as shop from "./shop.mjs";

test("a shop opens and serves its first customer without JavaScript", { timeout: 120_000 }, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const [owner, member] = [await withoutJavaScript(browser), await withoutJavaScript(browser)];
  const code = await shop.openShop(server, owner, { question: "What do you cook most?" });
  await shop.join(server, member, code, { name: "Ana Ruiz", answer: "Soup." });
  await member.waitForURL("**/riverside/welcome/**");
  const ticket = await shop.openTicket(server, member);

  await shop.givePin(server, owner, "Wang Li", shop.PIN);
  const till = await shop.pair(server, owner, browser, "phone", { javaScript: false });
  await shop.stand(till, "Wang Li", shop.PIN);
  await shop.scan(till, ticket);
  await till.fill("[name=amount]", "38.50");
  await shop.send(till, "form[action='/counter/operations']");
  await till.waitForURL("**/counter/operations/*");

  await member.goto(`${server.url}/riverside/groups`);
  await member.locator("main a[href*='/riverside/groups/grp_']").first().click();
  const group = /grp_[0-9A-Z]{26}/.exec(member.url())[0];
  await owner.goto(`${server.url}/console/groups/${group}/feed`);
  await owner.fill("textarea[name=text]", "The leeks are sweet today.");
  await shop.send(owner, "form[action*='/feed']");
  await member.reload();
  await member.getByText("The leeks are sweet today.").waitFor();

  await until("the figures", async () => {
    await owner.goto(`${server.url}/console/figures/first_purchase`);
    return /Ana Ruiz/.test(await owner.locator("main").innerText());
  });
  for (const page of [owner, member, till]) assert.deepEqual(troubles(page), []);
});
