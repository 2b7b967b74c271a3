package io.jenkins.plugins.obshell.cluster;

import java.util.concurrent.ThreadFactory;
import okhttp3.OkHttpClient;

/** The HTTP client of a controller, made as {@link SharedHttp} makes it, without a controller. */
public final class ControllerHttp {

    private ControllerHttp() {}

    /** {@return a client with the bounds and the threads of a controller's} */
    public static OkHttpClient client() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "obshell-http");
            thread.setDaemon(true);
            return thread;
        };
        return SharedHttp.bounded(new OkHttpClient.Builder(), SharedHttp.threads(threads));
    }
}
