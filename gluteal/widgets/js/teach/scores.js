// What the room said at this step; at the outcome, what it said last.
export const heard = (t) =>
  t.step > t.lesson.steps.length ? Object.values(t.scores).at(-1) : t.scores[t.step];

export const likeliest = (view) => view.ranked.reduce((a, b) => (b[2] > a[2] ? b : a));

// The room first: hands are counted before the model is compared.
export function rowsOf(t, view, done) {
  const room = heard(t)?.room,
    most = (r) => Math.max(t.shown || !room ? r[2] : 0, room?.[r[0]] ?? 0);
  const named = new Set(
      [...view.ranked]
        .sort((a, b) => most(b) - most(a))
        .slice(0, 6 - (t.shown && view.flags.length > 0) - Boolean(room) - done),
    ),
    top = view.ranked.filter((r) => named.has(r)); // what the room or the model puts first
  top.sort((a, b) => (t.shown ? b[2] - a[2] : (room?.[b[0]] ?? 0) - (room?.[a[0]] ?? 0))); // hidden, its order would tell what the model thinks
  if (done && !top.some(([c]) => c === t.lesson.cause))
    top[top.length - 1] = view.ranked.find(([c]) => c === t.lesson.cause);
  const rest = (f) => view.ranked.filter((r) => !top.includes(r)).reduce((s, r) => s + f(r), 0);
  return [
    ...top.map((r) => ({
      id: r[0],
      label: r[1],
      p: r[2],
      low: r[3],
      high: r[4],
      room: room?.[r[0]],
    })),
    { label: "All others", p: rest((r) => r[2]), room: room && rest((r) => room[r[0]] ?? 0) },
  ];
}
