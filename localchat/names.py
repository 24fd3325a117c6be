"""Long lists of names, written as one text."""


def names(text: str) -> tuple[str, ...]:
    return tuple(text.split())
