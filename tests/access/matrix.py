"""Who may do what: a row for every line of the route table, spelled out by hand. A route without a row fails the build.

`may` are those whose role is listened to; the others hear that it is not for their role. `sees` are those of them for
whom it works on the client of tests/access/world.py, which belongs to 林悦 of the first group: the others of `may` are
answered too, but are told nothing of it and change nothing. "@name" stands for an id of that world.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from handlers.turn import Attachment
from storage.drafts import Draft
from tests.access.world import COMPANION, OWNER, document

Who = frozenset[str]

MANAGERS: Who = frozenset({"林悦", "郑凯", "何芳"})
ASSISTANTS: Who = frozenset({"小孟", "小陈"})
LEADERS: Who = frozenset({"周敏", "吴江", "高主管", "罗主管"})
OTHERS: Who = frozenset({"叶行业", "冯产品", "邓产品", "孙经理", "唐副总", "韩总监", "任质检", "秦管理"})
RECORDING = MANAGERS | ASSISTANTS | LEADERS
ALONG = RECORDING | {"叶行业", "冯产品", "邓产品"}
EVERYONE = RECORDING | OTHERS

SCOPE: Who = frozenset({OWNER, "小孟", "周敏", "高主管"})
"""Who has the client in scope: its manager, the assistant, the leader of the group, the supervisor of both groups."""
MADE: Who = frozenset({OWNER, "小孟"})
"""Who may change what was recorded there."""
LEADS: Who = frozenset({"周敏", "高主管"})
SEES_VISIT = SCOPE | {COMPANION}
SIGNING: Who = frozenset({"孙经理", "唐副总", "韩总监"})
GIVING, DECIDING, KEEPING = RECORDING | SIGNING, LEADERS | SIGNING, LEADERS | ASSISTANTS
PLAN_SEEN = MADE | LEADS
"""Who sees the plans of 林悦: whoever makes them, and those who lead the group."""
FIRST_GROUP = SCOPE | {"郑凯"}
WRITES = LEADS | {OWNER}
"""Who writes the minutes of a meeting that 林悦 hosts."""
ADMINISTRATORS: Who = frozenset({"秦管理"})
NOBODY: Who = frozenset()

Works = Literal["shows", "changes", "asks", "answers"]
"""How one knows that it worked: something secret is shown, the records change, a draft is open, or just an answer."""


@dataclass(frozen=True)
class Row:
    """One line: the route's name, who may, for whom it works, and how it is set off."""

    route: str
    may: Who
    sees: Who = NOBODY
    data: dict[str, Any] = field(default_factory=dict)
    works: Works = "shows"
    draft: Draft | None = None
    words: str = ""
    attachment: Attachment | None = None
    message_id: int | None = None
    sign: str = ""
    """Words that only those hear for whom it works, where nothing secret is shown."""


THE_CLIENT = {"client": "@client"}
THE_PERSON = {"person": "@person"}
THE_VISIT = {"visit": "@visit"}
THE_NOTE = {"note": "@note"}
THE_STEP = {"step": "@step"}
THE_PLAN = {"plan": "@plan"}
THE_MOMENT = {"occ": ["@occ"]}
THE_CONTRACT = {"contract": "@contract"}
AS_IT_WAS = {"subject": "密语之旧约", "owner": None, "owner_id": None, "starts_on": None, "ends_on": "2027-01-31"}
GONE_MOMENT = {
    "kind": "other",
    "name": "植树",
    "rule": "solar --03-12",
    "person": None,
    "for_group": False,
} | THE_CLIENT
OWN_DAY = {"name": "客户服务日", "rule": "solar --04-18", "audience": "everyone"}
OF_APRIL = {"staff": "@owner", "month": "2026-04-01"}
PLAN_LINE = {"staff": "@owner", "line": "@plan_key"}
PLAN_FEAST = {"staff": "@owner", "feast": "劳动节", "on": "2026-05-01"}
FOR_WHOM = {"item": "@item", "client": "@client", "person": "@person"}
THE_GROUP = {"group": "@group"}
THE_MEETING = {"meeting": "@meeting"}
THE_ITEM = {"item": "@item_due"}
DECIDED = {"meeting": "@meeting", "item": "@decision"}
SEARCHING = Draft("meetings", "search", {})
PAIR = {"noun": "persons", "one": "@person", "other": "@twin"}
BEGUN = {"client_id": "@client", "day": "2026-03-18", "content": "聊了宽带", "stepwise": True}
OF_RECORD = {**BEGUN, "visit_id": "@visit", "stepwise": False}
VISIT_ASKED = Draft("visits", "persons", BEGUN)
NOTED = {"intent": "care", "text": "打了电话", "client_choices": ["@client", "@spare"]}
SENT = {"attachments": [["document", "file-9", "x.pdf", None, None, None, None]]}
QUESTION = {"topic": "visits", "client_ids": ["@client"]}
DIGEST = {"kind": "weekly", "on": "2026-03-20", "until": "2026-03-20T09:30:00+00:00"}
PICTURE = Attachment("photo", "file-3", size=10)

