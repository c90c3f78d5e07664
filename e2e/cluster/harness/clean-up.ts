import { killAll } from '../../harness/program.js';
import { cleanup } from './cleanup-stack.js';
import { removeTemporaryFolders } from '../../peers/harness/temporary-folder.js';

// The tests wait for leases to expire and minutes to pass, on a machine that may be slow.
jest.setTimeout(300_000);

afterAll(async () => {
  await killAll();
  await cleanup.unwind();
  removeTemporaryFolders();
});
