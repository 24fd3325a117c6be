"""Charts as pictures (R6.2): what is in them, whatever the figures and the names."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor, ImageFont

from domain.charts import Bar, Chart
from services import charts

COUNTS = st.integers(0, 9999)
WORDS = ("本周", "上周同期", "目标")


def picture(*bars: Bar, title: str = "一组 · 走访") -> Image.Image:
    drawn = charts.draw(Chart(title, "3月16日 – 3月20日", *WORDS, bars))
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def widest(image: Image.Image, colour: str) -> int:
    """The longest stretch of a colour in any line of a picture, below the legend."""
    wanted, best = ImageColor.getrgb(colour), 0
    for y in range(charts._HEAD, image.height):
        run = 0
        for x in range(image.width):
            run = run + 1 if image.getpixel((x, y)) == wanted else 0
            best = max(best, run)
    return best


def test_a_bar_is_as_long_as_its_figure() -> None:
    long, short = (widest(picture(Bar("林悦", value, 0), Bar("郑凯", 40, 0)), charts.NOW) for value in (40, 20))
    assert long == short  # the longest bar fills the width
    one = picture(Bar("林悦", 20, 0), Bar("郑凯", 40, 0))
    half = one.crop((0, 0, one.width, charts._HEAD + charts._ROW))
    assert abs(widest(half, charts.NOW) * 2 - widest(one, charts.NOW)) <= 3


def test_the_period_before_and_the_target_have_colours_of_their_own() -> None:
    image = picture(Bar("林悦", 10, 8, 12))
    colours = {colour for _, colour in image.getcolors(1 << 20) or ()}
    assert {ImageColor.getrgb(each) for each in (charts.NOW, charts.LAST, charts.TARGET)} <= colours
    bare = picture(Bar("林悦", 10, 8))
    assert ImageColor.getrgb(charts.TARGET) not in {colour for _, colour in bare.getcolors(1 << 20) or ()}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.builds(
            Bar, st.text(max_size=40), st.integers(0, 9999), st.integers(0, 9999), st.none() | st.integers(0, 999)
        ),
        max_size=25,
    ),
    st.text(max_size=80),
)
def test_any_figures_and_names_make_a_picture_for_a_phone(bars: list[Bar], title: str) -> None:
    image = picture(*bars, title=title)
    assert image.width == 1080
    assert image.height == charts._HEAD + charts._ROW * min(len(bars), charts.MOST_BARS) + charts._FOOT
    # Nothing runs over the edge.
    edge = {image.getpixel((x, y)) for x in (0, image.width - 1) for y in range(image.height)}
    assert edge == {(255, 255, 255)}


def test_the_chart_of_a_group_is_light() -> None:
    bars = [Bar(f"客户经理{n}", n * 3, n * 2, 12) for n in range(8)]
    assert len(charts.draw(Chart("一组 · 走访", "", *WORDS, tuple(bars)))) < 60_000


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_the_font_has_every_sign_of_our_texts(language: str) -> None:
    font = ImageFont.truetype(str(charts.FONT), 40)
    missing = bytes(font.getmask("\U0010fffe"))
    text = (Path("locales") / language / "LC_MESSAGES" / "digests.po").read_text(encoding="utf-8")
    signs = {sign for sign in text if sign.isalpha()} | set("珺堃煊珊喆淼詹")
    assert [sign for sign in signs if bytes(font.getmask(sign)) == missing] == []


def test_a_chart_is_kept_as_json() -> None:
    chart = Chart("一组", "三月", *WORDS, (Bar("林悦", 1, 2, 3), Bar("郑凯", 0, 0)))
    assert Chart.of_json(chart.as_json()) == chart
