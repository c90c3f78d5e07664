import { itFormsAClusterWith } from './harness/cluster-story.js';

describe('a server of the current Spring Cloud and two of ours', () => {
  itFormsAClusterWith('spring-cloud');
});
