"""The store's pages: everybody can read them, nothing comes from elsewhere, and nothing in a manifest becomes markup."""

import base64
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

from civic.commands.store import site_command
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.store import load_store
from civic.records.manifest import Manifest
from civic.reports.markup import marked
from civic.reports.site import MARK, render
from tests.civic.estate.store_estates import SHARED, bodies, platform
from tests.civic.records.estates import content
from tests.civic.reports.pages import Page, colours, contrast, read
from tests.looping import each
from tests.planning import ESTATE

STORE = load_store(ESTATE)
PAGES = render(load_estate(ESTATE), STORE)
READ = {path: read(text) for path, text in PAGES.items()}
STYLE = READ["index.html"].all("style")[0].text
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def test_a_list_and_a_page_for_each_application() -> None:
    assert set(PAGES) == {"index.html", *(f"{name}/index.html" for name in STORE)}
    listed = READ["index.html"]
    links = {link.attributes["href"]: link.text for link in listed.all("a") if link.attributes["href"] != "#content"}
    assert links == {f"{name}/index.html": list(given.values())[-1].title for name, given in STORE.items()}


@pytest.mark.parametrize("path", PAGES)
def test_structure(path: str) -> None:
    page = READ[path]
    assert PAGES[path].startswith("<!doctype html>")
    assert (page.unclosed, page.open) == ([], [])
    assert page.all("html")[0].attributes == {"lang": "en-GB"}
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1", "title")] == [1] * 5
    assert page.all("title")[0].text.strip() != ""
    headings = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4")]
    assert headings[0] == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(headings))
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert all(element.attributes["aria-labelledby"] in ids for element in page.elements if "aria-labelledby" in element.attributes)
    assert all("aria-label" in element.attributes for element in page.all("nav"))
    # Nothing that is read stands outside a landmark.
    assert all({"header", "main", "footer", "nav"} & {*element.above, element.tag} for element in page.all("h1", "h2", "p", "ul", "table", "dl"))


@pytest.mark.parametrize("path", PAGES)
def test_the_first_thing_reached_skips_to_the_content(path: str) -> None:
    first = READ[path].all("a")[0]
    assert (first.attributes, first.text) == ({"class": "skip", "href": "#content"}, "Skip to the content")
    (main,) = READ[path].all("main")
    assert (main.attributes["id"], main.attributes["tabindex"]) == ("content", "-1")


@pytest.mark.parametrize("path", PAGES)
def test_links_and_cells_say_what_they_are(path: str) -> None:
    page = READ[path]
    assert all(link.text.strip() for link in page.all("a"))
    assert all(cell.attributes.get("scope") in ("col", "row") for cell in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    targets: dict[str, set[str]] = {}
    for link in page.all("a"):
        targets.setdefault(link.text, set()).add(link.attributes["href"])
    assert all(len(found) == 1 for found in targets.values())


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_runs_but_the_search(path: str) -> None:
    page = READ[path]
    policy = next(meta.attributes["content"] for meta in page.all("meta") if meta.attributes.get("http-equiv") == "Content-Security-Policy")
    style = f"style-src {digest(page.all('style')[0].text)}"
    scripts = page.all("script")
    allowed = [f"script-src {digest(script.text)}" for script in scripts]
    assert [script.attributes for script in scripts] == ([{}] if path == "index.html" else [])
    assert policy.split("; ") == ["default-src 'none'", style, "base-uri 'none'", "form-action 'none'", *allowed]
    assert page.all("link", "img", "iframe", "form", "object", "embed", "base") == []
    assert not any(key.startswith("on") or key in ("style", "src", "srcset") for element in page.elements for key in element.attributes)
    assert not re.search(r"url\(|@import|expression", STYLE)
    for link in page.all("a"):
        target = link.attributes["href"]
        assert target == "#content" or target.startswith("https://") or (ESTATE / "applications" / path).parent.joinpath(target).name == "index.html"


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_contrast(scheme: str) -> None:
    """Text at 7 to 1 (WCAG 2.2, 1.4.6, level AAA); lines and the focus ring at 3 to 1 (1.4.11)."""
    found = colours(STYLE)[scheme]
    for ground in ("ground", "panel"):
        assert all(contrast(found[text], found[ground]) >= 7 for text in ("text", "quiet", "link", "mark"))
        assert all(contrast(found[line], found[ground]) >= 3 for line in ("line", "focus"))


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_is_one_that_was_measured() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules)
    assert set(re.findall(r"var\(--([a-z]+)\)", rules)) <= set(colours(STYLE)["light"])


