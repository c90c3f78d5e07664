import { itHoldsInAllStories } from './seeds.js';

describe('whatever happens, once it is over all registries list the same, and what is true', () => {
  itHoldsInAllStories(0);
});
