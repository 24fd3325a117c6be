"""What a message changes in a person's file: 把王校长的生日改成4月10号, 李主任手机换了，新号139…. Pure."""

from language.patterns import lazy
from language.reading import FileChange, FileField
from language.scene import Scene
from language.tense import met

# The field, then how it is called; the first that fits.
_FIELDS: tuple[tuple[FileField, str], ...] = (
    ("birthday", r"生日|出生日期|birthday"),
    ("second_contact", r"备用电话|第二联系方式|另一个号码|second contact"),
    ("phone", r"电话|手机号?码?|号码|手机|联系方式|联系电话|phone(?: number)?|mobile(?: number)?|cell(?: number)?"),
    ("position", r"职务|职位|头衔|岗位|title|position"),
    ("department", r"部门|科室|department"),
    ("name", r"名字|姓名|name"),
    ("hobbies", r"爱好|hobb(?:y|ies)"),
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


def read_file_change(scene: Scene) -> FileChange | None:
    """The field of a person's file that the message sets, and what it is to become; None where it is about something
    else, such as a visit on which that was learned."""
    if len(scene.folded) > _LONGEST or not scene.who.spans or met(scene):
        return None
    if number := _NEW_NUMBER.search(scene.folded):
        return FileChange("phone", number["number"] or number["other"] or number["told"])
    match = _CHANGED.search(scene.folded)
    if match is None:
        return None
    field = next(name for name, _ in _FIELDS if any(match[f"{lead}{name}"] for lead in ("", "e_", "n_")))
    written = _TAIL.sub("", scene.text[match.end() :]).strip(" ，,。:：“”\"'")
    if field in ("phone", "second_contact"):
        found = _NUMBER.search(written)
        written = found[0] if found else ""
    return FileChange(field, written) if written else None
