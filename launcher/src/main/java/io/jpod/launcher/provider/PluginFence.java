package io.jpod.launcher.provider;

import io.jpod.api.JpodException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stands between the engine and a plug-in's objects: each call runs with the plug-in's class loader as context loader, and what
 * is no exception of the API becomes one that names the plug-in.
 */
final class PluginFence implements InvocationHandler {
    private final Object target;
    private final String origin;

    private PluginFence(Object target, String origin) {
        this.target = target;
        this.origin = origin;
    }

    /** The same object behind a fence. */
    static <T> T around(Class<T> type, Object target, String origin) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new PluginFence(target, origin)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(target.getClass().getClassLoader());
        try {
            return fence(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw translate(method, e.getCause());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Throwable translate(Method method, Throwable thrown) {
        if (thrown instanceof JpodException) {
            return thrown;
        }
        for (Class<?> declared : method.getExceptionTypes()) {
            if (declared.isInstance(thrown)) {
                return thrown;
            }
        }
        return JpodException.internal("plug-in " + origin + " failed in " + method.getName(), thrown);
    }

    /** What a plug-in returns is fenced too, as far as it is an object of the plug-in's own classes. */
    private Object fence(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(this::fence);
        }
        if (value == null
                || value.getClass().getClassLoader() != target.getClass().getClassLoader()) {
            return value;
        }
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> at = value.getClass(); at != null; at = at.getSuperclass()) {
            for (Class<?> type : at.getInterfaces()) {
                if (type.getName().startsWith("io.jpod.api.")) {
                    types.add(type);
                }
            }
        }
        return types.isEmpty()
                ? value
                : Proxy.newProxyInstance(
                        types.get(0).getClassLoader(), types.toArray(new Class<?>[0]), new PluginFence(value, origin));
    }
}
