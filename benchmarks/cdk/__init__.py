"""A comparable organisation in the AWS CDK. ``app.py`` runs in a virtual environment of its own."""