HOSTILE = {
    "title": 'Forms" onclick="x',
    "description": "Fill & send 'quickly' {{ 7*7 }} &lt;script&gt;",
    "unchecked": ('Whether &amp; is one sign, or "five".',),
}


def test_what_a_manifest_says_is_text_and_nothing_else() -> None:
    good = list(STORE["gotenberg"].values())[-1]
    hostile = good.model_copy(update={**HOSTILE, "description": f"{HOSTILE['description']}<script>alert(1)</script>"})
    pages = render(load_estate(ESTATE), {"gotenberg": {"8.37.0": hostile}})
    for path, text in each(pages.items()):
        page = read(text)
        assert not any("alert" in script.text for script in page.all("script"))
        assert not any("onclick" in element.attributes for element in page.elements)
        assert "{{ 7*7 }} &lt;script&gt;<script>alert(1)</script>" in page.all("main")[0].text
        assert HOSTILE["title"] in page.all("title" if "/" in path else "h2")[0].text


@pytest.mark.parametrize("name", STORE)
def test_addresses_are_links(name: str) -> None:
    manifest = list(STORE[name].values())[-1]
    links = {link.attributes["href"]: link for link in READ[f"{name}/index.html"].all("a") if link.attributes["href"].startswith("https:")}
    given = {manifest.publisher.site, manifest.source, manifest.support.site, *(fact.source for fact in manifest.checked)}
    assert set(links) == given
    for address, link in each(links.items()):
        assert (link.text, link.attributes["rel"]) == (address, "noopener")


def test_an_address_that_is_not_https_or_not_the_manifest_s_own_is_text() -> None:
    own = 'https://a.example/"onfocus="x'
    said = marked("javascript:x(), https://a.example.evil, https://b.example, " + own, ["javascript:x()", "https://a.example", own])
    page = read(said)
    assert [(link.attributes["href"], set(link.attributes)) for link in page.all("a")] == [(own, {"href", "rel"})]


def test_a_version_is_unbroken_where_it_stands_whole() -> None:
    said = read(marked("From 2.5.0 to 12.5.0, v2.5.0 and 2.5.0-rc; now 2.5.0.", versions=["2.5.0"]))
    assert [element.text for element in said.all("span")] == ["2.5.0", "2.5.0"]


def test_a_page_prints_no_address_twice() -> None:
    assert "attr(href)" not in STYLE


def test_a_template_that_names_what_is_not_there_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civic.reports.site._card", lambda estate, manifest: {"name": manifest.name})
    with pytest.raises(Exception, match="has no attribute 'title'"):
        render(load_estate(ESTATE), STORE)


def text_of(page: Page) -> str:
    return " ".join(page.all("main")[0].text.split())


@pytest.mark.parametrize("name", STORE)
def test_a_page_tells_what_the_manifest_knows(name: str) -> None:
    newest: Manifest = list(STORE[name].values())[-1]
    said = text_of(READ[f"{name}/index.html"])
    wanted = [newest.description, newest.data.what, newest.licence, newest.publisher.name, newest.support.site, *newest.unchecked, *newest.secrets]
    wanted += [text for fact in newest.checked for text in (fact.fact, fact.source)]
    wanted += [version.image for version in STORE[name].values()]
    assert [sentence for sentence in each(wanted) if sentence not in said] == []


