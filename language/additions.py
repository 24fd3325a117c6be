"""Words that go on with what was just recorded: 对了，还有下周一给她报价; also, he wants a quote."""

from language.patterns import lazy

_OPENS = lazy(
    r"^(?:哦|噢|嗯|啊)?[,，]?(?:对了|對了|还有|還有|另外|补充(?:一下|一点|一句|下)?|補充(?:一下|一點|一句)?|忘了说|忘记说了|忘記說|忘了讲)"
    r"(?:[,，:：、。\s]*(?:还有|還有|另外))?[,，:：、。\s]*(?P<rest>\S.*)$"
    r"|^(?:oh,? )?(?:and )?(?:also|one more thing|i forgot(?: to say| to mention)?|forgot to (?:say|mention)|ps)"
    r"(?:[,:.]\s*|\s+)(?:that )?(?P<more>\S.*)$"
)
_QUESTION = lazy(r"^(?:还有|還有|另外)?(?:谁|誰|哪|几|幾|多少|什么|什麼|没有|沒有)|[?？]$|吗[。.]?$")
_SHORTEST = 4


def addition(text: str) -> str | None:
    """What is added; None where the words add nothing, or ask (还有谁没交)."""
    stripped = text.strip()
    found = _OPENS.search(stripped.lower())
    if found is None or _QUESTION.search(stripped):
        return None
    name = "rest" if found["rest"] else "more"
    rest = stripped[found.start(name) :]
    return rest if len(rest) >= _SHORTEST and not _QUESTION.search(rest) else None
