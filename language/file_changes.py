"""What a message changes in the file of a person or a client: 王校长的生日改成4月10号, 一中地址改为…. Pure."""

from language.patterns import lazy
from language.reading import FileChange, FileField
from language.scene import Scene
from language.tense import met

# The field, then how it is called; the first that fits.
_FIELDS: tuple[tuple[FileField, str], ...] = (
    ("birthday", r"生日|出生日期|birthday"),
    ("second_contact", r"备用电话|第二联系方式|另一个号码|second contact"),
    ("fax", r"传真(?:号码?)?|fax(?: number)?"),
    ("phone", r"电话|手机号?码?|号码|手机|联系方式|联系电话|phone(?: number)?|mobile(?: number)?|cell(?: number)?"),
    ("position", r"职务|职位|头衔|岗位|title|position"),
    ("department", r"部门|科室|department"),
    ("name", r"名字|姓名|name"),
    ("hobbies", r"爱好|hobb(?:y|ies)"),
    ("legal_representative", r"法人代表|法定代表人|法人|legal representative"),
    ("address", r"(?:办公|通讯|联系)?地址|address"),
)
_CALLED = "|".join(f"(?P<{field}>{called})" for field, called in _FIELDS)
_BECOMES = r"(?:改成|改为|改到|换成|换为|更新为|更新成|变更为|变成|更正为|更正成|应为|应该是)"
_CHANGED = lazy(
    rf"(?:{_CALLED})(?:要|得|已经?|请|帮我|错了[,，]?)?{_BECOMES}(?:了)?[:：]?\s*"
    rf"|(?:change|update|correct) .{{2,40}}?(?:'s|s')? ?(?:{_CALLED.replace('?P<', '?P<e_')}) to "
    rf"|(?:新的?|new )(?:{_CALLED.replace('?P<', '?P<n_')})(?:是|为|[:：]| is)\s*"
)
# 电话换了，新号139…: only a number tells the new one.
_NEW_NUMBER = lazy(
    r"(?:电话|手机号?码?|号码|联系方式)(?:已经|都|又)?(?:换|改|变)了[^\d]{0,12}(?P<number>1\d{10}|0\d{2,3}-?\d{7,8})"
    r"|换了?(?:个|新)?(?:电话|手机号?码?|号码)了?[^\d]{0,12}(?P<other>1\d{10}|0\d{2,3}-?\d{7,8})"
    r"|(?:的|'s )(?:电话|手机号?码?|号码|联系方式|phone(?: number)?|mobile(?: number)?)(?:是| is|[:：])\s*"
    r"(?P<told>1\d{10}|0\d{2,3}-?\d{7,8})[。.!！]?$"
)
_NUMBER = lazy(r"\+?\d[\d -]{5,18}\d")
_TAIL = lazy(r"[。.!！]?\s*(?:了|吧|哈|谢谢)?[。.!！]*$")
_LONGEST = 60


