package dev.troupe.guide;

/** Takes money, somewhere else. */
@FunctionalInterface
public interface PaymentService {
    /**
     * Pays once for each key, however often it is called with it.
     *
     * @return the number of the payment
     */
    String pay(String key, int cents);
}
