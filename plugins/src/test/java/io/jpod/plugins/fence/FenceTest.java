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
import io.jpod.plugins.RecordingLog;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

    /** What an engine waits for that has no reason to last. */
    private static final Map<Class<?>, Set<String>> QUICK = Map.ofEntries(
            Map.entry(RuntimeProvider.class, Set.of("id", "apiLevel", "probe", "open")),
            Map.entry(StorageProvider.class, Set.of("open")),
            Map.entry(StorageDriver.class, Set.of("capabilities", "status")),
            Map.entry(NetworkProvider.class, Set.of("open")),
            Map.entry(Network.class, Set.of("plan", "attach", "detach")),
            Map.entry(IdMapProvider.class, Set.of("open", "engineNamespace")),
            Map.entry(IdMap.class, Set.of("map", "defaultUser")),
            Map.entry(EngineNamespace.class, Set.of("plan", "shortage", "map")),
            Map.entry(MonitorProvider.class, Set.of("open")),
            Map.entry(ContainerMonitor.class, Set.of("exit", "resize", "reopenLog")),
            Map.entry(
                    OciRuntime.class,
                    Set.of(
                            "executable",
                            "globalArguments",
                            "createArguments",
                            "start",
                            "kill",
                            "delete",
                            "pause",
                            "update",
                            "failure")));

    private static final Duration MOMENT = Duration.ofMillis(50);

    private final RecordingLog log = new RecordingLog();
    private final Gate gate =
            new Gate("/p/x.jar", new PluginCalls(OutputStream.nullOutputStream(), Duration.ofSeconds(1), log));

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
            Object fence = fence(type, silent, gate);
            for (Method method : type.getMethods()) {
                if (method.getReturnType().isPrimitive() || method.getDeclaringClass() == Provider.class) {
                    continue;
                }
                Throwable thrown = failureOf(method, fence);
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

    private static Object fence(Class<?> type, Object target, Gate gate) throws ReflectiveOperationException {
        Constructor<?> maker = Class.forName("io.jpod.plugins.fence.Fenced" + type.getSimpleName())
                .getDeclaredConstructor(type, Gate.class);
        maker.setAccessible(true);
        return maker.newInstance(target, gate);
    }

    /** What a call with arguments that nobody looks at throws. */
    private static Throwable failureOf(Method method, Object fence) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> parameter = method.getParameterTypes()[i];
            arguments[i] = parameter == int.class ? (Object) 0 : parameter == boolean.class ? false : null;
        }
        method.setAccessible(true);
        return assertThrows(InvocationTargetException.class, () -> method.invoke(fence, arguments))
                .getCause();
    }

    private PluginCalls impatient() {
        return new PluginCalls(OutputStream.nullOutputStream(), MOMENT, log);
    }

    private static Object hanging(Class<?> type, CountDownLatch end) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            end.await();
            return null;
        });
    }

    @Test
    void whatHasNoReasonToLastHasATimeLimit() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        for (Map.Entry<Class<?>, Set<String>> quick : QUICK.entrySet()) {
            Class<?> type = quick.getKey();
            for (Method method : type.getMethods()) {
                if (quick.getValue().contains(method.getName())) {
                    Object fence = fence(type, hanging(type, end), new Gate("/p/x.jar", impatient()));
                    String message = failureOf(method, fence).getMessage();
                    assertTrue(
                            message.startsWith(
                                    "plug-in /p/x.jar failed in " + method.getName() + ": it did not return within "),
                            message);
                }
            }
        }
        end.countDown();
    }

    @Test
    void onePluginThatHangsIsNotAskedAgainAndOthersAre() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        PluginCalls calls = impatient();
        Gate broken = new Gate("/p/x.jar", calls);
        IdMap hanging = (IdMap) fence(IdMap.class, hanging(IdMap.class, end), broken);
        assertThrows(JpodException.class, () -> hanging.map(null));
        Network other = (Network) fence(Network.class, hanging(Network.class, end), broken);
        JpodException thrown = assertThrows(JpodException.class, () -> other.detach(null));
        assertEquals("plug-in /p/x.jar does not answer any more: map did not return in time", thrown.getMessage());
        assertTrue(thrown.remedy().orElseThrow().contains("jpod plugin disable x"));
        assertEquals(
                Optional.empty(),
                Fences.of((IdMap) request -> Optional.empty(), new Gate("/p/y.jar", calls))
                        .map(null));
        end.countDown();
    }

    @Test
    void whatMayTakeItsTimeIsToldOnceWhenItTakesVeryLong() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Gate patient = new Gate("/p/x.jar", impatient());
        Fences.of((IdMap) request -> Optional.empty(), patient).map(null);
        StorageDriver driver = (StorageDriver) fence(StorageDriver.class, hanging(StorageDriver.class, end), patient);
        Thread thread = new Thread(() -> driver.unmount(null));
        thread.start();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (log.warnings.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        // Twice as long again: it is told once.
        thread.join(MOMENT.toMillis() * 12);
        assertTrue(thread.isAlive());
        assertEquals(1, log.warnings.size(), log.warnings.toString());
        assertTrue(log.warnings.get(0).startsWith("plug-in /p/x.jar has not returned from unmount for "));
        end.countDown();
        thread.join();
    }

    @Test
    void aThreadServesManyCallsAndEndsWithThem() throws Exception {
        PluginCalls calls = new PluginCalls(OutputStream.nullOutputStream(), Duration.ofSeconds(20), log);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        IdMap map = Fences.of(
                (IdMap) request -> {
                    threads.add(Thread.currentThread());
                    return Optional.empty();
                },
                new Gate("/p/x.jar", calls));
        for (int i = 0; i < 100; i++) {
            map.map(null);
        }
        assertEquals(1, threads.size());
        assertFalse(threads.contains(Thread.currentThread()));
        calls.close();
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(20).toMillis());
            assertFalse(thread.isAlive());
        }
    }
}
