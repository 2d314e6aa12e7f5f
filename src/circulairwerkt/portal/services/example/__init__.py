"""The example region: a made-up hub with made-up organisations at real places, to see the platform alive.

Everything in it is marked *voorbeeld*; it is loaded only where the platform is tried out, and leaves whole.
"""
