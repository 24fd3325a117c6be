"""Words that go on with what was just recorded: 对了，还有下周一给她报价; also, he wants a quote."""

import re

from language.patterns import lazy

# 对了账, 对了一遍方案, 补充协议: words of the trade, which open nothing.
_OPENS = lazy(
    r"^(?:哦|噢|嗯|啊)?[,，]?(?:[对對]了(?![账帳帐数數单單]|一?[遍轮輪次]|下(?![周週个個午月])|方案|合同|清单|清單|需求|接)|还有|還有|另外"
    r"|(?:补充|補充)(?:一下|一点|一點|一句|下)?(?!协|協|合同|材料|资料|資料|条款|條款|医|醫|保险|保險)|忘了说|忘记说了|忘記說|忘了讲)"
    r"(?:[,，:：、。\s]*(?:还有|還有|另外))?[,，:：、。\s]*(?P<rest>\S.*)$"
    r"|^(?:oh,? )?(?:and )?(?:also|one more thing|i forgot(?: to say| to mention)?|forgot to (?:say|mention)|ps)"
    r"(?:[,:.]\s*|\s+)(?:that )?(?P<more>\S.*)$",
    re.DOTALL,
)
_QUESTION = lazy(
    r"^(?:还有|還有|另外)?(?:谁|誰|哪|几|幾|多少|什么|什麼|没有|沒有)|[?？]$|[吗嗎][。.]?$"
    r"|^(?:who|what|which|when|where|how|why|can you|could you|do i|did i)\b"
)
# 还有三天, 另外两家: so many more, and nothing that comes to mind.
_COUNTED = lazy(r"^(?:还有|還有|另外)(?:[一两兩二三四五六七八九十几幾]|\d)+(?:家|[个個]客[户戶]|位|天|周|週|[个個]月)")
_SHORTEST = 4


def addition(text: str) -> str | None:
    """What is added; None where the words add nothing, or ask (还有谁没交)."""
    stripped = text.strip()
    found = _OPENS.search(stripped.lower())
    if found is None or _QUESTION.search(stripped) or _COUNTED.search(stripped):
        return None
    name = "rest" if found["rest"] else "more"
    rest = stripped[found.start(name) :]
    return rest if len(rest) >= _SHORTEST and not _QUESTION.search(rest.lower()) else None
