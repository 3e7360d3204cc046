package io.jpod.plugins.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ResolutionFailureTest {
    @Test
    void theMissingRequirementIsTold() {
        assertEquals(
                "cannot be resolved: nothing offers osgi.wiring.package; (osgi.wiring.package=y)",
                ResolutionFailure.text("Unable to resolve x [1](R 1.0): missing requirement [x [1](R 1.0)]"
                        + " osgi.wiring.package; (osgi.wiring.package=y) Unresolved requirements:"
                        + " [[x [1](R 1.0)] osgi.wiring.package; (osgi.wiring.package=y)]"));
    }

    @Test
    void ofAChainTheDeepestIsTold() {
        assertEquals(
                "cannot be resolved: nothing offers osgi.wiring.package; (osgi.wiring.package=deep)",
                ResolutionFailure.text("Unable to resolve x [2](R 2.0): missing requirement [x [2](R 2.0)]"
                        + " osgi.wiring.package; (osgi.wiring.package=lib) [caused by: Unable to resolve lib [3](R 3.0):"
                        + " missing requirement [lib [3](R 3.0)] osgi.wiring.package; (osgi.wiring.package=deep)]"
                        + " Unresolved requirements: [[x [2](R 2.0)] osgi.wiring.package; (osgi.wiring.package=lib)]"));
    }

    @Test
    void otherTextIsKept() {
        assertEquals("cannot be resolved: odd", ResolutionFailure.text("odd"));
    }
}
