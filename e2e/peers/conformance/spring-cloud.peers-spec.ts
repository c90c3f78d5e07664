import { itIsAsListed } from './it-is-as-listed.js';
import { springCloudDeviations } from './spring.deviations.js';

describe("The current Spring Cloud's server", () => {
  itIsAsListed('spring-cloud', springCloudDeviations);
});
