package io.jpod.engine.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Containers;
import io.jpod.engine.Volumes;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.container.ContainerState;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.spec.SpecFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredVolumesTest {
    @TempDir
    Path directory;

    private SpecFixture fixture;
    private StoredVolumes volumes;

    @BeforeEach
    void open() throws IOException {
        fixture = new SpecFixture(directory);
        volumes = fixture.volumes;
    }

    private ContainerConfig using(String source, String... options) {
        MountSpec mount = MountSpec.builder()
                .type("volume")
                .source(source)
                .destination("/data")
                .options(List.of(options))
                .build();
        return fixture.plan(SpecFixture.request()
                .filesystem(FilesystemOptions.builder().mounts(List.of(mount)).build()));
    }

    @Test
    void anOwnerWhoWasNamedStays() throws IOException {
        Volumes.Volume made = volumes.create(
                "theirs", Map.of(), Map.of(), false, new Volumes.Owner(OptionalLong.of(0), OptionalLong.empty()));
        assertTrue(Files.readString(made.mountPoint().resolveSibling("volume.json"))
                .contains("owned"));
    }

    @Test
    void aVolumeThatMustBeThereIsNotMade() {
        assertEquals(
                "volume absent does not exist and nocreate is given: no such volume",
                assertThrows(JpodException.class, () -> volumes.claim(using("absent", "nocreate")))
                        .getMessage());
        assertFalse(volumes.exists("absent"));
        volumes.create("there", Map.of(), Map.of(), false);
        volumes.claim(using("there", "nocreate"));
    }

    @Test
    void createdVolumeIsFoundListedAndRemoved() {
        Volumes.Volume made = volumes.create("box", Map.of("k", "v"), Map.of(), false);
        assertEquals("box", made.name());
        assertEquals(Map.of("k", "v"), volumes.get("box").labels());
        assertEquals(1, volumes.list().size());
        assertEquals(
                ErrorCode.CONFLICT,
                assertThrows(JpodException.class, () -> volumes.create("box", Map.of(), Map.of(), false))
                        .code());
        volumes.remove("box", false);
        assertFalse(volumes.exists("box"));
        assertFalse(Files.exists(made.mountPoint()));
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(JpodException.class, () -> volumes.get("box")).code());
    }

    @Test
    void namesCannotLeaveTheDirectory() {
        for (String name : List.of("..", "../x", "a/b", "-x", ".hidden", "")) {
            assertThrows(JpodException.class, () -> volumes.get(name), name);
        }
    }

    @Test
    void firstMountTakesOverTheImagesContent() throws IOException {
        Path data = Files.createDirectory(fixture.rootfs.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwx---"));
        Path file = Files.writeString(Files.createDirectory(data.resolve("sub")).resolve("file"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwsr-x---".replace('s', 'x')));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        Files.createLink(data.resolve("hard"), file);
        Files.createSymbolicLink(data.resolve("link"), Path.of("nowhere"));
        fixture.write(using("vol"));
        Path content = volumes.get("vol").mountPoint();
        assertEquals("content", Files.readString(content.resolve("sub/file")));
        assertEquals(
                "rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(content.resolve("sub/file"))));
        assertEquals(
                1_000_000_000_000L,
                Files.getLastModifiedTime(content.resolve("sub/file")).toMillis());
        assertTrue(Files.isSameFile(content.resolve("hard"), content.resolve("sub/file")));
        assertEquals(Path.of("nowhere"), Files.readSymbolicLink(content.resolve("link")));
        assertEquals("rwxrwx---", PosixFilePermissions.toString(Files.getPosixFilePermissions(content)));

        Files.writeString(data.resolve("later"), "x");
        fixture.write(using("vol"));
        assertFalse(Files.exists(content.resolve("later")));
    }

    @Test
    void mountPointThatIsALinkOutOfTheRootIsNotCopied() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "x");
        Files.createSymbolicLink(fixture.rootfs.resolve("data"), outside);
        fixture.write(using("vol"));
        assertEquals(0, volumes.get("vol").mountPoint().toFile().list().length);
    }

    @Test
    void nocopyLeavesTheVolumeEmpty() throws IOException {
        Files.writeString(Files.createDirectory(fixture.rootfs.resolve("data")).resolve("file"), "x");
        fixture.write(using("vol", "nocopy"));
        assertEquals(0, volumes.get("vol").mountPoint().toFile().list().length);
        fixture.write(using("vol"));
        assertEquals(1, volumes.get("vol").mountPoint().toFile().list().length);
    }

    @Test
    void usedVolumeIsKeptUnlessForced() {
        ContainerConfig config = using("vol");
        volumes.claim(config);
        fixture.others.add(
                new Containers.Snapshot("box", config, ContainerState.builder().build()));
        JpodException failure = assertThrows(JpodException.class, () -> volumes.remove("vol", false));
        assertEquals(ErrorCode.CONFLICT, failure.code());
        assertEquals(
                "volume vol is being used by the following container(s): " + config.id() + ": volume is being used",
                failure.getMessage());
        volumes.remove("vol", true);
        assertFalse(volumes.exists("vol"));
    }

    @Test
    void anonymousVolumesGoWithTheirContainerAndNamedOnesStay() {
        ContainerConfig anonymous = using("");
        volumes.claim(anonymous);
        assertTrue(volumes.get(anonymous.anonymousVolumes().get(0)).anonymous());
        volumes.removeAnonymous(anonymous);
        volumes.removeAnonymous(anonymous);
        ContainerConfig named = using("vol");
        volumes.claim(named);
        volumes.removeAnonymous(named);
        assertEquals(1, volumes.list().size());
        assertTrue(Files.isDirectory(volumes.get("vol").mountPoint(), LinkOption.NOFOLLOW_LINKS));
    }
}
