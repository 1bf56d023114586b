/**
 * Commands that ask a running node, by its management port or its gateway's HTTP, and print what it says. Not here: commands
 * that run something themselves, or read a store.
 */
@NullMarked
package dev.troupe.node.remote;

import org.jspecify.annotations.NullMarked;
