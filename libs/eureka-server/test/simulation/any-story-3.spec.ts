import { itHoldsInAllStories } from './seeds.js';

describe('after all faults have ended, all registries list the same, and the truth', () => {
  itHoldsInAllStories(2);
});
