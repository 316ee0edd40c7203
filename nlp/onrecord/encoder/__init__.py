"""Reading text with the encoder: windows of word pieces in, vectors and scores per piece out."""

from __future__ import annotations

from onrecord.encoder.model import Backend, EncoderConfig, PieceScores, load_encoder
from onrecord.encoder.windows import Window, Windower

__all__ = ["Backend", "EncoderConfig", "PieceScores", "Window", "Windower", "load_encoder"]
