"""Accounts (账号): who signs in and how.

Nouns: User, OneTimeCode, UserSession. Verbs: ask for a code, sign in by code (residents: phone + six
digits), sign in by password and optional second factor (staff), sign out, sign out everywhere, choose
language and large type. Who may do what is not decided here but by posts (`buildings/posts`).
"""
