// The pain drawing: what the patient points at in slate, what the model makes of it in blue.
// One half is described: the midline is x = 100, lateral is x > 100. The other half is its mirror.
export const OUTER =
  "M139 -2C137 10 137 22 141 33C146 47 157 66 161.5 92C165 112 163 134 159 160C154 190 148 214 143.5 236C141 248 142 256 144 266C147 284 144 304 136 328L134 342";

export const INNER =
  "117 342L116 330C111 306 108 284 110 262C111.5 252 112 244 111 232C108 204 105 172 103.5 151Q102 146 100 145";

export const BONES = {
  back: "M116 72C118 58 127 49.5 136 49C144 49.5 149.5 57 151 67C150 74 147 80 144 86M100 64.1C105.5 64.1 111 64.8 114 66C114.5 84 109 104 100 113M114.5 67C117.5 78 116 92 109.5 101M100 114C102 118 101.5 123 99.5 127M100 16h2.5l1 6H100M100 28h3l1 6.5H100M100 41h3.2l1 6.5H100M100 53.5h3.5l1 6.5H100M103.9 76a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0M103.4 85a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0M102.5 94a1 1 0 1 0 2 0a1 1 0 1 0-2 0M121 131C126 128 130 131 129 138C127 144 121 144 120 138C119.6 135 119.8 133 121 131ZM138 106C143 98 154 97 157.5 104C160 112 155 119 151 127L146 168",
  front:
    "M113 62C118 51 127 47.5 136 49.5C145 52 149.5 60 148.5 69C146.5 74 146.5 78 145.5 84M113 62C113 82 116 98 128 106M100 65C105 65 110 64 113 62C112 78 107 92 100 99M102 121C110 117 120 114 127 114M102 133C106 139 110 143 116 144M100 119V134M124.5 108a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0-19 0M142 113C148 108 154 106 157 111C158 118 153 126 150 134L144 172M119 244C121 238 131 238 133 244C134 251 130 255 126 256C122 255 118 251 119 244Z",
};

export const SKIN = {
  back: "M100 96V131M103 146C112 154 132 156 146 146M115 250C122 254 132 254 139 249M126 268C127 282 127 292 125 304M100 -2V60",
  front:
    "M150 70C139 94 124 114 107 124M100 29.1C100.8 29.1 101.6 28.3 101.7 26.5M100 136V146M124 272C126 290 125 308 124 322",
};

export const MIDLINE = 100;

export const FLIP = "translate(200 0) scale(-1 1)";

/** @import { Figure } from "./regions.js" */
/** @typedef {"right" | "left"} Side */

/**
 * Whether a side of a figure is the mirror of what is described.
 * @param {Figure} figure
 * @param {string} side
 */
export const flipped = (figure, side) => (figure === "back") !== (side === "right");

/**
 * Where a place lies on the drawing of both figures.
 * @param {Figure} figure
 * @param {string} side
 * @param {number} x
 */
export const across = (figure, side, x) =>
  (flipped(figure, side) ? 200 - x : x) + (figure === "front" ? 220 : 0);
