package dev.troupe.chat;

/**
 * A tool that a model wants to be run.
 *
 * @param id given by the model; the result names it
 * @param arguments a JSON object
 */
public record ToolCall(String id, String name, String arguments) {}
