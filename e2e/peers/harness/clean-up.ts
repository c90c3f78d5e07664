import { endAll } from '../../harness/program.js';
import { removeTemporaryFolders } from './temporary-folder.js';

// A JVM takes its time, two of them on two cores twice that.
jest.setTimeout(180_000);

afterAll(async () => {
  await endAll();
  removeTemporaryFolders();
});
