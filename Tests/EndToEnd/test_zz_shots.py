import pytest
from kalends_client import *
from harness.calendar_servers import PASSWORD, USER
from test_diagnosis import *
from test_diagnosis import client  # noqa
from urllib.parse import urlsplit

def test_shots(kalends, cast, client, radicale, chromium):
    day = monday(2)
    radicale.calendar().save_event(dtstart=at(day, 12), dtend=at(day, 13), summary="Gym", transp="TRANSPARENT")
    sync_now(kalends)
    client.submit(client.get(person_page(client, "check")).form(words="check now"))
    pages = {"healthy": person_page(client, "check"), "event": person_page(client, "event", day=day.isoformat()), "slot": person_page(client, "slot", date=day.isoformat(), time="03:00"), "log": person_page(client, "log"), "log-failures": person_page(client, "log", failures="1"), "list": CALENDARS, "settings": "/admin/settings", "jobs": "/admin/jobs"}
    p = client.get(pages["event"])
    pages["event-answer"] = p.link(r"\?.*calendar=")
    def shoot(pages):
        for width in (1200, 390):
            context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin", viewport={"width": width, "height": 900})
            for c in client.session.cookies:
                context.add_cookies([{"name": c.name, "value": c.value, "url": kalends.url}])
            page = context.new_page()
            for name, address in pages.items():
                page.goto(address if address.startswith("http") else kalends.url + address)
                if name == "healthy" :
                    page.locator("details.checks summary").first.click()
                page.screenshot(path=f"/tmp/shots/{name}-{width}.png", full_page=True)
                overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                print(name, width, "overflow", overflow)
            context.close()
    shoot(pages)
    configuration = radicale.folder / "config"
    rights = radicale.folder / "rights"
    rights.write_text(READ_ONLY)
    configuration.write_text(f"{configuration.read_text()}\n[rights]\ntype = from_file\nfile = {rights}\n")
    radicale.stop(); radicale.start()
    client.submit(client.get(person_page(client, "check")).form(words="check now"))
    shoot({"readonly": person_page(client, "check")})
    (radicale.folder / "users").write_text(f"{USER}:another\n")
    kalends.command("sync", expect=None)
    shoot({"refused": person_page(client, "check"), "list-refused": CALENDARS})
