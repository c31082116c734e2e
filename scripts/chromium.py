"""A Chromium without a window, and the desk's own scripts for it, for what is tried in a browser."""

import http.server
import pathlib
import shutil

from selenium import webdriver

ASSETS = pathlib.Path(__file__).resolve().parent.parent / "Sources/Desk/Resources"
# Chromium's own way of painting on the processor.
SWIFTSHADER = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
               "--ignore-gpu-blocklist"]


def chromium(*flags, logs=None):
    """A driver of it; `logs` are those that it keeps. The programs' paths are given, so that none is
    looked for elsewhere."""
    options = webdriver.ChromeOptions()
    for flag in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                 "--disable-extensions", "--no-first-run", "--disable-background-networking", *flags]:
        options.add_argument(flag)
    if found := shutil.which("chromium"):
        options.binary_location = found
    if logs:
        options.set_capability("goog:loggingPrefs", logs)
    driver = shutil.which("chromedriver")
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


class DeskFiles(http.server.SimpleHTTPRequestHandler):
    """One page at /, with the desk's own scripts under /assets, and a folder beside them."""

    def __init__(self, page, *request, **folder):
        self.page = page
        super().__init__(*request, **folder)

    def do_GET(self):
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.page)
        else:
            super().do_GET()

    def translate_path(self, path):
        if path.startswith("/assets/"):
            return str(ASSETS / pathlib.PurePosixPath(path).name)
        return super().translate_path(path)

    def log_message(self, *_):
        pass
