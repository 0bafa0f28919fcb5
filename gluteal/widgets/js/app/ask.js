// Questions to Python, each answered by a message that carries its number. One that changes nothing
// is asked again while it stays unanswered: a page may open before its channel to a warm kernel does.

/** @import { Ask, AskWhole, Model, Question } from "../types" */

/** @type {Set<Question>} */
const AGAIN = new Set(["now", "show", "ping", "library", "lesson", "quiz"]);
let asked = 0;

/**
 * @param {Model} model
 * @param {() => boolean} here whether the page still shows the screen
 * @param {number} pause milliseconds until a question is asked again
 * @returns {{ ask: Ask, askWhole: AskWhole }}
 */
export function asker(model, here, pause = 3000) {
  /** @type {AskWhole} */
  const askWhole = (name, more = {}) => {
    const id = `${(asked += 1)}`;
    return new Promise((resolve) => {
      let seen = false;
      const send = () => model.send({ ask: name, id, ...more });
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
        if (message.reply !== id) return;
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

/**
 * One question at a time: while Python works, later ones merge into the next one.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T, turn: number) => void} take
 */
export function turns(ask, take) {
  let turn = 0;
  let waiting = false;
  let late = false;
  const send = async () => {
    if (waiting) {
      late = true;
      return;
    }
    waiting = true;
    turn += 1;
    const now = turn;
    const answer = await ask();
    waiting = false;
    if (late) {
      late = false;
      send();
      return;
    }
    take(answer, now);
  };
  return { send, begun: () => turn > 0 };
}
