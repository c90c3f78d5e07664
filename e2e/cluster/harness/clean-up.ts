import { endAll } from '../../harness/program.js';
import { closeAll } from './cleanup-stack.js';
import { removeTemporaryFolders } from '../../peers/harness/temporary-folder.js';

// Leases have to end and minutes to pass, on a machine that may be slow.
jest.setTimeout(300_000);

afterAll(async () => {
  await endAll();
  await closeAll();
  removeTemporaryFolders();
});
