package io.jpod.support.posix;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

class JniPosixTest extends PosixContract {
    @Override
    Posix posix() {
        Path library = Path.of(System.getProperty(PosixLoader.PROPERTY, "target/native/libjpodposix.so"));
        Assumptions.assumeTrue(
                Files.exists(library),
                "the native library was not built: install a C compiler (apt install gcc libc6-dev)");
        return new JniPosix(library.toAbsolutePath().toString());
    }
}