MATRIX = [
    # Members and settings
    Row("/help", EVERYONE, works="answers", words="/help"),
    Row("/start", EVERYONE, works="answers", words="/start"),
    Row("/settings", EVERYONE, works="answers", words="/settings"),
    Row("button staff.settings", EVERYONE, works="answers"),
    Row("button staff.language", EVERYONE, EVERYONE, {"language": "en"}, works="changes"),
    Row("button aliases.show", RECORDING, frozenset({OWNER})),
    Row("button aliases.forget", RECORDING, frozenset({OWNER}), {"name": "@learned"}, works="changes"),
    Row("/invite", LEADERS, works="answers", words="/invite"),
    Row("button staff.invite_page", LEADERS, works="answers", data={"offset": 0}),
    Row("button staff.invite", LEADERS, LEADS, {"staff": "@owner"}, works="changes"),
    # Teams and their chats
    Row("/away", RECORDING, works="answers", words="/away"),
    Row("button absences.show", RECORDING, works="answers"),
    Row("button absences.ask", RECORDING, RECORDING, {"why": "leave"}, works="asks"),
    Row(
        "button absences.note",
        RECORDING,
        RECORDING,
        {"why": "trip", "start": "2026-03-23", "end": "2026-03-25"},
        works="changes",
    ),
    Row("button absences.take_back", RECORDING, frozenset({OWNER}), {"absence": "@absence"}, works="changes"),
    Row(
        "draft absences",
        RECORDING,
        RECORDING,
        words="下周一到周三",
        works="changes",
        draft=Draft("absences", "days", {"why": "leave"}),
    ),
    Row("text absence", RECORDING, RECORDING, words="我下周一到周三休假", works="changes"),
    Row("button stand_ups.answer", RECORDING, frozenset({OWNER}), {"meeting": "@stand_up"}, works="changes"),
    Row(
        "button stand_ups.away", RECORDING, frozenset({OWNER}), {"meeting": "@stand_up", "why": "trip"}, works="changes"
    ),
    Row("button stand_ups.change", RECORDING, frozenset({OWNER}), {"meeting": "@stand_up"}, works="asks"),
    Row("button stand_ups.show", RECORDING, frozenset({OWNER}), {"meeting": "@stand_up"}),
    Row(
        "draft stand_up",
        RECORDING,
        frozenset({OWNER}),
        words="写方案",
        works="changes",
        draft=Draft("stand_up", "words", {"meeting": "@stand_up"}),
    ),
    Row("text stand_up", RECORDING, frozenset({OWNER}), words="今天：谢谢", works="changes"),
    Row("button meetings.details", RECORDING, FIRST_GROUP, {"meeting": "@meeting"}, sign="一组周例会"),
    Row("button minutes.write", RECORDING, WRITES, THE_MEETING),
    Row("button minutes.show", RECORDING, WRITES, THE_MEETING),
    Row("button minutes.attendance", RECORDING, WRITES, THE_MEETING, sign="谁没到"),
    Row("button minutes.toggle", RECORDING, WRITES, {**THE_MEETING, "member": "@owner"}, works="changes"),
    Row("button minutes.strike", RECORDING, WRITES, THE_MEETING),
    Row("button minutes.struck", RECORDING, WRITES, {**THE_MEETING, "topic": 0}, works="changes"),
    Row("button minutes.owner", RECORDING, WRITES, DECIDED),
    Row("button minutes.set_owner", RECORDING, WRITES, {**DECIDED, "owner": "@manager"}, works="changes"),
    Row("button minutes.settle", RECORDING, WRITES, DECIDED, works="changes"),
    Row("button minutes.day", RECORDING, WRITES, DECIDED),
    Row("button minutes.set_day", RECORDING, WRITES, {**DECIDED, "on": "2026-04-01"}, works="changes"),
    Row("button minutes.leave", RECORDING, WRITES, THE_MEETING, sign="写了的都留着"),
    Row("button minutes.publish", RECORDING, WRITES, THE_MEETING, works="changes"),
    Row(
        "draft minutes",
        RECORDING,
        WRITES,
        words="决定：写方案",
        works="changes",
        draft=Draft("minutes", "words", THE_MEETING),
    ),
    Row("/meetings", RECORDING, FIRST_GROUP, words="/meetings", sign="一组月例会"),
    Row("button meetings.list", RECORDING, FIRST_GROUP, sign="一组月例会"),
    Row("button meetings.show", RECORDING, FIRST_GROUP, {"meeting": "@minuted"}),
    Row("button meetings.search", RECORDING, works="asks"),
    Row("draft meetings", RECORDING, FIRST_GROUP, words="方案", sign="一组月例会", draft=SEARCHING),
    Row("button minutes.document", RECORDING, FIRST_GROUP, {"meeting": "@minuted"}, sign="docx"),
    Row("/todo", RECORDING, frozenset({OWNER}), words="/todo"),
    Row("button action_items.show", RECORDING, frozenset({OWNER})),
    Row("button action_items.team", LEADERS, LEADS),
    Row("button action_items.open", RECORDING, FIRST_GROUP, THE_ITEM),
    Row("button action_items.done", RECORDING, LEADS | {OWNER}, THE_ITEM, works="changes"),
    Row("button action_items.reopen", RECORDING, LEADS | {OWNER}, {"item": "@done_item"}, works="changes"),
    Row("button action_items.drop", RECORDING, LEADS, THE_ITEM, works="changes"),
    Row("button action_items.settle", RECORDING, LEADS, {"item": "@unowned"}, works="changes"),
    Row("button action_items.put_off", RECORDING, LEADS, THE_ITEM, works="asks"),
    Row("button action_items.to", RECORDING, LEADS, {**THE_ITEM, "on": "2026-04-01"}, works="changes"),
    Row("button action_items.hand", RECORDING, LEADS, THE_ITEM),
    Row("button action_items.owner", RECORDING, LEADS, {**THE_ITEM, "owner": "@manager"}, works="changes"),
    Row("button action_items.explain", RECORDING, frozenset({OWNER}), THE_ITEM, works="asks"),
    Row(
        "draft action_items",
        RECORDING,
        frozenset({OWNER}),
        words="合同没盖章",
        works="changes",
        draft=Draft("action_items", "explain", THE_ITEM),
    ),
    Row("button teams.settings", LEADERS, LEADS, THE_GROUP, sign="一组的设置"),
    Row("button teams.meetings", LEADERS, LEADS, THE_GROUP, sign="班前会"),
    Row("button teams.meeting", LEADERS, LEADS, {**THE_GROUP, "kind": "weekly"}, sign="周例会"),
    Row("button teams.standards", LEADERS, LEADS, THE_GROUP, sign="走访周期"),
    Row("button teams.plans", LEADERS, LEADS, THE_GROUP, sign="计划"),
    Row("button teams.digests", LEADERS, LEADS, THE_GROUP, sign="简报"),
    Row("button teams.choose", LEADERS, LEADS, {**THE_GROUP, "path": ["meetings", "weekly", "at"]}, works="asks"),
    Row("button teams.set", LEADERS, LEADS, {**THE_GROUP, "path": ["visits_per_day"], "value": 3}, works="changes"),
    Row(
        "draft teams",
        LEADERS,
        LEADS,
        words="9:30",
        works="changes",
        draft=Draft("teams", "value", {**THE_GROUP, "path": ["meetings", "weekly", "at"]}),
    ),
    Row("button teams.reset", LEADERS, LEADS, THE_GROUP, works="changes"),
    Row("button teams.restore", LEADERS, LEADS, {**THE_GROUP, "before": {"visits_per_day": 3}}, works="changes"),
    Row("/here", LEADERS, works="answers", words="/here"),
    Row("button teams.link", LEADERS, LEADS, {"group": "@group"}, works="changes"),
    Row("button teams.topic", LEADERS, LEADS, {"group": "@group", "kind": "weekly"}, works="answers"),
    Row("button teams.unlink", LEADERS, LEADS, {"group": "@group"}, works="answers"),
    # Visits
    Row("/visit", RECORDING, SCOPE, words="/visit", works="asks"),
    Row("/today", RECORDING, SCOPE, words="/today"),
    Row("/visits", ALONG, SEES_VISIT, words="/visits"),
    Row("/overdue", RECORDING, works="answers", words="/overdue"),
    Row("button visits.start", RECORDING, SCOPE, THE_CLIENT),
    Row("button visits.undo", RECORDING, MADE, THE_VISIT, works="changes"),
    Row("button visits.restore", RECORDING, MADE, {"visit": "@undone_visit"}, works="changes"),
    Row("button visits.answer", RECORDING, SCOPE, {"step": "client", "value": "@client"}, draft=VISIT_ASKED),
    Row("button visits.toggle", RECORDING, SCOPE, {"step": "persons", "value": {"id": "@person"}}, draft=VISIT_ASKED),
    Row("button visits.page", RECORDING, SCOPE, {"step": "persons", "offset": 0}, draft=VISIT_ASKED),
    Row("button visits.go", RECORDING, SCOPE, {"step": "persons"}, draft=VISIT_ASKED),
    Row("draft visits", RECORDING, SCOPE, draft=Draft("visits", "content", BEGUN), words="聊了宽带"),
    Row("button visits.change", RECORDING, MADE, THE_VISIT),
    Row("button visits.field", RECORDING, MADE, {**THE_VISIT, "step": "persons"}),
    Row("button visits.revert", RECORDING, MADE, {**THE_VISIT, "names": ["content"], "before": OF_RECORD}),
    Row("button visits.add_person", RECORDING, MADE, {**THE_VISIT, "name": "密语生人"}, works="changes"),
    Row("button visits.attach_to", RECORDING, MADE, THE_VISIT, works="changes", draft=Draft("visits", "attach", SENT)),
    Row("button visits.attach_elsewhere", RECORDING, MADE, {**THE_VISIT, "ids": ["@attachment"], "album": None}),
    Row(
        "button visits.attach_move",
        RECORDING,
        MADE,
        {"from": "@visit", "to": "@other_visit", "ids": ["@attachment"], "album": None},
        works="changes",
    ),
    Row("button visits.attachments", ALONG, SEES_VISIT, THE_VISIT),
    Row("button visits.today", RECORDING, SCOPE),
    Row("button visits.list", ALONG, SEES_VISIT),
    Row("button visits.of_client", RECORDING, SCOPE, THE_CLIENT),
    Row("button visits.overdue", RECORDING, works="answers"),
    Row("button visits.show", ALONG, SEES_VISIT, THE_VISIT),
    Row("button visits.sheet", RECORDING, SCOPE, THE_CLIENT),
    Row("button visits.step_done", RECORDING, MADE, THE_STEP, works="changes"),
    Row("button visits.step_reopen", RECORDING, MADE, THE_STEP, works="answers"),
    Row("button visits.step_date", RECORDING, MADE, THE_STEP, works="asks"),
    Row("button visits.step_put_off", RECORDING, MADE, {**THE_STEP, "to": "2026-04-01"}, works="changes"),
    Row(
        "button visits.edited",
        RECORDING,
        MADE,
        {"choice": "visits.edit_words"},
        works="changes",
        draft=Draft("visits", "edited", {"text": "今天去了一中", "visits": ["@visit"]}),
    ),
    Row("edit", RECORDING, SCOPE, works="changes", words="给一中王校长打了电话", message_id=42),
    Row("edit", RECORDING, SCOPE, works="changes", words="今天拜访一中王校长，聊了宽带", message_id=41),
    *(
        Row(f"file {kind}", RECORDING, MADE, attachment=Attachment(kind, "file-4", size=9))  # type: ignore[arg-type]
        for kind in ("photo", "document", "voice", "audio", "video")
    ),
    Row(
        "file location",
        RECORDING,
        MADE,
        attachment=Attachment("location", latitude=25.0, longitude=117.0),
    ),
    # Clients
    Row("/clients", RECORDING, SCOPE, words="/clients 一中"),
    Row("/duplicates", LEADERS, works="answers", words="/duplicates"),
    Row("button clients.list", RECORDING, SCOPE, {"class": "A"}),
    Row("button clients.classes", RECORDING, works="answers"),
    Row("button clients.found", RECORDING, SCOPE, {"typed": "一中", "offset": 0}),
    Row("button clients.show", RECORDING, SCOPE, THE_CLIENT),
    Row("button clients.more", RECORDING, SCOPE, THE_CLIENT),
    Row("button clients.reveal", RECORDING, SCOPE, {**THE_CLIENT, "field": "id_number"}),
    Row("button clients.history", RECORDING, SCOPE, THE_CLIENT),
    Row("button clients.edit", RECORDING, SCOPE, THE_CLIENT),
    Row("button clients.field", RECORDING, SCOPE, {**THE_CLIENT, "field": "industry"}),
    Row("button clients.set", RECORDING, SCOPE, {**THE_CLIENT, "field": "class_", "value": "B"}, works="changes"),
    Row("button clients.restore", RECORDING, SCOPE, {**THE_CLIENT, "before": {"industry": "公安"}}, works="changes"),
    Row("button clients.aliases", RECORDING, SCOPE, THE_CLIENT),
    Row("button clients.alias_add", RECORDING, SCOPE, THE_CLIENT),
    Row("button clients.alias_drop", RECORDING, SCOPE, {**THE_CLIENT, "name": "密语校"}, works="changes"),
    Row("button clients.managers", LEADERS, LEADS, THE_CLIENT),
    Row("button clients.assign", LEADERS, LEADS, {**THE_CLIENT, "manager": "@manager"}, works="changes"),
    Row("button clients.new", RECORDING, works="answers"),
    Row("button clients.create", RECORDING, SCOPE, {"name": "新客户", "manager": "@owner"}, works="changes"),
    Row(
        "draft clients",
        RECORDING,
        SCOPE,
        words="公安",
        works="changes",
        draft=Draft("clients", "field", {**THE_CLIENT, "field": "industry"}),
    ),
    Row("button clients.duplicates", RECORDING, works="answers"),
    Row("button clients.pair", RECORDING, SCOPE, PAIR),
    Row("button clients.merge", RECORDING, SCOPE, {**PAIR, "kept": "@person"}, works="changes"),
    Row("button clients.part", RECORDING, SCOPE, {"merge": "@merge"}, works="changes"),
    Row("button clients.apart", RECORDING, SCOPE, PAIR, works="changes"),
    # Sheets
    Row("file document", LEADERS, works="answers", attachment=document("客户.csv", "客户名称,级别\n新校,A\n".encode())),
    Row("button sheets.import", LEADERS, frozenset({"周敏"}), {"import": "@import"}, works="changes"),
    Row("button sheets.bad", LEADERS, frozenset({"周敏"}), {"import": "@import"}, works="answers"),
    Row("button sheets.cancel", LEADERS, frozenset({"周敏"}), {"import": "@import"}, works="changes"),
    Row("button sheets.undo", LEADERS, frozenset({"周敏"}), {"import": "@done_import"}, works="changes"),
    # Holidays and working days
    Row("/holidays", ADMINISTRATORS, words="/holidays", works="answers"),
    Row("button holidays.show", ADMINISTRATORS, works="answers"),
    Row("button holidays.open", ADMINISTRATORS, ADMINISTRATORS, {"name": "教师节"}, sign="9月10日"),
    Row("button holidays.remove", ADMINISTRATORS, ADMINISTRATORS, {"name": "教师节"}, works="changes"),
    Row("button holidays.put_back", ADMINISTRATORS, ADMINISTRATORS, {"was": OWN_DAY}, works="changes"),
    Row("button holidays.add", ADMINISTRATORS, ADMINISTRATORS, works="asks"),
    Row("button holidays.whom", ADMINISTRATORS, ADMINISTRATORS, {"name": "教师节"}, works="asks"),
    Row("button holidays.set_whom", ADMINISTRATORS, ADMINISTRATORS, OWN_DAY, works="changes"),
    Row("button holidays.field", ADMINISTRATORS, ADMINISTRATORS, {"name": "教师节", "field": "date"}, works="asks"),
    Row("button holidays.sexes", ADMINISTRATORS, ADMINISTRATORS, {"name": "教师节"}, sign="不限"),
    Row("button holidays.set_sex", ADMINISTRATORS, ADMINISTRATORS, {"name": "教师节", "sex": "male"}, works="changes"),
    Row(
        "draft holidays",
        ADMINISTRATORS,
        ADMINISTRATORS,
        words="9月12日",
        works="changes",
        draft=Draft("holidays", "date", {"name": "教师节", "rule": "solar --09-10"}),
    ),
    Row("button holidays.days", ADMINISTRATORS, works="answers"),
    Row("button holidays.days_load", ADMINISTRATORS, ADMINISTRATORS, {"year": 2027}, works="asks"),
    Row(
        "button holidays.days_back",
        ADMINISTRATORS,
        ADMINISTRATORS,
        {"year": 2027, "was": {"2027-02-06": False}},
        works="changes",
    ),
    Row("button holidays.days_forget", ADMINISTRATORS, works="answers", data={"year": 2027}),
    Row("file document", ADMINISTRATORS, works="answers", attachment=document("放假.csv", b"2027-02-06,off\n")),
    # Persons
    Row("button persons.show", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.of_client", RECORDING, SCOPE, THE_CLIENT),
    Row("button persons.reveal", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.history", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.remove", RECORDING, SCOPE, THE_PERSON, works="changes"),
    Row("button persons.bring_back", RECORDING, SCOPE, {"person": "@gone_person"}, works="changes"),
    Row("button persons.twins", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.edit", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.field", RECORDING, SCOPE, {**THE_PERSON, "field": "phone"}),
    Row("button persons.set", RECORDING, SCOPE, {**THE_PERSON, "field": "sex", "value": "female"}, works="changes"),
    Row("button persons.restore", RECORDING, SCOPE, {**THE_PERSON, "before": {"position": "书记"}}, works="changes"),
    Row("button persons.nicknames", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.nickname_add", RECORDING, SCOPE, THE_PERSON),
    Row("button persons.nickname_drop", RECORDING, SCOPE, {**THE_PERSON, "name": "密语校长"}, works="changes"),
    Row("button persons.new", RECORDING, SCOPE, THE_CLIENT),
    Row(
        "button persons.step_back", RECORDING, SCOPE, draft=Draft("persons", "position", {**THE_CLIENT, "name": "新人"})
    ),
    Row(
        "button persons.skip",
        RECORDING,
        SCOPE,
        works="changes",
        draft=Draft("persons", "phone", {**THE_CLIENT, "name": "新人", "position": "主任"}),
    ),
    Row(
        "button persons.contact_of",
        RECORDING,
        SCOPE,
        THE_CLIENT,
        works="asks",
        draft=Draft("persons", "contact", {"name": "新人", "phone": "13900009999"}),
    ),
    Row(
        "draft persons",
        RECORDING,
        SCOPE,
        words="13900009999",
        works="changes",
        draft=Draft("persons", "phone", {**THE_CLIENT, "name": "新人", "position": "主任"}),
    ),
    Row("file contact", RECORDING, SCOPE, attachment=Attachment("contact", name="王", phone="139 0000 0101")),
    # Notes, corrections, questions, words
    Row("text name", RECORDING, SCOPE, words="一中"),
    Row("text visit", RECORDING, SCOPE, words="今天拜访一中王校长，聊了宽带", works="changes"),
    Row("text care", RECORDING, SCOPE, words="给一中王校长打了电话祝他生日快乐", works="changes"),
    Row("text plan", RECORDING, SCOPE, words="明天上午去拜访一中王校长", works="changes"),
    Row("text demand", RECORDING, SCOPE, words="一中王校长要求下周前把宽带修好", works="changes"),
    Row("text competitor", RECORDING, SCOPE, words="电信在一中报价很低", works="changes"),
    Row("text next_step", RECORDING, SCOPE, words="提醒我周五给一中王校长送方案"),
    Row("button notes.answer", RECORDING, SCOPE, THE_CLIENT, works="changes", draft=Draft("notes", "client", NOTED)),
    Row("draft notes", RECORDING, SCOPE, words="一中", works="changes", draft=Draft("notes", "client", NOTED)),
    Row("button notes.show", RECORDING, SCOPE, THE_NOTE),
    Row(
        "button notes.plan_on",
        RECORDING,
        MADE,
        {"note": "@undated_note", "on": "2026-03-20"},
        works="changes",
    ),
    Row("button notes.change_client", RECORDING, SCOPE, THE_NOTE, works="asks"),
    Row("button notes.undo", RECORDING, MADE, THE_NOTE, works="changes"),
    Row("button notes.restore", RECORDING, MADE, {"note": "@undone_note"}, works="changes"),
    Row("button notes.step_done", RECORDING, MADE, {**THE_NOTE, "step": "@note_step"}, works="changes"),
    Row("button notes.step_reopen", RECORDING, MADE, {**THE_NOTE, "step": "@note_step"}),
    Row("text cancel", RECORDING, frozenset({OWNER}), words="不是王校长，是陈主任", works="changes"),
    Row("text file", RECORDING, SCOPE, words="把王建斌的爱好改成钓鱼", works="changes"),
    Row("text client_file", RECORDING, SCOPE, words="一中的地址改为罗龙路1号", works="changes"),
    Row(
        "button corrections.answer",
        RECORDING,
        MADE,
        {"value": "@spare"},
        works="changes",
        draft=Draft("corrections", "client", {"kind": "visit", "id": "@visit", "was": "一中"}),
    ),
    Row(
        "draft corrections",
        RECORDING,
        MADE,
        words="雁溪中学",
        works="changes",
        draft=Draft("corrections", "client", {"kind": "visit", "id": "@visit", "was": "一中"}),
    ),
    Row("text query", RECORDING, SCOPE, words="一中上次什么时候去的"),
    Row("button questions.page", RECORDING, SCOPE, {"asked": QUESTION}),
    Row("button questions.step_done", RECORDING, MADE, {"step": "@step", "asked": QUESTION}, works="changes"),
    Row("text smalltalk", EVERYONE, works="answers", words="你好"),
    Row("text unknown", RECORDING, works="answers", words="嗯嗯那个那个呀"),
    Row(
        "draft rephrase",
        RECORDING,
        works="answers",
        words="那个呀",
        draft=Draft("rephrase", "again", {"words": ["嗯"]}),
    ),
    Row(
        "button notes.from_words",
        RECORDING,
        SCOPE,
        works="asks",
        draft=Draft("rephrase", "choose", {"words": ["嗯", "那个"]}),
    ),
    # Care
    Row("/care", RECORDING, SCOPE, words="/care", works="asks"),
    Row("button care.start", RECORDING, SCOPE, works="asks"),
    Row("button care.client", RECORDING, SCOPE, THE_CLIENT),
    Row("button care.person", RECORDING, SCOPE, {**THE_CLIENT, "person": "@person"}, works="asks"),
    Row("button care.keep", RECORDING, SCOPE, {**THE_CLIENT, "person": "@person", "form": "sms"}, works="changes"),
    Row("draft care", RECORDING, SCOPE, words="一中", draft=Draft("care", "client", {})),
    Row("button care.show", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.more", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.options", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.forms", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.done", RECORDING, SCOPE, {**THE_MOMENT, "form": "sms"}, works="changes"),
    Row("button care.finish", RECORDING, SCOPE, THE_MOMENT, works="changes"),
    Row("button care.reopen", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.later", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.put_off", RECORDING, SCOPE, {**THE_MOMENT, "until": "tomorrow"}, works="changes"),
    Row("button care.hand", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.hand_to", RECORDING, SCOPE, {**THE_MOMENT, "to": "@assistant"}, works="changes"),
    Row("button care.take_back", RECORDING, frozenset({OWNER}), {"occ": ["@handed_over"]}, works="changes"),
    Row("button care.skip", RECORDING, SCOPE, THE_MOMENT),
    Row("button care.skip_for", RECORDING, SCOPE, {**THE_MOMENT, "reason": "away"}, works="changes"),
    Row("button care.page", RECORDING, SCOPE, {"groups": [["@occ"]], "offset": 0}),
    Row("button care.feast", RECORDING, SCOPE, {"groups": [["@occ"]]}),
    Row("button care.done_all", RECORDING, SCOPE, {"groups": [["@occ"]]}, works="changes"),
    Row("button care.undo_all", RECORDING, frozenset({OWNER}), {"care": ["@care"]}, works="changes"),
    Row("button care.open", RECORDING, works="answers"),
    Row("button care.record", RECORDING, SCOPE, {"care": "@care"}),
    Row("button care.effect", RECORDING, frozenset({OWNER}), {"care": "@care", "effect": "pleased"}, works="changes"),
    Row("button care.undo", RECORDING, frozenset({OWNER}), {"care": "@care"}, works="changes"),
    Row("button care.restore", RECORDING, frozenset({OWNER}), {"care": "@undone_care"}, works="changes"),
    Row("button care.done_gift", RECORDING, SCOPE, THE_MOMENT, works="changes"),
    Row("button care.ask_gift", RECORDING, SCOPE, {"care": "@care"}, works="asks"),
    Row("button care.gift", RECORDING, frozenset({OWNER}), {"care": "@care", "request": "@gift"}, works="changes"),
    Row("button care.ask_learned", RECORDING, SCOPE, {"care": "@care"}, works="asks"),
    Row(
        "button care.file",
        RECORDING,
        SCOPE,
        {"care": "@care", "field": "hobbies", "person": "@person"},
        works="changes",
    ),
    Row("button care.change", RECORDING, SCOPE, {"care": "@care"}, works="answers"),
    Row("button care.field", RECORDING, SCOPE, {"care": "@care", "field": "form"}, works="asks"),
    Row("button care.set", RECORDING, frozenset({OWNER}), {"care": "@care", "form": "sms"}, works="changes"),
    Row("button care.move", RECORDING, frozenset({OWNER}), {"care": "@care", "client": "@spare"}, works="changes"),
    # Contracts
    Row("/contracts", RECORDING, SCOPE, words="/contracts"),
    Row("button contracts.list", RECORDING, SCOPE, THE_CLIENT),
    Row("button contracts.show", RECORDING, SCOPE, THE_CONTRACT),
    Row("button contracts.add", RECORDING, SCOPE, THE_CLIENT, works="asks"),
    Row("button contracts.client", RECORDING, SCOPE, THE_CLIENT, works="asks"),
    Row("button contracts.client_page", RECORDING, RECORDING, works="asks"),
    Row("button contracts.edit", RECORDING, SCOPE, THE_CONTRACT),
    Row("button contracts.field", RECORDING, SCOPE, {**THE_CONTRACT, "field": "subject"}, works="asks"),
    Row("button contracts.owner", RECORDING, SCOPE, {**THE_CONTRACT, **THE_PERSON}, works="changes"),
    Row("button contracts.clear", RECORDING, SCOPE, {**THE_CONTRACT, "field": "owner"}, works="changes"),
    Row("button contracts.end", RECORDING, SCOPE, THE_CONTRACT, works="changes"),
    Row("button contracts.revert", RECORDING, SCOPE, {**THE_CONTRACT, "values": AS_IT_WAS}, works="changes"),
    Row("button contracts.remove", RECORDING, SCOPE, THE_CONTRACT, works="changes"),
    Row("button contracts.restore", RECORDING, SCOPE, {"contract": "@gone_contract"}, works="changes"),
    Row("text contract", RECORDING, SCOPE, works="changes", words="一中的专线合同到2027年3月31日到期"),
    Row(
        "draft contracts",
        RECORDING,
        SCOPE,
        works="changes",
        words="云主机，到2027年3月31日",
        draft=Draft("contracts", "line", THE_CLIENT),
    ),
    # Gifts
    # Digests
    Row("/digest", LEADERS, works="answers", words="/digest"),
    Row("button digests.show", LEADERS, works="answers", data={"kind": "weekly"}),
    Row("button digests.group", LEADERS, LEADS, {**DIGEST, "group": "@group"}, works="answers"),
    Row("button digests.chart", LEADERS, works="answers", data=DIGEST),
    Row("button digests.detail", LEADERS, LEADS, {**DIGEST, "trouble": "news"}),
    Row("button digests.open", LEADERS, LEADS, THE_CLIENT),
    Row("button digests.visits", LEADERS, LEADS),
    Row("button digests.table", LEADERS, works="answers", data=DIGEST),
    Row("button digests.sheet", LEADERS, works="answers", data=DIGEST),
    Row("/plan", GIVING, works="answers", words="/plan"),
    Row("button plans.open", GIVING, PLAN_SEEN, {"kind": "week", "start": "2026-03-23", "staff": "@owner"}),
    Row("button plans.day", GIVING, PLAN_SEEN, THE_PLAN),
    Row("button plans.redraft", RECORDING, MADE, THE_PLAN, works="changes"),
    Row("button plans.submit", RECORDING, MADE, THE_PLAN, works="changes"),
    Row("button plans.take_back", RECORDING, MADE, {"plan": "@handed_plan"}, works="changes"),
    Row("button plans.item", GIVING, PLAN_SEEN, {"item": "@planned"}),
    Row("button plans.move", GIVING, MADE, {"item": "@planned", "on": "2026-03-25"}, works="changes"),
    Row("button plans.say_when", GIVING, MADE, {"item": "@planned"}, works="asks"),
    Row("button plans.cut", GIVING, MADE, {"item": "@planned"}, works="changes"),
    Row("button plans.put_back", GIVING, MADE, {"item": "@cut_item"}, works="changes"),
    Row("button plans.done", RECORDING, MADE, {"item": "@task"}, works="changes"),
    Row("button plans.reopen", RECORDING, MADE, {"item": "@done_task"}, works="changes"),
    Row("button plans.add", GIVING, MADE, {**THE_PLAN, "on": "2026-03-24"}, works="asks"),
    Row("button plans.pick", GIVING, MADE, {**THE_PLAN, **THE_CLIENT, "on": "2026-03-24"}, works="changes"),
    Row("button plans.approve", DECIDING, LEADS, {"plan": "@handed_plan", "v": "@handed_v"}, works="changes"),
    Row("button plans.send_back", DECIDING, LEADS, {"plan": "@handed_plan", "v": "@handed_v"}, works="asks"),
    Row("button plans.team", DECIDING, works="answers"),
    Row("button plans.waiting", DECIDING, LEADS),
    Row("button plans.summary", GIVING, PLAN_SEEN, {"plan": "@week_plan"}),
    Row("button evening.show", RECORDING, MADE, {"all": ["@left"]}),
    Row("button evening.item", RECORDING, MADE, {"item": "@left", "all": ["@left"]}),
    Row("button evening.done", RECORDING, MADE, {"item": "@left", "all": ["@left"]}, works="changes"),
    Row("button plans.why", RECORDING, MADE, {"item": "@left"}, works="asks"),
    Row("button plans.reason", RECORDING, MADE, {"item": "@left", "why": "busy"}, works="asks"),
    Row("button plans.settle", RECORDING, MADE, {"item": "@left", "why": "busy", "roll": True}, works="changes"),
    Row("button plans.ask_rest", RECORDING, works="answers", data={"plan": "@week_plan"}),
    Row("button plans.rest", RECORDING, MADE, {"plan": "@week_plan", "why": "busy"}, works="changes"),
    Row("button plans.unsettle", RECORDING, MADE, {"item": "@dropped"}, works="changes"),
    Row("button plans.words", RECORDING, MADE, {"plan": "@week_plan"}, works="asks"),
    Row("button plans.summary_submit", RECORDING, MADE, {"plan": "@done_plan"}, works="changes"),
    Row(
        "draft plans",
        GIVING,
        MADE,
        words="去一中聊续约",
        works="changes",
        draft=Draft("plans", "add", {**THE_PLAN, "on": "2026-03-24"}),
    ),
    Row("/gifts", GIVING, works="answers", words="/gifts"),
    Row("button gifts.show", GIVING, works="answers"),
    Row("button gifts.item", GIVING, works="answers", data={"item": "@item"}),
    Row("button gifts.take_in", KEEPING, works="asks", data={"item": "@item"}),
    Row("button gifts.count", KEEPING, works="asks", data={"item": "@item"}),
    Row("button gifts.export", KEEPING, works="answers"),
    Row("button gifts.choose", RECORDING, SCOPE, {"occurrence": "@occ"}, sign="茶叶"),
    Row("button gifts.ask", RECORDING, RECORDING, {"item": "@item"}, works="asks"),
    Row("button gifts.client", RECORDING, SCOPE, {"item": "@item", **THE_CLIENT}),
    Row("button gifts.person", RECORDING, RECORDING, FOR_WHOM, works="asks"),
    Row("button gifts.request", RECORDING, SCOPE, {**FOR_WHOM, "quantity": 1}, works="changes"),
    Row("button gifts.mine", GIVING, MADE),
    Row("button gifts.to_decide", DECIDING, LEADS),
    Row("button gifts.open", GIVING, MADE | LEADS, {"request": "@waiting"}),
    Row("button gifts.approve", DECIDING, LEADS, {"request": "@waiting"}, works="changes"),
    Row("button gifts.send_back", DECIDING, LEADS, {"request": "@waiting"}, works="asks"),
    Row("button gifts.withdraw", RECORDING, MADE, {"request": "@waiting"}, works="changes"),
    Row("button gifts.hand_out", RECORDING, MADE, {"request": "@gift"}, works="changes"),
    Row("button gifts.take_back", RECORDING, MADE, {"request": "@handed"}, works="changes"),
    Row(
        "draft gifts",
        GIVING,
        LEADS,
        works="changes",
        words="本月已经送过了",
        draft=Draft("gifts", "comment", {"request": "@waiting"}),
    ),
    Row("text addition", RECORDING, RECORDING, words="还有下周一给她报价", works="answers"),
    Row("text gift", RECORDING, RECORDING, words="申请一盒茶叶", works="asks"),
    # Questions beyond one's authority
    Row("/referrals", GIVING, MADE | LEADS, words="/referrals"),
    Row("button referrals.list", GIVING, MADE | LEADS),
    Row("button referrals.show", GIVING, MADE | LEADS, {"referral": "@referral"}),
    Row("button referrals.ask", RECORDING, works="asks"),
    Row("button referrals.answer", DECIDING, LEADS, {"referral": "@referral"}, works="asks"),
    Row("button referrals.pass_on", RECORDING, MADE, {"referral": "@answered_referral"}, works="changes"),
    Row("button referrals.reopen", RECORDING, MADE, {"referral": "@closed_referral"}, works="changes"),
    Row("button referrals.withdraw", RECORDING, MADE, {"referral": "@referral"}, works="changes"),
    Row(
        "draft referrals",
        GIVING,
        LEADS,
        works="changes",
        words="可以给，按八五折",
        draft=Draft("referrals", "answer", {"referral": "@referral"}),
    ),
    Row("text referral", RECORDING, RECORDING, words="请示：能不能打八折", works="changes"),
    # The calendar
    Row("/calendar", RECORDING, SCOPE, words="/calendar"),
    Row("button calendar.show", RECORDING, SCOPE),
    Row("button calendar.given", RECORDING, frozenset({OWNER, "小孟"}) | LEADS, sign="林悦"),
    Row("button care_plans.show", RECORDING, SCOPE, OF_APRIL, sign="林悦"),
    Row("button care_plans.line", RECORDING, SCOPE, PLAN_LINE),
    Row("button care_plans.feast", RECORDING, SCOPE, PLAN_FEAST, sign="龙岩一中"),
    Row("button care_plans.forms", RECORDING, works="answers", data=PLAN_LINE),
    Row("button care_plans.resources", RECORDING, works="answers", data=PLAN_LINE),
    Row("button care_plans.cost", RECORDING, SCOPE, PLAN_LINE, works="asks"),
    Row("button care_plans.set", RECORDING, MADE, {**PLAN_LINE, "form": "call"}, works="changes"),
    Row("button care_plans.gift", RECORDING, SCOPE, PLAN_LINE, sign="茶叶"),
    Row(
        "draft care_plans", RECORDING, MADE, works="changes", words="120", draft=Draft("care_plans", "cost", PLAN_LINE)
    ),
    Row("/ics", RECORDING, SCOPE, words="/ics"),
    Row("button calendar.feed_renew", RECORDING, works="answers"),
    Row("button calendar.feed_close", RECORDING, works="answers"),
    Row("button calendar.ics", RECORDING, SCOPE),
    Row("button calendar.add", RECORDING, RECORDING, works="asks"),
    Row("button calendar.remove", RECORDING, SCOPE, {"moment": "@moment"}, works="changes"),
    Row("button calendar.restore", RECORDING, SCOPE, GONE_MOMENT, works="changes"),
    Row(
        "draft calendar",
        RECORDING,
        SCOPE,
        words="4月10日 一中 校庆",
        sign="负责这家客户的人",
        draft=Draft("calendar", "line", {}),
    ),
    Row("text yearly", RECORDING, SCOPE, words="一中每年9月10日校庆", sign="负责这家客户的人"),
    # Greetings of a team's own
    Row("/greetings", RECORDING, FIRST_GROUP, words="/greetings"),
    Row("button greetings.show", RECORDING, FIRST_GROUP),
    Row("button greetings.add", RECORDING, RECORDING, works="asks"),
    Row("button greetings.subject", RECORDING, RECORDING, {"subject": "birthday"}, works="asks"),
    Row("button greetings.register", RECORDING, RECORDING, {"subject": "birthday", "register": "formal"}, works="asks"),
    Row("button greetings.remove", RECORDING, LEADS | {OWNER}, {"greeting": "@greeting"}, works="changes"),
    Row(
        "draft greetings",
        RECORDING,
        RECORDING,
        works="changes",
        words="祝您生日快乐",
        draft=Draft("greetings", "text", {"subject": "birthday", "register": "formal"}),
    ),
    # Everyone's
    Row("/cancel", EVERYONE, works="answers", words="/cancel"),
    Row("button common.cancel", EVERYONE, works="answers"),
    Row("button common.close", EVERYONE, works="answers"),
    Row("text *", EVERYONE, works="answers", words="嗯嗯那个那个呀"),
]
