package jenkins.util;

import central.declarations.Declared;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

public abstract class InterceptingExecutorService implements ExecutorService {

    protected InterceptingExecutorService(ExecutorService base) {}

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return Declared.answer();
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return Declared.answer();
    }

    @Override
    public Future<?> submit(Runnable task) {
        return Declared.answer();
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return Declared.answer();
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return Declared.answer();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return Declared.answer();
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Declared.answer();
    }

    @Override
    public void execute(Runnable command) {
        Declared.call();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return Declared.answer();
    }

    @Override
    public boolean isShutdown() {
        return Declared.answer();
    }

    @Override
    public boolean isTerminated() {
        return Declared.answer();
    }

    @Override
    public void shutdown() {
        Declared.call();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return Declared.answer();
    }
}
