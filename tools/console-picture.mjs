// node tools/console-picture.mjs    takes the README's picture, docs/images/console.png
// It starts the demo, whose ports must be free, and makes some calls, so that there is a rotation.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { ensured, find } from './debian.mjs';

const url = 'http://localhost:7010/console';
const limitMs = 120_000;
const browsers = ['chromium', 'chromium-browser', 'google-chrome'];
const found = () => browsers.map(find).find((each) => each !== undefined);
if (!found()) ensured({ programs: ['chromium'], from: ['chromium', 'fonts-noto-cjk'] });

/**
 * Resolves with the lab's token once all six processes run.
 *
 * @returns {Promise<string>}
 */
async function running() {
  for (const end = Date.now() + limitMs; Date.now() < end; await pause(500)) {
    /** @type {{ token: string, processes: readonly { state: string }[] } | undefined} */
    const lab = await fetch(`${url}/lab`).then(
      (response) => /** @type {Promise<any>} */ (response.json()),
      () => undefined,
    );
    if (lab?.processes.filter(({ state }) => state === 'running').length === 6) return lab.token;
  }
  throw new Error(`the demo did not come up within ${limitMs / 1000} s`);
}

async function takePicture() {
  const token = await running();
  const browser = await chromium.launch({ executablePath: found(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1080 }, locale: 'en-US' });
    // A page that is not built yet loads again by itself.
    await page.goto(url);
    await page.locator('.pill.is-live').waitFor({ timeout: limitMs });
    await pause(2_000); // The registry finds the consumer's calls meanwhile.
    await fetch(`${url}/lab/actions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'Eureka-Nest-Lab': token },
      body: JSON.stringify({ action: 'call', times: 60 }),
    });
    await pause(1_500);
    mkdirSync('docs/images', { recursive: true });
    await page.screenshot({ path: 'docs/images/console.png' });
  } finally {
    await browser.close();
  }
}

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const demo = spawn(process.execPath, [nx, 'run-many', '--target=serve'], { stdio: 'inherit' });
const ended = new Promise((resolve) => demo.on('exit', resolve));
try {
  await takePicture();
} finally {
  demo.kill('SIGINT');
  await ended;
}
