import { itFormsAClusterWith } from './harness/cluster-story.js';

describe("Hoxton's server, the one of the course, and two of ours", () => {
  itFormsAClusterWith('hoxton');
});
