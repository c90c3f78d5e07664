package peers.foreign;

import java.nio.charset.StandardCharsets;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The same resources as MicronautApi. */
@RestController
class TomcatApi {
    private static final String TEXT = "text/plain;charset=UTF-8";
    private final String name = System.getProperty("provider.name");

    @GetMapping("/name")
    String name() {
        return name;
    }

    /** Answers with a status if it concerns this provider, otherwise with 200. */
    @GetMapping(path = "/answers/{status}", produces = TEXT)
    ResponseEntity<String> answers(
            @PathVariable("status") int status, @RequestParam(name = "by", required = false) String by) {
        if (by != null && !by.equals(name)) {
            return ResponseEntity.ok(name);
        }
        return ResponseEntity.status(status).header("Retry-After", "7").body(name + " 繁忙 " + status);
    }

    @GetMapping("/throws")
    String fails() {
        throw new IllegalStateException("on purpose");
    }

    @GetMapping("/closing")
    ResponseEntity<String> closing() {
        return ResponseEntity.ok().header("Connection", "close").body(name);
    }

    /** Answers in chunks of one line. */
    @GetMapping(path = "/chunks/{count}", produces = TEXT)
    StreamingResponseBody chunks(@PathVariable("count") int count) {
        return out -> {
            for (int line = 0; line < count; line++) {
                out.write(("line " + line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        };
    }

    @GetMapping("/slow/{ms}")
    String slow(@PathVariable("ms") long ms) throws InterruptedException {
        Thread.sleep(ms);
        return name;
    }

    /** Prints the order, so that it is known even of a provider that was killed. */
    @PostMapping(path = "/orders/{status}", produces = TEXT)
    ResponseEntity<String> order(
            @PathVariable("status") int status,
            @RequestParam(name = "by", required = false) String by,
            @RequestBody String id)
            throws InterruptedException {
        System.out.println("order " + id);
        Thread.sleep(5);
        return answers(status, by);
    }
}
