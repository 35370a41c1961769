"""Pages of the room: for everybody (`public`), for subscribers (`subscribing`), for who edits (`editing`, `verbs`)."""
