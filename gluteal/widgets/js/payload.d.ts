// Written by `python -m gluteal.widgets.typescript` from the types of Python.

export interface CaseFields {
  present?: Array<string>;
  absent?: Array<string>;
  paused?: Array<string>;
  setting?: string;
  age?: number;
  sex?: string;
  side?: string;
  severity?: number;
  duration_weeks?: number;
  conservative_weeks?: number;
  weight_kg?: number;
  precautions?: Array<string>;
  screened?: Array<string>;
  cleared?: Record<string, string>;
  anaesthetic_mg?: Record<string, number>;
}

export interface Choice {
  id: string;
  label: string;
}

export interface Nothing {}

export interface Problem {
  error: string;
}

export type State = "present" | "absent" | "unknown";

export type Tone = "red" | "watch" | "quiet";

export interface Catalogue {
  language: Language;
  findings: Array<Finding>;
  tabs: Array<Tab>;
  first_tab: string;
  settings: Array<Choice>;
  first_setting: string;
  precautions: Array<Precaution>;
  topics: Array<Choice>;
  other_topic: string;
  fields: Array<Field>;
  sexes: Array<string>;
  sides: Array<string>;
  persons: Persons;
  reason_letters: number;
  letter_limit: number;
  letter_quality: string;
  example: string;
  stamp: string;
}

export interface Field {
  key: "age" | "severity" | "duration_weeks" | "conservative_weeks" | "weight_kg";
  label: string;
  unit: string;
  low: number;
  high: number;
  decimals: boolean;
  range: string;
}

export interface Finding {
  id: string;
  label: string;
  short: string;
  domain: string;
  tier: string;
  stage: string;
  screening: boolean;
  prompt: string;
  how: string;
  synonyms: string;
  question: string;
}

export interface Language {
  code: string;
  decimal: string;
  capitals: boolean;
  idle: string;
  note: string;
  phrases: Record<string, string>;
}

export interface Person {
  sex: string;
  grown: string;
  young: string;
}

export interface Persons {
  named: Array<Person>;
  other: string;
  adult: number;
}

export interface Precaution {
  id: string;
  label: string;
  short: string;
  fact: boolean;
  against: Array<string>;
  topic: string;
}

export interface Tab {
  label: string;
  stages: Array<string>;
  heading: string;
  screening: boolean;
  denied: Array<string>;
  tested: string;
}

export interface Compare {
  one: string;
  other: string;
  rows: Array<CompareRow>;
}

export interface CompareRow {
  id: string;
  label: string;
  state: State;
  one: string;
  other: string;
  yes: string;
  no: string;
}

export interface ContributionRow {
  id: string;
  title: string;
  state: string;
  weight: string;
}

export interface Contributions {
  title: string;
  before: string;
  origin: string;
  note: string;
  rows: Array<ContributionRow>;
  fit: string;
  picture: string;
  sum: string;
  after: string;
  span: string;
}

export interface Entries {
  rows: Array<Entry>;
  entry: string;
  error?: string;
}

export interface Entry {
  entry: string;
  begun: string;
  saved: string;
  who: string;
  said: string;
  lead: string;
  flags: string;
  readable: boolean;
}

export interface Evidence {
  title: string;
  composite: string;
  sources: Array<Source>;
  parts: Array<EvidencePart>;
}

export interface EvidencePart {
  label: string;
  how: string;
  differs: string;
  said: string;
  rows: Array<EvidenceRow>;
}

export interface EvidenceRow {
  what: string;
  figure: string;
  basis: string;
  use: string;
  verified: string;
  where: string;
  note: string;
  sources: Array<Source>;
  unsourced: string;
}

export interface Firm {
  rev: number;
  word: string;
  said: string;
  title: string;
  rows: Array<TriedRow>;
  pair: string;
  members: Array<string>;
  enough: string;
}

export interface Handout {
  html: string;
  text: string;
}

