// The patient in a line.
import { numeral, t } from "../language.js";
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
  if (severity !== undefined) pain.push(t("Pain {n}/10", { n: numeral(severity) }));
  if (weeks !== undefined) {
    const time = duration(weeks);
    pain.push(pain.length ? t("for {time}", { time }) : t("Pain for {time}", { time }));
  }
  if (pain.length) said.push(pain.join(" "));
  if (care !== undefined) {
    said.push(care ? plural(care, "1 week of care", "{n} weeks of care") : t("no care yet"));
  }
  if (weight !== undefined) said.push(`${numeral(weight)} kg`);
  return said;
}
