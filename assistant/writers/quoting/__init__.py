"""What an answer without a model quotes: which sentences, in what order and form, and what it puts in front.

`answer` decides between a table (`rows`), a list (`lists`) and sentences (`choosing` among `choices`). `reading` reads
what a question asks for (`asked`, `aspects`). `leads` finds it in a sentence: a figure (with `bounds`), a name
(`names`) or what letters stand for (`expansions`); `clauses`, `named` and `words` bind it to what was asked. `prose`
knows how a passage is laid out.
"""
