"""The simulated desk: people who behave like people, machines that fail, a clock of its own, and a judge.

Everything goes through the real verbs, the real placing of mails and the real follow-up; only time, chance and the
way to other mail servers are made up. Read in this order: stage, mails, requesters, agents, machines, memory,
expected, verdict, judge, whole, run. `open_minutes` and `expected` share no code with the engine, so that they can
disagree with it.
"""