export interface Matrix {
  data: Array<any>;
  layout: Record<string, any>;
  rows: Array<string>;
  columns: Array<string>;
}

export interface Option {
  title: string;
  zone: string;
  holds: Array<Hold>;
  cautions: Array<string>;
  pairs: Array<Pair>;
  memory: boolean;
  sources: Array<Source>;
}

export interface Pair {
  label: string;
  text: string;
}

export interface Source {
  parts: Array<SourcePart>;
}

export interface SourcePart {
  text: string;
  url: string;
}

export interface TriedRow {
  kind: string;
  what: string;
  becomes: string;
  leads: string;
}

export interface Letter {
  rows: Array<LetterRow>;
  error: string;
}

export interface LetterRow {
  key: string;
  label: string;
  state: "present" | "absent" | "both" | "uncertain" | "";
  value: number | string | null;
  said: string;
  mentions: Array<Mention>;
}

export interface Mention {
  start: number;
  end: number;
  state: "present" | "absent" | "uncertain" | "";
  why: string;
}

export interface Advice {
  id: string;
  label: string;
  tier: string;
  bits: number | null;
  best: boolean;
  done: boolean;
}

export interface AskedRow {
  finding: string;
  label: string;
  answer: string;
  score: number;
  better: string;
}

export interface Bin {
  bin: string;
  n: number;
  stated: number | null;
  observed: number | null;
}

export interface Book {
  id: string;
  title: string;
  difficulty: string;
  cause: string;
  steps: number;
  age: number;
  sex: string;
  stages: Array<string>;
  outside: string;
}

export interface Candidate {
  id: string;
  label: string;
  words: string;
}

export interface Committed {
  done: number;
  cause: string;
  outcome: string;
  points: Array<string>;
  probability: number;
  scores: Array<Score>;
  questions: number | null;
  words: string;
  agrees: boolean;
  source: string;
}

export interface Injected {
  text: string;
  result: string;
}

export interface Lesson {
  case: string;
  title: string;
  cause: string;
  label: string;
  setting: string;
  outside: string;
  steps: Array<Step>;
  views: Array<Seen>;
  whole: string;
  outcome: string;
  reference: string;
  injected: Injected | null;
  points: Array<string>;
  pitfall: string;
  source: string;
}

export interface Library {
  cases: Array<Book>;
  candidates: Array<Candidate>;
  causes: Array<Choice>;
  difficulties: Array<string>;
  stages: Array<Choice>;
  first: string | null;
}

export interface MadeVisible {
  nomogram: string;
  icons: string;
  basis: string;
}

export interface Mark {
  id: string;
  label: string;
  state: "present" | "absent";
}

export interface Proofs {
  weights: string;
  settings: string;
  told: string;
  cause: string;
}

export interface QuizCase {
  case: string;
  title: string;
  text: string;
  asked: Array<AskedRow>;
  done: number;
  all: number;
  causes: Array<Choice>;
  injections: Array<Choice>;
  words: string;
  calibration: Array<Bin>;
  notice: string;
}

export interface QuizFile {
  csv: string;
}

export interface Ranked {
  id: string;
  label: string;
  probability: number;
  low: number;
  high: number;
}

export interface Score {
  who: string;
  log: number;
  brier: number;
}

export interface Seen {
  ranked: Array<Ranked>;
  flags: Array<SeenFlag>;
  suspended: string;
  little: boolean;
  grid: string;
  glow: Array<Glow>;
  case: CaseFields;
  course: string;
  advice: Array<Advice>;
  worth: Array<Worth>;
}

export interface SeenFlag {
  headline: string;
  urgency: string;
  tone: Tone;
  holds: boolean;
}

export interface Step {
  stage: string;
  title: string;
  text: string;
  ask: string;
  marks: Array<Mark>;
}

export interface Worth {
  label: string;
  state: string;
  before: number;
  after: number;
}

