// Opens the screen when explore.ipynb or teach.ipynb is opened in a JupyterLab that gluteal started.
// One cell is run, and only if it is word for word a call of the screen: a notebook that somebody
// else wrote cannot run anything of its own.
const SCREEN = /^import gluteal\s+(?:(\w+) = )?gluteal\.(?:explore|teach)\(\)(?:\s+\1)?\s*$/;
const OURS = /(^|\/)(explore|teach)\.ipynb$/;
const VIEW = "application/vnd.jupyter.widget-view+json";
const seen = new WeakSet();
let shared; // modules of JupyterLab, by name and version

async function open(panel) {
  if (!OURS.test(panel.context?.path ?? "") || !panel.isVisible || seen.has(panel)) return;
  seen.add(panel);
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session?.kernel, cells = panel.content.widgets;
  const at = cells.findIndex((cell) => cell.model.type === "code" && SCREEN.test(cell.model.sharedModel.getSource()));
  if (!kernel || at < 0 || (await shown(kernel, cells[at].model.outputs))) return;
  panel.content.activeCellIndex = at;
  panel.content.deselectAll();
  const { NotebookActions } = (await Object.values(shared["@jupyterlab/notebook"])[0].get())();
  await NotebookActions.run(panel.content, panel.sessionContext);
}

// Whether the cell shows a screen that its kernel still holds; one saved yesterday is not there any more.
async function shown(kernel, outputs) {
  const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
  const models = Array.from({ length: outputs.length }, (_, i) => outputs.get(i).data[VIEW]?.model_id);
  return models.some((id) => id && id in (content.comms ?? {}));
}

const plugin = {
  id: "gluteal:open",
  autoStart: true,
  activate({ restored, shell }) {
    const look = () => [...shell.widgets("main")].forEach(open);
    restored.then(() => {
      look();
      shell.layoutModified?.connect(look); // not only the current one: there is none before the window has the focus
      shell.currentChanged.connect(look);
    });
  },
};

// What JupyterLab asks of an extension that is loaded as a file.
(window._JUPYTERLAB ??= {}).gluteal = {
  init: (scope) => { shared = scope; },
  get: async () => () => ({ __esModule: true, default: plugin }),
};
