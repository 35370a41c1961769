"""What people enter: when and where (`times`), one form per verb (`verbs`), whom and what (`tables`), filters (`lists`),
who came (`attendance`), what was said, decided, objected to and corrected (`minutes`)."""
