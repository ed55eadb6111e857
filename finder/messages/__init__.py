"""WHAT TO WRITE: a lead's facts put into a message, for a person to read and send. Nothing is sent here.

A message is made from a template (Jinja) of its kind and language, the user's own or the one that ships. One
whose template shows a fact that the lead has not is refused, with the name of the fact.
"""
