"""The science of closing loops: streams, codes, matches, chains and flows. No web, no database."""
