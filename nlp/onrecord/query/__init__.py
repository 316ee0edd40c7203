"""Questions in SQL to the results of a run, put to DuckDB.

    from onrecord.query import ask

    with ask("out/", "SELECT actor, stance, count(*) AS n FROM claims WHERE counted GROUP BY ALL ORDER BY n DESC") as answer:
        for row in answer.rows:
            ...

`views.sql` says which tables there are. A query reads them and nothing else, and writes nothing. Needs DuckDB.
"""

from __future__ import annotations

from onrecord.query.asking import Answer, ask
from onrecord.query.values import flat, plain

__all__ = ["Answer", "ask", "flat", "plain"]
