"""What vendors already believe about the person: their memories, cut into statements and asked.

A belief is a line of a vendor's memory, or of what the person told the vendor about themselves. It
is judged with the questions of a card, in sets of its own, and is in none of the model's figures.
"""
