package dev.troupe.bench;

import java.io.IOException;

/** Something that was started and has to end. */
interface Resource extends AutoCloseable {
    @Override
    void close() throws IOException;
}
