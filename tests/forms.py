"""A fictional application that tests put into stores: a form that people fill in, without needs of its own."""

DIGEST = "0123456789abcdef" * 4
"""Of no image anywhere."""
MANIFEST = {
    "name": "forms",
    "version": "1.4.0",
    "title": "Forms",
    "description": "Forms for people to fill in.",
    "publisher": {"name": "Nobody in particular", "site": "https://forms.example"},
    "licence": "MIT",
    "source": "https://forms.example/source",
    "image": f"ghcr.io/team/forms@sha256:{DIGEST}",
    "port": 8080,
    "user": 1000,
    "health": {"path": "/health"},
    "data": {"what": "What people fill in.", "personal": True, "classification": "official"},
    "placements": ["shared", "dedicated"],
    "clouds": ["aws", "azure"],
    "support": {"site": "https://forms.example/help"},
}
