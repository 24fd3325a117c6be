"""Minutes as a document to hand on (R5.3): DOCX, which every office program opens."""

from collections.abc import Sequence
from io import BytesIO

from domain.frozen import frozen

# The words over the parts of the document come from whoever speaks the reader's language.


@frozen
class Sheet:
    """What stands in the document, in words: the heading, facts (label and value), topics, and a table of decisions
    under its headings."""

    heading: str
    facts: Sequence[tuple[str, str]]
    topics_heading: str
    topics: Sequence[str]
    decisions_heading: str
    columns: Sequence[str]
    decisions: Sequence[Sequence[str]]


def docx(sheet: Sheet) -> bytes:
    """The document. Its fonts are names only: Chinese is set in what the reader's office has for it."""
    from docx import Document  # a quarter of a second to load, and few ask for a document
    from docx.oxml.ns import qn

    document = Document()
    style = document.styles["Normal"]
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")
    document.add_heading(_clean(sheet.heading), level=1)
    for label, value in sheet.facts:
        line = document.add_paragraph()
        line.add_run(f"{label}  ").bold = True
        line.add_run(_clean(value))
    if sheet.topics:
        document.add_heading(sheet.topics_heading, level=2)
    for topic in sheet.topics:
        document.add_paragraph(_clean(topic), style="List Number")
    if sheet.decisions:
        document.add_heading(sheet.decisions_heading, level=2)
        table = document.add_table(rows=1, cols=len(sheet.columns), style="Table Grid")
        for cell, words in zip(table.rows[0].cells, sheet.columns, strict=True):
            cell.paragraphs[0].add_run(words).bold = True
        for decision in sheet.decisions:
            for cell, words in zip(table.add_row().cells, decision, strict=True):
                cell.text = _clean(words)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _clean(text: str) -> str:
    """A text without the signs that XML has no place for."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable())
