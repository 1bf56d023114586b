package dev.troupe.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Results as a JSON file, with what one has to know to read them. */
record Report(Machine machine, List<Line> results) {

    /** Where it ran. */
    record Machine(String java, String os, int processors, long maxHeapBytes) {
        static Machine here() {
            return new Machine(
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.getRuntime().maxMemory());
        }

        @Override
        public String toString() {
            return java + ", " + os + ", " + processors + " processors";
        }
    }

    /** One scenario: the figures of each round, and what they come to. */
    record Line(
            String name,
            String unit,
            List<Double> baseline,
            List<Double> troupe,
            Optional<Summary> summary,
            String floor,
            boolean held,
            Optional<String> failure) {
        static Line of(Result result) {
            return new Line(
                    result.name(),
                    result.unit(),
                    result.baseline(),
                    result.ours(),
                    result.failure() == null ? Optional.of(Summary.of(result)) : Optional.empty(),
                    result.floor().toString(),
                    result.held(),
                    Optional.ofNullable(result.failure()));
        }
    }

    /** The medians, and how far the ratios of the rounds lie apart. */
    record Summary(double baseline, double troupe, Spread ratio) {
        static Summary of(Result result) {
            return new Summary(result.baselineMedian(), result.oursMedian(), result.ratio());
        }
    }

    static Report of(List<Result> results) {
        return new Report(Machine.here(), results.stream().map(Line::of).toList());
    }

    void write(Path file) throws IOException {
        JsonMapper.builder()
                .findAndAddModules()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValue(file.toFile(), this);
    }
}
