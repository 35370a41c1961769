"""Pictures of the demo for the README: `python docs/screenshots.py http://127.0.0.1:8000`, with a demo portal running there.

Needs what requirements-dev.txt installs and a Chromium ($CHROMIUM, else /usr/bin/chromium). Writes docs/screenshots/*.png.
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
OFFICER, PASSWORD = "chen.zhuren", "beihu-demo"
STREET = "420103010"
SHOTS = (  # name, path, width, height, large type
    ("street", f"/dashboards/{STREET}/", 1280, 1700, False),
    ("community", f"/dashboards/{STREET}003/?period=12-months", 1280, 1500, False),
    ("pictures", f"/dashboards/{STREET}/pictures/", 1280, 1300, False),
    ("hotspots", f"/dashboards/{STREET}/hotspots/", 1280, 900, False),
    ("wall", f"/dashboards/{STREET}/wall/", 1920, 1080, False),
    ("phone", f"/dashboards/{STREET}/", 360, 1400, False),
    ("large-type", f"/dashboards/{STREET}/", 1280, 1500, True),  # last: the account keeps it
)


def signed_in(browser: Browser, base: str, width: int, height: int, large: bool) -> Page:
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    if large:
        context.add_cookies([{"name": "type", "value": "large", "url": base}])
    page = context.new_page()
    page.goto(f"{base}/staff/sign-in/")
    page.fill("[name=username]", OFFICER)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.btn-primary")
    page.wait_for_load_state()
    return page


def main(base: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path, width, height, large in SHOTS:
            page = signed_in(browser, base, width, height, large)
            page.goto(base + path)
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True)
            page.context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
