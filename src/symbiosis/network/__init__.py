"""Networks: who should give how much to whom, over a whole region, and how good that provably is."""
