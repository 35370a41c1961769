"""Where people live and who is rooted there (生根楼栋).

Rooms: places (the tree of divisions down to the doorway), posts (who serves where, and what that allows),
households (dwellings and the people in them). Party organisations and volunteers move in later.
"""
