"""What several tests share and no fixture needs to build."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "onrecord-en"
TOKENIZER = MODEL / "tokenizer.json"
