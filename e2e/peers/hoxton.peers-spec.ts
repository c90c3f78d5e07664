import { itServesJavaClients } from './harness/java-story.js';
import { JavaRegistry, OurRegistries } from './harness/registries.js';

describe('Hoxton.SR1, the versions of the course,', () => {
  describe("at Spring's own server, the reference", () => {
    itServesJavaClients('hoxton', 1, () => JavaRegistry.prepare('hoxton'));
  });

  describe('at a lone registry of ours', () => {
    itServesJavaClients('hoxton', 1, () => OurRegistries.prepare(1));
  });

  describe('at our pair', () => {
    itServesJavaClients('hoxton', 2, () => OurRegistries.prepare(2));
  });
});
