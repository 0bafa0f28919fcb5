// Lint of the screen's JavaScript: what the type check and prettier do not see.
import js from "@eslint/js";
import globals from "globals";
import { said } from "./tests/js/words.mjs";

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "max-depth": ["error", 3],
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
      "no-shadow": "off",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "one-var": ["error", "never"],
      "prefer-const": "error",
      "sort-imports": ["error", { ignoreDeclarationSort: true, ignoreCase: false }],
    },
  },
  {
    files: ["gluteal/widgets/js/**"],
    plugins: { words: { rules: { said } } },
    rules: { "words/said": "error" },
  },
  {
    files: ["tests/js/**"],
    languageOptions: { globals: { ...globals.node } },
    rules: { "max-lines-per-function": "off" },
  },
];
