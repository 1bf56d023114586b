package dev.troupe.chat.selector;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Whom the manager has chosen last; null before the first turn. The names are AutoGen's. */
record SelectorMemory(
        @JsonProperty("previous_speaker") @Nullable String previousSpeaker) {}
