package io.jpod.support.posix;

class JnaPosixTest extends PosixContract {
    @Override
    Posix posix() {
        return new JnaPosix();
    }
}
