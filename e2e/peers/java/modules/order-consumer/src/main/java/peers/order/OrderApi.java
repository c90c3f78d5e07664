package peers.order;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

/** Passes the bytes of the provider through as they came, whatever its converter wrote. */
@RestController
class OrderApi {
    private static final String PAYMENT = "http://CLOUD-PAYMENT-SERVICE";
    private final RestTemplate http;

    OrderApi(RestTemplate http) {
        this.http = http;
    }

    @GetMapping(path = "/consumer/payment/get/{id}", produces = "application/json")
    byte[] get(@PathVariable("id") long id) {
        return http.getForObject(PAYMENT + "/payment/get/" + id, byte[].class);
    }

    /** Who answers for any service; for measuring. */
    @GetMapping(path = "/consumer/who/{service}", produces = "text/plain")
    byte[] who(@PathVariable("service") String service) {
        return http.getForObject("http://" + service + "/who", byte[].class);
    }

    @GetMapping(path = "/consumer/payment/lb", produces = "text/plain")
    byte[] lb() {
        return http.getForObject(PAYMENT + "/payment/lb", byte[].class);
    }
}
