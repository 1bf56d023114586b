/**
 * What users expect of teams, on whatever runtime: {@link dev.troupe.chat.contract.TeamContract}, and the teams that it
 * talks to. They know the public API only, and are told what to do by messages: so they live in any process.
 */
@NullMarked
package dev.troupe.chat.contract;

import org.jspecify.annotations.NullMarked;
