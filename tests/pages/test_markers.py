"""What pages say of their dealings with links, in many languages, and what only sounds like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.markers import Dealing
from finder.pages import read_page
from finder.pages.marker_wording import marker_rows, roots_of, said_with, vocabulary

TIDES = "Twice a day the water comes and goes, and whoever sails has to know when. " * 5
PAID, AFFILIATE, GUESTS = Dealing.PAID_POST, Dealing.AFFILIATE_DISCLOSURE, Dealing.WRITE_FOR_US
SELLS, EXCHANGE = Dealing.SELLS_LINKS, Dealing.LINK_EXCHANGE


def dealings(body: str, language: str = "en", title: str = "Tides") -> dict[Dealing, str]:
    """The dealings that a page tells of, with its words."""
    html = f"<html lang={language}><title>{title}</title><body>{body}</body></html>"
    return {marker.what: marker.snippet for marker in read_page(html, "https://a.example/").markers or ()}


def article(text: str, *, before: str = "", language: str = "en", title: str = "Tides") -> dict[Dealing, str]:
    """The same of an article with a sentence of its own."""
    body = f"<main><h1>{title}</h1>{before}<p>{TIDES}</p><p>{text}</p><p>{TIDES}</p></main>"
    return dealings(body, language, title)


@pytest.mark.parametrize(
    ("language", "text", "what"),
    [
        ("en", "This post is sponsored by Acme, all opinions are my own.", PAID),
        ("en", "This is a sponsored post written by me on behalf of Acme.", PAID),
        ("en", "I was compensated for this post, but I would say the same anyway.", PAID),
        ("en", "This post contains affiliate links at no extra cost to you.", AFFILIATE),
        ("en", "If you buy through links on our site, we may earn a small commission.", AFFILIATE),
        ("en", "As an Amazon Associate I earn from qualifying purchases.", AFFILIATE),
        ("en", "We are happy to accept guest posts about boats.", GUESTS),
        ("en", "We accept sponsored posts and link insertions.", SELLS),
        ("en", "A guest post with two dofollow links costs $80.", SELLS),
        ("en", "We sell permanent backlinks on this blog.", SELLS),
        ("en", "A reciprocal link is required before we list your site.", EXCHANGE),
        ("de", "Dieser Beitrag enthält Werbung für Acme.", PAID),
        ("de", "Dieser Artikel wurde von der Firma Acme gesponsert.", PAID),
        ("de", "Dieser Beitrag ist in bezahlter Kooperation mit Acme entstanden.", PAID),
        ("de", "Bei den Links handelt es sich um Affiliate-Links.", AFFILIATE),
        ("de", "Kaufst du über einen solchen Link ein, erhalte ich eine kleine Provision.", AFFILIATE),
        ("de", "Wir veröffentlichen gerne Gastbeiträge rund ums Segeln.", GUESTS),
        ("de", "Ein Gastbeitrag mit Link kostet 90 Euro.", SELLS),
        ("de", "Wir bieten dauerhafte Backlinks auf dieser Seite.", SELLS),
        ("de", "Wir haben Interesse an einem Linktausch.", EXCHANGE),
        ("fr", "Cet article est sponsorisé par Acme.", PAID),
        ("fr", "Cet article contient des liens affiliés.", AFFILIATE),
        ("fr", "Nous acceptons les articles invités sur la voile.", GUESTS),
        ("fr", "Nous proposons des articles sponsorisés.", SELLS),
        ("fr", "Un lien réciproque est obligatoire.", EXCHANGE),
        ("es", "Este artículo ha sido patrocinado por Acme.", PAID),
        ("es", "Esta página contiene enlaces de afiliados.", AFFILIATE),
        ("es", "Buscamos autores invitados.", GUESTS),
        ("es", "Aceptamos artículos patrocinados.", SELLS),
        ("es", "Hacemos intercambio de enlaces con otras webs.", EXCHANGE),
        ("it", "Questo articolo è sponsorizzato da Acme.", PAID),
        ("it", "La pagina contiene link di affiliazione.", AFFILIATE),
        ("it", "Accettiamo guest post sulla vela.", GUESTS),
        ("it", "Pubblichiamo articoli sponsorizzati.", SELLS),
        ("it", "Siamo disponibili allo scambio link.", EXCHANGE),
        ("pt", "Este artigo é patrocinado pela Acme.", PAID),
        ("pt", "O texto contém links de afiliados.", AFFILIATE),
        ("pt", "Aceitamos guest posts sobre barcos.", GUESTS),
        ("pt", "Publicamos artigos patrocinados.", SELLS),
        ("pt", "Fazemos troca de links.", EXCHANGE),
        ("nl", "Dit artikel is gesponsord door Acme.", PAID),
        ("nl", "Dit artikel bevat affiliate links.", AFFILIATE),
        ("nl", "Wij zoeken gastbloggers.", GUESTS),
        ("nl", "Wij plaatsen gesponsorde artikelen.", SELLS),
        ("nl", "Wij hebben interesse in een linkruil.", EXCHANGE),
        ("pl", "Ten artykuł jest sponsorowany.", PAID),
        ("pl", "Wpis zawiera linki afiliacyjne.", AFFILIATE),
        ("pl", "Przyjmujemy wpisy gościnne.", GUESTS),
        ("pl", "Publikujemy artykuły sponsorowane.", SELLS),
        ("pl", "Chętnie wymiana linków z innymi.", EXCHANGE),
        ("sv", "Detta inlägg är sponsrat av Acme.", PAID),
        ("sv", "Inlägget innehåller annonslänkar.", AFFILIATE),
        ("sv", "Vi tar gärna emot gästinlägg.", GUESTS),
        ("sv", "Vi säljer sponsrade inlägg.", SELLS),
        ("da", "Dette indlæg er sponsoreret af Acme.", PAID),
        ("cs", "Tento článek je sponzorovaný.", PAID),
        ("cs", "Článek obsahuje affiliate odkazy.", AFFILIATE),
        ("cs", "Nabízíme placené články.", SELLS),
        ("ru", "Эта статья спонсирована компанией.", PAID),
        ("ru", "Статья содержит партнёрские ссылки.", AFFILIATE),
        ("ru", "Публикуем гостевые статьи.", GUESTS),
        ("ru", "Размещаем платные статьи.", SELLS),
        ("ru", "Предлагаем обмен ссылками.", EXCHANGE),
        ("tr", "Bu yazı sponsorludur.", PAID),
        ("tr", "Yazıda satış ortaklığı bağlantıları bulunmaktadır.", AFFILIATE),
        ("tr", "Konuk yazarlar arıyoruz.", GUESTS),
        ("tr", "Tanıtım yazısı kabul ediyoruz.", SELLS),
        ("tr", "Link değişimi yapıyoruz.", EXCHANGE),
        ("ja", "この記事は株式会社アクメの提供を受けています。", PAID),
        ("ja", "当サイトはアフィリエイト広告を利用しています。", AFFILIATE),
        ("ja", "相互リンクを募集しています。", EXCHANGE),
        ("zh", "本文由某公司赞助发布。", PAID),
        ("zh", "文章可能含有联盟链接。", AFFILIATE),
        ("zh", "本站出售外链。", SELLS),
    ],
)
def test_a_sentence_tells_of_a_dealing(language: str, text: str, what: Dealing) -> None:
    found = article(text, language=language)
    assert found.keys() == {what}
    assert found[what] == text


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Sponsored post"),
        ("en", "[Sponsored]"),
        ("en", "Advertorial"),
        ("de", "[Anzeige]"),
        ("de", "(Werbung)"),
        ("de", "Gesponserter Beitrag"),
        ("fr", "Article sponsorisé"),
        ("fr", "Publi-reportage"),
        ("es", "Contenido patrocinado"),
        ("it", "Articolo sponsorizzato"),
        ("pt", "Publieditorial"),
        ("nl", "Gesponsord artikel"),
        ("pl", "Artykuł sponsorowany"),
        ("sv", "Betalt samarbete med Acme"),
        ("no", "Annonsørinnhold"),
        ("cs", "Komerční sdělení"),
        ("ru", "На правах рекламы"),
        ("tr", "Sponsorlu içerik"),
        ("ja", "PR記事"),
        ("zh", "推广文章"),
    ],
)
def test_a_label_beside_the_headline_tells_that_a_post_was_paid_for(language: str, label: str) -> None:
    assert article("", before=f"<p>{label}</p>", language=language) == {PAID: label}
    # Farther off it is the label of something else.
    assert article(f"More.</p><p>More.</p><p>More.</p><p>{label}</p><p>More.", language=language) == {}


@pytest.mark.parametrize(
    ("language", "name", "what"),
    [
        ("en", "Write for us", GUESTS),
        ("en", "Guest Post Guidelines »", GUESTS),
        ("en", "Link Exchange", EXCHANGE),
        ("en", "Buy links", SELLS),
        ("de", "Gastbeitrag einreichen", GUESTS),
        ("de", "Backlinks kaufen", SELLS),
        ("de", "Linktausch", EXCHANGE),
        ("fr", "Écrivez pour nous", GUESTS),
        ("es", "Intercambio de enlaces", EXCHANGE),
        ("it", "Scrivi per noi", GUESTS),
        ("pt", "Troca de links", EXCHANGE),
        ("nl", "Gastblog plaatsen", GUESTS),
        ("pl", "Napisz dla nas", GUESTS),
        ("sv", "Länkbyte", EXCHANGE),
        ("ru", "Обмен ссылками", EXCHANGE),
        ("tr", "Link satışı", SELLS),
        ("ja", "相互リンク募集", EXCHANGE),
        ("zh", "申请友链", EXCHANGE),
    ],
)
def test_a_link_in_the_menu_tells_of_a_dealing(language: str, name: str, what: Dealing) -> None:
    body = (
        f"<main><h1>Tides</h1><p>{TIDES}</p></main><footer><a href=/x>{name}</a> <a href=/y>Home</a></footer>"
    )
    assert dealings(body, language) == {what: name}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We do not accept guest posts or sponsored content."),
        ("en", "We never sell links, and we don't publish sponsored posts."),
        ("en", "This post is not sponsored."),
        ("en", "This post does not contain affiliate links."),
        ("en", "If a post is sponsored, the law says that readers must be told."),
        ("en", "Was this post sponsored by Acme?"),
        ("en", 'Bloggers have to write "This post is sponsored by Acme" above it.'),
        ("en", "Should you buy backlinks? Google says that link exchange and paid links are spam."),
        ("en", "The club is looking for sponsors, and its guests pay a commission."),
        ("en", "Agents earn a commission when a house is sold."),
        ("en", "She quit her job to write for us and other magazines."),
        ("en", "The affiliate of the university published the tables."),
        ("en", "Sponsored"),
        ("en", "Advertisement"),
        ("de", "Anzeige"),
        ("de", "- Anzeige -"),
        ("de", "Werbung"),
        ("de", "Er erstattete Anzeige wegen der Werbung."),
        ("de", "Wir nehmen keine Gastbeiträge an und verkaufen keine Links."),
        ("de", "Dieser Beitrag ist in Zusammenarbeit mit der Universität Kiel entstanden."),
        ("de", "Unbezahlte Werbung"),
        ("fr", "Nous n'acceptons pas les articles sponsorisés ni les échanges de liens."),
        ("fr", "Publicité"),
        ("es", "No aceptamos artículos patrocinados."),
        ("es", "Publicidad"),
        ("it", "Non accettiamo guest post."),
        ("pt", "Não fazemos troca de links."),
        ("nl", "Wij plaatsen geen gesponsorde artikelen."),
        ("nl", "Advertentie"),
        ("pl", "Nie publikujemy artykułów sponsorowanych."),
        ("ru", "Мы не публикуем платные статьи."),
        ("ru", "Реклама"),
        ("tr", "Konuk yazı kabul etmiyoruz, link değişimi yapmıyoruz."),
        ("tr", "Bize yazın"),
        ("ja", "相互リンクは募集しておりません。"),
        ("ja", "広告"),
        ("zh", "本站不出售外链。"),
    ],
)
def test_what_only_sounds_like_a_dealing_is_none(language: str, text: str) -> None:
    assert article(text, before=f"<p>{text}</p>", language=language) == {}


def test_advertisements_and_comments_say_nothing_about_the_page() -> None:
    body = f"""<main><h1>Tides</h1><p>Anzeige</p><p>{TIDES}</p></main>
      <aside class=sidebar><p>This post is sponsored by Acme.</p><a href=/ad>Sponsored content</a></aside>
      <section class=comments id=comments><p>We sell backlinks on our blog.</p></section>"""
    assert dealings(body) == {}


def test_a_chapter_about_a_dealing_is_none() -> None:
    assert article("</p><h2>Link exchange</h2><p>Avoid it.") == {}
    assert article(f"<a href=/what>Link exchange</a> is what spam does. {TIDES}") == {}


def test_what_a_page_says_is_kept_in_its_own_letters_and_is_short() -> None:
    found = article(f"Ärgerlich, aber THIS POST is Sponsored by \u202eAcme\x07 {'x' * 500}", language="de")
    assert found[PAID].startswith("Ärgerlich, aber THIS POST is Sponsored by")
    assert found[PAID].isprintable()
    assert len(found[PAID]) <= 200


def links(count: int, *anchors: str) -> str:
    """So many links to sites of their own, with these anchors in turn."""
    return "".join(
        f"<li><a href=https://site{number}.example/>{anchors[number % len(anchors)]} {number}</a></li>"
        for number in range(count)
    )


def test_links_for_all_trades_of_spam_make_a_farm_and_a_long_list_of_resources_does_not() -> None:
    spam = links(60, "best online casino", "cheap viagra", "payday loans", "replica watches")
    assert Dealing.LINK_FARM in dealings(f"<main><h1>Links</h1><ul>{spam}</ul></main>")
    useful = links(300, "Tide tables", "Poker rules", "Harbour guide", "Betting law", "Knots", "Paint")
    assert dealings(f"<main><h1>Resources</h1><ul>{useful}</ul></main>") == {}
    casinos = links(300, "casino review")
    assert dealings(f"<main><h1>Casinos</h1><ul>{casinos}</ul></main>") == {}


def test_a_directory_by_a_stock_script_is_told_from_one_that_people_keep() -> None:
    menu = "".join(f"<a href=/{name}>{name}</a> " for name in ("Submit Link", "Latest Links", "Top Hits"))
    assert dealings(f"<nav>{menu}</nav><main><h1>Directory</h1></main>") == {
        Dealing.SPAM_DIRECTORY: "submit link, latest links, top hits"
    }
    kept = "<nav><a href=/a>Submit site</a> <a href=/b>Latest news</a></nav><main><h1>Links</h1></main>"
    assert dealings(kept) == {}


def test_every_wording_holds_a_root_of_its_language() -> None:
    for codes in {row.languages for row in marker_rows()}:
        rows = [row for row in marker_rows() if row.languages == codes]
        roots, used = roots_of(rows), set[str]()
        for row in rows:
            if row.place not in ("-", "name"):
                for pattern, tied in said_with(row.wording, roots):
                    assert tied, f"{codes} {row.dealing}: no root in {pattern}"
                    used |= tied
        assert roots == used, codes


def test_names_are_written_as_they_are_compared() -> None:
    names = vocabulary().names
    assert [name for name in names if name != name.lower().strip() or len(name) > 60] == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["we sell ", "backlinks ", "sponsored ", "post ", "this ", "İ", "ß", ". ", '"', "<p>"]
        )
    )
)
def test_whatever_a_page_says_it_can_be_read(words: list[str]) -> None:
    for snippet in dealings("".join(words)).values():
        assert len(snippet) <= 200


def test_a_page_full_of_such_words_is_read_in_a_moment() -> None:
    hostile = "<p>" + "this post we sell sponsored affiliate backlinks guest posts commission " * 20_000
    started = time.process_time()
    read_page(hostile, "https://a.example/", about=False)
    without = time.process_time() - started
    started = time.process_time()
    read_page(hostile, "https://a.example/")
    assert time.process_time() - started < 3 * without + 1.0
