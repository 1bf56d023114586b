package dev.troupe.gateway.http;

/** Ends the work on a request with a problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.type() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public static ProblemException invalid(String detail) {
        return Problem.of(ProblemType.INVALID, detail).exception();
    }

    public static ProblemException unknown(String detail) {
        return Problem.of(ProblemType.UNKNOWN, detail).exception();
    }

    Problem problem() {
        return problem;
    }
}
