package peers.foreign;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The same resources as TomcatApi. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_PLAIN)
class MicronautApi {
    private final String name = System.getProperty("provider.name");

    @Get("/name")
    String name() {
        return name;
    }

    /** Answers with a status if it concerns this provider, otherwise with 200. */
    @Get("/answers/{status}")
    HttpResponse<String> answers(@PathVariable int status, @Nullable @QueryValue String by) {
        if (by != null && !by.equals(name)) {
            return HttpResponse.ok(name);
        }
        return HttpResponse.<String>status(status, "Error")
                .header("Retry-After", "7")
                .body(name + " 繁忙 " + status);
    }

    @Get("/throws")
    String fails() {
        throw new IllegalStateException("on purpose");
    }

    @Get("/closing")
    HttpResponse<String> closing() {
        return HttpResponse.ok(name).header("Connection", "close");
    }

    /** Answers in chunks of one line. */
    @Get("/chunks/{count}")
    Publisher<String> chunks(@PathVariable int count) {
        return Flux.range(0, count).map(line -> "line " + line + "\n");
    }

    @Get("/slow/{ms}")
    String slow(@PathVariable long ms) throws InterruptedException {
        Thread.sleep(ms);
        return name;
    }

    /** Prints the order, so that it is known even of a provider that was killed. */
    @Post("/orders/{status}")
    @Consumes(MediaType.TEXT_PLAIN)
    HttpResponse<String> order(@PathVariable int status, @Nullable @QueryValue String by, @Body String id)
            throws InterruptedException {
        System.out.println("order " + id);
        Thread.sleep(5);
        return answers(status, by);
    }
}
