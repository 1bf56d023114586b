package dev.troupe.samples.chat;

import dev.troupe.chat.tool.Tool;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Calculates what a model writes: numbers, {@code + - * /} and parentheses, and nothing else, for a model may write
 * anything. {@code sum = term {(+|-) term}}, {@code term = factor {(*|/) factor}}, {@code factor = [-] (number | ( sum ))}.
 */
final class Calculator {
    /** Deeper, the stack would be the limit. */
    private static final int MOST_CHARACTERS = 200;

    private static final char END = '\0';

    /** What the model gives. */
    record Expression(String expression) {}

    private final String text;
    private int at;

    private Calculator(String text) {
        this.text = text;
    }

    static Tool tool() {
        return Tool.of(
                "calculate",
                "Calculates an expression of numbers, + - * / and parentheses, such as (17 + 4) * 2.5.",
                Expression.class,
                given -> calculate(given.expression()));
    }

    /**
     * Returns the value with at most 34 digits.
     *
     * @throws IllegalArgumentException if it is no such expression; names the place
     */
    static String calculate(String expression) {
        if (expression.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "expression: " + expression.length() + " characters (expected: at most " + MOST_CHARACTERS + ")");
        }
        var calculator = new Calculator(expression);
        BigDecimal value = calculator.sum();
        if (calculator.next() != END) {
            throw calculator.unexpected("an operator or the end");
        }
        return value.signum() == 0 ? "0" : shown(value.stripTrailingZeros());
    }

    /** A number that is short as digits is shown as digits. */
    private static String shown(BigDecimal value) {
        boolean small = Math.abs((long) value.scale()) <= MathContext.DECIMAL128.getPrecision();
        return small ? value.toPlainString() : value.toString();
    }

    private BigDecimal sum() {
        BigDecimal value = term();
        while (next() == '+' || next() == '-') {
            char operator = text.charAt(at++);
            BigDecimal right = term();
            value = operator == '+'
                    ? value.add(right, MathContext.DECIMAL128)
                    : value.subtract(right, MathContext.DECIMAL128);
        }
        return value;
    }

    private BigDecimal term() {
        BigDecimal value = factor();
        while (next() == '*' || next() == '/') {
            char operator = text.charAt(at++);
            BigDecimal right = factor();
            value = operator == '*' ? value.multiply(right, MathContext.DECIMAL128) : divide(value, right);
        }
        return value;
    }

    private static BigDecimal divide(BigDecimal value, BigDecimal by) {
        if (by.signum() == 0) {
            throw new IllegalArgumentException("division: " + value + " / 0 (expected: a divisor other than 0)");
        }
        return value.divide(by, MathContext.DECIMAL128);
    }

    private BigDecimal factor() {
        if (next() == '-') {
            at++;
            return primary().negate();
        }
        return primary();
    }

    private BigDecimal primary() {
        if (next() != '(') {
            return number();
        }
        at++;
        BigDecimal value = sum();
        if (next() != ')') {
            throw unexpected("an operator or )");
        }
        at++;
        return value;
    }

    private BigDecimal number() {
        next();
        int start = at;
        while (at < text.length() && isPartOfNumber(text.charAt(at))) {
            at++;
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected("a number or (");
        }
    }

    private static boolean isPartOfNumber(char character) {
        return character == '.' || (character >= '0' && character <= '9');
    }

    /** Skips blanks, and returns what comes then. */
    private char next() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private IllegalArgumentException unexpected(String expected) {
        String found = at < text.length() ? "'" + text.substring(at) + "'" : "the end";
        return new IllegalArgumentException(
                "expression: " + found + " at character " + (at + 1) + " (expected: " + expected + ")");
    }
}
