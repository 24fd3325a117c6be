"""Who is meant: clients and persons, their short names, slips, places that are not meant, people who were away."""

import pytest

from language.understanding import Client, Person, Portfolio
from tests.language.reading_messages import EVENING, portfolio, read, understand


def clients(text: str, owner: str = "sample") -> list[str]:
    return [one.value.name for one in read(text, owner).clients]


def persons(text: str, owner: str = "sample") -> list[str]:
    return [one.value.name for one in read(text, owner).persons]


@pytest.mark.parametrize(
    ("text", "client", "person"),
    [
        ("拜访了一中王校长", "龙岩一中", "王建斌"),
        ("跟青炉山的老范喝了茶", "青炉山煤业有限公司", "老范"),
        ("矿务局张局说预算下来了", "龙岩市矿务局", "张志刚"),
        ("职院欧阳院长签了", "龙津职业技术学院", "欧阳振华"),
        ("今天去台龙精密见了蔡总", "台龍精密工業（龍岩）有限公司", "蔡宗憲"),
        ("今天去蓮山大飯店見了戴總", "莲山大酒店", "戴国良"),
        ("Met Director Zhang of the mining bureau", "龙岩市矿务局", "张志刚"),
        ("stopped by Lianshan Hotel to see Mr Dai", "莲山大酒店", "戴国良"),
        ("去安济找小卢", "安济口腔医院", "小卢"),
        ("侨兴赖总说订单多", "侨兴轴承厂", "赖振兴"),
    ],
)
def test_short_names_titles_scripts_and_spellings_find_the_client_and_the_person(
    text: str, client: str, person: str
) -> None:
    assert clients(text) == [client]
    assert persons(text) == [person]


@pytest.mark.parametrize(
    ("text", "client"),
    [
        ("去连山跟戴总签了", "莲山大酒店"),
        ("灯高酒店潘经理来电话", "登高国际酒店"),
        ("拜防了紫玲丘总", "紫岭矿业股份有限公司"),
        ("西土厂曾总说装了三十个", "汀江稀土材料有限公司"),
        ("龙津街道瞻主任签了合同", "龙津街道办事处"),
        ("visited Dragonfy yesterday with Kevin", "Dragonfly Electronics"),
    ],
)
def test_homophones_and_slips_of_the_thumb_are_understood(text: str, client: str) -> None:
    assert clients(text) == [client]


def test_a_surname_is_read_as_a_surname() -> None:
    assert persons("善主任来电话", "telecom") == ["单国强"]
    assert persons("住建局谢局来电话", "telecom") == ["解鹏飞"]


def test_a_person_settles_the_client_and_a_client_settles_the_person() -> None:
    assert clients("饶科长来电话") == ["龙岩市矿务局"]
    assert persons("雁中王校长来电话") == ["王淑惠"]
    assert clients("去龙津见了詹主任") == ["龙津街道办事处"]


def test_a_department_decides_between_two_of_the_same_name() -> None:
    assert persons("市医院总务科李主任要物联卡") == ["李美凤"]
    assert persons("市医院信息科李主任要物联卡") == ["李国华"]


def test_what_does_not_settle_is_reported_and_not_guessed() -> None:
    found = read("王校长来电话说网又卡了")
    assert [one.name for one in found.client_choices] == ["龙岩一中", "雁溪中学"]
    assert [[one.name for one in names] for names in found.person_choices] == [["王建斌", "王淑惠"]]
    assert not found.clients and not found.sure
    assert found.doubts[0] == "client"


def test_the_longer_name_wins_over_the_name_inside_it() -> None:
    assert clients("一中分校刘校长来电话") == ["龙岩第一中学分校"]


