"""Debian's own Chromium, driven by Playwright, and what the tests ask of a page in it."""

import os
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = os.environ.get("KALENDS_TEST_CHROMIUM", "/usr/bin/chromium")


def launch(playwright: Playwright) -> Browser:
    # Chromium's sandbox refuses root, and a container's /dev/shm is small.
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])


def serious_findings(page: Page) -> list[str]:
    """What axe calls serious or critical, one line each with the element it means."""
    results = Axe().run(page).response
    return [
        f"{violation['impact']}: {violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in results["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """The elements that make the page wider than its window; empty when nothing scrolls sideways."""
    return page.evaluate(
        """() => {
            const root = document.documentElement
            if (root.scrollWidth <= window.innerWidth) return []
            const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 0.5)
            return [`page is ${root.scrollWidth} px wide in a window of ${window.innerWidth} px`,
                    ...wide.slice(0, 5).map(e => e.outerHTML.slice(0, 120))]
        }"""
    )


def focused(page: Page) -> str:
    """The focused element's tag, role and words, as a screen reader would name it."""
    return page.evaluate(
        """() => {
            const e = document.activeElement
            if (!e || e === document.body) return ''
            const label = e.labels && e.labels.length ? [...e.labels].map(l => l.textContent).join(' ') : ''
            const words = [e.tagName.toLowerCase(), e.getAttribute('type') || '', e.getAttribute('aria-label') || '', label, e.textContent || '']
            return words.join(' ').replace(/\\s+/g, ' ').trim()
        }"""
    )


def tab_to(page: Page, wanted: Callable[[str], bool], limit: int = 150) -> str:
    """Presses Tab until the focused element is the wanted one."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if wanted(passed[-1]):
            return passed[-1]
    raise AssertionError(f"not reached by Tab within {limit} presses; passed: {list(dict.fromkeys(passed))[:40]}")


def focus_is_visible(page: Page) -> bool:
    """The focused element shows that it is focused: an outline or a shadow that it lacks otherwise."""
    return page.evaluate(
        """() => {
            const e = document.activeElement
            if (!e || e === document.body) return true
            const style = getComputedStyle(e)
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
        }"""
    )
