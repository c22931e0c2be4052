"""The pages of those who are asked to decide about an exception: no requesters, and no agents. They look like the
requesters' pages, which cannot reach what others are asked.
"""
