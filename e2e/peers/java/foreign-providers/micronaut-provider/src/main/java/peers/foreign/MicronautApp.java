package peers.foreign;

import io.micronaut.runtime.Micronaut;

/** A provider on Micronaut that registers nowhere. */
public class MicronautApp {
    public static void main(String[] args) {
        Micronaut.run(MicronautApp.class, args);
    }
}
