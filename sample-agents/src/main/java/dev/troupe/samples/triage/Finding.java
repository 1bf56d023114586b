package dev.troupe.samples.triage;

/**
 * Something in a text that a policy forbids: the tool that found it, and an excerpt to recognise it by. The excerpt is
 * masked, so a finding may be stored, logged and sent where the text itself may not.
 */
public record Finding(String tool, String excerpt) {}
