"""Ideas column (金点子): what neighbours would like to see, who supports it, what speaks for and against, and the answer.

Nouns: Idea, Support (one a person), Argument (for or against), Report (with a reason), Answer. Verbs: post, support,
argue, adopt, answer, say why not, merge, split, report, hide, show again. Who may: residents where they live
(`SHARE_IDEA`), staff answer (`ANSWER_IDEA`) and moderate (`MODERATE_IDEA`); everybody reads what is not hidden.
"""
