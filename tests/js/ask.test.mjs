import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { asker, turns } from "../../gluteal/widgets/js/app/ask.js";

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
    for (const take of [...this.listeners]) take({ reply: id, shown }, buffers);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

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

test("while an answer is awaited later turns merge into one, and a stale answer is not shown", async () => {
  const waiting = [];
  const ask = mock.fn(() => new Promise((resolve) => waiting.push(resolve)));
  const take = mock.fn();
  const { send, begun } = turns(ask, take);
  assert.equal(begun(), false);
  send();
  send();
  send();
  assert.equal(begun(), true);
  assert.equal(ask.mock.callCount(), 1);
  waiting[0]("stale");
  await settled();
  assert.equal(take.mock.callCount(), 0);
  assert.equal(ask.mock.callCount(), 2);
  waiting[1]("fresh");
  await settled();
  assert.deepEqual(take.mock.calls[0].arguments, ["fresh", 2]);
});

test("a turn that was answered leaves the way free for the next", async () => {
  const take = mock.fn();
  const { send } = turns(async () => "answer", take);
  await send();
  await send();
  assert.deepEqual(
    take.mock.calls.map((call) => call.arguments[1]),
    [1, 2],
  );
});
