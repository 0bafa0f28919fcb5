import assert from "node:assert/strict";
import { test } from "node:test";
import { asker } from "../../gluteal/widgets/js/app/ask.js";

/** A kernel that answers when it is told to. */
class Kernel {
  sent = [];
  listeners = new Set();
  send(message) {
    this.sent.push(message);
  }
  on(_, take) {
    this.listeners.add(take);
  }
  off(_, take) {
    this.listeners.delete(take);
  }
  answer(id, shown, buffers = []) {
    const { page } = this.sent.find((message) => message.id === id);
    for (const take of [...this.listeners]) take({ to: page, reply: id, shown }, buffers);
  }
}

test("a question is answered by the message with its number, whatever comes between", async () => {
  const kernel = new Kernel();
  const { ask } = asker(kernel, () => true);
  const one = ask("option", { injection: "a" });
  const two = ask("option", { injection: "b" });
  kernel.answer(kernel.sent[1].id, "second");
  kernel.answer(kernel.sent[0].id, "first");
  assert.deepEqual(await Promise.all([one, two]), ["first", "second"]);
  assert.equal(kernel.listeners.size, 0);
  assert.equal(kernel.sent[0].injection, "a");
});

test("bytes come with the whole answer only", async () => {
  const kernel = new Kernel();
  const { askWhole } = asker(kernel, () => true);
  const whole = askWhole("plotly");
  kernel.answer(kernel.sent[0].id, {}, ["bytes"]);
  assert.deepEqual(await whole, { shown: {}, buffers: ["bytes"] });
});

test("what changes nothing is asked again until it is answered", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const kernel = new Kernel();
  const { ask } = asker(kernel, () => true);
  const now = ask("now");
  t.mock.timers.tick(9000);
  assert.equal(kernel.sent.length, 4);
  assert.equal(new Set(kernel.sent.map((m) => m.id)).size, 1);
  kernel.answer(kernel.sent[0].id, "here");
  assert.equal(await now, "here");
  t.mock.timers.tick(9000);
  assert.equal(kernel.sent.length, 4);
});

test("what changes something is asked once", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const kernel = new Kernel();
  asker(kernel, () => true).ask("delete", { entry: "x" });
  t.mock.timers.tick(9000);
  assert.equal(kernel.sent.length, 1);
});

test("a page that was closed asks no more; one that is not open yet does", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const kernel = new Kernel();
  let open = false;
  asker(kernel, () => open).ask("now");
  t.mock.timers.tick(3000);
  assert.equal(kernel.sent.length, 2);
  open = true;
  t.mock.timers.tick(3000);
  open = false;
  t.mock.timers.tick(9000);
  assert.equal(kernel.sent.length, 3);
});

test("an answer to another page with the same number is not taken", async () => {
  const kernel = new Kernel();
  const { ask } = asker(kernel, () => true);
  const mine = ask("option", {});
  const { id } = kernel.sent[0];
  for (const take of [...kernel.listeners]) {
    take({ to: "another page", reply: id, shown: "theirs" }, []);
  }
  kernel.answer(id, "mine");
  assert.equal(await mine, "mine");
});
