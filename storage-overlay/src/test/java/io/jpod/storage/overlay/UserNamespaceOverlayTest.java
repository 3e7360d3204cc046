package io.jpod.storage.overlay;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the contracts where the engine works: in a user and mount namespace, in a JVM of their own. */
class UserNamespaceOverlayTest {
    private static final int LEAST_CASES = 25;

    @TestFactory
    List<DynamicTest> nativeOverlay() throws Exception {
        return run(NativeContract.class);
    }

    @TestFactory
    List<DynamicTest> fuseOverlayfs() throws Exception {
        assumeTrue(
                Files.isWritable(Path.of("/dev/fuse")),
                "/dev/fuse cannot be opened: fuse-overlayfs is not tested; load the module and chmod 666 /dev/fuse");
        assumeTrue(runs("fuse-overlayfs", "--version"), "fuse-overlayfs is not tested: install fuse-overlayfs");
        return run(FuseContract.class);
    }

    private static boolean runs(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<DynamicTest> run(Class<?> contract) throws Exception {
        assumeTrue(
                runs("unshare", "-Urm", "true"),
                "no user namespaces: rootless overlay is not tested; allow them (kernel.unprivileged_userns_clone=1)");
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "--propagation", "private"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djpod.native=" + System.getProperty("jpod.native", ""));
        command.addAll(List.of("-XX:+EnableDynamicAgentLoading", "-Djdk.instrument.traceUsage=false"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ContractRun.class.getName(), contract.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<DynamicTest> cases = new ArrayList<>();
        for (String part : output.split("(?m)^(?=case )")) {
            String title = part.lines().findFirst().orElse("");
            if (title.startsWith(ContractRun.PASSED)) {
                cases.add(DynamicTest.dynamicTest(title.substring(ContractRun.PASSED.length()), () -> {}));
            } else if (title.startsWith(ContractRun.FAILED)) {
                cases.add(DynamicTest.dynamicTest(title.substring(ContractRun.FAILED.length()), () -> fail(part)));
            }
        }
        assertTrue(cases.size() >= LEAST_CASES, () -> cases.size() + " cases were run:\n" + output);
        return cases;
    }
}
