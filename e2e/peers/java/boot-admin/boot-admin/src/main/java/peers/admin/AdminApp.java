package peers.admin;

import de.codecentric.boot.admin.server.config.EnableAdminServer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
@EnableAdminServer
public class AdminApp {
  public static void main(String[] args) {
    SpringApplication.run(AdminApp.class, args);
  }
}
