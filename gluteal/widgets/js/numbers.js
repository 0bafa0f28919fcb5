export const two = (p) => (p < 0.005 ? "<0.01" : p > 0.995 ? ">0.99" : p.toFixed(2));

export const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

// The header: who the patient is, what limits an injection, the setting.
export const said = (weeks) =>
  weeks < 9
    ? plural(weeks, "week")
    : weeks < 104
      ? plural(Math.round(weeks / 4.345), "month")
      : plural(Math.round(weeks / 52), "year");
