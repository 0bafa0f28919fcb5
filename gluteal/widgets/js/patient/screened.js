// What is asked before an injection, as a case holds it: topics that were asked and are clear, and
// precautions that are true of the patient. One excludes the other. No element is known here.

/** @import { Before, CaseFields, Catalogue, Precaution, State } from "../payload" */

/** @typedef {{ id: string, label: string, parts: Precaution[] }} Group of a topic, "" for the rest */

/**
 * Precautions by topic, in the order of the topics; rules only where they are marked already.
 * @param {Pick<Catalogue, "topics" | "precautions" | "other_topic">} catalogue
 * @param {string[]} marked
 * @returns {Group[]}
 */
export function topicGroups({ topics, precautions, other_topic: other }, marked) {
  const shown = precautions.filter((p) => p.fact || marked.includes(p.id));
  const named = topics.map(({ id, label }) => ({
    id,
    label,
    parts: shown.filter((p) => p.topic === id),
  }));
  const rest = shown.filter((p) => !topics.some(({ id }) => id === p.topic));
  return [...named, { id: "", label: other, parts: rest }];
}

/**
 * The state of a topic, by what the clinician said of it.
 * @param {CaseFields} marks
 * @param {Group} group
 * @returns {State}
 */
export function topicState(marks, { id, parts }) {
  if (parts.some((p) => marks.precautions?.includes(p.id))) return "present";
  return marks.screened?.includes(id) ? "absent" : "unknown";
}

/**
 * The case with a topic denied, or not asked: nothing of it is true of the patient then.
 * @param {CaseFields} marks
 * @param {Group} group
 * @param {State} state
 * @returns {CaseFields}
 */
export function topicAnswered(marks, { id, parts }, state) {
  const rest = (marks.screened ?? []).filter((topic) => topic !== id);
  if (state === "present") return { ...marks, screened: rest }; // which of them is said one by one
  const left = (marks.precautions ?? []).filter((one) => !parts.some((p) => p.id === one));
  return { ...marks, screened: state === "absent" ? [...rest, id] : rest, precautions: left };
}

/**
 * The case with a precaution that is true, or no more; what contradicts it goes.
 * @param {CaseFields} marks
 * @param {Precaution} precaution
 * @param {boolean} on
 * @returns {CaseFields}
 */
export function withPrecaution(marks, { id, topic, against }, on) {
  const gone = on ? [id, ...against] : [id];
  const left = (marks.precautions ?? []).filter((one) => !gone.includes(one));
  if (!on) return { ...marks, precautions: left };
  const screened = (marks.screened ?? []).filter((one) => one !== topic);
  return { ...marks, screened, precautions: [...left, id] };
}

/**
 * How many topics are answered, by the clinician or by the marks, of those that apply.
 * @param {CaseFields} marks
 * @param {Group[]} groups
 * @param {Before} before
 */
export function topicsAsked(marks, groups, before) {
  const told = new Map(before.topics.map(({ id, state }) => [id, state]));
  const apply = groups.filter(({ id }) => id && told.get(id) !== "none");
  const asked = apply.filter((g) => told.has(g.id) || topicState(marks, g) !== "unknown");
  return { asked: asked.length, all: apply.length };
}

/**
 * Whether every word that was typed begins a word of the text; accents need not be typed.
 * @param {string} text
 * @param {string} typed
 */
export function begins(text, typed) {
  const simple = (/** @type {string} */ some) =>
    some.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const words = simple(text).split(/[^a-z0-9%]+/);
  const wanted = simple(typed).split(/\s+/).filter(Boolean);
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}
