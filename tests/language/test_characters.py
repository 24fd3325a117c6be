"""Characters: their order in a directory."""

from language.characters import alphabetical


def test_names_are_sorted_by_how_they_sound_sign_by_sign() -> None:
    names = [
        "雁溪中学",
        "龙岩一中",
        "Dragonfly",
        "莲山大酒店",
        "龍津街道",
        "安泰",
        "3号楼",
        "长汀县医院",
        "龙岩市第二医院",
    ]
    assert sorted(names, key=alphabetical) == [
        *("3号楼", "安泰", "长汀县医院", "Dragonfly", "莲山大酒店"),
        *("龍津街道", "龙岩市第二医院", "龙岩一中", "雁溪中学"),
    ]
