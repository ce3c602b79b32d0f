"""Runs the synthesized template on one machine, without an AWS account."""
