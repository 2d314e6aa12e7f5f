"""The working platform of the social-circular hubs: people, hubs, organisations, cases and results."""
