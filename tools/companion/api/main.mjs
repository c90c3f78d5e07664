// Writes the pages of the API into a folder: node tools/companion/api/main.mjs docs/en/api
import { writeApi } from './pages.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder of the pages');
await writeApi(folder);
