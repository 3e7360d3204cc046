package io.jpod.plugins.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Provider;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import io.jpod.plugins.PluginCalls;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final List<Class<?>> FENCED = List.of(
            RuntimeProvider.class,
            OciRuntime.class,
            StorageProvider.class,
            StorageDriver.class,
            LayerDraft.class,
            NetworkProvider.class,
            Network.class,
            IdMapProvider.class,
            IdMap.class,
            EngineNamespace.class,
            MonitorProvider.class,
            ContainerMonitor.class,
            Attachment.class,
            PendingExec.class);

    private final Gate gate =
            new Gate("/p/x.jar", new PluginCalls(OutputStream.nullOutputStream(), Duration.ofSeconds(1)));

    @Test
    void everyMethodOfTheApiIsPassedOn() throws Exception {
        for (Class<?> type : FENCED) {
            Class<?> fence = Class.forName("io.jpod.plugins.fence.Fenced" + type.getSimpleName());
            for (Method method : type.getMethods()) {
                // A default method that the fence inherits would run on the fence instead of the plug-in.
                assertFalse(
                        fence.getMethod(method.getName(), method.getParameterTypes())
                                .getDeclaringClass()
                                .isInterface(),
                        type.getSimpleName() + "." + method.getName());
            }
        }
    }

    @Test
    void everyInterfaceThatAPluginImplementsHasAFence() throws Exception {
        TreeSet<String> expected = new TreeSet<>();
        for (Class<?> type : FENCED) {
            expected.add(type.getSimpleName());
        }
        // What the engine hands out, and what every provider has.
        expected.addAll(List.of("HostFacts", "Log", "LockManager", "ProcessRunner", "Provider", "Availability"));
        TreeSet<String> found = new TreeSet<>();
        try (var files = Files.walk(Path.of("../api/src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (Files.readString(file).matches("(?s).*public (sealed )?interface " + name + ".*")) {
                    found.add(name);
                }
            }
        }
        assertEquals(expected, found);
    }

    @Test
    void whatIsReturnedIsFencedAndWhatIsThrownNamesTheJar() {
        IdMap map = request -> {
            throw new IllegalStateException("deliberate");
        };
        IdMap fenced = Fences.of(map, gate);
        assertNotSame(map, fenced);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        JpodException thrown = assertThrows(JpodException.class, () -> fenced.map(null));
        assertEquals(ErrorCode.INTERNAL, thrown.code());
        assertEquals("plug-in /p/x.jar failed in map: deliberate (illegal state)", thrown.getMessage());
        assertTrue(thrown.remedy().orElseThrow().contains("jpod plugin disable x"));
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void nullIsNoAnswer() throws Exception {
        for (Class<?> type : FENCED) {
            Object silent = Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
            Constructor<?> maker = Class.forName("io.jpod.plugins.fence.Fenced" + type.getSimpleName())
                    .getDeclaredConstructor(type, Gate.class);
            maker.setAccessible(true);
            Object fence = maker.newInstance(silent, gate);
            for (Method method : type.getMethods()) {
                if (method.getReturnType().isPrimitive() || method.getDeclaringClass() == Provider.class) {
                    continue;
                }
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) {
                    Class<?> parameter = method.getParameterTypes()[i];
                    arguments[i] = parameter == int.class ? (Object) 0 : parameter == boolean.class ? false : null;
                }
                method.setAccessible(true);
                Throwable thrown = assertThrows(InvocationTargetException.class, () -> method.invoke(fence, arguments))
                        .getCause();
                assertEquals(
                        "plug-in /p/x.jar failed in " + method.getName() + ": it returned null", thrown.getMessage());
            }
        }
    }

    @Test
    void anExceptionOfTheApiPasses() {
        JpodException own = JpodException.usage("no");
        IdMap fenced = Fences.of(
                (IdMap) request -> {
                    throw own;
                },
                gate);
        assertSame(own, assertThrows(JpodException.class, () -> fenced.map(null)));
        assertEquals(Optional.empty(), fenced.defaultUser(null));
    }
}
