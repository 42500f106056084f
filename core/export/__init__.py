"""What the person may give away: packages, consent, and what is withheld from them."""
