"""The command line: parse the arguments, call one function, print."""

from __future__ import annotations

from onrecord.cli.app import app, main

__all__ = ["app", "main"]
