from events.actor import Actor
from services.ingest.core.completing import actors_by_id, complete_actor
from services.ingest.core.words.known_actors import KnownActor, actor_table

TABLE = actor_table(
    [
        (KnownActor("wagner", "Wagner Group", "private_military_company", "RU"), ("Wagner",)),
        (KnownActor("jnim", "JNIM", "jihadist", "ML"), ("Group for Support of Islam and Muslims",)),
    ],
    [("ML", ("Malian",), "Malian"), ("FR", ("French",), "French")],
)
BY_ID = actors_by_id(TABLE)


def complete(actor: Actor, country: str | None = "ML") -> Actor:
    return complete_actor(actor, TABLE, BY_ID, country)


def test_a_known_name_or_id_brings_kind_home_and_whether_it_is_foreign() -> None:
    for actor in (Actor(name="wagner group"), Actor(name="the Russians", id="wagner")):
        found = complete(actor)
        assert (found.id, found.kind, found.home, found.foreign) == ("wagner", "private_military_company", "RU", True)
    assert not complete(Actor(name="Wagner"), "RU").foreign


def test_a_name_with_its_translation_is_known_by_its_first_part() -> None:
    assert complete(Actor(name="JNIM: Jama'at Nusrat", kind="rebel")).kind == "jihadist"


def test_armed_groups_are_not_foreign_wherever_they_come_from() -> None:
    assert not complete(Actor(name="JNIM"), "BF").foreign


def test_what_is_given_stands() -> None:
    given = Actor(name="Wagner Group", kind="foreign_state_force", home="BY", foreign=False)
    assert complete(given) == given.model_copy(update={"id": "wagner"})


def test_an_army_is_of_the_country_of_its_name() -> None:
    for name, country, foreign in (("Malian army", "ML", False), ("French army", "FR", True)):
        found = complete(Actor(name=name, kind="state_force"))
        assert (found.id, found.home, found.foreign) == (f"{country.lower()}-army", country, foreign)


def test_somebody_unknown_stays_as_given() -> None:
    actor = Actor(name="Nobody's Front", kind="rebel")
    assert complete(actor) == actor
