package dev.troupe.chat.testkit;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.troupe.chat.model.ForwardingModel;
import dev.troupe.chat.model.ForwardingStreamHandler;
import dev.troupe.chat.model.Model;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Asks a real model and appends each request and its answer to a file, one JSON object a line, for {@link
 * ReplayChatModel#fromFile}. A line is with the operating system before the caller has the answer. The content of the
 * conversation is in the file; keys and headers are not. A request that fails leaves no line. Thread-safe.
 *
 * <p>Lines from several threads are in the order of the answers. If a line cannot be written, the request fails.
 */
public final class RecordingChatModel extends ForwardingModel implements AutoCloseable {
    private final Path file;
    private final BufferedWriter lines;

    private RecordingChatModel(Model model, Path file, BufferedWriter lines) {
        super(model);
        this.file = file;
        this.lines = lines;
    }

    /** Starts to append to {@code file}, which is made if it is not there. */
    public static RecordingChatModel start(Model model, Path file) {
        requireNonNull(model, "model");
        try {
            var lines = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new RecordingChatModel(model, file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (expected: a file for a recording)", e);
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        ChatResponse answer = super.chat(request, options);
        record(request, answer);
        return answer;
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        super.chat(request, options, new ForwardingStreamHandler(handler) {
            @Override
            public void onCompleteResponse(ChatResponse answer) {
                try {
                    record(request, answer);
                } catch (UncheckedIOException e) {
                    super.onError(e);
                    return;
                }
                super.onCompleteResponse(answer);
            }
        });
    }

    private void record(ChatRequest request, ChatResponse answer) {
        String line = ExchangeJson.line(request, answer);
        synchronized (lines) {
            try {
                lines.write(line);
                lines.write('\n');
                lines.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be written", e);
            }
        }
    }

    /** Closes the file. Requests that go on then fail. */
    @Override
    public void close() {
        synchronized (lines) {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be closed", e);
            }
        }
    }
}
