package dev.troupe.chat.manager;

import dev.troupe.chat.ChatItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places in a conversation by the ids of its items, which outlive what was said before them. */
public final class Places {
    private Places() {}

    /** Returns the id of the last item; null if there is none. */
    public static @Nullable String end(List<ChatItem> conversation) {
        return conversation.isEmpty()
                ? null
                : conversation.get(conversation.size() - 1).origin().id();
    }

    /** Returns what comes after the item; everything if it is not there. */
    public static List<ChatItem> after(@Nullable String id, List<ChatItem> conversation) {
        return conversation.subList(indexOf(id, conversation) + 1, conversation.size());
    }

    /** Returns the item and what comes after it; everything if it is not there. */
    public static List<ChatItem> from(@Nullable String id, List<ChatItem> conversation) {
        return conversation.subList(Math.max(0, indexOf(id, conversation)), conversation.size());
    }

    private static int indexOf(@Nullable String id, List<ChatItem> conversation) {
        int index = conversation.size() - 1;
        while (index >= 0 && !conversation.get(index).origin().id().equals(id)) {
            index--;
        }
        return index;
    }
}