export interface Answered {
  id: string;
  state: "present" | "absent" | "none";
  said: string;
}

export interface Band {
  low: number;
  high: number;
  label: string;
  here: boolean;
}

export interface Before {
  topics: Array<Answered>;
  precautions: Array<Answered>;
}

export interface Card {
  id: string;
  label: string;
  short: string;
  cause: string;
  probability: number;
  low: number;
  high: number;
  test: number | null;
  treat: number | null;
  bands: Array<Band>;
  zone: string;
  kind: string;
  zone_reason: string;
  holds: Array<Hold>;
  cautions: Array<string>;
  needs: Array<Need>;
  releases: Array<Reason>;
  target: string;
  guidance: string;
  guidance_alternatives: string;
  needle: string;
  injectate: string;
  steroid: string;
  volume: string;
  effect: string;
  grade: string;
  direction: string;
  sources: number;
  bleeding_risk: string;
}

export interface Flag {
  id: string;
  headline: string;
  label: string;
  signs: Array<string>;
  urgency: string;
  tone: Tone;
  action: string;
  steps: Array<string>;
  holds: boolean;
  decides: boolean;
  cleared: string;
  reason: Reason;
  memory: boolean;
  sources: string;
}

export interface Glow {
  id: string;
  label: string;
  probability: number;
}

export interface Hold {
  text: string;
  flag: boolean;
}

export interface Instead {
  cause: string;
  text: string;
  first_line: string;
  sources: string;
}

export interface Kept {
  rev: number;
  state: "saved" | "saving" | "failed" | "empty" | "nowhere";
  why: string;
  entry: string;
  notices: Array<string>;
}

export interface Known {
  findings: number;
  bits: number;
  little: boolean;
  steps: number;
  word: string;
}

export interface MoreOption {
  id: string;
  label: string;
  zone: string;
}

export interface Need {
  id: string;
  label: string;
}

export interface NextRow {
  id: string;
  label: string;
  tier: string;
  bits: number;
  reason: string;
  cause: string;
  now: number;
  present: number;
  absent: number;
  how: string;
}

export interface Notice {
  id: string;
  said: string;
  ask: Need | null;
}

export interface Now {
  shown: Shown;
  resumed: string;
}

export interface Reason {
  key: string;
  act: string;
  title: string;
  about: string;
}

export interface Shown {
  rev: number;
  case: CaseFields;
  troubles: Array<Told>;
  view: View | null;
  failed: string;
  kept: Kept;
}

export interface Told {
  field: string;
  said: string;
}

export interface View {
  no_ranking: Array<string>;
  under_age: string;
  known: Known;
  flags: Array<Flag>;
  notices: Array<Notice>;
  asked: number;
  questions: number;
  grid: string;
  causes: Array<Choice>;
  glow: Array<Glow>;
  next: Array<NextRow>;
  next_said: string;
  cards: Array<Card>;
  target: string | null;
  more: Array<MoreOption>;
  no_zone: string;
  instead: Instead;
  not_asked: Array<string>;
  inapplicable: Array<string>;
  before: Before;
}

export interface Answers {
  now: Now;
  change: Shown;
  recover: Shown;
  save: Kept;
  ping: Nothing;
  plotly: Nothing;
  sentence: string;
  firm: Firm;
  evidence: Evidence;
  contributions: Contributions;
  option: Option;
  compare: Compare;
  matrix: Matrix;
  handout: Handout;
  letter: Letter;
  cases: Entries;
  open: Shown | Entries;
  new: Shown | Entries;
  duplicate: Entries;
  delete: Entries;
  restore: Entries;
  library: Library;
  lesson: Lesson;
  free: Nothing;
  "teaching handout": Handout;
  bayes: MadeVisible;
  proofs: Proofs;
  quiz: QuizCase;
  "quiz ask": AskedRow;
  "quiz commit": Committed | Problem;
  "quiz file": QuizFile;
  "quiz reset": QuizCase;
}
