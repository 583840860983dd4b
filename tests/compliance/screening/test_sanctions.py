import random
import string
import time
from pathlib import Path

import pytest

from compliance.screening import ClearedPair, NameQuery, name_hash
from compliance.screening.index import ListName, SanctionsIndex
from compliance.screening.ofac import index, load
from compliance.screening.sanctions import ListSanctions
from compliance.types import CheckOutcome, ProviderError
from tests.compliance.screening import invented


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> ListSanctions:
    folder = invented.write(tmp_path_factory.mktemp("list"))
    return ListSanctions(index(load(folder, minimum=5)))


@pytest.mark.parametrize(
    ("name", "person", "ent_num"),
    [
        ("Velmora Shipbreaking Inc.", False, "102"),
        ("VELMORA SHIPBREAKING", None, "102"),
        ("Velmora Ship-Breaking Co., Ltd", False, "102"),
        ("Vélmora Shipbreaking S.A.", False, "102"),
        ("V.S.B. Holdings", False, "102"),
        ("Velmora Shipbreaking of Houston LLC", False, "102"),
        ("Vеlmоrа Shipbreaking", False, "102"),  # Cyrillic е, о, а
        ("Muhammad Qaruni", True, "101"),
        ("Mohamed Y. Qaruni", True, "101"),
        ("Qaruni, Mohammad Yousef", True, "101"),
        ("Muhammed Karuni", None, "101"),
        ("Al Zuhra Brickworks LLC", False, "103"),
        ("El-Zuhra Brickworks", False, "103"),
        ("AlZuhra Brickworks", False, "103"),
        ("Zuhra Tile Manufacture Corp", False, "103"),
        ("General Trading Corp", False, "104"),
        ("Ilya Trevanov", True, "106"),
        ("Trevanov Ilya Borisovich", None, "106"),
        ("Илья Треванов", True, "106"),
        ("Koenigsfeld Maschinenbau", False, "107"),
        ("Konigsfeld Maschinenbau AG", False, "107"),
        ("Abu Tilmidh", True, "101"),
        ("Obsidian Star Ltd", False, "105"),
    ],
)
def test_a_listed_party_is_found(
    provider: ListSanctions, name: str, person: bool | None, ent_num: str
) -> None:
    result = provider.screen(NameQuery(name, person=person))
    assert result.outcome is CheckOutcome.POSSIBLE_MATCH, name
    assert ent_num in {v for k, v in result.detail.items() if k.endswith("_ent_num")}


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Acme Corporation", False),
        ("Velvet Shipping Company LLC", False),
        ("Velmont Shipbuilding Company", False),
        ("International Trading Company", False),
        ("General Motors Trading Corporation of America", False),
        ("Muhammad Yusuf Rahman", True),
        ("Muhammad Ali", True),
        ("Ilya Petrov", True),
        ("Boris Trevino", True),
        ("Alia Design Studio LLC", False),
        ("Alison Brickworks", False),
        ("Star Cargo LLC", False),
        ("Black Star Marine", False),
        ("Al's Tile and Brick", False),
        ("Königsberg Bau GmbH", False),
        ("El Paso Brick Company", False),
    ],
)
def test_another_party_is_not(provider: ListSanctions, name: str, person: bool) -> None:
    result = provider.screen(NameQuery(name, person=person))
    assert result.outcome is CheckOutcome.CLEAR, result.detail


@pytest.mark.parametrize("name", ["Corp", "CORP.", "L.L.C.", "Company Limited", "Inc", "  ", "&", "***"])
def test_a_legal_form_alone_is_no_name(provider: ListSanctions, name: str) -> None:
    assert provider.screen(NameQuery(name)).outcome is CheckOutcome.UNKNOWN


def test_the_answer_explains_itself(provider: ListSanctions) -> None:
    result = provider.screen(NameQuery("Velmora Shipbreaking Inc", country="US"))
    assert result.detail["strength"] == "probable"
    assert result.detail["country"] == "agrees"
    assert "VELMORA" in result.detail["hit_1"]
    assert "score 1.00" in result.detail["hit_1"]
    assert result.list_version.startswith("ofac-")


def test_a_weak_alias_counts_less(provider: ListSanctions) -> None:
    result = provider.screen(NameQuery("Abu Tilmidh", person=True))
    assert result.score is not None and result.score < 1.0
    assert "weak alias" in result.detail["hit_1"]


def test_a_cleared_pair_holds_for_this_vendor_name_and_list(provider: ListSanctions) -> None:
    name, version = "Velmora Shipbreaking Inc", provider.index.version
    pair = ClearedPair("v-1", "102", version, name_hash(name))

    def outcome(query: NameQuery, cleared: ClearedPair) -> CheckOutcome:
        return provider.screen(query, frozenset({cleared})).outcome

    assert outcome(NameQuery(name, vendor="v-1"), pair) is CheckOutcome.CLEAR
    assert outcome(NameQuery(name, vendor="v-2"), pair) is CheckOutcome.POSSIBLE_MATCH
    assert outcome(NameQuery("Velmora Shipbreaking II", vendor="v-1"), pair) is CheckOutcome.POSSIBLE_MATCH
    older = ClearedPair("v-1", "102", "ofac-older", name_hash(name))
    assert outcome(NameQuery(name, vendor="v-1"), older) is CheckOutcome.POSSIBLE_MATCH


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_the_encoding_is_not_assumed(tmp_path: Path, encoding: str) -> None:
    loaded = load(invented.write(tmp_path, encoding=encoding), minimum=5)
    assert any("KÖNIGSFELD" in n.name for n in loaded.names)
    assert loaded.parties == 8
    assert not any("\x1a" in n.ent_num + n.name for n in loaded.names)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "sanctions_list_broken"),
        ("<html>Service unavailable</html>\n", "sanctions_list_broken"),
        (invented.SDN.split("\n")[0] + "\n", "sanctions_list_short"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(ProviderError) as caught:
        load(invented.write(tmp_path, text), minimum=5)
    assert caught.value.code == code
    assert not caught.value.permanent


def test_a_missing_file_and_a_sharp_drop_are_refused(tmp_path: Path) -> None:
    folder = invented.write(tmp_path)
    with pytest.raises(ProviderError, match="sanctions_list_drop"):
        load(folder, minimum=5, previous=100)
    (folder / "alt.csv").unlink()
    with pytest.raises(ProviderError, match="sanctions_list_missing"):
        load(folder, minimum=5)


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    first = load(invented.write(tmp_path / "a"), minimum=5).version
    again = load(invented.write(tmp_path / "b"), minimum=5).version
    other = load(invented.write(tmp_path / "c", invented.SDN.replace("ALI", "ALY")), minimum=5).version
    assert first == again != other


def test_twenty_thousand_names_are_screened_in_fifty_milliseconds() -> None:
    source = random.Random(7)

    def word() -> str:
        return "".join(source.choices(string.ascii_uppercase, k=source.randint(4, 9)))

    words = [word() for _ in range(9_000)]
    names = [ListName(str(i), " ".join(source.sample(words, 3)), "entity") for i in range(20_000)]
    screened = SanctionsIndex(names, "speed")
    queries = [f"{n.name} LLC" for n in names[:20]]
    taken = []
    for query in queries:
        started = time.thread_time()
        assert screened.search(query, person=False)
        taken.append(time.thread_time() - started)
    assert sorted(taken)[len(taken) // 2] < 0.05
