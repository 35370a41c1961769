"""Forms of the room: the draft as one form, the verbs, subscribing."""
