export const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, ""); // accents need not be typed

// Where a text has the word: 2 as a whole word, 1 as the start of one, a little inside one.
export function hit(text, word) {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const start = !/[a-z0-9]/.test(text[at - 1] ?? " "),
      end = !/[a-z0-9]/.test(text[at + word.length] ?? " ");
    best = Math.max(best, start ? (end ? 2 : 1) : 0.01);
  }
  return best || (word.length > 4 && /s$/.test(word) ? hit(text, word.replace(/e?s$/, "")) / 2 : 0);
}

// Findings that hold every word in their name, synonyms, question or group; best first.
// The middle of a word counts only while nothing begins with what was typed.
export function matches(app, words) {
  const typed = plain(words).trim(),
    parts = typed.split(/\s+/);
  const worth = (texts, word) =>
    Math.max(...texts.map((text, i) => hit(text, word) * [4, 3, 1][i]));
  const scored = app.catalogue.findings.map((f) => {
    const texts = [f.label, f.synonyms, `${f.prompt} ${f.domain}`].map(plain),
      worths = parts.map((part) => worth(texts, part));
    const whole =
      (parts.length > 1 ? 2 * worth(texts, typed) : 0) +
      (texts[1].split(";").includes(typed) ? 2 : 0);
    return {
      f,
      least: Math.min(...worths),
      sum: worths.reduce((a, b) => a + b, whole + texts[0].startsWith(typed)),
    };
  });
  const found = scored.filter((s) => s.least),
    clear = found.filter((s) => s.least >= 0.5);
  return (clear.length ? clear : found).sort((a, b) => b.sum - a.sum).map((s) => s.f);
}
