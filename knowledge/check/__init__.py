"""The check of a group's notes: what their authors would want to mend, each with its place. A module for each rule."""
