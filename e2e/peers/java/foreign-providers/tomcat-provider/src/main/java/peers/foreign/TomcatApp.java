package peers.foreign;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A provider on Tomcat that registers nowhere. */
@SpringBootApplication
public class TomcatApp {
    public static void main(String[] args) {
        SpringApplication.run(TomcatApp.class, args);
    }
}