# 王校长喜欢喝武夷岩茶, Mr Dai is allergic to seafood: a like or a taboo, told for the file.
_LIKES = lazy(
    r"(?:他|她|本人)?(?:平时|一直|一向|从来|特别|非常|很|最|比较|挺|蛮|也|还|就|都|只|真)*"
    r"(?P<likes>(?:不太?|不怎么|不大)?(?:喜欢|爱好|喜好|酷爱|热爱|偏爱|热衷于?|迷上了?|好喝|爱(?=[喝吃看听唱打钓爬跑下养收写画跳游骑拍玩种]))"
    r"|不(?=[吃喝抽])|不能(?=[吃喝])|忌口?|最?怕(?=[吃喝])|讨厌|反感|吃素|信佛|对[^,，。]{1,8}过敏)"
    r"(?P<what>[^,，。;；?？!！]{0,20})[。.!！]?$"
    r"|,? (?P<likes_en>(?:really |also )?(?:likes|loves|enjoys|hates|dislikes|prefers|collects|is fond of|is keen on"
    r"|is allergic to|is a vegetarian|doesn't (?:eat|drink|like)|never (?:eats|drinks)))"
    r"(?P<what_en>[^,.;?!]{0,40})[.!]?$"
)
# What is liked in business is no liking: 王校长很喜欢我们的方案.
_BUSINESS = lazy(
    r"打听|价|折扣|打交道|唱反调|打官司|我们|咱们|方案|产品|报价|套餐|服务|宽带|专线|合同|演示|功能|系统|手机|5g|什么|啥|哪|谁|吗|这[个款份套种]|那[个款份套种]|[了过]$"
    r"|\bour\b|\bthe\b|\bthis\b|\bthat\b|\bit\b|quote|proposal|demo|plan|idea|offer|price|how|what"
)
_HOBBY = lazy(
    r"钓鱼|打|踢|爬山|登山|下棋|围棋|象棋|书法|练字|写字|画|摄影|拍照|唱|跳舞|跑|游泳|骑|健身|瑜伽|太极|养|收藏|集邮|看书|读书|阅读|听|旅游|徒步|露营|种|球|麻将|掼蛋"
    r"|fishing|golf|tennis|badminton|running|hik|swim|chess|calligraphy|photo|music|reading|collect|cycl|paint|danc|travel"
)
_HOBBY_LED = (
    "喜欢",
    "爱好",
    "喜好",
    "酷爱",
    "热爱",
    "热衷于",
    "热衷",
    "爱",
    "迷上了",
    "迷上",
    "likes",
    "loves",
    "enjoys",
    "is fond of",
    "is keen on",
)


def _likes(scene: Scene) -> FileChange | None:
    """What somebody named likes or may not have, where that is all the message says."""
    people = [*scene.who.persons, *((0, 0.0, span) for _, span in scene.who.person_choices)]
    if len(people) != 1 or scene.times or scene.rivals:
        return None
    match = _LIKES.match(scene.folded, max(finish for _, finish in scene.who.spans))
    if match is None:
        return None
    name = "likes" if match["likes"] else "likes_en"
    what = match["what"] if match["likes"] else match["what_en"]
    if _BUSINESS.search(what) or not (what.strip() or len(match[name]) > 2):
        return None
    begin, finish = match.start(name), match.end("what" if match["likes"] else "what_en")
    if match[name].strip() in _HOBBY_LED and what.strip() and _HOBBY.search(what):
        return FileChange("hobbies", scene.slice(match.end(name), finish).lstrip("是"), adds=True)
    return FileChange("preferences", scene.slice(begin, finish), adds=True)


# 明天去一中的会议地址改为…: where one meets, and not where the client is.
MEETING_PLACE = lazy(r"(?:拜访|走访|会议|开会|例会|见面|会面|碰头|培训|演示|活动|安装|装机|施工|送货)[的,，\s]*地址")
_OF_CLIENTS_ALONE = ("address", "fax", "legal_representative")


def read_file_change(scene: Scene) -> FileChange | None:
    """The field of a person's file, or a client's, that the message sets, and what it is to become; None where it is
    about something else, such as a visit on which that was learned."""
    if len(scene.folded) > _LONGEST or not scene.who.spans or MEETING_PLACE.search(scene.folded) or met(scene):
        return None
    if (likes := _likes(scene)) is not None:
        return likes
    if number := _NEW_NUMBER.search(scene.folded):
        return FileChange("phone", number["number"] or number["other"] or number["told"])
    match = _CHANGED.search(scene.folded)
    if match is None:
        return None
    field = next(name for name, _ in _FIELDS if any(match[f"{lead}{name}"] for lead in ("", "e_", "n_")))
    written = _TAIL.sub("", scene.text[match.end() :]).strip(" ，,。:：“”\"'")
    if field in ("phone", "second_contact", "fax"):
        found = _NUMBER.search(written)
        written = found[0] if found else ""
    if not written:
        return None
    people = scene.who.persons or scene.who.person_choices or scene.who.strangers
    if field in _OF_CLIENTS_ALONE or (field == "phone" and not people):
        named = [span for _, _, span in scene.who.clients if span[0] < match.end()]
        return FileChange(field, written, of="client") if len(named) == 1 else None
    return FileChange(field, written)
