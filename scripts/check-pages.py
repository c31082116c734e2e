"""What scripts/check-pages runs: a show, a browser before it, and what is to be seen there."""

import importlib.resources
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from chromium import SWIFTSHADER, chromium
from show_under_test import EVENING, Preparation, Show

SIZES = {"phone": (390, 844), "small": (320, 568), "desktop": (1280, 800)}
PATIENCE = 30
EVIL = ["<img src=x onerror=\"document.title='caught'\">", "</script><script>document.title='caught'"
        "</script>", "javascript:document.title='caught'"]

faults = []


def expect(is_so, what):
    print(("ok    " if is_so else "FAULT ") + what, flush=True)
    if not is_so:
        faults.append(what)


class Pages:
    def __init__(self, driver, folder):
        self.driver = driver
        self.folder = folder
        axe = importlib.resources.files("axe_playwright_python") / "axe.min.js"
        self.axe = axe.read_text(encoding="utf-8")
        os.makedirs(folder, exist_ok=True)

    def size(self, name):
        width, height = SIZES[name]
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": name != "desktop"})

    def open(self, address, ready):
        self.driver.get(address)
        self.until(lambda: self.one(ready).is_displayed(), f"{ready} is shown")

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector):
        """Clicks in the middle of the page, where no header lies over it."""
        self.run("arguments[0].scrollIntoView({block: 'center'})", self.one(selector))
        self.one(selector).click()

    def run(self, script, *arguments):
        return self.driver.execute_script("return " + script, *arguments)

    def until(self, is_so, what, patience=PATIENCE):
        """Waits until something is so; a fault where it never is. The seconds that it took."""
        began = time.monotonic()
        try:
            WebDriverWait(self.driver, patience, 0.02).until(lambda _: is_so())
        except Exception as error:  # a timeout, or an element that never came
            expect(False, f"{what} ({type(error).__name__})")
        return time.monotonic() - began

    def look(self, name):
        """Keeps a picture of the page and asks axe about it."""
        self.driver.save_screenshot(os.path.join(self.folder, name + ".png"))
        self.driver.execute_script(self.axe)
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then((result) => done(result.violations));")
        for violation in found:
            nodes = [node["target"][0] for node in violation["nodes"]]
            print(f"      {violation['id']} ({violation['impact']}): {violation['help']}: {nodes}")
        expect(not found, f"axe finds nothing on {name}")
        overflow = self.run("document.documentElement.scrollWidth - window.innerWidth")
        expect(overflow <= 0, f"{name} does not run over the side ({overflow} px)")

    def leave(self):
        """Leaves the page, whose show has ended, and forgets what the browser said of it."""
        self.driver.get("about:blank")
        for kind in ["performance", "browser"]:
            self.driver.get_log(kind)

    def faults_of_browser(self, origins):
        """Requests that went elsewhere, and what the browser complained of."""
        elsewhere = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith((*origins, "data:", "blob:", "chrome")):
                    elsewhere.add(url)
        expect(not elsewhere, f"nothing is asked for elsewhere {sorted(elsewhere) or ''}")
        complaints = [entry["message"] for entry in self.driver.get_log("browser")
                      if entry["level"] == "SEVERE" and not re.search("status of 4(01|22)",
                                                                      entry["message"])]
        expect(not complaints, f"the browser complains of nothing {complaints or ''}")


def check_gallery(pages, show):
    for size in SIZES:
        pages.size(size)
        pages.open(show.gallery + "/", "button[data-emotion=happiness]")
        pages.until(lambda: pages.one("#strongest").text not in ("", "…"), "the dancer's mood is told")
        pages.look(f"gallery-{size}")
    pages.size("phone")
    pages.open(show.gallery + "/", "button[data-emotion=happiness]")
    taps = show.state()["state"]["gallery"]["taps"]
    pages.one("button[data-emotion=happiness]").click()
    pages.until(lambda: pages.one("#answer").text != "", "a tap is answered")
    expect(pages.one("#answer").text == pages.one("#answer").get_attribute("data-felt"),
           "the tap was felt")
    pages.driver.save_screenshot(os.path.join(pages.folder, "gallery-felt.png"))
    # With the keyboard too, held for stronger.
    time.sleep(0.4)
    pages.one("button[data-emotion=surprise]").send_keys(Keys.ENTER)
    pages.until(lambda: show.state()["state"]["gallery"]["taps"] == taps + 2, "a key taps too")
    chain = webdriver.ActionChains(pages.driver)
    time.sleep(0.4)
    chain.click_and_hold(pages.one("button[data-emotion=fear]")).pause(1).release().perform()
    pages.until(lambda: show.state()["state"]["gallery"]["taps"] == taps + 3, "a hold taps too")
    room = show.state()["state"]["roomMood"]
    expect(room["neutral"] < 0.99, f"the room feels it ({room})")


