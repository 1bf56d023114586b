/** What agent authors test with: run the turns of one agent, or a runtime in the test. No product code depends on it. */
@NullMarked
package dev.troupe.testkit;

import org.jspecify.annotations.NullMarked;
