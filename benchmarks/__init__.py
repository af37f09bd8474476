"""How fast Minutebook is, beside the raw floor and its peers, in one run on the same rows with the same durability."""
