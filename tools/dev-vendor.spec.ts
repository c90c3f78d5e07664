import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// An ES module: Jest's own require cannot take it in.
const vendor = import('./dev-vendor.mjs');

describe('the packages that dev mode bundles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vendor-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const found = async (...sources: string[]) => {
    const files = sources.map((text, index) => {
      const file = join(folder, `${index}.ts`);
      writeFileSync(file, text);
      return file;
    });
    return (await vendor).vendorImports(files);
  };

  it('are those that the sources import, by the names that are left at run time', async () => {
    expect(
      await found(
        `import sax from 'sax';
import { Get, type Type, Module as M } from '@nestjs/common';
import type { Fastify } from 'fastify';
import { type Adapter } from '@nestjs/platform-fastify';
import axios, {
  AxiosError,
} from 'axios';
export { map } from 'rxjs';`,
        `import { Get, Post } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { EurekaClient } from '@eureka-nest/client';
import { near } from './near.js';`,
      ),
    ).toEqual({
      sax: ['default'],
      '@nestjs/common': ['Get', 'Module', 'Post'],
      axios: ['AxiosError', 'default'],
      rxjs: ['map'],
    });
  });

  it('are refused as a whole', async () => {
    await expect(found(`import * as all from 'yaml';`)).rejects.toThrow(
      /0\.ts: import what you need of yaml by name/,
    );
  });
});
