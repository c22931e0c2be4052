"""Written help: an agent writes a guide, somebody who types a request is shown it, and an agent sends it with a key."""

from playwright.sync_api import expect

from heard.record.models.guide import Guide
from journeys.installation import RECORD, Installation, text_of
from journeys.people import PHONE, YUSUF, AtTheDesk, in_hours, said, typed

TITLE = "Label printer prints blank labels"
TEXT = "Open the printer.\n\n1. Take the **roll** out.\n2. Turn it around."
BLANK = "Since the update our label printers print only blanks."


def test_a_guide_is_written_found_helps_and_is_sent(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(), house, "allie@heard.example")
    written(allie)
    helped(house, tabs(**PHONE).page)
    sent(house, allie)


def written(allie: AtTheDesk) -> None:
    """By the keys: to the list, a new one, with the preview beside it, a pasted picture, and published."""
    allie.presses_key("g")
    allie.presses_key("h")
    expect(allie.page.get_by_role("heading", name="Written help", exact=True)).to_be_visible()
    allie.presses_key("c")
    allie.page.get_by_label("Title").fill(TITLE)
    allie.page.get_by_label("Text").fill(TEXT)
    expect(allie.page.locator("#shown strong")).to_have_text("roll")
    allie.page.keyboard.press("Control+Enter")
    expect(allie.page.locator("article.prose strong")).to_have_text("roll")
    allie.presses_key("c")
    expect(allie.page.locator("#shown strong")).to_have_text("roll")
    pastes_a_picture(allie)
    allie.page.get_by_role("button", name="Save").click()
    expect(allie.page.locator("article.prose img")).to_be_visible()
    allie.page.get_by_role("button", name="Publish").click()
    expect(allie.page.get_by_text("everybody reads it", exact=True)).to_be_visible()


def made() -> Guide:
    """The guide, as the running Heard has it."""
    return Guide.objects.using(RECORD).get(help__sample=False)


def pastes_a_picture(allie: AtTheDesk) -> None:
    """As a screenshot comes from the clipboard."""
    allie.page.get_by_label("Text").evaluate(
        """async field => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 })
            canvas.getContext("2d").fillRect(5, 5, 20, 10)
            const blob = await new Promise(done => canvas.toBlob(done, "image/png"))
            const clipboardData = new DataTransfer()
            clipboardData.items.add(new File([blob], "roll.png", { type: "image/png" }))
            field.setSelectionRange(0, 0)
            field.focus()
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
        }"""
    )
    expect(allie.page.locator("#shown img")).to_be_visible()


def helped(house: Installation, page) -> None:
    """On a phone: while they type they are shown it; they read it, and it helped."""
    page.goto(f"{house.url}/d/support/")
    page.get_by_label("What happened instead?").fill(BLANK)
    shown = page.locator("#write .like a", has_text=TITLE)
    expect(shown).to_be_visible()
    with page.context.expect_page() as opened:
        shown.click()
    guide = opened.value
    expect(guide.get_by_role("heading", name=TITLE)).to_be_visible()
    assert (
        guide.locator("article img").evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
        == 40
    )
    guide.get_by_role("button", name="This helped").click()
    expect(guide.get_by_role("heading", name="You said that this helped.")).to_be_visible()
    guide.close()
    expect(page.get_by_label("What happened instead?")).to_have_value(BLANK)
    assert made().help.answers.filter(helped=True).count() == 1


def sent(house: Installation, allie: AtTheDesk) -> None:
    """Beside the ticket it is suggested; one key puts it into the text, and nothing leaves before Allie sends."""
    house.mail(YUSUF, BLANK, subject="Blank labels")
    ticket = house.ticket("Blank labels")
    allie.goes_to(ticket)
    beside = allie.page.locator("#context", has_text="helped 1 of 1")
    expect(beside).to_be_visible()
    due_at = in_hours(4)
    allie.writes("Hi Yusuf,", time=typed(due_at))
    allie.page.locator("#due").blur()
    allie.presses_key("f")
    address = f"{house.url}/d/support/guides/{made().public_id}/"
    expect(allie.page.locator("#text")).to_have_value(f"Hi Yusuf,\n\nThis may help: {TITLE}\n{address}\n")
    assert not ticket.messages.filter(kind="outbound").exists()
    allie.presses_send(said(due_at))
    assert address in text_of(house.letter(YUSUF[1], about="Re: Blank labels"))
