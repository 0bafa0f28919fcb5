"""The screen: thin widgets over the result frames, one small file a concern."""
