import { h } from "../dom.js";

export const footer = (more) =>
  h("footer", {}, h("span", {}, h("b", {}, "Decision support, not a diagnosis. "), more));

export const svg = (text, cls = "picture") => {
  const box = h("div", { class: cls });
  box.innerHTML = text;
  return box;
};
