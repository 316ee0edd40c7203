"""`python -m onrecord.cli`, for when the script `onrecord` is not on the path."""

from __future__ import annotations

from onrecord.cli.app import main

main()