def check_desk(pages, show, within):
    pages.size("desktop")
    pages.open(show.desk + "/desk", "h1")
    expect("locked" in pages.one("h1").text.lower(), "without the token the desk is locked")
    pages.look("locked-desktop")
    pages.open(f"{show.desk}/desk?token={show.token}", "#emotions")
    expect("token" not in pages.driver.current_url, "the token stays in no address bar")
    for text in EVIL:
        show.write(text, author=text)
    show.write("I am so happy today!!", author="Zoë 😀")
    pages.until(lambda: "Zoë" in pages.one("#events").text, "messages are shown")
    shown = pages.one("#events").text
    expect(all(text in shown for text in EVIL), "script in a message and a name is shown as text")
    expect(pages.driver.title != "caught" and not pages.driver.find_elements(
        By.CSS_SELECTOR, "#events img, #events script"), "and never run")

    share = "parseFloat(document.querySelector('li[data-emotion=anger] .dancer')" \
        ".style.transform.slice(7)) || 0"
    before = pages.run(share)
    pages.one(".hold[data-emotion=anger]").click()
    took = pages.until(lambda: pages.run(share) >= before + 0.2, "the dancer follows a held mood")
    expect(took <= within, f"the dancer followed within {within} s ({took:.2f} s)")
    pages.until(lambda: pages.run(share) > 0.7, "and shows it whole")
    for size in SIZES:
        pages.size(size)
        pages.look(f"desk-{size}")

    pages.size("desktop")
    pages.one("#lock").click()
    # The page hears of the lock from the show.
    pages.until(lambda: not pages.one(".hold[data-emotion=fear]").is_enabled(),
                "a locked desk's buttons rest")
    pages.one("body").send_keys("3")
    time.sleep(1)
    hold = show.state()["state"].get("hold") or {}
    expect(hold.get("emotion") == "anger", "and so do its keys")
    pages.one("body").send_keys("c")
    pages.until(lambda: (show.state()["state"].get("hold") or {}).get("emotion") == "neutral",
                "calm works though it is locked")
    pages.driver.save_screenshot(os.path.join(pages.folder, "desk-locked.png"))
    pages.one("#lock").click()


def check_gallery_at_desk(pages, show):
    """What the operator does about the gallery, and a recording."""
    def state():
        return show.state()["state"]

    pages.size("desktop")
    pages.open(f"{show.desk}/desk", "#input-name")
    pages.one("#input-name").send_keys("camera", Keys.ENTER)
    pages.until(lambda: pages.one("#made-key").is_displayed(), "a key is made and shown")
    key = pages.one("#key").get_attribute("value")
    pages.one("#copy-key").click()
    pages.until(lambda: "copied" in pages.one("#said").text, "it is copied with a button")
    status, _ = show.ask("POST", "/gallery/mood", {"emotion": "fear"}, key=key, server=show.gallery)
    expect(status == 202, f"the gallery hears who has it ({status})")
    pages.until(lambda: "camera: heard" in pages.one("#inputs").text, "the list says so")
    pages.look("desk-key-desktop")
    pages.one("#hide-key").click()
    expect(pages.run("document.getElementById('key').value") == "" and
           not pages.one("#made-key").is_displayed(), "the key is shown no more")
    for _ in range(2):
        pages.one("#inputs button").click()
    pages.until(lambda: not state()["inputs"], "it is withdrawn at the second press")
    status, _ = show.ask("POST", "/gallery/mood", {"emotion": "fear"}, key=key, server=show.gallery)
    expect(status == 401, f"and opens nothing any more ({status})")

    pages.one("#gallery-weight").send_keys(Keys.ARROW_RIGHT)
    pages.until(lambda: abs(state()["galleryWeight"] - 1.1) < 1e-6, "the gallery weighs more")
    expect(not pages.one("#obs-part").is_displayed(), "a show without OBS offers none")
    pages.one("body").send_keys("r")
    pages.until(lambda: pages.one("#recording").text.startswith("Recording "), "R records")
    pages.one("body").send_keys("r")
    pages.until(lambda: pages.one("#recording").text == "", "and ends it")
    pages.one("body").send_keys("g")
    pages.until(lambda: state().get("showsCode"), "G draws the gallery's code")


def check_code(movie, show, folder):
    """Reads the code at the end of the show's own video as a phone would."""
    if not shutil.which("zbarimg"):
        print("      no zbarimg (Debian: zbar-tools), so nobody reads the code in the video")
        return
    picture = os.path.join(folder, "coded.png")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-sseof", "-1", "-i", movie, "-frames:v", "1", picture],
                   check=True)
    read = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True,
                          check=False).stdout.strip()
    expect(read == show.gallery + "/", f"the code in the video leads to the gallery ({read})")


