import { killAll } from '../../harness/program.js';
import { removeTemporaryFolders } from './temporary-folder.js';

// JVMs start slowly, several on two cores even more so.
jest.setTimeout(180_000);

afterAll(async () => {
  await killAll();
  removeTemporaryFolders();
});