def test_who_runs_it_and_what_is_newer(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", hosting=SHARED + 'applications:\n  - name: vikunja\n    version: "2.3.0"\n')
    estate: Estate = load_estate(root)
    pages = render(estate, load_store(root))
    assert "alder Council: version 2.3.0 on AWS; 2.5.0 is there" in text_of(read(pages["vikunja/index.html"]))
    assert "Run by1 body" in text_of(read(pages["index.html"]))


def test_the_folder_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    site_command(ESTATE, out)
    assert set(content(out)) == {*PAGES, MARK}
    assert {path: raw.decode() for path, raw in content(out).items() if path != MARK} == PAGES
    (out / "left-over.html").touch()
    site_command(ESTATE, out)
    assert set(content(out)) == {*PAGES, MARK}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_somebody_else_s_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds files that 'civic store site' did not write"):
        site_command(ESTATE, tmp_path)
    assert set(content(tmp_path)) == {"notes.txt"}


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    site_command(ESTATE, out)
    before = content(tmp_path)

    def full_disk(path: Path, text: str) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("civic.reports.site.write", full_disk)
    with pytest.raises(OSError, match="No space left"):
        site_command(ESTATE, out)
    assert content(tmp_path) == before


MEASURE = """<script>
const textOf = (element) => { const range = document.createRange(); range.selectNodeContents(element); return range; };
onload = () => { document.title = JSON.stringify([innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth,
  [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).length,
  [...document.querySelectorAll('thead th, .unbroken')].filter(e => new Set([...textOf(e).getClientRects()].map(r => r.top)).size > 1).length,
  getComputedStyle(document.body).fontFamily !== '', getComputedStyle(document.querySelector('header')).borderBottomStyle]); };
</script>"""
SEARCH = """<script>
onload = () => {
  const field = document.getElementById('words'), found = {hidden: [document.getElementById('search').hidden]};
  for (const words of ['', 'TASKS  boards', 'nothing has this']) {
    field.value = words;
    field.dispatchEvent(new Event('input'));
    found[words] = [[...document.querySelectorAll('.cards > li')].filter(e => e.offsetParent).map(e => e.querySelector('h2').innerText),
      document.getElementById('shown').textContent];
  }
  document.body.dataset.told = JSON.stringify(found);
};
</script>"""


def browse(folder: Path, page: Path) -> str:
    """The page as Chromium has it after its scripts ran."""
    if CHROMIUM is None:
        warnings.warn("NOT TESTED: no Chromium on this machine, so no page of the store was looked at in a browser", stacklevel=1)
        pytest.skip("no Chromium: no page of the store was looked at in a browser")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--virtual-time-budget=3000", "--dump-dom"]
    command = [CHROMIUM, *flags, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def instrumented(text: str, script: str) -> str:
    """The page with a script that is let in for the test alone."""
    mine = digest(re.sub(r"</?script>", "", script))
    policy = f"script-src {mine} " if "script-src" in text else f"script-src {mine}; style-src "
    return text.replace("script-src " if "script-src" in text else "style-src ", policy, 1).replace("</head>", f"{script}</head>")


@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_in_a_browser_nothing_is_wider_than_the_screen_and_no_version_breaks(tmp_path: Path, width: int) -> None:
    """A page in a frame of this width, because a window has a least width of its own."""
    for path, text in each(PAGES.items()):
        (tmp_path / "page.html").write_text(instrumented(text, MEASURE), encoding="utf-8")
        frame = f'<iframe id="f" src="page.html" width="{width}" height="900" style="border:0"></iframe>'
        told = "<script>onload = () => setTimeout(() => { document.body.dataset.told = f.contentDocument.title }, 300)</script>"
        (tmp_path / "frame.html").write_text(f"<!doctype html><body>{frame}{told}", encoding="utf-8")
        shown = browse(tmp_path, tmp_path / "frame.html")
        found = re.search(r'data-told="\[(\d+),(\d+),(\d+),(\d+),true,&quot;(\w+)&quot;\]"', shown)
        assert found, f"{path}: {shown[-400:]}"
        assert found.groups() == (str(width), "0", "0", "0", "solid"), path


def test_the_search_leaves_the_applications_that_have_every_word(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(instrumented(PAGES["index.html"], SEARCH), encoding="utf-8")
    shown = read(browse(tmp_path, tmp_path / "page.html"))
    found = json.loads(shown.all("body")[0].attributes["data-told"])
    every = [heading.text for heading in READ["index.html"].all("h2")]
    none = f"Showing 0 of {len(every)} applications"
    assert found == {
        "hidden": [False],
        "": [every, ""],
        "TASKS  boards": [["Vikunja"], f"Showing 1 of {len(every)} applications"],
        "nothing has this": [[], none],
    }


def test_without_a_script_every_application_is_there_and_no_field_that_does_nothing() -> None:
    page = READ["index.html"]
    (search,) = (element for element in page.elements if element.attributes.get("role") == "search")
    assert "hidden" in search.attributes
    (field,) = page.all("input")
    assert field.above[-1] == "div"
    assert [label.attributes["for"] for label in page.all("label")] == [field.attributes["id"]]
    assert not any("hidden" in element.attributes for element in page.all("li"))
