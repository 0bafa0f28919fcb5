// Places that a patient may point at. A lead on the midline means that the shape is whole and belongs
// to either side; a target is the centre of an invisible one of 24 px for a shape that is small.
import { later } from "../language.js";

/** @typedef {"back" | "front"} Figure */

/**
 * @typedef {object} Region
 * @property {Figure} figure
 * @property {string} id of the finding
 * @property {string} word beside the drawing
 * @property {number} x where the lead ends
 * @property {number} y where the lead ends
 * @property {string} path
 * @property {{ x: number, y: number }} [target]
 */

/** @type {Region[]} */
export const REGIONS = [
  {
    figure: "back",
    id: "pain_low_back",
    word: later("low back"),
    x: 132,
    y: 34,
    path: "M100 -2L152 -2L152 48L139 46.5C128 47.5 118 55 114.5 67.5C110 65.5 105 64.1 100 64.1Z",
  },
  {
    figure: "back",
    id: "pain_upper_buttock_iliac_crest",
    word: later("iliac crest"),
    x: 146,
    y: 57,
    path: "M114.5 67.5C118 55 128 47.5 139 46.5L152 48L172 76L160 80C157 74 154 70 149 66.5C146 64.7 142.5 63.7 138.5 64C132 65 127.5 70 126 80C122 74 119 69.5 114.5 67.5Z",
  },
  {
    figure: "back",
    id: "pain_over_sij",
    word: later("over the joint"),
    x: 121.5,
    y: 90,
    path: "M107 67L114.5 67.5C119 69.5 122 74 126 80C126 92 120.5 102 113 107.5C108.5 100 106.5 82 107 67Z",
    target: { x: 104, y: 99 },
  },
  {
    figure: "back",
    id: "pain_mid_buttock",
    word: later("mid buttock"),
    x: 142,
    y: 96,
    path: "M126 80C127.5 70 132 65 138.5 64C142.5 63.7 146 64.7 149 66.5C152 82 152 100 149 116C138 121.5 126 121.5 115.5 115L113 107.5C120.5 102 126 92 126 80Z",
  },
  {
    figure: "back",
    id: "pain_lateral_hip",
    word: later("lateral hip"),
    x: 157,
    y: 118,
    path: "M149 66.5C154 70 157 74 160 80L172 76L174 146L146 146C149 136 149.5 126 149 116C152 100 152 82 149 66.5Z",
  },
  {
    figure: "back",
    id: "pain_ischial",
    word: later("sit bone"),
    x: 138,
    y: 137,
    path: "M115.5 115C126 121.5 138 121.5 149 116C149.5 126 149 136 146 146C135 153.5 121 153.5 111 148.8C112 147 112.6 144 112 141C111.4 139.4 110.2 138 108.8 136.9C110 129 112.4 121.5 115.5 115Z",
  },
  {
    figure: "back",
    id: "pain_posterior_thigh",
    word: later("back of thigh"),
    x: 134,
    y: 186,
    path: "M111 148.8C121 153.5 135 153.5 146 146C145.5 180 140.5 212 136 239C128 243.5 118 243.5 109 239L103.5 152C104.5 149 107 147.5 111 148.8Z",
  },
  {
    figure: "back",
    id: "pain_lateral_thigh",
    word: later("side of thigh"),
    x: 149,
    y: 196,
    path: "M146 146L174 146L160 239L136 239C140.5 212 145.5 180 146 146Z",
  },
  {
    figure: "back",
    id: "pain_below_knee",
    word: later("below knee"),
    x: 137,
    y: 277,
    path: "M104 255C116 262 136 262 150 255L154 300L140 345L106 345L100 300Z",
  },
  {
    figure: "back",
    id: "pain_coccyx",
    word: later("coccyx"),
    x: 100,
    y: 121,
    path: "M100 112.5C103.5 112.5 106 116 105.5 120.5C105 124.5 103 127.5 100 128.5C97 127.5 95 124.5 94.5 120.5C94 116 96.5 112.5 100 112.5Z",
    target: { x: 100, y: 123 },
  },
  {
    figure: "back",
    id: "pain_perineum_genital",
    word: later("perineum"),
    x: 100,
    y: 142,
    path: "M100 135.6C105.5 135.6 110.5 138 112 141C112.6 144 112 147 111 148.8C107 147.5 104.5 149 103.5 152L96.5 152C95.5 149 93 147.5 89 148.8C88 147 87.4 144 88 141C89.5 138 94.5 135.6 100 135.6Z",
    target: { x: 100, y: 147.5 },
  },
  {
    figure: "back",
    id: "fortin_finger_sign",
    word: later("Fortin finger"),
    x: 113.5,
    y: 80.5,
    path: "M108.5 80.5a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
    target: { x: 108.5, y: 74.8 },
  },
  {
    figure: "front",
    id: "pain_lateral_hip",
    word: later("lateral hip"),
    x: 157,
    y: 112,
    path: "M150.2 70C155 72 158.5 76 161 81L172 78L174 146L148 146C149.5 130 150.5 115 150.5 96C150.5 88 150 80 150.2 70Z",
  },
  {
    figure: "front",
    id: "pain_groin",
    word: later("groin"),
    x: 138,
    y: 105,
    path: "M150 76C139 96 124 114 109 122L107.3 136.5C124 132 142 114 150.5 96C150.5 88 150 82 150 76Z",
  },
  {
    figure: "front",
    id: "pain_pubic",
    word: later("pubis"),
    x: 104.5,
    y: 129,
    path: "M100 117L109 122L107.3 136.5C105 138.5 102.5 139.3 100 139.3Z",
    target: { x: 104, y: 126 },
  },
  {
    figure: "front",
    id: "pain_anterior_thigh_or_knee",
    word: later("front of thigh"),
    x: 137,
    y: 190,
    path: "M107.3 136.5C124 132 142 114 150.5 96C150.5 115 149.5 130 148 146C146.5 180 143 210 139.5 239C138.5 246 137 252 135 259C128 263 118 263 111 259L109 240L103.8 157L108 150.5C109.5 146 109.5 141 107.3 136.5Z",
  },
  {
    figure: "front",
    id: "pain_lateral_thigh",
    word: later("side of thigh"),
    x: 151,
    y: 196,
    path: "M148 146L174 146L160 239L139.5 239C143 210 146.5 180 148 146Z",
  },
  {
    figure: "front",
    id: "pain_below_knee",
    word: later("below knee"),
    x: 137,
    y: 285,
    path: "M104 265C116 271 136 271 150 265L154 300L140 345L106 345L100 300Z",
  },
  {
    figure: "front",
    id: "pain_perineum_genital",
    word: later("perineum"),
    x: 100,
    y: 146,
    path: "M100 139.3C102.5 139.3 105 138.5 107.3 136.5C109.5 141 109.5 146 108 150.5L103.8 157L96.2 157L92 150.5C90.5 146 90.5 141 92.7 136.5C95 138.5 97.5 139.3 100 139.3Z",
    target: { x: 100, y: 150 },
  },
];
