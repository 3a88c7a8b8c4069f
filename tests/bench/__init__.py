"""Studybot beside other systems on the same notes, in one run. Started by `make bench`; never part of the tests."""
