package io.jpod.plugins.osgi;

/** Reads what Felix says about a bundle that cannot be resolved. */
final class ResolutionFailure {
    private ResolutionFailure() {}

    /**
     * The last and deepest missing requirement, without the framework's bookkeeping.
     *
     * @param message such as {@code Unable to resolve x [1](R 1.0): missing requirement [x [1](R 1.0)] osgi.wiring.package;
     *     (osgi.wiring.package=y) Unresolved requirements: [[x [1](R 1.0)] osgi.wiring.package; (osgi.wiring.package=y)]}
     */
    static String text(String message) {
        String told = message;
        int end = told.indexOf(" Unresolved requirements:");
        if (end >= 0) {
            told = told.substring(0, end);
        }
        int start = told.lastIndexOf("missing requirement [");
        if (start < 0) {
            return "cannot be resolved: " + told;
        }
        int bracket = told.indexOf("] ", told.indexOf("](", start));
        String requirement = bracket < 0 ? told.substring(start) : told.substring(bracket + 2);
        while (requirement.endsWith("]")) {
            requirement = requirement.substring(0, requirement.length() - 1);
        }
        return "cannot be resolved: nothing offers " + requirement.trim();
    }
}
