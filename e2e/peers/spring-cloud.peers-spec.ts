import { itServesJavaClients } from './harness/java-story.js';
import { JavaRegistry, OurRegistries } from './harness/registries.js';

describe('The current Spring Cloud', () => {
  describe("at Spring's own server, the reference", () => {
    itServesJavaClients('spring-cloud', 1, () => JavaRegistry.prepare('spring-cloud'));
  });

  describe('at a lone registry of ours', () => {
    itServesJavaClients('spring-cloud', 1, () => OurRegistries.prepare(1));
  });

  describe('at our pair', () => {
    itServesJavaClients('spring-cloud', 2, () => OurRegistries.prepare(2));
  });
});
