// Words in the gap between the figures, each with a lead to its place, none upon another.
export function leads(items) {
  const wrap = (text, room) =>
    text
      .split(" ")
      .reduce(
        ([last, ...rest], w) =>
          `${last} ${w}`.length <= room ? [`${last} ${w}`, ...rest] : [w, last, ...rest],
        [""],
      )
      .reverse()
      .map((l) => l.trim())
      .filter(Boolean);
  const placed = items
    .map((i) => ({ ...i, lines: wrap(i.text, i.y > 60 && i.y < 135 ? 15 : 17) }))
    .sort((a, b) => a.y - b.y); // the hips leave less room
  let floor = 22;
  for (const i of placed) {
    i.top = Math.max(floor, i.y - 6.5 * i.lines.length);
    floor = i.top + 12.5 * i.lines.length + 1.5;
  }
  let roof = 304;
  for (const i of [...placed].reverse()) {
    i.top = Math.min(i.top, roof - 12.5 * i.lines.length);
    roof = i.top - 1.5;
  }
  return placed
    .map(({ figure, x, y, top, lines, kind }) => {
      const front = figure === "front",
        edge = front ? 250 : 168,
        mid = top + 6.25 * lines.length;
      return (
        `<path class="lead ${kind}" d="M${x} ${y}L${edge} ${mid}"/>` +
        lines
          .map(
            (line, k) =>
              `<text class="${kind}" x="${edge + (front ? -3 : 3)}" y="${top + 12.5 * k + 10}" text-anchor="${front ? "end" : "start"}">${line}</text>`,
          )
          .join("")
      );
    })
    .join("");
}
