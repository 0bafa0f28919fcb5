import { fill, h, icon } from "../dom.js";
import { shape } from "../heat.js";

// Light or dark, as the host says it.
export function theme(root) {
  const take = () => {
    const light = document.body.dataset.jpThemeLight,
      kind = document.body.dataset.vscodeThemeKind || "";
    root.dataset.theme = (light ? light === "false" : kind.includes("dark")) ? "dark" : "light";
  };
  const watch = new MutationObserver(take);
  watch.observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light", "data-vscode-theme-kind"],
  });
  take();
  return () => watch.disconnect();
}

// The screen takes the height that the host has, so that nothing but its own lists scrolls; little room lets it flow.
export function fit(root, chart, again = () => {}) {
  let host; // known once the page has taken the screen in; without a notebook panel it is the window
  const measure = () => {
    if (host === undefined && root.isConnected) {
      host = root.closest(".jp-WindowedPanel-outer, .jp-NotebookPanel-notebook");
      if (host) watch.observe(host);
      root.closest(".jp-Cell")?.classList.add("glu-cell");
      document.body.classList.add("glu-on"); // for pages that show the screen alone
    }
    const width = root.clientWidth,
      height =
        !host || document.fullscreenElement === root ? window.innerHeight : host.clientHeight - 12;
    root.classList.toggle("fit", width >= 1000 && height >= 560);
    const short = root.matches(".fit") && height < 700; // fewer causes, so that all five answers are seen
    if (root.classList.contains("short") !== short) {
      root.classList.toggle("short", short);
      again();
    }
    root.classList.toggle("medium", width >= 1000 && width < 1380);
    root.classList.toggle("wide", width >= 1640 && height >= 900);
    root.classList.toggle("narrow", width < 1000);
    root.style.setProperty("--h", `${height}px`);
    chart.dataset.room = chart.clientWidth;
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

// Ask Python now and then whether it is there; one question at a time, for a silent kernel must not pile them up.
export function beat(app, gone) {
  let asking = false;
  const silent = [
    icon("warn"),
    h(
      "span",
      {},
      "Python does not answer: it is busy or gone. What you mark now is not reckoned with yet. If it stays silent, restart the kernel and run the cell again.",
    ),
  ];
  const heart = setInterval(async () => {
    if (asking) return;
    asking = true;
    const late = setTimeout(() => fill(gone, silent), 2500);
    await app.ask("ping");
    clearTimeout(late);
    asking = false;
    if (gone.firstChild) fill(gone);
  }, 4000);
  return () => clearInterval(heart);
}
