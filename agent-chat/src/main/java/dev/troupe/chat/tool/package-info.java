/**
 * Tools: what a model may have run, and how a call becomes a result.
 *
 * <p>Belongs here: tools from Java methods, from functions, from MCP servers and from agents; approval, time limits and
 * failures of calls. Does not belong here: who asks for a call ({@code dev.troupe.chat.assistant}).
 */
@NullMarked
package dev.troupe.chat.tool;

import org.jspecify.annotations.NullMarked;
