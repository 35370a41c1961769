"""内置服务 – the servers that `manage.py up` starts, and what tells whether they are well.

A tool room: no models. Nouns: the data folder, PostgreSQL, Valkey, the supervised processes (web, worker,
beat), the guard that ends them when their owner dies. Verbs: start, stop, check, back up, restore.
"""
