"""E-mail: a leaflet to one recipient at a time, approved, private and once.

`recipients` reads who is to get what, `wording` and `body` say the words, `message` makes the MIME message, `composing`
puts it together for an entry of the outbox; `outbox` remembers what was sent, `smtp`, `folder` and `sending` send it.
"""
