"""Review in the browser: annotators accept, correct, reject and add claims; what they decide becomes gold.

    from onrecord.review import Options, open_review, serve

    with open_review("out", "anna", Options()) as review, serve(review) as server:
        print(server.url)
        server.serve_forever()

Every decision is on disk before the page says so: see `onrecord.review.journal`.
"""

from onrecord.review.places import Options, Places, places
from onrecord.review.review import Progress, Review, open_review
from onrecord.review.server import Server, serve

__all__ = ["Options", "Places", "Progress", "Review", "Server", "open_review", "places", "serve"]
