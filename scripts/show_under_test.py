"""Real shows for scripts that try their pages: prepared, started, spoken to, and ended again."""

import json
import os
import re
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request


class Show:
    """A live show on free ports of this machine, whose chat is what `write` is given."""

    def __init__(self, program, *options, size="640x360"):
        self.folder = tempfile.TemporaryDirectory()
        self.report_file = os.path.join(self.folder.name, "report.json")
        self.process = subprocess.Popen(
            [program, "perform", "--chat", "stdin", "--seed", "1", "--size", size,
             "--desk", "127.0.0.1:0", "--gallery", "127.0.0.1:0", "--json", self.report_file,
             *options],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            bufsize=1)
        self.words = []
        self.links = {}
        self._is_open = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        if not self._is_open.wait(120):
            self.stop()
            raise RuntimeError("the show did not open its pages:\n" + "".join(self.words))
        self.desk, self.token = re.match(r"(http://[^/]+)/desk\?token=(\w+)",
                                         self.links["Desk"]).groups()
        self.gallery = self.links["Gallery"].rstrip("/")
        self._wait_for_beat()

    def _listen(self):
        for line in self.process.stderr:
            self.words.append(line)
            if found := re.match(r"([A-Z]\w+)[^:]*: (http://\S+)", line):
                self.links[found[1]] = found[2]
            if "Desk" in self.links and "Gallery" in self.links:
                self._is_open.set()

    def _wait_for_beat(self):
        """Returns once the show has told a state."""
        for _ in range(600):
            if self.state()["state"]["time"] > 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the show tells nothing")

    def ask(self, method, path, body=None, key=None, server=None):
        """Asks once; the status, and the answer as it was read from JSON."""
        request = urllib.request.Request(
            (server or self.desk) + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {key or self.token}",
                     "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, None

    def state(self):
        return self.ask("GET", "/api/v1/state")[1]

    def write(self, text, author="somebody"):
        """Writes a message into the chat."""
        event = {"type": "message", "id": f"m{time.monotonic_ns()}", "time": time.time(),
                 "author": {"id": author, "name": author}, "text": text}
        self.process.stdin.write(json.dumps(event) + "\n")
        self.process.stdin.flush()

    def memory(self):
        """Bytes of memory that the show holds."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as numbers:
            return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def ended(self, within=30):
        """Waits for the show's own end; its report."""
        self.process.wait(within)
        with open(self.report_file, encoding="utf-8") as report:
            return json.load(report)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.folder.cleanup()


# What stands in the file of a show that is prepared.
EVENING = """\
# My evening.
chats: [demo] # ours
outputs: [window]
size: 640x360
desk: 127.0.0.1:0
"""


class Preparation:
    """A show that is prepared on its page, in a folder of its own."""

    def __init__(self, program, folder):
        self.folder = folder
        self._path = os.path.join(folder, "show.yaml")
        with open(self._path, "w", encoding="utf-8") as file:
            file.write(EVENING)
        self.process = subprocess.Popen(
            [program, "desk", self._path, "--page", "127.0.0.1:0"], text=True,
            env=os.environ | {"XDG_CONFIG_HOME": folder}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for line in self.process.stderr:
            if found := re.search(r"(http://[^/]+)/prepare\?token=\w+", line):
                self.link, self.address = found[0], found[1]
                break
        # What it says later is not to fill the pipe.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(60)

    def file(self):
        """What stands in the show's file, without where the key is."""
        with open(self._path, encoding="utf-8") as file:
            return "".join(line for line in file if not line.startswith("streamKeyFile:"))

    def key_mode(self):
        """Who may read the key's file, as in 0o600."""
        path = os.path.join(self.folder, "emotionmotion", "stream-key")
        return os.stat(path).st_mode & 0o777

    def ended(self, within=60):
        """Waits for the end of the show, and of the program with it; its status."""
        return self.process.wait(within)
