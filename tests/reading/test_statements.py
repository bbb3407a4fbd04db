"""From marked cues to statements, on marks written by hand."""

from reportedly.reading._decode import Predicate
from reportedly.reading._quotes import quoted
from reportedly.reading._roles import Argument
from reportedly.reading._statements import Draft, Parts, contents, drafts, innermost, parents_of, statements


def cue(text: str, word: str, negated: bool = False, **roles: list[str]) -> Predicate:
    start = text.index(word)
    arguments = [
        Argument(role, text.index(words), text.index(words) + len(words), 0.9) for role, found in roles.items() for words in found
    ]
    return Predicate(start, start + len(word), tuple(arguments), {"negated": "yes" if negated else "no"}, 3.0)


def test_a_broken_quote_has_two_contents_with_their_marks() -> None:
    text = '"We are inside," the Legion said, "and we stay."'
    found = drafts([cue(text, "said", S=["the Legion"], C=["We are inside", "and we stay"])], text)
    assert [text[a:b] for a, b in found[0].content] == ['"We are inside,"', '"and we stay."']
    assert [text[slice(*found[0].source)]] == ["the Legion"] if found[0].source else False


def test_the_final_full_stop_is_not_content() -> None:
    text = "He said that nobody crossed."
    found = drafts([cue(text, "said", S=["He"], C=["that nobody crossed."])], text)
    assert text[slice(*found[0].content[0])] == "that nobody crossed"


def test_a_cue_without_content_is_dropped_unless_negated() -> None:
    text = "He said. She declined to comment."
    found = drafts([cue(text, "said", S=["He"]), cue(text, "declined to comment", negated=True, S=["She"])], text)
    assert [text[slice(*d.cue)] for d in found] == ["declined to comment"]


def test_nesting_follows_the_shortest_content_around_the_cue() -> None:
    text = "A told B that C denied that D claimed that E fell"
    found = drafts(
        [
            cue(text, "told", S=["A"], C=["that C denied that D claimed that E fell"]),
            cue(text, "denied", S=["C"], C=["that D claimed that E fell"]),
            cue(text, "claimed", S=["D"], C=["that E fell"]),
        ],
        text,
    )
    assert parents_of(found) == [None, 0, 1]
    assert innermost(contents(found), text.index("fell")) == 2
    assert innermost(contents(found), 0) is None


def test_quote_types_and_ids() -> None:
    text = 'He said "go". She said they left. It called this "odd" behaviour.'
    found = drafts(
        [
            cue(text, "said", S=["He"], C=['"go"']),
            Predicate(
                text.index("said they"), text.index("said they") + 4, (Argument("C", 23, 32, 0.9),), {"negated": "no"}, 3.0
            ),
            cue(text, "called", S=["It"], C=['this "odd" behaviour']),
        ],
        text,
    )
    read = statements(found, text, quoted(text), [("He",), (), ("It",)], Parts(((0, len(text), "lead"),)))
    assert [s.quote for s in read] == ["direct", "indirect", "mixed"]
    assert [s.id for s in read] == ["s1", "s2", "s3"]
    assert read[1].source is None
    assert all(s.part == "lead" for s in read)
    for s in read:
        assert text[s.start : s.end].strip()
        assert all(text[c.start : c.end] == c.text for c in s.content)


def test_contents_that_hold_each_other_do_not_loop() -> None:
    draft = Draft((5, 8), None, ((0, 20),), None, None, False)
    assert all(parent is None or parent != i for i, parent in enumerate(parents_of([draft, draft])))
