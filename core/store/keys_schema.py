"""Indexes for what is asked at a key, as the fourteenth migration makes them. They never change."""

KEYS = """
CREATE INDEX judgment_of_wording ON judgment (attribute, revision) WHERE question = 'statement';
CREATE INDEX judgment_on_card ON judgment (decided_at)
    WHERE question = 'true' AND phase = 'before' AND policy != 'direct';
CREATE INDEX candidate_by_reason ON candidate (reason) WHERE reason IS NOT NULL;
CREATE INDEX item_by_kind ON item (kind, position);
"""
