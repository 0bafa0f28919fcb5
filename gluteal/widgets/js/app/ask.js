
// State and drawing order. The page owns the marks; Python answers with a view of them.
// Questions to Python, each answered by a message that carries its number. One that changes nothing
// is asked again while it stays unanswered: a page may open before its channel to a warm kernel does.
const AGAIN = new Set(["now", "show", "ping", "library", "lesson", "quiz"]);

export let questions = 0;

export function asker(model, here) {
  return (name, more = {}, whole = false) => {
    const id = `${(questions += 1)}`;
    return new Promise((resolve) => {
      let seen = false;
      const send = () => model.send({ ask: name, id, ...more });
      const again = () => {
        seen ||= here();
        here() || !seen ? send() : clearInterval(repeat); // a page that was closed asks no more
      };
      const repeat = AGAIN.has(name) ? setInterval(again, 3000) : null;
      const take = (message, buffers) => {
        if (message.reply !== id) return;
        clearInterval(repeat);
        model.off("msg:custom", take);
        resolve(whole ? [message.shown, buffers] : message.shown);
      };
      model.on("msg:custom", take);
      send();
    });
  };
}