@pytest.mark.parametrize(
    ("text", "client"),
    [
        ("在登高酒店办答谢会，矿务局张局来了", "龙岩市矿务局"),
        ("本来要去职院，结果去了雁中", "雁溪中学"),
        ("没去成一中，改去了雁中", "雁溪中学"),
        ("跟紫岭一样的方案给龙腾也报了", "龙腾工程机械有限公司"),
    ],
)
def test_a_place_a_comparison_and_where_nobody_went_are_not_the_client(text: str, client: str) -> None:
    assert clients(text) == [client]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("去紫岭见了钟经理，丘总没来", ["钟志远"]),
        ("去紫岭见了钟经理，丘总出差了", ["钟志远"]),
        ("去一中见了黄主任，他说要请示王校长", ["黄志强"]),
        ("Kevin is on leave, so I met Chen Guodong", ["陈国栋"]),
    ],
)
def test_people_who_were_away_or_decide_later_were_not_met(text: str, met: list[str]) -> None:
    assert persons(text) == met


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨天在长汀县中医院做了演示，还没建档", "长汀县中医院"),
        ("去十二中谈了谈", "十二中"),
        ("去一中附小看了下机房", "一中附小"),
        ("长汀县教育局的张局想了解视频会议", "长汀县教育局"),
        ("登高中学要装监控", "登高中学"),
    ],
)
def test_an_organisation_that_is_no_client_is_named_and_never_taken_for_one(text: str, name: str) -> None:
    found = read(text)
    assert not found.clients and not found.client_choices
    assert found.new_client is not None and found.new_client.value == name
    assert not found.sure


def test_the_managers_own_name_is_nobody_met() -> None:
    assert persons("廖护士长回：谢谢小郑") == ["廖春梅"]


def test_a_date_is_no_name_and_a_name_is_no_date() -> None:
    assert clients("周一中午开会") == []
    assert persons("国庆前把报表做完") == []
    assert persons("周国庆分局长来电话") == ["周国庆"]


def test_an_english_word_is_no_first_name() -> None:
    book = Portfolio([Client(1, "Bluepeak")], [Person(1, 1, "Will Smith"), Person(2, 1, "May Chen")])
    assert not understand("I will send it in may", book, EVENING).persons
    assert [one.value.name for one in understand("Met Will at Bluepeak", book, EVENING).persons] == ["Will Smith"]


def test_he_and_she_are_nobody_of_that_surname() -> None:
    people = [Person(1, 1, "He Xiaoyan"), Person(2, 1, "Fang Zhicheng"), Person(3, 1, "She Lin")]
    book = Portfolio([Client(1, "Vocational College")], people)

    def met(text: str) -> list[str]:
        return [one.value.name for one in understand(text, book, EVENING).persons]

    assert met("Met Fang at the Vocational College, he finds it expensive") == ["Fang Zhicheng"]
    assert met("She at the Vocational College was happy today") == []
    assert met("Met He Xiaoyan at the Vocational College") == ["He Xiaoyan"]


def test_every_value_says_which_words_it_came_from() -> None:
    found = read("昨天下午三点半拜访一中王校长，電信報價便宜")
    for one in (*found.clients, *found.persons, *found.competitors, found.date, found.time):
        assert one is not None
        assert found.text[one.begin : one.begin + len(one.words)] == one.words
        assert 0 < one.sureness <= 1


def test_an_empty_portfolio_knows_nobody() -> None:
    found = understand("昨天拜访了一中王校长", Portfolio(), EVENING)
    assert not found.clients and not found.persons and not found.sure


def test_the_sample_portfolio_is_found_name_by_name() -> None:
    for client in portfolio().clients:
        for name in (client.name, *client.aliases):
            assert clients(f"昨天拜访了{name}，聊了续约") == [client.name], name


def test_a_surname_inside_a_longer_english_name_is_somebody_or_something_else() -> None:
    people = [Person(1, 1, "Sun Guohua", "male", "Office manager", None, None)]
    school = Portfolio([Client(1, "No. 1 Middle School", (), "A", None, None)], people)
    hotel = understand("Visited Golden Sun Hotel last Wednesday, met Mr Liu", school, EVENING)
    assert hotel.clients == () and hotel.persons == () and not hotel.sure
    namesake = understand("Met Sun Hong yesterday", school, EVENING)
    assert namesake.persons == ()
    met = understand("Met Sun Monday at No. 1 Middle School", school, EVENING)
    assert [one.value.name for one in met.persons] == ["Sun Guohua"]


def test_whoever_was_met_by_surname_and_title_is_kept_at_a_client_not_on_file() -> None:
    found = understand("上周三去了鸿运大酒店，见了刘总，谈专线", Portfolio([], []), EVENING)
    assert found.new_client is not None and found.new_client.value == "鸿运大酒店"
    assert [each.value for each in found.new_persons] == ["刘总"]
    last = understand("上周三去了鸿运大酒店，见了刘总", Portfolio([], []), EVENING)
    assert [each.value for each in last.new_persons] == ["刘总"]


