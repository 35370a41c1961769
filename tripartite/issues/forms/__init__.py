"""What people enter: one form per screen of filing (`filing`), per verb (`verbs`), and what the inbox asks (`inbox`)."""
