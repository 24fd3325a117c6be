"""Charts drawn as pictures for a phone (R6.2): wide bars, large letters, colours that everybody can tell apart.

Pillow is imported when the first chart is drawn. Drawing takes tens of milliseconds with the interpreter's lock held:
it is done by a process of its own (`services.drawing`).
"""

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain.charts import Bar, Chart

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
"""Noto Sans SC with the characters of both Chinese scripts; its licence (OFL) lies beside it."""

WIDTH = 1080
MOST_BARS = 20

# Okabe and Ito's palette, which those who see colours differently can tell apart; and greys.
NOW, TARGET = "#0072B2", "#D55E00"
LAST, INK, FAINT, GROUND, LINE = "#B8B8B8", "#1F1F1F", "#5F5F5F", "#FFFFFF", "#E4E4E4"

_MARGIN, _LABELS, _FIGURES = 56, 270, 190
_HEAD, _ROW, _FOOT = 276, 112, 40
_THICK, _THIN = 44, 14
_SHADES = 10


@cache
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(FONT), size)


@cache
def _palette() -> "Image":
    """The colours, and the steps from each of them to the ground, which make the edges of letters smooth."""
    from PIL import Image, ImageColor

    ground = ImageColor.getrgb(GROUND)
    colours = [ImageColor.getrgb(each) for each in (INK, FAINT, NOW, LAST, TARGET)]
    shades = [
        round(part + (base - part) * step / _SHADES)
        for colour in colours
        for step in range(_SHADES + 1)
        for part, base in zip(colour, ground, strict=True)
    ]
    image = Image.new("P", (1, 1))
    image.putpalette([*shades, *ImageColor.getrgb(LINE)])
    return image


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, 1,080 pixels wide; beyond 20 bars the rest is left out."""
    from PIL import Image, ImageDraw

    bars = chart.bars[:MOST_BARS]
    height = _HEAD + _ROW * len(bars) + _FOOT
    image = Image.new("RGB", (WIDTH, height), GROUND)
    canvas = ImageDraw.Draw(image)
    _heading(canvas, chart)
    most = max((max(bar.value, bar.last, bar.target or 0) for bar in bars), default=0) or 1
    names = max((_label_font(bar.label).getlength(bar.label) for bar in bars), default=0)
    left, right = _MARGIN + min(_LABELS, round(names)) + 24, WIDTH - _MARGIN - _FIGURES
    canvas.line([(left, _HEAD - 8), (left, height - _FOOT)], fill=LINE, width=3)
    for place, bar in enumerate(bars):
        _bar(canvas, bar, _HEAD + place * _ROW, left, (right - left) / most)
    out = io.BytesIO()
    # A palette makes a third of the size; one that is known beforehand takes a fortieth of the time of finding one.
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _heading(canvas: "ImageDraw", chart: Chart) -> None:
    wide = WIDTH - 2 * _MARGIN
    title = _fitting(chart.title, _font(50), wide)
    canvas.text((_MARGIN, 80), title, font=_font(50), fill=INK, anchor="ls", stroke_width=1, stroke_fill=INK)
    canvas.text((_MARGIN, 138), _fitting(chart.subtitle, _font(38), wide), font=_font(38), fill=FAINT, anchor="ls")
    x, y = float(_MARGIN), 208
    for colour, words, size in ((NOW, chart.now, 32), (LAST, chart.last, 16)):
        canvas.rectangle([(x, y - size / 2), (x + 44, y + size / 2)], fill=colour)
        x = _word(canvas, words, x + 58, y)
    if any(bar.target is not None for bar in chart.bars):
        _tick(canvas, x + 4, y - 22, y + 22)
        _word(canvas, chart.target, x + 22, y)


def _word(canvas: "ImageDraw", words: str, x: float, y: float) -> float:
    """Write a word of the legend, and say where the next may begin."""
    canvas.text((x, y), words, font=_font(37), fill=FAINT, anchor="lm")
    return x + _font(37).getlength(words) + 48


def _bar(canvas: "ImageDraw", bar: Bar, top: int, left: int, scale: float) -> None:
    middle = top + 8 + _THICK / 2
    font = _label_font(bar.label)
    canvas.text((left - 24, middle + 8), _fitting(bar.label, font, _LABELS), font=font, fill=INK, anchor="rm")
    end = left + bar.value * scale
    if bar.value:
        canvas.rectangle([(left, top + 8), (end, top + 8 + _THICK)], fill=NOW)
    if bar.last:
        under = top + 8 + _THICK + 6
        canvas.rectangle([(left, under), (left + bar.last * scale, under + _THIN)], fill=LAST)
    if bar.target is not None:
        _tick(canvas, left + bar.target * scale, top, top + _THICK + 16)
    # The figure stands clear of the mark of the target.
    start = end + 16
    if bar.target is not None and -70 <= left + bar.target * scale - end < 80:
        start = max(start, left + bar.target * scale + 16)
    value = str(bar.value)
    canvas.text((start, middle), value, font=_font(44), fill=INK, anchor="lm", stroke_width=1, stroke_fill=INK)
    if bar.target is not None:
        start += _font(44).getlength(value) + 8
        canvas.text((start, middle + 2), f"/{bar.target}", font=_font(37), fill=FAINT, anchor="lm")


def _label_font(label: str) -> "FreeTypeFont":
    """Large letters where the name has room, smaller ones where it is long."""
    return next((font for size in (44, 37) if (font := _font(size)).getlength(label) <= _LABELS), _font(30))


def _tick(canvas: "ImageDraw", x: float, top: float, bottom: float) -> None:
    canvas.rectangle([(x - 3, top), (x + 3, bottom)], fill=TARGET)


def _fitting(text: str, font: "FreeTypeFont", width: float) -> str:
    """The text, cut where it is too long for its place."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"
