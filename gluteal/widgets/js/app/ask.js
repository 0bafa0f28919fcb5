// Questions to Python, each answered by a message that carries its number. One that changes nothing
// is asked again while it stays unanswered: a page may open before its channel to a warm kernel does.

/** @import { Ask, AskWhole, Model, Question } from "../types" */

/** @type {Set<Question>} */
const AGAIN = new Set(["now", "change", "recover", "save", "ping", "library", "lesson", "quiz"]);
let asked = 0;

/**
 * @param {Model} model
 * @param {() => boolean} here whether the page still shows the screen
 * @param {number} pause milliseconds until a question is asked again
 * @returns {{ ask: Ask, askWhole: AskWhole }}
 */
export function asker(model, here, pause = 3000) {
  const page = crypto.randomUUID?.() ?? `${Math.random()}`; // no other view has it
  /** @type {AskWhole} */
  const askWhole = (name, more = {}) => {
    const id = `${(asked += 1)}`;
    return new Promise((resolve) => {
      let seen = false;
      const send = () => model.send({ ask: name, id, page, ...more });
      const again = () => {
        seen ||= here();
        if (here() || !seen) send();
        else clearInterval(repeat); // a page that was closed asks no more
      };
      const repeat = AGAIN.has(name) ? setInterval(again, pause) : undefined;
      /**
       * @param {any} message
       * @param {DataView[]} buffers
       */
      const take = (message, buffers) => {
        if (message.to !== page || message.reply !== id) return;
        clearInterval(repeat);
        model.off("msg:custom", take);
        resolve({ shown: message.shown, buffers });
      };
      model.on("msg:custom", take);
      send();
    });
  };
  return { askWhole, ask: async (name, more) => (await askWhole(name, more)).shown };
}
