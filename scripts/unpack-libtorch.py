#!/usr/bin/env python3
"""Takes LibTorch out of PyTorch's wheels. scripts/setup runs this; plain Python, no packages.

    unpack-libtorch.py --needs WHEEL...     what these wheels still lack, as pip names it
    unpack-libtorch.py FOLDER WHEEL...      FOLDER/include, FOLDER/lib and FOLDER/version
"""

import pathlib
import re
import shutil
import sys
import zipfile

# The half of LibTorch that runs on processors, and what it loads. In PyTorch's general build that
# half also loads two CUDA libraries: libcudart and, to profile with, libcupti.
LIBRARIES = re.compile(
    r"torch/lib/(libtorch_cpu|libc10|libgomp[^/]*)\.so[^/]*"
    r"|nvidia/.*/lib/(libcudart|libcupti)\.so[^/]*"
)
HEADERS = "torch/include/"

# General builds name the two directly or through the package cuda-toolkit, which holds nothing but
# names.
REQUIREMENT = re.compile(
    r"^Requires-Dist: (cuda-toolkit|nvidia-cuda-(?:runtime|cupti)(?:-cu\d+)?)"
    r"(?:\[[^]]*\])?\s*\(?(==[^;\s)]+)\)?",
    re.MULTILINE,
)


def needs(wheels: list[str]) -> dict[str, str]:
    """What the wheels require and is not among them: name to version, such as `==13.0.3`."""
    present = {name(wheel) for wheel in wheels}
    found: dict[str, str] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.namelist():
                if entry.count("/") == 1 and entry.endswith(".dist-info/METADATA"):
                    found.update(REQUIREMENT.findall(archive.read(entry).decode()))
    return {package: version for package, version in found.items() if package not in present}


def name(wheel: str) -> str:
    return pathlib.Path(wheel).name.split("-")[0].replace("_", "-").lower()


def unpack(folder: pathlib.Path, wheels: list[str]) -> None:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.namelist():
                if entry.startswith(HEADERS) and not entry.endswith("/"):
                    write(archive, entry, folder / "include" / entry.removeprefix(HEADERS))
                elif LIBRARIES.fullmatch(entry):
                    write(archive, entry, folder / "lib" / entry.rpartition("/")[2])
        if name(wheel) == "torch":
            version = pathlib.Path(wheel).name.split("-")[1]
    for needed in ["lib/libtorch_cpu.so", "lib/libc10.so", "include/torch/headeronly/version.h"]:
        if not (folder / needed).exists():
            sys.exit(f"no {needed} in {' '.join(wheels)}: another layout than this script knows")
    (folder / "version").write_text(version + "\n")


def write(archive: zipfile.ZipFile, entry: str, path: pathlib.Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if sys.argv[1] == "--needs":
        for package, version in needs(sys.argv[2:]).items():
            print(package + version)
    else:
        unpack(pathlib.Path(sys.argv[1]), sys.argv[2:])
