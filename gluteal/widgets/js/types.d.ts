// What the parts of the page expect of each other; payload.d.ts has what Python sends.
import type { Answers, CaseFields, Catalogue, Finding, State } from "./payload";

/** The kernel as JupyterLab and Voila hand it to a widget; other hosts hand none. */
export interface Kernel {
  statusChanged?: Signal<string>;
  connectionStatusChanged?: Signal<string>;
}

interface Signal<T> {
  connect(slot: (sender: unknown, value: T) => void): boolean;
  disconnect(slot: (sender: unknown, value: T) => void): boolean;
}

/** The page's end of a widget, as anywidget gives it. */
export interface Model {
  get(name: "catalogue"): Catalogue;
  send(message: object): void;
  on(event: "msg:custom", take: (message: any, buffers: DataView[]) => void): void;
  off(event: "msg:custom", take: (message: any, buffers: DataView[]) => void): void;
  model_id?: string;
  widget_manager?: { kernel?: Kernel };
}

export type Question = keyof Answers;

/** A change of a case, as Python's `session.changed` reads it; doing it again changes nothing. */
export type Change =
  | { finding: string; state: State }
  | { field: string; id: string; on: boolean }
  | { field: string; id: string; value: unknown }
  | { field: string; value: unknown };

/** Asks Python; the answer has the type of the question. */
export type Ask = <Q extends Question>(name: Q, more?: object) => Promise<Answers[Q]>;

/** An answer with the bytes that came along. */
export type AskWhole = <Q extends Question>(
  name: Q,
  more?: object,
) => Promise<{ shown: Answers[Q]; buffers: DataView[] }>;

/** What a control of three states needs. */
export interface Marking {
  root: HTMLElement;
  tris: Set<Kept>;
  state(id: string): State;
  paused(id: string): boolean;
  mark(id: string, state: State): void;
}

/** What the pain drawing needs besides. */
export interface Pointing extends Marking {
  case: CaseFields;
  catalogue: Catalogue;
  finding(id: string): Finding | undefined;
  change(next: CaseFields): void;
}

/** Who opens a dialog: it belongs to a root and asks. */
export interface Asking {
  root: HTMLElement;
  ask: Ask;
}

/** An element that can be brought up to date. */
export interface Kept {
  element: HTMLElement;
  refresh(): void;
}

/** A row of a list that stays while its key stays. */
export interface Row<T> {
  element: HTMLElement;
  refresh?(item: T): void;
}

export type Child = Node | string | number | null | undefined | false | Child[];

type On<E, T> = (event: E & { target: T; currentTarget: T }) => void;

/** Attributes, properties and listeners of an element that is made. */
export interface Props {
  [attribute: string]: unknown;
  onclick?: On<MouseEvent, HTMLElement>;
  oninput?: On<Event, HTMLInputElement>;
  onchange?: On<Event, HTMLInputElement>;
  onkeydown?: On<KeyboardEvent, HTMLElement>;
  onsubmit?: On<SubmitEvent, HTMLFormElement>;
}

declare global {
  interface Window {
    /** Plotly, fetched from the kernel once a page. */
    __glutealPlotly?: Promise<any>;
  }
}
