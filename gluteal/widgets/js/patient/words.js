// The patient in a line.
import { duration, plural } from "../numbers.js";

/** @import { CaseFields, Persons } from "../payload" */

/**
 * Who somebody is; "" where nothing is known.
 * @param {Persons} persons
 * @param {string | undefined} sex
 * @param {number | undefined} age
 */
export function personWords(persons, sex, age) {
  const named = persons.named.find((person) => person.sex === sex);
  const young = age !== undefined && age < persons.adult;
  const unnamed = age === undefined ? "" : persons.other;
  const noun = named ? (young ? named.young : named.grown) : unnamed;
  return age === undefined ? noun : `${noun}, ${age}`;
}

/**
 * What is known of pain, care and weight.
 * @param {CaseFields} marks
 */
export function courseWords(marks) {
  const { severity, duration_weeks: weeks, conservative_weeks: care, weight_kg: weight } = marks;
  const pain = [];
  const said = [];
  if (severity !== undefined) pain.push(`Pain ${severity}/10`);
  if (weeks !== undefined) pain.push(`${pain.length ? "" : "Pain "}for ${duration(weeks)}`);
  if (pain.length) said.push(pain.join(" "));
  if (care !== undefined) said.push(care ? `${plural(care, "week")} of care` : "no care yet");
  if (weight !== undefined) said.push(`${weight} kg`);
  return said;
}
