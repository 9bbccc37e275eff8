"""``python -m docs.generator``: write the pages, and take away those that nothing gives any more."""

from docs.generator import FOLDER, pages

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