def check_stage(pages, show):
    for size in ["phone", "desktop"]:
        pages.size(size)
        pages.open(show.gallery + "/stage?quality=low", "#picture")
        pages.until(lambda: pages.run("document.querySelectorAll('#words .row').length") > 0
                    and pages.one("#notice").text == "", "the stage draws", patience=90)
        time.sleep(1)
        pages.look(f"stage-{size}")
    pages.open(show.gallery + "/stage?view=wrong", "h1")
    pages.look("stage-locked-desktop")


def check_preparation(pages, program):
    """Fills in a show's file, tries its chat, stores a key, checks, rehearses and performs it."""
    with tempfile.TemporaryDirectory() as folder, Preparation(program, folder) as evening:
        pages.size("desktop")
        pages.open(evening.address + "/prepare", "h1")
        pages.look("preparation-locked-desktop")
        pages.open(evening.link, "#chats")
        expect("token" not in pages.driver.current_url, "the token stays in no address bar")
        pages.until(lambda: pages.one("#chats").get_attribute("value") == "demo", "the file is shown")
        chats = pages.one("#chats")
        chats.send_keys(Keys.CONTROL, "a")
        chats.send_keys("nowhere")
        pages.one("body").send_keys(Keys.CONTROL, "s")
        pages.until(lambda: "nowhere" in pages.one("#chats-problem").text, "a fault is at its field")
        pages.look("preparation-fault-desktop")
        chats.send_keys(Keys.CONTROL, "a")
        chats.send_keys("demo")
        pages.one("#title").send_keys("Part one")
        pages.one("#save").click()
        pages.until(lambda: "Saved" in pages.one("#said").text, "the show is saved")
        expect(evening.file() == EVENING + "title: Part one\n", "and all else in its file stays")
        pages.click("#try")
        pages.until(lambda: len(pages.driver.find_elements(By.CSS_SELECTOR, "#heard li")) == 8,
                    "the chat's first messages are read")
        pages.one("#streamKey").send_keys("SECRET-abcd")
        pages.click("#key-form button")
        pages.until(lambda: "A key is in" in pages.one("#key-place").text, "the key is stored")
        expect(evening.key_mode() == 0o600, "in a file that only its owner can read")
        expect("SECRET" not in pages.driver.page_source and "SECRET" not in evening.file(),
               "and nowhere else")
        pages.click("#check")
        pages.until(lambda: pages.one("#check-words").text.startswith("Everything is there"),
                    "everything is there", patience=300)
        pages.click("#rehearse")
        pages.until(lambda: pages.one("#rehearsal-link").is_displayed(), "a rehearsal begins", 300)
        for size in SIZES:
            pages.size(size)
            pages.look(f"preparation-{size}")
        pages.click("#rehearse")
        pages.until(lambda: "of show" in pages.one("#rehearsal-words").text, "and is ended")
        pages.faults_of_browser([evening.address])
        pages.size("desktop")
        pages.click("#start")
        pages.click("#start")
        pages.until(lambda: pages.driver.current_url.endswith("/desk"), "the show begins, at its desk",
                    patience=300)
        pages.until(lambda: pages.one("#time").text not in ("", "–:––"), "and runs")
        pages.one("#end").click()
        pages.one("#end").click()
        expect(evening.ended() == 0, "and with it the program ends")


def main():
    program, folder = sys.argv[1:]
    within = float(os.environ.get("WITHIN", "1"))
    movie = os.path.join(folder, "show.mp4")
    os.makedirs(folder, exist_ok=True)
    show = Show(program, "--output", movie, "--recordings", folder)
    driver = chromium(*SWIFTSHADER, logs={"browser": "ALL", "performance": "ALL"})
    try:
        pages = Pages(driver, folder)
        check_gallery(pages, show)
        check_desk(pages, show, within)
        check_gallery_at_desk(pages, show)
        check_stage(pages, show)
        pages.size("desktop")
        pages.open(f"{show.desk}/desk", "#end")
        pages.faults_of_browser([show.desk, show.gallery])
        pages.one("#end").click()
        pages.one("#end").click()
        report = show.ended()
        expect(os.path.getsize(movie) > 0, "the desk ends the show, and its file is there")
        check_code(movie, show, folder)
        print(json.dumps(report["pictures"]))
        pages.leave()
        check_preparation(pages, program)
    finally:
        driver.quit()
        show.stop()
    sys.exit(f"{len(faults)} faults" if faults else 0)


if __name__ == "__main__":
    main()
