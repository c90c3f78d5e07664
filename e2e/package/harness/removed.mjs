import { rmSync } from 'node:fs';

export default function removed() {
  rmSync(process.env.PACKAGE_FOLDER, { recursive: true, force: true });
}
