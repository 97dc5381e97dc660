"""The speed goals, measured: a large database, two yardsticks beside the API, a client and a table (`manage bench`)."""
