package dev.troupe.samples.triage;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The quantized all-MiniLM-L6-v2 model from LangChain4j's jar, one per JVM, computing on the thread that calls it.
 *
 * <p>LangChain4j's own {@link AllMiniLmL6V2QuantizedEmbeddingModel} loads the same files in a static initializer and
 * gives ONNX as many threads as there are cores; a node that hosts agents wants neither. This one starts no threads, so
 * there is nothing to close: its native memory stays until the JVM ends.
 */
final class MiniLm extends AbstractInProcessEmbeddingModel {

    /** ONNX counts the calling thread, so 1 means that no other one is started. */
    static final int THREADS = 1;

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int DIMENSION = 384;

    private static @Nullable MiniLm shared;

    private final OnnxBertBiEncoder encoder;

    private MiniLm(OnnxBertBiEncoder encoder) {
        super(Runnable::run);
        this.encoder = encoder;
    }

    /** Loads the model on the first call, which blocks for a second or so; a load that failed is tried again. */
    static synchronized MiniLm shared() {
        var model = shared;
        if (model == null) {
            model = load();
            shared = model;
        }
        return model;
    }

    private static MiniLm load() {
        optOutOfTelemetry();
        var environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions();
                var model = resource(MODEL);
                var tokenizer = resource(TOKENIZER)) {
            options.setIntraOpNumThreads(THREADS);
            options.setInterOpNumThreads(THREADS);
            var session = environment.createSession(model.readAllBytes(), options);
            return new MiniLm(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN));
        } catch (OrtException e) {
            throw new IllegalStateException("model: " + MODEL + " (expected: one this ONNX runtime can load)", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tokenizer (DJL) reports its use to its makers when it runs on EC2, unless it is told not to. */
    private static void optOutOfTelemetry() {
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static InputStream resource(String name) {
        var stream = AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("resource: " + name + " (expected: in the jar of the embedding model)");
        }
        return stream;
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }

    @Override
    protected Integer knownDimension() {
        return DIMENSION;
    }
}
