package io.jpod.it.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A plain Maven project runs containers as an unprivileged user. */
@OnHost
class LibraryIT {
    private final Sandbox box;

    LibraryIT(Sandbox sandbox) {
        this.box = sandbox;
    }

    private String java() {
        Path project = StrangerBuild.of(box.fixtures()).examples().resolve("library/target");
        return Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '" + project.resolve("classes") + ":"
                + project.resolve("lib") + "/*' ";
    }

    @Test
    void aProgramReadsAContainersOutputAndTalksToAServer() {
        box.sh(java() + "example.Hello " + box.busybox())
                .succeeds()
                .prints("hello from a container\n0\nexit code 3\nserved\nserved");
        assertEquals("", box.jpod("ps", "-aq").succeeds().text());
    }

    @Test
    void aProgramThatIsKilledLeavesNoContainer() throws IOException {
        String image = box.busybox();
        try (InputStream in = LibraryIT.class.getResourceAsStream("/author/Abandoned.java.txt")) {
            box.write("Abandoned.java", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        box.sh(java() + "Abandoned.java " + image
                        + " >id & p=$!; while [ ! -s id ]; do kill -0 $p || exit 1; done; kill -9 $p; cat id")
                .succeeds()
                .printsMatching("[0-9a-f]{64}");
        Deadline.await(
                "the helper's end",
                () -> box.jpod("ps", "-aq").succeeds().text().isEmpty());
    }
}