def test_a_title_before_a_verb_is_nobodys_name() -> None:
    found = read("The principal was not in, but the secretary took the proposal")
    assert found.new_persons == () and found.persons == ()


@pytest.mark.parametrize(
    ("text", "client", "person"),
    [
        ("今天去一中，跟校长聊了续约", "龙岩一中", "王建斌"),
        ("昨天在灯高酒店跟丘总谈了5G专网", "紫岭矿业股份有限公司", "丘振东"),
        ("昨晚在登高酒店请张局吃饭", "龙岩市矿务局", "张志刚"),
        ("余小蕾说要采购30部手机", "闽西晨报社", "余晓蕾"),
    ],
)
def test_positions_slips_in_full_names_and_hotels_that_are_only_the_place_settle_the_client(
    text: str, client: str, person: str
) -> None:
    assert clients(text) == [client]
    assert persons(text) == [person]


def test_an_unknown_school_in_one_breath_with_a_client_is_asked_about() -> None:
    assert not read("一中二中都要装监控").sure
    assert read("一中要装监控").sure


def test_somebody_sought_and_not_met_is_no_person_met() -> None:
    assert persons("昨天去矿务局本来想找张局的张局在开会后来是赖主任接待的") == ["赖庆丰"]


@pytest.mark.parametrize(
    ("text", "stranger"),
    [
        ("今天去海港物流见了曾总", "海港物流"),
        ("海港物流曾总来电话要报价", "海港物流"),
        ("Met Mr Zeng at Harbour Logistics this morning", "Harbour Logistics"),
        ("Visited Harbour Logistics, spoke with Mr Zeng about renewal", "Harbour Logistics"),
        ("下周二去市规划局开会", "市规划局"),
    ],
)
def test_whoever_is_met_at_a_house_that_is_not_on_file_is_nobody_of_ours(text: str, stranger: str) -> None:
    found = read(text)
    assert not found.clients and not found.persons and not found.sure
    assert found.new_client is not None and found.new_client.value == stranger


def test_a_trade_in_english_stands_for_the_one_client_that_has_it_unless_another_name_is_before_it() -> None:
    assert clients("Visited Mining Bureau this morning, all good") == ["龙岩市矿务局"]
    assert clients("harbour logistics called, they want a quote") == []


def test_a_road_named_like_a_client_is_no_client() -> None:
    assert clients("上午去了登高西路88号的新点位") == []
    assert clients("上午去登高酒店谈了路由器") == ["登高国际酒店"]


def test_the_principal_is_the_person_of_that_position_and_a_branch_is_meant_only_where_it_is_said() -> None:
    assert persons("Met the principal at No. 1 Middle School this morning") == ["王建斌"]
    assert clients("Met the principal at No. 1 Middle School this morning") == ["龙岩一中"]


def test_whom_a_competitor_went_to_see_and_who_was_not_met_is_no_person_met() -> None:
    assert persons("汀洲行罗经理透露，电信前天去找过吕行长") == ["罗敏"]
    assert "徐伟" not in persons("上周四没见着安济的徐总，跟前台小卢聊了两句")


def test_somebody_right_behind_a_name_nobody_knows_is_asked_about() -> None:
    assert read("丘总让我们周五前把合同送过去").sure
    assert not read("泰华丘总让我们周五前把合同送过去").sure
    assert not read("孚日的丘总下午要过来签合同").sure


def test_another_surname_before_a_given_name_makes_it_somebody_elses() -> None:
    assert persons("刚才建国主任打电话来了") == ["苏建国"]
    assert persons("乐建国主任打电话来了") == []


def test_a_client_that_is_only_quoted_or_decides_later_is_left_out() -> None:
    assert clients("今天去一中，王校长说雁溪那边用得不错") == ["龙岩一中"]
    assert clients("一中续约的事王校长说要等教育局批下来") == ["龙岩一中"]
    assert clients("去一中路上碰到雁中王校长，聊了几句校园卡") == ["雁溪中学"]


def test_another_town_or_another_trade_in_english_is_not_ours() -> None:
    assert clients("Visited Xiamen No. 1 Middle School this morning") == []
    assert clients("Visited Longyan No. 1 Middle School this morning") == ["龙岩一中"]
    assert clients("Lunch with the boss of Lianshan Cement yesterday") == []
