package dev.troupe.chat.telemetry;

import dev.troupe.chat.model.Model;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

enum NoTelemetry implements ChatTelemetry {
    INSTANCE;

    @Override
    public ChatTelemetry withContent(boolean content) {
        return this;
    }

    @Override
    public ChatTelemetry here() {
        return this;
    }

    @Override
    public ChatTelemetry under(String traceparent) {
        return this;
    }

    @Override
    public Model model(Model model) {
        return model;
    }

    @Override
    public <T> CompletionStage<T> invokeAgent(
            String name, String description, String conversation, Supplier<CompletionStage<T>> work) {
        return work.get();
    }

    @Override
    public <T> CompletionStage<T> executeTool(
            String name, String callId, String type, Supplier<CompletionStage<T>> work) {
        return work.get();
    }
}
