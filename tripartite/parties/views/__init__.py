"""Pages of the parties: for everybody (`public`), the desk of whoever keeps them (`desk`), and the verbs (`verbs`)."""
