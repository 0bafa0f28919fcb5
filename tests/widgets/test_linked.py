"""ES modules are made into one text; every form that is not understood is refused."""

import os
import shutil
import subprocess

import pytest

from gluteal.widgets import Explore, Teach
from gluteal.widgets.explore import SCRIPTS
from gluteal.widgets.linked import LinkError, linked


@pytest.fixture
def modules(tmp_path):
    """Writes modules by name and links them from ``start.js``."""

    def link(render="start", **texts):
        for name, text in texts.items():
            path = tmp_path / f"{name.replace('__', '/')}.js"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return linked(tmp_path / "start.js", render)

    return link


START = "export function start() {}\n"


def test_what_is_needed_stands_before_what_needs_it_and_once(modules):
    text = modules(
        start='import { a } from "./a.js";\nimport { b } from "./b.js";\nexport const start = a + b;',
        a='import { b } from "./b.js";\nexport const a = b;',
        b="const inner = 1;\nexport const b = inner;",
    )
    assert text.split("\n\n") == [
        "const inner = 1;\nconst b = inner;",
        "const a = b;",
        "const start = a + b;",
        "export default { render: start };\n",
    ]


def test_folders_are_followed_both_ways(modules):
    text = modules(
        start='import { a } from "./parts/a.js";\nexport const start = a;',
        parts__a='import { b } from "../b.js";\nexport const a = b;',
        b="export const b = 1;",
    )
    assert text.index("const b") < text.index("const a") < text.index("const start")


def test_functions_classes_and_asynchronous_functions_are_exported(modules):
    text = modules(
        start='import { A, b, c } from "./a.js";\nexport async function start() {}',
        a="export class A {}\nexport async function b() {}\nexport let c = 1;",
    )
    assert "export class" not in text and "export async" not in text and "class A {}" in text


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./a.js";',
        'import * as a from "./a.js";',
        'import { a as b } from "./a.js";',
        'import {a} from "./a.js";',
        'import { a } from "a";',
        'import "./a.js";',
        "import {\n  a,\n} from './a.js';",
        "export default 1;",
        "export { a };",
        'export { a } from "./a.js";',
        'export * from "./a.js";',
        "export const { a } = b;",
        "const [a] = b;",
        "var a = 1;",
        'const a = await import("./a.js");',
        "  import(where);",
    ],
)
def test_any_other_form_is_refused_with_its_line(modules, line):
    with pytest.raises(LinkError, match=r"start\.js:2: not a form that is linked"):
        modules(start=f"// first\n{line}\n{START}", a="export const a = 1;")


def test_what_is_fetched_while_running_says_so_and_stays(modules):
    line = "  return import(/* webpackIgnore: true */ url);"
    assert line in modules(start=f"export function start(url) {{\n{line}\n}}")


def test_a_circle_is_refused_and_named(modules):
    with pytest.raises(LinkError, match=r"a circle of imports, a\.js -> b\.js -> a\.js"):
        modules(
            start='import { a } from "./a.js";\nexport const start = a;',
            a='import { b } from "./b.js";\nexport const a = b;',
            b='import { a } from "./a.js";\nexport const b = a;',
        )


def test_a_missing_file_is_refused_with_who_needs_it(modules):
    with pytest.raises(LinkError, match=r"start\.js: there is no file gone\.js"):
        modules(start=f'import {{ a }} from "./gone.js";\n{START}')


def test_a_name_that_is_not_exported_is_refused(modules):
    with pytest.raises(LinkError, match=r"start\.js:1: \./a\.js exports no b, c"):
        modules(
            start=f'import {{ a, b, c }} from "./a.js";\n{START}',
            a="export const a = 1;\nconst b = 2;",
        )


def test_one_name_in_two_files_is_refused(modules):
    with pytest.raises(LinkError, match=r"start\.js:2: inner is declared in a\.js too"):
        modules(
            start=f'import {{ a }} from "./a.js";\nconst inner = 1;\n{START}',
            a="function inner() {}\nexport const a = inner;",
        )


def test_what_draws_the_widget_must_be_exported(modules):
    with pytest.raises(LinkError, match=r"start\.js: exports no draw"):
        modules(render="draw", start=START)


@pytest.mark.parametrize("widget", [Explore, Teach])
def test_the_screens_are_one_module_that_parses(widget, tmp_path):
    text = str(widget._esm)
    assert text.count("\nexport ") == 1 and "\nimport " not in text
    if shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no node found: install Node to check the screen's JavaScript")
        pytest.skip("no node found")
    (tmp_path / "screen.mjs").write_text(text, "utf-8")
    done = subprocess.run(
        ["node", "--check", tmp_path / "screen.mjs"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_no_module_of_the_screens_is_left_out(tmp_path):
    both = str(Explore._esm) + str(Teach._esm)
    for path in SCRIPTS.rglob("*.js"):
        lines = path.read_text("utf-8").splitlines()
        first = next(line for line in lines if line.startswith("export "))
        assert first.removeprefix("export ") in both, path.name
