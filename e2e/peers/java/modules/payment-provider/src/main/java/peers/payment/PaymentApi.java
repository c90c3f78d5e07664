package peers.payment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers as the course's PaymentController does, from rows in memory. */
@RestController
class PaymentApi {
    private final Map<Long, String> rows = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(36);
    private final DiscoveryClient registryView;
    private final String port;

    PaymentApi(DiscoveryClient registryView, @Value("${server.port}") String port) {
        this.registryView = registryView;
        this.port = port;
        rows.put(31L, "尚硅谷111");
        for (long id : new long[] {32, 34, 35}) {
            rows.put(id, "atguigu002");
        }
    }

    @GetMapping("/payment/get/{id}")
    Map<String, Object> get(@PathVariable("id") long id) {
        String serial = rows.get(id);
        if (serial == null) {
            return answer(444, "没有对应记录,查询ID: " + id, null);
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("serial", serial);
        return answer(200, "查询成功,serverPort:  " + port, row);
    }

    @PostMapping("/payment/create")
    Map<String, Object> create(@RequestBody Map<String, String> body) {
        rows.put(nextId.getAndIncrement(), String.valueOf(body.get("serial")));
        return answer(200, "插入数据库成功,serverPort: " + port, 1);
    }

    @GetMapping("/payment/lb")
    String lb() {
        return port;
    }

    @GetMapping("/payment/discovery")
    Object discovery() {
        return registryView;
    }

    private static Map<String, Object> answer(int code, String message, Object data) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("code", code);
        m.put("message", message);
        m.put("data", data);
        return m;
    }
}
