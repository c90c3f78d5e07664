import { itIsAsListed } from './it-is-as-listed.js';
import { hoxtonDeviations } from './spring.deviations.js';

describe("Hoxton's server", () => {
  itIsAsListed('hoxton', hoxtonDeviations);
});
