// The page around the screen: its colours and its room.
import { h } from "../dom.js";
import { shape } from "../heat/draw.js";
import { spoken } from "../language.js";

/**
 * The element of a screen; it keeps its keys from the host.
 * @param {string} kind
 */
export function frame(kind) {
  return h("div", {
    class: kind,
    lang: spoken().code,
    tabindex: "-1",
    "data-lm-suppress-shortcuts": "true",
    "aria-busy": "true",
  });
}

/**
 * Light or dark, as the host says it.
 * @param {HTMLElement} root
 */
export function theme(root) {
  const take = () => {
    const { jpThemeLight: light, vscodeThemeKind: kind = "" } = document.body.dataset;
    const dark = light ? light === "false" : kind.includes("dark");
    root.dataset.theme = dark ? "dark" : "light";
  };
  const watch = new MutationObserver(take);
  watch.observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light", "data-vscode-theme-kind"],
  });
  take();
  return () => watch.disconnect();
}

/** Pixels of height below which lists would be slits, and the screen flows; more where all is narrow. */
const LEAST = { medium: 700, other: 560 };

/**
 * The screen takes the height that the host has, so that nothing but its own lists scrolls; little
 * room lets it flow.
 * @param {HTMLElement} root
 * @param {HTMLElement} chart
 * @param {() => void} again when the room for causes has changed
 */
export function fit(root, chart, again = () => {}) {
  /** @type {Element | null | undefined} the notebook panel, once the page has taken the screen in */
  let host;
  const measure = () => {
    if (host === undefined && root.isConnected) {
      host = root.closest(".jp-WindowedPanel-outer, .jp-NotebookPanel-notebook");
      if (host) watch.observe(host);
      root.closest(".jp-Cell")?.classList.add("glu-cell");
      document.body.classList.add("glu-on"); // for pages that show the screen alone
    }
    const alone = !host || document.fullscreenElement === root;
    const height = alone || !host ? window.innerHeight : host.clientHeight - 12;
    const width = root.clientWidth;
    const least = width < 1380 ? LEAST.medium : LEAST.other;
    root.classList.toggle("fit", width >= 1000 && height >= least);
    const short = root.matches(".fit") && height < LEAST.medium; // fewer causes: all five answers are seen
    if (root.classList.contains("short") !== short) {
      root.classList.toggle("short", short);
      again();
    }
    root.classList.toggle("medium", width >= 1000 && width < 1380);
    root.classList.toggle("wide", width >= 1640 && height >= 900);
    root.classList.toggle("narrow", width < 1000);
    root.style.setProperty("--h", `${height}px`);
    chart.dataset.room = String(chart.clientWidth);
    shape(chart);
  };
  const watch = new ResizeObserver(measure);
  watch.observe(root);
  window.addEventListener("resize", measure);
  document.addEventListener("fullscreenchange", measure);
  return () => {
    watch.disconnect();
    window.removeEventListener("resize", measure);
    document.removeEventListener("fullscreenchange", measure);
  };
}
